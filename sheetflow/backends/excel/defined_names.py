"""Names of the workbook part: defined, defined anew, and kept right when a tab comes between.

A name of one tab knows it by its place among all tabs, as the view of the workbook does (ECMA-376
part 1, 18.2.5 `definedName`, 18.2.30 `workbookView`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from sheetflow.backends.excel import markup
from sheetflow.backends.excel.markup import Edit, Node
from sheetflow.backends.excel.newsheet import WORKBOOK_ORDER
from sheetflow.backends.excel.refs import CellRange, checked_letters, parse_range
from sheetflow.model import NewTab, Page

_FILTER: Final = "_xlnm._FilterDatabase"
_TITLES: Final = "_xlnm.Print_Titles"
_AREA: Final = "_xlnm.Print_Area"


class Name(NamedTuple):
    """A name to be defined; `tab` is the place of the tab that alone knows it."""

    name: str
    refers_to: str
    tab: int | None = None
    hidden: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What no two names of a workbook have in common."""
        return self.name.casefold(), "" if self.tab is None else str(self.tab)


def define(workbook: bytes, names: Iterable[Name]) -> bytes:
    """Returns the workbook part with these names; one that is there already refers to what is
    wanted now, and keeps what else is said of it.
    """
    wanted = {name.key: name for name in names}
    top = markup.root(workbook)
    holder = next((n for n in markup.children(workbook, top) if n.name == b"definedNames"), None)
    edits = list[Edit]()
    for node in markup.children(workbook, holder) if holder is not None else ():
        values = markup.attributes(workbook, node)
        key = values.get("name", "").casefold(), values.get("localSheetId", "")
        if (name := wanted.pop(key, None)) is not None:
            edits += _redefined(workbook, node, name)
    if not wanted:
        return markup.splice(workbook, edits)
    tag = markup.qualified(top, b"definedName")
    new = b"".join(_element(tag, name) for name in wanted.values())
    if holder is not None:
        return markup.splice(workbook, [*edits, markup.append(workbook, holder, new)])
    container = markup.qualified(top, b"definedNames")
    nodes = markup.children(workbook, top)
    at = markup.place(nodes, WORKBOOK_ORDER, b"definedNames", top.close)
    whole = b"<%s>%s</%s>" % (container, new, container)
    return markup.splice(workbook, [Edit(at, at, whole)])


def _redefined(workbook: bytes, node: Node, name: Name) -> Iterator[Edit]:
    written = markup.escaped(name.refers_to)
    if node.empty:
        yield markup.append(workbook, node, written)
    elif markup.text(workbook, node).strip() != name.refers_to:
        yield Edit(node.inner, node.close, written)


def _element(tag: bytes, name: Name) -> bytes:
    values = b" name=%s" % markup.quote(name.name)
    values += b"" if name.tab is None else b' localSheetId="%d"' % name.tab
    values += b' hidden="1"' if name.hidden else b""
    return b"<%s%s>%s</%s>" % (tag, values, markup.escaped(name.refers_to), tag)


def names_of(tab: NewTab, place: int) -> Iterator[Name]:
    """Yields the names that belong to a tab at this place: its filter, and what is printed."""
    sheet = quoted_sheet(tab.name)
    if tab.filter:
        yield Name(_FILTER, f"{sheet}!{absolute(parse_range(tab.filter))}", place, hidden=True)
    if tab.page is not None and tab.page.area:
        yield Name(_AREA, _printed(sheet, tab.page), place)
    if tab.page is not None and tab.page.titles:
        first, _, last = tab.page.titles.replace("$", "").partition(":")
        yield Name(_TITLES, f"{sheet}!${first}:${last or first}", place)


def _printed(sheet: str, page: Page) -> str:
    """Returns the area that is printed; with `until` it ends in a row that is looked up."""
    area = parse_range(page.area)
    if not page.until:
        return f"{sheet}!{absolute(area)}"
    first = absolute(area).partition(":")[0]
    column = absolute(area._replace(first_column=area.last_column))
    return f"{sheet}!{first}:INDEX({sheet}!{column},{page.until})"


def quoted_sheet(name: str) -> str:
    """Returns the name of a tab as formulas write it."""
    return "'{}'".format(name.replace("'", "''"))


def absolute(cells: CellRange) -> str:
    """Returns a rectangle as names write it, such as `$A$1:$C$9`."""
    first = f"${checked_letters(cells.first_column)}${cells.first_row}"
    return f"{first}:${checked_letters(cells.last_column)}${cells.last_row}"


def make_room(workbook: bytes, place: int) -> bytes:
    """Returns the workbook part in which all that counts tabs counts one more from `place` on."""
    top, edits = markup.root(workbook), list[Edit]()
    counting = {b"definedNames": ("localSheetId",), b"bookViews": ("activeTab", "firstSheet")}
    for holder in markup.children(workbook, top):
        for node in markup.children(workbook, holder) if holder.name in counting else ():
            values = markup.attributes(workbook, node)
            for name in counting[holder.name]:
                number = markup.whole(values.get(name, ""))
                if number is not None and number >= place:
                    edits.append(markup.set_attribute(workbook, node, name, str(number + 1)))
    return markup.splice(workbook, edits)


def open_with(workbook: bytes, place: int) -> bytes:
    """Returns the workbook part that opens with the tab at this place."""
    for holder in markup.children(workbook, markup.root(workbook)):
        if holder.name == b"bookViews":
            for view in markup.children(workbook, holder)[:1]:
                return markup.splice(
                    workbook, [markup.set_attribute(workbook, view, "activeTab", str(place))]
                )
    return workbook

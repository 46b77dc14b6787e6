"""Tables and filters around the leads: widened with the columns we add, so that sorting takes them
along.

Source: ECMA-376 part 1, 18.5.1.2 `table` and 18.3.1.2 `autoFilter`; xlsx-facts.md, "Tables".
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sheetflow.backends.excel import markup
from sheetflow.backends.excel.formulas import area_of
from sheetflow.backends.excel.markup import Edit, Node
from sheetflow.backends.excel.package import Package
from sheetflow.backends.excel.refs import CellRange, letters
from sheetflow.backends.excel.text import as_utf8


class Table(NamedTuple):
    """A table part as far as it matters here: where it lies and what its columns are called."""

    part: str
    xml: bytes
    name: str
    area: CellRange
    header: bool
    totals: bool
    bound: bool
    columns: tuple[str, ...]

    def heads(self, row: int) -> bool:
        """Whether its heading is in this sheet row."""
        return self.header and self.area.first_row == row


def read_table(part: str, xml: bytes) -> Table | None:
    """A table part; None where its `ref` cannot be understood. `bound`: fed by a query or an XML
    map.
    """
    top = markup.root(xml)
    values = markup.attributes(xml, top)
    area = area_of(values.get("ref", ""))
    if top.name != b"table" or area is None:
        return None
    columns = tuple(markup.attributes(xml, node).get("name", "") for node in _columns(xml, top))
    return Table(
        part,
        xml,
        values.get("displayName", values.get("name", "")),
        area,
        values.get("headerRowCount", "1") != "0",
        values.get("totalsRowCount", "0") != "0",
        values.get("tableType", "worksheet") != "worksheet",
        columns,
    )


def tables_of(package: Package, sheet_part: str) -> tuple[Table, ...]:
    """The tables of a worksheet, as they stand in the file."""
    related = package.relationships(sheet_part).values()
    parts = [r.target for r in related if r.type.endswith("/table") and r.target and not r.external]
    found = (read_table(part, b"".join(as_utf8((package.archive.read(part),)))) for part in parts)
    return tuple(table for table in found if table is not None)


def can_widen(table: Table, first: int, headings: Sequence[str]) -> bool:
    """Whether columns with these headings, from 0-based column `first`, can join the table."""
    taken = {name.casefold() for name in table.columns}
    fresh = not any(heading.casefold() in taken for heading in headings)
    return (
        fresh
        and not table.bound
        and first == table.area.last_column + 1
        and len(table.columns) == table.area.last_column - table.area.first_column + 1
    )


def widen_table(table: Table, headings: Sequence[str]) -> bytes:
    """The table part with these columns at its right end."""
    xml, top = table.xml, markup.root(table.xml)
    right = table.area.last_column + len(headings)
    edits = [markup.set_attribute(xml, top, "ref", str(table.area._replace(last_column=right)))]
    for node in markup.children(xml, top):
        if node.name in (b"autoFilter", b"sortState"):
            edits += _widened(xml, node, table.area.last_column, right)
        elif node.name == b"tableColumns":
            edits += _more_columns(xml, node, headings)
    return markup.splice(xml, edits)


def drop_calculated(xml: bytes, positions: Collection[int]) -> bytes:
    """The table part without the formula that would refill the columns at these positions
    (0-based).
    """
    nodes = [node for i, node in enumerate(_columns(xml, markup.root(xml))) if i in positions]
    formulas = [
        child
        for node in nodes
        for child in markup.children(xml, node)
        if child.name == b"calculatedColumnFormula"
    ]
    return markup.splice(xml, [Edit(node.start, node.end, b"") for node in formulas])


def _columns(xml: bytes, top: Node) -> list[Node]:
    holder = next((n for n in markup.children(xml, top) if n.name == b"tableColumns"), None)
    return (
        []
        if holder is None
        else [n for n in markup.children(xml, holder) if n.name == b"tableColumn"]
    )


def _more_columns(xml: bytes, holder: Node, headings: Sequence[str]) -> list[Edit]:
    old = [
        markup.attributes(xml, n) for n in markup.children(xml, holder) if n.name == b"tableColumn"
    ]
    highest = max((markup.whole(a.get("id", "")) or 0 for a in old), default=0)
    tag = markup.qualified(holder, b"tableColumn")
    new = b"".join(
        b'<%s id="%d" name=%s/>' % (tag, highest + number, markup.quote(heading))
        for number, heading in enumerate(headings, 1)
    )
    count = str(len(old) + len(headings))
    return [markup.set_attribute(xml, holder, "count", count), markup.append(xml, holder, new)]


def _widened(xml: bytes, node: Node, old: int, right: int) -> list[Edit]:
    """The edits that move the right edge of a filter or a sort, and of a sort inside it."""
    edits = []
    area = area_of(markup.attributes(xml, node).get("ref", ""))
    if area is not None and area.last_column == old:
        edits.append(markup.set_attribute(xml, node, "ref", str(area._replace(last_column=right))))
    if not node.empty:
        for child in markup.children(xml, node):
            if child.name == b"sortState":
                edits += _widened(xml, child, old, right)
    return edits


class Filter(NamedTuple):
    """The filter of a sheet itself, not of a table."""

    node: Node
    area: CellRange


def sheet_filter(skeleton: bytes) -> Filter | None:
    """The filter of a worksheet, if it has one."""
    top = markup.root(skeleton)
    ours = markup.same_space(skeleton, top)
    for node in markup.children(skeleton, top):
        if node.name == b"autoFilter" and ours(node):
            area = area_of(markup.attributes(skeleton, node).get("ref", ""))
            return None if area is None else Filter(node, area)
    return None


def widen_filter(skeleton: bytes, found: Filter, count: int) -> bytes:
    """The worksheet with its filter, and the sort that belongs to it, `count` columns wider."""
    right = found.area.last_column + count
    edits = _widened(skeleton, found.node, found.area.last_column, right)
    for node in markup.children(skeleton, markup.root(skeleton)):
        if node.name == b"sortState":
            edits += _widened(skeleton, node, found.area.last_column, right)
    return markup.splice(skeleton, edits)


def widen_filter_name(workbook: bytes, sheet: int, old: CellRange, count: int) -> bytes:
    """The workbook part with the hidden name of that filter widened; `sheet` is the tab's
    position.
    """
    edits = []
    for node in markup.walk(workbook, markup.root(workbook)):
        if node.name == b"definedName":
            values = markup.attributes(workbook, node)
            if values.get("name") == "_xlnm._FilterDatabase" and values.get("localSheetId") == str(
                sheet
            ):
                edits += _widened_name(workbook, node, old, count)
    return markup.splice(workbook, edits)


def _widened_name(workbook: bytes, node: Node, old: CellRange, count: int) -> list[Edit]:
    sheet, mark, reference = markup.text(workbook, node).rpartition("!")
    if area_of(reference) != old:
        return []
    first, last = (old.first_column, old.first_row), (old.last_column + count, old.last_row)
    wide = ":".join(f"${letters(column)}${row}" for column, row in (first, last))
    return [Edit(node.inner, node.close, markup.escaped(sheet + mark + wide))]

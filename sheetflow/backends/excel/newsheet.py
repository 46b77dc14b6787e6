"""Adding worksheets to a package: the sheet itself, and its entry in workbook, relationships and
types.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Final, NamedTuple

from sheetflow.backends.excel import markup
from sheetflow.backends.excel.cells import text_tail, value_tail
from sheetflow.backends.excel.markup import Edit
from sheetflow.backends.excel.package import MAIN, MAIN_STRICT, OFFICE_RELS, OFFICE_RELS_STRICT
from sheetflow.backends.excel.refs import letters
from sheetflow.errors.files import SheetsUnlisted
from sheetflow.model import NewTab

SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
STYLES_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"

WORKBOOK_ORDER: Final = tuple(
    b"fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences "
    b"definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing "
    b"fileRecoveryPr webPublishObjects extLst".split()
)
"""The children of `workbook` in the order Excel insists on (CT_Workbook)."""

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{}">'
_BATCH: Final = 4096


class Added(NamedTuple):
    """A part to be registered: its name, relationship id, type of relationship, and content
    type.
    """

    part: str
    rel_id: str
    kind: str
    content_type: str


def memory_sheet(lines: Iterable[str], *, strict: bool) -> Iterator[bytes]:
    """The memory tab's part: one text per row, in column A."""
    yield (_HEAD.format(MAIN_STRICT if strict else MAIN) + "<sheetData>").encode()
    numbered = enumerate(lines, 1)
    while batch := list(islice(numbered, _BATCH)):
        yield _plain_lines(batch) or _lines(batch)
    yield b"</sheetData></worksheet>"


def _lines(batch: list[tuple[int, str]]) -> bytes:
    return b"".join(
        b'<row r="%d"><c r="A%d"%s</row>' % (row, row, text_tail(line)) for row, line in batch
    )


def _plain_lines(batch: list[tuple[int, str]]) -> bytes:
    """The same in a quarter of the time where no text needs care; else nothing."""
    together = "".join([f"|{line}|" for _, line in batch]).replace("\t", "-")
    strange = ("&", "<", ">", "_x", "  ", "| ", " |", "|-", "-|")
    if (
        not together.isprintable()
        or len(together) > len(batch) * 5_000
        or any(mark in together for mark in strange)
    ):
        return b""
    return "".join(
        [
            f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{line}</t></is></c></row>'
            for n, line in batch
        ]
    ).encode()


def plain_sheet(
    tab: NewTab, bold: int, dated: int, *, strict: bool, date1904: bool
) -> Iterator[bytes]:
    """A visible tab: its rows, the first one in cell format `bold` and frozen, dates in `dated`,
    column widths.
    """
    yield _HEAD.format(MAIN_STRICT if strict else MAIN).encode()
    yield (
        b'<sheetViews><sheetView workbookViewId="0">'
        b'<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    )
    if tab.widths:
        cols = (
            f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>'
            for i, width in enumerate(tab.widths, 1)
        )
        yield f"<cols>{''.join(cols)}</cols>".encode()
    yield b"<sheetData>"
    for number, row in enumerate(tab.rows, 1):
        cells = (
            b'<c r="%s%d"%s%s'
            % (letters(i).encode(), number, style, value_tail(value, date1904=date1904))
            for i, value in enumerate(row)
            if value is not None
            for style in [
                b' s="%d"' % (bold if number == 1 else dated if isinstance(value, date) else 0)
            ]
        )
        yield b'<row r="%d">%s</row>' % (number, b"".join(cells))
    yield b"</sheetData></worksheet>"


def free_name(taken: Collection[str], wanted: str) -> str:
    """A part name like `wanted` that no entry has, whatever its case."""
    folded = {name.lower() for name in taken}
    stem, suffix = posixpath.splitext(wanted)
    names = (wanted, *(f"{stem}{number}{suffix}" for number in range(1, len(folded) + 2)))
    return next(name for name in names if name.lower() not in folded)


def add_relationship(rels: bytes, part_folder: str, added: Added) -> bytes:
    """The relationships part of the workbook with one more, its target relative to
    `part_folder`.
    """
    top = markup.root(rels)
    target = posixpath.relpath(added.part, part_folder or ".")
    new = (
        f'Id="{added.rel_id}" Type="{added.kind}" Target={markup.quote(target).decode()}/>'.encode()
    )
    return markup.splice(
        rels, [markup.append(rels, top, b"<%s " % markup.qualified(top, b"Relationship") + new)]
    )


def drop_relationship(rels: bytes, rel_id: str) -> bytes:
    """The relationships part without the one of this id."""
    gone = [
        n
        for n in markup.children(rels, markup.root(rels))
        if markup.attributes(rels, n).get("Id") == rel_id
    ]
    return markup.splice(rels, [Edit(n.start, n.end, b"") for n in gone])


def add_type(types: bytes, added: Added) -> bytes:
    """The content types part with an override for one more part."""
    top = markup.root(types)
    name = markup.quote("/" + added.part)
    new = b"<%s PartName=%s ContentType=%s/>" % (
        markup.qualified(top, b"Override"),
        name,
        markup.quote(added.content_type),
    )
    return markup.splice(types, [markup.append(types, top, new)])


def drop_type(types: bytes, part: str) -> bytes:
    """The content types part without the override of this part."""
    wanted = "/" + part.lower()
    nodes = markup.children(types, markup.root(types))
    gone = [n for n in nodes if markup.attributes(types, n).get("PartName", "").lower() == wanted]
    return markup.splice(types, [Edit(n.start, n.end, b"") for n in gone])


def free_rel_id(rels: bytes) -> str:
    """A relationship id that is not in use."""
    taken = {
        markup.attributes(rels, n).get("Id", "") for n in markup.children(rels, markup.root(rels))
    }
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    return f"rId{number}"


def add_sheet(
    workbook: bytes, name: str, rel_id: str, *, hidden: bool, before: str | None, strict: bool
) -> bytes:
    """The workbook part with one more tab: last, or before the last tab where that one is called
    `before`.
    """
    top = markup.root(workbook)
    holder = next((n for n in markup.children(workbook, top) if n.name == b"sheets"), None)
    if holder is None:
        raise SheetsUnlisted
    sheets = markup.children(workbook, holder)
    values = [markup.attributes(workbook, node) for node in sheets]
    used = max((markup.whole(v.get("sheetId", "")) or 0 for v in values), default=0)
    state = ' state="hidden"' if hidden else ""
    relation = _relation_attribute(workbook, strict=strict)
    tag = markup.qualified(holder, b"sheet").decode()
    new = f'<{tag} name={markup.quote(name).decode()} sheetId="{used + 1}"{state} {relation}="{rel_id}"/>'.encode()
    if sheets and before is not None and values[-1].get("name") == before:
        return markup.splice(workbook, [Edit(sheets[-1].start, sheets[-1].start, new)])
    return markup.splice(workbook, [markup.append(workbook, holder, new)])


def _relation_attribute(workbook: bytes, *, strict: bool) -> str:
    """`r:id` with the prefix this workbook gives to relationships; declared on the spot where it
    has none.
    """
    bound = markup.namespaces(workbook, markup.root(workbook))
    uri = OFFICE_RELS_STRICT if strict else OFFICE_RELS
    prefix = next((p for p, found in bound.items() if p and found == uri), None)
    return f"{prefix.decode()}:id" if prefix is not None else f'xmlns:r="{uri}" r:id'


def recalculate_on_load(workbook: bytes) -> bytes:
    """The workbook part that asks for one full calculation when it is opened."""
    top = markup.root(workbook)
    nodes = markup.children(workbook, top)
    for node in nodes:
        if node.name == b"calcPr":
            if markup.attributes(workbook, node).get("fullCalcOnLoad") in ("1", "true"):
                return workbook
            return markup.splice(
                workbook, [markup.set_attribute(workbook, node, "fullCalcOnLoad", "1")]
            )
    at = markup.place(nodes, WORKBOOK_ORDER, b"calcPr", top.close)
    return markup.splice(
        workbook, [Edit(at, at, b'<%s fullCalcOnLoad="1"/>' % markup.qualified(top, b"calcPr"))]
    )

"""Adds worksheets to a package: the part, and its entry in workbook, relationships and types."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from sheetflow.backends.excel import markup
from sheetflow.backends.excel.cells import text_tail
from sheetflow.backends.excel.markup import Edit
from sheetflow.backends.excel.package import MAIN, MAIN_STRICT, OFFICE_RELS, OFFICE_RELS_STRICT
from sheetflow.errors.files import SheetsUnlisted

SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
STYLES_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"

WORKBOOK_ORDER: Final = (
    b"fileVersion", b"fileSharing", b"workbookPr", b"workbookProtection", b"bookViews", b"sheets",
    b"functionGroups", b"externalReferences", b"definedNames", b"calcPr", b"oleSize",
    b"customWorkbookViews", b"pivotCaches", b"smartTagPr", b"smartTagTypes", b"webPublishing",
    b"fileRecoveryPr", b"webPublishObjects", b"extLst",
)  # fmt: skip
"""The children of `workbook` in the order Excel insists on (CT_Workbook)."""

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{}">'
NO_RELATIONSHIPS: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships '
    b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_BATCH: Final = 4096
"""Rows of the hidden tab that are put together at a time."""


class New(NamedTuple):
    """A part to be made: its name beside the workbook part where that is free, the last word of
    its relationship's type, and its content type.
    """

    wanted: str
    kind: str
    content_type: str


class Added(NamedTuple):
    """A part to be registered; `kind` is the type of its relationship."""

    part: str
    rel_id: str
    kind: str
    content_type: str


class NewSheet(NamedTuple):
    """A sheet to be listed in the workbook part; `strict` as the workbook is."""

    name: str
    rel_id: str
    hidden: bool
    strict: bool


def state_sheet(lines: Iterable[str], *, strict: bool) -> Iterator[bytes]:
    """Yields the part of the hidden tab: one text per row, in column A."""
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
    """Returns the same in a quarter of the time where no text needs care; else nothing."""
    together = "".join([f"|{line}|" for _, line in batch]).replace("\t", "-")
    strange = ("&", "<", ">", "_x", "  ", "| ", " |", "|-", "-|")
    if not together.isprintable() or len(together) > len(batch) * 5_000:
        return b""
    if any(mark in together for mark in strange):
        return b""
    rows = [
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{line}</t></is></c></row>'
        for n, line in batch
    ]
    return "".join(rows).encode()


def free_name(taken: Collection[str], wanted: str) -> str:
    """Returns a part name like `wanted` that no entry has, whatever its case, and that no
    relationships left behind belong to.
    """
    folded = {name.lower() for name in taken}
    stem, suffix = posixpath.splitext(wanted)
    stem = stem.rstrip("0123456789")
    names = (wanted, *(f"{stem}{number}{suffix}" for number in range(1, len(folded) + 2)))
    return next(n for n in names if folded.isdisjoint((n.lower(), relationships_of(n.lower()))))


def relationships_of(part: str) -> str:
    """Returns the name of the relationships part of a new part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def add_relationship(rels: bytes, part_folder: str, added: Added) -> bytes:
    """Returns the relationships part with one more, its target relative to `part_folder`."""
    top = markup.root(rels)
    tag = markup.qualified(top, b"Relationship").decode()
    target = markup.quote(posixpath.relpath(added.part, part_folder or ".")).decode()
    new = f'<{tag} Id="{added.rel_id}" Type="{added.kind}" Target={target}/>'
    return markup.splice(rels, [markup.append(rels, top, new.encode())])


def drop_relationship(rels: bytes, rel_id: str) -> bytes:
    """Returns the relationships part without the one of this id."""
    nodes = markup.children(rels, markup.root(rels))
    gone = [n for n in nodes if markup.attributes(rels, n).get("Id") == rel_id]
    return markup.splice(rels, [Edit(n.start, n.end, b"") for n in gone])


def add_type(types: bytes, added: Added) -> bytes:
    """Returns the content types part with an override for one more part."""
    top = markup.root(types)
    tag = markup.qualified(top, b"Override")
    name, content_type = markup.quote("/" + added.part), markup.quote(added.content_type)
    new = b"<%s PartName=%s ContentType=%s/>" % (tag, name, content_type)
    return markup.splice(types, [markup.append(types, top, new)])


def drop_type(types: bytes, part: str) -> bytes:
    """Returns the content types part without the override of this part."""
    wanted = "/" + part.lower()
    nodes = markup.children(types, markup.root(types))
    gone = [n for n in nodes if markup.attributes(types, n).get("PartName", "").lower() == wanted]
    return markup.splice(types, [Edit(n.start, n.end, b"") for n in gone])


def free_rel_id(rels: bytes) -> str:
    """Returns a relationship id that is not in use."""
    nodes = markup.children(rels, markup.root(rels))
    taken = {markup.attributes(rels, node).get("Id", "") for node in nodes}
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    return f"rId{number}"


def sheet_names(workbook: bytes) -> list[str]:
    """Returns the names of all tabs that the workbook part lists, in order."""
    found = list[str]()
    for holder in markup.children(workbook, markup.root(workbook)):
        if holder.name == b"sheets":
            nodes = markup.children(workbook, holder)
            found += [markup.attributes(workbook, node).get("name", "") for node in nodes]
    return found


def add_sheet(workbook: bytes, sheet: NewSheet, before: str | None) -> bytes:
    """Returns the workbook part with one more tab.

    It is the last, or before the last where that one is called `before`.
    """
    top = markup.root(workbook)
    holder = next((n for n in markup.children(workbook, top) if n.name == b"sheets"), None)
    if holder is None:
        raise SheetsUnlisted
    sheets = markup.children(workbook, holder)
    values = [markup.attributes(workbook, node) for node in sheets]
    used = max((markup.whole(v.get("sheetId", "")) or 0 for v in values), default=0)
    tag = markup.qualified(holder, b"sheet").decode()
    name = markup.quote(sheet.name).decode()
    state = ' state="hidden"' if sheet.hidden else ""
    relation = _relation_attribute(workbook, strict=sheet.strict)
    new = f'<{tag} name={name} sheetId="{used + 1}"{state} {relation}="{sheet.rel_id}"/>'.encode()
    if sheets and before is not None and values[-1].get("name") == before:
        return markup.splice(workbook, [Edit(sheets[-1].start, sheets[-1].start, new)])
    return markup.splice(workbook, [markup.append(workbook, holder, new)])


def _relation_attribute(workbook: bytes, *, strict: bool) -> str:
    """Returns `r:id` with the prefix that this workbook gives it; declared where it has none."""
    bound = markup.namespaces(workbook, markup.root(workbook))
    uri = OFFICE_RELS_STRICT if strict else OFFICE_RELS
    prefix = next((p for p, found in bound.items() if p and found == uri), None)
    return f"{prefix.decode()}:id" if prefix is not None else f'xmlns:r="{uri}" r:id'


def recalculate_on_load(workbook: bytes) -> bytes:
    """Returns the workbook part that asks for one full calculation when it is opened."""
    top = markup.root(workbook)
    nodes = markup.children(workbook, top)
    for node in nodes:
        if node.name == b"calcPr":
            if markup.attributes(workbook, node).get("fullCalcOnLoad") in ("1", "true"):
                return workbook
            asked = markup.set_attribute(workbook, node, "fullCalcOnLoad", "1")
            return markup.splice(workbook, [asked])
    at = markup.place(nodes, WORKBOOK_ORDER, b"calcPr", top.close)
    new = b'<%s fullCalcOnLoad="1"/>' % markup.qualified(top, b"calcPr")
    return markup.splice(workbook, [Edit(at, at, new)])

"""Before and after a sync, part by part: the list of everything that was lost, empty when nothing
was.

Allowed are: the owned cells of the leads tabs and what frames them, styles added at the end of
their lists, the state tab, `fullCalcOnLoad`, the range of a filter, a calculation chain without
the formulas that we replaced. Every other zip entry keeps its compressed bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from sheetflow.columns import OURS_SUFFIX, OWNED, fold_heading
from tests.excel.lossless.book import Book, canon, cells, corners, items, local, named, rows
from tests.excel.lossless.sheets import (
    Owned,
    owned_style_losses,
    sheet_losses,
    style_uses,
    table_headings,
    table_losses,
)
from tests.excel.lossless.styles import formats, style_losses

STATE_TAB = "_sheetflow"
HEADINGS = {fold_heading(text) for column in OWNED for text in (column.en, column.es)}


def owned_area(path: Path, tab: str, heading: int, last: int) -> Owned:
    """The owned cells of a leads tab, found by the headings in that row; one with our suffix beats
    the plain one.
    """
    book = Book(path)
    sheet = book.xml(book.tabs[tab])
    found = [c for n, row in rows(sheet) if n == heading for c in cells(n, row)]
    texts = {fold_heading(book.text(cell.element)): cell.column for cell in found}
    ours = (texts.get(fold_heading(name + OURS_SUFFIX), texts.get(name)) for name in HEADINGS)
    return Owned(frozenset(column for column in ours if column is not None), heading, last)


def losses(before: Path, after: Path, owned: Mapping[str, Owned]) -> list[str]:
    """What differs though it must not; one line each, naming parts, rows and kinds, never
    contents.
    """
    old, new = Book(before), Book(after)
    sheets = {old.tabs[tab]: area for tab, area in owned.items()}
    tables = {table: area for part, area in sheets.items() for table in old.linked(part, "table")}
    return [
        *_package_losses(old, new, {*sheets, *tables}, chain := _chain(old, sheets)),
        *_chain_losses(old, new, chain, sheets),
        *_workbook_losses(old, new, owned),
        *(
            f"{old.styles}: {loss}"
            for loss in style_losses(old.xml(old.styles), new.xml(new.styles))
        ),
        *(
            f"{part}: {loss}"
            for part, area in sheets.items()
            for loss in _leads_losses(old, new, part, area)
        ),
        *(
            f"{part}: {loss}"
            for part, area in tables.items()
            for loss in _table_losses(old, new, part, area)
        ),
    ]


def _chain(old: Book, sheets: Mapping[str, Owned]) -> str | None:
    """The calculation chain, where a formula was in an owned cell, so that it may shrink or
    go.
    """
    for part, area in sheets.items():
        found = (
            c for n, row in rows(old.xml(part)) for c in cells(n, row) if area.holds(n, c.column)
        )
        if any(named(cell.element, "f") for cell in found):
            return next(iter(old.linked(old.workbook, "calcChain")), None)
    return None


def _chain_losses(
    old: Book, new: Book, chain: str | None, sheets: Mapping[str, Owned]
) -> Iterator[str]:
    """A chain that still holds one of our cells, or no longer one of people's."""
    one, two = old.xml(chain), new.xml(chain if chain in new.entries else None)
    if one is None or two is None:
        return
    left = {(c.get("r"), c.get("i")) for c in two}
    gone = [c.get("r", "") for c in one if (c.get("r"), c.get("i")) not in left]
    places = [corners(ref) for ref in gone]
    if any(
        not any(area.holds(row, column) for area in sheets.values()) for row, column, _, _ in places
    ):
        yield f"{chain}: lost a formula of people"


def _package_losses(old: Book, new: Book, edited: set[str], chain: str | None) -> Iterator[str]:
    path = PurePosixPath(old.workbook)
    links = old.part(f"{path.parent}/_rels/{path.name}.rels".removeprefix("./")) or ""
    types = old.part("[Content_Types].xml") or ""
    free = {old.workbook, links, types, old.styles, old.tabs.get(STATE_TAB), *edited, chain}
    for name in old.entries.keys() - new.entries.keys() - {chain}:
        yield f"{name}: the part is gone"
    common = [name for name in old.entries if name in new.entries]
    if (
        common != [name for name in new.entries if name in old.entries]
        or old.comment != new.comment
    ):
        yield "the order of the entries or the archive's comment differs"
    for name in common:
        if name not in free and old.entries[name] != new.entries[name]:
            yield f"{name}: the entry is not the same bytes"
        if name in free and old.contents[name] != new.contents[name]:
            yield from (
                f"{name}: {loss}"
                for loss in _declaration_losses(old.contents[name], new.contents[name])
            )
    wanted = {new.tabs.get(STATE_TAB), new.styles if old.styles is None else None}
    if extra := new.entries.keys() - old.entries.keys() - wanted:
        yield f"{len(extra)} parts came that nobody needs"
    for name in (links, types):
        one, two = ([canon(e) for e in book.xml(name)] for book in (old, new))
        if chain and chain not in new.entries:
            one = [e for e in one if not any("calcChain" in value for _, value in e[1])]
        if [e for e in two if e in one] != one:
            yield f"{name}: lines were lost or moved"


def _declaration_losses(old: bytes, new: bytes) -> Iterator[str]:
    """Namespace prefixes that the root no longer declares; ElementTree does not show them."""

    def declared(raw: bytes) -> set[str]:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        start = re.search(r"<[A-Za-z_][^>]*>", text)
        return set(re.findall(r"xmlns(?::[\w.-]+)?\s*=\s*[\"'][^\"']*", start[0] if start else ""))

    if declared(old) - declared(new):
        yield "a namespace of the root is no longer declared"


def _workbook_losses(old: Book, new: Book, owned: Mapping[str, Owned]) -> Iterator[str]:
    one, two = old.xml(old.workbook), new.xml(new.workbook)
    assert one is not None
    assert two is not None
    added = [name for name in new.tabs if name not in old.tabs]
    if list(new.tabs) != [*old.tabs, *added] or set(added) - {STATE_TAB}:
        yield "workbook: tabs are not the old ones with the state tab after them"
    if any(
        e.get("name") == STATE_TAB and e.get("state") not in ("hidden", "veryHidden")
        for e in items(two, "sheets")
    ):
        yield "workbook: the state tab is not hidden"
    if [canon(e) for e in items(one, "sheets")] != [canon(e) for e in items(two, "sheets")][
        : len(old.tabs)
    ]:
        yield "workbook: an entry of a tab differs"
    if dict(one.items()) != dict(two.items()):
        yield "workbook: attributes of the root differ"
    leads = {str(list(old.tabs).index(tab)) for tab in owned}
    for name in sorted({local(e) for e in (*one, *two)} - {"sheets"}):
        before, after = (
            [kept for e in named(root, name) if (kept := _lenient(e, leads))] for root in (one, two)
        )
        if before != after:
            yield f"workbook: {name} differs"


def _lenient(element: Element, leads: set[str]) -> object:
    """A child of the workbook without what we may change in it."""
    if local(element) == "calcPr":
        return sorted((k, v) for k, v in element.items() if k != "fullCalcOnLoad")
    if local(element) != "definedNames":
        return canon(element)
    return [
        canon(e)[:2]
        if e.get("name") == "_xlnm._FilterDatabase" and e.get("localSheetId") in leads
        else canon(e)
        for e in element
    ]


def _leads_losses(old: Book, new: Book, part: str, area: Owned) -> Iterator[str]:
    one, two = old.xml(part), new.xml(part)
    assert one is not None
    assert two is not None
    yield from sheet_losses(one, two, area)
    styles = new.xml(new.styles)
    looks = formats(styles)
    yield from style_uses(two, len(looks), len(items(styles, "dxfs")))
    if looks:
        yield from owned_style_losses(one, two, area, looks)


def _table_losses(old: Book, new: Book, part: str, area: Owned) -> Iterator[str]:
    one, two = old.xml(part), new.xml(part)
    assert one is not None
    assert two is not None
    yield from table_losses(one, two, area)
    sheet = next(s for s in old.tabs.values() if part in old.linked(s, "table"))
    yield from table_headings(new, new.xml(sheet), two)

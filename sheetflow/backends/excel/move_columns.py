"""Moves our columns to the front of a leads tab, where nothing else would have to move with them.

Cells take their values and formats along, and `cols` follows. Formulas, names, tables, charts and
the like would go on pointing at the old places: with any of them the columns stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from typing import Final

from sheetflow.backends.excel import markup, scan
from sheetflow.backends.excel.book import Book, defined_names
from sheetflow.backends.excel.formulas import Watch, formulas_in, reading_names, reads
from sheetflow.backends.excel.highlight import find
from sheetflow.backends.excel.layout import columns_moved
from sheetflow.backends.excel.markup import Edit, Node
from sheetflow.backends.excel.package import SheetInfo
from sheetflow.backends.excel.refs import MAX_ROWS, CellRange, format_cell, parse_ranges
from sheetflow.backends.excel.survey import cut
from sheetflow.model import STATE_TAB, MovedColumns, Text

_STAYING: Final = frozenset(
    b"sheetPr dimension sheetViews sheetFormatPr cols sheetData autoFilter mergeCells "
    b"conditionalFormatting dataValidations printOptions pageMargins pageSetup headerFooter "
    b"ignoredErrors phoneticPr sheetProtection rowBreaks hyperlinks".split()
)
"""The parts of a sheet that may stay, once they were looked at."""
_DRAWN: Final = frozenset(b"drawing legacyDrawing picture controls oleObjects".split())
_REFERENCE: Final = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?![0-9A-Za-z_(])")
_QUOTED: Final = re.compile(r'"[^"]*"')


def move_columns(book: Book, moved: MovedColumns) -> None:
    """Moves the columns, or tells people why they stay."""
    order = moved.order()
    if not order:
        return
    info = book.sheet(moved.tab)
    stream = scan.split_sheet(book.package.archive.stream(info.part))
    rows = list(stream.rows())
    skeleton = stream.head + b"".join(stream.tail())
    reasons = sorted(set(_reasons(book, info, skeleton, rows, order)))
    if reasons:
        told = tuple(Text(f"front_{reason}") for reason in reasons)
        book.messages.append(Text("front_stays", (moved.tab, told)))
        return
    head, tail = cut(_moved_skeleton(skeleton, order))
    written = (_moved_rows(chunk, stream.prefix, order) for chunk in rows)
    book.rebuilt.put(info.part, chain((head,), written, (tail,)))


# ── why they stay ─────────────────────────────────────────────────────────────────────────────


def _reasons(
    book: Book, info: SheetInfo, skeleton: bytes, rows: Iterable[bytes], order: Mapping[int, int]
) -> Iterator[str]:
    """Yields what would have to move with the columns, as the end of a code in texts/."""
    watch = Watch(info.name, frozenset(order), 1, MAX_ROWS, frozenset(), frozenset())
    names = reading_names(defined_names(book.workbook), watch)
    if names:
        yield "names"
    own = any(next(formulas_in(chunk), None) is not None for chunk in rows)
    if own or _others_read(book, watch, names):
        yield "formulas"
    if any(_is_pivot_source(book, part, info.name) for part in book.package.archive.entries):
        yield "pivots"
    yield from _reasons_of_parts(skeleton, _own_formats(book, skeleton), order)


def _others_read(book: Book, watch: Watch, names: frozenset[str]) -> bool:
    for other in book.package.sheets:
        if other.name in (watch.sheet, STATE_TAB) or other.kind not in ("worksheet", "macrosheet"):
            continue
        stream = scan.split_sheet(book.package.archive.stream(other.part))
        for chunk in stream.rows():
            if any(reads(text, other.name, watch, names, n) for text, n in formulas_in(chunk)):
                return True
    return False


def _is_pivot_source(book: Book, part: str, sheet: str) -> bool:
    if "pivotCacheDefinition" not in part or not part.endswith(".xml"):
        return False
    xml = book.part(part)
    for node in markup.walk(xml, markup.root(xml)):
        if node.name == b"worksheetSource":
            return markup.attributes(xml, node).get("sheet", sheet).casefold() == sheet.casefold()
    return False


def _own_formats(book: Book, skeleton: bytes) -> frozenset[int]:
    """Returns where our own conditional formats begin: a sync writes them anew."""
    return frozenset(edit.start for edit in find(skeleton, book.styles).removal)


def _reasons_of_parts(
    skeleton: bytes, ours: frozenset[int], order: Mapping[int, int]
) -> Iterator[str]:
    for node in markup.children(skeleton, markup.root(skeleton)):
        if node.name in _DRAWN:
            yield "charts"
        elif node.name == b"tableParts" and not node.empty:
            yield "tables"
        elif node.name == b"mergeCells" and any(_parts(skeleton, node, "ref", order)):
            yield "merged"
        elif node.name == b"autoFilter" and not _covers(skeleton, node, order):
            yield "filter"
        elif node.name == b"conditionalFormatting" and node.start not in ours:
            if _meets(markup.attributes(skeleton, node).get("sqref", ""), order):
                yield "formats"
        elif node.name == b"dataValidations":
            yield from _reasons_of_lists(skeleton, node, order)
        elif node.name not in _STAYING:
            yield "other"


def _reasons_of_lists(skeleton: bytes, holder: Node, order: Mapping[int, int]) -> Iterator[str]:
    """Yields a reason for a drop-down that looks at cells beside it."""
    for node in markup.children(skeleton, holder):
        if not _meets(markup.attributes(skeleton, node).get("sqref", ""), order):
            continue
        for child in markup.children(skeleton, node):
            text = _QUOTED.sub("", markup.text(skeleton, child))
            if "!" not in text and _REFERENCE.search(text):
                yield "formats"


def _parts(skeleton: bytes, holder: Node, name: str, order: Mapping[int, int]) -> Iterator[bool]:
    for node in markup.children(skeleton, holder):
        yield _meets(markup.attributes(skeleton, node).get(name, ""), order)


def _meets(sqref: str, order: Mapping[int, int]) -> bool:
    return any(_touches(cells, order) for cells in _ranges(sqref))


def _touches(cells: CellRange, order: Mapping[int, int]) -> bool:
    return cells.first_column <= max(order) and cells.last_column >= min(order)


def _ranges(sqref: str) -> tuple[CellRange, ...]:
    try:
        return parse_ranges(sqref)
    except ValueError:
        return ()


def _covers(skeleton: bytes, node: Node, order: Mapping[int, int]) -> bool:
    """Returns whether a filter holds all columns that move, and filters nothing."""
    ranges = _ranges(markup.attributes(skeleton, node).get("ref", ""))
    inside = all(c.first_column <= min(order) and c.last_column >= max(order) for c in ranges)
    return inside and not markup.children(skeleton, node)


# ── moving ────────────────────────────────────────────────────────────────────────────────────


def _moved_skeleton(skeleton: bytes, order: Mapping[int, int]) -> bytes:
    """Returns the sheet without rows, its column widths and drop-downs at their new places."""
    skeleton = columns_moved(skeleton, order)
    edits = list[Edit]()
    for holder in markup.children(skeleton, markup.root(skeleton)):
        name = _NAMED.get(holder.name)
        for node in markup.children(skeleton, holder) if name else ():
            old = markup.attributes(skeleton, node).get(name or "", "")
            if name and _meets(old, order):
                moved = chain.from_iterable(_moved_range(cells, order) for cells in _ranges(old))
                new = " ".join(map(str, moved))
                edits.append(markup.set_attribute(skeleton, node, name, new))
    return markup.splice(skeleton, edits)


_NAMED: Final = {b"dataValidations": "sqref", b"hyperlinks": "ref", b"ignoredErrors": "sqref"}
"""Parts whose children name cells, and the attribute that does."""


def _moved_range(cells: CellRange, order: Mapping[int, int]) -> list[CellRange]:
    """Returns a range at its new place; in pieces where its columns part."""
    if not _touches(cells, order):
        return [cells]
    new = sorted(order.get(column, column) for column in cells.columns)
    spans = list[tuple[int, int]]()
    for _, run in groupby(enumerate(new), key=lambda pair: pair[1] - pair[0]):
        columns = [column for _, column in run]
        spans.append((columns[0], columns[-1]))
    return [CellRange(first, cells.first_row, last, cells.last_row) for first, last in spans]


def _moved_rows(chunk: bytes, prefix: bytes, order: Mapping[int, int]) -> bytes:
    number = 0
    pieces = list[bytes]()
    for row in scan.iter_rows(chunk, prefix):
        tokens = scan.tokenize_row(row)
        number = tokens.number_in(number + 1)
        pieces.append(_moved_row(row, tokens, number, order))
    return b"".join(pieces)


def _moved_row(row: bytes, tokens: scan.RowTokens, number: int, order: Mapping[int, int]) -> bytes:
    """Returns a row with its cells at their new places, each with its address."""
    if not any(token.column in order for token in tokens.cells):
        return row
    cells = sorted(tokens.cells, key=lambda token: order.get(token.column, token.column))
    moved = [_moved_cell(row, token, number, order) for token in cells]
    return row[: tokens.open_end] + b"".join(moved) + row[tokens.close :]


def _moved_cell(row: bytes, token: scan.CellToken, number: int, order: Mapping[int, int]) -> bytes:
    cell = row[token.start : token.end]
    tag_end = token.open_end - token.start
    address = format_cell(order.get(token.column, token.column), number).encode()
    name = re.match(rb"<[^\s/>]+", cell)
    at = name.end() if name else 0
    kept = _ADDRESS.sub(b"", cell[at:tag_end])
    return cell[:at] + b' r="%s"' % address + kept + cell[tag_end:]


_ADDRESS: Final = re.compile(rb"\sr\s*=\s*(?:\"[^\"]*\"|'[^']*')")

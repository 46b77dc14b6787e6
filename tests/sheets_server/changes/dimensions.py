"""Rows and columns: insert, delete, move, append, their properties."""

from __future__ import annotations

from typing import NamedTuple

from tests.sheets_server.book import CELL_LIMIT, Json, Sheet, Spreadsheet
from tests.sheets_server.changes.axis import Delete, Insert, Move
from tests.sheets_server.changes.inheriting import inherit
from tests.sheets_server.changes.masks import mask, merged
from tests.sheets_server.changes.ranges import stored_area
from tests.sheets_server.changes.shifting import Change, apply
from tests.sheets_server.errors import invalid
from tests.sheets_server.protection import check_editable

_COUNTS = {"ROWS": "rowCount", "COLUMNS": "columnCount"}
_FROZEN = {"ROWS": "frozenRowCount", "COLUMNS": "frozenColumnCount"}
_NOUNS = {"ROWS": "row", "COLUMNS": "column"}
MOST_COLUMNS = 18_278
"""Columns of one sheet, up to ZZZ (support.google.com/drive/answer/37603)."""


class Span(NamedTuple):
    """Rows or columns `start` … `end` (exclusive) of a sheet."""

    sheet: Sheet
    dimension: str
    start: int
    end: int

    @property
    def size(self) -> int:
        """How many rows or columns the sheet has."""
        return self.sheet.row_count if self.dimension == "ROWS" else self.sheet.column_count

    @property
    def noun(self) -> str:
        """One of them, in words."""
        return _NOUNS[self.dimension]

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """Their cells: top, left, bottom, right."""
        if self.dimension == "ROWS":
            return self.start, 0, self.end, self.sheet.column_count
        return 0, self.start, self.sheet.row_count, self.end


def span_of(book: Spreadsheet, held: Json | None) -> Span:
    """The rows or columns of a DimensionRange; open ends reach the grid's. 400: no dimension,
    negative, reversed.
    """
    if held is None:
        raise invalid("A range must be specified.")
    sheet = book.sheet(int(held.get("sheetId", 0)))
    dimension = held.get("dimension")
    if dimension not in _COUNTS or not sheet.is_grid:
        raise invalid(
            "No dimension specified." if sheet.is_grid else f"No grid with id: {sheet.id}"
        )
    size = sheet.row_count if dimension == "ROWS" else sheet.column_count
    span = Span(sheet, dimension, int(held.get("startIndex", 0)), int(held.get("endIndex", size)))
    if span.start < 0 or span.end < 0:
        raise invalid("DimensionRange indexes must be >= 0")
    if span.end <= span.start:
        raise invalid(f"DimensionRange.endIndex[{span.end}] must be after startIndex[{span.start}]")
    return span


def resize(book: Spreadsheet, sheet: Sheet, dimension: str, count: int) -> None:
    """Set the number of rows or columns; what lies beyond is deleted. 400: none left, all frozen,
    too many cells.
    """
    size = sheet.row_count if dimension == "ROWS" else sheet.column_count
    if count < size:
        delete(book, Span(sheet, dimension, max(count, 0), size))
    else:
        _grow(book, sheet, dimension, count - size)


def delete(book: Spreadsheet, span: Span) -> None:
    """Delete rows or columns. 400: beyond the grid, all of them, all that are not frozen,
    protected.
    """
    if span.end > span.size:
        index = max(span.start, span.size)
        text = (
            f"Tried to delete {span.noun} index {index} but there are only {span.size} "
            f"{span.noun}s."
        )
        raise invalid(f"Cannot delete a {span.noun} that doesn't exist. {text}")
    left = span.size - (span.end - span.start)
    if left == 0:
        raise invalid(f"You can't delete all the {span.noun}s on the sheet.")
    frozen = int(span.sheet.grid.get(_FROZEN[span.dimension], 0))
    frozen -= max(0, min(span.end, frozen) - span.start)
    if frozen >= left:
        raise invalid(f"Sorry, it is not possible to delete all non-frozen {span.noun}s.")
    check_editable(book, span.sheet, *span.bounds)
    apply(book, Change(span.sheet, span.dimension, Delete(span.start, span.end)))
    span.sheet.grid[_COUNTS[span.dimension]] = left
    _set_frozen(span, frozen)


def insert(book: Spreadsheet, span: Span) -> None:
    """Make room for new, blank rows or columns before `span.start`. 400: too many cells."""
    count = span.end - span.start
    _grow(book, span.sheet, span.dimension, count)
    apply(book, Change(span.sheet, span.dimension, Insert(span.start, count)))
    frozen = int(span.sheet.grid.get(_FROZEN[span.dimension], 0))
    if span.start < frozen:
        _set_frozen(span, frozen + count)


def _grow(book: Spreadsheet, sheet: Sheet, dimension: str, count: int) -> None:
    rows = sheet.row_count + (count if dimension == "ROWS" else 0)
    columns = sheet.column_count + (count if dimension == "COLUMNS" else 0)
    check_cells(book, rows * columns - sheet.row_count * sheet.column_count)
    if columns > MOST_COLUMNS:
        raise invalid(
            f"This action would increase the number of columns above the limit of {MOST_COLUMNS} "
            f"columns."
        )
    sheet.grid.update(rowCount=rows, columnCount=columns)


def check_cells(book: Spreadsheet, more: int) -> None:
    """400 when that many more cells are too many for one spreadsheet."""
    if more + sum(sheet.row_count * sheet.column_count for sheet in book.sheets) > CELL_LIMIT:
        text = "This action would increase the number of cells in the workbook above the limit of"
        raise invalid(f"{text} {CELL_LIMIT} cells.")


def _set_frozen(span: Span, count: int) -> None:
    span.sheet.grid.pop(_FROZEN[span.dimension], None)
    if count:
        span.sheet.grid[_FROZEN[span.dimension]] = count


def _insert(book: Spreadsheet, body: Json) -> None:
    held = body.get("range") or {}
    if "startIndex" not in held or "endIndex" not in held:
        raise invalid("range must have both a start and end index.")
    span, before = span_of(book, held), bool(body.get("inheritFromBefore"))
    if before and span.start == 0:
        raise invalid("inheritFromBefore cannot be true if inserting at index 0.")
    if span.start > span.size or (span.start == span.size and not before):
        text = "is false" if not before else "is true"
        limit = f"must be less than the grid size ({span.size + before})"
        raise invalid(f"range.startIndex[{span.start}] {limit} if inheritFromBefore {text}.")
    insert(book, span)
    inherit(span.sheet, span.dimension, span.start, span.end, before=before)


def _delete(book: Spreadsheet, body: Json) -> None:
    delete(book, span_of(book, body.get("range")))


def _move(book: Spreadsheet, body: Json) -> None:
    span, destination = span_of(book, body.get("source")), int(body.get("destinationIndex", 0))
    if span.end > span.size or not 0 <= destination <= span.size:
        index = destination if span.end <= span.size else span.end
        text = f"there are only {span.size} {span.noun}s."
        raise invalid(
            f"Cannot move a {span.noun} that doesn't exist. Tried to use {span.noun} index "
            f"{index} but {text}"
        )
    check_editable(book, span.sheet, *span.bounds)
    if span.start <= destination <= span.end:
        return
    _check_merges(span, destination)
    apply(book, Change(span.sheet, span.dimension, Move(span.start, span.end, destination)))


def _check_merges(span: Span, destination: int) -> None:
    for merge in span.sheet.merges:
        area = stored_area(span.sheet, merge)
        start, end = (
            (area.top, area.bottom) if span.dimension == "ROWS" else (area.left, area.right)
        )
        cut = (
            start < span.end and span.start < end and not (span.start <= start and end <= span.end)
        )
        if cut or start < destination < end:
            raise invalid(
                f"You can't move {span.noun}s that contain part of a merged cell, or into one."
            )


def _append(book: Spreadsheet, body: Json) -> None:
    sheet, dimension = book.sheet(int(body.get("sheetId", 0))), body.get("dimension")
    if dimension not in _COUNTS or not sheet.is_grid:
        raise invalid(
            "No dimension specified." if sheet.is_grid else f"No grid with id: {sheet.id}"
        )
    if int(body.get("length", 0)) <= 0:
        raise invalid("length must be greater than 0.")
    _grow(book, sheet, dimension, int(body["length"]))


def _update(book: Spreadsheet, body: Json) -> None:
    if "dataSourceSheetRange" in body:
        raise invalid("not implemented by the test server")
    span = within(span_of(book, body.get("range")))
    paths = mask(body.get("fields"), "DimensionProperties")
    if any(path[0] not in ("pixelSize", "hiddenByUser", "*") for path in paths):
        raise invalid("Only pixelSize and hiddenByUser can be updated.")
    new = {
        name: item
        for name, item in body.get("properties", {}).items()
        if item or name == "pixelSize"
    }
    if new.get("pixelSize", 1) < 0:
        raise invalid("pixelSize must be >= 0")
    held = span.sheet.row_properties if span.dimension == "ROWS" else span.sheet.column_properties
    for index in range(span.start, span.end):
        kept = {"hiddenByFilter": True} if held.get(index, {}).get("hiddenByFilter") else {}
        after = {**kept, **merged(held.get(index, {}), new, paths)}
        if after:
            held[index] = after
        else:
            held.pop(index, None)


def within(span: Span) -> Span:
    """The span cut at the grid's end; 400 when it starts after it."""
    if span.start >= span.size:
        raise invalid(
            f"DimensionRange.startIndex[{span.start}] is after last {span.noun} in "
            f"grid[{span.size - 1}]"
        )
    return span._replace(end=min(span.end, span.size))


KINDS = {
    "insertDimension": _insert,
    "deleteDimension": _delete,
    "moveDimension": _move,
    "appendDimension": _append,
    "updateDimensionProperties": _update,
}

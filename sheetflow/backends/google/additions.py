"""What `init` adds to a tab of ours of an earlier version: headings and rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.sheets_formulas import Spelling
from sheetflow.backends.google.tab_cells import row_data
from sheetflow.model import Addition

_PLAIN = Spelling({})


def addition_requests(addition: Addition, sheet_id: int, size: tuple[int, int]) -> Iterator[Json]:
    """Builds the requests that add headings and rows to a tab of that size: in columns and rows
    that are inserted for them, so that nobody's cell can be hit, whatever people type meanwhile.
    """
    if addition.rows:
        at = addition.first_row - 1
        yield _insert(sheet_id, "ROWS", range(at, at + len(addition.rows)), size[0])
        rows = []
        for n, row in enumerate(addition.rows):
            rows.append(row_data(row, _PLAIN, bold=addition.headed and not n))
        yield _update(sheet_id, at, addition.first_column, rows)
    for at, heading in addition.headings.items():
        yield _insert(sheet_id, "COLUMNS", range(at, at + 1), size[1])
        headings = [row_data((heading,), _PLAIN, bold=True)]
        yield _update(sheet_id, addition.heading_row - 1, at, headings)


def _update(sheet_id: int, row: int, column: int, rows: Sequence[Json]) -> Json:
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    fields = "userEnteredValue,userEnteredFormat.textFormat.bold"
    return {"updateCells": {"start": start, "rows": rows, "fields": fields}}


def _insert(sheet_id: int, dimension: str, new: range, size: int) -> Json:
    """Builds a request for new rows or columns; behind the last one they are appended."""
    where = {"sheetId": sheet_id, "dimension": dimension}
    if new.start >= size:
        return {"appendDimension": {**where, "length": new.stop - size}}
    where |= {"startIndex": new.start, "endIndex": new.stop}
    return {"insertDimension": {"range": where, "inheritFromBefore": new.start > 0}}

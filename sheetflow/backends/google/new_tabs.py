"""The tabs that `init` adds: a sheet with its rows, made in the same batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from sheetflow.backends.google.grid import Json
from sheetflow.columns import PEOPLE, fold
from sheetflow.model import Addition, CellError, NewTab, Value, serial, shown

_PIXELS: Final = 7
"""One character of a column's width."""
_PHONE: Final = next(column for column in PEOPLE if column.key == "phone")
_PHONE_HEADINGS: Final = {fold(_PHONE.en), fold(_PHONE.es)}
_SPARE: Final = 200
"""Rows left free below, for people to add to."""


def tab_requests(tab: NewTab, sheet_id: int, index: int) -> Iterator[Json]:
    """Builds the requests that add a tab at this place among the others, filled, with bold
    headings.
    """
    width = max(len(tab.widths), *(len(row) for row in tab.rows), 1)
    grid = {"rowCount": len(tab.rows) + _SPARE, "columnCount": width}
    properties = {"sheetId": sheet_id, "title": tab.name, "index": index, "gridProperties": grid}
    yield {"addSheet": {"properties": properties}}
    yield _cells(tab, sheet_id)
    yield from _phones(tab, sheet_id)
    for at, characters in enumerate(tab.widths):
        yield _width(sheet_id, at, characters)


def _cells(tab: NewTab, sheet_id: int) -> Json:
    rows = [
        {"values": [_cell(shown(cell), bold=n == 0) for cell in row]}
        for n, row in enumerate(tab.rows)
    ]
    start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0}
    fields = "userEnteredValue,userEnteredFormat"
    return {"updateCells": {"start": start, "rows": rows, "fields": fields}}


def addition_requests(addition: Addition, sheet_id: int, size: tuple[int, int]) -> Iterator[Json]:
    """Builds the requests that add headings and rows to a tab of that size: in columns and rows
    that are inserted for them, so that nobody's cell can be hit, whatever people type meanwhile.
    """
    if addition.rows:
        at = addition.first_row - 1
        yield _insert(sheet_id, "ROWS", range(at, at + len(addition.rows)), size[0])
        rows = [_row(row, bold=addition.headed and not n) for n, row in enumerate(addition.rows)]
        yield _update(sheet_id, at, addition.first_column, rows)
    for at, heading in addition.headings.items():
        yield _insert(sheet_id, "COLUMNS", range(at, at + 1), size[1])
        yield _update(sheet_id, addition.heading_row - 1, at, [_row((heading,), bold=True)])


def _update(sheet_id: int, row: int, column: int, rows: Sequence[Json]) -> Json:
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    fields = "userEnteredValue,userEnteredFormat.textFormat.bold"
    return {"updateCells": {"start": start, "rows": rows, "fields": fields}}


def _row(values: Iterable[Value], *, bold: bool) -> Json:
    return {"values": [_cell(value, bold=bold) for value in values]}


def _insert(sheet_id: int, dimension: str, new: range, size: int) -> Json:
    """Builds a request for new rows or columns; behind the last one they are appended."""
    where = {"sheetId": sheet_id, "dimension": dimension}
    if new.start >= size:
        return {"appendDimension": {**where, "length": new.stop - size}}
    where |= {"startIndex": new.start, "endIndex": new.stop}
    return {"insertDimension": {"range": where, "inheritFromBefore": new.start > 0}}


def _width(sheet_id: int, at: int, characters: int) -> Json:
    where = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    size = {"pixelSize": characters * _PIXELS}
    return {
        "updateDimensionProperties": {"range": where, "properties": size, "fields": "pixelSize"}
    }


def _phones(tab: NewTab, sheet_id: int) -> Iterator[Json]:
    """Yields requests for plain text below headings of phones: `+44 20 …` would be a formula."""
    for at, heading in enumerate(tab.rows[0] if tab.rows else ()):
        if isinstance(heading, str) and fold(heading) in _PHONE_HEADINGS:
            columns = {"startColumnIndex": at, "endColumnIndex": at + 1}
            where = {"sheetId": sheet_id, "startRowIndex": 1, **columns}
            look = {"userEnteredFormat": {"numberFormat": {"type": "TEXT", "pattern": "@"}}}
            fields = "userEnteredFormat.numberFormat"
            yield {"repeatCell": {"range": where, "cell": look, "fields": fields}}


def _cell(value: Value | date, *, bold: bool) -> Json:
    """Builds a cell as the API takes it: text as text, whatever it begins with."""
    if isinstance(value, date):
        return {
            "userEnteredValue": {"numberValue": serial(value)},
            "userEnteredFormat": {"numberFormat": {"type": "DATE"}},
        }
    if value is None or isinstance(value, CellError):
        return {}
    cell: Json = {"userEnteredValue": {_kind(value): value}}
    if bold:
        cell["userEnteredFormat"] = {"textFormat": {"bold": True}}
    return cell


def _kind(value: bool | int | float | str) -> str:
    """Returns the field of an ExtendedValue that holds such a value."""
    if isinstance(value, bool):
        return "boolValue"
    return "stringValue" if isinstance(value, str) else "numberValue"

"""The tabs that `init` adds: a sheet with its rows, made in the same batch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sheetflow.backends.google.grid import Json
from sheetflow.columns import PEOPLE, fold
from sheetflow.model import CellError, NewTab, Value, serial

_PIXELS: Final = 7
"""One character of a column's width."""
_PHONES: Final = {
    fold(name) for column in PEOPLE if column.key == "phone" for name in (column.en, column.es)
}
_SPARE: Final = 200
"""Rows left free below, for people to add to."""


def tab_requests(tab: NewTab, sheet_id: int, index: int) -> Iterator[Json]:
    """The requests that add a tab at this place among the others, filled, with bold headings."""
    width = max(len(tab.widths), *(len(row) for row in tab.rows), 1)
    grid = {"rowCount": len(tab.rows) + _SPARE, "columnCount": width}
    properties = {"sheetId": sheet_id, "title": tab.name, "index": index, "gridProperties": grid}
    yield {"addSheet": {"properties": properties}}
    rows = [
        {"values": [_cell(value, bold=n == 0) for value in row]} for n, row in enumerate(tab.rows)
    ]
    start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0}
    yield {
        "updateCells": {
            "start": start,
            "rows": rows,
            "fields": "userEnteredValue,userEnteredFormat",
        }
    }
    yield from _phones(tab, sheet_id)
    for at, characters in enumerate(tab.widths):
        place = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
        size = {"pixelSize": characters * _PIXELS}
        yield {
            "updateDimensionProperties": {"range": place, "properties": size, "fields": "pixelSize"}
        }


def _phones(tab: NewTab, sheet_id: int) -> Iterator[Json]:
    """Plain text below a heading for phone numbers: Google takes `+44 20 …` for a formula else."""
    for at, heading in enumerate(tab.rows[0] if tab.rows else ()):
        if isinstance(heading, str) and fold(heading) in _PHONES:
            place = {
                "sheetId": sheet_id,
                "startRowIndex": 1,
                "startColumnIndex": at,
                "endColumnIndex": at + 1,
            }
            look = {"userEnteredFormat": {"numberFormat": {"type": "TEXT", "pattern": "@"}}}
            yield {
                "repeatCell": {
                    "range": place,
                    "cell": look,
                    "fields": "userEnteredFormat.numberFormat",
                }
            }


def _cell(value: Value | date, *, bold: bool) -> Json:
    """A cell as the API takes it: text as text, whatever it begins with."""
    look: Json = {"textFormat": {"bold": True}} if bold else {}
    if isinstance(value, date):
        return {
            "userEnteredValue": {"numberValue": serial(value)},
            "userEnteredFormat": {"numberFormat": {"type": "DATE"}},
        }
    if value is None or isinstance(value, CellError):
        return {}
    kind = (
        "boolValue"
        if isinstance(value, bool)
        else "stringValue"
        if isinstance(value, str)
        else "numberValue"
    )
    return {"userEnteredValue": {kind: value}} | ({"userEnteredFormat": look} if look else {})

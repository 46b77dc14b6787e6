"""Whole spreadsheets on the move: copied, exported, replaced by uploaded CSV."""

from __future__ import annotations

import copy
import csv
import io
from typing import Any
from urllib.parse import quote

import openpyxl

from tests.sheets_server.api import Request, World, sheets_api
from tests.sheets_server.book import Spreadsheet

_DELIMITERS = {"text/csv": ",", "text/tab-separated-values": "\t"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def copied(world: World, source: Spreadsheet, title: str, owner: str | None) -> Spreadsheet:
    """A copy with ids of its own for the file only: tabs and objects keep theirs."""
    book = copy.deepcopy(source, {id(source.random): source.random})
    book.id, book.owner, book.caller = world.new_file_id(), owner, None
    book.properties["title"] = title
    book.touch()
    world.spreadsheets[book.id] = book
    return book


def exported(world: World, file_id: str, mime_type: str) -> bytes | None:
    """The file as CSV or TSV (its first tab, as shown) or as a workbook (values only); None for
    other types.
    """
    book = world.spreadsheets[file_id]
    if mime_type in _DELIMITERS:
        rows = _values(world, book, book.sheets[0].title, "FORMATTED_VALUE")
        width = max(map(len, rows), default=0)
        text = io.StringIO(newline="")
        lines = csv.writer(text, delimiter=_DELIMITERS[mime_type], lineterminator="\r\n")
        lines.writerows([*row, *[""] * (width - len(row))] for row in rows)
        return text.getvalue().removesuffix("\r\n").encode()
    return _workbook(world, book) if mime_type == _XLSX else None


def imported(world: World, file_id: str, text: str) -> None:
    """CSV takes the place of all that the spreadsheet held: one tab is left, read as if it were
    typed.
    """
    book = world.spreadsheets[file_id]
    rows = list(csv.reader(io.StringIO(text, newline="")))
    first, *others = book.sheets
    size = {"rowCount": max(len(rows), 1), "columnCount": max(map(len, rows), default=1)}
    properties = {"sheetId": first.id, "gridProperties": size}
    resize = {"properties": properties, "fields": "gridProperties(rowCount,columnCount)"}
    requests: list[dict[str, Any]] = [{"deleteSheet": {"sheetId": sheet.id}} for sheet in others]
    requests += [
        {"updateCells": {"range": {"sheetId": first.id}, "fields": "*"}},
        {"updateSheetProperties": resize},
    ]
    path = f"/v4/spreadsheets/{file_id}"
    sheets_api(
        world,
        Request("POST", f"{path}:batchUpdate", f"{path}:batchUpdate", {}, {"requests": requests}),
    )
    _on_values(
        world, "PUT", file_id, first.title, {"valueInputOption": ["USER_ENTERED"]}, {"values": rows}
    )


def _workbook(world: World, book: Spreadsheet) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for sheet in book.sheets:
        tab = made.create_sheet(sheet.title)
        for row, values in enumerate(_values(world, book, sheet.title, "UNFORMATTED_VALUE"), 1):
            for column, value in enumerate(values, 1):
                cell = tab.cell(row, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def _values(world: World, book: Spreadsheet, title: str, option: str) -> list[list[Any]]:
    body = _on_values(world, "GET", book.id, title, {"valueRenderOption": [option]})
    rows: list[list[Any]] = body.get("values", [])
    return rows


def _on_values(
    world: World, verb: str, file_id: str, title: str, query: dict[str, list[str]], body: Any = None
) -> dict[str, Any]:
    """Ask the Sheets API about all values of a tab."""
    place, root = "'" + title.replace("'", "''") + "'", f"/v4/spreadsheets/{file_id}/values/"
    request = Request(verb, root + place, root + quote(place, safe=""), query, body)
    found: dict[str, Any] = sheets_api(world, request).body
    return found

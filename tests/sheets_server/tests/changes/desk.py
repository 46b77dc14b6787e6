"""A small spreadsheet to try changes on. Every request, reply and state is held to the published
discovery document.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from tests.sheets_server.api import Request, sheets_api
from tests.sheets_server.book import Cell, Sheet, Spreadsheet, Value
from tests.sheets_server.changes import batch_update
from tests.sheets_server.discovery import method_of
from tests.sheets_server.errors import ApiError
from tests.sheets_server.formulas import value_at
from tests.sheets_server.witness import check_request, check_response
from tests.sheets_server.world import World

Json = dict[str, Any]


class Desk:
    """One spreadsheet with a tab "Leads" (sheetId 0) of 12 rows and 8 columns. Rows and columns
    count from 0.
    """

    def __init__(self) -> None:
        self.world = World(Random(5))
        self.book: Spreadsheet = self.world.create("Pipeline", owner="olga@studio.example")
        self.leads: Sheet = self.book.sheets[0]
        self.leads.properties["title"] = "Leads"
        self.leads.grid.update(rowCount=12, columnCount=8)

    def do(self, kind: str, **body: Any) -> Json:
        """Apply one request; its reply's inner object ({} when it has none)."""
        reply: Json = self.batch([{kind: body}])[0].get(kind, {})
        return reply

    def batch(self, requests: list[Json]) -> list[Json]:
        """Apply a batch and check that what was asked, answered and stored fits the discovery
        document.
        """
        method = method_of("POST", f"/v4/spreadsheets/{self.book.id}:batchUpdate")
        assert method is not None
        assert check_request(method, {"requests": requests}) == []
        replies = batch_update(self.book, requests)
        assert check_response(method, {"spreadsheetId": self.book.id, "replies": replies}) == []
        self.read()
        return replies

    def refused(self, kind: str, **body: Any) -> str:
        """The error text of one request, without its prefix; nothing may have changed."""
        before = self.read()
        with pytest.raises(ApiError) as caught:
            batch_update(self.book, [{kind: body}])
        prefix = f"Invalid requests[0].{kind}: "
        assert caught.value.code == 400
        assert caught.value.message.startswith(prefix)
        assert self.read() == before
        return caught.value.message.removeprefix(prefix)

    def read(self) -> Json:
        """The whole spreadsheet with its cells, as spreadsheets.get answers."""
        path = f"/v4/spreadsheets/{self.book.id}"
        caller = self.book.caller
        answer = sheets_api(
            self.world, Request("GET", path, path, {"includeGridData": ["true"]}, None, caller)
        )
        self.book.caller = caller
        method = method_of("GET", path)
        assert method is not None
        assert check_response(method, answer.body) == []
        found: Json = answer.body
        return found

    def tab(self, place: int = 0) -> Json:
        """One tab as read, without its cells."""
        return {name: item for name, item in self.read()["sheets"][place].items() if name != "data"}

    def fill(self, rows: Sequence[Sequence[Value]], top: int = 0, left: int = 0) -> None:
        """Put values, and formulas where a text begins with =; None leaves a cell alone."""
        for row, values in enumerate(rows, top):
            for column, value in enumerate(values, left):
                if value is not None:
                    formula = isinstance(value, str) and value.startswith("=")
                    self.leads.put(
                        row, column, Cell(formula=str(value)) if formula else Cell(value)
                    )

    def cell(self, row: int, column: int) -> Cell:
        """A cell of Leads."""
        return self.leads.cell(row, column)

    def column(self, index: int, bottom: int = 12) -> list[Value]:
        """The values of a column of Leads, its last blanks cut."""
        values = [value_at(self.book, self.leads, row, index) for row in range(bottom)]
        while values and values[-1] is None:
            values.pop()
        return values

    def row(self, index: int) -> list[Value]:
        """The values of a row of Leads, its last blanks cut."""
        values = [
            value_at(self.book, self.leads, index, column)
            for column in range(self.leads.column_count)
        ]
        while values and values[-1] is None:
            values.pop()
        return values


def block(top: int, bottom: int, left: int, right: int, sheet: int = 0) -> Json:
    """A GridRange; ends exclusive."""
    bounds = {
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }
    return {"sheetId": sheet, **bounds}


def shown(top: int, bottom: int, left: int, right: int) -> Json:
    """A GridRange on sheet 0 as answers show it."""
    return {
        name: item for name, item in block(top, bottom, left, right).items() if name != "sheetId"
    }


def rows(start: int, end: int, sheet: int = 0) -> Json:
    """A DimensionRange of rows."""
    return {"sheetId": sheet, "dimension": "ROWS", "startIndex": start, "endIndex": end}


def columns(start: int, end: int, sheet: int = 0) -> Json:
    """A DimensionRange of columns."""
    return {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": start, "endIndex": end}

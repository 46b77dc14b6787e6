"""A person at a real spreadsheet: every edit is a raw request of its own, and nothing is read with
the code under test.

Making a workbook deletes all that was in the scratch spreadsheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from secrets import randbelow
from typing import Final

from sheetflow.backends.google.backend import GoogleBackend
from sheetflow.model import CellError, Value
from tests.live.scratch import Json, ScratchSpreadsheet, span
from tests.support.workbook_driver import Grid, Tabs

_ERRORS: Final = {"N_A": ("#N/A", "=NA()"), "DIVIDE_BY_ZERO": ("#DIV/0!", "=1/0")}
"""Error values: how Google names them, how a cell shows them, and a formula that makes them."""
_CELLS: Final = (
    "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(effectiveValue))))"
)
_TABS: Final = "sheets(properties(sheetId,title,hidden,gridProperties(rowCount,columnCount)))"


class LiveTabDriver:
    """A person at one tab. Rows are 1-based, columns 0-based."""

    def __init__(self, scratch: ScratchSpreadsheet, title: str, properties: Json) -> None:
        self._scratch, self._title, self._properties = scratch, title, properties
        self._id = int(properties.get("sheetId", 0))

    @property
    def cells(self) -> Grid:
        sheets = self._scratch.get(_CELLS, "'" + self._title.replace("'", "''") + "'")["sheets"]
        (found,) = (sheet for sheet in sheets if sheet["properties"].get("sheetId", 0) == self._id)
        grid = [
            [_value(cell) for cell in row.get("values", ())]
            for row in found["data"][0].get("rowData", ())
        ]
        for row in grid:
            while row and row[-1] is None:
                row.pop()
        while grid and not grid[-1]:
            grid.pop()
        return grid

    def type(self, row: int, column: int, value: Value) -> None:
        """Put a value into a cell as it is; None or no text clears it."""
        self._scratch.change(
            *self._grown(row, column), _written(self._id, row - 1, column, [[value]])
        )

    def _grown(self, row: int, column: int) -> Iterator[Json]:
        grid = self._properties["gridProperties"]
        for dimension, name, wanted in (
            ("ROWS", "rowCount", row),
            ("COLUMNS", "columnCount", column + 1),
        ):
            if (lacking := wanted - grid[name]) > 0:
                grid[name] = wanted
                yield {
                    "appendDimension": {
                        "sheetId": self._id,
                        "dimension": dimension,
                        "length": lacking,
                    }
                }

    def sort(
        self,
        first_row: int,
        key: Callable[[Sequence[Value]], str],
        columns: Iterable[int] | None = None,
    ) -> None:
        """Sort the rows from `first_row` on; with `columns`, only the cells of these move."""
        rows = self.cells
        width = max(map(len, rows), default=0)
        moved = sorted(rows[first_row - 1 :], key=key)
        requests = [
            _written(
                self._id,
                first_row - 1,
                column,
                [[row[column] if column < len(row) else None] for row in moved],
            )
            for column in (range(width) if columns is None else columns)
        ]
        self._scratch.change(*requests)

    def insert_row(self, row: int, cells: Sequence[Value] = ()) -> None:
        insertion = {
            "range": span(self._id, row - 1, dimension="ROWS"),
            "inheritFromBefore": row > 1,
        }
        self._scratch.change(
            {"insertDimension": insertion}, _written(self._id, row - 1, 0, [cells])
        )

    def delete_row(self, row: int) -> None:
        self._scratch.change(
            {"deleteDimension": {"range": span(self._id, row - 1, dimension="ROWS")}}
        )

    def copy_row(self, row: int, to: int) -> None:
        insertion = {"range": span(self._id, to - 1, dimension="ROWS"), "inheritFromBefore": to > 1}
        source, target = row - 1 + (row >= to), to - 1
        rows = [
            {"sheetId": self._id, "startRowIndex": at, "endRowIndex": at + 1}
            for at in (source, target)
        ]
        copy = {"source": rows[0], "destination": rows[1], "pasteType": "PASTE_NORMAL"}
        self._scratch.change({"insertDimension": insertion}, {"copyPaste": copy})

    def insert_column(self, column: int, cells: Sequence[Value] = ()) -> None:
        insertion = {"range": span(self._id, column), "inheritFromBefore": column > 0}
        self._scratch.change(
            {"insertDimension": insertion},
            _written(self._id, 0, column, [[cell] for cell in cells]),
        )

    def delete_column(self, column: int) -> None:
        self._scratch.change({"deleteDimension": {"range": span(self._id, column)}})

    def move_column(self, column: int, to: int) -> None:
        move = {
            "source": span(self._id, column),
            "destinationIndex": to if to <= column else to + 1,
        }
        self._scratch.change({"moveDimension": move})


class LiveDriver:
    """A person at the scratch spreadsheet, which holds these tabs and nothing else."""

    def __init__(self, scratch: ScratchSpreadsheet, tabs: Tabs, locale: str = "en_GB") -> None:
        self._scratch = scratch
        self._reset(tabs, locale)
        self.backend = GoogleBackend(scratch.connect())

    def _reset(self, tabs: Tabs, locale: str) -> None:
        old = [
            {"deleteSheet": {"sheetId": found.get("sheetId", 0)}} for found in self._properties()
        ]
        spare = _fresh_id()
        settings = {
            "properties": {"locale": locale, "timeZone": "Etc/GMT"},
            "fields": "locale,timeZone",
        }
        new = [request for name, rows in tabs.items() for request in _tab(_fresh_id(), name, rows)]
        self._scratch.change(
            {"updateSpreadsheetProperties": settings},
            *_tab(spare, f"being made {spare}", ()),  # a spreadsheet is never without a tab
            *old,
            *new,
            {"deleteSheet": {"sheetId": spare}},
        )

    def _properties(self) -> list[Json]:
        return [sheet["properties"] for sheet in self._scratch.get(_TABS)["sheets"]]

    def _tab(self, title: str) -> LiveTabDriver:
        (found,) = (properties for properties in self._properties() if properties["title"] == title)
        return LiveTabDriver(self._scratch, title, found)

    @property
    def tabs(self) -> dict[str, bool]:
        return {found["title"]: not found.get("hidden", False) for found in self._properties()}

    def cells(self, tab: str) -> Grid:
        return self._tab(tab).cells

    @contextmanager
    def at(self, tab: str) -> Iterator[LiveTabDriver]:
        yield self._tab(tab)

    def drop(self, tab: str) -> None:
        self._scratch.change({"deleteSheet": {"sheetId": self._tab(tab)._id}})

    def rename(self, tab: str, name: str) -> None:
        properties = {"sheetId": self._tab(tab)._id, "title": name}
        self._scratch.change(
            {"updateSheetProperties": {"properties": properties, "fields": "title"}}
        )

    def fingerprint(self) -> object:
        return self.backend.cost["writes"], {tab: self.cells(tab) for tab in self.tabs}


def _fresh_id() -> int:
    return randbelow(2**31 - 1) + 1


def _tab(sheet_id: int, title: str, rows: Sequence[Sequence[Value]]) -> Iterator[Json]:
    grid = {"rowCount": len(rows) + 40, "columnCount": 26}
    yield {
        "addSheet": {"properties": {"sheetId": sheet_id, "title": title, "gridProperties": grid}}
    }
    if rows:
        yield _written(sheet_id, 0, 0, rows)


def _written(sheet_id: int, row: int, column: int, rows: Iterable[Sequence[Value]]) -> Json:
    lines = [{"values": [_entered(value) for value in cells]} for cells in rows]
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": lines, "fields": "userEnteredValue"}}


def _entered(value: Value) -> Json:
    if value is None or value == "":
        return {}
    if isinstance(value, CellError):
        return {"userEnteredValue": {"formulaValue": dict(_ERRORS.values())[value.code]}}
    kind = (
        "boolValue"
        if isinstance(value, bool)
        else "stringValue"
        if isinstance(value, str)
        else "numberValue"
    )
    return {"userEnteredValue": {kind: value}}


def _value(cell: Json) -> Value:
    for kind, found in cell.get("effectiveValue", {}).items():
        value: Value = CellError(_ERRORS[found["type"]][0]) if kind == "errorValue" else found
        return None if value == "" and isinstance(value, str) else value
    return None

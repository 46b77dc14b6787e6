"""A spreadsheet on the local test server, and a person at it. The backend reaches it over real
HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from sheetflow.backends.google.backend import GoogleBackend
from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.model import CellError, Value
from tests.sheets_server import book as server_book
from tests.sheets_server.book import Sheet, Spreadsheet
from tests.sheets_server.formulas import value_at
from tests.sheets_server.people import Person
from tests.sheets_server.server import Server
from tests.support.workbook_driver import Grid, Tabs

_CODES = {kind: code for code, kind in server_book.ERROR_TYPES.items()}


class GoogleTabDriver:
    """A person at one tab, with the methods that backends.memory.MemoryTab has. Rows are 1-based,
    columns 0-based.
    """

    def __init__(self, book: Spreadsheet, sheet: Sheet, person: Person) -> None:
        self._book, self._sheet, self.person = book, sheet, person

    @property
    def cells(self) -> Grid:
        grid = []
        bottom, right = self._sheet.used()
        for row in range(bottom):
            cells = [self._value(row, column) for column in range(right)]
            while cells and cells[-1] is None:
                cells.pop()
            grid.append(cells)
        return grid

    def _value(self, row: int, column: int) -> Value:
        value = value_at(self._book, self._sheet, row, column)
        if isinstance(value, server_book.CellError):
            return CellError(_CODES[value.type])
        return value

    def type(self, row: int, column: int, value: Value) -> None:
        """Puts a value into a cell as it is; None or no text clears it."""
        self._grow(row, column)
        before = self._sheet.cell(row - 1, column)
        if isinstance(value, CellError):
            after = before._replace(
                value=server_book.CellError(server_book.ERROR_TYPES[value.code]), formula=None
            )
        else:
            after = before._replace(value=None if value == "" else value, formula=None)
        self._sheet.put(row - 1, column, after)
        self._book.touch()

    def _grow(self, row: int, column: int) -> None:
        grid = self._sheet.grid
        grid["rowCount"] = max(grid["rowCount"], row)
        grid["columnCount"] = max(grid["columnCount"], column + 1)

    def sort(
        self,
        first_row: int,
        key: Callable[[Sequence[Value]], str],
        columns: Iterable[int] | None = None,
    ) -> None:
        """Sorts the rows from `first_row` on; with `columns`, only the cells of these move."""
        rows = self.cells
        width = max(map(len, rows), default=0)
        order = sorted(range(first_row - 1, len(rows)), key=lambda at: key(rows[at]))
        moving = list(range(width) if columns is None else columns)
        held = [[self._sheet.cell(at, column) for column in moving] for at in order]
        for row, cells in enumerate(held, first_row - 1):
            for column, cell in zip(moving, cells, strict=True):
                self._sheet.put(row, column, cell)
        self._book.touch()

    def insert_row(self, row: int, cells: Sequence[Value] = ()) -> None:
        self.person.insert_rows(row)
        for column, value in enumerate(cells):
            self.type(row, column, value)

    def delete_row(self, row: int) -> None:
        self.person.delete_rows(row)

    def copy_row(self, row: int, to: int) -> None:
        self.person.insert_copy(row, to)

    def insert_column(self, column: int, cells: Sequence[Value] = ()) -> None:
        self.person.insert_columns(column)
        for row, value in enumerate(cells, 1):
            self.type(row, column, value)

    def delete_column(self, column: int) -> None:
        self.person.delete_columns(column)

    def move_column(self, column: int, to: int) -> None:
        self.person.move_columns(column, to if to <= column else to + 1)


class GoogleDriver:
    """A person at a spreadsheet of the server. `connect` opens it as a client would."""

    def __init__(self, server: Server, connect: Callable[[str], Sheets], tabs: Tabs) -> None:
        self.server = server
        self.book = server.world.create("Leads of the team", owner="marta@example.com")
        self.book.sheets.clear()
        for name, rows in tabs.items():
            self._fill(self.book.new_sheet(name), rows)
        server.share(self.book.id)
        self.sheets = connect(self.book.id)
        self.backend = GoogleBackend(self.sheets)

    def _fill(self, sheet: Sheet, rows: Sequence[Sequence[Value]]) -> None:
        sheet.grid["rowCount"] = max(1000, len(rows) + 100)
        driver = GoogleTabDriver(self.book, sheet, self.person(sheet.title))
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if value is not None:
                    driver.type(number, column, value)

    def person(self, tab: str) -> Person:
        """Somebody with that tab open."""
        return self.server.person(self.book, tab=tab)

    @property
    def tabs(self) -> dict[str, bool]:
        return {
            sheet.title: not sheet.properties.get("hidden", False) for sheet in self.book.sheets
        }

    def cells(self, tab: str) -> Grid:
        return self._driver(tab).cells

    def _driver(self, tab: str) -> GoogleTabDriver:
        sheet = self.book.sheet_named(tab)
        assert sheet is not None
        return GoogleTabDriver(self.book, sheet, self.person(tab))

    @contextmanager
    def at(self, tab: str) -> Iterator[GoogleTabDriver]:
        yield self._driver(tab)

    def drop(self, tab: str) -> None:
        self.person(tab).delete_tab()

    def rename(self, tab: str, name: str) -> None:
        self.person(tab).rename_tab(name)

    def fingerprint(self) -> object:
        writes = [entry for entry in self.server.log if entry.kind == "write"]
        return len(writes), {tab: self.cells(tab) for tab in self.tabs}

"""What one spreadsheet holds: sheets, cells, dimensions, stored objects, developer metadata, ids.

Stored objects (protected ranges, tables, charts …) are kept as the JSON that the API shows. Cells
are immutable and replaced; rows of cells are copied before they change while a batch is open, so
that taking everything back is cheap.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random
from typing import Any, NamedTuple

from tests.sheets_server import defaults
from tests.sheets_server.errors import invalid

Json = dict[str, Any]

CELL_LIMIT = 10_000_000
"""Cells of all grids of one spreadsheet (support.google.com/drive/answer/37603)."""


_STORED = (
    "merges",
    "conditional_formats",
    "protected_ranges",
    "basic_filter",
    "filter_views",
    "tables",
    "charts",
    "banded_ranges",
    "slicers",
    "row_groups",
    "column_groups",
)


class CellError(NamedTuple):
    """An error value: `type` as the API names it (N_A, DIVIDE_BY_ZERO, REF, VALUE, NAME, NUM,
    ERROR), and its text.
    """

    type: str
    message: str = ""


ERROR_TYPES = {
    "#N/A": "N_A",
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#REF!": "REF",
    "#VALUE!": "VALUE",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#NULL!": "NULL_VALUE",
    "#ERROR!": "ERROR",
}
"""How a cell shows an error value, and the API's name of it (ErrorType)."""

Value = None | bool | int | float | str | CellError


class Cell(NamedTuple):
    """What somebody put into one cell. Immutable: change it with `_replace` and `Sheet.put`.

    `value` is the constant; with a `formula` (text with its "=") it is None and the result is
    calculated when read. `format` (userEnteredFormat), `validation` (dataValidation) and `extra`
    (textFormatRuns, chipRuns, pivotTable …) are API JSON and are replaced, never edited in place.
    """

    value: Value = None
    formula: str | None = None
    format: Json | None = None
    note: str | None = None
    validation: Json | None = None
    extra: Json | None = None


EMPTY = Cell()


class Metadata(NamedTuple):
    """Developer metadata. On the spreadsheet: no `sheet_id`; on a sheet: no `dimension`; else on
    row/column `place`.
    """

    id: int
    key: str
    value: str | None = None
    visibility: str = "DOCUMENT"
    sheet_id: int | None = None
    dimension: str | None = None
    place: int | None = None


class Sheet:
    """One tab. Rows and columns count from 0; ends are exclusive.

    `properties` is SheetProperties JSON without `index` (a sheet's place in `Spreadsheet.sheets`);
    `rows` holds only rows with cells; `row_properties` and `column_properties` hold only dimensions
    that differ from the default (DimensionProperties JSON without developerMetadata, which is in
    `Spreadsheet.metadata`); their values are replaced, never edited in place. The other attributes
    are lists of API JSON and may be edited freely.
    """

    def __init__(self, properties: Json) -> None:
        self.properties = properties
        self.rows: dict[int, dict[int, Cell]] = {}
        self.row_properties: dict[int, Json] = {}
        self.column_properties: dict[int, Json] = {}
        self.merges: list[Json] = []
        self.conditional_formats: list[Json] = []
        self.protected_ranges: list[Json] = []
        self.basic_filter: Json | None = None
        self.filter_views: list[Json] = []
        self.tables: list[Json] = []
        self.charts: list[Json] = []
        self.banded_ranges: list[Json] = []
        self.slicers: list[Json] = []
        self.row_groups: list[Json] = []
        self.column_groups: list[Json] = []
        self._own_rows: set[int] | None = None

    @property
    def id(self) -> int:
        """The sheetId."""
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        """The tab's name."""
        return str(self.properties["title"])

    @property
    def grid(self) -> Json:
        """gridProperties; empty for a sheet that is no grid (a chart of its own)."""
        return self.properties.setdefault("gridProperties", {}) if self.is_grid else {}

    @property
    def is_grid(self) -> bool:
        """Whether this tab has cells."""
        return bool(self.properties.get("sheetType", "GRID") == "GRID")

    @property
    def row_count(self) -> int:
        """Rows of the grid, blank ones too."""
        return int(self.grid.get("rowCount", 0))

    @property
    def column_count(self) -> int:
        """Columns of the grid, blank ones too."""
        return int(self.grid.get("columnCount", 0))

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a position; EMPTY where nothing was put."""
        held = self.rows.get(row)
        return held.get(column, EMPTY) if held else EMPTY

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Set one cell; EMPTY takes it away. The caller has checked that it lies in the grid."""
        if cell == EMPTY:
            if column in self.rows.get(row, ()):
                held = self.row_to_change(row)
                del held[column]
                if not held:
                    del self.rows[row]
        else:
            self.row_to_change(row)[column] = cell

    def row_to_change(self, row: int) -> dict[int, Cell]:
        """The row's cells by column, safe to edit in place now; made when the row was blank."""
        held = self.rows.get(row)
        if held is None:
            held = self.rows[row] = {}
        elif self._own_rows is None or id(held) in self._own_rows:
            return held
        else:
            held = self.rows[row] = dict(held)
        if self._own_rows is not None:
            self._own_rows.add(id(held))
        return held

    def used(self) -> tuple[int, int]:
        """Numbers of rows and columns up to the last cell that holds a value or a formula."""
        bottom = right = 0
        for row, held in self.rows.items():
            for column, cell in held.items():
                if cell.value is not None or cell.formula is not None:
                    bottom, right = max(bottom, row + 1), max(right, column + 1)
        return bottom, right

    def saved(self) -> Sheet:
        """A copy that shares the rows' cells; from here on this sheet copies a row before it
        changes it.
        """
        twin = Sheet(copy.deepcopy(self.properties))
        twin.rows = dict(self.rows)
        twin.row_properties, twin.column_properties = (
            dict(self.row_properties),
            dict(self.column_properties),
        )
        for name in _STORED:
            setattr(twin, name, copy.deepcopy(getattr(self, name)))
        self._own_rows = set()
        return twin

    def settle(self, *, inside: bool) -> None:
        """A batch is over: rows may be edited in place again, unless it was one `inside`
        another.
        """
        self._own_rows = set() if inside else None


Place = tuple[int, int, int]
"""A cell: sheetId, 0-based row and column."""


class Spreadsheet:
    """One spreadsheet: `properties` is SpreadsheetProperties JSON, `sheets` are in tab order,
    `metadata` by id.

    `owner` is who made it; `caller` is the account whose request is being served (None acts as the
    owner). `results` keeps what formulas gave until `touch`; `now` is the clock of TODAY() and of
    dates typed without a year. `calculator` says what formulas give that the small evaluator cannot
    tell.
    """

    def __init__(
        self,
        book_id: str,
        title: str,
        random: Random,
        *,
        locale: str = "en_US",
        time_zone: str = "Etc/GMT",
    ) -> None:
        self.id = book_id
        self.random = random
        self.owner: str | None = None
        self.groups: dict[str, set[str]] = {}
        self.caller: str | None = None
        self.results: dict[Place, Value] = {}
        self.calculator: Callable[[], Mapping[Place, Value]] | None = None
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._depth = 0
        self.properties = defaults.spreadsheet_properties(title, locale, time_zone)
        self.sheets: list[Sheet] = []
        self.named_ranges: list[Json] = []
        self.metadata: dict[int, Metadata] = {}

    def new_sheet(
        self,
        title: str,
        *,
        sheet_id: int | None = None,
        rows: int = 1000,
        columns: int = 26,
        index: int | None = None,
    ) -> Sheet:
        """Add an empty grid and return it. The caller has checked that title and id are free."""
        grid = {"rowCount": rows, "columnCount": columns}
        number = self.new_id() if sheet_id is None else sheet_id
        sheet = Sheet(
            {"sheetId": number, "title": title, "sheetType": "GRID", "gridProperties": grid}
        )
        self.sheets.insert(len(self.sheets) if index is None else index, sheet)
        return sheet

    def new_id(self) -> int:
        """A fresh positive 31-bit id for a sheet, filter view, protected range, chart, metadata
        …
        """
        taken = set(self.metadata) | {sheet.id for sheet in self.sheets}
        while (number := self.random.randrange(1, 2**31)) in taken:
            pass
        return number

    def new_text_id(self) -> str:
        """A fresh id for the objects whose id is text (named ranges, tables)."""
        return str(self.random.randrange(1, 2**31))

    def sheet(self, sheet_id: int) -> Sheet:
        """The sheet of an id; 400 when there is none."""
        for sheet in self.sheets:
            if sheet.id == sheet_id:
                return sheet
        raise invalid(f"No grid with id: {sheet_id}")

    def sheet_named(self, title: str) -> Sheet | None:
        """The sheet of a title (letter case does not matter, as in formulas and A1 ranges)."""
        exact = [sheet for sheet in self.sheets if sheet.title == title]
        alike = exact or [sheet for sheet in self.sheets if sheet.title.lower() == title.lower()]
        return alike[0] if alike else None

    def touch(self) -> None:
        """Forget what formulas gave, because something changed."""
        self.results.clear()

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Everything done inside stays only when nothing is raised; else the book is as before. May
        be nested.
        """
        kept = (copy.deepcopy(self.properties), [sheet.saved() for sheet in self.sheets])
        objects = (copy.deepcopy(self.named_ranges), dict(self.metadata))
        self._depth += 1
        try:
            yield
        except BaseException:
            self.properties, self.sheets = kept
            self.named_ranges, self.metadata = objects
            raise
        finally:
            self._depth -= 1
            for sheet in self.sheets:
                sheet.settle(inside=self._depth > 0)
            self.touch()

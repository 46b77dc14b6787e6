"""The grid of a sheet as the API's JSON describes it, and the nouns made of it.

*GridRange*: a rectangle of cells. It counts from 0, its ends are exclusive, and an end that it
leaves out is the end of the grid; Google leaves out zeros too (discovery document of Sheets v4,
GridRange).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from sheetflow.model import column_letters

Json: TypeAlias = dict[str, Any]
Size: TypeAlias = tuple[int, int]
"""The rows and columns of a grid."""

MOST_ROWS: Final = 10_000_000
"""More rows than a spreadsheet can have; its limit is ten million cells."""
MOST_COLUMNS: Final = 18_278
"""Google's last column is ZZZ."""


class GridRange(NamedTuple):
    """A rectangle of cells: 0-based, the ends exclusive."""

    first_row: int
    end_row: int
    first_column: int
    end_column: int


class Frame(NamedTuple):
    """The columns of ours on a leads tab, and what is to be formatted there for the first time.

    `heading_row` is 1-based; columns are 0-based and final, as after the columns that the same
    batch inserts. `owned` maps each owned key to its column; `unformatted` are the keys that never
    got note and format, and `new_columns` those of them whose columns the same batch inserts.
    `choices` maps columns of the team to the words of a drop-down to be set there.
    `without_numbers` are unformatted keys whose columns, which were there before, hold no number
    yet and get the format that their numbers will need. `lang` is en or es.
    """

    sheet_id: int
    heading_row: int
    owned: Mapping[str, int]
    unformatted: frozenset[str] = frozenset()
    choices: Mapping[int, tuple[str, ...]] = {}
    lang: str = "en"
    new_columns: frozenset[str] = frozenset()
    without_numbers: frozenset[str] = frozenset()

    def as_read(self, column: int) -> int:
        """Returns where a column that is not new was before the batch inserted ours."""
        return column - sum(self.owned[key] < column for key in self.new_columns)


def grid_size(sheet: Json) -> Size:
    """Returns the rows and columns of a sheet."""
    grid = sheet["properties"].get("gridProperties", {})
    return grid.get("rowCount", MOST_ROWS), grid.get("columnCount", MOST_COLUMNS)


def has_rows(sheet: Json, heading_row: int) -> bool:
    """Returns whether the grid goes on below the headings; a range without cells is an error."""
    return grid_size(sheet)[0] > heading_row


def grid_range(grid_range: Json, size: Size) -> GridRange:
    """Reads the cells of a GridRange that lie in a grid of that size."""
    rows, columns = size
    first_row = grid_range.get("startRowIndex", 0)
    end_row = min(grid_range.get("endRowIndex", rows), rows)
    first_column = grid_range.get("startColumnIndex", 0)
    end_column = min(grid_range.get("endColumnIndex", columns), columns)
    return GridRange(first_row, end_row, first_column, end_column)


def columns_from(sheet_id: int, first_row: int, columns: range) -> Json:
    """Builds the GridRange of adjacent columns from a 0-based row to the end of the grid."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": first_row,
        "startColumnIndex": columns.start,
        "endColumnIndex": columns.stop,
    }


def a1(title: str, column: int) -> str:
    """Returns a whole 0-based column in A1 notation."""
    return f"{quoted(title)}!{column_letters(column)}:{column_letters(column)}"


def quoted(title: str) -> str:
    """Quotes the name of a tab as A1 notation does."""
    return "'" + title.replace("'", "''") + "'"


def runs(columns: Iterable[int]) -> list[range]:
    """Returns the columns as runs of adjacent ones, ascending."""
    found: list[range] = []
    for column in sorted(set(columns)):
        if found and found[-1].stop == column:
            found[-1] = range(found[-1].start, column + 1)
        else:
            found.append(range(column, column + 1))
    return found

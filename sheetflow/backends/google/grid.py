"""Shapes of the API's JSON, and the nouns made of them.

A GridRange counts from 0, its ends are exclusive, and an end that it leaves out is the end of the
grid; Google leaves out zeros too (discovery document of Sheets v4, GridRange).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from sheetflow.model import column_letters

Json: TypeAlias = dict[str, Any]

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
    """Where our columns stand on a leads tab, and what is to be done there for the first time.

    `heading_row` is 1-based; columns are 0-based and final, as after the columns that the same
    batch inserts. `owned` maps each owned key to its column; `fresh` are the keys never dressed
    before, and `inserted` those of them whose columns the same batch inserts. `choices` maps
    columns of the team to the words of a drop-down to be set there. `plain` are fresh keys whose
    columns, which stood there before, hold no number yet and get the format that their numbers will
    need. `lang` is en or es.
    """

    sheet_id: int
    heading_row: int
    owned: Mapping[str, int]
    fresh: frozenset[str] = frozenset()
    choices: Mapping[int, tuple[str, ...]] = {}
    lang: str = "en"
    inserted: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()

    def as_read(self, column: int) -> int:
        """Where a column that is not new stood before the batch inserted ours."""
        return column - sum(self.owned[key] < column for key in self.inserted)


def grid_size(sheet: Json) -> tuple[int, int]:
    """The rows and columns of a sheet."""
    grid = sheet["properties"].get("gridProperties", {})
    return grid.get("rowCount", MOST_ROWS), grid.get("columnCount", MOST_COLUMNS)


def has_rows(sheet: Json, heading_row: int) -> bool:
    """Whether the grid goes on below the headings; a range without cells is an error."""
    return grid_size(sheet)[0] > heading_row


def grid_range(grid_range: Json, size: tuple[int, int]) -> GridRange:
    """The cells of a GridRange that lie in a grid of `size` (rows, columns)."""
    rows, columns = size
    return GridRange(
        grid_range.get("startRowIndex", 0),
        min(grid_range.get("endRowIndex", rows), rows),
        grid_range.get("startColumnIndex", 0),
        min(grid_range.get("endColumnIndex", columns), columns),
    )


def columns_from(sheet_id: int, first_row: int, columns: range) -> Json:
    """The GridRange of adjacent columns from a 0-based row to the end of the grid."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": first_row,
        "startColumnIndex": columns.start,
        "endColumnIndex": columns.stop,
    }


def a1(title: str, column: int) -> str:
    """A whole column in A1 notation, 0-based."""
    return f"{quoted(title)}!{column_letters(column)}:{column_letters(column)}"


def quoted(title: str) -> str:
    """The name of a tab as A1 notation quotes it."""
    return "'" + title.replace("'", "''") + "'"


def runs(columns: Iterable[int]) -> list[range]:
    """The columns as runs of adjacent ones, ascending."""
    found: list[range] = []
    for column in sorted(set(columns)):
        if found and found[-1].stop == column:
            found[-1] = range(found[-1].start, column + 1)
        else:
            found.append(range(column, column + 1))
    return found

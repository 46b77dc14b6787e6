"""A table of the Playbook below its own headings, up to the first blank row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from sheetflow.columns import fold_heading
from sheetflow.model import Problem, Text, Value
from sheetflow.parse.grid import Grid, at, cell, heading_rows
from sheetflow.parse.values import text_of


class Table(NamedTuple):
    """Where a table is: the 0-based row of its headings, and the column of each key."""

    row: int
    columns: Mapping[str, int]


Keys = Mapping[str, str]
"""Folded heading -> key of the column."""

IsTable = Callable[[Mapping[str, int]], bool]
"""Tells by its columns whether a table is the one that is looked for."""


def find_table(grid: Grid, keys: Keys, is_it: IsTable) -> Table | None:
    """Returns the first table that its columns tell."""
    for found in heading_rows(grid, lambda value: keys.get(_word(value))):
        columns = found.columns()
        if is_it(columns):
            return Table(found.row, columns)
    return None


def _word(value: Value) -> str:
    return _folded(value) if isinstance(value, str) else ""


@lru_cache(maxsize=2048)
def _folded(text: str) -> str:
    """Folds a cell of a tab of ours, in which up to a dozen tables are looked for."""
    return fold_heading(text.replace("_", " "))


def without_table(grid: Grid, table: Table | None) -> Grid:
    """Returns the rest of the tab, in which the rows of the table are blank."""
    if table is None:
        return grid
    taken = {table.row + 1, *(row.number for row in rows_of(grid, "", table))}
    return [() if number in taken else row for number, row in enumerate(grid, 1)]


class TableRow(NamedTuple):
    """One row of a table; `number` is 1-based."""

    tab: str
    number: int
    cells: Sequence[Value]
    columns: Mapping[str, int]

    def value(self, key: str) -> Value:
        return at(self.cells, self.columns.get(key))

    def text(self, key: str) -> str:
        return text_of(self.value(key))

    def problem(self, key: str, code: str) -> Problem:
        return Problem(cell(self.tab, self.number, self.columns.get(key, 0)), Text(code))


def rows_of(grid: Grid, tab: str, table: Table) -> Iterator[TableRow]:
    """Yields the rows below the headings, up to the first one that is blank in all columns."""
    for number, cells in enumerate(grid[table.row + 1 :], table.row + 2):
        row = TableRow(tab, number, cells, table.columns)
        if not any(row.text(key) for key in table.columns):
            return
        yield row

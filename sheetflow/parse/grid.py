"""A small tab as rows of values: how its cells are named, and where its headings are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sheetflow.model import Tab, Value, column_letters

Grid = Sequence[Sequence[Value]]


def cell(tab: str, row: int, column: int) -> str:
    """Returns `Leads!F4` for row 4 (1-based) and column 5 (0-based)."""
    return f"{tab}!{column_letters(column)}{row}"


_WIDEST: Final = 64
"""Columns read of our own tabs."""


def grid_of(tab: Tab) -> Grid:
    """Reads a small tab as rows of values, without gaps: row n of the sheet is item n - 1."""
    rows: list[list[Value]] = []
    for block in tab.blocks(range(_WIDEST)):
        for at, *cells in zip(block.rows, *block.columns, strict=True):
            rows += [[]] * (at - 1 - len(rows))
            rows.append(cells)
    return rows


def at(row: Sequence[Value], column: int | None) -> Value:
    """Returns the cell of a row; blank beyond its end or where there is no such column."""
    return row[column] if column is not None and column < len(row) else None


# ── headings ──────────────────────────────────────────────────────────────────────────────────


class HeadingRow(NamedTuple):
    """A row of headings: its 0-based number, and the columns of each key, from the left."""

    row: int
    places: Mapping[str, Sequence[int]]

    def columns(self) -> dict[str, int]:
        """Returns the column of each key; of several the left one."""
        return {key: places[0] for key, places in self.places.items()}


def heading_rows(
    rows: Iterable[Sequence[Value]], key_of: Callable[[Value], str | None]
) -> Iterator[HeadingRow]:
    """Yields the rows in which at least one cell is a heading; `key_of` tells which, or nothing."""
    for row, cells in enumerate(rows):
        places: dict[str, list[int]] = {}
        for column, value in enumerate(cells):
            # a tab of ours is read far wider than it is filled
            if value is not None and (key := key_of(value)):
                places.setdefault(key, []).append(column)
        if places:
            yield HeadingRow(row, places)


def best_heading_row(
    rows: Iterable[Sequence[Value]], key_of: Callable[[Value], str | None]
) -> HeadingRow | None:
    """Returns the row that names most keys, the upper one of equals; None where no heading is
    known.
    """
    return max(heading_rows(rows, key_of), key=lambda found: len(found.places), default=None)

"""A small tab as rows of values, and how its cells are named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sheetflow.model import Tab, Value, column_letters


def cell(tab: str, row: int, column: int) -> str:
    """`Leads!F4` for row 4 (1-based) and column 5 (0-based)."""
    return f"{tab}!{column_letters(column)}{row}"


_WIDEST: Final = 64
"""Columns read of our own tabs."""


def grid_of(tab: Tab) -> Grid:
    """A small tab as rows of values, without gaps: row n of the sheet is item n - 1."""
    rows: list[list[Value]] = []
    for block in tab.blocks(range(_WIDEST)):
        for at, *cells in zip(block.rows, *block.columns, strict=True):
            rows += [[]] * (at - 1 - len(rows))
            rows.append(cells)
    return rows


Grid = Sequence[Sequence[Value]]


# ── the grid ──────────────────────────────────────────────────────────────────────────────────


def at(row: Sequence[Value], column: int | None) -> Value:
    """The cell of a row; blank beyond its end or where there is no such column."""
    return row[column] if column is not None and column < len(row) else None

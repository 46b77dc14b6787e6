"""Whether a spreadsheet has room for columns to come: Google allows ten million cells, blank ones
too ("Files you can store in Google Drive", read on 2026-11-28).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sheetflow.backends.google.grid import Json, grid_size

MOST_CELLS: Final = 10_000_000


def cells_over(sheets: Iterable[Json], columns: Mapping[str, int]) -> int:
    """Returns by how many cells a spreadsheet would be too large with so many more columns in its
    tabs, by name; 0 or less where they fit.
    """
    total = 0
    for sheet in sheets:
        rows, width = grid_size(sheet)
        total += rows * (width + columns.get(sheet["properties"]["title"], 0))
    return total - MOST_CELLS

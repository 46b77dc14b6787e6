"""How much a spreadsheet would be over Google's limit of cells."""

from __future__ import annotations

from sheetflow.backends.google.room import MOST_CELLS, cells_over


def sheet(title: str, rows: int, columns: int) -> dict[str, object]:
    grid = {"rowCount": rows, "columnCount": columns}
    return {"properties": {"title": title, "gridProperties": grid}}


def test_the_cells_of_all_tabs_count_with_the_columns_to_come() -> None:
    sheets = [sheet("Leads", 1_000_000, 8), sheet("Prices", 1_000, 100)]
    assert cells_over(sheets, {"Leads": 2}) == 10_100_000 - MOST_CELLS


def test_what_fits_to_the_last_cell_is_not_over() -> None:
    assert cells_over([sheet("Leads", 1_000_000, 8)], {"Leads": 2}) == 0

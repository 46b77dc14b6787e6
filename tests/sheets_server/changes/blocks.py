"""insertRange and deleteRange: a block of cells comes or goes, and the cells after it shift."""

from __future__ import annotations

from tests.sheets_server.a1 import Area
from tests.sheets_server.book import Json, Sheet, Spreadsheet
from tests.sheets_server.changes.axis import Delete, Insert
from tests.sheets_server.changes.dimensions import resize
from tests.sheets_server.changes.ranges import check_area, editable_area, meet, stored_area
from tests.sheets_server.changes.shifting import Change, apply
from tests.sheets_server.errors import invalid


def insert(book: Spreadsheet, area: Area, dimension: str) -> None:
    """Push the cells from the area on down (ROWS) or right (COLUMNS); the grid grows when something
    is at its end.
    """
    start, count, band = _along(area, dimension)
    _check(book, area, dimension)
    end = _last_used(area.sheet, dimension, band)
    size = area.sheet.row_count if dimension == "ROWS" else area.sheet.column_count
    if end > start and end + count > size:
        resize(book, area.sheet, dimension, end + count)
    apply(book, Change(area.sheet, dimension, Insert(start, count), band))


def delete(book: Spreadsheet, area: Area, dimension: str) -> None:
    """Take the cells of the area away; those below (ROWS) or to the right (COLUMNS) close up."""
    start, count, band = _along(area, dimension)
    _check(book, area, dimension)
    apply(book, Change(area.sheet, dimension, Delete(start, start + count), band))


def _along(area: Area, dimension: str) -> tuple[int, int, tuple[int, int]]:
    if dimension == "ROWS":
        return area.top, area.height, (area.left, area.right)
    if dimension == "COLUMNS":
        return area.left, area.width, (area.top, area.bottom)
    raise invalid("A shift dimension must be specified.")


def _check(book: Spreadsheet, area: Area, dimension: str) -> None:
    """400 when what shifts is protected, or when it would tear a merged range or a table."""
    sheet = area.sheet
    if dimension == "ROWS":
        zone = area._replace(bottom=max(sheet.row_count, area.bottom))
    else:
        zone = area._replace(right=max(sheet.column_count, area.right))
    check_area(book, zone)
    for what, held in (
        ("merged cell", sheet.merges),
        ("table", [table["range"] for table in sheet.tables]),
    ):
        for one in (stored_area(sheet, grid_range) for grid_range in held):
            if meet(zone, one) and not _inside(zone, one, dimension):
                raise invalid(f"You can't shift part of a {what}.")


def _inside(zone: Area, one: Area, dimension: str) -> bool:
    if dimension == "ROWS":
        return zone.left <= one.left and one.right <= zone.right
    return zone.top <= one.top and one.bottom <= zone.bottom


def _last_used(sheet: Sheet, dimension: str, band: tuple[int, int]) -> int:
    if dimension == "ROWS":
        filled = [
            row
            for row, cells in sheet.rows.items()
            if any(band[0] <= column < band[1] for column in cells)
        ]
    else:
        filled = [
            column
            for row, cells in sheet.rows.items()
            if band[0] <= row < band[1]
            for column in cells
        ]
    return max(filled, default=-1) + 1


def _insert(book: Spreadsheet, body: Json) -> None:
    insert(book, editable_area(book, body.get("range")), str(body.get("shiftDimension")))


def _delete(book: Spreadsheet, body: Json) -> None:
    delete(book, editable_area(book, body.get("range")), str(body.get("shiftDimension")))


KINDS = {"insertRange": _insert, "deleteRange": _delete}

"""Ranges in requests: checked, cut to the grid, compared, and written as the API shows them."""

from __future__ import annotations

from tests.sheets_server.a1 import Area, from_grid_range
from tests.sheets_server.book import Json, Sheet, Spreadsheet
from tests.sheets_server.errors import invalid
from tests.sheets_server.protection import check_editable

GRID_RANGE = ("sheetId", "startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
"""The fields of a GridRange, in the order in which the API shows them."""


def is_grid_range(value: Json) -> bool:
    """Whether an object is a GridRange with at least one bound."""
    return any(name in value for name in GRID_RANGE[1:]) and all(
        name in GRID_RANGE for name in value
    )


def area_of(book: Spreadsheet, grid_range: Json | None) -> Area:
    """The cells of a GridRange, cut at the grid's end. 400: none given, negative, reversed, empty
    or after the grid.
    """
    if grid_range is None:
        raise invalid("A range must be specified.")
    for name in GRID_RANGE[1:]:
        if int(grid_range.get(name, 0)) < 0:
            raise invalid("GridRange indexes must be >= 0")
    area = from_grid_range(book, grid_range)
    _check_start(area)
    cut = area._replace(
        bottom=min(area.bottom, area.sheet.row_count),
        right=min(area.right, area.sheet.column_count),
    )
    if cut.height <= 0 or cut.width <= 0:
        raise invalid("The range must not be empty.")
    return cut


def _check_start(area: Area) -> None:
    if not area.sheet.is_grid:
        raise invalid(f"No grid with id: {area.sheet.id}")
    for name, start, size in (
        ("Row", area.top, area.sheet.row_count),
        ("Column", area.left, area.sheet.column_count),
    ):
        if start >= size:
            raise invalid(
                f"GridRange.start{name}Index[{start}] is after last {name.lower()} in "
                f"grid[{size - 1}]"
            )


def editable_area(book: Spreadsheet, grid_range: Json | None) -> Area:
    """`area_of`, and the caller may edit all of it; 400 when a protected range forbids."""
    area = area_of(book, grid_range)
    check_area(book, area)
    return area


def check_area(book: Spreadsheet, area: Area) -> None:
    """400 when a protected range forbids the caller to edit a cell of the area."""
    check_editable(book, area.sheet, area.top, area.left, area.bottom, area.right)


def place_of(book: Spreadsheet, coordinate: Json | None) -> tuple[Sheet, int, int]:
    """Sheet, row and column of a GridCoordinate. 400: none given, or outside the grid."""
    if coordinate is None:
        raise invalid("A coordinate must be specified.")
    sheet = book.sheet(int(coordinate.get("sheetId", 0)))
    row, column = int(coordinate.get("rowIndex", 0)), int(coordinate.get("columnIndex", 0))
    for name, index, size in (
        ("row", row, sheet.row_count),
        ("column", column, sheet.column_count),
    ):
        if index < 0:
            raise invalid(f"GridCoordinate.{name}Index[{index}] must be >= 0")
        if index >= size:
            raise invalid(
                f"GridCoordinate.{name}Index[{index}] is after last {name} in grid[{size - 1}]"
            )
    return sheet, row, column


def shown(area: Area) -> Json:
    """The area as a stored GridRange: all bounds, and no sheetId when it is 0 (as the recorded
    replies have it).
    """
    values = (area.sheet.id, area.top, area.bottom, area.left, area.right)
    found = dict(zip(GRID_RANGE, values, strict=True))
    return {name: value for name, value in found.items() if name != "sheetId" or value}


def shown_open(grid_range: Json) -> Json:
    """A GridRange that may be open (protected sheets, named columns) as the API shows it."""
    found = {name: int(grid_range[name]) for name in GRID_RANGE if grid_range.get(name) is not None}
    return {name: value for name, value in found.items() if name != "sheetId" or value}


def stored_area(sheet: Sheet, held: Json) -> Area:
    """The area of a stored GridRange of this sheet."""
    return Area(
        sheet,
        int(held.get("startRowIndex", 0)),
        int(held.get("startColumnIndex", 0)),
        int(held.get("endRowIndex", sheet.row_count)),
        int(held.get("endColumnIndex", sheet.column_count)),
    )


def meet(one: Area, other: Area) -> bool:
    """Whether two areas of one sheet share a cell."""
    rows = one.top < other.bottom and other.top < one.bottom
    return rows and one.left < other.right and other.left < one.right


def covers(outer: Area, inner: Area) -> bool:
    """Whether every cell of `inner` is in `outer`."""
    rows = outer.top <= inner.top and inner.bottom <= outer.bottom
    return rows and outer.left <= inner.left and inner.right <= outer.right


def cut_merges(area: Area) -> bool:
    """Whether a merged range lies partly in the area and partly outside."""
    merged = [stored_area(area.sheet, merge) for merge in area.sheet.merges]
    return any(meet(area, one) and not covers(area, one) for one in merged)

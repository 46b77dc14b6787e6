"""updateBorders."""

from __future__ import annotations

from collections.abc import Iterator

from tests.sheets_server.a1 import Area
from tests.sheets_server.book import Json, Spreadsheet
from tests.sheets_server.changes.colors import with_colors
from tests.sheets_server.changes.ranges import editable_area
from tests.sheets_server.errors import invalid

_SIDES = ("top", "bottom", "left", "right")
_WIDTHS = {"SOLID_MEDIUM": 2, "SOLID_THICK": 3, "DOUBLE": 3}
"""Pixels of a border, which follow from its style; 1 for the others."""


def _update(book: Spreadsheet, body: Json) -> None:
    """A side that is not given stays; style NONE takes it away."""
    area = editable_area(book, body.get("range"))
    given = {
        name: _border(body[name])
        for name in (*_SIDES, "innerHorizontal", "innerVertical")
        if name in body
    }
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            _draw(area, row, column, given)


def _border(asked: Json) -> Json | None:
    style = asked.get("style")
    if style in (None, "STYLE_UNSPECIFIED"):
        raise invalid("A border must have a style.")
    if style == "NONE":
        return None
    black: Json = {"colorStyle": {"rgbColor": {}}}
    tidy = with_colors({**(black if "color" not in asked else {}), **asked}, "Border")
    return {**tidy, "style": style, "width": _WIDTHS.get(style, 1)}


def _draw(area: Area, row: int, column: int, given: dict[str, Json | None]) -> None:
    sides = {side: given[name] for side, name in _names(area, row, column) if name in given}
    if not sides:
        return
    cell = area.sheet.cell(row, column)
    form = cell.format or {}
    borders = {**form.get("borders", {}), **sides}
    kept = {side: borders[side] for side in _SIDES if borders.get(side)}
    after = {
        name: item for name, item in {**form, "borders": kept}.items() if name != "borders" or item
    }
    area.sheet.put(row, column, cell._replace(format=after or None))


def _names(area: Area, row: int, column: int) -> Iterator[tuple[str, str]]:
    """Each side of a cell, and the field of the request that it is drawn from."""
    yield "top", "top" if row == area.top else "innerHorizontal"
    yield "bottom", "bottom" if row == area.bottom - 1 else "innerHorizontal"
    yield "left", "left" if column == area.left else "innerVertical"
    yield "right", "right" if column == area.right - 1 else "innerVertical"


KINDS = {"updateBorders": _update}

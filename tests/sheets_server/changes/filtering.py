"""Which rows the basic filter of a sheet hides."""

from __future__ import annotations

from typing import Any

from tests.sheets_server.book import Json, Sheet, Spreadsheet
from tests.sheets_server.changes.conditions import Place, holds
from tests.sheets_server.changes.ranges import stored_area
from tests.sheets_server.errors import invalid

_COLORS = ("visibleBackgroundColor", "visibleForegroundColor")


def refresh(book: Spreadsheet, sheet: Sheet) -> None:
    """Set hiddenByFilter on the rows below the filter's heading that its criteria hide, and on no
    others.

    A filter looks again only when it is set or its rows are sorted, as in the editor: typing hides
    nothing.
    """
    for row, held in list(sheet.row_properties.items()):
        rest = {name: item for name, item in held.items() if name != "hiddenByFilter"}
        if not rest:
            del sheet.row_properties[row]
        elif len(rest) < len(held):
            sheet.row_properties[row] = rest
    if sheet.basic_filter is None:
        return
    area = stored_area(sheet, sheet.basic_filter["range"])
    specs = sheet.basic_filter.get("filterSpecs", [])
    for row in range(area.top + 1, area.bottom) if specs else ():
        if any(_hides(book, sheet, row, area.top + 1, spec) for spec in specs):
            sheet.row_properties[row] = {
                **sheet.row_properties.get(row, {}),
                "hiddenByFilter": True,
            }


def _hides(book: Spreadsheet, sheet: Sheet, row: int, first: int, spec: Json) -> bool:
    place = Place(book, sheet, row, int(spec["columnIndex"]), first)
    criteria = spec.get("filterCriteria", {})
    if place.text in criteria.get("hiddenValues", ()):
        return True
    if "condition" in criteria and not holds(place, criteria["condition"]):
        return True
    form: Json = sheet.cell(row, place.column).format or {}
    held: dict[str, Any] = {
        "visibleBackgroundColor": form.get("backgroundColor"),
        "visibleForegroundColor": form.get("textFormat", {}).get("foregroundColor"),
    }
    return any(name in criteria and criteria[name] != held[name] for name in _COLORS)


def check_colors(criteria: Json) -> None:
    """400 when criteria ask for both colours."""
    if all(name in criteria for name in _COLORS):
        raise invalid("visibleBackgroundColor and visibleForegroundColor cannot both be set.")

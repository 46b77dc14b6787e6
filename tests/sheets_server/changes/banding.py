"""Alternating background colours, kept as stored objects."""

from __future__ import annotations

from tests.sheets_server.book import Json, Sheet, Spreadsheet
from tests.sheets_server.changes.colors import with_colors
from tests.sheets_server.changes.masks import mask, merged
from tests.sheets_server.changes.ranges import editable_area, meet, shown, stored_area
from tests.sheets_server.errors import invalid

_PROPERTIES = ("rowProperties", "columnProperties")


def _stored(book: Spreadsheet, held: Json) -> tuple[Sheet, Json]:
    """The banded range as the API shows it. 400: no properties, no colours, over other bands or a
    table.
    """
    area = editable_area(book, held.get("range"))
    others = [
        one["range"]
        for one in area.sheet.banded_ranges
        if one["bandedRangeId"] != held["bandedRangeId"]
    ]
    others += [table["range"] for table in area.sheet.tables]
    if any(meet(area, stored_area(area.sheet, one)) for one in others):
        text = (
            "You cannot add alternating background colors to a range that already has "
            "alternating background colors."
        )
        raise invalid(text)
    tidy = with_colors(held, "BandedRange")
    given = {name: tidy[name] for name in _PROPERTIES if tidy.get(name)}
    if not given:
        raise invalid("At least one of rowProperties or columnProperties must be specified.")
    for properties in given.values():
        if not {"firstBandColorStyle", "secondBandColorStyle"} <= set(properties):
            raise invalid("firstBandColor and secondBandColor must be specified.")
    return area.sheet, {"bandedRangeId": held["bandedRangeId"], "range": shown(area), **given}


def _place(book: Spreadsheet, number: int) -> tuple[Sheet, int]:
    for sheet in book.sheets:
        for place, held in enumerate(sheet.banded_ranges):
            if held["bandedRangeId"] == number:
                return sheet, place
    raise invalid(f"No banded range with id: {number}")


def _add(book: Spreadsheet, body: Json) -> Json:
    asked = dict(body.get("bandedRange", {}))
    taken = {held["bandedRangeId"] for sheet in book.sheets for held in sheet.banded_ranges}
    if asked.get("bandedRangeId") in taken:
        raise invalid(f"Banded range with id {asked['bandedRangeId']} already exists.")
    asked.setdefault("bandedRangeId", book.new_id())
    sheet, held = _stored(book, asked)
    sheet.banded_ranges.append(held)
    return {"bandedRange": held}


def _update(book: Spreadsheet, body: Json) -> None:
    asked = body.get("bandedRange", {})
    paths = mask(body.get("fields"), "BandedRange")
    sheet, place = _place(book, int(asked.get("bandedRangeId", 0)))
    old = sheet.banded_ranges[place]
    tidy = with_colors(asked, "BandedRange")
    home, held = _stored(book, {**merged(old, tidy, paths), "bandedRangeId": old["bandedRangeId"]})
    if home is not sheet:
        raise invalid("A banded range cannot move to another sheet.")
    sheet.banded_ranges[place] = held


def _delete(book: Spreadsheet, body: Json) -> None:
    sheet, place = _place(book, int(body.get("bandedRangeId", 0)))
    del sheet.banded_ranges[place]


KINDS = {"addBanding": _add, "updateBanding": _update, "deleteBanding": _delete}

"""Named ranges."""

from __future__ import annotations

import re

from tests.sheets_server.book import Json, Spreadsheet
from tests.sheets_server.changes.masks import mask, merged
from tests.sheets_server.changes.ranges import area_of, shown_open
from tests.sheets_server.errors import invalid

_NAME = re.compile(r"[^\W\d]\w{0,249}\Z")
_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+\Z|[Rr][0-9]+[Cc][0-9]+\Z|true\Z|false\Z", re.IGNORECASE)


def _checked(book: Spreadsheet, held: Json) -> Json:
    """The named range as it is stored. 400: a name that is no word or reads as a cell, one that is
    taken, no range.
    """
    name = str(held.get("name", ""))
    if not _NAME.match(name) or _CELL.match(name):
        raise invalid(f"Invalid named range name: {name}")
    taken = {
        other["name"].lower()
        for other in book.named_ranges
        if other["namedRangeId"] != held["namedRangeId"]
    }
    if name.lower() in taken:
        raise invalid(
            f"Cannot add named range with name {name}, a named range with that name already exists."
        )
    area_of(book, held.get("range"))
    return {"namedRangeId": held["namedRangeId"], "name": name, "range": shown_open(held["range"])}


def _place(book: Spreadsheet, named_range_id: str) -> int:
    for place, held in enumerate(book.named_ranges):
        if held["namedRangeId"] == named_range_id:
            return place
    raise invalid(f"No named range with id: {named_range_id}")


def _add(book: Spreadsheet, body: Json) -> Json:
    asked = dict(body.get("namedRange", {}))
    if any(held["namedRangeId"] == asked.get("namedRangeId") for held in book.named_ranges):
        raise invalid(f"Named range with id {asked['namedRangeId']} already exists.")
    asked.setdefault("namedRangeId", book.new_text_id())
    book.named_ranges.append(_checked(book, asked))
    return {"namedRange": book.named_ranges[-1]}


def _update(book: Spreadsheet, body: Json) -> None:
    asked = body.get("namedRange", {})
    paths = mask(body.get("fields"), "NamedRange")
    place = _place(book, str(asked.get("namedRangeId", "")))
    after = merged(book.named_ranges[place], asked, paths)
    book.named_ranges[place] = _checked(book, {**after, "namedRangeId": asked["namedRangeId"]})


def _delete(book: Spreadsheet, body: Json) -> None:
    del book.named_ranges[_place(book, str(body.get("namedRangeId", "")))]


KINDS = {"addNamedRange": _add, "updateNamedRange": _update, "deleteNamedRange": _delete}

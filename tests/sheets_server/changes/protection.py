"""Protected ranges and sheets."""

from __future__ import annotations

from tests.sheets_server.book import Json, Sheet, Spreadsheet
from tests.sheets_server.changes.masks import mask, merged
from tests.sheets_server.changes.ranges import area_of, shown_open
from tests.sheets_server.errors import invalid
from tests.sheets_server.protection import REFUSED, may_edit

_BACKED = ("namedRangeId", "tableId")


def _place(book: Spreadsheet, number: int) -> tuple[Sheet, int]:
    for sheet in book.sheets:
        for place, held in enumerate(sheet.protected_ranges):
            if held["protectedRangeId"] == number:
                return sheet, place
    raise invalid(f"No protected range with id: {number}")


def _home(book: Spreadsheet, held: Json) -> Sheet:
    """The sheet that a protected range is on. 400: not exactly one of range, namedRangeId and
    tableId, or no such.
    """
    if sum(name in held for name in ("range", *_BACKED)) != 1:
        raise invalid("Exactly one of range, namedRangeId or tableId must be set.")
    if "range" in held:
        area_of(book, held["range"])
        return book.sheet(int(held["range"].get("sheetId", 0)))
    for named in book.named_ranges:
        if named["namedRangeId"] == held.get("namedRangeId"):
            return book.sheet(named["range"].get("sheetId", 0))
    for sheet in book.sheets:
        if any(table["tableId"] == held.get("tableId") for table in sheet.tables):
            return sheet
    raise invalid("No named range or table with that id.")


def _stored(book: Spreadsheet, held: Json) -> Json:
    """As the API shows it: who protects may edit, and so may the owner; warnings have no other
    editors.
    """
    bare = held.get("range", {})
    if held.get("unprotectedRanges") and len(shown_open(bare).keys() - {"sheetId"}):
        raise invalid("Unprotected ranges are only supported on protected sheets.")
    after: Json = {"protectedRangeId": held["protectedRangeId"]}
    if "range" in held:
        after["range"] = shown_open(bare)
    after |= {
        name: held[name] for name in (*_BACKED, "description", "warningOnly") if held.get(name)
    }
    after["requestingUserCanEdit"] = True
    if held.get("unprotectedRanges"):
        after["unprotectedRanges"] = [shown_open(one) for one in held["unprotectedRanges"]]
    return {**after, "editors": _editors(book, held)}


def _editors(book: Spreadsheet, held: Json) -> Json:
    asked = _asked_editors(held)
    always = [account for account in (book.caller, book.owner) if account]
    users = list(dict.fromkeys([*asked.get("users", []), *always]))
    return {**asked, **({"users": users} if users else {})}


def _asked_editors(held: Json) -> Json:
    asked = {} if held.get("warningOnly") else held.get("editors", {})
    return {name: item for name, item in asked.items() if item}


def _add(book: Spreadsheet, body: Json) -> Json:
    asked = dict(body.get("protectedRange", {}))
    number = asked.get("protectedRangeId")
    taken = {held["protectedRangeId"] for sheet in book.sheets for held in sheet.protected_ranges}
    if number is not None and number in taken:
        raise invalid(f"Protected range with id {number} already exists.")
    asked["protectedRangeId"] = book.new_id() if number is None else number
    home = _home(book, asked)
    stored = _stored(book, asked)
    home.protected_ranges.append(stored)
    # The recorded replies show only the editors that were asked for, though reading back shows the
    # account itself too.
    return {"protectedRange": {**stored, "editors": _asked_editors(asked)}}


def _update(book: Spreadsheet, body: Json) -> None:
    asked = body.get("protectedRange", {})
    paths = mask(body.get("fields"), "ProtectedRange")
    sheet, place = _place(book, int(asked.get("protectedRangeId", 0)))
    old = sheet.protected_ranges[place]
    _check_mine(book, old)
    after = {**merged(old, asked, paths), "protectedRangeId": old["protectedRangeId"]}
    home, stored = _home(book, after), _stored(book, after)
    if home is sheet:
        sheet.protected_ranges[place] = stored
    else:
        del sheet.protected_ranges[place]
        home.protected_ranges.append(stored)


def _check_mine(book: Spreadsheet, held: Json) -> None:
    if not may_edit(book, held):
        raise invalid(REFUSED)


def _delete(book: Spreadsheet, body: Json) -> None:
    sheet, place = _place(book, int(body.get("protectedRangeId", 0)))
    _check_mine(book, sheet.protected_ranges[place])
    del sheet.protected_ranges[place]


KINDS = {
    "addProtectedRange": _add,
    "updateProtectedRange": _update,
    "deleteProtectedRange": _delete,
}

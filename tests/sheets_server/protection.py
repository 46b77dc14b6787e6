"""Protected ranges: who may edit what."""

from __future__ import annotations

from tests.sheets_server.book import Json, Sheet, Spreadsheet
from tests.sheets_server.errors import invalid

REFUSED = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to "
    "remove protection "
    "if you need to edit."
)


def may_edit(book: Spreadsheet, protected: Json) -> bool:
    """Whether the caller of the running request may edit inside this protected range."""
    if book.caller is None or book.caller == book.owner or protected.get("warningOnly"):
        return True
    editors = protected.get("editors", {})
    members = (book.groups.get(group, ()) for group in editors.get("groups", ()))
    of_domain = editors.get("domainUsersCanEdit") and _domain(book.caller) == _domain(book.owner)
    named = book.caller in editors.get("users", ())
    return bool(named or of_domain or any(book.caller in people for people in members))


def _domain(address: str | None) -> str:
    return (address or "").rpartition("@")[2]


def protected_area(book: Spreadsheet, protected: Json) -> Json:
    """The GridRange that is protected: its own, or that of the named range it stands for."""
    for named in book.named_ranges:
        if named["namedRangeId"] == protected.get("namedRangeId"):
            return dict(named["range"])
    return dict(protected.get("range", {}))


def overlaps(area: Json, top: int, left: int, bottom: int, right: int) -> bool:
    """Whether a GridRange (a bound left out is the grid's edge) meets rows top…bottom, columns
    left…right.
    """
    rows = area.get("startRowIndex", 0) < bottom and top < area.get("endRowIndex", bottom)
    columns = area.get("startColumnIndex", 0) < right and left < area.get("endColumnIndex", right)
    return bool(rows and columns)


def check_editable(
    book: Spreadsheet, sheet: Sheet, top: int, left: int, bottom: int, right: int
) -> None:
    """Refuse (400) when the caller may not edit a cell of rows top…bottom x columns left…right
    (ends exclusive).
    """
    for protected in sheet.protected_ranges:
        if may_edit(book, protected):
            continue
        area = protected_area(book, protected)
        exempt = any(
            _inside(free, top, left, bottom, right)
            for free in protected.get("unprotectedRanges", ())
        )
        if overlaps(area, top, left, bottom, right) and not exempt:
            raise invalid(REFUSED)


def _inside(area: Json, top: int, left: int, bottom: int, right: int) -> bool:
    rows = area.get("startRowIndex", 0) <= top and bottom <= area.get("endRowIndex", bottom)
    columns = area.get("startColumnIndex", 0) <= left and right <= area.get("endColumnIndex", right)
    return bool(rows and columns)

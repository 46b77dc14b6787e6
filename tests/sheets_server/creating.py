"""spreadsheets.create and sheets.copyTo."""

from __future__ import annotations

import copy

from tests.sheets_server import changes
from tests.sheets_server.book import Json, Sheet, Spreadsheet
from tests.sheets_server.errors import ApiError, invalid
from tests.sheets_server.world import World

_UNUSED = "\u200b"
"""The title that the first tab has until the described ones have taken its place."""

_BOUNDS = (
    "startRowIndex",
    "endRowIndex",
    "startColumnIndex",
    "endColumnIndex",
    "rowIndex",
    "columnIndex",
    "dimension",
)
_SHEET_PARTS = ("properties", "data", "merges")
_PARTS = ("properties", "sheets", "namedRanges", "developerMetadata")


def create(world: World, body: Json, owner: str | None) -> Spreadsheet:
    """A spreadsheet as its JSON describes it: properties, sheets with cells and merges, named
    ranges, metadata.

    400 for parts that this server cannot create; then nothing is made.
    """
    _refuse_others(body, _PARTS)
    properties = body.get("properties") or {}
    book = world.create(properties.get("title") or "Untitled spreadsheet", owner=owner)
    try:
        book.properties |= properties
        _add_sheets(book, body.get("sheets") or [])
        _apply(book, _book_changes(body))
    except ApiError:
        del world.spreadsheets[book.id]
        raise
    return book


def _refuse_others(part: Json, known: tuple[str, ...]) -> None:
    for name in part:
        if name not in (*known, "spreadsheetId", "spreadsheetUrl"):
            raise invalid(
                f"Creating a spreadsheet with {name} is not implemented by the test server."
            )


def _add_sheets(book: Spreadsheet, sheets: list[Json]) -> None:
    """Replace the first empty tab by the described ones."""
    if not sheets:
        return
    for number, sheet in enumerate(sheets):
        _refuse_others(sheet, _SHEET_PARTS)
        properties = copy.deepcopy(sheet.get("properties") or {})
        if not number:
            book.sheets[0].properties["title"] = _UNUSED
        if properties.get("sheetId") == 0:
            _free_zero(book)
        _apply(
            book,
            [
                {
                    "addSheet": {
                        "properties": {"title": f"Sheet{number + 1}", **properties, "index": number}
                    }
                }
            ],
        )
    last = book.sheets[len(sheets)]
    book.sheets.remove(last)
    _apply(
        book,
        [
            change
            for number, sheet in enumerate(sheets)
            for change in _cells(book.sheets[number], sheet)
        ],
    )


def _free_zero(book: Spreadsheet) -> None:
    for sheet in book.sheets:
        if sheet.id == 0 and sheet.title == _UNUSED:
            sheet.properties["sheetId"] = book.new_id()


def _cells(made: Sheet, sheet: Json) -> list[Json]:
    updates: list[Json] = [
        {
            "updateCells": {
                "rows": part["rowData"],
                "fields": "*",
                "start": {
                    "sheetId": made.id,
                    "rowIndex": part.get("startRow", 0),
                    "columnIndex": part.get("startColumn", 0),
                },
            }
        }
        for part in sheet.get("data") or []
        if part.get("rowData")
    ]
    merged = [{**part, "sheetId": made.id} for part in sheet.get("merges") or []]
    return updates + [{"mergeCells": {"range": part, "mergeType": "MERGE_ALL"}} for part in merged]


def _book_changes(body: Json) -> list[Json]:
    named = [{"addNamedRange": {"namedRange": part}} for part in body.get("namedRanges") or []]
    kept = [
        {"createDeveloperMetadata": {"developerMetadata": part}}
        for part in body.get("developerMetadata") or []
    ]
    return named + kept


def _apply(book: Spreadsheet, requests: list[Json]) -> None:
    if requests:
        changes.batch_update(book, requests)


def copy_sheet(book: Spreadsheet, sheet_id: int, destination: Spreadsheet) -> Json:
    """Copy a tab to the end of a spreadsheet; gives the copy's SheetProperties."""
    source = book.sheet(sheet_id)
    twin = source.saved()
    source.settle(inside=False)
    twin.rows = {row: dict(held) for row, held in twin.rows.items()}
    title = f"Copy of {source.title}"
    number = 1
    while destination.sheet_named(title) is not None:
        number += 1
        title = f"Copy of {source.title} {number}"
    twin.properties |= {"sheetId": destination.new_id(), "title": title}
    _renumber(twin, sheet_id)
    destination.sheets.append(twin)
    destination.touch()
    return twin.properties | {"index": len(destination.sheets) - 1}


def _renumber(sheet: Sheet, old: int) -> None:
    """Point everything stored on a copied sheet at the copy."""
    for name, held in sheet.__dict__.items():
        if name not in ("rows", "properties"):
            _renumber_in(held, old, sheet.id)


def _renumber_in(held: object, old: int, new: int) -> None:
    if isinstance(held, dict):
        placed = any(name in held for name in _BOUNDS)
        if held.get("sheetId", 0 if placed else None) == old:
            held["sheetId"] = new
        for part in held.values():
            _renumber_in(part, old, new)
    elif isinstance(held, list):
        for part in held:
            _renumber_in(part, old, new)

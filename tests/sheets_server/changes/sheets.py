"""The spreadsheet's own properties, and its tabs: add, delete, duplicate, rename, reorder, hide,
freeze, resize.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from zoneinfo import ZoneInfoNotFoundError

from tests.sheets_server.book import Cell, Json, Sheet, Spreadsheet
from tests.sheets_server.changes.colors import with_colors
from tests.sheets_server.changes.dimensions import check_cells, resize
from tests.sheets_server.changes.duplicating import copy_contents
from tests.sheets_server.changes.masks import Path, mask, merged
from tests.sheets_server.changes.references import renamed
from tests.sheets_server.changes.shifting import with_formulas
from tests.sheets_server.clock import zone_named
from tests.sheets_server.errors import invalid
from tests.sheets_server.protection import check_editable

_CHANGEABLE = (
    "title",
    "index",
    "hidden",
    "tabColor",
    "tabColorStyle",
    "rightToLeft",
    "gridProperties",
)
_GRID_FIELDS = ("rowCount", "columnCount", "frozenRowCount", "frozenColumnCount")


def sheet_of(book: Spreadsheet, sheet_id: int) -> Sheet:
    """The sheet of an id, also one without a grid; 400 "No sheet with id" when there is none."""
    for sheet in book.sheets:
        if sheet.id == sheet_id:
            return sheet
    raise invalid(f"No sheet with id: {sheet_id}")


def properties_of(book: Spreadsheet, sheet: Sheet) -> Json:
    """SheetProperties as replies show them: with the index."""
    held = copy.deepcopy(sheet.properties)
    first: Json = {name: held.pop(name) for name in ("sheetId", "title") if name in held}
    return {**first, "index": book.sheets.index(sheet), **held}


def _update_spreadsheet(book: Spreadsheet, body: Json) -> None:
    paths = mask(body.get("fields"), "SpreadsheetProperties")
    new = with_colors(body.get("properties", {}), "SpreadsheetProperties")
    if any(path[0] == "defaultFormat" for path in paths):
        raise invalid("The defaultFormat cannot be changed.")
    if ("*",) in paths:
        paths = tuple((name,) for name in new)
    after = merged(book.properties, new, paths)
    for name in ("title", "locale", "timeZone"):
        if not after.get(name):
            raise invalid(f"{name} cannot be empty.")
    _check_place(after["locale"], after["timeZone"])
    book.properties = after


def _check_place(locale: str, time_zone: str) -> None:
    if not re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2})?", locale):
        raise invalid(f"Unsupported locale: {locale}")
    try:
        zone_named(time_zone)
    except (ValueError, ZoneInfoNotFoundError):
        raise invalid(f"Invalid time zone: {time_zone}") from None


def _add(book: Spreadsheet, body: Json) -> Json:
    asked = with_colors(body.get("properties", {}), "SheetProperties")
    if asked.get("sheetType", "GRID") != "GRID":
        raise invalid("Only sheets of type GRID can be added.")
    title = asked.get("title") or _free_title(book, "Sheet", len(book.sheets) + 1)
    _check_title(book, title)
    number = _free_id(book, asked.get("sheetId"))
    grid = {"rowCount": 1000, "columnCount": 26, **asked.get("gridProperties", {})}
    if min(int(grid[name]) for name in ("rowCount", "columnCount")) <= 0:
        raise invalid("A sheet must have at least one row and one column.")
    check_cells(book, int(grid["rowCount"]) * int(grid["columnCount"]))
    sheet = book.new_sheet(title, sheet_id=number, index=_index(asked, len(book.sheets)))
    rest = {
        name: item
        for name, item in asked.items()
        if name not in ("sheetId", "title", "index", "sheetType")
    }
    sheet.properties.update(_plain({**rest, "gridProperties": _plain(grid)}))
    _check_frozen(sheet)
    return {"properties": properties_of(book, sheet)}


def _index(asked: Json, last: int) -> int:
    index = int(asked.get("index", last))
    if not 0 <= index <= last:
        raise invalid(f"Sheet index {index} is out of bounds.")
    return index


def _plain(held: Json) -> Json:
    """Without flags that are off and counts that are 0: the API does not show them."""
    return {name: item for name, item in held.items() if item}


def _free_title(book: Spreadsheet, start: str, number: int) -> str:
    while book.sheet_named(f"{start}{number}"):
        number += 1
    return f"{start}{number}"


def _free_id(book: Spreadsheet, number: int | None) -> int:
    if number is None:
        return book.new_id()
    if number < 0:
        raise invalid("Sheet ID must be >= 0")
    if any(sheet.id == number for sheet in book.sheets):
        raise invalid(f"Sheet with id {number} already exists.")
    return int(number)


def _check_title(book: Spreadsheet, title: str, sheet: Sheet | None = None) -> None:
    if not title:
        raise invalid("The sheet name cannot be empty.")
    if len(title) > 100:
        raise invalid("The sheet name cannot be greater than 100 characters.")
    found = book.sheet_named(title)
    if found is not None and found is not sheet:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _delete(book: Spreadsheet, body: Json) -> None:
    sheet = sheet_of(book, int(body.get("sheetId", 0)))
    others = [other for other in book.sheets if other is not sheet]
    if not others:
        raise invalid("You can't remove all the sheets in a document.")
    if all(other.properties.get("hidden") for other in others):
        raise invalid("You can't remove all the visible sheets in a document.")
    check_editable(book, sheet, 0, 0, max(sheet.row_count, 1), max(sheet.column_count, 1))
    book.sheets.remove(sheet)
    book.metadata = {key: item for key, item in book.metadata.items() if item.sheet_id != sheet.id}
    book.named_ranges = [
        held for held in book.named_ranges if held["range"].get("sheetId", 0) != sheet.id
    ]
    _rewrite(book, lambda formula: renamed(formula, sheet.title, None))


def _duplicate(book: Spreadsheet, body: Json) -> Json:
    source = sheet_of(book, int(body.get("sourceSheetId", 0)))
    name = body.get("newSheetName") or _copy_title(book, source.title)
    _check_title(book, name)
    number = _free_id(book, body.get("newSheetId"))
    check_cells(book, source.row_count * source.column_count)
    index = _index({"index": body.get("insertSheetIndex", 0)}, len(book.sheets))
    sheet = book.new_sheet(name, sheet_id=number, index=index)
    sheet.properties = {**copy.deepcopy(source.properties), "sheetId": number, "title": name}
    sheet.properties.pop("hidden", None)
    copy_contents(book, source, sheet)
    return {"properties": properties_of(book, sheet)}


def _copy_title(book: Spreadsheet, title: str) -> str:
    plain = f"Copy of {title}"
    return plain if book.sheet_named(plain) is None else _free_title(book, plain + " ", 2)


def _update(book: Spreadsheet, body: Json) -> None:
    new = with_colors(body.get("properties", {}), "SheetProperties")
    sheet = sheet_of(book, int(new.get("sheetId", 0)))
    paths = _sheet_mask(body.get("fields"))
    if ("title",) in paths:
        _rename(book, sheet, str(new.get("title") or ""))
    if ("index",) in paths:
        _reorder(book, sheet, int(new.get("index", len(book.sheets))))
    grid_paths = [path for path in paths if path[0] == "gridProperties"]
    if grid_paths:
        _update_grid(book, sheet, new.get("gridProperties", {}), grid_paths)
    rest = [path for path in paths if path[0] not in ("title", "index", "gridProperties")]
    sheet.properties = _plain(merged(sheet.properties, new, rest)) | {"sheetId": sheet.id}
    if all(other.properties.get("hidden") for other in book.sheets):
        raise invalid("You can't hide all the sheets in a document.")


def _sheet_mask(fields: object) -> tuple[Path, ...]:
    paths = mask(fields, "SheetProperties")
    if ("*",) in paths:
        return tuple((name,) for name in _CHANGEABLE)
    if any(path[0] not in _CHANGEABLE for path in paths):
        raise invalid("sheetId, sheetType and dataSourceSheetProperties cannot be changed.")
    return paths


def _rename(book: Spreadsheet, sheet: Sheet, title: str) -> None:
    _check_title(book, title, sheet)
    old = sheet.title
    sheet.properties["title"] = title
    if title != old:
        _rewrite(book, lambda formula: renamed(formula, old, title))


def _reorder(book: Spreadsheet, sheet: Sheet, index: int) -> None:
    """Indexes count as before the move, so going right lands one to the left of the number asked
    for.
    """
    if not 0 <= index <= len(book.sheets):
        raise invalid(f"Sheet index {index} is out of bounds.")
    now = book.sheets.index(sheet)
    book.sheets.remove(sheet)
    book.sheets.insert(index if index <= now else index - 1, sheet)


def _update_grid(book: Spreadsheet, sheet: Sheet, new: Json, paths: list[Path]) -> None:
    if not sheet.is_grid:
        raise invalid("Cannot set grid properties on a sheet without a grid.")
    inner = [path[1:] for path in paths]
    names = [path[0] for path in inner if path] or [*_GRID_FIELDS, "hideGridlines"]
    for name, dimension in (("rowCount", "ROWS"), ("columnCount", "COLUMNS")):
        # A whole gridProperties without a size leaves the size; naming the field without a value is
        # an error.
        if name in names and (name in new or any(inner)):
            resize(book, sheet, dimension, int(new.get(name, 0)))
    rest = [(name,) for name in names if name not in ("rowCount", "columnCount")]
    sheet.properties["gridProperties"] = _plain(merged(sheet.grid, new, rest))
    _check_frozen(sheet)


def _check_frozen(sheet: Sheet) -> None:
    for name, count in (("Row", sheet.row_count), ("Column", sheet.column_count)):
        frozen = int(sheet.grid.get(f"frozen{name}Count", 0))
        if frozen < 0 or frozen >= count:
            raise invalid(f"You can't freeze all visible {name.lower()}s on the sheet.")


def _rewrite(book: Spreadsheet, rewrite: Callable[[str], str]) -> None:
    """Pass the formulas of all cells and of all conditions through a function."""
    for sheet in book.sheets:
        for row, cells in list(sheet.rows.items()):
            for column, cell in list(cells.items()):
                after = _rewritten(cell, rewrite)
                if after is not cell:
                    sheet.row_to_change(row)[column] = after
        for rule in sheet.conditional_formats:
            if "booleanRule" in rule:
                rule["booleanRule"] = with_formulas(rule["booleanRule"], rewrite)


def _rewritten(cell: Cell, rewrite: Callable[[str], str]) -> Cell:
    if cell.formula is not None and "!" in cell.formula:
        formula = rewrite(cell.formula)
        cell = cell if formula == cell.formula else cell._replace(formula=formula)
    if cell.validation is not None:
        rule = with_formulas(cell.validation, rewrite)
        cell = cell if rule == cell.validation else cell._replace(validation=rule)
    return cell


KINDS = {
    "updateSpreadsheetProperties": _update_spreadsheet,
    "addSheet": _add,
    "deleteSheet": _delete,
    "duplicateSheet": _duplicate,
    "updateSheetProperties": _update,
}

"""spreadsheets.get and getByDataFilter, developerMetadata get and search: the state as JSON, only
what is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.sheets_server import a1, celldata, fields, filters
from tests.sheets_server.a1 import Area
from tests.sheets_server.book import Json, Sheet, Spreadsheet
from tests.sheets_server.changes.tables import shown_table
from tests.sheets_server.errors import not_found
from tests.sheets_server.fields import Mask, below
from tests.sheets_server.protection import may_edit

ROW_HEIGHT = 21
"""Pixels of a row that nobody resized; columns have 100 (as recorded)."""

COLUMN_WIDTH = 100

_PARTS = (
    ("merges", "merges"),
    ("conditionalFormats", "conditional_formats"),
    ("filterViews", "filter_views"),
    ("basicFilter", "basic_filter"),
    ("charts", "charts"),
    ("bandedRanges", "banded_ranges"),
    ("rowGroups", "row_groups"),
    ("columnGroups", "column_groups"),
    ("slicers", "slicers"),
)


def get(book: Spreadsheet, areas: list[Area] | None, mask: Mask, *, grid_data: bool) -> Json:
    """The Spreadsheet as JSON. With `areas` only their sheets, and of the grids only those cells.

    An empty mask asks for everything; then `grid_data` decides about cells, else the mask does.
    """
    if "*" in mask:
        mask = {}
    answer: Json = {
        "spreadsheetId": book.id,
        "properties": book.properties,
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
    }
    if book.named_ranges:
        answer["namedRanges"] = placed(book.named_ranges)
    own = [filters.shown(item) for item in sorted(book.metadata.values()) if item.sheet_id is None]
    if own:
        answer["developerMetadata"] = own
    answer = fields.select(answer, mask)
    wanted = below(mask, "sheets")
    if wanted is not None:
        chosen = [
            sheet
            for sheet in book.sheets
            if areas is None or any(sheet is area.sheet for area in areas)
        ]
        with_data = grid_data if not wanted else below(wanted, "data") is not None
        answer["sheets"] = [
            _sheet(book, sheet, _areas_of(sheet, areas), wanted, with_data=with_data)
            for sheet in chosen
        ]
    return answer


def _areas_of(sheet: Sheet, areas: list[Area] | None) -> list[Area]:
    if not sheet.is_grid:
        return []
    return (
        [a1.whole(sheet)]
        if areas is None
        else [a1.clipped(area) for area in areas if area.sheet is sheet]
    )


def _sheet(
    book: Spreadsheet, sheet: Sheet, areas: list[Area], mask: Mask, *, with_data: bool
) -> Json:
    index = next(place for place, other in enumerate(book.sheets) if other is sheet)
    answer: Json = {"properties": _properties(sheet, index)}
    for name, attribute in _PARTS:
        held = getattr(sheet, attribute)
        if held:
            answer[name] = placed(held)
    if sheet.tables:
        answer["tables"] = placed([shown_table(book, sheet, table) for table in sheet.tables])
    if sheet.protected_ranges:
        answer["protectedRanges"] = [protected(book, item) for item in sheet.protected_ranges]
    own = [
        item
        for item in sorted(book.metadata.values())
        if item.sheet_id == sheet.id and item.place is None
    ]
    if own:
        answer["developerMetadata"] = [filters.shown(item) for item in own]
    answer = fields.select(answer, mask)
    if with_data:
        data_mask = below(mask, "data") or {}
        answer["data"] = [_grid_data(book, area, data_mask) for area in areas]
    return answer


def _properties(sheet: Sheet, index: int) -> Json:
    shown = {
        "sheetId": sheet.id,
        "title": sheet.title,
        "index": index,
        "sheetType": "GRID",
    } | sheet.properties
    return {name: value for name, value in shown.items() if value is not False} | {"index": index}


def protected(book: Spreadsheet, item: Json) -> Json:
    """A ProtectedRange as its reader sees it; who may not edit is not told who may. The owner
    always may.
    """
    shown = {name: value for name, value in placed(item).items() if value not in (False, "", None)}
    for name in ("editors", "requestingUserCanEdit"):
        shown.pop(name, None)
    if not may_edit(book, item):
        return shown
    editors = {name: people for name, people in (item.get("editors") or {}).items() if people}
    if book.owner:
        editors["users"] = list(dict.fromkeys([book.owner, *editors.get("users", ())]))
    return {**shown, "requestingUserCanEdit": True, "editors": editors}


def placed(item: Any) -> Any:
    """A stored object as it is shown: a sheetId of 0 is left out, as protocol buffers do with
    zeros.
    """
    if isinstance(item, list):
        return [placed(part) for part in item]
    if not isinstance(item, dict):
        return item
    return {name: placed(part) for name, part in item.items() if name != "sheetId" or part}


def _grid_data(book: Spreadsheet, area: Area, mask: Mask) -> Json:
    answer: Json = {}
    if area.top and below(mask, "startRow") is not None:
        answer["startRow"] = area.top
    if area.left and below(mask, "startColumn") is not None:
        answer["startColumn"] = area.left
    row_mask = below(mask, "rowData")
    if row_mask is not None:
        rows = celldata.row_data(book, area, below(row_mask, "values"))
        answer |= {"rowData": rows} if rows else {}
    for name, dimension, span in (
        ("rowMetadata", "ROWS", range(area.top, area.bottom)),
        ("columnMetadata", "COLUMNS", range(area.left, area.right)),
    ):
        wanted = below(mask, name)
        if wanted is not None:
            answer[name] = [
                fields.select(item, wanted)
                for item in _dimensions(book, area.sheet, dimension, span)
            ]
    return answer


def _dimensions(book: Spreadsheet, sheet: Sheet, dimension: str, span: range) -> Iterable[Json]:
    """DimensionProperties of rows or columns, in order."""
    held = sheet.row_properties if dimension == "ROWS" else sheet.column_properties
    size = {"pixelSize": ROW_HEIGHT if dimension == "ROWS" else COLUMN_WIDTH}
    found: dict[int | None, list[Json]] = {}
    for item in sorted(book.metadata.values()):
        if item.sheet_id == sheet.id and item.dimension == dimension:
            found.setdefault(item.place, []).append(filters.shown(item))
    for place in span:
        shown = size | {
            name: value for name, value in held.get(place, {}).items() if value is not False
        }
        yield shown | {"developerMetadata": found[place]} if place in found else shown


def metadata(book: Spreadsheet, metadata_id: str) -> Json:
    """developerMetadata.get; 404 when there is none of this id."""
    if not metadata_id.isdigit() or int(metadata_id) not in book.metadata:
        raise not_found(f"No developer metadata with id: {metadata_id}")
    return filters.shown(book.metadata[int(metadata_id)])


def search(book: Spreadsheet, data_filters: list[Json]) -> Json:
    """developerMetadata.search: what any of the filters matches, once, with the filters that
    matched it.
    """
    matched: dict[int, list[Json]] = {}
    for data_filter in data_filters:
        for item in filters.metadata(book, data_filter):
            matched.setdefault(item.id, []).append(data_filter)
    found = [
        {"developerMetadata": filters.shown(book.metadata[number]), "dataFilters": by}
        for number, by in matched.items()
    ]
    return {"matchedDeveloperMetadata": found} if found else {}


def by_filter(book: Spreadsheet, data_filters: list[Json]) -> list[Area] | None:
    """The areas that getByDataFilter shows; without filters the whole spreadsheet (None)."""
    if not data_filters:
        return None
    return [area for data_filter in data_filters for area in filters.areas(book, data_filter)]

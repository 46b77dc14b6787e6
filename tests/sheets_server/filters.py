"""DataFilters: which ranges and which developer metadata they match.

Rules: https://developers.google.com/workspace/sheets/api/reference/rest/v4/DataFilter
"""

from __future__ import annotations

from tests.sheets_server import a1
from tests.sheets_server.a1 import Area
from tests.sheets_server.book import Json, Metadata, Spreadsheet
from tests.sheets_server.errors import invalid

_KINDS = ("developerMetadataLookup", "a1Range", "gridRange")


def areas(book: Spreadsheet, data_filter: Json) -> list[Area]:
    """The ranges of cells that a filter matches; of metadata those of their rows, columns or
    sheets, by id.
    """
    kind = _kind(data_filter)
    if kind == "a1Range":
        return [a1.parse(book, str(data_filter[kind]))]
    if kind == "gridRange":
        return [a1.from_grid_range(book, data_filter[kind])]
    found = [_area(book, item) for item in looked_up(book, data_filter[kind])]
    return [area for area in found if area is not None]


def _kind(data_filter: Json) -> str:
    kinds = [kind for kind in _KINDS if data_filter.get(kind) is not None]
    if len(kinds) != 1:
        raise invalid(
            "A data filter must specify exactly one of developerMetadataLookup, a1Range or "
            "gridRange."
        )
    return kinds[0]


def metadata(book: Spreadsheet, data_filter: Json) -> list[Metadata]:
    """The developer metadata that a filter matches: by lookup, or all whose place shares a cell
    with the range.
    """
    kind = _kind(data_filter)
    if kind == "developerMetadataLookup":
        return looked_up(book, data_filter[kind])
    asked = areas(book, data_filter)[0]
    return [item for item in _in_order(book) if _meets(_area(book, item), asked)]


def looked_up(book: Spreadsheet, lookup: Json) -> list[Metadata]:
    """The metadata that meets all that a DeveloperMetadataLookup names; 400 when it contradicts
    itself.
    """
    strategy = lookup.get(
        "locationMatchingStrategy", "DEVELOPER_METADATA_LOCATION_MATCHING_STRATEGY_UNSPECIFIED"
    )
    location = lookup.get("metadataLocation")
    _check(lookup, strategy, location)
    return [
        item
        for item in _in_order(book)
        if lookup.get("metadataId", item.id) == item.id
        and lookup.get("metadataKey", item.key) == item.key
        and ("metadataValue" not in lookup or lookup["metadataValue"] == (item.value or ""))
        and lookup.get("visibility", item.visibility)
        in (item.visibility, "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED")
        and _type_fits(item, lookup.get("locationType"))
        and (location is None or _located(book, item, location, exact=strategy == "EXACT_LOCATION"))
    ]


def location_type(item: Metadata) -> str:
    """SPREADSHEET, SHEET, ROW or COLUMN."""
    if item.sheet_id is None:
        return "SPREADSHEET"
    return {None: "SHEET", "ROWS": "ROW", "COLUMNS": "COLUMN"}[item.dimension]


def shown(item: Metadata) -> Json:
    """DeveloperMetadata as the API shows it."""
    location: Json = {"locationType": location_type(item)}
    if item.sheet_id is None:
        location["spreadsheet"] = True
    elif item.place is None:
        location["sheetId"] = item.sheet_id
    else:
        bounds = {"startIndex": item.place, "endIndex": item.place + 1}
        sheet = {"sheetId": item.sheet_id} if item.sheet_id else {}
        location["dimensionRange"] = {**sheet, "dimension": item.dimension, **bounds}
    answer: Json = {"metadataId": item.id, "metadataKey": item.key}
    if item.value is not None:
        answer["metadataValue"] = item.value
    return {**answer, "location": location, "visibility": item.visibility}


def _check(lookup: Json, strategy: str, location: Json | None) -> None:
    specified = strategy in ("EXACT_LOCATION", "INTERSECTING_LOCATION")
    wanted = lookup.get("locationType")
    if specified and location is None:
        raise invalid("A metadataLocation must be specified with a locationMatchingStrategy.")
    if strategy == "EXACT_LOCATION" and wanted:
        raise invalid(
            "locationType must not be specified with the EXACT_LOCATION matching strategy."
        )
    elsewhere = location is not None and not location.get("spreadsheet")
    if wanted == "SPREADSHEET" and (elsewhere or strategy == "INTERSECTING_LOCATION"):
        raise invalid(
            "locationType must not be SPREADSHEET for this metadataLocation or matching strategy."
        )
    if not lookup:
        raise invalid("A developer metadata lookup must specify at least one field.")


def _in_order(book: Spreadsheet) -> list[Metadata]:
    return sorted(book.metadata.values())


def _type_fits(item: Metadata, wanted: str | None) -> bool:
    return wanted in (None, "DEVELOPER_METADATA_LOCATION_TYPE_UNSPECIFIED", location_type(item))


def _located(book: Spreadsheet, item: Metadata, location: Json, *, exact: bool) -> bool:
    """Whether metadata lies exactly at a location, or else shares a cell with it; the spreadsheet
    meets only itself.
    """
    if location.get("spreadsheet"):
        return item.sheet_id is None
    if item.sheet_id is None:
        return False
    dimension = location.get("dimensionRange")
    if dimension is None:
        same = item.sheet_id == location.get("sheetId", 0)
        return same and (item.place is None or not exact)
    if exact:
        first = dimension.get("startIndex", 0)
        place = (
            dimension.get("sheetId", 0),
            dimension["dimension"],
            first,
            dimension.get("endIndex", first + 1),
        )
        return item.place is not None and place == (
            item.sheet_id,
            item.dimension,
            item.place,
            item.place + 1,
        )
    side = "Row" if dimension["dimension"] == "ROWS" else "Column"
    bounds = {
        f"{end}{side}Index": dimension[f"{end}Index"]
        for end in ("start", "end")
        if f"{end}Index" in dimension
    }
    return _meets(
        _area(book, item),
        a1.from_grid_range(book, {"sheetId": dimension.get("sheetId", 0), **bounds}),
    )


def _area(book: Spreadsheet, item: Metadata) -> Area | None:
    """The cells that metadata belongs to; None for metadata of the spreadsheet itself."""
    if item.sheet_id is None:
        return None
    area = a1.whole(book.sheet(item.sheet_id))
    if item.place is None:
        return area
    if item.dimension == "ROWS":
        return area._replace(top=item.place, bottom=item.place + 1)
    return area._replace(left=item.place, right=item.place + 1)


def _meets(area: Area | None, other: Area) -> bool:
    if area is None or area.sheet is not other.sheet:
        return False
    rows = area.top < other.bottom and other.top < area.bottom
    return rows and area.left < other.right and other.left < area.right

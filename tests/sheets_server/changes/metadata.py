"""Developer metadata: create, update, delete."""

from __future__ import annotations

from tests.sheets_server.book import Json, Metadata, Spreadsheet
from tests.sheets_server.changes.dimensions import span_of
from tests.sheets_server.changes.masks import mask
from tests.sheets_server.errors import invalid
from tests.sheets_server.filters import metadata, shown

MOST_LETTERS = 30_000
"""Characters of all keys and values of the spreadsheet itself, or of one sheet with its rows and
columns.
"""


def _create(book: Spreadsheet, body: Json) -> Json:
    asked = body.get("developerMetadata", {})
    if not asked.get("metadataKey"):
        raise invalid("Developer metadata must have a key specified.")
    if asked.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise invalid("Developer metadata must have a visibility specified.")
    number = asked.get("metadataId")
    if number is not None and int(number) <= 0:
        raise invalid("Developer metadata ID must be positive.")
    if number in book.metadata:
        text = "because developer metadata with that ID already exists."
        raise invalid(f"Cannot add developer metadata with ID [{number}] {text}")
    item = Metadata(book.new_id() if number is None else int(number), asked["metadataKey"])
    item = item._replace(value=asked.get("metadataValue"), visibility=asked["visibility"])
    item = _placed(book, item, asked.get("location", {}))
    book.metadata[item.id] = item
    _check_size(book, item)
    return {"developerMetadata": shown(item)}


def _placed(book: Spreadsheet, item: Metadata, location: Json) -> Metadata:
    if "dimensionRange" in location:
        span = span_of(book, location["dimensionRange"])
        if (
            not {"startIndex", "endIndex"} <= set(location["dimensionRange"])
            or span.end - span.start != 1
        ):
            raise invalid(
                "The dimension range of developer metadata must be a single row or column."
            )
        if span.end > span.size:
            raise invalid(
                f"Developer metadata cannot be on a {span.noun} that doesn't exist: index "
                f"{span.start}."
            )
        return item._replace(sheet_id=span.sheet.id, dimension=span.dimension, place=span.start)
    if "sheetId" in location:
        if all(sheet.id != location["sheetId"] for sheet in book.sheets):
            raise invalid(f"No sheet with id: {location['sheetId']}")
        return item._replace(sheet_id=int(location["sheetId"]))
    if location.get("spreadsheet"):
        return item._replace(sheet_id=None, dimension=None, place=None)
    raise invalid("Developer metadata must have a location specified.")


def _check_size(book: Spreadsheet, item: Metadata) -> None:
    here = (other for other in book.metadata.values() if other.sheet_id == item.sheet_id)
    if sum(len(other.key) + len(other.value or "") for other in here) > MOST_LETTERS:
        raise invalid(
            f"Developer metadata is limited to {MOST_LETTERS} characters for a sheet or the "
            f"spreadsheet."
        )


def _update(book: Spreadsheet, body: Json) -> Json:
    paths = {path[0] for path in mask(body.get("fields"), "DeveloperMetadata")}
    asked = body.get("developerMetadata", {})
    if "*" in paths:
        paths = {"metadataKey", "metadataValue", "visibility", "location"} & set(asked)
    if "metadataId" in paths:
        raise invalid("The metadataId cannot be changed.")
    found = _found(book, body.get("dataFilters", []))
    for item in found:
        book.metadata[item.id] = _changed(book, item, asked, paths)
        _check_size(book, item)
    return {"developerMetadata": [shown(book.metadata[item.id]) for item in found]}


def _changed(book: Spreadsheet, item: Metadata, asked: Json, paths: set[str]) -> Metadata:
    if "metadataKey" in paths:
        item = item._replace(key=asked.get("metadataKey", ""))
    if "metadataValue" in paths:
        item = item._replace(value=asked.get("metadataValue"))
    if "visibility" in paths:
        item = item._replace(visibility=asked.get("visibility", ""))
    if not item.key or item.visibility not in ("DOCUMENT", "PROJECT"):
        raise invalid("Developer metadata must have a key and a visibility specified.")
    return _placed(book, item, asked.get("location", {})) if "location" in paths else item


def _found(book: Spreadsheet, filters: list[Json]) -> list[Metadata]:
    """What any of the filters selects, each once. 400: no filter, or nothing selected."""
    if not filters:
        raise invalid("At least one data filter must be specified.")
    found = {item.id: item for one in filters for item in metadata(book, one)}
    if not found:
        raise invalid("No developer metadata found for the given data filters.")
    return list(found.values())


def _delete(book: Spreadsheet, body: Json) -> Json:
    """Deleting what is not there is no error: the reply is empty."""
    if "dataFilter" not in body:
        raise invalid("A data filter must be specified.")
    gone = metadata(book, body["dataFilter"])
    for item in gone:
        del book.metadata[item.id]
    return {"deletedDeveloperMetadata": [shown(item) for item in gone]} if gone else {}


KINDS = {
    "createDeveloperMetadata": _create,
    "updateDeveloperMetadata": _update,
    "deleteDeveloperMetadata": _delete,
}

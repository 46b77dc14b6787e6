"""Requests made up from the discovery document: they fit its schemas, and mostly make little
sense.
"""

from __future__ import annotations

from random import Random
from typing import Any

from tests.sheets_server.discovery import document
from tests.sheets_server.tests.changes.desk import Json, block, columns

_TEXTS = ("Ada", "=A1", "=$B2>1", "x", "", "title", "*", "range", "note", "0", "a,b")
_MASKS = (
    "*",
    "*",
    "title",
    "range",
    "note",
    "name",
    "userEnteredValue",
    "metadataValue",
    "pixelSize",
    "hiddenByUser",
    "collapsed",
    "gridProperties",
    "gridProperties.rowCount",
    "columnProperties",
    "rowsProperties",
    "criteria",
    "index",
)
_NUMBERS = (0, 0, 1, 1, 2, 3, 4, 5, 8, 12, -1)
_DEEPEST = 6


def schemas() -> Any:
    """The schemas of the discovery document."""
    return document("sheets.v4")["schemas"]


def request(random: Random, kind: str) -> Json:
    """A request of that kind."""
    return {kind: _made(random, schemas()["Request"]["properties"][kind]["$ref"], 0)}


def _made(random: Random, schema: str, depth: int) -> Json:
    made = {}
    for name, field in schemas()[schema].get("properties", {}).items():
        if random.random() < _chance(schema, name, depth):
            made[name] = _value(random, field, name, depth + 1)
    for start, end in (
        ("startRowIndex", "endRowIndex"),
        ("startColumnIndex", "endColumnIndex"),
        ("startIndex", "endIndex"),
    ):
        if start in made and end in made and made[start] >= made[end]:
            made[start], made[end] = max(0, made[end] - 1), made[start] + 1
    return made


def _chance(schema: str, name: str, depth: int) -> float:
    """How likely a field is set: places nearly always, what mostly leads to a refusal seldom, the
    rest less inside.
    """
    if depth >= _DEEPEST:
        return 0
    if schema in ("GridRange", "DimensionRange", "GridCoordinate"):
        return 0.95
    if name in ("tableId", "namedRangeId", "newSheet") or "Color" in name or "ataSource" in name:
        return 0.1
    return 0.8 if depth <= 1 else 0.35


def _value(random: Random, field: Json, name: str, depth: int) -> Any:
    if "$ref" in field:
        return _made(random, field["$ref"], depth)
    if "enum" in field:
        return random.choice(field["enum"])
    kind = field.get("type")
    if kind == "array":
        return [_value(random, field["items"], name, depth) for _ in range(random.randint(0, 2))]
    if kind == "object":
        return {random.choice("012"): _value(random, field["additionalProperties"], name, depth)}
    if kind in ("integer", "number"):
        return random.choice((0, 1, 1, 2) if name.endswith("Id") else _NUMBERS)
    if kind == "boolean":
        return random.random() < 0.5
    return random.choice(
        _MASKS if name == "fields" else ("1", "2") if name.endswith("Id") else _TEXTS
    )


def furniture() -> list[Json]:
    """One object of every sort, with id 1 where it can have one."""
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$B2=1"}]}
    rule = {"ranges": [block(1, 5, 0, 3)], "booleanRule": {"condition": condition, "format": {}}}
    bands = {"firstBandColor": {}, "secondBandColor": {"red": 1}}
    metadata = {
        "metadataId": 1,
        "metadataKey": "range",
        "visibility": "DOCUMENT",
        "location": {"sheetId": 0},
    }
    return [
        {
            "addNamedRange": {
                "namedRange": {"namedRangeId": "1", "name": "first_", "range": block(0, 3, 0, 2)}
            }
        },
        {"addFilterView": {"filter": {"filterViewId": 1, "range": block(0, 3, 0, 3)}}},
        {
            "addBanding": {
                "bandedRange": {
                    "bandedRangeId": 1,
                    "range": block(6, 8, 0, 3),
                    "rowProperties": bands,
                }
            }
        },
        {"addTable": {"table": {"tableId": "1", "range": block(0, 3, 0, 3)}}},
        {"addChart": {"chart": {"chartId": 1, "spec": {"title": "Stages"}}}},
        {"addSlicer": {"slicer": {"slicerId": 2, "spec": {"dataRange": block(0, 3, 0, 3)}}}},
        {
            "addProtectedRange": {
                "protectedRange": {"protectedRangeId": 1, "range": block(0, 3, 0, 2)}
            }
        },
        {"addConditionalFormatRule": {"rule": rule}},
        {"addDimensionGroup": {"range": columns(1, 3)}},
        {"createDeveloperMetadata": {"developerMetadata": metadata}},
        {"setBasicFilter": {"filter": {"range": block(8, 11, 4, 6)}}},
    ]

"""A leads tab as it was read, with a plan for it: name, email and stage, and our nine columns
beside them.
"""

from __future__ import annotations

from typing import Any

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.metadata import HEADINGS, KEY, value_of
from sheetflow.backends.google.read import GoogleTab
from sheetflow.columns import OWNED, OWNED_KEYS
from sheetflow.model import TabPlan, Value

TEAM = ["Name", "Email", "Stage"]
HEADS = {column.key: column.en for column in OWNED}
STAGES = ("New", "Won")


def tab(
    headings: list[Value], entries: dict[int, str] | None = None, heading_row: int = 1, **parts: Any
) -> GoogleTab:
    """A tab with one lead; `entries` maps columns to the values of their metadata entries, whose
    ids are 100 and the column.
    """
    above: list[Value] = [None] * (heading_row - 1)
    columns = [[*above, heading, "x"] if heading else [] for heading in headings]
    column_metadata: list[Json] = [{} for _ in headings]
    for at, value in (entries or {}).items():
        column_metadata[at] = _with_entry(value, metadataId=100 + at)
    row_metadata: list[Json] = [{}] * (heading_row - 1)
    if entries:
        row_metadata.append(_with_entry(value_of(HEADINGS)))
    grid = {"rowCount": 100, "columnCount": 26}
    properties = {"sheetId": 9, "title": "Leads", "gridProperties": grid}
    data = [{"columnMetadata": column_metadata, "rowMetadata": row_metadata}]
    return GoogleTab("Leads", True, {"properties": properties, "data": data, **parts}, columns)


def _with_entry(value: str, **more: Any) -> Json:
    """A column or row with an entry of ours."""
    return {"developerMetadata": [{"metadataKey": KEY, "metadataValue": value, **more}]}


def plan(owned: dict[str, int] | None = None, heading_row: int = 1, **other: Any) -> TabPlan:
    present = owned or {}
    missing = {key: HEADS[key] for key in OWNED_KEYS if key not in present}
    people = {"name": 0, "email": 1, "stage": 2}
    columns = tuple(sorted({*people.values(), *present.values()}))
    parts: dict[str, Any] = {"people": people, "missing": missing, "columns": columns, **other}
    return TabPlan("Leads", heading_row, 2, owned=present, rows=(), **parts)


ALL = {key: 3 + n for n, key in enumerate(OWNED_KEYS)}
HEADINGS_OF_ALL: list[Value] = [*TEAM, *HEADS.values()]
PEOPLES_ENTRIES = {
    0: value_of("people:name"),
    1: value_of("people:email"),
    2: value_of("people:stage", STAGES),
}
ENTRIES = PEOPLES_ENTRIES | {at: value_of(key, formatted=True) for key, at in ALL.items()}


def kinds(requests: list[Json]) -> list[str]:
    return [next(iter(request)) for request in requests]

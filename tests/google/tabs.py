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
    headings: list[Value], marks: dict[int, str] | None = None, heading_row: int = 1, **parts: Any
) -> GoogleTab:
    """A tab with one lead; `marks` maps columns to the values of their marks, whose ids are 100 and
    the column.
    """
    above: list[Value] = [None] * (heading_row - 1)
    columns = [[*above, heading, "x"] if heading else [] for heading in headings]
    metadata = [
        {
            "developerMetadata": [
                {"metadataId": 100 + at, "metadataKey": KEY, "metadataValue": marks[at]}
            ]
        }
        if marks and at in marks
        else {}
        for at in range(len(headings))
    ]
    rows = [{}] * (heading_row - 1)
    rows += (
        [{"developerMetadata": [{"metadataKey": KEY, "metadataValue": value_of(HEADINGS)}]}]
        if marks
        else []
    )
    sheet = {
        "properties": {
            "sheetId": 9,
            "title": "Leads",
            "gridProperties": {"rowCount": 100, "columnCount": 26},
        },
        "data": [{"columnMetadata": metadata, "rowMetadata": rows}],
        **parts,
    }
    return GoogleTab("Leads", True, sheet, columns)


def plan(owned: dict[str, int] | None = None, heading_row: int = 1, **other: Any) -> TabPlan:
    standing = owned or {}
    missing = {key: HEADS[key] for key in OWNED_KEYS if key not in standing}
    people = {"name": 0, "email": 1, "stage": 2}
    columns = tuple(sorted({*people.values(), *standing.values()}))
    parts: dict[str, Any] = {"people": people, "missing": missing, "columns": columns, **other}
    return TabPlan("Leads", heading_row, 2, owned=standing, rows=(), **parts)


ALL = {key: 3 + n for n, key in enumerate(OWNED_KEYS)}
HEADINGS_OF_ALL: list[Value] = [*TEAM, *HEADS.values()]
MARKED = {at: value_of(key, dressed=True) for key, at in ALL.items()} | {
    0: value_of("people:name"), 1: value_of("people:email"), 2: value_of("people:stage", STAGES),
}  # fmt: skip


def kinds(requests: list[Json]) -> list[str]:
    return [next(iter(request)) for request in requests]

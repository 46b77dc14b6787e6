"""What a batchUpdate tells of the sheet right after it: a look at the rows that costs no request of
its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from sheetflow.backends.google import metadata
from sheetflow.backends.google.grid import Json, a1, quoted
from sheetflow.backends.google.layout import ColumnLayout
from sheetflow.backends.google.prepare_requests import asks
from sheetflow.backends.google.read import ERROR_TYPES, Column, column_of
from sheetflow.backends.google.row_matching import RowKeys

_NOTED: Final = (
    "dataValidation(condition(type,values(userEnteredValue))),note,userEnteredFormat(numberFormat)"
)
CELLS: Final = f"sheets(properties(sheetId),data(startRow,startColumn,rowData(values({_NOTED}))))"
"""The field mask of a request that looks for drop-downs and notes of the team's."""


def fields(*, noted: bool) -> str:
    """The field mask of a batch's answer; `noted` where drop-downs and notes are wanted too."""
    cell = f"effectiveValue,{_NOTED}" if noted else "effectiveValue"
    return (
        "replies(createDeveloperMetadata(developerMetadata(metadataId)),deleteConditionalFormatRule(rule)),"
        "updatedSpreadsheet(sheets(properties(sheetId),tables(tableId,range,rowsProperties),basicFilter,data(startRow,startColumn,"
        f"columnMetadata(developerMetadata(metadataId)),rowData(values({cell})))))"
    )


def asking(
    requests: Sequence[Json],
    places: Sequence[ColumnLayout],
    *,
    noted: bool = False,
    whole: bool = False,
) -> Json:
    """The body of a batch that also asks for the headings and the identifying columns of these places;
    `noted` for the columns in which drop-downs and notes matter too, `whole` where the missing
    columns were inserted before.
    """
    ranges = [found for here in places for found in _ranges(here, noted=noted, whole=whole)]
    asked = {
        "includeSpreadsheetInResponse": True,
        "responseIncludeGridData": True,
        "responseRanges": ranges,
    }
    return {"requests": list(requests), **(asked if ranges else {})}


def _ranges(here: ColumnLayout, *, noted: bool, whole: bool) -> Iterator[str]:
    row, more = here.plan.heading_row, map(here.after, asks(here)) if noted else ()
    yield f"{quoted(here.tab.name)}!{row}:{row}"
    for column in sorted(
        {
            *(here.people[key] for key in here.identifying),
            *_owned(here, whole=whole).values(),
            *more,
        }
    ):
        yield a1(here.tab.name, column)


def noted_cells(here: ColumnLayout, answer: Json) -> Json:
    """The columns of an answer with their drop-downs and notes, in the places where they were
    read.
    """
    parts = [part for part in _parts(here, answer) if len(part.get("columnMetadata", ())) == 1]
    return {
        "data": [{**part, "startColumn": here.before(part.get("startColumn", 0))} for part in parts]
    }


def _owned(here: ColumnLayout, *, whole: bool) -> dict[str, int]:
    """Owned columns that stood in the sheet before the batch, where they stand after it; `whole`:
    those are all.
    """
    if whole:
        return here.owned
    return {key: here.after(column) for key, column in {**here.plan.owned, **here.blank}.items()}


class Created(NamedTuple):
    """A mark that a batch put on a column or row."""

    id: int
    name: str
    at: int


def created(
    requests: Sequence[Json], answer: Json, sheet_id: int, dimension: str = "COLUMNS"
) -> list[Created]:
    """The marks that the batch put on the columns (or rows) of a sheet."""
    found = []
    for request, reply in zip(requests, answer.get("replies", ()), strict=False):
        entry = request.get("createDeveloperMetadata", {}).get("developerMetadata", {})
        place = entry.get("location", {}).get("dimensionRange", {})
        if place.get("sheetId") == sheet_id and place.get("dimension") == dimension:
            new = reply["createDeveloperMetadata"]["developerMetadata"]["metadataId"]
            found.append(
                Created(new, metadata.name_of(entry["metadataValue"]), place["startIndex"])
            )
    return found


def edges(requests: Sequence[Json], answer: Json, sheet_id: int) -> dict[int, int]:
    """0-based row -> id, for the marks that the batch put on the edges of what must grow."""
    found = created(requests, answer, sheet_id, "ROWS")
    return {mark.at: mark.id for mark in found if mark.name == metadata.EDGE}


def misplaced(here: ColumnLayout, answer: Json, new: Sequence[Created]) -> list[int]:
    """The ids of marks that came down beside their columns, because people moved columns since they
    were read.

    Those on columns that the same batch inserted are always right.
    """
    headings, before = _headings(here, answer), here.tab.head[here.plan.heading_row - 1]
    was = {here.after(column): value for column, value in enumerate(before)}
    standing = {
        here.after(column) for column in (*here.plan.people.values(), *here.plan.owned.values())
    }
    old = [mark for mark in new if mark.at in standing]
    return (
        [mark.id for mark in old] if any(headings.get(m.at) != was.get(m.at) for m in old) else []
    )


def _headings(here: ColumnLayout, answer: Json) -> dict[int, Any]:
    for part in _parts(here, answer):
        if len(part.get("columnMetadata", ())) > 1:
            cells = part.get("rowData", [{}])[0].get("values", ())
            return {at: value(cell) for at, cell in enumerate(cells, part.get("startColumn", 0))}
    return {}


def rows_after(here: ColumnLayout, answer: Json, *, whole: bool) -> RowKeys | None:
    """Who stands where, as the batch left it; None where the answer does not tell."""
    found: dict[int, Column] = {}
    for part in _parts(here, answer):
        if len(part.get("columnMetadata", ())) == 1:
            cells = ((row.get("values") or [{}])[0] for row in part.get("rowData", ()))
            found[part.get("startColumn", 0)] = column_of([value(cell) for cell in cells])
    owned = {key: found.get(column) for key, column in _owned(here, whole=whole).items()}
    who = [found.get(here.people[key]) for key in here.identifying]
    if None in who or None in owned.values():
        return None
    standing = {key: column for key, column in owned.items() if column is not None}
    return RowKeys(
        [c for c in who if c is not None], {key: standing.get(key, []) for key in here.owned}
    )


def _parts(here: ColumnLayout, answer: Json) -> list[Json]:
    parts: list[Json] = sheet_after(here, answer).get("data", [])
    return parts


def sheet_after(here: ColumnLayout, answer: Json) -> Json:
    """A tab as the batch left it: tables, filter, and the columns that were asked for."""
    sheets = answer.get("updatedSpreadsheet", {}).get("sheets", ())
    return next((s for s in sheets if s["properties"].get("sheetId", 0) == here.tab.sheet_id), {})


def value(cell: Json) -> Any:
    """The value of a CellData as a values answer would give it."""
    for kind, found in cell.get("effectiveValue", {}).items():
        return ERROR_TYPES.get(found.get("type", ""), "#ERROR!") if kind == "errorValue" else found
    return ""

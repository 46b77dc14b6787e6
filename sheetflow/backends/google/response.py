"""What the answer of a batchUpdate says of the sheet right after it: a look at the rows that costs
no request of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from sheetflow.backends.google import metadata
from sheetflow.backends.google.grid import Json, a1, quoted
from sheetflow.backends.google.layout import ColumnLayout
from sheetflow.backends.google.prepare_requests import columns_to_check
from sheetflow.backends.google.read import ERROR_TYPES, Column, column_of
from sheetflow.backends.google.row_matching import RowKeys

_WITH_NOTES: Final = (
    "dataValidation(condition(type,values(userEnteredValue))),note,userEnteredFormat(numberFormat)"
)
CELLS: Final = (
    f"sheets(properties(sheetId),data(startRow,startColumn,rowData(values({_WITH_NOTES}))))"
)
"""The field mask of a request that looks for drop-downs and notes of the team's."""


def response_fields(*, with_notes: bool) -> str:
    """Returns the field mask of a batch's answer; `with_notes` where drop-downs and notes are
    wanted too.
    """
    cell = f"effectiveValue,{_WITH_NOTES}" if with_notes else "effectiveValue"
    return (
        "replies(createDeveloperMetadata(developerMetadata(metadataId)),"
        "deleteConditionalFormatRule(rule)),"
        "updatedSpreadsheet(sheets(properties(sheetId),tables(tableId,range,rowsProperties),"
        "basicFilter,data(startRow,startColumn,"
        f"columnMetadata(developerMetadata(metadataId)),rowData(values({cell})))))"
    )


def batch_body(
    requests: Sequence[Json],
    layouts: Sequence[ColumnLayout],
    *,
    with_notes: bool = False,
    inserted: bool = False,
) -> Json:
    """Builds the body of a batch that also asks for the headings and the identifying columns of
    these tabs.

    `with_notes`: for the columns in which drop-downs and notes matter too. `inserted`: the new
    columns are in the sheet already.
    """
    ranges: list[str] = []
    for layout in layouts:
        ranges += _ranges(layout, with_notes=with_notes, inserted=inserted)
    body: Json = {"requests": list(requests)}
    if ranges:
        body["includeSpreadsheetInResponse"] = True
        body["responseIncludeGridData"] = True
        body["responseRanges"] = ranges
    return body


def _ranges(layout: ColumnLayout, *, with_notes: bool, inserted: bool) -> Iterator[str]:
    row, title, people = layout.plan.heading_row, layout.tab.name, layout.people
    columns = {people[key] for key in layout.identifying}
    columns.update(_owned(layout, inserted=inserted).values())
    if with_notes:
        columns.update(map(layout.after, columns_to_check(layout)))
    yield f"{quoted(title)}!{row}:{row}"
    for column in sorted(columns):
        yield a1(title, column)


def cells_with_notes(layout: ColumnLayout, answer: Json) -> Json:
    """Returns the columns of an answer with their drop-downs and notes, in the places where they
    were read.
    """
    parts = [part for part in _parts(layout, answer) if _is_column(part)]
    return {
        "data": [
            {**part, "startColumn": layout.before(part.get("startColumn", 0))} for part in parts
        ]
    }


def _owned(layout: ColumnLayout, *, inserted: bool) -> dict[str, int]:
    """Returns the owned columns that were in the sheet before the batch, where they are after it;
    `inserted`: those are all.
    """
    if inserted:
        return layout.owned
    return {key: layout.after(column) for key, column in layout.owned_as_read.items()}


class Created(NamedTuple):
    """A metadata entry that a batch put on a column or row."""

    id: int
    name: str
    at: int


def created(
    requests: Sequence[Json], answer: Json, sheet_id: int, dimension: str = "COLUMNS"
) -> list[Created]:
    """Returns the metadata entries that the batch put on the columns (or rows) of a sheet."""
    found = []
    for request, reply in zip(requests, answer.get("replies", ()), strict=False):
        entry = request.get("createDeveloperMetadata", {}).get("developerMetadata", {})
        place = entry.get("location", {}).get("dimensionRange", {})
        if place.get("sheetId") == sheet_id and place.get("dimension") == dimension:
            new = reply["createDeveloperMetadata"]["developerMetadata"]["metadataId"]
            name = metadata.name_of(entry["metadataValue"])
            found.append(Created(new, name, place["startIndex"]))
    return found


def created_on_last_rows(requests: Sequence[Json], answer: Json, sheet_id: int) -> dict[int, int]:
    """Returns 0-based row -> id, for the entries that the batch put on the last rows of what is to
    be widened.
    """
    found = created(requests, answer, sheet_id, "ROWS")
    return {entry.at: entry.id for entry in found if entry.name == metadata.LAST_ROW}


def entries_beside_columns(layout: ColumnLayout, answer: Json, new: Sequence[Created]) -> list[int]:
    """Returns the ids of entries that were put beside their columns, because people moved columns
    since they were read.

    Those on columns that the same batch inserted are always right.
    """
    plan, now = layout.plan, _headings(layout, answer)
    headings = enumerate(layout.tab.head[plan.heading_row - 1])
    expected = {layout.after(column): value for column, value in headings}
    were_there = {*map(layout.after, plan.people.values()), *map(layout.after, plan.owned.values())}
    old = [entry for entry in new if entry.at in were_there]
    if all(now.get(entry.at) == expected.get(entry.at) for entry in old):
        return []
    return [entry.id for entry in old]


def _headings(layout: ColumnLayout, answer: Json) -> dict[int, Any]:
    """Returns column -> heading, as the batch left it."""
    for part in _parts(layout, answer):
        if len(part.get("columnMetadata", ())) > 1:
            cells = part.get("rowData", [{}])[0].get("values", ())
            return {at: value(cell) for at, cell in enumerate(cells, part.get("startColumn", 0))}
    return {}


def row_keys_after(layout: ColumnLayout, answer: Json, *, inserted: bool) -> RowKeys | None:
    """Returns who is in which row, as the batch left it; None where the answer does not tell."""
    found = _columns(layout, answer)
    people, owned = layout.people, _owned(layout, inserted=inserted)
    who = [people[key] for key in layout.identifying]
    if not found.keys() >= {*who, *owned.values()}:
        return None
    ours: dict[str, Column] = {key: [] for key in layout.owned}
    ours |= {key: found[column] for key, column in owned.items()}
    return RowKeys([found[column] for column in who], ours)


def _columns(layout: ColumnLayout, answer: Json) -> dict[int, Column]:
    """Returns column -> its cells, for the columns that were asked for."""
    found: dict[int, Column] = {}
    for part in _parts(layout, answer):
        if _is_column(part):
            cells = [(row.get("values") or [{}])[0] for row in part.get("rowData", ())]
            found[part.get("startColumn", 0)] = column_of([value(cell) for cell in cells])
    return found


def _is_column(part: Json) -> bool:
    """Returns whether a GridData is a single column; the headings are a row."""
    return len(part.get("columnMetadata", ())) == 1


def _parts(layout: ColumnLayout, answer: Json) -> list[Json]:
    parts: list[Json] = sheet_after(layout, answer).get("data", [])
    return parts


def sheet_after(layout: ColumnLayout, answer: Json) -> Json:
    """Returns a tab as the batch left it: tables, filter, and the columns that were asked for."""
    sheets, wanted = answer.get("updatedSpreadsheet", {}).get("sheets", ()), layout.tab.sheet_id
    return next((s for s in sheets if s["properties"].get("sheetId", 0) == wanted), {})


def value(cell: Json) -> Any:
    """Returns the value of a CellData as a values answer would give it."""
    for kind, found in cell.get("effectiveValue", {}).items():
        return ERROR_TYPES.get(found.get("type", ""), "#ERROR!") if kind == "errorValue" else found
    return ""

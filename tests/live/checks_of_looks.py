"""What the backend believes of batches, colours, warnings, tables and filters on Google Sheets. See
checklist.py.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from sheetflow.backends.google.formatting import format_tab
from sheetflow.backends.google.grid import Frame
from sheetflow.columns import OWNED_KEYS
from tests.live.scratch import PEOPLE, Check, Json, ScratchSpreadsheet, block, listed, refused, span

CHECKS: list[Check] = []
check = listed(CHECKS)


# ── a batch and its answer ───────────────────────────────────────────────────────────────────


@check
def a_batch_tells_the_ranges_that_it_was_asked_for_as_they_are_after_it(
    scratch: ScratchSpreadsheet,
) -> None:
    sheet = scratch.fresh(PEOPLE)
    data = (
        "startRow,startColumn,columnMetadata(developerMetadata(metadataId)),"
        "rowData(values(effectiveValue))"
    )
    fields = f"updatedSpreadsheet(sheets(properties(sheetId),data({data})))"
    asked = {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True,
             "responseRanges": [f"'check {sheet}'!1:1", f"'check {sheet}'!C:C"]}  # fmt: skip
    insert = {"insertDimension": {"range": span(sheet, 1), "inheritFromBefore": True}}
    sheets = scratch.change(insert, fields=fields, **asked)["updatedSpreadsheet"]["sheets"]
    (found,) = (one for one in sheets if one["properties"].get("sheetId", 0) == sheet)
    row, column = sorted(found["data"], key=lambda part: -len(part.get("columnMetadata", ())))
    assert [len(row["columnMetadata"]), len(column["columnMetadata"])] == [7, 1]
    assert [cell.get("effectiveValue") for cell in row["rowData"][0]["values"]][2] == {
        "stringValue": "Touches"
    }
    assert column["startColumn"] == 2
    numbers = [line["values"][0]["effectiveValue"] for line in column["rowData"]]
    assert numbers == [{"stringValue": "Touches"}, *({"numberValue": n} for n in (3, 1, 2))]


@check
def behind_the_last_column_room_is_appended_before_it_is_inserted(
    scratch: ScratchSpreadsheet,
) -> None:
    sheet = scratch.fresh(PEOPLE, width=2)
    append = {"appendDimension": {"sheetId": sheet, "dimension": "COLUMNS", "length": 1}}
    insert = {"insertDimension": {"range": span(sheet, 2, 4), "inheritFromBefore": True}}
    scratch.change(append, insert)
    grid = scratch.sheet(sheet, "properties(gridProperties(columnCount))")["properties"][
        "gridProperties"
    ]
    assert grid["columnCount"] == 5


@check
def an_inserted_column_inherits_a_drop_down_and_can_lose_it(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE)
    words = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Ana"}]}}
    scratch.change({"setDataValidation": {"range": block(sheet, (1, 4), (1, 2)), "rule": words}})
    scratch.change({"insertDimension": {"range": span(sheet, 2), "inheritFromBefore": True}},
                {"setDataValidation": {"range": block(sheet, (1, 4), (2, 3))}})  # fmt: skip
    rows = scratch.sheet(sheet, "data(rowData(values(dataValidation)))")["data"][0]["rowData"]
    assert "dataValidation" in rows[1]["values"][1]
    assert not any("dataValidation" in cell for row in rows for cell in row.get("values", ())[2:])


@check
def a_deleted_rule_comes_back_in_the_reply(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE, width=20)
    scratch.change(*_rules(sheet))
    (reply,) = scratch.replies({"deleteConditionalFormatRule": {"sheetId": sheet, "index": 0}})
    assert "sheetflow:" in json.dumps(reply["deleteConditionalFormatRule"]["rule"])


# ── colours, warnings, tables, filters ───────────────────────────────────────────────────────


def _frame(sheet: int) -> Frame:
    return Frame(sheet, 1, {key: at for at, key in enumerate(OWNED_KEYS, 6)})


def _rules(sheet: int) -> list[Json]:
    requests = format_tab(
        {"properties": {"sheetId": sheet, "gridProperties": {"rowCount": 20}}}, _frame(sheet), None
    )
    return [request for request in requests if "addConditionalFormatRule" in request]


@check
def our_colours_and_warnings_are_there_after_one_batch(scratch: ScratchSpreadsheet) -> None:
    _are_there(scratch)


@check
def our_colours_are_there_in_a_spanish_sheet_too(scratch: ScratchSpreadsheet) -> None:
    _speak(scratch, "es_ES")
    try:
        _are_there(scratch)
    finally:
        _speak(scratch, "en_GB")


def _speak(scratch: ScratchSpreadsheet, locale: str) -> None:
    scratch.change(
        {"updateSpreadsheetProperties": {"properties": {"locale": locale}, "fields": "locale"}}
    )


def _are_there(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE, width=20)
    fields = "properties(sheetId,gridProperties),conditionalFormats,protectedRanges,tables,merges"
    requests = format_tab(scratch.sheet(sheet, fields), _frame(sheet), None)
    assert len(requests) > len(OWNED_KEYS)
    scratch.change(*requests)
    assert format_tab(scratch.sheet(sheet, fields), _frame(sheet), None) == []


@check
def a_warning_lets_everybody_edit(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE)
    warning = {"range": block(sheet, (0, 4), (1, 2)), "warningOnly": True}
    scratch.change({"addProtectedRange": {"protectedRange": warning}})
    (found,) = scratch.sheet(sheet, "protectedRanges")["protectedRanges"]
    assert (found["warningOnly"], found["requestingUserCanEdit"]) == (True, True)


@check
def a_range_that_is_closed_to_us_says_so_and_lets_null_alone(scratch: ScratchSpreadsheet) -> None:
    if not scratch.closed:
        pytest.skip("no spreadsheet with a tab that is closed to the account was named")
    first = scratch.get("sheets(properties(sheetId),protectedRanges)", of=scratch.closed)["sheets"][
        0
    ]
    assert first["protectedRanges"]
    assert not any(found.get("requestingUserCanEdit") for found in first["protectedRanges"])
    area = block(first["properties"].get("sheetId", 0), (0, 1), (0, 1))

    def write(row: list[str | None]) -> None:
        data = [{"dataFilter": {"gridRange": area}, "values": [row]}]
        body = {"valueInputOption": "RAW", "data": data}
        scratch.ask("post", "/values:batchUpdateByDataFilter", body, scratch.closed)

    write([None])
    with refused():
        write(["Mine"])


@check
def a_filter_can_be_made_wider_and_keeps_what_it_hides(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE)
    specs = [{"columnIndex": 0, "filterCriteria": {"hiddenValues": ["Ana"]}}]
    scratch.change(
        {
            "setBasicFilter": {
                "filter": {"range": block(sheet, (0, 4), (0, 2)), "filterSpecs": specs}
            }
        }
    )
    found = scratch.sheet(sheet, "basicFilter")["basicFilter"]
    insertion = {"insertDimension": {"range": span(sheet, 2), "inheritFromBefore": True}}
    scratch.change(
        insertion,
        {"setBasicFilter": {"filter": {**found, "range": {**found["range"], "endColumnIndex": 3}}}},
    )
    wider = scratch.sheet(sheet, "basicFilter")["basicFilter"]
    assert wider["range"]["endColumnIndex"] == 3
    assert wider["filterSpecs"][0]["filterCriteria"] == {"hiddenValues": ["Ana"]}


def _table(scratch: ScratchSpreadsheet, **more: Any) -> tuple[int, Json]:
    sheet = scratch.fresh([*PEOPLE, ["Total", 6]])
    table = {"name": f"Leads_{sheet}", "range": block(sheet, (0, 5), (0, 2)), **more}
    (reply,) = scratch.replies({"addTable": {"table": table}})
    return sheet, reply["addTable"]["table"]


@check
def a_table_can_be_made_wider(scratch: ScratchSpreadsheet) -> None:
    sheet, table = _table(scratch)
    area = {**table["range"], "endColumnIndex": 3}
    scratch.change(
        {"updateTable": {"table": {"tableId": table["tableId"], "range": area}, "fields": "range"}}
    )
    assert scratch.sheet(sheet, "tables(range)")["tables"][0]["range"]["endColumnIndex"] == 3


@check
def a_table_made_wider_names_blank_headings_and_takes_those_that_are_there(
    scratch: ScratchSpreadsheet,
) -> None:
    sheet, table = _table(scratch)
    start = {"sheetId": sheet, "rowIndex": 0, "columnIndex": 2}
    status = {"userEnteredValue": {"stringValue": "Status"}}
    heading = {
        "updateCells": {
            "start": start,
            "rows": [{"values": [status]}],
            "fields": "userEnteredValue",
        }
    }
    area = {**table["range"], "endColumnIndex": 4}
    wider = {
        "updateTable": {"table": {"tableId": table["tableId"], "range": area}, "fields": "range"}
    }
    scratch.change(heading, wider)
    name, touches, ours, made_up = (column[0] for column in scratch.columns(sheet))
    assert (name, touches, ours) == ("Name", "Touches", "Status")
    assert made_up


@check
def what_is_typed_over_a_heading_of_a_table_stays_when_it_is_made_wider(
    scratch: ScratchSpreadsheet,
) -> None:
    sheet, table = _table(scratch)
    start = {"sheetId": sheet, "rowIndex": 0, "columnIndex": 1}
    calls = {"userEnteredValue": {"stringValue": "Calls"}}
    scratch.change(
        {
            "updateCells": {
                "start": start,
                "rows": [{"values": [calls]}],
                "fields": "userEnteredValue",
            }
        }
    )
    area = {**table["range"], "endColumnIndex": 3}
    scratch.change(
        {"updateTable": {"table": {"tableId": table["tableId"], "range": area}, "fields": "range"}}
    )
    assert scratch.columns(sheet)[1][0] == "Calls"


@check
def a_batch_tells_tables_and_filter_beside_the_ranges_that_it_was_asked_for(
    scratch: ScratchSpreadsheet,
) -> None:
    sheet, _ = _table(scratch)
    other = scratch.fresh(PEOPLE)
    only = {"setBasicFilter": {"filter": {"range": block(other, (0, 4), (0, 2))}}}
    titles = [
        scratch.sheet(one, "properties(title)")["properties"]["title"] for one in (sheet, other)
    ]
    asked = {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True,
             "responseRanges": [f"'{title}'!A:A" for title in titles]}  # fmt: skip
    fields = (
        "updatedSpreadsheet(sheets(properties(sheetId),tables(range),basicFilter,"
        "data(startColumn)))"
    )
    told = scratch.change(only, fields=fields, **asked)["updatedSpreadsheet"]["sheets"]
    found = {one["properties"].get("sheetId", 0): one for one in told}
    assert found[sheet]["tables"][0]["range"]["endColumnIndex"] == 2
    assert found[other]["basicFilter"]["range"]["endColumnIndex"] == 2


@check
def the_footer_of_a_table_is_known_by_its_own_colour(scratch: ScratchSpreadsheet) -> None:
    colour = {"rgbColor": {"red": 1}}
    sheet, _ = _table(scratch, rowsProperties={"footerColorStyle": colour})
    (found,) = scratch.sheet(sheet, "tables(range,rowsProperties)")["tables"]
    assert "footerColorStyle" in found["rowsProperties"]
    assert found["range"]["endRowIndex"] == 5


@check
def a_typed_column_of_a_table_refuses_a_drop_down(scratch: ScratchSpreadsheet) -> None:
    columns = [{"columnIndex": 0, "columnName": "Name", "columnType": "TEXT"},
               {"columnIndex": 1, "columnName": "Touches", "columnType": "DOUBLE"}]  # fmt: skip
    sheet, _ = _table(scratch, columnProperties=columns)
    words = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "3"}]}}
    with refused():
        scratch.change(
            {"setDataValidation": {"range": block(sheet, (1, 4), (1, 2)), "rule": words}}
        )

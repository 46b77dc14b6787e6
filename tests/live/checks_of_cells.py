"""What the backend believes of metadata entries and values on Google Sheets. See checklist.py."""

from __future__ import annotations

import json
from typing import Any

from sheetflow.backends.google.metadata import update
from sheetflow.backends.google.read import METADATA
from sheetflow.backends.google.write_requests import LARGEST
from tests.live.scratch import (
    PEOPLE,
    Check,
    Json,
    ScratchSpreadsheet,
    block,
    listed,
    lookup,
    refused,
    span,
    unless_refused,
)

CHECKS: list[Check] = []
check = listed(CHECKS)


def column_entry(entry_id: int, *cells: Any) -> Json:
    """What the backend writes: one whole column, found by its metadata entry."""
    return {"dataFilter": lookup(entry_id), "majorDimension": "COLUMNS", "values": [list(cells)]}


def echoed(answer: Json) -> list[Any]:
    """The only column of an echo."""
    values: list[list[Any]] = answer.get("updatedData", {}).get("values", [[]])
    return values[0]


# ── entries ───────────────────────────────────────────────────────────────────────────────────────


@check
def metadata_of_a_row_stays_where_it_is_when_people_sort(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE)
    entry_id = scratch.add_metadata(sheet, 1, "ROWS")
    by_name = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    scratch.change({"sortRange": {"range": block(sheet, (1, 4), (0, 2)), "sortSpecs": by_name}})
    assert scratch.columns(sheet)[0] == ["Name", "Ana", "Marta", "Tessa"]
    assert scratch.place_of(entry_id) == 1


@check
def metadata_of_a_column_moves_with_it(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE)
    entry_id = scratch.add_metadata(sheet, 1)
    scratch.change({"insertDimension": {"range": span(sheet, 0), "inheritFromBefore": False}})
    assert scratch.place_of(entry_id) == 2
    scratch.change({"moveDimension": {"source": span(sheet, 2), "destinationIndex": 0}})
    assert scratch.place_of(entry_id) == 0


@check
def metadata_of_a_deleted_column_is_gone_and_matches_no_values(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE)
    entry_id = scratch.add_metadata(sheet, 1)
    scratch.change({"deleteDimension": {"range": span(sheet, 1)}})
    assert scratch.place_of(entry_id) is None
    found = (
        unless_refused(lambda: scratch.values(lookup(entry_id))) or []
    )  # the backend reads again after either answer
    assert [entry for entry in found if entry["valueRange"].get("values")] == []


@check
def an_entry_for_a_column_that_is_gone_is_refused_or_passed_over(
    scratch: ScratchSpreadsheet,
) -> None:
    sheet = scratch.fresh(PEOPLE)
    gone, stays = scratch.add_metadata(sheet, 1), scratch.add_metadata(sheet, 0)
    scratch.change({"deleteDimension": {"range": span(sheet, 1)}})
    answers = unless_refused(
        lambda: scratch.write(column_entry(stays, None, "Eva"), column_entry(gone, None, 7))
    )
    now = ["Name", "Tessa" if answers is None else "Eva", "Ana", "Marta"]
    assert scratch.columns(sheet) == [now]
    assert answers is None or [values for answer in answers if (values := echoed(answer))] == [now]


@check
def a_new_value_for_an_entry_that_is_elsewhere_is_refused_with_all_that_came_with_it(
    scratch: ScratchSpreadsheet,
) -> None:
    sheet = scratch.fresh(PEOPLE)
    entry_id = scratch.add_metadata(sheet, 1)
    scratch.change({"insertDimension": {"range": span(sheet, 0), "inheritFromBefore": False}})
    start = {"sheetId": sheet, "rowIndex": 0, "columnIndex": 1}
    note = {
        "updateCells": {"start": start, "rows": [{"values": [{"note": "ours"}]}], "fields": "note"}
    }
    with refused():
        scratch.change(note, update(entry_id, "formatted", (sheet, 1)))
    rows = scratch.sheet(sheet, "data(rowData(values(note)))")["data"][0].get("rowData", ())
    assert not any(cell.get("note") for row in rows for cell in row.get("values", ()))
    scratch.change(note, update(entry_id, "formatted", (sheet, 2)))


@check
def a_copied_tab_has_copies_of_the_entries_under_ids_of_their_own(
    scratch: ScratchSpreadsheet,
) -> None:
    sheet = scratch.fresh(PEOPLE)
    entry_id = scratch.add_metadata(sheet, 1)
    (reply,) = scratch.replies(
        {"duplicateSheet": {"sourceSheetId": sheet, "newSheetName": f"copy of {sheet}"}}
    )
    copy = reply["duplicateSheet"]["properties"]["sheetId"]
    data = scratch.sheet(copy, "data(columnMetadata(developerMetadata(metadataId,metadataKey)))")[
        "data"
    ]
    found = [
        entry
        for column in data[0].get("columnMetadata", ())
        for entry in column.get("developerMetadata", ())
    ]
    assert entry_id not in [entry["metadataId"] for entry in found]
    assert scratch.place_of(entry_id) == 1


@check
def a_mask_gives_the_ids_of_new_entries_in_the_order_of_the_requests(
    scratch: ScratchSpreadsheet,
) -> None:
    sheet = scratch.fresh(PEOPLE)
    entries = [
        {
            "metadataKey": "sheetflow-check",
            "metadataValue": str(at),
            "visibility": "DOCUMENT",
            "location": {"dimensionRange": span(sheet, at)},
        }
        for at in (1, 0)
    ]
    requests = [{"createDeveloperMetadata": {"developerMetadata": entry}} for entry in entries]
    answer = scratch.change(
        *requests, fields="replies(createDeveloperMetadata(developerMetadata(metadataId)))"
    )
    made = [
        reply["createDeveloperMetadata"]["developerMetadata"]["metadataId"]
        for reply in answer["replies"]
    ]
    assert [scratch.place_of(entry_id) for entry_id in made] == [1, 0]


@check
def the_metadata_of_many_blank_rows_is_small(scratch: ScratchSpreadsheet) -> None:
    scratch.fresh(PEOPLE, height=20_000, width=3)
    assert len(json.dumps(scratch.get(METADATA))) < 1_000_000


# ── values ───────────────────────────────────────────────────────────────────────────────────


@check
def null_leaves_a_cell_alone_and_the_echo_holds_the_whole_column(
    scratch: ScratchSpreadsheet,
) -> None:
    sheet = scratch.fresh(PEOPLE)
    (answer,) = scratch.write(column_entry(scratch.add_metadata(sheet, 1), None, None, 9))
    assert scratch.columns(sheet)[1] == ["Touches", 3, 9, 2]
    assert echoed(answer) == ["Touches", 3, 9, 2]


@check
def an_empty_row_leaves_a_cell_alone_and_the_echo_goes_row_by_row(
    scratch: ScratchSpreadsheet,
) -> None:
    sheet = scratch.fresh(PEOPLE)
    entry = {
        **column_entry(scratch.add_metadata(sheet, 1)),
        "majorDimension": "ROWS",
        "values": [[], [], [9]],
    }
    (answer,) = scratch.write(entry)
    assert scratch.columns(sheet)[1] == ["Touches", 3, 9, 2]
    assert answer["updatedData"]["values"] == [["Touches"], [3], [9], [2]]


@check
def a_value_for_a_cell_inside_a_merge_is_refused_or_dropped(scratch: ScratchSpreadsheet) -> None:
    """Below the first cell of a merge nothing can be: whatever the answer, the others are as
    they were.
    """
    sheet = scratch.fresh(PEOPLE)
    scratch.change(
        {"mergeCells": {"range": block(sheet, (1, 3), (1, 2)), "mergeType": "MERGE_ALL"}}
    )
    answers = unless_refused(
        lambda: scratch.write(column_entry(scratch.add_metadata(sheet, 1), None, None, 9, 4))
    )
    assert scratch.columns(sheet)[1] in (
        ["Touches", 3, "", 2 if answers is None else 4],
        ["Touches", 3, 9, 4],
    )
    assert scratch.columns(sheet)[0] == ["Name", "Tessa", "Ana", "Marta"]


@check
def an_echo_ends_with_its_last_filled_cell(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE, height=50)
    (answer,) = scratch.write(column_entry(scratch.add_metadata(sheet, 1), None, None, None, ""))
    assert echoed(answer) == ["Touches", 3, 1]


@check
def an_empty_text_clears_a_cell(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE)
    scratch.write(column_entry(scratch.add_metadata(sheet, 1), None, "", 4))
    cells = scratch.sheet(sheet, "data(rowData(values(userEnteredValue)))")["data"][0]["rowData"]
    assert scratch.columns(sheet)[1][:3] == ["Touches", "", 4]
    assert not cells[1]["values"][1:] or "userEnteredValue" not in cells[1]["values"][1]


@check
def an_entry_of_nothing_but_null_is_answered_with_the_column(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE)
    (answer,) = scratch.write(column_entry(scratch.add_metadata(sheet, 0), None))
    assert echoed(answer) == ["Name", "Tessa", "Ana", "Marta"]


@check
def several_entries_are_all_written_or_none(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE, height=5)
    with refused():
        scratch.write(
            column_entry(scratch.add_metadata(sheet, 1), None, 8),
            column_entry(scratch.add_metadata(sheet, 0), *[None] * 5, "Eva"),
        )
    assert scratch.columns(sheet)[1] == ["Touches", 3, 1, 2]


@check
def raw_text_is_no_formula_and_no_number(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE)
    texts = ["Touches", '=IMPORTXML("x","y")', "+34 600 000 001", "007", "TRUE", "'quoted"]
    scratch.write(column_entry(scratch.add_metadata(sheet, 1), *texts))
    assert scratch.columns(sheet)[1] == texts


@check
def a_range_of_only_a_sheet_is_the_whole_tab_from_its_first_cell(
    scratch: ScratchSpreadsheet,
) -> None:
    sheet = scratch.fresh([["", ""], ["", "Name"], ["", "Ana", "", "", ""]])
    assert scratch.columns(sheet) == [[], ["", "Name", "Ana"]]


@check
def rows_that_are_hidden_or_filtered_away_are_read_too(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE)
    hide = {
        "range": span(sheet, 1, dimension="ROWS"),
        "properties": {"hiddenByUser": True},
        "fields": "hiddenByUser",
    }
    specs = [{"columnIndex": 0, "filterCriteria": {"hiddenValues": ["Ana"]}}]
    only = {"filter": {"range": block(sheet, (0, 4), (0, 2)), "filterSpecs": specs}}
    scratch.change({"updateDimensionProperties": hide}, {"setBasicFilter": only})
    assert scratch.columns(sheet)[0] == ["Name", "Tessa", "Ana", "Marta"]


@check
def error_values_come_as_their_text(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh([["Name"], ["=NA()"], ["=1/0"], ["=NOSUCHFUNCTION()"]])
    assert scratch.columns(sheet)[0] == ["Name", "#N/A", "#DIV/0!", "#NAME?"]


@check
def days_and_checkboxes_come_as_serials_and_booleans(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh([["Day", "Done"], ["2026-11-20", True], ["2026-11-20 12:00", False]])
    rule = {"condition": {"type": "BOOLEAN"}}
    scratch.change({"setDataValidation": {"range": block(sheet, (1, 3), (1, 2)), "rule": rule}})
    assert scratch.columns(sheet) == [["Day", 46346, 46346.5], ["Done", True, False]]


@check
def a_smart_chip_comes_as_its_text(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE)
    runs = [
        {"startIndex": 0, "chip": {"personProperties": {"email": scratch.account}}},
        {"startIndex": 1},
    ]
    chip = {"userEnteredValue": {"stringValue": "@ and more"}, "chipRuns": runs}
    start = {"sheetId": sheet, "rowIndex": 1, "columnIndex": 0}
    fields = "userEnteredValue,chipRuns"
    scratch.change(
        {"updateCells": {"start": start, "rows": [{"values": [chip]}], "fields": fields}}
    )
    text = scratch.columns(sheet)[0][1]
    assert isinstance(text, str)
    assert text.endswith(" and more")


@check
def a_cell_takes_fifty_thousand_characters_and_no_more(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE)
    entry_id = scratch.add_metadata(sheet, 0)
    scratch.write(column_entry(entry_id, None, "x" * 50_000))
    with refused():
        scratch.write(column_entry(entry_id, None, "x" * 50_001))


@check
def a_body_as_large_as_our_largest_is_taken(scratch: ScratchSpreadsheet) -> None:
    rows = LARGEST // 1_000
    sheet = scratch.fresh(PEOPLE, height=rows + 10, width=2)
    (answer,) = scratch.write(column_entry(scratch.add_metadata(sheet, 1), *["x" * 990] * rows))
    assert len(echoed(answer)) == rows


@check
def a_tab_that_is_gone_is_refused_by_its_number(scratch: ScratchSpreadsheet) -> None:
    sheet = scratch.fresh(PEOPLE)
    scratch.change({"deleteSheet": {"sheetId": sheet}})
    with refused():
        scratch.values({"gridRange": {"sheetId": sheet}})

"""What the backend believes of marks and values on Google Sheets. See checklist.py."""

from __future__ import annotations

import json
from typing import Any

from sheetflow.backends.google.metadata import update
from sheetflow.backends.google.read import METADATA
from sheetflow.backends.google.write_requests import LARGEST
from tests.live.desk import (
    PEOPLE,
    Check,
    Desk,
    Json,
    block,
    listed,
    lookup,
    refused,
    span,
    unless_refused,
)

CHECKS: list[Check] = []
check = listed(CHECKS)


def column_entry(mark: int, *cells: Any) -> Json:
    """What the backend writes: one whole column, found by its mark."""
    return {"dataFilter": lookup(mark), "majorDimension": "COLUMNS", "values": [list(cells)]}


def echoed(answer: Json) -> list[Any]:
    """The only column of an echo."""
    values: list[list[Any]] = answer.get("updatedData", {}).get("values", [[]])
    return values[0]


# ── marks ────────────────────────────────────────────────────────────────────────────────────


@check
def metadata_of_a_row_stays_where_it_is_when_people_sort(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
    mark = desk.mark(sheet, 1, "ROWS")
    by_name = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    desk.change({"sortRange": {"range": block(sheet, (1, 4), (0, 2)), "sortSpecs": by_name}})
    assert desk.columns(sheet)[0] == ["Name", "Ana", "Marta", "Tessa"]
    assert desk.place_of(mark) == 1


@check
def metadata_of_a_column_moves_with_it(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
    mark = desk.mark(sheet, 1)
    desk.change({"insertDimension": {"range": span(sheet, 0), "inheritFromBefore": False}})
    assert desk.place_of(mark) == 2
    desk.change({"moveDimension": {"source": span(sheet, 2), "destinationIndex": 0}})
    assert desk.place_of(mark) == 0


@check
def metadata_of_a_deleted_column_is_gone_and_matches_no_values(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
    mark = desk.mark(sheet, 1)
    desk.change({"deleteDimension": {"range": span(sheet, 1)}})
    assert desk.place_of(mark) is None
    found = (
        unless_refused(lambda: desk.values(lookup(mark))) or []
    )  # the backend reads again after either answer
    assert [entry for entry in found if entry["valueRange"].get("values")] == []


@check
def an_entry_for_a_column_that_is_gone_is_refused_or_passed_over(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
    gone, stays = desk.mark(sheet, 1), desk.mark(sheet, 0)
    desk.change({"deleteDimension": {"range": span(sheet, 1)}})
    answers = unless_refused(
        lambda: desk.write(column_entry(stays, None, "Eva"), column_entry(gone, None, 7))
    )
    now = ["Name", "Tessa" if answers is None else "Eva", "Ana", "Marta"]
    assert desk.columns(sheet) == [now]
    assert answers is None or [values for answer in answers if (values := echoed(answer))] == [now]


@check
def a_new_value_for_a_mark_that_stands_elsewhere_is_refused_with_all_that_came_with_it(
    desk: Desk,
) -> None:
    sheet = desk.fresh(PEOPLE)
    mark = desk.mark(sheet, 1)
    desk.change({"insertDimension": {"range": span(sheet, 0), "inheritFromBefore": False}})
    start = {"sheetId": sheet, "rowIndex": 0, "columnIndex": 1}
    note = {
        "updateCells": {"start": start, "rows": [{"values": [{"note": "ours"}]}], "fields": "note"}
    }
    with refused():
        desk.change(note, update(mark, "dressed", (sheet, 1)))
    rows = desk.sheet(sheet, "data(rowData(values(note)))")["data"][0].get("rowData", ())
    assert not any(cell.get("note") for row in rows for cell in row.get("values", ()))
    desk.change(note, update(mark, "dressed", (sheet, 2)))


@check
def a_copied_tab_has_copies_of_the_marks_under_ids_of_their_own(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
    mark = desk.mark(sheet, 1)
    (reply,) = desk.replies(
        {"duplicateSheet": {"sourceSheetId": sheet, "newSheetName": f"copy of {sheet}"}}
    )
    copy = reply["duplicateSheet"]["properties"]["sheetId"]
    data = desk.sheet(copy, "data(columnMetadata(developerMetadata(metadataId,metadataKey)))")[
        "data"
    ]
    found = [
        entry
        for column in data[0].get("columnMetadata", ())
        for entry in column.get("developerMetadata", ())
    ]
    assert mark not in [entry["metadataId"] for entry in found]
    assert desk.place_of(mark) == 1


@check
def a_mask_gives_the_ids_of_new_marks_in_the_order_of_the_requests(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
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
    answer = desk.change(
        *requests, fields="replies(createDeveloperMetadata(developerMetadata(metadataId)))"
    )
    made = [
        reply["createDeveloperMetadata"]["developerMetadata"]["metadataId"]
        for reply in answer["replies"]
    ]
    assert [desk.place_of(mark) for mark in made] == [1, 0]


@check
def the_metadata_of_many_blank_rows_is_small(desk: Desk) -> None:
    desk.fresh(PEOPLE, height=20_000, width=3)
    assert len(json.dumps(desk.get(METADATA))) < 1_000_000


# ── values ───────────────────────────────────────────────────────────────────────────────────


@check
def null_leaves_a_cell_alone_and_the_echo_holds_the_whole_column(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
    (answer,) = desk.write(column_entry(desk.mark(sheet, 1), None, None, 9))
    assert desk.columns(sheet)[1] == ["Touches", 3, 9, 2]
    assert echoed(answer) == ["Touches", 3, 9, 2]


@check
def an_empty_row_leaves_a_cell_alone_and_the_echo_goes_row_by_row(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
    entry = {**column_entry(desk.mark(sheet, 1)), "majorDimension": "ROWS", "values": [[], [], [9]]}
    (answer,) = desk.write(entry)
    assert desk.columns(sheet)[1] == ["Touches", 3, 9, 2]
    assert answer["updatedData"]["values"] == [["Touches"], [3], [9], [2]]


@check
def a_value_for_a_cell_inside_a_merge_is_refused_or_dropped(desk: Desk) -> None:
    """Below the first cell of a merge nothing can stand: whatever the answer, the others are as
    they were.
    """
    sheet = desk.fresh(PEOPLE)
    desk.change({"mergeCells": {"range": block(sheet, (1, 3), (1, 2)), "mergeType": "MERGE_ALL"}})
    answers = unless_refused(
        lambda: desk.write(column_entry(desk.mark(sheet, 1), None, None, 9, 4))
    )
    assert desk.columns(sheet)[1] in (
        ["Touches", 3, "", 2 if answers is None else 4],
        ["Touches", 3, 9, 4],
    )
    assert desk.columns(sheet)[0] == ["Name", "Tessa", "Ana", "Marta"]


@check
def an_echo_ends_with_its_last_filled_cell(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE, height=50)
    (answer,) = desk.write(column_entry(desk.mark(sheet, 1), None, None, None, ""))
    assert echoed(answer) == ["Touches", 3, 1]


@check
def an_empty_text_clears_a_cell(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
    desk.write(column_entry(desk.mark(sheet, 1), None, "", 4))
    cells = desk.sheet(sheet, "data(rowData(values(userEnteredValue)))")["data"][0]["rowData"]
    assert desk.columns(sheet)[1][:3] == ["Touches", "", 4]
    assert not cells[1]["values"][1:] or "userEnteredValue" not in cells[1]["values"][1]


@check
def an_entry_of_nothing_but_null_is_answered_with_the_column(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
    (answer,) = desk.write(column_entry(desk.mark(sheet, 0), None))
    assert echoed(answer) == ["Name", "Tessa", "Ana", "Marta"]


@check
def several_entries_are_all_written_or_none(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE, height=5)
    with refused():
        desk.write(
            column_entry(desk.mark(sheet, 1), None, 8),
            column_entry(desk.mark(sheet, 0), *[None] * 5, "Eva"),
        )
    assert desk.columns(sheet)[1] == ["Touches", 3, 1, 2]


@check
def raw_text_is_no_formula_and_no_number(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
    texts = ["Touches", '=IMPORTXML("x","y")', "+34 600 000 001", "007", "TRUE", "'quoted"]
    desk.write(column_entry(desk.mark(sheet, 1), *texts))
    assert desk.columns(sheet)[1] == texts


@check
def a_range_of_only_a_sheet_is_the_whole_tab_from_its_first_cell(desk: Desk) -> None:
    sheet = desk.fresh([["", ""], ["", "Name"], ["", "Ana", "", "", ""]])
    assert desk.columns(sheet) == [[], ["", "Name", "Ana"]]


@check
def rows_that_are_hidden_or_filtered_away_are_read_too(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
    hide = {
        "range": span(sheet, 1, dimension="ROWS"),
        "properties": {"hiddenByUser": True},
        "fields": "hiddenByUser",
    }
    specs = [{"columnIndex": 0, "filterCriteria": {"hiddenValues": ["Ana"]}}]
    only = {"filter": {"range": block(sheet, (0, 4), (0, 2)), "filterSpecs": specs}}
    desk.change({"updateDimensionProperties": hide}, {"setBasicFilter": only})
    assert desk.columns(sheet)[0] == ["Name", "Tessa", "Ana", "Marta"]


@check
def error_values_come_as_their_text(desk: Desk) -> None:
    sheet = desk.fresh([["Name"], ["=NA()"], ["=1/0"], ["=NOSUCHFUNCTION()"]])
    assert desk.columns(sheet)[0] == ["Name", "#N/A", "#DIV/0!", "#NAME?"]


@check
def days_and_checkboxes_come_as_serials_and_booleans(desk: Desk) -> None:
    sheet = desk.fresh([["Day", "Done"], ["2026-11-20", True], ["2026-11-20 12:00", False]])
    rule = {"condition": {"type": "BOOLEAN"}}
    desk.change({"setDataValidation": {"range": block(sheet, (1, 3), (1, 2)), "rule": rule}})
    assert desk.columns(sheet) == [["Day", 46346, 46346.5], ["Done", True, False]]


@check
def a_smart_chip_comes_as_its_text(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
    runs = [
        {"startIndex": 0, "chip": {"personProperties": {"email": desk.account}}},
        {"startIndex": 1},
    ]
    chip = {"userEnteredValue": {"stringValue": "@ and more"}, "chipRuns": runs}
    start = {"sheetId": sheet, "rowIndex": 1, "columnIndex": 0}
    fields = "userEnteredValue,chipRuns"
    desk.change({"updateCells": {"start": start, "rows": [{"values": [chip]}], "fields": fields}})
    text = desk.columns(sheet)[0][1]
    assert isinstance(text, str)
    assert text.endswith(" and more")


@check
def a_cell_takes_fifty_thousand_characters_and_no_more(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
    mark = desk.mark(sheet, 0)
    desk.write(column_entry(mark, None, "x" * 50_000))
    with refused():
        desk.write(column_entry(mark, None, "x" * 50_001))


@check
def a_body_as_large_as_our_largest_is_taken(desk: Desk) -> None:
    rows = LARGEST // 1_000
    sheet = desk.fresh(PEOPLE, height=rows + 10, width=2)
    (answer,) = desk.write(column_entry(desk.mark(sheet, 1), *["x" * 990] * rows))
    assert len(echoed(answer)) == rows


@check
def a_tab_that_is_gone_is_refused_by_its_number(desk: Desk) -> None:
    sheet = desk.fresh(PEOPLE)
    desk.change({"deleteSheet": {"sheetId": sheet}})
    with refused():
        desk.values({"gridRange": {"sheetId": sheet}})

"""sheetflow.backends.google.new_tabs: a tab that `init` adds is made and filled by one batch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.additions import addition_requests
from sheetflow.backends.google.new_tabs import NewTabs
from sheetflow.model import Addition, CellError, NewTab, serial
from tests.sheets_server.discovery import method_of
from tests.sheets_server.witness import check_request

PEOPLE = NewTab(
    "People", (("Owner", "Away from", "Days"), ("Eva", date(2026, 12, 24), 3), ("Jon",)), (20, 12)
)


def tab_requests(tab: NewTab, sheet_id: int, index: int) -> Iterator[Json]:
    """The requests that add one tab."""
    return NewTabs((tab,), (), {tab.name: sheet_id}, place=index).requests()


def cells(tab: NewTab) -> list[list[Json]]:
    requests = list(tab_requests(tab, 77, 2))
    return [row["values"] for row in requests[1]["updateCells"]["rows"]]


def test_the_tab_comes_with_its_name_place_and_free_rows():
    properties = next(tab_requests(PEOPLE, 77, 2))["addSheet"]["properties"]
    assert (properties["sheetId"], properties["title"], properties["index"]) == (77, "People", 2)
    assert properties["gridProperties"]["columnCount"] == 3
    assert properties["gridProperties"]["rowCount"] > len(PEOPLE.rows)


def test_headings_are_bold_and_nothing_else_is():
    first, *others = cells(PEOPLE)
    assert all(cell["userEnteredFormat"] == {"textFormat": {"bold": True}} for cell in first)
    for row in others:
        assert not any("textFormat" in cell.get("userEnteredFormat", {}) for cell in row)


def test_a_date_is_a_serial_that_is_shown_as_a_date():
    assert cells(PEOPLE)[1][1] == {
        "userEnteredValue": {"numberValue": serial(date(2026, 12, 24))},
        "userEnteredFormat": {"numberFormat": {"type": "DATE"}},
    }


@pytest.mark.parametrize(
    ("value", "cell"),
    [("=1+1", {"stringValue": "=1+1"}), ("007", {"stringValue": "007"}), (7, {"numberValue": 7}),
     (0.5, {"numberValue": 0.5}), (True, {"boolValue": True}), (False, {"boolValue": False})],
)  # fmt: skip
def test_values_keep_their_kind(value, cell):
    assert cells(NewTab("X", (("A",), (value,)), (10,)))[1] == [{"userEnteredValue": cell}]


@pytest.mark.parametrize("value", [None, CellError("#N/A")])
def test_a_blank_stays_blank(value):
    assert cells(NewTab("X", (("A",), (value,)), (10,)))[1] == [{}]


def test_columns_get_their_widths():
    sizes = [
        r["updateDimensionProperties"]
        for r in tab_requests(PEOPLE, 77, 2)
        if "updateDimensionProperties" in r
    ]
    assert [(s["range"]["startIndex"], s["properties"]["pixelSize"]) for s in sizes] == [
        (0, 140),
        (1, 84),
    ]


def test_a_tab_with_more_widths_than_cells_is_as_wide_as_they_say():
    properties = next(tab_requests(NewTab("X", (("A",),), (10, 10, 10)), 77, 0))["addSheet"][
        "properties"
    ]
    assert properties["gridProperties"]["columnCount"] == 3


def test_the_requests_are_ones_that_the_api_describes():
    method = method_of("POST", "/v4/spreadsheets/leads:batchUpdate")
    assert method is not None
    assert check_request(method, {"requests": list(tab_requests(PEOPLE, 77, 2))}) == []


@pytest.mark.parametrize("heading", ["Phone", "Teléfono"])
def test_below_a_heading_for_phones_cells_are_plain_text(heading):
    requests = tab_requests(NewTab("X", (("Name", heading),), (10, 10)), 77, 2)
    (look,) = (request["repeatCell"] for request in requests if "repeatCell" in request)
    assert look["range"] == {
        "sheetId": 77,
        "startRowIndex": 1,
        "startColumnIndex": 1,
        "endColumnIndex": 2,
    }
    assert look["cell"]["userEnteredFormat"]["numberFormat"] == {"type": "TEXT", "pattern": "@"}


def test_what_is_added_to_a_tab_gets_rows_and_columns_of_its_own() -> None:
    addition = Addition("Playbook", 1, {12: "Also called"}, 48, 0, (("Your words",), ("Calling",)))
    rows, words, columns, heading = addition_requests(addition, 7, (100, 26))
    assert rows["insertDimension"]["range"] == {
        "sheetId": 7,
        "dimension": "ROWS",
        "startIndex": 47,
        "endIndex": 49,
    }
    assert words["updateCells"]["start"] == {"sheetId": 7, "rowIndex": 47, "columnIndex": 0}
    assert columns["insertDimension"]["range"]["startIndex"] == 12
    assert heading["updateCells"]["start"] == {"sheetId": 7, "rowIndex": 0, "columnIndex": 12}


def test_behind_the_last_row_or_column_new_ones_are_appended() -> None:
    addition = Addition("Playbook", 1, {12: "Also called"}, 50, 0, (("Your words",), ("Calling",)))
    rows, _, columns, _ = addition_requests(addition, 7, (48, 12))
    assert rows["appendDimension"] == {"sheetId": 7, "dimension": "ROWS", "length": 3}
    assert columns["appendDimension"] == {"sheetId": 7, "dimension": "COLUMNS", "length": 1}

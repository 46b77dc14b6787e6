"""sheetflow.backends.google.new_tabs: a tab that `init` adds is made and filled by one batch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from sheetflow.backends.google.additions import addition_requests
from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.new_tabs import NewTabs
from sheetflow.model import (
    Addition,
    Cell,
    CellError,
    ColumnLook,
    DefinedName,
    FilledDown,
    Formula,
    Highlight,
    NewTab,
    Style,
    Validation,
    serial,
)
from tests.google.tabs import kinds
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
    assert cells(NewTab("X", (("A", "B"), (value, 1)), (10,)))[1][0] == {}


def test_blank_ends_of_rows_are_not_sent():
    assert [len(row) for row in cells(NewTab("X", (("A", None), (None, 1, None), ())))] == [1, 2, 0]


def test_a_tab_with_one_long_list_goes_out_column_by_column():
    rows = (("A", None, "C"), (1, None, "x"), *((None, None, f"x{n}") for n in range(9)))
    sent = [
        r["updateCells"]
        for r in tab_requests(NewTab("X", rows, (10,)), 77, 2)
        if "updateCells" in r
    ]
    assert [each["start"] for each in sent] == [
        {"sheetId": 77, "rowIndex": 0, "columnIndex": column} for column in (0, 2)
    ]
    assert [len(each["rows"]) for each in sent] == [2, 11]
    found = [row["values"][0]["userEnteredValue"] for row in sent[1]["rows"]]
    assert found == [{"stringValue": row[2]} for row in rows]


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


# ── order and sizes ───────────────────────────────────────────────────────────────────────────

LEADS = NewTab(
    "Leads",
    ((), ("Name", "Status")),
    filled=(FilledDown(1, 3, 12, "INDEX(_calc!$B:$B,ROW())"),),
    frozen=(2, 1),
)
CALC = NewTab(
    "_calc",
    (("lead", "status"),),
    filled=(FilledDown(0, 3, 12, "IF(Leads!A3=sf_none,0,1)"),),
    hidden=True,
)
NAMES = (DefinedName("sf_none", "_mem!$A$900"), DefinedName("sf_two", "1+1"))
IDS = {"Leads": 4, "_calc": 5, "_mem": 6}


def test_sheets_and_names_come_before_what_refers_to_them():
    requests = list(NewTabs((LEADS, CALC), NAMES, IDS).requests())
    assert kinds(requests)[:3] == ["addSheet", "addSheet", "addNamedRange"]
    assert "addSheet" not in kinds(requests)[3:]


def sizes(*tabs: NewTab, names: tuple[DefinedName, ...] = ()) -> dict[str, tuple[int, int]]:
    """The rows and columns of the tabs."""
    found = {}
    for request in NewTabs(tabs, names, {tab.name: n for n, tab in enumerate(tabs)}).requests():
        if "addSheet" in request:
            properties = request["addSheet"]["properties"]
            grid = properties["gridProperties"]
            found[properties["title"]] = (grid["rowCount"], grid["columnCount"])
    return found


@pytest.mark.parametrize(
    ("refers", "rows", "columns"),
    [("Leads!$F$2:$F$900", 900, 6), ("Leads!A2:B2", 1001, 2), ("SUM(Leads!$AB:$AB)", 201, 28)],
)
def test_a_tab_is_as_large_as_what_refers_to_it(refers, rows, columns):
    """A formula that is filled down a thousand rows looks a thousand rows down."""
    calc = NewTab("_calc", (), filled=(FilledDown(0, 1, 1000, refers),))
    found = sizes(NewTab("Leads", (("Name", "Stage"),)), calc)
    assert found["Leads"] == (max(rows, 201), columns)


def test_a_tab_is_as_large_as_the_names_of_its_cells():
    names = (DefinedName("sf_mem", "_mem!$A$2:$H$5001"),)
    assert sizes(NewTab("_mem", ()), names=names)["_mem"] == (5001, 8)


def test_a_teams_sheet_grows_where_a_name_of_ours_goes_on_below_it():
    names = (DefinedName("sf_leads", "Leads!$A$2:$A$1001"), DefinedName("sf_few", "Team!$A$1"))
    present = {"Leads": (1000, 26), "Team": (5, 1)}
    first, *others = NewTabs((), names, {"Leads": 4, "Team": 5}, sizes=present).requests()
    assert first == {"appendDimension": {"sheetId": 4, "dimension": "ROWS", "length": 1}}
    assert kinds(others) == ["addNamedRange", "addNamedRange"]


def test_a_range_to_excels_last_row_makes_no_sheet_of_a_million_rows():
    style = Style(fill="#FF0000")
    tab = NewTab(
        "Leads",
        (("Name",),),
        validations=(Validation(("A2:A1048576",), "date"),),
        highlights=(Highlight("A2:A1048576", "A2>Leads!$A$1048576", style),),
    )
    assert sizes(tab)["Leads"][0] < 1000


# ── cells ─────────────────────────────────────────────────────────────────────────────────────


def only(tab: NewTab, kind: str) -> list[Json]:
    """The bodies of the requests of one kind."""
    return [r[kind] for r in tab_requests(tab, 77, 2) if kind in r]


def test_a_formula_is_entered_and_its_old_result_is_not():
    tab = NewTab("X", (("A",), (Formula("IF(A1=1,2,3)", 3),)))
    assert cells(tab)[1] == [{"userEnteredValue": {"formulaValue": "=IF(A1=1;2;3)"}}]


def test_where_any_cell_has_a_style_no_row_is_a_heading_by_itself():
    tab = NewTab("X", (("Title",), (Cell("A", Style(bold=True)),)))
    assert "userEnteredFormat" not in cells(tab)[0][0]


def test_a_plain_value_and_a_blank_look_like_their_column():
    tab = NewTab(
        "X",
        ((Cell("A", Style(bold=True)), "B"), (None, date(2026, 12, 24))),
        columns={
            0: ColumnLook(10, Style(number_format="@")),
            1: ColumnLook(10, Style(number_format="d mmm")),
        },
    )
    request = only(tab, "updateCells")[0]
    formats = [cell.get("userEnteredFormat", {}) for cell in request["rows"][1]["values"]]
    assert [shown["numberFormat"]["type"] for shown in formats] == ["TEXT", "DATE"]
    assert formats[1]["numberFormat"]["pattern"] == "d mmm"


def test_adjacent_columns_of_one_style_are_formatted_at_once():
    tinted, plain = ColumnLook(10, Style(fill="#EEEEEE")), ColumnLook(10)
    tab = NewTab("X", (("A",),), columns={0: tinted, 1: tinted, 2: plain, 3: tinted})
    ranges = [body["range"] for body in only(tab, "repeatCell")]
    assert [(r["startColumnIndex"], r["endColumnIndex"]) for r in ranges] == [(0, 2), (3, 4)]


def test_a_formula_is_filled_down_by_one_request():
    filled = FilledDown(1, 3, 1002, "A3+1", Style(number_format="0"))
    (body,) = only(NewTab("X", (("A", "B"),), filled=(filled,)), "repeatCell")
    assert body["cell"]["userEnteredValue"] == {"formulaValue": "=A3+1"}
    assert body["cell"]["userEnteredFormat"]["numberFormat"]["type"] == "NUMBER"
    assert (body["range"]["startRowIndex"], body["range"]["endRowIndex"]) == (2, 1002)
    assert body["fields"] == "userEnteredValue,userEnteredFormat"


def test_whole_columns_come_first_then_cells_then_what_is_filled_down():
    look = {0: ColumnLook(10, Style(fill="#EEEEEE"))}
    tab = NewTab("X", (("A",),), columns=look, filled=(FilledDown(0, 2, 9, "1+1"),))
    order = [kind for kind in kinds(list(tab_requests(tab, 77, 2))) if "Cell" in kind]
    assert order == ["repeatCell", "updateCells", "repeatCell"]


# ── the sheet ─────────────────────────────────────────────────────────────────────────────────


def test_a_sheet_says_what_is_frozen_hidden_coloured_and_without_lines():
    tab = NewTab("X", (("A",),), frozen=(2, 3), gridlines=False, hidden=True, tab_color="#FF0000")
    properties = next(tab_requests(tab, 77, 2))["addSheet"]["properties"]
    grid = properties["gridProperties"]
    assert (grid["frozenRowCount"], grid["frozenColumnCount"], grid["hideGridlines"]) == (
        2,
        3,
        True,
    )
    assert grid["columnCount"] > 3
    assert properties["hidden"] is True
    assert properties["tabColorStyle"] == {"rgbColor": {"red": 1, "green": 0, "blue": 0}}


def test_a_sheet_does_not_say_what_is_as_usual():
    properties = next(tab_requests(NewTab("X", (), frozen=(0, 0)), 77, 2))["addSheet"]["properties"]
    assert properties.keys() == {"sheetId", "title", "index", "gridProperties"}
    assert properties["gridProperties"].keys() == {"rowCount", "columnCount"}

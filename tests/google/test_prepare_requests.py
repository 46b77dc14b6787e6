"""sheetflow.backends.google.prepare_requests: a batch for the structure and one for the formatting,
both empty where everything is as it should be.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sheetflow.backends.google import prepare_requests
from sheetflow.backends.google.grid import Json, a1, quoted
from sheetflow.backends.google.layout import ColumnLayout, last_rows, plan_layout
from sheetflow.backends.google.metadata import HEADINGS, create, value_of, words_checksum
from sheetflow.backends.google.prepare_requests import (
    EntryIds,
    PreparationRequests,
    TabNow,
    columns_to_check,
    formatting_requests,
    fresh_sheet_id,
)
from sheetflow.backends.google.read import GoogleTab, View
from sheetflow.errors import DamagedError, MovedError
from sheetflow.model import STATE_TAB, Changes, NewTab, TabPlan
from sheetflow.texts.messages import message
from tests.google.storing import applied
from tests.google.tabs import ALL, ENTRIES, HEADINGS_OF_ALL, STAGES, TEAM, kinds, plan, tab
from tests.sheets_server.discovery import method_of
from tests.sheets_server.witness import check_request

STATE_SHEET = {
    "properties": {
        "sheetId": 5,
        "title": STATE_TAB,
        "index": 1,
        "gridProperties": {"rowCount": 1001},
    }
}
CHOICES = {"stage": STAGES}


def built(
    leads: GoogleTab, planned: TabPlan, *others: GoogleTab, rows: int = 0, **changes: Any
) -> PreparationRequests:
    tabs = (leads, *others)
    view = View({}, tabs, tuple(tab.name for tab in tabs))
    return PreparationRequests(
        view, [plan_layout(leads, planned)], Changes((planned,), **changes), 5, rows
    )


def state_tab() -> GoogleTab:
    return GoogleTab(STATE_TAB, False, STATE_SHEET, [["{}"]])


def dropdown(*words: str) -> Json:
    values = [{"userEnteredValue": word} for word in words]
    return {"dataValidation": {"condition": {"type": "ONE_OF_LIST", "values": values}}}


def cells(*found: Json, column: int = 2) -> Json:
    return {"data": [{"startColumn": column, "rowData": [{"values": [cell]} for cell in found]}]}


def formatted(layout: ColumnLayout, found: Json | None) -> list[Json]:
    """The second batch for a tab that has all its metadata entries, by the numbers 1, 2, 3 ..., and
    101, 102 ... on last rows.
    """
    sheet = layout.tab.sheet
    on_columns = {name: n for n, name in enumerate(layout.entry_columns, 1)}
    on_last_rows = {row: n for n, row in enumerate(last_rows(layout, sheet), 101)}
    ids = EntryIds(on_columns, on_last_rows)
    return formatting_requests(layout, TabNow(ids, sheet, found), "en")


# ── names ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("column", "letters"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")],
)
def test_columns_have_letters(column, letters):
    assert a1("Leads", column) == f"'Leads'!{letters}:{letters}"


def test_the_name_of_a_tab_is_quoted_whatever_it_holds():
    assert quoted("Eva's leads!") == "'Eva''s leads!'"


def test_a_new_sheet_gets_a_number_that_no_other_has(monkeypatch):
    drawn = iter([8, 8, 11])  # one less than the number
    monkeypatch.setattr(prepare_requests.secrets, "randbelow", lambda limit: next(drawn))
    assert fresh_sheet_id(View({}, (tab(list(TEAM)),))) == 12


# ── what must be looked at first ──────────────────────────────────────────────────────────────


def test_nothing_is_looked_at_where_all_is_formatted():
    assert (
        columns_to_check(
            plan_layout(tab(HEADINGS_OF_ALL, entries=ENTRIES), plan(ALL, choices=CHOICES))
        )
        == []
    )


def test_a_column_whose_drop_down_was_never_set_is_looked_at():
    assert columns_to_check(plan_layout(tab(list(TEAM)), plan(choices=CHOICES))) == [2]


def test_a_column_whose_words_changed_is_looked_at():
    assert columns_to_check(
        plan_layout(tab(HEADINGS_OF_ALL, entries=ENTRIES), plan(ALL, choices={"stage": ("New",)}))
    ) == [2]


def test_owned_columns_that_were_never_formatted_are_looked_at():
    """They came from a file, and may carry notes of the team's; or a run was cut off."""
    unformatted = ENTRIES | {ALL["why"]: value_of("why")}
    assert columns_to_check(plan_layout(tab(HEADINGS_OF_ALL, entries=unformatted), plan(ALL))) == [
        ALL["why"]
    ]
    assert columns_to_check(plan_layout(tab(HEADINGS_OF_ALL), plan(ALL))) == sorted(ALL.values())


# ── structure ─────────────────────────────────────────────────────────────────────────────────


def test_columns_come_first_then_their_entries_then_the_tabs():
    requests = built(tab(list(TEAM)), plan(choices=CHOICES), rows=3).structure_requests()
    found = kinds(requests)
    assert found[0] == "insertDimension"
    assert found.index("repeatCell") < found.index("createDeveloperMetadata")
    assert found[-1] == "addSheet"
    method = method_of("POST", "/v4/spreadsheets/leads:batchUpdate")
    assert method is not None
    assert check_request(method, {"requests": requests}) == []


def test_the_structure_touches_no_cell_of_a_column_that_was_there_before():
    found = kinds(
        built(tab([*TEAM, *HEADINGS_OF_ALL[3:]]), plan(ALL, choices=CHOICES)).structure_requests()
    )
    assert set(found) == {"createDeveloperMetadata", "updateSheetProperties"}


def test_where_all_is_there_nothing_is_sent():
    layout = plan_layout(tab(HEADINGS_OF_ALL), plan(ALL))
    first = [
        request
        for request in formatted(layout, {"data": []})
        if "updateDeveloperMetadata" not in request
    ]
    after = applied(tab(HEADINGS_OF_ALL, entries=ENTRIES).sheet, first)
    present = replace(tab(HEADINGS_OF_ALL, entries=ENTRIES), sheet=after)
    found = built(present, plan(ALL, choices=CHOICES), state_tab(), rows=1000)
    assert (found.structure_requests(), found.fits_one_batch) == ([], True)
    assert formatted(found.layouts[0], None) == []


def test_a_state_that_stays_as_it_is_asks_for_no_tab():
    assert "addSheet" not in kinds(built(tab(list(TEAM)), plan()).structure_requests())


def test_a_state_that_outgrows_its_tab_gets_more_rows():
    requests = built(tab(list(TEAM)), plan(), state_tab(), rows=1002).structure_requests()
    assert requests[-1]["appendDimension"]["sheetId"] == 5


def test_the_entry_of_the_headings_is_made_on_their_row():
    requests = built(tab(list(TEAM), heading_row=3), plan(heading_row=3)).structure_requests()
    assert create(9, 2, value_of(HEADINGS), "ROWS") in requests


# ── one batch or two ──────────────────────────────────────────────────────────────────────────

LESS = {key: at for key, at in ALL.items() if key != "id"}
"""Where our columns are after somebody deleted the last one."""


def test_a_column_that_comes_back_takes_one_batch():
    gone = tab(HEADINGS_OF_ALL[:-1], entries={at: ENTRIES[at] for at in range(11)})
    found = built(gone, plan(LESS, choices=CHOICES))
    assert found.fits_one_batch
    assert value_of("id", formatted=True) in str(found.structure_requests()).replace("\\", "")


@pytest.mark.parametrize(
    "unsteady",
    [
        (tab(list(TEAM)), plan()),
        (tab(HEADINGS_OF_ALL), plan(ALL)),
        (tab(HEADINGS_OF_ALL, entries=ENTRIES), plan(ALL, choices={"stage": ("New",)})),
        (
            tab(
                HEADINGS_OF_ALL,
                entries=ENTRIES,
                basicFilter={"range": {"sheetId": 9, "endColumnIndex": 3}},
            ),
            plan(ALL),
        ),
    ],
    ids=[
        "the team's columns have no entries",
        "ours have none",
        "other words",
        "a filter without our columns",
    ],
)
def test_what_concerns_columns_of_the_teams_takes_two(unsteady):
    assert not built(*unsteady).fits_one_batch


# ── formatting ────────────────────────────────────────────────────────────────────────────────


def test_the_requests_of_a_first_formatting_are_ones_that_the_api_describes():
    requests = formatted(plan_layout(tab(list(TEAM)), plan(choices=CHOICES)), cells())
    assert {"addConditionalFormatRule", "setDataValidation", "updateDeveloperMetadata"} <= set(
        kinds(requests)
    )
    method = method_of("POST", "/v4/spreadsheets/leads:batchUpdate")
    assert method is not None
    assert check_request(method, {"requests": requests}) == []


def updates(requests: list[Json]) -> list[Json]:
    return [r["updateDeveloperMetadata"] for r in requests if "updateDeveloperMetadata" in r]


def test_every_column_that_is_formatted_must_still_be_where_its_entry_was():
    """Elsewhere the request finds nothing, and Google refuses the whole batch."""
    found = updates(
        formatted(layout := plan_layout(tab(list(TEAM)), plan(choices=CHOICES)), cells())
    )
    lookups = [update["dataFilters"][0]["developerMetadataLookup"] for update in found]
    assert {lookup["locationMatchingStrategy"] for lookup in lookups} == {"EXACT_LOCATION"}
    places = sorted(
        lookup["metadataLocation"]["dimensionRange"]["startIndex"] for lookup in lookups
    )
    assert places == [layout.people["stage"], *sorted(layout.owned.values())]


@pytest.mark.parametrize("around", ["tables", "basicFilter"])
def test_a_table_or_filter_is_made_wider_only_while_our_columns_are_where_they_were(around):
    area = {"sheetId": 9, "endColumnIndex": 3, "endRowIndex": 8}
    parts = (
        {"tables": [{"tableId": "t", "range": area}]}
        if around == "tables"
        else {"basicFilter": {"range": area}}
    )
    present = plan_layout(
        tab(HEADINGS_OF_ALL, entries=ENTRIES, **parts), plan(ALL, choices=CHOICES)
    )
    looked_up = [
        update["dataFilters"][0]["developerMetadataLookup"]
        for update in updates(formatted(present, None))
    ]
    places = [lookup["metadataLocation"]["dimensionRange"] for lookup in looked_up]
    assert sorted(p["startIndex"] for p in places if p["dimension"] == "COLUMNS") == sorted(
        ALL.values()
    )
    assert [p["startIndex"] for p in places if p["dimension"] == "ROWS"] == [7]


def test_a_range_is_not_made_wider_where_its_last_row_has_no_entry():
    table = {"tableId": "t", "range": {"sheetId": 9, "endColumnIndex": 3, "endRowIndex": 8}}
    present = plan_layout(
        tab(HEADINGS_OF_ALL, entries=ENTRIES, tables=[table]), plan(ALL, choices=CHOICES)
    )
    ids = {name: n for n, name in enumerate(present.entry_columns, 1)}
    with pytest.raises(MovedError):
        formatting_requests(present, TabNow(EntryIds(ids, {6: 101}), present.tab.sheet, None), "en")


def test_a_table_of_nothing_but_headings_stays_as_it_is():
    table = {"tableId": "t", "range": {"sheetId": 9, "endColumnIndex": 3, "endRowIndex": 1}}
    assert not last_rows(
        plan_layout(tab(HEADINGS_OF_ALL, entries=ENTRIES, tables=[table]), plan(ALL)),
        {"tables": [table]},
    )


def test_a_drop_down_is_not_offered_in_a_column_that_is_closed_to_us():
    closed = {"range": {"sheetId": 9, "startColumnIndex": 2, "endColumnIndex": 3}, "editors": {}}
    layout = plan_layout(tab(list(TEAM), protectedRanges=[closed]), plan(choices=CHOICES))
    assert columns_to_check(layout) == []
    assert not [r for r in formatted(layout, None) if "setDataValidation" in r]


def validations(cell: Json) -> list[Json]:
    """The drop-downs that are set on the column of stages when this cell was found in it."""
    layout = plan_layout(
        tab(HEADINGS_OF_ALL, entries=ENTRIES), plan(ALL, choices={"stage": ("New", "Met")})
    )
    requests = [
        r["setDataValidation"]
        for r in formatted(layout, cells({}, cell))
        if "setDataValidation" in r
    ]
    return [r for r in requests if r["range"]["startColumnIndex"] == 2]


def test_a_drop_down_of_ours_is_replaced_when_its_words_change():
    [request] = validations(dropdown(*STAGES))
    assert [v["userEnteredValue"] for v in request["rule"]["condition"]["values"]] == ["New", "Met"]


def test_a_drop_down_of_the_teams_stays():
    assert validations(dropdown("Hot", "Cold")) == []
    assert validations({"dataValidation": {"condition": {"type": "BOOLEAN"}}}) == []


def test_new_words_are_kept_in_the_entry():
    layout = plan_layout(
        tab(HEADINGS_OF_ALL, entries=ENTRIES), plan(ALL, choices={"stage": ("New", "Met")})
    )
    [update] = updates(formatted(layout, cells()))
    assert str(words_checksum(("New", "Met"))) in update["developerMetadata"]["metadataValue"]


# ── a grid without a row below the headings ───────────────────────────────────────────────────


def bare(*args: Any, **parts: Any) -> GoogleTab:
    """A tab that somebody trimmed to its heading row."""
    found = tab(*args, **parts)
    found.sheet["properties"]["gridProperties"]["rowCount"] = 1
    return found


UNFORMATTED = {at: value_of(key) for key, at in ALL.items()}
UNFORMATTED |= {0: value_of("people:name"), 1: value_of("people:email")}
UNFORMATTED |= {2: value_of("people:stage")}


@pytest.mark.parametrize("headings", [TEAM, HEADINGS_OF_ALL], ids=["inserted", "adopted"])
def test_no_entry_says_formatted_or_offered_while_no_row_is_there_to_format(headings):
    layout = plan_layout(
        bare(list(headings)), plan(ALL if len(headings) > 3 else None, choices=CHOICES)
    )
    written = [
        update["developerMetadata"]["metadataValue"]
        for update in updates(formatted(layout, cells()))
    ]
    assert not any("dressed" in value or "choices" in value for value in written)


def test_as_long_as_no_row_comes_a_second_run_sends_nothing():
    first = applied(
        bare(HEADINGS_OF_ALL).sheet,
        formatted(plan_layout(bare(HEADINGS_OF_ALL), plan(ALL)), cells()),
    )
    present = bare(HEADINGS_OF_ALL, entries=UNFORMATTED, protectedRanges=first["protectedRanges"])
    found = built(present, plan(ALL, choices=CHOICES))
    assert (
        found.structure_requests(),
        found.fits_one_batch,
        formatted(found.layouts[0], None),
    ) == ([], True, [])


def test_columns_are_formatted_and_drop_downs_offered_once_rows_came():
    layout = plan_layout(tab(HEADINGS_OF_ALL, entries=UNFORMATTED), plan(ALL, choices=CHOICES))
    assert columns_to_check(layout) == [2, *sorted(ALL.values())]
    requests = formatted(layout, cells())
    assert {"repeatCell", "setDataValidation"} <= set(kinds(requests))
    written = [update["developerMetadata"]["metadataValue"] for update in updates(requests)]
    assert sum("dressed" in value for value in written) == len(ALL)


def test_a_column_that_was_formatted_before_the_rows_went_stays_so():
    wide = {"basicFilter": {"range": {"sheetId": 9, "endColumnIndex": 3, "endRowIndex": 1}}}
    layout = plan_layout(bare(HEADINGS_OF_ALL, entries=ENTRIES, **wide), plan(ALL))
    written = [
        update["developerMetadata"]["metadataValue"] for update in updates(formatted(layout, None))
    ]
    assert sum("dressed" in value for value in written) == len(ALL)


# ── tabs that init adds ───────────────────────────────────────────────────────────────────────

PLAYBOOK = NewTab("Playbook", (("Setting",),), (20,))
CALENDAR = NewTab("Calendar", (("Day",),), (20,))


def places(*others: GoogleTab) -> list[int]:
    found = built(
        tab(list(TEAM)), plan(), *others, new_tabs=(PLAYBOOK, CALENDAR)
    ).structure_requests()
    return [r["addSheet"]["properties"]["index"] for r in found if "addSheet" in r]


def test_new_tabs_come_behind_the_teams_and_before_the_state_tab():
    assert places(state_tab()) == [1, 2]
    assert places() == [1, 2]


def test_a_new_tab_never_takes_the_place_of_one_of_the_teams():
    team = GoogleTab("playbook", True, {"properties": {"sheetId": 3, "title": "playbook"}}, [])
    with pytest.raises(DamagedError) as caught:
        places(team)
    assert "Playbook" in message(caught.value, "en")

"""sheetflow.gsheets.structure: the batch that makes room and dresses, and is empty where all stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sheetflow.errors import DamagedError
from sheetflow.gsheets import structure
from sheetflow.gsheets.columns import place
from sheetflow.gsheets.marks import HEADINGS, checksum, create, value_of
from sheetflow.gsheets.reading import GoogleTab, View
from sheetflow.gsheets.shapes import Json
from sheetflow.gsheets.structure import CELLS, Structure, a1, fresh_sheet_id, quoted
from sheetflow.model import MEMORY_TAB, Changes, NewTab, TabPlan
from tests.gsheets.storing import applied
from tests.gsheets.tabs import ALL, HEADINGS_OF_ALL, MARKED, STAGES, TEAM, kinds, plan, tab
from tests.sheets_server.discovery import method_of
from tests.sheets_server.witness import check_request

MEMORY = {"properties": {"sheetId": 5, "title": MEMORY_TAB, "index": 1, "gridProperties": {"rowCount": 1001}}}
CHOICES = {"stage": STAGES}


def built(leads: GoogleTab, planned: TabPlan, *others: GoogleTab, rows: int = 0, **changes: Any) -> Structure:
    view = View({}, (leads, *others))
    return Structure(view, [place(leads, planned)], Changes((planned,), **changes), 5, rows)


def memory_tab() -> GoogleTab:
    return GoogleTab(MEMORY_TAB, False, MEMORY, [["{}"]])


def dropdown(*words: str) -> Json:
    values = [{"userEnteredValue": word} for word in words]
    return {"dataValidation": {"condition": {"type": "ONE_OF_LIST", "values": values}}}


def cells(*found: Json, column: int = 2) -> Json:
    rows = [{"values": [cell]} for cell in found]
    return {"sheets": [{"properties": {"sheetId": 9}, "data": [{"startColumn": column, "rowData": rows}]}]}


# ── names ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_letters(column, letters):
    assert a1("Leads", column) == f"'Leads'!{letters}:{letters}"


def test_the_name_of_a_tab_is_quoted_whatever_it_holds():
    assert quoted("Eva's leads!") == "'Eva''s leads!'"


def test_a_new_sheet_gets_a_number_that_no_other_has(monkeypatch):
    drawn = iter([8, 8, 11])  # one less than the number
    monkeypatch.setattr(structure.secrets, "randbelow", lambda limit: next(drawn))
    assert fresh_sheet_id(View({}, (tab(list(TEAM)),))) == 12


# ── what must be looked at first ──────────────────────────────────────────────────────────────


def test_nothing_is_looked_at_where_all_is_marked():
    assert built(tab(HEADINGS_OF_ALL, marks=MARKED), plan(ALL, choices=CHOICES)).asks() == []


def test_a_column_whose_drop_down_was_never_set_is_looked_at():
    assert built(tab(list(TEAM)), plan(choices=CHOICES)).asks() == ["'Leads'!C:C"]


def test_a_column_whose_words_changed_is_looked_at():
    found = built(tab(HEADINGS_OF_ALL, marks=MARKED), plan(ALL, choices={"stage": ("New",)}))
    assert found.asks() == ["'Leads'!C:C"]


def test_owned_columns_without_a_mark_are_looked_at():
    """They came from a file, and may carry notes of the team's."""
    assert built(tab(HEADINGS_OF_ALL), plan(ALL)).asks() == [a1("Leads", at) for at in sorted(ALL.values())]


# ── the batch ─────────────────────────────────────────────────────────────────────────────────


def test_a_batch_inserts_marks_and_dresses_in_this_order():
    requests = built(tab(list(TEAM)), plan(choices=CHOICES), rows=3).requests(cells())
    found = kinds(requests)
    assert found[0] == "insertDimension"
    last_mark = len(found) - 1 - found[::-1].index("createDeveloperMetadata")
    assert last_mark < found.index("addConditionalFormatRule")
    assert found[-1] == "addSheet"
    method = method_of("POST", "/v4/spreadsheets/leads:batchUpdate")
    assert method is not None
    assert check_request(method, {"requests": requests}) == []


def test_where_all_stands_there_is_no_batch():
    first = built(tab(HEADINGS_OF_ALL), plan(ALL)).requests(None)
    dressed = applied(tab(HEADINGS_OF_ALL, marks=MARKED).sheet, [r for r in first if not is_mark(r)])
    standing = replace(tab(HEADINGS_OF_ALL, marks=MARKED), sheet=dressed)
    assert built(standing, plan(ALL, choices=CHOICES), memory_tab(), rows=1000).requests(None) == []


def is_mark(request: Json) -> bool:
    return "createDeveloperMetadata" in request


def test_a_memory_that_stays_as_it_is_asks_for_no_tab():
    assert "addSheet" not in kinds(built(tab(list(TEAM)), plan()).requests(None))


def test_a_memory_that_outgrows_its_tab_gets_more_rows():
    requests = built(tab(list(TEAM)), plan(), memory_tab(), rows=1002).requests(None)
    assert requests[-1]["appendDimension"]["sheetId"] == 5


def validations(cell: Json) -> list[Json]:
    """The drop-downs that are set on the column of stages when this cell was found in it."""
    found = built(tab(HEADINGS_OF_ALL, marks=MARKED), plan(ALL, choices={"stage": ("New", "Met")}))
    requests = [r["setDataValidation"] for r in found.requests(cells({}, cell)) if "setDataValidation" in r]
    return [r for r in requests if r["range"]["startColumnIndex"] == 2]


def test_a_drop_down_of_ours_is_replaced_when_its_words_change():
    [request] = validations(dropdown(*STAGES))
    assert [v["userEnteredValue"] for v in request["rule"]["condition"]["values"]] == ["New", "Met"]


def test_a_drop_down_of_the_teams_stays():
    assert validations(dropdown("Hot", "Cold")) == []
    assert validations({"dataValidation": {"condition": {"type": "BOOLEAN"}}}) == []


def test_new_words_are_noted_in_the_mark():
    found = built(tab(HEADINGS_OF_ALL, marks=MARKED), plan(ALL, choices={"stage": ("New", "Met")}))
    [update] = [r["updateDeveloperMetadata"] for r in found.requests(cells()) if "updateDeveloperMetadata" in r]
    assert str(checksum(("New", "Met"))) in update["developerMetadata"]["metadataValue"]


def test_the_field_mask_asks_for_drop_downs_and_notes_only():
    assert "effectiveValue" not in CELLS
    assert CELLS.count("(") == CELLS.count(")")


# ── tabs that init adds ───────────────────────────────────────────────────────────────────────

PLAYBOOK = NewTab("Playbook", (("Setting",),), (20,))
CALENDAR = NewTab("Calendar", (("Day",),), (20,))


def places(*others: GoogleTab) -> list[int]:
    found = built(tab(list(TEAM)), plan(), *others, new_tabs=(PLAYBOOK, CALENDAR)).requests(None)
    return [r["addSheet"]["properties"]["index"] for r in found if "addSheet" in r]


def test_new_tabs_come_behind_the_teams_and_before_the_memory():
    assert places(memory_tab()) == [1, 2]
    assert places() == [1, 2]


def test_a_new_tab_never_takes_the_place_of_one_of_the_teams():
    team = GoogleTab("playbook", True, {"properties": {"sheetId": 3, "title": "playbook"}}, [])
    with pytest.raises(DamagedError, match="Playbook"):
        places(team)


def test_the_mark_of_the_headings_is_made_on_their_row():
    requests = built(tab(list(TEAM), heading_row=3), plan(heading_row=3)).requests(None)
    assert create(9, 2, value_of(HEADINGS), "ROWS") in requests

"""sheetflow.gsheets.columns: where our columns come to stand, and which marks they carry."""

from __future__ import annotations

import pytest

from sheetflow.columns import OWNED_KEYS
from sheetflow.gsheets.columns import Place, insertion, marking, place
from sheetflow.gsheets.marks import HEADINGS, checksum, name_of, value_of
from sheetflow.gsheets.shapes import Json
from sheetflow.model import Value
from tests.gsheets.tabs import ALL, HEADINGS_OF_ALL, HEADS, MARKED, STAGES, TEAM, kinds, plan, tab
from tests.sheets_server.discovery import method_of
from tests.sheets_server.witness import check_request


def inserted(here: Place) -> list[Json]:
    return list(insertion(here))


def ranged(first: int, end: int, row: int = 0) -> Json:
    found = {"sheetId": 9, "startColumnIndex": first, "endColumnIndex": end, "endRowIndex": 50}
    return found | ({"startRowIndex": row} if row else {})


# ── room ──────────────────────────────────────────────────────────────────────────────────────


def test_all_columns_that_are_missing_come_right_of_everything_filled():
    here = place(tab([*TEAM, None, "Our own notes"]), plan())
    assert here.owned == {key: 5 + n for n, key in enumerate(OWNED_KEYS)}
    [request] = inserted(here)
    assert request["insertDimension"]["range"] == {
        "sheetId": 9, "dimension": "COLUMNS", "startIndex": 5, "endIndex": 14,
    }  # fmt: skip


def test_with_nothing_missing_nothing_is_inserted():
    here = place(tab(HEADINGS_OF_ALL), plan(ALL))
    assert (inserted(here), here.owned) == ([], ALL)


def test_a_column_that_somebody_deleted_comes_back_at_the_right():
    left = {key: at for key, at in ALL.items() if key != "why"} | {"id": 10}
    here = place(tab([h for h in HEADINGS_OF_ALL if h != HEADS["why"]]), plan(left))
    assert here.owned == left | {"why": 11}


def test_a_blank_column_that_an_earlier_run_inserted_is_used():
    """That run was cut off before it could write the heading."""
    standing = {key: at for key, at in ALL.items() if key != "id"}
    here = place(tab([*HEADINGS_OF_ALL[:11], None], marks={11: value_of("id")}), plan(standing))
    assert (here.inserted, here.owned["id"], inserted(here)) == ((), 11, [])


def test_a_marked_column_that_people_filled_is_theirs_now():
    standing = {key: at for key, at in ALL.items() if key != "id"}
    here = place(tab([*HEADINGS_OF_ALL[:11], "Referred by"], marks={11: value_of("id")}), plan(standing))
    assert (here.inserted, here.owned["id"]) == (("id",), 12)


def test_room_is_made_where_the_grid_ends():
    narrow = tab(list(TEAM))
    narrow.sheet["properties"]["gridProperties"]["columnCount"] = 3
    requests = inserted(place(narrow, plan()))
    assert kinds(requests) == ["appendDimension", "insertDimension"]
    assert requests[0]["appendDimension"]["length"] == 1


@pytest.mark.parametrize("around", ["tables", "basicFilter"])
def test_inside_a_table_or_filter_columns_join_it_and_move_what_stands_beside(around):
    """Cells outside do not move with their row when people sort."""
    area = ranged(0, 3)
    parts = {"tables": [{"tableId": "t", "range": area}]} if around == "tables" else {"basicFilter": {"range": area}}
    here = place(tab([*TEAM, None, "Totals"], **parts), plan())
    assert (here.at, here.owned["status"], here.after(4), here.after(2)) == (3, 3, 13, 2)
    requests = inserted(here)
    wider = area | {"endColumnIndex": 12}
    if around == "tables":
        assert requests[1] == {"updateTable": {"table": {"tableId": "t", "range": wider}, "fields": "range"}}
    else:
        assert requests[1] == {"setBasicFilter": {"filter": {"range": wider}}}


def test_a_filter_keeps_its_criteria():
    criteria = {"criteria": {"2": {"hiddenValues": ["Lost"]}}, "sortSpecs": [{"dimensionIndex": 1}]}
    here = place(tab(list(TEAM), basicFilter={"range": ranged(0, 3), **criteria}), plan())
    assert inserted(here)[1]["setBasicFilter"]["filter"] == {"range": ranged(0, 12), **criteria}


@pytest.mark.parametrize("area", [ranged(0, 3, row=7), ranged(6, 9, row=7)])
def test_a_table_further_down_is_left_alone(area):
    here = place(tab(list(TEAM), tables=[{"tableId": "t", "range": area}]), plan())
    assert (here.at, kinds(inserted(here))) == (3, ["insertDimension"])


def test_a_table_beside_the_leads_is_not_widened_with_our_columns():
    prices = [{"tableId": "p", "range": ranged(4, 6)}]
    here = place(tab([*TEAM, None, "Product", "Price"], tables=prices), plan())
    assert (here.at, kinds(inserted(here))) == (6, ["insertDimension"])


def test_a_filter_over_whole_columns_has_no_end_to_join():
    here = place(tab(list(TEAM), basicFilter={"range": {"sheetId": 9}}), plan())
    assert (here.at, kinds(inserted(here))) == (3, ["insertDimension"])


# ── marks ─────────────────────────────────────────────────────────────────────────────────────


def created(requests: list[Json]) -> dict[str, Json]:
    entries = [r["createDeveloperMetadata"]["developerMetadata"] for r in requests if "createDeveloperMetadata" in r]
    return {name_of(e["metadataValue"]): e["location"]["dimensionRange"] for e in entries}


def test_the_first_sync_marks_our_columns_those_that_tell_who_and_the_heading_row():
    here = place(tab(["Notes", *TEAM], heading_row=4), plan(heading_row=4, people={"name": 1, "email": 2, "stage": 3}))
    places = created(list(marking(here, {})))
    assert places.keys() == {*OWNED_KEYS, "people:name", "people:email", HEADINGS}
    assert places["status"]["startIndex"] == 4
    assert places["people:email"]["startIndex"] == 2
    assert (places[HEADINGS]["dimension"], places[HEADINGS]["startIndex"]) == ("ROWS", 3)


def test_a_column_with_a_drop_down_is_marked_with_its_words():
    here = place(tab(list(TEAM)), plan(choices={"stage": STAGES}))
    requests = list(marking(here, {"people:stage": STAGES}))
    entries = [r["createDeveloperMetadata"]["developerMetadata"]["metadataValue"] for r in requests]
    assert value_of("people:stage", STAGES) in entries


def test_what_is_marked_as_it_should_be_needs_nothing():
    here = place(tab(HEADINGS_OF_ALL, marks=MARKED), plan(ALL, choices={"stage": STAGES}))
    assert list(marking(here, {})) == []
    assert list(marking(here, {"people:stage": STAGES})) == []
    assert here.standing.keys() == {*OWNED_KEYS, "people:name", "people:email", "people:stage"}


def test_other_words_are_noted_in_the_mark_that_stands():
    here = place(tab(HEADINGS_OF_ALL, marks=MARKED), plan(ALL, choices={"stage": ("New",)}))
    [request] = marking(here, {"people:stage": ("New",)})
    assert request["updateDeveloperMetadata"]["dataFilters"] == [{"developerMetadataLookup": {"metadataId": 102}}]
    assert f"{checksum(('New',))}" in request["updateDeveloperMetadata"]["developerMetadata"]["metadataValue"]


def test_a_mark_on_another_column_does_not_count():
    """A person typed our headings over each other; the plan goes by what the engine made of it."""
    swapped = ALL | {"status": ALL["why"], "why": ALL["status"]}
    here = place(tab(HEADINGS_OF_ALL, marks=MARKED), plan(swapped))
    assert created(list(marking(here, {}))).keys() == {"status", "why"}


def test_marks_that_stand_right_of_inserted_columns_are_known_where_they_come_to_stand():
    """The table ends before column D, so that what stands from there on moves."""
    owned = {key: 4 + n for n, key in enumerate(OWNED_KEYS) if key != "id"}
    headings: list[Value] = [*TEAM, None, *(HEADS[key] for key in owned)]
    found = tab(
        headings, {at: value_of(k) for k, at in owned.items()}, tables=[{"tableId": "t", "range": ranged(0, 3)}]
    )
    here = place(found, plan(owned))
    assert (here.inserted, here.owned["id"], here.owned["status"]) == (("id",), 3, 5)
    assert here.standing.keys() == owned.keys()


def test_the_requests_are_ones_that_the_api_describes():
    here = place(tab(list(TEAM), tables=[{"tableId": "t", "range": ranged(0, 3)}]), plan(choices={"stage": STAGES}))
    method = method_of("POST", "/v4/spreadsheets/leads:batchUpdate")
    assert method is not None
    requests = [*inserted(here), *marking(here, {"people:stage": STAGES})]
    assert check_request(method, {"requests": requests}) == []

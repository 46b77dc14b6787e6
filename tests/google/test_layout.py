"""sheetflow.backends.google.layout: where our columns come to be, and their metadata entries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.layout import (
    ColumnLayout,
    insert_requests,
    metadata_requests,
    plan_layout,
    widen_requests,
)
from sheetflow.backends.google.metadata import HEADINGS, name_of, value_of
from sheetflow.columns import OWNED_KEYS
from sheetflow.model import Value
from tests.google.tabs import ALL, ENTRIES, HEADINGS_OF_ALL, HEADS, STAGES, TEAM, kinds, plan, tab
from tests.sheets_server.discovery import method_of
from tests.sheets_server.witness import check_request


def inserted(layout: ColumnLayout) -> list[Json]:
    return list(insert_requests(layout))


def widened(layout: ColumnLayout) -> list[Json]:
    """What takes our columns in, once those that lacked are inserted: at the end of the range,
    which stays as it is.
    """
    return list(widen_requests(layout, layout.tab.sheet))


def ranged(first: int, end: int, row: int = 0) -> Json:
    found = {"sheetId": 9, "startColumnIndex": first, "endColumnIndex": end, "endRowIndex": 50}
    return found | ({"startRowIndex": row} if row else {})


# ── structure ─────────────────────────────────────────────────────────────────────────────────


def test_all_columns_that_are_missing_come_right_of_everything_filled():
    layout = plan_layout(tab([*TEAM, None, "Our own notes"]), plan())
    assert layout.owned == {key: 5 + n for n, key in enumerate(OWNED_KEYS)}
    [request] = inserted(layout)
    assert request["insertDimension"]["range"] == {
        "sheetId": 9,
        "dimension": "COLUMNS",
        "startIndex": 5,
        "endIndex": 14,
    }


def test_with_nothing_missing_nothing_is_inserted():
    layout = plan_layout(tab(HEADINGS_OF_ALL), plan(ALL))
    assert (inserted(layout), layout.owned) == ([], ALL)


def test_a_column_that_somebody_deleted_comes_back_at_the_right():
    left = {key: at for key, at in ALL.items() if key != "why"} | {"id": 10}
    layout = plan_layout(tab([h for h in HEADINGS_OF_ALL if h != HEADS["why"]]), plan(left))
    assert layout.owned == left | {"why": 11}


def test_a_blank_column_that_an_earlier_run_inserted_is_used():
    """That run was cut off before it could write the heading."""
    present = {key: at for key, at in ALL.items() if key != "id"}
    layout = plan_layout(
        tab([*HEADINGS_OF_ALL[:11], None], entries={11: value_of("id")}), plan(present)
    )
    assert (layout.new_columns, layout.owned["id"], inserted(layout)) == ((), 11, [])


def test_a_column_with_an_entry_that_people_filled_is_theirs_now():
    present = {key: at for key, at in ALL.items() if key != "id"}
    layout = plan_layout(
        tab([*HEADINGS_OF_ALL[:11], "Referred by"], entries={11: value_of("id")}), plan(present)
    )
    assert (layout.new_columns, layout.owned["id"]) == (("id",), 12)


def test_columns_are_appended_where_the_grid_ends():
    narrow = tab(list(TEAM))
    narrow.sheet["properties"]["gridProperties"]["columnCount"] = 3
    requests = inserted(plan_layout(narrow, plan()))
    assert kinds(requests) == ["appendDimension", "insertDimension"]
    assert requests[0]["appendDimension"]["length"] == 1


@pytest.mark.parametrize("around", ["tables", "basicFilter"])
def test_inside_a_table_or_filter_columns_join_it_and_move_what_is_beside(around):
    """Cells outside do not move with their row when people sort."""
    area = ranged(0, 3)
    parts = (
        {"tables": [{"tableId": "t", "range": area}]}
        if around == "tables"
        else {"basicFilter": {"range": area}}
    )
    layout = plan_layout(tab([*TEAM, None, "Totals"], **parts), plan())
    assert (layout.at, layout.owned["status"], layout.after(4), layout.after(2)) == (3, 3, 13, 2)
    wider = area | {"endColumnIndex": 12}
    if around == "tables":
        assert widened(layout)[-1] == {
            "updateTable": {"table": {"tableId": "t", "range": wider}, "fields": "range"}
        }
    else:
        assert widened(layout) == [{"setBasicFilter": {"filter": {"range": wider}}}]


def headed(requests: list[Json]) -> list[tuple[int, str]]:
    """Column and text of the headings that are written."""
    bodies = [request["updateCells"] for request in requests if "updateCells" in request]
    return [
        (b["start"]["columnIndex"], b["rows"][0]["values"][0]["userEnteredValue"]["stringValue"])
        for b in bodies
    ]


def test_beside_a_table_columns_get_their_headings_at_once():
    """A table makes up headings for the columns that it takes in without one."""
    layout = plan_layout(tab(list(TEAM), tables=[{"tableId": "t", "range": ranged(0, 3)}]), plan())
    assert headed(inserted(layout)) == [(3 + n, text) for n, text in enumerate(HEADS.values())]
    assert headed(inserted(plan_layout(tab(list(TEAM)), plan()))) == []


def test_a_table_takes_in_blank_columns_of_ours_with_their_headings_before_it_grows():
    present = {key: at for key, at in ALL.items() if key != "id"}
    table = {"tableId": "t", "range": ranged(0, 11)}
    layout = plan_layout(
        tab([*HEADINGS_OF_ALL[:11], None], entries={11: value_of("id")}, tables=[table]),
        plan(present),
    )
    assert kinds(widened(layout)) == ["updateCells", "updateTable"]
    assert headed(widened(layout)) == [(11, "sf id")]


def test_a_filter_or_table_that_people_made_since_takes_our_columns_in():
    layout = plan_layout(
        tab(HEADINGS_OF_ALL, entries=ENTRIES, basicFilter={"range": ranged(0, 3)}), plan(ALL)
    )
    assert widened(layout)[0]["setBasicFilter"]["filter"]["range"]["endColumnIndex"] == 12
    layout = plan_layout(
        tab(HEADINGS_OF_ALL, entries=ENTRIES, tables=[{"tableId": "t", "range": ranged(0, 3)}]),
        plan(ALL),
    )
    assert kinds(widened(layout)) == ["updateTable"]


@pytest.mark.parametrize("end", [12, 15])
def test_what_holds_our_columns_already_stays_as_it_is(end):
    assert (
        widened(plan_layout(tab(HEADINGS_OF_ALL, basicFilter={"range": ranged(0, end)}), plan(ALL)))
        == []
    )


def test_a_column_of_the_teams_between_theirs_and_ours_keeps_ours_outside():
    owned = {key: at + 1 for key, at in ALL.items()}
    heads: list[Value] = [*TEAM, "Deal size", *HEADS.values()]
    assert widened(plan_layout(tab(heads, basicFilter={"range": ranged(0, 3)}), plan(owned))) == []


def test_a_filter_keeps_its_criteria():
    criteria = {"criteria": {"2": {"hiddenValues": ["Lost"]}}, "sortSpecs": [{"dimensionIndex": 1}]}
    layout = plan_layout(tab(list(TEAM), basicFilter={"range": ranged(0, 3), **criteria}), plan())
    assert widened(layout)[0]["setBasicFilter"]["filter"] == {"range": ranged(0, 12), **criteria}


@pytest.mark.parametrize("area", [ranged(0, 3, row=7), ranged(6, 9, row=7)])
def test_a_table_further_down_is_left_alone(area):
    layout = plan_layout(tab(list(TEAM), tables=[{"tableId": "t", "range": area}]), plan())
    assert (layout.at, kinds(inserted(layout))[0], widened(layout)) == (3, "insertDimension", [])


def test_a_table_beside_the_leads_is_not_widened_with_our_columns():
    prices = [{"tableId": "p", "range": ranged(4, 6)}]
    layout = plan_layout(tab([*TEAM, None, "Product", "Price"], tables=prices), plan())
    assert (layout.at, kinds(inserted(layout))[0], widened(layout)) == (6, "insertDimension", [])


def test_a_filter_over_whole_columns_has_no_end_to_join():
    layout = plan_layout(tab(list(TEAM), basicFilter={"range": {"sheetId": 9}}), plan())
    assert (layout.at, kinds(inserted(layout)), widened(layout)) == (3, ["insertDimension"], [])


@pytest.mark.parametrize("row", [0, 7], ids=["above", "below"])
@pytest.mark.parametrize("around", ["tables", "basicFilter"])
def test_where_another_table_lies_across_that_place_columns_come_behind_everything(around, row):
    """Inserted inside, they would cut it in two, and it would name them."""
    prices = {"tableId": "p", "range": ranged(0, 5, row=row) | {"endRowIndex": row + 2}}
    own = {"tableId": "t", "range": ranged(0, 3, row=3)}
    parts = (
        {"tables": [prices, own]}
        if around == "tables"
        else {"tables": [prices], "basicFilter": own}
    )
    wide = tab([*TEAM, "Price", "Sold", None, "Our own notes"], heading_row=4, **parts)
    layout = plan_layout(wide, plan(heading_row=4))
    assert (layout.at, kinds(inserted(layout)), widened(layout)) == (7, ["insertDimension"], [])


@pytest.mark.parametrize(("first", "end"), [(0, 3), (3, 6)])
def test_a_table_that_only_ends_or_begins_at_that_place_keeps_no_column_out(first, end):
    parts = {
        "tables": [{"tableId": "p", "range": ranged(first, end)}],
        "basicFilter": {"range": ranged(0, 3, row=3)},
    }
    layout = plan_layout(
        tab([*TEAM, "Price", "Sold", "Left"], heading_row=4, **parts), plan(heading_row=4)
    )
    assert (layout.at, kinds(widened(layout))) == (3, ["setBasicFilter"])


@pytest.mark.parametrize(
    ("merges", "at"),
    [
        ([(0, 3)], 3),
        ([(0, 5)], 5),
        ([(2, 4), (3, 6)], 6),
        ([(0, None)], 26),
        ([(4, 7)], 3),
    ],
    ids=["ends there", "reaches beyond", "one after the other", "as wide as the sheet", "beside"],
)
def test_columns_come_behind_the_merges_that_lie_across_their_place(merges, at):
    """Inserted inside, they would be under the team's merged cell, which would grow."""
    found = [ranged(first, end or 0, row=n) for n, (first, end) in enumerate(merges)]
    for area in found:
        if not area["endColumnIndex"]:
            del area["endColumnIndex"]
    assert plan_layout(tab(list(TEAM), merges=found), plan()).at == at


@pytest.mark.parametrize(
    ("end", "at", "grown"), [(3, 3, 1), (5, 5, 0)], ids=["ends there", "lies across"]
)
def test_a_merge_across_the_end_of_a_filter_sends_columns_behind_everything(end, at, grown):
    parts = {"basicFilter": {"range": ranged(0, 3, row=3)}, "merges": [ranged(0, end)]}
    layout = plan_layout(tab(list(TEAM), heading_row=4, **parts), plan(heading_row=4))
    assert (layout.at, len(widened(layout))) == (at, grown)


CUT_OFF = tab([*HEADINGS_OF_ALL[:11], None], entries={11: value_of("id")}, heading_row=4)
"""The run that inserted the last column was cut off."""


@pytest.mark.parametrize("row", [2, 6], ids=["above the headings", "below"])
def test_a_heading_that_another_table_made_up_leaves_our_column_blank(row):
    table = {"tableId": "p", "range": ranged(0, 14, row=row - 1) | {"endRowIndex": row + 1}}
    columns = [*CUT_OFF.columns[:11], [*[None] * (row - 1), "Column 1"]]
    named = replace(CUT_OFF, columns=columns, sheet=CUT_OFF.sheet | {"tables": [table]})
    present = {key: at for key, at in ALL.items() if key != "id"}
    layout = plan_layout(named, plan(present, heading_row=4))
    assert (layout.new_columns, layout.owned["id"]) == ((), 11)


def test_what_is_above_the_headings_leaves_our_column_blank():
    titled = replace(CUT_OFF, columns=[*CUT_OFF.columns[:11], ["Sales in November"]])
    layout = plan_layout(
        titled, plan({key: at for key, at in ALL.items() if key != "id"}, heading_row=4)
    )
    assert (layout.new_columns, layout.owned["id"]) == ((), 11)


@pytest.mark.parametrize("row", [4, 5], ids=["the headings", "the first lead"])
def test_what_people_typed_from_the_headings_down_makes_a_column_with_an_entry_theirs(row):
    """Also in the table that the leads are in."""
    own = {"tableId": "t", "range": ranged(0, 12, row=3)}
    columns = [*CUT_OFF.columns[:11], [*[None] * (row - 1), "Referred by"]]
    filled = replace(CUT_OFF, columns=columns, sheet=CUT_OFF.sheet | {"tables": [own]})
    layout = plan_layout(
        filled, plan({key: at for key, at in ALL.items() if key != "id"}, heading_row=4)
    )
    assert (layout.new_columns, layout.owned["id"]) == (("id",), 12)


# ── metadata ──────────────────────────────────────────────────────────────────────────────────


def created(requests: list[Json]) -> dict[str, Json]:
    entries = [
        r["createDeveloperMetadata"]["developerMetadata"]
        for r in requests
        if "createDeveloperMetadata" in r
    ]
    return {name_of(e["metadataValue"]): e["location"]["dimensionRange"] for e in entries}


def test_the_first_sync_gives_entries_to_our_columns_the_identifying_ones_and_the_heading_row():
    layout = plan_layout(
        tab(["Notes", *TEAM], heading_row=4),
        plan(heading_row=4, people={"name": 1, "email": 2, "stage": 3}),
    )
    places = created(list(metadata_requests(layout)))
    assert places.keys() == {*OWNED_KEYS, "people:name", "people:email", HEADINGS}
    assert places["status"]["startIndex"] == 4
    assert places["people:email"]["startIndex"] == 2
    assert (places[HEADINGS]["dimension"], places[HEADINGS]["startIndex"]) == ("ROWS", 3)


def values(requests: list[Json]) -> list[str]:
    return [r["createDeveloperMetadata"]["developerMetadata"]["metadataValue"] for r in requests]


def test_a_column_gets_an_entry_without_the_words_of_a_drop_down_that_it_has_not_got_yet():
    layout = plan_layout(tab(list(TEAM)), plan(choices={"stage": STAGES}))
    assert value_of("people:stage") in values(list(metadata_requests(layout)))


def test_only_columns_that_the_same_batch_inserts_and_formats_have_an_entry_that_says_so():
    without_id = {key: at for key, at in ALL.items() if key != "id"}
    layout = plan_layout(tab(HEADINGS_OF_ALL[:-1]), plan(without_id))
    assert value_of("id", formatted=True) in (found := values(list(metadata_requests(layout))))
    assert value_of("status") in found


def test_no_entry_says_formatted_where_no_row_is_left_to_format():
    bare = tab(list(TEAM))
    bare.sheet["properties"]["gridProperties"]["rowCount"] = 1
    assert not any(
        "dressed" in value for value in values(list(metadata_requests(plan_layout(bare, plan()))))
    )


def test_entries_that_are_as_they_should_be_need_nothing():
    layout = plan_layout(
        tab(HEADINGS_OF_ALL, entries=ENTRIES), plan(ALL, choices={"stage": STAGES})
    )
    assert list(metadata_requests(layout)) == []
    assert layout.entries.keys() == {*OWNED_KEYS, "people:name", "people:email", "people:stage"}


def test_an_entry_on_another_column_does_not_count():
    """A person typed our headings over each other; the plan goes by what the engine made of it."""
    swapped = ALL | {"status": ALL["why"], "why": ALL["status"]}
    layout = plan_layout(tab(HEADINGS_OF_ALL, entries=ENTRIES), plan(swapped))
    requests = list(metadata_requests(layout))
    assert created(requests).keys() == {"status", "why"}
    assert kinds(requests).count("deleteDeveloperMetadata") == 2


def test_entries_right_of_inserted_columns_are_known_where_they_come_to_be():
    """The table ends before column D, so that what begins there moves."""
    owned = {key: 4 + n for n, key in enumerate(OWNED_KEYS) if key != "id"}
    headings: list[Value] = [*TEAM, None, *(HEADS[key] for key in owned)]
    found = tab(
        headings,
        {at: value_of(k) for k, at in owned.items()},
        tables=[{"tableId": "t", "range": ranged(0, 3)}],
    )
    layout = plan_layout(found, plan(owned))
    assert (layout.new_columns, layout.owned["id"], layout.owned["status"]) == (("id",), 3, 5)
    assert layout.entries.keys() == owned.keys()


def test_the_requests_are_ones_that_the_api_describes():
    layout = plan_layout(
        tab(list(TEAM), tables=[{"tableId": "t", "range": ranged(0, 3)}]),
        plan(choices={"stage": STAGES}),
    )
    method = method_of("POST", "/v4/spreadsheets/leads:batchUpdate")
    assert method is not None
    requests = [*inserted(layout), *metadata_requests(layout), *widened(layout)]
    assert check_request(method, {"requests": requests}) == []

"""backends.google.response: the answer of a batch says who is in which row, and whether
metadata entries are on the right columns.
"""

from __future__ import annotations

from typing import Any

import pytest

from sheetflow.backends.google.grid import Json, a1
from sheetflow.backends.google.layout import ColumnLayout, metadata_requests, plan_layout
from sheetflow.backends.google.response import (
    Created,
    batch_body,
    cells_with_notes,
    created,
    entries_beside_columns,
    response_fields,
    row_keys_after,
    sheet_after,
    value,
)
from sheetflow.backends.google.row_matching import RowKeys
from sheetflow.columns import OWNED_KEYS
from sheetflow.model import CellError, Value
from tests.google.tabs import ALL, ENTRIES, HEADINGS_OF_ALL, TEAM, plan, tab
from tests.sheets_server.discovery import method_of
from tests.sheets_server.witness import check_request

IN_TABLE = {"sheetId": 9, "startColumnIndex": 0, "endColumnIndex": 3}


def cell(found: Value) -> Json:
    if found is None:
        return {}
    if isinstance(found, bool):
        return {"effectiveValue": {"boolValue": found}}
    kind = "stringValue" if isinstance(found, str) else "numberValue"
    return {"effectiveValue": {kind: found}}


def heading_part(*headings: Value) -> Json:
    return {
        "columnMetadata": [{}] * len(headings),
        "rowData": [{"values": [cell(h) for h in headings]}],
    }


def column_part(at: int, *cells: Value) -> Json:
    part = {
        "columnMetadata": [{}],
        "rowData": [{"values": [cell(c)]} if c is not None else {} for c in cells],
    }
    return part | ({"startColumn": at} if at else {})


def answer(*parts: Json, sheet_id: int = 9) -> Json:
    other = {"properties": {"sheetId": 4}, "data": [column_part(0, "not this one")]}
    return {
        "updatedSpreadsheet": {
            "sheets": [other, {"properties": {"sheetId": sheet_id}, "data": list(parts)}]
        }
    }


def first_sync() -> ColumnLayout:
    return plan_layout(tab(list(TEAM)), plan())


def later_sync(**owned: int) -> ColumnLayout:
    return plan_layout(tab(HEADINGS_OF_ALL, entries=ENTRIES), plan(owned or ALL))


# ── batch_body ────────────────────────────────────────────────────────────────────────────────────


def test_the_batch_asks_for_the_headings_and_the_identifying_columns():
    body = batch_body([{"x": {}}], [first_sync()])
    assert body["responseRanges"] == ["'Leads'!1:1", "'Leads'!A:A", "'Leads'!B:B"]
    assert body["includeSpreadsheetInResponse"]
    assert body["responseIncludeGridData"]


def test_it_asks_for_our_columns_where_they_were_before():
    assert batch_body([], [later_sync(status=3, id=11)])["responseRanges"][3:] == [
        "'Leads'!D:D",
        "'Leads'!L:L",
    ]


def test_it_asks_for_drop_downs_and_notes_too_where_the_next_batch_must_know_them():
    adopted = plan_layout(tab([*TEAM, "Status"]), plan({"status": 3}, choices={"stage": ("New",)}))
    assert batch_body([], [adopted], with_notes=True)["responseRanges"][1:] == [
        a1("Leads", at) for at in (0, 1, 2, 3)
    ]
    assert batch_body([], [adopted])["responseRanges"][1:] == [a1("Leads", at) for at in (0, 1, 3)]
    assert "note" in response_fields(with_notes=True)
    assert "note" not in response_fields(with_notes=False)


def test_with_nothing_to_write_it_asks_for_nothing():
    assert batch_body([{"x": {}}], []) == {"requests": [{"x": {}}]}


def test_the_body_is_one_that_the_api_describes():
    method = method_of("POST", "/v4/spreadsheets/leads:batchUpdate")
    assert method is not None
    layout = first_sync()
    assert check_request(method, batch_body(list(metadata_requests(layout)), [layout])) == []
    assert all(
        (mask := response_fields(with_notes=with_notes)).count("(") == mask.count(")")
        for with_notes in (True, False)
    )


# ── metadata entries that the batch made ──────────────────────────────────────────────────────


def test_new_entries_are_known_by_the_ids_of_the_replies():
    layout = first_sync()
    requests: list[Json] = [{"addSheet": {}}, *metadata_requests(layout)]
    replies = [{}] + [
        {"createDeveloperMetadata": {"developerMetadata": {"metadataId": n}}} for n in range(1, 99)
    ]
    found = created(requests, {"replies": replies}, 9)
    assert [entry.name for entry in found] == [*OWNED_KEYS, "people:name", "people:email"]
    assert found[0] == Created(1, "status", 3)
    assert created(requests, {"replies": replies}, 4) == []


NEW = [Created(1, "status", 3), Created(2, "people:name", 0), Created(3, "people:email", 1)]


def test_entries_beside_the_headings_that_were_read_are_where_they_belong():
    as_read = answer(heading_part("Name", "Email", "Stage", None))
    assert entries_beside_columns(first_sync(), as_read, NEW) == []


@pytest.mark.parametrize(
    "now",
    [
        ("Email", "Name", "Stage"),
        ("Photo", "Name", "Email", "Stage"),
        ("Name", "Mail", "Stage"),
        (),
    ],
)
def test_after_a_column_was_moved_renamed_or_inserted_entries_on_old_columns_are_not_believed(
    now,
):
    """Those on columns that the batch itself inserted are."""
    assert entries_beside_columns(first_sync(), answer(heading_part(*now)), NEW) == [2, 3]


def test_columns_that_had_their_entries_before_may_move_as_they_like():
    moved = answer(heading_part("Stage", "Email", "Name"))
    assert entries_beside_columns(later_sync(), moved, []) == []


def test_headings_right_of_inserted_columns_are_compared_where_they_came_to_be():
    owned = {key: 4 + n for n, key in enumerate(OWNED_KEYS) if key != "id"}
    heads: list[Any] = [*TEAM, "Notes", *HEADINGS_OF_ALL[3:11]]
    layout = plan_layout(tab(heads, tables=[{"tableId": "t", "range": IN_TABLE}]), plan(owned))
    assert layout.after(4) == 5
    now = [*heads[:3], "sf id", *heads[3:]]
    new = [Created(1, "status", 5)]
    assert entries_beside_columns(layout, answer(heading_part(*now)), new) == []
    assert entries_beside_columns(layout, answer(heading_part(*heads)), new) == [1]


# ── what was there before us ──────────────────────────────────────────────────────────────────────


def test_drop_downs_and_notes_come_with_the_columns_in_which_they_were_read():
    """Those of the cells that were asked for alone; headings come as a row."""
    layout = plan_layout(
        tab([*TEAM, None, "Deal size"], tables=[{"tableId": "t", "range": IN_TABLE}]), plan()
    )
    found = cells_with_notes(
        layout, answer(heading_part(*TEAM), column_part(2, "Stage"), column_part(13, "Deal size"))
    )
    assert [part["startColumn"] for part in found["data"]] == [2, 4]


def test_tables_and_filter_are_those_of_the_tab_after_the_batch():
    after = answer(heading_part(*TEAM))
    after["updatedSpreadsheet"]["sheets"][1]["tables"] = [{"tableId": "t", "range": IN_TABLE}]
    assert sheet_after(first_sync(), after)["tables"][0]["tableId"] == "t"
    assert sheet_after(first_sync(), {}) == {}


# ── who is where ──────────────────────────────────────────────────────────────────────────────────


def test_the_response_says_who_is_where():
    layout = later_sync(status=3, id=11)
    parts = [
        heading_part(*HEADINGS_OF_ALL),
        column_part(0, "Name", "Ana"),
        column_part(1, "Email", None, "b@x.com"),
        column_part(3, "Status", "Waiting"),
        column_part(11, "sf id", "ID1"),
    ]
    rows = row_keys_after(layout, answer(*parts), inserted=False)
    assert rows is not None
    assert rows.who == [["Name", "Ana"], ["Email", None, "b@x.com"]]
    assert (rows.owned["status"], rows.owned["id"]) == (["Status", "Waiting"], ["sf id", "ID1"])
    assert (rows.owned["why"], rows.owned.keys()) == ([], set(OWNED_KEYS))


def test_columns_that_were_just_inserted_are_blank():
    told = answer(heading_part(*TEAM), column_part(0, "Name"), column_part(1, "Email"))
    rows = row_keys_after(first_sync(), told, inserted=False)
    assert rows == RowKeys([["Name"], ["Email"]], {key: [] for key in OWNED_KEYS})


def test_after_a_second_batch_the_columns_that_the_first_one_inserted_are_known_too():
    ours = [column_part(3 + n, "Status" if n == 0 else None) for n in range(len(OWNED_KEYS))]
    told = answer(heading_part(*TEAM), column_part(0, "Name"), column_part(1, "Email"), *ours)
    rows = row_keys_after(first_sync(), told, inserted=True)
    assert rows is not None
    assert rows.owned["status"] == ["Status"]
    assert (
        row_keys_after(
            first_sync(),
            answer(*told["updatedSpreadsheet"]["sheets"][1]["data"][:4]),
            inserted=True,
        )
        is None
    )
    asked = batch_body([], [first_sync()], inserted=True)["responseRanges"]
    assert asked[3:] == [a1("Leads", 3 + n) for n in range(len(OWNED_KEYS))]


@pytest.mark.parametrize("told", [(), (column_part(0, "Name"),)])
def test_a_response_without_all_columns_says_nothing(told):
    assert row_keys_after(first_sync(), answer(heading_part(*TEAM), *told), inserted=False) is None
    assert row_keys_after(first_sync(), {}, inserted=False) is None
    elsewhere = answer(column_part(0, "Name"), column_part(1, "Email"), sheet_id=8)
    assert row_keys_after(first_sync(), elsewhere, inserted=False) is None


@pytest.mark.parametrize("found", ["Ana", 0, 46000.5, True, False])
def test_a_value_is_what_a_values_answer_would_give(found):
    assert value(cell(found)) == found


def test_blanks_and_errors_come_as_a_values_answer_gives_them():
    assert value({}) == ""
    assert (
        value({"effectiveValue": {"errorValue": {"type": "N_A", "message": "no such lead"}}})
        == "#N/A"
    )
    assert value({"effectiveValue": {"errorValue": {"type": "LOADING"}}}) == "#ERROR!"


def test_an_error_in_an_identifying_column_is_an_error():
    error = {"effectiveValue": {"errorValue": {"type": "REF"}}}
    part = {"columnMetadata": [{}], "rowData": [{"values": [error]}]}
    rows = row_keys_after(first_sync(), answer(part, column_part(1, "Email")), inserted=False)
    assert rows is not None
    assert rows.who[0] == [CellError("#REF!")]

"""What holds for every batch: all or nothing, order, unknown kinds, replies."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets_server.changes import batch_update
from tests.sheets_server.changes.kinds import KINDS, REFUSED
from tests.sheets_server.discovery import document
from tests.sheets_server.errors import ApiError
from tests.sheets_server.tests.changes.desk import Desk, block, columns, rows

FAILS = {"deleteSheet": {"sheetId": 99}}


def text_of(desk: Desk, requests: list[dict[str, Any]]) -> str:
    with pytest.raises(ApiError) as caught:
        batch_update(desk.book, requests)
    assert caught.value.code == 400
    return caught.value.message


def test_every_kind_of_the_discovery_document_is_either_done_or_refused() -> None:
    known = set(document("sheets.v4")["schemas"]["Request"]["properties"])
    assert known == set(KINDS) | REFUSED


@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_a_kind_that_this_server_has_not_is_an_error(desk: Desk, kind: str) -> None:
    assert (
        text_of(desk, [{kind: {}}])
        == f"Invalid requests[0].{kind}: not implemented by the test server"
    )


def test_a_kind_that_the_api_has_not_is_an_error(desk: Desk) -> None:
    expected = (
        "Invalid JSON payload received. Unknown name \"deleteRows\" at 'requests[0]': Cannot "
        "find field."
    )
    assert text_of(desk, [{"deleteRows": {}}]) == expected


def test_no_request_is_an_error(desk: Desk) -> None:
    assert text_of(desk, []) == "Must specify at least one request."


def test_an_empty_request_is_an_error(desk: Desk) -> None:
    assert text_of(desk, [{}]) == "Invalid requests[0]: No request set."


def test_two_kinds_in_one_request_are_an_error(desk: Desk) -> None:
    assert "'kind' is already set" in text_of(desk, [{"addSheet": {}, "deleteSheet": {}}])


def test_the_error_names_the_request_that_failed(desk: Desk) -> None:
    good = {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 1}}
    assert text_of(desk, [good, FAILS]) == "Invalid requests[1].deleteSheet: No sheet with id: 99"


def test_each_request_gets_its_reply_in_order(desk: Desk) -> None:
    replies = desk.batch(
        [{"clearBasicFilter": {"sheetId": 0}}, {"addSheet": {"properties": {"title": "Done"}}}]
    )
    assert replies[0] == {}
    assert replies[1]["addSheet"]["properties"]["title"] == "Done"


def test_a_reply_is_not_changed_by_later_requests(desk: Desk) -> None:
    name = {"namedRange": {"name": "stages", "range": block(2, 5, 0, 1)}}
    replies = desk.batch([{"addNamedRange": name}, {"insertDimension": {"range": rows(0, 1)}}])
    assert replies[0]["addNamedRange"]["namedRange"]["range"]["startRowIndex"] == 2


def test_nulls_count_as_left_out(desk: Desk) -> None:
    requests = [
        {
            "addSheet": {"properties": {"title": "Won", "index": None, "gridProperties": None}},
            "cutPaste": None,
        }
    ]
    assert batch_update(desk.book, requests)[0]["addSheet"]["properties"]["index"] == 1


CHANGES: list[dict[str, Any]] = [
    {"insertDimension": {"range": rows(1, 3)}},
    {"deleteDimension": {"range": columns(1, 2)}},
    {"moveDimension": {"source": rows(1, 2), "destinationIndex": 5}},
    {
        "sortRange": {
            "range": block(0, 5, 0, 3),
            "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}],
        }
    },
    {"updateCells": {"range": block(0, 3, 0, 2), "fields": "*", "rows": []}},
    {"repeatCell": {"range": block(0, 12, 0, 3), "cell": {"note": "seen"}, "fields": "note"}},
    {"copyPaste": {"source": block(0, 1, 0, 3), "destination": block(8, 9, 0, 3)}},
    {"cutPaste": {"source": block(0, 1, 0, 3), "destination": {"sheetId": 0, "rowIndex": 8}}},
    {"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 7}},
    {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "New"}, "fields": "title"}},
    {"addNamedRange": {"namedRange": {"name": "later", "range": block(0, 1, 0, 1)}}},
    {
        "deleteDeveloperMetadata": {
            "dataFilter": {"developerMetadataLookup": {"metadataKey": "column"}}
        }
    },
    {"findReplace": {"find": "a", "replacement": "b", "allSheets": True}},
    {"mergeCells": {"range": block(6, 8, 0, 2), "mergeType": "MERGE_ALL"}},
    {"updateSpreadsheetProperties": {"properties": {"title": "Other"}, "fields": "title"}},
]


def busy_desk() -> Desk:
    desk = Desk()
    desk.fill([["Ada", 3, "=B1*2"], ["Bo", 1, "=SUM(B1:B2)"], ["Cai", 2, "=Leads!A3"]])
    desk.do("addConditionalFormatRule", rule=rule("=$B1>1"), index=0)
    place = {"dimensionRange": columns(1, 2)}
    desk.do(
        "createDeveloperMetadata",
        developerMetadata={"metadataKey": "column", "visibility": "DOCUMENT", "location": place},
    )
    return desk


def rule(formula: str) -> dict[str, Any]:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    boolean = {"condition": condition, "format": {"textFormat": {"bold": True}}}
    return {"ranges": [block(0, 12, 0, 3)], "booleanRule": boolean}


@given(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4))
def test_a_batch_whose_last_request_fails_changes_nothing(requests: list[dict[str, Any]]) -> None:
    desk = busy_desk()
    before = json.dumps(desk.read(), sort_keys=True)
    with pytest.raises(ApiError):
        batch_update(desk.book, [*requests, FAILS])
    assert json.dumps(desk.read(), sort_keys=True) == before

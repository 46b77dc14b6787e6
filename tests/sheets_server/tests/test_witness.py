"""The witness of the test server: the published discovery document against requests and answers,
real ones first.
"""

from __future__ import annotations

import json
import os
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sheets_server import witness
from tests.sheets_server.discovery import method_of

RECORDINGS = Path(
    os.environ.get("SHEETFLOW_RECORDINGS")
    or Path(__file__).parents[3].parent / "shared" / "google-recordings"
)
BATCH = method_of("POST", "/v4/spreadsheets/abc:batchUpdate")
GET = method_of("GET", "/v4/spreadsheets/abc")
VALUES = method_of("GET", "/v4/spreadsheets/abc/values/A1")
UPDATE = method_of("PUT", "/v4/spreadsheets/abc/values/A1")


def recorded() -> Iterator[tuple[Any, Any]]:
    archive = RECORDINGS / "cassettes.tar.gz"
    if not archive.exists():
        pytest.skip("there are no recordings of the real service beside the repository")
    with tarfile.open(archive) as found:
        for member in found:
            if member.name.endswith(".json"):
                held = found.extractfile(member)
                assert held is not None
                for interaction in json.load(held)["interactions"]:
                    yield interaction["request"], interaction["response"]


def test_every_recorded_request_and_answer_of_the_real_service_fits_unless_google_refused_it() -> (
    None
):
    seen = 0
    for request, response in recorded():
        address = urlsplit(request["uri"])
        method = method_of(request["method"], address.path)
        assert method is not None, request["uri"]
        query = parse_qs(address.query, keep_blank_values=True)
        body = json.loads(request["body"]) if request["body"] else None
        found = witness.check_query(method, query) + witness.check_request(method, body)
        assert bool(found) == (response["status"]["code"] == 400)
        if method.response and response["status"]["code"] == 200:
            assert witness.check_response(method, json.loads(response["body"]["string"])) == []
        seen += 1
    assert seen > 1000


def test_the_refusal_of_a_request_reads_like_the_recorded_ones() -> None:
    refused = [
        (request, response) for request, response in recorded() if response["status"]["code"] == 400
    ]
    assert refused
    for request, response in refused:
        address = urlsplit(request["uri"])
        method = method_of(request["method"], address.path)
        assert method is not None
        error = witness.refusal(method, json.loads(request["body"]), parse_qs(address.query))
        assert error is not None
        assert error.body() == json.loads(response["body"]["string"])


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            {"requests": [{"addShet": {}}]},
            """Unknown name "addShet" at 'requests[0]': Cannot find field.""",
        ),
        ({"request": []}, 'Unknown name "request": Cannot find field.'),
        ([], "Root element must be a message."),
        (
            {"requests": [{"deleteSheet": {"sheetId": "x"}}]},
            """at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), "x\"""",
        ),
        (
            {"requests": [{"addSheet": 1}]},
            "(type.googleapis.com/google.apps.sheets.v4.AddSheetRequest), 1",
        ),
    ],
    ids=str,
)
def test_a_refusal_names_the_field_as_protocol_buffers_do(body: Any, text: str) -> None:
    assert BATCH is not None
    error = witness.refusal(BATCH, body, {})
    assert error is not None
    assert text in error.message


def test_a_list_in_a_cell_is_noted_and_left_to_the_method_to_refuse() -> None:
    assert UPDATE is not None
    body = {"values": [["Ana", ["x"]]]}
    assert [found.where for found in witness.check_request(UPDATE, body)] == ["values[0][1]"]
    assert witness.refusal(UPDATE, body, {}) is None


@pytest.mark.parametrize(
    ("verb", "path", "found"),
    [
        ("GET", "/v4/spreadsheets/abc", "sheets.spreadsheets.get"),
        ("POST", "/v4/spreadsheets", "sheets.spreadsheets.create"),
        ("GET", "/v4/spreadsheets/abc/values/A1:B2", "sheets.spreadsheets.values.get"),
        (
            "GET",
            "/v4/spreadsheets/abc/values/%27a%2Fb%27%21A1%3AB2",
            "sheets.spreadsheets.values.get",
        ),
        ("POST", "/v4/spreadsheets/abc/values/A1:clear", "sheets.spreadsheets.values.clear"),
        ("POST", "/v4/spreadsheets/abc/values/A1:append", "sheets.spreadsheets.values.append"),
        ("POST", "/v4/spreadsheets/abc/values:batchClear", "sheets.spreadsheets.values.batchClear"),
        ("POST", "/v4/spreadsheets/abc/sheets/0:copyTo", "sheets.spreadsheets.sheets.copyTo"),
        ("DELETE", "/drive/v3/files/abc", "drive.files.delete"),
        ("PUT", "/upload/drive/v2/files/abc", "drive.files.update"),
    ],
)
def test_a_request_is_known_by_its_verb_and_path(verb: str, path: str, found: str) -> None:
    method = method_of(verb, path)
    assert method is not None
    assert method.id == found


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("POST", "/v4/spreadsheets/a"),
        ("GET", "/v5/spreadsheets/a"),
        ("DELETE", "/v4/spreadsheets/a"),
        ("GET", "/"),
    ],
)
def test_a_path_that_is_no_method_is_none(verb: str, path: str) -> None:
    assert method_of(verb, path) is None


@pytest.mark.parametrize(
    ("body", "where", "what"),
    [
        ({"requests": [{"addShet": {}}]}, "requests[0]", "additionalProperties"),
        (
            {"requests": [{"deleteSheet": {"sheetId": "0"}}]},
            "requests[0].deleteSheet.sheetId",
            "type",
        ),
        (
            {"requests": [{"deleteSheet": {"sheetId": 2**31}}]},
            "requests[0].deleteSheet.sheetId",
            "maximum",
        ),
        (
            {"requests": [{"clearBasicFilter": {}}, {"sortRange": 1}]},
            "requests[1].sortRange",
            "type",
        ),
        (
            {"requests": [{"copyPaste": {"pasteType": "ALL"}}]},
            "requests[0].copyPaste.pasteType",
            "enum",
        ),
        ({"requests": {}}, "requests", "type"),
        ({"requests": [None]}, "requests[0]", "type"),
        ({"request": []}, "", "additionalProperties"),
    ],
    ids=str,
)
def test_a_request_that_the_document_does_not_know_is_found_out(
    body: Any, where: str, what: str
) -> None:
    assert BATCH is not None
    assert witness.check_request(BATCH, body) == [
        witness.Violation(BATCH.id, "request", where, what)
    ]


def test_a_request_may_say_null_for_not_set_and_an_answer_may_not() -> None:
    assert UPDATE is not None
    assert VALUES is not None
    body = {"range": None, "values": [["Ana", None]]}
    assert witness.check_request(UPDATE, body) == []
    assert {found.where for found in witness.check_response(VALUES, body)} == {
        "range",
        "values[0][1]",
    }


def test_an_answer_with_an_unknown_field_or_a_wrong_type_is_found_out() -> None:
    assert GET is not None
    body = {
        "spreadsheetId": "abc",
        "sheets": [{"properties": {"sheetId": 0, "colour": "red", "hidden": "no"}}],
    }
    found = witness.check_response(GET, body)
    assert {(each.where, each.what) for each in found} == {
        ("sheets[0].properties", "additionalProperties"),
        ("sheets[0].properties.hidden", "type"),
    }


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ({"rangs": ["A1"]}, "unknown parameter"),
        ({"includeGridData": ["yes"]}, "type"),
        ({"includeGridData": ["true", "false"]}, "not repeated"),
        ({"commentsViewMode": ["LOUD"]}, "enum"),
    ],
    ids=str,
)
def test_a_query_that_the_document_does_not_know_is_found_out(
    query: dict[str, list[str]], what: str
) -> None:
    assert GET is not None
    assert [found.what for found in witness.check_query(GET, query)] == [what]


def test_a_permission_needs_its_role_and_type() -> None:
    method = method_of("POST", "/drive/v3/files/abc/permissions")
    assert method is not None
    assert [found.what for found in witness.check_request(method, {"role": "writer"})] == [
        "required"
    ]
    assert len(witness.check_request(method, None)) == 2
    assert witness.refusal(method, None, {}) is not None


def test_a_violation_never_shows_what_was_in_a_cell() -> None:
    assert UPDATE is not None
    assert "Serrano" not in str(
        witness.check_request(UPDATE, {"values": [[{"name": "Ana Serrano"}]]})
    )


def calls(act: Callable[[], object]) -> int:
    """How many functions Python calls for it."""
    seen: list[str] = []
    before = sys.getprofile()
    sys.setprofile(lambda frame, event, arg: seen.append(event))
    try:
        act()
    finally:
        sys.setprofile(before)
    return sum(event in ("call", "c_call") for event in seen)


def test_checking_a_large_body_costs_next_to_nothing() -> None:
    """No loop of Python's walks over its cells: 50,000 rows are as few calls as one."""
    method = UPDATE
    assert method is not None
    one, many = ({"values": [["Ana Serrano", 3, True, None, "x"] * 6] * n} for n in (1, 50_000))
    assert witness.check_request(method, many) == []
    assert calls(lambda: witness.check_request(method, many)) == calls(
        lambda: witness.check_request(method, one)
    )

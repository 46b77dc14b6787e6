"""The requests of a sync, and every fault at each of them: waits are recorded, never waited."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Callable
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from urllib3.connection import HTTPConnection
from urllib3.exceptions import NewConnectionError

from sheetflow import __version__
from sheetflow.backends.google.client.sheets import Refused, Sheets, Unsure
from sheetflow.errors import AccessError, BusyError, ConfigError, SheetflowError
from sheetflow.texts.messages import advice, message
from tests.google.client.conftest import ID
from tests.google.client.tiny import ACCOUNT, DROP, Answer, TinyServer, fails, token

HTML = "<!DOCTYPE html><html><title>Error</title><p>That’s an error.</html>"
DONE = Answer(200, json.dumps({"spreadsheetId": ID, "properties": {"locale": "es_ES"}}))
ENTRY = {"dataFilter": {"developerMetadataLookup": {"metadataId": 7}}, "values": [["Ana Ruiz"]]}

CERTAIN = {
    "429 with JSON": fails(429, name="RESOURCE_EXHAUSTED", reason="RATE_LIMIT_EXCEEDED"),
    "429 with HTML": Answer(429, HTML),
    "403 of the quota, old": fails(403, old="userRateLimitExceeded"),
    "403 of the quota, older": fails(403, old="rateLimitExceeded"),
    "403 of the quota, Drive": fails(403, old="quotaExceeded"),
    "403 of the quota, new": fails(403, name="PERMISSION_DENIED", reason="RATE_LIMIT_EXCEEDED"),
    "403 of the quota, status": fails(403, name="RESOURCE_EXHAUSTED"),
    "409 aborted": fails(409, name="ABORTED"),
}
UNCERTAIN = {
    "500 with JSON": fails(500, name="INTERNAL"),
    "500 with HTML": Answer(500, HTML),
    "502 with HTML": Answer(502, HTML),
    "503 with JSON": fails(503, name="UNAVAILABLE"),
    "503 with HTML": Answer(503, HTML),
    "504 with JSON": fails(504, name="DEADLINE_EXCEEDED"),
    "504 with HTML": Answer(504, HTML),
    "408": Answer(408, ""),
    "dropped": DROP,
    "cut in the body": DONE._replace(cut=5),
    "empty answer": Answer(200, ""),
    "cut JSON": Answer(200, '{"spreadsheetId": "1'),
    "HTML instead of JSON": Answer(200, HTML),
    "a list instead of an object": Answer(200, "[]"),
    "nested without end": Answer(200, "[" * 100_000),
    "broken gzip": Answer(200, b"\x1f\x8b\x08 no", (("Content-Encoding", "gzip"),)),
    "no text": Answer(200, b"\xff\xfe\xfd"),
    "redirect to a login page": Answer(302, "", (("Location", "http://127.0.0.1:9/login"),)),
}

READS: dict[str, Callable[[Sheets], object]] = {
    "get": lambda sheets: sheets.get("properties"),
    "values": lambda sheets: sheets.values([{"a1Range": "Leads!A:A"}]),
}
WRITES: dict[str, Callable[[Sheets], object]] = {
    "change": lambda sheets: sheets.change({"requests": []}, "replies"),
    "write": lambda sheets: sheets.write([ENTRY]),
}
EVERY = READS | WRITES


def named(entries: dict[str, object]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("name", entries)


@named(CERTAIN | UNCERTAIN)
@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_a_read_survives_one_fault_of_any_kind(
    sheets: Sheets,
    server: TinyServer,
    waits: list[float],
    name: str,
    read: Callable[[Sheets], object],
) -> None:
    server.answers = [(CERTAIN | UNCERTAIN)[name], DONE]
    read(sheets)
    assert len(server.requests) == sheets.used.reads == 2
    assert len(waits) == 1


@named(CERTAIN)
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_that_was_certainly_not_done_is_repeated(
    sheets: Sheets,
    server: TinyServer,
    waits: list[float],
    name: str,
    write: Callable[[Sheets], object],
) -> None:
    server.answers = [CERTAIN[name], DONE]
    write(sheets)
    assert len(server.requests) == sheets.used.writes == 2
    assert len(waits) == 1


@named(UNCERTAIN)
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_of_unknown_fate_is_never_repeated(
    sheets: Sheets,
    server: TinyServer,
    waits: list[float],
    name: str,
    write: Callable[[Sheets], object],
) -> None:
    server.answers = [UNCERTAIN[name]]
    with pytest.raises(Unsure):
        write(sheets)
    assert len(server.requests) == 1
    assert waits == []


def test_values_without_the_name_of_the_sheet_are_no_answer(
    sheets: Sheets, server: TinyServer, waits: list[float]
) -> None:
    server.answers = [Answer(200, "{}"), DONE]
    assert sheets.values([{"a1Range": "Leads!A:A"}]) == [None]
    assert len(waits) == 1
    server.answers = [Answer(200, "{}")]
    with pytest.raises(Unsure):
        sheets.write([ENTRY])


@named(EVERY)
def test_a_token_that_runs_out_in_mid_run_is_replaced_without_a_wait(
    sheets: Sheets, server: TinyServer, waits: list[float], name: str
) -> None:
    server.tokens = [token("old"), token("new")]
    server.answers = [fails(401, name="UNAUTHENTICATED"), DONE]
    EVERY[name](sheets)
    assert [asked.headers["authorization"] for asked in server.requests] == [
        "Bearer old",
        "Bearer new",
    ]
    assert waits == []


@named(EVERY)
def test_a_new_token_that_is_not_accepted_either_ends_the_run(
    sheets: Sheets, server: TinyServer, name: str
) -> None:
    server.answers = [fails(401), fails(401, message="Ungültiges Token.")]
    with pytest.raises(AccessError) as caught:
        EVERY[name](sheets)
    assert "Ungültiges Token" in message(caught.value, "en")
    assert len(server.requests) == 2


@named(EVERY)
def test_no_permission_names_the_account_to_share_with(
    sheets: Sheets, server: TinyServer, name: str
) -> None:
    server.answers = [
        fails(403, name="PERMISSION_DENIED", old="forbidden", message="El autor no tiene permiso.")
    ]
    with pytest.raises(AccessError) as caught:
        EVERY[name](sheets)
    assert "El autor no tiene permiso" in message(caught.value, "en")
    assert caught.value.exit_code == 77
    assert f"Share the sheet with {ACCOUNT} as Editor" in advice(caught.value, "en")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("answer", "what_to_do"),
    [
        (fails(403, reason="SERVICE_DISABLED"), "enable the API that is named here"),
        (fails(403, old="accessNotConfigured"), "enable the API that is named here"),
        (
            fails(403, reason="ACCESS_TOKEN_SCOPE_INSUFFICIENT", old="insufficientPermissions"),
            "sheetflow login",
        ),
        (Answer(403, HTML), "from another network"),
        (Answer(403, '{"error": "denied"}'), "from another network"),
        (Answer(403, '{"error": {"errors": "x", "details": [1], "message": 7}}'), "as Editor"),
    ],
)
def test_each_kind_of_no_permission_has_its_own_advice(
    sheets: Sheets, server: TinyServer, answer: Answer, what_to_do: str
) -> None:
    server.answers = [answer]
    with pytest.raises(AccessError) as caught:
        sheets.get("properties")
    assert what_to_do in advice(caught.value, "en")


def test_a_sheet_that_is_not_there_is_a_wrong_address(sheets: Sheets, server: TinyServer) -> None:
    server.answers = [fails(404, name="NOT_FOUND")]
    with pytest.raises(ConfigError):
        sheets.get("properties")


def test_an_excel_file_on_drive_is_told_apart(sheets: Sheets, server: TinyServer) -> None:
    server.answers = [fails(400, name="FAILED_PRECONDITION")]
    with pytest.raises(ConfigError) as caught:
        sheets.get("properties")
    assert "stored on Google Drive" in message(caught.value, "en")


@pytest.mark.parametrize(
    ("name", "status"), [pair for pair in product(EVERY, (400, 404, 413)) if pair != ("get", 404)]
)
def test_what_google_refuses_is_told_with_its_text_and_never_repeated(
    sheets: Sheets, server: TinyServer, status: int, name: str
) -> None:
    server.answers = [fails(status, name="INVALID_ARGUMENT", message="Plage non valide.")]
    with pytest.raises(Refused) as caught:
        EVERY[name](sheets)
    assert (caught.value.text, caught.value.status) == ("Plage non valide.", status)
    assert caught.value.reason == "INVALID_ARGUMENT"
    assert len(server.requests) == 1


def test_what_we_wrote_into_cells_is_not_in_the_text(sheets: Sheets, server: TinyServer) -> None:
    server.answers = [
        fails(400, message="Invalid value at 'data[0].values[0]' (string), \"Ana Ruiz\"")
    ]
    with pytest.raises(Refused) as caught:
        sheets.write([ENTRY])
    assert caught.value.text == "Invalid value at 'data[0].values[0]' (string), \"…\""
    assert "Ana" not in str(caught.value)


@named(EVERY)
def test_a_connection_that_is_refused_was_never_used(
    connect: Callable[..., Sheets],
    server: TinyServer,
    waits: list[float],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("SHEETFLOW_GOOGLE_ENDPOINT", f"http://127.0.0.1:{port}")
    sheets = connect()
    monkeypatch.setattr(sheets._transport, "endpoint", f"http://127.0.0.1:{port}")
    with pytest.raises(BusyError) as caught:
        EVERY[name](sheets)
    assert "refused" in message(caught.value, "en")
    assert caught.value.exit_code == 75
    assert len(waits) == 7


@named(EVERY)
def test_no_answer_in_time_is_a_fault_like_others(
    sheets: Sheets, waits: list[float], name: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it accepts, and never says a word
        sheets._transport.endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        sheets._transport.set_timeout((60, 0.01))
        with pytest.raises(BusyError if name in READS else Unsure):
            EVERY[name](sheets)
    assert len(waits) == (7 if name in READS else 0)


def test_an_earlier_fault_does_not_make_a_lost_write_look_unsent(
    sheets: Sheets, server: TinyServer
) -> None:
    """Python hangs the fault that is being dealt with on the next one; that one says nothing of its
    fate.
    """
    try:
        raise NewConnectionError(HTTPConnection("sheets.example"), "no connection")
    except NewConnectionError:
        server.answers = [DROP, DONE]
        with pytest.raises(Unsure):
            sheets.write([ENTRY])


@named(EVERY)
@pytest.mark.parametrize(
    "answer",
    [
        Answer(503, HTML),
        Answer(500, '{"error": "internal_failure"}'),
        Answer(400, '{"error": "server_error"}'),
        DROP,
        Answer(429, ""),
        fails(401, name="UNAUTHENTICATED"),
        fails(403, old="userRateLimitExceeded"),
        Answer(200, "{}"),
        Answer(200, HTML),
        token()._replace(cut=9),
    ],
)
def test_a_fault_of_the_token_endpoint_is_waited_out(
    sheets: Sheets, server: TinyServer, waits: list[float], answer: Answer, name: str
) -> None:
    server.tokens, server.answers = [answer, token()], [DONE]
    EVERY[name](sheets)
    assert len(server.token_requests) == 2
    assert len(server.requests) == len(waits) == 1


def test_a_token_endpoint_that_stays_away_ends_the_run_in_bounded_time(
    sheets: Sheets, server: TinyServer, waits: list[float]
) -> None:
    server.tokens = [Answer(503, "")] * 20
    with pytest.raises(BusyError):
        sheets.get("properties")
    assert len(server.token_requests) == 8
    assert sum(waits) <= 90.001


def test_a_key_that_google_does_not_know_any_more_ends_the_run_at_once(
    sheets: Sheets, server: TinyServer
) -> None:
    server.tokens = [
        Answer(400, '{"error": "invalid_grant", "error_description": "Invalid JWT Signature."}')
    ]
    with pytest.raises(AccessError) as caught:
        sheets.get("properties")
    assert "Invalid JWT Signature." in message(caught.value, "en")
    assert "clock" in advice(caught.value, "en")
    assert ACCOUNT in message(caught.value, "en")


def test_a_clock_that_is_wrong_is_named(sheets: Sheets, server: TinyServer) -> None:
    noon = (("Date", "Tue, 01 Jan 2019 12:00:00 GMT"),)
    server.tokens = [Answer(400, '{"error": "invalid_grant"}', noon)]
    with pytest.raises(AccessError) as caught:
        sheets.get("properties")
    assert "minutes off" in message(caught.value, "en")


def test_an_account_that_we_may_not_act_as_is_named(
    connect: Callable[..., Sheets], server: TinyServer
) -> None:
    server.tokens = [token(), fails(403, reason="IAM_PERMISSION_DENIED")]
    with pytest.raises(AccessError) as caught:
        connect(impersonate="lender@sales-desk.example").get("properties")
    assert "act as lender@" in message(caught.value, "en")
    assert f"open lender@sales-desk.example > Permissions, and give {ACCOUNT} the role" in advice(
        caught.value, "en"
    )
    assert "Service Account Token Creator" in advice(caught.value, "en")


def test_where_our_own_key_is_refused_it_is_our_own_account_that_is_named(
    connect: Callable[..., Sheets], server: TinyServer
) -> None:
    server.tokens = [
        Answer(
            400,
            '{"error": "invalid_grant", "error_description": "Invalid grant: account not found"}',
        )
    ]
    with pytest.raises(AccessError) as caught:
        connect(impersonate="lender@sales-desk.example").get("properties")
    assert f"Google gives {ACCOUNT} no access" in message(caught.value, "en")
    assert "service account still exists" in advice(caught.value, "en")


@pytest.mark.parametrize("asked_for", ["3", "3 ", "0"])
def test_google_may_say_how_long_to_wait(
    sheets: Sheets, server: TinyServer, waits: list[float], asked_for: str
) -> None:
    server.answers = [fails(429)._replace(headers=(("Retry-After", asked_for),)), DONE]
    sheets.get("properties")
    assert waits == [3] if asked_for.strip() == "3" else 1 <= waits[0] <= 2


def test_google_may_say_it_as_a_date(
    sheets: Sheets, server: TinyServer, waits: list[float]
) -> None:
    past = (("Retry-After", "Tue, 01 Jan 2019 12:00:00 GMT"),)
    server.answers = [fails(503)._replace(headers=past), DONE]
    sheets.get("properties")
    assert 1 <= waits[0] <= 2


@pytest.mark.parametrize("odd", ["soon", "-5", "1e3", "Tue, 99 Jan 2019", "9" * 400, "²"])
def test_a_retry_after_of_no_sense_is_as_none(
    sheets: Sheets, server: TinyServer, waits: list[float], odd: str
) -> None:
    server.answers = [
        fails(503)._replace(headers=(("Retry-After", odd.encode("utf-8").decode("latin-1")),)),
        DONE,
    ]
    sheets.get("properties")
    assert 89 < waits[0] <= 90 if odd.startswith("9") else 1 <= waits[0] <= 2


LONG = fails(429, message="Quota excedida.")._replace(headers=(("Retry-After", "91"),))


def test_one_fault_that_asks_for_more_than_the_budget_is_waited_out_as_far_as_it_goes(
    sheets: Sheets, server: TinyServer, waits: list[float]
) -> None:
    server.answers = [LONG, DONE]
    sheets.get("properties")
    assert waits == [pytest.approx(90, abs=1)]


def test_a_second_fault_that_asks_for_more_than_is_left_ends_the_run(
    sheets: Sheets, server: TinyServer, waits: list[float]
) -> None:
    server.answers = [fails(429), LONG, DONE]
    with pytest.raises(BusyError) as caught:
        sheets.get("properties")
    assert "Quota excedida." in message(caught.value, "en")
    assert len(waits) == 1
    assert "Try again later" in advice(caught.value, "en")


def test_a_date_is_compared_with_the_clock_of_google(
    sheets: Sheets, server: TinyServer, waits: list[float]
) -> None:
    """Ours may be years behind."""
    dates = (
        ("Date", "Tue, 01 Jan 2080 12:00:00 GMT"),
        ("Retry-After", "Tue, 01 Jan 2080 12:00:05 GMT"),
    )
    server.answers = [fails(503)._replace(headers=dates), DONE]
    sheets.get("properties")
    assert waits == [5]


def test_one_request_is_tried_eight_times_at_most(
    connect: Callable[..., Sheets], server: TinyServer
) -> None:
    server.answers = [fails(503, message="Dienst nicht verfügbar.")] * 20
    with pytest.raises(BusyError) as caught:
        connect(wait_seconds=10_000).get("properties")
    assert "Dienst nicht verfügbar" in message(caught.value, "en")
    assert len(server.requests) == 8


def test_the_waits_of_a_run_share_one_budget(
    sheets: Sheets, server: TinyServer, waits: list[float]
) -> None:
    server.answers = ([fails(429)] * 5 + [DONE]) * 9

    def read_nine_times() -> None:
        for _ in range(9):
            sheets.get("properties")

    with pytest.raises(BusyError):
        read_nine_times()
    assert 80 < sum(waits) <= 90.001


def test_a_minute_of_used_up_quota_is_survived(
    sheets: Sheets, server: TinyServer, waits: list[float]
) -> None:
    server.answers = [fails(429)] * 6 + [DONE]
    sheets.get("properties")
    assert 60 <= sum(waits) <= 90


def test_waits_grow_and_are_never_the_same_twice(
    connect: Callable[..., Sheets], server: TinyServer, waits: list[float]
) -> None:
    for _ in range(2):
        server.answers = [fails(503)] * 4 + [DONE]
        connect().get("properties")
    assert all(low <= nap <= low + 1 for nap, low in zip(waits, (1, 2, 4, 8) * 2, strict=True))
    assert waits[:4] != waits[4:]


def test_waits_are_scaled_and_the_budget_is_not(
    connect: Callable[..., Sheets],
    server: TinyServer,
    waits: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SHEETFLOW_GOOGLE_WAIT", "0")
    server.answers = [fails(429)] * 20
    sheets = connect(wait_seconds=5)
    with pytest.raises(BusyError):
        sheets.get("properties")
    assert set(waits) == {0}
    assert len(server.requests) == 4


def test_the_person_is_told_of_every_wait(
    sheets: Sheets, server: TinyServer, waits: list[float], announced: list[tuple[str, float]]
) -> None:
    server.answers = [fails(429), fails(429), DONE]
    sheets.get("properties")
    assert announced == [("trouble", wait) for wait in waits]
    assert sheets.used == (3, 0)


def test_after_a_write_of_unknown_fate_the_caller_waits_before_it_reads(
    sheets: Sheets, server: TinyServer, waits: list[float]
) -> None:
    for n in range(3):
        server.answers = [fails(503)]
        with pytest.raises(Unsure) as caught:
            sheets.write([ENTRY])
        sheets.budget.pause(caught.value)
        assert 2**n <= waits[-1] <= 2**n + 1
    sheets.change({"requests": []}, "replies")
    server.answers = [fails(503)]
    with pytest.raises(Unsure) as caught:
        sheets.write([ENTRY])
    sheets.budget.pause(caught.value)
    assert waits[-1] <= 2


def test_an_answer_to_something_that_was_not_asked_is_no_answer(
    sheets: Sheets, server: TinyServer
) -> None:
    """After a write, looking again tells what is there; and pausing for that comes to an
    end.
    """
    other = {"gridRange": {"sheetId": 6}}
    read = {
        "spreadsheetId": "x",
        "valueRanges": [{"dataFilters": [other], "valueRange": {"values": [["x"]]}}],
    }
    server.answers = [Answer(200, json.dumps(read))]
    with pytest.raises(SheetflowError) as caught:
        sheets.values([{"gridRange": {"sheetId": 5}}])
    assert "not asked" in message(caught.value, "en")

    def write_eight_times() -> None:
        wrote = {
            "spreadsheetId": "x",
            "responses": [{"dataFilter": other, "updatedData": {"values": [["x"]]}}],
        }
        for _ in range(8):
            server.answers = [Answer(200, json.dumps(wrote))]
            with pytest.raises(Unsure) as caught:
                sheets.write([ENTRY])
            sheets.budget.pause(caught.value)

    with pytest.raises(SheetflowError) as caught:
        write_eight_times()
    assert "not asked" in message(caught.value, "en")


def test_a_caller_that_pauses_without_end_is_ended(
    connect: Callable[..., Sheets], server: TinyServer
) -> None:
    sheets = connect(wait_seconds=10_000)
    server.answers = [fails(500, message="Backend fehlt.")]
    with pytest.raises(Unsure) as unsure:
        sheets.write([ENTRY])

    def pause_eight_times() -> None:
        for _ in range(8):
            sheets.budget.pause(unsure.value)

    with pytest.raises(BusyError) as caught:
        pause_eight_times()
    assert "Backend fehlt" in message(caught.value, "en")


def query(path: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(path).query)


def test_get_asks_for_the_named_fields_and_ranges(sheets: Sheets, server: TinyServer) -> None:
    server.answers = [DONE]
    assert sheets.get("properties(locale,timeZone)", ["Leads!1:20", "A & B!A1"])["properties"] == {
        "locale": "es_ES"
    }
    asked = server.requests[0]
    assert (asked.method, urlsplit(asked.path).path) == ("GET", f"/v4/spreadsheets/{ID}")
    assert query(asked.path)["fields"] == ["properties(locale,timeZone)"]
    assert query(asked.path)["ranges"] == ["Leads!1:20", "A & B!A1"]


def test_get_without_ranges_sends_none(sheets: Sheets, server: TinyServer) -> None:
    sheets.get("sheets.properties")
    assert "ranges" not in query(server.requests[0].path)


def test_values_come_in_the_order_asked_whatever_the_order_of_the_answer(
    sheets: Sheets, server: TinyServer
) -> None:
    lookups = [{"developerMetadataLookup": {"metadataId": n}} for n in (1, 2, 3)]
    server.answers = [
        Answer(
            200,
            json.dumps(
                {
                    "spreadsheetId": ID,
                    "valueRanges": [
                        {"valueRange": {"values": [["c"]]}, "dataFilters": [lookups[2]]},
                        {"valueRange": {"values": [["a", 1]]}, "dataFilters": [lookups[0]]},
                    ],
                }
            ),
        )
    ]
    assert sheets.values(lookups) == [[["a", 1]], None, [["c"]]]
    asked = server.requests[0]
    assert (asked.method, urlsplit(asked.path).path) == (
        "POST",
        f"/v4/spreadsheets/{ID}/values:batchGetByDataFilter",
    )
    assert asked.json() == {
        "dataFilters": lookups,
        "majorDimension": "COLUMNS",
        "valueRenderOption": "UNFORMATTED_VALUE",
        "dateTimeRenderOption": "SERIAL_NUMBER",
    }


def test_a_write_sends_raw_values_and_answers_what_is_there_then(
    sheets: Sheets, server: TinyServer
) -> None:
    other = {
        "dataFilter": {"gridRange": {"sheetId": 0, "endRowIndex": 1}},
        "values": [[None, "Señal ☕"]],
    }
    server.answers = [
        Answer(
            200,
            json.dumps(
                {
                    "spreadsheetId": ID,
                    "responses": [
                        {
                            "dataFilter": {"gridRange": {"endRowIndex": 1}},
                            "updatedData": {"values": [["x", "y"]]},
                        },
                        {
                            "dataFilter": ENTRY["dataFilter"],
                            "updatedData": {"values": [["Ana Ruiz"]]},
                        },
                    ],
                }
            ),
        )
    ]
    assert sheets.write([ENTRY, other]) == [[["Ana Ruiz"]], [["x", "y"]]]
    body = server.requests[0].json()
    assert (body["valueInputOption"], body["data"]) == ("RAW", [ENTRY, other])
    assert body["includeValuesInResponse"] is True
    assert "Señal ☕".encode() in server.requests[0].body


def test_a_change_is_one_batch(sheets: Sheets, server: TinyServer) -> None:
    server.answers = [Answer(200, '{"replies": [{}]}')]
    batch = {"requests": [{"deleteConditionalFormatRule": {"sheetId": 0, "index": 1}}]}
    assert sheets.change(batch, "replies") == {"replies": [{}]}
    assert server.requests[0].json() == batch
    assert urlsplit(server.requests[0].path).path == f"/v4/spreadsheets/{ID}:batchUpdate"
    assert sheets.used == (0, 1)


def test_every_request_says_who_asks_and_takes_a_packed_answer(
    sheets: Sheets, server: TinyServer
) -> None:
    server.answers = [Answer(200, gzip.compress(b'{"a": 1}'), (("Content-Encoding", "gzip"),))]
    assert sheets.get("a") == {"a": 1}
    headers = server.requests[0].headers
    assert headers["User-Agent"] == f"sheetflow/{__version__} (gzip)"
    assert headers["Accept-Encoding"] == "gzip"


def test_no_proxy_and_no_password_file_is_between_us_and_a_local_server(
    connect: Callable[..., Sheets],
    server: TinyServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ana password word\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    connect().get("a")
    assert server.requests[0].headers["authorization"] == "Bearer token-1"


def test_a_token_never_goes_to_another_host(sheets: Sheets) -> None:
    with pytest.raises(ValueError, match="own addresses"):
        sheets._transport.request("get", "https://example.org/v4/spreadsheets")


def test_the_count_of_changes_is_asked_of_drive(sheets: Sheets, server: TinyServer) -> None:
    server.answers = [Answer(200, '{"version": "12"}')]
    assert sheets.version() == "12"
    assert urlsplit(server.requests[0].path).path == f"/drive/v3/files/{ID}"


@named(CERTAIN | UNCERTAIN)
def test_no_message_holds_a_token_or_a_key(sheets: Sheets, server: TinyServer, name: str) -> None:
    server.tokens = [token("ya29.secret")]
    server.answers = [(CERTAIN | UNCERTAIN)[name]] * 20
    with pytest.raises((SheetflowError, Unsure)) as caught:
        sheets.get("properties")
    error: BaseException | None = caught.value
    while error is not None:
        assert "ya29" not in str(error)
        assert "PRIVATE" not in str(error)
        error = error.__cause__ or error.__context__

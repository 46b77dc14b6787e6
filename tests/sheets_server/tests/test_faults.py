"""What goes wrong on purpose in the test server: quota, faults, and people who act between
requests.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from tests.sheets_server import ROBOT, Server
from tests.sheets_server.clock import Clock
from tests.sheets_server.faults import ALL, BY_NAME, Fault
from tests.support.loopback_client import DRIVE, SHEETS, Ask, asking, serving
from tests.support.stalled_client import impatient

PATIENCE = 60
"""Seconds after which a client, or a test that waits for it, takes the server for dead."""
SPREADSHEET = {"name": "Leads", "mimeType": "application/vnd.google-apps.spreadsheet"}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(seed=7) as started:
        yield started


@pytest.fixture
def ask(server: Server) -> Iterator[Ask]:
    with asking(server) as found:
        yield found


def test_quota_counts_reads_and_writes_of_an_account_in_the_last_minute() -> None:
    with Server(quota=2, clock=Clock(datetime(2026, 3, 2, 9, tzinfo=UTC))) as server:
        book = server.world.create("Leads")
        headers = {"Authorization": "Bearer " + server.gate.issue(ROBOT, [SHEETS])}

        def status(verb: str, path: str) -> int:
            return requests.request(
                verb,
                f"{server.url}/v4/spreadsheets/{book.id}{path}",
                headers=headers,
                timeout=PATIENCE,
            ).status_code

        assert [status("GET", "?fields=spreadsheetId") for _ in range(3)] == [200, 200, 429]
        assert status("POST", "/values/A1:clear") == 200
        server.clock.advance(59)
        assert status("GET", "?fields=spreadsheetId") == 429
        server.clock.advance(1)
        assert status("GET", "?fields=spreadsheetId") == 200


def test_an_exceeded_quota_is_told_the_way_google_tells_it(server: Server) -> None:
    server.quota.limit = 0
    book = server.world.create("Leads")
    headers = {"Authorization": "Bearer " + server.gate.issue(ROBOT, [SHEETS])}
    answer = requests.get(
        f"{server.url}/v4/spreadsheets/{book.id}", headers=headers, timeout=PATIENCE
    )
    error = answer.json()["error"]
    assert (answer.status_code, error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert error["details"][0]["metadata"]["quota_metric"] == "sheets.googleapis.com/read_requests"


# Faults


def outcome(server: Server, fault: Fault) -> Any:
    """What a client sees of a fault that strikes its request to create a file."""
    server.faults.at(len(server.log) + 1, fault)
    headers = {"Authorization": "Bearer " + server.gate.issue(ROBOT, [DRIVE])}
    flows = fault.wire == "drips"
    address = server.url + "/drive/v3/files"
    try:
        with impatient(server):
            answer = requests.post(
                address, headers=headers, json=SPREADSHEET, timeout=PATIENCE, stream=flows
            )
            return first_drops(answer) if flows else answer
    except requests.RequestException as error:
        return error


def first_drops(answer: requests.Response) -> bytes:
    """What comes first of an answer that never ends."""
    with answer:
        return bytes(answer.raw.read(2))


@pytest.mark.parametrize("fault", ALL, ids=str)
def test_a_fault_strikes_once_and_the_request_was_applied_or_not_as_it_says(
    server: Server, ask: Ask, fault: Fault
) -> None:
    seen = outcome(server, fault)
    assert len(server.world.spreadsheets) == fault.applied
    assert server.log[0].fault == fault.name
    if fault.wire == "whole":
        assert seen.status_code == int("".join(letter for letter in fault.name if letter.isdigit()))
    elif fault.wire == "drips":
        assert seen == b"  "
    else:
        assert isinstance(
            seen, requests.Timeout if fault.wire == "stall" else requests.RequestException
        )
    assert ask("GET", "/drive/v3/files").status_code == 200


@pytest.mark.parametrize("fault", [fault for fault in ALL if fault.retry_after], ids=str)
def test_retry_after_comes_as_seconds_or_as_a_date(server: Server, fault: Fault) -> None:
    value = outcome(server, fault).headers["Retry-After"]
    if "date" in fault.name:
        at = datetime.strptime(value, "%a, %d %b %Y %H:%M:%S GMT")
        assert at - server.clock().replace(tzinfo=None) < timedelta(seconds=3)
    else:
        assert value == "2"


def test_a_fault_may_strike_a_kind_of_request_several_times(server: Server, ask: Ask) -> None:
    server.faults.when(
        lambda entry: entry.verb == "POST", BY_NAME["503 HTML, nothing applied"], times=2
    )
    assert ask("GET", "/drive/v3/files").status_code == 200
    statuses = [ask("POST", "/drive/v3/files", json=SPREADSHEET).status_code for _ in range(3)]
    assert statuses == [503, 503, 200]


def test_closing_the_server_wakes_a_stalled_request() -> None:
    seen: list[Any] = []
    with Server() as server:
        struck = threading.Event()
        server.faults.at(1, BY_NAME["stall, nothing applied"])
        server.people.on(1, struck.set)

        def stalled() -> None:
            with pytest.raises(requests.ConnectionError) as raised:
                requests.get(server.url + "/v4/spreadsheets/x", timeout=PATIENCE)
            seen.append(raised.value)

        waiting = threading.Thread(target=stalled)
        waiting.start()
        assert struck.wait(PATIENCE)
    waiting.join()
    assert seen


def test_a_person_who_cannot_do_what_was_planned_is_noted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Server() as server:
        server.people.on(1, server.person(server.world.create("Leads"), tab="Old").delete_tab)
        assert requests.get(server.url + "/v4/spreadsheets", timeout=PATIENCE).status_code == 500
        assert [found.what for found in server.violations] == ["LookupError"]
        assert "there is no tab Old" in capsys.readouterr().err


def test_somebody_acts_just_before_the_request_that_was_named(server: Server, ask: Ask) -> None:
    server.people.on(2, lambda: server.world.create("Made by Ana"))
    server.people.on(
        lambda entry: entry.verb == "GET" and entry.position > 2,
        lambda: server.world.create("Later"),
    )
    found = [len(ask("GET", "/drive/v3/files").json()["files"]) for _ in range(4)]
    assert found == [0, 1, 2, 2]

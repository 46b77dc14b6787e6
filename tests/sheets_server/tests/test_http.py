"""The test server as clients meet it: HTTP, the log, and how it tells of broken rules and of its
own mistakes.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
import requests

from tests.sheets_server import ROBOT, Server
from tests.sheets_server import server as serving_module
from tests.sheets_server.api import Answer
from tests.support.loopback_client import DRIVE, SHEETS, Ask, asking, serving

SPREADSHEET = {"name": "Leads", "mimeType": "application/vnd.google-apps.spreadsheet"}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(seed=7) as started:
        yield started


@pytest.fixture
def ask(server: Server) -> Iterator[Ask]:
    with asking(server) as found:
        yield found


def create(ask: Ask) -> str:
    return str(ask("POST", "/drive/v3/files", json=SPREADSHEET).json()["id"])


def test_several_requests_go_over_one_connection(server: Server) -> None:
    def request() -> tuple[bytes, bytes]:
        connection.sendall(b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n")
        head, _, body = connection.recv(65536).partition(b"\r\n\r\n")
        return head.splitlines()[0], body

    with socket.create_connection(server.url.removeprefix("http://").split(":")) as connection:
        assert request() == request()


def test_a_big_answer_is_packed_for_a_client_that_takes_gzip(ask: Ask) -> None:
    for _ in range(20):
        create(ask)
    assert ask("GET", "/drive/v3/files").headers["Content-Encoding"] == "gzip"
    plain = ask("GET", "/drive/v3/files", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert len(plain.json()["files"]) == 20


def test_a_path_that_is_no_method_is_an_error_in_googles_shape(ask: Ask) -> None:
    answer = ask("GET", "/v4/spreadshets/abc")
    assert answer.status_code == 404
    assert answer.json()["error"]["status"] == "NOT_FOUND"


def test_a_body_that_is_no_json_is_an_error(ask: Ask) -> None:
    assert ask("POST", "/drive/v3/files", data=b'{"name": ').status_code == 400


def test_a_server_that_closes_ends_a_connection_that_is_still_open() -> None:
    with Server() as server:
        connection = socket.create_connection(server.url.removeprefix("http://").split(":"))
        connection.sendall(b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(65536)
    with connection:
        assert connection.recv(1) == b""


def test_the_log_tells_what_was_asked_and_keeps_bodies_only_when_told_to() -> None:
    for keep, body in ((False, None), (True, SPREADSHEET)):
        with Server(keep_requests=keep) as server:
            headers = {"Authorization": "Bearer " + server.gate.issue(ROBOT, [DRIVE])}
            requests.post(
                server.url + "/drive/v3/files", headers=headers, json=SPREADSHEET, timeout=5
            )
            entry = server.log[0]
            assert (entry.position, entry.verb, entry.kind, entry.call) == (
                1,
                "POST",
                "drive",
                "drive.files.create",
            )
            assert (entry.path, entry.status, entry.caller) == ("/drive/v3/files", 200, ROBOT)
            assert entry.request == body
            assert server.requests() == {"drive": 1}


def test_an_answer_that_breaks_the_discovery_document_becomes_an_error_that_cannot_be_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        serving_module, "sheets_api", lambda world, request: Answer(200, {"spreadsheetID": "x"})
    )
    for validate, status, seen in ((True, 500, 1), (False, 200, 0)):
        with Server(validate=validate) as server:
            book = server.world.create("Leads")
            headers = {"Authorization": "Bearer " + server.gate.issue(ROBOT, [SHEETS])}
            answer = requests.get(
                f"{server.url}/v4/spreadsheets/{book.id}", headers=headers, timeout=5
            )
            assert (answer.status_code, len(server.violations)) == (status, seen)


def test_a_request_that_breaks_the_discovery_document_is_refused_and_noted() -> None:
    with Server() as server:
        book = server.world.create("Leads")
        headers = {"Authorization": "Bearer " + server.gate.issue(ROBOT, [SHEETS])}
        body = {"requests": [{"deleteSheets": {"sheetId": 0}}]}
        address = f"{server.url}/v4/spreadsheets/{book.id}:batchUpdate"
        answer = requests.post(address, headers=headers, json=body, timeout=60)
        assert answer.status_code == 400
        assert "Unknown name" in answer.json()["error"]["message"]
        assert [found.where for found in server.violations] == ["requests[0]"]


def test_a_mistake_of_the_server_itself_is_an_error_and_noted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving_module, "sheets_api", lambda world, request: {}["nothing"])
    with Server() as server:
        book = server.world.create("Leads")
        headers = {"Authorization": "Bearer " + server.gate.issue(ROBOT, [SHEETS])}
        answer = requests.get(
            f"{server.url}/v4/spreadsheets/{book.id}", headers=headers, timeout=60
        )
        assert (answer.status_code, server.violations[0].what) == (500, "KeyError")
        assert "KeyError" in capsys.readouterr().err

"""The whole server: HTTP, who asks, quota, faults and people, the APIs, and the witness that
watches them.
"""

from __future__ import annotations

import json
import threading
import traceback
from collections import Counter
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, unquote

from tests.sheets_server import witness
from tests.sheets_server.api import Answer, Request, World, sheets_api
from tests.sheets_server.auth import Account, Gate
from tests.sheets_server.book import Spreadsheet
from tests.sheets_server.clock import Clock
from tests.sheets_server.consent import Consent, OAuthClient, write_client_file
from tests.sheets_server.discovery import Method, method_of
from tests.sheets_server.drive import drive_api
from tests.sheets_server.errors import ApiError, invalid
from tests.sheets_server.faults import Faults
from tests.sheets_server.files import changed, require, share
from tests.sheets_server.http import HttpServer, Incoming, Reply
from tests.sheets_server.log import Entry, counted
from tests.sheets_server.people import People, Person
from tests.sheets_server.quota import Quota
from tests.sheets_server.witness import Violation

ROBOT = "sheet-robot@northwind-leads.iam.gserviceaccount.com"


class Server:
    """A Google Sheets for tests on a port of its own, from `with` to the end of it.

    `validate`: hold every request and answer against the discovery document; what breaks it is
    answered with an error and kept in `violations`, as are crashes of the server itself. `quota`:
    reads and writes a minute for each account. `keep_requests`: keep parsed bodies in the log.
    `seed` makes ids repeatable.
    """

    def __init__(
        self,
        *,
        validate: bool = True,
        quota: int | None = None,
        keep_requests: bool = False,
        clock: Clock | None = None,
        seed: int | None = None,
        port: int = 0,
    ) -> None:
        self.clock = clock or Clock()
        self.world = World(Random(seed), self.clock)
        self.gate = Gate(self.clock)
        self.quota = Quota(quota, self.clock)
        self.faults = Faults()
        self.people = People()
        self.log: list[Entry] = []
        self.violations: list[Violation] = []
        self.lock = threading.RLock()
        self._validate = validate
        self._keep_requests = keep_requests
        self._http = HttpServer(self.respond, port)
        self.url = self._http.url

    @property
    def stalled(self) -> int:
        """How many answers never began."""
        return self._http.stalled

    @property
    def dripped(self) -> int:
        """How many answers began and never ended."""
        return self._http.dripped

    def __enter__(self) -> Self:
        self._http.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def account(self, email: str = ROBOT) -> Account:
        """The service account of an address, made when there is none."""
        return self.gate.account(email)

    def key_file(self, path: Path, email: str = ROBOT) -> Path:
        """Write a service account's key (mode 0600) whose token endpoint is this server; gives the
        path back.
        """
        self.account(email).write_key_file(path, self.url + "/token")
        return path

    @property
    def consent(self) -> Consent:
        """The OAuth clients, and the logins of people."""
        return self.gate.consent

    def client_file(
        self, path: Path, client: OAuthClient | None = None, kind: str = "installed"
    ) -> Path:
        """Write an OAuth client, a new one where none is named, whose endpoints are this server's;
        gives the path back.
        """
        return write_client_file(path, client or self.consent.client(), self.url, kind)

    def expire_tokens(self) -> None:
        """Every token given out so far is answered with 401 from here on."""
        with self.lock:
            self.gate.expire_tokens()

    def share(self, file_id: str, email: str = ROBOT, role: str = "writer") -> None:
        """Let an account read, comment, write or own a file; role "" ends it."""
        with self.lock:
            share(self.world, file_id, email, role)

    def person(self, book: Spreadsheet, *, email: str | None = None, tab: str = "") -> Person:
        """Somebody who works in a spreadsheet by hand."""
        return Person(self.world, book, self.lock, email=email, tab=tab)

    def start_over(self) -> None:
        """Forget the log, and what was planned for people and faults; files, accounts and tokens
        stay.
        """
        with self.lock:
            self.log.clear()
            self.faults.clear()
            self.people.clear()

    def requests(self) -> Counter[str]:
        """How many requests of each kind were served: read, write, drive, token, "" for no
        method.
        """
        return counted(self.log)

    def respond(self, incoming: Incoming) -> Reply:
        """Answer one request, one at a time: first people act, then a fault may strike, else it is
        served.
        """
        with self.lock:
            method = method_of(incoming.verb, incoming.raw_path)
            entry = self._entry(incoming, method)
            try:
                reply = self._served(incoming, method, entry)
            except Exception as error:
                # The server's own mistake, or a test's, must not look like one of the client's.
                traceback.print_exc()
                self.violations.append(
                    Violation(entry.call, "server", entry.path, type(error).__name__)
                )
                reply = _encoded(
                    Answer(500, ApiError(500, "INTERNAL", "The test server failed.").body())
                )
            entry.status = reply.status if reply.wire in ("whole", "cut") else 0
            return reply

    def _served(self, incoming: Incoming, method: Method | None, entry: Entry) -> Reply:
        self.people.act(entry)
        fault = self.faults.take(entry)
        entry.fault = fault.name if fault else ""
        if fault is not None and not fault.applied:
            return fault.reply_to(None)
        if reply := self.gate.consent.answer(incoming):
            return fault.reply_to(reply) if fault else reply
        try:
            answer = self._answer(incoming, method, entry)
        except ApiError as error:
            answer = Answer(error.code, error.body())
        reply = _encoded(answer)
        return fault.reply_to(reply) if fault else reply

    def _entry(self, incoming: Incoming, method: Method | None) -> Entry:
        path = unquote(incoming.raw_path)
        kind = method.kind if method else "token" if path == "/token" else ""
        entry = Entry(len(self.log) + 1, incoming.verb, path, kind, method.id if method else "")
        self.log.append(entry)
        return entry

    def _answer(self, incoming: Incoming, method: Method | None, entry: Entry) -> Answer:
        if incoming.verb == "POST" and incoming.raw_path == "/token":
            form = parse_qs(incoming.body.decode("utf-8", "replace"))
            return self.gate.token_endpoint(form, incoming.headers.get("Authorization") or "")
        grant = self.gate.admit(incoming.headers.get("Authorization"), method)
        if method is None:
            raise ApiError(404, "NOT_FOUND", "Method not found.")
        request = _request(incoming, grant.email)
        entry.caller = grant.email
        entry.request = request.body if self._keep_requests else None
        self.quota.spend(grant.email, method.kind)
        self._check_request(method, request)
        answer = self._call(method, request, entry)
        self._check_answer(method, answer)
        return answer

    def _call(self, method: Method, request: Request, entry: Entry) -> Answer:
        if method.kind == "token":
            return self.gate.impersonate(str(request.caller), request.raw_path, request.body or {})
        if method.kind == "drive":
            return drive_api(self.world, request)
        file_id = method.file_id(request.raw_path)
        if file_id:
            require(
                self.world, file_id, request.caller, "reader" if method.kind == "read" else "writer"
            )
        if method.id.endswith(".copyTo"):
            file_id = str(request.body.get("destinationSpreadsheetId"))
            require(self.world, file_id, request.caller, "writer")
        answer = sheets_api(self.world, request)
        if file_id and method.kind == "write":
            changed(self.world, file_id)
        return answer

    def _check_request(self, method: Method, request: Request) -> None:
        if not self._validate:
            return
        body = None if isinstance(request.body, str) else request.body
        found = witness.check_query(method, request.query) + witness.check_request(method, body)
        self.violations += found
        refused = witness.refusal(method, body, request.query) if found else None
        if refused is not None:
            raise refused

    def _check_answer(self, method: Method, answer: Answer) -> None:
        if (
            not self._validate
            or not 200 <= answer.status < 300
            or isinstance(answer.body, (str, bytes))
        ):
            return
        found = witness.check_response(method, answer.body)
        self.violations += found
        if found:
            text = (
                f"The answer breaks the discovery document at {found[0].where} ({found[0].what})."
            )
            raise ApiError(500, "INTERNAL", text)


def _request(incoming: Incoming, caller: str) -> Request:
    query = parse_qs(incoming.query, keep_blank_values=True)
    body: Any = None
    if incoming.headers.get("Content-Type", "").startswith("text/csv"):
        body = incoming.body.decode("utf-8", "replace")
    elif incoming.body:
        try:
            body = json.loads(incoming.body)
        except ValueError as error:
            raise invalid("Invalid JSON payload received. Unexpected token.") from error
    return Request(
        incoming.verb, unquote(incoming.raw_path), incoming.raw_path, query, body, caller
    )


def _encoded(answer: Answer) -> Reply:
    headers: tuple[tuple[str, str], ...] = ()
    if answer.status == 401:
        headers = (
            (
                "WWW-Authenticate",
                'Bearer realm="https://accounts.google.com/", error="invalid_token"',
            ),
        )
    if isinstance(answer.body, bytes):
        return Reply(answer.status, answer.body, answer.content_type, headers)
    if isinstance(answer.body, str):
        return Reply(answer.status, answer.body.encode(), answer.content_type, headers)
    body = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Reply(answer.status, body.encode(), answer.content_type, headers)

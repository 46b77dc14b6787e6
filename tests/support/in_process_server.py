"""A spreadsheet of the local test server without sockets, and a process of ours that dies at any
request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from requests import Response

from sheetflow.backends.google.client.quota import RateLimiter
from sheetflow.backends.google.client.retry import RetryBudget
from sheetflow.backends.google.client.settings import Quota
from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.backends.google.client.transport import Transport
from tests.sheets_server.http import Incoming
from tests.sheets_server.server import ROBOT, Server

SCOPE = "https://www.googleapis.com/auth/spreadsheets"


class Killed(BaseException):
    """Our process was ended; no part of the program may catch it."""


class InProcessSession:
    """In place of a session of requests: the server is called, and nothing goes over a network."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._token = server.gate.issue(ROBOT, [SCOPE])

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any],
        data: bytes | None,
        headers: Mapping[str, str] | None,
        **how: Any,
    ) -> Response:
        """Returns the answer of the server to what would have been sent."""
        held = {**(headers or {}), "Authorization": f"Bearer {self._token}"}
        query = urlencode(params, doseq=True)
        reply = self._server.respond(
            Incoming(method.upper(), urlsplit(url).path, query, held, data or b"")
        )
        response = Response()
        response.status_code, response._content = reply.status, reply.body
        response.headers.update(dict(reply.headers))
        return response


class Watch(Protocol):
    """Acts beside a run, before each request, numbered from 0, and looks after each.

    Both say whether our process dies there.
    """

    def before(self, number: int) -> bool: ...

    def after(self) -> bool: ...


class WatchedSession:
    """A session through which one run reaches the server, with somebody watching."""

    def __init__(self, session: Any, watch: Watch) -> None:
        self._session, self._watch = session, watch
        self._asked = 0

    def request(self, *what: Any, **how: Any) -> Any:
        """As a session does it."""
        if self._watch.before(self._asked):
            raise Killed
        self._asked += 1
        answer = self._session.request(*what, **how)
        if self._watch.after():
            raise Killed
        return answer


class _Plain(Transport):
    """gspread's client over another session; the program's own answers to what comes back."""

    def __init__(self, session: Any, endpoint: str) -> None:
        self.account, self.endpoint, self.session, self.timeout = ROBOT, endpoint, session, None


def without_sockets(server: Server) -> Callable[[str, Watch], Sheets]:
    """Returns a function that opens spreadsheets of the server, watched, without any waits."""
    shortcut = InProcessSession(server)

    def opened(book_id: str, watch: Watch) -> Sheets:
        transport = _Plain(WatchedSession(shortcut, watch), server.url)
        return Sheets(
            book_id, transport, RateLimiter("test", Quota(0, 0)), RetryBudget(90, scale=0)
        )

    return opened


def over_http(connect: Callable[[str], Sheets]) -> Callable[[str, Watch], Sheets]:
    """Returns the same over real HTTP, as the installed program opens a spreadsheet."""

    def opened(book_id: str, watch: Watch) -> Sheets:
        sheets = connect(book_id)
        sheets._transport.session = WatchedSession(sheets._transport.session, watch)
        return sheets

    return opened

"""Where the answer of Google's consent page comes in: a web server on this machine that waits for
one request (RFC 8252, section 7.3).

A browser asks for more than it is sent to (an icon, a page that it guesses), and opens connections
that it leaves: those wait for nobody.
"""

from __future__ import annotations

import os
import queue
from collections.abc import Mapping
from hmac import compare_digest
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Final, NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

from sheetflow.errors.login import PortBusy

HOST: Final = "127.0.0.1"
_SECONDS: Final = 10
"""How long a connection that sends nothing is kept."""
_PAGE: Final = """<!doctype html>
<html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<title>sheetflow</title></head>
<body style="font-family: sans-serif; margin: 4em"><p>{}</p></body></html>
"""


class Pages(NamedTuple):
    """What the browser shows after the consent page: `answered` where the answer came in, `strange`
    where it belongs to another login.
    """

    answered: str
    strange: str


class Listener:
    """Waits on this machine for what Google's consent page sends; from `with` to its end.

    Raises BusyError where the port is taken; 0 takes a free one.
    """

    def __init__(self, port: int, pages: Pages) -> None:
        try:
            self._server = _Server(port, pages)
        except OSError as error:
            raise PortBusy(port) from error
        self.port = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def address(self) -> str:
        """Where the consent page is to send people back to."""
        return f"http://{HOST}:{self.port}/"

    def wait(self, state: str, seconds: float) -> Mapping[str, str] | None:
        """Returns what came in for the login of this state, None after that many seconds; `state`
        is not in it where it belongs to another login.
        """
        self._server.state = state
        self._thread.start()
        try:
            return self._server.answers.get(timeout=seconds)
        except queue.Empty:
            return None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    # elsewhere it would let another program take the port as well
    allow_reuse_address = os.name == "posix"

    def __init__(self, port: int, pages: Pages) -> None:
        super().__init__((HOST, port), _Handler)
        self.pages, self.state = pages, ""
        self.answers: queue.SimpleQueue[Mapping[str, str]] = queue.SimpleQueue()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing: a browser that goes away is no fault."""


class _Handler(BaseHTTPRequestHandler):
    timeout = _SECONDS
    server: _Server

    def do_GET(self) -> None:
        """Takes the answer; all else is not there."""
        parts = urlsplit(self.path)
        found = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path != "/" or not found.keys() & {"code", "error"}:
            self.send_error(404)
            return
        is_ours = compare_digest(found.get("state", "").encode(), self.server.state.encode())
        pages = self.server.pages
        self._show(pages.answered if is_ours else pages.strange)
        self.server.answers.put(found if is_ours else {})

    def _show(self, text: str) -> None:
        body = _PAGE.format(escape(text)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its name in http.server
        """Says nothing: the address of a request holds the code."""

"""A web server of a few lines that plays back answers and keeps what it was asked; it knows nothing
of sheets.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ACCOUNT = "sheet-robot@sales-desk.iam.gserviceaccount.com"


class Request(NamedTuple):
    """One request that came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Answer(NamedTuple):
    """One answer to give; `cut` closes the connection after that many bytes of the body."""

    status: int = 200
    body: str | bytes = "{}"
    headers: tuple[tuple[str, str], ...] = ()
    cut: int | None = None


DROP = Answer(0)
"""Close the connection without a word."""


def token(name: str = "token-1") -> Answer:
    return Answer(
        200, json.dumps({"access_token": name, "expires_in": 3600, "token_type": "Bearer"})
    )


def fails(
    status: int, reason: str = "", *, message: str = "Ein Fehler.", name: str = "", old: str = ""
) -> Answer:
    """An error in Google's shape: `name` is its status, `reason` of the new kind, `old` of the
    older one.
    """
    error: dict[str, Any] = {"code": status, "message": message, "status": name}
    if reason:
        error["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}]
    if old:
        error["errors"] = [{"domain": "usageLimits", "reason": old, "message": message}]
    return Answer(status, json.dumps({"error": error}))


class TinyServer:
    """`tokens` and `answers` are given in turn; once they are used up, a good token and `{}`."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.tokens: list[Answer] = []
        self.answers: list[Answer] = []
        self.requests: list[Request] = []
        self.token_requests: list[Request] = []

    def clear(self) -> None:
        for kept in (self.tokens, self.answers, self.requests, self.token_requests):
            kept.clear()

    def answer(self, request: Request) -> Answer:
        if request.path.startswith("/token") or ":generateAccessToken" in request.path:
            self.token_requests.append(request)
            return self.tokens.pop(0) if self.tokens else token()
        self.requests.append(request)
        return self.answers.pop(0) if self.answers else Answer()


@contextmanager
def tiny() -> Iterator[TinyServer]:
    """A server on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.daemon_threads = True
    made = TinyServer(f"http://127.0.0.1:{server.server_address[1]}")
    server.RequestHandlerClass = _handler(made.answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(answer: Callable[[Request], Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # head and body in one packet: else each answer waits for a delayed acknowledgement
        wbufsize = -1

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            made = answer(Request(self.command, self.path, dict(self.headers), body))
            if not made.status:
                self.close_connection = True
                return
            data = made.body.encode() if isinstance(made.body, str) else made.body
            self.send_response_only(made.status)
            for name, value in made.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[: made.cut])
            self.close_connection = made.cut is not None

        do_POST = do_GET  # noqa: N815  # the name that http.server calls

        def log_message(self, *args: object) -> None:
            """Nothing is printed."""

    return Handler


@cache
def private_key(bits: int = 1024) -> str:
    """One RSA key for all tests, and a short one: making it and checking it takes a while."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    plain = serialization.NoEncryption()
    return made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain
    ).decode()


def key_of(token_uri: object, **other: object) -> dict[str, object]:
    """The content of a service account's key."""
    return {
        "type": "service_account",
        "project_id": "sales-desk",
        "private_key_id": "0f1e2d",
        "private_key": private_key(),
        "client_email": ACCOUNT,
        "client_id": "1",
        "token_uri": token_uri,
    } | other


def save_key(path: Path, content: object, mode: int = 0o600) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    path.chmod(mode)
    return path

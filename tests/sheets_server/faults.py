"""What can go wrong between a client and the API, as a list of faults and a plan of when they
strike.

HTML bodies are what the service's front ends answer when the API behind them does not; reasons of
403 are those of https://developers.google.com/workspace/drive/api/guides/handle-errors.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from tests.sheets_server.auth import BAD_TOKEN
from tests.sheets_server.clock import machine_seconds
from tests.sheets_server.errors import ApiError
from tests.sheets_server.http import Reply
from tests.sheets_server.log import Entry
from tests.sheets_server.quota import exceeded

DATE = "date"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail a request.

    `applied`: whether the server does what it was asked to before it fails. `passing`: whether the
    same request may well succeed when it is sent again; the others say that this caller or this
    request is wrong. `reply` is sent in place of the answer; None sends the true answer the way
    `wire` says (see Reply). `retry_after` is the header: seconds, or DATE for an HTTP date.
    """

    name: str
    applied: bool = False
    passing: bool = True
    reply: Reply | None = None
    wire: str = "whole"
    retry_after: str = ""

    def __str__(self) -> str:
        return self.name

    def reply_to(self, answer: Reply | None) -> Reply:
        """What goes out; `answer` is the true one where the request was applied."""
        reply = self.reply or answer or Reply(503, b"")
        if self.retry_after:
            reply = reply._replace(
                headers=(*reply.headers, ("Retry-After", _retry_after(self.retry_after)))
            )
        return reply._replace(wire=self.wire)


class Faults:
    """The plan: which fault strikes which request. Positions count from 1 in the server's log."""

    def __init__(self) -> None:
        self._planned: list[tuple[Callable[[Entry], bool], Fault, int | None]] = []

    def at(self, position: int, fault: Fault, times: int | None = 1) -> None:
        """Fail the request at a position of the log, and the ones after it when `times` is more
        (None: all).
        """
        self.when(lambda entry: entry.position >= position, fault, times)

    def when(self, predicate: Callable[[Entry], bool], fault: Fault, times: int | None = 1) -> None:
        """Fail the next requests of which the predicate is true, so many times (None: always)."""
        self._planned.append((predicate, fault, times))

    def clear(self) -> None:
        """Plan nothing any more."""
        self._planned.clear()

    def take(self, entry: Entry) -> Fault | None:
        """The fault that strikes this request, crossed off the plan."""
        for index, (predicate, fault, times) in enumerate(self._planned):
            if predicate(entry):
                left = None if times is None else times - 1
                self._planned[index : index + 1] = [] if left == 0 else [(predicate, fault, left)]
                return fault
        return None


def _retry_after(value: str) -> str:
    if value != DATE:
        return value
    return format_datetime(datetime.fromtimestamp(machine_seconds() + 2, UTC), usegmt=True)


def _json(code: int, status: str, message: str, **more: Any) -> Reply:
    error = {"code": code, "message": message, **more, "status": status}
    return _body({"error": {name: value for name, value in error.items() if value}}, code)


def _body(body: Any, code: int) -> Reply:
    return Reply(code, json.dumps(body, ensure_ascii=False).encode())


def _error(error: ApiError) -> Reply:
    return _body(error.body(), error.code)


def _drive(reason: str, message: str) -> Reply:
    entry = {"message": message, "domain": "usageLimits", "reason": reason}
    return _json(403, "", message, errors=[entry])


def _html(code: int, title: str, text: str) -> Reply:
    page = (
        f"<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n<title>Error {code} "
        f"({title})!!1</title>\n"
        f"<p><b>{code}.</b> <ins>That’s an error.</ins>\n<p>{text}  <ins>That’s all we "
        f"know.</ins>\n</html>\n"
    )
    return Reply(code, page.encode(), "text/html; charset=UTF-8")


_AGAIN = (
    "The server encountered a temporary error and could not complete your request.<p>Please "
    "try again later."
)
_RATE = "User Rate Limit Exceeded. Rate of requests for user exceed configured project quota."
_MANY = _error(exceeded("write", 60))
_BUSY = _json(503, "UNAVAILABLE", "The service is currently unavailable.")

_EITHER_WAY = (
    Fault("500 JSON", reply=_json(500, "INTERNAL", "Internal error encountered.")),
    Fault("502 JSON", reply=_json(502, "UNAVAILABLE", "Bad Gateway")),
    Fault("503 JSON", reply=_BUSY),
    Fault(
        "504 JSON",
        reply=_json(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
    ),
    Fault("500 HTML", reply=_html(500, "Server Error", _AGAIN)),
    Fault("502 HTML", reply=_html(502, "Server Error", _AGAIN)),
    Fault("503 HTML", reply=_html(503, "Service Unavailable", _AGAIN)),
    Fault("503 with Retry-After in seconds", reply=_BUSY, retry_after="2"),
    Fault("connection reset", wire="reset"),
    Fault("connection closed", wire="close"),
    Fault("stall", wire="stall"),
    Fault("drips", wire="drips"),
    Fault("empty 200", reply=Reply(200, b"")),
    Fault("200 with broken JSON", reply=Reply(200, b'{"spreadsheetId": "1Zq')),
    Fault("200 with HTML", reply=_html(200, "Sorry", _AGAIN)),
)
_BEFORE = (
    Fault("429 JSON", reply=_MANY),
    Fault(
        "429 HTML",
        reply=_html(429, "Too Many Requests", "We're sorry, but you have sent too many requests."),
    ),
    Fault("429 with Retry-After in seconds", reply=_MANY, retry_after="2"),
    Fault("429 with Retry-After as a date", reply=_MANY, retry_after=DATE),
    Fault("401 expired token", reply=_json(401, "UNAUTHENTICATED", BAD_TOKEN)),
    Fault("403 userRateLimitExceeded", reply=_drive("userRateLimitExceeded", _RATE)),
    Fault("403 rateLimitExceeded", reply=_drive("rateLimitExceeded", "Rate Limit Exceeded")),
    Fault(
        "403 PERMISSION_DENIED",
        passing=False,
        reply=_json(403, "PERMISSION_DENIED", "The caller does not have permission"),
    ),
    Fault(
        "400 in Spanish",
        passing=False,
        reply=_json(
            400,
            "INVALID_ARGUMENT",
            "Solicitud no válida [0].updateCells: el rango supera los límites.",
        ),
    ),
)
_AFTER = (Fault("body cut in the middle", applied=True, wire="cut"),)

ALL: tuple[Fault, ...] = (
    *(replace(fault, name=f"{fault.name}, nothing applied") for fault in _EITHER_WAY),
    *(replace(fault, name=f"{fault.name}, applied", applied=True) for fault in _EITHER_WAY),
    *_BEFORE,
    *_AFTER,
)
"""Every fault, for tests to parametrize over (`ids=str`)."""

BY_NAME = {fault.name: fault for fault in ALL}

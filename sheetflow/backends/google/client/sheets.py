"""The few requests that a sync sends to one spreadsheet, each within the quota and repeated where
that is safe.

Reads are repeated on every transient fault. A write is repeated only where the server certainly did
not act; where its fate is unknown it raises `Unsure`, and the caller reads again before it decides.
How often and how long: limits.py.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from sheetflow.backends.google.client import quota
from sheetflow.backends.google.client.credentials import log_in
from sheetflow.backends.google.client.faults import Fault, FaultKind, OnWait, name_of, quiet
from sheetflow.backends.google.client.gspread_alone import (
    DRIVE_FILES_API_V3_URL,
    SPREADSHEET_BATCH_UPDATE_URL,
    SPREADSHEET_URL,
)
from sheetflow.backends.google.client.quota import RateLimiter
from sheetflow.backends.google.client.replies import Reply, answers_of, redacted
from sheetflow.backends.google.client.retry import RetryBudget
from sheetflow.backends.google.client.settings import Settings, settings
from sheetflow.backends.google.client.transport import Call, Transport
from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.limits import SENDS
from sheetflow.config import Config
from sheetflow.errors.google import ExcelOnDrive, SheetNotFound

_VALUES: Final = SPREADSHEET_URL + "/values:"
_FILE: Final = DRIVE_FILES_API_V3_URL + "/%s"
_ID: Final = "spreadsheetId"
_RENDERED: Final = {
    "valueRenderOption": "UNFORMATTED_VALUE",
    "dateTimeRenderOption": "SERIAL_NUMBER",
}
_ANSWERED: Final = {
    "includeValuesInResponse": True,
    "responseValueRenderOption": "UNFORMATTED_VALUE",
    "responseDateTimeRenderOption": "SERIAL_NUMBER",
}


class Used(NamedTuple):
    """The requests that a run has sent so far."""

    reads: int
    writes: int


class Unsure(Exception):  # noqa: N818  # it is no error yet: the caller decides
    """A write whose fate is unknown: the connection was lost, or the answer says nothing. Read
    again, then decide.
    """


class Refused(Exception):  # noqa: N818  # it is no error yet: the caller decides
    """Google refuses the request itself: `status` is 4xx, `reason` such as INVALID_ARGUMENT.

    `text` is Google's message, without what we wrote into cells.
    """

    def __init__(self, text: str, status: int, reason: str = "") -> None:
        super().__init__(f"Google refuses the request: {text}")
        self.text, self.status, self.reason = text, status, reason


class Sheets:
    """One spreadsheet. `account` is the address that it must be shared with, or a Text where that
    is unknown; `budget` is what may still be waited.
    """

    def __init__(
        self, target_id: str, transport: Transport, limiter: RateLimiter, budget: RetryBudget
    ) -> None:
        self.id, self.budget = target_id, budget
        self.account = name_of(transport.account)
        self._transport, self._limiter = transport, limiter
        self._sent = {"reads": 0, "writes": 0}

    @property
    def used(self) -> Used:
        """The requests sent so far, those repeated too."""
        return Used(**self._sent)

    @property
    def remark(self) -> str:
        """What doctor should say about the counting of requests; mostly nothing."""
        return self._limiter.remark

    def get(self, fields: str, ranges: Sequence[str] = ()) -> Json:
        """Returns the parts of the spreadsheet that the field mask names (spreadsheets.get).

        Raises ConfigError where there is no such Google Sheet, AccessError, BusyError, Refused.
        """
        params: Json = {"fields": fields, "ranges": list(ranges)}
        try:
            return self._read(Call("get", SPREADSHEET_URL, params))
        except Refused as refused:
            if refused.status == 404:
                raise SheetNotFound from refused
            if refused.reason == "FAILED_PRECONDITION":
                raise ExcelOnDrive from refused
            raise

    def values(self, filters: Sequence[Json], *, formulas: bool = False) -> list[list[Any] | None]:
        """Returns the columns that each data filter matches, in the order asked; None where it
        matches nothing. With `formulas` those come in place of their results.

        One entry per filter: a list of columns, each a list of values from the top of the range;
        dates are serials. Raises AccessError, BusyError, ConfigError, Refused, and SheetflowError
        for answers to something else.
        """
        body = {"dataFilters": list(filters), "majorDimension": "COLUMNS", **_RENDERED}
        if formulas:
            body["valueRenderOption"] = "FORMULA"
        answer = self._read(Call("post", f"{_VALUES}batchGetByDataFilter", {}, body, _ID))
        replies = [
            Reply(entry.get("dataFilters", []), entry.get("valueRange", {}))
            for entry in answer.get("valueRanges", [])
        ]
        try:
            return answers_of(filters, replies)
        except Fault as fault:
            raise fault.end from fault

    def change(self, body: Json, fields: str) -> Json:
        """Applies a batch of requests, all or none (spreadsheets.batchUpdate); returns the named
        fields of the answer.

        Raises Unsure, Refused, AccessError, BusyError.
        """
        answer = self._write(Call("post", SPREADSHEET_BATCH_UPDATE_URL, {"fields": fields}, body))
        self.budget.reset()
        return answer

    def write(self, data: Sequence[Json], *, formulas: bool = False) -> list[list[Any]]:
        """Writes values as they are (RAW), all or none; returns per entry, in the order asked, the
        values then in its range. With `formulas`, texts are read as typed by a person.

        `data` are DataFilterValueRanges; the answer is oriented as each entry is. Raises Unsure,
        Refused, AccessError, BusyError.
        """
        option = "USER_ENTERED" if formulas else "RAW"
        body = {"valueInputOption": option, "data": list(data), **_ANSWERED}
        answer = self._write(Call("post", f"{_VALUES}batchUpdateByDataFilter", {}, body, _ID))
        replies = [
            Reply([entry.get("dataFilter", {})], entry.get("updatedData", {}))
            for entry in answer.get("responses", [])
        ]
        try:
            found = answers_of([entry["dataFilter"] for entry in data], replies)
        except Fault as fault:
            raise Unsure("the answer to a write cannot be read") from fault
        self.budget.reset()
        return [values or [] for values in found]

    def version(self) -> str:
        """Returns Drive's count of the changes to the file; needs change_detection = true.

        Raises as `get` does.
        """
        params = {"fields": "version", "supportsAllDrives": "true"}
        return str(self._read(Call("get", _FILE, params)).get("version", ""))

    def _read(self, call: Call) -> Json:
        return self._repeated("reads", call)

    def _write(self, call: Call) -> Json:
        return self._repeated("writes", call)

    def _repeated(self, kind: quota.Kind, call: Call) -> Json:
        try:
            return self.budget.retrying()(self._send, kind, call)
        except Fault as fault:
            if fault.kind is FaultKind.REFUSED:
                text = redacted(fault.text, call.body)
                raise Refused(text, fault.status, fault.reason) from None
            if fault.kind is FaultKind.UNSURE:
                raise Unsure("the fate of a write is unknown") from fault
            raise fault.end from fault

    def _send(self, kind: quota.Kind, call: Call) -> Json:
        """Sends a request; once more with a new access token where the old one is not accepted any
        more.
        """
        for _ in range(SENDS - 1):
            try:
                return self._send_once(kind, call)
            except Fault as fault:
                if fault.kind is not FaultKind.TOKEN:
                    raise
            self._transport.forget_token()
        return self._send_once(kind, call)

    def _send_once(self, kind: quota.Kind, call: Call) -> Json:
        self._limiter.acquire(kind)
        self._sent[kind] += 1
        began = time.monotonic()
        try:
            return self._transport.ask(call._replace(address=call.address % quote(self.id)))
        except Fault as fault:
            self.budget.spend(time.monotonic() - began)
            if kind == "reads" and fault.kind is FaultKind.UNSURE:  # reading twice harms nobody
                fault.kind = FaultKind.REPEAT
            raise


def open_sheets(
    target_id: str,
    config: Config,
    *,
    on_wait: OnWait = quiet,
    sleep: Callable[[float], None] = time.sleep,
) -> Sheets:
    """Returns the spreadsheet of an id, with nothing asked of Google yet.

    `on_wait` is called with the reason and the seconds of every wait (faults.OnWait); `sleep` is
    what waits. Raises ConfigError or AccessError for settings and credentials that cannot be used.
    """
    found = settings(config.google, os.environ)
    login = log_in(found)
    budget = RetryBudget(found.wait_seconds, scale=found.wait_scale, sleep=sleep, on_wait=on_wait)
    limiter = RateLimiter(
        f"{found.endpoint} {login.account}",
        found.quota,
        scale=_scale_of_turns(found),
        sleep=sleep,
        on_wait=on_wait,
    )
    return Sheets(target_id, Transport(found, login), limiter, budget)


def _scale_of_turns(found: Settings) -> float:
    """Returns what waits for the quota are multiplied by: Google's quota is not ours to scale, that
    of a test server is.
    """
    return found.wait_scale if found.endpoint else 1.0

"""What went wrong between us and Google: every answer and every foreign exception -> one Fault.

Codes decide, never texts: Google writes its texts in any language. The shapes are those of Google's
API design guide (google.rpc.Status: error.code, status, message, details[].reason) and of the older
one that Sheets and Drive still send beside it (error.errors[].reason); OAuth's token endpoint has
its own (RFC 6749, section 5.2).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Any, Final, NamedTuple

from sheetflow.backends.google.client.reasons import (
    PASSING,
    TOKEN_ENDS,
    Refusal,
    end_of,
    named_end,
    reasons_of,
)
from sheetflow.errors import SheetflowError
from sheetflow.errors.google import (
    GoogleBusy,
    GoogleUnreachable,
    ProxyPassword,
)
from sheetflow.errors.google_access import (
    ClockWrong,
    ImpersonationRefused,
    LoginRefused,
    TokenRefused,
)
from sheetflow.errors.login import ClientGone, LoginAskedAgain, LoginEnded
from sheetflow.model import Text

UNREADABLE: Final = Text("answer_unreadable")
_PASSING: Final = ("internal_failure", "server_error", "temporarily_unavailable")
"""Codes of a token endpoint that pass."""
_ASKED_AGAIN: Final = ("invalid_rapt", "rapt_required")
"""Subtypes of invalid_grant: the session that an organisation allows is over."""
_CLIENT_GONE: Final = ("invalid_client", "deleted_client", "disabled_client", "unauthorized_client")
OnWait = Callable[[str, float], None]
"""Is called before every wait with why and for how many seconds.

`turn` for the quota, `network` where Google cannot be reached, `trouble` for any other fault.
"""


def quiet(why: str, seconds: float) -> None:
    """Says nothing."""


def name_of(account: str) -> str | Text:
    """Returns what a message calls an account: its address, or words where that is unknown."""
    return account or Text("account_in_use")


class FaultKind(Enum):
    """What may be done about a fault."""

    REPEAT = "transient, and the server certainly did not act"
    UNSURE = "transient, and the server may have acted"
    TOKEN = "the access token is not accepted (any more)"
    REFUSED = "the request itself is refused"
    FINAL = "a person must do something"


_ENDING: Final = frozenset({FaultKind.TOKEN, FaultKind.FINAL})
"""Faults that end a run by an error of their own; else Google is busy."""


class Fault(Exception):  # noqa: N818  # it ends no run by itself
    """One request that went wrong.

    `text` is Google's own, or the code of what happened; `status` the HTTP status and `reason`
    Google's name for it; `wait` the seconds that Google asks us to wait; `end` what ends the run
    where nothing helps; `why` what OnWait is called with.
    """

    def __init__(
        self,
        kind: FaultKind,
        text: str,
        *,
        status: int = 0,
        reason: str = "",
        wait: float | None = None,
        end: SheetflowError | None = None,
        why: str = "trouble",
    ) -> None:
        super().__init__(text)
        self.kind, self.text, self.status, self.reason, self.wait = kind, text, status, reason, wait
        self.why = why
        self.end: SheetflowError = end or GoogleBusy(text)


def lost(reason: Text, *, sent: bool) -> Fault:
    """Returns the fault of a connection; `sent` unless the request certainly did not leave."""
    kind = FaultKind.UNSURE if sent else FaultKind.REPEAT
    return Fault(kind, reason.code, end=GoogleUnreachable(reason), why="network")


def of_answer(status: int, body: bytes, headers: Mapping[str, str], account: str) -> Fault:
    """Returns the fault that an answer other than 2xx means."""
    error = _error_in(body)
    text, reasons = _text(error) or f"HTTP {status}", frozenset(reasons_of(error))
    kind = _kind(status, reasons)
    end = _end(status, error, text, account) if kind in _ENDING else None
    reason = str(error.get("status", ""))
    return Fault(kind, text, status=status, reason=reason, wait=retry_after(headers), end=end)


def unreadable(status: int) -> Fault:
    """Returns the fault of a 200 whose body is empty, cut or not what was asked for."""
    return Fault(FaultKind.UNSURE, UNREADABLE.code, status=status, end=GoogleBusy(UNREADABLE))


class Asking(NamedTuple):
    """Who asks for a token: `own` signs in, and acts as `account`, mostly the same; `personal` with
    the login of a person.
    """

    account: str
    own: str
    personal: bool = False


def of_token_answer(status: int, body: bytes, headers: Mapping[str, str], who: Asking) -> Fault:
    """Returns the fault that a token endpoint's answer other than 2xx means."""
    error = _error_in(body) or _oauth_error_in(body)
    text = _text(error) or f"HTTP {status}"
    passing = status >= 500 or status in (408, 429) or error.get("oauth") in _PASSING
    if passing or PASSING.intersection(reasons_of(error)):
        return Fault(FaultKind.REPEAT, text, status=status, wait=retry_after(headers))
    # a 401 of the service that lends identities is about a token, which passes
    kind = FaultKind.REPEAT if status == 401 and _lending(error) else FaultKind.FINAL
    end = _login_end(error, text) if who.personal else _token_end(error, text, who, headers)
    return Fault(kind, text, status=status, end=end)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Returns the seconds of a Retry-After header, which has seconds or a date (RFC 9110, 10.2.3).

    A date is compared with that of the answer, so that it does not matter if our clock is wrong.
    """
    text = headers.get("Retry-After", "")
    try:
        if text.strip().isdecimal():
            return float(text)
        then, sent = parsedate_to_datetime(text), headers.get("Date")
        now = parsedate_to_datetime(sent) if sent else datetime.now(UTC)
        return max(0.0, (then - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _error_in(body: bytes) -> Mapping[str, Any]:
    """Returns the error object of a JSON answer; empty for anything else, such as HTML."""
    error = _json_in(body).get("error")
    return error if isinstance(error, dict) else {}


def _oauth_error_in(body: bytes) -> Mapping[str, Any]:
    """Returns the error of a token endpoint in the shape of the others; `oauth` is its code,
    `subtype` that of what belongs to an organisation's policy.
    """
    found = _json_in(body)
    code = found.get("error")
    if not isinstance(code, str):
        return {}
    message = found.get("error_description") or code
    return {"message": message, "oauth": code, "subtype": found.get("error_subtype")}


def _json_in(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _kind(status: int, reasons: frozenset[str]) -> FaultKind:
    if status == 401:
        return FaultKind.TOKEN
    over_quota = status == 403 and reasons & PASSING
    if status == 429 or over_quota or "RESOURCE_EXHAUSTED" in reasons:
        return FaultKind.REPEAT
    if status == 409 and "ABORTED" in reasons:
        return FaultKind.REPEAT
    # a redirect (3xx) is never followed: it may lead anywhere
    if status == 408 or status >= 500 or status < 400:
        return FaultKind.UNSURE
    return FaultKind.FINAL if status in (403, 407) else FaultKind.REFUSED


def _end(status: int, error: Mapping[str, Any], text: str, account: str) -> SheetflowError:
    """Returns what ends the run if this fault does."""
    if status == 401:
        return TokenRefused(text)
    return ProxyPassword() if status == 407 else end_of(error, text, name_of(account))


def _lending(error: Mapping[str, Any]) -> bool:
    """Returns whether an error comes from the service that lends another account's identity: only
    its errors have a number.
    """
    return "code" in error


def _token_end(
    error: Mapping[str, Any], text: str, who: Asking, headers: Mapping[str, str]
) -> SheetflowError:
    """Returns what ends the run where there is no token."""
    minutes = _minutes_off(headers)
    if minutes:
        return ClockWrong(minutes, text)
    if _lending(error):
        return named_end(error, text, name_of(who.account)) or _not_lent(text, who)
    own = name_of(who.own)
    end = TOKEN_ENDS.get(str(error.get("oauth")))
    return end(Refusal(text, own)) if end else LoginRefused(own, text)


def _not_lent(text: str, who: Asking) -> SheetflowError:
    # a login of the machine that borrows by itself does not name its own
    lender = name_of(who.own) if who.own != who.account else Text("own_account")
    return ImpersonationRefused(name_of(who.account), text, lender)


def _login_end(error: Mapping[str, Any], text: str) -> SheetflowError:
    """Returns what ends the run where a person's login gives no token any more."""
    if error.get("subtype") in _ASKED_AGAIN:
        return LoginAskedAgain(text)
    if error.get("oauth") in _CLIENT_GONE:
        return ClientGone(text)
    end = TOKEN_ENDS.get(str(error.get("oauth")))
    return end(Refusal(text, name_of(""))) if end else LoginEnded(text)


def _minutes_off(headers: Mapping[str, str]) -> int:
    """Returns how far our clock is from Google's, in minutes; 0 below 5, which Google tolerates."""
    try:
        googles = parsedate_to_datetime(headers.get("Date", ""))
        off = abs((googles - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0
    return round(off / 60) if off >= 300 else 0


def _text(error: Mapping[str, Any]) -> str:
    """Returns Google's message: one line, printable, of a bearable length."""
    text = error.get("message")
    line = " ".join(text.split()) if isinstance(text, str) else ""
    return "".join(c for c in line if c.isprintable())[:300]

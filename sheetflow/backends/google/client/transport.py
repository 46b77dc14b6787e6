"""One HTTP request to Google and its JSON answer: gspread's client over google-auth's session, and
a name for every fault.

Nothing is repeated here, no redirect is followed, and every call ends in time (session.py).
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import requests
import urllib3.exceptions
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from google.auth.transport.requests import AuthorizedSession

from sheetflow import __version__
from sheetflow.backends.google.client import faults
from sheetflow.backends.google.client.credentials import Login, TokenRequest
from sheetflow.backends.google.client.faults import Fault, FaultKind, name_of
from sheetflow.backends.google.client.gspread_alone import HTTPClient
from sheetflow.backends.google.client.session import TIMEOUT, quiet_session
from sheetflow.backends.google.client.settings import Settings
from sheetflow.backends.google.grid import Json
from sheetflow.errors.google import (
    CertificateRefused,
)
from sheetflow.errors.google_access import (
    LoginExpired,
)
from sheetflow.model import Text

_GOOGLE: Final = ("https://sheets.googleapis.com/", "https://www.googleapis.com/")
FOREIGN: Final = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    GoogleAuthError,
    OSError,
)
"""What the libraries and the system raise where there is no answer."""
_NEVER_SENT: Final = (
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.ProxyError,
)
_REASONS: Final[tuple[tuple[tuple[type[BaseException], ...], Text], ...]] = (
    ((urllib3.exceptions.ProxyError, requests.exceptions.ProxyError), Text("proxy_silent")),
    ((ssl.SSLError,), Text("not_secure")),
    ((urllib3.exceptions.NameResolutionError,), Text("name_not_found")),
    ((ConnectionRefusedError,), Text("connection_refused")),
    # it calls itself a time-out too
    ((urllib3.exceptions.NewConnectionError,), Text("no_connection")),
    ((TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError), Text("no_answer")),
)
"""The first line that fits the exceptions counts."""


class Call(NamedTuple):
    """One request: `needs` is a field that every answer has."""

    method: str
    address: str
    params: Json
    body: Json | None = None
    needs: str = ""


class Transport(HTTPClient):
    """gspread's HTTP client, speaking to Google or to a test server on this machine."""

    def __init__(self, settings: Settings, login: Login) -> None:
        self.account, self.endpoint = login.account, settings.endpoint
        local = bool(settings.endpoint)
        session = AuthorizedSession(
            login.credentials,
            # an expired token is a fault like others: sheets.py repeats the request
            refresh_status_codes=(),
            auth_request=TokenRequest(local=local, account=login.account),
        )
        session.headers.update(
            {"User-Agent": f"sheetflow/{__version__} (gzip)", "Accept-Encoding": "gzip"}
        )
        super().__init__(login.credentials, quiet_session(local=local, session=session))
        self.auth = login.credentials
        self.set_timeout(TIMEOUT)

    def ask(self, call: Call) -> Json:
        """Returns the JSON object that Google answers; one without the field that the call `needs`
        is no answer. Raises Fault.
        """
        response = self.request(
            call.method,
            call.address,
            params={**call.params, "prettyPrint": "false"},
            **_json_body(call.body),
        )
        try:
            found = json.loads(response.content)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict) or (call.needs and call.needs not in found):
            raise faults.unreadable(response.status_code)
        return found

    def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> requests.Response:
        """Returns an answer of 2xx. Raises Fault for everything else."""
        options |= {"timeout": self.timeout, "allow_redirects": False}
        try:
            response = self.session.request(method, self._place(endpoint), *args, **options)
        except FOREIGN as error:
            raise fault_of(error, self.account) from error
        status = response.status_code
        if 200 <= status < 300:
            return response
        raise faults.of_answer(status, response.content, response.headers, self.account)

    def forget_token(self) -> None:
        """Lets the next request fetch a new access token."""
        self.auth.token = None

    def _place(self, address: str) -> str:
        """Returns where a request to one of Google's addresses goes: there, or to the test
        server.
        """
        google = next((host for host in _GOOGLE if address.startswith(host)), None)
        if google is None:
            raise ValueError("the token is for Google's own addresses only")
        return f"{self.endpoint}/{address.removeprefix(google)}" if self.endpoint else address


def _json_body(body: Json | None) -> Mapping[str, Any]:
    """Returns the body of a request and what says its kind, as requests takes them."""
    if body is None:
        return {"data": None, "headers": None}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    kind = {"Content-Type": "application/json; charset=UTF-8"}
    return {"data": text.encode("utf-8", "replace"), "headers": kind}


def fault_of(error: Exception, account: str = "") -> Fault:
    """Returns the fault behind whatever requests, urllib3, google-auth or the system raised."""
    causes = list(_causes(error))
    if fault := next((cause for cause in causes if isinstance(cause, Fault)), None):
        return fault  # of a token request
    if isinstance(error, GoogleAuthError) and not isinstance(error, TransportError):
        return _no_token(error, account)
    never_sent = any(isinstance(cause, _NEVER_SENT) for cause in causes)
    # what fails while a token is fetched has not sent our own request either
    sent = not isinstance(error, TransportError) and not never_sent
    return _network_fault(causes, sent=sent)


def _no_token(error: GoogleAuthError, account: str) -> Fault:
    """Returns the fault of a login of this machine that gets no token."""
    text = str(error.args[0] if error.args else error)[:300]
    if isinstance(error, RefreshError) and error.retryable:
        return Fault(FaultKind.REPEAT, text)
    return Fault(FaultKind.FINAL, text, end=LoginExpired(name_of(account), text))


def _network_fault(causes: list[BaseException], *, sent: bool) -> Fault:
    """Returns the fault of a connection, with the reasons told apart that people can do something
    about.
    """
    # waiting does not help: a certificate that is not accepted stays so
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return Fault(FaultKind.FINAL, "certificate_refused", end=CertificateRefused())
    for kinds, reason in _REASONS:
        if any(isinstance(cause, kinds) for cause in causes):
            return faults.lost(reason, sent=sent)
    return faults.lost(Text("connection_lost"), sent=sent)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yields an exception and all that it wraps, however the libraries wrapped it.

    Not its `__context__`: that may be an older fault, which the caller was busy with when this one
    came.
    """
    waiting, seen = [error], set[int]()
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        wrapped = (found.__cause__, getattr(found, "reason", None), *found.args)
        waiting += [cause for cause in wrapped if isinstance(cause, BaseException)]

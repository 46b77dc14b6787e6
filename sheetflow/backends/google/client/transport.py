"""One HTTP request to Google and its JSON answer: gspread's client over google-auth's session, and
every fault named.

Nothing is repeated here, no redirect is followed, and every call ends in time (session.py).
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Mapping
from typing import Any, Final

import requests
import urllib3.exceptions
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from google.auth.transport.requests import AuthorizedSession
from gspread.http_client import HTTPClient

from sheetflow import __version__
from sheetflow.backends.google.client import faults
from sheetflow.backends.google.client.credentials import Login, TokenRequest
from sheetflow.backends.google.client.faults import Fault, Kind, name_of
from sheetflow.backends.google.client.session import TIMEOUT, quiet_session
from sheetflow.backends.google.client.settings import Settings
from sheetflow.backends.google.grid import Json
from sheetflow.errors.google import CertificateRefused, LoginExpired
from sheetflow.model import Text

_GOOGLE: Final = ("https://sheets.googleapis.com/", "https://www.googleapis.com/")
_NEVER_SENT: Final = (
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.ProxyError,
)


class Transport(HTTPClient):
    """gspread's HTTP client, speaking to Google or to a test server on this machine."""

    def __init__(self, settings: Settings, login: Login) -> None:
        self.account, self.endpoint = login.account, settings.endpoint
        local = bool(settings.endpoint)
        session = AuthorizedSession(
            login.credentials,
            refresh_status_codes=(),  # an expired token is a fault like others: sheets.py repeats the request
            auth_request=TokenRequest(local=local, account=login.account),
        )
        session.headers.update(
            {"User-Agent": f"sheetflow/{__version__} (gzip)", "Accept-Encoding": "gzip"}
        )
        super().__init__(login.credentials, quiet_session(local=local, session=session))
        self.auth = login.credentials
        self.set_timeout(TIMEOUT)

    def ask(
        self,
        method: str,
        address: str,
        params: Mapping[str, Any],
        body: Json | None = None,
        *,
        needs: str = "",
    ) -> Json:
        """The JSON object that Google answers; one without the field that it `needs` is no answer.
        Raises Fault.
        """
        data = None if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        response = self.request(
            method,
            address,
            params={**params, "prettyPrint": "false"},
            data=data.encode("utf-8", "replace") if data else None,
            headers={"Content-Type": "application/json; charset=UTF-8"} if data else None,
        )
        try:
            found = json.loads(response.content)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict) or (needs and needs not in found):
            raise faults.unreadable(response.status_code)
        return found

    def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> requests.Response:
        """An answer of 2xx. Raises Fault for everything else."""
        options |= {"timeout": self.timeout, "allow_redirects": False}
        try:
            response = self.session.request(method, self._place(endpoint), *args, **options)
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            GoogleAuthError,
            OSError,
        ) as error:
            raise _lost(error, self.account) from error
        if 200 <= response.status_code < 300:
            return response
        raise faults.of_answer(
            response.status_code, response.content, response.headers, self.account
        )

    def forget_token(self) -> None:
        """Let the next request fetch a new access token."""
        self.auth.token = None

    def _place(self, address: str) -> str:
        google = next((host for host in _GOOGLE if address.startswith(host)), None)
        if google is None:
            raise ValueError("the token is for Google's own addresses only")
        return f"{self.endpoint}/{address.removeprefix(google)}" if self.endpoint else address


def _lost(error: Exception, account: str) -> Fault:
    """The fault behind whatever requests, urllib3, google-auth or the system raised."""
    causes = list(_causes(error))
    if fault := next((cause for cause in causes if isinstance(cause, Fault)), None):
        return fault  # of a token request
    if isinstance(error, GoogleAuthError) and not isinstance(error, TransportError):
        return _no_token(error, account)
    # What fails while a token is fetched has not sent our own request.
    sent = not isinstance(error, TransportError) and not any(
        isinstance(cause, _NEVER_SENT) for cause in causes
    )
    return _named(causes, sent=sent)


def _no_token(error: GoogleAuthError, account: str) -> Fault:
    text = str(error.args[0] if error.args else error)[:300]
    if isinstance(error, RefreshError) and error.retryable:
        return Fault(Kind.REPEAT, text)
    return Fault(Kind.FINAL, text, end=LoginExpired(name_of(account), text))


def _named(causes: list[BaseException], *, sent: bool) -> Fault:
    """What people can do something about is told apart; a certificate that is not accepted stays
    so.
    """
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return Fault(Kind.FINAL, "certificate_refused", end=CertificateRefused())
    for kinds, reason in _REASONS:
        if any(isinstance(cause, kinds) for cause in causes):
            return faults.lost(reason, sent=sent)
    return faults.lost(Text("connection_lost"), sent=sent)


_REASONS: Final[tuple[tuple[tuple[type[BaseException], ...], Text], ...]] = (
    ((urllib3.exceptions.ProxyError, requests.exceptions.ProxyError), Text("proxy_silent")),
    ((ssl.SSLError,), Text("not_secure")),
    ((urllib3.exceptions.NameResolutionError,), Text("name_not_found")),
    ((ConnectionRefusedError,), Text("connection_refused")),
    # it calls itself a time-out too
    ((urllib3.exceptions.NewConnectionError,), Text("no_connection")),
    ((TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError), Text("no_answer")),
)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and all that it wraps, however the libraries wrapped it.

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

"""Who we are at Google: a service account's key, else application default credentials; another account on top.

Every request for a token goes through `TokenRequest`: google-auth would retry by itself, with waits that nobody
sees, and look up "regional access boundaries" in the background; here it does neither.
"""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Mapping
from functools import partial
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import requests
from google.auth import default, exceptions, impersonated_credentials, transport
from google.auth.credentials import Credentials
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from sheetflow.errors import ConfigError
from sheetflow.gsheets.connection import Settings, is_loopback
from sheetflow.gsheets.deadline import InTime
from sheetflow.gsheets.faults import of_token_answer
from sheetflow.gsheets.keyfile import check_service_account, read_key

SHEETS: Final = "https://www.googleapis.com/auth/spreadsheets"
DRIVE: Final = "https://www.googleapis.com/auth/drive.metadata.readonly"
UNKNOWN: Final = "the account that runs sheetflow"
logging.getLogger("google").addHandler(logging.NullHandler())  # else its warnings go to the person's terminal

_METADATA: Final = "//169.254.169.254"
TIMEOUT: Final = (10.0, 60.0)
"""Seconds to connect, and between two pieces of an answer."""


class Login(NamedTuple):
    """Credentials, and the address of the account they stand for, for messages."""

    credentials: Credentials
    account: str


class TokenRequest(transport.Request):
    """How google-auth asks for tokens: once, with time limits, and with every bad answer raised as a fault."""

    def __init__(self, *, local: bool, account: str = UNKNOWN) -> None:
        self.session = quiet_session(local=local)
        self.local, self.account, self.own = local, account, account
        self._request: Any = Request(self.session)

    def __call__(self, url: str, method: str = "GET", *args: Any, **options: Any) -> Any:
        options["timeout"] = options.get("timeout") or TIMEOUT
        response = self._send(url, method, *args, allow_redirects=False, **options)
        if method == "POST":
            self._check(response.status, response.headers, response.data)
        return response

    def _send(self, url: str, *args: Any, **options: Any) -> Any:
        """Asking whether this is a machine of Google's cloud is tried once, and not at all beside a test server."""
        if _METADATA not in url:
            return self._request(url, *args, **options)
        try:
            if self.local:
                raise exceptions.TransportError("beside a test server no machine but this one is asked")
            return self._request(url, *args, **options)
        except exceptions.TransportError as error:
            raise exceptions.DefaultCredentialsError("this is no machine of Google's cloud") from error

    def _check(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        if not 200 <= status < 300:
            raise exceptions.TransportError(of_token_answer(status, body, headers, self.account, self.own))
        if not _is_object(body):
            raise exceptions.TransportError(of_token_answer(503, b"", {}, self.account, self.own))

    def __deepcopy__(self, memo: object) -> TokenRequest:
        # google-auth copies its transport for background look-ups, and leaves them where it cannot be copied.
        raise TypeError("token requests are made in the foreground only")


def log_in(settings: Settings) -> Login:
    """Credentials that have not asked for anything yet. Raises ConfigError or AccessError."""
    scopes = [SHEETS, DRIVE] if settings.google.change_detection else [SHEETS]
    own = _own(settings, scopes)
    if not settings.google.impersonate:
        return own
    robot = settings.google.impersonate
    return Login(Lent(own, robot, scopes), robot)


class Lent(impersonated_credentials.Credentials):
    """The identity of another account, a robot, lent to our own; a refusal names the one that it is about."""

    def __init__(self, own: Login, robot: str, scopes: list[str]) -> None:
        place = _local_lender(own.credentials, robot)
        super().__init__(  # type: ignore[no-untyped-call]  # google-auth has no types here
            own.credentials, robot, scopes, iam_endpoint_override=place
        )
        self._own = own.account

    def refresh(self, request: Any) -> None:
        """Fetch a token of ours where needed, and with it one of the robot's."""
        asking = request.func if isinstance(request, partial) else request  # a session binds its time limit to it
        if isinstance(asking, TokenRequest):
            asking.own = self._own
        super().refresh(request)  # type: ignore[no-untyped-call]  # as above


def _own(settings: Settings, scopes: list[str]) -> Login:
    if not settings.key:
        return _default(settings, scopes)
    key = read_key(settings.key)
    if not settings.google.key and key.get("type") not in ("service_account", None):
        return _default(settings, scopes)  # the file of another kind that GOOGLE_APPLICATION_CREDENTIALS may name
    check_service_account(settings.key, key, local=bool(settings.endpoint))
    try:
        found = service_account.Credentials.from_service_account_info(key, scopes=scopes)
    except (exceptions.GoogleAuthError, ValueError):  # the text of a ValueError may quote the key
        raise ConfigError(f"The key file {settings.key} holds no key that can be used.", _AGAIN) from None
    return Login(found, _name(found))


_AGAIN: Final = "Make a new one, and delete this one at Google."  # which lets nobody download a key twice


def _default(settings: Settings, scopes: list[str]) -> Login:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # google-auth would warn of quota projects, which Sheets does not need
            found = default(scopes=scopes, request=TokenRequest(local=bool(settings.endpoint)))[0]
    except (exceptions.GoogleAuthError, OSError, ValueError):
        raise ConfigError(
            "There are no Google credentials.",
            "Name the key of a service account in sheetflow.toml ([google] key = …) or in "
            "GOOGLE_APPLICATION_CREDENTIALS, or run: gcloud auth application-default login",
        ) from None
    return Login(found, _name(found))


def _name(credentials: Credentials) -> str:
    name = getattr(credentials, "service_account_email", None) or getattr(credentials, "account", None)
    return name if isinstance(name, str) and "@" in name else UNKNOWN


def _local_lender(credentials: Credentials, robot: str) -> str | None:
    """With the key of a test server the identity is lent there too."""
    address = urlsplit(getattr(credentials, "_token_uri", None) or "")
    if not isinstance(credentials, service_account.Credentials) or not is_loopback(address.hostname):
        return None
    return f"{address.scheme}://{address.netloc}/v1/projects/-/serviceAccounts/{robot}:generateAccessToken"


def quiet_session(*, local: bool, session: requests.Session | None = None) -> requests.Session:
    """Make a session retry nothing, end every call in time, take no passwords from ~/.netrc, and use no proxy on this
    machine itself."""
    session = session or requests.Session()
    session.mount("https://", InTime())
    session.mount("http://", InTime())
    session.trust_env = not local
    session.auth = lambda request: request
    return session


def _is_object(body: bytes) -> bool:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and bool(found)

"""Logging in at Google: with the key of a service account, with the login of this machine, or as
another account that either of them may act as.

A key is a file that only its owner may read, and that no repository may hold. Its content never
gets into a message. Nothing asks Google for anything before the first request does.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shlex
import stat
import warnings
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from google.auth import default, exceptions, impersonated_credentials, transport
from google.auth.credentials import Credentials
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from sheetflow.backends.google.client.faults import of_token_answer
from sheetflow.backends.google.client.session import TIMEOUT, quiet_session
from sheetflow.backends.google.client.settings import Settings, is_loopback, scheme_and_host
from sheetflow.errors.google import (
    KeyFileElsewhere,
    KeyFileEmpty,
    KeyFileExposed,
    KeyFileForbidden,
    KeyFileIncomplete,
    KeyFileInRepository,
    KeyFileMissing,
    KeyFileNotAFile,
    KeyFileNotJson,
    KeyFileOfAnotherKind,
    KeyFileOfClient,
    KeyFileOfGoogle,
    KeyFileOfTestServer,
    KeyFileUnusable,
    LoginOfGoogle,
    NoCredentials,
)

SHEETS: Final = "https://www.googleapis.com/auth/spreadsheets"
DRIVE: Final = "https://www.googleapis.com/auth/drive.metadata.readonly"

_MAX_BYTES: Final = 65_536
"""Of a key file; Google's have some 2,400."""
_NEEDED: Final = ("client_email", "private_key", "token_uri")
_TOKEN_HOSTS: Final = ("oauth2.googleapis.com", "www.googleapis.com", "accounts.google.com")
"""Where keys of service accounts send their requests for tokens."""
_METADATA_SERVER: Final = "//169.254.169.254"
"""What tells a machine of Google's cloud who it is."""
_LENDING: Final = "{place}/v1/projects/-/serviceAccounts/{account}:generateAccessToken"

# else the warnings of google-auth go to the person's terminal
logging.getLogger("google").addHandler(logging.NullHandler())


class Login(NamedTuple):
    """Credentials, and the address of their account for messages; empty where it is unknown."""

    credentials: Credentials
    account: str


def log_in(settings: Settings) -> Login:
    """Returns credentials that have asked for nothing yet. Raises ConfigError or AccessError."""
    scopes = [SHEETS, DRIVE] if settings.google.change_detection else [SHEETS]
    own = _own_login(settings, scopes)
    account = settings.google.impersonate
    return Login(ImpersonatedCredentials(own, account, scopes), account) if account else own


def read_key(place: str) -> Mapping[str, Any]:
    """Returns the content of a key file, or of another kind of Google credentials (`type` says
    which).

    Raises ConfigError where the file is missing, broken, readable by others or inside a repository,
    and AccessError where we may not read it.
    """
    path = Path(place).expanduser()
    try:
        real = path.resolve(strict=True)
        _check_place(path, real)
        with open(real, "rb") as file:
            _check_mode(path, os.fstat(file.fileno()).st_mode)
            found = json.loads(file.read(_MAX_BYTES))
    except (FileNotFoundError, NotADirectoryError, RuntimeError):
        # RuntimeError: links that lead in a circle
        raise KeyFileMissing(str(path)) from None
    except OSError as error:
        raise KeyFileForbidden(str(path)) from error
    except (ValueError, RecursionError):
        raise KeyFileNotJson(str(path)) from None
    if not isinstance(found, dict):
        raise KeyFileEmpty(str(path))
    return found


_BEGIN: Final = re.compile(r"-----BEGIN [A-Z ]{1,40}-----")
_END: Final = re.compile(r"-----END [A-Z ]{1,40}-----")
_LINE_END: Final = re.compile(r"(?<!\\)\\++[nr]|\s")
"""A line end of a key, or what became of it on its way through a variable."""


def with_line_ends(key: str) -> str:
    """Returns a private key with the line ends that it was made with; they may have become a
    backslash and an n, spaces, or nothing.
    """
    begin = _BEGIN.search(key)
    end = _END.search(key, begin.end()) if begin else None
    if begin is None or end is None:
        return key
    letters = _LINE_END.sub("", key[begin.end() : end.start()])
    lines = [letters[at : at + 64] for at in range(0, len(letters), 64)]
    return "\n".join([begin[0], *lines, end[0], ""])


def check_service_account(place: str, key: Mapping[str, Any], *, local: bool) -> None:
    """Raises ConfigError unless this is a whole service account's key; `local` where a test server
    is used.
    """
    if "installed" in key or "web" in key:
        raise KeyFileOfClient(place)
    if key.get("type") != "service_account":
        raise KeyFileOfAnotherKind(place)
    if not all(isinstance(key.get(name), str) and key[name] for name in _NEEDED):
        raise KeyFileIncomplete(place)
    _check_token_place(place, str(key["token_uri"]), local=local)


# ── asking for tokens ─────────────────────────────────────────────────────────────────────────


class TokenRequest(transport.Request):
    """How google-auth asks for tokens: once, with time limits, and with every bad answer raised as
    a fault.

    `own` is the account that signs in, `account` the one that it acts as: mostly the same.
    """

    def __init__(self, *, local: bool, account: str = "") -> None:
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
        """Asks whether this is a machine of Google's cloud once, and not at all beside a test
        server.
        """
        if _METADATA_SERVER not in url:
            return self._request(url, *args, **options)
        try:
            if self.local:
                raise exceptions.TransportError("beside a test server only this machine is asked")
            return self._request(url, *args, **options)
        except exceptions.TransportError as error:
            reason = "this is no machine of Google's cloud"
            raise exceptions.DefaultCredentialsError(reason) from error

    def _check(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        if not 200 <= status < 300:
            fault = of_token_answer(status, body, headers, self.account, self.own)
            raise exceptions.TransportError(fault)
        if not _is_object(body):
            fault = of_token_answer(503, b"", {}, self.account, self.own)
            raise exceptions.TransportError(fault)

    def __deepcopy__(self, memo: object) -> TokenRequest:
        # google-auth copies its transport for look-ups in the background, and does without them
        # where it cannot be copied
        raise TypeError("token requests are made in the foreground only")


class ImpersonatedCredentials(impersonated_credentials.Credentials):
    """The identity of another account, lent to our own; a refusal names the one it is about."""

    def __init__(self, own: Login, account: str, scopes: list[str]) -> None:
        place = _local_lender(own.credentials, account)
        super().__init__(  # type: ignore[no-untyped-call]  # google-auth has no types here
            own.credentials, account, scopes, iam_endpoint_override=place
        )
        self._own = own.account

    def refresh(self, request: Any) -> None:
        """Fetches a token of our own account where needed, and with it one of the other's."""
        # a session binds its time limit to the request
        asking = request.func if isinstance(request, partial) else request
        if isinstance(asking, TokenRequest):
            asking.own = self._own
        super().refresh(request)  # type: ignore[no-untyped-call]  # google-auth has no types here


def _local_lender(credentials: Credentials, account: str) -> str | None:
    """Returns where an identity is lent if the key is one of a test server: there too."""
    if not isinstance(credentials, service_account.Credentials):
        return None
    address = urlsplit(getattr(credentials, "_token_uri", None) or "")
    if not is_loopback(address.hostname):
        return None
    return _LENDING.format(place=f"{address.scheme}://{address.netloc}", account=account)


def _is_object(body: bytes) -> bool:
    """Returns whether an answer is a JSON object that says something."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and bool(found)


# ── our own login ─────────────────────────────────────────────────────────────────────────────


def _own_login(settings: Settings, scopes: list[str]) -> Login:
    if not settings.key:
        return _login_of_machine(settings, scopes)
    key = read_key(settings.key)
    if not settings.google.key and key.get("type") not in ("service_account", None):
        # GOOGLE_APPLICATION_CREDENTIALS may name the file of another kind of login
        return _login_of_machine(settings, scopes)
    check_service_account(settings.key, key, local=bool(settings.endpoint))
    whole = {**key, "private_key": with_line_ends(str(key["private_key"]))}
    try:
        found = service_account.Credentials.from_service_account_info(whole, scopes=scopes)
    except (exceptions.GoogleAuthError, ValueError):
        # without its cause: the text of a ValueError may quote the key
        raise KeyFileUnusable(settings.key) from None
    return Login(found, _account_of(found))


def _login_of_machine(settings: Settings, scopes: list[str]) -> Login:
    request = TokenRequest(local=bool(settings.endpoint))
    try:
        with warnings.catch_warnings():
            # google-auth would warn of quota projects, which Sheets does not need
            warnings.simplefilter("ignore")
            found = default(scopes=scopes, request=request)[0]
    except (exceptions.GoogleAuthError, OSError, ValueError):
        raise NoCredentials from None
    address = getattr(found, "_token_uri", None) or ""
    if settings.endpoint and not is_loopback(scheme_and_host(address)[1]):
        raise LoginOfGoogle  # as above
    return Login(found, _account_of(found))


def _account_of(credentials: Credentials) -> str:
    """Returns the address of the account; nothing where the credentials do not tell it."""
    name = getattr(credentials, "service_account_email", None)
    name = name or getattr(credentials, "account", None)
    return name if isinstance(name, str) and "@" in name else ""


# ── the key file ──────────────────────────────────────────────────────────────────────────────


def _check_place(path: Path, real: Path) -> None:
    if not real.is_file():
        raise KeyFileNotAFile(str(path))
    work_trees = [folder for folder in real.parents if (folder / ".git").exists()]
    if work_trees:  # the outermost is named: outside of it is outside of all
        raise KeyFileInRepository(str(path), str(work_trees[-1]))


def _check_mode(path: Path, mode: int) -> None:
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileExposed(str(path), shlex.quote(str(path)))


def _check_token_place(place: str, address: str, *, local: bool) -> None:
    """Checks that the signed request for a token goes to Google and nowhere else, or with a test
    server to this machine.
    """
    scheme, host = scheme_and_host(address)
    if is_loopback(host):
        if local:
            return
        raise KeyFileOfTestServer(place)
    google = address.startswith(tuple(f"https://{name}/" for name in _TOKEN_HOSTS))
    # urlsplit and the HTTP library may read a strange address in different ways, so none is let
    # through
    if scheme != "https" or not google or set(address) & set("\\@ \t\r\n"):
        raise KeyFileElsewhere(place)
    if local:  # its tokens would go to the test server in clear
        raise KeyFileOfGoogle(place)

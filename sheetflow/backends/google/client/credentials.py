"""Who we are at Google: the key of a service account, the login of a person, the login of this
machine, or another account that a key or a machine may act as.

A key is a file that only its owner may read, and that no repository may hold, or the value of a
variable. Its content never gets into a message. Nothing asks Google for anything before the first
request does.
"""

from __future__ import annotations

import base64
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

from sheetflow.backends.google.client.faults import Asking, of_token_answer
from sheetflow.backends.google.client.session import TIMEOUT, quiet_session
from sheetflow.backends.google.client.settings import (
    Settings,
    is_loopback,
    owner_of,
    scheme_and_host,
)
from sheetflow.backends.google.client.stored_login import (
    PersonalCredentials,
    StoredLogin,
    find_login,
)
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
from sheetflow.errors.login import KeyValueUnreadable, LoginScopesShort
from sheetflow.model import Text

SHEETS: Final = "https://www.googleapis.com/auth/spreadsheets"
DRIVE: Final = "https://www.googleapis.com/auth/drive.metadata.readonly"

_MAX_BYTES: Final = 65_536
"""Of a key file; Google's have some 2,400."""
_NEEDED: Final = ("client_email", "private_key", "token_uri")
_URL_SAFE: Final = str.maketrans("-_", "+/")
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
    scopes = wanted_scopes(settings)
    own = _own_login(settings, scopes)
    account = settings.google.impersonate
    return Login(ImpersonatedCredentials(own, account, scopes), account) if account else own


def wanted_scopes(settings: Settings) -> list[str]:
    """Returns what we ask to be allowed: Google Sheets alone, and with change detection to see when
    a file changed.
    """
    return [SHEETS, DRIVE] if settings.google.change_detection else [SHEETS]


def stored_login(settings: Settings) -> StoredLogin | None:
    """Returns the person's login that counts; None where a key goes before it, where none is kept,
    or where we are to act as another account: the scope of Google Sheets does not lend that.

    Raises ConfigError or AccessError for one that cannot be used.
    """
    if settings.key_value or settings.key or settings.google.impersonate:
        return None
    return find_login(local=bool(settings.endpoint))


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


def key_in(text: str) -> Mapping[str, Any]:
    """Returns the key that a variable holds, as it is or in base64.

    Raises ConfigError where it holds neither; what it holds is not repeated.
    """
    whole = "".join(text.split()).strip("'\"")
    if not whole.startswith("{"):
        try:
            text = base64.b64decode(whole.translate(_URL_SAFE), validate=True).decode()
        except ValueError:
            raise KeyValueUnreadable from None
    try:
        # a line end inside of the private key may have come through as it is
        found = json.loads(text.strip().strip("'"), strict=False)
    except (ValueError, RecursionError):
        raise KeyValueUnreadable from None
    if not isinstance(found, dict):
        raise KeyValueUnreadable
    return found


def check_service_account(place: str | Text, key: Mapping[str, Any], *, local: bool) -> None:
    """Raises ConfigError unless this is a whole service account's key; `local` where a test server
    is used, `place` its path, or what else a message calls it.
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
    `personal` is set by the login of a person.
    """

    def __init__(self, *, local: bool, account: str = "") -> None:
        self.session = quiet_session(local=local)
        self.local, self.account, self.own = local, account, account
        self.personal = False
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
            who = Asking(self.account, self.own, self.personal)
            fault = of_token_answer(status, body, headers, who)
            raise exceptions.TransportError(fault)
        if not _is_object(body):
            fault = of_token_answer(503, b"", {}, Asking(self.account, self.own))
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
    if settings.key_value:
        return _login_of_key(Text("key_in_variable"), key_in(settings.key_value), settings, scopes)
    if not settings.key:
        personal = stored_login(settings)
        return (
            _login_of_person(personal, scopes) if personal else _login_of_machine(settings, scopes)
        )
    key = read_key(settings.key)
    if not settings.google.key and key.get("type") not in ("service_account", None):
        # GOOGLE_APPLICATION_CREDENTIALS may name the file of another kind of login
        return _login_of_machine(settings, scopes)
    return _login_of_key(settings.key, key, settings, scopes)


def _login_of_key(
    place: str | Text, key: Mapping[str, Any], settings: Settings, scopes: list[str]
) -> Login:
    check_service_account(place, key, local=bool(settings.endpoint))
    whole = {**key, "private_key": with_line_ends(str(key["private_key"]))}
    try:
        found = service_account.Credentials.from_service_account_info(whole, scopes=scopes)
    except (exceptions.GoogleAuthError, ValueError):
        # without its cause: the text of a ValueError may quote the key
        raise KeyFileUnusable(place) from None
    return Login(found, _account_of(found))


def _login_of_person(login: StoredLogin, scopes: list[str]) -> Login:
    if not set(scopes) <= set(login.scopes):
        raise LoginScopesShort
    return Login(PersonalCredentials(login), "")


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


def _check_token_place(place: str | Text, address: str, *, local: bool) -> None:
    """Checks that the signed request for a token goes to Google and nowhere else, or with a test
    server to this machine.
    """
    owner = owner_of(address)
    if owner == "other":
        raise KeyFileElsewhere(place)
    if owner == "machine" and not local:
        raise KeyFileOfTestServer(place)
    if owner == "google" and local:  # its tokens would go to the test server in clear
        raise KeyFileOfGoogle(place)

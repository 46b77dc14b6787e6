"""The login of a person, as it is kept between runs: a file that only they may read.

The file is that of google-auth for an `authorized_user`, so that gspread's, which `gspread.oauth()`
leaves in a folder of its own, reads the same. It holds a refresh token and no access token.
"""

from __future__ import annotations

import json
import os
import shlex
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from google.oauth2.credentials import Credentials
from platformdirs import user_config_path

from sheetflow.backends.google.client.settings import owner_of
from sheetflow.errors.google import LoginOfGoogle
from sheetflow.errors.login import (
    LoginElsewhere,
    LoginFileExposed,
    LoginFileForbidden,
    LoginFileUnusable,
    LoginNotKept,
)
from sheetflow.texts.reasons import os_reason

_MAX_BYTES: Final = 65_536
_NEEDED: Final = ("client_id", "client_secret", "refresh_token", "token_uri")


@dataclass(frozen=True, slots=True)
class StoredLogin:
    """What a person's login comes to: `scopes` is what they allowed, `path` where it is kept."""

    client_id: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)
    token_uri: str
    auth_uri: str
    scopes: tuple[str, ...]
    path: Path


class PersonalCredentials(Credentials):
    """Tokens for a person's login; a new refresh token takes the place of the one that is kept."""

    def __init__(self, login: StoredLogin) -> None:
        super().__init__(  # type: ignore[no-untyped-call]  # google-auth has no types here
            None,
            refresh_token=login.refresh_token,
            token_uri=login.token_uri,
            client_id=login.client_id,
            client_secret=login.client_secret,
        )
        self._login = login

    def refresh(self, request: Any) -> None:
        """Fetches an access token."""
        # a session binds its time limit to the request
        asking: Any = request.func if isinstance(request, partial) else request
        asking.personal = True
        super().refresh(request)  # type: ignore[no-untyped-call]  # google-auth has no types here
        if self.refresh_token != self._login.refresh_token:
            self._login = replace(self._login, refresh_token=self.refresh_token)
            # gspread's file is gspread's to write
            if self._login.path == login_path():
                save_login(self._login)


def login_path() -> Path:
    """Returns where `sheetflow login` keeps its login, be one there or not."""
    return user_config_path("sheetflow", appauthor=False) / "login.json"


def gspread_folder() -> Path:
    """Returns the folder in which gspread looks for a client, and keeps a login."""
    roaming = os.environ.get("APPDATA", "")
    return Path(roaming) / "gspread" if os.name == "nt" else Path.home() / ".config" / "gspread"


def find_login(*, local: bool) -> StoredLogin | None:
    """Returns the login of sheetflow, else that of gspread; None where there is none.

    `local` where a test server is used. Raises ConfigError and AccessError for one that cannot be
    used.
    """
    theirs = gspread_folder() / "authorized_user.json"
    return read_login(login_path(), local=local) or read_login(theirs, local=local)


def read_login(path: Path, *, local: bool) -> StoredLogin | None:
    """Returns the login that a file holds; None where there is no file.

    Raises as `find_login` does.
    """
    try:
        with open(path, "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read(_MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise LoginFileForbidden(str(path)) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise LoginFileExposed(str(path), shlex.quote(str(path)))
    found = _login_in(text, path)
    _check_owner(found, local=local)
    return found


def save_login(login: StoredLogin) -> None:
    """Writes a login to its file, the old one or the new one at every moment; only its owner may
    read it. Raises AccessError where the system does not let us.
    """
    names = ("client_id", "client_secret", "refresh_token", "token_uri", "auth_uri", "scopes")
    content = {"type": "authorized_user"} | {name: getattr(login, name) for name in names}
    try:
        login.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(login.path, json.dumps(content, indent=2))
    except OSError as error:
        raise LoginNotKept(str(login.path), os_reason(error)) from None


def forget_login() -> bool:
    """Removes sheetflow's login; returns whether there was one. Raises AccessError."""
    path = login_path()
    try:
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise LoginNotKept(str(path), os_reason(error)) from None
    return True


def _login_in(text: bytes, path: Path) -> StoredLogin:
    try:
        found = json.loads(text)
        needed = [found[name] for name in _NEEDED]
        scopes = tuple(found.get("scopes") or ())
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        raise LoginFileUnusable(str(path)) from None
    if not all(isinstance(each, str) and each for each in (*needed, *scopes)):
        raise LoginFileUnusable(str(path))
    client_id, secret, token, token_uri = needed
    return StoredLogin(
        client_id, secret, token, token_uri, str(found.get("auth_uri", "")), scopes, path
    )


def _check_owner(login: StoredLogin, *, local: bool) -> None:
    """Checks that the refresh token goes to Google and nowhere else, or with a test server to this
    machine.
    """
    owner = owner_of(login.token_uri)
    if owner == "google" and local:  # its tokens would go to the test server in clear
        raise LoginOfGoogle
    if owner == "other" or (owner == "machine" and not local):
        raise LoginElsewhere(str(login.path))


def _replace(path: Path, text: str) -> None:
    # mkstemp makes files of mode 0600
    handle, fresh = tempfile.mkstemp(prefix=".login-", dir=path.parent)
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except OSError:
        with suppress(OSError):
            os.unlink(fresh)
        raise

"""The OAuth client with which a person logs in: the file that the Google Cloud console gives out
for a client of the type Desktop app.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sheetflow.backends.google.client.settings import owner_of
from sheetflow.backends.google.client.stored_login import (
    gspread_folder,
    login_path,
    read_login,
)
from sheetflow.errors.google import LoginOfGoogle
from sheetflow.errors.login import (
    ClientElsewhere,
    ClientFileForbidden,
    ClientFileMissing,
    ClientFileUnusable,
    ClientIsKey,
    ClientMissing,
    ClientOfAnotherType,
)

_MAX_BYTES: Final = 65_536
_NEEDED: Final = ("client_id", "client_secret", "auth_uri", "token_uri")


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """An OAuth client of the type Desktop app; `auth_uri` asks people, `token_uri` gives tokens."""

    client_id: str
    client_secret: str = field(repr=False)
    auth_uri: str
    token_uri: str


def find_client(named: Path | None, *, local: bool) -> OAuthClient:
    """Returns the client that a person named, else the one of their last login, else gspread's.

    `local` where a test server is used. Raises ConfigError or AccessError where there is none, or
    one that cannot be used.
    """
    if named is not None:
        return read_client(named, local=local)
    login = read_login(login_path(), local=local)
    if login is not None and login.auth_uri:
        last = OAuthClient(login.client_id, login.client_secret, login.auth_uri, login.token_uri)
        return _checked(last, str(login.path), local=local)
    try:
        return read_client(gspread_folder() / "credentials.json", local=local)
    except ClientFileMissing:
        raise ClientMissing from None


def read_client(path: Path, *, local: bool) -> OAuthClient:
    """Returns the client that a file holds. Raises as `find_client` does."""
    try:
        with open(path.expanduser(), "rb") as file:
            found = json.loads(file.read(_MAX_BYTES))
    except (FileNotFoundError, NotADirectoryError):
        raise ClientFileMissing(str(path)) from None
    except OSError as error:
        raise ClientFileForbidden(str(path)) from error
    except (ValueError, RecursionError):
        raise ClientFileUnusable(str(path)) from None
    return _checked(_client_in(found, str(path)), str(path), local=local)


def _client_in(found: Any, path: str) -> OAuthClient:
    if not isinstance(found, dict):
        raise ClientFileUnusable(path)
    if found.get("type") == "service_account":
        raise ClientIsKey(path)
    if "installed" not in found and isinstance(found.get("web"), dict):
        raise ClientOfAnotherType(path)
    parts = found.get("installed")
    if not isinstance(parts, Mapping):
        raise ClientFileUnusable(path)
    values = [parts.get(name) for name in _NEEDED]
    if not all(isinstance(value, str) and value for value in values):
        raise ClientFileUnusable(path)
    return OAuthClient(*(str(value) for value in values))


def _checked(client: OAuthClient, path: str, *, local: bool) -> OAuthClient:
    """Returns the client if it leads to Google, or with a test server to this machine."""
    owners = {owner_of(client.auth_uri), owner_of(client.token_uri)}
    if owners == {"google"} and local:
        raise LoginOfGoogle
    if owners != {"machine" if local else "google"}:
        raise ClientElsewhere(path)
    return client

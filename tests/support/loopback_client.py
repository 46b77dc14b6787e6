"""The real gspread and google-auth, pointed at the test server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gspread
import requests
from google.auth.credentials import Credentials
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2 import service_account
from requests import Response

from tests.sheets_server import ROBOT, Server

SHEETS = "https://www.googleapis.com/auth/spreadsheets"
DRIVE = "https://www.googleapis.com/auth/drive"

Ask = Callable[..., requests.Response]
"""verb, path, and what requests.request takes."""


@contextmanager
def serving(**options: Any) -> Iterator[Server]:
    """A server that has to keep to the discovery document until the end."""
    with Server(**options) as started:
        yield started
    assert not started.violations


@contextmanager
def asking(server: Server, email: str = ROBOT) -> Iterator[Ask]:
    """Asks the server with a token that it gave without a key: no request for one."""
    with requests.Session() as plain:
        plain.headers["Authorization"] = "Bearer " + server.gate.issue(email, [SHEETS, DRIVE])
        yield lambda verb, path, **more: plain.request(verb, server.url + path, timeout=60, **more)


class StayHome(Request):
    """google-auth's transport. It cannot be copied, so no background thread asks Google for access
    boundaries.
    """

    def __deepcopy__(self, memo: Any) -> StayHome:
        raise TypeError("used by one thread only")


def credentials(
    server: Server, folder: Path, *scopes: str, email: str = ROBOT
) -> service_account.Credentials:
    """Credentials from a fresh key file of the server."""
    path = server.key_file(folder / "key.json", email)
    return service_account.Credentials.from_service_account_file(
        str(path), scopes=scopes or (SHEETS, DRIVE)
    )


def session(found: Credentials) -> AuthorizedSession:
    """Returns a session that gets and renews its own tokens. Close it."""
    return AuthorizedSession(found, auth_request=StayHome())


def client(server: Server, using: AuthorizedSession) -> gspread.Client:
    """gspread whose every URL leads to the server."""

    class Loopback(gspread.HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Response:
            return super().request(
                method, re.sub(r"^https://[^/]+", server.url, endpoint), *args, **kwargs
            )

    return gspread.Client(None, using, Loopback)

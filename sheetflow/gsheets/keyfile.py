"""The key of a service account: a file that only its owner may read, and that no repository may hold.

The content of a key never gets into a message.
"""

from __future__ import annotations

import json
import os
import shlex
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sheetflow.errors import AccessError, ConfigError
from sheetflow.gsheets.connection import ENDPOINT, is_loopback, scheme_and_host

_MAX_BYTES: Final = 65_536
_TOKEN_PLACES: Final = tuple(
    f"https://{h}/" for h in ("oauth2.googleapis.com", "www.googleapis.com", "accounts.google.com")
)
"""Where keys of service accounts send their requests for tokens."""
_NEEDED: Final = ("client_email", "private_key", "token_uri")
_NEW_KEY: Final = (
    "In the Google Cloud console: IAM & Admin > Service Accounts > the account > Keys > Add key > Create new key > "
    "JSON; name the file that it downloads in sheetflow.toml."
)
_PATH: Final = (
    "Check the path: key below [google] in sheetflow.toml, or GOOGLE_APPLICATION_CREDENTIALS. How to make a key: "
    "docs/google.md, step 4."
)


def read_key(place: str) -> Mapping[str, Any]:
    """The content of a key file, or of another kind of Google credentials (`type` says which).

    Raises ConfigError where the file is missing, broken, readable by others or inside a repository, and AccessError
    where we may not read it.
    """
    path = Path(place).expanduser()
    try:
        real = path.resolve(strict=True)
        _check_place(path, real)
        with open(real, "rb") as file:
            _check_mode(path, os.fstat(file.fileno()).st_mode)
            found = json.loads(file.read(_MAX_BYTES))
    except (FileNotFoundError, NotADirectoryError, RuntimeError):  # RuntimeError: links that lead in a circle
        raise ConfigError(f"There is no key file {path}.", _PATH) from None
    except OSError as error:
        raise AccessError(f"The key file {path} may not be read.", "Let its owner run sheetflow.") from error
    except (ValueError, RecursionError):
        raise ConfigError(f"The key file {path} holds no key: it is not JSON.", _NEW_KEY) from None
    if not isinstance(found, dict):
        raise ConfigError(f"The key file {path} holds no key.", _NEW_KEY)
    return found


def check_service_account(place: str, key: Mapping[str, Any], *, local: bool) -> None:
    """Raise ConfigError unless this is a whole service account's key; `local` where a test server is used."""
    if "installed" in key or "web" in key:
        raise ConfigError(f"The key file {place} is an OAuth client, not the key of a service account.", _NEW_KEY)
    if key.get("type") != "service_account":
        raise ConfigError(f"The key file {place} is not the key of a service account.", _NEW_KEY)
    if not all(isinstance(key.get(name), str) and key[name] for name in _NEEDED):
        raise ConfigError(f"The key file {place} is not whole.", _NEW_KEY)
    _check_token_place(place, str(key["token_uri"]), local=local)


def _check_token_place(place: str, address: str, *, local: bool) -> None:
    """The signed request for a token goes to Google and nowhere else, or with a test server to this machine."""
    scheme, host = scheme_and_host(address)
    if is_loopback(host):
        if local:
            return
        raise ConfigError(f"The key file {place} belongs to a test server on this machine.", f"Set {ENDPOINT} as well.")
    google = address.startswith(_TOKEN_PLACES)
    # urlsplit and the HTTP library may read a strange address in different ways, so none is let through.
    if scheme != "https" or not google or set(address) & set("\\@ \t\r\n"):
        raise ConfigError(f"The key file {place} asks for tokens elsewhere than at Google.", _NEW_KEY)


def _check_mode(path: Path, mode: int) -> None:
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigError(
            f"The key file {path} may be read by others than its owner.", f"Run: chmod 600 {shlex.quote(str(path))}"
        )


def _check_place(path: Path, real: Path) -> None:
    if not real.is_file():
        raise ConfigError(f"The key file {path} is not a file.", _PATH)
    if trees := [folder for folder in real.parents if (folder / ".git").exists()]:
        raise ConfigError(
            f"The key file {path} is inside a git repository, where it would be shared one day.",
            f"Move it to a folder outside of {trees[-1]}, and name the new path in sheetflow.toml. If it was ever "
            "committed, make a new key and delete this one.",
        )

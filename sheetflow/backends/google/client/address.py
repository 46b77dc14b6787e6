"""The address of a Google Sheet in all the shapes that people paste -> its id.

An id is some 44 letters, digits, `-` and `_`. It follows `/d/` in the address of an open sheet, and
`id=` or `key=` in older links.
"""

from __future__ import annotations

import os
import re
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from sheetflow.errors.google import (
    AddressWithoutSheet,
    AnotherDocument,
    ExcelOnDrive,
    NotASheetAddress,
    PublishedCopy,
)
from sheetflow.model import Text

_EDGES: Final = " \t\r\n\"'<>“”‘’«»"
_URL: Final = re.compile(
    r"https?://|(?:docs|drive|sheets|spreadsheets)\.google\.com/", re.IGNORECASE
)
_ID: Final = re.compile(r"[A-Za-z0-9_-]{15,}")
_HOSTS: Final = (
    "docs.google.com",
    "drive.google.com",
    "sheets.google.com",
    "spreadsheets.google.com",
)
_KINDS: Final = {
    "document": Text("document"),
    "presentation": Text("presentation"),
    "forms": Text("form"),
    "drawings": Text("drawing"),
    "folders": Text("folder"),
}
"""What else lies on Google Drive, by the word that its address has."""


def spreadsheet_id(target: str) -> str | None:
    """Returns the id of the Google Sheet that a target names; None where it is a path.

    Raises ConfigError for an address that is no Google Sheet: another kind of document, a published
    copy, an Excel file stored on Drive, another site.
    """
    text = target.strip(_EDGES)
    if _URL.match(text):
        return _id_in(text)
    return text if is_google(text) else None


def sheet_in(target: str) -> int | None:
    """Returns the number of the tab that an address names (`gid=`); None where it names none."""
    text = target.strip(_EDGES)
    if not _URL.match(text):
        return None
    parts = urlsplit(text if "://" in text else f"https://{text}")
    query = parse_qs(parts.query)
    if parts.path == "/url":  # what mail programs put around a link
        return sheet_in((query.get("q") or query.get("url") or [""])[0])
    found = (parse_qs(parts.fragment).get("gid") or query.get("gid") or [""])[0]
    return int(found) if found.isascii() and found.isdigit() and len(found) < 12 else None


def is_google(target: str) -> bool:
    """Returns whether a target is an address, or the bare id of a Google Sheet; else a path."""
    text = target.strip(_EDGES)
    return bool(_URL.match(text)) or (_looks_like_id(text) and not os.path.lexists(target))


def _looks_like_id(text: str) -> bool:
    """Returns whether a text has what a random id has, and no name that somebody gave a file:
    capitals, small letters and digits at once.
    """
    kinds = (re.search(kind, text) for kind in ("[A-Z]", "[a-z]", "[0-9]"))
    return len(text) >= 25 and bool(_ID.fullmatch(text)) and all(kinds)


def _id_in(url: str) -> str:
    parts = urlsplit(url if "://" in url else f"https://{url}")
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    host = (parts.hostname or "").lower()
    if host == "www.google.com" and parts.path == "/url":  # what mail programs put around a link
        return _id_in(query.get("q") or query.get("url") or "")
    if host not in _HOSTS:
        raise NotASheetAddress
    path = unquote(parts.path)
    _refuse_others(path, excel=query.get("rtpof") == "true" or path.startswith("/file/"))
    found = re.search(r"/d/([^/]+)", path)
    named = found[1] if found else query.get("id") or query.get("key") or ""
    if not _ID.fullmatch(named):
        raise AddressWithoutSheet
    return named


def _refuse_others(path: str, *, excel: bool) -> None:
    if found := re.search(rf"/({'|'.join(_KINDS)})/", path):
        raise AnotherDocument(_KINDS[found[1]])
    if "/d/e/" in path:
        raise PublishedCopy
    if excel:
        raise ExcelOnDrive

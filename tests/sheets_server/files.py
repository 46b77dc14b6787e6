"""What Drive knows of a file: when it changed, who may do what with it, what was commented.

The spreadsheets themselves are in `World.spreadsheets`; a `File` in `World.files` is made when
somebody first asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.sheets_server.api import World
from tests.sheets_server.errors import ApiError, not_found

Json = dict[str, Any]

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FOLDER = "application/vnd.google-apps.folder"
_RANKS = {"reader": 1, "commenter": 2, "writer": 3, "fileOrganizer": 4, "organizer": 5, "owner": 6}


@dataclass(slots=True)
class File:
    """One file or folder. `permissions` and `comments` are API JSON; `version` counts changes."""

    id: str
    mime_type: str
    name: str
    created: datetime
    modified: datetime
    parents: list[str] = field(default_factory=list)
    permissions: list[Json] = field(default_factory=list)
    comments: list[Json] = field(default_factory=list)
    properties: Json = field(default_factory=dict)
    version: int = 1
    trashed: bool = False


def file_of(world: World, file_id: str) -> File | None:
    """The file of an id, named as its spreadsheet is; None when there is none."""
    book = world.spreadsheets.get(file_id)
    found: File | None = world.files.get(file_id)
    if book is None:
        return found
    if found is None:
        now = world.now()
        found = world.files[file_id] = File(file_id, SPREADSHEET, "", now, now)
        if book.owner is not None:
            found.permissions.append(permission(world, "user", "owner", email=book.owner))
    found.name = str(book.properties["title"])
    return found


def changed(world: World, file_id: str) -> None:
    """Something was written to the file: it is younger and of a higher version, however fast
    changes follow.
    """
    found = file_of(world, file_id)
    if found is not None:
        found.version += 1
        found.modified = max(world.now(), found.modified + timedelta(milliseconds=1))


def all_files(world: World) -> Iterator[File]:
    """Every file and folder."""
    for file_id in dict.fromkeys([*world.files, *world.spreadsheets]):
        found = file_of(world, file_id)
        if found is not None:
            yield found


def share(world: World, file_id: str, email: str, role: str) -> None:
    """Give an account a role (reader, commenter, writer, owner) instead of the one that it had; ""
    takes it away.
    """
    found = file_of(world, file_id)
    if found is None:
        raise not_found()
    found.permissions = [kept for kept in found.permissions if kept.get("emailAddress") != email]
    if role:
        found.permissions.append(permission(world, "user", role, email=email))


def permission(world: World, kind: str, role: str, *, email: str = "", domain: str = "") -> Json:
    """A Permission as the API shows it; `kind` is user, group, domain or anyone."""
    number = str(world.random.randrange(10**19, 10**20))
    made: Json = {"kind": "drive#permission", "id": number, "type": kind, "role": role}
    if kind in ("user", "group"):
        made |= {
            "emailAddress": email,
            "displayName": email.partition("@")[0],
            "deleted": False,
            "pendingOwner": False,
        }
    elif kind == "domain":
        made |= {"id": f"{number}k", "domain": domain, "allowFileDiscovery": False}
    else:
        made |= {"id": "anyoneWithLink", "allowFileDiscovery": False}
    return made


def allows(found: File, email: str | None, role: str) -> bool:
    """Whether an account may do with the file what needs that role; nobody owns a file without
    permissions: all may.
    """
    if email is None or not found.permissions:
        return True
    held = [given["role"] for given in found.permissions if _is_for(given, email)]
    return max((_RANKS[each] for each in held), default=0) >= _RANKS[role]


def require(world: World, file_id: str, email: str | None, role: str) -> None:
    """The Sheets API's answers to somebody who may not: 404 for an id that is none, 403 for too low
    a role.
    """
    if file_id not in world.spreadsheets:
        raise not_found()
    found = file_of(world, file_id)
    if found is not None and not allows(found, email, role):
        raise ApiError(403, "PERMISSION_DENIED", "The caller does not have permission")


def _is_for(given: Json, email: str) -> bool:
    if given["type"] == "anyone":
        return True
    if given["type"] == "domain":
        return bool(given["domain"] == email.partition("@")[2])
    return bool(given["emailAddress"].lower() == email.lower())

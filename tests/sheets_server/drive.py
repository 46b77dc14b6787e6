"""What spreadsheet clients use of Drive v3, and of v2 its upload of CSV: the files themselves."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any
from urllib.parse import unquote

from tests.sheets_server import drive_sharing
from tests.sheets_server.api import Answer, Request, World
from tests.sheets_server.drive_shape import DriveError, answered, asked, paged, reachable, timestamp
from tests.sheets_server.files import (
    FOLDER,
    SPREADSHEET,
    File,
    all_files,
    allows,
    changed,
    file_of,
    permission,
)
from tests.sheets_server.queries import matching
from tests.sheets_server.transfer import copied, exported, imported

Json = dict[str, Any]

_FILE_FIELDS = "kind,id,name,mimeType"
_LIST_FIELDS = f"kind,incompleteSearch,nextPageToken,files({_FILE_FIELDS})"
_ORDERS = {
    "name": "name",
    "name_natural": "name",
    "createdTime": "createdTime",
    "modifiedTime": "modifiedTime",
}
_ORDERS |= {"recency": "modifiedTime", "modifiedByMeTime": "modifiedTime", "folder": "mimeType"}


def drive_api(world: World, request: Request) -> Answer:
    """Answer one request to /drive/v3/… or /upload/drive/v2/…; raises ApiError, also for what is
    not served.
    """
    if request.raw_path.startswith("/upload/drive/v2/files/"):
        return _upload(world, request, unquote(request.raw_path.rpartition("/")[2]))
    steps = [unquote(step) for step in request.raw_path.removeprefix("/drive/v3/").split("/")]
    if steps[0] != "files" or len(steps) > 4:
        raise DriveError(404, "notFound", "Not Found")
    if len(steps) == 1:
        return _FILES[request.method](world, request)
    if len(steps) == 2:
        return _FILE[request.method](world, request, steps[1])
    serve = _PARTS.get((request.method, steps[2], len(steps)))
    if serve is None:
        raise DriveError(404, "notFound", "Not Found")
    return serve(world, request, *steps[1:2], *steps[3:])


def _create(world: World, request: Request) -> Answer:
    body = request.body or {}
    mime_type = body.get("mimeType")
    if mime_type == SPREADSHEET:
        book = world.create(body.get("name") or "Untitled", owner=request.caller)
        made = _must(file_of(world, book.id))
    elif mime_type == FOLDER:
        made = _folder(world, request.caller, body.get("name") or "Untitled")
    else:
        raise DriveError(
            400, "badRequest", "Files of this type are not implemented by the test server."
        )
    made.parents = _parents(world, request, body)
    made.properties = {
        name: body[name]
        for name in ("description", "properties", "appProperties")
        if body.get(name)
    }
    return answered(request, _resource(made), _FILE_FIELDS)


def _folder(world: World, owner: str | None, name: str) -> File:
    now = world.now()
    made = File(world.new_file_id(), FOLDER, name, now, now)
    world.files[made.id] = made
    made.permissions += [permission(world, "user", "owner", email=owner)] if owner else []
    return made


def _parents(world: World, request: Request, body: Json) -> list[str]:
    parents = list(body.get("parents") or ())
    for parent in parents:
        if parent != "root":
            reachable(world, request, parent, "writer")
    return parents


def _list(world: World, request: Request) -> Answer:
    seen = [found for found in all_files(world) if allows(found, request.caller, "reader")]
    found = matching(asked(request, "q"), [_facts(each, request.caller) for each in seen])
    found = _ordered(found, asked(request, "orderBy") or "modifiedTime desc")
    page, token = paged(
        request, [_resource(_must(file_of(world, facts["id"]))) for facts in found], 100, 1000
    )
    body = {"kind": "drive#fileList", **token, "incompleteSearch": False, "files": page}
    return answered(request, body, _LIST_FIELDS, "FileList")


def _ordered(found: list[Json], order: str) -> list[Json]:
    """By the keys of orderBy (`name desc,createdTime`), the first one counting most."""
    for key in reversed(order.split(",")):
        name, _, direction = key.strip().partition(" ")
        if name not in _ORDERS or direction not in ("", "desc"):
            raise DriveError(400, "invalid", "Invalid Value", "orderBy")
        found = sorted(found, key=itemgetter(_ORDERS[name]), reverse=direction == "desc")
    return found


def _facts(found: File, caller: str | None) -> Json:
    """What a search may ask of a file; a caller's own address is also `me`."""
    by_role: dict[str, list[str]] = {"owners": [], "writers": [], "readers": []}
    for given in found.permissions:
        email = given.get("emailAddress", "")
        mine = ["me"] if email == caller else []
        by_role[{"owner": "owners", "writer": "writers"}.get(given["role"], "readers")] += [
            email,
            *mine,
        ]
    shared = bool(found.permissions) and "me" not in by_role["owners"]
    return {**_resource(found), **by_role, "parents": found.parents, "sharedWithMe": shared}


def _get(world: World, request: Request, file_id: str) -> Answer:
    return answered(request, _resource(reachable(world, request, file_id, "reader")), _FILE_FIELDS)


def _update(world: World, request: Request, file_id: str) -> Answer:
    found, body = reachable(world, request, file_id, "writer"), request.body or {}
    if body.get("name"):
        found.name = body["name"]
        if file_id in world.spreadsheets:
            world.spreadsheets[file_id].properties["title"] = body["name"]
    changed(world, file_id)
    found.trashed = bool(body.get("trashed", found.trashed))
    gone = set(asked(request, "removeParents").split(","))
    added = [parent for parent in asked(request, "addParents").split(",") if parent]
    found.parents = [*(parent for parent in found.parents if parent not in gone), *added]
    found.properties |= {
        name: body[name]
        for name in ("description", "properties", "appProperties")
        if body.get(name)
    }
    return answered(request, _resource(found), _FILE_FIELDS)


def _delete(world: World, request: Request, file_id: str) -> Answer:
    reachable(world, request, file_id, "owner")
    world.spreadsheets.pop(file_id, None)
    world.files.pop(file_id, None)
    return Answer(204, "", "text/html")


def _copy(world: World, request: Request, file_id: str) -> Answer:
    source, body = reachable(world, request, file_id, "reader"), request.body or {}
    if source.mime_type != SPREADSHEET:
        raise DriveError(403, "cannotCopyFile", "This file cannot be copied by the user.")
    book = copied(
        world,
        world.spreadsheets[file_id],
        body.get("name") or f"Copy of {source.name}",
        request.caller,
    )
    made = _must(file_of(world, book.id))
    made.parents = _parents(world, request, body) or list(source.parents)
    return answered(request, _resource(made), _FILE_FIELDS)


def _export(world: World, request: Request, file_id: str) -> Answer:
    reachable(world, request, file_id, "reader")
    kind = asked(request, "mimeType")
    data = exported(world, file_id, kind) if file_id in world.spreadsheets else None
    if data is None:
        raise DriveError(
            400, "badRequest", "The requested conversion is not supported.", "convertTo"
        )
    return Answer(200, data, kind)


def _upload(world: World, request: Request, file_id: str) -> Answer:
    """The CSV upload of Drive v2, as gspread's import_csv sends it: the first tab gets the data,
    the others go.
    """
    found = reachable(world, request, file_id, "writer")
    if (
        asked(request, "uploadType") != "media"
        or not isinstance(request.body, str)
        or found.mime_type != SPREADSHEET
    ):
        raise DriveError(
            400, "badRequest", "Only the upload of CSV text is implemented by the test server."
        )
    imported(world, found.id, request.body)
    changed(world, found.id)
    facts = {"kind": "drive#file", "id": found.id, "title": found.name, "mimeType": found.mime_type}
    return Answer(
        200,
        {
            **facts,
            "createdDate": timestamp(found.created),
            "modifiedDate": timestamp(found.modified),
        },
    )


def _resource(found: File) -> Json:
    """A File as the API shows it, all the fields that this server keeps."""
    times = {"createdTime": timestamp(found.created), "modifiedTime": timestamp(found.modified)}
    parents = {"parents": found.parents} if found.parents else {}
    facts = {"kind": "drive#file", "id": found.id, "name": found.name, "mimeType": found.mime_type}
    owners = [_user(given) for given in found.permissions if given["role"] == "owner"]
    more = {
        "trashed": found.trashed,
        "starred": False,
        "version": str(found.version),
        "owners": owners,
    }
    link = {"webViewLink": f"https://docs.google.com/spreadsheets/d/{found.id}/edit?usp=drivesdk"}
    return {
        **facts,
        **parents,
        **times,
        **more,
        **link,
        **found.properties,
        "permissions": found.permissions,
    }


def _user(given: Json) -> Json:
    return {
        "kind": "drive#user",
        "displayName": given["displayName"],
        "emailAddress": given["emailAddress"],
    }


def _must(found: File | None) -> File:
    assert found is not None
    return found


_FILES: dict[str, Callable[[World, Request], Answer]] = {"GET": _list, "POST": _create}
_FILE: dict[str, Callable[[World, Request, str], Answer]] = {
    "GET": _get,
    "PATCH": _update,
    "DELETE": _delete,
}
_PARTS: dict[tuple[str, str, int], Callable[..., Answer]] = {
    ("POST", "copy", 3): _copy,
    ("GET", "export", 3): _export,
    ("GET", "permissions", 3): drive_sharing.permissions,
    ("POST", "permissions", 3): drive_sharing.permit,
    ("GET", "permissions", 4): drive_sharing.permitted,
    ("PATCH", "permissions", 4): drive_sharing.change,
    ("DELETE", "permissions", 4): drive_sharing.forbid,
    ("GET", "comments", 3): drive_sharing.comments,
    ("POST", "comments", 3): drive_sharing.comment,
}
"""By verb, part and number of steps in the path."""

"""Who may see a file and what was said about it: Drive's permissions and comments."""

from __future__ import annotations

from typing import Any

from tests.sheets_server.api import Answer, Request, World
from tests.sheets_server.drive_shape import DriveError, answered, asked, paged, reachable, timestamp
from tests.sheets_server.files import File, permission

Json = dict[str, Any]

_PERMISSION_FIELDS = "id,type,kind,role"
_ROLES = ("owner", "writer", "commenter", "reader")


def permissions(world: World, request: Request, file_id: str) -> Answer:
    """The list of permissions; for those who may share it only."""
    found = reachable(world, request, file_id, "writer")
    page, token = paged(request, found.permissions, 100, 100)
    body = {"kind": "drive#permissionList", **token, "permissions": page}
    return answered(
        request, body, f"kind,nextPageToken,permissions({_PERMISSION_FIELDS})", "PermissionList"
    )


def permit(world: World, request: Request, file_id: str) -> Answer:
    """Give somebody a role; who had another one has this one then."""
    found, body = reachable(world, request, file_id, "writer"), request.body or {}
    kind, role, email = body.get("type"), body.get("role"), body.get("emailAddress") or ""
    if kind not in ("user", "group", "domain", "anyone") or role not in _ROLES:
        raise DriveError(
            400, "invalid", "The specified role or type is invalid.", "permission.role"
        )
    if kind in ("user", "group") and "@" not in email:
        raise DriveError(
            400, "invalidSharingRequest", "The specified emailAddress is invalid or not applicable."
        )
    if role == "owner":
        _hand_over(world, request, file_id)
    made = permission(world, kind, role, email=email, domain=body.get("domain") or "")
    same = [held for held in found.permissions if email and held.get("emailAddress") == email]
    made["id"] = same[0]["id"] if same else made["id"]
    found.permissions = [held for held in found.permissions if held["id"] != made["id"]] + [made]
    return answered(request, made, _PERMISSION_FIELDS, "Permission")


def permitted(world: World, request: Request, file_id: str, permission_id: str) -> Answer:
    """One permission."""
    held = _held(reachable(world, request, file_id, "writer"), permission_id)
    return answered(request, held, _PERMISSION_FIELDS, "Permission")


def change(world: World, request: Request, file_id: str, permission_id: str) -> Answer:
    """Give a permission another role. Ownership goes over at once, or is offered (`pendingOwner`)
    and then taken.
    """
    found, body = reachable(world, request, file_id, "writer"), request.body or {}
    held, role = _held(found, permission_id), body.get("role")
    if role not in _ROLES:
        raise DriveError(400, "invalid", "The specified role is invalid.", "permission.role")
    if role == "owner":
        _hand_over(world, request, file_id)
    if held["role"] == "owner" and role != "owner":
        raise DriveError(
            403, "insufficientFilePermissions", "The owner of a file cannot be changed."
        )
    offered = {"pendingOwner": bool(body.get("pendingOwner"))} if held["type"] == "user" else {}
    held |= {"role": role, **offered}
    return answered(request, held, _PERMISSION_FIELDS, "Permission")


def forbid(world: World, request: Request, file_id: str, permission_id: str) -> Answer:
    """Take a permission away: one's own, or as a writer anybody's but the owner's."""
    found = reachable(world, request, file_id, "reader")
    held = _held(found, permission_id)
    if held.get("emailAddress") != request.caller:
        reachable(world, request, file_id, "writer")
    if held["role"] == "owner":
        raise DriveError(
            403, "insufficientFilePermissions", "The owner of a file cannot be removed."
        )
    found.permissions.remove(held)
    return Answer(204, "", "text/html")


def _held(found: File, permission_id: str) -> Json:
    held = [given for given in found.permissions if given["id"] == permission_id]
    if not held:
        raise DriveError(404, "notFound", f"Permission not found: {permission_id}.", "permissionId")
    return held[0]


def _hand_over(world: World, request: Request, file_id: str) -> None:
    """The owner steps back to writer; asked for by the owner, or by the one to whom ownership was
    offered.
    """
    found = reachable(world, request, file_id, "writer")
    if asked(request, "transferOwnership").lower() != "true":
        raise DriveError(
            403,
            "forbidden",
            "The transferOwnership parameter must be enabled.",
            "transferOwnership",
        )
    offered = [given for given in found.permissions if given.get("pendingOwner")]
    if request.caller not in [given["emailAddress"] for given in offered]:
        reachable(world, request, file_id, "owner")
    for given in found.permissions:
        if given["role"] == "owner":
            given["role"] = "writer"


def comments(world: World, request: Request, file_id: str) -> Answer:
    """The list of comments."""
    found = reachable(world, request, file_id, "reader")
    page, token = paged(request, found.comments, 20, 100)
    return answered(
        request, {"kind": "drive#commentList", **token, "comments": page}, "", "CommentList"
    )


def comment(world: World, request: Request, file_id: str) -> Answer:
    """Say something about the file."""
    found, body, now = (
        reachable(world, request, file_id, "commenter"),
        request.body or {},
        timestamp(world.now()),
    )
    author = {
        "kind": "drive#user",
        "displayName": (request.caller or "").partition("@")[0],
        "me": True,
    }
    made: Json = {
        "kind": "drive#comment",
        "id": world.new_file_id()[:11],
        "createdTime": now,
        "modifiedTime": now,
    }
    made |= {
        "author": author,
        "deleted": False,
        "content": body.get("content"),
        "htmlContent": body.get("content"),
    }
    made |= {name: body[name] for name in ("anchor", "quotedFileContent") if body.get(name)} | {
        "replies": []
    }
    found.comments.append(made)
    return answered(request, made, "", "Comment")

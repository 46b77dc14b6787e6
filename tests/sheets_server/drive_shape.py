"""What all of Drive's answers share: the shape of errors, who may see a file, pages, the `fields`
parameter, times.
"""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Any

from tests.sheets_server.api import Answer, Request, World
from tests.sheets_server.errors import ApiError
from tests.sheets_server.fields import MaskError, check, parse, select
from tests.sheets_server.files import File, allows, file_of

Json = dict[str, Any]


class DriveError(ApiError):
    """An error in Drive's older shape, with the place that it complains about."""

    def __init__(self, code: int, reason: str, message: str, location: str = "") -> None:
        super().__init__(code, "", message, reason)
        self.location = location

    def body(self) -> Json:
        """Drive's error object; `location` is a parameter's name."""
        error: Json = {"message": self.message, "domain": "global", "reason": self.reason}
        if self.location:
            error |= {"location": self.location, "locationType": "parameter"}
        return {"error": {"code": self.code, "message": self.message, "errors": [error]}}


def reachable(world: World, request: Request, file_id: str, role: str) -> File:
    """The file, when the caller may; who may not even read it is told that there is none."""
    found = file_of(world, file_id)
    if found is None or not allows(found, request.caller, "reader"):
        raise DriveError(404, "notFound", f"File not found: {file_id}.", "fileId")
    if not allows(found, request.caller, role):
        text = "The user does not have sufficient permissions for this file."
        raise DriveError(403, "insufficientFilePermissions", text)
    return found


def paged(request: Request, items: list[Json], usual: int, most: int) -> tuple[list[Json], Json]:
    """The page that a request asks for, and `nextPageToken` where there are more."""
    size, token = asked(request, "pageSize") or str(usual), asked(request, "pageToken")
    if not 1 <= int(size) <= most:
        text = f"Invalid value '{size}'. Values must be within the range: [1, {most}]"
        raise DriveError(400, "invalidParameter", text, "pageSize")
    try:
        start = int(base64.urlsafe_b64decode(token)) if token else 0
    except (ValueError, binascii.Error) as error:
        raise DriveError(400, "invalid", "Invalid Value", "pageToken") from error
    end = start + int(size)
    more = (
        {"nextPageToken": base64.urlsafe_b64encode(str(end).encode()).decode()}
        if end < len(items)
        else {}
    )
    return items[start:end], more


def answered(request: Request, body: Json, usual: str, schema: str = "File") -> Answer:
    """The fields that a request asks for, else the usual ones ("": it has to ask); 400 for one that
    is not there.
    """
    fields = asked(request, "fields") or usual
    if not fields:
        raise DriveError(
            400, "required", "The 'fields' parameter is required for this method.", "fields"
        )
    try:
        mask = parse(fields)
        check(mask, schema, "drive.v3")
    except MaskError as fault:
        raise DriveError(
            400, "invalidParameter", f"Invalid field selection {fault}", "fields"
        ) from fault
    return Answer(200, select(body, mask))


def asked(request: Request, name: str) -> str:
    """A query parameter; "" when it was not sent."""
    return request.query.get(name, [""])[0]


def timestamp(moment: datetime) -> str:
    """A moment as Drive writes it, to the millisecond."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"

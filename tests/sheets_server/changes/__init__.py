"""spreadsheets.batchUpdate: a list of changes, applied together or not at all."""

from __future__ import annotations

import copy
from typing import Any

from tests.sheets_server.book import Json, Spreadsheet
from tests.sheets_server.changes.kinds import KINDS, REFUSED
from tests.sheets_server.errors import ApiError, bad_fields, invalid

_LARGE = ("updateCells", "appendCells")


def batch_update(book: Spreadsheet, requests: list[Json]) -> list[Json]:
    """Apply the requests in order and return one reply each; on any error nothing is changed.

    ApiError 400: no request, an unknown kind, or what the kind refuses, worded "Invalid
    requests[1].addSheet: …".
    """
    if not requests:
        raise invalid("Must specify at least one request.")
    with book.atomic():
        return [_reply(book, number, request) for number, request in enumerate(requests)]


def _reply(book: Spreadsheet, number: int, request: Json) -> Json:
    kind = _kind(number, request)
    body = request[kind] if kind in _LARGE else _bare(request[kind])
    try:
        answer = KINDS[kind](book, body)
    except ApiError as error:
        text = f"Invalid requests[{number}].{kind}: {error.message}"
        raise ApiError(error.code, error.status, text, error.reason, error.details) from error
    book.touch()
    # A later request of the batch must not change what was answered to this one.
    return {} if answer is None else {kind: copy.deepcopy(answer)}


def _kind(number: int, request: Json) -> str:
    if not isinstance(request, dict):
        raise bad_fields((f"requests[{number}]", f"Invalid value at 'requests[{number}]' (object)"))
    kinds = [kind for kind, body in request.items() if body is not None]
    for kind in kinds:
        if kind in REFUSED:
            raise invalid(f"Invalid requests[{number}].{kind}: not implemented by the test server")
        if kind not in KINDS:
            place = f"requests[{number}]"
            text = (
                f"Invalid JSON payload received. Unknown name \"{kind}\" at '{place}': Cannot "
                f"find field."
            )
            raise bad_fields((place, text))
    if not kinds:
        raise invalid(f"Invalid requests[{number}]: No request set.")
    if len(kinds) > 1:
        place = f"requests[{number}]"
        text = (
            f"Invalid value at '{place}' (oneof), oneof field 'kind' is already set. Cannot "
            f"set '{kinds[1]}'"
        )
        raise bad_fields((place, text))
    return kinds[0]


def _bare(value: Any) -> Any:
    """The value without nulls: in protobuf's JSON, null is the same as left out."""
    if isinstance(value, dict):
        return {name: _bare(item) for name, item in value.items() if item is not None}
    return [_bare(item) for item in value] if isinstance(value, list) else value

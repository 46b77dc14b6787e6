"""The Sheets API v4: `sheets_api` finds the method that a request asks for and answers it or raises
ApiError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from tests.sheets_server import (
    a1,
    appending,
    changes,
    creating,
    discovery,
    fields,
    reading,
    values,
    writing,
)
from tests.sheets_server.book import Json, Spreadsheet
from tests.sheets_server.errors import bad_fields, invalid, not_found
from tests.sheets_server.rendering import Options
from tests.sheets_server.world import World
from tests.sheets_server.writing import Manner

JSON_TYPE = "application/json; charset=UTF-8"
RENDER_OPTIONS = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")
DATE_OPTIONS = ("SERIAL_NUMBER", "FORMATTED_STRING")
__all__ = ["Answer", "Request", "World", "sheets_api"]


class Request(NamedTuple):
    """One request. `path` is percent-decoded, `raw_path` is as sent, both without the query.

    `body` is the parsed JSON or None; `caller` the account's address (None: nobody checks who
    asks).
    """

    method: str
    path: str
    raw_path: str
    query: Mapping[str, list[str]]
    body: Any = None
    caller: str | None = None


class Answer(NamedTuple):
    """What goes back: `body` is a JSON value, or bytes/str for exports."""

    status: int
    body: Any
    content_type: str = JSON_TYPE


class Call(NamedTuple):
    """A request with what its method needs: the file's id, and what the path names behind it (a
    range, an id).
    """

    world: World
    request: Request
    file_id: str
    rest: str
    mask: fields.Mask

    @property
    def body(self) -> Json:
        """The JSON object sent, {} when there was none."""
        return self.request.body or {}

    @property
    def book(self) -> Spreadsheet:
        """The spreadsheet; 404 when there is none of this id."""
        return self.world.spreadsheet(self.file_id)

    def word(self, name: str, default: str = "") -> str:
        """The last value of a query parameter."""
        return (self.request.query.get(name) or [default])[-1] or default

    def flag(self, name: str) -> bool:
        """A query parameter that is true or false, in any case of letters."""
        return self.word(name).lower() in ("true", "1")


def sheets_api(world: World, request: Request) -> Answer:
    """Answer one request to /v4/spreadsheets…; raises ApiError, also for what the API does not
    have.
    """
    method = discovery.method_of(request.method, request.raw_path)
    if method is None or method.id not in _METHODS:
        raise not_found()
    file_id, rest = _named(request.raw_path, method.id.rpartition(".")[2])
    text = (request.query.get("fields") or [""])[-1]
    mask = fields.response_mask(text, method.response or "") if text else {}
    call = Call(world, request, file_id, rest, mask)
    if file_id:
        call.book.caller = request.caller
    try:
        body = _METHODS[method.id](call)
    finally:
        if file_id:
            call.book.caller = None
    return Answer(200, body if method.id in _MASKED_INSIDE else fields.select(body, mask))


def _named(raw_path: str, verb: str) -> tuple[str, str]:
    """The file's id and the range, metadata id or sheet id that a path names, decoded; the method's
    verb cut off.
    """
    parts = raw_path.removesuffix(f":{verb}").split("/")[3:]
    file_id = unquote(parts[0]) if parts else ""
    return file_id, unquote(parts[2]) if len(parts) > 2 else ""


def _get(call: Call) -> Json:
    texts = call.request.query.get("ranges")
    areas = [a1.parse(call.book, words) for words in texts] if texts else None
    return reading.get(call.book, areas, call.mask, grid_data=call.flag("includeGridData"))


def _get_by_filter(call: Call) -> Json:
    areas = reading.by_filter(call.book, call.body.get("dataFilters") or [])
    return reading.get(
        call.book, areas, call.mask, grid_data=bool(call.body.get("includeGridData"))
    )


def _create(call: Call) -> Json:
    book = creating.create(call.world, call.body, call.request.caller)
    return reading.get(book, None, call.mask, grid_data=False)


def _batch_update(call: Call) -> Json:
    body, book = call.body, call.book
    if not isinstance(body.get("requests"), list):
        raise invalid("Must specify at least one request.")
    answer: Json = {
        "spreadsheetId": book.id,
        "replies": changes.batch_update(book, body["requests"]),
    }
    below = fields.below(call.mask, "updatedSpreadsheet")
    if body.get("includeSpreadsheetInResponse") and below is not None:
        texts = body.get("responseRanges")
        areas = [a1.parse(book, words) for words in texts] if texts else None
        data = bool(body.get("responseIncludeGridData"))
        answer["updatedSpreadsheet"] = reading.get(book, areas, below, grid_data=data)
    return answer


def _copy_sheet(call: Call) -> Json:
    destination = call.world.spreadsheet(str(call.body.get("destinationSpreadsheetId", "")))
    if not call.rest.isdigit():
        raise bad_fields(("sheet_id", f"Invalid value at 'sheet_id' (TYPE_INT32), \"{call.rest}\""))
    return creating.copy_sheet(call.book, int(call.rest), destination)


def _options(asked: Callable[[str, str], str], prefix: str = "") -> Options:
    """The render options, from query parameters or a body, where they may be named with a prefix
    (response…).
    """

    def named(name: str) -> str:
        return prefix + name[0].upper() + name[1:] if prefix else name

    major = asked("majorDimension", "ROWS").replace("DIMENSION_UNSPECIFIED", "ROWS")
    return Options(
        _one_of(
            "value_render_option",
            asked(named("valueRenderOption"), "FORMATTED_VALUE"),
            RENDER_OPTIONS,
        ),
        _one_of(
            "date_time_render_option",
            asked(named("dateTimeRenderOption"), "SERIAL_NUMBER"),
            DATE_OPTIONS,
        ),
        _one_of("major_dimension", major, ("ROWS", "COLUMNS")),
    )


def _one_of(name: str, word: str, known: tuple[str, ...]) -> str:
    """The word, one of an enum's; 400 for any other."""
    if word not in known:
        raise bad_fields((name, f"Invalid value at '{name}' (TYPE_ENUM), \"{word}\""))
    return word


def _in_body(call: Call) -> Callable[[str, str], str]:
    return lambda name, default: call.body.get(name) or default


def _manner(asked: Callable[[str, str], str], *, shown: bool) -> Manner:
    option = asked("valueInputOption", "")
    if option not in ("RAW", "USER_ENTERED"):
        raise invalid("'valueInputOption' is required but not specified")
    return Manner(option, _options(asked, "response") if shown else None)


def _update(call: Call) -> Json:
    manner = _manner(call.word, shown=call.flag("includeValuesInResponse"))
    return writing.update(call.book, call.rest, call.body, manner)


def _append(call: Call) -> Json:
    manner = _manner(call.word, shown=call.flag("includeValuesInResponse"))
    insert = call.word("insertDataOption") == "INSERT_ROWS"
    return appending.append(call.book, call.rest, call.body, manner, insert=insert)


def _batch_write(call: Call, write: Callable[[Spreadsheet, list[Json], Manner], Json]) -> Json:
    manner = _manner(_in_body(call), shown=bool(call.body.get("includeValuesInResponse")))
    return write(call.book, call.body.get("data") or [], manner)


_METHODS: dict[str, Callable[[Call], Json]] = {
    f"sheets.spreadsheets.{name}": answer
    for name, answer in {
        "get": _get,
        "getByDataFilter": _get_by_filter,
        "create": _create,
        "batchUpdate": _batch_update,
        "sheets.copyTo": _copy_sheet,
        "developerMetadata.get": lambda call: reading.metadata(call.book, call.rest),
        "developerMetadata.search": lambda call: reading.search(
            call.book, call.body.get("dataFilters") or []
        ),
        "values.get": lambda call: values.get(call.book, call.rest, _options(call.word)),
        "values.batchGet": lambda call: values.batch_get(
            call.book, call.request.query.get("ranges", []), _options(call.word)
        ),
        "values.batchGetByDataFilter": lambda call: values.batch_get_by_filter(
            call.book, call.body.get("dataFilters") or [], _options(_in_body(call))
        ),
        "values.clear": lambda call: values.clear(call.book, call.rest),
        "values.batchClear": lambda call: values.batch_clear(
            call.book, call.body.get("ranges") or []
        ),
        "values.batchClearByDataFilter": lambda call: values.batch_clear_by_filter(
            call.book, call.body.get("dataFilters") or []
        ),
        "values.update": _update,
        "values.append": _append,
        "values.batchUpdate": lambda call: _batch_write(call, writing.batch_update),
        "values.batchUpdateByDataFilter": lambda call: _batch_write(
            call, writing.batch_update_by_filter
        ),
    }.items()
}
_MASKED_INSIDE = (
    "sheets.spreadsheets.get",
    "sheets.spreadsheets.getByDataFilter",
    "sheets.spreadsheets.create",
)

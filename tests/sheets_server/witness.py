"""The first witness: every request and response, held against the published discovery document.

Each schema of the document becomes a strict JSON Schema (no unknown field, enums, number formats);
two dialects, since a request may say null for "not set" (JSON mapping of protocol buffers) and a
response never does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import jsonschema_rs

from tests.sheets_server.discovery import Method, document
from tests.sheets_server.errors import ApiError, bad_fields

Json = dict[str, Any]

_FORMATS: dict[str, Json] = {
    "int32": {"minimum": -(2**31), "maximum": 2**31 - 1},
    "uint32": {"minimum": 0, "maximum": 2**32 - 1},
    "int64": {"pattern": r"^-?\d{1,19}$"},
    "uint64": {"pattern": r"^\d{1,20}$"},
    "date-time": {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"},
    "google-datetime": {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"},
    "google-fieldmask": {"pattern": r"^[\w.,*()/ -]*$"},
    "byte": {"pattern": r"^[\w+/=-]*$"},
}
_SCALARS = ["string", "number", "boolean"]
_PROTO = {
    "string": "TYPE_STRING",
    "boolean": "TYPE_BOOL",
    "integer": "TYPE_INT32",
    "number": "TYPE_DOUBLE",
}
_BODY_FIELD = {
    "sheets.spreadsheets.values.update": "data",
    "sheets.spreadsheets.values.append": "data",
    "sheets.spreadsheets.create": "spreadsheet",
}
"""Where the path of a field in an error text does not start at the body (recorded for
values.update).
"""

# gspread sends them, and Drive, unlike Sheets, does not mind what it does not know (the first one
# is recorded).
_IGNORED = {
    ("drive.files.get", "includeItemsFromAllDrives"),
    ("drive.permissions.create", "withLink"),
}


class Violation(NamedTuple):
    """A request or an answer that the document does not allow: `side` is "request" or "response".

    `where` is the field's path (or the parameter's name), `what` the JSON Schema keyword that it
    breaks: never data. `side` "server" is a crash of the server itself: `where` the request's path,
    `what` the error's class.
    """

    method: str
    side: str
    where: str
    what: str


def check_query(method: Method, query: Mapping[str, list[str]]) -> list[Violation]:
    """What the document says against the query of a request; values are lists as parse_qs makes
    them.
    """
    found = [
        Violation(method.id, "request", name, "required")
        for name in sorted(method.required - set(query))
    ]
    for name, values in query.items():
        what = (
            "" if (method.id, name) in _IGNORED else _against(method.parameters.get(name), values)
        )
        if what:
            found.append(Violation(method.id, "request", name, what))
    return found


def check_request(method: Method, body: Any) -> list[Violation]:
    """What the document says against the JSON body of a request (None when there was none)."""
    if method.request is None:
        return [] if body is None else [Violation(method.id, "request", "", "no body expected")]
    if body is None:
        return [Violation(method.id, "request", name, "required") for name in _required(method)]
    return list(
        _violations(method, "request", _body_validator(method), _without_ignored(method, body))
    )


def check_response(method: Method, body: Any) -> list[Violation]:
    """What the document says against the JSON body of a 2xx answer."""
    if method.response is None:
        return []
    return list(
        _violations(
            method, "response", _validator(method.api, method.response, "response", ()), body
        )
    )


def refusal(method: Method, body: Any, query: Mapping[str, list[str]]) -> ApiError | None:
    """The 400 with which Google turns away a request that its schema does not know; None for a
    request that fits.
    """
    texts = [_query_text(violation, query) for violation in check_query(method, query)]
    if not texts and method.request is not None and (body is not None or _required(method)):
        errors = _body_validator(method).iter_errors(
            _without_ignored(method, {} if body is None else body)
        )
        texts = [text for error in errors for text in _texts(method, error)]
    elif not texts and method.request is None and body is not None:
        texts = [("", "Invalid JSON payload received. No body was expected.")]
    return bad_fields(*texts) if texts else None


def _body_validator(method: Method) -> Any:
    return _validator(method.api, str(method.request), "request", _required(method))


def _without_ignored(method: Method, body: Any) -> Any:
    ignored = (
        [name for name in body if (method.id, name) in _IGNORED] if isinstance(body, dict) else []
    )
    return {name: value for name, value in body.items() if name not in ignored} if ignored else body


def _required(method: Method) -> tuple[str, ...]:
    fields = document(method.api)["schemas"][method.request]["properties"]
    marks = {
        name: field.get("annotations", {}).get("required", ()) for name, field in fields.items()
    }
    return tuple(name for name, methods in marks.items() if method.id in methods)


def _against(parameter: Json | None, values: list[str]) -> str:
    if parameter is None:
        return "unknown parameter"
    if len(values) > 1 and not parameter.get("repeated"):
        return "not repeated"
    return next((what for value in values if (what := _value_against(parameter, value))), "")


def _value_against(parameter: Json, value: str) -> str:
    if "enum" in parameter and value not in parameter["enum"]:
        return "enum"
    if parameter["type"] == "boolean" and value.lower() not in ("true", "false", "1", "0"):
        return "type"
    if parameter["type"] == "integer" and not re.fullmatch(r"-?\d+", value):
        return "type"
    return ""


def _violations(method: Method, side: str, validator: Any, body: Any) -> Iterator[Violation]:
    if validator.is_valid(body):
        return
    for error in validator.iter_errors(body):
        yield Violation(method.id, side, _path(error.instance_path), str(error.schema_path[-1]))


@cache
def _validator(api: str, name: str, dialect: str, required: tuple[str, ...]) -> Any:
    top = {"$ref": f"#/$defs/{name}", "type": "object", "required": list(required)}
    return jsonschema_rs.Draft202012Validator({**top, "$defs": _definitions(api, name, dialect)})


def _definitions(api: str, name: str, dialect: str) -> dict[str, Json]:
    """The JSON Schemas of a schema and of all that it refers to, by name."""
    schemas = document(api)["schemas"]
    made: dict[str, Json] = {}
    wanted = [name]
    while wanted:
        this = wanted.pop()
        if this not in made:
            made[this] = _schema(schemas[this], dialect)
            wanted += re.findall(r"'#/\$defs/([^']+)'", repr(made[this]))
    return made


def _schema(found: Json, dialect: str) -> Json:
    """One schema of the document as JSON Schema. In the request dialect it takes null, except as an
    item of a list.
    """
    if "$ref" in found:
        return {"$ref": f"#/$defs/{found['$ref']}"}
    types = _SCALARS if found["type"] == "any" else [found["type"]]
    made: Json = {"type": [*types, "null"] if dialect == "request" else types}
    made |= _FORMATS.get(found.get("format", ""), {})
    if "enum" in found:
        made["enum"] = [*found["enum"], None] if dialect == "request" else found["enum"]
    if found["type"] == "array":
        made["items"] = _item(found["items"], dialect)
    if found["type"] == "object":
        made |= _object(found, dialect)
    return made


def _item(found: Json, dialect: str) -> Json:
    made = _schema(found, dialect)
    if "$ref" in made:
        return {**made, "type": "object"}
    return made if found["type"] == "any" else {**made, "type": [found["type"]]}


def _object(found: Json, dialect: str) -> Json:
    rest = found.get("additionalProperties")
    fields = {name: _schema(field, dialect) for name, field in found.get("properties", {}).items()}
    return {"properties": fields, "additionalProperties": _schema(rest, dialect) if rest else False}


def _query_text(violation: Violation, query: Mapping[str, list[str]]) -> tuple[str, str]:
    name, what = violation.where, violation.what
    if what == "unknown parameter":
        text = f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter.'
        return "", f"{text} Field '{name}' could not be found in request message."
    if what == "required":
        return name, f"Required parameter: {name}"
    return _snake(name), f"Invalid value at '{_snake(name)}' ({what}), \"{query[name][0]}\""


def _texts(method: Method, error: Any) -> Iterator[tuple[str, str]]:
    """The field and the text with which Google tells of one error in a body (recorded: the wrong
    type).

    None for a list or an object in a cell's place: Google's own schema lets it pass, and the method
    refuses it.
    """
    kind = error.kind.name
    first = [_BODY_FIELD[method.id]] if method.id in _BODY_FIELD else []
    path = _path(
        [*first, *(_snake(step) if isinstance(step, str) else step for step in error.instance_path)]
    )
    if kind == "additionalProperties":
        at = f" at '{path}'" if path else ""
        for name in error.kind.unexpected:
            yield (
                path,
                f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.',
            )
    elif kind == "type" and not error.instance_path:
        yield "", 'Invalid JSON payload received. Unknown name "": Root element must be a message.'
    elif kind == "required":
        yield error.kind.property, f"Required field: {error.kind.property}"
    elif kind != "type" or not set(_SCALARS) <= set(error.kind.types):
        yield (
            path,
            f"Invalid value at '{path}' ({_proto(error)}), "
            f"{json.dumps(error.instance, ensure_ascii=False)}",
        )


def _proto(error: Any) -> str:
    """The type that protocol buffers would name for the field of an error; message types after
    their schema.
    """
    path = list(error.schema_path)
    if path[-2:] == ["items", "type"] or path[-3:-1] == ["properties", "values"]:
        return "type.googleapis.com/google.protobuf.ListValue"
    if error.kind.name == "type":
        return next((_PROTO[kind] for kind in error.kind.types if kind in _PROTO), _message(path))
    return _message(path) if error.kind.name == "enum" else "TYPE_STRING"


def _message(path: list[Any]) -> str:
    named = [
        step for step in path[:-1] if isinstance(step, str) and step not in ("items", "properties")
    ]
    return "type.googleapis.com/google.apps.sheets.v4." + named[-1][:1].upper() + named[-1][1:]


def _path(steps: Iterable[Any]) -> str:
    """`requests[0].addSheet` for the steps "requests", 0, "addSheet"."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(
        "."
    )


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])[A-Z]", lambda match: "_" + match[0], name).lower()

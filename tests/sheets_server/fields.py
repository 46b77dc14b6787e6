"""Field masks: `a.b,c(d,e),f/*` as trees, checked against the discovery document, applied to JSON
answers.

Grammar: https://developers.google.com/workspace/drive/api/guides/fields-parameter and
google.protobuf.FieldMask.
"""

from __future__ import annotations

import re
from typing import Any

from tests.sheets_server.discovery import document
from tests.sheets_server.errors import ApiError, bad_fields

Mask = dict[str, Any]
"""Field names to the mask of what is below them; an empty mask means everything below, and `*` any
field.
"""


class MaskError(Exception):
    """A mask that cannot be read, or a path in it that does not exist; the text is the path."""


def parse(text: str) -> Mask:
    """The tree of a mask; names are brought to camelCase. Raises MaskError."""
    tokens = re.findall(r"[A-Za-z_][A-Za-z0-9_]*|[*.,/()]|\S", text)
    mask, rest = _items(tokens, text)
    if rest or not mask:
        raise MaskError(text)
    return mask


def _items(tokens: list[str], text: str) -> tuple[Mask, list[str]]:
    mask: Mask = {}
    while True:
        tokens = _path(tokens, mask, text)
        if not tokens or tokens[0] == ")":
            return mask, tokens
        if tokens[0] != ",":
            raise MaskError(text)
        tokens = tokens[1:]


def _path(tokens: list[str], mask: Mask, text: str) -> list[str]:
    """Add one path to the mask; gives the tokens after it. A shorter path takes in the longer ones
    below it.
    """
    if not tokens or not re.match(r"[A-Za-z_*]", tokens[0]):
        raise MaskError(text)
    name, tokens = camel(tokens[0]), tokens[1:]
    new = name not in mask
    below: Mask = mask.setdefault(name, {})
    if tokens and tokens[0] in "./":
        held = {"": {}} if not new and not below else below
        tokens = _path(tokens[1:], held, text)
    elif tokens and tokens[0] == "(":
        inside, tokens = _items(tokens[1:], text)
        if not tokens:
            raise MaskError(text)
        tokens = tokens[1:]
        if new or below:
            _merge(below, inside)
    else:
        mask[name] = {}
    return tokens


def _merge(mask: Mask, other: Mask) -> None:
    for name, below in other.items():
        if name in mask and mask[name] and below:
            _merge(mask[name], below)
        else:
            mask[name] = {} if name in mask else below


def camel(name: str) -> str:
    """A field's name in camelCase, whether it came so or in snake_case."""
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)


def check(mask: Mask, schema: str, api: str = "sheets.v4", *, into_lists: bool = True) -> None:
    """Hold a mask against a schema of a discovery document.

    Update masks may not reach into lists (`into_lists=False`). Raises MaskError with the first path
    that is not there.
    """
    _check(mask, {"$ref": schema}, document(api)["schemas"], (), into_lists=into_lists)


def _check(
    mask: Mask, schema: Any, schemas: Any, path: tuple[str, ...], *, into_lists: bool
) -> None:
    while "$ref" in schema or (schema.get("type") == "array" and into_lists):
        schema = schemas[schema["$ref"]] if "$ref" in schema else schema["items"]
    open_ended = schema.get("additionalProperties")
    for name, below in mask.items():
        here = (*path, name)
        inner = schema.get("properties", {}).get(name) or open_ended
        if name == "*":
            inner = None if below else schema
        if inner is None:
            raise MaskError(".".join(here))
        if below:
            _check(below, inner, schemas, here, into_lists=into_lists)


def response_mask(text: str, schema: str, api: str = "sheets.v4") -> Mask:
    """The mask of the `fields` parameter, checked; 400 in Google's words when it names a field that
    is not there.
    """
    try:
        mask = parse(text)
        check(mask, schema, api)
    except MaskError as fault:
        why = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{fault}'."
        raise _bad_mask(str(fault), why) from None
    return mask


def _bad_mask(path: str, why: str) -> ApiError:
    error = bad_fields((path, why))
    error.message = "Request contains an invalid argument."
    return error


def below(mask: Mask, name: str) -> Mask | None:
    """The mask for one field's value: None when the field is not asked for, {} when all of it
    is.
    """
    if not mask or "*" in mask:
        return {}
    found: Mask | None = mask.get(name)
    return found


def select(value: Any, mask: Mask) -> Any:
    """The parts of a JSON value that a mask asks for; lists item by item."""
    if not mask or "*" in mask:
        return value
    if isinstance(value, list):
        return [select(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: select(value[name], inside) for name, inside in mask.items() if name in value}

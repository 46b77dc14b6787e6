"""The `fields` of update requests: which parts of an object are replaced. Strict, as the API is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from tests.sheets_server import fields
from tests.sheets_server.book import Json
from tests.sheets_server.discovery import document
from tests.sheets_server.errors import invalid

Path = tuple[str, ...]


def mask(text: object, schema: str) -> tuple[Path, ...]:
    """The paths that a mask names, `("*",)` for all. 400: no mask, bad grammar, a field that
    `schema` does not have.

    `a.b`, `a/b`, `a(b,c)` and snake_case are understood. Colours come in pairs (`tabColor`,
    `tabColorStyle`): naming one names both, since the service keeps them in step.
    """
    if not isinstance(text, str) or not text.strip():
        raise invalid(
            "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
        )
    return _mask(text, schema)


def merged(old: Json, new: Json, paths: Iterable[Path]) -> Json:
    """`old` with the named parts as in `new`; what `new` lacks is gone. Neither is changed."""
    after = dict(old)
    for path in paths:
        if path == ("*",):
            return dict(new)
        _put(after, new, path)
    return after


@cache
def _mask(text: str, schema: str) -> tuple[Path, ...]:
    try:
        tree = fields.parse(text)
        fields.check(tree, schema, into_lists=False)
    except fields.MaskError as fault:
        raise invalid(f"Invalid field: {fault}") from None
    if "*" in tree:
        return (("*",),)
    return tuple(dict.fromkeys(twin for path in _paths(tree) for twin in _twins(path, schema)))


def _paths(tree: fields.Mask) -> Iterator[Path]:
    """The ends of the tree; a `*` stands for what it is in."""
    for name, below in tree.items():
        if not below or "*" in below:
            yield (name,)
        else:
            yield from ((name, *path) for path in _paths(below))


def _twins(path: Path, schema: str) -> list[Path]:
    """The path, and that of the same colour's other field where the schema has both."""
    if not path[-1].endswith(("olor", "olorStyle")):
        return [path]
    last = path[-1]
    twin = last.removesuffix("Style") if last.endswith("Style") else last + "Style"
    schemas = document("sheets.v4")["schemas"]
    for name in path[:-1]:
        schema = schemas[schema]["properties"][name]["$ref"]
    return [path, (*path[:-1], twin)] if twin in schemas[schema]["properties"] else [path]


def _put(held: Json, new: Json, path: Path) -> None:
    """Set or remove one path in `held`, whose nested objects are copied before they change."""
    name, *rest = path
    below = new.get(name)
    if not rest:
        if below is None:
            held.pop(name, None)
        else:
            held[name] = below
        return
    inner = dict(held.get(name) or {})
    _put(inner, below if isinstance(below, dict) else {}, tuple(rest))
    if inner:
        held[name] = inner
    else:
        held.pop(name, None)

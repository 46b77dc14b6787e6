"""What Google answers, put in the order that was asked, and what it says, without what cells hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sheetflow.errors import SheetflowError

_HOLDING: Final = frozenset({"values", "userEnteredValue", "stringValue", "formulaValue", "note", "metadataValue"})
_SHORTEST: Final = 3


def pair(
    filters: Sequence[Mapping[str, Any]], answers: Iterable[tuple[Sequence[Mapping[str, Any]], Mapping[str, Any]]]
) -> list[list[Any]]:
    """The values of the answers that belong to each filter; an answer names the filters that it belongs to.

    The order of the answers is not promised, and an echoed filter may lack zeros or have more fields than ours.
    Raises SheetflowError for an answer that belongs to no filter.
    """
    asked = [_plain(wanted) for wanted in filters]
    found: list[list[Any]] = [[] for _ in asked]
    for echoed, held in answers:
        for n in _places(asked, [_plain(echo) for echo in echoed]):
            found[n].extend(held.get("values", []))
    return found


def _places(asked: Sequence[Any], echoes: Sequence[Any]) -> Sequence[int]:
    """Which of the filters these echoes are. Raises SheetflowError where they are none: nothing is guessed."""
    exact = [n for n, wanted in enumerate(asked) if wanted in echoes]
    close = [n for n, wanted in enumerate(asked) if any(_covers(echo, wanted) for echo in echoes)]
    places = exact or close or list(range(len(asked)))
    if not exact and not close and len(asked) > 1:
        raise SheetflowError("Google answered something that was not asked.", "Run again; if it stays so, report it.")
    return places


def without(text: str, body: object) -> str:
    """A message of Google's in which nothing is quoted that we wrote into cells."""
    for held in sorted(set(_held(body, inside=False)), key=len, reverse=True):
        text = text.replace(held, "…")
    return text


def _plain(value: Any) -> Any:
    """The same without what JSON made of protocol buffers may leave out: zeros, empty texts, false."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items() if part or isinstance(part, Mapping)}
    return value


def _covers(echo: Any, wanted: Any) -> bool:
    if isinstance(echo, Mapping) and isinstance(wanted, Mapping):
        return all(name in echo and _covers(echo[name], part) for name, part in wanted.items())
    return bool(echo == wanted)


def _held(body: object, *, inside: bool) -> Iterator[str]:
    if isinstance(body, str) and inside and len(body) >= _SHORTEST:
        yield body
    elif isinstance(body, Mapping):
        for name, part in body.items():
            yield from _held(part, inside=inside or name in _HOLDING)
    elif isinstance(body, Sequence) and not isinstance(body, str):
        for part in body:
            yield from _held(part, inside=inside)

"""What Google answers, put in the order that was asked, and what it says, without what cells
hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sheetflow.backends.google.client.faults import UNREADABLE, Fault, FaultKind
from sheetflow.backends.google.grid import Json
from sheetflow.errors.google import AnswerNotAsked

_HOLDING: Final = frozenset(
    {"values", "userEnteredValue", "stringValue", "formulaValue", "note", "metadataValue"}
)
"""The fields of a request that hold what we write."""
_SHORTEST: Final = 3
"""Letters of a text that is worth hiding."""
_FIRST: Final = {"sheetId": 0, "startRowIndex": 0, "startColumnIndex": 0}


class Reply(NamedTuple):
    """A part of an answer: echoes of the filters that it is for, and the range that it holds."""

    echoes: Sequence[Json]
    found: Mapping[str, Any]


def answers_of(filters: Sequence[Json], replies: Iterable[Reply]) -> list[list[Any] | None]:
    """Returns the values of the replies that belong to each filter, None where no reply does.

    The order of the replies is not promised, and an echoed filter may leave out zeros or have more
    fields than ours. Raises Fault for a reply that belongs to no filter, or may belong to several:
    nothing is guessed.
    """
    asked = [_with_zeros(wanted) for wanted in filters]
    values: dict[int, list[Any]] = {}
    for echoes, found in replies:
        if not echoes:
            raise _not_asked()
        for echo in echoes:
            place = _place(asked, _with_zeros(echo))
            values.setdefault(place, []).extend(found.get("values", []))
    return [values.get(place) for place in range(len(asked))]


def redacted(text: str, body: object) -> str:
    """Returns a message of Google's in which nothing is quoted that the request writes into
    cells.
    """
    for held in sorted(set(_held(body, inside=False)), key=len, reverse=True):
        text = text.replace(held, "…")
    return text


def _place(asked: Sequence[Json], echo: Json) -> int:
    """Returns which of the filters an echo is: the same one, else the only one that it covers."""
    exact = [n for n, wanted in enumerate(asked) if wanted == echo]
    places = exact or [n for n, wanted in enumerate(asked) if _covers(echo, wanted)]
    if len(places) != 1:
        raise _not_asked()
    return places[0]


def _not_asked() -> Fault:
    return Fault(FaultKind.UNSURE, UNREADABLE.code, end=AnswerNotAsked())


def _with_zeros(data_filter: Json) -> Json:
    """Returns the filter with the zeros that JSON made of protocol buffers may leave out."""
    grid = data_filter.get("gridRange")
    return data_filter if grid is None else {"gridRange": {**_FIRST, **grid}}


def _covers(echo: Any, wanted: Any) -> bool:
    """Returns whether an echo has all the fields of a filter, with the same values."""
    if isinstance(echo, Mapping) and isinstance(wanted, Mapping):
        return all(name in echo and _covers(echo[name], part) for name, part in wanted.items())
    return bool(echo == wanted)


def _held(body: object, *, inside: bool) -> Iterator[str]:
    """Yields the texts of a request that are `inside` of a field which holds what we write."""
    if isinstance(body, str) and inside and len(body) >= _SHORTEST:
        yield body
    elif isinstance(body, Mapping):
        for name, part in body.items():
            yield from _held(part, inside=inside or name in _HOLDING)
    elif isinstance(body, Sequence) and not isinstance(body, str):
        for part in body:
            yield from _held(part, inside=inside)

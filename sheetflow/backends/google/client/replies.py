"""What Google answers, put in the order that was asked, and what it says, without what cells
hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sheetflow.backends.google.client.faults import UNREADABLE, Fault, Kind
from sheetflow.backends.google.grid import Json
from sheetflow.errors.google import AnswerNotAsked

_HOLDING: Final = frozenset(
    {"values", "userEnteredValue", "stringValue", "formulaValue", "note", "metadataValue"}
)
_SHORTEST: Final = 3
_FIRST: Final = {"sheetId": 0, "startRowIndex": 0, "startColumnIndex": 0}


def answers_of(
    filters: Sequence[Json], answers: Iterable[tuple[Sequence[Json], Mapping[str, Any]]]
) -> list[list[Any] | None]:
    """The values of the answers that belong to each filter, None where no answer does; an answer
    names its filters.

    The order of the answers is not promised, and an echoed filter may lack zeros or have more
    fields than ours. Raises Fault for an answer that belongs to no filter, or may belong to
    several: nothing is guessed.
    """
    asked = [_whole(wanted) for wanted in filters]
    found: dict[int, list[Any]] = {}
    for echoed, held in answers:
        for place in _places(asked, echoed):
            found.setdefault(place, []).extend(held.get("values", []))
    return [found.get(place) for place in range(len(asked))]


def _places(asked: Sequence[Json], echoed: Sequence[Json]) -> list[int]:
    """Which of the filters these echoes are."""
    places = [_place(asked, _whole(echo)) for echo in echoed]
    if not places:
        raise _not_asked()
    return places


def _place(asked: Sequence[Json], echo: Json) -> int:
    exact = [n for n, wanted in enumerate(asked) if wanted == echo]
    places = exact or [n for n, wanted in enumerate(asked) if _covers(echo, wanted)]
    if len(places) != 1:
        raise _not_asked()
    return places[0]


def _not_asked() -> Fault:
    return Fault(Kind.UNSURE, UNREADABLE.code, end=AnswerNotAsked())


def without(text: str, body: object) -> str:
    """A message of Google's in which nothing is quoted that we wrote into cells."""
    for held in sorted(set(_held(body, inside=False)), key=len, reverse=True):
        text = text.replace(held, "…")
    return text


def _whole(data_filter: Json) -> Json:
    """The filter with the zeros that JSON made of protocol buffers may leave out."""
    grid = data_filter.get("gridRange")
    return data_filter if grid is None else {"gridRange": {**_FIRST, **grid}}


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

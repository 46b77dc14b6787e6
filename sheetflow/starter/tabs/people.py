"""The People tab: who works in the team, and how much fits into their day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from sheetflow.columns import TABS
from sheetflow.decide.people import PEOPLE_HEADINGS, people_rows
from sheetflow.model import ColumnLook, NewTab, Page, Validation, Value
from sheetflow.starter.tabs.choices import YES_NO, from_list, numbers, prompted
from sheetflow.starter.tabs.guide_texts import TEAM
from sheetflow.starter.tabs.looks import (
    CENTRED,
    HEADING_HEIGHT,
    TEXT_FORMAT,
    TYPED,
    as_sentence,
    cells_of,
    headings,
    put,
)
from sheetflow.texts.render import choose
from sheetflow.texts.words import LANGUAGES

LAST_ROW: Final = 201
_WIDTHS: Final = {
    "name": 22, "email": 34, "phone": 19, "capacity": 12, "digest": 12, "language": 12,
}  # fmt: skip
_CENTRED: Final = frozenset({"capacity", "digest", "language"})


def people_tab(lang: str, people: Sequence[Sequence[Value]] = ()) -> NewTab:
    """Returns the People tab with these people, a row each in the order of PEOPLE_HEADINGS."""
    looks = {at: _look(key) for at, key in enumerate(PEOPLE_HEADINGS)}
    rows = (put(row, looks) for row in people)
    cells, heights = (headings(people_rows(lang)[0]), *rows), {1: HEADING_HEIGHT}
    tab = NewTab(choose(TABS["people"], lang), cells, columns=looks, heights=heights)
    checks = tuple(_checks(lang))
    return replace(tab, validations=checks, page=Page(titles="1:1"), first="A2")


def _look(key: str) -> ColumnLook:
    style = CENTRED if key in _CENTRED else TYPED
    if key == "phone":
        style = style._replace(number_format=TEXT_FORMAT)
    return ColumnLook(_WIDTHS[key], style)


def _checks(lang: str) -> Iterator[Validation]:
    """Yields what the first row and the headings say, and checks that ask back."""
    for at, key in enumerate(PEOPLE_HEADINGS):
        title, text = choose(PEOPLE_HEADINGS[key], lang), as_sentence(choose(TEAM[key], lang))
        yield prompted(Validation((cells_of(at, 1, 1),)), title, text)
        yield prompted(_check(key, cells_of(at, 2, 2), lang), title, text)
        others = _check(key, cells_of(at, 3, LAST_ROW), lang)
        if others.kind != "any":
            yield others


def _check(key: str, cells: str, lang: str) -> Validation:
    if key == "digest":
        return from_list([cells], choose(YES_NO, lang), lang, own=False)
    if key == "language":
        return from_list([cells], LANGUAGES, lang, own=False)
    if key == "capacity":
        return numbers([cells], lang, whole=True)
    return Validation((cells,))

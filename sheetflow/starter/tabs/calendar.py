"""The Calendar tab: holidays at the left, absences at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from typing import Final

from sheetflow.columns import TABS
from sheetflow.decide.playbook import CALENDAR_HEADINGS
from sheetflow.decide.playbook_rows import calendar_rows
from sheetflow.model import ColumnLook, NewTab, Page, Validation, Value
from sheetflow.starter.tabs.choices import TODAY_KEYS, dates, from_cells, people_cells, prompted
from sheetflow.starter.tabs.guide_texts import CALENDAR
from sheetflow.starter.tabs.looks import (
    CENTRED,
    DATE_FORMATS,
    HEADING_HEIGHT,
    TYPED,
    as_sentence,
    cells_of,
    headings,
    put,
)
from sheetflow.texts.render import choose

LAST_ROW: Final = 1000
_WIDTHS: Final = (16, 36, 4, 20, 16, 16, 20)
_KEYS: Final = tuple(CALENDAR_HEADINGS)
_DATES: Final = frozenset({"holiday", "first", "last"})
_LEFT: Final = 3
"""Columns of the holidays, the blank one included."""

Row = tuple[Value | date, ...]


def calendar_tab(lang: str, holidays: Sequence[Row] = (), absences: Sequence[Row] = ()) -> NewTab:
    """Returns the Calendar with these holidays (day, name) and absences (owner, first day, last
    day, deputy).
    """
    looks = {at: _look(at, key, lang) for at, key in enumerate(_KEYS)}
    pairs = zip_longest(holidays, absences, fillvalue=())
    rows = (put(_side_by_side(left, right), looks) for left, right in pairs)
    cells, heights = (headings(calendar_rows(lang)[0]), *rows), {1: HEADING_HEIGHT}
    tab = NewTab(choose(TABS["calendar"], lang), cells, columns=looks, heights=heights)
    checks = tuple(_checks(lang))
    return replace(tab, validations=checks, page=Page(titles="1:1"), first="A2")


def _side_by_side(left: Row, right: Row) -> Row:
    return (*left, *(None,) * (_LEFT - len(left)), *right)


def _look(at: int, key: str, lang: str) -> ColumnLook:
    style = TYPED
    if key in _DATES:
        style = CENTRED._replace(number_format=choose(DATE_FORMATS, lang))
    return ColumnLook(_WIDTHS[at], style)


def _checks(lang: str) -> Iterator[Validation]:
    for at, key in enumerate(_KEYS):
        if not key:
            continue
        title, text = choose(CALENDAR_HEADINGS[key], lang), as_sentence(choose(CALENDAR[key], lang))
        if key in _DATES:
            every = cells_of(at, 2, LAST_ROW)
            yield prompted(dates([every], lang), title, f"{text} {choose(TODAY_KEYS, lang)}")
            continue
        yield prompted(_check(key, cells_of(at, 2, 2), lang), title, text)
        others = _check(key, cells_of(at, 3, LAST_ROW), lang)
        if others.kind != "any":
            yield others


def _check(key: str, cells: str, lang: str) -> Validation:
    if key in ("owner", "deputy"):
        return from_cells([cells], people_cells(lang), lang, own=True)
    return Validation((cells,))

"""Which tabs are our own: each is known by its name and by its own headings (follow-up.md, "Leads
tab").

A team may keep its leads in a tab named People, or its meetings in one named Calendar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final

from sheetflow.columns import TABS, fold, fold_heading, is_tab
from sheetflow.decide.playbook import (
    CALENDAR_HEADINGS,
    PHRASES_HEADING,
    SETTING_HEADING,
    SETTINGS,
    STAGE_HEADINGS,
    STAGES,
)
from sheetflow.model import STATE_TAB, Tab, Value

_SHARED: Final = ("key", "channel")
"""Columns of the stages whose headings lists of leads have, too."""
_ALSO: Final = (("step", "paso"), ("english", "spanish"))
_OF_STAGES: Final = tuple(words for key, words in STAGE_HEADINGS.items() if key not in _SHARED)

HOLIDAY: Final = (*CALENDAR_HEADINGS["holiday"], "holidays", "festivos")
"""The headings of holidays; a column Date alone holds none."""
WAY: Final = ("In/out", "Entrada/salida", "in or out", "entrada o salida", "direction", "sentido")
"""The headings of the Contacts log that no list of leads has."""

_HEADINGS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "playbook": (*_OF_STAGES, *_ALSO, SETTING_HEADING, PHRASES_HEADING),
    "calendar": (HOLIDAY, *(CALENDAR_HEADINGS[key] for key in ("first", "last"))),
    "people": (("Capacity", "Capacidad"), ("Digest", "Resumen")),
    "messages": (("Text", "Texto"), ("Step", "Paso")),
    "log": (WAY, ("Opened", "Abierto"), ("Reaction", "Reacción"), ("Phase seen", "Fase vista")),
    "today": (("Worklist", "Lista de trabajo"), ("Announces", "Anuncia")),
    "dashboard": (("Closes", "Cierres"), ("Agreements missed", "Acuerdos incumplidos")),
    "guide": (("You write", "Usted escribe"), ("sheetflow writes", "sheetflow escribe")),
}
"""Key of a tab -> the headings of which it has at least one, and a list of leads has none."""


def _words_of(headings: Iterable[Iterable[str]]) -> frozenset[str]:
    spelled = (word.replace("_", " ") for word in chain(*headings))
    return frozenset(map(fold_heading, spelled))


_WORDS: Final = {key: _words_of(headings) for key, headings in _HEADINGS.items()}
_SETTINGS: Final = _words_of((setting.key, setting.en, setting.es) for setting in SETTINGS)
_GAPS: Final = re.compile(r"\d{1,4}(?:, ?\d{1,4})+", re.ASCII)
_STAGES: Final = frozenset(stage.key for stage in STAGES)


def is_our_tab(tab: Tab, key: str | None = None) -> bool:
    """Returns whether a tab is our tab `key`, or any one of ours, by its name in either language
    and by its own headings. One in which nothing is typed is known by its name.
    """
    if key is None:
        return fold(tab.name) == fold(STATE_TAB) or any(is_our_tab(tab, each) for each in TABS)
    if not is_tab(tab.name, key):
        return False
    return any(_is_ours(row, key) for row in tab.head) or not any(map(any, tab.head))


def _is_ours(row: Sequence[Value], key: str) -> bool:
    """Returns whether a row names a column of our tab `key`, or is an entry of the Playbook."""
    if any(_heading_of(value) in _WORDS[key] for value in row):
        return True
    return key == "playbook" and (_is_setting(row) or _is_stage(row))


def _is_setting(row: Sequence[Value]) -> bool:
    """Returns whether a row is a setting: its name, its value, what it means, and no more."""
    return bool(row) and len(row) < 4 and _heading_of(row[0]) in _SETTINGS


def _is_stage(row: Sequence[Value]) -> bool:
    """Returns whether a row is a stage of the Playbook whose headings are gone: its key, and three
    other cells, one of which lists gaps.
    """
    rest = [value for value in row[1:] if value is not None]
    gaps = any(isinstance(value, str) and _GAPS.fullmatch(value) for value in rest)
    return len(rest) > 2 and gaps and isinstance(row[0], str) and fold(row[0]) in _STAGES


def _heading_of(value: Value) -> str:
    return fold_heading(value.replace("_", " ")) if isinstance(value, str) else ""

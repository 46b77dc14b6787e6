"""Where the tables of our own tabs stand, for whoever writes formulas that read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from sheetflow.columns import by_word, fold_heading
from sheetflow.decide.messages import MESSAGE_HEADINGS
from sheetflow.decide.people import PEOPLE_HEADINGS
from sheetflow.decide.playbook import (
    CALENDAR_HEADINGS,
    EVENTS_HEADING,
    PHRASES_HEADING,
    REPROACH_HEADING,
    SETTING_HEADING,
    STAGE_HEADINGS,
    YOUR_WORDS_HEADINGS,
)
from sheetflow.decide.sequence import STEP_HEADINGS
from sheetflow.decide.symptoms import SYMPTOM_HEADINGS
from sheetflow.model import Snapshot
from sheetflow.parse.contacts_log import HEADINGS as LOG_HEADINGS
from sheetflow.parse.grid import grid_of
from sheetflow.parse.table_rows import find_table
from sheetflow.parse.workbook import our_tab

Headings = Mapping[str, tuple[str, ...]]


class _Kind(NamedTuple):
    """A table: the tab that it is in, its headings by key, and those that tell it from others."""

    tab: str
    headings: Headings
    needed: frozenset[str]

    def is_it(self, columns: Mapping[str, int]) -> bool:
        """Returns whether these columns tell the table."""
        return self.needed <= columns.keys()


_SETTINGS: Final = {"name": SETTING_HEADING, "value": ("Value", "Valor")}
_LISTS: Final = {
    "phrases": PHRASES_HEADING,
    "events": EVENTS_HEADING,
    "reproaches": REPROACH_HEADING,
}
_ABSENCES: Final = {key: CALENDAR_HEADINGS[key] for key in ("owner", "first", "last", "deputy")}


def _kind(tab: str, headings: Headings, *needed: str) -> _Kind:
    return _Kind(tab, headings, frozenset(needed))


TABLES: Final[Mapping[str, _Kind]] = {
    "stages": _kind("playbook", STAGE_HEADINGS, "en", "gaps"),
    "settings": _kind("playbook", _SETTINGS, "name", "value"),
    "steps": _kind("playbook", STEP_HEADINGS, "stage", "touch"),
    "symptoms": _kind("playbook", SYMPTOM_HEADINGS, "opened", "silent_for"),
    "phrases": _kind("playbook", _LISTS, "phrases"),
    "your_words": _kind("playbook", YOUR_WORDS_HEADINGS, "word", "stage"),
    "holidays": _kind("calendar", {"holiday": CALENDAR_HEADINGS["holiday"]}, "holiday"),
    "absences": _kind("calendar", _ABSENCES, "owner", "first"),
    "people": _kind("people", PEOPLE_HEADINGS, "name"),
    "messages": _kind("messages", MESSAGE_HEADINGS, "message", "text"),
    "log": _kind("log", LOG_HEADINGS, "date", "lead", "way"),
}
"""Name of a table -> what it looks like."""


class FoundTable(NamedTuple):
    """A table that is there: its tab, the 1-based row of its headings, the last row of the tab that
    holds anything, its 0-based columns by key.
    """

    tab: str
    heading_row: int
    last_row: int
    columns: Mapping[str, int]


def find_tables(snapshot: Snapshot, names: Iterable[str] = tuple(TABLES)) -> dict[str, FoundTable]:
    """Returns the tables of our tabs, as far as they are there."""
    found, wanted = dict[str, FoundTable](), tuple(names)
    for key in dict.fromkeys(TABLES[name].tab for name in wanted):
        tab = our_tab(snapshot, key)
        grid = grid_of(tab) if tab is not None else ()
        for name in wanted:
            kind = TABLES[name]
            if tab is None or kind.tab != key:
                continue
            table = find_table(grid, by_word(_named(kind.headings), fold_heading), kind.is_it)
            if table is not None:
                found[name] = FoundTable(tab.name, table.row + 1, len(grid), table.columns)
    return found


def _named(headings: Headings) -> list[tuple[str, tuple[str, ...]]]:
    """Returns the headings that say something: a blank column between two tables is none."""
    return [(key, words) for key, words in headings.items() if key]

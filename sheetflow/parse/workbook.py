"""A snapshot -> leads, Playbook, Contacts log and problems: everything the rules need, and nothing
else.

Bad cells become problems, never exceptions; only headings and the Playbook can stop a run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sheetflow.columns import is_tab
from sheetflow.decide.playbook import DEFAULT, Playbook
from sheetflow.errors import SheetflowError, speaking
from sheetflow.errors.lists import PlaybookUnusable
from sheetflow.model import Headings, Problem, Snapshot, Tab
from sheetflow.parse import dates
from sheetflow.parse.calendar_tab import read_calendar
from sheetflow.parse.contacts_log import Log, read_log
from sheetflow.parse.grid import grid_of
from sheetflow.parse.headings import Layout, find_layouts
from sheetflow.parse.leads_tab import LeadsTab, read_leads_tab
from sheetflow.parse.ownership import column_owners
from sheetflow.parse.people_tab import read_people
from sheetflow.parse.playbook_tab import read_playbook
from sheetflow.parse.readers import Dialect, phrase_finder


@dataclass(frozen=True, slots=True)
class Workbook:
    """What was read of a workbook.

    `lang` is the language of the answers, as asked for or as the workbook speaks; `spoken` is how
    it speaks by itself. `problems` say what people should know of its columns, `other_tabs` names
    the tabs without leads. People may change a `shared` one while a run decides.
    """

    tabs: tuple[LeadsTab, ...]
    playbook: Playbook
    lang: str
    spoken: str
    date_style: dates.DateStyle
    problems: tuple[Problem, ...]
    other_tabs: frozenset[str] = frozenset()
    log: Log = field(default_factory=Log)
    shared: bool = False

    def forget_names(self) -> None:
        """Lets go of the names of leads, once the log was read; only people read them."""
        for tab in self.tabs:
            tab.leads.forget_names()


Progress = Callable[[int], None]
"""Told how many rows were read since the last call."""

_Leads = tuple[tuple[LeadsTab, ...], tuple[Problem, ...]]
"""The leads tabs, and what is odd about the owners of their columns."""


class Remembered(NamedTuple):
    """What the state knows of a workbook that reading it needs: the headings that are ours, and
    whether anybody asked not to be contacted.
    """

    headings: Headings = MappingProxyType({})
    opted_out: bool = False


def read_workbook(
    snapshot: Snapshot,
    remembered: Remembered,
    lang: str | None = None,
    only: str | None = None,
    progress: Progress = lambda rows: None,
    *,
    addresses: bool = False,
) -> Workbook:
    """Reads all leads tabs, and what the team says beside them.

    `only` names one leads tab. With `addresses`, emails and phones are kept for people to read.
    Raises ConfigError for headings or a Playbook that must be mended first, which speaks what the
    run would speak as far as that is known.
    """
    try:
        layouts = find_layouts(snapshot.tabs, remembered.headings, only, snapshot.places)
        team = _team(snapshot, lang, layouts)
        tabs, odd = _read_leads(layouts, remembered, team, progress, addresses=addresses)
        tab = our_tab(snapshot, "log")
        log = _read_log(tab, tabs, team) if tab else Log()
    except SheetflowError as error:
        error.lang = known_language(snapshot, lang) or error.lang
        raise
    others = frozenset(tab.name for tab in snapshot.tabs) - {tab.name for tab in tabs}
    playbook, style, lang, spoken = team
    problems = tuple(chain(*(layout.problems for layout in layouts), odd))
    return Workbook(tabs, playbook, lang, spoken, style, problems, others, log, snapshot.shared)


class _Team(NamedTuple):
    """What the team says of itself; the language as asked for, and as the workbook speaks."""

    playbook: Playbook
    style: dates.DateStyle
    lang: str
    spoken: str


def _team(snapshot: Snapshot, lang: str | None, layouts: Sequence[Layout]) -> _Team:
    """Settles the language, and reads the team's tabs. Raises PlaybookUnusable."""
    by_headings = language_of(layouts)
    playbook, style, wrong = read_team(snapshot, lang or by_headings)
    spoken = playbook.language or snapshot.language or by_headings
    if wrong:
        with speaking(lang or spoken):
            raise PlaybookUnusable(tuple(wrong))
    return _Team(playbook, style, lang or spoken, spoken)


def read_team(snapshot: Snapshot, lang: str) -> tuple[Playbook, dates.DateStyle, list[Problem]]:
    """Reads the Playbook and Calendar tabs, or the defaults; problems there stop a run.

    `lang` is the language where neither Playbook nor workbook names one.
    """
    playbook, problems = DEFAULT, list[Problem]()
    if snapshot.time_zone:
        playbook = replace(playbook, time_zone=snapshot.time_zone)
    if tab := our_tab(snapshot, "playbook"):
        playbook, problems = read_playbook(grid_of(tab), tab.name, playbook)
    lang = playbook.language or snapshot.language or lang
    first = dates.day_first(lang, playbook.country)
    style = dates.DateStyle(snapshot.date1904, first, ZoneInfo(playbook.time_zone))
    if tab := our_tab(snapshot, "calendar"):
        playbook, more = read_calendar(grid_of(tab), tab.name, playbook, style)
        problems += more
    if tab := our_tab(snapshot, "people"):
        playbook, more = read_people(grid_of(tab), tab.name, playbook)
        problems += more
    return playbook, style, problems


def known_language(snapshot: Snapshot, asked: str | None) -> str | None:
    """Returns what a run speaks whatever its headings say: as asked for, else as the Playbook or
    the sheet itself says.
    """
    return asked or read_team(snapshot, "en")[0].language or snapshot.language


def our_tab(snapshot: Snapshot, key: str) -> Tab | None:
    """Returns our tab of that key, under its English or Spanish name."""
    return next((tab for tab in snapshot.tabs if is_tab(tab.name, key)), None)


def language_of(layouts: Sequence[Layout]) -> str:
    """Returns the language of most headings; English when they are even."""
    english, spanish = (sum(layout.spoken(lang) for layout in layouts) for lang in ("en", "es"))
    return "es" if spanish > english else "en"


def _read_leads(
    layouts: Sequence[Layout],
    remembered: Remembered,
    team: _Team,
    progress: Progress,
    *,
    addresses: bool,
) -> _Leads:
    """Reads the leads tabs, and what is odd about the owners of their columns."""
    tabs, odd = list[LeadsTab](), list[Problem]()
    dialect = Dialect(team.playbook, team.style, team.lang, remembered.opted_out)
    for layout in layouts:
        headings = remembered.headings.get(layout.tab.name, {})
        columns = column_owners(layout, headings, team.playbook, team.style)
        odd += columns.problems
        tabs.append(read_leads_tab(layout, columns, dialect, progress, addresses=addresses))
    return tuple(tabs), tuple(odd)


def _read_log(tab: Tab, tabs: Sequence[LeadsTab], team: _Team) -> Log:
    return read_log(grid_of(tab), tab.name, tabs, team.style, phrase_finder(team.playbook.phrases))

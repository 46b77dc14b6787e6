"""A snapshot -> leads, Playbook, Contacts log and problems: everything the rules need, and nothing
else.

Bad cells become problems, never exceptions; only headings and the Playbook can stop a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from sheetflow.columns import is_tab
from sheetflow.decide.messages import MessageText
from sheetflow.decide.playbook import DEFAULT, Playbook
from sheetflow.errors import SheetflowError, speaking
from sheetflow.errors.lists import PlaybookUnusable
from sheetflow.model import Choices, Headings, Problem, Snapshot, Tab, Text
from sheetflow.parse import dates
from sheetflow.parse.amounts import decimal_sign
from sheetflow.parse.calendar_tab import read_calendar
from sheetflow.parse.contacts_log import Log, read_log
from sheetflow.parse.followed import Followed, followed
from sheetflow.parse.grid import grid_of
from sheetflow.parse.headings import Layout, find_layouts
from sheetflow.parse.leads_tab import LeadsTab, read_leads_tab, word_problems
from sheetflow.parse.live_tabs import LiveTabs, read_live
from sheetflow.parse.messages_tab import NO_MESSAGES, Messages, read_messages, without_text
from sheetflow.parse.our_tabs import is_our_tab
from sheetflow.parse.ownership import OfTab, column_owners
from sheetflow.parse.people_tab import read_people
from sheetflow.parse.playbook_tab import read_playbook
from sheetflow.parse.readers import Dialect, wording_finder
from sheetflow.parse.stages import StageWords
from sheetflow.zones import zone_of, zone_or_utc


@dataclass(frozen=True, slots=True)
class Workbook:
    """What was read of a workbook.

    `lang` is the language of the answers, as asked for or as the workbook speaks; `spoken` is how
    it speaks by itself. `choices` are what was chosen where several columns or tabs fit. `problems`
    say what people should know of its columns, `other_tabs` names
    the tabs without leads. People may change a `shared` one while a run decides. `live` is what its
    hidden tabs of formulas say, where it has any.
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
    zone: str | None = None
    choices: Choices = field(default_factory=dict)
    live: LiveTabs | None = None
    messages: tuple[MessageText, ...] = ()

    def forget_names(self) -> None:
        """Lets go of the names of leads, once the log was read; only people read them."""
        for tab in self.tabs:
            tab.leads.forget_names()


Progress = Callable[[int], None]
"""Told how many rows were read since the last call."""

DayIn = Callable[[str], date]
"""Tells the day of the run from the team's time zone."""


def _the_last_one(zone: str) -> date:
    return date.max


_Leads = tuple[tuple[LeadsTab, ...], tuple[Problem, ...]]
"""The leads tabs, and what is odd about the owners of their columns."""


class Remembered(NamedTuple):
    """What the state knows of a workbook that reading it needs: the headings that are ours, whether
    anybody asked not to be contacted, what earlier runs chose, tab by tab, the zone of the machine
    that first wrote, and how the workbook spoke when it was found out.
    """

    headings: Headings = MappingProxyType({})
    opted_out: bool = False
    choices: Choices = MappingProxyType({})
    zone: str | None = None
    spoken: str | None = None

    def of_tab(self, name: str) -> OfTab:
        """Returns what is remembered of one tab."""
        return OfTab(self.headings.get(name, {}), self.choices.get(name, {}))


def read_workbook(
    snapshot: Snapshot,
    remembered: Remembered,
    lang: str | None = None,
    only: str | None = None,
    progress: Progress = lambda rows: None,
    day_in: DayIn = _the_last_one,
    *,
    addresses: bool = False,
) -> Workbook:
    """Reads all leads tabs, and what the team says beside them.

    `only` names one leads tab; `day_in` tells the day of the run from the team's time zone. With
    `addresses`, emails and phones are kept for people to read. Raises ConfigError for headings or a
    Playbook that must be mended first, which speaks what the run would speak as far as that is
    known.
    """
    try:
        only, before = only or _addressed(snapshot), remembered.choices
        found = find_layouts(snapshot.tabs, remembered.headings, only, snapshot.places, before)
        team = _team(snapshot, lang, remembered, found)
        kept = followed(found, team.playbook, before, chosen=bool(only))
        layouts = kept.layouts
        dialect = _dialect(team, remembered, day_in, addresses=addresses)
        tabs, odd = _read_leads(layouts, remembered, dialect, progress)
        tab = our_tab(snapshot, "log") or _named_log(snapshot, layouts)
        log = _read_log(tab, tabs, team) if tab else Log()
    except SheetflowError as error:
        error.lang = known_language(snapshot, lang, remembered.spoken) or error.lang
        raise
    others = frozenset(tab.name for tab in snapshot.tabs) - {tab.name for tab in tabs}
    playbook, style, lang, spoken = team
    by_tab = (layout.problems for layout in layouts)
    messages = _messages(snapshot, playbook, spoken)
    problems = tuple(chain(_unknown_zone(playbook), kept.problems, *by_tab, odd, messages.problems))
    read = (tabs, playbook, lang, spoken, style, problems, others, log)
    choices = _choices(snapshot, remembered, kept, tabs)
    live = read_live(snapshot, tabs)
    more = (snapshot.shared, remembered.zone, choices, live, messages.texts)
    return Workbook(*read, *more)


def _messages(snapshot: Snapshot, playbook: Playbook, lang: str) -> Messages:
    """Reads the texts of the team, and finds the messages of its steps that have none."""
    tab, named = our_tab(snapshot, "messages"), our_tab(snapshot, "playbook")
    found = read_messages(grid_of(tab), tab.name, playbook, lang) if tab else NO_MESSAGES
    missing = without_text(playbook, found.texts, named.name) if named else ()
    return found._replace(problems=(*found.problems, *missing))


def _unknown_zone(playbook: Playbook) -> Iterator[Problem]:
    """Tells that a sheet is in a zone that nobody knows, where the Playbook names no other."""
    if zone_of(playbook.time_zone) is None:
        yield Problem("", Text("unknown_zone", (playbook.time_zone,)))


def _addressed(snapshot: Snapshot) -> str | None:
    """Returns the tab that the address of the workbook names; one of ours is no list of leads, and
    an empty one, as of a new spreadsheet, names none.
    """
    tab = snapshot.tab(snapshot.only) if snapshot.only else None
    if tab is None or is_our_tab(tab) or not any(map(any, tab.head)):
        return None
    return tab.name


def _choices(
    snapshot: Snapshot, remembered: Remembered, kept: Followed, tabs: Sequence[LeadsTab]
) -> Choices:
    """Returns what was chosen, tab by tab; of tabs that this run left out, what was before."""
    here = {tab.name for tab in snapshot.tabs}
    found = {name: chosen for name, chosen in remembered.choices.items() if name in here}
    found |= kept.choices
    for tab in tabs:
        found.pop(tab.name, None)
        if tab.choices:
            found[tab.name] = tab.choices
    return found


class _Team(NamedTuple):
    """What the team says of itself; the language as asked for, and as the workbook speaks."""

    playbook: Playbook
    style: dates.DateStyle
    lang: str
    spoken: str


def _team(
    snapshot: Snapshot, lang: str | None, remembered: Remembered, layouts: Sequence[Layout]
) -> _Team:
    """Settles the language, and reads the team's tabs. Where the Playbook names no language the
    workbook speaks the one that is remembered or its own, else that of its headings. Raises
    PlaybookUnusable.
    """
    by_headings, known = language_of(layouts), remembered.spoken or snapshot.language
    playbook, style, wrong = read_team(snapshot, known or by_headings, remembered.zone)
    spoken = playbook.language or known or by_headings
    if wrong:
        with speaking(lang or spoken):
            raise PlaybookUnusable(tuple(wrong))
    return _Team(playbook, style, lang or spoken, spoken)


def read_team(
    snapshot: Snapshot, lang: str, zone: str | None = None
) -> tuple[Playbook, dates.DateStyle, list[Problem]]:
    """Reads the Playbook and Calendar tabs, or the defaults; problems there stop a run.

    `lang` and `zone` are those where neither Playbook nor workbook names one.
    """
    playbook, problems = DEFAULT, list[Problem]()
    named = snapshot.time_zone or (zone if zone and zone_of(zone) else None)
    if named:  # what the sheet says counts as UTC where nobody knows it, and is told
        playbook = replace(playbook, time_zone=named)
    if tab := our_tab(snapshot, "playbook"):
        playbook, problems = read_playbook(grid_of(tab), tab.name, playbook)
    lang = playbook.language or lang
    first = dates.day_first(lang, playbook.country)
    style = dates.DateStyle(snapshot.date1904, first, zone_or_utc(playbook.time_zone))
    if tab := our_tab(snapshot, "calendar"):
        playbook, more = read_calendar(grid_of(tab), tab.name, playbook, style)
        problems += more
    if tab := our_tab(snapshot, "people"):
        playbook, more = read_people(grid_of(tab), tab.name, playbook)
        problems += more
    return playbook, style, problems


def known_language(
    snapshot: Snapshot, asked: str | None, remembered: str | None = None
) -> str | None:
    """Returns what a run speaks whatever its headings say: as asked for, else as the Playbook says,
    else as an earlier run found or the sheet itself says.
    """
    return asked or read_team(snapshot, "en")[0].language or remembered or snapshot.language


def our_tab(snapshot: Snapshot, key: str) -> Tab | None:
    """Returns our tab of that key, under its English or Spanish name and with its headings."""
    return next((tab for tab in snapshot.tabs if is_our_tab(tab, key)), None)


def _named_log(snapshot: Snapshot, layouts: Sequence[Layout]) -> Tab | None:
    """Returns a tab that is called Contacts log and holds something else: that it is not read is
    worth a word, unless it holds leads.
    """
    followed = {layout.tab.name for layout in layouts}
    named = (tab for tab in snapshot.tabs if is_tab(tab.name, "log"))
    return next((tab for tab in named if tab.name not in followed), None)


def language_of(layouts: Sequence[Layout]) -> str:
    """Returns the language of most headings; English when they are even."""
    english, spanish = (sum(layout.spoken(lang) for layout in layouts) for lang in ("en", "es"))
    return "es" if spanish > english else "en"


def _dialect(team: _Team, remembered: Remembered, day_in: DayIn, *, addresses: bool) -> Dialect:
    words, today = StageWords(team.playbook), day_in(team.playbook.time_zone)
    decimal = decimal_sign(team.spoken, team.playbook.country)
    how = (team.playbook, words, team.style, decimal, remembered.opted_out)
    return Dialect(*how, today, addresses)


def _read_leads(
    layouts: Sequence[Layout],
    remembered: Remembered,
    dialect: Dialect,
    progress: Progress,
) -> _Leads:
    """Reads the leads tabs, and what is odd about the owners of their columns."""
    tabs, odd = list[LeadsTab](), list[Problem]()
    for layout in layouts:
        of_tab = remembered.of_tab(layout.tab.name)
        columns = column_owners(layout, of_tab, dialect.words, dialect.style)
        tab = read_leads_tab(layout, columns, dialect, of_tab.choices, progress)
        odd += [*columns.problems, *tab.problems, *word_problems(tab)]
        tabs.append(tab)
    return tuple(tabs), tuple(odd)


def _read_log(tab: Tab, tabs: Sequence[LeadsTab], team: _Team) -> Log:
    wording = wording_finder(team.playbook).find
    return read_log(grid_of(tab), tab.name, tabs, team.style, wording)

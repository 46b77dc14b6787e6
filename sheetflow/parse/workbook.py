"""A snapshot -> leads, playbook and problems: everything the rules need, and nothing else.

Bad cells become problems, never exceptions; only headings and the Playbook can stop a run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sheetflow.columns import DATES, is_tab
from sheetflow.decide.playbook import DEFAULT, Playbook
from sheetflow.errors import speaking
from sheetflow.errors.lists import PlaybookUnusable
from sheetflow.model import Problem, Snapshot, Tab
from sheetflow.parse import dates
from sheetflow.parse.calendar_tab import read_calendar
from sheetflow.parse.grid import grid_of
from sheetflow.parse.headings import Layout, find_layouts
from sheetflow.parse.leads import LeadTable, Readers, read_block
from sheetflow.parse.ownership import column_owners
from sheetflow.parse.playbook_tab import read_playbook
from sheetflow.parse.readers import _readers


@dataclass(frozen=True, slots=True)
class LeadsTab:
    """One leads tab: where its columns stand, and its leads."""

    layout: Layout
    people: Mapping[str, int]
    owned: Mapping[str, int]
    leads: LeadTable


@dataclass(frozen=True, slots=True)
class Workbook:
    """All that was read: the leads tabs, the team's numbers, the language (`lang` as asked for,
    `spoken` by itself), what to tell people, and the names of the other tabs.
    """

    tabs: tuple[LeadsTab, ...]
    playbook: Playbook
    lang: str
    spoken: str
    calendar: dates.DateStyle
    problems: tuple[Problem, ...]
    others: frozenset[str] = frozenset()


def read_team(snapshot: Snapshot, lang: str) -> tuple[Playbook, dates.DateStyle, list[Problem]]:
    """The Playbook and Calendar tabs, or the defaults; problems there stop a run."""
    playbook, problems = DEFAULT, list[Problem]()
    if snapshot.time_zone:
        playbook = replace(playbook, time_zone=snapshot.time_zone)
    if tab := our_tab(snapshot, "playbook"):
        playbook, problems = read_playbook(grid_of(tab), tab.name, playbook)
    lang = playbook.language or snapshot.language or lang
    first = dates.day_first(lang, playbook.country)
    calendar = dates.DateStyle(snapshot.date1904, first, ZoneInfo(playbook.time_zone))
    if tab := our_tab(snapshot, "calendar"):
        playbook, more = read_calendar(grid_of(tab), tab.name, playbook, calendar)
        problems += more
    return playbook, calendar, problems


def our_tab(snapshot: Snapshot, key: str) -> Tab | None:
    """Our tab of that key, under its English or Spanish name."""
    return next((tab for tab in snapshot.tabs if is_tab(tab.name, key)), None)


def language_of(layouts: Sequence[Layout]) -> str:
    """The language of most headings; English when they are even."""
    english, spanish = (sum(layout.spoken(lang) for layout in layouts) for lang in ("en", "es"))
    return "es" if spanish > english else "en"


def read_workbook(
    snapshot: Snapshot,
    remembered: Mapping[str, Mapping[str, str]],
    *,
    lang: str | None = None,
    only: str | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> Workbook:
    """Read all leads tabs. Raises ConfigError for headings or a Playbook that must be mended
    first.
    """
    layouts = find_layouts(snapshot.tabs, remembered, only, snapshot.places)
    spoken = language_of(layouts)
    playbook, calendar, wrong = read_team(snapshot, lang or spoken)
    spoken = playbook.language or snapshot.language or spoken
    lang = lang or spoken
    if wrong:
        with speaking(lang):
            raise PlaybookUnusable(tuple(wrong))
    problems = [p for layout in layouts for p in layout.problems]
    tabs = []
    for layout in layouts:
        people, owned, more = column_owners(
            layout, remembered.get(layout.tab.name, {}), playbook, calendar
        )
        problems += more
        tabs.append(
            LeadsTab(
                layout,
                people,
                owned,
                _read_tab(layout, people, owned, playbook, calendar, lang, progress),
            )
        )
    others = frozenset(tab.name for tab in snapshot.tabs) - {tab.layout.tab.name for tab in tabs}
    return Workbook(tuple(tabs), playbook, lang, spoken, calendar, tuple(problems), others)


# ── the cells ─────────────────────────────────────────────────────────────────────────────────


def _read_tab(
    layout: Layout,
    people: Mapping[str, int],
    owned: Mapping[str, int],
    playbook: Playbook,
    calendar: dates.DateStyle,
    lang: str,
    progress: Callable[[int], None],
) -> LeadTable:
    """Read a tab once; and once more where its text dates turn out to be in another order than
    assumed.
    """
    orders: dict[str, bool | None] = dict.fromkeys(DATES, calendar.day_first)
    typed: dict[str, set[str]] = {key: set() for key in DATES}
    table = LeadTable()
    synonyms = people.get("stage") != layout.people.get("stage")
    _fill(
        table,
        layout,
        people,
        owned,
        _readers(playbook, calendar, orders, typed, lang, synonyms=synonyms),
        progress,
    )
    settled = {key: dates.column_order(texts, calendar.day_first) for key, texts in typed.items()}
    if settled != orders:
        table = LeadTable()
        _fill(
            table,
            layout,
            people,
            owned,
            _readers(playbook, calendar, settled, typed, lang, synonyms=synonyms),
            progress,
        )
    return table


def _fill(
    table: LeadTable,
    layout: Layout,
    people: Mapping[str, int],
    owned: Mapping[str, int],
    readers: Readers,
    progress: Callable[[int], None],
) -> None:
    columns = {**people, **owned}
    left = range(min(people.values()))
    wanted = sorted({*left, *columns.values()})
    for block in layout.tab.blocks(wanted):
        skip = sum(row <= layout.heading_row for row in block.rows[: layout.heading_row])
        values = dict(zip(wanted, block.columns, strict=True))
        raw = {key: values[at][skip:] for key, at in columns.items()}
        read_block(block.rows[skip:], raw, [values[at][skip:] for at in left], readers, table)
        progress(len(block.rows))

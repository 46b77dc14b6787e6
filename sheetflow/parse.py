"""A snapshot -> leads, playbook and problems: everything the rules need, and nothing else.

Bad cells become problems, never exceptions; only headings and the Playbook can stop a run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from sheetflow import dates
from sheetflow.calendar_tab import read_calendar
from sheetflow.claims import claims, stage_dictionary
from sheetflow.columns import DATES, fold, is_tab
from sheetflow.errors import ConfigError
from sheetflow.headings import Layout, find_layouts
from sheetflow.leads import LeadTable, Memo, Readers, read_block
from sheetflow.model import Playbook, Problem, Snapshot, Tab, Value
from sheetflow.playbook import DEFAULT, SEGMENTS, stage_words
from sheetflow.playbook_tab import Grid, read_playbook
from sheetflow.values import BAD, amount_of, count_of, text_of, yes_no

KINDS: Final = {"": "opportunity", "opportunity": "opportunity", "oportunidad": "opportunity", "task": "task",
                "tarea": "task", "partner": "partner", "socio": "partner"}  # fmt: skip
_WIDEST: Final = 64
"""Columns read of our own tabs."""


@dataclass(frozen=True, slots=True)
class LeadsTab:
    """One leads tab: where its columns stand, and its leads."""

    layout: Layout
    people: Mapping[str, int]
    owned: Mapping[str, int]
    leads: LeadTable


@dataclass(frozen=True, slots=True)
class Workbook:
    """All that was read: the leads tabs, the team's numbers, the language (`lang` as asked for, `spoken` by
    itself), what to tell people, and the names of the other tabs."""

    tabs: tuple[LeadsTab, ...]
    playbook: Playbook
    lang: str
    spoken: str
    calendar: dates.Calendar
    problems: tuple[Problem, ...]
    others: frozenset[str] = frozenset()


def grid_of(tab: Tab) -> Grid:
    """A small tab as rows of values, without gaps: row n of the sheet is item n - 1."""
    rows: list[list[Value]] = []
    for block in tab.blocks(range(_WIDEST)):
        for at, *cells in zip(block.rows, *block.columns, strict=True):
            rows += [[]] * (at - 1 - len(rows))
            rows.append(cells)
    return rows


def read_team(snapshot: Snapshot, lang: str) -> tuple[Playbook, dates.Calendar, list[Problem]]:
    """The Playbook and Calendar tabs, or the defaults; problems there stop a run."""
    playbook, problems = DEFAULT, list[Problem]()
    if snapshot.time_zone:
        playbook = replace(playbook, time_zone=snapshot.time_zone)
    if tab := our_tab(snapshot, "playbook"):
        playbook, problems = read_playbook(grid_of(tab), tab.name, playbook)
    lang = playbook.language or snapshot.language or lang
    first = dates.day_first(lang, playbook.country)
    calendar = dates.Calendar(snapshot.date1904, first, ZoneInfo(playbook.time_zone))
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
    """Read all leads tabs. Raises ConfigError for headings or a Playbook that must be mended first."""
    layouts = find_layouts(snapshot.tabs, remembered, only, snapshot.places)
    spoken = language_of(layouts)
    playbook, calendar, wrong = read_team(snapshot, lang or spoken)
    if wrong:
        raise PlaybookError(wrong, lang or playbook.language or spoken)
    spoken = playbook.language or snapshot.language or spoken
    lang = lang or spoken
    problems = [p for layout in layouts for p in layout.problems]
    tabs = []
    for layout in layouts:
        people, owned, more = claims(layout, remembered.get(layout.tab.name, {}), playbook, calendar)
        problems += more
        tabs.append(
            LeadsTab(layout, people, owned, _read_tab(layout, people, owned, playbook, calendar, lang, progress))
        )
    others = frozenset(tab.name for tab in snapshot.tabs) - {tab.layout.tab.name for tab in tabs}
    return Workbook(tuple(tabs), playbook, lang, spoken, calendar, tuple(problems), others)


class PlaybookError(ConfigError):
    """Entries of the Playbook or Calendar that cannot be used; `problems` names their cells."""

    def __init__(self, problems: Sequence[Problem], lang: str) -> None:
        super().__init__("the Playbook or Calendar has entries that cannot be used")
        self.problems = tuple(problems)
        self.lang = lang


# ── the cells ─────────────────────────────────────────────────────────────────────────────────


def _read_tab(layout: Layout, people: Mapping[str, int], owned: Mapping[str, int], playbook: Playbook,
              calendar: dates.Calendar, lang: str, progress: Callable[[int], None]) -> LeadTable:  # fmt: skip
    """Read a tab once; and once more where its text dates turn out to be in another order than assumed."""
    orders: dict[str, bool | None] = dict.fromkeys(DATES, calendar.day_first)
    typed: dict[str, set[str]] = {key: set() for key in DATES}
    table = LeadTable()
    synonyms = people.get("stage") != layout.people.get("stage")
    _fill(table, layout, people, owned, _readers(playbook, calendar, orders, typed, lang, synonyms=synonyms), progress)
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


def _fill(table: LeadTable, layout: Layout, people: Mapping[str, int], owned: Mapping[str, int], readers: Readers,
          progress: Callable[[int], None]) -> None:  # fmt: skip
    columns = {**people, **owned}
    left = range(min(people.values()))
    wanted = sorted({*left, *columns.values()})
    for block in layout.tab.blocks(wanted):
        skip = sum(row <= layout.heading_row for row in block.rows[: layout.heading_row])
        values = dict(zip(wanted, block.columns, strict=True))
        raw = {key: values[at][skip:] for key, at in columns.items()}
        read_block(block.rows[skip:], raw, [values[at][skip:] for at in left], readers, table)
        progress(len(block.rows))


def _readers(
    playbook: Playbook,
    calendar: dates.Calendar,
    orders: Mapping[str, bool | None],
    typed: dict[str, set[str]],
    lang: str,
    *,
    synonyms: bool,
) -> Readers:
    by_key: dict[str, Memo] = {
        "stage": Memo(_stage_reader(playbook, synonyms=synonyms)),
        "kind": Memo(lambda v: KINDS.get(fold(text_of(v)), BAD) if not _is_error(v) else BAD),
        "fit": Memo(yes_no),
        "do_not_contact": Memo(yes_no),
        "confirmed": Memo(yes_no),
        "segment": Memo(lambda v: SEGMENTS.get(word := fold(text_of(v)), word)),
        "owner": Memo(lambda v: text_of(v)),
        "source": Memo(lambda v: fold(text_of(v))),
    }
    for key in DATES:
        moments = _date_reader(calendar._replace(day_first=orders[key]), typed[key])
        by_key[key] = Memo(moments if key in ("last_contact", "last_reply") else _day_of(moments))
    return Readers(by_key, Memo(_phrase_finder(playbook)), lambda v: amount_of(v, comma_decimal=lang == "es"), count_of)


def _is_error(value: Value) -> bool:
    return isinstance(value, tuple)


def _stage_reader(playbook: Playbook, *, synonyms: bool) -> Callable[[Value], Any]:
    words = stage_dictionary(playbook) if synonyms else {w: s for s in playbook.stages for w in stage_words(s)}
    first = next(stage for stage in playbook.stages if not stage.closed)

    def read(value: Value) -> Any:
        text = text_of(value)
        return BAD if _is_error(value) else words.get(fold(text), BAD) if text else first

    return read


def _date_reader(how: dates.Calendar, typed: set[str]) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        if isinstance(value, str):
            typed.add(value)
        return dates.read_moment(value, how)

    return read


def _day_of(moments: Callable[[Value], Any]) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        moment = moments(value)
        return moment.day if isinstance(moment, dates.Moment) else moment

    return read


def _phrase_finder(playbook: Playbook) -> Callable[[Value], bool]:
    """Whether a text holds a phrase as whole words, without case and accents, whatever stands between the words."""
    phrases = [words for phrase in playbook.phrases if (words := re.findall(r"\w+", phrase))]
    rarest = {max(words, key=len) for words in phrases}
    forms = "|".join(r"\W+".join(words) for words in phrases)
    whole = re.compile(rf"(?<!\w)(?:{forms})(?!\w)") if phrases else None

    def find(value: Value) -> bool:
        if not isinstance(value, str) or whole is None:
            return False
        text = fold(value)
        for word in rarest:  # a quick first look: most notes hold none of them
            if word in text:
                return whole.search(text) is not None
        return False

    return find

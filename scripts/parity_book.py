"""A random workbook for scripts/parity.py: a team with its leads, synced by the engine on three
earlier days with edits between, edited once more, and decided for the last day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from scripts.parity_leads import (
    AT,
    COLUMNS,
    FIRST_ROW,
    HEADING_ROW,
    Leads,
    headings,
    log_headings,
    tab_name,
)
from scripts.parity_team import Team, make_team
from sheetflow.backends.memory import MemoryBackend, MemoryTab
from sheetflow.columns import OWNED_KEYS
from sheetflow.engine import Options, look_at, sync
from sheetflow.model import Snapshot, Value
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.plan import Plan

TODAY: Final = date(2026, 11, 20)
EARLIER: Final = (TODAY - timedelta(23), TODAY - timedelta(11), TODAY - timedelta(3))
"""The days of the earlier syncs."""

Place = tuple[int, int]
"""(1-based row, 0-based column)."""


@dataclass(slots=True)
class Book:
    """A workbook on its last day: what the engine decides there, the cells of ours into which
    people typed something that still stands, and the rows that were copied together with their id.
    """

    backend: MemoryBackend
    team: Team
    snapshot: Snapshot
    before: Snapshot
    plan: Plan
    workbook: Workbook
    typed: frozenset[Place]
    copied: frozenset[str]

    @property
    def leads(self) -> MemoryTab:
        """The tab of the leads."""
        return self.backend.tab(tab_name("leads", self.team.lang))


def make_book(seed: int, number: int, lang: str, rows: int, lines: int | None = None) -> Book:
    """Draws the workbook of that number, with about so many leads, and so many lines in its log;
    without a number of lines, every other workbook has a log, of a line or two for each lead.
    """
    chance = Random(f"{seed} {number} {lang}")
    team = make_team(chance, lang, TODAY, number)
    if lines is None:
        lines = rows * 4 // 3 if number % 2 else 0
    people = _People(chance, team, rows, lines)
    for day in EARLIER:
        people.work(day)
        people.sync(day)
    before = people.backend.read()
    people.work(TODAY)
    copied = people.copy_rows()
    snapshot = people.backend.read()
    plan, workbook = look_at(snapshot, Options(today=TODAY))
    typed = frozenset(people.typed)
    return Book(people.backend, team, snapshot, before, plan, workbook, typed, copied)


def _tabs_of(team: Team) -> dict[str, Sequence[Sequence[Value]]]:
    """Returns the rows of the tabs of a team that has no leads yet."""
    rows: dict[str, Sequence[Sequence[Value]]] = {"leads": [[], headings(team.lang)]}
    rows["log"] = [log_headings(team.lang)]
    rows |= {"playbook": team.playbook, "calendar": team.calendar, "people": team.people}
    return {tab_name(key, team.lang): each for key, each in rows.items()}


class _People:
    """A team at work on a workbook in memory."""

    def __init__(self, chance: Random, team: Team, rows: int, lines: int) -> None:
        self._chance, self._team, self._draw = chance, team, Leads(chance, team)
        self._rows, self._lines, self._added = rows, lines, 0
        self.backend = MemoryBackend(_tabs_of(team))
        self._tab = self.backend.tab(tab_name("leads", team.lang))
        self._log_line = 1
        self.typed = dict[Place, Value]()

    def work(self, day: date) -> None:
        """Types new leads, edits others, and writes the log."""
        self._tab = self.backend.tab(self._tab.name)
        held = self._tab.held
        for row in range(FIRST_ROW, len(held) + 1):
            if self._chance.random() < 0.4:
                self._edit(row, _by_key(held[row - 1]), day)
        share = self._rows - self._added if day == TODAY else self._rows * 3 // 10
        row = max(FIRST_ROW, len(held) + 1)
        for _ in range(share):
            row += self._chance.random() < 0.01  # a blank line between
            self._type(row, {}, self._draw.lead(day))
            row += 1
        self._added += share
        if self._lines:
            self._write_log(day)

    def _edit(self, row: int, cells: dict[str, Value], day: date) -> None:
        if any(cells.get(key) for key in ("name", "company", "email", "phone")):
            edited = dict(cells)
            self._draw.edit(edited, day)
            self._type(row, cells, edited)

    def _type(self, row: int, before: Mapping[str, Value], after: Mapping[str, Value]) -> None:
        for key, value in after.items():
            if value != before.get(key) or type(value) is not type(before.get(key)):
                self._tab.type(row, AT[key], value)
                if key in OWNED_KEYS:
                    self.typed[row, AT[key]] = value

    def _write_log(self, day: date) -> None:
        log = self.backend.tab(tab_name("log", self._team.lang))
        held = self._tab.held
        for _ in range(self._lines // (len(EARLIER) + 1)):
            row = self._chance.randrange(FIRST_ROW - 1, len(held))
            self._log_line += 1
            for at, value in enumerate(self._draw.line(day, _by_key(held[row]))):
                log.type(self._log_line, at, value)

    def sync(self, day: date) -> None:
        """Syncs on that day; forgets what people typed where our answer took the cell again."""
        sync(self.backend, Options(today=day))
        self._tab = self.backend.tab(self._tab.name)
        held = self._tab.held
        for (row, column), value in list(self.typed.items()):
            cells = held[row - 1] if row <= len(held) else []
            if (cells[column] if column < len(cells) else None) != value:
                del self.typed[row, column]

    def copy_rows(self) -> frozenset[str]:
        """Copies some rows below the list, our answers and ids with them; returns these ids."""
        held, copied = self._tab.held, set[str]()
        for at in range(self._rows // 250):
            cells = held[self._chance.randrange(HEADING_ROW, len(held))]
            row = len(held) + 2 + at
            for column, value in enumerate(cells):
                self._tab.type(row, column, value)
            if cells and isinstance(cells[-1], str) and len(cells) == len(COLUMNS):
                copied.add(cells[-1])
        return frozenset(copied)


def _by_key(cells: Sequence[object]) -> dict[str, Value]:
    return {key: cells[at] for key, at in AT.items() if at < len(cells)}  # type: ignore[misc]  # no formulas here

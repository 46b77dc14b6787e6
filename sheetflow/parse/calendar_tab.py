"""The Calendar tab -> holidays and absences of the Playbook. What is wrong becomes a Problem that
names its cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sheetflow.columns import by_word, fold, fold_heading
from sheetflow.decide.people import Absence
from sheetflow.decide.playbook import CALENDAR_HEADINGS, Playbook
from sheetflow.model import Problem, Text, Value
from sheetflow.parse import dates
from sheetflow.parse.grid import Grid, HeadingRow, at, cell, heading_rows
from sheetflow.parse.values import BAD, is_blank, text_of

_SHOWN_ONLY: Final = ("", "day")
_READ: Final = {key: both for key, both in CALENDAR_HEADINGS.items() if key not in _SHOWN_ONLY}
_ALSO: Final = ("date", "fecha", "festivos", "holidays")
_KEYS: Final = by_word(_READ.items(), fold_heading) | dict.fromkeys(_ALSO, "holiday")


def read_calendar(
    grid: Grid, tab: str, base: Playbook, style: dates.DateStyle
) -> tuple[Playbook, list[Problem]]:
    """Reads the holidays and the absences of owners (last day included; blank: the first day)."""
    found = _headings(grid)
    if found is None:
        return base, []  # a calendar of the team's own
    # of two columns for one thing the right one counts: a Date, or its Holiday
    columns = {key: places[-1] for key, places in found.places.items()}
    reader = _Reader(tab, columns, style)
    for number, row in enumerate(grid[found.row + 1 :], found.row + 2):
        reader.read(number, row)
    holidays = base.holidays | reader.holidays
    return replace(base, holidays=holidays, absences=reader.absences), reader.problems


def _headings(grid: Grid) -> HeadingRow | None:
    """Returns the first row of headings that says holidays, or who is away and when."""
    for found in heading_rows(grid, lambda value: _KEYS.get(fold_heading(text_of(value)))):
        if "holiday" in found.places or {"owner", "first"} <= found.places.keys():
            return found
    return None


class _Reader:
    """Reads the rows of one Calendar tab."""

    def __init__(self, tab: str, columns: Mapping[str, int], style: dates.DateStyle) -> None:
        self._tab, self._columns, self._style = tab, columns, style
        self.holidays: set[date] = set()
        self.absences: dict[str, tuple[Absence, ...]] = {}
        self.problems: list[Problem] = []

    def read(self, number: int, row: Sequence[Value]) -> None:
        """Reads the row of that number, 1-based: a holiday, an absence, or both."""
        day, first, last = (self._day(row, number, key) for key in ("holiday", "first", "last"))
        owner = text_of(at(row, self._columns.get("owner")))
        if day:
            self.holidays.add(day)
        if first and (last or first) < first:
            self._complain("wrong_absence", number, self._columns["last"])
        elif bool(owner) != bool(first) or (last and not first):
            self._complain("lone_absence", number, self._columns.get("owner", 0))
        elif first:
            deputy = text_of(at(row, self._columns.get("deputy")))
            away = Absence(first, last or first, deputy)
            self.absences[fold(owner)] = (*self.absences.get(fold(owner), ()), away)

    def _day(self, row: Sequence[Value], number: int, key: str) -> date | None:
        column = self._columns.get(key)
        value = at(row, column)
        moment = None if is_blank(value) else dates.read_moment(value, self._style)
        if isinstance(moment, dates.Moment):
            return moment.day
        if moment is BAD and column is not None:
            self._complain("unreadable_date", number, column)
        return None

    def _complain(self, code: str, number: int, column: int) -> None:
        self.problems.append(Problem(cell(self._tab, number, column), Text(code)))

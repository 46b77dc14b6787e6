"""The Calendar tab -> holidays and absences of the Playbook. What is wrong becomes a Problem that
names its cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sheetflow.columns import fold, fold_heading
from sheetflow.decide.playbook import CALENDAR_HEADINGS_EN, CALENDAR_HEADINGS_ES, Absence, Playbook
from sheetflow.model import Problem, Text, Value
from sheetflow.parse import dates
from sheetflow.parse.grid import Grid, at, cell
from sheetflow.parse.values import BAD, is_blank, text_of


def read_calendar(
    grid: Grid, tab: str, base: Playbook, how: dates.DateStyle
) -> tuple[Playbook, list[Problem]]:
    """Read the holidays and the absences of owners (last day included; blank: the first day)."""
    problems: list[Problem] = []
    holidays, absences = set(), dict[str, tuple[Absence, ...]]()
    found = _calendar_columns(grid)
    if found is None:
        return base, []  # a calendar of the team's own
    top, columns = found
    for number, row in enumerate(grid[top + 1 :], top + 2):
        day, first, last = (
            _day(row, columns.get(key), number, tab, how, problems)
            for key in ("holiday", "first", "last")
        )
        owner = text_of(at(row, columns.get("owner")))
        if day:
            holidays.add(day)
        if first and (last or first) < first:
            problems.append(Problem(cell(tab, number, columns["last"]), Text("wrong_absence")))
        elif bool(owner) != bool(first) or (last and not first):
            problems.append(
                Problem(cell(tab, number, columns.get("owner", 0)), Text("lone_absence"))
            )
        elif first:
            absences[fold(owner)] = (*absences.get(fold(owner), ()), Absence(first, last or first))
    return replace(base, holidays=base.holidays | holidays, absences=absences), problems


def _calendar_columns(grid: Grid) -> tuple[int, dict[str, int]] | None:
    keys = ("holiday", "", "", "owner", "first", "last")
    names = {fold_heading(n): key for both in (CALENDAR_HEADINGS_EN, CALENDAR_HEADINGS_ES)
             for n, key in zip(both, keys, strict=True) if n and key}  # fmt: skip
    names |= {"date": "holiday", "fecha": "holiday", "festivos": "holiday", "holidays": "holiday"}
    for index, row in enumerate(grid):
        found = {names[w]: c for c, v in enumerate(row) if (w := fold_heading(text_of(v))) in names}
        if "holiday" in found or {"owner", "first"} <= found.keys():
            return index, found
    return None


def _day(row: Sequence[Value], column: int | None, number: int, tab: str, how: dates.DateStyle,
         problems: list[Problem]) -> date | None:  # fmt: skip
    value = at(row, column)
    moment = None if is_blank(value) else dates.read_moment(value, how)
    if isinstance(moment, dates.Moment):
        return moment.day
    if moment is BAD and column is not None:
        problems.append(Problem(cell(tab, number, column), Text("unreadable_date")))
    return None

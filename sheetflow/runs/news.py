"""What of a run is news on this host: errors that were not told yet today, rows that need a look
since now, answers that grew stale while somebody had the workbook.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from sheetflow.backends.base import Backend
from sheetflow.decide.workdays import Workdays
from sheetflow.errors import ConfigError, SheetflowError
from sheetflow.errors.settings import Unforeseen
from sheetflow.parse.workbook import known_language, read_team
from sheetflow.plan.rows import CheckRow
from sheetflow.runs.told import fingerprint, remember, told
from sheetflow.state import header_of

_ERROR: Final = "error"
"""The topics of this module: what ended the last run that told something; the rows that need a
look; the problems that the last run told; the zone that nobody knows; the last day that was
answered here; the first day on which a workbook without answers was found open.
"""
_ROWS: Final = "rows"
_PROBLEMS: Final = "problems"
_CLOCK: Final = "clock"
_RUN: Final = "run"
_OPEN: Final = "open"
_COUNT: Final = "count "
"""Begins what stands for rows that are only counted."""


class Answers(NamedTuple):
    """What a workbook says of its answers: the day they are for, None where it has none, the
    team's working days, and its language.
    """

    day: date | None = None
    workdays: Workdays = Workdays()
    lang: str | None = None


def answers_of(backend: Backend) -> Answers:
    """Reads for which day a workbook was answered, by whichever host."""
    try:
        snapshot = backend.read()
        ran_for = header_of(snapshot).get("ran_for")
        playbook = read_team(snapshot, "en")[0]
        day = date.fromisoformat(ran_for) if ran_for else None
        lang = known_language(snapshot, None)
        return Answers(day, Workdays(playbook.weekend, playbook.holidays), lang)
    finally:
        backend.close()


class News:
    """Compares a run on a target with what was told on this host; `today` is its day."""

    def __init__(self, target: str, today: date) -> None:
        self.today = today
        self.answered: date | None = None
        self._target = target

    def is_new(self, error: SheetflowError) -> bool:
        """Returns whether an error was not told yet today, and counts it as told."""
        key, told_today = _key(error), self._told_today(_ERROR)
        if key in told_today:
            return False
        self._remember([*told_today, key], _ERROR)
        return True

    def over(self) -> str | None:
        """Returns the code of the error that was told before and is over; None where none is."""
        code = next((key.partition(" ")[0] for key in self._told(_ERROR)), None)
        self._remember([], _ERROR)
        return code

    def new_rows(self, rows: Sequence[CheckRow]) -> list[CheckRow]:
        """Returns the rows that need a look and were not told yet; counts all as told."""
        known = self._told(_ROWS)
        keys = [fingerprint(row.id) for row in rows]
        self._remember(keys, _ROWS)
        if f"{_COUNT}{len(rows)}" in known:
            return []
        return [row for key, row in zip(keys, rows, strict=True) if key not in known]

    def more_rows_than_told(self, count: int) -> bool:
        """Returns whether more rows need a look than were told, where nobody knows which; counts
        them as told.
        """
        known = self._told(_ROWS)
        if count <= _how_many(known):
            if not count:
                self._remember([], _ROWS)
            return False
        self._remember([f"{_COUNT}{count}"], _ROWS)
        return True

    def told_problems(self) -> Collection[str]:
        """Returns the fingerprints of the problems that the last run told."""
        return self._told(_PROBLEMS).keys()

    def remember_problems(self, fingerprints: Iterable[str]) -> None:
        """Remembers the problems of this run as told."""
        self._remember(fingerprints, _PROBLEMS)

    def is_new_zone(self, zone: str | None) -> bool:
        """Returns whether a zone that nobody knows was not told yet, and counts it as told; None
        where the zone is known.
        """
        keys = [] if zone is None else [fingerprint(zone)]
        new = any(key not in self._told(_CLOCK) for key in keys)
        self._remember(keys, _CLOCK)
        return new

    def remember_run(self) -> None:
        """Remembers that the answers are those of today."""
        self._remember(["day"], _RUN)

    def is_stale(self, answers: Answers, after: int) -> bool:
        """Returns whether the answers are older than this many working days.

        A workbook without any ages from the day on which it was first found open.
        """
        days = [answers.day, self._told(_RUN).get("day")]
        past = [day for day in days if day is not None and day <= self.today]
        self.answered = max(past, default=None)
        return answers.workdays.late(self.answered or self._found_open(), self.today) > after

    def _found_open(self) -> date:
        first = self._told(_OPEN).get("day")
        if first is None or first > self.today:
            self._remember(["day"], _OPEN)
            return self.today
        return first

    def _told_today(self, topic: str) -> list[str]:
        return [key for key, day in self._told(topic).items() if day == self.today]

    def _told(self, topic: str) -> Mapping[str, date]:
        return told(self._target, topic)

    def _remember(self, keys: Iterable[str], topic: str) -> None:
        remember(self._target, keys, self.today, topic)


def _key(error: SheetflowError) -> str:
    """Returns what an error is known by: its code, and what it is about where that is a setting or
    a fault of ours. Numbers that change with every run make it no other one.
    """
    about = error.values if isinstance(error, ConfigError | Unforeseen) else ()
    return f"{error.code} {fingerprint(about)}"


def _how_many(known: Mapping[str, date]) -> int:
    counted = next((key for key in known if key.startswith(_COUNT)), None)
    return int(counted.removeprefix(_COUNT)) if counted else len(known)

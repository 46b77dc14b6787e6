"""Working days over a weekend pattern and a holiday list (follow-up.md, "How it decides")."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta

_DAY = timedelta(days=1)


class Workdays:
    """Counts days for one team.

    `weekend` is a WORKDAY.INTL string, Monday first, 1 = day off; at least one day must be 0.
    `calendar` counts calendar days and rolls off days on which nobody works. Answers are
    remembered: a sheet asks for the same few hundred dates a million times.
    """

    def __init__(
        self, weekend: str = "0000011", holidays: Iterable[date] = (), *, calendar: bool = False
    ) -> None:
        self._off = [c == "1" for c in weekend]
        self._per_week = self._off.count(False)
        self._holidays = frozenset(d for d in holidays if not self._off[d.weekday()])
        self._ordinals = sorted(d.toordinal() for d in self._holidays)
        self._calendar = calendar
        self._added: dict[tuple[date, int], date] = {}
        self._late: dict[tuple[date, date], int] = {}

    def is_off(self, d: date) -> bool:
        """Returns whether a day is a weekend day or a holiday."""
        return self._off[d.weekday()] or d in self._holidays

    def add(self, d: date, n: int) -> date:
        """Returns the n-th working day after d; with n = 0, d itself or the next working day."""
        answer = self._added.get((d, n))
        if answer is None:
            answer = self._added[d, n] = self._move(d, n, _DAY)
        return answer

    def before(self, d: date, n: int) -> date:
        """Returns the n-th working day before d; with n = 0, d rolled back to a working day."""
        return self._move(d, n, -_DAY)

    def late(self, d: date, today: date) -> int:
        """Counts the days late: those after d up to and including today; 0 when d is today or
        later.
        """
        answer = self._late.get((d, today))
        if answer is None:
            working = self._working(d, today)
            answer = (today - d).days if self._calendar and working else working
            self._late[d, today] = answer
        return answer

    def _move(self, d: date, n: int, step: timedelta) -> date:
        """Moves day by day; a date moved past the last representable day stays there."""
        try:
            if self._calendar:
                d, n = d + n * step, 0
            while n:
                d += step
                n -= not self.is_off(d)
            while self.is_off(d):
                d += step
        except OverflowError:
            return date.max if step > timedelta(0) else date.min
        return d

    def _working(self, first: date, last: date) -> int:
        """Counts the working days after `first` up to and including `last`."""
        days = (last - first).days
        if days <= 0:
            return 0
        weeks, rest = divmod(days, 7)
        count = weeks * self._per_week
        count += sum(not self._off[(first.weekday() + i) % 7] for i in range(1, rest + 1))
        until_last = bisect_right(self._ordinals, last.toordinal())
        return count - (until_last - bisect_right(self._ordinals, first.toordinal()))

"""Dates that are one only beside the day on which somebody typed them: `hoy`, `Monday`, `12 Nov`
(follow-up.md, "A date").
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final, NamedTuple

from sheetflow.columns import by_word

PAST: Final = frozenset({"created", "last_contact", "last_reply"})
"""The dates of what happened; all others lie ahead."""

_OFFSETS: Final = by_word(
    (
        (0, "today hoy x ✓ ✔ now ahora".split()),
        (-1, ("yesterday", "ayer")),
        (1, ("tomorrow", "manana")),
    )
)
"""Days from the day on which the word was typed, folded."""

_NAMES_OF_DAYS: Final = (
    "monday mon lunes lun",
    "tuesday tues tue martes mar",
    "wednesday weds wed miercoles mier mie",
    "thursday thurs thur thu jueves jue",
    "friday fri viernes vie",
    "saturday sat sabado sab",
    "sunday sun domingo dom",
)
WEEKDAYS: Final = by_word((day, names.split()) for day, names in enumerate(_NAMES_OF_DAYS))
"""The days of the week in both languages, folded; Monday is 0."""

_AROUND: Final = frozenset("next proximo on at the el las la a h hs hrs".split())
"""Words beside a weekday that change nothing."""

_YEARS: Final = 8
"""The 29th of February comes at least that often."""


class OpenDate(NamedTuple):
    """A date that depends on the day on which it was typed, with the second of the day where it
    says a time.

    It lies `offset` days from then; or it is a `weekday`, Monday 0; or a `day` of a `month`.
    """

    offset: int | None = None
    weekday: int | None = None
    month: int = 0
    day: int = 0
    second: int = 0

    @property
    def is_word(self) -> bool:
        """Returns whether it is a word: typed again on another day, it means another day."""
        return not self.month

    def seen_on(self, seen: date, *, ahead: bool) -> date | None:
        """Returns the day that is meant by what was typed on a day; None where the calendar ends
        before.

        With `ahead` it is the next such day, else the latest one.
        """
        try:
            if self.offset is not None:
                return seen + timedelta(days=self.offset)
            if self.weekday is not None:
                return _nearest_weekday(seen, self.weekday, ahead=ahead)
            return _nearest_year(seen, self.month, self.day, ahead=ahead)
        except OverflowError:
            return None


def _nearest_weekday(seen: date, weekday: int, *, ahead: bool) -> date:
    """Returns the next such day after a day, or the latest before."""
    days = (weekday - seen.weekday()) % 7 if ahead else (seen.weekday() - weekday) % 7
    return seen + timedelta(days=(days or 7) * (1 if ahead else -1))


def _nearest_year(seen: date, month: int, day: int, *, ahead: bool) -> date | None:
    """Returns the earliest such day not before a day, or the latest not after it."""
    for years in range(_YEARS + 1):
        year = seen.year + (years if ahead else -years)
        found = _day_of(year, month, day)
        if found and (found >= seen if ahead else found <= seen):
            return found
    return None


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def without_year(month: int, day: int) -> OpenDate:
    """Returns a day without a year. Raises ValueError where no year has it."""
    date(2000, month, day)  # a leap year
    return OpenDate(month=month, day=day)


def word_of_a_day(text: str) -> OpenDate | None:
    """Reads a word such as `hoy`, folded; None where it is none that counts from today."""
    offset = _OFFSETS.get(text)
    return None if offset is None else OpenDate(offset)


def spoken_day(words: Collection[str]) -> OpenDate | None:
    """Reads a day of the week, or `hoy`, with what is around it; None where there is not just
    one.
    """
    told = [word for word in words if word not in _AROUND]
    if len(told) != 1:
        return None
    if told[0] in WEEKDAYS:
        return OpenDate(weekday=WEEKDAYS[told[0]])
    return word_of_a_day(told[0]) if told[0] != "x" else None

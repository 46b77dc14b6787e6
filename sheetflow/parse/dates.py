"""One cell's value -> the day (and time) it says, or BAD; never a guess (follow-up.md, "A date").

Serials count days from 1899-12-30, or from 1904-01-01 in a workbook of the 1904 system.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from sheetflow.columns import by_word, fold
from sheetflow.decide.vocabulary import MONTH_FIRST, NO_ORDER
from sheetflow.model import CellError, Value
from sheetflow.parse.open_dates import WEEKDAYS, OpenDate, spoken_day, without_year, word_of_a_day
from sheetflow.parse.values import BAD, Unreadable, text_of


def is_later(reply: Moment, contact: Moment) -> bool:
    """Returns whether a reply came after a contact: by the day, and on one day by the clock if both
    carry a time.
    """
    if reply.day != contact.day:
        return reply.day > contact.day
    return 0 < contact.second < reply.second


def is_between(before: Moment | None, reply: Moment | None, contact: Moment | None) -> bool:
    """Returns whether a reply came after the contact `before`, and not after a later one."""
    if before is None or reply is None:
        return False
    return is_later(reply, before) and not (contact is not None and is_later(reply, contact))


FIRST_DAY: Final = date(1950, 1, 1)
_NAMES_OF_MONTHS: Final = (
    "january jan enero ene",
    "february feb febrero",
    "march mar marzo",
    "april apr abril abr",
    "may mayo",
    "june jun junio",
    "july jul julio",
    "august aug agosto ago",
    "september sept sep septiembre setiembre set",
    "october oct octubre",
    "november nov noviembre",
    "december dec diciembre dic",
)
_MONTHS: Final = by_word((month, names.split()) for month, names in enumerate(_NAMES_OF_MONTHS, 1))

_FILLERS: Final = frozenset("de del of the on at a el la las st nd rd th h hs hrs".split())
_SPOKEN: Final = _FILLERS | WEEKDAYS.keys()
"""What may be said around a date."""

_TIME = r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d++)?+)?+\s?(?P<half>[ap]\.?\s?m\.?)?"
_ZONE = r"\s?(?P<zone>(?:utc|gmt)?[+-]\d{2}(?::?\d{2})?|z|utc|gmt)?"
_CLOCK = re.compile(rf"(?:^|[\s,t]){_TIME}{_ZONE}$")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{4})(\d{2})(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})\s?([/.-])\s?(\d{1,2})(?:\s?\2\s?(\d{4}|\d{2}))?(?![\w/.-])")
"""Day and month, or month and day, and mostly a year."""
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_MONTH_AND_YEAR = re.compile(r"\A[^\W\d_]++\.?\s?[-/'’]\s?\d")
"""`Nov-26` and `nov '26`: mostly a month of a year."""

_LONGEST: Final = 80
"""Characters of a date, with its weekday, its time and its zone."""
_MOST_WORDS: Final = 12


class Moment(NamedTuple):
    """A day, and the second of that day where the cell carries a time (0 is none)."""

    day: date
    second: int = 0


class DateStyle(NamedTuple):
    """How a workbook writes dates: its date system, its zone, and how people there order day and
    month.

    `day_first` is None where nothing settles it; a column of dates may settle it itself.
    """

    date1904: bool = False
    day_first: bool | None = None
    zone: tzinfo | None = None


def day_first(language: str, country: str | None) -> bool | None:
    """Returns whether the day comes before the month: yes in Spanish, else as in the country, None
    where that is not known.
    """
    if language == "es":
        return True
    code = (country or "").upper().partition("-")[0]
    return None if not code or code in NO_ORDER else code not in MONTH_FIRST


def column_order(values: Iterable[Value], otherwise: bool | None) -> bool | None:
    """Returns whether the day comes before the month: cells of the column with a part above 12
    settle it, and where they disagree the majority does.
    """
    return majority(orders_in(values), otherwise)


def orders_in(values: Iterable[Value]) -> Counter[bool | None]:
    """Counts the dates that are numbers by their order: True where the day must come first, False
    where the month must, None where it may be either.
    """
    found = Counter[bool | None]()
    for value in values:
        numbers = _day_and_month(value) if isinstance(value, str) else None
        if numbers is not None and numbers[0] != numbers[1]:
            above = (numbers[0] > 12, numbers[1] > 12)
            found[above[0] if any(above) else None] += not all(above)
    return found


def majority(orders: Mapping[bool | None, int], otherwise: bool | None) -> bool | None:
    """Returns the order that more cells are in; as many of the one as of the other settle
    nothing.
    """
    first, second = orders.get(True, 0), orders.get(False, 0)
    return otherwise if first == second else first > second


def _day_and_month(text: str) -> tuple[int, int] | None:
    """Returns the two numbers of which one is the day and one the month."""
    match = _NUMBERS.match(text_of(text))
    return (int(match[1]), int(match[3])) if match and _is_whole(match) else None


def _is_whole(numbers: re.Match[str]) -> bool:
    """Returns whether numbers are a date: two of them with a point between are mostly a time."""
    return numbers[4] is not None or numbers[2] != "."


Read = Moment | OpenDate | Unreadable | None
"""What a cell says: blank, a moment, a date that depends on when it was typed, or nothing clear."""


def read_moment(value: Value, style: DateStyle) -> Read:
    """Returns the moment a cell says; None when blank, BAD when it cannot be read for certain."""
    if value is None:
        return None
    if isinstance(value, str):
        text = text_of(value)
        return _read_text(fold(text), style) if text else None
    if isinstance(value, bool | CellError):
        return BAD
    return _read_serial(value, style)


def _read_serial(number: float, style: DateStyle) -> Moment | Unreadable:
    epoch = datetime(1904, 1, 1) if style.date1904 else datetime(1899, 12, 30)
    try:
        when = epoch + timedelta(seconds=round(number * 86400))
    except (OverflowError, ValueError):
        return BAD
    return _moment(when) if when.date() >= FIRST_DAY else BAD


def _moment(when: datetime) -> Moment:
    return Moment(when.date(), when.hour * 3600 + when.minute * 60 + when.second)


def _read_text(text: str, style: DateStyle) -> Moment | OpenDate | Unreadable:
    if len(text) > _LONGEST:
        return BAD
    clock = _CLOCK.search(text)
    words = text[: clock.start()].rstrip(" ,") if clock else text
    try:
        found = _parts(words, style.day_first)
        if found is None:
            return BAD
        time = _time(clock) if clock else timedelta(0)
        if isinstance(found, OpenDate):
            # in which zone somebody typed it, nothing tells
            zoned = clock is not None and clock["zone"]
            return BAD if zoned else found._replace(second=time.seconds)
        return _moment(_in_zone(datetime(*found) + time, clock, style.zone))
    except (ValueError, OverflowError):
        return BAD


def _time(clock: re.Match[str]) -> timedelta:
    """Returns the time of day. Raises ValueError for 25:00 or 13 pm."""
    hour, minute, second = int(clock["h"]), int(clock["m"]), int(clock["s"] or 0)
    if clock["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if clock["half"].startswith("p") else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(hour)
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _in_zone(when: datetime, clock: re.Match[str] | None, zone: tzinfo | None) -> datetime:
    """Converts a time that names its zone to the workbook's."""
    if clock is None or not clock["zone"] or zone is None:
        return when
    digits = clock["zone"].lstrip("utcgmz").replace(":", "")
    aware = datetime.strptime(f"{when.isoformat()}{digits or '+00':0<5}", "%Y-%m-%dT%H:%M:%S%z")
    return aware.astimezone(zone).replace(tzinfo=None)


_Parts = tuple[int, int, int]
"""Year, month, day."""


def _parts(text: str, day_comes_first: bool | None) -> _Parts | OpenDate | None:
    if iso := _ISO.fullmatch(text):
        year, month, day = (part for part in iso.groups() if part)
        return int(year), int(month), int(day)
    if ymd := _YEAR_FIRST.fullmatch(text):
        return int(ymd[1]), int(ymd[3]), int(ymd[4])
    numbers = _NUMBERS.fullmatch(text)
    if numbers and _is_whole(numbers):
        ordered = _ordered(int(numbers[1]), int(numbers[3]), day_comes_first)
        return _with_year(*ordered, numbers[4]) if ordered else None
    return word_of_a_day(text) or _in_words(text)


def _ordered(first: int, second: int, day_comes_first: bool | None) -> tuple[int, int] | None:
    """Returns month and day of two numbers; one above 12 counts for itself."""
    if (first > 12) != (second > 12):
        day_comes_first = first > 12
    if day_comes_first is None and first != second:
        return None
    return (second, first) if day_comes_first else (first, second)


def _with_year(month: int, day: int, year: str | None) -> _Parts | OpenDate:
    if year is None:
        return without_year(month, day)
    return (int(year) if len(year) > 2 else 2000 + int(year)), month, day


def _in_words(text: str) -> _Parts | OpenDate | None:
    words = _WORDS.findall(text)
    if len(words) > _MOST_WORDS:
        return None
    return spoken_day(words) or _with_month_name(text, words)


def _with_month_name(text: str, words: list[str]) -> _Parts | OpenDate | None:
    """Reads `12 Nov 2026`, `Thursday, November 12th, 26`, `12 de noviembre`."""
    numbers = [word for word in words if word.isdigit()]
    names = [word for word in words if not word.isdigit() and word not in _FILLERS]
    months = [word for word in names if word in _MONTHS]
    if len(months) > 1:  # mar is a Tuesday, too
        months = [word for word in months if word not in WEEKDAYS]
    if len(months) != 1 or any(word not in _SPOKEN and word not in months for word in names):
        return None
    month = _MONTHS[months[0]]
    if len(numbers) == 2:
        return _day_and_year(month, *numbers, behind=words.index(months[0]) < len(words) - 1)
    if len(numbers) != 1 or len(numbers[0]) > 2 or _MONTH_AND_YEAR.match(text):
        return None
    return without_year(month, int(numbers[0]))


def _day_and_year(month: int, first: str, second: str, *, behind: bool) -> _Parts | None:
    """Returns the date of a month and two numbers: the one of four digits is the year, else the
    second where it is `behind` the month.
    """
    if len(second) == 4 and len(first) <= 2:
        return int(second), month, int(first)
    if len(first) == 4 and len(second) <= 2:
        return int(first), month, int(second)
    if len(first) > 2 or len(second) != 2 or not behind:
        return None
    return 2000 + int(second), month, int(first)

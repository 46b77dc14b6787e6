"""One cell's value -> the day (and time) it says, or BAD; never a guess (follow-up.md, "A date").

Serials count days from 1899-12-30, or from 1904-01-01 in a workbook of the 1904 system.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from sheetflow.columns import by_word, fold
from sheetflow.model import CellError, Value
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
MONTH_FIRST: Final = frozenset({"US", "PH", "PR", "GU", "AS", "VI", "MP", "UM", "FM", "MH", "PW"})
"""ISO codes of the countries that write the month before the day."""

NO_ORDER: Final = frozenset({"CA", "CN", "HU", "JP", "KP", "KR", "LT", "MN", "TW", "ZA"})
"""Countries in which both orders occur, or the year comes first: nothing is settled by them."""

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

_FILLERS: Final = frozenset(
    "de del of the on at a el las st nd rd th h hs hrs "
    "monday tuesday wednesday thursday friday saturday sunday "
    "mon tue tues wed thu thur thurs fri sat sun "
    "lunes martes miercoles jueves viernes sabado domingo lun mie jue vie sab dom".split()
)

_TIME = r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d++)?+)?+\s*+(?P<half>[ap]\.?\s?m\.?)?"
_ZONE = r"\s*+(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?"
_CLOCK = re.compile(rf"(?:^|[\s,t]){_TIME}{_ZONE}$")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{4})(\d{2})(\d{2})")
_THREE = re.compile(r"(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})")
_WORDS = re.compile(r"[^\W\d_]+|\d+")


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
    """Returns whether the day comes before the month: one cell of the column with a part above 12
    settles it.

    None where cells contradict each other: then only cells that settle themselves can be read.
    """
    seen = set()
    for value in values:
        match = _THREE.match(text_of(value)) if isinstance(value, str) else None
        if match and (int(match[1]) > 12) != (int(match[3]) > 12):
            seen.add(int(match[1]) > 12)
    if not seen:
        return otherwise
    return seen.pop() if len(seen) == 1 else None


def read_moment(value: Value, style: DateStyle) -> Moment | Unreadable | None:
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


def _read_text(text: str, style: DateStyle) -> Moment | Unreadable:
    clock = _CLOCK.search(text)
    words = text[: clock.start()].rstrip(" ,") if clock else text
    try:
        parts = _year_month_day(words, style.day_first)
        if parts is None:
            return BAD
        when = datetime(*parts) + (_time(clock) if clock else timedelta(0))
        return _moment(_in_zone(when, clock, style.zone))
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
    offset = clock["zone"] if clock["zone"][0] in "+-" else "+0000"
    aware = datetime.strptime(when.isoformat() + offset.replace(":", ""), "%Y-%m-%dT%H:%M:%S%z")
    return aware.astimezone(zone).replace(tzinfo=None)


def _year_month_day(text: str, day_comes_first: bool | None) -> tuple[int, int, int] | None:
    if iso := _ISO.fullmatch(text):
        year, month, day = (part for part in iso.groups() if part)
        return int(year), int(month), int(day)
    if ymd := _YEAR_FIRST.fullmatch(text):
        return int(ymd[1]), int(ymd[3]), int(ymd[4])
    if three := _THREE.fullmatch(text):
        return _ordered(int(three[1]), int(three[3]), int(three[4]), day_comes_first)
    return _with_month_name(_WORDS.findall(text))


def _ordered(
    first: int, second: int, year: int, day_comes_first: bool | None
) -> tuple[int, int, int] | None:
    if day_comes_first is None:
        if first <= 12 and second <= 12 and first != second:
            return None
        day_comes_first = first > 12
    return (year, second, first) if day_comes_first else (year, first, second)


def _with_month_name(words: list[str]) -> tuple[int, int, int] | None:
    """Reads `12 Nov 2026`, `Thursday, November 12th, 2026`, `12 de noviembre de 2026`."""
    months = [_MONTHS[w] for w in words if w in _MONTHS]
    years = [int(w) for w in words if w.isdigit() and len(w) == 4]
    days = [int(w) for w in words if w.isdigit() and len(w) <= 2]
    strange = [w for w in words if not w.isdigit() and w not in _MONTHS and w not in _FILLERS]
    if strange or len(months) != 1 or len(years) != 1 or len(days) != 1 or len(words) > 12:
        return None
    return years[0], months[0], days[0]

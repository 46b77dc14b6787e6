"""USER_ENTERED: what a text becomes when somebody types it into a cell, by the spreadsheet's
locale.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import NamedTuple

from tests.sheets_server.book import ERROR_TYPES, CellError, Json, Value
from tests.sheets_server.locales import Locale
from tests.sheets_server.numberformat import EPOCH


class Entry(NamedTuple):
    """What was typed: a constant or a formula, and the number format that the way of typing asks
    for.
    """

    value: Value = None
    formula: str | None = None
    number_format: Json | None = None


_PLAUSIBLE = re.compile(r"(?=.*\d)(?:[^\W\d]+\.? \d{1,2},? \d{4}|R\$|[\W\d])", re.DOTALL)
"""How a number, a date or a time may begin: most texts begin otherwise, and are not looked at any
further.
"""

_CURRENCIES = "$€£"
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_DAY_MONTH = re.compile(r"(\d{1,2})[ .-]+(?:de )?([^\W\d]+)\.?[ .,-]*(?:de )?(\d{4}|\d{2})?")
_MONTH_DAY = re.compile(r"([^\W\d]+)\.? (\d{1,2}),? (\d{4})")
_CLOCK = re.compile(
    r"(?:^|[\sT])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?\Z", re.IGNORECASE
)


def typed(text: str, locale: Locale, today: datetime) -> Entry:
    """The entry of a text. `today` gives the year to dates typed without one."""
    if text.startswith("'"):
        return Entry(text[1:])
    if text.startswith("=") and len(text) > 1:
        return Entry(formula=text)
    stripped = text.strip()
    word = stripped.upper()
    if word in ("TRUE", "FALSE") or word in locale.truth:
        return Entry(word in ("TRUE", locale.truth[0]))
    if word in ERROR_TYPES:
        return Entry(CellError(ERROR_TYPES[word]))
    found = (
        (_number(stripped, locale) or _date_time(stripped, locale, today))
        if _PLAUSIBLE.match(stripped)
        else None
    )
    if found:
        return found
    if re.match(r"\+.", stripped):
        return Entry(formula="=" + stripped)
    return Entry(text)


@cache
def _number_pattern(locale: Locale) -> re.Pattern[str]:
    groups = "[\u202f\u00a0 ]" if locale.group == "\u202f" else re.escape(locale.group)
    sign = rf"(?P<sign>[{_CURRENCIES}]|R\$|{re.escape(locale.symbol)})"
    digits = (
        rf"(?P<whole>\d{{1,3}}(?:{groups}\d{{3}})+|\d*)"
        rf"(?:{re.escape(locale.decimal)}(?P<fraction>\d*))?"
    )
    power = r"(?:[eE](?P<power>[+-]?\d+))?"
    return re.compile(
        rf"(?P<minus>[+-])?\s*{sign}?\s*(?P<minus2>-)?{digits}{power}\s*(?P<percent>%)?\s*"
        rf"{sign.replace('sign', 'sign2')}?\Z"
    )


def _number(text: str, locale: Locale) -> Entry | None:
    bare = text[1:-1] if re.fullmatch(r"\(.*\d.*\)", text) else text
    found = _number_pattern(locale).match(bare)
    if not found or not (found["whole"] or found["fraction"]):
        return None
    whole = re.sub(r"\D", "", found["whole"])
    fraction = found["fraction"] or ""
    number = float(f"{whole or 0}.{fraction or 0}e{found['power'] or 0}")
    if found["percent"]:
        number = float(f"{whole or 0}.{fraction or 0}e{int(found['power'] or 0) - 2}")
    if "-" in (found["minus"], found["minus2"]) or bare is not text:
        number = -number
    grouped = whole != found["whole"]
    sign = found["sign"] or found["sign2"]
    form = _number_format(found, locale, sign=sign, grouped=grouped, fraction=bool(fraction))
    return Entry(plain(number), None, form)


def plain(number: int | float) -> int | float:
    """The number as the API shows it: without ".0", and no more exact than a double."""
    if isinstance(number, int):
        return number if abs(number) <= 2**53 else float(number)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _number_format(
    found: re.Match[str], locale: Locale, *, sign: str | None, grouped: bool, fraction: bool
) -> Json | None:
    if found["percent"]:
        return {"type": "PERCENT", "pattern": "0.00%" if fraction else "0%"}
    digits = "#,##0.00" if fraction else "#,##0"
    if sign:
        own = locale.currency if sign == locale.symbol else sign + "#"
        pattern = own.replace("#", digits, 1).replace(sign, f"[${sign}]")
        return {"type": "CURRENCY", "pattern": pattern}
    if found["power"]:
        return {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    return {"type": "NUMBER", "pattern": digits} if grouped else None


def _date_time(text: str, locale: Locale, today: datetime) -> Entry | None:
    clock = _CLOCK.search(text) if ":" in text else None
    seconds = _seconds(clock) if clock else 0
    if seconds is None:
        return None
    clock_pattern = _clock_pattern(clock) if clock else ""
    if clock and clock.start() == 0 and not text[:1].isspace():
        return Entry(plain(seconds / 86400), None, {"type": "TIME", "pattern": clock_pattern})
    dated = _date(text[: clock.start()] if clock else text, locale, today)
    if dated is None:
        return None
    serial, pattern = dated
    if clock:
        form = {"type": "DATE_TIME", "pattern": f"{pattern} {clock_pattern}"}
        return Entry(plain(serial + seconds / 86400), None, form)
    return Entry(serial, None, {"type": "DATE", "pattern": pattern})


def _seconds(clock: re.Match[str]) -> int | None:
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if clock[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock[4][0] in "pP" else 0)
    return hour * 3600 + minute * 60 + second if hour < 24 and minute < 60 and second < 60 else None


def _clock_pattern(clock: re.Match[str]) -> str:
    return "h:mm" + (":ss" if clock[3] else "") + (" am/pm" if clock[4] else "")


def _date(text: str, locale: Locale, today: datetime) -> tuple[int, str] | None:
    """Serial and pattern of a typed date: ISO in every locale, else in the locale's order or with a
    month's name.
    """
    iso = _ISO.fullmatch(text)
    if iso:
        return _serial(int(iso[1]), int(iso[3]), int(iso[4]), f"yyyy{iso[2]}mm{iso[2]}dd")
    numeric = _NUMERIC.fullmatch(text)
    if numeric:
        if numeric[2] == locale.decimal and not numeric[4]:
            return None
        first, second = int(numeric[1]), int(numeric[3])
        month, day = (second, first) if locale.order == "DMY" else (first, second)
        pattern = locale.date if numeric[4] else locale.date.replace("yyyy", "").strip("/.-")
        return _serial(_year(numeric[4], today), month, day, pattern)
    return _named_date(text, locale, today)


def _named_date(text: str, locale: Locale, today: datetime) -> tuple[int, str] | None:
    words = _DAY_MONTH.fullmatch(text)
    if words:
        month, name = _month(words[2], locale)
        pattern = f"d-{name}" + ("-yyyy" if words[3] else "")
        return _serial(_year(words[3], today), month, int(words[1]), pattern) if month else None
    words = _MONTH_DAY.fullmatch(text)
    if words:
        month, name = _month(words[1], locale)
        return _serial(int(words[3]), month, int(words[2]), f"{name} d, yyyy") if month else None
    return None


def _month(word: str, locale: Locale) -> tuple[int, str]:
    """The month's number, 0 for a word that is none, and how a pattern shows it (mmm or mmmm)."""
    word = word.lower()
    for number, (full, short) in enumerate(zip(locale.months, locale.short_months, strict=True), 1):
        if word == full.lower():
            return number, "mmmm"
        if word in (short.rstrip(".").lower(), full.lower()[:3]):
            return number, "mmm"
    return 0, ""


def _year(text: str | None, today: datetime) -> int:
    if not text:
        return today.year
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 30 else 1900)


def _serial(year: int, month: int, day: int, pattern: str) -> tuple[int, str] | None:
    try:
        return (datetime(year, month, day) - EPOCH).days, pattern
    except ValueError:
        return None

"""How the settings of the Playbook are written: a reader per kind; WrongError carries the key of
the problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from sheetflow.columns import fold
from sheetflow.decide.playbook import SEGMENTS
from sheetflow.model import Value
from sheetflow.parse.values import BAD, count_of, text_of

_DAYS: Final = {
    name: day
    for day, names in enumerate(
        ("monday mon lunes lun", "tuesday tue tues martes mar", "wednesday wed miercoles mie x",
         "thursday thu thur thurs jueves jue", "friday fri viernes vie", "saturday sat sabado sab",
         "sunday sun domingo dom")
    )
    for name in names.split()
}  # fmt: skip
_NO_DAYS: Final = frozenset({"none", "ninguno", "no"})


class WrongError(ValueError):
    """A cell that cannot be used; holds the key of the problem in texts/words.py."""


def count_days(value: Value) -> int:
    count = count_of(value)
    if count is None or count is BAD or not isinstance(count, int) or count > 9999:
        raise WrongError("wrong_count")
    return count


def _ratio(value: Value) -> float:
    text = text_of(value).replace(",", ".")
    if (
        not isinstance(value, bool)
        and re.fullmatch(r"[01]?\.?\d+", text, re.ASCII)
        and 0 < float(text) <= 1
    ):
        return float(text)
    raise WrongError("wrong_ratio")


def _words(value: Value) -> frozenset[str]:
    words = {fold(word) for word in re.split(r"[,;\n]", text_of(value))} - {""}
    return frozenset(SEGMENTS.get(word, word) for word in words)


def _weekend(value: Value) -> str:
    """Day names, a WORKDAY.INTL string of seven 0/1, or its numbers 1-7 and 11-17."""
    word = fold(text_of(value))
    if re.fullmatch("[01]{7}", word):
        pattern = word
    elif word.isdigit() and int(word) in {*range(1, 8), *range(11, 18)}:
        off = (
            {(int(word) + 4) % 7, (int(word) + 5) % 7} if int(word) < 8 else {(int(word) - 12) % 7}
        )
        pattern = "".join("1" if day in off else "0" for day in range(7))
    else:
        days = (
            []
            if word in _NO_DAYS
            else [w for w in re.split(r"[\s,;/&+.-]+", word) if w not in ("", "y", "and")]
        )
        if any(day not in _DAYS for day in days) or (not days and word not in _NO_DAYS):
            raise WrongError("wrong_weekend")
        pattern = "".join("1" if day in {_DAYS[d] for d in days} else "0" for day in range(7))
    if "0" not in pattern:
        raise WrongError("no_working_day")
    return pattern


def _day_count(value: Value) -> str:
    word = fold(text_of(value))
    if word in {
        "working",
        "working days",
        "laborables",
        "dias laborables",
        "habiles",
        "dias habiles",
    }:
        return "working"
    if word in {
        "calendar",
        "calendar days",
        "calendario",
        "naturales",
        "dias naturales",
        "corridos",
    }:
        return "calendar"
    raise WrongError("wrong_day_count")


def _zone(value: Value) -> str:
    name = text_of(value)
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:  # a zone that is not there is a KeyError
        raise WrongError("wrong_zone") from error
    return name


def _language(value: Value) -> str | None:
    word = fold(text_of(value))
    if word and word not in {"en", "es", "english", "ingles", "spanish", "espanol"}:
        raise WrongError("wrong_language")
    return ("es" if word[:3] in ("es", "esp", "spa") else "en") if word else None


def _country(value: Value) -> str | None:
    word = text_of(value).upper()
    if word and not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", word):
        raise WrongError("wrong_country")
    return word or None


READERS: Final[Mapping[str, Callable[[Value], Any]]] = {
    "count": count_days, "text": text_of, "ratio": _ratio, "words": _words, "weekend": _weekend,
    "day_count": _day_count, "zone": _zone, "language": _language, "country": _country,
}  # fmt: skip

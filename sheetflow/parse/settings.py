"""How the settings of the Playbook are written: a reader per kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from sheetflow.columns import by_word, fold
from sheetflow.decide.playbook import SEGMENTS
from sheetflow.decide.vocabulary import DAY_COUNTS, DAYS_OFF, LANGUAGE_WORDS, NO_DAYS
from sheetflow.model import Value
from sheetflow.parse.values import BAD, count_of, text_of
from sheetflow.zones import zone_of

_DAYS: Final = by_word((day, names.split()) for day, names in enumerate(DAYS_OFF))


class WrongError(ValueError):
    """A cell that cannot be used; its text is the code of the problem in texts/words.py."""


def count_days(value: Value) -> int:
    """Reads a whole number of days up to 9999."""
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


def _names(value: Value) -> tuple[str, ...]:
    names = (" ".join(name.split()) for name in re.split(r"[,;\n]", text_of(value)))
    return tuple(name for name in names if name)


def _weekend(value: Value) -> str:
    """Reads days off as a WORKDAY.INTL string, from such a one, its numbers 1-7 and 11-17, or
    names.
    """
    word = fold(text_of(value))
    if re.fullmatch("[01]{7}", word):
        pattern = word
    elif word.isdigit() and int(word) in range(1, 8):  # 1: Saturday and Sunday
        pattern = _pattern({(int(word) + 4) % 7, (int(word) + 5) % 7})
    elif word.isdigit() and int(word) in range(11, 18):  # 11: Sunday only
        pattern = _pattern({(int(word) - 12) % 7})
    else:
        pattern = _pattern(_days_named(word))
    if "0" not in pattern:
        raise WrongError("no_working_day")
    return pattern


def _days_named(word: str) -> set[int]:
    """Reads the days of a text such as `Sat, Sun` or `none`; Monday is 0."""
    if word in NO_DAYS:
        return set()
    names = [name for name in re.split(r"[\s,;/&+.-]+", word) if name not in ("", "y", "and")]
    if not names or any(name not in _DAYS for name in names):
        raise WrongError("wrong_weekend")
    return {_DAYS[name] for name in names}


def _pattern(off: set[int]) -> str:
    return "".join("1" if day in off else "0" for day in range(7))


def _day_count(value: Value) -> str:
    word = fold(text_of(value))
    if word not in DAY_COUNTS:
        raise WrongError("wrong_day_count")
    return DAY_COUNTS[word]


def _zone(value: Value) -> str:
    name = text_of(value)
    if zone_of(name) is None:
        raise WrongError("wrong_zone")
    return name


def _language(value: Value) -> str | None:
    word = fold(text_of(value))
    if word not in LANGUAGE_WORDS:
        raise WrongError("wrong_language")
    return LANGUAGE_WORDS[word]


def _country(value: Value) -> str | None:
    word = text_of(value).upper()
    if word and not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", word):
        raise WrongError("wrong_country")
    return word or None


READERS: Final[Mapping[str, Callable[[Value], Any]]] = {
    "count": count_days, "text": text_of, "ratio": _ratio, "words": _words, "weekend": _weekend,
    "names": _names, "day_count": _day_count, "zone": _zone,
    "language": _language, "country": _country,
}  # fmt: skip

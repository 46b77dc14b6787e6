"""Puts the words together: decisions, flags and problems become sentences of one language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from sheetflow.columns import OWNED, PEOPLE
from sheetflow.decide.playbook import CHANNELS, Words
from sheetflow.model import Text
from sheetflow.palette import LOOKS
from sheetflow.texts.live import LIVE_PROBLEMS
from sheetflow.texts.message_words import MESSAGE_PROBLEMS, MESSAGE_SHOWN
from sheetflow.texts.words import (
    COUNTED,
    DAYS,
    FLAGS,
    MONTHS,
    PROBLEMS,
    REPORT,
    STATUSES,
    STEPS,
    WHY,
)

T = TypeVar("T")

_PROBLEMS: Final = {**PROBLEMS, **MESSAGE_PROBLEMS, **LIVE_PROBLEMS}
_TEXTS: Final = {**WHY, **STEPS, **_PROBLEMS, **MESSAGE_SHOWN, **REPORT}
_HEADINGS: Final = {column.key: Words(column.en, column.es) for column in (*PEOPLE, *OWNED)}


class Locale(NamedTuple):
    """How to speak: the language, this year (left out of dates), how days count."""

    lang: str = "en"
    year: int = 0
    day_count: str = "working"


def choose_language(*known: str | None) -> str:
    """Returns the first language that is known; English where none is.

    Asked for comes before the workbook's, and that before the environment's.
    """
    return next(filter(None, known), "en")


def choose(both: tuple[T, ...], lang: str) -> T:
    """Returns what is said in this language, of English and Spanish."""
    return both[1] if lang == "es" else both[0]


def counted(number: object, what: str, lang: str) -> str:
    """Returns `1 lead` or `40 leads`: a number with what it counts, a key of COUNTED."""
    one, many = choose(COUNTED[what], lang)
    return (one if number == 1 else many).format(number)


def fill(both: tuple[str, str], lang: str, *values: object) -> str:
    """Returns the text of this language with its values, letter by letter; `{0:leads}` counts."""
    return choose(both, lang).format(*(Filled(value, Locale(lang)) for value in values))


@lru_cache(maxsize=1024)
def status_text(status: str, lang: str) -> str:
    """Returns the word of a status with its icon, as the sheet shows it."""
    return f"{LOOKS[status].icon} {choose(STATUSES[status], lang)}"


@lru_cache(maxsize=65536)
def flags_text(flags: tuple[str, ...], lang: str) -> str:
    """Returns the flags as one text, blank without any."""
    return ", ".join([choose(FLAGS[flag], lang) for flag in flags])


def date_text(d: date, locale: Locale) -> str:
    """Returns `12 Nov`, with the year where it is not this one."""
    text = f"{d.day} {MONTHS[locale.lang][d.month - 1]}"
    return text if d.year == locale.year else f"{text} {d.year}"


def heading(key: str, lang: str) -> str:
    """Returns what a column is called."""
    return choose(_HEADINGS[key], lang)


@lru_cache(maxsize=131072)
def render(text: Text, locale: Locale) -> str:
    """Returns the sentence of a Text."""
    said = choose(_TEXTS[text.code], locale.lang)
    filled = said.format(*(_Shown(value, locale) for value in text.values))
    return filled.removesuffix(" ()").strip()  # a stage without a channel


def render_all(parts: Sequence[Text], locale: Locale) -> str:
    """Returns several sentences, one after the other; mostly it is one."""
    if len(parts) == 1:
        return render(parts[0], locale)
    return " ".join([render(part, locale) for part in parts])


class Filled(NamedTuple):
    """A value in its place of a sentence: shown as it is, or counted."""

    value: object
    locale: Locale

    def __format__(self, spec: str) -> str:
        if spec in COUNTED:
            return counted(self.value, spec, self.locale.lang)
        return format(self.value, spec)


class _Shown(Filled):
    """A value of `render`: shown as its kind is."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        value, locale = self
        if spec in COUNTED:
            return counted(value, spec, locale.lang)
        if spec == "days" and isinstance(value, int):
            return DAYS[locale.lang, locale.day_count][value != 1].format(value)
        if spec in COUNTED:
            return counted(value, spec, locale.lang)
        if isinstance(value, date):
            return date_text(value, locale)
        if isinstance(value, Words):
            return choose(value, locale.lang)
        if isinstance(value, Text):
            return render(value, locale)
        text = str(value)
        if text in CHANNELS:
            return choose(CHANNELS[text], locale.lang).lower()
        return choose(_HEADINGS[text], locale.lang) if text in _HEADINGS else text

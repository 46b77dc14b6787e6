"""Puts words.py together: decisions, flags and problems become sentences of one language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from sheetflow.columns import OWNED, PEOPLE
from sheetflow.decide.playbook import CHANNELS, Words
from sheetflow.model import Text
from sheetflow.palette import LOOKS
from sheetflow.texts.words import DAYS, FLAGS, MONTHS, PROBLEMS, REPORT, STATUSES, STEPS, WHY

_TEXTS: Final = {**WHY, **STEPS, **PROBLEMS, **REPORT}
_HEADINGS: Final = {column.key: Words(column.en, column.es) for column in (*PEOPLE, *OWNED)}


class Voice(NamedTuple):
    """How to speak: the language, the current year (left out of dates), and how days are
    counted.
    """

    lang: str = "en"
    year: int = 0
    calendar: bool = False


def pick(both: tuple[str, str], lang: str) -> str:
    """The text of this language."""
    return both[1] if lang == "es" else both[0]


@lru_cache(maxsize=1024)
def status_text(status: str, lang: str) -> str:
    """The word of a status with its icon, as it stands in the sheet."""
    return f"{LOOKS[status].icon} {pick(STATUSES[status], lang)}"


@lru_cache(maxsize=65536)
def flags_text(flags: tuple[str, ...], lang: str) -> str:
    """The flags as one text, blank without any."""
    return ", ".join([pick(FLAGS[flag], lang) for flag in flags])


def date_text(d: date, voice: Voice) -> str:
    """`12 Nov`, and the year where it is not this one."""
    text = f"{d.day} {MONTHS[voice.lang][d.month - 1]}"
    return text if d.year == voice.year else f"{text} {d.year}"


def heading(key: str, lang: str) -> str:
    """What a column is called."""
    return pick(_HEADINGS[key], lang)


@lru_cache(maxsize=131072)
def render(text: Text, voice: Voice) -> str:
    """The sentence of a Text."""
    said = pick(_TEXTS[text.code], voice.lang)
    filled = said.format(*(_Shown(value, voice) for value in text.values))
    return filled.removesuffix(" ()").strip()  # a stage without a channel


def render_all(parts: Sequence[Text], voice: Voice) -> str:
    """Several sentences, one after the other; mostly it is one."""
    if len(parts) == 1:
        return render(parts[0], voice)
    return " ".join([render(part, voice) for part in parts])


class _Shown(NamedTuple):
    """An argument that knows how to show itself."""

    value: object
    voice: Voice

    def __format__(self, spec: str) -> str:
        value, voice = self
        if spec == "days" and isinstance(value, int):
            return DAYS[voice.lang, voice.calendar][value != 1].format(value)
        if isinstance(value, date):
            return date_text(value, voice)
        if isinstance(value, Words):
            return pick(value, voice.lang)
        if isinstance(value, Text):
            return render(value, voice)
        text = str(value)
        if text in CHANNELS:
            return pick(CHANNELS[text], voice.lang).lower()
        return pick(_HEADINGS[text], voice.lang) if text in _HEADINGS else text

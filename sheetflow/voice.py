"""Puts words.py together: decisions, flags and problems become sentences of one language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from sheetflow.columns import OWNED, PEOPLE
from sheetflow.model import Said, Words
from sheetflow.palette import LOOKS
from sheetflow.playbook import CHANNELS
from sheetflow.words import DAYS, FLAGS, LANGUAGES, MONTHS, PROBLEMS, REPORT, STATUSES, STEPS, WHY

_TEXTS: Final = {**WHY, **STEPS, **PROBLEMS, **REPORT}
_HEADINGS: Final = {column.key: Words(column.en, column.es) for column in (*PEOPLE, *OWNED)}


class Voice(NamedTuple):
    """How to speak: the language, the current year (left out of dates), and how days are counted."""

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
def say(said: Said, voice: Voice) -> str:
    """The sentence of a Said."""
    text = pick(_TEXTS[said.key], voice.lang).format(*(_Shown(arg, voice) for arg in said.args))
    return text.removesuffix(" ()").strip()  # a stage without a channel


def say_all(parts: Sequence[Said], voice: Voice) -> str:
    """Several sentences, one after the other; mostly it is one."""
    if len(parts) == 1:
        return say(parts[0], voice)
    return " ".join([say(part, voice) for part in parts])


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
        if isinstance(value, Said):
            return say(value, voice)
        text = str(value)
        if text in CHANNELS:
            return pick(CHANNELS[text], voice.lang).lower()
        return pick(_HEADINGS[text], voice.lang) if text in _HEADINGS else text


def looks_ours(key: str, text: str) -> bool:
    """Whether a text in an owned column could be one that sheetflow wrote, in either language.

    Only asked where the memory is lost; in doubt the text is a person's.
    """
    if key == "status":
        return any(text == status_text(status, lang) for status in STATUSES for lang in LANGUAGES)
    if key == "flags":
        known = {word for both in FLAGS.values() for word in both}
        return all(part in known for part in text.split(", "))
    return bool(_ours(key).fullmatch(text))


def names_our_date(why: str, day: date) -> bool:
    """Whether a reason is one that sheetflow wrote for this date, and not for a plan that a person typed."""
    by_hand = tuple(text.partition("{")[0] for text in WHY["by_hand"])
    if why.startswith(by_hand) or not looks_ours("why", why):
        return False
    spoken = (date_text(day, Voice(lang, year)) for lang in LANGUAGES for year in (day.year, 0))
    return any(text in why for text in spoken)


@lru_cache(maxsize=8)
def _ours(key: str) -> re.Pattern[str]:
    """One pattern of all sentences of `why`, or of all steps."""
    table = WHY if key == "why" else STEPS
    channel = "|".join(name.lower() for both in CHANNELS.values() for name in both)
    forms = []
    for text in (text for both in table.values() for text in both):
        parts = re.split(r"(\{[^}]*\})", re.sub(r"\(\{\d\}\)$", "(\0)", text))
        form = "".join(".+" if part.startswith("{") else re.escape(part) for part in parts)
        forms.append(form.replace("\0", f"(?:{channel})").replace(re.escape("\0"), f"(?:{channel})"))
    return re.compile(rf"(?:(?:{'|'.join(forms)}) ?)+", re.DOTALL)

"""Puts a message together: a text of the Messages tab and what is known of the lead.

A value is data: it is put in once and never read as a text, and a subject is one line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from sheetflow.decide.messages import IF_BLANK, PLACEHOLDERS, MessageText, with_values
from sheetflow.texts.render import choose

WEEKDAYS: Final = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "lunes martes miércoles jueves viernes sábado domingo".split(),
)
MONTHS_IN_FULL: Final = (
    "January February March April May June July August September October November December".split(),
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre".split(),
)
WITHOUT_MONTH: Final = 13
"""Days, from today on or back, in which `Thursday 26` says which one is meant."""
WITHOUT_YEAR: Final = 300
"""Days in which the month says which year is meant."""

_BLANK: Final = "\0"
"""Marks the place of a value that is blank."""
_AT_START: Final = re.compile(rf"^ *{_BLANK}[ ,.;:!]*(.?)", re.MULTILINE)
_BEFORE_SIGN: Final = re.compile(rf"(?:,|(?<! )) *{_BLANK} *(?=[,.;:!?](?:\s|$))", re.MULTILINE)
_AMID: Final = re.compile(rf" ?{_BLANK}")
TITLES: Final = frozenset("dr dra mr mrs ms miss sr sra srta d dña don doña prof".split())


def day_text(day: date, today: date, lang: str) -> str:
    """Returns `Thursday 26`, with the month where it lies further off, and with the year where that
    could be another one.
    """
    weekday = choose(WEEKDAYS, lang)[day.weekday()]
    text, away = f"{weekday} {day.day}", abs((day - today).days)
    if away <= WITHOUT_MONTH:
        return text
    month = choose(MONTHS_IN_FULL, lang)[day.month - 1]
    text = choose((f"{text} {month}", f"{text} de {month}"), lang)
    if away <= WITHOUT_YEAR:
        return text
    return choose((f"{text} {day.year}", f"{text} de {day.year}"), lang)


def first_name(name: str) -> str:
    """Returns how one addresses somebody: Ana of `Ana Pérez`, `PÉREZ, ANA`; a title keeps its name.

    A surname alone cannot be told from a first name.
    """
    last, comma, first = name.partition(",")
    words = (first if comma and first.strip() else last).split()
    if not words:
        return ""
    if words[0].rstrip(".").lower() in TITLES:
        return " ".join(words)
    word = words[0]
    return word.capitalize() if word.isupper() or word.islower() else word


def fill(text: MessageText, values: Mapping[str, str]) -> tuple[str, str]:
    """Returns subject and body of a message. `values` are lines of text by the key of their
    placeholder; of those that are blank others are said, or nothing, and the sentence closes over
    them.
    """
    said = {}
    for key in PLACEHOLDERS:
        value = values.get(key, "").replace(_BLANK, "")
        said[key] = value or choose(IF_BLANK.get(key, ("", "")), text.lang) or _BLANK
    subject, body = (_closed(with_values(each, said)) for each in (text.subject, text.text))
    return " ".join(subject.split()), body


def _closed(text: str) -> str:
    """Closes a text over the values that are blank."""
    text = _AT_START.sub(lambda found: found[1].upper(), text)
    text = _AMID.sub("", _BEFORE_SIGN.sub("", text))
    return "\n".join(line.rstrip() for line in text.replace("\r", "").split("\n")).strip()

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

MARK: Final = "\ue000"
"""Begins the signs that stand for something in a text; it is taken out of every value."""
BLANK: Final = f"{MARK}-"
"""Stands for a value that is blank, and for what nobody knows."""
CAPITAL: Final = f"{MARK}^"
"""Stands in front of what begins a line in place of a value that is blank."""
_OPENING: Final = "¿¡\"'(«“"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzáéíóúüñ"

Replacements = tuple[tuple[str, str], ...]
OVER_BLANKS: Final[Replacements] = (
    *((BLANK + between + BLANK, BLANK) for between in ("", " ", ", ") * 2),
    *((f"\n{' ' * spaces}{BLANK}", f"\n{BLANK}") for spaces in (4, 2, 1)),
    (f"\n{BLANK}", f"\n{CAPITAL}"),
    *((CAPITAL + sign, CAPITAL) for sign in (BLANK, *",.;:! ") * 2),
    *((f", {BLANK}{sign}", sign) for sign in ",.;:!?"),
    (f" {BLANK}", ""),
    (BLANK, ""),
)
CAPITALS: Final[Replacements] = (
    *((CAPITAL + sign, sign + CAPITAL) for sign in _OPENING),
    *((CAPITAL + letter, letter.upper()) for letter in _LETTERS),
    (CAPITAL, ""),
)
AT_ENDS: Final[Replacements] = tuple((f"{' ' * spaces}\n", "\n") for spaces in (8, 4, 2, 1))
"""Close a text over the values that are blank, one after the other: with its signs, with a capital
where a line begins, without spaces at the end of lines. The formulas of a workbook do the same, so
it is made of replacements alone; there is a line break before and behind the text.
"""
SIGNS: Final = {key: f"{MARK}{place}" for place, key in enumerate(PLACEHOLDERS)}
"""Stand for the values in a text, by key."""
_SIGN: Final = re.compile("|".join(SIGNS.values()))
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
    them before any value is put in.
    """
    known = {key: values.get(key, "").replace(MARK, "") for key in PLACEHOLDERS}
    texts = (each.replace(MARK, "").replace("\r", "") for each in (text.subject, text.text))
    places = {"": BLANK}
    for key, sign in SIGNS.items():
        otherwise = choose(IF_BLANK.get(key, ("", "")), text.lang) or BLANK
        places[key] = sign if known[key] else otherwise
    subject, body = (_closed(with_values(each, places)) for each in texts)
    by_sign = {sign: known[key] for key, sign in SIGNS.items()}
    subject, body = (_SIGN.sub(lambda found: by_sign[found[0]], each) for each in (subject, body))
    return " ".join(subject.split()), body


def _closed(text: str) -> str:
    """Closes a text over the values that are blank."""
    text = f"\n{text}\n"
    for old, new in (*OVER_BLANKS, *CAPITALS, *AT_ENDS):
        text = text.replace(old, new)
    return text.strip(" \n")

"""Whether a value in a column of ours could be one that sheetflow wrote, in either language.

Only asked where no record tells; in doubt a text is a person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import chain, product
from typing import Final

from sheetflow.decide.playbook import CHANNELS, STAGES
from sheetflow.decide.sequence import STEPS as SEQUENCE
from sheetflow.model import Value
from sheetflow.texts.render import Locale, date_text, status_text
from sheetflow.texts.words import FLAGS, LANGUAGES, STATUSES, STEPS, WHY

TEXTS: Final = frozenset({"status", "next_step", "flags", "why"})
"""The columns of ours that hold texts."""

_NUMBERS: Final = frozenset({"overdue", "touches", "interest"})
_FLAGS: Final = frozenset(chain.from_iterable(FLAGS.values()))
_STATUSES: Final = frozenset(status_text(*each) for each in product(STATUSES, LANGUAGES))
_CHANNELS: Final = "|".join(map(str.lower, chain.from_iterable(CHANNELS.values())))


def _shipped_steps() -> Iterator[str]:
    for stage in STAGES:
        yield from stage.step
    for steps in SEQUENCE.values():
        for step in steps.values():
            yield from (step.en, step.es)


_STEPS_ALONE: Final = frozenset(_shipped_steps())
"""The shipped steps, as they are told where a row has neither email nor phone."""
_BY_HAND: Final = tuple(text.partition("{")[0] for text in WHY["by_hand"])


def is_ours(key: str, value: Value) -> bool:
    """Returns whether a value in the column of this key could be ours."""
    if isinstance(value, str):
        return key in TEXTS and looks_ours(key, value)
    return key in _NUMBERS and isinstance(value, int | float)


def looks_ours(key: str, text: str) -> bool:
    """Returns whether a text in the status, next step, flags or reason could be ours."""
    if key == "status":
        return text in _STATUSES
    if key == "flags":
        return all(part in _FLAGS for part in text.split(", "))
    if key == "next_step" and text in _STEPS_ALONE:
        return True
    return bool(_sentences(key).fullmatch(text))


def names_our_date(why: str, day: date) -> bool:
    """Returns whether a reason is one that sheetflow wrote for this date, and not for a plan that a
    person typed.
    """
    if why.startswith(_BY_HAND) or not looks_ours("why", why):
        return False
    locales = (Locale(*each) for each in product(LANGUAGES, (day.year, 0)))
    return any(date_text(day, locale) in why for locale in locales)


@lru_cache(maxsize=8)
def _sentences(key: str) -> re.Pattern[str]:
    """Makes one pattern of all sentences of `why`, or of all steps."""
    table = WHY if key == "why" else STEPS
    forms = "|".join(map(_form, chain.from_iterable(table.values())))
    return re.compile(rf"(?:(?:{forms}) ?)+", re.DOTALL)


def _form(sentence: str) -> str:
    """Makes the pattern of a sentence: any text in its places, a channel in brackets at its end."""
    sentence, ends_in_channel, _ = re.sub(r"\(\{\d\}\)$", "\0", sentence).partition("\0")
    parts = re.split(r"(\{[^}]*\})", sentence)
    form = "".join(".+" if part.startswith("{") else re.escape(part) for part in parts)
    return form + rf"\((?:{_CHANNELS})\)" if ends_in_channel else form

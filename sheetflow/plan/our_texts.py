"""Whether a value in a column of ours could be one that sheetflow wrote, in either language.

Only asked where no record tells; in doubt a text is a person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, product
from typing import Final, NamedTuple

from sheetflow.decide.playbook import CHANNELS, STAGES
from sheetflow.decide.sequence import STEPS as SEQUENCE
from sheetflow.decide.steps import AFTER_FEW, AFTER_MANY
from sheetflow.decide.symptoms import SYMPTOMS
from sheetflow.model import Value
from sheetflow.texts.render import Locale, date_text, status_text
from sheetflow.texts.words import FLAGS, LANGUAGES, STATUSES, STEPS, WHY

TEXTS: Final = frozenset({"status", "next_step", "flags", "why"})
"""The columns of ours that hold texts."""

_NUMBERS: Final = frozenset({"overdue", "touches", "interest"})
_FLAGS: Final = frozenset(chain.from_iterable(FLAGS.values()))
_STATUSES: Final = frozenset(status_text(*each) for each in product(STATUSES, LANGUAGES))
_CHANNELS: Final = tuple(f"({word.lower()})" for word in chain.from_iterable(CHANNELS.values()))


def _shipped_steps() -> Iterator[str]:
    for stage in STAGES:
        yield from stage.step
    for steps in SEQUENCE.values():
        for step in steps.values():
            yield from (step.en, step.es)
    for row in (*SYMPTOMS, AFTER_FEW.words, AFTER_MANY.words):
        yield from (row.en, row.es)


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
    return _is_made_of(_sentences(key), text)


def names_our_date(why: str, day: date) -> bool:
    """Returns whether a reason is one that sheetflow wrote for this date, and not for a plan that a
    person typed.
    """
    if why.startswith(_BY_HAND) or not looks_ours("why", why):
        return False
    locales = (Locale(*each) for each in product(LANGUAGES, (day.year, 0)))
    return any(date_text(day, locale) in why for locale in locales)


class _Form(NamedTuple):
    """A sentence of ours: its fixed texts, with any text of at least one letter between them.

    `between` is None where it has no places at all.
    """

    first: str
    between: tuple[str, ...] | None
    last: str

    def ends(self, text: str, start: int) -> Iterator[int]:
        """Yields where the sentence that begins at `start` may end."""
        at = start + len(self.first)
        if self.between is None:
            yield at
            return
        for fixed in self.between:
            found = text.find(fixed, at + 1)
            if found < 0:
                return
            at = found + len(fixed)
        while (at := text.find(self.last, at + 1)) >= 0:
            yield at + len(self.last)


def _is_made_of(forms: Sequence[_Form], text: str) -> bool:
    """Returns whether a text is nothing but these sentences, with a space between them or none.

    It takes time in proportion to the text, whatever a person typed: a sentence with places is
    looked for only where it may begin first, since from there it has all ends of the later ones.
    """
    begins = bytearray(len(text) + 2)
    begins[0], at, left = 1, 0, list(forms)
    while 0 <= at < len(text):
        for form in [each for each in left if text.startswith(each.first, at)]:
            if form.between is not None:
                left.remove(form)
            for end in form.ends(text, at):
                begins[end] = 1
                if text[end : end + 1] == " ":
                    begins[end + 1] = 1
        at = begins.find(1, at + 1)
    return at == len(text) > 0


@lru_cache(maxsize=8)
def _sentences(key: str) -> tuple[_Form, ...]:
    """Returns all sentences of `why`, or all steps."""
    table = WHY if key == "why" else STEPS
    forms = map(_forms, chain.from_iterable(table.values()))
    return tuple(dict.fromkeys(chain.from_iterable(forms)))


def _forms(sentence: str) -> Iterator[_Form]:
    """Yields the forms of a sentence: where it ends in a channel, one for each channel, and one for
    a row without email and phone, unless nothing fixed would be left of it.
    """
    ends_in_channel = re.search(r" \(\{\d\}\)$", sentence)
    if ends_in_channel is None:
        yield _form(sentence)
        return
    start = sentence[: ends_in_channel.start()]
    for channel in _CHANNELS:
        yield _form(f"{start} {channel}")
    if not start.startswith("{"):
        yield _form(start)


def _form(sentence: str) -> _Form:
    first, *rest = re.split(r"\{[^}]*\}", sentence)
    return _Form(first, tuple(rest[:-1]) if rest else None, rest[-1] if rest else "")

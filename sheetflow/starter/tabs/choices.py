"""What drop-downs offer and what they say: they propose, and warn at most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sheetflow.columns import CHOICES, LOG_WORDS, PHASES, TABS
from sheetflow.decide.messages import MESSAGES
from sheetflow.decide.playbook import CHANNELS, STAGES
from sheetflow.model import Validation
from sheetflow.starter.tabs.looks import fixed
from sheetflow.texts.render import choose

YES_NO: Final = (("yes", "no"), ("sí", "no"))
LEAD_WORDS: Final = {
    **CHOICES,
    "segment": (("informed", "advised"), ("informado", "asesorado")),
}
"""Key of a column of Leads -> its words in English and Spanish; the stages are the Playbook's."""
OWN_WORDS: Final = frozenset({"segment", "phase"})
"""Columns in which a word of the team's own is as good."""


def _first_of(words: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Returns what a column says, in English and in Spanish: the first word for each meaning."""
    return tuple(tuple(each[i] for each in words.values()) for i in (0, 1))


_UNOFFERED: Final = frozenset({"see_you", "promised", "announced", "missing", "event"})
"""Messages that one types: all of them are more than a drop-down holds, 255 characters."""
LOG_CHOICES: Final = {
    **{key: _first_of(words) for key, words in LOG_WORDS.items()},
    "channel": _first_of(CHANNELS),
    "message": _first_of({key: MESSAGES[key] for key in MESSAGES if key not in _UNOFFERED}),
    "phase": _first_of(PHASES),
}
"""Key of a column of the Contacts log -> its words in English and Spanish."""
LOG_OWN_WORDS: Final = frozenset({"channel", "message", "phase"})

NOT_LISTED: Final = (
    (
        "Not on the list",
        "sheetflow knows the words on the list; it will say so if it cannot read this one.",
    ),
    (
        "No está en la lista",
        "sheetflow conoce las palabras de la lista; avisará si no puede leer esta.",
    ),
)
TODAY_KEYS: Final = ("Ctrl+; types today.", "Ctrl+; escribe la fecha de hoy (; es Mayús+coma).")
"""Both Spanish keyboards, of Spain and of Latin America, have the semicolon on Shift and comma."""
NO_DATE: Final = (
    (
        "Is this a date?",
        "This cell holds a date, such as 26 Nov 2026 or 2026-11-26. Ctrl+; types today.",
    ),
    (
        "¿Es una fecha?",
        "Esta celda guarda una fecha, como 26/11/2026 o 2026-11-26. "
        "Ctrl+; escribe la de hoy (; es Mayús+coma).",
    ),
)
NO_NUMBER: Final = (
    ("Is this a number?", "This cell holds a number; sheetflow leaves others aside and says so."),
    ("¿Es un número?", "Esta celda guarda un número; sheetflow deja los demás aparte y lo dice."),
)
FIRST_DATE: Final = "18264"
"""1 January 1950: sheetflow takes no earlier day for a date."""


def from_list(cells: Iterable[str], words: Iterable[str], lang: str, *, own: bool) -> Validation:
    """Returns a drop-down of these words; with `own`, another word is let in silently."""
    return _listed(tuple(cells), '"' + ",".join(words) + '"', lang, own=own)


def from_cells(cells: Iterable[str], source: str, lang: str, *, own: bool) -> Validation:
    """Returns a drop-down of what stands in the cells of another tab."""
    return _listed(tuple(cells), source, lang, own=own)


def _listed(cells: tuple[str, ...], source: str, lang: str, *, own: bool) -> Validation:
    if own:
        return Validation(cells, "list", source)
    title, text = choose(NOT_LISTED, lang)
    return Validation(cells, "list", source, error_title=title, error=text)


def dates(cells: Iterable[str], lang: str) -> Validation:
    """Returns a check that asks back where something else than a date is typed."""
    title, text = choose(NO_DATE, lang)
    check = Validation(tuple(cells), "date", FIRST_DATE, operator="greaterThanOrEqual")
    return check._replace(error_title=title, error=text)


def numbers(cells: Iterable[str], lang: str, *, whole: bool) -> Validation:
    """Returns a check that asks back where something else than a number from 0 on is typed."""
    title, text = choose(NO_NUMBER, lang)
    kind = "whole" if whole else "decimal"
    check = Validation(tuple(cells), kind, "0", operator="greaterThanOrEqual")
    return check._replace(error_title=title, error=text)


def prompted(check: Validation, title: str, text: str) -> Validation:
    """Returns the check with a text that is shown when a cell is chosen."""
    return check._replace(prompt_title=title[:32], prompt=text[:255])


def stage_cells(lang: str) -> str:
    """Returns where the Playbook lists the stages in this language."""
    column = 2 if lang == "es" else 1
    return fixed(choose(TABS["playbook"], lang), column, 2, len(STAGES) + 1)


def people_cells(lang: str) -> str:
    """Returns where the People tab lists who works here."""
    return fixed(choose(TABS["people"], lang), 0, 2, 201)

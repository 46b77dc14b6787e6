"""An error number -> what it means in both languages: `sheetflow explain SF012`, and the manual."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, NamedTuple

from sheetflow.errors import (
    ConfigError,
    SheetflowError,
    files,
    google,
    google_access,
    lists,
    login,
    settings,
)
from sheetflow.errors.settings import NumberUnknown
from sheetflow.reports.as_json import json_object
from sheetflow.reports.lines import Line, Span, line
from sheetflow.texts.codes import CHECKS_LEFT, NUMBERS, PLAYBOOK_STOPS, ROW_CHECKS, number_of
from sheetflow.texts.errors import ErrorText
from sheetflow.texts.live import LIVE_PROBLEMS
from sheetflow.texts.message_words import MESSAGE_PROBLEMS
from sheetflow.texts.messages import ERRORS, MESSAGES
from sheetflow.texts.render import choose, counted
from sheetflow.texts.words import COUNTED, LANGUAGES, PROBLEMS, REPORT

_PLACE: Final = re.compile(r"\{\d+(?::(\w+))?\}")


class Meaning(NamedTuple):
    """What a number means; its texts have `…` where a value goes."""

    number: str
    exit_code: int
    text: ErrorText


def meanings() -> Iterator[Meaning]:
    """Yields what every number means, in the order of the numbers."""
    for code in sorted(NUMBERS, key=lambda code: NUMBERS[code]):
        yield Meaning(number_of(code), exit_code_of(code), _text_of(code))


def meaning_of(number: str) -> Meaning:
    """Returns what a number means, in capitals or not. Raises ConfigError for one that is none."""
    for found in meanings():
        if found.number == number.upper():
            return found
    raise NumberUnknown(number)


def exit_code_of(code: str) -> int:
    """Returns what a command ends with that tells nothing but this error or problem."""
    if code in ERRORS:
        return _errors()[code].exit_code
    if code in PLAYBOOK_STOPS:
        return ConfigError.exit_code
    return CHECKS_LEFT if code in ROW_CHECKS else 0


@cache
def _errors() -> dict[str, type[SheetflowError]]:
    """Code -> the class that is raised."""
    found = dict[str, type[SheetflowError]]()
    for module in (lists, settings, files, google, google_access, login):
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, SheetflowError):
                found[each.code] = each
    return found


def _text_of(code: str) -> ErrorText:
    if code in ERRORS:
        return ErrorText._make(map(_without_values, ERRORS[code], (*LANGUAGES, *LANGUAGES)))
    texts = {**MESSAGES, **PROBLEMS, **MESSAGE_PROBLEMS, **LIVE_PROBLEMS}
    said = map(_without_values, texts[code], LANGUAGES)
    mend = REPORT["mend_cell"] if code in ROW_CHECKS | PLAYBOOK_STOPS else ("", "")
    return ErrorText._make([*said, *mend])


def _without_values(text: str, lang: str) -> str:
    def shown(place: re.Match[str]) -> str:
        return counted("…", place[1], lang) if place[1] in COUNTED else "…"

    return _PLACE.sub(shown, text)


def meaning_lines(found: Meaning) -> Iterator[Line]:
    """Yields what a number means: its exit code, and in each language what it says and advises."""
    codes = (f"{choose(REPORT['exit_code'], lang)}: {found.exit_code}" for lang in LANGUAGES)
    yield line(Span(found.number, bold=True), "  ", " · ".join(codes))
    for said, advised in zip(found.text[:2], found.text[2:], strict=True):
        yield line(said)
        for each in advised.splitlines():
            yield line("  ", each)


def meaning_json(found: Meaning) -> str:
    """Returns what a number means, one object."""
    told: dict[str, Any] = {}
    for lang, said, advised in zip(LANGUAGES, found.text[:2], found.text[2:], strict=True):
        told[lang] = {"error": said, "advice": advised or None}
    return json_object(code=found.number, exit_code=found.exit_code, **told)

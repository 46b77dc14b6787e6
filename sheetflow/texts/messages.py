"""Puts the texts of errors and messages together: a code and its values become a sentence."""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

from sheetflow.columns import OWNED, PEOPLE
from sheetflow.model import Text
from sheetflow.texts.errors import LIST_PARTS, LISTS, SETTINGS
from sheetflow.texts.errors_files import FILE_MESSAGES, FILE_PARTS, FILES
from sheetflow.texts.errors_google import GOOGLE, GOOGLE_PARTS
from sheetflow.texts.reasons import REASONS
from sheetflow.texts.render import counted
from sheetflow.texts.words import COUNTED

ERRORS: Final = {**SETTINGS, **LISTS, **FILES, **GOOGLE}
MESSAGES: Final = {**LIST_PARTS, **FILE_MESSAGES, **FILE_PARTS, **GOOGLE_PARTS, **REASONS}
_COLUMNS: Final = {column.key: (column.en, column.es) for column in (*PEOPLE, *OWNED)}


class Keyed(Protocol):
    """An error, or a Text: a code, and the values of its sentence."""

    @property
    def code(self) -> str: ...
    @property
    def values(self) -> tuple[object, ...]: ...


def message(found: Keyed, lang: str) -> str:
    """Returns what happened, as one sentence."""
    text = _both(found.code)
    return _filled(text[lang == "es"], found, lang)


def advice(found: Keyed, lang: str) -> str:
    """Returns what to do about an error, mostly one line; empty where there is nothing to do."""
    text = ERRORS[found.code]
    return _filled(text.advice_es if lang == "es" else text.advice_en, found, lang)


def _both(code: str) -> tuple[str, ...]:
    return ERRORS[code] if code in ERRORS else MESSAGES[code]


def _filled(text: str, found: Keyed, lang: str) -> str:
    return text.format(*(_Value(value, lang) for value in found.values))


class _Value(NamedTuple):
    """A value that knows how to show itself."""

    value: object
    lang: str

    def __format__(self, spec: str) -> str:
        value, lang = self
        if isinstance(value, tuple) and not isinstance(value, Text):
            between = "\n" if spec == "lines" else ", "
            return between.join(format(_Value(part, lang)) for part in value)
        if isinstance(value, Text):
            return message(value, lang)
        if spec == "column":
            return _COLUMNS[str(value)][lang == "es"]
        if spec in COUNTED:
            return counted(value, spec, lang)
        if spec == "quoted":
            return repr(value)
        if spec == "number":
            return f"{value:,}".replace(",", "." if lang == "es" else ",")
        return str(value)

"""Puts the texts of errors and messages together: a code and its values become a sentence, in which
nothing is left that looks like a key or a token.
"""

from __future__ import annotations

from typing import Final, Protocol

from sheetflow.model import Text
from sheetflow.texts.errors import LIST_PARTS, LISTS, SETTINGS
from sheetflow.texts.errors_damage import DAMAGE
from sheetflow.texts.errors_files import FILE_MESSAGES, FILE_PARTS, FILES
from sheetflow.texts.errors_google import GOOGLE, GOOGLE_PARTS
from sheetflow.texts.errors_keys import KEYS
from sheetflow.texts.errors_login import LOGIN, LOGIN_PARTS
from sheetflow.texts.host import HOST_MESSAGES
from sheetflow.texts.reasons import REASONS
from sheetflow.texts.render import Filled, Locale, choose, heading
from sheetflow.texts.secrets import scrub

ERRORS: Final = {**SETTINGS, **LISTS, **FILES, **DAMAGE, **GOOGLE, **KEYS, **LOGIN}
MESSAGES: Final = {
    **LIST_PARTS,
    **FILE_MESSAGES,
    **FILE_PARTS,
    **HOST_MESSAGES,
    **GOOGLE_PARTS,
    **LOGIN_PARTS,
    **REASONS,
}


class Keyed(Protocol):
    """An error, or a Text: a code, and the values of its sentence."""

    @property
    def code(self) -> str: ...
    @property
    def values(self) -> tuple[object, ...]: ...


def message(found: Keyed, lang: str) -> str:
    """Returns what happened, as one sentence."""
    both = ERRORS[found.code] if found.code in ERRORS else MESSAGES[found.code]
    return _filled(both, found, lang)


def advice(found: Keyed, lang: str) -> str:
    """Returns what to do about an error, mostly one line; empty where there is nothing to do."""
    text = ERRORS[found.code]
    return _filled((text.advice_en, text.advice_es), found, lang)


def _filled(both: tuple[str, ...], found: Keyed, lang: str) -> str:
    locale = Locale(lang)
    return scrub(choose(both, lang).format(*(_Value(value, locale) for value in found.values)))


class _Value(Filled):
    """A value of `message`: a Text, several values, or one in the form that its place names."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        value, lang = self.value, self.locale.lang
        if isinstance(value, Text):
            return message(value, lang)
        if isinstance(value, tuple):
            between = "\n" if spec == "lines" else ", "
            return between.join(format(_Value(part, self.locale)) for part in value)
        if spec == "column":
            return heading(str(value), lang)
        if spec == "quoted":
            return repr(value)
        if spec == "number":
            return f"{value:,}".replace(",", choose((",", "."), lang))
        return super().__format__(spec)

"""THE errors in English and Spanish, by code: what happened, and what to do about it.

A text has numbered places for the values of its error, in the order in which its class lists them.
A place may say how it shows its value: `{0:column}` is a heading, `{0:number}` is 10,000 or 10.000,
`{0:quoted}` is a name in quotes, `{0:list}` joins several by commas, `{0:lines}` writes each on a
line of its own. A value that is a Text is written in the language of the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class ErrorText(NamedTuple):
    """An error in both languages: what happened, and what to do about it."""

    en: str
    es: str
    advice_en: str = ""
    advice_es: str = ""


LISTS: Final[Mapping[str, ErrorText]] = {
    "lead_not_found": ErrorText(
        "no lead is in that row or has that name",
        "ningún lead está en esa fila ni tiene ese nombre",
        "name a sheet row such as 12, Leads!12, or a name",
        "indique una fila de la hoja como 12, Leads!12, o un nombre",
    ),
    "no_owners": ErrorText(
        "no lead has an owner",
        "ningún lead tiene responsable",
        "fill in the column Owner, or leave --owner out",
        "rellene la columna Responsable, o quite --owner",
    ),
    "owner_unknown": ErrorText(
        "no lead has the owner '{0}'",
        "ningún lead tiene el responsable '{0}'",
        "the owners are: {1:list}",
        "los responsables son: {1:list}",
    ),
}

SETTINGS: Final[Mapping[str, ErrorText]] = {}

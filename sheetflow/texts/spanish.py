"""Errors and notes in Spanish: they are raised in English, and put into Spanish where a person
reads them.

A `{}` stands for a value in English, `{0}` for the same value in Spanish. A place in Spanish may
say how it shows its value: `{0:said}` is a text of this table, `{0:number}` 10.000, `{0:column}` a
heading, `{0:found}` a list of headings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from sheetflow.columns import OWNED, PEOPLE
from sheetflow.texts.reasons import OS_REASONS
from sheetflow.texts.spanish_google import GOOGLE_ERRORS, GOOGLE_REASONS

ERRORS: Final[Mapping[str, str]] = {
    **GOOGLE_ERRORS,
    # ── the command line and its settings
    "Let its owner run sheetflow.": "Que su dueño ejecute sheetflow.",
    # ── headings, Playbook, the safety brake
    "there is no tab named '{}'": "no hay ninguna pestaña llamada '{0}'",
    "the tabs are: {}": "las pestañas son: {0}",
    "no tab has usable headings for leads": "ninguna pestaña tiene encabezados de leads que sirvan",
    "a leads tab needs a heading Name or Company, and one of Email, Phone, Stage, Since, Last contact …": "una pestaña de leads necesita un encabezado Nombre o Empresa, y uno de Correo, Teléfono, Etapa, Alta, Último"
    " contacto …",
    "tab '{}': found {}": "pestaña '{0}': {1:found}",
    "nothing is typed into the workbook yet: sheetflow init adds a tab with headings to type under": "aún no hay nada escrito en el libro: sheetflow init añade una pestaña con encabezados para empezar a escribir",
    "two columns claim '{}': {} and {}": "dos columnas dicen ser {0:column}: {1} y {2}",
    "rename one of the two headings": "cambie el nombre de uno de los dos encabezados",
    "the Playbook or Calendar has entries that cannot be used": "la Estrategia o el Calendario tiene entradas que no se pueden usar",
    "{} of {} leads would change status although their own cells did not": "{0} de {1} leads cambiarían de estado sin que sus propias celdas hayan cambiado",
    "check the time zone, the Playbook, and whether a heading was renamed; --force writes it once": "revise la zona horaria, la Estrategia y si cambió algún encabezado; --force lo escribe una vez",
    "{} of {} known leads are gone": "han desaparecido {0} de {1} leads conocidos",
    "check that this is the right file, and whether a heading was renamed; --force goes on once": "compruebe que este es el archivo correcto y si cambió algún encabezado; --force sigue una vez",
    # ── opening the file
    "There is no file {}.": "No existe el archivo {0}.",
    "Check the name, or make one with: sheetflow init {}": "Compruebe el nombre, o cree uno con: sheetflow init {0}",
    # ── writing it
    "the workbook must be read before it is written": "hay que leer el libro antes de escribirlo",
    "Run again.": "Ejecute de nuevo.",
    "Run again in a moment.": "Ejecute de nuevo dentro de un momento.",
    "there is a tab {} already": "ya hay una pestaña {0}",
    "rename it and run again": "cámbiele el nombre y ejecute de nuevo",
}

SYSTEM: Final[Mapping[str, str]] = {**GOOGLE_REASONS, **dict(OS_REASONS.values())}
"""What the system says inside of our own messages; what is not here stays as it is."""


def translate(text: str, lang: str) -> str:
    """A message, an advice of any number of lines, or a note in this language; unknown texts stay
    English.
    """
    if lang != "es":
        return text
    whole = _spanish(text)
    return (
        whole
        if whole is not None
        else "\n".join(_spanish(line) or line for line in text.splitlines())
    )


def _spanish(text: str) -> str | None:
    """The Spanish of one text, with its values put over; None where no template fits."""
    known = ERRORS.get(text) or SYSTEM.get(text)
    if known is not None:
        return known
    for pattern, spanish in _patterns():
        if match := pattern.fullmatch(text):
            return spanish.format(*(_Value(value) for value in match.groups()))
    return None


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The templates with values, those that say most first: the others would take their texts for
    values.
    """
    open_ones = [pair for pair in (*ERRORS.items(), *SYSTEM.items()) if "{}" in pair[0]]
    open_ones.sort(key=lambda pair: -len(pair[0].replace("{}", "")))
    return [
        (re.compile("(.*?)".join(map(re.escape, english.split("{}")))), spanish)
        for english, spanish in open_ones
    ]


class _Value(str):
    """A value that knows how to show itself."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return _SHOWN[spec](str(self)) if spec else str(self)


def _found(text: str) -> str:
    """`Leads!A1 Name, Leads!B1 Email; Leads!C1 'Fone': did you mean 'Phone'?` from headings.py."""
    text = _PLACE.sub(lambda match: f"{match[1]} {_NAMES[match[2]]}", text)
    text = "hay " + text.replace(": did you mean ", ": ¿quiso decir ")
    return text.replace("hay no known heading", "no hay ningún encabezado conocido", 1)


_NAMES: Final = {column.en: column.es for column in (*PEOPLE, *OWNED)}
_COLUMNS: Final = {column.key: column.es for column in (*PEOPLE, *OWNED)} | _NAMES
_PLACE: Final = re.compile(rf"(![A-Z]+\d+) ({'|'.join(map(re.escape, _NAMES))})(?=, |; |$)")
_SHOWN: Final[Mapping[str, Callable[[str], str]]] = {
    "said": lambda text: translate(text, "es"),
    "number": lambda text: text.replace(",", "."),
    "column": lambda name: _COLUMNS.get(name, name),
    "found": _found,
}

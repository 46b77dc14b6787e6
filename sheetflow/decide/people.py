"""Who works in the team, who stands in for whom, and how much fits into a day (follow-up.md,
"People" and the absences).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from sheetflow.columns import fold
from sheetflow.model import Value


class Person(NamedTuple):
    """One of the team; `capacity` is touches a day, None without a bound, `digest` whether they get
    a mail in the morning.
    """

    name: str
    email: str = ""
    phone: str = ""
    capacity: int | None = None
    digest: bool = False
    language: str | None = None


class Absence(NamedTuple):
    """Days, both included, on which an owner does not follow up; `deputy` stands in, if anybody."""

    first: date
    last: date
    deputy: str = ""

    def covers(self, day: date) -> bool:
        """Returns whether the owner is away on that day."""
        return self.first <= day <= self.last


Absences = Mapping[str, tuple[Absence, ...]]
"""Folded name of an owner -> when they are away."""

PEOPLE_HEADINGS: Final = {
    "name": ("Name", "Nombre"),
    "email": ("Email", "Correo"),
    "phone": ("Phone", "Teléfono"),
    "capacity": ("Capacity", "Capacidad"),
    "digest": ("Digest", "Resumen"),
    "language": ("Language", "Idioma"),
}


def people_rows(lang: str) -> tuple[tuple[Value, ...], ...]:
    """Returns the heading row of the People tab."""
    return (tuple(both[lang == "es"] for both in PEOPLE_HEADINGS.values()),)


def deputy_of(owner: str, day: date, absences: Absences) -> str:
    """Returns who stands in for an owner who is away on a day; blank where nobody does.

    A deputy who is away passes it to their own; where that leads to nobody who is there, it stays
    with the owner.
    """
    passed, here = set[str](), owner
    while fold(here) not in passed:
        passed.add(fold(here))
        away = next((a for a in absences.get(fold(here), ()) if a.covers(day)), None)
        if away is None:
            return here if fold(here) != fold(owner) else ""
        if not away.deputy:
            return ""
        here = away.deputy
    return ""

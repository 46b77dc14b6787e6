"""Invented leads for tests: believable people, fixed dates, every kind of row; the same on every
run.
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.support.zips import Cell

TODAY = date(2026, 11, 20)
"""A Friday. Tests pass it in; nothing here reads a clock."""

HEADINGS = (
    "Name",
    "Company",
    "Email",
    "Phone",
    "Owner",
    "Stage",
    "Possible?",
    "Since",
    "Last contact",
    "Last reply",
    "Agreement",
    "Agreed for",
    "Appointment",
    "Confirmed",
    "Value",
    "Notes",
)
DATE_COLUMNS = (7, 8, 9, 11, 12)

GIVEN = (
    "Marta Lucía Tomás Nora Idris Hanna Pedro Aoife Björn Chloé Dario Esther Farid Greta "
    "Iñaki Júlia"
).split()
FAMILY = (
    "Ferrer Okafor Lindqvist O'Brien Peña Novak Ruiz Whitaker Salgado Müller Costa Haddad "
    "Byrne Iglesias"
).split()
COMPANIES = (
    "Alder & Sons Joinery",
    "Panadería La Espiga",
    "Northfield Clinic",
    "Viveros Soto",
    "Café 9/5",
    "",
)
STAGES = (
    "New",
    "Informed",
    "Interesado",
    "Meeting set",
    "Met",
    "Propuesta enviada",
    "",
    "Won",
    "Lost",
)
NOTES = (
    "",
    "prefers mornings",
    "asked for 2/3 of the price list",
    'said "call me <after> lunch"',
    "  kept spaces  ",
)


def _day(back: int) -> date:
    return TODAY - timedelta(days=back)


def lead(i: int) -> list[Cell]:
    """The i-th lead, one cell per heading; real days, blanks where people leave them."""
    given, family = GIVEN[i % len(GIVEN)], FAMILY[i * 5 % len(FAMILY)]
    contacted, met = i % 4 != 0, i % 7 == 3
    return [
        f"{given} {family}" if i % 19 else f"{given} {family} 🌱",
        COMPANIES[i % len(COMPANIES)] or None,
        f"{given}.{i}@example.com".lower(),
        f"+44 7700 900{i % 1000:03d}",
        ("Eva", "Jon", "Mireia")[i % 3],
        STAGES[i % len(STAGES)] or None,
        ("yes", "sí", None, "no")[i % 4 if i % 8 else 0],
        _day(20 + i % 90),
        _day(i % 20) if contacted else None,
        _day(i % 23) if i % 5 == 2 else None,
        "send the drawings" if i % 3 == 1 else None,
        _day(i % 15 - 7) if i % 3 == 1 else None,
        _day(i % 9 - 6) if met else None,
        "yes" if met and i % 2 else None,
        250 * (i % 40) + 0.5 if i % 6 else None,
        NOTES[i % len(NOTES)] or None,
    ]


def leads(count: int) -> list[list[Cell]]:
    """The heading row and that many leads."""
    return [list(HEADINGS), *(lead(i) for i in range(1, count + 1))]

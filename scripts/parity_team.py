"""Random teams for scripts/parity.py: a Playbook, a Calendar and People, as somebody may have
bent them. Everything is drawn by a seed; nothing here knows what any cell means to a rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from sheetflow.decide.people import people_rows
from sheetflow.decide.playbook import (
    CHANNELS,
    ENDS,
    PHRASES_HEADING,
    SETTINGS,
    STAGES,
    YOUR_WORDS_HEADINGS,
)
from sheetflow.decide.playbook_rows import calendar_rows, playbook_rows
from sheetflow.decide.sequence import TOUCHES
from sheetflow.model import Value, serial

Row = list[Value]

OWNERS: Final = ("Marta", "Luis", "Eva", "Íñigo")
WEEKENDS: Final = (
    ("Sat Sun", "sáb dom"),
    ("Fri Sat", "vie sáb"),
    ("Sunday", "domingo"),
    ("0000000", "0000000"),
    ("Mon Wed Fri", "lunes miércoles viernes"),
    ("0000011", "0000011"),
)
"""Of these the first five are those that the issue names."""
_COUNTS: Final[Mapping[str, Sequence[int]]] = {
    "reply_within": (0, 1, 1, 2, 3),
    "first_contact": (0, 1, 1, 2, 4),
    "confirm_before": (0, 1, 1, 2),
    "grace": (0, 3, 7, 7, 12),
    "nurture_every": (0, 5, 20, 30, 45),
    "few": (0, 1, 2, 10),
}
_DECAYS: Final = (0.5, 0.9, 0.93, 0.97, 1)
_GAPS: Final = ("1, 2, 3, 5", "3, 4, 5, 7", "1", "0, 2", "2; 2; 9", "1 1 2 3 5 8", "4,6,8,12,20")


@dataclass(slots=True)
class Team:
    """A team: how its stages are called, its own words for them, and the rows of its tabs."""

    lang: str
    today: date
    stages: list[str]
    words: list[str]
    playbook: list[Row]
    calendar: list[Row]
    people: list[Row]
    settings: Mapping[str, Value] = field(default_factory=dict)


def make_team(chance: Random, lang: str, today: date, number: int) -> Team:
    """Draws a team; the first ones have the weekends of the issue in turn, and the very first the
    default Playbook.
    """
    i = int(lang == "es")
    rows = [list(row) for row in playbook_rows(lang)]
    settings = {} if number == 0 else _settings(chance, i, number)
    _set(rows, i, settings)
    if number:
        _bend_stages(chance, rows, i)
        _bend_steps(chance, rows, i)
    words = _your_words(chance, rows, i) if number else []
    labels = [str(row[1 + i]) for row in _stage_rows(rows)]
    _add_phrase(rows, i, ("we shall see", "ya se verá")[i])
    calendar = _calendar(chance, lang, today, quiet=number == 0)
    team = [list(row) for row in people_rows(lang)]
    team += [[owner, f"{owner}@example.com".lower(), None, 8] for owner in OWNERS]
    return Team(lang, today, labels, words, rows, calendar, team, settings)


def _settings(chance: Random, i: int, number: int) -> dict[str, Value]:
    """Draws the settings that differ from the defaults, by key, as they are typed."""
    found: dict[str, Value] = {"weekend": WEEKENDS[number % len(WEEKENDS)][i]}
    for key, counts in _COUNTS.items():
        if chance.random() < 0.5:
            found[key] = chance.choice(counts)
    if chance.random() < 0.6:
        found["interest_decay"] = chance.choice(_DECAYS)
    if number % 4 == 3:
        found["day_count"] = ("calendar", "naturales")[i]
    if chance.random() < 0.5:
        found["calls_welcome"] = chance.choice(("", "advised, informed", "asesorado", "retail"))
    return found


def _set(rows: list[Row], i: int, settings: Mapping[str, Value]) -> None:
    """Types settings into the Playbook, and which language and zone it is in."""
    names = {setting.key: (setting.en, setting.es)[i] for setting in SETTINGS}
    given: dict[str, Value] = {**settings, "language": ("en", "es")[i], "time_zone": "UTC"}
    values = {names[key]: value for key, value in given.items()}
    for row in rows:
        if row and row[0] in values:
            row[1] = values[str(row[0])]


def _stage_rows(rows: list[Row]) -> list[Row]:
    """Returns the rows of the table of stages, below its headings."""
    end = next(at for at, row in enumerate(rows) if not row)
    return rows[1:end]


def _bend_stages(chance: Random, rows: list[Row], i: int) -> None:
    """Changes gaps, numbers, ends and channels of some stages; adds one."""
    ends = [ENDS["nurture"][i], ENDS["last_message"][i]]
    for row in _stage_rows(rows):
        if str(row[0]) in ("won", "lost") or chance.random() < 0.4:
            continue
        row[4] = chance.choice(_GAPS)
        row[5:8] = [chance.randrange(6), chance.randrange(20), 1 + chance.randrange(7)]
        row[8] = chance.choice(ends)
        row[9] = chance.choice([*(both[i] for both in CHANNELS.values()), "visit", None])
    if chance.random() < 0.7:
        names: Row = ["trial", "On trial", "En prueba"]
        numbers: Row = ["1, 4", 2, 8, 3, chance.choice(ends)]
        steps: Row = [CHANNELS["phone"][i], "Ask how the trial goes", "Preguntar por la prueba"]
        added: Row = [*names, None, *numbers, *steps, "testing, a prueba"]
        rows.insert(1 + chance.randrange(1, len(STAGES) - 2), added)


def _bend_steps(chance: Random, rows: list[Row], i: int) -> None:
    """Changes, drops and adds rows of the table Steps."""
    heads = (at for at, row in enumerate(rows) if len(row) == 6 and row[1] in ("Touch", "Toque"))
    first = next(heads)
    last = next(at for at in range(first, len(rows)) if not rows[at])
    channels = [*(both[i] for both in CHANNELS.values()), "visit", None]
    kept = []
    for row in rows[first + 1 : last]:
        roll = chance.random()
        if roll < 0.15:
            continue
        if roll < 0.3:
            row[2] = chance.choice(channels)
        elif roll < 0.4:
            row[3], row[4] = "Show what is new", chance.choice((None, "Enseñar lo nuevo"))
        kept.append(row)
    label = _stage_rows(rows)[chance.randrange(4)][1 + i]
    nurture: Row = [label, TOUCHES["nurture"][i], channels[0], "Send the news", "Enviar novedades"]
    rows[first + 1 : last] = [*kept, [*nurture, None]]


def _your_words(chance: Random, rows: list[Row], i: int) -> list[str]:
    """Types two words into Your words; returns them."""
    labels = [row[1 + i] for row in _stage_rows(rows)]
    heading = YOUR_WORDS_HEADINGS["word"][i]
    at = next(at for at, row in enumerate(rows) if row and row[0] == heading)
    words: list[str] = ["Taking the tour", "de ronda"]
    rows[at + 1 : at + 1] = [[word, 2, chance.choice(labels), None] for word in words]
    return words


def _add_phrase(rows: list[Row], i: int, phrase: str) -> None:
    """Adds a phrase of the team's own to the open endings."""
    at = next(at for at, row in enumerate(rows) if row and row[0] == PHRASES_HEADING[i])
    while len(rows[at]) > 0 and rows[at][0] is not None:
        at += 1
    rows[at][0] = phrase


def _calendar(chance: Random, lang: str, today: date, *, quiet: bool) -> list[Row]:
    """Draws holidays and absences, some of them in chains; a `quiet` team has few."""
    rows = [list(row) for row in calendar_rows(lang)]
    days = [today + timedelta(chance.randrange(-200, 120)) for _ in range(4 if quiet else 25)]
    absences = list(_absences(chance, today, 2 if quiet else 9))
    for at in range(max(len(days), len(absences))):
        row: Row = [None] * 7
        if at < len(days):
            row[:2] = [serial(days[at]), f"day {at}"]
        if at < len(absences):
            row[3:7] = absences[at]
        rows.append(row)
    return rows


def _absences(chance: Random, today: date, number: int) -> Iterator[Row]:
    """Yields absences of owners; after some comes another one at once."""
    for _ in range(number):
        owner = chance.choice(OWNERS)
        first = today + timedelta(chance.randrange(-25, 25))
        for _ in range(chance.choice((1, 1, 2, 3))):
            last = first + timedelta(chance.randrange(10))
            shown = serial(last) if last > first or chance.random() < 0.5 else None
            deputy = chance.choice((None, *OWNERS))
            yield [chance.choice((owner, owner.upper())), serial(first), shown, deputy]
            first = last + timedelta(chance.choice((1, 1, 2, 3)))

"""The team of the demo: who works there and how much a day, who is away and who stands in, and the
words that they have for stages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from sheetflow.columns import TABS
from sheetflow.decide.playbook import NOT_FOLLOWED_WORDS, STAGE_HEADINGS, STAGES
from sheetflow.decide.workdays import Workdays
from sheetflow.texts.render import choose

if TYPE_CHECKING:  # openpyxl is slow to load
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Both = tuple[str, str]
Put = Callable[["Worksheet", int, int, str | int | date], None]


class Member(NamedTuple):
    """One of the team, in both languages; `capacity` is touches a day."""

    name: Both
    email: Both
    phone: Both
    capacity: int


TEAM: Final = (
    Member(("Maya", "Lucía"), ("maya@sales.example", "lucia@ventas.example"),
           ("07700 900101", "600 000 101"), 8),
    Member(("Tom", "Javier"), ("tom@sales.example", "javier@ventas.example"),
           ("07700 900102", "600 000 102"), 12),
    Member(("Priya", "Carmen"), ("priya@sales.example", "carmen@ventas.example"),
           ("07700 900103", "600 000 103"), 6),
)  # fmt: skip
AWAY: Final = TEAM[2].name
"""Who is away, from the working day before today for AWAY_DAYS."""
DEPUTY: Final = TEAM[1].name
AWAY_DAYS: Final = 4

ALSO_CALLED: Final = {
    "informed": ("Brochure posted", "Folleto por correo"),
    "interested": ("Weighing it up", "Lo están pensando"),
}
"""Key of a stage -> what the team calls it, too."""
YOUR_WORDS: Final[Mapping[Both, str]] = {
    ("Has the samples", "Tiene las muestras"): "interested",
    ("On hold", "En pausa"): "",
}
"""A word of the team's -> the key of its stage; blank: it is not followed."""


def fill_team(book: Workbook, lang: str, today: date, rows: Mapping[str, int], put: Put) -> None:
    """Fills the tabs Playbook, Calendar and People of the demo; `rows` counts the leads by what
    stands in Stage, `put` fills a cell.
    """
    playbook, calendar, people = (
        book[choose(TABS[key], lang)] for key in ("playbook", "calendar", "people")
    )
    _also_called(playbook, lang, put)
    for row, cells in enumerate(_your_words(lang, rows), playbook.max_row + 1):
        _put_row(playbook, row, 1, cells, put)
    _put_row(calendar, 2, 4, _absence(lang, today), put)
    for row, who in enumerate(TEAM, 2):
        texts = (choose(each, lang) for each in (who.name, who.email, who.phone))
        _put_row(people, row, 1, (*texts, who.capacity), put)


def _put_row(
    sheet: Worksheet, row: int, first: int, cells: tuple[str | int | date, ...], put: Put
) -> None:
    for column, value in enumerate(cells, first):
        put(sheet, row, column, value)


def _also_called(playbook: Worksheet, lang: str, put: Put) -> None:
    column = list(STAGE_HEADINGS).index("also") + 1
    for row, stage in enumerate(STAGES, 2):
        if words := ALSO_CALLED.get(stage.key):
            put(playbook, row, column, choose(words, lang))


def _your_words(lang: str, rows: Mapping[str, int]) -> Iterator[tuple[str | int, ...]]:
    labels = {stage.key: stage.label for stage in STAGES}
    for both, stage in YOUR_WORDS.items():
        word = choose(both, lang)
        yield (word, rows[word], choose(labels.get(stage, NOT_FOLLOWED_WORDS), lang))


def _absence(lang: str, today: date) -> tuple[str | date, ...]:
    days = Workdays()
    first = days.before(today, 1)
    return choose(AWAY, lang), first, days.add(first, AWAY_DAYS), choose(DEPUTY, lang)

"""The team of the demo: who works there and how much a day, who is away and who stands in, and the
words that they have for stages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from sheetflow.decide.playbook import NOT_FOLLOWED_WORDS, STAGES
from sheetflow.decide.workdays import Workdays
from sheetflow.model import Value
from sheetflow.starter.tabs.leads import Lead
from sheetflow.starter.template import Content
from sheetflow.texts.render import choose

Both = tuple[str, str]


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


def team_content(lang: str, today: date, leads: Sequence[Lead]) -> Content:
    """Returns the workbook of this team: its leads, and what stands in Playbook, Calendar and
    People.
    """
    rows = Counter(str(lead.get("stage", "")) for lead in leads)
    also = {stage: choose(both, lang) for stage, both in ALSO_CALLED.items()}
    words, people = tuple(_your_words(lang, rows)), tuple(map(partial(_person, lang), TEAM))
    return Content(leads, also, words, (_absence(lang, today),), people)


def _person(lang: str, who: Member) -> tuple[Value, ...]:
    texts = (choose(each, lang) for each in (who.name, who.email, who.phone))
    return (*texts, who.capacity)


def _your_words(lang: str, rows: Mapping[str, int]) -> Iterator[tuple[Value, ...]]:
    labels = {stage.key: stage.label for stage in STAGES}
    for both, stage in YOUR_WORDS.items():
        word = choose(both, lang)
        yield (word, rows[word], choose(labels.get(stage, NOT_FOLLOWED_WORDS), lang))


def _absence(lang: str, today: date) -> tuple[str | date, ...]:
    days = Workdays()
    first = days.before(today, 1)
    return choose(AWAY, lang), first, days.add(first, AWAY_DAYS), choose(DEPUTY, lang)

"""A layout of a workbook with live formulas, as the templates have it, and the graph of its
formulas: which column reads which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from sheetflow.decide.playbook import CALENDAR_HEADINGS, STAGE_HEADINGS, YOUR_WORDS_HEADINGS
from sheetflow.decide.sequence import STEP_HEADINGS
from sheetflow.formulas.layout import LiveLayout, Table
from sheetflow.formulas.leads import lead_columns
from sheetflow.formulas.live import LiveTabs
from sheetflow.model import FilledDown, column_letters
from sheetflow.parse.contacts_log import HEADINGS as LOG_HEADINGS
from sheetflow.starter.tabs.leads import KEYS


def _columns(keys: Iterable[str]) -> dict[str, int]:
    return {key: at for at, key in enumerate(keys) if key}


def layout(lang: str = "en", *, last_row: int = 1002) -> LiveLayout:
    """Returns the layout of a template."""
    calendar = _columns(CALENDAR_HEADINGS)
    return LiveLayout(
        leads=Table("Leads", 2, 3, last_row, _columns(KEYS)),
        stages=Table("Playbook", 1, 2, 40, _columns(STAGE_HEADINGS)),
        settings=Table("Playbook", 11, 12, 60, {"name": 0, "value": 1}),
        steps=Table("Playbook", 29, 30, 90, _columns(STEP_HEADINGS)),
        phrases=Table("Playbook", 70, 71, 160, {"phrases": 0, "events": 1}),
        your_words=Table("Playbook", 100, 101, 160, _columns(YOUR_WORDS_HEADINGS)),
        holidays=Table("Calendar", 1, 2, 400, calendar),
        absences=Table("Calendar", 1, 2, 400, calendar),
        log=Table("Contacts log", 2, 3, 1002, _columns(LOG_HEADINGS)),
        lang=lang,
    )


Place = tuple[str, str]
"""(tab, letters of a column)."""


class Formulas(NamedTuple):
    """A column of formulas: where it is, its text in its first row, and that row."""

    place: Place
    text: str
    row: int


_TEXT: Final = re.compile(r'"(?:[^"]|"")*"')
_CELLS: Final = re.compile(
    r"(?:(?P<tab>'(?:[^']|'')+'|[A-Za-z_][\w.]*)!)?"
    r"(?<![\w.$])\$?(?P<first>[A-Z]{1,3})(?P<row>\$?\d+)?(?::\$?(?P<last>[A-Z]{1,3})\$?\d*)?(?![\w.(!])"
)
_NAME: Final = re.compile(r"\bsf_\w+")


def all_formulas(live: LiveTabs, layout: LiveLayout) -> Iterator[Formulas]:
    """Yields all columns of formulas, the visible ones of Leads too."""
    for tab in live.tabs:
        yield from (_of(tab.name, filled) for filled in tab.filled)
    for filled in lead_columns(layout, live.hidden["_calc"]):
        yield _of(layout.leads.tab, filled)


def _of(tab: str, filled: FilledDown) -> Formulas:
    return Formulas((tab, column_letters(filled.column)), filled.text, filled.first_row)


class Read(NamedTuple):
    """A column that a formula reads: in the same row or in many (0), in one above (-1), or in one
    below (1).
    """

    place: Place
    shift: int = 0


def references(formulas: Formulas, names: dict[str, str]) -> Iterator[Read]:
    """Yields the columns that a formula reads, through the defined names."""
    text = _TEXT.sub('""', formulas.text)
    for name in _NAME.findall(text):
        for tab, letters, _ in cells_of(names[name], ""):
            yield Read((tab, letters))
    for tab, letters, row in cells_of(_NAME.sub("", text), formulas.place[0]):
        by = int(row) - formulas.row if row.isdigit() else 0
        yield Read((tab, letters), (by > 0) - (by < 0))


def cells_of(text: str, own: str) -> Iterator[tuple[str, str, str]]:
    """Yields (tab, letters, row) of each column of the cells that a text names; the row is blank
    for ranges.
    """
    for found in _CELLS.finditer(text):
        tab = (found["tab"] or own).strip("'").replace("''", "'")
        first, last = _number(found["first"]), _number(found["last"] or found["first"])
        if not found["row"] and not found["last"]:
            continue
        row = "" if found["last"] else (found["row"] or "")
        for number in range(first, last + 1):
            yield tab, column_letters(number), row


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1

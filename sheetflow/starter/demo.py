"""A workbook of forty invented leads, so laid out that one sync shows every status and most flags.

The leads are in data/demo-en.csv and data/demo-es.csv, one column per key of columns.py. A whole
number in a date column counts working days from today (0 is today, -1 the working day before);
anything else is typed as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import resources
from io import StringIO
from pathlib import Path
from typing import Final

from sheetflow.backends.excel.new_book import new_workbook
from sheetflow.columns import DATES
from sheetflow.decide.workdays import Workdays
from sheetflow.starter.demo_team import team_content
from sheetflow.starter.template import Template, template_tabs
from sheetflow.starter.workbook import write_new

_NUMBERS: Final = frozenset({"value", "attempts"})


def demo_workbook(path: Path, lang: str, today: date) -> None:
    """Writes a new workbook in this language (`en` or `es`): the template, filled, not yet synced.

    Raises ConfigError where there is a file at `path` already, or AccessError: see write_new.
    """
    write_new(path, new_workbook(*demo_tabs(lang, today)))


def demo_tabs(lang: str, today: date) -> Template:
    """Returns the tabs of the demo in order, and the names that it defines."""
    content = team_content(lang, today, tuple(demo_leads(lang, today)))
    return template_tabs(lang, today, {}, (), content)


def demo_leads(lang: str, today: date) -> Iterator[Mapping[str, str | int | date]]:
    """Yields the leads, top to bottom: key of columns.py -> what a person typed, if anything."""
    text = (
        resources.files("sheetflow.starter")
        .joinpath("data", f"demo-{lang}.csv")
        .read_text(encoding="utf-8")
    )
    days = Workdays()
    for line in csv.DictReader(StringIO(text)):
        yield {key: _typed(key, cell, days, today) for key, cell in line.items() if cell}


def _typed(key: str, cell: str, days: Workdays, today: date) -> str | int | date:
    whole = cell.lstrip("-").isdigit()
    if key in DATES and whole:
        return _day(days, today, int(cell))
    return int(cell) if key in _NUMBERS and whole else cell


def _day(days: Workdays, today: date, offset: int) -> date:
    if offset == 0:
        return today
    return days.add(today, offset) if offset > 0 else days.before(today, -offset)

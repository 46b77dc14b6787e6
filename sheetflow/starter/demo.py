"""A workbook of forty invented leads, so laid out that one sync shows every status and most flags.

The leads are in data/demo-en.csv and data/demo-es.csv, one column per key of columns.py. A whole
number in a date column counts working days from today (0 is today, -1 the working day before);
anything else is typed as it is.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import resources
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetflow.columns import DATES, PEOPLE
from sheetflow.decide.workdays import Workdays
from sheetflow.starter.demo_team import fill_team
from sheetflow.starter.workbook import starter_workbook, write_new
from sheetflow.texts.words import LANGUAGES

_NUMBERS: Final = frozenset({"value", "attempts"})


def demo_workbook(path: Path, lang: str, today: date) -> None:
    """Writes a new workbook in this language (`en` or `es`): the template, filled, not yet synced.

    Raises ConfigError where there is a file at `path` already, or AccessError: see write_new.
    """
    book = load_workbook(BytesIO(starter_workbook(lang)))
    sheet = book.worksheets[0]
    at = _positions(sheet, lang)
    rows = Counter[str]()
    for row, lead in enumerate(demo_leads(lang, today), 2):
        rows[str(lead.get("stage", ""))] += 1
        for key, value in lead.items():
            _put(sheet, row, at[key], value)
    fill_team(book, lang, today, rows, _put)
    content = BytesIO()
    book.save(content)
    write_new(path, content.getvalue())


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


def _positions(sheet: Worksheet, lang: str) -> dict[str, int]:
    """Returns key -> 1-based column, from the template's own heading row."""
    headings = {cell.value: at for at, cell in enumerate(sheet[1], 1)}
    names = {column.key: (column.en, column.es)[LANGUAGES.index(lang)] for column in PEOPLE}
    return {key: headings[name] for key, name in names.items() if name in headings}


def _put(sheet: Worksheet, row: int, column: int, value: str | int | date) -> None:
    """Fills one cell in the style of its column: a new cell would not take it over by itself."""
    cell = sheet.cell(row, column, value)
    style = sheet.column_dimensions[get_column_letter(column)]
    cell.number_format = style.number_format
    across = style.alignment
    cell.alignment = Alignment(
        horizontal=across.horizontal, vertical=across.vertical, indent=across.indent
    )

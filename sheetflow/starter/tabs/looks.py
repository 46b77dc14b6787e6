"""How the cells of our tabs look, and how wide a column is on a screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from textwrap import wrap
from typing import Final

from sheetflow.model import Cell, ColumnLook, Formula, Style, Value, column_letters
from sheetflow.palette import ALARM, FAINT, INK, LOOKS, ON_INK, OURS, TINT

Row = tuple[Cell | None, ...]

DATE_FORMATS: Final = ("[$-409]d mmm yyyy", "[$-C0A]d mmm yyyy")
"""The month as a word in the language of the workbook: no reader has to guess what 04/05 means."""
TEXT_FORMAT: Final = "@"
"""What is typed stays text: `+44 20 …` is no formula, `1,2` no number."""

HEADING: Final = Style(INK, ON_INK, bold=True, across="left", down="center", wrapped=True, indent=1)
"""A heading of what people write."""
OUR_HEADING: Final = HEADING._replace(fill=OURS)
"""A heading of what sheetflow writes."""
TITLE: Final = Style(text=INK, bold=True, size=16, down="center")
SECTION: Final = Style(text=INK, bold=True, size=12, down="bottom")
ALARM_LINE: Final = Style(text=ALARM, bold=True, down="center")
"""The line above a list that says what is wrong."""
TYPED: Final = Style(across="left", down="center", indent=1)
"""A cell that people write."""
CENTRED: Final = Style(across="center", down="center")
"""One with a date, a number or a short word."""
NOTE: Final = Style(text=FAINT, italic=True, across="left", down="center")

HEADING_HEIGHT: Final = 34
"""Points: room for two lines."""

_LINE_HEIGHT: Final = 15
_PIXELS: Final = 7
"""Of one character, in Excel at 100 % with Calibri 11."""
SCREEN: Final = 1326
"""Pixels of a sheet that a laptop of 1366 shows beside row numbers and scroll bar."""


def pixels(widths: Iterable[int]) -> int:
    """Returns how many pixels columns of these widths take together."""
    return sum(width * _PIXELS for width in widths)


def height_of(texts: Iterable[tuple[Value, int]]) -> int:
    """Returns the height in points of a row with these wrapped texts in columns of these widths.

    Programs differ in whether they make a row taller by themselves when a workbook is opened.
    """
    lines = [_lines(text, width) for text, width in texts if isinstance(text, str)]
    return _LINE_HEIGHT * max([1, *lines]) + 3


def _lines(text: str, width: int) -> int:
    return sum(max(1, len(wrap(line, width))) for line in text.split("\n"))


def status_style(status: str) -> Style:
    """Returns the look of a cell that shows this status."""
    look = LOOKS[status]
    return TYPED._replace(fill=look.fill, text=look.text, bold=look.bold)


def ours(style: Style) -> Style:
    """Returns the style in the tint of what sheetflow writes."""
    return style._replace(fill=TINT)


def headings(texts: Iterable[Value], style: Style = HEADING) -> Row:
    """Returns a row of headings; a blank one leaves its cell alone."""
    return tuple(Cell(text, style) if text else None for text in texts)


def top_line(message: Formula | None, width: int, at: int = 0) -> Row:
    """Returns the row above the headings, with a message `at` a 0-based column: blank unless
    something is to be said.
    """
    said = (message if place == at else None for place in range(width))
    return tuple(Cell(each, ALARM_LINE) for each in said)


def put(values: Iterable[Value | date], looks: Mapping[int, ColumnLook]) -> Row:
    """Returns a row of cells in the looks of their columns; a blank one is left alone."""
    placed = enumerate(values)
    return tuple(None if value is None else Cell(value, looks[at].style) for at, value in placed)


def cells_of(column: int, first_row: int, last_row: int) -> str:
    """Returns the cells of a 0-based column between two rows: `F3:F1000`, or `F3`."""
    letters = column_letters(column)
    one = f"{letters}{first_row}"
    return one if first_row == last_row else f"{one}:{letters}{last_row}"


def fixed(tab: str, column: int, first_row: int, last_row: int) -> str:
    """Returns the same cells as another tab names them: `'Contacts log'!$B$3:$B$1002`."""
    letters = column_letters(column)
    quoted = tab if tab.isalnum() else "'" + tab.replace("'", "''") + "'"
    return f"{quoted}!${letters}${first_row}:${letters}${last_row}"


def as_sentence(text: str) -> str:
    """Returns a note such as `the day of a meeting` as a sentence of its own."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")

"""The Guide: one printed page that says how to work with the workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import zip_longest
from typing import Final

from sheetflow.columns import TABS
from sheetflow.model import Cell, NewTab, Page, Style, Value
from sheetflow.palette import LINE, LOOKS
from sheetflow.starter.tabs.guide_texts import (
    EXAMPLE_DAY,
    EXAMPLE_TEXT,
    HABITS,
    SECTIONS,
    STATUSES,
    SUBTITLE,
    TITLE,
    WHERE,
    example,
)
from sheetflow.starter.tabs.leads import heading
from sheetflow.starter.tabs.looks import (
    DATE_FORMATS,
    HEADING,
    NOTE,
    OUR_HEADING,
    SECTION,
    TYPED,
    Row,
    status_style,
)
from sheetflow.starter.tabs.looks import TITLE as TITLE_STYLE
from sheetflow.texts.render import choose, status_text

_WIDTHS: Final = (24, 36, 24, 36)
_BODY: Final = TYPED._replace(wrapped=True, line=LINE)
_BOLD: Final = _BODY._replace(bold=True)
_TALL: Final = 34
"""Points of two lines of text."""
_USUAL: Final = 19


def guide_tab(lang: str) -> NewTab:
    """Returns the Guide: the habits, where to type, what the colours mean, one row filled in."""
    page = _Page()
    _say_habits(page, lang)
    _say_where(page, lang)
    _say_colours(page, lang)
    _say_example(page, lang)
    tab = NewTab(choose(TABS["guide"], lang), tuple(page.rows), _WIDTHS, heights=page.heights)
    return replace(
        tab,
        merged=tuple(page.merged),
        frozen=(0, 0),
        gridlines=False,
        page=Page(landscape=False, tall=1),
        first="A1",
    )


class _Page:
    """The rows of the page, from the top."""

    def __init__(self) -> None:
        self.rows = list[Row]()
        self.heights = dict[int, int]()
        self.merged = list[str]()

    def add(self, row: Row, height: int) -> None:
        """Adds a row of this height in points."""
        self.rows.append(row)
        self.heights[len(self.rows)] = height

    def section(self, title: str) -> None:
        """Adds the title of a section."""
        self.add((Cell(title, SECTION),), 28)

    def point(self, title: str, text: str, style: Style) -> None:
        """Adds a title with a text of two lines beside it."""
        blank = Cell(None, _BODY)
        self.add((Cell(title, style), Cell(text, _BODY), blank, blank), 36)
        self.merged.append(f"B{len(self.rows)}:D{len(self.rows)}")


def _say_habits(page: _Page, lang: str) -> None:
    page.add((Cell(choose(TITLE, lang), TITLE_STYLE),), 30)
    page.add((Cell(choose(SUBTITLE, lang), NOTE),), 22)
    page.section(choose(SECTIONS["habits"], lang))
    for habit in HABITS:
        page.point(*choose(habit, lang), _BOLD)


def _say_where(page: _Page, lang: str) -> None:
    page.section(choose(SECTIONS["where"], lang))
    styles = {"morning": _BOLD, "people": HEADING, "owned": OUR_HEADING, "rest": _BOLD}
    for key, style in styles.items():
        page.point(*choose(WHERE[key], lang), style)


def _say_colours(page: _Page, lang: str) -> None:
    """Adds the statuses in their colours, six beside six."""
    page.section(choose(SECTIONS["colours"], lang))
    told = [_colour(status, lang) for status in STATUSES]
    half = len(told) // 2
    for left, right in zip(told[:half], told[half:], strict=True):
        page.add((*left, *right), _TALL)


def _colour(status: str, lang: str) -> Row:
    means = choose(STATUSES[status], lang)
    return (Cell(status_text(status, lang), status_style(status)), Cell(means, _BODY))


def _say_example(page: _Page, lang: str) -> None:
    """Adds what somebody typed, and beside it what the row shows on EXAMPLE_DAY."""
    page.section(choose(SECTIONS["example"], lang))
    day = Cell(EXAMPLE_DAY, _dated(NOTE, lang))
    page.add((Cell(choose(EXAMPLE_TEXT, lang), NOTE), None, day), _USUAL)
    left, right = (choose(WHERE[key], lang)[0] for key in ("people", "owned"))
    page.add((*_wide(left, HEADING), *_wide(right, OUR_HEADING)), _USUAL)
    typed, answers = example(lang)
    for one, other in zip_longest(typed.items(), answers.items()):
        page.add((*_field(one, lang), *_field(other, lang)), _USUAL)


def _wide(title: str, style: Style) -> Row:
    """Returns a heading over two columns."""
    return (Cell(title, style), Cell(None, style))


def _field(field: tuple[str, Value | date] | None, lang: str) -> Row:
    """Returns the heading of a column with what stands below it."""
    if field is None:
        return (Cell(None, _BODY), Cell(None, _BODY))
    key, value = field
    style = _dated(_BODY, lang) if isinstance(value, date) else _BODY
    if key == "status":
        style = next(status_style(each) for each in LOOKS if status_text(each, lang) == value)
    return (Cell(heading(key, lang), _BOLD), Cell(value, style))


def _dated(style: Style, lang: str) -> Style:
    return style._replace(number_format=choose(DATE_FORMATS, lang))

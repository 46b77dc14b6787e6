"""The Guide: one printed page that says how to work with the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from typing import Final

from sheetflow.columns import TABS
from sheetflow.model import Cell, ColumnLook, NewTab, Page, Style, Value
from sheetflow.palette import LOOKS
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
    LINE,
    NOTE,
    OUR_HEADING,
    SECTION,
    TYPED,
    status_style,
)
from sheetflow.starter.tabs.looks import TITLE as TITLE_STYLE
from sheetflow.texts.render import choose, status_text

Row = tuple[Cell | None, ...]

_WIDTHS: Final = (24, 36, 24, 36)
_BODY: Final = TYPED._replace(wrapped=True, line=LINE)
_BOLD: Final = _BODY._replace(bold=True)
_TALL: Final = 34
"""Points of two lines of text."""
_USUAL: Final = 19


def guide_tab(lang: str) -> NewTab:
    """Returns the Guide: the habits, where to type, what the colours mean, one row filled in."""
    page = _Page()
    page.add((Cell(choose(TITLE, lang), TITLE_STYLE),), 30)
    page.add((Cell(choose(SUBTITLE, lang), NOTE),), 22)
    page.section(choose(SECTIONS["habits"], lang))
    for habit in HABITS:
        page.point(*choose(habit, lang), _BOLD)
    page.section(choose(SECTIONS["where"], lang))
    for key, style in (("people", HEADING), ("owned", OUR_HEADING), ("rest", _BOLD)):
        page.point(*choose(WHERE[key], lang), style)
    page.section(choose(SECTIONS["colours"], lang))
    for row in _colours(lang):
        page.add(row, _TALL)
    page.section(choose(SECTIONS["example"], lang))
    for row in _example(lang):
        page.add(row, _USUAL)
    return NewTab(
        choose(TABS["guide"], lang),
        tuple(page.rows),
        columns={at: ColumnLook(width) for at, width in enumerate(_WIDTHS)},
        heights=page.heights,
        merged=tuple(page.merged),
        frozen=(0, 0),
        gridlines=False,
        page=Page(landscape=False, tall=1),
        first="A1",
    )


class _Page:
    """The rows of the page, from the top."""

    def __init__(self) -> None:
        self.rows, self.heights, self.merged = list[Row](), dict[int, int](), list[str]()

    def add(self, row: Row, height: int) -> None:
        """Adds a row of this height in points."""
        self.rows.append(row)
        self.heights[len(self.rows)] = height

    def section(self, title: str) -> None:
        """Adds the title of a section."""
        self.add((Cell(title, SECTION),), 28)

    def point(self, title: str, text: str, style: Style) -> None:
        """Adds a title with a text of two lines beside it."""
        self.add((Cell(title, style), Cell(text, _BODY), Cell(None, _BODY), Cell(None, _BODY)), 36)
        self.merged.append(f"B{len(self.rows)}:D{len(self.rows)}")


def _colours(lang: str) -> Sequence[Row]:
    """Returns the statuses in their colours, six beside six."""
    told = [
        (Cell(status_text(status, lang), status_style(status)), Cell(choose(means, lang), _BODY))
        for status, means in STATUSES.items()
    ]
    half = len(told) // 2
    return [(*left, *right) for left, right in zip(told[:half], told[half:], strict=True)]


def _example(lang: str) -> Sequence[Row]:
    """Returns what somebody typed, and beside it what the row shows on EXAMPLE_DAY."""
    typed, answers = example(lang)
    left, right = (choose(WHERE[key], lang)[0] for key in ("people", "owned"))
    rows: list[Row] = [
        (
            Cell(choose(EXAMPLE_TEXT, lang), NOTE),
            None,
            Cell(EXAMPLE_DAY, _date_style(lang, NOTE)),
        ),
        (
            Cell(left, HEADING),
            Cell(None, HEADING),
            Cell(right, OUR_HEADING),
            Cell(None, OUR_HEADING),
        ),
    ]
    pairs = zip_longest(typed.items(), answers.items())
    rows += [(*_field(one, lang), *_field(other, lang)) for one, other in pairs]
    return rows


def _field(field: tuple[str, Value | date] | None, lang: str) -> Row:
    """Returns the heading of a column with what stands below it."""
    if field is None:
        return (Cell(None, _BODY), Cell(None, _BODY))
    key, value = field
    style = _BODY
    if isinstance(value, date):
        style = _date_style(lang, style)
    if key == "status" and isinstance(value, str):
        style = next(status_style(s) for s in LOOKS if status_text(s, lang) == value)
    return (Cell(heading(key, lang), _BOLD), Cell(value, style))


def _date_style(lang: str, style: Style) -> Style:
    return style._replace(number_format=choose(DATE_FORMATS, lang))

"""The tab Dashboard / Panel: a page of figures and charts for a manager, by formulas.

It counts what stands in the hidden tab `_dash` (dash.py), in the definitions of
plan/figures.py, so that `sheetflow report` says the same. What a formula came to when the tab
was made is looked up by a name such as `status.reply.leads`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from sheetflow.columns import LOG_WORDS, TABS
from sheetflow.formulas.dash import Dash
from sheetflow.formulas.dash_columns import LONGEST, STAGES, STATUS_NUMBER
from sheetflow.formulas.dashboard_tables import (
    COUNT_FORMAT,
    DashTable,
    TableLine,
    agreement_table,
    look_table,
    owner_table,
    segment_table,
    spelled,
    stage_table,
    status_table,
)
from sheetflow.formulas.layout import Table, quoted
from sheetflow.model import (
    Cell,
    Chart,
    ColumnLook,
    Formula,
    NewTab,
    Page,
    Series,
    Style,
    Value,
    column_letters,
)
from sheetflow.palette import FAINT, INK, LINE, LOOKS, OURS, TINT
from sheetflow.texts.dashboard_words import DASHBOARD
from sheetflow.texts.render import choose
from sheetflow.texts.words import MONTHS

Shown = Mapping[str, Value | date]
"""What the formulas came to, by name; a name that is missing has no value yet."""

LEFT: Final = (1, 8, 15)
"""The first columns (0-based) of the three blocks beside each other."""
NUMBERS: Final = 5
"""Columns of numbers in each."""
_LABEL_WIDTH: Final = 16
_NUMBER_WIDTH: Final = 8

CARDS: Final = 4
FIRST_CHARTS: Final = 8
FIRST_TABLES: Final = 20
SECOND_CHARTS: Final = 36
SECOND_TABLES: Final = 48
LAST_ROW: Final = 56
"""The rows (1-based) where the parts of the page begin."""
_CHART_ROWS: Final = 11
_ROW_HEIGHT: Final = 16
_HEADING_HEIGHT: Final = 32
_HEIGHTS: Final = {
    1: 30, 2: 18, 3: 8, 4: 18, 5: 30, 6: 18, 7: 10, 19: 8, 35: 8, 47: 8,
    FIRST_TABLES: _HEADING_HEIGHT, SECOND_CHARTS: _HEADING_HEIGHT, SECOND_TABLES: _HEADING_HEIGHT,
}  # fmt: skip
"""Points."""

_DAY_FORMAT: Final = ("[$-409]d mmm", "[$-C0A]d mmm")
_TITLE: Final = Style(text=INK, bold=True, size=20, down="center")
_QUIET: Final = Style(text=FAINT, size=10, down="center")
_CARD: Final = Style(fill=TINT, text=FAINT, size=9, across="left", down="center", indent=1)
_CARD_NUMBER: Final = _CARD._replace(text=INK, size=22, bold=True, number_format="#,##0")
_HEADING: Final = Style(text=INK, bold=True, size=12, down="bottom", line=INK)
_COLUMN: Final = Style(text=FAINT, size=9, across="right", down="bottom", wrapped=True, line=INK)
_LABEL: Final = Style(text=INK, size=10, across="left", down="center", indent=1, line=LINE)
_NUMBER: Final = Style(text=INK, size=10, across="right", down="center", line=LINE)
_OUTCOMES: Final = {"kept": "yes", "not_kept": "no", "moved": "moved"}
"""The key of a line -> what the log says of an agreement."""


def dashboard(
    dash: Dash, lang: str, shown: Shown, name: str = "", log: Table | None = None
) -> NewTab:
    """Returns the tab, in a language; `shown` is what its formulas come to, `log` the Contacts log
    where the workbook has one.
    """
    name = name or choose(TABS["dashboard"], lang)
    page = _DashboardPage(dash, lang, shown)
    page.fill(log)
    usual = dict.fromkeys(range(1, LAST_ROW + 1), _ROW_HEIGHT)
    last = column_letters(LEFT[2] + NUMBERS + 1)
    paper = Page(landscape=True, tall=1, area=f"A1:{last}{LAST_ROW}")
    charts = tuple(_charts(quoted(name), lang, page.table_lines))
    tab = NewTab(name, page.rows(), columns=_columns(), heights={**usual, **_HEIGHTS})
    tab = replace(tab, merged=tuple(page.merged), charts=charts, page=paper, first="B1")
    return replace(tab, frozen=(0, 0), gridlines=False, tab_color=OURS)


def _columns() -> dict[int, ColumnLook]:
    looks = {0: ColumnLook(1)}
    for left in LEFT:
        looks[left] = ColumnLook(_LABEL_WIDTH)
        looks |= {left + n: ColumnLook(_NUMBER_WIDTH) for n in range(1, NUMBERS + 1)}
        looks[left + NUMBERS + 1] = ColumnLook(2)
    return looks


class _DashboardPage:
    """The cells of the page, put into their places one by one; `table_lines` counts the lines of
    each table.
    """

    def __init__(self, dash: Dash, lang: str, shown: Shown) -> None:
        self._dash, self._lang, self._shown = dash, lang, shown
        self._cells: dict[tuple[int, int], Cell] = {}
        self.merged: list[str] = []
        self.table_lines: dict[str, int] = {}

    def fill(self, log: Table | None) -> None:
        """Puts everything into its place."""
        lang = self._lang
        self._put(1, LEFT[0], choose(TABS["dashboard"], lang), _TITLE)
        self._put(2, LEFT[0], self._formula("subtitle", self._with("subtitle", _day(lang))), _QUIET)
        for number, (key, formula, figures) in enumerate(_CARDS):
            self._card(number, key, formula, figures)
        self._table(status_table(lang), FIRST_TABLES, LEFT[0])
        self._table(owner_table(lang), FIRST_TABLES, LEFT[1])
        self._table(stage_table(self._dash, lang), FIRST_TABLES, LEFT[2])
        self._table(segment_table(lang), SECOND_TABLES, LEFT[0])
        self._table(agreement_table(lang), SECOND_TABLES, LEFT[1])
        self._outcomes(SECOND_TABLES + self.table_lines["agreement"] + 1, LEFT[1], log)
        self._table(look_table(lang), SECOND_TABLES, LEFT[2])
        self._silent(SECOND_CHARTS, LEFT[2])

    def rows(self) -> tuple[tuple[Cell | None, ...], ...]:
        """Returns the cells row by row."""
        columns = range(LEFT[2] + NUMBERS + 1)
        rows = range(1, LAST_ROW + 1)
        return tuple(tuple(self._cells.get((row, at)) for at in columns) for row in rows)

    # ── single cells ──────────────────────────────────────────────────────────────────────────

    def _put(self, row: int, column: int, content: Value | Formula, style: Style) -> None:
        self._cells[row, column] = Cell(content, style)

    def _formula(self, key: str, text: str) -> Formula:
        nothing = None
        if self._shown:  # a line that nothing fills
            nothing = "" if key.endswith(".label") else 0
        text = f'IF(@today>0,{text},"")'  # LibreOffice opens what hangs on today worked out anew
        return Formula(spelled(text, self._dash), self._shown.get(key, nothing))

    def _word(self, key: str) -> str:
        return choose(DASHBOARD[key], self._lang)

    def _with(self, key: str, *figures: str) -> str:
        """Returns the formula of a text of ours with figures in it."""
        parts = _PLACES.split(self._word(key))
        texts = [f'"{text}"' for text in parts]
        texts[1::2] = [f"({figures[int(number)]})" for number in parts[1::2]]
        return "&".join(text for text in texts if text != '""')

    def _card(self, number: int, key: str, formula: str, figures: tuple[str, ...]) -> None:
        """Puts a label, a number and a note above half a block."""
        left = LEFT[number // 2] + 3 * (number % 2)
        note, style = f"card_{key}_note", _CARD
        if key == "won":
            text, style = figures[0], _CARD._replace(number_format=self._word(note))
        else:
            text = self._with(note, *figures)
        self._wide(CARDS, left, self._word(f"card_{key}"), _CARD)
        self._wide(CARDS + 1, left, self._formula(f"card.{key}", formula), _CARD_NUMBER)
        self._wide(CARDS + 2, left, self._formula(f"card.{key}.note", text), style)

    def _wide(self, row: int, left: int, content: Value | Formula, style: Style) -> None:
        """Puts something across half a block."""
        for column in range(left + 1, left + 3):
            self._put(row, column, None, style)
        self._put(row, left, content, style)
        self._merge(row, left, left + 2)

    def _merge(self, row: int, first: int, last: int) -> None:
        self.merged.append(f"{column_letters(first)}{row}:{column_letters(last)}{row}")

    # ── tables ────────────────────────────────────────────────────────────────────────────────

    def _table(self, table: DashTable, top: int, left: int) -> None:
        """Puts a table with its headings at a row."""
        self._put(top, left, self._word(table.key), _HEADING)
        for at, measure in enumerate(table.measures, left + 1):
            self._put(top, at, self._word(measure.key), _COLUMN)
        for row, line in enumerate(table.lines, top + 1):
            self._line(table, line, row, left)
        self.table_lines[table.key] = len(table.lines) - table.sums

    def _line(self, table: DashTable, line: TableLine, row: int, left: int) -> None:
        name = f"{table.key}.{line.key}"
        summed = table.sums and line is table.lines[-1]
        label, number = (_in_total(_LABEL), _in_total(_NUMBER)) if summed else (_LABEL, _NUMBER)
        if look := table.key == "status" and LOOKS.get(line.key):
            label = label._replace(fill=look.fill, text=look.text, bold=look.bold)
        content: Value | Formula = line.label
        if line.is_formula:
            content = self._formula(f"{name}.label", line.label)
        self._put(row, left, content, label)
        count = f"{column_letters(left + 1)}{row}"
        for at, measure in enumerate(table.measures, left + 1):
            text = measure.formula.replace("{where}", line.where).replace("{count}", count)
            text = text.replace("{product}", line.product)
            style = number._replace(number_format=measure.number_format)
            self._put(row, at, self._formula(f"{name}.{measure.key}", text), style)

    def _outcomes(self, top: int, left: int, log: Table | None) -> None:
        """Puts below the agreements what the log says became of them."""
        cells = log.whole("kept") if log else None
        for row, (key, meaning) in enumerate(_OUTCOMES.items(), top):
            for at in range(left + 1, left + NUMBERS + 1):
                self._put(row, at, None, _NUMBER)
            self._put(row, left, self._word(key), _LABEL)
            if cells:
                words = ",".join(f'"{word}"' for word in dict.fromkeys(_said(meaning)))
                text = f"SUMPRODUCT(COUNTIFS({cells},{{{words}}}))"
                style = _NUMBER._replace(number_format=COUNT_FORMAT)
                self._put(row, left + 1, self._formula(f"agreement.{key}.leads", text), style)
        self.table_lines["agreement"] += len(_OUTCOMES)

    def _silent(self, top: int, left: int) -> None:
        """Puts the leads that were silent longest: who, whose, since when, how many days."""
        self._put(top, left, self._word("silent"), _HEADING)
        self._put(top, left + 1, None, _HEADING)
        for at, key in enumerate(("silent_owner", "since", "days", "touches"), left + 2):
            self._put(top, at, self._word(key), _COLUMN)
        for number in range(LONGEST):
            self._silent_line(number, top + 1 + number, left)

    def _silent_line(self, number: int, row: int, left: int) -> None:
        place = f"@longest.{number}"
        day = _NUMBER._replace(number_format=choose(_DAY_FORMAT, self._lang))
        count = _NUMBER._replace(number_format=COUNT_FORMAT)
        parts = (
            ("name", "<name>", _LABEL),
            ("owner", "<owner_text>", _NUMBER),
            ("since", "<heard>", day),
            ("days", "<silence>", count),
            ("touches", "<touches>", count),
        )
        self._put(row, left + 1, None, _LABEL)
        self._merge(row, left, left + 1)
        for at, (key, column, style) in zip((0, 2, 3, 4, 5), parts, strict=True):
            text = f'IF({place}=0,"",INDEX({column},{place}))'
            found = self._formula(f"silent.{number + 1}.{key}", text)
            self._put(row, left + at, found, style)


def _said(meaning: str) -> Iterator[str]:
    """Yields the words of the log for what became of an agreement."""
    yield from LOG_WORDS["kept"][meaning]
    if meaning == "yes":
        yield "si"


def _in_total(style: Style) -> Style:
    return style._replace(bold=True, line="", fill=TINT)


_PLACES: Final = re.compile(r"\{(\d)\}")
_OPEN: Final = "COUNTIFS(<open>,1)"
_WAITING: Final = f"COUNTIFS(<status>,{STATUS_NUMBER['reply']})"
_LATE: Final = 'COUNTIFS(<late>,">0")'
_WON: Final = f"<status>,{STATUS_NUMBER['won']}"


def _flagged(flag: str) -> str:
    return f'COUNTIFS(<flags>,"*[{flag}]*")'


def _mean(total: str, count: str) -> str:
    return f"ROUND({total}/MAX(1,{count}),1)"


_CARDS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("open", _OPEN, ('COUNTIFS(<status>,">0")', _mean("SUMIFS(<touches>,<open>,1)", _OPEN))),
    ("replies", _WAITING, ("MAX(<age>)", _mean("SUM(<age>)", _WAITING))),
    ("late", _LATE, (_mean("SUM(<late>)", _LATE), "MAX(<late>)")),
    ("missed", _flagged("promise_missed"), ("SUM(<ahead>)", _flagged("no_agreement"))),
    ("won", f"COUNTIFS({_WON})", (f"SUMIFS(<value>,{_WON})",)),
    (
        "nuisance",
        f"{_flagged('too_soon')}+{_flagged('too_many')}",
        (_flagged("too_soon"), _flagged("too_many")),
    ),
)
"""Key, formula of the number, and of the figures in the note below it."""


def _day(lang: str) -> str:
    """Returns the formula of today as a text: `20 Nov 2026`."""
    months = ",".join(f'"{month}"' for month in MONTHS[lang])
    return f'DAY(@today)&" "&INDEX({{{months}}},MONTH(@today))&" "&YEAR(@today)'


# ── charts ────────────────────────────────────────────────────────────────────────────────────

_BLUE: Final = LOOKS["planned"].fill
_RED: Final = LOOKS["overdue"].fill
_GREY: Final = LOOKS["waiting"].fill
_CHARTS: Final = (
    # table, block, first row, first row of the table, columns of values with their colours
    ("status", 0, FIRST_CHARTS, FIRST_TABLES, (("leads", 1, ""),)),
    ("owner", 1, FIRST_CHARTS, FIRST_TABLES, (("open", 1, _BLUE), ("late", 3, _RED))),
    ("stage", 2, FIRST_CHARTS, FIRST_TABLES, (("open", 1, _BLUE), ("late", 4, _RED))),
    (
        "segment",
        0,
        SECOND_CHARTS,
        SECOND_TABLES,
        (("possible", 3, OURS), ("not_possible", 4, _RED), ("unknown", 5, _GREY)),
    ),
    ("agreement", 1, SECOND_CHARTS, SECOND_TABLES, (("leads", 1, OURS),)),
)


def _charts(tab: str, lang: str, lines: Mapping[str, int]) -> Iterator[Chart]:
    """Yields the charts; each reads a table of the page."""
    for key, block, top, table, columns in _CHARTS:
        # stages that have no line of their own would leave no room for labels
        count = min(lines[key], STAGES) if key == "stage" else lines[key]
        left, rows = LEFT[block], (table + 1, table + count)
        colors = _STATUS_COLORS if key == "status" else ()
        series = []
        for word, offset, color in columns:
            cells = (_cells(tab, left, rows), _cells(tab, left + offset, rows))
            name = choose(DASHBOARD[word], lang).replace("-\n", "").replace("\n", " ")
            series.append(Series(name, *cells, color, colors))
        first = f"{column_letters(left)}{top}"
        last = f"{column_letters(left + NUMBERS)}{top + _CHART_ROWS - 1}"
        title = choose(DASHBOARD[f"chart_{key}"], lang)
        yield Chart("bar", title, tuple(series), first, last)


def _cells(tab: str, column: int, rows: tuple[int, int]) -> str:
    letters = column_letters(column)
    return f"{tab}!${letters}${rows[0]}:${letters}${rows[1]}"


_STATUS_COLORS: Final = tuple(
    LINE if key == "not_followed" else look.fill for key, look in LOOKS.items()
)
"""The one of leads that are not followed is too pale for a bar."""

"""The hidden tab `_dash`: each lead once more in plain numbers, so that the Dashboard can count.

The Dashboard reads nothing else, and is the same in every workbook. Where `_calc` decides, `_dash`
takes the answers from there; in a workbook of a team without it, from the columns that sheetflow
fills and from those of people. Several leads tabs stand below each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Final, NamedTuple

from sheetflow.decide.playbook import Playbook, stage_words
from sheetflow.decide.stage_words import SHIPPED
from sheetflow.formulas.dash_columns import (
    OF_BOTH,
    OF_CALC,
    OF_CELLS,
    SLOTS,
    live_stages,
    ranking,
)
from sheetflow.formulas.language import FormulaColumn, HiddenTab, Translator
from sheetflow.formulas.layout import NOWHERE, LiveLayout, Table
from sheetflow.live import DASH_TAB, PAGES, PRINT
from sheetflow.model import Cell, ColumnLook, DefinedName, FilledDown, NewTab, Style, Value
from sheetflow.texts.render import choose
from sheetflow.texts.words import FLAGS

FIRST_ROW: Final = 3
"""Where the leads begin in a workbook without `_calc`; with it, they stand as in Leads."""
HOLIDAYS: Final = 400
DASH_KEPT: Final = (
    "status", "open", "owner_text", "owner_rank", "segment_text", "segment_rank", "stage",
    "touches", "replied", "late", "age", "heard", "silence", "flags", "fit", "value", "kind",
    "ahead", "name", "owner_nth", "owner_named", "segment_nth", "segment_named", "longest",
    "today", "stage_name",
)  # fmt: skip
"""The columns that the Dashboard looks at."""
_NAMED: Final = "sf_dash_"
"""Begins the name of such a column."""
_DAY: Final = "today"
"""The column of one cell, which is named itself: programs calculate anew on opening what names a
cell that holds today."""


class Team(NamedTuple):
    """What the formulas know of the team: its open stages by their names in the language of the
    workbook, which words say them, and how days count.
    """

    stages: tuple[str, ...]
    words: tuple[tuple[str, int], ...] = ()
    weekend: str = "0000011"
    calendar: bool = False

    @classmethod
    def of(cls, playbook: Playbook, lang: str) -> Team:
        """Returns the team of a Playbook."""
        known = [stage for stage in playbook.stages if not stage.closed]
        stages = tuple(choose(stage.label, lang) for stage in known)
        numbers = {stage.key: number for number, stage in enumerate(known, 1)}
        words = {word: numbers[key] for key, word in _shipped(numbers)}
        for stage in known:
            own = (*sorted(stage_words(stage)), stage.en, stage.es, *stage.also)
            words |= dict.fromkeys(own, numbers[stage.key])
        for word, meant in playbook.your_words.items():
            if meant.key in numbers:
                words[word] = numbers[meant.key]
        calendar = playbook.day_count == "calendar"
        return cls(stages, tuple(words.items()), playbook.weekend, calendar)


def _shipped(stages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yields the shipped words of some stages, each behind the key of its stage."""
    for key in stages:
        for word in SHIPPED.get(key, ()):
            yield key, word


class Dash(NamedTuple):
    """The hidden tab by its columns; `stages` are the lines that stages may take, `flag` finds a
    flag in its cells.
    """

    sheet: HiddenTab
    stages: int
    flag: Callable[[str], str]

    def all(self, name: str) -> str:
        """Returns the name of the cells of a column: a tab that grows, or whose columns move, is
        followed by a page that nobody writes again.
        """
        return f"{_NAMED}{name}"

    def cell(self, name: str, row: int = 0) -> str:
        """Returns one cell of a column, `row` counting from 0."""
        return self.all(name) if name == _DAY else f"INDEX({self.all(name)},{row + 1})"

    @property
    def names(self) -> dict[str, str]:
        """The names that the Dashboard uses, with the cells that each stands for."""
        found = {self.all(name): self.sheet.bounded(name) for name in DASH_KEPT}
        return found | {self.all(_DAY): self.sheet.cell(_DAY, 0)}

    @property
    def defined(self) -> tuple[DefinedName, ...]:
        """The same as the workbook defines them."""
        return tuple(DefinedName(*each) for each in sorted(self.names.items()))


# ── beside `_calc` ────────────────────────────────────────────────────────────────────────────

_CELL: Final = re.compile(r"\[(\w+)\]")
_NUMBER: Final = re.compile(r"@(\w+)")
_CALC: Final = re.compile(r"\bC\((\w+)\)")
_NAMES: Final = frozenset({"today", "weekend", "calendar", "holidays"})


DASH_CALC: Final = tuple(sorted(set(_CALC.findall(" ".join(OF_CALC.values())))))
"""The columns of `_calc` that it looks at."""


def live_sheet(layout: LiveLayout) -> HiddenTab:
    """Returns the tab of a workbook that decides by itself, for live.py to write."""
    first, last = layout.leads.first_row, layout.leads.last_row
    columns = [FormulaColumn(name, text) for name, text in {**OF_BOTH, **OF_CALC}.items()]
    columns += [*ranking(), *live_stages()]
    spelled = (column._replace(formula=_live(column.formula, first)) for column in columns)
    return HiddenTab(DASH_TAB, first, last, tuple(spelled))


def _live(text: str, first: int) -> str:
    text = _CELL.sub(r"L(\1)", text).replace("ROWS", str(first - 1))
    text = _CALC.sub(r"INDEX({_calc.\1},ROW())", text)
    return _NUMBER.sub(lambda found: _name_or_cell(found[1]), text)


def _name_or_cell(name: str) -> str:
    return f"sf_{name}" if name in _NAMES else f"{{{name}:one}}"


def live_dash(hidden: Mapping[str, HiddenTab]) -> Dash:
    """Returns what the Dashboard reads of the hidden tabs of a workbook that decides by itself."""
    return Dash(hidden[DASH_TAB], SLOTS, str)


# ── without it ────────────────────────────────────────────────────────────────────────────────


def visible_dash(team: Team, lang: str, tables: Sequence[Table], holidays: Table = NOWHERE) -> Dash:
    """Returns what the Dashboard reads in a workbook whose answers a sync writes.

    `tables` are its leads tabs with people's columns and ours; `holidays` is the Calendar.
    """
    columns = [FormulaColumn(name, text) for name, text in {**OF_BOTH, **OF_CELLS}.items()]
    columns += [*ranking(), *_settings(team, holidays)]
    last = FIRST_ROW + sum(table.rows for table in tables) - 1
    sheet = HiddenTab(DASH_TAB, FIRST_ROW, last, tuple(columns))
    return Dash(sheet, len(team.stages), lambda key: choose(FLAGS[key], lang))


def _settings(team: Team, holidays: Table) -> Iterator[FormulaColumn]:
    """Yields what does not belong to a lead: the day, how days count, stages and their words."""
    yield FormulaColumn("today", "=TODAY()", 1, number_format="yyyy-mm-dd")
    yield FormulaColumn("weekend", values=(team.weekend,), number_format="@")
    yield FormulaColumn("calendar", values=(int(team.calendar),))
    if listed := holidays.whole("holiday"):
        moved = holidays.heading_row + 1 - FIRST_ROW
        text = f"=IFERROR(N(INDEX({listed},ROW(){moved:+d})),0)"
        yield FormulaColumn("holidays", text, HOLIDAYS)
    else:
        yield FormulaColumn("holidays", values=(0,))
    yield FormulaColumn("stage_name", values=team.stages)
    yield FormulaColumn("word", values=tuple(word for word, _ in team.words))
    yield FormulaColumn("word_stage", values=tuple(number for _, number in team.words))


def visible_tab(dash: Dash, tables: Sequence[Table], page: str = "") -> NewTab:
    """Returns the hidden tab of such a workbook, as it is written; `page` is the fingerprint of the
    Dashboard that reads it. Beside it stands that of the tab itself.
    """
    sheet = dash.sheet
    filled = list[FilledDown]()
    for place, column in enumerate(sheet.columns):
        if not column.formula:
            continue
        written = _of_tabs(place, column, sheet, tables)
        filled += [next(written)] if column.rows else written
    looks = dict.fromkeys(range(len(sheet.columns)), ColumnLook(10))
    rows = tuple(_values(sheet))
    text = repr((rows, filled))
    mark = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    blank = (None,) * len(rows[0])
    above = ((*rows[0], PRINT, PAGES), (*blank, mark, page or None))
    tab = NewTab(sheet.name, (*above, *rows[2:]), hidden=True, protected=True)
    return replace(tab, columns=looks, filled=tuple(filled))


class ToldDash(NamedTuple):
    """What the run that wrote the hidden tab noted: the fingerprints of the tab and of the page."""

    tab: str = ""
    page: str = ""

    @classmethod
    def of(cls, head: Sequence[Sequence[object]]) -> ToldDash:
        """Reads it from the first rows of the tab."""
        if len(head) < 2:
            return cls()
        said = dict(zip(head[0], head[1], strict=False))
        return cls(*(str(said.get(name) or "") for name in (PRINT, PAGES)))


def _of_tabs(
    place: int, column: FormulaColumn, sheet: HiddenTab, tables: Sequence[Table]
) -> Iterator[FilledDown]:
    """Yields a column for the leads of each tab, one below the other."""
    first, style = sheet.first_row, Style(number_format=column.number_format)
    for table in tables:
        layout = LiveLayout(leads=table, stages=NOWHERE, settings=NOWHERE)
        above = first - table.first_row
        row = f"ROW(){-above:+d}" if above else "ROW()"
        text = _visible(column.formula, table, row)
        formula = Translator(layout, [sheet]).formula(text, sheet, first)
        last = first + (column.rows or table.rows) - 1
        yield FilledDown(place, first, last, formula, style)
        first += table.rows


def _visible(text: str, table: Table, row: str) -> str:
    def cell(found: re.Match[str]) -> str:
        whole = table.whole(found[1])
        return f"INDEX({whole},{row})" if whole else '""'

    text = _CELL.sub(cell, text).replace("ROWS", str(FIRST_ROW - 1))
    text = text.replace("@holidays", "{holidays:all}")
    return _NUMBER.sub(r"{\1:one}", text)


def _values(sheet: HiddenTab) -> Iterator[tuple[Value | Cell, ...]]:
    """Yields the names of the columns, a blank row, and what is no formula."""
    yield tuple(column.name for column in sheet.columns)
    yield ()
    longest = max(len(column.values) for column in sheet.columns)
    for row in range(longest):
        yield tuple(_value(column, row) for column in sheet.columns)


def _value(column: FormulaColumn, row: int) -> Value | Cell:
    if row >= len(column.values):
        return None
    return Cell(column.values[row], Style(number_format=column.number_format))

"""The Playbook tab: every number that a team can change, in tables one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from sheetflow.columns import TABS
from sheetflow.decide.playbook import (
    CHANNELS,
    ENDS,
    PACES,
    SETTING_HEADING,
    SETTINGS,
    STAGE_HEADINGS,
    STAGES,
)
from sheetflow.model import (
    Cell,
    FilledDown,
    Highlight,
    NewTab,
    Page,
    Validation,
    Value,
)
from sheetflow.starter.tabs.choices import from_list, numbers
from sheetflow.starter.tabs.looks import (
    HEADING,
    HEADING_HEIGHT,
    NOTE,
    TEXT_FORMAT,
    TYPED,
    cells_of,
    headings,
    height_of,
)
from sheetflow.texts.render import choose

STAGE_ORDER: Final = (
    "key", "en", "es", "step_en", "step_es", "pace", "gaps", "also", "min_gap", "cold_after",
    "max_touches", "ends_in", "channel",
)  # fmt: skip
"""The columns of the stages from left to right: long texts are where other tables have theirs."""
WIDTHS: Final = (25, 18, 18, 36, 36, 20, 27, 27, 13, 12, 12, 15, 13)

_WRAPPED: Final = TYPED._replace(wrapped=True)
_TEXT: Final = _WRAPPED._replace(number_format=TEXT_FORMAT)
_NOTE: Final = NOTE._replace(indent=1)
_NOTE_COLUMNS: Final = 3
"""So far the notes on the settings run on to the right."""
_TEXT_TITLES: Final = frozenset({*STAGE_HEADINGS["gaps"], "Touches", "Toques"})
"""Headings of columns in which `1,2` or `2-4` would turn into a number or a date."""
_NUMBER_KINDS: Final = frozenset({"count", "ratio"})

Rows = Sequence[Sequence[Value]]
Cells = tuple[Cell | None, ...]


def playbook_tab(
    lang: str,
    rows: Rows,
    *,
    filled: Sequence[FilledDown] = (),
    highlights: Sequence[Highlight] = (),
) -> NewTab:
    """Returns the Playbook with these rows: tables with their headings, a blank row between, the
    stages first. Their columns are put into STAGE_ORDER.

    `filled` are formulas beside the tables that say what is wrong, `highlights` turn it red.
    """
    tables = tuple(_tables(_ordered(rows)))
    cells, heights = list[Cells](), dict[int, int]()
    for table in tables:
        for number, row in enumerate(table.rows, table.first):
            cells.append(_cells(row, table, lang))
            heights[number] = _height(row, table)
        cells.append(())
    tab = NewTab(choose(TABS["playbook"], lang), tuple(cells[:-1]), WIDTHS, heights=heights)
    merged = tuple(filter(None, map(_merged_note, tables)))
    tab = replace(tab, filled=tuple(filled), merged=merged, highlights=tuple(highlights))
    return replace(
        tab,
        validations=tuple(_checks(lang)),
        frozen=(0, 1),
        gridlines=False,
        page=Page(),
        first="A1",
    )


class _Table(NamedTuple):
    """A table: its rows, the headings among them, and the 1-based row in which it begins."""

    rows: Rows
    first: int

    @property
    def titles(self) -> Sequence[Value]:
        return self.rows[0]


def _ordered(rows: Rows) -> Rows:
    """Returns the rows with the columns of the stages, the first table, in STAGE_ORDER."""
    places = [list(STAGE_HEADINGS).index(key) for key in STAGE_ORDER]
    end = next((number for number, row in enumerate(rows) if not row), len(rows))
    stages = [[row[at] if at < len(row) else None for at in places] for row in rows[:end]]
    return [*stages, *rows[end:]]


def _tables(rows: Rows) -> Iterator[_Table]:
    """Yields the tables, which a blank row ends."""
    first = 0
    for number, row in enumerate((*rows, ())):
        if not row:
            yield _Table(rows[first:number], first + 1)
            first = number + 1


def _cells(row: Sequence[Value], table: _Table, lang: str) -> Cells:
    settings = table.titles[0] == choose(SETTING_HEADING, lang)
    if row is table.titles:
        return headings(row) + (Cell(None, HEADING),) * (_NOTE_COLUMNS * settings)
    if settings:
        return _setting(row, lang)
    texts = (at < len(table.titles) and table.titles[at] in _TEXT_TITLES for at in range(len(row)))
    styles = (_TEXT if is_text else _WRAPPED for is_text in texts)
    cells = [Cell(value, style) for value, style in zip(row, styles, strict=True)]
    if _has_note(row, table):
        cells[-1] = Cell(row[-1], _NOTE._replace(wrapped=True))
    return tuple(cells)


def _setting(row: Sequence[Value], lang: str) -> Cells:
    """Returns a setting: its name, its value, and what it means, which runs on to the right."""
    name, value, *notes = row
    kinds = {choose((each.en, each.es), lang): each.kind for each in SETTINGS}
    style = _WRAPPED if kinds[str(name)] in _NUMBER_KINDS else _TEXT
    means = (Cell(note, _NOTE) for note in notes)
    return (Cell(name, _WRAPPED._replace(bold=True)), Cell(value, style), *means)


def _height(row: Sequence[Value], table: _Table) -> int:
    if row is table.titles:
        return HEADING_HEIGHT
    # what a setting means runs on to the right
    wrapped = row[:2] if table.titles[0] in SETTING_HEADING else row[: len(table.titles)]
    return height_of(zip(wrapped, WIDTHS, strict=False))


def _has_note(row: Sequence[Value], table: _Table) -> bool:
    """Returns whether a text is beside the table, right of its last heading."""
    return len(row) > len(table.titles)


def _merged_note(table: _Table) -> str:
    """Returns the cells that the text beside a table covers: down to its end, right to ours."""
    row = next((row for row in table.rows if _has_note(row, table)), None)
    if row is None:
        return ""
    top, end = table.first + 1, table.first + len(table.rows) - 1
    return f"{cells_of(len(row) - 1, top, top)}:{cells_of(len(WIDTHS) - 1, end, end)}"


def _checks(lang: str) -> Iterator[Validation]:
    """Yields the drop-downs and checks of the stages, which ask back."""
    words = {"pace": PACES, "ends_in": ENDS, "channel": CHANNELS}
    for at, key in enumerate(STAGE_ORDER):
        cells = cells_of(at, 2, len(STAGES) + 1)
        if key in words:
            offered = (choose(both, lang) for both in words[key].values())
            yield from_list([cells], offered, lang, own=key == "channel")
        elif key in ("min_gap", "cold_after", "max_touches"):
            yield numbers([cells], lang, whole=True)

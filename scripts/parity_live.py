"""Writes a workbook of scripts/parity.py with its live formulas, and reads what they show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from scripts.parity_book import TODAY, Book
from scripts.parity_compare import ANSWERS, Answers
from scripts.parity_layout import layout_of
from scripts.parity_memory import memory_of
from scripts.parity_office import read_tab
from sheetflow.backends.excel.new_book import new_workbook
from sheetflow.backends.memory import MemoryTab
from sheetflow.formulas.calc import CALC
from sheetflow.formulas.leads import lead_columns
from sheetflow.formulas.live import LiveTabs, live_tabs
from sheetflow.model import STATE_TAB, Cell, Formula, NewTab, Value, serial

_READ: Final = {
    "status": "status", "next_contact": "due", "overdue": "show_late", "touches": "show_touches",
    "interest": "interest", "flags": "show_flags", "next_step": "show_step",
}  # fmt: skip
"""Answer -> the column of `_calc` that has it."""


def tabs_of(book: Book) -> LiveTabs:
    """Returns the hidden tabs of a workbook."""
    return live_tabs(layout_of(book), memory_of(book))


def live_workbook(book: Book, file: Path, *, mutate: bool = False, today: bool = True) -> None:
    """Writes the workbook; with `today` it is calculated for its last day, else for the day on
    which it is opened. With `mutate` one number of the formulas is changed.
    """
    live = tabs_of(book)
    tabs = [_fixed(tab) if today else tab for tab in live.tabs]
    if mutate:
        tabs = [_mutated(tab) for tab in tabs]
    plain = [_plain(tab, book, live) for tab in book.backend.tabs]
    file.write_bytes(new_workbook((*plain, *tabs), live.names))


def _plain(tab: MemoryTab, book: Book, live: LiveTabs) -> NewTab:
    """Returns a tab of people's as it stands; in that of the leads our columns show formulas, but
    where a person typed.
    """
    rows = [list[Value | Formula | Cell](cells) for cells in tab.cells]
    if tab.name == book.leads.name:
        _show(rows, book, live)
    return NewTab(tab.name, tuple(map(tuple, rows)), hidden=tab.name == STATE_TAB)


def _show(rows: list[list[Value | Formula | Cell]], book: Book, live: LiveTabs) -> None:
    leads = layout_of(book).leads
    rows += [[] for _ in range(leads.last_row - len(rows))]
    for filled in lead_columns(layout_of(book), live.hidden[CALC]):
        for row in range(filled.first_row, filled.last_row + 1):
            if (row, filled.column) in book.typed:
                continue
            cells = rows[row - 1]
            cells += [None] * (filled.column + 1 - len(cells))
            cells[filled.column] = Cell(Formula(filled.text), filled.style)


def _fixed(tab: NewTab) -> NewTab:
    """Returns a tab in which today is the last day of the workbook."""
    return _replaced(tab, "TODAY()", str(serial(TODAY)))


def _mutated(tab: NewTab) -> NewTab:
    return _replaced(tab, "100*sf_decay", "99*sf_decay") if tab.name == CALC else tab


def _replaced(tab: NewTab, text: str, other: str) -> NewTab:
    filled = tuple(each._replace(text=each.text.replace(text, other)) for each in tab.filled)
    return replace(tab, filled=filled)


def read_answers(book: Book, file: Path) -> dict[int, Answers]:
    """Returns what `_calc` says by row of the leads tab."""
    grid = read_tab(file, CALC)
    at = {str(name): column for column, name in enumerate(grid[0])}
    found = {}
    for number, row in enumerate(grid, 1):
        if number > 2:
            found[number] = {key: _value(row[at[name]]) for key, name in _READ.items()}
            if not found[number]["next_contact"]:
                found[number]["next_contact"] = ""
    return found


def _value(value: object) -> Value:
    return value  # type: ignore[return-value]  # a text or a number

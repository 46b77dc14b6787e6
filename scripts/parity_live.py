"""Writes a workbook of scripts/parity.py with its live formulas, and reads what they show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from scripts.parity_book import TODAY, Book
from scripts.parity_compare import ANSWERS, Answers
from scripts.parity_layout import layout_of
from scripts.parity_memory import memory_of
from scripts.parity_office import Typed, read_tab, write_workbook
from sheetflow.formulas.calc import CALC
from sheetflow.formulas.flags import fact_columns, flag_columns, who_columns
from sheetflow.formulas.leads import SHOWN, shown_formula
from sheetflow.formulas.live import LiveTabs, live_tabs
from sheetflow.formulas.steps import step_columns
from sheetflow.model import DefinedName, FilledDown, NewTab, Value, serial

_READ: Final = {
    "status": "status", "next_contact": "due", "overdue": "show_late", "touches": "show_touches",
    "interest": "interest", "flags": "show_flags", "next_step": "show_step",
}  # fmt: skip
"""Answer -> the column of `_calc` that has it."""


def tabs_of(book: Book) -> LiveTabs:
    """Returns the hidden tabs of a workbook."""
    layout = layout_of(book)
    more = (*who_columns(layout), *fact_columns(layout), *flag_columns(layout), *step_columns())
    return live_tabs(layout, memory_of(book), more)


def live_workbook(book: Book, file: Path, *, mutate: bool = False, today: bool = True) -> None:
    """Writes the workbook; with `today` it is calculated for its last day, else for the day on
    which it is opened. With `mutate` one number of the formulas is changed.
    """
    live = tabs_of(book)
    plain: dict[str, list[list[object]]] = {tab.name: list(map(list, tab.held)) for tab in book.backend.tabs}  # fmt: skip
    _show(plain[book.leads.name], book, live)
    tabs = [_fixed(tab, live) if today else tab for tab in live.tabs]
    if mutate:
        tabs = [_mutated(tab) for tab in tabs]
    write_workbook(file, plain, tabs, live.names)


def _show(rows: list[list[object]], book: Book, live: LiveTabs) -> None:
    """Puts the visible formulas into the leads tab, but where a person typed."""
    leads = live.translator._layout.leads
    for key in SHOWN:
        formula = shown_formula(live.hidden[CALC], key)
        column = leads.columns[key]
        if not formula:
            continue
        for row in range(leads.first_row, leads.last_row + 1):
            if (row, column) not in book.typed:
                while len(rows) < row:
                    rows.append([])
                cells = rows[row - 1]
                cells += [None] * (column + 1 - len(cells))
                cells[column] = Typed(formula)


def _fixed(tab: NewTab, live: LiveTabs) -> NewTab:
    """Returns a tab in which today is the last day of the workbook."""
    return _replaced(tab, "TODAY()", str(serial(TODAY)))


def _mutated(tab: NewTab) -> NewTab:
    return _replaced(tab, "{touches}", "{touches}+1") if tab.name == CALC else tab


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

"""Writes a workbook of scripts/parity.py with its live formulas, and reads what they show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from scripts.parity_book import EARLIER, TODAY, Book
from scripts.parity_compare import Answers
from scripts.parity_leads import FIRST_ROW, tab_name
from scripts.parity_office import errors_in, read_tab
from sheetflow.backends.excel.new_book import new_workbook
from sheetflow.backends.memory import MemoryTab
from sheetflow.engine import Options, look_at
from sheetflow.formulas.calc import CALC
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.leads import lead_columns
from sheetflow.formulas.live import LiveTabs, live_tabs
from sheetflow.model import STATE_TAB, Cell, Formula, NewTab, Value, serial
from sheetflow.plan.live_memory import Run, memory_of
from sheetflow.plan.live_sync import layout_of
from sheetflow.state import state_of

_READ: Final = {
    "status": "status", "next_contact": "due", "overdue": "show_late", "touches": "show_touches",
    "interest": "interest", "flags": "show_flags", "next_step": "show_step",
}  # fmt: skip
"""Answer -> the column of `_calc` that has it."""
ROOM: Final = 12
"""Blank rows that are filled below the last lead, and the last line of the log."""


def tabs_of(book: Book) -> tuple[LiveTabs, LiveLayout]:
    """Returns the hidden tabs of a workbook, as the last sync left them but for their length, and
    where everything is.
    """
    before, day = book.before, EARLIER[-1]
    plan, workbook = look_at(before, Options(today=day))
    (tab,), (leads,) = plan.changes.tabs, workbook.tabs
    layout = layout_of(before, workbook, tab)
    assert plan.records is not None
    assert layout is not None
    run = Run(before, workbook, state_of(before), day, plan.records.texts)
    log = len(book.backend.tab(tab_name("log", book.team.lang)).held)
    leads_table = layout.leads._replace(last_row=len(book.leads.held) + ROOM)
    log_table = layout.log._replace(last_row=log + ROOM)
    layout = replace(layout, leads=leads_table, log=log_table)
    return live_tabs(layout, memory_of(run, leads, tab)), layout


def live_workbook(book: Book, file: Path, *, mutate: bool = False, today: bool = True) -> None:
    """Writes the workbook; with `today` it is calculated for its last day, else for the day on
    which it is opened. With `mutate` one number of the formulas is changed.
    """
    live, layout = tabs_of(book)
    tabs = [_fixed(tab) if today else tab for tab in live.tabs]
    if mutate:
        tabs = [_mutated(tab) for tab in tabs]
    plain = [_plain(tab, book, live, layout) for tab in book.backend.tabs]
    file.write_bytes(new_workbook((*plain, *tabs), live.names))


def _plain(tab: MemoryTab, book: Book, live: LiveTabs, layout: LiveLayout) -> NewTab:
    """Returns a tab of people's as it stands; in that of the leads our columns show formulas, but
    where a person typed.
    """
    rows = [list[Value | Formula | Cell](cells) for cells in tab.cells]
    if tab.name == book.leads.name:
        _show(rows, book, live, layout)
    return NewTab(tab.name, tuple(map(tuple, rows)), hidden=tab.name == STATE_TAB)


def _show(
    rows: list[list[Value | Formula | Cell]], book: Book, live: LiveTabs, layout: LiveLayout
) -> None:
    leads = layout.leads
    rows += [[] for _ in range(leads.last_row - len(rows))]
    for filled in lead_columns(layout, live.hidden[CALC]):
        for row in range(filled.first_row, filled.last_row + 1):
            if (row, filled.column) in book.typed:
                continue
            cells = rows[row - 1]
            cells += [None] * (filled.column + 1 - len(cells))
            before = cells[filled.column]
            result = None if isinstance(before, Cell | Formula) else before
            cells[filled.column] = Cell(Formula(filled.text, result), filled.style)


def _fixed(tab: NewTab) -> NewTab:
    """Returns a tab in which today is the last day of the workbook."""
    return _replaced(tab, "TODAY()", str(serial(TODAY)))


def _mutated(tab: NewTab) -> NewTab:
    return _replaced(tab, "100*sf_decay", "99*sf_decay") if tab.name == CALC else tab


def _replaced(tab: NewTab, text: str, other: str) -> NewTab:
    filled = tuple(each._replace(text=each.text.replace(text, other)) for each in tab.filled)
    return replace(tab, filled=filled)


def read_answers(book: Book, file: Path) -> dict[int, Answers]:
    """Returns what `_calc` says by row of the leads tab; an error value as `#`."""
    grid, errors = read_tab(file, CALC), errors_in(file, CALC)
    at = {str(name): column for column, name in enumerate(grid[0])}
    found: dict[int, Answers] = {}
    for number, row in enumerate(grid[FIRST_ROW - 1 :], FIRST_ROW):
        answers: dict[str, Value] = {}
        for key, name in _READ.items():
            answers[key] = "#" if (number, at[name]) in errors else row[at[name]]
        found[number] = {**answers, "next_contact": answers["next_contact"] or ""}
    return found

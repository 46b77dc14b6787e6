"""The live formulas of a workbook: what is wrong with them, and what `doctor --repair` writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final, NamedTuple

from sheetflow.backends.base import Backend
from sheetflow.columns import OWNED_KEYS
from sheetflow.engine import Options, look_at
from sheetflow.formulas.live import LiveTabs
from sheetflow.live import CALC_TAB, LOG_TAB, MEMORY_TAB, SETTINGS_TAB, SHOWN
from sheetflow.model import (
    KEEP,
    Answer,
    CellError,
    Changes,
    Problem,
    RowPlan,
    Snapshot,
    Tab,
    TabPlan,
    Text,
)
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.plan import Plan
from sheetflow.starter.go_live import made_for

HIDDEN: Final = (CALC_TAB, LOG_TAB, SETTINGS_TAB, MEMORY_TAB)
"""The hidden tabs that formulas need."""
_WIDEST: Final = 400
"""Columns of a hidden tab that are looked at."""


class OurCell(NamedTuple):
    """A cell that should hold our live formula: its row, the key of its column, where it is, and
    the formula of people that stands there, None where none does.
    """

    row: int
    key: str
    where: str
    text: str | None


class Repair(NamedTuple):
    """What is to be written: the names of hidden tabs, cells with what stands there and our
    formula, and the changes; the language to speak.
    """

    tabs: tuple[str, ...]
    cells: tuple[tuple[OurCell, str], ...]
    changes: Changes
    lang: str


def is_live_workbook(snapshot: Snapshot, book: Workbook) -> bool:
    """Returns whether a workbook has live formulas, or had them."""
    some = any(snapshot.tab(name) is not None for name in HIDDEN)
    return some or any(tab.leads.live for tab in book.tabs)


def live_problems(snapshot: Snapshot, plan: Plan, book: Workbook) -> Iterator[Problem]:
    """Yields what is wrong with the live formulas, without what a sync tells by itself."""
    missing = tuple(name for name in HIDDEN if snapshot.tab(name) is None)
    if missing:
        yield Problem("", Text("live_tabs_missing", (", ".join(missing),)))
    for name in HIDDEN:
        hidden = snapshot.tab(name)
        if hidden is not None and _is_broken(hidden):
            yield Problem(name, Text("live_tabs_broken"))
    tab, planned = _decided(book, plan)
    if tab is None or planned is None:
        return
    if book.live is not None and not _same_version(snapshot, plan, book):
        yield Problem("", Text("live_tabs_old"))
    for cell in our_cells(tab, snapshot):
        if cell.text is None:
            yield Problem(cell.where, Text("live_cell_blank"))
        else:
            yield Problem(cell.where, Text("live_cell_theirs", (_shown(cell.text),)))


def _same_version(snapshot: Snapshot, plan: Plan, book: Workbook) -> bool:
    made = made_for(snapshot, plan, book, Options(plan.today))
    names = tuple(column.name for column in made.hidden[CALC_TAB].columns)
    return book.live is not None and book.live.columns == names


def _decided(book: Workbook, plan: Plan) -> tuple[LeadsTab | None, TabPlan | None]:
    """Returns the leads tab that the formulas decide."""
    name = book.live.tab if book.live else next((t.name for t in book.tabs if t.leads.live), None)
    tab = next((tab for tab in book.tabs if tab.name == name), None)
    return tab, next((each for each in plan.changes.tabs if each.tab == name), None)


def _is_broken(tab: Tab) -> bool:
    """Returns whether a cell refers to what is not there any more."""
    width = min(_WIDEST, max(map(len, tab.head), default=0))
    blocks = tab.blocks(range(width))
    columns = chain.from_iterable(block.columns for block in blocks)
    return any(map(_is_reference_error, chain.from_iterable(columns)))


def _is_reference_error(value: object) -> bool:
    return isinstance(value, CellError) and value.code == "#REF!"


def our_cells(tab: LeadsTab, snapshot: Snapshot) -> Iterator[OurCell]:
    """Yields the cells of leads that hold another formula than ours, or nothing; what people typed
    over ours is theirs and is left aside.
    """
    places = {at: key for key, at in tab.owned.items() if key in SHOWN}
    columns, leads = sorted(places), set(tab.leads.field("row"))
    sheet = snapshot.tab(tab.name)
    for block in sheet.blocks(columns) if sheet else ():
        for at, values in zip(columns, block.columns, strict=True):
            live, theirs = block.live.get(at, ()), set(block.formulas.get(at, ()))
            filled = {row for row, value in zip(block.rows, values, strict=True) if value}
            for row in sorted(leads & {*block.rows} - {*live} - (filled - theirs)):
                text = block.texts.get((row, at), "") if row in theirs else None
                yield OurCell(row, places[at], tab.layout.where(at, row), text)


def _shown(text: str) -> str:
    return f"={text}" if text else "=…"


# ── repair ────────────────────────────────────────────────────────────────────────────────────


def repair_of(backend: Backend, options: Options) -> Repair | None:
    """Returns what makes the live formulas whole again; None for a workbook without any. Hidden
    tabs are written anew; cells get our formula where another one stands or none does.
    """
    snapshot = backend.read()
    plan, book = look_at(snapshot, options)
    if not is_live_workbook(snapshot, book):
        return None
    made = made_for(snapshot, plan, book, options)
    tab, planned = book.tabs[0], plan.changes.tabs[0]
    found, planned = _decided(book, plan)[0] or tab, _decided(book, plan)[1] or planned
    cells = tuple(our_cells(found, snapshot))
    names = tuple(new.name for new in made.tabs)
    wanted = [(cell, _shown(made.shown[cell.key])) for cell in cells if cell.key in made.shown]
    changes = _changes(made, found, planned, cells, snapshot)
    return Repair(names, tuple(wanted), replace(changes, lang=plan.lang), plan.lang)


def _changes(
    made: LiveTabs, tab: LeadsTab, planned: TabPlan, cells: Sequence[OurCell], snapshot: Snapshot
) -> Changes:
    """Returns what is written. Where the columns of `_calc` are others, all our formulas are."""
    rows: dict[int, set[str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, set()).add(cell.key)
    for row, keys in tab.leads.live.items():
        if not _has(snapshot, made):
            rows.setdefault(row, set()).update(keys)
    plans = [RowPlan(row, _answers(keys)) for row, keys in sorted(rows.items())]
    formulas = {key: text for key, text in made.shown.items() if key in planned.owned}
    planned = replace(planned, rows=plans, missing={}, unnamed={}, formulas=formulas)
    there = tuple(new for new in made.tabs if snapshot.tab(new.name) is not None)
    added = tuple(new for new in made.tabs if snapshot.tab(new.name) is None)
    return Changes((planned,), new_tabs=added, rewritten=there, names=made.names)


def _has(snapshot: Snapshot, made: LiveTabs) -> bool:
    """Returns whether the columns of `_calc` are where they will be."""
    tab = snapshot.tab(CALC_TAB)
    names = tuple(column.name for column in made.hidden[CALC_TAB].columns)
    return tab is not None and bool(tab.head) and tuple(tab.head[0]) == names


def _answers(keys: Iterable[str]) -> tuple[Answer, ...]:
    """Returns blank results in these columns: the sync that follows fills them."""
    return tuple(None if key in set(keys) else KEEP for key in OWNED_KEYS)

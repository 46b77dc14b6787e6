"""The live formulas of a workbook: what is wrong with them, and what `doctor --repair` writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
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
    NewTab,
    Problem,
    RowPlan,
    Snapshot,
    Tab,
    TabPlan,
    Text,
    Value,
)
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.live_tabs import pages_written
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.live_sync import live_pages
from sheetflow.plan.older_pages import (
    UNKNOWN,
    OldPages,
    Page,
    fingerprint,
    old_pages,
    tell,
    told_of,
)
from sheetflow.plan.plan import Plan
from sheetflow.starter.go_live import made_for

HIDDEN: Final = (CALC_TAB, LOG_TAB, SETTINGS_TAB, MEMORY_TAB)
"""The hidden tabs that formulas need."""
CALCULATED: Final = (CALC_TAB, LOG_TAB, SETTINGS_TAB)
"""Those of them that hold formulas."""
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
    """What is to be written: what was seen to be wrong with the hidden tabs, the names of all those
    that are written, cells with what stands there and our formula, and the changes; the language
    to speak.
    """

    broken: tuple[Problem, ...]
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
    made = made_for(snapshot, plan, book, Options(plan.today))
    yield from hidden_problems(snapshot, book, made)
    tab, planned = _decided(book, plan)
    if tab is None or planned is None:
        return
    for cell in our_cells(tab, snapshot):
        if cell.text is None:
            yield Problem(cell.where, Text("live_cell_blank"))
        else:
            yield Problem(cell.where, Text("live_cell_theirs", (_shown(cell.text),)))


def hidden_problems(snapshot: Snapshot, book: Workbook, made: LiveTabs) -> Iterator[Problem]:
    """Yields what is wrong with the hidden tabs, held against those that would be written now."""
    missing = tuple(name for name in HIDDEN if snapshot.tab(name) is None)
    if missing:
        yield Problem("", Text("live_tabs_missing", (", ".join(missing),)))
    wanted = {new.name: new for new in made.tabs}
    tabs = (snapshot.tab(name) for name in HIDDEN)
    found = {tab.name: _held(tab, wanted.get(tab.name)) for tab in tabs if tab is not None}
    for name, held in found.items():
        if held.broken:
            yield Problem(name, Text("live_tabs_broken"))
    if book.live is not None and not _has(snapshot, made):
        yield Problem("", Text("live_tabs_old"))
        return
    for name, held in found.items():
        if held.bare:
            yield Problem(name, Text("live_tabs_bare", (held.bare,)))


class _Held(NamedTuple):
    """What a hidden tab holds: whether a cell refers to what is not there any more, and how many
    cells should hold a formula and do not.
    """

    broken: bool
    bare: int


def _held(tab: Tab, made: NewTab | None) -> _Held:
    """Reads a hidden tab, once."""
    filled = made.filled if made else ()
    width = max(map(len, tab.head), default=0)
    width = max(width, *(each.column + 1 for each in filled), 0)
    there = {column: set[int]() for column in range(min(_WIDEST, width))}
    broken = False
    for block in tab.blocks(sorted(there)):
        for column, rows in block.formulas.items():
            there[column].update(rows)
        broken = broken or any(map(_has_reference_error, block.columns))
    bare = 0
    for each in filled:
        bare += len({*range(each.first_row, each.last_row + 1)} - there[each.column])
    return _Held(broken, bare)


_BROKEN: Final = CellError("#REF!")


def _has_reference_error(cells: Sequence[Value]) -> bool:
    """Returns whether a cell refers to what is not there any more."""
    return CellError in set(map(type, cells)) and _BROKEN in cells


def _decided(book: Workbook, plan: Plan) -> tuple[LeadsTab | None, TabPlan | None]:
    """Returns the leads tab that the formulas decide."""
    name = book.live.tab if book.live else next((t.name for t in book.tabs if t.leads.live), None)
    tab = next((tab for tab in book.tabs if tab.name == name), None)
    return tab, next((each for each in plan.changes.tabs if each.tab == name), None)


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
    """Returns what makes the live formulas whole again; None for a workbook without any. Cells get
    our formula where another one stands or none does. Hidden tabs and names are written anew in any
    case: whether each formula in them is still ours, a reading does not tell.
    """
    snapshot = backend.read(formulas_of=CALCULATED)
    plan, book = look_at(snapshot, options)
    if not is_live_workbook(snapshot, book):
        return None
    made = made_for(snapshot, plan, book, options)
    found, planned = _decided(book, plan)
    found, planned = found or book.tabs[0], planned or plan.changes.tabs[0]
    cells = tuple(our_cells(found, snapshot))
    differing = (each for each in plan.problems if each.text.code == "formula_differs")
    broken = (*hidden_problems(snapshot, book, made), *differing)
    pages = _old_pages(backend, snapshot, made)
    made = made.with_pages(tell(pages.fingerprints))
    broken = (*broken, *(each for each in pages.problems if each.text.code == "page_left"))
    names = tuple(new.name for new in (*made.tabs, *pages.renewed))
    wanted = [(cell, _shown(made.shown[cell.key])) for cell in cells if cell.key in made.shown]
    changes = replace(_changes(made, found, planned, cells, snapshot), lang=plan.lang)
    changes = replace(changes, rewritten=(*changes.rewritten, *pages.renewed))
    return Repair(broken, names, tuple(wanted), changes, plan.lang)


def _old_pages(backend: Backend, snapshot: Snapshot, made: LiveTabs) -> OldPages:
    """Returns what becomes of pages of an earlier version. Those of a shared sheet are read once
    more, with the places of their formulas.
    """
    written, pages = told_of(pages_written(snapshot)), list[Page]()
    for key, new in live_pages(snapshot, made):
        known, here = written.get(key, ""), snapshot
        if snapshot.shared and known != fingerprint(new):
            known, here = UNKNOWN, backend.read(formulas_of=new.name)
        tab = here.tab(new.name)
        if tab is not None:
            pages.append(Page(key, tab, new, known))
    return old_pages(pages)


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

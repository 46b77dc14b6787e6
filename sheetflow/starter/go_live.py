"""`init --live`: hidden tabs of formulas for a team's own workbook; the sync that follows puts our
formulas into our columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from sheetflow.backends.base import Backend
from sheetflow.engine import Options, look_at, moment_of
from sheetflow.errors import speaking
from sheetflow.errors.lists import LiveNeeds1900, LiveNeedsOneTab, LiveNeedsPlaybook
from sheetflow.formulas.live import LiveTabs
from sheetflow.formulas.today import COLUMNS
from sheetflow.live import LIST_TAB
from sheetflow.model import Cell, Changes, NewTab, Snapshot, Tab, Value
from sheetflow.parse.live_tabs import reads_list
from sheetflow.parse.workbook import Workbook, our_tab
from sheetflow.plan.dashboard_values import dashboard_values
from sheetflow.plan.figures import figures
from sheetflow.plan.live_memory import Run
from sheetflow.plan.live_sync import layout_of, tabs_for
from sheetflow.plan.plan import Plan
from sheetflow.starter.adopt import is_empty
from sheetflow.state import state_of

_CHOSEN: Final = (2, 1)
"""Row and column of the one cell of Today that people choose."""
_BESIDE: Final = 5
"""Columns right of Today in which somebody may have typed something."""


class WentLive(NamedTuple):
    """What `init --live` writes; `already` says that the workbook has live formulas, `left` names
    a Today that people changed and that goes on without `_calc`.
    """

    changes: Changes
    already: bool = False
    left: str = ""


def check_live(backend: Backend, options: Options) -> None:
    """Raises ConfigError where a workbook cannot have live formulas; an empty one can."""
    snapshot = backend.read()
    if is_empty(snapshot):
        return
    plan, book = look_at(snapshot, options, keep_rows=False)
    with speaking(plan.lang):
        _check(snapshot, book)


def _check(snapshot: Snapshot, book: Workbook) -> None:
    if snapshot.date1904:
        raise LiveNeeds1900
    if len(book.tabs) > 1:
        raise LiveNeedsOneTab(tuple(tab.name for tab in book.tabs))


def hidden_tabs_to_add(backend: Backend, options: Options) -> WentLive:
    """Returns the hidden tabs that an adopted workbook is without, the names that formulas use, and
    Today over them. Raises ConfigError where the workbook cannot have them.
    """
    snapshot = _read_with_today(backend)
    plan, book = look_at(snapshot, options)
    with speaking(plan.lang):
        _check(snapshot, book)
        made = made_for(snapshot, plan, book, options)
    today = our_tab(snapshot, "today")
    changed, left = list[NewTab](), ""
    if today is not None and reads_list(today):
        if is_untouched(today, made.day_tab()):
            changed.append(_with_choice(made.day_tab(), today))
        else:
            left = today.name
    page = our_tab(snapshot, "dashboard")
    missing = [tab for tab in made.tabs if snapshot.tab(tab.name) is None]
    if not missing and not changed:
        return WentLive(Changes((), lang=plan.lang), already=True, left=left)
    there = [tab for tab in made.tabs if snapshot.tab(tab.name) is not None] if missing else []
    if missing and page is not None:  # the columns of the tab that it reads change their places
        shown = dashboard_values(figures(plan, book), plan.lang)
        changed.append(made.dashboard(shown, page.name))
    changes = Changes((), None, tuple(missing), lang=plan.lang, names=made.names)
    return WentLive(replace(changes, rewritten=(*there, *changed)), left=left)


def _read_with_today(backend: Backend) -> Snapshot:
    """Reads a workbook, with the formulas of a Today that may be put anew."""
    snapshot = backend.read()
    today = our_tab(snapshot, "today")
    if today is None or not reads_list(today) or not snapshot.shared:
        return snapshot
    return backend.read(formulas_of=[today.name])


def made_for(snapshot: Snapshot, plan: Plan, book: Workbook, options: Options) -> LiveTabs:
    """Returns the hidden tabs for the leads of the first tab. Raises LiveNeedsPlaybook."""
    tab = plan.changes.tabs[0]
    layout = layout_of(snapshot, book, tab)
    if layout is None or plan.records is None:
        raise LiveNeedsPlaybook
    now = moment_of(plan.today, options, book.playbook.time_zone)
    texts = plan.records.texts
    return tabs_for(Run(snapshot, book, state_of(snapshot), plan.today, texts, now), tab, layout)


# ── Today ─────────────────────────────────────────────────────────────────────────────────────


def is_untouched(today: Tab, made: NewTab) -> bool:
    """Returns whether people only chose whose list it is: formulas where ours are, nothing typed
    elsewhere.
    """
    formulas = _formulas_of(made)
    width = max(at for _, at in formulas) + 1 + _BESIDE
    typed = _typed_in(made)
    for block in today.blocks(range(width)):
        for at, values in enumerate(block.columns):
            with_formula = {*block.formulas.get(at, ()), *block.live.get(at, ())}
            for row, value in zip(block.rows, values, strict=True):
                if row in with_formula:
                    continue
                if (row, at) in formulas or not _may_hold(value, typed.get((row, at)), (row, at)):
                    return False
    return True


Place = tuple[int, int]
"""1-based row, 0-based column."""


def _may_hold(value: Value, ours: Value, place: Place) -> bool:
    return value is None or value in (ours, LIST_TAB) or place == _CHOSEN


def _formulas_of(made: NewTab) -> set[Place]:
    """Returns the cells of the lines in sight that hold a formula in any Today."""
    found = set[Place]()
    for filled in made.filled:
        if filled.column < len(COLUMNS):
            rows = range(filled.first_row, filled.last_row + 1)
            found |= {(row, filled.column) for row in rows}
    return found


def _typed_in(made: NewTab) -> Mapping[Place, Value]:
    """Returns the cells that hold a text of ours."""
    found = dict[Place, Value]()
    for number, row in enumerate(made.rows, 1):
        for at, cell in enumerate(row):
            content = cell.content if isinstance(cell, Cell) else cell
            if isinstance(content, str | int | float):
                found[number, at] = content
    return found


def _with_choice(made: NewTab, today: Tab) -> NewTab:
    """Returns the new Today under the name of the one that is there, with whose list it is."""
    row, at = _CHOSEN
    chosen = today.head[row - 1][at] if len(today.head) >= row else None
    rows = [list(each) for each in made.rows]
    cell = rows[row - 1][at]
    if chosen is not None and isinstance(cell, Cell):
        rows[row - 1][at] = cell._replace(content=chosen)
    return replace(made, name=today.name, rows=tuple(map(tuple, rows)))

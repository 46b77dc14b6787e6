"""`init --live`: hidden tabs of formulas for a team's own workbook; the sync that follows puts our
formulas into our columns.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from sheetflow.backends.base import Backend
from sheetflow.engine import Options, look_at, moment_of
from sheetflow.errors import speaking
from sheetflow.errors.lists import LiveNeeds1900, LiveNeedsOneTab, LiveNeedsPlaybook
from sheetflow.formulas.live import LiveTabs
from sheetflow.live import CALC_TAB
from sheetflow.model import Changes, NewTab, Snapshot
from sheetflow.parse.live_tabs import reads_list
from sheetflow.parse.workbook import Workbook, our_tab
from sheetflow.plan.dashboard_values import dashboard_values
from sheetflow.plan.figures import figures
from sheetflow.plan.live_memory import Run
from sheetflow.plan.live_sync import layout_of, tabs_for
from sheetflow.plan.older_pages import looks_untouched, with_choices
from sheetflow.plan.plan import Plan
from sheetflow.starter.adopt import is_empty
from sheetflow.state import state_of


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
    changed, left = _pages(snapshot, plan, book, made)
    missing = [tab for tab in made.tabs if snapshot.tab(tab.name) is None]
    if not missing and not changed:
        return WentLive(Changes((), lang=plan.lang), already=True, left=left)
    there = [tab for tab in made.tabs if snapshot.tab(tab.name) is not None] if missing else []
    changes = Changes((), None, tuple(missing), lang=plan.lang, names=made.names)
    return WentLive(replace(changes, rewritten=(*there, *changed)), left=left)


def _pages(
    snapshot: Snapshot, plan: Plan, book: Workbook, made: LiveTabs
) -> tuple[list[NewTab], str]:
    """Returns Today and the Dashboard over the hidden tabs, where they are there and looked
    elsewhere; and the name of a Today that people changed.
    """
    today, board = (our_tab(snapshot, key) for key in ("today", "dashboard"))
    changed, left = list[NewTab](), ""
    if today is not None and reads_list(today):
        new = made.day_tab()
        if looks_untouched(today, new):
            changed.append(with_choices(new, today))
        else:
            left = today.name
    if board is not None and snapshot.tab(CALC_TAB) is None:
        shown = dashboard_values(figures(plan, book), plan.lang)
        changed.append(made.dashboard(shown, board.name))
    return changed, left


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

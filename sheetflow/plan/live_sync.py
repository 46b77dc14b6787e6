"""What a sync writes into the hidden tabs of a workbook with live formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.live import LiveTabs, live_tabs
from sheetflow.formulas.memory import MEM
from sheetflow.live import CALC_TAB
from sheetflow.model import Changes, Problem, Snapshot, TabPlan, Text, serial
from sheetflow.parse.live_tabs import filled_down_to
from sheetflow.parse.our_tables import find_tables
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.live_cells import came_or_went
from sheetflow.plan.live_layout import live_layout
from sheetflow.plan.live_memory import Run, memory_of
from sheetflow.plan.plan import Plan


def with_live_tabs(plan: Plan, run: Run) -> Plan:
    """Returns the plan that also tells the formulas what the run leaves behind.

    The first run of a day tells them, whatever it found; a later one only what is new. Where the
    formulas do not reach the last lead, or are those of another version, all hidden tabs are
    written anew.
    """
    live = run.book.live
    tab = next((each for each in plan.changes.tabs if live and each.tab == live.tab), None)
    if live is None or tab is None:
        return plan
    layout = layout_of(run.snapshot, run.book, tab)
    if layout is None:
        return plan
    made = tabs_for(run, tab, layout)
    changed = came_or_went(live, next(each for each in run.book.tabs if each.name == tab.tab))
    new = made.tabs if changed or _is_outdated(made, run, layout) else ()
    is_first = live.answered < serial(run.today)
    if not new and (is_first or plan.changes.state is not None):
        new = tuple(each for each in made.tabs if each.name == MEM)
    rewritten = tuple(each for each in new if run.snapshot.tab(each.name))
    added = tuple(each for each in new if not run.snapshot.tab(each.name))
    names = made.names if len(new) > 1 else ()
    if not new:
        return plan
    changes = replace(plan.changes, new_tabs=(*plan.changes.new_tabs, *added), names=names)
    changes = replace(changes, rewritten=rewritten, state=plan.records)
    if _ends_above(run, layout):
        changes = replace(changes, tabs=tuple(_longer(changes, layout)))
    told = tuple(Problem(tab.tab, Text("formulas_follow", (key,))) for key in sorted(changed))
    return replace(plan, changes=changes, problems=(*plan.problems, *told))


def tabs_for(run: Run, tab: TabPlan, layout: LiveLayout) -> LiveTabs:
    """Returns the hidden tabs for the leads of one tab, as this run leaves them."""
    leads = next(each for each in run.book.tabs if each.name == tab.tab)
    return live_tabs(layout, memory_of(run, leads, tab))


def layout_of(snapshot: Snapshot, book: Workbook, tab: TabPlan) -> LiveLayout | None:
    """Returns where everything is in the workbook; None without a Playbook, on which all formulas
    go.
    """
    tables = find_tables(snapshot)
    return live_layout(book, tab, tables) if {"stages", "settings"} <= tables.keys() else None


def _is_outdated(made: LiveTabs, run: Run, layout: LiveLayout) -> bool:
    """Returns whether the tabs that are there have other columns than ours, or end above the last
    lead.
    """
    calc = made.hidden[CALC_TAB]
    names = tuple(column.name for column in calc.columns)
    if run.book.live is None or run.book.live.columns != names:
        return True
    return _ends_above(run, layout)


def _ends_above(run: Run, layout: LiveLayout) -> bool:
    """Returns whether the hidden formulas end above the row to which they are filled now."""
    return _last_filled(run.snapshot) < layout.leads.last_row


def _last_filled(snapshot: Snapshot) -> int:
    """Returns the last row of the hidden formulas. Of a shared sheet these are not read in full:
    there counts what the run that wrote them said.
    """
    if snapshot.shared:
        return filled_down_to(snapshot)
    tab = snapshot.tab(CALC_TAB)
    return max((block.rows[-1] for block in tab.blocks([0]) if block.rows), default=0) if tab else 0


def _longer(changes: Changes, layout: LiveLayout) -> Iterator[TabPlan]:
    """Yields the plans of the tabs; the leads' visible formulas go as far down as the hidden
    ones.
    """
    for tab in changes.tabs:
        is_live = tab.tab == layout.leads.tab
        yield replace(tab, filled_to=layout.leads.last_row) if is_live else tab

"""The Dashboard of a team's own workbook, over the columns that a sync has filled."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from sheetflow.formulas.dash import Dash, Team, ToldDash, visible_dash, visible_tab
from sheetflow.formulas.dashboard import dashboard
from sheetflow.formulas.layout import NOWHERE, Table
from sheetflow.live import DASH_TAB
from sheetflow.model import NewTab, Snapshot, TabPlan
from sheetflow.parse.our_tables import FoundTable, find_tables
from sheetflow.parse.workbook import Workbook, our_tab
from sheetflow.plan.dashboard_values import dashboard_values
from sheetflow.plan.figures import figures
from sheetflow.plan.older_pages import UNKNOWN, Page, fingerprint, old_pages
from sheetflow.plan.plan import Plan

_STEP: Final = 500
"""So many rows more are counted where they run out: a workbook to which nobody adds is never
written for it."""
_ROOM: Final = 50
"""Blank rows that are counted below the last lead of a tab at least."""
_KEY: Final = "dashboard"


class VisiblePage(NamedTuple):
    """A Dashboard, the hidden tab that it reads, and the leads that this one reads."""

    page: NewTab
    dash: Dash
    tables: tuple[Table, ...]

    @property
    def hidden(self) -> NewTab:
        """The hidden tab as it is written beside this page."""
        return self.told(fingerprint(self.page))

    def told(self, page: str) -> NewTab:
        """Returns the hidden tab with the fingerprint of the page that is there."""
        return visible_tab(self.dash, self.tables, page)


def visible_page(plan: Plan, book: Workbook, snapshot: Snapshot, name: str) -> VisiblePage:
    """Returns the Dashboard under a name, without what it shows."""
    lang = plan.lang
    tables = tuple(_leads(tab) for tab in plan.changes.tabs)
    found = find_tables(snapshot, ("holidays", "log"))
    dash = visible_dash(Team.of(book.playbook, lang), lang, tables, _table(found.get("holidays")))
    log = _table(found["log"]) if "log" in found else None
    return VisiblePage(dashboard(dash, lang, {}, log=log, name=name), dash, tables)


def shown_page(plan: Plan, book: Workbook, snapshot: Snapshot, name: str) -> NewTab:
    """Returns the Dashboard with what it shows; the plan must have kept its rows."""
    dash = visible_page(plan, book, snapshot, name).dash
    log = find_tables(snapshot, ("log",)).get("log")
    shown = dashboard_values(figures(plan, book), plan.lang)
    return dashboard(dash, plan.lang, shown, log=_table(log) if log else None, name=name)


def _leads(tab: TabPlan) -> Table:
    first = tab.heading_row + 1
    rows = max(first, tab.last_row) + _ROOM - first + 1
    last = first + -(-rows // _STEP) * _STEP - 1
    return Table(tab.tab, tab.heading_row, first, last, {**tab.people, **tab.owned})


def _table(found: FoundTable | None) -> Table:
    if found is None:
        return NOWHERE
    first = found.heading_row + 1
    return Table(found.tab, found.heading_row, first, max(found.last_row, first), found.columns)


# ── in a sync ─────────────────────────────────────────────────────────────────────────────────


def with_dash(plan: Plan, book: Workbook, snapshot: Snapshot) -> Plan:
    """Returns the plan that also writes the hidden tab anew where it counts other rows, columns or
    words than it would now, and with it a Dashboard of an earlier version that nobody changed.
    """
    board, there = our_tab(snapshot, _KEY), snapshot.tab(DASH_TAB)
    still_to_come = any(tab.missing for tab in plan.changes.tabs)
    if book.live is not None or board is None or there is None or still_to_come:
        return plan
    made, told = visible_page(plan, book, snapshot, board.name), ToldDash.of(there.head)
    known = told.page if told.tab else UNKNOWN
    old = old_pages([Page(_KEY, board, made.page, known, seen=not snapshot.shared)])
    hidden = made.told(old.fingerprints[_KEY])
    plan = replace(plan, problems=(*plan.problems, *old.problems))
    if not old.renewed and ToldDash.of(hidden.rows) == told:
        return plan
    names = {name.name: name for name in (*made.dash.defined, *plan.changes.names)}
    rewritten = (*plan.changes.rewritten, hidden, *old.renewed)
    changes = replace(plan.changes, names=tuple(names.values()), state=plan.records)
    return replace(plan, changes=replace(changes, rewritten=rewritten))

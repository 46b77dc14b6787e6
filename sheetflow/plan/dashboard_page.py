"""The Dashboard of a team's own workbook, over the columns that a sync has filled."""

from __future__ import annotations

from typing import Final, NamedTuple

from sheetflow.formulas.dash import Dash, Team, visible_dash
from sheetflow.formulas.dashboard import dashboard
from sheetflow.formulas.layout import NOWHERE, Table
from sheetflow.model import NewTab, Snapshot, TabPlan
from sheetflow.parse.our_tables import FoundTable, find_tables
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.dashboard_values import dashboard_values
from sheetflow.plan.figures import figures
from sheetflow.plan.plan import Plan

_ROOM: Final = 500
"""Rows for new leads that are counted below the last one of a tab."""
_LINES: Final = 2000
"""Rows of the Contacts log that are counted, and of the Calendar."""


class VisiblePage(NamedTuple):
    """A Dashboard with what it shows, the hidden tab that it reads, and the leads that this one
    reads.
    """

    page: NewTab
    dash: Dash
    tables: tuple[Table, ...]


def visible_page(plan: Plan, book: Workbook, snapshot: Snapshot, name: str) -> VisiblePage:
    """Returns the Dashboard under a name, for which the plan must have kept its rows."""
    lang = plan.lang
    tables = tuple(_leads(tab) for tab in plan.changes.tabs)
    found = find_tables(snapshot, ("holidays", "log"))
    dash = visible_dash(Team.of(book.playbook, lang), lang, tables, _table(found.get("holidays")))
    log = _table(found["log"]) if "log" in found else None
    shown = dashboard_values(figures(plan, book), lang)
    return VisiblePage(dashboard(dash, lang, shown, log=log, name=name), dash, tables)


def _leads(tab: TabPlan) -> Table:
    first = tab.heading_row + 1
    last = max(first, tab.last_row) + _ROOM
    return Table(tab.tab, tab.heading_row, first, last, {**tab.people, **tab.owned})


def _table(found: FoundTable | None) -> Table:
    if found is None:
        return NOWHERE
    first = found.heading_row + 1
    last = max(found.last_row, first) + _LINES
    return Table(found.tab, found.heading_row, first, last, found.columns)

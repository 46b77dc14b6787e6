"""The Dashboard of a team's own workbook, over the columns that a sync has filled."""

from __future__ import annotations

from typing import Final

from sheetflow.backends.base import Backend
from sheetflow.engine import Options, look_at
from sheetflow.formulas.dash import Team, visible_dash, visible_tab
from sheetflow.formulas.dashboard import dashboard
from sheetflow.formulas.layout import NOWHERE, Table
from sheetflow.model import Changes, TabPlan
from sheetflow.parse.our_tables import FoundTable, find_tables
from sheetflow.reports.dashboard_values import dashboard_values
from sheetflow.reports.figures import figures
from sheetflow.starter.adopt import free_name, lacks_dashboard

_ROOM: Final = 500
"""Rows for new leads that are counted below the last one of a tab."""
_LINES: Final = 2000
"""Rows of the Contacts log that are counted, and of the Calendar."""


def dashboard_to_add(backend: Backend, options: Options) -> Changes:
    """Returns the Dashboard and the hidden tab that it reads, where the workbook is without and
    all columns of ours are there.
    """
    snapshot = backend.read()
    plan, book = look_at(snapshot, options)
    lang, tabs = plan.lang, plan.changes.tabs
    if not lacks_dashboard(snapshot) or any(tab.missing for tab in tabs):
        return Changes((), lang=lang)
    tables = [_leads(tab) for tab in tabs]
    found = find_tables(snapshot, ("holidays", "log"))
    dash = visible_dash(Team.of(book.playbook, lang), lang, tables, _table(found.get("holidays")))
    log = _table(found["log"]) if "log" in found else None
    shown = dashboard_values(figures(plan, book), lang)
    page = dashboard(dash, lang, shown, log=log, name=free_name("dashboard", snapshot, lang))
    return Changes((), lang=lang, new_tabs=(page, visible_tab(dash, tables)))


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

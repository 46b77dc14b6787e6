"""The Dashboard that a team's own workbook gets."""

from __future__ import annotations

from sheetflow.backends.base import Backend
from sheetflow.engine import Options, look_at
from sheetflow.model import Changes
from sheetflow.plan.dashboard_page import shown_page, visible_page
from sheetflow.starter.adopt import free_name, lacks_dashboard


def dashboard_to_add(backend: Backend, options: Options) -> Changes:
    """Returns the Dashboard and the hidden tab that it reads, where the workbook is without and
    all columns of ours are there.
    """
    snapshot = backend.read()
    plan, book = look_at(snapshot, options)
    if not lacks_dashboard(snapshot) or any(tab.missing for tab in plan.changes.tabs):
        return Changes((), lang=plan.lang)
    name = free_name("dashboard", snapshot, plan.lang)
    made, page = visible_page(plan, book, snapshot, name), shown_page(plan, book, snapshot, name)
    tabs = (page, made.hidden)
    return Changes((), lang=plan.lang, new_tabs=tabs, names=made.dash.defined)

"""The Dashboard that a team's own workbook gets."""

from __future__ import annotations

from dataclasses import replace

from sheetflow.backends.base import Backend
from sheetflow.engine import Options, look_at
from sheetflow.live import DASH_TAB
from sheetflow.model import Changes
from sheetflow.plan.dashboard_page import shown_page, visible_page
from sheetflow.plan.dashboard_values import dashboard_values
from sheetflow.plan.figures import figures
from sheetflow.starter.adopt import free_name, lacks_dashboard
from sheetflow.starter.go_live import made_for


def dashboard_to_add(backend: Backend, options: Options) -> Changes:
    """Returns the Dashboard and the hidden tab that it reads, where the workbook is without a
    Dashboard and all columns of ours are there.
    """
    snapshot = backend.read()
    plan, book = look_at(snapshot, options)
    nothing = Changes((), lang=plan.lang)
    if not lacks_dashboard(snapshot) or any(tab.missing for tab in plan.changes.tabs):
        return nothing
    name = free_name("dashboard", snapshot, plan.lang)
    if book.live is not None:
        live = made_for(snapshot, plan, book, options)
        board = live.dashboard(dashboard_values(figures(plan, book), plan.lang), name)
        return replace(nothing, new_tabs=(board,), names=live.names)
    made, page = visible_page(plan, book, snapshot, name), shown_page(plan, book, snapshot, name)
    changes = replace(nothing, new_tabs=(page,), names=made.dash.defined)
    if snapshot.tab(DASH_TAB) is not None:
        return replace(changes, rewritten=(made.hidden,))
    return replace(changes, new_tabs=(page, made.hidden))

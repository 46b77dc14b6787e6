"""The pages of a workbook in which no `_calc` decides, with what their formulas come to: a Today
that a sync tells its lines, and the Dashboard over the columns that a sync has filled.
"""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.formulas.today_list import listed_tabs
from sheetflow.live import DASH_TAB, LIST_TAB
from sheetflow.model import NewTab, Snapshot
from sheetflow.parse.workbook import Workbook, our_tab
from sheetflow.plan.dashboard_page import shown_page
from sheetflow.plan.page_results import with_results
from sheetflow.plan.plan import Plan
from sheetflow.plan.ready_messages import ready_message
from sheetflow.plan.today_list import ids_of, last_told, list_layout, listed_today, whole_line
from sheetflow.plan.today_values import chosen_owner, listed_lines, rows_in_sight, today_values


def with_listed_pages(plan: Plan, book: Workbook, snapshot: Snapshot, now: float) -> Plan:
    """Returns the plan, one of `with_list` where there is a list, that also refreshes the pages;
    it must have kept its rows. `now` is the serial of its moment.
    """
    return with_results(plan, snapshot, _pages(plan, book, snapshot, now))


def _pages(plan: Plan, book: Workbook, snapshot: Snapshot, now: float) -> Iterator[NewTab]:
    if any(tab.missing for tab in plan.changes.tabs):
        return
    yield from _today(plan, book, snapshot, now)
    board = our_tab(snapshot, "dashboard")
    if book.live is None and board is not None and snapshot.tab(DASH_TAB) is not None:
        yield shown_page(plan, book, snapshot, board.name)


def _today(plan: Plan, book: Workbook, snapshot: Snapshot, now: float) -> Iterator[NewTab]:
    layout = list_layout(snapshot, book, plan.changes.tabs)
    today = listed_today(snapshot)
    if layout is None or today is None:
        return
    context, ids = plan.context(book), {tab.tab: ids_of(tab) for tab in plan.changes.tabs[1:]}
    found = rows_in_sight(plan, book.playbook.people, chosen_owner(today, book.lang))
    lines = {}
    for row in found.rows:
        message = ready_message(row, context, book.messages, book.spoken)
        lines[row.tab, row.row] = whole_line(row, message, ids, plan.today, plan.lang)
    told = {tab.name for tab in (*plan.changes.rewritten, *plan.changes.new_tabs)}
    answered = now if LIST_TAB in told else last_told(snapshot).answered
    shown = list(listed_lines(found.rows, lines, layout.leads.tab, book.lang))
    values = today_values(plan.today, book.lang, answered, found.every, shown)
    yield listed_tabs(layout, name=today.name, shown=values).today

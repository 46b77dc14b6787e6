"""What a sync writes into the hidden tabs of a workbook with live formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from sheetflow.formulas.layout import NOWHERE, LiveLayout
from sheetflow.formulas.live import LiveTabs, live_tabs
from sheetflow.formulas.memory import MEM
from sheetflow.formulas.today import TodayValues
from sheetflow.live import CALC_TAB, LOG_TAB
from sheetflow.model import (
    Changes,
    NewTab,
    Problem,
    Snapshot,
    Tab,
    TabPlan,
    Text,
    Value,
    serial,
)
from sheetflow.parse.live_tabs import (
    filled_down_to,
    log_filled_to,
    pages_written,
    reads_list,
)
from sheetflow.parse.our_tables import find_tables
from sheetflow.parse.workbook import Workbook, our_tab
from sheetflow.plan.dashboard_values import dashboard_values
from sheetflow.plan.figures import figures
from sheetflow.plan.live_cells import came_or_went
from sheetflow.plan.live_layout import live_layout
from sheetflow.plan.live_memory import Run, memory_of
from sheetflow.plan.message_results import checked_messages
from sheetflow.plan.older_pages import (
    NO_OLD_PAGES,
    UNKNOWN,
    OldPages,
    Page,
    old_pages,
    tell,
    told_of,
)
from sheetflow.plan.page_results import with_results
from sheetflow.plan.plan import Plan
from sheetflow.plan.ready_messages import ready_message
from sheetflow.plan.today_values import chosen_owner, live_line, rows_in_sight, today_values


def with_live_tabs(plan: Plan, run: Run) -> Plan:
    """Returns the plan that also tells the formulas what the run leaves behind.

    The first run of a day tells them, whatever it found; a later one only what is new. Where the
    formulas do not reach the last lead or the last line of the log, or are those of another version
    or of other columns, all hidden tabs are written anew, and with them the pages over them that
    nobody changed; where columns of ours have still to be added, the run after that does it, which
    knows their places.
    """
    live = run.book.live
    tab = next((each for each in plan.changes.tabs if live and each.tab == live.tab), None)
    if live is None or tab is None:
        return plan
    layout = layout_of(run.snapshot, run.book, tab)
    if layout is None:
        return plan
    made, old = tabs_for(run, tab, layout), NO_OLD_PAGES
    if not tab.missing:
        old = old_pages(_pages_there(run, made), "page_old")
        made = made.with_pages(tell(old.fingerprints))
    plan = _with_news(plan, run, tab, made, old)
    pages = () if run.snapshot.shared else _shown_pages(plan, run, made)
    return with_results(plan, run.snapshot, pages)


def _pages_there(run: Run, made: LiveTabs) -> Iterator[Page]:
    """Yields Today and the Dashboard as they are there and as they would be written now. Where
    nobody noted of which version they are, they are of that of the hidden tabs.
    """
    written, seen = told_of(pages_written(run.snapshot)), not run.snapshot.shared
    unknown = UNKNOWN if _is_other(made, run) else ""
    for page in live_pages(run.snapshot, made):
        tab = run.snapshot.tab(page.new.name)
        if tab is not None:
            yield Page(page.key, tab, page.new, written.get(page.key, unknown), seen)


def _with_news(plan: Plan, run: Run, tab: TabPlan, made: LiveTabs, old: OldPages) -> Plan:
    """Returns the plan that tells the formulas what is new."""
    live, layout = run.book.live, made.layout
    if live is None:
        return plan
    changed = came_or_went(live, next(each for each in run.book.tabs if each.name == tab.tab))
    told = [Problem(tab.tab, Text("formulas_follow", (key,))) for key in sorted(changed)]
    plan = replace(plan, problems=(*plan.problems, *old.problems))
    renewed = not tab.missing and (changed or _is_outdated(made, run, layout))
    new = made.tabs if renewed else ()
    is_first = live.answered < serial(run.today)
    is_told = is_first or tab.missing or plan.changes.state is not None
    if not new and (is_told or old.renewed):
        new = tuple(each for each in made.tabs if each.name == MEM)
    if not new:
        return plan
    rewritten = (*(each for each in new if run.snapshot.tab(each.name)), *old.renewed)
    added = tuple(each for each in new if not run.snapshot.tab(each.name))
    names = made.names if len(new) > 1 or old.renewed else ()
    changes = replace(plan.changes, new_tabs=(*plan.changes.new_tabs, *added), names=names)
    changes = replace(changes, rewritten=rewritten, state=plan.records)
    if _ends_above(run, layout):
        changes = replace(changes, tabs=tuple(_longer(changes, layout)))
    return replace(plan, changes=changes, problems=(*plan.problems, *told))


class LivePage(NamedTuple):
    """A page over the hidden tabs, with its key."""

    key: str
    new: NewTab


def live_pages(snapshot: Snapshot, made: LiveTabs) -> Iterator[LivePage]:
    """Yields Today and the Dashboard, as far as they are there and take what they show from these
    hidden tabs, without what their formulas come to.
    """
    today, board = (our_tab(snapshot, key) for key in ("today", "dashboard"))
    if today is not None and not reads_list(today):
        yield LivePage("today", replace(made.day_tab(), name=today.name))
    if board is not None:
        yield LivePage("dashboard", made.dashboard({}, board.name))


def _shown_pages(plan: Plan, run: Run, made: LiveTabs) -> Iterator[NewTab]:
    """Yields the same pages, and Messages, with what their formulas come to. The plan must have
    kept its rows.
    """
    today, board = (our_tab(run.snapshot, key) for key in ("today", "dashboard"))
    if today is not None and not reads_list(today):
        yield replace(made.day_tab(_shown(plan, run, made, today)), name=today.name)
    if made.layout.messages != NOWHERE:
        yield checked_messages(made, run.book.problems)
    if board is not None:
        shown = dashboard_values(figures(plan, run.book), made.layout.lang)
        yield made.dashboard(shown, board.name)


def _shown(plan: Plan, run: Run, made: LiveTabs, today: Tab) -> TodayValues:
    book, told = run.book, (*plan.changes.rewritten, *plan.changes.new_tabs)
    is_told = any(each.name == MEM for each in told)
    answered = run.answered if is_told or book.live is None else book.live.answered
    owner = chosen_owner(today, made.layout.lang)
    return live_values(plan, book, made.layout.lang, owner, answered)


def live_values(
    plan: Plan, book: Workbook, lang: str, owner: str | None = None, answered: float = 0
) -> TodayValues:
    """Returns what Today shows of an owner's list, None for everybody's; `answered` is the serial
    of the last sync's moment, 0 for none. The plan must have kept its rows.
    """
    found = rows_in_sight(plan, book.playbook.people, owner)
    context, lines = plan.context(book), list[Mapping[str, Value]]()
    for row in found.rows:
        message = ready_message(row, context, book.messages, lang)
        lines.append(live_line(row, message, plan.today, lang))
    return today_values(plan.today, lang, answered, found.every, lines)


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
    lead or the last line of the log.
    """
    return _is_other(made, run) or _ends_above(run, layout) or _log_ends_above(run, layout)


def _is_other(made: LiveTabs, run: Run) -> bool:
    """Returns whether the columns of `_calc` are others than ours."""
    names = tuple(column.name for column in made.hidden[CALC_TAB].columns)
    return run.book.live is None or run.book.live.columns != names


def _ends_above(run: Run, layout: LiveLayout) -> bool:
    """Returns whether the hidden formulas end above the row to which they are filled now."""
    told = filled_down_to(run.snapshot)
    return _last_filled(run.snapshot, CALC_TAB, told) < layout.leads.last_row


def _log_ends_above(run: Run, layout: LiveLayout) -> bool:
    """Returns whether those of the log do."""
    if layout.log == NOWHERE:
        return False
    told = log_filled_to(run.snapshot)
    return _last_filled(run.snapshot, LOG_TAB, told) < layout.log.last_row


def _last_filled(snapshot: Snapshot, name: str, told: int) -> int:
    """Returns the last row of the formulas of a hidden tab. Of a shared sheet these are not read in
    full: there counts what the run that wrote them said.
    """
    if snapshot.shared:
        return told
    tab = snapshot.tab(name)
    return max((block.rows[-1] for block in tab.blocks([0]) if block.rows), default=0) if tab else 0


def _longer(changes: Changes, layout: LiveLayout) -> Iterator[TabPlan]:
    """Yields the plans of the tabs; the leads' visible formulas go as far down as the hidden
    ones.
    """
    for tab in changes.tabs:
        is_live = tab.tab == layout.leads.tab
        yield replace(tab, filled_to=layout.leads.last_row) if is_live else tab

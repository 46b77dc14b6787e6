"""Makes a workbook live that has all its tabs: what its hidden tabs, Today, and Leads hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from sheetflow.backends.memory import MemoryBackend
from sheetflow.engine import Options, look_at
from sheetflow.formulas.highlights import wrong_entries
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.leads import line_above
from sheetflow.formulas.live import LiveTabs, live_tabs
from sheetflow.model import Changes, FilledDown, Highlight, NewTab, Style, column_letters
from sheetflow.palette import ALARM
from sheetflow.plan.dashboard_values import dashboard_values
from sheetflow.plan.figures import figures
from sheetflow.plan.live_sync import layout_of, live_values
from sheetflow.plan.older_pages import fingerprint, tell
from sheetflow.starter.tabs.live import Live

_ROOM: Final = 100
"""Rows below the Playbook's last that are checked, too."""
_PASSED: Final = Style(struck=True)
"""A date typed over Next contact that our last contact has reached."""


class LivePages(NamedTuple):
    """The formulas of a new workbook, and the pages over them with what these come to."""

    live: LiveTabs
    today: NewTab
    dashboard: NewTab


def live_of(tabs: tuple[NewTab, ...], options: Options) -> LivePages:
    """Returns the formulas of a new workbook with these tabs, and its pages."""
    backend = MemoryBackend({})
    backend.read()
    backend.apply(Changes((), new_tabs=tabs))
    snapshot = backend.read()
    plan, book = look_at(snapshot, options)
    layout = layout_of(snapshot, book, plan.changes.tabs[0])
    if layout is None:
        raise LookupError("a new workbook has a Playbook")
    live = live_tabs(layout)
    today = live.day_tab(live_values(plan, book, plan.lang))
    board = live.dashboard(dashboard_values(figures(plan, book), plan.lang))
    pages = tell({"today": fingerprint(today), "dashboard": fingerprint(board)})
    return LivePages(live.with_pages(pages), today, board)


def leads_formulas(live: LiveTabs) -> Live:
    """Returns what the leads tab shows."""
    struck = tuple(_struck(live.layout))
    return Live(live.shown, line_above(live.layout), struck)


def _struck(layout: LiveLayout) -> Iterator[Highlight]:
    """Yields the format of a typed plan that is over: our last contact has reached it."""
    leads = layout.leads
    if not {"next_contact", "last_contact"} <= leads.columns.keys():
        return
    first = leads.first_row
    planned, contact = (
        f"${column_letters(leads.columns[key])}{first}" for key in ("next_contact", "last_contact")
    )
    reached = f"ISNUMBER({planned}),ISNUMBER({contact}),INT({contact})>={planned}"
    cells = f"{planned}:{planned[: -len(str(first))]}{leads.last_row}".replace("$", "")
    yield Highlight(cells, f"AND(NOT(_xlfn.ISFORMULA({planned})),{reached})", _PASSED)


def checked_playbook(tab: NewTab, live: LiveTabs) -> NewTab:
    """Returns a Playbook that turns its own wrong entries red, and says beside each row what is
    wrong in it.
    """
    last, beside = len(tab.rows) + _ROOM, max(map(len, tab.rows))
    row = 'IFERROR(MATCH("?"&ROW(),sf_wrong_cell,0),MATCH("??"&ROW(),sf_wrong_cell,0))'
    code = f"INDEX({{_set.wrong_number:all}},{row})"
    said = f'=IF(sf_today>0,IFERROR(INDEX({{_set.wrong_text:all}},{code}),""),"")'
    text = live.translator.formula(said)
    nothing = dict.fromkeys(range(1, last + 1), "")
    told = FilledDown(beside, 1, last, text, Style(text=ALARM, bold=True), nothing)
    wrong = wrong_entries(f"A1:{column_letters(beside - 1)}{last}", "playbook")
    return replace(tab, filled=(*tab.filled, told), highlights=(*tab.highlights, wrong))


def checked_calendar(tab: NewTab) -> NewTab:
    """Returns a Calendar that turns its own wrong entries red."""
    wrong = wrong_entries(f"A2:{column_letters(max(map(len, tab.rows)) - 1)}600", "calendar")
    return replace(tab, highlights=(*tab.highlights, wrong))

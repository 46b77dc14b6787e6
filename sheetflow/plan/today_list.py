"""What a sync tells Today where no `_calc` decides: the day's lines in their order, in the hidden
tab `_list` (formulas/today_list.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import Final, NamedTuple

from sheetflow.columns import fold
from sheetflow.formulas.layout import NOWHERE, LiveLayout, Table, quoted
from sheetflow.formulas.today_list import Busy, DayLines, Line, ListedTabs, listed_tabs
from sheetflow.live import ANSWERED, LIST_TAB, PAGES, PRINT, SETTINGS_TAB
from sheetflow.model import KEEP, Changes, Snapshot, Tab, TabPlan, column_letters, serial
from sheetflow.parse.live_tabs import reads_list
from sheetflow.parse.our_tables import find_tables
from sheetflow.parse.values import text_of
from sheetflow.parse.workbook import Workbook, our_tab
from sheetflow.plan.older_pages import Page, old_pages
from sheetflow.plan.plan import Plan, workdays_of
from sheetflow.plan.ready_messages import Message, ready_message
from sheetflow.plan.rows import LeadResult
from sheetflow.plan.today_values import checks_of, look_at
from sheetflow.plan.worklist import worklist
from sheetflow.texts import links
from sheetflow.texts.render import status_text

SHOWN: Final = frozenset({"status", "next_step", "overdue", "why", "id"})
"""The columns of ours that Today looks at."""
_PEOPLE: Final = 100
"""Rows of the tab People from which the list of owners comes, below those that are filled."""
_KEY: Final = "today"
_NO_ID: Final = "row "
"""Begins what stands for the id of a row whose id cell is a formula of people's."""


class Told(NamedTuple):
    """What the last run told: the serial of its moment, the fingerprint of the rest, and that of
    Today as a run last wrote it.
    """

    answered: float = 0
    fingerprint: str = ""
    page: str = ""


def last_told(snapshot: Snapshot) -> Told:
    """Reads the first line of `_list`; blank where there is no such tab."""
    tab = snapshot.tab(LIST_TAB)
    if tab is None or len(tab.head) < 2:
        return Told()
    said = dict(zip(tab.head[0], tab.head[1], strict=False))
    answered = said.get(ANSWERED)
    moment = answered if isinstance(answered, int | float) else 0
    return Told(moment, text_of(said.get(PRINT)), text_of(said.get(PAGES)))


def with_list(plan: Plan, book: Workbook, snapshot: Snapshot, now: float) -> Plan:
    """Returns the plan that also tells Today the lines of the day, where anything of them is new,
    and in the first run of a day. Where a column of ours is still to come, a later run does.
    """
    layout, today = list_layout(snapshot, book, plan.changes.tabs), listed_today(snapshot)
    if layout is None or today is None:
        return plan
    day, told = day_lines(plan, book, layout, now), last_told(snapshot)
    page = listed_tabs(layout, name=today.name).today
    old = old_pages([Page(_KEY, today, page, told.page, seen=not snapshot.shared)])
    plan = replace(plan, problems=(*plan.problems, *old.problems))
    is_first = int(told.answered) != serial(plan.today)
    same = told.fingerprint == day.fingerprint and not is_first
    if same and plan.changes.state is None and not old.renewed:
        return plan
    made = listed_tabs(layout, day._replace(page=old.fingerprints[_KEY]))
    changes = _with(plan.changes, made, plan, snapshot)
    return replace(plan, changes=replace(changes, rewritten=(*changes.rewritten, *old.renewed)))


def listed_today(snapshot: Snapshot) -> Tab | None:
    """Returns the Today of a workbook that reads what a sync tells it: ours, else one that somebody
    called by another name.
    """
    ours = our_tab(snapshot, "today")
    if ours is not None and reads_list(ours):
        return ours
    return next((tab for tab in snapshot.tabs if tab.visible and reads_list(tab)), None)


def _with(changes: Changes, made: ListedTabs, plan: Plan, snapshot: Snapshot) -> Changes:
    names = {name.name: name for name in made.names}
    if not _decides_itself(snapshot):
        names |= {name.name: name for name in made.clock}
    names |= {name.name: name for name in changes.names}
    changes = replace(changes, names=tuple(names.values()), state=plan.records)
    if snapshot.tab(LIST_TAB) is None:
        return replace(changes, new_tabs=(*changes.new_tabs, made.listed))
    return replace(changes, rewritten=(*changes.rewritten, made.listed))


def _decides_itself(snapshot: Snapshot) -> bool:
    """Returns whether other hidden tabs say which day it is."""
    return snapshot.tab(SETTINGS_TAB) is not None


def list_layout(snapshot: Snapshot, book: Workbook, tabs: Sequence[TabPlan]) -> LiveLayout | None:
    """Returns where Today finds what is shown; None while a column of ours is missing."""
    if not tabs or any(SHOWN - tab.owned.keys() for tab in tabs):
        return None
    first = tabs[0]
    columns = {**first.people, **first.owned}
    row = first.heading_row
    leads = Table(first.tab, row, row + 1, max(row + 1, first.last_row), columns)
    people = NOWHERE
    if found := find_tables(snapshot, ("people",)).get("people"):
        top = found.heading_row + 1
        last = max(found.last_row, top) + _PEOPLE
        people = Table(found.tab, found.heading_row, top, last, found.columns)
    return LiveLayout(leads, NOWHERE, NOWHERE, people=people, lang=book.lang)


# ── the lines ─────────────────────────────────────────────────────────────────────────────────


def day_lines(plan: Plan, book: Workbook, layout: LiveLayout, now: float) -> DayLines:
    """Returns the lines of the day, for which the plan must have kept its rows; `now` is the
    serial of its moment.
    """
    lines, team = tuple(_lines(plan, book)), tuple(_team(plan))
    old = workdays_of(book).add(plan.today, 2)
    places = sorted(layout.leads.columns.items())
    text = repr((lines, team, layout.leads.tab, places, old))
    mark = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return DayLines(lines, team, now, serial(old), mark)


def _lines(plan: Plan, book: Workbook) -> Iterator[Line]:
    ids = {tab.tab: ids_of(tab) for tab in plan.changes.tabs[1:]}
    context = plan.context(book)
    for row in worklist(plan.rows):
        message = ready_message(row, context, book.messages, book.spoken)
        yield whole_line(row, message, ids, plan.today, plan.lang)


def whole_line(
    row: LeadResult, message: Message | None, ids: Mapping[str, str], today: date, lang: str
) -> Line:
    """Returns a line; `ids` are the cells of the ids in further leads tabs."""
    line = _with_links(_line(row, today, lang), row, message)
    if row.tab in ids:
        line = line._replace(place=f"#{quoted(row.tab)}!A", ids=ids[row.tab])
    if row.tab in ids or line.id.startswith(_NO_ID):
        line = _carried(line, row, lang)
    return line


def _line(row: LeadResult, today: date, lang: str) -> Line:
    line = Line(_id_of(row), fold(row.owner), fold(row.deputy))
    line = line._replace(reply=int(row.decision.status == "reply"), checks=checks_of(row, lang))
    line = line._replace(step=look_at(row, today, lang))
    return line._replace(channel=row.decision.channel or "", phone=row.phone)


def _with_links(line: Line, row: LeadResult, message: Message | None) -> Line:
    """Returns the line with the message that is ready, and the links that begin it."""
    body, most = message.body if message else "", links.IN_A_FORMULA
    whatsapp = links.whatsapp(row.phone, body, most)
    line = line._replace(tel=links.tel(row.phone), whatsapp=whatsapp, message=body)
    if message is None:
        return line
    announces = serial(message.announces) if message.announces else None
    mail = links.mailto(row.email, message.subject, body, most)
    return line._replace(subject=message.subject, mail=mail, announces=announces)


def ids_of(tab: TabPlan) -> str:
    """Returns the cells of the ids in a leads tab, as a formula names them."""
    letters = column_letters(tab.owned["id"])
    return f"{quoted(tab.tab)}!${letters}:${letters}"


def _id_of(row: LeadResult) -> str:
    """Returns the id that a row has after the run."""
    given = row.cells[-1]
    found = row.id if given is KEEP else str(given)
    return found or f"{_NO_ID}{row.row}"


def _carried(line: Line, row: LeadResult, lang: str) -> Line:
    """Returns the line with what it shows of a lead in a tab that Today does not look at."""
    decision = row.decision
    status = status_text(decision.status, lang)
    line = line._replace(status=status, who=row.name, step=row.step or line.step)
    return line._replace(late=decision.overdue, why=row.why)


def _team(plan: Plan) -> Iterator[Busy]:
    done = Counter(fold(row.owner) for row in plan.rows if row.facts.last_contact == plan.today)
    for name, person in sorted(plan.people.items()):
        if person.capacity is not None:
            yield Busy(name, person.capacity, done[name])

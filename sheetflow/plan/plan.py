"""Workbook + memory + day -> what every row becomes and what a sync would write: inert data.

The same cells give the same plan; nothing here looks at a clock, a file or the network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

from sheetflow.columns import CHOICES, OURS_MARK, OWNED, fold_heading
from sheetflow.decide.facts import Context
from sheetflow.decide.playbook import Playbook
from sheetflow.decide.workdays import Workdays
from sheetflow.errors.lists import LeadsGone, StatusesSwung
from sheetflow.model import Changes, Problem, RowPlan, TabPlan, Text, Value
from sheetflow.parse.contacts_log import Log
from sheetflow.parse.workbook import LeadsTab, Workbook
from sheetflow.plan.duplicates import CrossRowFacts
from sheetflow.plan.identity import refused_ids, unclear_ids
from sheetflow.plan.rows import Counts, LeadResult, Partial, RowPlanner
from sheetflow.state import Records, State, id_in
from sheetflow.texts.render import Locale, choose

BRAKE_FROM: Final = 20
"""Below this many known leads the safety brake stays open (issue and design: "at least 20")."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a sync would do. `rows` is empty where nobody asked for it (a plain sync of a large
    sheet).
    """

    today: date
    lang: str
    tabs: tuple[str, ...]
    rows: Sequence[LeadResult]
    problems: tuple[Problem, ...]
    counts: Counts
    changes: Changes
    same_day: bool = False
    date1904: bool = False
    locale: Locale = field(default_factory=Locale)

    def context(self, book: Workbook) -> Context:
        """The day that decided these rows."""
        return Context(book.playbook, workdays_of(book), self.today)


Spread = Callable[[int, Callable[[int, int], Partial]], Sequence[Partial]]
"""(how many leads, what answers a piece of them) -> the answers, piece by piece in order."""


def one_after_the_other(count: int, work: Callable[[int, int], Partial]) -> Sequence[Partial]:
    """The plain Spread: all in one piece."""
    return [work(0, count)]


def make_plan(
    book: Workbook,
    state: State,
    log: Log,
    today: date,
    ids: Iterator[str],
    *,
    keep_rows: bool = True,
    options: str = "",
    spread: Spread = one_after_the_other,
) -> Plan:
    """Decide every row and compare the answers with what stands in the sheet.

    `spread` may answer pieces of a large tab side by side; the plan is the same.
    """
    others = CrossRowFacts.of(book)
    planner = RowPlanner(
        book, state, log, Context(book.playbook, workdays_of(book), today), others, ids
    )
    whole, tabs = Partial(), []
    for number, tab in enumerate(book.tabs):
        work = partial(planner.answer, number, keep_rows=keep_rows)
        plans: list[RowPlan] = []
        for part in (
            one_after_the_other(len(tab.leads), work) if keep_rows else spread(len(tab.leads), work)
        ):
            plans += part.plans
            whole.add(part)
        tabs.append(_tab_plan(tab, book, plans))
    counts = whole.counts
    away = _elsewhere(book, state, whole.records)
    counts.gone = len(state.texts) - counts.known - len(away)
    counts.changes += sum(len(tab.missing) for tab in tabs)
    records = Records.of(
        state,
        whole.records + away,
        today,
        _columns(tabs, book, state),
        counts.checks,
        options,
        (book.lang, book.spoken),
    )
    news = None if not counts.changes and records.same_as(state) else records
    changes = Changes(tuple(tabs), news, lang=book.lang)
    lost = (Problem("", Text("memory_lost")),) if state.lost else ()
    refused = [problem for tab in book.tabs for problem in refused_ids(tab)]
    unclear = unclear_ids(book.tabs, planner.ids, state) if counts.known < counts.leads else ()
    problems = (
        *lost,
        *book.problems,
        *refused,
        *unclear,
        *log.problems,
        *others.problems,
        *whole.problems,
    )
    return Plan(
        today,
        book.lang,
        tuple(t.layout.tab.name for t in book.tabs),
        whole.rows,
        problems,
        counts,
        changes,
        state.header.get("ran_for") == today.isoformat(),
        book.calendar.date1904,
        planner.locale,
    )


def workdays_of(book: Workbook) -> Workdays:
    """The working days of the team."""
    playbook = book.playbook
    return Workdays(playbook.weekend, playbook.holidays, calendar=playbook.day_count == "calendar")


def raise_if_unsafe(plan: Plan) -> None:
    """The safety brake. Raises BrakeError for a run that would change far more than people did."""
    counts = plan.counts
    if plan.same_day and counts.known >= BRAKE_FROM and 2 * counts.swung > counts.known:
        raise StatusesSwung(counts.swung, counts.known)
    known = counts.known + counts.gone
    if 2 * counts.gone > known:
        raise LeadsGone(counts.gone, known)


def _tab_plan(tab: LeadsTab, book: Workbook, rows: Sequence[RowPlan]) -> TabPlan:
    layout, lang = tab.layout, book.lang
    columns = tuple(sorted({*tab.people.values(), *tab.owned.values(), *layout.disputed.values()}))
    last = tab.leads.field("row")[-1] if len(tab.leads) else layout.heading_row
    missing = {
        c.key: _heading(layout.headings, c.en, c.es, lang) for c in OWNED if c.key not in tab.owned
    }
    choices = {key: words for key in tab.people if (words := _choices(key, book.playbook, lang))}
    return TabPlan(
        layout.tab.name,
        layout.heading_row,
        last,
        columns,
        tab.owned,
        missing,
        rows,
        tab.people,
        choices,
    )


def _choices(key: str, playbook: Playbook, lang: str) -> tuple[str, ...]:
    """The words that a drop-down of this column offers; none where any word is good."""
    if key == "stage":
        return tuple(choose(stage.label, lang) for stage in playbook.stages)
    words = CHOICES.get(key)
    return words[lang == "es"] if words else ()


def _heading(headings: Sequence[Value], en: str, es: str, lang: str) -> str:
    """Our heading; marked where the team already has a column of that name in either language."""
    taken = {fold_heading(v) for v in headings if isinstance(v, str)}
    plain = choose((en, es), lang)
    return plain + OURS_MARK if {fold_heading(en), fold_heading(es)} & taken else plain


def _elsewhere(book: Workbook, state: State, records: Sequence[str]) -> list[str]:
    """Records of leads that may stand in a tab of earlier runs that this one left out (hidden, or
    --tab).
    """
    if not book.others & state.columns.keys():
        return []
    read = {id_in(text) for text in records}
    return [text for id_, text in state.texts.items() if id_ not in read]


def _columns(tabs: Sequence[TabPlan], book: Workbook, state: State) -> dict[str, dict[str, str]]:
    """Tab -> key -> heading of what is ours after this run, and of a Status read as the stage, for
    the memory.
    """
    found = {name: dict(keys) for name, keys in state.columns.items() if name in book.others}
    for plan, tab in zip(tabs, book.tabs, strict=True):
        standing = {key: str(tab.layout.headings[at]) for key, at in plan.owned.items()}
        stage = tab.people.get("stage")
        as_stage = (
            {}
            if stage == tab.layout.people.get("stage")
            else {"stage": str(tab.layout.headings[stage or 0])}
        )
        found[plan.tab] = {**standing, **plan.missing, **as_stage}
    return found

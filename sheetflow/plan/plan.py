"""Workbook + state + day -> what every row becomes and what a sync would write: inert data.

The same cells give the same plan; nothing here looks at a clock, a file or the network.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import chain
from typing import Final

from sheetflow.columns import CHOICES, OURS_SUFFIX, OWNED, Column, fold_heading
from sheetflow.decide.facts import Context
from sheetflow.decide.people import Person
from sheetflow.decide.playbook import Playbook
from sheetflow.decide.workdays import Workdays
from sheetflow.errors.lists import LeadsGone, StatusesSwung
from sheetflow.model import Changes, Headings, Problem, RowPlan, TabPlan, Text
from sheetflow.parse.leads import ANSWER_AT
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.duplicates import CrossRowFacts
from sheetflow.plan.identity import refused_ids, unclear_ids
from sheetflow.plan.lead_facts import Background
from sheetflow.plan.misplaced import NOTHING_MISPLACED, Misplaced
from sheetflow.plan.opt_outs import OptOuts
from sheetflow.plan.rows import CheckRow, Counts, LeadResult, Partial, RowPlanner
from sheetflow.state import Records, RunFacts, State
from sheetflow.state.record import id_in
from sheetflow.texts.render import Locale, choose

BRAKE_FROM: Final = 20
"""Below this many known leads the safety brake stays open (issue and design: "at least 20")."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a sync would do. `rows` is empty where nobody asked for it (a plain sync of a large
    sheet); `people` are those of the team by folded name; `records` is the next content of the
    state tab, whether or not it is written.
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
    check_rows: Sequence[CheckRow] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    records: Records | None = None

    def raise_if_unsafe(self) -> None:
        """Holds the safety brake.

        Raises BrakeError where a run would change far more than people did.
        """
        counts = self.counts
        if self.same_day and counts.known >= BRAKE_FROM and 2 * counts.swung > counts.known:
            raise StatusesSwung(counts.swung, counts.known)
        known = counts.known + counts.gone
        if 2 * counts.gone > known:
            raise LeadsGone(counts.gone, known)

    def context(self, book: Workbook) -> Context:
        """Returns what the rules know besides these rows."""
        return Context(book.playbook, workdays_of(book), self.today)


Spread = Callable[[int, Callable[[int, int], Partial]], Sequence[Partial]]
"""(how many leads, what plans a piece of them) -> what the pieces come to, in order."""


def in_one(count: int, work: Callable[[int, int], Partial]) -> Sequence[Partial]:
    """Does all in one piece: the plain Spread."""
    return [work(0, count)]


def make_plan(
    book: Workbook,
    state: State,
    today: date,
    fresh_ids: Iterator[str],
    *,
    keep_rows: bool = True,
    options: str = "",
    spread: Spread = in_one,
) -> Plan:
    """Decides every row and compares the answers with what the sheet holds.

    `spread` may plan pieces of a large tab side by side, unless rows are kept; the plan is the
    same.
    """
    background = _background(book, state)
    context = Context(book.playbook, workdays_of(book), today)
    planner = RowPlanner(background, context, fresh_ids)
    state = planner.state
    whole, tabs, taken = _plan_tabs(planner, book, keep_rows=keep_rows, spread=spread)
    counts, lang, elsewhere = whole.counts, book.lang, _elsewhere(book, state, whole.records)
    _complete(counts, state, elsewhere, tabs)
    columns = _columns(tabs, book, state)
    opted_out = background.opt_outs.hashes
    found = (options, lang, book.spoken, columns, counts.checks, opted_out)
    run = RunFacts(today, *found, book.choices, book.zone)
    records = Records.of(state, [*whole.records, *elsewhere], run)
    same = not whole.counts.changes and records.same_as(state)
    names = tuple(tab.name for tab in book.tabs)
    problems = tuple(_with_counts(taken, _problems(background, planner.ids, whole)))
    changes = Changes(tuple(tabs), None if same else records, lang=lang)
    same_day = state.header.get("ran_for") == today.isoformat()
    date1904 = book.date_style.date1904
    plan = Plan(
        today=today,
        lang=lang,
        tabs=names,
        rows=whole.rows,
        problems=problems,
        counts=counts,
        changes=changes,
        same_day=same_day,
        date1904=date1904,
        locale=planner.locale,
    )
    people = book.playbook.people
    return replace(plan, check_rows=whole.check_rows, people=people, records=records)


def _background(book: Workbook, state: State) -> Background:
    if not state.header and any(map(_was_answered, book.tabs)):
        state = State(lost=True)
    misplaced = NOTHING_MISPLACED
    if book.shared:
        misplaced = Misplaced.of([tab.leads for tab in book.tabs], state)
    opt_outs = OptOuts.of(book.tabs, state)
    return Background(book, state, CrossRowFacts.of(book.tabs), misplaced, opt_outs)


def _plan_tabs(
    planner: RowPlanner, book: Workbook, *, keep_rows: bool, spread: Spread
) -> tuple[Partial, list[TabPlan], dict[str, Counts]]:
    """Plans all rows; returns what they come to, and tab by tab what to write, and what was counted
    below each heading of a Next contact.
    """
    whole, tabs, taken = Partial(), list[TabPlan](), dict[str, Counts]()
    for number, tab in enumerate(book.tabs):
        work = partial(planner.plan, number, keep_rows=keep_rows)
        # rows that are kept would travel between processes for longer than they take
        parts = in_one(len(tab.leads), work) if keep_rows else spread(len(tab.leads), work)
        plans: list[RowPlan] = []
        counts = Counts()
        for part in parts:
            plans += part.plans
            whole.add(part)
            counts.add(part.counts)
        if "next_contact" in tab.owned:
            taken[tab.layout.where(tab.owned["next_contact"])] = counts
        tabs.append(_tab_plan(tab, book, plans))
    return whole, tabs, taken


def _with_counts(taken: Mapping[str, Counts], problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yields the problems; those of a Next contact that becomes ours say what becomes of its
    cells.
    """
    for problem in problems:
        if problem.text.code == "ours_now":
            counts = taken[problem.where]
            values = (counts.planned, counts.replaced, counts.kept)
            yield replace(problem, text=Text("ours_now", values))
        else:
            yield problem


def _complete(
    counts: Counts, state: State, elsewhere: Sequence[str], tabs: Sequence[TabPlan]
) -> None:
    """Counts what no single row tells: the leads that are gone, and the headings to write."""
    counts.gone = len(state.texts) - counts.known - len(elsewhere)
    counts.changes += sum(len(tab.missing) + len(tab.unnamed) for tab in tabs)


def _was_answered(tab: LeadsTab) -> bool:
    """Returns whether an earlier run left ids or counts in this tab."""
    if any(tab.leads.field("id")):
        return True
    at = ANSWER_AT["touches"]
    touches = (answers[at] for answers in tab.leads.field("answers"))
    if any("touches" in keys for keys in tab.leads.live.values()):
        return False  # formulas count by themselves
    return "id" in tab.owned and any(isinstance(count, int | float) for count in touches)


def _problems(background: Background, ids: Sequence[str], whole: Partial) -> Iterator[Problem]:
    """Yields what people should know, the whole workbook first, then row by row."""
    book, state = background.book, background.state
    if state.lost:
        yield Problem("", Text("memory_lost"))
    yield from book.problems
    yield from chain.from_iterable(map(refused_ids, book.tabs))
    if whole.counts.known < whole.counts.leads:
        yield from unclear_ids(book.tabs, ids, state)
    yield from book.log.problems
    yield from background.cross_row.problems
    yield from whole.problems


def workdays_of(book: Workbook) -> Workdays:
    """Returns the working days of the team."""
    playbook = book.playbook
    return Workdays(playbook.weekend, playbook.holidays, calendar=playbook.day_count == "calendar")


def _tab_plan(tab: LeadsTab, book: Workbook, rows: Sequence[RowPlan]) -> TabPlan:
    layout, lang, leads = tab.layout, book.lang, tab.leads
    columns = sorted({*tab.people.values(), *tab.owned.values(), *layout.disputed.values()})
    last = leads.field("row")[-1] if len(leads) else layout.heading_row
    taken = {fold_heading(value) for value in layout.headings if isinstance(value, str)}
    missing = {c.key: _heading(c, taken, lang) for c in OWNED if c.key not in tab.owned}
    named = {key for key, at in tab.owned.items() if str(layout.headings[at] or "").strip()}
    unnamed = {c.key: _heading(c, taken, lang) for c in OWNED if c.key not in {*missing, *named}}
    choices = {key: words for key in tab.people if (words := _choices(key, book.playbook, lang))}
    where = (tab.name, layout.heading_row, last, tuple(columns))
    formulas = book.live.formulas if book.live and book.live.tab == tab.name else {}
    return TabPlan(*where, tab.owned, missing, rows, tab.people, choices, unnamed, formulas)


def _choices(key: str, playbook: Playbook, lang: str) -> tuple[str, ...]:
    """Returns the words that a drop-down of this column offers; none where any word is good."""
    if key == "stage":
        return tuple(choose(stage.label, lang) for stage in playbook.stages)
    words = CHOICES.get(key) if key != "phase" else None
    return choose(words, lang) if words else ()


def _heading(column: Column, taken: Collection[str], lang: str) -> str:
    """Returns our heading; marked where the team already has a column of that name in either
    language.
    """
    plain = choose((column.en, column.es), lang)
    ours = {fold_heading(column.en), fold_heading(column.es)}
    return plain + OURS_SUFFIX if ours.intersection(taken) else plain


def _elsewhere(book: Workbook, state: State, records: Sequence[str]) -> list[str]:
    """Records of leads that may be in a tab of earlier runs that this one left out (hidden, or
    --tab).
    """
    if not book.other_tabs & state.columns.keys():
        return []
    read = {id_in(text) for text in records}
    return [text for id_, text in state.texts.items() if id_ not in read]


def _columns(tabs: Sequence[TabPlan], book: Workbook, state: State) -> Headings:
    """Returns the headings that are ours after this run, and that of a Status read as the stage,
    for the state.
    """
    found = {name: keys for name, keys in state.columns.items() if name in book.other_tabs}
    for plan, tab in zip(tabs, book.tabs, strict=True):
        headings = tab.layout.headings
        ours = {key: str(headings[at]) for key, at in plan.owned.items()}
        ours |= {**plan.unnamed, **plan.missing}
        stage = tab.people.get("stage")
        if stage is not None and stage != tab.layout.people.get("stage"):
            ours["stage"] = str(headings[stage])
        found[plan.tab] = ours
    return found

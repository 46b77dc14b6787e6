"""Leads -> what each row becomes: its answers, the cells to write, and its next record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from functools import partial
from itertools import chain, islice
from typing import Final, NamedTuple

from sheetflow.decide.facts import Context, Decision, Facts
from sheetflow.decide.people import deputy_of
from sheetflow.decide.playbook import Stage
from sheetflow.decide.rules import decide
from sheetflow.memo import Memo
from sheetflow.model import KEEP, Answer, Problem, RowPlan, Text, Value, serial
from sheetflow.parse.leads import ANSWER_AT, ANSWERS, NO_ANSWERS, Lead
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.values import is_blank
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.edits import NO_EDITS, Edits
from sheetflow.plan.identity import identify, with_returned
from sheetflow.plan.lead_facts import Background, FactFinder, LeadFacts
from sheetflow.plan.live_cells import LiveCells, offline_reason, with_reason
from sheetflow.plan.records import record_text
from sheetflow.plan.typed_dates import TabWords, of_events, old_words, read_words
from sheetflow.state import State
from sheetflow.state.record import Record, written_text
from sheetflow.texts.render import Locale, flags_text, render, render_all, status_text

_NOTHING: Final[tuple[Answer, ...]] = (KEEP,) * (len(ANSWERS) + 1)
"""The cells of a row in which everything stays."""

_NEXT: Final = ANSWER_AT["next_contact"]
_REMEMBERED: Final = 10_000
"""Distinct sets of facts whose decision is kept: enough for sheets that repeat themselves, little
memory for others.
"""


class LeadResult(NamedTuple):
    """What one row becomes. `cells` holds an answer or KEEP per owned column; `id` is '' until a
    sync gave one; `deputy` stands in for the owner where the row has owner_away, if anybody does.
    `anew` says that the next contact will be a first touch again, whatever comes.
    """

    tab: str
    row: int
    id: str
    name: str
    owner: str
    value: float | None
    deputy: str
    email: str
    phone: str
    facts: Facts
    decision: Decision
    step: str
    why: str
    answers: tuple[Value, ...]
    cells: tuple[Answer, ...]
    company: str = ""
    anew: bool = False


class CheckRow(NamedTuple):
    """A row that needs a look: the id of its lead, and what is wrong with it."""

    id: str
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Counts:
    """What a run counts on the way; the safety brake and the closing lines read it.

    `known` are the leads that have a record, `swung` those of them whose status changes although
    their own cells did not, `gone` the records whose leads are not found any more. Of what people
    wrote into our Next contact: `planned` are dates that stay, `replaced` those that do not,
    `kept` whatever else stays.
    """

    leads: int = 0
    changes: int = 0
    checks: int = 0
    known: int = 0
    swung: int = 0
    gone: int = 0
    planned: int = 0
    replaced: int = 0
    kept: int = 0

    def add(self, other: Counts) -> None:
        """Adds another count to this one."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


@dataclass(slots=True)
class Partial:
    """What some leads of a tab come to: rows to write, results (where somebody wants them), records
    for the state, problems, rows that need a look, counts.
    """

    plans: list[RowPlan] = field(default_factory=list)
    rows: list[LeadResult] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    check_rows: list[CheckRow] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)

    def add(self, other: Partial) -> None:
        """Takes over what another part came to, but the rows to write, which belong to its tab."""
        self.rows += other.rows
        self.records += other.records
        self.problems += other.problems
        self.check_rows += other.check_rows
        self.counts.add(other.counts)


class PlannedCells(NamedTuple):
    """A decision and what follows from it: the owned cells (dates as serials), how many of them are
    filled, and their fingerprints.
    """

    decision: Decision
    wanted: tuple[int | str | None, ...]
    filled: int
    written: str


class RowPlanner:
    """Plans the rows of all tabs; decides each set of facts once."""

    def __init__(self, background: Background, context: Context, fresh_ids: Iterator[str]) -> None:
        book, self._context = background.book, context
        self.locale = Locale(book.lang, context.today.year, book.playbook.day_count)
        self.ids = _ids(book, background.state, fresh_ids)
        self.state = state = background.state.with_returned(self.ids)
        words, cross_row = self._read_words(book, context.today), background.cross_row
        for tab in book.tabs:
            cross_row = cross_row.with_events(of_events(tab, words[tab.name].rows))
        background = background._replace(state=state, words=words, cross_row=cross_row)
        self._background, self._tabs = background, book.tabs
        self._grows = state.today is None or context.today >= state.today
        absences = book.playbook.absences
        self._deputies: Memo[str, str] = Memo(
            lambda owner: deputy_of(owner, context.today, absences)
        )
        day_serial = partial(serial, date1904=book.date_style.date1904)
        # Holds no planner: a circle would keep the whole workbook until the run ends.
        plan = partial(_planned_cells, context, self.locale, Memo(day_serial))
        self._planned: Memo[Facts, PlannedCells] = Memo(plan, _REMEMBERED)

    def _read_words(self, book: Workbook, today: date) -> dict[str, TabWords]:
        """Reads the dates that were typed as words, tab by tab."""
        ids = iter(self.ids)
        return {
            tab.name: read_words(tab, list(islice(ids, len(tab.leads))), self.state, today)
            for tab in book.tabs
        }

    def plan(self, number: int, first: int, last: int, *, keep_rows: bool) -> Partial:
        """Plans the leads `first` to `last` (0-based, `last` not included) of the tab of that
        number.
        """
        tab, part = self._tabs[number], Partial()
        before = sum(len(earlier.leads) for earlier in self._tabs[:number])
        ids = self.ids[before + first : before + last]
        finder = FactFinder(tab, self._background)
        live = LiveCells.of(tab, self._background.book.live, self._context.today)
        leads = zip(range(first, last), tab.leads.part(first, last), ids, strict=True)
        for at, lead, lead_id in leads:
            if live.keys:
                lead = live.calculated(lead)
            lead_facts = finder.find(lead, lead_id)
            planned = self._planned[lead_facts.facts]
            if lead_facts.edits.doubtful is not None:
                lead_facts = _settled(lead_facts, planned.decision)
                planned = self._planned[lead_facts.facts]
            edited = lead_facts.edits.edited
            cells = _cells(lead, lead_id, planned, edited)
            if live.keys:
                shown = planned
                if "why" in live.keys:
                    why = offline_reason(lead_facts.facts, planned.decision, self.locale.lang)
                    shown = planned._replace(wanted=with_reason(planned.wanted, why))
                cells = _cells(lead, lead_id, shown, edited)
                cells = live.mended(lead, edited, cells, shown.wanted)
                part.problems += live.put_back(lead, edited)
                record = lead_facts.record
                written = record.written if record is not None else ""
                part.problems += live.differences(lead, shown.wanted, written)
            _count(part, tab, lead, lead_id, lead_facts, planned, cells)
            if "word_date" in planned.decision.flags:
                part.problems += old_words(tab, lead, lead_facts.words, self._context)
            if lead.id == lead_id or _may_be_remembered(lead_facts):
                answered = (planned.decision.status, planned.written)
                text = record_text(lead, lead_id, lead_facts, answered, grows=self._grows)
                part.records.append(text)
            if cells is not _NOTHING:
                part.plans.append(RowPlan(lead.row, cells))
            if keep_rows:
                others = (self._deputy(lead, planned), *tab.leads.address(at))
                facts = lead_facts.facts
                result = _result(tab, lead, lead_id, others, facts, planned, cells)
                anew = finder.starts_again(lead, lead_facts)
                part.rows.append(result._replace(company=tab.leads.company(at), anew=anew))
        return part

    def _deputy(self, lead: Lead, planned: PlannedCells) -> str:
        away = "owner_away" in planned.decision.flags
        return self._deputies[lead.owner] if away else ""


def _may_be_remembered(lead_facts: LeadFacts) -> bool:
    """Returns whether a row whose id is new to it will be known again: a formula in the id column
    leaves no place for it.
    """
    return lead_facts.record is not None or "id" not in lead_facts.edits.edited


def _planned_cells(
    context: Context, locale: Locale, serials: Memo[date, int], facts: Facts
) -> PlannedCells:
    """Decides, and puts the decision into cells."""
    decision = decide(facts, context)
    due, step, lang = decision.due, decision.step, locale.lang
    status = status_text(decision.status, lang)
    day = serials[due] if due else None
    next_step = render(step, locale) if step else None
    flags = flags_text(decision.flags, lang) or None
    numbers = (decision.touches, decision.interest)
    why = render_all(decision.why, locale)
    wanted = (status, day, decision.overdue, next_step, *numbers, flags, why)
    filled = len(wanted) - wanted.count(None)
    return PlannedCells(decision, wanted, filled, written_text(wanted))


def _settled(lead_facts: LeadFacts, decision: Decision) -> LeadFacts:
    """Settles a doubtful date: without a record, one in next_contact that we would not write
    ourselves is a person's plan.
    """
    edits = lead_facts.edits
    if decision.due == edits.doubtful:
        ours = edits._replace(edited=edits.edited - {"next_contact"})
        return lead_facts._replace(edits=ours)
    return lead_facts._replace(facts=lead_facts.facts._replace(planned_by_hand=edits.doubtful))


def _ids(book: Workbook, state: State, fresh: Iterator[str]) -> list[str]:
    """Returns the id of every lead, in workbook order. A copy that people made of a tab, which no
    run knows yet, comes last, wherever it is: the first rows of those with one id keep it.
    """
    order = sorted(book.tabs, key=lambda tab: tab.name not in state.columns)
    ids = list(chain.from_iterable(tab.leads.field("id") for tab in order))
    whos = list(chain.from_iterable(tab.leads.field("who") for tab in order))
    if state.gone:
        emails = list(chain.from_iterable(tab.leads.field("email") for tab in order))
        ids = list(with_returned(ids, whos, emails, state))
    given = iter(identify(ids, whos, state, fresh))
    by_tab = {tab.name: list(islice(given, len(tab.leads))) for tab in order}
    return list(chain.from_iterable(by_tab[tab.name] for tab in book.tabs))


def _count(
    part: Partial,
    tab: LeadsTab,
    lead: Lead,
    lead_id: str,
    lead_facts: LeadFacts,
    planned: PlannedCells,
    cells: tuple[Answer, ...],
) -> None:
    counts, record, status = part.counts, lead_facts.record, planned.decision.status
    counts.leads += 1
    if lead.answers == NO_ANSWERS and not lead_facts.edits.edited:
        counts.changes += planned.filled + (cells[-1] is not KEEP)
    elif cells is not _NOTHING:
        counts.changes += len(cells) - cells.count(KEEP)
    if lead_facts.edits is not NO_EDITS and not is_blank(lead.answers[_NEXT]):
        _count_plan(counts, lead_facts.edits)
    if lead_facts.problems:
        part.problems += lead_facts.problems
    if status == "check":
        counts.checks += 1
        ahead = tuple(_in_future(tab, lead.row, planned.decision))
        part.problems += ahead
        part.check_rows.append(CheckRow(lead_id, (*lead_facts.problems, *ahead)))
    if record is not None:
        counts.known += 1
        counts.swung += _swung(record, lead, lead_facts.facts.stage, status)


def _swung(record: Record, lead: Lead, stage: Stage | None, status: str) -> bool:
    """Returns whether a status changes that nobody changed, neither in the row nor by what the
    Playbook says of the word of its stage.
    """
    if record.status == status or record.cells != lead.cells:
        return False
    return stage is None or record.said.stage == stage.key


def _count_plan(counts: Counts, edits: Edits) -> None:
    """Counts what becomes of a next contact that a person wrote."""
    if edits.planned_by_hand:
        counts.planned += 1
    elif "next_contact" in edits.edited:
        counts.kept += 1
    else:
        counts.replaced += 1


def _in_future(tab: LeadsTab, row: int, decision: Decision) -> Iterator[Problem]:
    """Yields the dates that cannot be, cell by cell.

    A date that comes from the Contacts log, where the tab has no such column, is told at the
    beginning of the row.
    """
    first = min(tab.people.values())
    for text in decision.why[0].values:
        if isinstance(text, Text) and text.code == "in_future":
            key = str(text.values[0])
            where = tab.layout.where(tab.people.get(key, first), row)
            yield Problem(where, Text("lies_ahead", (key,)))


def _cells(
    lead: Lead, lead_id: str, planned: PlannedCells, edited: frozenset[str]
) -> tuple[Answer, ...]:
    """Returns what to write into each owned column: KEEP where it is written already, or a person
    wrote.
    """
    id_cell: Answer = KEEP if lead.id == lead_id or "id" in edited else lead_id
    if lead.answers == NO_ANSWERS and not edited:
        return (*planned.wanted, id_cell)
    if lead.answers == planned.wanted and not edited:
        return _NOTHING if id_cell is KEEP else (*_NOTHING[:-1], id_cell)
    cells: list[Answer] = []
    for key, before, value in zip(ANSWERS, lead.answers, planned.wanted, strict=True):
        if before == value or key in edited or (value is None and is_blank(before)):
            cells.append(KEEP)
        else:
            cells.append(value)
    return _NOTHING if id_cell is KEEP and cells.count(KEEP) == len(cells) else (*cells, id_cell)


_Others = tuple[str, str, str]
"""The deputy of a lead, its email and its phone."""


def _result(
    tab: LeadsTab,
    lead: Lead,
    lead_id: str,
    others: _Others,
    facts: Facts,
    planned: PlannedCells,
    cells: tuple[Answer, ...],
) -> LeadResult:
    step = str(planned.wanted[ANSWER_AT["next_step"]] or "")
    why = str(planned.wanted[ANSWER_AT["why"]] or "")
    lead_id = lead.id if lead.id == lead_id else ""
    who = (lead_id, lead.name, lead.owner, lead.value, *others)
    decision = planned.decision
    return LeadResult(tab.name, lead.row, *who, facts, decision, step, why, lead.answers, cells)

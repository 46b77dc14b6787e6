"""The next memory: one text per lead, and the header that says which run wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import islice
from typing import Final, NamedTuple

from sheetflow.decide.facts import Context, Decision, Facts
from sheetflow.decide.rules import decide
from sheetflow.model import KEEP, Answer, Problem, RowPlan, Text, Value, serial
from sheetflow.parse.contacts_log import Log
from sheetflow.parse.leads import ANSWERS, NO_ANSWERS, Lead
from sheetflow.parse.values import is_blank
from sheetflow.parse.workbook import LeadsTab, Workbook
from sheetflow.plan.duplicates import CrossRowFacts
from sheetflow.plan.identity import identify
from sheetflow.plan.lead_facts import FactFinder, LeadFacts
from sheetflow.state import Record, State, TouchState, format_record, with_kept, written_text
from sheetflow.texts.render import Locale, flags_text, render, render_all, status_text

_REMEMBERED: Final = 10_000
"""Distinct sets of facts whose decision is kept: enough for sheets that repeat themselves, little
memory for others.
"""


class LeadResult(NamedTuple):
    """What one row becomes. `cells` holds an answer or KEEP per owned column; `id` is '' until a
    sync gave one.
    """

    tab: str
    row: int
    id: str
    name: str
    owner: str
    value: float | None
    facts: Facts
    decision: Decision
    step: str
    why: str
    answers: tuple[Value, ...]
    cells: tuple[Answer, ...]


@dataclass(slots=True)
class Counts:
    """What a run counts on the way; the safety brake and the closing lines read it."""

    leads: int = 0
    changes: int = 0
    checks: int = 0
    known: int = 0
    swung: int = 0
    gone: int = 0

    def add(self, other: Counts) -> None:
        """Add another count to this one."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


@dataclass(slots=True)
class Partial:
    """What answering some leads of a tab came to: rows to write, outcomes (where somebody wants
    them), records for the memory, problems, counts.
    """

    plans: list[RowPlan] = field(default_factory=list)
    rows: list[LeadResult] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)

    def add(self, other: Partial) -> None:
        """Take over what another part came to, but the rows to write, which belong to its tab."""
        self.rows += other.rows
        self.records += other.records
        self.problems += other.problems
        self.counts.add(other.counts)


class PlannedCells(NamedTuple):
    """A decision and what follows from it: the owned cells (dates as serials), how many of them are
    filled, and how the memory spells them.
    """

    decision: Decision
    wanted: tuple[int | str | None, ...]
    filled: int
    written: str


class RowPlanner:
    """Answers the leads of all tabs, each set of facts once."""

    def __init__(
        self,
        book: Workbook,
        state: State,
        log: Log,
        context: Context,
        others: CrossRowFacts,
        ids: Iterator[str],
    ) -> None:
        self.locale = Locale(book.lang, context.today.year, book.playbook.day_count)
        self._book, self._state, self._log, self._day, self._others = (
            book,
            state,
            log,
            context,
            others,
        )
        self._grows = state.today is None or context.today >= state.today
        self._answers: dict[Facts, PlannedCells] = {}
        self._serials: dict[date | None, int | None] = {None: None}
        self.ids = _ids(book, state, ids)

    def answer(self, number: int, first: int, last: int, *, keep_rows: bool) -> Partial:
        """Answer the leads `first` to `last` (0-based, `last` not included) of the tab of that
        number.
        """
        tab, part = self._book.tabs[number], Partial()
        before = sum(len(earlier.leads) for earlier in self._book.tabs[:number])
        finder = FactFinder(tab, self._book, self._state, self._others, self._log)
        for lead, lead_id in zip(
            tab.leads.part(first, last), self.ids[before + first : before + last], strict=True
        ):
            known = finder.find(lead, lead_id)
            answered = self._answer(known.facts)
            if known.doubtful is not None:
                known = self._settled(known, answered.decision)
                answered = self._answer(known.facts)
            cells = _cells(lead, lead_id, answered, known.edited)
            _count(part, tab, lead, answered, cells, known)
            part.records.append(
                record_text(
                    known,
                    lead,
                    lead_id,
                    answered.decision.status,
                    answered.written,
                    grows=self._grows,
                )
            )
            if cells is not _NOTHING:
                part.plans.append(RowPlan(lead.row, cells))
            if keep_rows:
                part.rows.append(_outcome(tab, lead, lead_id, known.facts, answered, cells))
        return part

    def _answer(self, facts: Facts) -> PlannedCells:
        """Decide once per distinct set of facts."""
        found = self._answers.get(facts)
        if found is None:
            if len(self._answers) > _REMEMBERED:
                self._answers.clear()
            found = self._answers[facts] = self._decide(facts)
        return found

    def _decide(self, facts: Facts) -> PlannedCells:
        decision = decide(facts, self._day)
        lang, due = self.locale.lang, decision.due
        if due not in self._serials:
            self._serials[due] = serial(due, date1904=self._book.calendar.date1904) if due else None
        wanted = (
            status_text(decision.status, lang),
            self._serials[due],
            decision.overdue,
            render(decision.step, self.locale) if decision.step else None,
            decision.touches,
            decision.interest,
            flags_text(decision.flags, lang) or None,
            render_all(decision.why, self.locale),
        )
        return PlannedCells(
            decision, wanted, len(wanted) - wanted.count(None), written_text(wanted)
        )

    @staticmethod
    def _settled(known: LeadFacts, decision: Decision) -> LeadFacts:
        """Without a memory, a date in next_contact that we would not write ourselves is a person's
        plan.
        """
        if decision.due == known.doubtful:
            return known._replace(edited=known.edited - {"next_contact"})
        return known._replace(facts=known.facts._replace(planned_by_hand=known.doubtful))


def _ids(book: Workbook, state: State, fresh: Iterator[str]) -> list[str]:
    """The id of every lead, in workbook order. A copy that people made of a tab, which no run knows
    yet, comes last, wherever it stands: the first rows of those with one id keep it.
    """
    order = sorted(book.tabs, key=lambda tab: tab.layout.tab.name not in state.columns)
    tables = [tab.leads for tab in order]
    found = iter(
        identify(
            [i for t in tables for i in t.field("id")],
            [w for t in tables for w in t.field("who")],
            state,
            fresh,
        )
    )
    by_tab = {tab.layout.tab.name: list(islice(found, len(tab.leads))) for tab in order}
    return [id_ for tab in book.tabs for id_ in by_tab[tab.layout.tab.name]]


def _count(
    part: Partial,
    tab: LeadsTab,
    lead: Lead,
    answered: PlannedCells,
    cells: tuple[Answer, ...],
    known: LeadFacts,
) -> None:
    counts, record, status = part.counts, known.record, answered.decision.status
    counts.leads += 1
    if lead.answers == NO_ANSWERS:
        counts.changes += answered.filled + (cells[-1] is not KEEP)
    elif cells is not _NOTHING:
        counts.changes += len(cells) - cells.count(KEEP)
    if known.problems:
        part.problems += known.problems
    if status == "check":
        counts.checks += 1
        part.problems += _in_future(tab, lead.row, answered.decision)
    if record is not None:
        counts.known += 1
        counts.swung += record.cells == lead.cells and record.status != status


def _in_future(tab: LeadsTab, row: int, decision: Decision) -> Iterator[Problem]:
    """The dates that cannot be, cell by cell."""
    for text in decision.why[0].values:
        if isinstance(text, Text) and text.code == "in_future":
            key = str(text.values[0])
            yield Problem(tab.layout.where(tab.people[key], row), Text("lies_ahead", (key,)))


def _cells(
    lead: Lead, lead_id: str, answered: PlannedCells, edited: frozenset[str]
) -> tuple[Answer, ...]:
    """What to write into each owned column: KEEP where it stands already, or where a person's hand
    is.
    """
    id_cell: Answer = KEEP if lead.id == lead_id else lead_id
    if lead.answers == NO_ANSWERS:
        return (*answered.wanted, id_cell)
    if lead.answers == answered.wanted and not edited:
        return _NOTHING if id_cell is KEEP else (*_NOTHING[:-1], id_cell)
    cells: list[Answer] = []
    for key, stands, value in zip(ANSWERS, lead.answers, answered.wanted, strict=True):
        if stands == value or key in edited or (value is None and is_blank(stands)):
            cells.append(KEEP)
        else:
            cells.append(value)
    return _NOTHING if id_cell is KEEP and cells.count(KEEP) == len(cells) else (*cells, id_cell)


_NOTHING: Final[tuple[Answer, ...]] = (KEEP,) * (len(ANSWERS) + 1)
_STEP: Final = ANSWERS.index("next_step")
_WHY: Final = ANSWERS.index("why")


def _outcome(
    tab: LeadsTab,
    lead: Lead,
    lead_id: str,
    facts: Facts,
    answered: PlannedCells,
    cells: tuple[Answer, ...],
) -> LeadResult:
    step, why = answered.wanted[_STEP], answered.wanted[_WHY]
    lead_id = lead.id if lead.id == lead_id else ""
    return LeadResult(
        tab.layout.tab.name,
        lead.row,
        lead_id,
        lead.name,
        lead.owner,
        lead.value,
        facts,
        answered.decision,
        str(step or ""),
        str(why or ""),
        lead.answers,
        cells,
    )


def record_text(
    known: LeadFacts, lead: Lead, lead_id: str, status: str, written: str, *, grows: bool
) -> str:
    """The record of a lead after this run. While a row is `check`, or the run lies before the last
    one (`grows` is False), what was seen of it stays as it was; of a person's cell it keeps what we
    wrote last, and what stands there.
    """
    old, seen = known.record, known.seen
    stage = lead.stage.key if lead.stage else ""
    if status == "check" or not grows:
        stage = old.stage if old else stage
        seen = _unchanged(old, seen, grows=grows)
    if known.edited:
        before = old.written.split(";") if old else [""] * len(ANSWERS)
        marks = [
            b if key in known.edited else m
            for key, m, b in zip(ANSWERS, written.split(";"), before, strict=True)
        ]
        shown = written_text(lead.answers).split(";")
        written = with_kept(
            ";".join(marks),
            {at: shown[at] for at, key in enumerate(ANSWERS) if key in known.edited},
        )
    return format_record(lead_id, lead.who, lead.cells, stage, seen, status, written)


def _unchanged(old: Record | None, seen: TouchState, *, grows: bool) -> TouchState:
    if old is not None:
        return TouchState(old.touches, old.last, old.before, old.stage_then, old.added, old.skipped)
    return TouchState(0, None, None, seen.stage_then, False, False) if grows else seen

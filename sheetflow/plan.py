"""Workbook + memory + day -> what every row becomes and what a sync would write: inert data.

The same cells give the same plan; nothing here looks at a clock, a file or the network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from sheetflow.columns import OURS_MARK, OWNED, fold_heading
from sheetflow.errors import BrakeError
from sheetflow.dates import serial
from sheetflow.facts import FactFinder, Known, Others
from sheetflow.leads import ANSWERS, Lead
from sheetflow.log import Log
from sheetflow.memory import Memory, identify
from sheetflow.model import KEEP, Answer, Changes, Day, Decision, Facts, Keep, Problem, RowPlan, Said, TabPlan, Value
from sheetflow.parse import LeadsTab, Workbook
from sheetflow.record import Records, record_text
from sheetflow.rules import decide
from sheetflow.values import is_blank
from sheetflow.voice import Voice, flags_text, pick, say, say_all, status_text
from sheetflow.workdays import Workdays

BRAKE_FROM: Final = 20
"""Below this many known leads the safety brake stays open (issue and design: "at least 20")."""


class Outcome(NamedTuple):
    """What one row becomes. `cells` holds an answer or KEEP per owned column; `id` is '' until a sync gave one."""

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
class Tally:
    """What a run counts on the way; the safety brake and the closing lines read it."""

    leads: int = 0
    changes: int = 0
    checks: int = 0
    known: int = 0
    swung: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a sync would do. `rows` is empty where nobody asked for it (a plain sync of a large sheet)."""

    today: date
    lang: str
    tabs: tuple[str, ...]
    rows: Sequence[Outcome]
    problems: tuple[Problem, ...]
    tally: Tally
    changes: Changes
    same_day: bool = False
    date1904: bool = False
    voice: Voice = field(default_factory=Voice)

    def day(self, book: Workbook) -> Day:
        """The day that decided these rows."""
        return Day(book.playbook, workdays_of(book), self.today)


def make_plan(book: Workbook, memory: Memory, log: Log, today: date, ids: Iterator[str], *, keep_rows: bool = True,
              options: str = "", progress: Callable[[int], None] = lambda rows: None) -> Plan:  # fmt: skip
    """Decide every row and compare the answers with what stands in the sheet."""
    day = Day(book.playbook, workdays_of(book), today)
    others = Others.of(book)
    writer = _Writer(book, memory, log, day, others, ids)
    tabs, rows = [], list[Outcome]()
    for tab in book.tabs:
        plans = []
        for outcome in writer.outcomes(tab):
            if keep_rows:
                rows.append(outcome)
            if any(cell is not KEEP for cell in outcome.cells):
                plans.append(RowPlan(outcome.row, outcome.cells))
            if not writer.tally.leads % 4096:
                progress(4096)
        tabs.append(_tab_plan(tab, book.lang, plans))
    tally = writer.tally
    tally.gone = len(memory.texts) - tally.known
    tally.changes += sum(len(tab.missing) for tab in tabs)
    records = Records.of(memory, writer.records, today, _columns(tabs, book), tally.checks, options, book.lang)
    changes = Changes(tuple(tabs), None if not tally.changes and records.same_as(memory) else records)
    lost = (Problem("", Said("memory_lost")),) if memory.lost else ()
    problems = (*lost, *book.problems, *log.problems, *others.problems, *writer.problems)
    return Plan(today, book.lang, tuple(t.layout.tab.name for t in book.tabs), rows, problems, tally, changes,
                memory.header.get("ran_for") == today.isoformat(), book.calendar.date1904, writer.voice)  # fmt: skip


def workdays_of(book: Workbook) -> Workdays:
    """The working days of the team."""
    playbook = book.playbook
    return Workdays(playbook.weekend, playbook.holidays, calendar=playbook.day_count == "calendar")


def raise_if_unsafe(plan: Plan) -> None:
    """The safety brake: a run that would change far more than people did."""
    tally = plan.tally
    if plan.same_day and tally.known >= BRAKE_FROM and 2 * tally.swung > tally.known:
        raise BrakeError(
            f"{tally.swung} of {tally.known} leads would change status although their own cells did not",
            "check the time zone and the Playbook; --force writes it once",
        )
    known = tally.known + tally.gone
    if known >= BRAKE_FROM and 2 * tally.gone > known:
        raise BrakeError(f"{tally.gone} of {known} known leads are gone",
                         "check that this is the right file; --force goes on once")  # fmt: skip


def _tab_plan(tab: LeadsTab, lang: str, rows: Sequence[RowPlan]) -> TabPlan:
    layout = tab.layout
    columns = tuple(sorted({*tab.people.values(), *tab.owned.values(), *layout.claimed.values()}))
    last = tab.leads.field("row")[-1] if len(tab.leads) else layout.heading_row
    missing = {c.key: _heading(layout.headings, c.en, c.es, lang) for c in OWNED if c.key not in tab.owned}
    return TabPlan(layout.tab.name, layout.heading_row, last, columns, tab.owned, missing, rows)


def _heading(headings: Sequence[Value], en: str, es: str, lang: str) -> str:
    """Our heading; marked where the team already has a column of that name in either language."""
    taken = {fold_heading(v) for v in headings if isinstance(v, str)}
    plain = pick((en, es), lang)
    return plain + OURS_MARK if {fold_heading(en), fold_heading(es)} & taken else plain


def _columns(tabs: Sequence[TabPlan], book: Workbook) -> dict[str, dict[str, str]]:
    """Tab -> key -> heading of what is ours after this run, for the memory."""
    found = {}
    for plan, tab in zip(tabs, book.tabs, strict=True):
        standing = {key: str(tab.layout.headings[at]) for key, at in plan.owned.items()}
        found[plan.tab] = {**standing, **plan.missing}
    return found


class _Writer:
    """Decides the leads of all tabs, one after the other, each set of facts once."""

    def __init__(self, book: Workbook, memory: Memory, log: Log, day: Day, others: Others, ids: Iterator[str]) -> None:
        self.tally = Tally()
        self.records: list[str] = []
        self.problems: list[Problem] = []
        self.voice = Voice(book.lang, day.today.year, book.playbook.day_count == "calendar")
        self._book, self._memory, self._log, self._day, self._others = book, memory, log, day, others
        self._grows = memory.today is None or day.today >= memory.today
        self._decided: dict[Facts, tuple[Decision, tuple[Value, ...]]] = {}
        tables = [tab.leads for tab in book.tabs]
        self._ids = iter(identify([i for t in tables for i in t.field("id")], [w for t in tables for w in t.field("who")],
                                  memory, ids))  # fmt: skip

    def outcomes(self, tab: LeadsTab) -> Iterator[Outcome]:
        """The outcome of each lead of a tab, in sheet order."""
        finder, name = FactFinder(tab, self._book, self._memory, self._others, self._log), tab.layout.tab.name
        for lead in tab.leads:
            lead_id = next(self._ids)
            known = finder.find(lead, lead_id)
            decision, wanted = self._decide(known.facts)
            if known.doubtful is not None:
                known = self._settled(known, decision)
                decision, wanted = self._decide(known.facts)
            cells = _cells(lead, lead_id, decision, wanted, known.theirs)
            self._count(tab, lead, decision, cells, known)
            self.records.append(record_text(known, lead, lead_id, decision, wanted, grows=self._grows))
            yield Outcome(name, lead.row, lead.id if lead.id == lead_id else "", lead.name, lead.owner, lead.value, known.facts,
                          decision, wanted[3], wanted[7], lead.answers, cells)  # type: ignore[arg-type]  # texts by their place

    def _decide(self, facts: Facts) -> tuple[Decision, tuple[Value, ...]]:
        found = self._decided.get(facts)
        if found is None:
            if len(self._decided) > 100_000:
                self._decided.clear()
            decision = decide(facts, self._day)
            found = self._decided[facts] = decision, self._wanted(decision)
        return found

    def _wanted(self, decision: Decision) -> tuple[Value, ...]:
        """The owned cells of a decision, dates as serials."""
        lang, due = self.voice.lang, decision.due
        return (status_text(decision.status, lang), serial(due, date1904=self._book.calendar.date1904) if due else None,
                decision.overdue, say(decision.step, self.voice) if decision.step else None, decision.touches,
                decision.interest, flags_text(decision.flags, lang) or None, say_all(decision.why, self.voice))  # fmt: skip

    @staticmethod
    def _settled(known: Known, decision: Decision) -> Known:
        """Without a memory, a date in next_contact that we would not write ourselves is a person's plan."""
        if decision.due == known.doubtful:
            return known._replace(theirs=known.theirs - {"next_contact"})
        return known._replace(facts=known.facts._replace(typed=known.doubtful))

    def _count(self, tab: LeadsTab, lead: Lead, decision: Decision, cells: tuple[Answer, ...], known: Known) -> None:
        tally, record = self.tally, known.record
        tally.leads += 1
        tally.changes += len(cells) - cells.count(KEEP)
        self.problems += known.problems
        if decision.status == "check":
            tally.checks += 1
            self.problems += [Problem(tab.layout.where(tab.people[str(part.args[0])], lead.row), Said("in_future", part.args[:1]))
                              for part in decision.why[0].args if isinstance(part, Said) and part.key == "in_future"]  # fmt: skip
        if record is not None:
            tally.known += 1
            tally.swung += record.cells == lead.cells and record.status != decision.status


def _cells(lead: Lead, lead_id: str, decision: Decision, wanted: tuple[Value, ...],
           theirs: frozenset[str]) -> tuple[Answer, ...]:  # fmt: skip
    """What to write into each owned column: KEEP where it stands already, or where a person's hand is."""
    id_cell: Answer = KEEP if lead.id == lead_id else lead_id
    if lead.answers == wanted and not theirs:
        return (*_ALL_KEPT, id_cell)
    cells: list[Answer] = []
    for key, stands, value in zip(ANSWERS, lead.answers, wanted, strict=True):
        if stands == value or key in theirs or (value is None and is_blank(stands)):
            cells.append(KEEP)
        else:
            cells.append(decision.due if key == "next_contact" else value)  # type: ignore[arg-type]  # no floats in wanted
    return (*cells, id_cell)


_ALL_KEPT: Final[tuple[Keep, ...]] = (KEEP,) * len(ANSWERS)

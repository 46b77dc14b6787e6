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
from sheetflow.leads import ANSWERS, NO_ANSWERS, Lead
from sheetflow.log import Log
from sheetflow.memory import Memory, identify, written_text
from sheetflow.model import KEEP, Answer, Changes, Day, Decision, Facts, Problem, RowPlan, Said, TabPlan, Value
from sheetflow.parse import LeadsTab, Workbook
from sheetflow.record import Records, record_text
from sheetflow.rules import decide
from sheetflow.values import is_blank
from sheetflow.voice import Voice, flags_text, pick, say, say_all, status_text
from sheetflow.workdays import Workdays

_REMEMBERED: Final = 20_000
"""Distinct sets of facts whose decision is kept: enough for sheets that repeat themselves, little memory for others."""
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
        for lead, lead_id, facts, answer, cells in writer.outcomes(tab):
            if keep_rows:
                rows.append(_outcome(tab, lead, lead_id, facts, answer, cells))
            if cells is not _NOTHING:
                plans.append(RowPlan(lead.row, cells))
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


def _outcome(tab: LeadsTab, lead: Lead, lead_id: str, facts: Facts, answer: _Answer, cells: tuple[Answer, ...]) -> Outcome:
    step, why = answer.wanted[_STEP], answer.wanted[_WHY]
    return Outcome(tab.layout.tab.name, lead.row, lead.id if lead.id == lead_id else "", lead.name, lead.owner, lead.value,
                   facts, answer.decision, str(step or ""), str(why or ""), lead.answers, cells)  # fmt: skip


class _Answer(NamedTuple):
    """A decision and what follows from it for the sheet: the owned cells (dates as serials), the cells of
    a row that has none yet, and how the memory spells them."""

    decision: Decision
    wanted: tuple[Value, ...]
    fresh: tuple[Answer, ...]
    written: str


class _Writer:
    """Decides the leads of all tabs, one after the other, each set of facts once."""

    def __init__(self, book: Workbook, memory: Memory, log: Log, day: Day, others: Others, ids: Iterator[str]) -> None:
        self.tally = Tally()
        self.records: list[str] = []
        self.problems: list[Problem] = []
        self.voice = Voice(book.lang, day.today.year, book.playbook.day_count == "calendar")
        self._book, self._memory, self._log, self._day, self._others = book, memory, log, day, others
        self._grows = memory.today is None or day.today >= memory.today
        self._answers: dict[Facts, _Answer] = {}
        self._serials: dict[date | None, int | None] = {None: None}
        tables = [tab.leads for tab in book.tabs]
        self._ids = iter(identify([i for t in tables for i in t.field("id")], [w for t in tables for w in t.field("who")],
                                  memory, ids))  # fmt: skip

    def outcomes(self, tab: LeadsTab) -> Iterator[tuple[Lead, str, Facts, _Answer, tuple[Answer, ...]]]:
        """Each lead of a tab in sheet order, with its id, its facts, the answer to them, and the cells to write."""
        finder = FactFinder(tab, self._book, self._memory, self._others, self._log)
        for lead in tab.leads:
            lead_id = next(self._ids)
            known = finder.find(lead, lead_id)
            answer = self._answer(known.facts)
            if known.doubtful is not None:
                known = self._settled(known, answer.decision)
                answer = self._answer(known.facts)
            cells = _cells(lead, lead_id, answer, known.theirs)
            self._count(tab, lead, answer.decision, cells, known)
            self.records.append(record_text(known, lead, lead_id, answer.decision.status, answer.written, grows=self._grows))
            yield lead, lead_id, known.facts, answer, cells

    def _answer(self, facts: Facts) -> _Answer:
        """Decide once per distinct set of facts."""
        found = self._answers.get(facts)
        if found is None:
            if len(self._answers) > _REMEMBERED:
                self._answers.clear()
            found = self._answers[facts] = self._decide(facts)
        return found

    def _decide(self, facts: Facts) -> _Answer:
        decision = decide(facts, self._day)
        lang, due = self.voice.lang, decision.due
        if due not in self._serials:
            self._serials[due] = serial(due, date1904=self._book.calendar.date1904) if due else None
        wanted = (status_text(decision.status, lang), self._serials[due],
                  decision.overdue, say(decision.step, self.voice) if decision.step else None, decision.touches,
                  decision.interest, flags_text(decision.flags, lang) or None, say_all(decision.why, self.voice))  # fmt: skip
        fresh: list[Answer] = [KEEP if value is None else value for value in wanted]
        fresh[_NEXT] = due or KEEP
        return _Answer(decision, wanted, tuple(fresh), written_text(wanted))

    @staticmethod
    def _settled(known: Known, decision: Decision) -> Known:
        """Without a memory, a date in next_contact that we would not write ourselves is a person's plan."""
        if decision.due == known.doubtful:
            return known._replace(theirs=known.theirs - {"next_contact"})
        return known._replace(facts=known.facts._replace(typed=known.doubtful))

    def _count(self, tab: LeadsTab, lead: Lead, decision: Decision, cells: tuple[Answer, ...], known: Known) -> None:
        tally, record = self.tally, known.record
        tally.leads += 1
        if cells is not _NOTHING:
            tally.changes += len(cells) - cells.count(KEEP)
        if known.problems:
            self.problems += known.problems
        if decision.status == "check":
            tally.checks += 1
            self.problems += [Problem(tab.layout.where(tab.people[str(part.args[0])], lead.row), Said("in_future", part.args[:1]))
                              for part in decision.why[0].args if isinstance(part, Said) and part.key == "in_future"]  # fmt: skip
        if record is not None:
            tally.known += 1
            tally.swung += record.cells == lead.cells and record.status != decision.status


def _cells(lead: Lead, lead_id: str, answer: _Answer, theirs: frozenset[str]) -> tuple[Answer, ...]:
    """What to write into each owned column: KEEP where it stands already, or where a person's hand is."""
    id_cell: Answer = KEEP if lead.id == lead_id else lead_id
    if lead.answers == NO_ANSWERS:
        return (*answer.fresh, id_cell)
    if lead.answers == answer.wanted and not theirs:
        return _NOTHING if id_cell is KEEP else (*_NOTHING[:-1], id_cell)
    cells: list[Answer] = []
    for key, stands, value in zip(ANSWERS, lead.answers, answer.wanted, strict=True):
        if stands == value or key in theirs or (value is None and is_blank(stands)):
            cells.append(KEEP)
        else:
            cells.append(answer.decision.due if key == "next_contact" else value)  # type: ignore[arg-type]  # no floats in wanted
    return _NOTHING if id_cell is KEEP and cells.count(KEEP) == len(cells) else (*cells, id_cell)


_NOTHING: Final[tuple[Answer, ...]] = (KEEP,) * (len(ANSWERS) + 1)
_NEXT: Final = ANSWERS.index("next_contact")
_STEP: Final = ANSWERS.index("next_step")
_WHY: Final = ANSWERS.index("why")

"""A lead + what is remembered + what the other rows say -> the facts that decide it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from sheetflow.columns import DATES, OWNED_KEYS, fold
from sheetflow.decide.facts import Facts
from sheetflow.decide.people import Absence
from sheetflow.decide.playbook import Words
from sheetflow.decide.symptoms import NOTHING_SEEN, Symptoms
from sheetflow.memo import Memo
from sheetflow.model import Problem, Text
from sheetflow.parse.contacts_log import Log, LogSummary, with_cell
from sheetflow.parse.dates import Moment, is_between, is_later
from sheetflow.parse.leads import ANSWER_AT, ODD, Lead, LeadTable
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.readers import event_finder
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.duplicates import CrossRowFacts
from sheetflow.plan.edits import NO_EDITS, EditFinder, Edits
from sheetflow.plan.misplaced import Misplaced
from sheetflow.plan.opt_outs import NOBODY, OptOuts
from sheetflow.plan.touches import Seen, TouchCounter
from sheetflow.plan.typed_dates import ReadWord, TabWords, WordReader, with_words
from sheetflow.state import State
from sheetflow.state.record import Record, TouchState

_FACTS: Final = partial(tuple.__new__, Facts)
"""Facts from a tuple of all its fields: a third of the time of the constructor, and it is made for
every row.
"""


_NO_EMAIL: Final = (0, ODD)
"""The keys of an email that is blank, or none."""
_PHASE_KNOWN: Final = NOTHING_SEEN._replace(phase="known")
_PHASE_UNKNOWN: Final = NOTHING_SEEN._replace(phase="unknown")


class Background(NamedTuple):
    """What the facts of a lead depend on beside its row: the workbook, the state, the other rows,
    what moving rows did to our answers, and by tab the dates that were typed as words.
    """

    book: Workbook
    state: State
    cross_row: CrossRowFacts
    misplaced: Misplaced
    opt_outs: OptOuts = NOBODY
    words: Mapping[str, TabWords] = {}


class LeadFacts(NamedTuple):
    """A lead with all that is known of it: `facts` decide it, `record` is what an earlier run
    remembered, `touched` how its touches go on, `edits` what people did in our cells, `words` the
    dates that were typed as words.
    """

    facts: Facts
    record: Record | None
    touched: TouchState
    edits: Edits
    problems: tuple[Problem, ...]
    words: tuple[ReadWord, ...] = ()


class FactFinder:
    """Finds the facts of the leads of one tab."""

    def __init__(self, tab: LeadsTab, background: Background) -> None:
        self._tab = tab
        self._book, self._state, self._cross_row, misplaced, opt_outs, words = background
        self._opt_outs = opt_outs if opt_outs.hashes else None
        self._log = self._book.log
        self._asked = _Asked.of(tab, self._log)
        unread = TabWords({}, WordReader(self._state, (), date.min))
        self._words, reader = words.get(tab.name, unread)
        self._edits = EditFinder(tab, self._book, self._state, misplaced, reader)
        playbook = self._book.playbook
        self._touches = TouchCounter(playbook.stages)
        absences = playbook.absences
        self._absences: Memo[str, tuple[Absence, ...]] = Memo(
            lambda owner: absences.get(fold(owner), ())
        )
        self._is_event: Memo[str, bool] = Memo(event_finder(playbook.events))

    def find(self, lead: Lead, lead_id: str) -> LeadFacts:
        """Finds the facts of one lead."""
        record = self._state.get(lead_id) if self._state.texts else None
        words: tuple[ReadWord, ...] = ()
        if self._words and (words := self._words.get(lead.row, ())):
            lead = with_words(lead, words)
        of_row = record if lead.id == lead_id or not lead.id else self._state.get(lead.id)
        contact, reply, logged = lead.last_contact, lead.last_reply, None
        if self._log.present:
            contact, reply, logged = self._with_log(lead)
        put_back = record is None and bool(lead.id) and lead.id not in self._state.texts
        shown = self._shown_touches(lead) if put_back or self._state.lost else None
        edits = self._edits.find(lead, lead_id, contact, record, of_row)
        stage = edits.stage or lead.stage
        seen = Seen(contact, reply, stage, lead.word, shown, lead.contacts_seen)
        touched = self._touches.update_touches(record, seen)
        if edits.word:
            words = (*words, edits.word)
        facts = self._facts(lead, contact, reply, logged, touched, edits)
        if words:
            read = filter(None, (word.as_fact for word in words))
            facts = facts._replace(words=tuple(read))
        odd = lead.bad or facts.typed_over or edits.answered
        problems = self._problems(lead, edits, words) if odd else ()
        return LeadFacts(facts, record, touched, edits, problems, words)

    def starts_again(self, lead: Lead, found: LeadFacts) -> bool:
        """Returns whether the next contact with a lead will be a first touch again by its stage,
        where the touches are those that we remember.
        """
        logged = (self._tab.name, lead.row) in self._log.leads
        if lead.attempts is not None or logged:
            return False
        return self._touches.starts_again(found.touched, found.facts.stage)

    def _facts(
        self,
        lead: Lead,
        contact: Moment | None,
        reply: Moment | None,
        logged: LogSummary | None,
        touched: TouchState,
        edits: Edits,
    ) -> Facts:
        """Returns all fields of Facts, in their order; last contact and last reply are those of
        cell and log.
        """
        who = (edits.stage or lead.stage, lead.kind, lead.fit, lead.do_not_contact, lead.segment)
        contacted, replied = contact.day if contact else None, reply.day if reply else None
        waits = reply is not None and (contact is None or is_later(reply, contact))
        has_owner = bool(lead.owner) or not self._asked.owner
        days = (has_owner, lead.created, contacted, replied, waits)

        agreement, agreed_for, announced = _promised(lead, contacted, logged)
        agreed = (agreement, agreed_for)
        confirmed, not_before = bool(lead.confirmed), lead.not_before
        wording = lead.wording.either(logged.wording) if logged else lead.wording
        meeting = (lead.appointment, confirmed, not_before, *wording, lead.bad)

        before = logged.before if logged else touched.before
        previous = before.day if before else None
        between = before is not None and is_between(before, reply, contact)
        typed_over = edits is not NO_EDITS and bool(edits.overwritten())
        touches = self._count(lead, contact, logged, touched)
        by_us = lead.attempts is None and logged is None
        contacts = touched.contacts if by_us else touches
        planned = (edits.planned_by_hand, typed_over, touches, contacts)
        ours = (*planned, previous, between, touched.skipped)

        shared = self._cross_row
        duplicate = lead.email in shared.emails or lead.phone in shared.phones
        event = self._event(lead) if lead.source else ""
        unknown = self._unknown(lead, logged, contacted=contact is not None)
        opted_out = self._opt_outs is not None and self._opt_outs.holds(lead)
        reach = (opted_out, lead.email not in _NO_EMAIL, lead.phone != 0, ())
        seen = (self._symptoms(lead, logged),)
        others = (duplicate, event, self._absences[lead.owner], announced)
        return _FACTS(who + days + agreed + meeting + ours + others + unknown + reach + seen)

    def _unknown(
        self, lead: Lead, logged: LogSummary | None, *, contacted: bool
    ) -> tuple[bool, bool, bool]:
        """Returns whether phase, fit and address are missing, of what the team notes at all."""
        asked = self._asked
        phase = asked.phase and contacted and not (lead.phase or (logged and logged.phase))
        fit = asked.fit and lead.fit is None
        reached = lead.phone != 0 or lead.email not in _NO_EMAIL
        return phase, fit, asked.address and not reached

    def _symptoms(self, lead: Lead, logged: LogSummary | None) -> Symptoms:
        """Returns what was seen of a lead; the phase only where the team notes phases."""
        if not self._asked.phase:
            return logged.symptoms if logged else NOTHING_SEEN
        if logged is None:
            return _PHASE_KNOWN if lead.phase else _PHASE_UNKNOWN
        known = lead.phase or logged.phase
        return logged.symptoms._replace(phase="known" if known else "unknown")

    def _with_log(self, lead: Lead) -> tuple[Moment | None, Moment | None, LogSummary | None]:
        """Returns last contact, last reply, and what the log says where the lead has lines."""
        logged = self._log.leads.get((self._tab.name, lead.row))
        if logged is None:
            return lead.last_contact, lead.last_reply, None
        logged = logged._replace(reply=_later(lead.last_reply, logged.reply))
        logged = with_cell(logged, lead.last_contact)
        return logged.last, logged.reply, logged

    @staticmethod
    def _count(
        lead: Lead, contact: Moment | None, logged: LogSummary | None, touched: TouchState
    ) -> int:
        """Returns the team's own count, else the log's, else ours; at least 1 after a contact."""
        count = logged.touches if logged else touched.touches
        if lead.attempts is not None:
            count = lead.attempts
        return max(count, 1) if contact else count

    @staticmethod
    def _shown_touches(lead: Lead) -> int | None:
        """Returns the number in our Touches column, where it is one of ours."""
        shown = lead.answers[ANSWER_AT["touches"]]
        return int(shown) if isinstance(shown, int | float) and 0 <= shown < 1e6 else None

    def _event(self, lead: Lead) -> str:
        """Returns `few` or `many` where the lead came from an event of so many; blank if not."""
        if lead.created is None or not self._is_event[lead.source]:
            return ""
        leads = self._cross_row.events[lead.source, lead.created]
        return "few" if leads <= self._book.playbook.few else "many"

    def _problems(
        self, lead: Lead, edits: Edits, words: tuple[ReadWord, ...]
    ) -> tuple[Problem, ...]:
        layout, people = self._tab.layout, self._tab.people
        undated = {read.word.key: read.word.text for read in words if read.moment is None}
        problems = []
        for key in lead.bad:
            if key == "stage":  # told once, word by word
                continue
            where = layout.where(people.get(key, 0), lead.row)
            problems.append(Problem(where, self._unreadable(key, undated.get(key))))
        if edits.answered:
            where = layout.where(self._tab.owned["status"], lead.row)
            typed = str(lead.answers[ANSWER_AT["status"]])
            problems.append(Problem(where, Text("status_answered", (Words(typed, typed),))))
        overwritten = edits.overwritten()
        for key in OWNED_KEYS:
            if key in overwritten:
                where = layout.where(self._tab.owned[key], lead.row)
                problems.append(Problem(where, Text("typed_over", (key,))))
        return tuple(problems)

    def _unreadable(self, key: str, word: str | None) -> Text:
        if word:
            return Text("undated_word", (Words(word, word),))
        if key == "value":
            return Text("unreadable_amount")
        return Text("unreadable_date") if key in DATES else Text("unreadable", (key,))


class _Asked(NamedTuple):
    """What a team notes of its leads, so that a row without it is worth a flag."""

    fit: bool
    owner: bool
    phase: bool
    address: bool

    @classmethod
    def of(cls, tab: LeadsTab, log: Log) -> _Asked:
        """Returns what this tab has columns for, and, of fit and owner, also a filled cell."""
        leads, people = tab.leads, tab.people
        fit = "fit" in people and _is_filled(leads, "fit")
        owner = "owner" in people and any(leads.field("owner"))
        phase = "phase" in people or log.holds_phase
        return cls(fit, owner, phase, "email" in people or "phone" in people)


def _is_filled(leads: LeadTable, key: str) -> bool:
    """Returns whether any lead has something in a column, readable or not."""
    if any(said is not None for said in leads.field(key)):
        return True
    return any(key in bad for bad in leads.field("bad"))


_Promised = tuple[str, date | None, date | None]
"""What was agreed, for when, and the day that was announced."""


def _promised(lead: Lead, contacted: date | None, logged: LogSummary | None) -> _Promised:
    """Returns of cell and log the earlier day that is still ahead of our last contact."""
    if logged is None:
        return lead.agreement, lead.agreed_for, lead.announced_for
    agreement, noted = lead.agreement, lead.agreed_for
    agreed_for = _sooner(noted, logged.agreed_for, contacted)
    if agreed_for == logged.agreed_for and (agreed_for != noted or not agreement):
        agreement = logged.agreement
    announced = _sooner(lead.announced_for, logged.announced, contacted)
    return agreement, agreed_for, announced


def _sooner(cell: date | None, log: date | None, last: date | None) -> date | None:
    """Returns the earlier day after our last contact; where none is, the cell's."""
    ahead = [day for day in (cell, log) if day and (last is None or day > last)]
    return min(ahead, default=cell or log)


def _later(cell: Moment | None, log: Moment | None) -> Moment | None:
    """Returns the moment of the later day, of cell and log."""
    if cell is None or log is None:
        return cell or log
    return log if log.day > cell.day else cell

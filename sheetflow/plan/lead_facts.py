"""A lead + what is remembered + what the other rows say -> the facts that decide it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from sheetflow.columns import DATES, fold
from sheetflow.decide.facts import Facts
from sheetflow.decide.playbook import Stage
from sheetflow.model import Problem, Text, Value
from sheetflow.parse import dates
from sheetflow.parse.contacts_log import Log, Touched, with_cell
from sheetflow.parse.dates import Moment, is_later
from sheetflow.parse.leads import ANSWERS, NO_ANSWERS, Lead, Memo
from sheetflow.parse.values import is_blank
from sheetflow.parse.workbook import LeadsTab, Workbook
from sheetflow.plan.duplicates import CrossRowFacts
from sheetflow.plan.edits import looks_ours, names_our_date
from sheetflow.plan.touches import update_touches
from sheetflow.state import Record, State, TouchState, standing_in, written_text
from sheetflow.texts.render import choose

_EVENT: Final = re.compile(
    r"\b(events?|eventos?|fairs?|trade ?shows?|expos?|exhibitions?|conferences?|congress|webinars?|workshops?|"
    r"seminars?|meetups?|"
    r"ferias?|exposicion|congresos?|jornadas?|conferencias?|seminarios?|talleres|taller|encuentros?|salon)\b"
)
"""Words in `source` that make a group of leads of one day an event."""

_NEXT: Final = ANSWERS.index("next_contact")
_STATUS: Final = ANSWERS.index("status")
_TOUCHES: Final = ANSWERS.index("touches")
_WHY: Final = ANSWERS.index("why")
_NOBODY: Final[frozenset[str]] = frozenset()
_FACTS: Final = partial(tuple.__new__, Facts)
"""Facts from a tuple of all its fields: a third of the time of the constructor, and it is made for
every row.
"""


class LeadFacts(NamedTuple):
    """A lead with all that is known of it. `edited` are the owned cells that hold what a person put
    there; `doubtful` is a date in next_contact that may be a person's or ours, where no memory
    tells.
    """

    facts: Facts
    record: Record | None
    seen: TouchState
    edited: frozenset[str]
    doubtful: date | None
    problems: tuple[Problem, ...]


class Edits(NamedTuple):
    """What people did in our cells of one row."""

    edited: frozenset[str] = _NOBODY
    planned_by_hand: date | None = None
    doubtful: date | None = None


_CLEAN: Final = Edits()


class FactFinder:
    """Finds the facts of the leads of one tab."""

    def __init__(
        self, tab: LeadsTab, book: Workbook, state: State, others: CrossRowFacts, log: Log
    ) -> None:
        self._tab, self._book, self._state, self._others, self._log = (
            tab,
            book,
            state,
            others,
            log,
        )
        self._stages: dict[str, Stage] = {stage.key: stage for stage in book.playbook.stages}
        self._stages_text = ", ".join(
            choose(stage.label, book.lang) for stage in book.playbook.stages
        )
        self._absences = Memo(lambda owner: book.playbook.absences.get(fold(str(owner)), ()))
        self._events = Memo(lambda source: _EVENT.search(str(source)) is not None)
        typed = (
            [lead[_NEXT] for lead in tab.leads.field("answers")]
            if "next_contact" in tab.owned
            else []
        )
        order = dates.column_order(
            (v for v in typed if isinstance(v, str)), book.calendar.day_first
        )
        self._moments = Memo(
            lambda value: dates.read_moment(value, book.calendar._replace(day_first=order))
        )

    def find(self, lead: Lead, lead_id: str) -> LeadFacts:
        """The facts of one lead."""
        record = self._state.get(lead_id) if self._state.texts else None
        marked = record if lead.id == lead_id or not lead.id else self._state.get(lead.id)
        contact, reply, touched = lead.last_contact, lead.last_reply, None
        if self._log.present:
            contact, reply, touched = self._with_log(lead)
        shown = lead.answers[_TOUCHES] if self._state.lost else None
        number = int(shown) if isinstance(shown, int | float) and 0 <= shown < 1e6 else None
        seen = update_touches(record, contact, reply, lead.stage, self._stages, number)
        edits = self._edits(lead, lead_id, marked, record, contact)
        facts = self._facts(lead, contact, reply, seen, edits, touched)
        return LeadFacts(
            facts,
            record,
            seen,
            edits.edited,
            edits.doubtful,
            self._problems(lead, facts, edits) if lead.bad or facts.typed_over else (),
        )

    def _facts(
        self,
        lead: Lead,
        contact: Moment | None,
        reply: Moment | None,
        seen: TouchState,
        edits: Edits,
        touched: Touched | None,
    ) -> Facts:
        before = touched.before if touched else seen.before
        agreement, agreed_for = lead.agreement, lead.agreed_for
        if (
            touched
            and touched.agreed_for
            and (agreed_for is None or touched.agreed_for > agreed_for)
        ):
            agreement, agreed_for = touched.agreement, touched.agreed_for
        others = self._others
        return _FACTS(
            (
                lead.stage,
                lead.kind,
                lead.fit,
                lead.do_not_contact,
                lead.segment,
                bool(lead.owner),
                lead.created,
                contact.day if contact else None,
                reply.day if reply else None,
                reply is not None and (contact is None or is_later(reply, contact)),
                agreement,
                agreed_for,
                lead.appointment,
                bool(lead.confirmed),
                lead.not_before,
                lead.open_ending,
                lead.bad,
                edits.planned_by_hand,
                edits is not _CLEAN and _typed_over(edits),
                self._touches(lead, contact, seen, touched),
                before.day if before else None,
                reply is not None and before is not None and _between(before, reply, contact),
                seen.skipped,
                lead.email in others.emails or lead.phone in others.phones,
                self._event(lead) if lead.source else "",
                self._absences[lead.owner],
                touched.announced if touched else None,
                self._log.present and contact is not None and not (touched and touched.phase),
            )
        )

    def _with_log(self, lead: Lead) -> tuple[Moment | None, Moment | None, Touched | None]:
        """Last contact, last reply, and what the log says where the lead has lines."""
        touched = self._log.leads.get((self._tab.layout.tab.name, lead.row))
        if touched is None:
            return lead.last_contact, lead.last_reply, None
        touched = with_cell(
            touched._replace(reply=_later(lead.last_reply, touched.reply)), lead.last_contact
        )
        return touched.last, touched.reply, touched

    def _touches(
        self, lead: Lead, contact: Moment | None, seen: TouchState, touched: Touched | None
    ) -> int:
        """The team's own count, else the log's, else ours; at least 1 after a contact."""
        count = (
            lead.attempts
            if lead.attempts is not None
            else touched.touches
            if touched
            else seen.touches
        )
        return max(count, 1) if contact else count

    def _event(self, lead: Lead) -> str:
        if lead.created is None or not self._events[lead.source]:
            return ""
        return (
            "few"
            if self._others.events[lead.source, lead.created] <= self._book.playbook.few
            else "many"
        )

    def _edits(self, lead: Lead, lead_id: str, marked: Record | None, record: Record | None,
               contact: Moment | None) -> Edits:  # fmt: skip
        """Tell people's values in our cells from ours: a value is ours when the last run wrote it
        there.

        A row copied while a run was writing may hold older answers than those that it remembers.
        """
        answers = lead.answers
        if answers == NO_ANSWERS:
            return _CLEAN
        if marked is not None and written_text(answers) == marked.written:
            return _CLEAN
        filled = [i for i, value in enumerate(answers) if not is_blank(value)]
        if not filled:
            return _CLEAN
        if marked is None and (
            self._state.lost or any(_ours(ANSWERS[i], answers[i]) for i in (_STATUS, _WHY))
        ):
            return self._guess(answers, filled, contact)
        filled = [i for i in filled if not _is_written(answers[i], i, marked, record)]
        filled = [i for i in filled if i not in self._state.strays.get(lead.id or lead_id, ())]
        copied = lead.id != lead_id and lead.id in self._state.copied
        if self._state.open or copied or self._is_old(lead.id or lead_id, answers, filled):
            return self._guess(answers, filled, contact)
        return self._typed(answers, filled, contact)

    def _is_old(self, lead_id: str, answers: Sequence[Value], filled: Sequence[int]) -> bool:
        """Whether these cells of a shared sheet hold older answers of ours, as a run leaves them
        that was cut off while people moved rows: a whole reason, the date it names, no text but
        ours, and nothing that was kept as a person's.
        """
        if (
            not self._state.shared
            or _WHY not in filled
            or (_NEXT in filled and not self._is_our_date(answers))
        ):
            return False
        left = standing_in(self._state.texts.get(lead_id, ""))
        kept = len(left) == len(answers) and any(
            written_text((answers[i],)) in left[i] for i in filled
        )
        return not kept and all(_ours(ANSWERS[i], answers[i]) for i in filled if i != _NEXT)

    def _typed(
        self, answers: Sequence[Value], edited: Sequence[int], contact: Moment | None
    ) -> Edits:
        """A date in next_contact is a plan until we have made contact; other text stays until it is
        emptied.
        """
        keys = {ANSWERS[i] for i in edited}
        moment = self._moments[answers[_NEXT]] if _NEXT in edited else None
        if not isinstance(moment, Moment):
            return Edits(frozenset(keys))
        if contact is not None and moment.day <= contact.day:
            return Edits(frozenset(keys - {"next_contact"}))
        return Edits(frozenset(keys), moment.day)

    def _guess(
        self, answers: Sequence[Value], filled: Sequence[int], contact: Moment | None
    ) -> Edits:
        """Without a memory: what does not look like ours is a person's; a date may be either."""
        strange = [i for i in filled if i != _NEXT and not _ours(ANSWERS[i], answers[i])]
        if _NEXT in filled and not self._is_our_date(answers):
            strange.append(_NEXT)
        edits = self._typed(answers, strange, contact)
        return edits._replace(planned_by_hand=None, doubtful=edits.planned_by_hand)

    def _is_our_date(self, answers: Sequence[Value]) -> bool:
        """Whether the reason that stands beside a date is one of ours and names that very date as
        our own.
        """
        moment, why = self._moments[answers[_NEXT]], answers[_WHY]
        return (
            isinstance(moment, Moment) and isinstance(why, str) and names_our_date(why, moment.day)
        )

    def _problems(self, lead: Lead, facts: Facts, edits: Edits) -> tuple[Problem, ...]:
        layout, people = self._tab.layout, self._tab.people
        problems = [
            Problem(layout.where(people.get(key, 0), lead.row), _unreadable(key, self._stages_text))
            for key in lead.bad
        ]
        planned = {"next_contact"} if facts.planned_by_hand or edits.doubtful else set()
        typed = [key for key in ANSWERS if key in edits.edited - planned]
        problems += [
            Problem(layout.where(self._tab.owned[key], lead.row), Text("typed_over", (key,)))
            for key in typed
        ]
        return tuple(problems)


def _is_written(value: Value, at: int, *records: Record | None) -> bool:
    """Whether the last run wrote this: for the id that stands in the row, or for the lead that the
    row is.
    """
    mark = written_text((value,))
    return any(record is not None and record.written.split(";")[at] == mark for record in records)


def _between(before: Moment, reply: Moment, contact: Moment | None) -> bool:
    return is_later(reply, before) and not (contact and is_later(reply, contact))


def _typed_over(edits: Edits) -> bool:
    """Text in a cell of ours; a date that is a plan is none."""
    plan = {"next_contact"} if edits.planned_by_hand or edits.doubtful else set()
    return bool(edits.edited - plan)


def _unreadable(key: str, stages: str) -> Text:
    if key == "stage":
        return Text("unknown_stage", (stages,))
    return Text("unreadable_date") if key in DATES else Text("unreadable", (key,))


def _ours(key: str, value: Value) -> bool:
    """Whether a value could be one that sheetflow wrote."""
    if isinstance(value, str):
        return key in ("status", "next_step", "flags", "why") and looks_ours(key, value)
    return key in ("overdue", "touches", "interest") and isinstance(value, int | float)


def _later(cell: Moment | None, log: Moment | None) -> Moment | None:
    """Of cell and log the later day wins."""
    if cell is None or log is None:
        return cell or log
    return log if log.day > cell.day else cell

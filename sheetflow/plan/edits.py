"""Tells a person's value in our cells from ours: a value is ours where the last run wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from sheetflow.memo import Memo
from sheetflow.model import Value
from sheetflow.parse import dates
from sheetflow.parse.dates import Moment
from sheetflow.parse.leads import ANSWER_AT, ANSWERS, NO_ANSWERS, Lead
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.values import Unreadable, is_blank
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.misplaced import Misplaced
from sheetflow.plan.our_texts import is_ours, names_our_date
from sheetflow.state import State
from sheetflow.state.record import Record, expected_fingerprints, fingerprint, written_text

_NEXT: Final = ANSWER_AT["next_contact"]
_WHY: Final = ANSWER_AT["why"]
_NO_COLUMNS: Final[frozenset[str]] = frozenset()


class Edits(NamedTuple):
    """What people did in our cells of one row: `edited` are the cells that they wrote,
    `planned_by_hand` is a date in next_contact that is theirs, `doubtful` one that may be theirs or
    ours, where no record tells.
    """

    edited: frozenset[str] = _NO_COLUMNS
    planned_by_hand: date | None = None
    doubtful: date | None = None

    def overwritten(self) -> frozenset[str]:
        """Returns the cells in which a person's value stays; a date that is a plan is none."""
        if self.planned_by_hand or self.doubtful:
            return self.edited - {"next_contact"}
        return self.edited


NO_EDITS: Final = Edits()


class EditFinder:
    """Finds what people did in our cells of one tab."""

    def __init__(self, tab: LeadsTab, book: Workbook, state: State, misplaced: Misplaced) -> None:
        self._state, self._misplaced, self._shared = state, misplaced, book.shared
        style = book.date_style
        if "next_contact" in tab.owned:
            planned = (answers[_NEXT] for answers in tab.leads.field("answers"))
            style = style._replace(day_first=dates.column_order(planned, style.day_first))
        self._moments: Memo[Value, Moment | Unreadable | None] = Memo(
            lambda value: dates.read_moment(value, style)
        )

    def find(
        self,
        lead: Lead,
        lead_id: str,
        contact: Moment | None,
        of_lead: Record | None,
        of_row: Record | None,
    ) -> Edits:
        """Tells people's values in our cells of a row from ours, by the records of the lead that
        the row is, and of the id that is written in it.
        """
        answers = lead.answers
        if answers == NO_ANSWERS:
            return NO_EDITS
        if of_row is not None and written_text(answers) == of_row.written:
            return NO_EDITS
        filled = [at for at, value in enumerate(answers) if not is_blank(value)]
        if not filled:
            return NO_EDITS
        if of_row is None and (self._state.lost or _looks_answered(answers)):
            # we wrote here, and no record tells what
            return self._guess(answers, filled, contact)
        id_ = lead.id or lead_id
        misplaced = self._misplaced.answers.get(id_, ())
        not_ours = [
            at
            for at in filled
            if at not in misplaced and not _is_written(answers[at], at, of_row, of_lead)
        ]
        # a row that was copied while a run was writing may hold older answers than its record
        copied = lead.id != lead_id and lead.id in self._misplaced.copied
        if self._state.is_open or copied or self._is_old(id_, answers, not_ours):
            return self._guess(answers, not_ours, contact)
        return self._edits(answers, not_ours, contact)

    def _is_old(self, id_: str, answers: Sequence[Value], not_ours: Sequence[int]) -> bool:
        """Returns whether these cells of a shared sheet hold older answers of ours.

        A run that is cut off while people move rows leaves such cells. The reason is one of them.
        Where the date is another, the reason names it. All texts look like ours. None was kept as
        a person's.
        """
        if not self._shared or _WHY not in not_ours:
            return False
        if _NEXT in not_ours and not self._is_our_date(answers):
            return False
        expected = expected_fingerprints(self._state.texts.get(id_, ""))
        if len(expected) == len(answers):
            kept = [at for at in not_ours if fingerprint(answers[at]) in expected[at]]
            if kept:
                return False
        return all(at == _NEXT or is_ours(ANSWERS[at], answers[at]) for at in not_ours)

    def _guess(
        self, answers: Sequence[Value], filled: Sequence[int], contact: Moment | None
    ) -> Edits:
        """Takes, without a record, what does not look like ours for a person's; a date may be
        either.
        """
        not_ours = [at for at in filled if at != _NEXT and not is_ours(ANSWERS[at], answers[at])]
        if _NEXT in filled and not self._is_our_date(answers):
            not_ours.append(_NEXT)
        edits = self._edits(answers, not_ours, contact)
        return edits._replace(planned_by_hand=None, doubtful=edits.planned_by_hand)

    def _edits(
        self, answers: Sequence[Value], edited: Sequence[int], contact: Moment | None
    ) -> Edits:
        """Sorts a person's values: a date in next_contact is a plan until we have made contact,
        other text stays until it is emptied.
        """
        keys = frozenset(ANSWERS[at] for at in edited)
        moment = self._moments[answers[_NEXT]] if _NEXT in edited else None
        if not isinstance(moment, Moment):
            return Edits(keys)
        if contact is not None and moment.day <= contact.day:
            return Edits(keys - {"next_contact"})
        return Edits(keys, moment.day)

    def _is_our_date(self, answers: Sequence[Value]) -> bool:
        """Returns whether the reason beside a date is ours and names that date as our own."""
        moment, why = self._moments[answers[_NEXT]], answers[_WHY]
        if not (isinstance(moment, Moment) and isinstance(why, str)):
            return False
        return names_our_date(why, moment.day)


def _looks_answered(answers: Sequence[Value]) -> bool:
    """Returns whether the status or the reason of a row could be ours."""
    return any(is_ours(ANSWERS[at], answers[at]) for at in (ANSWER_AT["status"], _WHY))


def _is_written(value: Value, at: int, *records: Record | None) -> bool:
    """Returns whether the last run wrote this, for the id in the row or for the lead that it is."""
    ours = fingerprint(value)
    return any(record is not None and record.written.split(";")[at] == ours for record in records)

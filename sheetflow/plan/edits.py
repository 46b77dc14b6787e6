"""Tells a person's value in our cells from ours: a value is ours where the last run wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import Final, NamedTuple

from sheetflow.decide.playbook import Stage
from sheetflow.decide.stage_words import fold_word
from sheetflow.memo import Memo
from sheetflow.model import Value
from sheetflow.parse import dates
from sheetflow.parse.dates import Moment
from sheetflow.parse.leads import ANSWER_AT, ANSWERS, NO_ANSWERS, Lead
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.open_dates import OpenDate
from sheetflow.parse.stages import StageWords
from sheetflow.parse.typed_words import TypedWord
from sheetflow.parse.values import is_blank, text_of
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.misplaced import Misplaced
from sheetflow.plan.our_texts import is_ours, names_our_date
from sheetflow.plan.typed_dates import ReadWord, WordReader
from sheetflow.state import State
from sheetflow.state.record import Record, expected_fingerprints, fingerprint, written_text
from sheetflow.texts.words import STATUSES

_NEXT: Final = ANSWER_AT["next_contact"]
_WHY: Final = ANSWER_AT["why"]
_STATUS: Final = ANSWER_AT["status"]
_STATUS_WORDS: Final = frozenset(map(fold_word, chain.from_iterable(STATUSES.values())))
_NO_COLUMNS: Final[frozenset[str]] = frozenset()


class Edits(NamedTuple):
    """What people did in our cells of one row: `edited` are the cells that they wrote,
    `planned_by_hand` is a date in next_contact that is theirs, `doubtful` one that may be theirs or
    ours, where no record tells; `word` is what that date was typed as, where it is a word. `stage`
    is the closing one that they typed into the status, `answered` whether they typed another word
    of ours there, which is answered over.
    """

    edited: frozenset[str] = _NO_COLUMNS
    planned_by_hand: date | None = None
    doubtful: date | None = None
    word: ReadWord | None = None
    stage: Stage | None = None
    answered: bool = False

    def overwritten(self) -> frozenset[str]:
        """Returns the cells in which a person's value stays and stands for nothing: a date that is
        a plan is none, and a status that closes the row is none.
        """
        standing = set[str]()
        if self.planned_by_hand or self.doubtful:
            standing.add("next_contact")
        if self.stage:
            standing.add("status")
        return self.edited - standing


NO_EDITS: Final = Edits()


class EditFinder:
    """Finds what people did in our cells of one tab."""

    def __init__(
        self,
        tab: LeadsTab,
        book: Workbook,
        state: State,
        misplaced: Misplaced,
        words: WordReader,
    ) -> None:
        self._state, self._misplaced, self._shared = state, misplaced, book.shared
        self._words, self._playbook = words, book.playbook
        self._formulas, self._live = tab.leads.formulas, tab.leads.live
        self._stage_words: StageWords | None = None  # made for the first status somebody typed
        style = book.date_style._replace(day_first=tab.planned_order)
        self._moments: Memo[Value, dates.Read] = Memo(lambda value: dates.read_moment(value, style))

    def find(
        self,
        lead: Lead,
        lead_id: str,
        contact: Moment | None,
        of_lead: Record | None,
        of_row: Record | None,
    ) -> Edits:
        """Tells people's values in our cells of a row from ours, by the records of the lead that
        the row is, and of the id that is written in it; a status that they typed may be its stage.
        """
        live = self._live.get(lead.row)
        typed = _without_results(lead, live) if live else lead
        edits = self._values(typed, lead_id, contact, of_lead, of_row)
        if "status" in edits.edited:
            edits = self._with_status(lead, edits, of_lead)
        if lead.row in self._formulas:
            return self._with_formulas(edits, lead, contact)
        return edits

    def _with_formulas(self, edits: Edits, lead: Lead, contact: Moment | None) -> Edits:
        """Adds the cells with a formula, which we never write: they are a person's, whatever their
        results are.

        A result that is a date after the last contact is a plan.
        """
        formulas = self._formulas[lead.row]
        answered = edits.answered and "status" not in formulas
        edits = edits._replace(edited=edits.edited | formulas, answered=answered)
        if "next_contact" not in formulas:
            return edits
        moment = self._moments[lead.answers[_NEXT]]
        ahead = isinstance(moment, Moment) and (contact is None or moment.day > contact.day)
        planned = moment.day if isinstance(moment, Moment) and ahead else None
        return edits._replace(planned_by_hand=planned, doubtful=None)

    def _with_status(self, lead: Lead, edits: Edits, record: Record | None) -> Edits:
        """Reads the status that a person typed: a word that closes counts as the stage, until Stage
        says otherwise; any other word of ours is answered over.
        """
        typed = lead.answers[_STATUS]
        if self._stage_words is None:
            self._stage_words = StageWords(self._playbook)
        stage = self._stage_words.find(text_of(typed))
        closes = stage is not None and stage.closed
        if closes and not self._says_otherwise(lead, record):
            return edits._replace(stage=stage)
        if closes or fold_word(text_of(typed)) in _STATUS_WORDS:
            return edits._replace(edited=edits.edited - {"status"}, answered=not closes)
        return edits

    def _says_otherwise(self, lead: Lead, record: Record | None) -> bool:
        """Returns whether the stage was filled anew since the last run left the typed status as it
        is.
        """
        if record is None or not lead.word or record.said.word in (None, lead.word):
            return False
        prints = expected_fingerprints(self._state.texts.get(record.id, ""))[_STATUS:][:1]
        ours = record.written.split(";")[_STATUS]
        now = fingerprint(lead.answers[_STATUS])
        return now != ours and any(now in expected for expected in prints)

    def _values(
        self,
        lead: Lead,
        lead_id: str,
        contact: Moment | None,
        of_lead: Record | None,
        of_row: Record | None,
    ) -> Edits:
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
            return self._guess(answers, filled, contact, of_lead)
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
            return self._guess(answers, not_ours, contact, of_lead)
        return self._edits(answers, not_ours, contact, of_lead)

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
        self,
        answers: Sequence[Value],
        filled: Sequence[int],
        contact: Moment | None,
        record: Record | None,
    ) -> Edits:
        """Takes, without a record, what does not look like ours for a person's; a date may be
        either.
        """
        not_ours = [at for at in filled if at != _NEXT and not is_ours(ANSWERS[at], answers[at])]
        as_text = isinstance(answers[_NEXT], str)  # ours are numbers
        if _NEXT in filled and (as_text or not self._is_our_date(answers)):
            not_ours.append(_NEXT)
        edits = self._edits(answers, not_ours, contact, record)
        if as_text:
            return edits
        return edits._replace(planned_by_hand=None, doubtful=edits.planned_by_hand)

    def _edits(
        self,
        answers: Sequence[Value],
        edited: Sequence[int],
        contact: Moment | None,
        record: Record | None,
    ) -> Edits:
        """Sorts a person's values: a date in next_contact is a plan until we have made contact,
        other text stays until it is emptied.
        """
        keys = frozenset(ANSWERS[at] for at in edited)
        moment = self._moments[answers[_NEXT]] if _NEXT in edited else None
        word = None
        if isinstance(moment, OpenDate):
            typed = TypedWord("next_contact", text_of(answers[_NEXT]), moment)
            word = self._words.read(typed, record)
            moment = word.moment
        if not isinstance(moment, Moment):
            return Edits(keys, word=word)
        if contact is not None and moment.day <= contact.day:
            return Edits(keys - {"next_contact"})
        return Edits(keys, moment.day, word=word)

    def _is_our_date(self, answers: Sequence[Value]) -> bool:
        """Returns whether the reason beside a date is ours and names that date as our own."""
        moment, why = self._moments[answers[_NEXT]], answers[_WHY]
        if not (isinstance(moment, Moment) and isinstance(why, str)):
            return False
        return names_our_date(why, moment.day)


def _without_results(lead: Lead, live: frozenset[str]) -> Lead:
    """Returns the row without what our formulas show: nobody typed that."""
    held = zip(ANSWERS, lead.answers, strict=True)
    typed = tuple(None if key in live else value for key, value in held)
    return lead._replace(answers=typed)


def _looks_answered(answers: Sequence[Value]) -> bool:
    """Returns whether the status or the reason of a row could be ours."""
    return any(is_ours(ANSWERS[at], answers[at]) for at in (ANSWER_AT["status"], _WHY))


def _is_written(value: Value, at: int, *records: Record | None) -> bool:
    """Returns whether the last run wrote this, for the id in the row or for the lead that it is."""
    ours = fingerprint(value)
    return any(record is not None and record.written.split(";")[at] == ours for record in records)

"""What a rule is given and what it answers: inert values.

`Facts` and `Decision`, a million in a full sheet, are named tuples: four times faster than frozen
dataclasses.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sheetflow.decide.people import Absence
from sheetflow.decide.playbook import Playbook, Stage
from sheetflow.decide.symptoms import NOTHING_SEEN, Symptoms
from sheetflow.decide.workdays import Workdays
from sheetflow.model import Text


class WordDate(NamedTuple):
    """A date that was typed as a word, such as `hoy`: its column, the text, the day on which it was
    first seen, and the day it means.
    """

    key: str
    text: str
    seen: date
    day: date


class Facts(NamedTuple):
    """All that decides about a row, and nothing that does not: equal facts, equal decision.

    `stage` and `kind` are None where the cell says something unknown. `reply_waits` says that their
    last message came after our last contact, by the clock where both carry a time on the same day,
    or that there is no contact. `bad` names unreadable columns. The fields from `planned_by_hand`
    on come from state, log and other rows; `contacts` are those since the row came into its stage;
    `event` is few or many; `opted_out` says that their address asked not to be contacted; `words`
    are those of the dates that were typed as words; `symptoms` give the step, nothing else.
    `has_owner` is False, and `fit_unknown`,
    `phase_unknown` and `no_address` are True, only where the team keeps such a column.
    """

    stage: Stage | None
    kind: str | None = "opportunity"
    fit: bool | None = None
    do_not_contact: bool | None = None
    segment: str = ""
    has_owner: bool = True
    created: date | None = None
    last_contact: date | None = None
    last_reply: date | None = None
    reply_waits: bool = False
    agreement: str = ""
    agreed_for: date | None = None
    appointment: date | None = None
    confirmed: bool = False
    not_before: date | None = None
    open_ending: bool = False
    reproach: bool = False
    bad: tuple[str, ...] = ()
    planned_by_hand: date | None = None
    typed_over: bool = False
    touches: int = 0
    contacts: int = 0
    previous_contact: date | None = None
    reply_between: bool = False
    skipped_stage: bool = False
    duplicate: bool = False
    event: str = ""
    absences: tuple[Absence, ...] = ()
    announced_for: date | None = None
    phase_unknown: bool = False
    fit_unknown: bool = False
    no_address: bool = False
    opted_out: bool = False
    has_email: bool = True
    has_phone: bool = True
    words: tuple[WordDate, ...] = ()
    symptoms: Symptoms = NOTHING_SEEN


class Decision(NamedTuple):
    """What follows from the facts of a row on a day; texts/words.py puts `step` and `why` into a
    language.

    `due` is the date of our next contact; `overdue` the days late, None below 1; None is blank.
    `channel` is that of the step: a key of CHANNELS, or a word of the team's.
    """

    status: str
    rule: str
    due: date | None = None
    overdue: int | None = None
    touches: int | None = None
    interest: int | None = None
    flags: tuple[str, ...] = ()
    step: Text | None = None
    why: tuple[Text, ...] = ()
    channel: str = ""


class Context(NamedTuple):
    """What a rule knows besides the row: the team's numbers, its working days, and which day it
    is.
    """

    playbook: Playbook
    workdays: Workdays
    today: date

    def is_old(self, word: WordDate) -> bool:
        """Returns whether a word was typed on an earlier working day: the same one typed today
        would be no change.
        """
        return self.workdays.late(word.seen, self.today) >= 1

    def silence(self, facts: Facts) -> int | None:
        """Returns for how many days neither side was heard of; None where no day is known."""
        days = [d for d in (facts.last_contact, facts.last_reply, facts.created) if d]
        return self.workdays.late(max(days), self.today) if days else None

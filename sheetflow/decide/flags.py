"""THE flags: warnings beside the status, each a question asked of the facts (follow-up.md,
"Flags").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from sheetflow.decide.facts import Context, Facts
from sheetflow.decide.people import Absence

Flag = Callable[[Facts, Context, str, date | None], bool]
"""(facts, context, rule, due) -> whether the row gets the flag."""


def owner_away(facts: Facts, due: date) -> Absence | None:
    """Returns the absence of the owner that covers the due date, if there is one."""
    for absence in facts.absences:
        if absence.covers(due):
            return absence
    return None


def no_agreement(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """They reacted between our last two contacts, and nothing is dated after the last one."""
    last, before, meeting = facts.last_contact, facts.previous_contact, facts.appointment
    if last is None or before is None or (meeting and meeting >= context.today):
        return False
    reply = None if facts.reply_waits else facts.last_reply
    if not any(before <= day <= last for day in (reply, meeting) if day):
        return False
    dated = (facts.agreed_for, facts.announced_for, facts.planned_by_hand)
    return not any(day > last for day in dated if day)


def open_ending(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """The agreement or a note ends in "let me know" or the like."""
    return facts.open_ending


def reproach(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """The agreement or a note blames them, as in "as I already told you"."""
    return facts.reproach


def promise_missed(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """An agreed or announced day passed, and there was no contact on or after it."""
    missed = _missed(facts.agreed_for, facts, context)
    return missed or _missed(facts.announced_for, facts, context)


def _missed(promised: date | None, facts: Facts, context: Context) -> bool:
    if promised is None or (facts.last_contact is not None and facts.last_contact >= promised):
        return False
    return context.workdays.late(promised, context.today) >= 1


def too_soon(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """The last two contacts lie closer together than the stage allows, with no reply between."""
    stage, last, before = facts.stage, facts.last_contact, facts.previous_contact
    if stage is None or last is None or before is None or facts.reply_between:
        return False
    gentle = stage.ends_in == "nurture" and facts.touches >= stage.max_touches
    shortest = context.playbook.nurture_every if gentle else stage.min_gap
    return context.workdays.late(before, last) < shortest


def too_many(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """More touches than the cap and its last message."""
    stage = facts.stage
    if stage is None or stage.ends_in != "last_message":
        return False
    return facts.touches > stage.max_touches + 1


def skipped_stage(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """The stage moved forward over an open stage."""
    return facts.skipped_stage


def unconfirmed(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """An appointment is not confirmed, and the day to confirm it, or to record how it went, has
    come.
    """
    when = facts.appointment
    if when is None or facts.confirmed:
        return False
    if when < context.today:
        return rule == "appointment" and due is not None and due <= context.today
    return context.workdays.before(when, context.playbook.confirm_before) <= context.today


def unknown_fit(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """An opportunity of which nobody said whether it is possible, in a tab that says it of
    others.
    """
    return facts.fit_unknown and facts.kind == "opportunity"


def unknown_phase(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """Contacted, and no phase is noted, where the team notes phases."""
    return facts.phase_unknown


def no_owner(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """Nobody is responsible, in a tab that names owners."""
    return not facts.has_owner


def no_address(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """Neither phone nor email, in a tab that has a column for one of them."""
    return facts.no_address


def away(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """The row is due or late while its owner is away, or a message or an appointment falls into
    the absence.
    """
    if due is None:
        return False
    if due <= context.today and owner_away(facts, context.today):
        return True
    return rule in ("reply", "appointment") and owner_away(facts, due) is not None


def duplicate(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """Another lead of any tab has the same email, or the same last 9 digits of the phone."""
    return facts.duplicate


def reply_unseen(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """They wrote after we closed it or stopped following."""
    return rule in ("closed", "not_followed") and facts.reply_waits


def typed_over(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """A person's text is in one of our cells."""
    return facts.typed_over


def word_date(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """A date was typed as a word on an earlier working day."""
    return any(map(context.is_old, facts.words))


def bad_cell(facts: Facts, context: Context, rule: str, due: date | None) -> bool:
    """A cell cannot be read."""
    return bool(facts.bad) or rule == "problem"


FLAGS: Final[dict[str, tuple[str, Flag]]] = {
    "no_agreement": ("previous_contact", no_agreement),
    "open_ending": ("open_ending", open_ending),
    "reproach": ("reproach", reproach),
    "promise_missed": ("", promise_missed),
    "too_soon": ("previous_contact", too_soon),
    "too_many": ("touches", too_many),
    "skipped_stage": ("skipped_stage", skipped_stage),
    "unconfirmed": ("appointment", unconfirmed),
    "unknown_fit": ("fit_unknown", unknown_fit),
    "unknown_phase": ("phase_unknown", unknown_phase),
    "no_owner": ("", no_owner),
    "no_address": ("no_address", no_address),
    "owner_away": ("absences", away),
    "duplicate": ("duplicate", duplicate),
    "reply_unseen": ("reply_waits", reply_unseen),
    "typed_over": ("typed_over", typed_over),
    "word_date": ("words", word_date),
    "bad_cell": ("", bad_cell),
}
"""In the order in which they are listed; each with the fact that it needs, if there is one."""

_ALWAYS: Final = frozenset({"duplicate", "reply_unseen", "typed_over", "word_date", "bad_cell"})
"""Those of rows that are not open, too."""

_STAGE: Final = Facts._fields.index("stage")


def _asked(keys: Iterable[str]) -> tuple[tuple[str, int, Flag], ...]:
    """Returns (key, the field of Facts that it needs, the flag) of each; the stage where it needs
    none.
    """
    found = []
    for key in keys:
        need, flag = FLAGS[key]
        found.append((key, Facts._fields.index(need or "stage"), flag))
    return tuple(found)


_ON_OPEN: Final = _asked(FLAGS)
_ON_RESTING: Final = _asked(key for key in FLAGS if key in _ALWAYS)


def flags_of(
    facts: Facts, context: Context, rule: str, status: str, due: date | None
) -> tuple[str, ...]:
    """Returns the flags of a row, in their order, each once."""
    resting = status == "no_answer" or rule in ("closed", "not_followed")
    asked = _ON_RESTING if resting else _ON_OPEN
    given = (facts, context, rule, due)
    # most facts are blank, and a look at one costs less than a call
    held = [k for k, need, flag in asked if (need == _STAGE or facts[need]) and flag(*given)]
    return tuple(held)

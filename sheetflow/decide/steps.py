"""The next step of a row and its channel (follow-up.md, "Next step and channel"); texts/words.py
says it.
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from sheetflow.decide.facts import Context, Facts
from sheetflow.decide.playbook import Playbook, Stage, Words
from sheetflow.decide.sequence import MORE, NURTURE, Step
from sheetflow.decide.symptoms import Symptom
from sheetflow.model import Text

_UNPLANNED: Final = frozenset({"first_contact", "cadence", "nurture"})
"""The rules under which nobody expects our contact."""
_BY_NUMBER: Final = frozenset({"phone", "whatsapp", "sms"})
"""The channels that need a number."""

LONGEST: Final = 160
"""Characters of an agreement that a next step repeats."""


class NextStep(NamedTuple):
    """What to do next, and by which channel: a key of CHANNELS, a word of the team's, or blank."""

    text: Text | None
    channel: str = ""


def step_of(facts: Facts, context: Context, rule: str, status: str) -> NextStep:
    """Returns what to do next, by which channel; without a text on rows that nobody follows."""
    if rule in ("closed", "not_followed", "problem"):
        return NextStep(None)
    if rule == "waiting":
        return NextStep(Text(f"step_{status}"))
    planned = _planned_step(facts, context, rule)
    channel = reachable(planned.channel, facts)
    if rule == "reply":
        return NextStep(_answer(facts, context, channel), channel)
    if rule == "appointment":
        return NextStep(_meeting(facts, context, channel), channel)
    if rule == "last_message":
        return NextStep(Text("step_last_message", (channel,)), channel)
    if rule == "agreement" and (text := _as_promised(facts, channel)):
        return NextStep(text, channel)
    text = _specific(planned, channel)
    if status == "cold":
        text = Text("step_cold", (text,))
    elif rule == "nurture":
        text = Text("step_nurture", (text,))
    return NextStep(text, channel)


class Planned(NamedTuple):
    """A step before anybody looks at what the row has; `reason` says that it was a call which they
    do not welcome.
    """

    channel: str
    words: Words
    reason: bool = False


AFTER_FEW: Final = Planned(
    "phone", Words("Call to agree on a day to talk", "Llamar para acordar un día para hablar")
)
"""After an event that gave few leads; the segment does not matter, they have just met us."""
AFTER_MANY: Final = Planned(
    "email",
    Words("Fix a date to talk next week", "Fijar una fecha para hablar la próxima semana"),
)


def symptom_of(facts: Facts, context: Context, rule: str) -> Symptom | None:
    """Returns the row of the symptoms that says the step: the first one that fits; None where none
    does, or a rule or an event says the step itself.
    """
    asked = rule == "reply" or (rule in _UNPLANNED and not _after_event(facts, rule))
    if not asked or facts.stage is None:
        return None
    stage, seen = facts.stage.key, facts.symptoms
    for row in context.playbook.symptoms:
        if row.fits_seen(stage, seen) and row.fits_numbers(facts.touches, context.silence(facts)):
            return row
    return None


def _after_event(facts: Facts, rule: str) -> bool:
    return rule == "first_contact" and bool(facts.event)


def _answer(facts: Facts, context: Context, channel: str) -> Text:
    """Returns the step where their message waits; what the symptoms say follows."""
    row = symptom_of(facts, context, "reply")
    if row is None:
        return Text("step_reply", (facts.last_reply, channel))
    return Text("step_reply_and", (facts.last_reply, Words(row.en, row.es), channel))


def promised(facts: Facts) -> tuple[str, date] | None:
    """Returns the earlier one of the days agreed and announced that are still ahead of our last
    contact, with the key of its column; of equal ones the agreed one.
    """
    last = facts.last_contact
    days = (("agreed_for", facts.agreed_for), ("announced_for", facts.announced_for))
    ahead = [(key, day) for key, day in days if day and (last is None or day > last)]
    return min(ahead, key=lambda found: found[1], default=None)


def _as_promised(facts: Facts, channel: str) -> Text | None:
    """Returns the step of what was agreed or announced; None where nothing more is known of it."""
    found = promised(facts)
    if found and found[0] == "announced_for":
        return Text("step_announced", (found[1], channel))
    return Text("step_agreement", (one_line(facts.agreement), channel)) if facts.agreement else None


def _planned_step(facts: Facts, context: Context, rule: str) -> Planned:
    """Returns the step of the coming touch: after an event its own, else what the Playbook says to
    what was seen of them, else to the touch.
    """
    if _after_event(facts, rule):
        return AFTER_FEW if facts.event == "few" else AFTER_MANY
    seen = symptom_of(facts, context, rule) if rule in _UNPLANNED else None
    if seen:
        planned = Planned(seen.channel, Words(seen.en, seen.es))
    else:
        planned = _of_playbook(facts, context.playbook, rule)
    if rule not in _UNPLANNED or planned.channel != "phone" or _likes_calls(facts, context):
        return planned
    return planned._replace(channel="email", reason=True)


def _of_playbook(facts: Facts, playbook: Playbook, rule: str) -> Planned:
    """Returns the step of the stage for the coming touch, else the one for any touch, else the
    stage's own, or its name where it has none.
    """
    stage, step = facts.stage, step_in_table(facts, playbook, rule)
    if stage is None:
        return Planned("", Words("", ""))
    if step is None:
        return Planned(stage.channel, _own_words(stage))
    return Planned(step.channel, Words(step.en, step.es) if step.en else _own_words(stage))


def step_in_table(facts: Facts, playbook: Playbook, rule: str) -> Step | None:
    """Returns the row of the table Steps for the coming touch of the stage, if there is one."""
    if facts.stage is None:
        return None
    steps = playbook.steps.get(facts.stage.key, {})
    coming = NURTURE if rule == "nurture" and NURTURE in steps else facts.contacts + 1
    return steps.get(coming) or steps.get(MORE)


def _own_words(stage: Stage) -> Words:
    return stage.step if stage.step_en or stage.step_es else stage.label


def _likes_calls(facts: Facts, context: Context) -> bool:
    """Returns whether an unplanned call is welcome, or something was agreed."""
    if not facts.segment or facts.segment in context.playbook.calls_welcome:
        return True
    last, today = facts.last_contact, context.today
    dated = (d for d in (facts.agreed_for, facts.announced_for, facts.appointment) if d)
    return any(last is None or d > last or d >= today for d in dated)


def reachable(channel: str, facts: Facts) -> str:
    """Returns the channel, or another one where the row has no address for it; blank where it has
    none at all.
    """
    if channel in _BY_NUMBER and not facts.has_phone:
        return "email" if facts.has_email else ""
    if channel == "email" and not facts.has_email:
        return "phone" if facts.has_phone else ""
    return channel


def _specific(planned: Planned, channel: str) -> Text:
    """Returns the step as the row allows it: a call that becomes an email gives a reason and
    proposes a date.
    """
    called = planned.channel in _BY_NUMBER or planned.reason
    if called and channel == "email":
        return Text("step_reason", (channel,))
    if planned.channel == "email" and channel == "phone":
        return Text("step_call", (planned.words, channel))
    return Text("step_stage", (planned.words, channel))


def one_line(text: str) -> str:
    """Makes a person's text part of one line: no breaks, nothing unprintable, cut where it gets
    long.
    """
    line = "".join(c for c in " ".join(text[: 4 * LONGEST].split()) if c.isprintable())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _meeting(facts: Facts, context: Context, channel: str) -> Text:
    when = facts.appointment
    if when is not None and when < context.today:
        return Text("step_record", (when, channel))
    return Text("step_hold" if facts.confirmed else "step_confirm", (when, channel))

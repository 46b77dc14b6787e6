"""The next step of a row and its channel (follow-up.md, "Next step and channel"); texts/words.py
says it.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from sheetflow.decide.facts import Context, Facts
from sheetflow.decide.playbook import CHANNELS
from sheetflow.model import Text

_LONGEST: Final = 160
"""Characters of an agreement that a next step repeats."""


def step_of(facts: Facts, context: Context, rule: str, status: str) -> Text | None:
    """Returns what to do next, by which channel; None on rows that nobody follows."""
    if rule in ("closed", "not_followed", "problem"):
        return None
    if rule == "waiting":
        return Text(f"step_{status}")
    if rule == "first_contact" and facts.event:
        return _after_event(facts)
    channel = _channel(facts, context)
    if rule == "reply":
        return Text("step_reply", (facts.last_reply, channel))
    if rule == "appointment":
        return _meeting(facts, context, channel)
    if rule == "last_message":
        return Text("step_last_message", (channel,))
    if rule == "agreement" and (step := _as_promised(facts, channel)):
        return step
    return _step_of_stage(facts, rule, channel)


def channel_of(step: Text | None) -> str:
    """Returns the channel that a step names, which is its last value; blank where it names none."""
    last = step.values[-1] if step and step.values else ""
    return last if isinstance(last, str) and last in CHANNELS else ""


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


def _step_of_stage(facts: Facts, rule: str, channel: str) -> Text:
    """Returns the stage's own step, or its name where it has none; with a reason for the channel
    where that is not the stage's.
    """
    stage = facts.stage
    softened = stage is not None and channel != stage.channel
    key = "step_reason" if softened else "step_stage"
    if rule == "nurture":
        key = "step_nurture"
    if stage is None:
        return Text(key, ("", channel))
    own_step = stage.step if stage.step_en or stage.step_es else stage.label
    return Text(key, (own_step, channel))


def one_line(text: str) -> str:
    """Makes a person's text part of one line: no breaks, nothing unprintable, cut where it gets
    long.
    """
    line = "".join(c for c in " ".join(text[: 4 * _LONGEST].split()) if c.isprintable())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def _after_event(facts: Facts) -> Text:
    """Calls people after a small event; after a large one an email fixes a date to talk."""
    if facts.event != "few":
        return Text("step_event", ("email",))
    return Text("step_stage", (facts.stage.step if facts.stage else "", "phone"))


def _meeting(facts: Facts, context: Context, channel: str) -> Text:
    when = facts.appointment
    if when is not None and when < context.today:
        return Text("step_record", (when, channel))
    return Text("step_hold" if facts.confirmed else "step_confirm", (when, channel))


def _channel(facts: Facts, context: Context) -> str:
    """Returns the stage's channel, but no unplanned call to somebody who does not like them."""
    channel = facts.stage.channel if facts.stage else ""
    if channel != "phone" or facts.segment in context.playbook.calls_welcome:
        return channel
    last, today = facts.last_contact, context.today
    dated = (d for d in (facts.agreed_for, facts.announced_for, facts.appointment) if d)
    agreed = any(last is None or d > last or d >= today for d in dated)
    return channel if agreed else "email"

"""The next step of a row and its channel (follow-up.md, "Next step and channel"); texts/words.py
says it.
"""

from __future__ import annotations

from typing import Final

from sheetflow.decide.facts import Context, Facts
from sheetflow.model import Text

_LONGEST: Final = 160
"""Characters of an agreement that a next step repeats."""


def step_of(facts: Facts, context: Context, rule: str, status: str) -> Text | None:
    """What to do next, by which channel; None on rows that nobody follows."""
    if rule in ("closed", "not_followed", "problem"):
        return None
    if rule == "waiting":
        return Text(f"step_{status}")
    if rule == "first_contact" and facts.event:
        return _after_event(facts)
    channel = _channel(facts, context)
    softened = facts.stage is not None and channel != facts.stage.channel
    if rule == "reply":
        return Text("step_reply", (facts.last_reply, channel))
    if rule == "appointment":
        return _meeting(facts, context, channel)
    if rule == "last_message":
        return Text("step_last_message", (channel,))
    if rule == "agreement" and facts.agreement:
        return Text("step_agreement", (one_line(facts.agreement), channel))
    key = "step_nurture" if rule == "nurture" else "step_reason" if softened else "step_stage"
    step = facts.stage.step if facts.stage else ""
    return Text(key, (step if any(step) or facts.stage is None else facts.stage.label, channel))


def one_line(text: str) -> str:
    """A text of a person's as part of one line: no breaks, nothing unprintable, cut where it gets
    long.
    """
    line = "".join(c for c in " ".join(text[: 4 * _LONGEST].split()) if c.isprintable())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def _after_event(facts: Facts) -> Text:
    """A small event is called through; after a large one an email fixes a date to talk."""
    return (
        Text("step_stage", (facts.stage.step if facts.stage else "", "phone"))
        if facts.event == "few"
        else Text("step_event", ("email",))
    )


def _meeting(facts: Facts, context: Context, channel: str) -> Text:
    when = facts.appointment
    if when is not None and when < context.today:
        return Text("step_record", (when, channel))
    return Text("step_hold" if facts.confirmed else "step_confirm", (when, channel))


def _channel(facts: Facts, context: Context) -> str:
    """The stage's, but no unplanned call to somebody who does not like them."""
    channel = facts.stage.channel if facts.stage else ""
    if channel != "phone" or facts.segment in context.playbook.calls_welcome:
        return channel
    dated = [d for d in (facts.agreed_for, facts.appointment) if d]
    agreed = any(
        facts.last_contact is None or d > facts.last_contact or d >= context.today for d in dated
    )
    return channel if agreed else "email"

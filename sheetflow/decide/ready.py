"""Which message a row is ready for, and the day that it announces (follow-up.md, "Messages")."""

from __future__ import annotations

from datetime import date
from typing import Final

from sheetflow.decide.facts import Context, Decision, Facts
from sheetflow.decide.messages import Wanted
from sheetflow.decide.rules import decide
from sheetflow.decide.sequence import NURTURE
from sheetflow.decide.steps import promised, step_in_table, symptom_of
from sheetflow.decide.symptoms import SYMPTOMS

_RESTING: Final = frozenset({"closed", "not_followed", "problem", "waiting"})
"""The rules under which we send nothing."""
_KEYS: Final = ("missing", "deciding", "question", "reminder_1", "useful")
OF_SYMPTOMS: Final = dict(zip((row.en for row in SYMPTOMS), _KEYS, strict=True))
"""What is said under each symptom that ships, by its step; another takes the touch's message."""
ANSWERS: Final = frozenset({"missing", "deciding"})
"""Of these, what is an answer, too."""


def wanted_message(facts: Facts, decision: Decision, context: Context, lang: str) -> Wanted | None:
    """Returns which text a row asks for; None where nobody is to be contacted. A task is no person
    to write to.
    """
    if decision.rule in _RESTING or facts.stage is None or facts.kind == "task":
        return None
    key = _key(facts, decision.rule, context)
    return Wanted(key, lang, decision.channel, facts.stage.key, facts.contacts + 1)


def _key(facts: Facts, rule: str, context: Context) -> str:
    """Returns the key of the message: that of the rule or the symptom, else what the step names."""
    if rule == "appointment":
        return _about_appointment(facts, context)
    if rule == "last_message":
        return "last"
    if rule == "first_contact" and facts.event:
        return "event"
    if rule == "agreement" and (found := promised(facts)):
        if found[0] == "announced_for":
            return "announced"
        if facts.agreement:
            return "promised"
    seen = symptom_of(facts, context, rule)
    of_symptom = OF_SYMPTOMS.get(seen.en, "") if seen else ""
    if rule == "reply":
        return of_symptom if of_symptom in ANSWERS else "answer"
    return of_symptom or _of_step(facts, rule, context)


def _about_appointment(facts: Facts, context: Context) -> str:
    if facts.appointment is not None and facts.appointment < context.today:
        return "agreed"
    return "see_you" if facts.confirmed else "confirmation"


def _of_step(facts: Facts, rule: str, context: Context) -> str:
    """Returns the message of the coming touch; a light touch has one of its own, unless the Steps
    have a row for it.
    """
    step = step_in_table(facts, context.playbook, rule)
    if rule == "nurture" and facts.stage is not None:
        step = context.playbook.steps.get(facts.stage.key, {}).get(NURTURE)
        return (step.message if step else "") or "nurture"
    if step is not None and step.message:
        return step.message
    return "reminder_1" if facts.contacts else "talk"


def contacted_today(facts: Facts, today: date, *, anew: bool = False) -> Facts:
    """Returns the facts of a row if we made contact today and nothing else changed. The touches
    begin again after a reply, and where the stage moved forward since the last contact (`anew`); a
    second contact on one day counts as none.
    """
    later = facts.last_contact is None or facts.last_contact < today
    begins = facts.reply_waits or (later and anew)
    after = facts._replace(
        last_contact=today,
        reply_waits=False,
        touches=1 if begins else facts.touches + later,
        contacts=facts.contacts + later,
    )
    return after._replace(previous_contact=facts.last_contact) if later else after


def day_to_announce(
    facts: Facts, decision: Decision, context: Context, *, anew: bool = False
) -> date | None:
    """Returns the day of our next contact if we make one today; None after the last message.

    Where a contact that was agreed on uses up the touches, it announces the day of the last
    message. An appointment ahead is that day itself: the contact confirms it.
    """
    stage = facts.stage
    if decision.rule in _RESTING or stage is None:
        return None
    after = contacted_today(facts, context.today, anew=anew)
    if stage.ends_in == "last_message" and decision.rule != "last_message":
        after = after._replace(touches=min(after.touches, stage.max_touches))
    due = decide(after, context).due
    meets = after.appointment is not None and after.appointment >= context.today
    if meets and (decision.rule == "appointment" or (due and due <= context.today)):
        return decide(after._replace(confirmed=True), context).due
    return due

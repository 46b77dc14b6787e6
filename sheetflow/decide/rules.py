"""THE rules: the first one that applies decides a row (follow-up.md, "How it decides").

Each rule is a function of the facts and the day that returns a Verdict, or None where it does not
apply. Its docstring and examples are its page in the manual, and the examples are its tests
(examples.py says how to read them; 2026-11-20 is a Friday).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from sheetflow.columns import DATES
from sheetflow.decide.facts import Context, Decision, Facts
from sheetflow.decide.flags import flags_of, owner_away
from sheetflow.decide.playbook import NOT_FOLLOWED
from sheetflow.decide.steps import promised, step_of
from sheetflow.model import Text

STOPPING: Final = (*DATES, "stage", "do_not_contact")
"""Columns whose unreadable cell stops the row."""


class Verdict(NamedTuple):
    """What one rule says: the date of our next contact, and the numbers it used.

    `status` is set where the rule names it itself.
    """

    due: date | None = None
    status: str = ""
    why: Text = Text("")


Rule = Callable[[Facts, Context], Verdict | None]
EXAMPLES: Final[dict[str, tuple[str, ...]]] = {}
"""The examples of each rule, by its name."""


def examples(*texts: str) -> Callable[[Rule], Rule]:
    """Attaches its examples to a rule."""

    def attach(rule: Rule) -> Rule:
        EXAMPLES[rule.__name__] = texts
        return rule

    return attach


@examples(
    "won last_contact=11-02 | 11-20 -> won",
    "won last_contact=hoy@11-19 | 11-20 -> won word_date",
    "lost last_contact=banana | 11-20 -> lost bad_cell",
)
def closed(facts: Facts, context: Context) -> Verdict | None:
    """The stage is a closed one: won or lost, as the Playbook says."""
    stage = facts.stage
    if stage is None or stage.ends_in not in ("won", "lost"):
        return None
    return Verdict(None, stage.ends_in, Text("closed", (stage.label,)))


@examples(
    "new fit=no created=11-02 | 11-20 -> not_followed",
    "new do_not_contact=yes | 11-20 -> not_followed",
    "new do_not_contact=no created=11-19 | 11-20 -> today due=11-20",
    "closed created=11-02 | 11-20 -> not_followed",
    "no_contact last_contact=banana | 11-20 -> not_followed bad_cell",
    "new opted_out=yes created=11-19 | 11-20 -> not_followed",
)
def not_followed(facts: Facts, context: Context) -> Verdict | None:
    """There is no possibility of buying, they asked not to be contacted, or the word of the stage
    says so, or says closed without saying won or lost.
    """
    if facts.do_not_contact:
        return Verdict(None, "not_followed", Text("do_not_contact"))
    if facts.stage is not None and facts.stage.ends_in in NOT_FOLLOWED:
        return Verdict(None, "not_followed", Text("stage_" + facts.stage.ends_in))
    if facts.opted_out:
        return Verdict(None, "not_followed", Text("opted_out"))
    return Verdict(None, "not_followed", Text("no_fit")) if facts.fit is False else None


@examples(
    "new last_contact=banana | 11-20 -> check bad_cell",
    "new created=11-21 | 11-20 -> check bad_cell",
    "new created=11-20 | 11-20 -> planned due=11-23",
    "unheard_of | 11-20 -> check bad_cell",
)
def problem(facts: Facts, context: Context) -> Verdict | None:
    """A cell that decides cannot be read, or says that something already happened tomorrow."""
    said = list[Text]()
    if facts.bad or facts.stage is None:
        unknown = ("stage",) if facts.stage is None else ()
        keys = dict.fromkeys((*facts.bad, *unknown))
        said += [_unreadable(key) for key in keys if key in STOPPING]
    for key, when in _happened(facts).items():
        if when is not None and when > context.today:
            said.append(Text("in_future", (key, when)))
    return Verdict(None, "check", Text("problem", tuple(said))) if said else None


def cells_to_mend(facts: Facts, today: date) -> tuple[str, ...]:
    """Returns the columns whose cells keep a row from being decided, in the order of STOPPING."""
    odd = {*facts.bad, *(("stage",) if facts.stage is None else ())}
    odd |= {key for key, when in _happened(facts).items() if when and when > today}
    return tuple(key for key in STOPPING if key in odd)


def _happened(facts: Facts) -> dict[str, date | None]:
    days = (facts.created, facts.last_contact, facts.last_reply)
    return dict(zip(("created", "last_contact", "last_reply"), days, strict=True))


def _unreadable(key: str) -> Text:
    """Returns what keeps a row from being decided; a stage can be read, but nobody knows it."""
    return Text("stage_unknown") if key == "stage" else Text("unreadable", (key,))


@examples(
    "new last_reply=11-19 | 11-20 -> reply due=11-20",
    "new last_contact=11-18 last_reply=11-18 touches=1 | 11-20 -> overdue due=11-19 late=1",
    "new last_contact=11-10 last_reply=11-12 | 11-20 -> reply due=11-13 late=5",
)
def reply(facts: Facts, context: Context) -> Verdict | None:
    """They wrote and we have not answered: this comes before anything we planned."""
    if not facts.reply_waits or facts.last_reply is None:
        return None
    n = context.playbook.reply_within
    due = context.workdays.add(facts.last_reply, n)
    return Verdict(due, "reply", Text("reply", (facts.last_reply, n, due)))


@examples(
    "meeting appointment=11-24 last_contact=11-19 | 11-20 -> planned due=11-23",
    "meeting appointment=11-23 last_contact=11-19 | 11-20 -> today due=11-20",
    "meeting appointment=11-20 last_contact=11-19 | 11-20 -> overdue due=11-19 late=1",
    "meeting appointment=11-22 confirmed=yes last_contact=11-19 | 11-20 -> planned due=11-22",
    "meeting appointment=11-19 last_contact=11-18 | 11-20 -> today due=11-20",
)
def appointment(facts: Facts, context: Context) -> Verdict | None:
    """A meeting: confirm it, hold it, and afterwards record how it went."""
    when, n = facts.appointment, context.playbook.confirm_before
    if when is None:
        return None
    if when >= context.today:
        if facts.confirmed:
            return Verdict(when, "", Text("hold", (when,)))
        due = context.workdays.before(when, n)
        return Verdict(due, "", Text("confirm", (when, n, due)))
    if facts.last_contact and facts.last_contact >= when:
        return None
    due = context.workdays.add(when, 1)
    return Verdict(due, "", Text("record", (when, due)))


@examples(
    "new planned_by_hand=11-21 last_contact=11-19 | 11-20 -> planned due=11-23",
    "new planned_by_hand=11-19 last_contact=11-19 touches=1 | 11-20 -> today due=11-20",
)
def by_hand(facts: Facts, context: Context) -> Verdict | None:
    """A person typed the next contact: that is the plan until we have made contact."""
    if facts.planned_by_hand is None or not _ahead(facts.planned_by_hand, facts):
        return None
    due = context.workdays.add(facts.planned_by_hand, 0)
    return Verdict(due, "", Text("by_hand", (facts.planned_by_hand, due)))


@examples(
    "proposal agreed_for=11-20 last_contact=11-12 | 11-20 -> today due=11-20",
    "proposal agreed_for=11-21 last_contact=11-12 | 11-23 -> today due=11-23",
    "proposal agreed_for=11-20 last_contact=11-12 | 11-23 -> overdue due=11-20 late=1",
    "new agreed_for=11-18 last_contact=11-18 touches=1 | 11-20 -> overdue due=11-19 late=1",
    "proposal agreed_for=11-26 announced_for=11-24 last_contact=11-19 | 11-20 -> planned due=11-24",
    "proposal announced_for=11-18 last_contact=11-12 | 11-20 "
    "-> overdue due=11-18 late=2 promise_missed",
)
def agreement(facts: Facts, context: Context) -> Verdict | None:
    """Something was agreed or announced for a date: the earlier one is the next contact."""
    found = promised(facts)
    if found is None:
        return None
    key, day = found
    due = context.workdays.add(day, 0)
    return Verdict(due, "", Text("agreement" if key == "agreed_for" else "announced", (day, due)))


@examples(
    "new created=11-19 | 11-20 -> today due=11-20",
    "new created=11-18 | 11-20 -> overdue due=11-19 late=1",
    "new created=11-12 | 11-20 -> cold due=11-13 late=5",
    "new created=11-13 | 11-20 -> overdue due=11-16 late=4",
    "new | 11-21 -> today due=11-21",
)
def first_contact(facts: Facts, context: Context) -> Verdict | None:
    """Nobody has contacted them yet: the next working day after they showed interest."""
    if facts.last_contact is not None:
        return None
    if facts.created is None:
        return Verdict(context.today, "", Text("first_contact_now", (context.today,)))
    n = context.playbook.first_contact
    due = context.workdays.add(facts.created, n)
    return Verdict(due, "", Text("first_contact", (facts.created, n, due)))


@examples(
    "new last_contact=11-19 touches=1 | 11-20 -> today due=11-20",
    "new last_contact=hoy@11-20 touches=1 | 11-20 -> planned due=11-23",
    "new last_contact=hoy@11-19 touches=1 | 11-20 -> today due=11-20 word_date",
    "new last_contact=11-19 touches=2 | 11-20 -> planned due=11-23",
    "new previous_contact=11-16 last_reply=11-17 last_contact=11-18 touches=1 | 11-20 "
    "-> overdue due=11-19 late=1 no_agreement",
    "new last_contact=11-12 touches=5 | 11-19 -> today due=11-19",
    "new last_contact=11-12 touches=1 | 11-20 -> cold due=11-13 late=5",
    "informed last_contact=11-17 touches=1 | 11-20 -> today due=11-20",
    "informed last_contact=10-29 touches=1 | 11-20 -> cold due=11-03 late=13",
    "informed last_contact=10-30 touches=1 | 11-20 -> overdue due=11-04 late=12",
    "interested last_contact=11-18 touches=1 | 11-20 -> today due=11-20",
    "meeting last_contact=11-19 touches=1 | 11-23 -> overdue due=11-20 late=1",
    "met last_contact=11-18 touches=2 | 11-20 -> today due=11-20",
    "proposal last_contact=11-12 touches=4 | 11-23 -> today due=11-23",
)
def cadence(facts: Facts, context: Context) -> Verdict | None:
    """Silence: the next touch of the stage, at the stage's widening gaps."""
    stage, last = facts.stage, facts.last_contact
    if stage is None or last is None or facts.touches >= stage.max_touches:
        return None
    return _touch_verdict(
        last, stage.gap(facts.touches), context, "cadence", facts.touches, stage.max_touches
    )


@examples(
    "proposal last_contact=11-12 touches=5 | 11-20 -> planned due=11-23",
    "proposal last_contact=11-12 touches=5 | 11-23 -> last_message due=11-23",
    "met last_contact=11-12 touches=5 | 11-20 -> last_message due=11-19 late=1",
)
def last_message(facts: Facts, context: Context) -> Verdict | None:
    """The touches are used up: one honest last message."""
    stage, last = facts.stage, facts.last_contact
    if stage is None or last is None or stage.ends_in != "last_message":
        return None
    if facts.touches != stage.max_touches:
        return None
    return _touch_verdict(
        last, stage.gaps[-1], context, "last_message", facts.touches, stage.max_touches
    )


@examples(
    "proposal last_contact=11-11 touches=6 | 11-20 -> waiting",
    "proposal last_contact=11-11 touches=6 | 11-21 -> no_answer",
    "met last_contact=11-02 touches=9 | 11-20 -> no_answer",
)
def waiting(facts: Facts, context: Context) -> Verdict | None:
    """The last message is out: grace days run, then it rests until they write."""
    stage, last = facts.stage, facts.last_contact
    if stage is None or last is None or stage.ends_in != "last_message":
        return None
    closing = context.workdays.add(last, context.playbook.grace)
    status = "waiting" if context.today <= closing else "no_answer"
    return Verdict(None, status, Text(status, (last, context.playbook.grace, closing)))


@examples(
    "new last_contact=10-09 touches=6 | 11-20 -> today due=11-20",
    "interested last_contact=10-08 touches=7 | 11-20 -> overdue due=11-19 late=1",
)
def nurture(facts: Facts, context: Context) -> Verdict | None:
    """The touches are used up in a stage that goes on gently: a light touch now and then."""
    stage, last = facts.stage, facts.last_contact
    if stage is None or last is None:
        return None
    return _touch_verdict(
        last, context.playbook.nurture_every, context, "nurture", facts.touches, stage.max_touches
    )


RULES: Final[tuple[Rule, ...]] = (
    closed,
    not_followed,
    problem,
    reply,
    appointment,
    by_hand,
    agreement,
    first_contact,
    cadence,
    last_message,
    waiting,
    nurture,
)


def decide(facts: Facts, context: Context) -> Decision:
    """Decides one row; total: the last rule takes what the others leave."""
    for rule in RULES:
        verdict = rule(facts, context)
        if verdict is not None:
            return _decision(facts, context, rule.__name__, verdict)
    raise AssertionError("nurture applies to every contacted row")


def _decision(facts: Facts, context: Context, rule: str, verdict: Verdict) -> Decision:
    due, moved = _shifted(facts, context, rule, verdict.due)
    overdue = (context.workdays.late(due, context.today) or None) if due else None
    status = _status(facts, context, rule, due, overdue, verdict.status)
    flags = flags_of(facts, context, rule, status, due)
    read = _old_words(facts, context) if facts.words else ()
    if rule == "problem":
        return Decision(status, rule, flags=flags, why=(verdict.why, *read))
    numbers = (overdue, facts.touches, _interest(facts, context))
    step, channel = step_of(facts, context, rule, status)
    why = (verdict.why, *moved, *read)
    return Decision(status, rule, due, *numbers, flags, step, why, channel)


def _old_words(facts: Facts, context: Context) -> tuple[Text, ...]:
    """Returns how the words of the flag `word_date` are read."""
    old = filter(context.is_old, facts.words)
    return tuple(Text("word_date", (word.text, word.day)) for word in old)


def _shifted(
    facts: Facts, context: Context, rule: str, due: date | None
) -> tuple[date | None, tuple[Text, ...]]:
    """Snooze and absences move a due date; messages and appointments stay where they are."""
    if due is None or rule in ("reply", "appointment"):
        return due, ()
    moved = []
    if facts.not_before and facts.not_before > due:
        due = context.workdays.add(facts.not_before, 0)
        moved.append(Text("snoozed", (facts.not_before, due)))
    while (away := owner_away(facts, due)) and away.last < date.max:
        due = context.workdays.add(away.last, 1)
        moved.append(Text("away", (away.last, due)))
    return due, tuple(moved)


def _status(
    facts: Facts, context: Context, rule: str, due: date | None, overdue: int | None, named: str
) -> str:
    if rule == "last_message" and due is not None and due <= context.today:
        return rule
    if due is not None and due > context.today and rule != "reply":
        return "planned"
    if named or due is None:
        return named
    if overdue is None:
        return "today"
    cools = rule in ("first_contact", "cadence")
    return "cold" if cools and _is_cold(facts, context) else "overdue"


def _is_cold(facts: Facts, context: Context) -> bool:
    """Returns whether neither side was heard of for longer than the stage allows."""
    silence = context.silence(facts)
    return silence is not None and facts.stage is not None and silence > facts.stage.cold_after


def _interest(facts: Facts, context: Context) -> int | None:
    """100 fading by `interest_decay` each working day since they last showed some, halves up."""
    since = facts.last_reply or facts.created
    if since is None:
        return None
    days = context.workdays.late(since, context.today)
    return math.floor(100 * context.playbook.interest_decay**days + 0.5)


def _ahead(when: date, facts: Facts) -> bool:
    return facts.last_contact is None or when > facts.last_contact


def _touch_verdict(
    last: date, gap: int, context: Context, key: str, touches: int, most: int
) -> Verdict:
    """Returns the day of the next touch: so many working days after the last contact."""
    due = context.workdays.add(last, gap)
    return Verdict(due, "", Text(key, (last, touches, most, gap, due)))

"""Which message a row is ready for, and the day it announces."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from sheetflow.decide.facts import Context, Facts
from sheetflow.decide.messages import MESSAGES, Wanted, message_for
from sheetflow.decide.ready import OF_SYMPTOMS, contacted_today, day_to_announce, wanted_message
from sheetflow.decide.rules import decide
from sheetflow.decide.symptoms import Symptoms
from tests.support.grids import day
from tests.support.rule_facts import all_facts, any_day, lead, on

FRIDAY = on()


def wanted(facts: Facts, context: Context = FRIDAY) -> Wanted | None:
    return wanted_message(facts, decide(facts, context), context, "en")


def key(facts: Facts) -> str:
    found = wanted(facts)
    return found.key if found else ""


@pytest.mark.parametrize(
    ("stage", "facts", "message"),
    [
        ("new", {"created": "11-19"}, "information"),
        ("new", {"created": "11-19", "event": "many"}, "event"),
        ("new", {"last_contact": "11-19", "touches": 1}, "talk"),
        ("new", {"last_contact": "11-10", "touches": 4}, "voice"),
        ("met", {"last_contact": "11-10", "touches": 0, "contacts": 0}, "agreed"),
        ("proposal", {"last_contact": "11-10", "touches": 3}, "reminder_2"),
        ("proposal", {"last_contact": "11-01", "touches": 5}, "last"),
        ("proposal", {"last_contact": "11-18", "touches": 6}, ""),
        ("new", {"last_contact": "10-01", "touches": 6}, "nurture"),
        ("new", {"last_reply": "11-19"}, "answer"),
        ("met", {"last_contact": "11-12", "agreed_for": "11-20"}, "agreed"),
        ("met", {"last_contact": "11-12", "agreed_for": "11-20", "agreement": "A"}, "promised"),
        ("met", {"last_contact": "11-12", "announced_for": "11-20"}, "announced"),
        ("meeting", {"last_contact": "11-12", "appointment": "11-23"}, "confirmation"),
        ("meeting", {"appointment": "11-20", "confirmed": True}, "see_you"),
        ("meeting", {"last_contact": "11-12", "appointment": "11-19"}, "agreed"),
        ("won", {}, ""),
        ("new", {"fit": False}, ""),
        ("new", {"kind": "task"}, ""),
        ("new", {"bad": ("created",)}, ""),
    ],
)
def test_the_rule_or_the_step_names_the_message(
    stage: str, facts: dict[str, Any], message: str
) -> None:
    known = {"contacts": 1} if "contacts" not in facts and message == "agreed" else {}
    if stage == "met" and "agreed_for" in facts and message == "agreed":
        known = {"contacts": 0}
    assert key(lead(stage, **{**facts, **known})) == message


def test_what_was_seen_names_the_message() -> None:
    negative = lead("met", last_contact="11-10", touches=2, symptoms=Symptoms(reaction="negative"))
    assert key(negative) == "missing"
    assert set(OF_SYMPTOMS.values()) <= MESSAGES.keys()
    answered = negative._replace(reply_waits=True, last_reply=day("11-19"))
    assert key(answered) == "missing"


def test_a_call_that_is_not_welcome_becomes_a_written_text() -> None:
    call = lead("interested", last_contact="11-16", touches=0, contacts=0, segment="informed")
    found = wanted(call)
    assert found is not None
    text = message_for(found)
    assert text is not None
    assert (found.channel, text.channel) == ("email", "email")


# ── the day ──────────────────────────────────────────────────────────────────────────────────


def announced(facts: Facts, context: Context = FRIDAY, **how: bool) -> str:
    return str(day_to_announce(facts, decide(facts, context), context, **how))


def test_the_day_is_that_of_the_next_touch_if_we_make_contact_today() -> None:
    assert announced(lead("new", created="11-19")) == "2026-11-23"
    assert announced(lead("met", last_contact="11-16", touches=2)) == "2026-11-25"


def test_a_reply_and_a_stage_forward_begin_again() -> None:
    late = lead("met", last_contact="11-09", touches=3)
    assert announced(late) == "2026-11-27"
    assert announced(late, anew=True) == "2026-11-23"
    assert announced(late._replace(reply_waits=True, last_reply=day("11-19"))) == "2026-11-23"


def test_no_day_off_and_no_absence_is_announced() -> None:
    away = lead("new", created="11-19", absences=())._replace(not_before=day("11-28"))
    assert announced(away) == "2026-11-30"


def test_the_last_message_announces_nothing() -> None:
    assert announced(lead("proposal", last_contact="11-01", touches=5)) == "None"


def test_an_agreed_contact_that_uses_up_the_touches_announces_the_last_message() -> None:
    agreed = lead("proposal", last_contact="11-12", touches=5, agreed_for="11-20")
    assert announced(agreed) == "2026-12-01"


@pytest.mark.parametrize("confirmed", [True, False])
def test_an_appointment_is_the_day_itself(confirmed: bool) -> None:
    meeting = lead("meeting", last_contact="11-12", appointment="11-23", confirmed=confirmed)
    assert announced(meeting) == "2026-11-23"


def test_an_answer_before_an_appointment_announces_a_day_ahead() -> None:
    waits = lead("meeting", last_contact="11-12", last_reply="11-19", appointment="11-23")
    assert announced(waits) == "2026-11-23"


@given(all_facts, any_day)
def test_the_day_announced_is_the_engines_own_after_a_contact_today(
    facts: Facts, context: Context
) -> None:
    decision = decide(facts, context)
    announced = day_to_announce(facts, decision, context)
    asked = wanted_message(facts, decision, context, "en")
    if asked is None and facts.kind != "task":
        assert announced is None
    if announced is None:
        assert asked is None or asked.key == "last"
        return
    after = contacted_today(facts, context.today)
    due = {decide(after, context).due, decide(after._replace(confirmed=True), context).due}
    if facts.stage and facts.stage.ends_in == "last_message":
        capped = after._replace(touches=min(after.touches, facts.stage.max_touches))
        due.add(decide(capped, context).due)
    assert announced in due
    if announced != facts.appointment:
        assert not context.workdays.is_off(announced)
        assert not any(absence.covers(announced) for absence in facts.absences)

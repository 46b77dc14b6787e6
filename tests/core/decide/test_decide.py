"""What a decision says beside its rule, and what holds for all facts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given

from sheetflow.decide.facts import Context, Facts
from sheetflow.decide.rules import decide
from tests.support.grids import TODAY
from tests.support.rule_facts import WEEK, all_facts, any_day, lead, on

# ── the other columns ────────────────────────────────────────────────────────────────────────


def test_a_check_row_shows_status_flags_and_why_only() -> None:
    told = decide(lead(created="11-02", last_contact="11-21", touches=4), on())
    assert (told.due, told.overdue, told.touches, told.interest, told.step) == (None,) * 5
    assert told.why
    assert told.flags


@pytest.mark.parametrize(
    "facts",
    [
        lead("won", last_contact="11-02", created="11-18", touches=3),
        lead(fit=False, last_contact="11-02", created="11-18", touches=3),
    ],
)
def test_closed_and_not_followed_rows_show_touches_and_interest_but_nothing_to_do(
    facts: Facts,
) -> None:
    told = decide(facts, on())
    assert (told.due, told.overdue, told.step, told.touches, told.interest) == (
        None,
        None,
        None,
        3,
        86,
    )


@pytest.mark.parametrize(
    ("facts", "interest"),
    [
        ({"created": "11-20"}, 100),
        ({"created": "11-19"}, 93),
        ({"created": "11-18"}, 86),
        ({"created": "11-13"}, 70),
        ({"created": "10-01", "last_reply": "11-19", "last_contact": "11-20"}, 93),
        ({"last_contact": "11-19"}, None),
        ({}, None),
    ],
)
def test_interest_fades_each_working_day_since_they_last_showed_some(
    facts: dict[str, str], interest: int | None
) -> None:
    assert decide(lead(**facts), on()).interest == interest


def test_interest_rounds_halves_up() -> None:
    assert decide(lead(created="11-19"), on(interest_decay=0.125)).interest == 13
    assert decide(lead(created="11-19"), on(interest_decay=0.005)).interest == 1


def test_overdue_stands_for_every_status_that_is_late() -> None:
    late = {
        "reply": lead(last_reply="11-10"),
        "cold": lead(created="11-02"),
        "overdue": lead(agreed_for="11-10"),
        "last_message": lead("met", last_contact="11-02", touches=5),
    }
    for status, facts in late.items():
        told = decide(facts, on())
        assert told.status == status
        assert told.overdue
        assert told.overdue == WEEK.late(told.due or TODAY, TODAY)


@pytest.mark.parametrize("kind", ["task", "partner"])
def test_the_kind_changes_no_rule(kind: str) -> None:
    facts = lead(created="11-02", last_contact="11-18")
    plain, other = decide(facts, on()), decide(facts._replace(kind=kind), on())
    assert (plain.status, plain.due, plain.rule) == (other.status, other.due, other.rule)


# ── what holds for all facts ─────────────────────────────────────────────────────────────────


@given(all_facts, any_day)
def test_every_row_gets_a_decision(facts: Facts, today: Context) -> None:
    told = decide(facts, today)
    assert told.status
    assert told.why


@given(all_facts, any_day)
def test_only_a_person_says_won_or_lost(facts: Facts, today: Context) -> None:
    stage = facts.stage
    said = stage.ends_in if stage and stage.closed else None
    assert (decide(facts, today).status in ("won", "lost")) == bool(said)
    assert not said or decide(facts, today).status == said


@given(all_facts, any_day)
def test_waiting_turns_no_overdue_row_back_to_planned(facts: Facts, today: Context) -> None:
    """The one exception is the contract's own: an appointment that passed is to be recorded from
    the next day on.
    """
    overdue = False
    for n in range(0, 150, 3):
        then = today.today + timedelta(n)
        if facts.appointment and then - timedelta(3) <= facts.appointment < then:
            overdue = False
        status = decide(facts, today._replace(today=then)).status
        assert not (overdue and status == "planned")
        overdue = overdue or status == "overdue"


@given(all_facts, any_day)
def test_overdue_is_what_lateness_counts(facts: Facts, today: Context) -> None:
    told = decide(facts, today)
    late = today.workdays.late(told.due, today.today) if told.due else 0
    assert told.overdue == (late or None)

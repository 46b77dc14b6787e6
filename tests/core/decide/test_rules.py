"""The rules, each at the edge of its dates. 2026-11-20 is a Friday; examples.py says how to read
the texts.
"""

from __future__ import annotations

import pytest

from sheetflow.decide.examples import run
from sheetflow.decide.playbook import DEFAULT
from sheetflow.decide.rules import EXAMPLES, RULES, decide
from tests.support.grids import day
from tests.support.rule_facts import STAGE, lead, on

# ── the examples that the rules carry, and more of them ──────────────────────────────────────


@pytest.mark.parametrize(
    ("rule", "example"), [(rule, text) for rule, texts in EXAMPLES.items() for text in texts]
)
def test_a_rule_keeps_what_its_example_promises(rule: str, example: str) -> None:
    promised, got = run(example, DEFAULT)
    assert got == promised


@pytest.mark.parametrize("rule", [rule.__name__ for rule in RULES])
def test_every_rule_carries_an_example_of_its_own(rule: str) -> None:
    assert EXAMPLES[rule]


FURTHER = (
    # reply: within one working day, over a weekend
    "new last_reply=11-20 | 11-20 -> reply due=11-23",
    "new last_reply=11-20 | 11-24 -> reply due=11-23 late=1",
    "new last_contact=11-20 last_reply=11-19 touches=1 | 11-20 -> planned due=11-23",
    "new last_reply=11-19 not_before=12-24 | 11-20 -> reply due=11-20",
    "new last_reply=11-19 appointment=11-20 | 11-20 -> reply due=11-20",
    # appointment: confirm, hold, record
    "meeting appointment=11-23 last_contact=11-20 | 11-23 -> overdue due=11-20 late=1",
    "meeting appointment=11-20 confirmed=yes | 11-20 -> today due=11-20",
    "meeting appointment=11-22 confirmed=yes | 11-22 -> today due=11-22",
    "meeting appointment=11-21 confirmed=yes | 11-20 -> planned due=11-21",
    "meeting appointment=11-18 | 11-20 -> overdue due=11-19 late=1",
    "meeting appointment=11-20 | 11-21 -> planned due=11-23",
    "meeting appointment=11-19 last_contact=11-19 touches=1 | 11-20 -> today due=11-20",
    "meeting appointment=11-24 confirmed=yes not_before=12-24 | 11-20 -> planned due=11-24",
    # by_hand and agreement roll to a working day
    "new planned_by_hand=11-22 | 11-20 -> planned due=11-23",
    "new planned_by_hand=11-20 created=11-02 | 11-20 -> today due=11-20",
    "new planned_by_hand=11-19 created=11-02 | 11-20 -> overdue due=11-19 late=1",
    "new planned_by_hand=11-19 agreed_for=12-01 | 11-20 -> overdue due=11-19 late=1",
    "new agreed_for=11-22 last_contact=11-20 | 11-20 -> planned due=11-23",
    "new agreed_for=11-20 last_contact=11-20 touches=1 | 11-20 -> planned due=11-23",
    "new agreed_for=10-01 | 11-20 -> overdue due=10-01 late=36",
    # first contact
    "new created=11-20 | 11-22 -> planned due=11-23",
    "new created=11-20 | 11-23 -> today due=11-23",
    "new created=11-20 | 11-24 -> overdue due=11-23 late=1",
    "new touches=3 created=11-19 | 11-20 -> today due=11-20",
    "new created=11-20 not_before=11-22 | 11-20 -> planned due=11-23",
    "new not_before=11-22 | 11-20 -> planned due=11-23",
    "new created=11-02 not_before=11-19 | 11-20 -> cold due=11-19 late=1",
    # a task and a stage with no date of interest
    "new | 11-20 -> today due=11-20",
    "new | 11-22 -> today due=11-22",
    # closed comes first, then not followed, then what cannot be read
    "won fit=no do_not_contact=yes created=banana last_reply=11-19 | 11-20"
    " -> won reply_unseen bad_cell",
    "new fit=no created=banana | 11-20 -> not_followed bad_cell",
    "new last_contact=11-21 | 11-20 -> check bad_cell",
    "new last_reply=11-21 | 11-20 -> check bad_cell",
    "new agreed_for=11-21 appointment=11-25 not_before=11-22 | 11-20 -> planned due=11-24",
    "new do_not_contact=banana created=11-19 | 11-20 -> check bad_cell",
    "new kind=banana created=11-19 | 11-20 -> today due=11-20 bad_cell",
    "new fit=banana created=11-19 | 11-20 -> today due=11-20 bad_cell",
    # the last message and the days of grace
    "proposal last_contact=11-12 touches=5 | 11-21 -> planned due=11-23",
    "proposal last_contact=11-12 touches=5 | 11-24 -> last_message due=11-23 late=1",
    "met last_contact=11-12 touches=5 | 11-18 -> planned due=11-19",
    "met last_contact=11-12 touches=5 | 11-19 -> last_message due=11-19",
    "met last_contact=11-11 touches=6 | 11-20 -> waiting",
    "met last_contact=11-11 touches=6 | 11-21 -> no_answer",
    "met last_contact=11-11 touches=7 | 11-20 -> waiting too_many",
    "proposal last_contact=11-12 last_reply=11-13 touches=6 | 11-20 -> reply due=11-16 late=4",
)


@pytest.mark.parametrize("example", FURTHER)
def test_a_row_is_decided_at_the_edge_of_its_dates(example: str) -> None:
    promised, got = run(example, DEFAULT)
    assert got == promised


@pytest.mark.parametrize(
    "key",
    [
        "created",
        "last_contact",
        "last_reply",
        "agreed_for",
        "appointment",
        "not_before",
        "stage",
        "do_not_contact",
    ],
)
def test_a_cell_that_decides_and_cannot_be_read_makes_the_row_check(key: str) -> None:
    decision = decide(lead(created="11-19")._replace(bad=(key,)), on())
    assert (decision.status, decision.rule, "bad_cell" in decision.flags) == (
        "check",
        "problem",
        True,
    )


@pytest.mark.parametrize("key", ["fit", "confirmed", "value", "attempts"])
def test_a_cell_that_does_not_decide_counts_as_blank_and_is_flagged(key: str) -> None:
    decision = decide(lead(created="11-19")._replace(bad=(key,)), on())
    assert (decision.status, "bad_cell" in decision.flags) == ("today", True)


# ── the order of the rules ───────────────────────────────────────────────────────────────────


def test_the_rules_are_in_the_order_of_the_contract() -> None:
    assert " ".join(rule.__name__ for rule in RULES) == (
        "closed not_followed problem reply appointment by_hand agreement first_contact cadence "
        "last_message waiting nurture"
    )


def test_each_rule_outranks_those_below_it() -> None:
    facts = lead(
        "won",
        fit=False,
        bad=("created",),
        last_reply="11-19",
        appointment="11-24",
        planned_by_hand="11-25",
        agreed_for="11-26",
    )
    changes: list[tuple[str, dict[str, object]]] = [
        ("closed", {"stage": STAGE["new"]}),
        ("not_followed", {"fit": True}),
        ("problem", {"bad": ()}),
        ("reply", {"reply_waits": False}),
        ("appointment", {"appointment": None}),
        ("by_hand", {"planned_by_hand": None}),
        ("agreement", {"agreed_for": None}),
        ("first_contact", {"last_contact": day("11-19"), "touches": 1}),
        ("cadence", {"stage": STAGE["met"], "touches": 5}),
        ("last_message", {"touches": 6}),
        ("waiting", {"stage": STAGE["new"]}),
        ("nurture", {}),
    ]
    seen = []
    for _, change in changes:
        seen.append(decide(facts, on()).rule)
        facts = facts._replace(**change)
    assert seen == [rule for rule, _ in changes]


def test_an_old_agreement_no_longer_decides_once_there_was_a_contact_on_its_day() -> None:
    assert decide(lead(agreed_for="11-18", last_contact="11-18"), on()).rule == "cadence"
    assert decide(lead(agreed_for="11-18", last_contact="11-17"), on()).rule == "agreement"


def test_contacting_somebody_does_not_end_an_unconfirmed_appointment() -> None:
    told = decide(lead("meeting", appointment="11-24", last_contact="11-20"), on())
    assert (told.rule, told.due) == ("appointment", day("11-23"))


def test_a_past_appointment_ends_with_a_contact_on_or_after_its_day() -> None:
    assert (
        decide(lead("meeting", appointment="11-18", last_contact="11-17"), on()).rule
        == "appointment"
    )
    assert (
        decide(lead("meeting", appointment="11-18", last_contact="11-18"), on()).rule == "cadence"
    )


def test_a_row_with_attempts_and_no_contact_is_in_first_contact() -> None:
    assert decide(lead(created="11-19", touches=9), on()).rule == "first_contact"

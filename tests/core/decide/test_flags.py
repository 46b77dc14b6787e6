"""The flags, each where it begins and where it ends."""

from __future__ import annotations

import pytest

from sheetflow.decide.facts import Facts
from sheetflow.decide.people import Absence
from sheetflow.decide.rules import decide
from sheetflow.texts.words import FLAGS
from tests.support.grids import day
from tests.support.rule_facts import lead, on


def flags(facts: Facts, today: str = "11-20") -> tuple[str, ...]:
    return decide(facts, on(day(today))).flags


def test_flags_are_named_in_the_order_of_the_contract() -> None:
    assert (
        list(FLAGS)
        == (
            "no_agreement open_ending reproach promise_missed too_soon too_many skipped_stage "
            "unconfirmed unknown_fit "
            "unknown_phase no_owner no_address owner_away "
            "duplicate reply_unseen typed_over word_date bad_cell"
        ).split()
    )


@pytest.mark.parametrize(
    "resting",
    [
        lead("won"),
        lead(fit=False),
        lead(do_not_contact=True),
        lead("met", last_contact="10-01", touches=6),
    ],
)
def test_a_resting_row_has_no_other_flags(resting: Facts) -> None:
    noisy = resting._replace(
        open_ending=True,
        has_owner=False,
        skipped_stage=True,
        duplicate=True,
        typed_over=True,
        bad=("value",),
    )
    assert flags(noisy) == ("duplicate", "typed_over", "bad_cell")


REACTED = lead(previous_contact="11-12", last_reply="11-13", last_contact="11-18")


def test_no_agreement_counts_where_they_reacted_and_nothing_is_dated_after_it() -> None:
    assert "no_agreement" in flags(REACTED)
    assert "no_agreement" in flags(REACTED._replace(agreed_for=day("11-18")))
    for key in ("agreed_for", "announced_for", "planned_by_hand"):
        assert "no_agreement" not in flags(REACTED._replace(**{key: day("11-19")}))


@pytest.mark.parametrize(
    ("replied", "flagged"), [("11-11", False), ("11-12", True), ("11-18", True), (None, False)]
)
def test_a_reaction_lies_between_the_last_two_contacts(replied: str | None, flagged: bool) -> None:
    facts = REACTED._replace(last_reply=day(replied) if replied else None)
    assert ("no_agreement" in flags(facts)) is flagged


def test_without_a_contact_before_or_a_contact_at_all_nobody_reacted_to_one() -> None:
    assert "no_agreement" not in flags(REACTED._replace(previous_contact=None))
    assert "no_agreement" not in flags(lead(created="11-18"))


def test_a_message_that_waits_for_its_answer_is_no_end_without_an_agreement() -> None:
    assert "no_agreement" not in flags(REACTED._replace(last_reply=day("11-18"), reply_waits=True))


def test_a_past_appointment_is_a_reaction_and_one_ahead_is_something_dated() -> None:
    met = lead(previous_contact="11-12", last_contact="11-19", appointment="11-19")
    assert "no_agreement" in flags(met)
    assert "no_agreement" not in flags(REACTED._replace(appointment=day("11-20")))


def test_an_open_ending_is_flagged() -> None:
    assert "open_ending" in flags(lead(open_ending=True))


def test_a_promise_is_missed_one_working_day_after_its_day() -> None:
    facts = lead(last_contact="11-12", agreed_for="11-20")
    assert [("promise_missed" in flags(facts, d)) for d in ("11-20", "11-21", "11-23")] == [
        False,
        False,
        True,
    ]


def test_a_contact_on_the_agreed_day_keeps_the_promise() -> None:
    assert "promise_missed" not in flags(lead(last_contact="11-16", agreed_for="11-16"))
    assert "promise_missed" in flags(lead(last_contact="11-13", agreed_for="11-16"))


def test_an_announced_day_is_a_promise_too() -> None:
    assert "promise_missed" in flags(lead(last_contact="11-12", announced_for="11-18"))
    assert "promise_missed" not in flags(lead(last_contact="11-18", announced_for="11-18"))


def test_two_contacts_closer_than_the_stage_allows_are_too_soon() -> None:
    assert "too_soon" in flags(
        lead("proposal", last_contact="11-18", previous_contact="11-17", touches=2)
    )
    assert "too_soon" not in flags(
        lead("proposal", last_contact="11-18", previous_contact="11-16", touches=2)
    )
    assert "too_soon" in flags(
        lead("new", last_contact="11-15", previous_contact="11-14", touches=2)
    )


def test_a_reply_between_makes_nothing_too_soon() -> None:
    assert "too_soon" not in flags(
        lead("proposal", last_contact="11-18", previous_contact="11-17", reply_between=True)
    )


def test_used_up_touches_of_a_gentle_stage_are_measured_by_the_nurture_pace() -> None:
    assert "too_soon" in flags(
        lead("new", last_contact="11-18", previous_contact="10-08", touches=6)
    )
    assert "too_soon" not in flags(
        lead("new", last_contact="11-18", previous_contact="10-07", touches=6)
    )
    assert "too_soon" not in flags(
        lead("new", last_contact="11-18", previous_contact="10-08", touches=5)
    )


def test_more_than_the_cap_and_its_last_message_is_too_many() -> None:
    assert "too_many" not in flags(lead("met", last_contact="11-19", touches=6))
    assert "too_many" in flags(lead("met", last_contact="11-19", touches=7))
    assert "too_many" not in flags(lead("new", last_contact="11-19", touches=17))


def test_a_skipped_stage_warns_and_never_blocks() -> None:
    told = decide(lead("proposal", last_contact="11-19", skipped_stage=True), on())
    assert ("skipped_stage" in told.flags, told.rule) == (True, "cadence")


def test_an_appointment_is_unconfirmed_from_the_day_to_confirm_it() -> None:
    facts = lead("meeting", appointment="11-23")
    assert [("unconfirmed" in flags(facts, d)) for d in ("11-19", "11-20", "11-23", "11-24")] == [
        False,
        True,
        True,
        True,
    ]
    assert "unconfirmed" not in flags(facts._replace(confirmed=True), "11-20")


def test_fit_is_asked_of_opportunities_only() -> None:
    assert "unknown_fit" in flags(lead(fit=None, fit_unknown=True))
    assert "unknown_fit" not in flags(lead(fit=None, fit_unknown=True, kind="task"))
    assert "unknown_fit" not in flags(lead(fit=None))


def test_nobody_responsible_is_flagged() -> None:
    assert "no_owner" in flags(lead(has_owner=False))


def test_a_lead_that_nobody_can_reach_is_flagged() -> None:
    assert "no_address" in flags(lead(no_address=True))
    assert "no_address" not in flags(lead())


def test_what_is_late_while_its_owner_is_away_says_so_under_every_rule() -> None:
    gone = (Absence(day("11-20"), day("11-30")),)
    late = lead(last_contact="11-17", absences=gone)
    assert decide(late, on(day("11-20"))).status == "overdue"
    assert "owner_away" in flags(late)
    assert "owner_away" not in flags(late, "11-19")


def test_an_owner_away_on_another_day_is_no_warning() -> None:
    gone = (Absence(day("11-24"), day("11-30")),)
    assert "owner_away" not in flags(lead(last_reply="11-19", absences=gone))
    assert "owner_away" in flags(lead(last_reply="11-23", absences=gone), "11-23")


@pytest.mark.parametrize(
    "resting",
    [lead("lost", last_contact="11-02", last_reply="11-03"), lead(fit=False, last_reply="11-03")],
)
def test_a_reply_after_we_stopped_is_seen(resting: Facts) -> None:
    assert "reply_unseen" in flags(resting)


def test_an_answered_reply_of_a_closed_row_is_not_unseen() -> None:
    assert "reply_unseen" not in flags(lead("lost", last_contact="11-03", last_reply="11-03"))


def test_each_flag_is_there_once() -> None:
    told = flags(
        lead(
            "proposal",
            last_contact="11-19",
            bad=("fit", "value"),
            fit=None,
            has_owner=False,
            open_ending=True,
        )
    )
    assert len(told) == len(set(told))
    assert sorted(told, key=list(FLAGS).index) == list(told)

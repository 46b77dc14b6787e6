"""The rules with the numbers of the default Playbook, stage by stage, and with a team's own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sheetflow.decide.facts import Facts
from sheetflow.decide.playbook import DEFAULT, STAGES
from sheetflow.decide.rules import decide
from tests.support.grids import day
from tests.support.rule_facts import OPEN, STAGE, WEEK, away, lead, on

# ── the default playbook, stage by stage ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("stage", "touch"), [(s.key, n) for s in OPEN for n in range(1, s.max_touches)]
)
def test_each_gap_of_a_stage_is_planned_today_and_overdue_at_its_edge(
    stage: str, touch: int
) -> None:
    gaps = STAGE[stage].gaps
    gap = gaps[touch - 1] if touch <= len(gaps) else gaps[-1]
    last = day("11-02")
    due = WEEK.add(last, gap)
    facts = lead(stage, last_contact=last, touches=touch)
    told = [decide(facts, on(d)) for d in (due - timedelta(1), due, WEEK.add(due, 1))]
    late = "cold" if gap + 1 > STAGE[stage].cold_after else "overdue"
    assert [(d.status, d.due) for d in told] == [("planned", due), ("today", due), (late, due)]
    assert {d.rule for d in told} == {"cadence"}


@pytest.mark.parametrize("stage", [s.key for s in OPEN])
def test_a_stage_goes_cold_the_day_after_its_number(stage: str) -> None:
    last = day("10-05")
    facts = lead(stage, last_contact=last)
    edge = WEEK.add(last, STAGE[stage].cold_after)
    assert [decide(facts, on(d)).status for d in (edge, WEEK.add(edge, 1))] == ["overdue", "cold"]


@pytest.mark.parametrize("stage", [s.key for s in OPEN])
def test_silence_counts_from_the_latest_sign_of_either_side(stage: str) -> None:
    edge = WEEK.add(day("10-12"), STAGE[stage].cold_after)
    early = lead(stage, last_contact="10-12", last_reply="10-09", created="10-01")
    assert [decide(early, on(d)).status for d in (edge, WEEK.add(edge, 1))] == ["overdue", "cold"]
    theirs = lead(
        stage, last_contact="10-01", last_reply="10-12", reply_waits=False, created="09-01"
    )
    assert [decide(theirs, on(d)).status for d in (edge, WEEK.add(edge, 1))] == ["overdue", "cold"]
    never = lead(stage, created="10-12")
    assert [decide(never, on(d)).status for d in (edge, WEEK.add(edge, 1))] == ["overdue", "cold"]


@pytest.mark.parametrize("stage", [s.key for s in OPEN if s.ends_in == "last_message"])
def test_a_stage_that_ends_in_a_last_message_sends_it_after_its_last_gap(stage: str) -> None:
    last, found = day("11-02"), STAGE[stage]
    due = WEEK.add(last, found.gaps[-1])
    facts = lead(stage, last_contact=last, touches=found.max_touches)
    told = [decide(facts, on(d)) for d in (due - timedelta(1), due, WEEK.add(due, 3))]
    assert [(d.rule, d.status, d.due, d.overdue) for d in told] == [
        ("last_message", "planned", due, None), ("last_message", "last_message", due, None),
        ("last_message", "last_message", due, 3)]  # fmt: skip


@pytest.mark.parametrize("stage", [s.key for s in OPEN if s.ends_in == "last_message"])
def test_after_the_last_message_grace_runs_to_its_closing_day(stage: str) -> None:
    last = day("11-13")
    closing = WEEK.add(last, 7)
    facts = lead(stage, last_contact=last, touches=STAGE[stage].max_touches + 1)
    told = [decide(facts, on(d)) for d in (last, closing, closing + timedelta(1))]
    assert [(d.rule, d.status, d.due) for d in told] == [("waiting", "waiting", None)] * 2 + [
        ("waiting", "no_answer", None)
    ]


def test_no_answer_comes_on_the_calendar_day_after_even_on_a_weekend() -> None:
    facts = lead("met", last_contact="11-11", touches=6)
    assert [decide(facts, on(day(d))).status for d in ("11-20", "11-21")] == [
        "waiting",
        "no_answer",
    ]


@pytest.mark.parametrize("stage", [s.key for s in OPEN if s.ends_in == "nurture"])
@pytest.mark.parametrize("more", [0, 1, 40])
def test_a_stage_that_ends_in_nurture_goes_on_gently(stage: str, more: int) -> None:
    last = day("09-01")
    due = WEEK.add(last, 30)
    facts = lead(stage, last_contact=last, touches=STAGE[stage].max_touches + more)
    told = [decide(facts, on(d)) for d in (due - timedelta(1), due, WEEK.add(due, 60))]
    assert [(d.rule, d.status, d.due) for d in told] == [
        ("nurture", "planned", due),
        ("nurture", "today", due),
        ("nurture", "overdue", due),
    ]


def test_the_default_playbook_is_the_table_of_the_contract() -> None:
    assert [
        (
            s.key,
            s.en,
            s.es,
            s.pace,
            s.gaps,
            s.min_gap,
            s.cold_after,
            s.max_touches,
            s.ends_in,
            s.channel,
        )
        for s in STAGES
    ] == [
        ("new", "New", "Nuevo", "fast", (1, 2, 3, 5), 1, 5, 6, "nurture", "email"),
        ("informed", "Informed", "Informado", "slow", (3, 4, 5, 7), 2, 15, 6, "nurture", "email"),
        (
            "interested",
            "Interested",
            "Interesado",
            "slow",
            (2, 3, 5, 7),
            2,
            15,
            6,
            "nurture",
            "phone",
        ),
        ("meeting", "Meeting set", "Cita fijada", "", (1, 2, 3), 1, 10, 4, "nurture", "phone"),
        ("met", "Met", "Reunidos", "fast", (1, 2, 3, 5), 1, 5, 5, "last_message", "email"),
        (
            "proposal",
            "Proposal sent",
            "Propuesta enviada",
            "slow",
            (3, 4, 5, 7),
            2,
            15,
            5,
            "last_message",
            "phone",
        ),
        ("won", "Won", "Ganado", "", (), 0, 0, 0, "won", ""),
        ("lost", "Lost", "Perdido", "", (), 0, 0, 0, "lost", ""),
    ]


def test_the_default_numbers_are_those_of_the_contract() -> None:
    found = (
        DEFAULT.reply_within,
        DEFAULT.first_contact,
        DEFAULT.confirm_before,
        DEFAULT.grace,
        DEFAULT.nurture_every,
        DEFAULT.interest_decay,
        DEFAULT.few,
        DEFAULT.calls_welcome,
        DEFAULT.weekend,
        DEFAULT.day_count,
    )
    assert found == (1, 1, 1, 7, 30, 0.93, 10, {"advised"}, "0000011", "working")


# ── the team's own numbers ───────────────────────────────────────────────────────────────────


def test_the_numbers_come_from_the_playbook() -> None:
    numbers = on(reply_within=2, first_contact=3, confirm_before=2, nurture_every=10, grace=1)
    assert decide(lead(last_reply="11-19"), numbers).due == day("11-23")
    assert decide(lead(created="11-19"), numbers).due == day("11-24")
    assert decide(lead(appointment="11-24"), numbers).due == day("11-20")
    assert decide(lead(last_contact="11-06", touches=6), numbers).due == day("11-20")
    assert decide(lead("met", last_contact="11-18", touches=6), numbers).status == "no_answer"


def test_calendar_days_count_weekends_and_land_on_a_working_day() -> None:
    natural = on(day_count="calendar")
    assert decide(lead("new", last_contact="11-18", touches=3), natural).due == day("11-23")
    assert decide(lead(created="11-20"), natural).due == day("11-23")


def test_with_calendar_days_nothing_turns_red_on_a_day_off() -> None:
    facts = lead(agreed_for="11-20")
    told = [
        decide(facts, on(day(d), day_count="calendar"))
        for d in ("11-20", "11-21", "11-22", "11-23")
    ]
    assert [(d.status, d.overdue) for d in told] == [("today", None)] * 3 + [("overdue", 3)]


def test_a_due_day_passed_on_the_weekend_is_still_today() -> None:
    facts = lead(agreed_for="11-20")
    assert [decide(facts, on(day(d))).status for d in ("11-20", "11-21", "11-22", "11-23")] == [
        "today"
    ] * 3 + ["overdue"]


# ── snooze and absences ──────────────────────────────────────────────────────────────────────


def test_an_absence_covering_the_due_day_moves_it_to_the_first_working_day_after() -> None:
    facts = lead(created="11-19", absences=away(("11-18", "11-20")))
    assert decide(facts, on()).due == day("11-23")


def test_absences_in_a_row_are_all_jumped() -> None:
    facts = lead(
        created="11-19", absences=away(("11-23", "11-24"), ("11-20", "11-20"), ("11-25", "11-25"))
    )
    assert decide(facts, on()).due == day("11-26")


def test_an_absence_that_ends_before_the_due_day_moves_nothing() -> None:
    assert decide(lead(created="11-19", absences=away(("11-16", "11-19"))), on()).due == day(
        "11-20"
    )


def test_a_snooze_comes_before_the_absence() -> None:
    facts = lead(created="11-10", not_before="11-24", absences=away(("11-24", "11-24")))
    assert decide(facts, on()).due == day("11-25")


def test_a_snooze_that_is_not_later_than_the_due_day_moves_nothing() -> None:
    assert decide(lead(created="11-19", not_before="11-20"), on()).due == day("11-20")


def test_a_snooze_of_the_due_day_itself_is_not_later_and_says_nothing() -> None:
    assert len(decide(lead(created="11-19", not_before="11-20"), on()).why) == 1
    assert decide(lead(not_before="11-21"), on(day("11-21"))).due == day("11-21")


def test_a_past_snooze_still_moves_an_older_due_day() -> None:
    told = decide(lead(created="11-02", not_before="11-17"), on())
    assert (told.due, told.overdue) == (day("11-17"), 3)


@pytest.mark.parametrize("facts", [lead(last_reply="11-19"), lead("meeting", appointment="11-23")])
def test_messages_and_appointments_are_not_moved_but_flagged(facts: Facts) -> None:
    told = decide(facts._replace(not_before=day("12-24"), absences=away(("11-19", "12-01"))), on())
    assert (told.due, "owner_away" in told.flags) == (day("11-20"), True)


def test_the_closing_day_of_waiting_is_not_moved() -> None:
    facts = lead(
        "met",
        last_contact="11-11",
        touches=6,
        not_before="12-24",
        absences=away(("11-01", "12-24")),
    )
    assert [decide(facts, on(day(d))).status for d in ("11-20", "11-21")] == [
        "waiting",
        "no_answer",
    ]

"""The rules, each at the edge of its dates. 2026-11-20 is a Friday; examples.py says how to read the texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.examples import run
from sheetflow.model import Absence, Day, Facts
from sheetflow.playbook import DEFAULT, STAGES
from sheetflow.rules import EXAMPLES, RULES, decide
from sheetflow.workdays import Workdays
from tests.grids import TODAY, day

STAGE = {stage.key: stage for stage in STAGES}
OPEN = [stage for stage in STAGES if not stage.closed]
WEEK = Workdays()


def on(today: date = TODAY, **numbers: object) -> Day:
    """A day with other numbers in the Playbook."""
    book = replace(DEFAULT, **numbers)  # type: ignore[arg-type]
    return Day(book, Workdays(book.weekend, book.holidays, calendar=book.day_count == "calendar"), today)


def lead(stage: str = "new", **facts: object) -> Facts:
    """A lead that may buy; dates as `11-20`, and a waiting reply where one came after the contact."""
    found = {key: day(value) if isinstance(value, str) and value[:2].isdigit() else value for key, value in facts.items()}
    reply, contact = found.get("last_reply"), found.get("last_contact")
    waits = isinstance(reply, date) and (not isinstance(contact, date) or reply > contact)
    if contact and "touches" not in found:
        found["touches"] = 1
    return Facts(STAGE[stage], **{"fit": True, "reply_waits": waits, **found})  # type: ignore[arg-type]


# ── the examples that the rules carry, and more of them ──────────────────────────────────────


@pytest.mark.parametrize(("rule", "example"), [(rule, text) for rule, texts in EXAMPLES.items() for text in texts])
def test_a_rule_keeps_what_its_example_promises(rule: str, example: str) -> None:
    promised, got = run(example, DEFAULT)
    assert got == promised


@pytest.mark.parametrize("rule", [rule.__name__ for rule in RULES])
def test_every_rule_carries_an_example_of_its_own(rule: str) -> None:
    assert EXAMPLES[rule]


FURTHER = (
    # reply: within one working day, over a weekend
    "new last_reply=11-20 | 11-20 -> reply due=11-23", "new last_reply=11-20 | 11-24 -> reply due=11-23 late=1",
    "new last_contact=11-20 last_reply=11-19 touches=1 | 11-20 -> planned due=11-23",
    "new last_reply=11-19 not_before=12-24 | 11-20 -> reply due=11-20",
    "new last_reply=11-19 appointment=11-20 | 11-20 -> reply due=11-20",
    # appointment: confirm, hold, record
    "meeting appointment=11-23 last_contact=11-20 | 11-23 -> overdue due=11-20 late=1",
    "meeting appointment=11-20 confirmed=yes | 11-20 -> today due=11-20",
    "meeting appointment=11-22 confirmed=yes | 11-22 -> today due=11-22",
    "meeting appointment=11-21 confirmed=yes | 11-20 -> planned due=11-21",
    "meeting appointment=11-18 | 11-20 -> overdue due=11-19 late=1", "meeting appointment=11-20 | 11-21 -> planned due=11-23",
    "meeting appointment=11-19 last_contact=11-19 touches=1 | 11-20 -> today due=11-20",
    "meeting appointment=11-24 confirmed=yes not_before=12-24 | 11-20 -> planned due=11-24",
    # by_hand and agreement roll to a working day
    "new typed=11-22 | 11-20 -> planned due=11-23", "new typed=11-20 created=11-02 | 11-20 -> today due=11-20",
    "new typed=11-19 created=11-02 | 11-20 -> overdue due=11-19 late=1",
    "new typed=11-19 agreed_for=12-01 | 11-20 -> overdue due=11-19 late=1",
    "new agreed_for=11-22 last_contact=11-20 | 11-20 -> planned due=11-23",
    "new agreed_for=11-20 last_contact=11-20 touches=1 | 11-20 -> planned due=11-23",
    "new agreed_for=10-01 | 11-20 -> overdue due=10-01 late=36",
    # first contact
    "new created=11-20 | 11-22 -> planned due=11-23", "new created=11-20 | 11-23 -> today due=11-23",
    "new created=11-20 | 11-24 -> overdue due=11-23 late=1", "new touches=3 created=11-19 | 11-20 -> today due=11-20",
    "new created=11-20 not_before=11-22 | 11-20 -> planned due=11-23", "new not_before=11-22 | 11-20 -> planned due=11-23",
    "new created=11-02 not_before=11-19 | 11-20 -> cold due=11-19 late=1",
    # a task and a stage with no date of interest
    "new | 11-20 -> today due=11-20", "new | 11-22 -> today due=11-22",
    # closed comes first, then not followed, then what cannot be read
    "won fit=no do_not_contact=yes created=banana last_reply=11-19 | 11-20 -> won reply_unseen bad_cell",
    "new fit=no created=banana | 11-20 -> not_followed bad_cell",
    "new last_contact=11-21 | 11-20 -> check bad_cell", "new last_reply=11-21 | 11-20 -> check bad_cell",
    "new agreed_for=11-21 appointment=11-25 not_before=11-22 | 11-20 -> planned due=11-24",
    "new do_not_contact=banana created=11-19 | 11-20 -> check bad_cell", "new kind=banana | 11-20 -> check bad_cell",
    "new fit=banana created=11-19 | 11-20 -> today due=11-20 bad_cell",
    # the last message and the days of grace
    "proposal last_contact=11-12 touches=5 | 11-21 -> planned due=11-23",
    "proposal last_contact=11-12 touches=5 | 11-24 -> last_message due=11-23 late=1",
    "met last_contact=11-12 touches=5 | 11-18 -> planned due=11-19", "met last_contact=11-12 touches=5 | 11-19 -> last_message due=11-19",
    "met last_contact=11-11 touches=6 | 11-20 -> waiting", "met last_contact=11-11 touches=6 | 11-21 -> no_answer",
    "met last_contact=11-11 touches=7 | 11-20 -> waiting too_many",
    "proposal last_contact=11-12 last_reply=11-13 touches=6 | 11-20 -> reply due=11-16 late=4",
)  # fmt: skip


@pytest.mark.parametrize("example", FURTHER)
def test_a_row_is_decided_at_the_edge_of_its_dates(example: str) -> None:
    promised, got = run(example, DEFAULT)
    assert got == promised


@pytest.mark.parametrize("key", ["created", "last_contact", "last_reply", "agreed_for", "appointment", "not_before", "stage", "kind",
                                 "do_not_contact"])  # fmt: skip
def test_a_cell_that_decides_and_cannot_be_read_makes_the_row_check(key: str) -> None:
    decision = decide(lead(created="11-19")._replace(bad=(key,)), on())
    assert (decision.status, decision.rule, "bad_cell" in decision.flags) == ("check", "problem", True)


@pytest.mark.parametrize("key", ["fit", "confirmed", "value", "attempts"])
def test_a_cell_that_does_not_decide_counts_as_blank_and_is_flagged(key: str) -> None:
    decision = decide(lead(created="11-19")._replace(bad=(key,)), on())
    assert (decision.status, "bad_cell" in decision.flags) == ("today", True)


# ── the default playbook, stage by stage ─────────────────────────────────────────────────────


@pytest.mark.parametrize(("stage", "touch"), [(s.key, n) for s in OPEN for n in range(1, s.max_touches)])
def test_each_gap_of_a_stage_is_planned_today_and_overdue_at_its_edge(stage: str, touch: int) -> None:
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
    assert [(d.rule, d.status, d.due) for d in told] == [("waiting", "waiting", None)] * 2 + [("waiting", "no_answer", None)]


def test_no_answer_comes_on_the_calendar_day_after_even_on_a_weekend() -> None:
    facts = lead("met", last_contact="11-11", touches=6)
    assert [decide(facts, on(day(d))).status for d in ("11-20", "11-21")] == ["waiting", "no_answer"]


@pytest.mark.parametrize("stage", [s.key for s in OPEN if s.ends_in == "nurture"])
@pytest.mark.parametrize("more", [0, 1, 40])
def test_a_stage_that_ends_in_nurture_goes_on_gently(stage: str, more: int) -> None:
    last = day("09-01")
    due = WEEK.add(last, 30)
    facts = lead(stage, last_contact=last, touches=STAGE[stage].max_touches + more)
    told = [decide(facts, on(d)) for d in (due - timedelta(1), due, WEEK.add(due, 60))]
    assert [(d.rule, d.status, d.due) for d in told] == [
        ("nurture", "planned", due), ("nurture", "today", due), ("nurture", "overdue", due)]  # fmt: skip


def test_the_default_playbook_is_the_table_of_the_contract() -> None:
    assert [(s.key, s.en, s.es, s.pace, s.gaps, s.min_gap, s.cold_after, s.max_touches, s.ends_in, s.channel) for s in STAGES] == [
        ("new", "New", "Nuevo", "fast", (1, 2, 3, 5), 1, 5, 6, "nurture", "email"),
        ("informed", "Informed", "Informado", "slow", (3, 4, 5, 7), 2, 15, 6, "nurture", "email"),
        ("interested", "Interested", "Interesado", "slow", (2, 3, 5, 7), 2, 15, 6, "nurture", "phone"),
        ("meeting", "Meeting set", "Cita fijada", "", (1, 2, 3), 1, 10, 4, "nurture", "phone"),
        ("met", "Met", "Reunidos", "fast", (1, 2, 3, 5), 1, 5, 5, "last_message", "email"),
        ("proposal", "Proposal sent", "Propuesta enviada", "slow", (3, 4, 5, 7), 2, 15, 5, "last_message", "phone"),
        ("won", "Won", "Ganado", "", (), 0, 0, 0, "won", ""),
        ("lost", "Lost", "Perdido", "", (), 0, 0, 0, "lost", ""),
    ]


def test_the_default_numbers_are_those_of_the_contract() -> None:
    found = (DEFAULT.reply_within, DEFAULT.first_contact, DEFAULT.confirm_before, DEFAULT.grace, DEFAULT.nurture_every,
             DEFAULT.interest_decay, DEFAULT.few, DEFAULT.calls_welcome, DEFAULT.weekend, DEFAULT.day_count)  # fmt: skip
    assert found == (1, 1, 1, 7, 30, 0.93, 10, {"advised"}, "0000011", "working")


# ── the order of the rules ───────────────────────────────────────────────────────────────────


def test_the_rules_stand_in_the_order_of_the_contract() -> None:
    assert [rule.__name__ for rule in RULES] == (
        "closed not_followed problem reply appointment by_hand agreement first_contact cadence last_message waiting nurture".split()
    )


def test_each_rule_outranks_those_below_it() -> None:
    facts = lead("won", fit=False, bad=("created",), last_reply="11-19", appointment="11-24", typed="11-25", agreed_for="11-26")
    changes: list[tuple[str, dict[str, object]]] = [
        ("closed", {"stage": STAGE["new"]}), ("not_followed", {"fit": True}), ("problem", {"bad": ()}),
        ("reply", {"reply_waits": False}), ("appointment", {"appointment": None}), ("by_hand", {"typed": None}),
        ("agreement", {"agreed_for": None}), ("first_contact", {"last_contact": day("11-19"), "touches": 1}),
        ("cadence", {"stage": STAGE["met"], "touches": 5}), ("last_message", {"touches": 6}),
        ("waiting", {"stage": STAGE["new"]}), ("nurture", {}),
    ]  # fmt: skip
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
    assert decide(lead("meeting", appointment="11-18", last_contact="11-17"), on()).rule == "appointment"
    assert decide(lead("meeting", appointment="11-18", last_contact="11-18"), on()).rule == "cadence"


def test_a_row_with_attempts_and_no_contact_is_in_first_contact() -> None:
    assert decide(lead(created="11-19", touches=9), on()).rule == "first_contact"


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
    told = [decide(facts, on(day(d), day_count="calendar")) for d in ("11-20", "11-21", "11-22", "11-23")]
    assert [(d.status, d.overdue) for d in told] == [("today", None)] * 3 + [("overdue", 3)]


def test_a_due_day_passed_on_the_weekend_is_still_today() -> None:
    facts = lead(agreed_for="11-20")
    assert [decide(facts, on(day(d))).status for d in ("11-20", "11-21", "11-22", "11-23")] == ["today"] * 3 + ["overdue"]


# ── snooze and absences ──────────────────────────────────────────────────────────────────────


def away(*spans: tuple[str, str]) -> tuple[Absence, ...]:
    return tuple(Absence(day(first), day(last)) for first, last in spans)


def test_an_absence_covering_the_due_day_moves_it_to_the_first_working_day_after() -> None:
    facts = lead(created="11-19", absences=away(("11-18", "11-20")))
    assert decide(facts, on()).due == day("11-23")


def test_absences_in_a_row_are_all_jumped() -> None:
    facts = lead(created="11-19", absences=away(("11-23", "11-24"), ("11-20", "11-20"), ("11-25", "11-25")))
    assert decide(facts, on()).due == day("11-26")


def test_an_absence_that_ends_before_the_due_day_moves_nothing() -> None:
    assert decide(lead(created="11-19", absences=away(("11-16", "11-19"))), on()).due == day("11-20")


def test_a_snooze_comes_before_the_absence() -> None:
    facts = lead(created="11-10", not_before="11-24", absences=away(("11-24", "11-24")))
    assert decide(facts, on()).due == day("11-25")


def test_a_snooze_that_is_not_later_than_the_due_day_moves_nothing() -> None:
    assert decide(lead(created="11-19", not_before="11-20"), on()).due == day("11-20")


def test_a_past_snooze_still_moves_an_older_due_day() -> None:
    told = decide(lead(created="11-02", not_before="11-17"), on())
    assert (told.due, told.overdue) == (day("11-17"), 3)


@pytest.mark.parametrize("facts", [lead(last_reply="11-19"), lead("meeting", appointment="11-23")])
def test_messages_and_appointments_are_not_moved_but_flagged(facts: Facts) -> None:
    told = decide(facts._replace(not_before=day("12-24"), absences=away(("11-19", "12-01"))), on())
    assert (told.due, "owner_away" in told.flags) == (day("11-20"), True)


def test_the_closing_day_of_waiting_is_not_moved() -> None:
    facts = lead("met", last_contact="11-11", touches=6, not_before="12-24", absences=away(("11-01", "12-24")))
    assert [decide(facts, on(day(d))).status for d in ("11-20", "11-21")] == ["waiting", "no_answer"]


# ── the other columns ────────────────────────────────────────────────────────────────────────


def test_a_check_row_shows_status_flags_and_why_only() -> None:
    told = decide(lead(created="11-02", last_contact="11-21", touches=4), on())
    assert (told.due, told.overdue, told.touches, told.interest, told.step) == (None,) * 5
    assert told.why
    assert told.flags


@pytest.mark.parametrize("facts", [lead("won", last_contact="11-02", created="11-18", touches=3),
                                   lead(fit=False, last_contact="11-02", created="11-18", touches=3)])  # fmt: skip
def test_closed_and_not_followed_rows_show_touches_and_interest_but_nothing_to_do(facts: Facts) -> None:
    told = decide(facts, on())
    assert (told.due, told.overdue, told.step, told.touches, told.interest) == (None, None, None, 3, 86)


@pytest.mark.parametrize(("facts", "interest"), [
    ({"created": "11-20"}, 100), ({"created": "11-19"}, 93), ({"created": "11-18"}, 86), ({"created": "11-13"}, 70),
    ({"created": "10-01", "last_reply": "11-19", "last_contact": "11-20"}, 93), ({"last_contact": "11-19"}, None), ({}, None),
])  # fmt: skip
def test_interest_fades_each_working_day_since_they_last_showed_some(facts: dict[str, str], interest: int | None) -> None:
    assert decide(lead(**facts), on()).interest == interest


def test_interest_rounds_halves_up() -> None:
    assert decide(lead(created="11-19"), on(interest_decay=0.125)).interest == 13
    assert decide(lead(created="11-19"), on(interest_decay=0.005)).interest == 1


def test_overdue_stands_for_every_status_that_is_late() -> None:
    late = {"reply": lead(last_reply="11-10"), "cold": lead(created="11-02"), "overdue": lead(agreed_for="11-10"),
            "last_message": lead("met", last_contact="11-02", touches=5)}  # fmt: skip
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

days = st.dates(day("2026-09-01"), day("2027-01-31"))
maybe = st.none() | days
all_facts = st.builds(
    Facts, stage=st.none() | st.sampled_from(STAGES), kind=st.sampled_from(["opportunity", "task", "partner", None]),
    fit=st.sampled_from([None, True, True, False]), do_not_contact=st.sampled_from([None, False, False, True]),
    segment=st.sampled_from(["", "advised"]), has_owner=st.booleans(), created=maybe, last_contact=maybe, last_reply=maybe,
    reply_waits=st.booleans(), agreement=st.sampled_from(["", "send the drawings"]), agreed_for=maybe, appointment=maybe,
    confirmed=st.booleans(), not_before=maybe, open_ending=st.booleans(),
    bad=st.sampled_from([(), (), ("created",), ("fit",)]), typed=maybe, touches=st.integers(0, 12), previous_contact=maybe,
    reply_between=st.booleans(), event=st.sampled_from(["", "few", "many"]),
    absences=st.lists(st.builds(lambda a, n: Absence(a, a + timedelta(n)), days, st.integers(0, 9)), max_size=2).map(tuple),
    announced=maybe,
)  # fmt: skip
any_day = st.builds(lambda d, kind, w: on(d, day_count=kind, weekend=w), days, st.sampled_from(["working", "calendar"]),
                    st.sampled_from(["0000011", "0000110", "0111111"]))  # fmt: skip


@given(all_facts, any_day)
def test_every_row_gets_a_decision(facts: Facts, today: Day) -> None:
    told = decide(facts, today)
    assert told.status
    assert told.why


@given(all_facts, any_day)
def test_only_a_person_says_won_or_lost(facts: Facts, today: Day) -> None:
    stage = facts.stage
    said = stage.ends_in if stage and stage.closed else None
    assert (decide(facts, today).status in ("won", "lost")) == bool(said)
    assert not said or decide(facts, today).status == said


@given(all_facts, any_day)
def test_waiting_turns_no_overdue_row_back_to_planned(facts: Facts, today: Day) -> None:
    """The one exception is the contract's own: an appointment that passed is to be recorded from the next day on."""
    overdue = False
    for n in range(0, 150, 3):
        then = today.today + timedelta(n)
        if facts.appointment and then - timedelta(3) <= facts.appointment < then:
            overdue = False
        status = decide(facts, today._replace(today=then)).status
        assert not (overdue and status == "planned")
        overdue = overdue or status == "overdue"


@settings(max_examples=200)
@given(all_facts, any_day)
def test_overdue_is_what_lateness_counts(facts: Facts, today: Day) -> None:
    told = decide(facts, today)
    late = today.workdays.late(told.due, today.today) if told.due else 0
    assert told.overdue == (late or None)

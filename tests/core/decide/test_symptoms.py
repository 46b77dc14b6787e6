"""What was seen of a lead gives its next step, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from sheetflow.decide.facts import Context, Facts
from sheetflow.decide.rules import decide
from sheetflow.decide.steps import symptom_of
from sheetflow.decide.symptoms import (
    NOTHING_SEEN,
    SYMPTOMS,
    Symptom,
    Symptoms,
    from_on,
    symptom_rows,
)
from sheetflow.texts.render import Locale, render
from tests.support.grids import day
from tests.support.rule_facts import all_facts, all_symptoms, any_day, lead, on


def seen(**facts: Any) -> dict[str, Any]:
    """The facts of a lead in the cadence of Informed, of whom something was seen."""
    symptoms = {key: facts.pop(key) for key in Symptoms._fields if key in facts}
    usual = {"last_contact": "11-17", "touches": 1, "contacts": 0, "symptoms": Symptoms(**symptoms)}
    return {**usual, **facts}


def step(facts: Facts, lang: str = "en", *rows: Symptom, today: str = "11-20") -> str:
    numbers = {"symptoms": rows} if rows else {}
    told = decide(facts, on(day(today), **numbers)).step
    return render(told, Locale(lang, 2026)) if told else ""


def informed(**facts: Any) -> str:
    return step(lead("informed", **seen(**facts)))


USUAL = "Ask what they made of it, and propose a day to talk (email)"
THANKS = "Thank them, and ask what was missing (email)"
DECIDE = "Ask how and by when they decide, and agree on a day (phone)"
QUESTION = "Ask one question about where they stand, instead of another reminder (email)"
OTHER_WAY = "Try the other way, since they did not open it (phone)"
PIECE = "Send the next useful piece, with a proposed day (email)"

# ── the shipped rows ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, USUAL),
        ({"reaction": "negative"}, THANKS),
        ({"reaction": "positive", "phase": "unknown"}, DECIDE),
        ({"reaction": "positive", "phase": "known"}, USUAL),
        ({"reaction": "positive"}, USUAL),
        ({"phase": "unknown", "touches": 2}, QUESTION),
        ({"phase": "unknown"}, USUAL),
        ({"phase": "unknown", "touches": 3, "contacts": 0}, USUAL),
        ({"opened": "no", "touches": 2}, OTHER_WAY),
        ({"opened": "no", "touches": 5}, OTHER_WAY),
        ({"opened": "no"}, USUAL),
        ({"opened": "yes", "last_contact": "11-13"}, PIECE),
        ({"opened": "yes", "last_contact": "11-16"}, USUAL),
        # the first row that fits
        ({"reaction": "negative", "phase": "unknown", "touches": 2, "opened": "no"}, THANKS),
        ({"phase": "unknown", "touches": 2, "opened": "no"}, QUESTION),
    ],
)
def test_the_first_row_that_fits_says_the_step_and_its_channel(
    facts: dict[str, Any], told: str
) -> None:
    assert informed(**facts) == told


def test_the_step_is_said_in_spanish_too() -> None:
    facts = lead("informed", **seen(opened="no", touches=2))
    assert step(facts, "es") == "Probar la otra vía, ya que no lo abrieron (teléfono)"


def test_silence_counts_from_the_latest_of_contact_reply_and_interest() -> None:
    since = {"opened": "yes", "last_contact": "11-09"}
    assert informed(**since, created="11-12") == PIECE
    assert informed(**since, created="11-16") == USUAL
    assert informed(**since, last_reply="11-16", reply_waits=False) == USUAL


def test_a_silence_without_any_day_fits_no_row_that_asks_for_one() -> None:
    row = Symptom("Wave", "Saludar", "email", silent_for=0)
    assert not row.fits_numbers(0, None)
    assert row.fits_numbers(0, 0)


def test_no_shipped_row_lets_an_open_alone_decide() -> None:
    alone = [row for row in SYMPTOMS if row.opened and not (row.silent_for or row.touches)]
    assert alone == []


# ── under which rules ─────────────────────────────────────────────────────────────────────────


def test_an_answer_says_what_the_symptoms_say_behind_it_and_keeps_its_channel() -> None:
    facts = lead(
        "informed", last_reply="11-19", symptoms=Symptoms("unknown", "positive", "unknown")
    )
    told = "Answer their message of 19 Nov: Ask how and by when they decide, and agree on a day"
    assert step(facts) == f"{told} (email)"
    assert step(facts, "es").startswith("Responder su mensaje del 19 nov: Preguntar cómo y para")


def test_a_light_touch_and_a_cold_row_follow_the_symptoms_too() -> None:
    worn = lead("new", **seen(last_contact="10-08", touches=6, reaction="negative"))
    assert step(worn) == f"A light touch: {THANKS}"
    cold = lead("informed", **seen(last_contact="10-20", reaction="negative"))
    assert step(cold) == f"Start again gently: {THANKS}"


@pytest.mark.parametrize(
    "facts",
    [
        {"agreed_for": "11-20", "agreement": "send the drawings"},
        {"announced_for": "11-20"},
        {"planned_by_hand": "11-20"},
        {"appointment": "11-23"},
    ],
)
def test_what_is_dated_comes_before_the_symptoms(facts: dict[str, Any]) -> None:
    assert informed(reaction="negative", **facts) == informed(**facts)


def test_a_last_message_stays_the_last_message() -> None:
    facts = lead("met", **seen(last_contact="11-12", touches=5, reaction="negative"))
    assert step(facts) == "Send the last message (email)"


def test_the_first_contact_after_an_event_brings_its_own_step() -> None:
    given = {"created": "11-19", "symptoms": Symptoms(reaction="negative")}
    assert step(lead("new", **given)) == THANKS
    after = lead("new", event="few", **given)
    assert step(after) == "Call to agree on a day to talk (phone)"
    assert symptom_of(after, on(), "first_contact") is None


# ── the channel ───────────────────────────────────────────────────────────────────────────────


def test_a_call_is_a_message_with_a_reason_where_calls_are_not_welcome() -> None:
    unwelcome = {"opened": "no", "touches": 2, "segment": "informed"}
    assert informed(**unwelcome) == "Write with a reason and a proposed date (email)"
    assert informed(**{**unwelcome, "segment": "advised"}) == OTHER_WAY


def test_the_channel_is_one_that_the_row_has() -> None:
    called = informed(opened="no", touches=2, has_phone=False)
    assert called == "Write with a reason and a proposed date (email)"
    written = informed(reaction="negative", has_email=False)
    assert written == "Call, and ask for an email: Thank them, and ask what was missing (phone)"


# ── rows of a team's own ──────────────────────────────────────────────────────────────────────

WAVE = Symptom("Wave", "Saludar", "whatsapp")


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        ({}, True),
        ({"stage": "informed"}, True),
        ({"stage": "met"}, False),
        ({"opened": "unknown"}, True),
        ({"reaction": "none"}, True),
        ({"reaction": "neutral"}, False),
        ({"phase": "known"}, False),
        ({"phase": "unknown"}, False),
        ({"silent_for": 3}, True),
        ({"silent_for": 4}, False),
        ({"touches": range(1, 2)}, True),
        ({"touches": range(2, 5)}, False),
        ({"touches": from_on(1)}, True),
        ({"touches": from_on(2)}, False),
    ],
)
def test_all_that_a_row_asks_for_must_be_so(when: dict[str, Any], fits: bool) -> None:
    told = step(lead("informed", **seen()), "en", WAVE._replace(**when))
    assert told == ("Wave (whatsapp)" if fits else USUAL)


def test_an_empty_table_means_no_symptoms() -> None:
    facts = lead("informed", **seen(reaction="negative"))
    told = decide(facts, on(day("11-20"), symptoms=())).step
    assert told
    assert render(told, Locale("en", 2026)) == USUAL


@pytest.mark.parametrize("i", [0, 1])
def test_every_row_of_the_table_is_as_wide_as_its_headings_and_the_note_is_beside_it(
    i: int,
) -> None:
    head, first, *others = symptom_rows({}, {"email": "Email", "phone": "Phone"}, i)
    assert {len(row) for row in others} == {len(head)}
    assert first[len(head)] is None
    assert ("Opens are weak", "es un indicio débil")[i] in str(first[len(head) + 1])


# ── and nothing else ──────────────────────────────────────────────────────────────────────────


@given(all_facts, all_symptoms, any_day)
def test_symptoms_change_no_status_no_date_no_flag_and_no_reason(
    facts: Facts, symptoms: Symptoms, context: Context
) -> None:
    def answers(told: Facts) -> dict[str, Any]:
        answer = decide(told, context)._asdict()
        return {key: answer[key] for key in answer if key not in ("step", "channel")}

    assert answers(facts) == answers(facts._replace(symptoms=symptoms))


@given(all_facts, any_day)
def test_without_the_table_every_step_is_as_it_was(facts: Facts, context: Context) -> None:
    silent = context._replace(playbook=on(symptoms=()).playbook)
    told = decide(facts._replace(symptoms=NOTHING_SEEN), silent)
    assert decide(facts, silent) == told

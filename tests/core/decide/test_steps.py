"""The next step and its channel."""

from __future__ import annotations

import pytest

from sheetflow.decide.facts import Facts
from sheetflow.decide.rules import decide
from sheetflow.texts.render import Locale, render
from tests.support.grids import day, decided
from tests.support.rule_facts import lead, on


def step(facts: Facts, lang: str = "en", today: str = "11-20") -> str:
    told = decide(facts, on(day(today)))
    return render(told.step, Locale(lang, 2026)) if told.step else ""


@pytest.mark.parametrize(
    ("facts", "en", "es"),
    [
        (
            lead("new", created="11-19"),
            "Send what they asked for (email)",
            "Enviar lo que pidieron (correo)",
        ),
        (
            lead("proposal", agreed_for="11-20", agreement="send the drawings"),
            "Check: send the drawings (phone)",
            "Comprobar: send the drawings (teléfono)",
        ),
        (
            lead("new", last_reply="11-12"),
            "Answer their message of 12 Nov (email)",
            "Responder su mensaje del 12 nov (correo)",
        ),
        (
            lead("meeting", appointment="11-23", segment="advised"),
            "Confirm the appointment of 23 Nov (phone)",
            "Confirmar la cita del 23 nov (teléfono)",
        ),
        (
            lead("meeting", appointment="11-20", confirmed=True, segment="advised"),
            "Hold the appointment of 20 Nov (phone)",
            "Celebrar la cita del 20 nov (teléfono)",
        ),
        (
            lead("met", last_contact="11-12", touches=5),
            "Send the last message (email)",
            "Enviar el último mensaje (correo)",
        ),
    ],
)
def test_a_step_is_made_specific_in_both_languages(facts: Facts, en: str, es: str) -> None:
    assert (step(facts), step(facts, "es")) == (en, es)


def test_an_appointment_that_passed_is_recorded() -> None:
    facts = lead("meeting", appointment="11-18")
    assert step(facts) == "Record how the appointment of 18 Nov went, or rebook it (phone)"


def test_a_stage_of_calls_writes_an_email_with_a_reason_where_calls_are_not_welcome() -> None:
    told = step(lead("interested", last_contact="11-18", segment="informed"))
    assert told == "Propose a date to talk: with a reason and a proposed date (email)"
    assert step(lead("interested", last_contact="11-18", segment="")).endswith("(email)")


def test_a_segment_that_likes_calls_is_called() -> None:
    assert (
        step(lead("interested", last_contact="11-18", segment="advised"))
        == "Propose a date to talk (phone)"
    )


def test_an_agreement_is_reason_enough_to_call() -> None:
    assert step(
        lead("interested", last_contact="11-10", agreed_for="11-20", agreement="call")
    ).endswith("(phone)")


@pytest.mark.parametrize(
    "facts",
    [lead("won"), lead("lost"), lead(fit=False), lead(do_not_contact=True), lead(created="11-21")],
)
def test_rows_nobody_follows_and_rows_to_check_have_no_step(facts: Facts) -> None:
    assert step(facts) == ""


def event(count: int, source: str = "Trade fair", stage: str = "New") -> str:
    rows = [[f"Lead {n}", "New", source, day("11-19")] for n in range(count)]
    return decided(["Name", "Stage", "Source", "Since"], *rows)[0].step


def test_after_a_small_event_the_first_contact_is_a_call() -> None:
    assert event(10).endswith("(phone)")


def test_after_a_large_event_it_is_an_email_that_fixes_a_date() -> None:
    assert event(11) == "Send an email that fixes a date to talk next week (email)"


def test_the_same_source_on_another_day_is_another_event() -> None:
    rows = [[f"Lead {n}", "Feria", day("11-19") if n else day("11-18")] for n in range(11)]
    told = decided(["Nombre", "Origen", "Alta"], *rows)
    assert [row.step.endswith("(teléfono)") for row in told] == [True] * 11


def test_only_the_first_contact_follows_the_event() -> None:
    rows = [[f"Lead {n}", "Fair", day("11-10"), day("11-19")] for n in range(3)]
    assert (
        decided(["Name", "Source", "Since", "Last contact"], *rows)[0].step
        == "Send what they asked for (email)"
    )

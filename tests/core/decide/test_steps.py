"""The next step and its channel."""

from __future__ import annotations

import pytest
from hypothesis import given

from sheetflow.decide.facts import Context, Facts
from sheetflow.decide.rules import decide
from sheetflow.decide.steps import reachable
from sheetflow.errors.lists import PlaybookUnusable
from sheetflow.texts.render import Locale, render
from tests.support.grids import Sheet, day, decided
from tests.support.rule_facts import STAGE, all_facts, any_day, lead, on


def step(facts: Facts, lang: str = "en", today: str = "11-20") -> str:
    told = decide(facts, on(day(today)))
    return render(told.step, Locale(lang, 2026)) if told.step else ""


@pytest.mark.parametrize(
    ("facts", "en", "es"),
    [
        (
            lead("new", created="11-19"),
            "Send what they asked for, and say when you will be in touch (email)",
            "Enviar lo que pidieron y anunciar el próximo contacto (correo)",
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
    told = step(lead("interested", last_contact="11-18", segment="informed", contacts=0))
    assert told == "Write with a reason and a proposed date (email)"


def test_a_row_without_a_segment_is_called() -> None:
    assert step(lead("interested", last_contact="11-18", contacts=0)).endswith("(phone)")


def test_a_segment_that_likes_calls_is_called() -> None:
    assert (
        step(lead("interested", last_contact="11-18", segment="advised", contacts=0))
        == "Propose a day to talk (phone)"
    )


def test_an_agreement_is_reason_enough_to_call() -> None:
    assert step(
        lead(
            "interested",
            last_contact="11-10",
            agreed_for="11-20",
            agreement="call",
            contacts=0,
            segment="informed",
        )
    ).endswith("(phone)")


@pytest.mark.parametrize(
    "facts",
    [lead("won"), lead("lost"), lead(fit=False), lead(do_not_contact=True), lead(created="11-21")],
)
def test_rows_nobody_follows_and_rows_to_check_have_no_step(facts: Facts) -> None:
    assert step(facts) == ""


def event(count: int, source: str = "Trade fair", stage: str = "New") -> str:
    rows = [
        [f"Lead {n}", f"{n}@x.com", 600_000_000 + n, "New", source, day("11-19")]
        for n in range(count)
    ]
    return decided(["Name", "Email", "Phone", "Stage", "Source", "Since"], *rows)[0].step


def test_after_a_small_event_the_first_contact_is_a_call() -> None:
    assert event(10).endswith("(phone)")


def test_after_a_large_event_it_is_an_email_that_fixes_a_date() -> None:
    assert event(11) == "Fix a date to talk next week (email)"


def test_the_same_source_on_another_day_is_another_event() -> None:
    rows = [
        [f"Lead {n}", 600_000_000 + n, "Feria", day("11-19") if n else day("11-18")]
        for n in range(11)
    ]
    told = decided(["Nombre", "Teléfono", "Origen", "Alta"], *rows)
    assert [row.step.endswith("(teléfono)") for row in told] == [True] * 11


def test_only_the_first_contact_follows_the_event() -> None:
    rows = [[f"Lead {n}", f"{n}@x.com", "Fair", day("11-10"), day("11-19")] for n in range(3)]
    assert (
        decided(["Name", "Email", "Source", "Since", "Last contact"], *rows)[0].step
        == "Ask for a talk, person to person, and propose two days (email)"
    )


# ── a step per touch ──────────────────────────────────────────────────────────────────────────

OPEN = ["new", "informed", "interested", "meeting", "met", "proposal"]


def of_touch(stage: str, contacts: int, lang: str = "en") -> str:
    facts = lead(stage, last_contact="11-18", touches=1, contacts=contacts)
    return step(facts, lang, "11-18")


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("stage", OPEN)
def test_as_many_touches_as_a_stage_has_never_say_the_same(stage: str, lang: str) -> None:
    most = STAGE[stage].max_touches
    told = [of_touch(stage, contacts, lang) for contacts in range(most)]
    assert len({*told}) == most


def test_touches_beyond_the_table_take_its_row_for_more() -> None:
    assert of_touch("new", 5) == of_touch("new", 30)
    assert of_touch("new", 5).startswith("Ask one question")


def test_after_the_cap_the_touch_is_a_light_one() -> None:
    told = step(lead("new", last_contact="10-08", touches=6))
    assert told.startswith("A light touch: Ask one question")


def test_a_cold_row_starts_again_gently_with_the_step_of_its_touch() -> None:
    told = step(lead("informed", last_contact="10-20", contacts=1, touches=1))
    assert told == "Start again gently: Ask what is missing, and agree on a day (phone)"


def with_steps(*rows: list[object], stage: str = "New", **columns: object) -> str:
    """The step of a contacted lead where the Playbook has this table."""
    table = [["Stage", "Touch", "Channel", "Step"], *rows]
    sheet = Sheet(
        ["Name", "Email", "Phone", "Stage", "Last contact", *columns],
        ["Ana", "a@x.com", "600123456", stage, day("11-19"), *columns.values()],
        others={"Playbook": table},
    )
    return sheet.plan().rows[0].step


def test_a_team_bends_the_steps_in_its_playbook() -> None:
    told = with_steps(["New", 2, "WhatsApp", "Send a photo"], ["New", "", "Phone", "Ring"])
    assert told == "Send a photo (whatsapp)"


def test_where_no_row_has_the_touch_the_one_for_more_counts() -> None:
    assert with_steps(["New", 3, "Email", "Write"], ["New", "more", "Phone", "Ring"]) == (
        "Ring (phone)"
    )


def test_where_the_table_has_no_row_for_it_the_stage_says_the_step() -> None:
    assert with_steps(["New", 3, "Email", "Write"]) == "Send what they asked for (email)"


def test_a_row_for_nurture_serves_the_light_touches() -> None:
    told = with_steps(["New", "Nurture", "Email", "Season's greetings"], Attempts=7)
    assert told == "A light touch: Season's greetings (email)"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["Newish", 1, "Email", "Write"], "wrong_step_stage"),
        (["New", "first", "Email", "Write"], "wrong_touch"),
        (["New", 0, "Email", "Write"], "wrong_touch"),
    ],
)
def test_a_wrong_row_of_the_steps_is_named(row: list[object], code: str) -> None:
    with pytest.raises(PlaybookUnusable) as error:
        with_steps(row)
    ((where, text),) = [(problem.where, problem.text) for problem in error.value.problems]
    assert (where[:-2], text.code) == ("Playbook!", code)


def test_a_touch_that_has_two_rows_is_named() -> None:
    with pytest.raises(PlaybookUnusable) as error:
        with_steps(["New", 1, "Email", "Write"], ["Nuevo", "1", "Phone", "Ring"])
    assert [problem.text.code for problem in error.value.problems] == ["touch_twice"]


# ── a channel that the row has ────────────────────────────────────────────────────────────────


def reached(stage: str, *, email: bool, phone: bool) -> str:
    return step(
        lead(stage, last_contact="11-18", contacts=0, has_email=email, has_phone=phone), "en"
    )


def test_nobody_without_a_number_is_called() -> None:
    told = reached("interested", email=True, phone=False)
    assert told == "Write with a reason and a proposed date (email)"


def test_nobody_without_an_address_is_told_to_mail() -> None:
    told = reached("informed", email=False, phone=True)
    assert told.startswith("Call, and ask for an email: Ask what they made of it")
    assert told.endswith("(phone)")


def test_with_neither_no_channel_is_named() -> None:
    told = reached("informed", email=False, phone=False)
    assert told == "Ask what they made of it, and propose a day to talk"


@given(all_facts, any_day)
def test_no_step_names_a_channel_that_the_row_has_not(facts: Facts, context: Context) -> None:
    told = decide(facts, context).step
    said = render(told, Locale("en", 2026)) if told else ""
    assert facts.has_email or not said.endswith("(email)")
    assert facts.has_phone or not said.endswith(("(phone)", "(whatsapp)", "(sms)"))


def test_a_message_needs_a_number_too() -> None:
    facts = Facts(STAGE["new"], has_phone=False)
    assert reachable("whatsapp", facts) == "email"
    assert reachable("visit", facts) == "visit"


@given(all_facts, any_day)
def test_the_channel_of_a_decision_is_the_one_that_its_step_says(
    facts: Facts, context: Context
) -> None:
    told = decide(facts, context)
    said = render(told.step, Locale("en", 2026)) if told.step else ""
    assert said.endswith(f" ({told.channel})" if told.channel else "")


def test_a_step_inside_another_has_its_channel() -> None:
    cold = decide(lead("interested", last_contact="10-01", contacts=1), on())
    assert (cold.status, cold.channel) == ("cold", "email")

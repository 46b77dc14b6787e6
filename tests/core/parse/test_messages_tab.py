"""The Messages tab is the team's: their texts win, and what is odd is told with its cell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sheetflow.decide.messages import SHIPPED, MessageText
from sheetflow.decide.playbook import DEFAULT, Words
from sheetflow.decide.playbook_rows import messages_rows
from sheetflow.model import Text, Value
from sheetflow.parse.messages_tab import Messages, read_messages
from tests.support.grids import Sheet

HEAD = ("Message", "Stage", "Touch", "Language", "Channel", "Subject", "Text", "Check")
DATED = "I will call you on {next_date}."


def read(*rows: Sequence[Value], head: Sequence[Value] = HEAD, lang: str = "en") -> Messages:
    return read_messages([head, *rows], "Messages", DEFAULT, lang)


def told(found: Messages) -> list[tuple[str, str]]:
    return [(problem.where, problem.text.code) for problem in found.problems]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_tab_that_ships_reads_back_as_it_is(lang: str) -> None:
    found = read_messages(messages_rows(lang), "Messages", DEFAULT, "en")
    assert found.problems == ()
    assert sorted(found.texts, key=repr) == sorted(
        (text for text in SHIPPED if text.lang == lang), key=repr
    )


def test_a_row_is_read_in_any_order_of_columns_and_under_synonyms() -> None:
    found = read(
        ("Cuerpo: {fecha}", "Pedir una conversación", "Nuevo", 2, "Correo", "Asunto A", "español"),
        head=("Cuerpo", "Mensaje", "Etapa", "Toque", "Canal", "Título", "Idioma"),
    )
    text = MessageText("talk", "es", "email", "Asunto A", "Cuerpo: {fecha}", "new", 2)
    assert found == Messages((text,))


def test_headings_may_stand_below_a_line_and_rows_may_be_blank() -> None:
    rows: list[Sequence[Value]] = [
        ("Our texts",),
        HEAD,
        (),
        ("Nurture", None, None, None, None, None, DATED),
    ]
    found = read_messages(rows, "Messages", DEFAULT, "es")
    assert found.texts == (MessageText("nurture", "es", "", "", DATED),)


def test_both_languages_may_stand_in_one_tab() -> None:
    found = read(
        ("Nurture", None, "more", "en", None, None, DATED),
        ("Mantener", None, "más", "es", None, None, DATED),
    )
    assert [(text.key, text.lang) for text in found.texts] == [("nurture", "en"), ("nurture", "es")]


def test_a_message_of_the_teams_own_keeps_its_name_and_its_line_breaks() -> None:
    found = read(("Promo", None, None, None, "carta", None, "One\r\n\nTwo {next_date}"))
    assert found.texts == (MessageText("promo", "en", "carta", "", "One\n\nTwo {next_date}"),)


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_row_without_a_text_is_passed_over(blank: Value) -> None:
    assert read(("Nurture", None, None, None, None, "A subject", blank)) == Messages()


def test_a_tab_without_the_headings_holds_no_texts() -> None:
    assert read_messages([("Text", "A")], "Messages", DEFAULT, "en") == Messages()


def test_a_wrong_placeholder_is_told_with_its_cell() -> None:
    found = read(("Nurture", None, None, None, None, "Hi {nmae}", DATED + " {NEXT DATE} {}"))
    assert told(found) == [
        ("Messages!F2", "unknown_placeholder"),
        ("Messages!G2", "unknown_placeholder"),
    ]
    example = Words("{next_date}", "{fecha}")
    assert found.problems[0].text == Text("unknown_placeholder", ("{nmae}", example))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Let me know what you think. {next_date}", "text_open_ending"),
        ("As I already told you, {next_date}", "text_reproach"),
        ("Sigo sin respuesta. {fecha}", "text_reproach"),
        ("Hello {name}", "text_no_date"),
    ],
)
def test_what_is_odd_in_a_text_is_told_with_its_cell(text: str, code: str) -> None:
    assert told(read(("Nurture", None, None, None, None, None, text))) == [("Messages!G2", code)]


def test_the_last_message_announces_nothing() -> None:
    assert told(read(("Last message", *[None] * 5, "Goodbye."))) == []
    assert told(read(("last", *[None] * 5, DATED))) == [("Messages!G2", "last_with_date")]


def test_a_text_that_serves_nobody_is_told_and_left_out() -> None:
    found = read(
        ("Nurture", "Someday", None, None, None, None, DATED),
        ("Nurture", None, "soon", None, None, None, DATED),
        ("Nurture", None, 0, None, None, None, DATED),
        ("Nurture", None, None, "fr", None, None, DATED),
    )
    assert told(found) == [
        ("Messages!B2", "message_stage"),
        ("Messages!C3", "message_touch"),
        ("Messages!C4", "message_touch"),
        ("Messages!D5", "message_language"),
    ]
    assert [text.lang for text in found.texts] == ["en"]


def test_what_is_odd_stops_no_run_and_is_told_at_its_end() -> None:
    sheet = Sheet(
        ["Name", "Stage"],
        ["Ana", "New"],
        others={"Messages": [HEAD, ("Nurture", *[None] * 5, "Hi {nmae} {next_date}")]},
    )
    plan = sheet.sync().plan
    assert plan is not None
    assert [p.where for p in plan.problems if p.text.code == "unknown_placeholder"] == [
        "Messages!G2"
    ]


def test_a_message_that_the_steps_name_and_nobody_wrote_is_told() -> None:
    steps = [
        ["Stage", "Touch", "Channel", "Step (English)", "Message"],
        ["New", 1, "Email", "Write", "Promo"],
        ["New", 2, "Email", "Write", "Useful piece"],
    ]
    book = {"Playbook": [["Setting", "Value"], [], *steps]}
    plan, _ = Sheet(["Name", "Stage"], ["Ana", "New"], others=book).look()
    assert [p.text for p in plan.problems] == [Text("unknown_message", ("promo",))]
    book["Messages"] = [list(HEAD), ["promo", *[None] * 5, DATED]]
    plan, _ = Sheet(["Name", "Stage"], ["Ana", "New"], others=book).look()
    assert [p.text.code for p in plan.problems] == []


def test_a_message_that_only_the_other_language_has_is_told() -> None:
    found = read(
        ("Promo", None, None, "es", None, None, DATED),
        ("Tip", "Met", None, "es", None, None, DATED),
        ("Tip", None, None, "en", None, None, DATED),
        ("News", None, None, "es", None, None, DATED),
        ("News", "Met", None, "en", None, None, DATED),
        ("Nurture", None, None, "es", None, None, DATED),
    )
    assert told(found) == [
        ("Messages!D2", "only_this_language"),
        ("Messages!D5", "only_this_language"),
    ]


def test_a_subject_is_read_as_one_line() -> None:
    found = read(("Nurture", None, None, None, None, "Hi {a\nb}\n you", DATED))
    assert found.texts[0].subject == "Hi {a b} you"

"""A message is put together without leftovers, whatever is not known."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.decide.messages import PLACEHOLDERS, SHIPPED, MessageText
from sheetflow.decide.phrases import REPROACHES, WordingFinder
from sheetflow.decide.playbook import PHRASES
from sheetflow.texts.message_fill import day_text, fill, first_name
from tests.support.grids import TODAY, day

FINDER = WordingFinder(PHRASES, REPROACHES)


def body(text: str, lang: str = "en", **values: str) -> str:
    return fill(MessageText("k", lang, "email", "", text), values)[1]


@pytest.mark.parametrize(
    ("date", "english", "spanish"),
    [
        ("11-26", "Thursday 26", "jueves 26"),
        ("12-03", "Thursday 3", "jueves 3"),
        ("12-04", "Friday 4 December", "viernes 4 de diciembre"),
        ("11-06", "Friday 6 November", "viernes 6 de noviembre"),
        ("2027-11-25", "Thursday 25 November 2027", "jueves 25 de noviembre de 2027"),
    ],
)
def test_a_day_is_named_as_people_say_it(date: str, english: str, spanish: str) -> None:
    assert day_text(day(date), TODAY, "en") == english
    assert day_text(day(date), TODAY, "es") == spanish


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ana Pérez", "Ana"),
        ("Pérez, Ana", "Ana"),
        ("PÉREZ LÓPEZ, ANA MARÍA", "Ana"),
        ("ana", "Ana"),
        ("Dr. Livia Marsh", "Dr. Livia Marsh"),
        ("Sra. Robles", "Sra. Robles"),
        ("MacAllister", "MacAllister"),
        ("Robles,", "Robles"),
        ("", ""),
        (" ", ""),
    ],
)
def test_somebody_is_addressed_by_the_first_name(name: str, first: str) -> None:
    assert first_name(name) == first


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Hello {first_name},", "Hello,"),
        ("Hola, {first_name}:", "Hola:"),
        ("Hello {first_name}. Good day.", "Hello. Good day."),
        ("{first_name}, good day", "Good day"),
        ("A {name} b", "A b"),
        ("Regards,\n{owner}", "Regards,"),
        ("On {next_date}?", "On?"),
        ("My number is {phone}.", "My number is the one you have."),
        ("A :) stays {name} :)", "A :) stays :)"),
        ("{nmae}Yes", "Yes"),
        ("Dear {client}, yes", "Dear, yes"),
        ("Hello,\n\n{first_name}, i call", "Hello,\n\nI call"),
        ("A\n  {name} {owner}: ¿cómo?", "A\n¿Cómo?"),
        ("A {name}  \n\n{owner}", "A"),
        ("A   \nB", "A\nB"),
        ("{first_name} {company}?", "Your company?"),
        ("{{nmae}} {{name}}", "{} {}"),
        ("{a}{b}{c} {d}, {e} {f}: yes", "Yes"),
    ],
)
def test_a_sentence_closes_over_what_is_blank(text: str, closed: str) -> None:
    assert body(text) == closed


def test_a_subject_is_one_line() -> None:
    text = MessageText("k", "en", "email", "About {name}\r\nBcc: x", "Body")
    assert fill(text, {"name": "A\r\nB"})[0] == "About A B Bcc: x"


def test_a_value_is_data() -> None:
    assert body("{name}{owner}", name="{owner}", owner="\ue0000=1+1<b>") == "{owner}0=1+1<b>"


_VALUE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=12)


@given(
    st.lists(st.sampled_from(["{name}", "{date}", "}{", " , ", "Ana", "{", ": ."]), min_size=1),
    st.sampled_from(["{nmae}, {company}. ", "\n{name} {company}, ", "\n{owner}\n{company}\n"]),
)
def test_data_stays_as_it_was_typed_wherever_it_stands(parts: list[str], text: str) -> None:
    value = "".join(parts)
    assert value in body(f"A {text}b", company=value)


@given(
    st.sampled_from(SHIPPED),
    st.dictionaries(st.sampled_from(sorted(PLACEHOLDERS)), st.sampled_from(["", "Ana", "Ley 3"])),
    st.sampled_from(range(1, 90)),
)
def test_a_text_that_ships_is_filled_without_leftovers(
    text: MessageText, values: dict[str, str], ahead: int
) -> None:
    when = day_text(TODAY + timedelta(ahead), TODAY, text.lang)
    subject, said = fill(text, {**values, "next_date": when, "appointment": when})
    assert not re.search(r"[{}\0]|  | [,.;:?!]|,[.:]|^[,.;:]", f"{subject}\n{said}", re.MULTILINE)
    assert FINDER.find(f"{subject}\n{said}") == (False, False)
    assert (when in f"{subject}\n{said}") == (text.key != "last")


@given(st.text(max_size=40), st.dictionaries(st.sampled_from(sorted(PLACEHOLDERS)), _VALUE))
def test_no_text_and_no_value_stops_it(text: str, values: dict[str, str]) -> None:
    subject, said = fill(MessageText("k", "en", "", text, text), values)
    assert "\n" not in subject
    assert "\r" not in subject + said

"""Links carry an address and a text, and nothing else; within each program's limit."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.texts.links import IN_A_FORMULA, escaped, mailto, tel, whatsapp


def test_a_mail_is_begun_with_subject_and_body() -> None:
    link = mailto("ana@example.com", "100 % & ¿sí?", "Hola, Ana:\n\nA#1 + B")
    assert link == (
        "mailto:ana@example.com?subject=100%20%25%20%26%20%C2%BFs%C3%AD%3F"
        "&body=Hola%2C%20Ana%3A%0D%0A%0D%0AA%231%20%2B%20B"
    )


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("Ana <ana@example.com>", "ana@example.com"),
        ("a@example.com; b@example.com", "a@example.com"),
        (" o'neil+x@example.com ", "o%27neil+x@example.com"),
        ("a&b?c=d@example.com", "a%26b%3Fc%3Dd@example.com"),
    ],
)
def test_the_first_address_of_a_cell_counts(cell: str, address: str) -> None:
    assert mailto(cell, "", "") == f"mailto:{address}"


@pytest.mark.parametrize("cell", ["", "none", "a@b", "@example.com", "see notes"])
def test_without_an_address_there_is_no_link(cell: str) -> None:
    assert mailto(cell, "S", "B") == ""


@pytest.mark.parametrize(
    ("cell", "called", "chat"),
    [
        ("+34 600 111 222", "+34600111222", "34600111222"),
        ("0034 600-111-222", "+34600111222", "34600111222"),
        ("+44 (0)20 7946 0123", "+442079460123", "442079460123"),
        ("600 111 222", "600111222", ""),
        ("(020) 7946 0123", "02079460123", ""),
        ("600 111 222 / 611 222 333", "600111222", ""),
        ("555 0123 456 ext. 12", "5550123456", ""),
        ("Ana: +34 600 111 222", "+34600111222", "34600111222"),
        ("12", "", ""),
        ("", "", ""),
        ("+1234567890123456", "", ""),
        ("ask her", "", ""),
    ],
)
def test_a_number_is_called_and_chatted_with_where_it_says_its_country(
    cell: str, called: str, chat: str
) -> None:
    assert tel(cell) == (f"tel:{called}" if called else "")
    assert whatsapp(cell, "Hi & bye") == (
        f"https://wa.me/{chat}?text=Hi%20%26%20bye" if chat else ""
    )


def test_a_cut_link_ends_between_two_letters() -> None:
    link = mailto("ana@example.com", "Sí", "ñandú " * 100, IN_A_FORMULA)
    assert IN_A_FORMULA - 6 <= len(link) <= IN_A_FORMULA
    assert unquote(link, errors="strict").startswith("mailto:ana@example.com?subject=Sí&body=ñandú")


def test_what_does_not_fit_at_all_is_left_out() -> None:
    assert mailto("ana@example.com", "S", "B", 10) == ""
    assert mailto("ana@example.com", "S", "B", 24) == "mailto:ana@example.com"
    assert mailto("ana@example.com", "", "B") == "mailto:ana@example.com?body=B"


@given(st.text(), st.text(), st.integers(60, 400))
def test_no_text_becomes_another_field(subject: str, body: str, limit: int) -> None:
    link = mailto("ana@example.com", subject, body, limit)
    assert len(link) <= limit
    assert re.fullmatch(r"[A-Za-z0-9\-._~%@+?&=:]*", link)
    parts = urlsplit(link)
    fields = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    assert parts.path == "ana@example.com"
    assert fields.keys() <= {"subject", "body"}
    assert all(len(values) == 1 for values in fields.values())
    assert not set("\r\n") & set(fields.get("subject", [""])[0])


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")))
def test_an_escaped_text_reads_back(text: str) -> None:
    assert unquote(escaped(text)) == text.replace("\n", "\r\n")

"""sheetflow.backends.excel.cells: answers become cell XML that Excel reads back unchanged."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.backends.excel.cells import LONGEST, clip, text_tail, value_tail
from sheetflow.backends.excel.text import unescape
from sheetflow.model import CellError, Value

TAIL = b' t="inlineStr"><is><t>%s</t></is></c>'


def test_text_is_written_inline() -> None:
    assert text_tail("Ana Pérez") == TAIL % "Ana Pérez".encode()


def test_a_prefix_goes_onto_every_element() -> None:
    assert text_tail("Ana", "x:") == b' t="inlineStr"><x:is><x:t>Ana</x:t></x:is></x:c>'


def test_markup_in_text_is_escaped() -> None:
    assert text_tail("a <b> & c") == TAIL % b"a &lt;b&gt; &amp; c"


@pytest.mark.parametrize("text", [" Ana", "Ana ", "\tAna", "two\nlines", "two  blanks"])
def test_blanks_that_xml_would_lose_are_kept(text: str) -> None:
    assert b'<t xml:space="preserve">' in text_tail(text)


def test_what_looks_like_an_escape_of_excel_stays_literal() -> None:
    assert text_tail("_x0041_") == TAIL % b"_x005F_x0041_"


def test_characters_that_xml_forbids_are_dropped() -> None:
    assert text_tail("a\x00b\x0bc\ufffed\ud800e") == TAIL % b"abcde"


def test_text_is_cut_at_the_longest_a_cell_can_hold() -> None:
    assert len(clip("a" * 40_000)) == LONGEST


def test_a_cut_never_leaves_half_a_character() -> None:
    assert clip("a" + "😀" * 20_000).endswith("😀")
    assert len(clip("a" + "😀" * 20_000).encode("utf-16-le")) // 2 == LONGEST


@given(st.text(st.characters(exclude_categories=["Cs"], min_codepoint=32), max_size=60))
def test_any_text_reads_back_as_it_was(text: str) -> None:
    tail = text_tail(text)
    inner = tail[tail.index(b">", tail.index(b"<t")) + 1 : tail.index(b"</t>")]
    assert unescape(inner) == text.replace("\ufffe", "").replace("\uffff", "")


@pytest.mark.parametrize(
    ("value", "date1904", "tail"),
    [
        (None, False, b"/>"),
        ("", False, b"/>"),
        (7, False, b"><v>7</v></c>"),
        (0.5, False, b"><v>0.5</v></c>"),
        (True, False, b' t="b"><v>1</v></c>'),
        (CellError("#N/A"), False, b' t="e"><v>#N/A</v></c>'),
        (date(2026, 11, 20), False, b"><v>46346</v></c>"),
        (date(2026, 11, 20), True, b"><v>44884</v></c>"),
    ],
)
def test_a_value_is_written_in_its_own_type(
    value: Value | date, date1904: bool, tail: bytes
) -> None:
    assert value_tail(value, date1904=date1904) == tail


def test_text_that_starts_like_a_formula_stays_text() -> None:
    assert text_tail("=1+1") == TAIL % b"=1+1"

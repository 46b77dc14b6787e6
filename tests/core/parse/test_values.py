"""Words and numbers of a cell."""

from __future__ import annotations

import pytest
from hypothesis import given

from sheetflow.model import CellError, Value
from sheetflow.parse.values import BAD, count_of, is_blank, text_of, yes_no
from tests.support.cell_strategies import values


@pytest.mark.parametrize(
    "word",
    [
        "yes",
        "Y",
        "Sí",
        "si",
        "S",
        "x",
        "X",
        "✓",
        "TRUE",
        "Verdadero",
        "1",
        1,
        1.0,
        True,
        "  YES\xa0",
    ],
)
def test_yes_is_said_in_many_ways(word: Value) -> None:
    assert yes_no(word) is True


@pytest.mark.parametrize("word", ["no", "N", "No ", "FALSE", "falso", "0", 0, 0.0, False])
def test_no_is_said_in_many_ways(word: Value) -> None:
    assert yes_no(word) is False


@pytest.mark.parametrize("blank", [None, "", "   ", "-", "–", "n/a", "N/A", "\xa0", " - "])
def test_blank_is_blank_however_people_write_it(blank: str | None) -> None:
    assert is_blank(blank)
    assert yes_no(blank) is None
    assert count_of(blank) is None
    assert text_of(blank) == ""


@pytest.mark.parametrize("word", ["maybe", "quizás", 2, "10", CellError("#N/A"), "no sé"])
def test_a_word_that_is_neither_yes_nor_no_is_never_guessed(word: Value) -> None:
    assert yes_no(word) is BAD


def test_an_error_value_is_not_blank() -> None:
    assert not is_blank(CellError("#REF!"))


@pytest.mark.parametrize(
    ("cell", "count"), [(0, 0), (3, 3), (3.0, 3), ("7", 7), (" 12 ", 12), ("007", 7)]
)
def test_a_count_is_a_whole_number_or_text_that_spells_one(cell: Value, count: int) -> None:
    assert count_of(cell) == count


@pytest.mark.parametrize(
    "cell",
    [-1, 1.5, "-1", "1.5", "three", True, CellError("#N/A"), float("nan"), float("inf"), "²"],
)
def test_anything_else_is_no_count(cell: Value) -> None:
    assert count_of(cell) is BAD


def test_a_whole_float_is_shown_without_its_point() -> None:
    assert text_of(447700900123.0) == "447700900123"


@given(values)
def test_no_value_makes_a_reader_raise(value: Value) -> None:
    text_of(value), is_blank(value), yes_no(value), count_of(value)

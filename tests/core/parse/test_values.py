"""Words and numbers of a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.model import CellError, Value
from sheetflow.parse.values import BAD, amount_of, count_of, is_blank, text_of, yes_no
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
    assert amount_of(blank) is None
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


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (1200, 1200.0),
        ("1,200.50", 1200.5),
        ("1.200,50 €", 1200.5),
        ("$ 1,200", 1200.0),
        ("12.5", 12.5),
        ("-3", -3.0),
        ("£1'000", 1000.0),
        ("1 200", 1200.0),
        ("1.234.567", 1234567.0),
    ],
)
def test_an_amount_may_carry_currency_and_separators(cell: Value, amount: float) -> None:
    assert amount_of(cell) == amount


def test_a_lone_separator_before_three_digits_groups_unless_it_is_the_decimal_sign() -> None:
    assert amount_of("1,200") == 1200
    assert amount_of("1,200", comma_decimal=True) == 1.2
    assert amount_of("1.200", comma_decimal=True) == 1200


@pytest.mark.parametrize("cell", ["about ten thousand", CellError("#VALUE!"), True, "1-2"])
def test_an_amount_that_is_none_is_bad(cell: Value) -> None:
    assert amount_of(cell) is BAD


def test_a_whole_float_is_shown_without_its_point() -> None:
    assert text_of(447700900123.0) == "447700900123"


@given(values, st.booleans())
def test_no_value_makes_a_reader_raise(value: Value, comma: bool) -> None:
    (
        text_of(value),
        is_blank(value),
        yes_no(value),
        count_of(value),
        amount_of(value, comma_decimal=comma),
    )

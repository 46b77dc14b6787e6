"""Amounts of money as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.model import CellError, Value
from sheetflow.parse.amounts import AmountReader, decimal_sign
from sheetflow.parse.values import BAD
from sheetflow.parse.workbook import Remembered, read_workbook
from tests.support.cell_strategies import values
from tests.support.grids import Sheet

POINT, COMMA, UNKNOWN = ".", ",", None


@pytest.mark.parametrize("decimal", [POINT, COMMA, UNKNOWN])
@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (1200, 1200.0),
        ("1,200.50", 1200.5),
        ("1.200,50 €", 1200.5),
        ("1.234,50", 1234.5),
        ("12.5", 12.5),
        ("12,50 €", 12.5),
        ("-3", -3.0),
        ("£1'000", 1000.0),
        ("1 200", 1200.0),
        ("1.234.567", 1234567.0),
        ("12,34,567", 1234567.0),
        ("0,500", 0.5),
        ("1234.567", 1234.567),
        ("$ 900 MXN", 900.0),
    ],
)
def test_an_amount_that_tells_by_itself_is_read_in_every_country(
    cell: Value, amount: float, decimal: str | None
) -> None:
    assert AmountReader(decimal)(cell) == amount


def test_a_lone_sign_before_three_digits_groups_where_the_country_groups_by_it() -> None:
    assert AmountReader(POINT)("12,000") == 12000
    assert AmountReader(COMMA)("12.000 €") == 12000
    assert AmountReader(COMMA)("-1.200") == -1200


@pytest.mark.parametrize(
    ("cell", "decimal"),
    [("12,000", COMMA), ("12.000 €", POINT), ("12,000", UNKNOWN), ("12.000 €", UNKNOWN)],
)
def test_a_lone_sign_before_three_digits_is_not_read_where_it_could_begin_decimals(
    cell: str, decimal: str | None
) -> None:
    assert AmountReader(decimal)(cell) is BAD


@pytest.mark.parametrize(
    "cell",
    [
        "about ten thousand",
        CellError("#VALUE!"),
        True,
        "1-2",
        "12.11.2026",
        "1.2,3.4",
        "12k",
        "3 mil €",
        "1,5 M€",
        ".5",
        "9" * 400,
    ],
)
def test_an_amount_that_is_none_is_bad(cell: Value) -> None:
    assert AmountReader(POINT)(cell) is BAD


@pytest.mark.parametrize("blank", [None, "", "   ", "-", "–", "n/a"])
def test_a_blank_cell_holds_no_amount(blank: str | None) -> None:
    assert AmountReader(POINT)(blank) is None


def test_most_texts_of_a_column_settle_its_sign_and_a_tie_settles_nothing() -> None:
    reader = AmountReader(POINT)
    for text in ("1.234,50", "99,9", "12.50", "12.000", 1200, 0.5):
        reader(text)
    assert reader.settled(POINT) == COMMA
    reader("7.5")
    assert reader.settled(UNKNOWN) is UNKNOWN


@pytest.mark.parametrize(
    ("language", "country", "sign"),
    [
        ("en", None, POINT),
        ("es", None, COMMA),
        ("es", "MX", POINT),
        ("en", "de", COMMA),
        ("es", "ES-CT", COMMA),
        ("en", "GB", POINT),
        ("en", "CA", UNKNOWN),
    ],
)
def test_the_country_says_what_begins_decimals_else_the_language(
    language: str, country: str | None, sign: str | None
) -> None:
    assert decimal_sign(language, country) == sign


@given(values, st.sampled_from([POINT, COMMA, UNKNOWN]))
def test_no_value_makes_the_reader_raise(value: Value, decimal: str | None) -> None:
    AmountReader(decimal)(value)


def test_the_cells_of_a_column_settle_its_sign_before_the_country_does() -> None:
    rows = [["Ana", "a@x.com", "1.234,50"], ["Bo", "b@x.com", "12.000"], ["Cy", "c@x.com", 7]]
    assert _values(rows, "GB") == [1234.5, 12000, 7]
    assert _values([["Ana", "a@x.com", "12.000 €"]], "DE") == [12000]


def test_an_amount_that_could_be_two_is_blank_and_its_cell_is_named() -> None:
    sheet = Sheet(["Name", "Email", "Value"], ["Ana", "a@x.com", "12.000 €"])
    plan = sheet.plan()
    assert [(p.where, p.text.code) for p in plan.problems] == [("Leads!C2", "unreadable_amount")]
    assert plan.counts.checks == 0


def _values(rows: list[list[Value]], country: str) -> list[float | None]:
    playbook: list[list[Value]] = [["Setting", "Value"], ["Country", country]]
    sheet = Sheet(["Name", "Email", "Value"], *rows, others={"Playbook": playbook})
    (tab,) = read_workbook(sheet.read(), Remembered()).tabs
    return list(tab.leads.field("value"))

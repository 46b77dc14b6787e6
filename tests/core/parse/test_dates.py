"""The day that a cell says, or that it cannot be read."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.model import CellError, Value, serial
from sheetflow.parse.dates import DateStyle, Moment, column_order, day_first, read_moment
from sheetflow.parse.values import BAD
from tests.support.cell_strategies import values

NOV_12 = date(2026, 11, 12)
PLAIN = DateStyle()
MADRID = DateStyle(zone=ZoneInfo("Europe/Madrid"))


def said(value: Value, calendar: DateStyle = PLAIN) -> object:
    moment = read_moment(value, calendar)
    return moment.day if isinstance(moment, Moment) else moment


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-12",
        "20261112",
        "2026-11-12T09:30",
        "2026-11-12 09:30:15",
        "2026/11/12",
        "2026-11-12T09:30:00.000",
        "12 Nov 2026",
        "12 November 2026",
        "November 12, 2026",
        "Nov 12th, 2026",
        "Thursday, 12 November 2026",
        "12-Nov-2026",
        "12 de noviembre de 2026",
        "12 nov 2026",
        "jueves 12 de noviembre de 2026",
        "12 NOV. 2026 09:30",
        " 2026-11-12\xa0",
    ],
)
def test_text_is_a_date_when_it_is_iso_or_names_its_month(text: str) -> None:
    assert said(text) == NOV_12


@pytest.mark.parametrize(
    "month",
    [
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    ],
)
def test_every_month_has_its_names_in_both_languages(month: str) -> None:
    assert [said(f"3 {name} 2026") for name in month.split()] == [
        date(2026, n, 3) for n in range(1, 13)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "12/11/26",
        "12 Nov",
        "12 Nov 26",
        "Nov 2026",
        "next week",
        "2026",
        "31/02/2026",
        "2026-02-30",
        "10:30",
        "2026-11-12 25:00",
        "12/13/14/2026",
        "12 Nov 2026 or 13",
        "banana 12 Nov 2026",
    ],
)
def test_text_that_does_not_settle_one_day_is_unreadable(text: str) -> None:
    assert said(text, DateStyle(day_first=True)) is BAD


def test_three_numbers_are_read_in_the_known_order() -> None:
    assert said("11/12/2026", DateStyle(day_first=False)) == NOV_12
    assert said("12/11/2026", DateStyle(day_first=True)) == NOV_12
    assert said("12.11.2026", DateStyle(day_first=True)) == NOV_12
    assert said("12-11-2026", DateStyle(day_first=True)) == NOV_12


def test_an_undecided_order_is_unreadable_and_never_guessed() -> None:
    assert said("11/12/2026") is BAD


def test_a_part_above_twelve_settles_its_own_cell() -> None:
    assert said("13/11/2026") == date(2026, 11, 13)
    assert said("11/13/2026") == date(2026, 11, 13)


def test_a_cell_that_contradicts_the_order_of_its_column_is_unreadable() -> None:
    assert said("11/13/2026", DateStyle(day_first=True)) is BAD


def test_the_same_number_twice_needs_no_order() -> None:
    assert said("11/11/2026") == date(2026, 11, 11)


def test_one_cell_of_the_column_settles_its_order() -> None:
    assert column_order(["01/02/2026", "13/02/2026", None, 5], None) is True
    assert column_order(["01/02/2026", "02/13/2026"], True) is False


def test_a_column_that_settles_nothing_follows_language_or_country() -> None:
    assert column_order(["01/02/2026"], True) is True
    assert column_order([], None) is None


def test_a_column_that_contradicts_itself_settles_nothing() -> None:
    assert column_order(["13/02/2026", "02/13/2026"], True) is None


def test_spanish_writes_the_day_first_and_english_follows_the_country() -> None:
    assert day_first("es", None) is True
    assert day_first("es", "US") is True
    assert day_first("en", "GB") is True
    assert day_first("en", "US") is False
    assert day_first("en", None) is None


def test_a_number_is_a_serial_in_the_date_system_of_the_workbook() -> None:
    assert said(46338) == NOV_12
    assert said(46338 - 1462, DateStyle(date1904=True)) == NOV_12
    assert serial(NOV_12) == 46338
    assert serial(NOV_12, date1904=True) == 46338 - 1462


def test_serials_count_from_1950_to_9999() -> None:
    assert said(serial(date(1950, 1, 1))) == date(1950, 1, 1)
    assert said(serial(date(1950, 1, 1)) - 1) is BAD
    assert said(serial(date.max)) == date.max
    assert said(serial(date.max) + 1) is BAD


def test_the_time_of_a_serial_is_kept_to_the_second() -> None:
    assert read_moment(46338 + 0.40625, PLAIN) == Moment(NOV_12, 9 * 3600 + 45 * 60)
    assert read_moment(46338.0, PLAIN) == Moment(NOV_12, 0)


def test_midnight_of_the_next_day_lost_to_rounding_is_that_day() -> None:
    assert said(46338 - 1e-9) == NOV_12


@pytest.mark.parametrize(
    "value", [CellError("#N/A"), True, False, 0.5, 0, -3, float("nan"), float("inf"), "0:30"]
)
def test_errors_booleans_and_bare_times_are_unreadable(value: object) -> None:
    assert said(value) is BAD


@pytest.mark.parametrize("blank", [None, "", "  ", "-", "–", "n/a"])
def test_a_blank_cell_says_no_day(blank: str | None) -> None:
    assert said(blank) is None


def test_a_zone_in_the_text_is_converted_to_the_workbooks_before_taking_the_day() -> None:
    assert said("2026-11-11T23:30:00Z", MADRID) == NOV_12
    assert said("2026-11-12T01:30:00+05:00", MADRID) == date(2026, 11, 11)
    assert said("2026-11-12T23:30:00+01:00", MADRID) == NOV_12


def test_a_time_without_zone_stays_where_it_is() -> None:
    assert read_moment("2026-11-12 23:30", MADRID) == Moment(NOV_12, 23 * 3600 + 30 * 60)


def test_half_days_are_read() -> None:
    assert read_moment("12 Nov 2026 1:05 pm", PLAIN) == Moment(NOV_12, 13 * 3600 + 300)
    assert read_moment("12 Nov 2026 12:00 a.m.", PLAIN) == Moment(NOV_12, 0)


@given(
    values,
    st.booleans(),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, ZoneInfo("Europe/Madrid")]),
)
def test_no_value_makes_the_reader_raise(
    value: Value, old: bool, first: bool | None, zone: ZoneInfo | None
) -> None:
    read_moment(value, DateStyle(old, first, zone))


@given(st.lists(values))
def test_no_column_makes_the_order_raise(column: list[Value]) -> None:
    column_order(column, None)


@given(st.dates(date(1950, 1, 1)), st.booleans())
def test_a_serial_is_read_back_as_the_same_day(d: date, old: bool) -> None:
    assert said(serial(d, date1904=old), DateStyle(old)) == d

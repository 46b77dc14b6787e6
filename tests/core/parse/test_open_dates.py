"""Dates that depend on the day on which they were typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.parse.dates import DateStyle, Moment, read_moment
from sheetflow.parse.open_dates import OpenDate
from sheetflow.parse.values import BAD
from tests.support.grids import day

SEEN = date(2026, 11, 20)
"""A Friday."""
WORDS = "today hoy x ✓ yesterday ayer tomorrow mañana now ahora fri viernes next monday 12 nov 3/4"


def meant(text: str, *, ahead: bool = False, seen: date = SEEN) -> date | None:
    found = read_moment(text, DateStyle(day_first=True))
    assert isinstance(found, OpenDate), text
    return found.seen_on(seen, ahead=ahead)


@pytest.mark.parametrize("ahead", [True, False])
@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("today hoy Hoy TODAY x X ✓ ✔ ✔️ now ahora", "11-20"),
        ("yesterday ayer", "11-19"),
        ("tomorrow mañana manana Mañana", "11-21"),
    ],
)
def test_words_count_from_the_day_on_which_they_were_typed(
    words: str, then: str, *, ahead: bool
) -> None:
    assert {meant(word, ahead=ahead) for word in words.split()} == {day(then)}


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("mon monday lun lunes", "11-16", "11-23"),
        ("tue tuesday mar martes", "11-17", "11-24"),
        ("wed wednesday mie miércoles Mié", "11-18", "11-25"),
        ("thu thursday jue jueves", "11-19", "11-26"),
        ("fri friday vie viernes", "11-13", "11-27"),
        ("sat saturday sab sábado", "11-14", "11-21"),
        ("sun sunday dom domingo", "11-15", "11-22"),
    ],
)
def test_a_weekday_is_the_latest_before_or_ahead_the_next_after(
    words: str, before: str, after: str
) -> None:
    assert {meant(word) for word in words.split()} == {day(before)}
    assert {meant(word, ahead=True) for word in words.split()} == {day(after)}


@pytest.mark.parametrize(
    "text", ["next monday", "Next Mon", "próximo lunes", "el próximo lun.", "el lunes", "on Monday"]
)
def test_next_in_front_of_a_weekday_changes_nothing(text: str) -> None:
    assert meant(text, ahead=True) == day("11-23")
    assert meant(text) == day("11-16")


@pytest.mark.parametrize(
    ("text", "past", "ahead"),
    [
        ("12 Nov", "11-12", "2027-11-12"),
        ("Nov 12th", "11-12", "2027-11-12"),
        ("12/11", "11-12", "2027-11-12"),
        ("12-11", "11-12", "2027-11-12"),
        ("jueves 12 de noviembre", "11-12", "2027-11-12"),
        ("20 nov", "11-20", "11-20"),
        ("21/11", "2025-11-21", "11-21"),
        ("2 ene", "01-02", "2027-01-02"),
        ("29/2", "2024-02-29", "2028-02-29"),
    ],
)
def test_without_a_year_it_is_the_latest_such_day_or_ahead_the_earliest(
    text: str, past: str, ahead: str
) -> None:
    assert meant(text) == day(past)
    assert meant(text, ahead=True) == day(ahead)


@pytest.mark.parametrize("text", ["12/11/26", "12-11-26", "12 Nov 26", "Nov 12, '26", "12.11.26"])
def test_a_year_of_two_digits_is_of_this_century(text: str) -> None:
    assert read_moment(text, DateStyle(day_first=True)) == Moment(day("11-12"))


def test_a_time_behind_a_word_is_kept() -> None:
    for text in ("hoy 10:30", "hoy a las 10:30", "today, 10:30 am"):
        assert read_moment(text, DateStyle()) == OpenDate(0, second=10 * 3600 + 30 * 60)
    assert read_moment("lunes a las 10:30", DateStyle()) == OpenDate(weekday=0, second=37800)


@pytest.mark.parametrize(
    "text", ["monday tuesday", "next", "next week", "próximo mes", "xx", "yes", "11/12", "31/11"]
)
def test_what_names_no_single_day_is_unreadable(text: str) -> None:
    assert read_moment(text, DateStyle()) is BAD


@pytest.mark.parametrize("seen", [date.min, date.max])
def test_beyond_the_calendar_there_is_no_day(seen: date) -> None:
    ends = [meant(text, ahead=seen == date.max, seen=seen) for text in ("ayer", "mañana", "mon")]
    assert None in ends


@given(st.sampled_from(WORDS.split()), st.dates(), st.booleans())
def test_no_word_on_any_day_makes_the_reader_raise(word: str, seen: date, ahead: bool) -> None:
    found = read_moment(word, DateStyle(day_first=True))
    if isinstance(found, OpenDate):
        found.seen_on(seen, ahead=ahead)


@given(st.integers(1, 12), st.integers(1, 28), st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_of_a_day_without_year_the_nearest_is_taken_within_a_year(
    month: int, number: int, seen: date
) -> None:
    found = OpenDate(month=month, day=number)
    past, ahead = found.seen_on(seen, ahead=False), found.seen_on(seen, ahead=True)
    assert past
    assert ahead
    assert past <= seen <= ahead
    assert max((seen - past).days, (ahead - seen).days) <= 365

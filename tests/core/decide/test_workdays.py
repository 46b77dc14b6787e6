"""Counting days: 2026-11-20 is a Friday."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.decide.workdays import Workdays
from tests.support.grids import day

FRI, SAT, SUN, MON, TUE = (day(f"11-{n}") for n in (20, 21, 22, 23, 24))
WEEK = Workdays()
NATURAL = Workdays(calendar=True)


def test_the_next_working_day_after_friday_is_monday() -> None:
    assert WEEK.add(FRI, 1) == MON


def test_the_day_itself_never_counts_working_or_not() -> None:
    assert WEEK.add(SAT, 1) == MON
    assert WEEK.add(MON, 1) == TUE


def test_adding_nothing_keeps_a_working_day_and_rolls_a_day_off_forward() -> None:
    assert WEEK.add(FRI, 0) == FRI
    assert WEEK.add(SAT, 0) == MON


def test_before_counts_back_and_rolls_back() -> None:
    assert WEEK.before(MON, 1) == FRI
    assert WEEK.before(SUN, 1) == FRI
    assert WEEK.before(MON, 0) == MON
    assert WEEK.before(SUN, 0) == FRI


def test_late_counts_working_days_after_the_date_up_to_today() -> None:
    assert [WEEK.late(FRI, d) for d in (day("11-19"), FRI, SAT, SUN, MON, TUE)] == [
        0,
        0,
        0,
        0,
        1,
        2,
    ]
    assert WEEK.late(day("11-06"), FRI) == 10


def test_holidays_are_skipped() -> None:
    days = Workdays(holidays=[MON])
    assert days.add(FRI, 1) == TUE
    assert days.before(TUE, 1) == FRI
    assert days.late(FRI, MON) == 0
    assert days.late(FRI, TUE) == 1


def test_a_holiday_on_a_weekend_takes_no_day_away() -> None:
    assert Workdays(holidays=[SAT]).late(FRI, TUE) == 2


def test_another_weekend_counts_other_days() -> None:
    gulf = Workdays("0000110")
    assert gulf.add(day("11-19"), 1) == SUN
    assert gulf.late(day("11-19"), SAT) == 0


def test_calendar_days_land_and_roll_forward_from_a_day_off() -> None:
    assert NATURAL.add(FRI, 1) == MON
    assert NATURAL.add(FRI, 4) == TUE
    assert NATURAL.add(day("11-18"), 2) == FRI


def test_calendar_days_before_roll_back() -> None:
    assert NATURAL.before(MON, 1) == FRI
    assert NATURAL.before(TUE, 1) == MON


def test_calendar_lateness_starts_only_once_a_working_day_has_come() -> None:
    assert [NATURAL.late(FRI, d) for d in (FRI, SAT, SUN, MON, TUE)] == [0, 0, 0, 3, 4]


def test_a_date_moved_past_the_last_day_stays_there() -> None:
    assert WEEK.add(date.max, 5) == date.max
    assert NATURAL.add(date.max, 5) == date.max
    assert WEEK.before(date.min, 5) == date.min


weekends = st.text("01", min_size=7, max_size=7).filter(lambda w: "0" in w)
dates = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(
    weekends,
    st.sets(st.dates(date(2026, 1, 1), date(2026, 3, 1)), max_size=9),
    st.dates(date(2025, 12, 1), date(2026, 3, 1)),
    st.integers(0, 30),
)
def test_what_was_added_is_what_lateness_counts(
    weekend: str, holidays: set[date], d: date, n: int
) -> None:
    days = Workdays(weekend, holidays)
    due = days.add(d, n)
    assert not days.is_off(due)
    assert days.late(d, due) == (n if n else int(due != d))


@given(weekends, dates, st.integers(0, 60), st.booleans())
def test_lateness_never_shrinks_as_the_days_pass(
    weekend: str, d: date, n: int, calendar: bool
) -> None:
    days = Workdays(weekend, calendar=calendar)
    assert days.late(d, d + timedelta(n)) <= days.late(d, d + timedelta(n + 1))


@pytest.mark.parametrize("gap", range(15))
def test_before_undoes_add_on_working_days(gap: int) -> None:
    assert WEEK.before(WEEK.add(FRI, gap), gap) == FRI

"""What is news: errors by what they are about, rows by their leads, answers by their age."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.decide.workdays import Workdays
from sheetflow.errors import SheetflowError
from sheetflow.errors.files import OpenElsewhere
from sheetflow.errors.google import QuotaUsedUp
from sheetflow.errors.lists import LeadsGone, StatusesSwung, TabNotFound
from sheetflow.errors.settings import Unforeseen
from sheetflow.plan.rows import CheckRow
from sheetflow.runs.news import Answers, News

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
TARGET = "/srv/sales/leads.xlsx"


def news(day: date = FRIDAY) -> News:
    return News(TARGET, day)


@pytest.mark.parametrize(
    ("first", "second", "new"),
    [
        (StatusesSwung(12, 40), StatusesSwung(13, 40), False),
        (QuotaUsedUp(60, "reads"), QuotaUsedUp(60, "writes"), False),
        (OpenElsewhere("Eva", "x.xlsx"), OpenElsewhere("Jon", "x.xlsx"), False),
        (TabNotFound("A", ("B",)), TabNotFound("C", ("B",)), True),
        (Unforeseen("KeyError", "a.py:1"), Unforeseen("KeyError", "b.py:2"), True),
        (StatusesSwung(12, 40), TabNotFound("A", ("B",)), True),
    ],
)
def test_numbers_and_people_that_change_make_no_other_error(
    first: SheetflowError, second: SheetflowError, *, new: bool
) -> None:
    assert news().is_new(first)
    assert news().is_new(second) is new


def test_what_is_over_is_told_by_its_code_and_once() -> None:
    news().is_new(StatusesSwung(12, 40))
    assert (news().over(), news().over()) == ("statuses_swung", None)


def test_a_row_is_known_by_its_lead_whatever_is_wrong_with_it_now() -> None:
    first, second = CheckRow("L-1", ()), CheckRow("L-2", ())
    assert news().new_rows([first]) == [first]
    assert news().new_rows([second, first]) == [second]
    assert news().new_rows([second]) == []
    assert news().new_rows([first, second]) == [first]


def test_rows_that_were_only_counted_are_not_told_again_as_long_as_they_are_as_many() -> None:
    rows = [CheckRow(f"L-{number}", ()) for number in range(2)]
    assert news().more_rows_than_told(2)
    assert not news().more_rows_than_told(2)
    assert news().new_rows(rows) == []
    assert not news().more_rows_than_told(2)
    assert not news().more_rows_than_told(0)
    assert news().more_rows_than_told(1)


def test_the_later_of_both_days_counts(state_home: object) -> None:
    news(FRIDAY).remember_run()
    assert not news(MONDAY).is_stale(Answers(date(2026, 11, 2)), 1)
    assert news(TUESDAY).is_stale(Answers(date(2026, 11, 2)), 1)
    assert not news(TUESDAY).is_stale(Answers(MONDAY), 1)


def test_the_working_days_are_those_of_the_team() -> None:
    closed = Workdays("0000011", [MONDAY])
    assert news(TUESDAY).is_stale(Answers(FRIDAY), 1)
    assert not news(TUESDAY).is_stale(Answers(FRIDAY, closed), 1)


@given(
    answered=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    today=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    after=st.integers(0, 5),
)
def test_more_patience_never_makes_answers_stale(answered: date, today: date, after: int) -> None:
    teller = News(f"/{answered}-{today}.xlsx", today)
    if teller.is_stale(Answers(answered), after + 1):
        assert teller.is_stale(Answers(answered), after)


def test_errors_that_take_turns_are_told_once_a_day_each() -> None:
    first, second = StatusesSwung(12, 40), LeadsGone(3, 40)
    told = [news().is_new(error) for error in (first, second, first, second)]
    assert told == [True, True, False, False]

"""Older answers of ours that a cut-off run left, while people moved rows under its write, do not
pass for typed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.model import Value
from tests.sheets_server.server import Server
from tests.support.contract import AT, DAY, FIRST, OURS, rows, serial
from tests.support.google_driver import GoogleDriver
from tests.support.workbook_driver import settled, synced

LATER = DAY + timedelta(days=9)
ROW = 2


@pytest.fixture
def book(server: Server, connect: Callable[[str], Sheets]) -> GoogleDriver:
    driver = GoogleDriver(server, connect, {"Leads": rows()})
    synced(driver, DAY)
    return driver


def answers(driver: GoogleDriver) -> list[Value]:
    row = driver.cells("Leads")[ROW - 1]
    return [*row, *[None] * (FIRST + len(OURS) - len(row))][FIRST : AT["sf id"]]


def answered_anew(driver: GoogleDriver) -> list[Value]:
    """The answers after somebody wrote a contact down and a run followed, all of them others than
    before.
    """
    with driver.at("Leads") as sheet:
        sheet.type(ROW, AT["Last contact"], serial(11, 26))
    synced(driver, LATER)
    return answers(driver)


def put_back(driver: GoogleDriver, old: list[Value], **instead: Value) -> None:
    """Let the row hold what was there before the last run; `instead` by the heading."""
    with driver.at("Leads") as sheet:
        for at, value in enumerate(old, FIRST):
            sheet.type(ROW, at, instead.get(OURS[at - FIRST], value))


def test_a_row_that_holds_the_answers_of_an_earlier_run_is_answered_anew(
    book: GoogleDriver,
) -> None:
    old, new = answers(book), answered_anew(book)
    assert all(new[at] != old[at] for at in (0, 1, 7))
    put_back(book, old)
    synced(book, LATER)
    assert answers(book) == new
    assert settled(book, LATER)


@pytest.mark.parametrize(("heading", "typed"), [
    ("Why", "ask Eva"), ("Status", "ask Eva"), ("Flags", "not urgent"), ("Next contact", 46_800),
])  # fmt: skip
def test_where_a_person_put_something_into_the_row_all_of_it_stays(
    book: GoogleDriver, heading: str, typed: Value
) -> None:
    old = answers(book)
    answered_anew(book)
    put_back(book, old, **{heading: typed})
    run = synced(book, LATER)
    assert answers(book)[OURS.index(heading)] == typed
    assert run.plan is not None
    assert "typed_over" in [problem.text.code for problem in run.plan.problems]


def test_a_number_that_was_kept_for_a_person_keeps_all_of_the_row(book: GoogleDriver) -> None:
    with book.at("Leads") as sheet:
        sheet.type(ROW, AT["Interest"], 99)
    synced(book, DAY)
    old = answers(book)
    answered_anew(book)
    put_back(book, old)
    synced(book, LATER)
    assert answers(book)[OURS.index("Interest")] == 99

"""Formulas of people on a Google Sheet: a cell of ours that holds one is left alone, and who has
none pays no request for them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from sheetflow import engine
from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.backends.google.formulas import looks_ahead
from sheetflow.columns import OWNED, fold_heading
from sheetflow.engine import Options
from sheetflow.model import Value, serial
from sheetflow.parse.heading_words import known_words
from tests.sheets_server.server import Server
from tests.support.google_driver import GoogleDriver

FRIDAY = date(2026, 11, 20)
LAST = serial(date(2026, 11, 16))
GRID: list[list[Value]] = [
    ["Name", "Email", "Last contact"],
    ["Ada Marsh", "ada@example.org", LAST],
    ["Bo Lund", "bo@example.org", LAST],
]


Open = Callable[[list[list[Value]]], GoogleDriver]


@pytest.fixture
def open_leads(server: Server, connect: Callable[[str], Sheets]) -> Open:
    """What makes a spreadsheet of a leads tab with these rows."""
    return lambda rows: GoogleDriver(server, connect, {"Leads": rows})


def sync(driver: GoogleDriver, day: date = FRIDAY) -> engine.Result | engine.UnchangedResult:
    return engine.sync(driver.backend, Options(day, force=True))


def put_formula(driver: GoogleDriver, row: int, column: int, text: str) -> None:
    driver.person("Leads").type(row, column, text)


def formulas(driver: GoogleDriver) -> dict[tuple[int, int], str]:
    """The formulas by 1-based row and 0-based column."""
    sheet = driver.book.sheet_named("Leads")
    assert sheet is not None
    bottom, right = sheet.used()
    found = {}
    for row in range(bottom):
        for column in range(right):
            if text := sheet.cell(row, column).formula:
                found[row + 1, column] = text
    return found


def at(driver: GoogleDriver, key: str) -> int:
    heading = next(column.en for column in OWNED if column.key == key)
    return driver.cells("Leads")[0].index(heading)


@pytest.mark.parametrize("key", ["next_contact", "next_step", "flags", "why", "status"])
@pytest.mark.parametrize("text", ['=IF(1=2,"x","")', "=B2"])
def test_a_formula_in_a_cell_of_ours_stays(open_leads: Open, key: str, text: str) -> None:
    driver = open_leads(GRID)
    sync(driver)
    put_formula(driver, 2, at(driver, key), text)
    expected = formulas(driver)
    assert len(expected) == 1
    for days in (0, 1, 4):
        sync(driver, FRIDAY + timedelta(days))
        assert formulas(driver) == expected
    writes = driver.sheets.used.writes
    sync(driver, FRIDAY + timedelta(4))
    assert driver.sheets.used.writes == writes
    plan, _ = engine.look(driver.backend, Options(FRIDAY + timedelta(4)))
    # one that shows just what we answered, here nothing, is not told from our answer
    shows_ours = key == "flags" and text.startswith("=IF")
    assert ("typed_over" in plan.rows[0].decision.flags) is not shows_ours


def test_a_next_contact_with_a_formula_stays_the_teams(open_leads: Open) -> None:
    driver = open_leads([[*GRID[0], "Next contact"], *GRID[1:]])
    put_formula(driver, 2, 3, "=C2+7")
    put_formula(driver, 3, 3, '=IF(C3=0,C3,"")')
    expected = formulas(driver)
    sync(driver)
    assert formulas(driver) == expected
    assert "Next contact (sf)" in driver.cells("Leads")[0]


def test_untouched_columns_of_ours_cost_no_request_more(open_leads: Open) -> None:
    driver = open_leads(GRID)
    sync(driver)
    reads = driver.sheets.used.reads
    sync(driver)
    assert driver.sheets.used.reads - reads == 2
    put_formula(driver, 2, at(driver, "why"), "=B2")
    reads = driver.sheets.used.reads
    driver.backend.read()
    assert driver.sheets.used.reads - reads == 3


def test_formulas_are_asked_wherever_a_next_contact_may_become_ours() -> None:
    meant = [word for word, meaning in known_words().items() if meaning.key == "next_contact"]
    more = ["NextContact", "📅 Next contact", "Siguiente contacto", "Próximo contacto (fecha)"]
    assert len(meant) > 30
    unasked = [word for word in (*meant, *more) if not looks_ahead(fold_heading(word))]
    assert unasked == []

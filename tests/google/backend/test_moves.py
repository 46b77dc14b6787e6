"""Our columns go to the front of a leads tab on a Google Sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sheetflow import engine
from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.columns import OWNED
from sheetflow.engine import Options
from sheetflow.model import serial
from sheetflow.starter.front import columns_to_front
from tests.sheets_server.server import Server
from tests.support.google_driver import GoogleDriver

FRIDAY = date(2026, 11, 20)
LAST = serial(date(2026, 11, 16))
OPTIONS = Options(FRIDAY, force=True)
OURS = [column.en for column in OWNED]


@pytest.fixture
def driver(server: Server, connect: Callable[[str], Sheets]) -> GoogleDriver:
    """A spreadsheet after its first sync, with a formula of the team's on the last contact."""
    rows = [["Name", "Email", "Last contact", "Week"], ["Ada Marsh", "ada@example.org", LAST]]
    driver = GoogleDriver(server, connect, {"Leads": rows})
    driver.person("Leads").type(2, 3, "=INT((C2-2)/7)")
    engine.sync(driver.backend, OPTIONS)
    return driver


def to_front(driver: GoogleDriver) -> bool:
    return engine.write(driver.backend, lambda: columns_to_front(driver.backend, OPTIONS))


def test_they_stand_right_of_the_name_and_formulas_follow(driver: GoogleDriver) -> None:
    before = driver.cells("Leads")
    to_front(driver)
    after = driver.cells("Leads")
    assert after[0] == ["Name", *OURS, "Email", "Last contact", "Week"]
    as_before = [dict(zip(*rows, strict=False)) for rows in (before, after)]
    assert as_before[0] == as_before[1]


def test_they_are_known_again_and_nothing_is_left_to_do(driver: GoogleDriver) -> None:
    to_front(driver)
    engine.sync(driver.backend, OPTIONS)
    writes = driver.backend.cost["writes"]
    to_front(driver)
    engine.sync(driver.backend, OPTIONS)
    assert driver.backend.cost["writes"] == writes


def test_merged_cells_keep_them_where_they_are_and_people_are_told(driver: GoogleDriver) -> None:
    sheet = driver.book.sheet_named("Leads")
    assert sheet is not None
    area = {"startRowIndex": 29, "endRowIndex": 30, "startColumnIndex": 1, "endColumnIndex": 3}
    sheet.merges.append({"sheetId": sheet.id, **area})
    before = driver.cells("Leads")[0]
    to_front(driver)
    assert driver.cells("Leads")[0] == before
    assert [text.code for text in driver.backend.messages] == ["front_stays"]

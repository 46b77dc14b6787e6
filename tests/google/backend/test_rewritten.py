"""Hidden tabs of ours that get another content: values go out with the answers, formulas anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.model import Changes, FilledDown, NewTab, Value, serial
from tests.sheets_server.server import Server
from tests.support.google_driver import GoogleDriver

DAY = date(2026, 11, 26)
MEMORY = NewTab(
    "_mem",
    (("id", "touches", "last"), ("LA", 1, DAY), ("LB", 2, None), ("LC", 3, 46350.5)),
    hidden=True,
)


@pytest.fixture
def driver(server: Server, connect: Callable[[str], Sheets]) -> GoogleDriver:
    """A team's spreadsheet with our memory in a hidden tab."""
    driver = GoogleDriver(server, connect, {"Leads": [["Name"], ["Ada Marsh"]]})
    apply(driver, Changes((), new_tabs=(MEMORY,)))
    return driver


def apply(driver: GoogleDriver, changes: Changes) -> bool:
    driver.backend.read()
    return driver.backend.apply(changes)


def rewritten(driver: GoogleDriver, *rows: tuple[Value | date, ...]) -> bool:
    return apply(driver, Changes((), rewritten=(NewTab("_mem", rows),)))


def last_write(driver: GoogleDriver) -> list[list[list[Value]]]:
    """The values of each range of the last write."""
    entry = [entry for entry in driver.server.log if entry.kind == "write"][-1]
    assert entry.request
    return [each["values"] for each in entry.request["data"]]


def test_the_same_content_is_not_written(driver: GoogleDriver) -> None:
    assert not apply(driver, Changes((), rewritten=(MEMORY,)))


def test_only_the_rows_that_differ_are_written(driver: GoogleDriver) -> None:
    head, first, _, third = MEMORY.rows
    assert apply(driver, Changes((), rewritten=(NewTab("_mem", (head, first, ("LB", 9), third)),)))
    assert last_write(driver) == [[["LB", 9, ""]]]
    assert driver.cells("_mem")[1:] == [["LA", 1, serial(DAY)], ["LB", 9], ["LC", 3, 46350.5]]


def test_what_is_no_more_there_is_cleared(driver: GoogleDriver) -> None:
    assert rewritten(driver, ("id", "touches"), ("LA", 1))
    assert driver.cells("_mem") == [["id", "touches"], ["LA", 1]]
    assert not rewritten(driver, ("id", "touches"), ("LA", 1))


def test_a_text_stays_a_text(driver: GoogleDriver) -> None:
    rewritten(driver, ("id",), ("=1+1",), ("007",))
    assert driver.cells("_mem") == [["id"], ["=1+1"], ["007"]]


def test_a_tab_without_room_grows(driver: GoogleDriver) -> None:
    rows = tuple((f"L{n}", n) for n in range(300))
    assert rewritten(driver, *rows)
    assert len(driver.cells("_mem")) == 300
    assert not rewritten(driver, *rows)


def test_formulas_are_put_anew_and_the_layout_stays(driver: GoogleDriver) -> None:
    sheet = driver.book.sheet_named("_mem")
    assert sheet is not None
    sheet.column_properties[0] = {"pixelSize": 33}
    calc = NewTab("_mem", (("lead",),), filled=(FilledDown(0, 2, 900, "Leads!A2"),))
    assert apply(driver, Changes((), rewritten=(calc,)))
    assert sheet.cell(899, 0).formula == "=Leads!A900"
    assert driver.cells("_mem")[:2] == [["lead"], ["Ada Marsh"]]
    assert sheet.column_properties[0] == {"pixelSize": 33}
    assert sheet.cell(1, 1).value is None


def test_a_tab_that_is_gone_is_not_missed(driver: GoogleDriver) -> None:
    driver.drop("_mem")
    assert not apply(driver, Changes((), rewritten=(MEMORY,)))

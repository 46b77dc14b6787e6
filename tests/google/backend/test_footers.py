"""The footer of a Google table is no lead, also where people move it between two of our
requests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.model import Value
from tests.sheets_server.log import Entry
from tests.sheets_server.server import Server
from tests.support.contract import AT, DAY, FIRST, OURS, column, rows, serial
from tests.support.google_driver import GoogleDriver
from tests.support.workbook_driver import settled, synced

FOOTER: list[Value] = ["Count: 4"]


@pytest.fixture
def book(server: Server, connect: Callable[[str], Sheets]) -> GoogleDriver:
    """Four leads in a Google table whose last row is a footer."""
    driver = GoogleDriver(server, connect, {"Leads": [*rows(), FOOTER]})
    sheet = driver.book.sheets[0].id
    area = {
        "sheetId": sheet,
        "startRowIndex": 0,
        "endRowIndex": 6,
        "startColumnIndex": 0,
        "endColumnIndex": FIRST,
    }
    grey = {"footerColorStyle": {"rgbColor": {"red": 0.8, "green": 0.8, "blue": 0.8}}}
    table: dict[str, Any] = {"name": "Leads", "tableId": "1", "range": area, "rowsProperties": grey}
    driver.person("Leads")._change("addTable", table=table)
    server.log.clear()
    return driver


def footer(driver: GoogleDriver) -> list[Value]:
    """The row that counts, without its blank end."""
    return next(row for row in driver.cells("Leads") if row and row[0] == FOOTER[0])


def between_the_reads(driver: GoogleDriver, action: Callable[[], object]) -> None:
    """Act once, after the metadata and before the values."""

    def is_it(entry: Entry) -> bool:
        return entry.call.endswith("batchGetByDataFilter")

    driver.server.people.on(is_it, action)


def test_a_first_sync_leaves_the_footer_alone_and_takes_no_more_requests(
    book: GoogleDriver,
) -> None:
    synced(book, DAY)
    assert len([entry for entry in book.server.log if entry.kind != "token"]) == 5
    assert footer(book) == FOOTER
    assert settled(book, DAY)


def test_a_row_inserted_between_the_two_reads_makes_no_lead_of_the_footer(
    book: GoogleDriver,
) -> None:
    between_the_reads(book, lambda: book.person("Leads").insert_rows(3))
    synced(book, DAY)
    assert footer(book) == FOOTER
    assert len({*column(book, "sf id")} - {None}) == 4
    assert settled(book, DAY)


def test_the_same_holds_for_a_later_sync(book: GoogleDriver) -> None:
    synced(book, DAY)
    with book.at("Leads") as sheet:
        sheet.type(5, AT["Last contact"], serial(11, 20))
    between_the_reads(book, lambda: book.person("Leads").insert_rows(3))
    synced(book, DAY)
    assert footer(book) == FOOTER
    assert len({*column(book, "sf id")} - {None}) == 4
    assert settled(book, DAY)


def test_and_where_a_batch_that_widens_nothing_comes_before_the_write(book: GoogleDriver) -> None:
    synced(book, DAY)
    with book.at("Leads") as sheet:
        sheet.type(5, AT["Last contact"], serial(11, 20))
    book.person("Leads")._change(
        "deleteConditionalFormatRule", sheetId=book.book.sheets[0].id, index=0
    )
    between_the_reads(book, lambda: book.person("Leads").insert_rows(3))
    synced(book, DAY)
    assert footer(book) == FOOTER
    assert len({*column(book, "sf id")} - {None}) == 4
    assert settled(book, DAY)


def before_batch(driver: GoogleDriver, number: int, action: Callable[[], object]) -> None:
    """Act once, right before the batch of that number (from 0)."""
    batches = iter(range(9))

    def is_it(entry: Entry) -> bool:
        return entry.call.endswith("spreadsheets.batchUpdate") and next(batches) == number

    driver.server.people.on(is_it, action)


@pytest.mark.parametrize(
    "row", [1, 3, 6], ids=["above the headings", "among the leads", "above the footer"]
)
@pytest.mark.parametrize("number", [0, 1])
def test_a_row_inserted_before_a_batch_leaves_the_table_its_rows_and_the_footer_no_lead(
    book: GoogleDriver, number: int, row: int
) -> None:
    before_batch(book, number, lambda: book.person("Leads").insert_rows(row))
    synced(book, DAY)
    area = book.book.sheets[0].tables[0]["range"]
    assert (area.get("startRowIndex", 0), area["endRowIndex"]) == (int(row == 1), 7)
    assert area["endColumnIndex"] == FIRST + len(OURS)
    assert settled(book, DAY)
    assert footer(book) == FOOTER
    heading_row, at = int(row == 1), AT["sf id"]
    below = book.cells("Leads")[heading_row + 1 :]
    ids = [cells[at] for cells in below if len(cells) > at]
    assert len({*ids} - {None}) == 4


def test_no_entry_stays_on_the_last_row_of_a_table(book: GoogleDriver) -> None:
    before_batch(book, 1, lambda: book.person("Leads").insert_rows(3))
    synced(book, DAY)
    on_rows = [item.value for item in book.book.metadata.values() if item.dimension == "ROWS"]
    assert on_rows == ['{"is": "headings"}']

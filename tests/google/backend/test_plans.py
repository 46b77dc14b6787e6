"""A plan that somebody types while a run writes stays theirs, also where another lead has just got
the same date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from sheetflow.backends.google.backend import GoogleBackend
from sheetflow.engine import Options, sync
from tests.sheets_server.faults import BY_NAME
from tests.sheets_server.server import Server
from tests.support.contract import AT, DAY, rows, serial
from tests.support.google_driver import GoogleDriver
from tests.support.in_process_server import without_sockets
from tests.support.workbook_driver import synced

PLAN = serial(11, 25)
"""What Jon's next contact becomes when a contact of 20 November is written down."""
FAULTS = ("503 JSON, nothing applied", "503 JSON, applied", "connection reset, applied")


class Acting:
    """Acts before requests of a run, by their numbers."""

    def __init__(self, acts: dict[int, Callable[[], None]]) -> None:
        self._acts = acts

    def before(self, number: int) -> bool:
        self._acts.get(number, lambda: None)()
        return False

    def after(self) -> bool:
        return False


@pytest.fixture
def book(quiet: Server) -> GoogleDriver:
    """A synced sheet in which a contact with Jon was written down since."""
    driver = GoogleDriver(
        quiet, lambda id_: without_sockets(quiet)(id_, Acting({})), {"Leads": rows()}
    )
    synced(driver, DAY)
    with driver.at("Leads") as sheet:
        sheet.type(3, AT["Last contact"], serial(11, 20))
    return driver


@pytest.fixture
def quiet() -> Iterator[Server]:
    with Server(seed=1, validate=False) as server:
        yield server


def run(book: GoogleDriver, acts: dict[int, Callable[[], None]]) -> None:
    sheets = without_sockets(book.server)(book.book.id, Acting(acts))
    sync(GoogleBackend(sheets), Options(today=DAY, force=True))


def next_contacts(book: GoogleDriver) -> dict[object, object]:
    return {row[0]: row[AT["Next contact"]] for row in book.cells("Leads")[1:] if row and row[0]}


@pytest.mark.parametrize("before", [2, 3])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_plan_typed_while_google_is_asked_again_stays(
    book: GoogleDriver, fault: str, before: int
) -> None:
    def plans() -> None:
        with book.at("Leads") as sheet:
            sheet.type(4, AT["Next contact"], PLAN)

    book.server.faults.when(lambda entry: entry.kind == "write", BY_NAME[fault])
    run(book, {before: plans})
    assert next_contacts(book) == {
        **next_contacts(book),
        "Jon Etxebarria": PLAN,
        "Aisha Khan": PLAN,
    }
    synced(book, DAY)
    assert next_contacts(book)["Aisha Khan"] == PLAN


@pytest.mark.parametrize("before", [2, 3])
def test_a_plan_typed_while_rows_move_under_the_write_stays(
    book: GoogleDriver, before: int
) -> None:
    def acts(number: int) -> None:
        with book.at("Leads") as sheet:
            if number == before:
                sheet.type(4, AT["Next contact"], PLAN)
            if number == 3:
                sheet.insert_row(2)

    run(book, {2: lambda: acts(2), 3: lambda: acts(3)})
    assert next_contacts(book) == {
        **next_contacts(book),
        "Jon Etxebarria": PLAN,
        "Aisha Khan": PLAN,
    }


def test_the_plan_of_a_lead_that_somebody_adds_meanwhile_stays(book: GoogleDriver) -> None:
    def adds() -> None:
        with book.at("Leads") as sheet:
            for column, value in (
                (0, "Ida Lund"),
                (1, "ida@example.com"),
                (AT["Next contact"], PLAN),
            ):
                sheet.type(6, column, value)

    book.server.faults.when(lambda entry: entry.kind == "write", BY_NAME[FAULTS[0]])
    run(book, {3: adds})
    assert next_contacts(book)["Ida Lund"] == PLAN

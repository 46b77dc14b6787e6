"""How many requests each command sends to a Google Sheet; rows and tabs make no difference to
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest

from sheetflow.backends.google import backend as google
from sheetflow.backends.google.write import Writer
from sheetflow.backends.google.write_requests import LARGEST
from sheetflow.model import Value
from tests.sheets_server.server import Server
from tests.support.contract import AT, DAY, rows, serial
from tests.support.large import four_runs
from tests.support.staged_spreadsheet import Sent, StagedSpreadsheet, client_of
from tests.support.workbook_driver import Tabs

FIRST, UNCHANGED, FEW = 5, 2, 4
"""The most requests of a first sync, of one that changes nothing, and of one that changes a
little.
"""
MANY = 2_000


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server, and the environment in which the command reaches it."""
    with (
        Server(seed=6, keep_requests=True) as server,
        client_of(server, tmp_path_factory.mktemp("client")),
    ):
        yield server
        assert server.violations == []


def people(count: int) -> list[list[Value]]:
    """A heading row and so many leads, each of them due."""
    known: list[Value] = ["Eva", "New", serial(11, 3), serial(11, 18)]
    return [
        rows()[0],
        *([f"Ana Gil {n}", f"ana{n}@example.com", *known] for n in range(count)),
    ]


SIZES: dict[str, Callable[[], Tabs]] = {
    "4 leads": lambda: {"Leads": rows()},
    f"{MANY} leads": lambda: {"Leads": people(MANY)},
    "12 tabs": lambda: {f"Team {n}": rows() for n in range(12)},
}


@pytest.fixture(scope="module", params=SIZES)
def synced(request: pytest.FixtureRequest, client: Server) -> tuple[StagedSpreadsheet, Sent]:
    """A spreadsheet after its first sync, and what that sent."""
    staged = StagedSpreadsheet(client, SIZES[request.param]())
    sent = staged.sync(DAY)
    assert sent.ran.code == 0
    staged.keep()
    return staged, sent


@pytest.fixture
def staged(synced: tuple[StagedSpreadsheet, Sent]) -> StagedSpreadsheet:
    synced[0].reset()
    return synced[0]


def test_a_first_sync_sends_two_reads_and_three_writes(
    synced: tuple[StagedSpreadsheet, Sent],
) -> None:
    assert (synced[1].reads, synced[1].writes) == (2, 3)
    assert synced[1].reads + synced[1].writes <= FIRST


def test_a_sync_that_changes_nothing_sends_two_reads(staged: StagedSpreadsheet) -> None:
    sent = staged.sync(DAY)
    assert (sent.reads, sent.writes) == (UNCHANGED, 0)


@pytest.mark.parametrize(
    "command", [["plan"], ["plan", "--json"], ["today"], ["explain", "2"]], ids=" ".join
)
def test_looking_sends_two_reads(staged: StagedSpreadsheet, command: list[str]) -> None:
    sent = staged.run(command[0], *command[1:], "--today", DAY.isoformat())
    assert sent.ran.code == 0
    assert (sent.reads, sent.writes) == (2, 0)


def type_a_contact(staged: StagedSpreadsheet) -> None:
    """Somebody was contacted."""
    staged.driver(staged.book.sheets[0].title).type(2, AT["Last contact"], serial(11, 20))


def type_in_two_tabs(staged: StagedSpreadsheet) -> None:
    """Somebody was contacted, and there is news of another in the last tab of the team's."""
    type_a_contact(staged)
    title = [sheet.title for sheet in staged.book.sheets if not sheet.properties.get("hidden")][-1]
    staged.driver(title).type(3, AT["Last reply"], serial(11, 20))


def add_a_lead(staged: StagedSpreadsheet) -> None:
    """A new lead below the others."""
    sheet = staged.driver(staged.book.sheets[0].title)
    below = len(sheet.cells) + 1
    for column, value in enumerate(
        ["Nora Byrne", "nora@example.com", "Eva", "New", serial(11, 20)]
    ):
        sheet.type(below, column, value)


def delete_a_row(staged: StagedSpreadsheet) -> None:
    """A lead is gone."""
    staged.driver(staged.book.sheets[0].title).delete_row(3)


def sort_everything(staged: StagedSpreadsheet) -> None:
    """The rows are in another order, and somebody was contacted."""
    staged.server.person(staged.book, tab=staged.book.sheets[0].title).sort(0, descending=True)
    type_a_contact(staged)


def clear_the_ids(staged: StagedSpreadsheet) -> None:
    """The ids are gone."""
    title = staged.book.sheets[0].title
    staged.server.person(staged.book, tab=title).clear(2, AT["sf id"], 4)


def delete_an_owned_column(staged: StagedSpreadsheet) -> None:
    """A column of ours is gone."""
    staged.driver(staged.book.sheets[0].title).delete_column(AT["Why"])


def delete_the_ids(staged: StagedSpreadsheet) -> None:
    """The column of ids is gone."""
    staged.driver(staged.book.sheets[0].title).delete_column(AT["sf id"])


CHANGES = [
    type_a_contact,
    type_in_two_tabs,
    add_a_lead,
    delete_a_row,
    sort_everything,
    clear_the_ids,
]
COMING_BACK = [delete_an_owned_column, delete_the_ids]


@pytest.mark.parametrize("change", CHANGES, ids=lambda act: act.__name__)
def test_few_changes_are_looked_at_again_and_written_at_once(
    staged: StagedSpreadsheet, change: Callable[[StagedSpreadsheet], None]
) -> None:
    change(staged)
    sent = staged.sync(DAY)
    assert (sent.ran.code, sent.reads, sent.writes) == (0, 3, 1)
    assert staged.sync(DAY).writes == 0


@pytest.mark.parametrize("change", COMING_BACK, ids=lambda act: act.__name__)
def test_a_column_that_comes_back_is_made_and_written(
    staged: StagedSpreadsheet, change: Callable[[StagedSpreadsheet], None]
) -> None:
    change(staged)
    sent = staged.sync(DAY)
    assert sent.ran.code == 0
    assert sent.reads + sent.writes <= FEW
    assert staged.sync(DAY).writes == 0


def test_the_next_working_day_is_one_look_and_one_write(staged: StagedSpreadsheet) -> None:
    sent = staged.sync(DAY + timedelta(days=3))
    assert (sent.ran.code, sent.reads, sent.writes) == (0, 3, 1)


def test_many_rows_of_twenty_columns_go_in_bodies_of_limited_size(
    client: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `scripts/bench large` does with 50,000 rows, and the limit lowered as they are."""
    limit = LARGEST * MANY // 50_000
    monkeypatch.setattr(google, "Writer", partial(Writer, largest=limit))
    first, *others = four_runs(client, MANY)
    assert first.writes > FIRST - 2  # its answers were split
    assert max(cost.largest for cost in others) <= limit
    assert first.largest <= limit

"""How many requests each command sends to a Google Sheet; rows and tabs make no difference to
them.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from scripts.bench_leads import HEADINGS, lead
from sheetflow.backends.google.write_requests import LARGEST
from sheetflow.model import Value
from tests.sheets_server.log import Entry
from tests.sheets_server.server import Server
from tests.support.contract import AT, DAY, rows, serial
from tests.support.hands import Tabs
from tests.support.stage import Sent, Stage, client_of

FIRST, UNCHANGED, FEW = 5, 2, 4
"""The most requests of a first sync, of one that changes nothing, and of one that changes a
little.
"""
SPLIT = 13
"""The most of a first sync of fifty thousand rows, whose answers do not fit into one write."""
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
def synced(request: pytest.FixtureRequest, client: Server) -> tuple[Stage, Sent]:
    """A spreadsheet after its first sync, and what that sent."""
    stage = Stage(client, SIZES[request.param]())
    sent = stage.sync(DAY)
    assert sent.ran.code == 0
    stage.keep()
    return stage, sent


@pytest.fixture
def stage(synced: tuple[Stage, Sent]) -> Stage:
    synced[0].reset()
    return synced[0]


def test_a_first_sync_sends_two_reads_and_three_writes(synced: tuple[Stage, Sent]) -> None:
    assert (synced[1].reads, synced[1].writes) == (2, 3)
    assert synced[1].reads + synced[1].writes <= FIRST


def test_a_sync_that_changes_nothing_sends_two_reads(stage: Stage) -> None:
    sent = stage.sync(DAY)
    assert (sent.reads, sent.writes) == (UNCHANGED, 0)


@pytest.mark.parametrize(
    "command", [["plan"], ["plan", "--json"], ["today"], ["explain", "2"]], ids=" ".join
)
def test_looking_sends_two_reads(stage: Stage, command: list[str]) -> None:
    sent = stage.run(command[0], *command[1:], "--today", DAY.isoformat())
    assert sent.ran.code == 0
    assert (sent.reads, sent.writes) == (2, 0)


def type_a_contact(stage: Stage) -> None:
    """Somebody was contacted."""
    stage.hands(stage.book.sheets[0].title).type(2, AT["Last contact"], serial(11, 20))


def type_in_two_tabs(stage: Stage) -> None:
    """Somebody was contacted, and there is news of another in the last tab of the team's."""
    type_a_contact(stage)
    title = [sheet.title for sheet in stage.book.sheets if not sheet.properties.get("hidden")][-1]
    stage.hands(title).type(3, AT["Last reply"], serial(11, 20))


def add_a_lead(stage: Stage) -> None:
    """A new lead below the others."""
    sheet = stage.hands(stage.book.sheets[0].title)
    below = len(sheet.cells) + 1
    for column, value in enumerate(
        ["Nora Byrne", "nora@example.com", "Eva", "New", serial(11, 20)]
    ):
        sheet.type(below, column, value)


def delete_a_row(stage: Stage) -> None:
    """A lead is gone."""
    stage.hands(stage.book.sheets[0].title).delete_row(3)


def sort_everything(stage: Stage) -> None:
    """The rows stand in another order, and somebody was contacted."""
    stage.server.person(stage.book, tab=stage.book.sheets[0].title).sort(0, descending=True)
    type_a_contact(stage)


def clear_the_ids(stage: Stage) -> None:
    """The ids are gone."""
    title = stage.book.sheets[0].title
    stage.server.person(stage.book, tab=title).clear(2, AT["sf id"], 4)


def delete_an_owned_column(stage: Stage) -> None:
    """A column of ours is gone."""
    stage.hands(stage.book.sheets[0].title).delete_column(AT["Why"])


def delete_the_ids(stage: Stage) -> None:
    """The column of ids is gone."""
    stage.hands(stage.book.sheets[0].title).delete_column(AT["sf id"])


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
    stage: Stage, change: Callable[[Stage], None]
) -> None:
    change(stage)
    sent = stage.sync(DAY)
    assert (sent.ran.code, sent.reads, sent.writes) == (0, 3, 1)
    assert stage.sync(DAY).writes == 0


@pytest.mark.parametrize("change", COMING_BACK, ids=lambda act: act.__name__)
def test_a_column_that_comes_back_is_made_and_written(
    stage: Stage, change: Callable[[Stage], None]
) -> None:
    change(stage)
    sent = stage.sync(DAY)
    assert sent.ran.code == 0
    assert sent.reads + sent.writes <= FEW
    assert stage.sync(DAY).writes == 0


def test_the_next_working_day_is_one_look_and_one_write(stage: Stage) -> None:
    sent = stage.sync(DAY + timedelta(days=3))
    assert (sent.ran.code, sent.reads, sent.writes) == (0, 3, 1)


def test_fifty_thousand_rows_of_twenty_columns(
    client: Server, record_property: Callable[[str, object], None]
) -> None:
    chance = random.Random(2026)
    stage = Stage(client, {"Leads": [list(HEADINGS), *(lead(n, chance) for n in range(1, 50_001))]})
    said = []
    runs = {
        "first sync": SPLIT,
        "nothing changed": UNCHANGED,
        "one contact typed": FEW,
        "a new lead at the end": FEW,
    }
    for name, most in runs.items():
        if name == "one contact typed":
            stage.hands("Leads").type(25_000, HEADINGS.index("Last contact"), serial(11, 20))
        if name == "a new lead at the end":
            for column, value in enumerate(lead(50_001, chance)):
                stage.hands("Leads").type(50_002, column, value)
        begun = time.perf_counter()
        sent = stage.sync(DAY)
        seconds = time.perf_counter() - begun
        assert sent.ran.code in (0, 4)
        assert sent.reads + sent.writes <= most
        assert max(map(size, sent.log)) <= LARGEST
        said.append(f"{name} {seconds:.1f} s, {sent.reads} reads and {sent.writes} writes")
    peak = (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        * (1 if sys.platform == "darwin" else 1024)
        / 1e6
    )
    record_property(
        "figure",
        f"50,000 rows x 20 columns on the local server: {'; '.join(said)}; {peak:,.0f} MB "
        "at most, server and its checks included",
    )


def size(entry: Entry) -> int:
    """The bytes of a request's body."""
    return (
        len(json.dumps(entry.request, ensure_ascii=False, separators=(",", ":")).encode())
        if entry.request
        else 0
    )

"""People at work in the test server's spreadsheets: what their hands do to cells, rows, columns and
tabs.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.sheets_server import ROBOT, Server
from tests.sheets_server.book import Spreadsheet
from tests.sheets_server.people import Person
from tests.support.loopback_client import SHEETS

LEADS = [
    ["Name", "Stage", "Touches"],
    ["Nadia", "new", 3],
    ["Bruno", "won", 1],
    ["Carla", "new", 2],
]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(seed=7) as started:
        yield started
    assert not started.violations


@pytest.fixture
def book(server: Server) -> Spreadsheet:
    return server.world.create("Leads")


@pytest.fixture
def ana(server: Server, book: Spreadsheet) -> Person:
    person = server.person(book)
    person.paste(1, 0, LEADS)
    return person


def column(person: Person, index: int = 0) -> list[Any]:
    return [row[index] if index < len(row) else "" for row in person.values()]


def test_what_is_typed_is_read_as_the_locale_reads_it(ana: Person) -> None:
    ana.type(2, 3, "12.5")
    ana.type(3, 3, "'12.5")
    assert column(ana, 3) == ["", 12.5, "12.5", ""]


def test_none_in_a_pasted_block_leaves_a_cell_alone_and_nothing_empties_it(ana: Person) -> None:
    ana.paste(2, 0, [[None, ""]])
    assert ana.values()[1] == ["Nadia", "", 3]


def test_rows_are_inserted_deleted_and_moved(ana: Person) -> None:
    ana.insert_rows(3)
    assert column(ana) == ["Name", "Nadia", "", "Bruno", "Carla"]
    ana.delete_rows(3)
    ana.move_rows(2, to=5)
    assert column(ana) == ["Name", "Bruno", "Carla", "Nadia"]


def test_columns_are_inserted_deleted_and_moved(ana: Person) -> None:
    ana.add_column(1, "Owner")
    assert ana.values()[0] == ["Name", "Owner", "Stage", "Touches"]
    ana.delete_columns(1)
    ana.move_columns(2, to=0)
    assert ana.values()[0] == ["Touches", "Name", "Stage"]


def test_a_whole_sort_moves_rows_below_the_heading(ana: Person) -> None:
    ana.sort(by=0)
    assert ana.values() == [
        ["Name", "Stage", "Touches"],
        ["Bruno", "won", 1],
        ["Carla", "new", 2],
        ["Nadia", "new", 3],
    ]
    ana.sort(by=2, descending=True)
    assert column(ana) == ["Name", "Nadia", "Carla", "Bruno"]


def test_a_sort_of_some_columns_tears_rows_apart(ana: Person) -> None:
    ana.sort(by=0, columns=(0, 2))
    assert column(ana) == ["Name", "Bruno", "Carla", "Nadia"]
    assert column(ana, 2) == ["Touches", 3, 1, 2]


def test_a_sort_through_the_filter_moves_what_the_filter_covers(ana: Person) -> None:
    ana.filter(columns=2)
    ana.sort_filtered(by=0)
    assert column(ana) == ["Name", "Bruno", "Carla", "Nadia"]
    assert column(ana, 2) == ["Touches", 3, 1, 2]


def test_a_filter_is_put_on_and_taken_off(ana: Person) -> None:
    ana.filter(hide={1: ["won"]})
    assert ana.sheet.basic_filter is not None
    ana.clear_filter()
    assert ana.sheet.basic_filter is None


def test_a_row_is_pasted_over_another_or_into_a_new_one(ana: Person) -> None:
    ana.copy_row(2, to=4)
    assert column(ana) == ["Name", "Nadia", "Bruno", "Nadia"]
    ana.insert_copy(3, to=2)
    assert column(ana) == ["Name", "Bruno", "Nadia", "Bruno", "Nadia"]


def test_tabs_are_renamed_hidden_moved_duplicated_and_deleted(
    ana: Person, book: Spreadsheet
) -> None:
    ana.add_tab("Notes")
    ana.duplicate_tab("Copy")
    notes = ana.on_tab("Notes")
    notes.rename_tab("Old notes")
    notes.hide_tab()
    notes.move_tab(0)
    assert [sheet.title for sheet in book.sheets] == ["Old notes", "Sheet1", "Copy"]
    assert book.sheets[0].properties["hidden"] is True
    assert column(ana.on_tab("Copy")) == ["Name", "Nadia", "Bruno", "Carla"]
    notes.delete_tab()
    assert [sheet.title for sheet in book.sheets] == ["Sheet1", "Copy"]


def test_the_record_tab_is_deleted(ana: Person, book: Spreadsheet) -> None:
    ana.add_tab("_sheetflow")
    ana.delete_record()
    assert [sheet.title for sheet in book.sheets] == ["Sheet1"]


def test_a_heading_is_renamed_and_cells_are_emptied(ana: Person) -> None:
    ana.rename_heading(1, "State")
    ana.clear(2, 1, rows=2)
    assert column(ana, 1) == ["State", "", "", "new"]


def test_a_person_waits_while_a_request_is_served(server: Server, ana: Person) -> None:
    hands = [
        threading.Thread(target=lambda: ana.type(2, 0, "Nadia Ruiz")),
        threading.Thread(target=ana.add_tab, args=["New"]),
    ]
    with server.lock:
        for hand in hands:
            hand.start()
            hand.join(0.05)
            assert hand.is_alive()
    for hand in hands:
        hand.join()
    assert column(ana)[1] == "Nadia Ruiz"
    assert column(ana.on_tab("New")) == []


def test_people_and_requests_do_not_disturb_each_other(server: Server) -> None:
    shared = server.world.create("Leads")
    path = f"{server.url}/v4/spreadsheets/{shared.id}/values/A1"
    headers = {"Authorization": "Bearer " + server.gate.issue(ROBOT, [SHEETS])}
    typist = server.person(shared)
    typing = threading.Thread(target=lambda: [typist.type(1, 0, number) for number in range(30)])
    typing.start()
    statuses = {requests.get(path, headers=headers, timeout=60).status_code for _ in range(30)}
    typing.join()
    assert statuses == {200}
    assert typist.values() == [[29]]

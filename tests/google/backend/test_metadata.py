"""Metadata that stayed behind: people put a column of ours to another use, forge an entry, or
rename a heading.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.errors import ConfigError
from sheetflow.model import Value
from sheetflow.texts.messages import message
from tests.sheets_server.api import Request, sheets_api
from tests.sheets_server.server import Server
from tests.support.contract import AT, DAY, FIRST, OURS, column, rows, serial
from tests.support.google_driver import GoogleDriver
from tests.support.workbook_driver import settled, synced

Connect = Callable[[str], Sheets]


@pytest.fixture
def fresh(server: Server, connect: Connect) -> GoogleDriver:
    return GoogleDriver(server, connect, {"Leads": rows()})


@pytest.fixture
def book(fresh: GoogleDriver) -> GoogleDriver:
    synced(fresh, DAY)
    return fresh


def fill(driver: GoogleDriver, at: int, cells: list[Value]) -> None:
    with driver.at("Leads") as sheet:
        for row, value in enumerate(cells, 1):
            sheet.type(row, at, value)


def test_our_column_moved_by_cut_and_paste_is_followed_and_the_old_place_is_the_teams(
    book: GoogleDriver,
) -> None:
    status = ["Status", *column(book, "Status")]
    fill(book, FIRST + len(OURS), status)
    priority: list[Value] = ["Priority", "high", None, "low", None]
    fill(book, AT["Status"], priority)
    synced(book, DAY)
    assert column(book, "Priority") == priority[1:]
    assert column(book, "Status") == status[1:]
    assert settled(book, DAY)


def test_a_column_of_ours_that_holds_numbers_of_the_teams_now_is_left_alone(
    book: GoogleDriver,
) -> None:
    budget: list[Value] = ["Budget", 5000, None, 12_000, None]
    fill(book, AT["Touches"], budget)
    synced(book, DAY)
    assert column(book, "Budget") == budget[1:]
    assert column(book, "Touches") == [1, 1, 1, 1]
    assert settled(book, DAY)


def test_a_heading_of_ours_that_was_renamed_keeps_its_column(book: GoogleDriver) -> None:
    fill(book, AT["Status"], ["How it stands"])
    synced(book, DAY)
    assert settled(book, DAY)
    assert "Status" not in book.cells("Leads")[0]
    with book.at("Leads") as sheet:
        sheet.type(2, AT["Last contact"], serial(11, 20))
    synced(book, DAY)
    assert str(column(book, "How it stands")[0]).endswith("Planned")


@pytest.mark.parametrize("heading", OURS)
@pytest.mark.parametrize("word", ["Appointment", "Kind", "Attempts"])
def test_under_a_heading_of_peoples_our_answers_are_no_facts(
    book: GoogleDriver, heading: str, word: str
) -> None:
    answers = [column(book, each) for each in OURS]
    fill(book, AT[heading], [word])
    blank = not any(column(book, word))
    plan = synced(book, DAY).plan
    assert plan is not None
    assert [p.text.code for p in plan.problems if p.text.code == "answered_here"] == [
        "answered_here"
    ] * (not blank)
    assert [column(book, each if each != heading or blank else word) for each in OURS] == answers
    assert settled(book, DAY)


def test_a_next_contact_that_was_renamed_keeps_its_column_and_its_plans(book: GoogleDriver) -> None:
    plans: list[Value] = [serial(12, day) for day in (21, 22, 23, 24)]
    fill(book, AT["Next contact"], ["Next contact", *plans])
    synced(book, DAY)
    fill(book, AT["Next contact"], ["Call on"])
    synced(book, DAY)
    assert column(book, "Call on")[:3] == plans[:3]
    assert "Next contact" not in book.cells("Leads")[0]
    assert [str(why).startswith("Planned by hand") for why in column(book, "Why")] == [
        True,
        False,
        True,
        False,
    ]
    assert settled(book, DAY)


def test_a_next_contact_that_holds_birthdays_now_is_the_teams(book: GoogleDriver) -> None:
    birthdays: list[Value] = [29_000, 31_000, 27_500, 33_000]
    fill(book, AT["Next contact"], ["Birthday", *birthdays])
    synced(book, DAY)
    assert column(book, "Birthday") == birthdays
    assert "Next contact" in book.cells("Leads")[0]
    assert settled(book, DAY)


@pytest.mark.parametrize("heading", OURS)
def test_a_copy_that_kept_the_heading_is_the_teams_when_ours_is_renamed(
    book: GoogleDriver, heading: str
) -> None:
    copied = [heading, *column(book, heading)]
    fill(book, FIRST + len(OURS) + 1, copied)
    with book.at("Leads") as sheet:
        sheet.type(1, AT[heading], "Ours")
        sheet.type(2, AT["Last contact"], serial(11, 20))
    synced(book, DAY + timedelta(days=6))
    assert [heading, *column(book, heading)] == copied
    ours = ["Ours" if each == heading else each for each in OURS]
    assert book.cells("Leads")[0] == [*rows()[0], *ours, None, heading]
    assert settled(book, DAY + timedelta(days=6))


@pytest.mark.parametrize("heading", OURS)
@pytest.mark.parametrize("beside", [0, 1], ids=["left of it", "right of it"])
def test_a_copy_right_beside_a_column_of_ours_is_distinguished_by_the_metadata(
    book: GoogleDriver, heading: str, beside: int
) -> None:
    copied = [heading, *column(book, heading)]
    with book.at("Leads") as sheet:
        sheet.insert_column(AT[heading] + beside, copied)
        sheet.type(2, AT["Last contact"], serial(11, 20))
    synced(book, DAY + timedelta(days=6))
    at = AT[heading] + beside
    assert [row[at] if at < len(row) else None for row in book.cells("Leads")] == copied
    assert settled(book, DAY + timedelta(days=6))


def put_entry(
    driver: GoogleDriver, name: str, at: int, dimension: str = "COLUMNS", value: str | None = None
) -> None:
    """Put a metadata entry that says it is ours, as any program of the team's could."""
    sheet = driver.book.sheets[0].id
    place = {
        "dimensionRange": {
            "sheetId": sheet,
            "dimension": dimension,
            "startIndex": at,
            "endIndex": at + 1,
        }
    }
    text = json.dumps({"is": name}) if value is None else value
    entry = {
        "metadataKey": "sheetflow",
        "metadataValue": text,
        "visibility": "DOCUMENT",
        "location": place,
    }
    path = f"/v4/spreadsheets/{driver.book.id}:batchUpdate"
    body = {"requests": [{"createDeveloperMetadata": {"developerMetadata": entry}}]}
    sheets_api(driver.server.world, Request("POST", path, path, {}, body, None))


def test_a_forged_entry_gets_no_answer_into_a_column_of_peoples(fresh: GoogleDriver) -> None:
    put_entry(fresh, "headings", 0, "ROWS")
    put_entry(fresh, "status", AT["Notes"])
    synced(fresh, DAY)
    assert column(fresh, "Notes") == [None] * 4
    assert settled(fresh, DAY)


@pytest.mark.parametrize(
    "value", ["[" * 20_000, "[]", '{"is": 5}', '{"is": {"a": []}, "choices": []}', "x"]
)
def test_an_entry_of_nonsense_is_none(fresh: GoogleDriver, value: str) -> None:
    put_entry(fresh, "", AT["Notes"], value=value)
    synced(fresh, DAY)
    assert settled(fresh, DAY)


@pytest.mark.parametrize("text", ["[" * 40_000, '{"columns": {"Leads": {"status": 5}}}'])
def test_a_header_of_nonsense_is_a_lost_state(book: GoogleDriver, text: str) -> None:
    with book.at("_sheetflow") as sheet:
        sheet.type(1, 0, text)
    synced(book, DAY)
    assert settled(book, DAY)


def test_a_tab_that_is_called_like_our_hidden_one_is_said(fresh: GoogleDriver) -> None:
    fresh.book.new_sheet("_SheetFlow")
    with pytest.raises(ConfigError) as caught:
        synced(fresh, DAY)
    assert "_SheetFlow" in message(caught.value, "en")
    assert fresh.cells("Leads")[0] == rows()[0]


def test_a_hidden_copy_of_the_leads_costs_no_request(book: GoogleDriver) -> None:
    book.person("Leads").duplicate_tab("Backup")
    book.person("Backup").hide_tab()
    book.server.log.clear()
    assert not synced(book, DAY).wrote
    assert [entry.kind for entry in book.server.log if entry.kind != "token"] == ["read", "read"]


def test_a_date_typed_elsewhere_in_the_instant_of_a_write_is_a_persons(book: GoogleDriver) -> None:
    """Although it is the very date that the write carries for another lead."""
    with book.at("Leads") as sheet:
        sheet.type(2, AT["Last contact"], serial(11, 20))
    person = book.person("Leads")
    typed = serial(11, 24)
    book.server.people.on(
        lambda entry: entry.call.endswith("batchUpdateByDataFilter"),
        lambda: person.type(4, AT["Next contact"], typed),
    )
    synced(book, DAY)
    assert column(book, "Next contact")[2] == typed


def test_a_heading_that_was_renamed_is_still_ours_when_the_tab_is_renamed_too(
    book: GoogleDriver,
) -> None:
    fill(book, AT["Next contact"], ["Call on"])
    synced(book, DAY)
    book.rename("Leads", "Autumn")
    synced(book, DAY)
    assert book.cells("Autumn")[0] == [
        *rows()[0],
        *(h if h != "Next contact" else "Call on" for h in OURS),
    ]
    assert settled(book, DAY)


@pytest.mark.parametrize("again", [False, True], ids=["at once", "renamed in a run before"])
def test_a_copied_tab_with_a_renamed_heading_gets_no_twin(
    book: GoogleDriver, *, again: bool
) -> None:
    fill(book, AT["Status"], ["How it stands"])
    if again:
        synced(book, DAY)
    book.person("Leads").duplicate_tab("Archive")
    synced(book, DAY)
    for tab in ("Leads", "Archive"):
        assert book.cells(tab)[0] == [
            *rows()[0],
            *(h if h != "Status" else "How it stands" for h in OURS),
        ]
    assert settled(book, DAY)


def test_a_copied_tab_with_a_renamed_heading_gets_no_twin_when_the_first_is_renamed_too(
    book: GoogleDriver,
) -> None:
    fill(book, AT["Status"], ["How it stands"])
    synced(book, DAY)
    book.person("Leads").duplicate_tab("Archive")
    book.rename("Leads", "Autumn")
    synced(book, DAY)
    assert "Status" not in [*book.cells("Archive")[0], *book.cells("Autumn")[0]]
    assert settled(book, DAY)


def test_a_blank_column_of_ours_under_a_heading_of_peoples_is_theirs(
    server: Server, connect: Connect
) -> None:
    driver = GoogleDriver(
        server, connect, {"Leads": [["Name", "Email"], ["Nora Byrne", "nora@example.com"]]}
    )
    synced(driver, DAY)
    with driver.at("Leads") as sheet:
        sheet.type(1, 2 + OURS.index("Overdue"), "Appointment")
    synced(driver, DAY)
    with driver.at("Leads") as sheet:
        sheet.type(2, 2 + OURS.index("Overdue"), serial(12, 21))
    synced(driver, DAY)
    assert column(driver, "Appointment") == [serial(12, 21)]
    assert column(driver, "Next step")[0].startswith("Confirm the appointment")
    assert "Overdue" in driver.cells("Leads")[0]
    assert settled(driver, DAY)


def test_a_blank_column_of_ours_that_was_renamed_gets_no_twin(
    server: Server, connect: Connect
) -> None:
    driver = GoogleDriver(
        server, connect, {"Leads": [["Name", "Email"], ["Nora Byrne", "nora@example.com"]]}
    )
    synced(driver, DAY)
    with driver.at("Leads") as sheet:
        sheet.type(1, 2 + OURS.index("Overdue"), "Days late")
    synced(driver, DAY)
    assert "Overdue" not in driver.cells("Leads")[0]
    assert settled(driver, DAY)


@pytest.mark.parametrize("kind", ["table", "filter"])
def test_a_table_or_filter_over_a_closed_column_is_left_as_it_is(
    fresh: GoogleDriver, kind: str
) -> None:
    person, sheet = fresh.person("Leads"), fresh.book.sheets[0]
    area = {
        "sheetId": sheet.id,
        "startRowIndex": 0,
        "endRowIndex": 5,
        "startColumnIndex": 0,
        "endColumnIndex": FIRST,
    }
    if kind == "table":
        person._change("addTable", table={"name": "Leads", "tableId": "1", "range": area})
    else:
        person.filter()
    closed = {**area, "startColumnIndex": 1, "endColumnIndex": 2}
    person._change(
        "addProtectedRange",
        protectedRange={"range": closed, "editors": {"users": ["marta@example.com"]}},
    )
    synced(fresh, DAY)
    assert len({*column(fresh, "sf id")}) == 4
    assert settled(fresh, DAY)

"""init of an empty Google Sheet: what people find there, and can do at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.support.calculated import calculate_as_the_engine
from tests.support.command_on_google import FRIDAY, GoogleSheet, google_sheet_in
from tests.support.live_books import few_rows

TEMPLATE = [
    "Today", "Leads", "Contacts log", "Messages", "Dashboard", "Playbook", "Calendar", "People",
    "Guide",
]  # fmt: skip


@pytest.fixture
def sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleSheet]:
    few_rows(monkeypatch)
    with google_sheet_in(tmp_path, monkeypatch) as found:
        calculate_as_the_engine(found.book, date.fromisoformat(FRIDAY))
        yield found


def titles(sheet: GoogleSheet) -> list[str]:
    return [tab.title for tab in sheet.book.sheets]


def test_people_can_type_into_it_at_once(sheet: GoogleSheet) -> None:
    sheet.run("init")
    headings = sheet.person("Leads").values()[1]
    sheet.person("Leads").paste(3, 0, [["Ana Peña"]])
    sheet.person("Leads").type(3, headings.index("Since"), "2026-11-19")
    sheet.run("sync")
    row = dict(zip(headings, sheet.person("Leads").values()[2], strict=True))
    assert row["Status"] == "● Today"
    assert row["sf id"]


def test_the_words_of_its_columns_are_offered(sheet: GoogleSheet) -> None:
    sheet.run("init")
    kind = sheet.person("Leads").values()[1].index("Kind")
    rule = sheet.tab("Leads").cell(2, kind).validation
    assert rule
    assert rule["condition"]["type"] == "ONE_OF_LIST"


def test_its_language_is_the_one_asked_for_or_that_of_the_sheet(sheet: GoogleSheet) -> None:
    sheet.book.properties["locale"] = "es_ES"
    sheet.run("init")
    assert titles(sheet)[:2] == ["Hoy", "Contactos"]
    assert {"Estrategia", "Calendario", "Personas", "Panel", "Guía"} <= set(titles(sheet))
    assert sheet.person("Contactos").values()[1][0] == "Nombre"


def test_the_language_asked_for_goes_first(sheet: GoogleSheet) -> None:
    sheet.book.properties["locale"] = "es_ES"
    sheet.run("init", "--lang", "en")
    assert titles(sheet)[:9] == TEMPLATE


def test_a_language_that_is_the_sheets_own_is_not_written_down(sheet: GoogleSheet) -> None:
    sheet.run("init", "--lang", "en")
    assert ["Language", ""] in [row[:2] for row in sheet.person("Playbook").values()]


def test_a_second_init_of_what_was_empty_changes_nothing(sheet: GoogleSheet) -> None:
    sheet.run("init")
    assert sheet.run("init").code == 0
    assert sheet.sent == (4, 0)


def test_a_number_that_begins_with_a_plus_stays_a_telephone_number(
    sheet: GoogleSheet,
) -> None:
    sheet.run("init")
    at = sheet.person("Leads").values()[1].index("Phone")
    sheet.person("Leads").type(3, at, "+44 20 7946 0958")
    assert sheet.person("Leads").values()[2][at] == "+44 20 7946 0958"


def test_it_says_what_was_added_and_what_comes_next(sheet: GoogleSheet) -> None:
    told = sheet.run("init").err
    assert told.startswith(f"Tabs added: {', '.join(TEMPLATE)}.\n")
    assert f"Type your leads into the tab Leads, then: sheetflow sync {sheet.url}" in told


def test_the_requests_are_counted_in_the_language_that_the_run_speaks(
    sheet: GoogleSheet,
) -> None:
    sheet.book.properties["locale"] = "es_ES"
    sheet.run("init")
    assert "peticiones a Google: 2 lecturas, 0 escrituras" in sheet.run("sync", "-v").err

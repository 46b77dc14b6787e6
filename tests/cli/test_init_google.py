"""init of a Google Sheet: a shared one is adopted, an empty one gets a tab to type into."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.support.calculated import calculate_as_the_engine
from tests.support.command_on_google import FRIDAY, GoogleSheet, google_sheet_in
from tests.support.live_books import few_rows

OURS = [
    "Status",
    "Next contact",
    "Overdue",
    "Next step",
    "Touches",
    "Interest",
    "Flags",
    "Why",
    "sf id",
]


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


def typed_into(sheet: GoogleSheet) -> GoogleSheet:
    sheet.type(
        ["Name", "Email", "Stage", "Since"], ["Ana Peña", "ana@example.com", "New", "2026-11-19"]
    )
    return sheet


@pytest.fixture
def team(sheet: GoogleSheet) -> GoogleSheet:
    """A spreadsheet in which a team keeps one lead."""
    return typed_into(sheet)


def adopted_in(folder: Path, *words: str) -> Iterator[GoogleSheet]:
    with pytest.MonkeyPatch.context() as patch, google_sheet_in(folder, patch) as found:
        few_rows(patch)
        calculate_as_the_engine(found.book, date.fromisoformat(FRIDAY))
        assert typed_into(found).run("init", *words).code == 0
        yield found


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GoogleSheet]:
    """The same after init, for tests that only look."""
    yield from adopted_in(tmp_path_factory.mktemp("adopted"))


@pytest.fixture(scope="module")
def in_spain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GoogleSheet]:
    """The same after init for a country."""
    yield from adopted_in(tmp_path_factory.mktemp("spain"), "--country", "ES")


OUR_TABS = ["Today", "Contacts log", "Messages", "Playbook", "Calendar", "People", "Guide"]
BEHIND = ["_list", "Dashboard", "_dash", "_sheetflow"]


def titles(sheet: GoogleSheet) -> list[str]:
    return [tab.title for tab in sheet.book.sheets]


def width(sheet: GoogleSheet, tab: str, column: int) -> int:
    return int(sheet.tab(tab).column_properties[column]["pixelSize"])


def test_a_shared_sheet_gets_our_tabs_and_columns(adopted: GoogleSheet) -> None:
    assert titles(adopted) == ["Sheet1", *OUR_TABS, *BEHIND]
    assert adopted.person().values()[0] == ["Name", "Email", "Stage", "Since", *OURS]
    assert adopted.tab("_sheetflow").properties["hidden"]


def test_each_heading_of_ours_has_a_note_that_says_who_writes_it(adopted: GoogleSheet) -> None:
    notes = [adopted.tab("Sheet1").cell(0, column).note for column in range(13)]
    assert notes[:4] == [None] * 4
    assert all(note and "sheetflow writes this column" in note for note in notes[4:])


def test_columns_are_as_wide_as_what_they_hold(adopted: GoogleSheet) -> None:
    assert width(adopted, "Sheet1", 4 + OURS.index("Why")) > 3 * width(adopted, "Sheet1", 4)
    assert width(adopted, "Playbook", 0) > 100


def test_our_dates_are_shown_as_dates(adopted: GoogleSheet) -> None:
    cell = adopted.tab("Sheet1").cell(1, 5)
    assert cell.value == 46346
    assert cell.format
    assert cell.format["numberFormat"]["type"] == "DATE"


def test_the_holidays_of_a_country_fill_the_calendar_as_dates(in_spain: GoogleSheet) -> None:
    calendar = in_spain.person("Calendar").values()
    assert [46381, "Christmas Day"] in [row[:2] for row in calendar]
    at = next(row for row, held in enumerate(calendar) if held[0] == 46381)
    cell = in_spain.tab("Calendar").cell(at, 0)
    assert cell.format
    assert cell.format["numberFormat"]["type"] == "DATE"
    assert ["Country", "ES"] in [row[:2] for row in in_spain.person("Playbook").values()]


def test_a_second_init_changes_nothing(in_spain: GoogleSheet) -> None:
    assert in_spain.run("init", "--country", "ES").code == 0
    assert in_spain.sent == (4, 0)


def test_what_people_typed_stays(team: GoogleSheet, adopted: GoogleSheet) -> None:
    before = team.person().values()
    assert [row[:4] for row in adopted.person().values()] == before


def test_a_tab_of_the_teams_own_with_that_name_stays(team: GoogleSheet) -> None:
    team.person().add_tab("Calendar")
    team.person("Calendar").paste(1, 0, [["Holiday"], ["2026-12-25"]])
    team.run("init", "--country", "ES")
    assert len(team.person("Calendar").values()) == 2


def test_an_empty_spreadsheet_gets_the_tabs_of_a_new_file_before_its_own(
    sheet: GoogleSheet,
) -> None:
    assert sheet.run("init").code == 0
    hidden = ["_calc", "_log", "_set", "_mem", "_dash"]
    assert titles(sheet) == [*TEMPLATE, *hidden, "Sheet1", "_sheetflow"]
    headings = sheet.person("Leads").values()[1]
    assert set(OURS) <= set(headings)
    assert len(headings) == len(set(headings))
    assert sheet.person("Sheet1").values() == []


def test_a_calendar_alone_is_no_content_of_the_teams(sheet: GoogleSheet) -> None:
    sheet.person().add_tab("Calendar")
    sheet.person("Calendar").paste(1, 0, [["Holiday"], ["2026-12-25"]])
    assert sheet.run("init").code == 0
    assert titles(sheet) == [
        "Sheet1", "Calendar", "Leads", *(tab for tab in OUR_TABS if tab != "Calendar"), *BEHIND
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "asked", "row", "said"),
    [
        ("en_US", "es", ["Idioma", "es"], "Nada que hacer"),
        ("es_ES", "en", ["Language", "en"], "Nothing to do"),
    ],
)
def test_the_language_asked_for_is_kept_for_later_runs(
    team: GoogleSheet, locale: str, asked: str, row: list[str], said: str
) -> None:
    team.book.properties["locale"] = locale
    team.run("init", "--lang", asked)
    playbook = team.person("Estrategia" if asked == "es" else "Playbook").values()
    assert row in [found[:2] for found in playbook]
    headings = team.person().values()[0]
    assert said in team.run("sync").err
    assert team.sent == (2, 0)
    assert team.person().values()[0] == headings


def test_a_country_that_nobody_knows_is_told_in_the_language_of_the_sheet(
    sheet: GoogleSheet,
) -> None:
    sheet.book.properties["locale"] = "es_ES"
    assert "no se conocen los festivos de 'XX'" in sheet.run("init", "--country", "XX").err
    assert sheet.sent == (2, 0)


def test_a_sheet_that_may_only_be_read_is_told_in_its_own_language(
    sheet: GoogleSheet,
) -> None:
    sheet.book.properties["locale"] = "es_ES"
    sheet.server.share(sheet.book.id, role="reader")
    ended = sheet.run("init")
    assert (ended.code, "como Editor" in ended.err) == (77, True)


def test_an_empty_tab_that_has_the_name_already_is_left_alone(sheet: GoogleSheet) -> None:
    sheet.person().rename_tab("leads")
    sheet.run("init")
    assert {"leads", "Leads 2"} <= set(titles(sheet))


def test_one_typed_word_is_enough_for_a_sheet_not_to_be_empty(sheet: GoogleSheet) -> None:
    sheet.person().type(30, 3, "hello")
    assert sheet.run("init").code == 78
    assert titles(sheet) == ["Sheet1"]


@pytest.mark.parametrize("command", ["sync", "plan"])
def test_before_that_sync_and_plan_lead_to_init(sheet: GoogleSheet, command: str) -> None:
    assert "sheetflow init adds a tab with headings" in sheet.run(command).err


def test_an_older_playbook_gets_what_it_is_without_and_keeps_its_rows(team: GoogleSheet) -> None:
    team.run("init")
    client = team.person().on_tab("Playbook")
    whole = client.values()
    words = next(n for n, row in enumerate(whole, 1) if row[:1] == ["Your words"])
    client.delete_rows(words)
    client.type(1, whole[0].index("Also called"), "")
    team.person().on_tab("Sheet1").type(2, 2, "Calling")
    assert team.run("init").code == 4
    after = client.values()
    assert sorted(after[0]) == sorted(["", *whole[0]])
    assert after[1 : words - 1] == whole[1 : words - 1]
    assert [row for row in after[words - 1 :] if row] == [whole[words - 1], ["Calling", 1]]

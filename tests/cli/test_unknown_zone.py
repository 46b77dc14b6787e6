"""A sheet in a time zone that nobody knows: its dates move at another midnight than the team's, and
every command that tells dates says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command_on_google import GoogleSheet, google_sheet_in

SAID = "the time zone 'Mars/Olympus' of the sheet is not known"


@pytest.fixture
def sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleSheet]:
    with google_sheet_in(tmp_path, monkeypatch) as found:
        found.type(["Name", "Email", "Since"], ["Ana", "ana@example.com", "2026-11-19"])
        found.book.properties["timeZone"] = "Mars/Olympus"
        yield found


def told(sheet: GoogleSheet, command: str, *words: str) -> str:
    return " ".join(sheet.run(command, *words).err.split())


@pytest.mark.parametrize("words", [["plan"], ["today"], ["explain", "Ana"], ["sync"]])
def test_every_command_that_tells_dates_says_it(sheet: GoogleSheet, words: list[str]) -> None:
    assert SAID in told(sheet, *words)
    sheet.book.properties["timeZone"] = "Europe/Madrid"
    assert "time zone" not in told(sheet, *words)


def test_the_list_as_json_is_nothing_but_json(sheet: GoogleSheet) -> None:
    assert sheet.run("today", "--json").out.startswith("{")


def test_a_quiet_sync_says_it_once(sheet: GoogleSheet) -> None:
    assert told(sheet, "sync", "-q").startswith(f"{sheet.url}: {SAID}")
    assert told(sheet, "sync", "-q") == ""
    sheet.book.properties["timeZone"] = "Mars/Elsewhere"
    assert "Mars/Elsewhere" in told(sheet, "sync", "-q")


def test_it_is_news_again_once_it_was_mended(sheet: GoogleSheet) -> None:
    for zone, is_news in [("Mars/Olympus", True), ("Europe/Madrid", False), ("Mars/Olympus", True)]:
        sheet.book.properties["timeZone"] = zone
        assert bool(told(sheet, "sync", "-q")) == is_news


def test_what_a_person_read_is_no_news_for_cron(sheet: GoogleSheet) -> None:
    assert SAID in told(sheet, "sync")
    sheet.person().paste(3, 0, [["Luis", "luis@example.com"]])
    assert told(sheet, "sync", "-q") == ""

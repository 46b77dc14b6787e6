"""change_detection: a sheet that nobody touched is not read again; Drive's count of its changes
tells.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from sheetflow.backends.base import Unchanged
from sheetflow.backends.google import unchanged
from sheetflow.backends.google.backend import GoogleBackend
from sheetflow.backends.google.client.sheets import Sheets, open_sheets
from sheetflow.config import Config, Google
from sheetflow.engine import Options, Result, sync
from tests.sheets_server.server import Server
from tests.support.contract import DAY, rows
from tests.support.google_driver import GoogleDriver

Connect = Callable[[str], Sheets]


@pytest.fixture
def book(server: Server, connect: Connect) -> GoogleDriver:
    """A sheet that was synced twice by a backend that detects changes: the second run wrote
    nothing.
    """
    driver = GoogleDriver(server, connect, {"Leads": rows()})
    ran(driver)
    ran(driver)
    server.log.clear()
    return driver


ON_THE_DAY = Options(today=DAY)


def ran(driver: GoogleDriver, options: Options = ON_THE_DAY) -> Result:
    sheets = open_sheets(driver.book.id, Config(google=Google(change_detection=True)))
    return sync(GoogleBackend(sheets, change_detection=True), options)


def calls(driver: GoogleDriver) -> list[str]:
    return [entry.call for entry in driver.server.log if entry.kind != "token"]


def test_a_sheet_that_nobody_touched_costs_one_request_to_drive(book: GoogleDriver) -> None:
    run = ran(book)
    assert calls(book) == ["drive.files.get"]
    assert (run.wrote, run.leads, run.checks, run.lang) == (False, 4, 0, "en")


def test_a_change_is_found(book: GoogleDriver) -> None:
    book.person("Leads").type(2, 5, "2026-11-20")
    assert ran(book).wrote


@pytest.mark.parametrize(
    "options",
    [
        Options(today=DAY + timedelta(days=1)),
        Options(today=DAY, lang="es"),
        Options(today=DAY, tab="Leads"),
        Options(today=DAY, force=True),
    ],
    ids=["another-day", "another-language", "another-tab", "force"],
)
def test_another_question_is_answered_by_reading(book: GoogleDriver, options: Options) -> None:
    ran(book, options)
    assert "sheets.spreadsheets.get" in calls(book)


def test_after_a_run_that_wrote_nothing_is_remembered(server: Server, connect: Connect) -> None:
    driver = GoogleDriver(server, connect, {"Leads": rows()})
    ran(driver)
    server.log.clear()
    ran(driver)
    assert "sheets.spreadsheets.get" in calls(driver)


def test_without_the_setting_drive_is_never_asked(server: Server, connect: Connect) -> None:
    driver = GoogleDriver(server, connect, {"Leads": rows()})
    sync(driver.backend, Options(today=DAY))
    assert not [call for call in calls(driver) if call.startswith("drive")]


FOUND = Unchanged(DAY, "Europe/Madrid", "1 None", "en", "en", 4, 0)
FACTS = {**FOUND._asdict(), "day": DAY.isoformat(), "version": "7"}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of what is remembered at version 7."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    unchanged.keep_unchanged("id", "7", FOUND)
    return unchanged._path("id")


def test_what_was_remembered_is_read_as_it_was(file: Path) -> None:
    assert json.loads(file.read_text(encoding="utf-8")) == FACTS
    assert unchanged.read_unchanged("id", "7") == FOUND


def test_what_is_of_another_version_or_none_is_forgotten(file: Path) -> None:
    assert unchanged.read_unchanged("id", "8") is None
    file.write_text(json.dumps(FACTS | {"version": ""}), encoding="utf-8")
    assert unchanged.read_unchanged("id", "") is None


@pytest.mark.parametrize("name", sorted(FACTS))
def test_a_file_without_one_of_the_fields_is_forgotten(file: Path, name: str) -> None:
    file.write_text(
        json.dumps({field: FACTS[field] for field in FACTS.keys() - {name}}), encoding="utf-8"
    )
    assert unchanged.read_unchanged("id", "7") is None


@pytest.mark.parametrize(
    "wrong",
    [
        *({"day": value} for value in ("2026-02-30", "soon", None, 20261120)),
        *({"zone": value} for value in ("Atlantis/Center", "../../etc/passwd", "/etc/passwd")),
        *({"zone": value} for value in ("", "Europe", "\0", "\ud800", "x" * 5000, None)),
        {"zone": ["Europe/Madrid"]},
        *({"options": value} for value in (None, 1)),
        *({"spoken": value} for value in (1, ["en"])),
        *({"lang": value} for value in ("xx", None, {})),
        *({"leads": value} for value in ("4", True, 4.0, -1, None)),
        *({"checks": value} for value in ("0", -1)),
        *({"version": value} for value in (7, None)),
        {"rows": []},
    ],
    ids=lambda wrong: repr(wrong)[:40],
)
def test_a_file_with_a_value_of_no_sense_is_forgotten(file: Path, wrong: dict[str, object]) -> None:
    file.write_text(json.dumps(FACTS | wrong), encoding="utf-8")
    assert unchanged.read_unchanged("id", "7") is None


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"7"',
        b"7",
        b'{"version": "7"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b"1" * 5000,
    ],
    ids=lambda text: repr(text[:20]),
)
def test_a_file_of_another_shape_is_forgotten(file: Path, text: bytes) -> None:
    file.write_bytes(text)
    assert unchanged.read_unchanged("id", "7") is None


def test_a_folder_in_the_place_of_the_file_counts_for_nothing(file: Path) -> None:
    file.unlink()
    file.mkdir()
    assert unchanged.read_unchanged("id", "7") is None


def test_a_file_that_cannot_be_read_costs_a_reading(book: GoogleDriver) -> None:
    unchanged._path(book.book.id).write_text(
        '{"version": "7", "day": "2026-11-20"}', encoding="utf-8"
    )
    ran(book)
    assert "sheets.spreadsheets.get" in calls(book)


def test_a_folder_that_cannot_be_written_costs_what_would_be_remembered_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    unchanged.keep_unchanged("id", "7", FOUND)
    assert unchanged.read_unchanged("id", "7") is None


def test_no_cell_is_remembered(book: GoogleDriver) -> None:
    text = unchanged._path(book.book.id).read_text(encoding="utf-8")
    for row in rows()[1:]:
        assert not [cell for cell in row if isinstance(cell, str) and cell in text]

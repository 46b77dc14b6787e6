"""The installed command against a server in a process of its own, as a team's cron job would meet
Google.

The sheet is made and typed into with the real gspread; `sheetflow` is the console script that pip
installed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import gspread
import pytest
from google.oauth2 import service_account

from sheetflow.columns import OWNED
from tests.sheets_server.server import Server
from tests.support.loopback_client import DRIVE, SHEETS, client, session

ROOT = Path(__file__).parents[2]
SCRIPT = Path(sys.executable).with_name("sheetflow")
HEADINGS = ["Name", "Email", "Owner", "Stage", "Since", "Last contact", "Notes"]
MARTA = [
    "Marta Ruiz",
    "marta@example.com",
    "Eva",
    "New",
    "2026-11-03",
    "2026-11-18",
    "likes mornings",
]
NOWHERE = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"
JON = ["Jon Etxebarria", "jon@example.com", "Tom", "Won"]
OURS = [column.en for column in OWNED]
DAY = ["--today", "2026-11-20"]

pytestmark = pytest.mark.skipif(
    not SCRIPT.exists(), reason="sheetflow is not installed beside this Python"
)


class Place(NamedTuple):
    """Where the server is, and what its key and its cache are."""

    url: str
    folder: Path

    @property
    def key(self) -> Path:
        """The key file of the service account."""
        return self.folder / "key.json"

    def sheetflow(self, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run the installed command; `environ` goes before the environment in which it reaches the
        server.
        """
        return self.start(*words, **environ).wait()

    def start(self, *words: str, **environ: str) -> Running:
        """Start the installed command."""
        known = {
            "SHEETFLOW_GOOGLE_ENDPOINT": self.url,
            "SHEETFLOW_GOOGLE_QUOTA": "0",
            "SHEETFLOW_GOOGLE_WAIT": "0",
            "GOOGLE_APPLICATION_CREDENTIALS": str(self.key),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
        }
        environment = {
            k: v for k, v in (os.environ | known | environ).items() if v and k != "PYTHONPATH"
        }
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return Running(
            subprocess.Popen(
                [str(SCRIPT), *words], env=environment, cwd=self.folder, text=True, **pipes
            )
        )


class Running(NamedTuple):
    """A command that is on its way."""

    process: subprocess.Popen[str]

    def wait(self) -> subprocess.CompletedProcess[str]:
        """How it ended and what it said."""
        with self.process:
            out, err = self.process.communicate(timeout=600)
        return subprocess.CompletedProcess(self.process.args, self.process.returncode, out, err)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A server that was started as somebody else would start it."""
    folder = tmp_path_factory.mktemp("place")
    command = [
        sys.executable,
        "-m",
        "tests.sheets_server",
        "--port",
        "0",
        "--key",
        str(folder / "key.json"),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Place(process.stdout.readline().strip(), folder)
        process.terminate()


class Named(NamedTuple):
    """What tests.support.loopback_client needs to know of a server."""

    url: str


@pytest.fixture
def sheet(place: Place) -> Iterator[gspread.Spreadsheet]:
    """A spreadsheet with two leads, made with gspread."""
    found = service_account.Credentials.from_service_account_file(
        str(place.key), scopes=[SHEETS, DRIVE]
    )
    with session(found) as opened:
        made = client(Named(place.url), opened).create("Leads of the team")
        made.sheet1.update_title("Leads")
        made.sheet1.update([HEADINGS, MARTA, JON], value_input_option="USER_ENTERED")
        yield made


# ── a team's first day ───────────────────────────────────────────────────────────────────────


def test_plan_shows_what_sync_would_write_and_writes_nothing(
    place: Place, sheet: gspread.Spreadsheet
) -> None:
    told = place.sheetflow("plan", sheet.id, "--json", "--exit-code", *DAY)
    assert told.returncode == 3
    plan = json.loads(told.stdout)
    assert [row["name"] for row in plan["rows"]] == ["Marta Ruiz", "Jon Etxebarria"]
    assert plan["changes"]
    assert sheet.sheet1.row_values(1) == HEADINGS


def test_sync_answers_and_then_has_nothing_to_do(place: Place, sheet: gspread.Spreadsheet) -> None:
    assert place.sheetflow("sync", sheet.url, *DAY).returncode == 0
    rows = sheet.sheet1.get_all_values()
    assert rows[0] == [*HEADINGS, *OURS]
    assert [row[len(HEADINGS)] for row in rows[1:]] == ["▲ Overdue", "✓ Won"]
    assert [row[: len(HEADINGS)] for row in rows[1:]] == [MARTA, [*JON, "", "", ""]]
    again = place.sheetflow("sync", sheet.url, *DAY)
    assert again.returncode == 0
    assert "Nothing to do" in again.stderr
    assert sheet.sheet1.get_all_values() == rows
    assert place.sheetflow("plan", sheet.id, "--exit-code", *DAY).returncode == 0


def test_today_and_explain_tell_of_the_lead_that_is_due(
    place: Place, sheet: gspread.Spreadsheet
) -> None:
    worklist = place.sheetflow("today", sheet.id, *DAY)
    assert (worklist.returncode, "Marta Ruiz" in worklist.stdout) == (0, True)
    assert "Jon Etxebarria" not in worklist.stdout
    told = place.sheetflow("explain", sheet.id, "Marta Ruiz", *DAY)
    assert (told.returncode, "Overdue" in told.stdout) == (0, True)


def test_init_adds_its_tabs_to_the_teams_sheet_once(
    place: Place, sheet: gspread.Spreadsheet
) -> None:
    assert place.sheetflow("init", sheet.id, "--country", "GB", *DAY).returncode == 0
    tabs = {tab.title for tab in sheet.worksheets()}
    assert tabs >= {"Leads", "Playbook", "Calendar", "People"}
    before = {tab.title: tab.get_all_values() for tab in sheet.worksheets()}
    assert place.sheetflow("init", sheet.id, "--country", "GB", *DAY).returncode == 0
    assert {tab.title: tab.get_all_values() for tab in sheet.worksheets()} == before


def test_doctor_finds_nothing_to_mend_in_a_synced_sheet(
    place: Place, sheet: gspread.Spreadsheet
) -> None:
    place.sheetflow("sync", sheet.id, *DAY)
    told = place.sheetflow("doctor", sheet.id, "--json", *DAY)
    assert told.returncode == 0
    findings = json.loads(told.stdout)["findings"]
    assert "fix" not in {finding["level"] for finding in findings}
    assert any("sheet-robot@" in finding["text"] for finding in findings)


def test_verbose_tells_how_many_requests_were_used(
    place: Place, sheet: gspread.Spreadsheet
) -> None:
    place.sheetflow("sync", sheet.id, *DAY)
    told = place.sheetflow("sync", sheet.id, "-v", *DAY)
    assert re.search(r"\b2 reads, 0 writes", told.stderr)
    assert "requests" not in place.sheetflow("sync", sheet.id, *DAY).stderr


# ── what is in the way ────────────────────────────────────────────────────────────────────────────


def test_an_address_of_no_sheet_ends_with_78(place: Place) -> None:
    told = place.sheetflow("sync", f"https://docs.google.com/spreadsheets/d/{NOWHERE}/edit")
    assert told.returncode == 78
    assert "There is no such Google Sheet." in told.stderr


def test_a_sheet_that_is_not_shared_ends_with_77_and_names_the_account(tmp_path: Path) -> None:
    with Server() as server:
        server.key_file(tmp_path / "key.json")
        book = server.world.create("Leads of the team", owner="marta@example.com")
        told = Place(server.url, tmp_path).sheetflow("sync", book.id)
        assert told.returncode == 77
        assert (
            "Share the sheet with sheet-robot@northwind-leads.iam.gserviceaccount.com as Editor"
            in told.stderr
        )


def test_a_sheet_that_is_shared_for_reading_only_can_be_planned_but_not_synced(
    tmp_path: Path,
) -> None:
    with Server() as server:
        server.key_file(tmp_path / "key.json")
        book = server.world.create("Leads of the team", owner="marta@example.com")
        server.person(book).paste(1, 0, [HEADINGS, MARTA])
        server.share(book.id, role="reader")
        place = Place(server.url, tmp_path)
        assert place.sheetflow("plan", book.id, *DAY).returncode == 0
        told = place.sheetflow("sync", book.id, *DAY)
        assert (told.returncode, "as Editor" in told.stderr) == (77, True)


def test_a_key_that_others_may_read_ends_with_78_and_the_fix(
    place: Place, sheet: gspread.Spreadsheet
) -> None:
    place.key.chmod(0o644)
    try:
        told = place.sheetflow("sync", sheet.id)
    finally:
        place.key.chmod(0o600)
    assert told.returncode == 78
    assert "chmod 600" in told.stderr


@pytest.mark.parametrize(
    "address", ["http://192.0.2.1:80", "http://sheets.example.com", "http://127.0.0.1@192.0.2.1"]
)
def test_an_endpoint_that_is_not_this_machine_ends_with_78(place: Place, address: str) -> None:
    told = place.sheetflow("sync", NOWHERE, SHEETFLOW_GOOGLE_ENDPOINT=address)
    assert told.returncode == 78
    assert "SHEETFLOW_GOOGLE_ENDPOINT" in told.stderr


def test_no_limit_of_requests_is_for_a_server_on_this_machine_only(place: Place) -> None:
    told = place.sheetflow("sync", NOWHERE, SHEETFLOW_GOOGLE_ENDPOINT="")
    assert told.returncode == 78
    assert "quota of 0" in told.stderr


# ── the quota is the account's ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("quota", "codes"), [("3", [0, 75]), ("4", [0, 0])])
def test_two_runs_at_the_same_time_share_the_quota(
    place: Place, sheet: gspread.Spreadsheet, tmp_path: Path, quota: str, codes: list[int]
) -> None:
    place.sheetflow("sync", sheet.id, *DAY)
    environ = {
        "SHEETFLOW_GOOGLE_QUOTA": quota,
        "SHEETFLOW_GOOGLE_WAIT": "0.001",
        "XDG_CACHE_HOME": str(tmp_path),
    }
    both = [place.start("sync", sheet.id, *DAY, **environ) for _ in range(2)]  # two reads each
    ended = [running.wait() for running in both]
    assert sorted(told.returncode for told in ended) == codes
    assert any("quota of 3 reads a minute" in told.stderr for told in ended) == (75 in codes)

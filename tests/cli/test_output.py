"""What is printed fits the terminal and its encoding, whatever that is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from sheetflow import engine
from sheetflow.cli.main import main
from tests.cli.test_cli import ANA, LUIS, sf, workbook

HOME = Path(__file__).parents[2]
ODD = ["Zoë Жуков 🙂", "zoe@example.com", "Eva", "New", "banana"]


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    return workbook(tmp_path / "lêads.xlsx", ANA, LUIS, ODD)


def printed(encoding: str, *words: object) -> subprocess.CompletedProcess[bytes]:
    """Runs sheetflow with a stdout and stderr of that encoding."""
    there = os.environ | {"PYTHONPATH": str(HOME), "PYTHONIOENCODING": encoding}
    asked = [sys.executable, "-m", "sheetflow", *map(str, words)]
    return subprocess.run(asked, env=there, capture_output=True, check=False)


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp1252:strict"])
@pytest.mark.parametrize("command", ["plan", "today", "explain", "doctor"])
def test_what_an_encoding_lacks_is_replaced(leads: Path, encoding: str, command: str) -> None:
    who = ["2"] if command == "explain" else []
    ran = printed(encoding, command, leads, *who, "--today", "2026-11-20", "--lang", "es")
    told = ran.stdout.decode(encoding.partition(":")[0])
    assert (ran.returncode, b"unexpected" in ran.stderr) == (0 if who else 4, False)
    assert "Ana P" in told or command == "doctor"
    assert "?" in told


def test_so_it_is_on_stderr_and_in_help(leads: Path) -> None:
    ran = printed("ascii", "sync", leads, "--today", "2026-11-20")
    assert (ran.returncode, b"l?ads.xlsx: 3 leads" in ran.stderr) == (4, True)
    ran = printed("cp437:strict", "sync", "-h")
    assert (ran.returncode, b"spreadsheets/d/?" in ran.stdout) == (0, True)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_loses_nothing(leads: Path, encoding: str) -> None:
    ran = printed(encoding, "plan", leads, "--today", "2026-11-20", "--json")
    found = json.loads(ran.stdout.decode(encoding))
    assert [row["name"] for row in found["rows"]][2] == ODD[0]
    assert found["target"] == str(leads)


def test_a_reader_that_goes_away_ends_nothing(leads: Path) -> None:
    there = os.environ | {"PYTHONPATH": str(HOME), "PYTHONIOENCODING": "ascii"}
    asked = [sys.executable, "-m", "sheetflow", "today", str(leads), "--today", "2026-11-20"]
    with subprocess.Popen(
        asked, env=there, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        told = running.stderr.read()
    assert (running.returncode, told) == (4, b"")


# ── help ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("columns", ["80", "200"])
@pytest.mark.parametrize("command", ["", *main.commands])
def test_help_fits_eighty_columns(
    command: str, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    shown = sf(*filter(None, [command]), "-h", today=None).stdout
    assert shown.count("\n") > 15
    assert [line for line in shown.splitlines() if len(line) > 80] == []


# ── ends ──────────────────────────────────────────────────────────────────────────────────────


def test_a_run_that_is_interrupted_ends_as_shells_expect(
    leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        # where the tests are a job in a shell's background, the signal is ignored
        usual = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            signal.signal(signal.SIGINT, usual)

    before = leads.read_bytes()
    monkeypatch.setattr(engine, "sync", interrupted)
    assert sf("sync", leads).exit_code == 130
    assert leads.read_bytes() == before
    assert openpyxl.load_workbook(leads)

"""Beside people: a workbook that is open elsewhere is read as it was last saved, never written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sheetflow
from sheetflow.backends.excel import stale
from sheetflow.errors import BusyError
from tests.cli.test_cli import ANA, LUIS, sf, workbook

READING = [["plan"], ["today"], ["explain", "2"], ["doctor"]]


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    """A synced workbook, which Eva opened since."""
    path = workbook(tmp_path / "leads.xlsx", ANA, LUIS)
    sf("sync", path)
    lock(path)
    return path


def lock(path: Path, host: str = "desk-9") -> Path:
    found = path.with_name(f".~lock.{path.name}#")
    found.write_text(f"Eva Soler,eva,{host},20.11.2026 10:00,file:///x;", "utf-8")
    return found


@pytest.mark.parametrize("words", READING)
@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "leads.xlsx is open elsewhere (Eva Soler on desk-9 has it): read as it was last"),
        ("es", "leads.xlsx está abierto en otro sitio (lo tiene Eva Soler en desk-9): leído como"),
    ],
)
def test_what_only_reads_works_on_it_and_says_so_in_one_line(
    leads: Path, words: list[str], lang: str, told: str
) -> None:
    before = leads.read_bytes()
    command, *more = words
    ran = sf(command, leads, *more, "--lang", lang)
    assert ran.exit_code == 0
    assert ran.stdout
    assert [line.startswith(told) for line in ran.stderr.splitlines()].count(True) == 1
    assert leads.read_bytes() == before


@pytest.mark.parametrize("words", READING)
def test_its_data_is_the_same_as_when_nobody_has_it(leads: Path, words: list[str]) -> None:
    command, *more = words
    beside = sf(command, leads, *more, "--json")
    lock(leads).unlink()
    alone = sf(command, leads, *more, "--json")
    assert json.loads(beside.stdout) == json.loads(alone.stdout)
    assert "open elsewhere" not in alone.stderr


def test_quiet_does_not_say_so(leads: Path) -> None:
    assert sf("plan", leads, "-q").stderr == ""


@pytest.mark.parametrize("command", ["sync", "init"])
def test_what_writes_leaves_it_alone(leads: Path, command: str) -> None:
    before = leads.read_bytes()
    ran = sf(command, leads)
    assert (ran.exit_code, leads.read_bytes()) == (75, before)
    assert "Eva Soler on desk-9 has it" in ran.stderr


def test_a_dry_run_from_python_reads_it_and_says_so(leads: Path) -> None:
    result = sheetflow.sync(leads, dry_run=True)
    assert result.messages[0].startswith("leads.xlsx is open elsewhere")
    with pytest.raises(BusyError):
        sheetflow.sync(leads)


@pytest.mark.parametrize("command", ["sync", "plan", "doctor"])
def test_a_lock_that_was_left_behind_is_told_in_one_line(
    leads: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stale, "is_left_behind", lambda *_: True)
    ran = sf(command, leads)
    assert ran.exit_code == 0
    assert ran.stderr.count("the lock file .~lock.leads.xlsx# was left behind") == 1


def test_a_run_with_nothing_to_do_tells_it_too(
    leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stale, "is_left_behind", lambda *_: True)
    sf("sync", leads)
    ran = sf("sync", leads)
    assert "Nothing to do" in ran.stderr
    assert "was left behind" in ran.stderr

"""`sheetflow report` at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sheetflow.cli.main import main
from tests.support.our_books import put, synced_demo

DAY = ["--today", "2026-11-20"]


@pytest.fixture
def leads(tmp_path: Path) -> str:
    """The demo, synced."""
    return str(put(synced_demo(), tmp_path / "leads.xlsx"))


def report(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", *arguments, *DAY])


def test_it_changes_nothing_and_says_that_rows_need_a_look(leads: str) -> None:
    before = Path(leads).read_bytes()
    ran = report(leads)
    assert ran.exit_code == 4
    assert ran.stdout.startswith("Report for 20 Nov: 40 leads, 34 open\n")
    assert Path(leads).read_bytes() == before


def test_json_is_one_object(leads: str) -> None:
    told = json.loads(report(leads, "--json").stdout)
    assert (told["target"], told["leads"], told["open"]["leads"]) == (leads, 40, 34)


def test_one_owner_is_asked_for_without_case_and_spelled_as_in_the_sheet(leads: str) -> None:
    assert report(leads, "--owner", "tom").stdout.startswith("Report for 20 Nov, Tom: 16 leads")


def test_an_owner_that_nobody_has_is_an_error(leads: str) -> None:
    ran = report(leads, "--owner", "Nobody known")
    assert ran.exit_code == 78
    assert "Maya" in ran.stderr


def test_it_speaks_spanish(leads: str) -> None:
    assert report(leads, "--lang", "es").stdout.startswith("Informe del 20 nov: 40 leads")

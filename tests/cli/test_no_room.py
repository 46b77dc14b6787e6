"""A sheet with headings up to its last column: plan says what sync would end with."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.test_cli import ANA, LUIS, sf, workbook


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A workbook with a heading in XFD."""
    path = workbook(tmp_path / "leads.xlsx", ANA, LUIS)
    book = openpyxl.load_workbook(path)
    book["Leads"].cell(1, 16_384).value = "Last"
    book.save(path)
    return path


@pytest.mark.parametrize("command", ["plan", "sync"])
@pytest.mark.parametrize(
    ("lang", "said"), [("en", "no room for 9 more columns"), ("es", "no caben 9 columnas más")]
)
def test_plan_and_sync_end_alike_where_our_columns_find_no_room(
    full: Path, command: str, lang: str, said: str
) -> None:
    before = full.read_bytes()
    told = sf(command, full, "--lang", lang)
    assert told.exit_code == 65
    assert said in told.stderr
    assert told.stdout == ""
    assert full.read_bytes() == before


@pytest.mark.parametrize("command", [("today",), ("explain", "Ana")])
def test_who_only_reads_is_answered_all_the_same(full: Path, command: tuple[str, ...]) -> None:
    name, *rest = command
    assert sf(name, full, *rest).exit_code == 0


def test_a_synced_sheet_needs_no_more_room(tmp_path: Path) -> None:
    path = workbook(tmp_path / "leads.xlsx", ANA, LUIS)
    assert sf("sync", path).exit_code == 0
    book = openpyxl.load_workbook(path)
    book["Leads"].cell(1, 16_384).value = "Last"
    book.save(path)
    assert sf("plan", path).exit_code == 0
    assert sf("sync", path).exit_code == 0

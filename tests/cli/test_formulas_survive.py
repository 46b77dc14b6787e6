"""A formula of a person outlives every command, in an Excel file and in a Google Sheet."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from sheetflow.columns import OWNED
from tests.support.command_on_google import FRIDAY, GoogleSheet, google_sheet_in
from tests.support.running import Ran, run

HEADINGS = ["Name", "Email", "Last contact", "Value"]
OURS = [column.en for column in OWNED]
COMMANDS = {
    "sync": ["sync"],
    "plan": ["plan"],
    "today": ["today"],
    "explain": ["explain", "2"],
    "doctor": ["doctor"],
    "init": ["init"],
    "sync --force": ["sync", "--force"],
}
_CELL = re.compile(r'<c r="([A-Z]+\d+)"[^>]*><f>.*?</c>')


def excel_with_formulas(path: Path, heading: str) -> None:
    """A synced workbook in which somebody put a formula under a heading of ours, and their own."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Leads"
    sheet.append(HEADINGS)
    sheet.append(["Ada Marsh", "ada@example.org", date(2026, 11, 16), "=2*400"])
    sheet.append(["Bo Lund", "bo@example.org", date(2026, 11, 12), "=D2+1"])
    book.save(path)
    assert run("sync", str(path), "--today", FRIDAY).code == 0
    book = load_workbook(path)
    sheet = book["Leads"]
    row = [cell.value for cell in sheet[1]]
    sheet.cell(2, row.index(heading) + 1).value = '=IF(D2>1,"mine","")'
    book.save(path)


def formula_cells(path: Path) -> dict[str, str]:
    """The bytes of each cell with a formula, by its name."""
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    return {found[1]: found[0] for found in _CELL.finditer(xml)}


@pytest.mark.parametrize("heading", OURS)
def test_no_command_changes_a_byte_of_a_formula_in_an_excel_file(
    heading: str, tmp_path: Path
) -> None:
    path = tmp_path / "leads.xlsx"
    excel_with_formulas(path, heading)
    before = formula_cells(path)
    assert len(before) == 3
    for words in COMMANDS.values():
        ran = run(words[0], str(path), *words[1:], "--today", "2026-11-23")
        assert ran.code in (0, 4), ran.err
        assert formula_cells(path) == before, words


@pytest.fixture
def sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleSheet]:
    with google_sheet_in(tmp_path, monkeypatch) as found:
        yield found


def formulas_on_google(sheet: GoogleSheet) -> dict[tuple[int, int], str]:
    tab = sheet.tab("Sheet1")
    found: dict[tuple[int, int], str] = {}
    for row in range(3):
        for column in range(16):
            if text := tab.cell(row, column).formula:
                found[row, column] = text
    return found


@pytest.mark.parametrize("heading", ["Status", "Next contact", "Flags", "Why", "sf id"])
def test_no_command_changes_a_formula_in_a_google_sheet(sheet: GoogleSheet, heading: str) -> None:
    sheet.type(HEADINGS, ["Ada Marsh", "ada@example.org", 46342], ["Bo", "bo@example.org", 46338])
    assert sheet.run("sync").code == 0
    put: Callable[[int, int, str], object] = sheet.person().type
    put(2, 3, "=2*400")
    put(2, sheet.person().values()[0].index(heading), '=IF(D2>1,"mine","")')
    before = formulas_on_google(sheet)
    assert len(before) == 2
    for words in COMMANDS.values():
        ran: Ran = sheet.run(*words)
        assert ran.code in (0, 4), ran.err
        assert formulas_on_google(sheet) == before, words

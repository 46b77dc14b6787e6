"""LibreOffice opens workbooks with tabs of ours, calculates their formulas, and the corpus keeps
all its parts.
"""

from __future__ import annotations

import shutil
import time
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.backends.excel.new_book import new_workbook
from sheetflow.errors import SheetflowError
from sheetflow.model import Changes, FilledDown, NewTab
from tests.excel import made
from tests.support import new_tabs
from tests.support.libreoffice import converted, needs_libreoffice, values

ENDINGS = (
    "workbook.xml",
    "workbook.xml.rels",
    "styles.xml",
    "calcChain.xml",
    "[Content_Types].xml",
)
"""The parts that a new tab may change or leave out."""
CORPUS = sorted(made.CORPUS.glob("*.xlsx"))[::7] if made.CORPUS.is_dir() else []


def without_results(tabs: Sequence[NewTab]) -> list[NewTab]:
    """The same tabs with no result known, so that each one that is seen was calculated."""
    bare = [tuple(each._replace(values={}) for each in tab.filled) for tab in tabs]
    return [replace(tab, filled=filled) for tab, filled in zip(tabs, bare, strict=True)]


@needs_libreoffice
def test_libreoffice_calculates_every_formula(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    path.write_bytes(new_workbook(without_results(new_tabs.TABS), new_tabs.WORKBOOK_NAMES))
    (copy,) = converted([path], tmp_path / "office").values()
    found = values(copy)
    leads = {at[1:]: value for at, value in found.items() if at[0] == "Leads"}
    assert [leads[row, 3] for row in range(3, 10)] == [8, 7, 6, 5, 4, 0, 0]
    assert leads[4, 4] == "TOM & EVA <RUIZ> B3"
    assert [leads[row, 5] for row in (3, 4, 40)] == [9, 10, 46]
    calc = {at[1:]: value for at, value in found.items() if at[0] == "_calc"}
    assert [calc[row, 0] for row in (3, 40)] == [6, 43]
    assert [calc[row, 1] for row in (3, 40)] == [46354, 46354]
    assert leads[3, 1] == datetime(2026, 11, 20)


@needs_libreoffice
def test_libreoffice_keeps_charts_rules_and_looks(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    path.write_bytes(new_workbook(new_tabs.TABS, new_tabs.WORKBOOK_NAMES))
    (copy,) = converted([path], tmp_path / "office").values()
    book = openpyxl.load_workbook(copy)
    board, leads = book[new_tabs.FIGURES.name], book["Leads"]
    assert len(board._charts) == 3
    assert board.protection.sheet
    assert len(leads.data_validations.dataValidation) == 5
    assert sum(len(rules) for rules in leads.conditional_formatting._cf_rules.values()) == 2
    assert leads.auto_filter.ref == "A2:F40"
    assert (leads["B3"].number_format, leads["A2"].font.b) == ("d\\ mmm\\ yyyy", True)
    assert leads.column_dimensions["G"].hidden
    assert book["_calc"].sheet_state == "hidden"
    assert book.active.title == "Leads"


def test_a_large_hidden_tab_is_written_in_a_moment() -> None:
    filled = tuple(
        FilledDown(column, 2, 1001, f"IF($A2={column},A2+1,INDEX(sf_x,ROW()))")
        for column in range(90)
    )
    tabs = (NewTab("A", (("a",),)), NewTab("_calc", (("c",) * 90,), filled=filled, hidden=True))
    started = time.process_time()
    workbook = new_workbook(tabs)
    assert time.process_time() - started < 1
    assert len(workbook) < 400_000


@pytest.mark.skipif(not CORPUS, reason="the corpus is not beside the checkout")
@pytest.mark.parametrize("name", [path.name for path in CORPUS])
def test_workbooks_of_the_corpus_take_all_tabs_and_lose_no_part(name: str, tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    shutil.copyfile(made.CORPUS / name, path)
    backend = ExcelBackend(path)
    try:
        snapshot = backend.read()
        taken = {tab.name.casefold() for tab in snapshot.tabs}
        tabs = tuple(tab for tab in new_tabs.TABS if tab.name.casefold() not in taken)
        before = _parts(made.CORPUS / name)
        assert backend.apply(Changes((), new_tabs=tabs, names=new_tabs.WORKBOOK_NAMES))
    except SheetflowError as error:
        pytest.skip(f"refused: {type(error).__name__}")
    finally:
        backend.close()
    after = _parts(path)
    lost = {part for part in before if after.get(part) != before[part]}
    assert {part for part in lost if not part.endswith(ENDINGS)} == set()
    again = ExcelBackend(path, read_only=True)
    assert {tab.name for tab in tabs} <= {tab.name for tab in again.read().tabs}
    again.close()


def _parts(path: Path) -> dict[str, tuple[int, int]]:
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: (entry.CRC, entry.file_size) for entry in archive.infolist()}

"""`doctor --repair` of an .xlsx file: it says what it repairs, and leaves alone what is whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sheetflow.live import CALC_TAB
from tests.support.leads import TODAY
from tests.support.live_books import few_rows, filled_book, rows_of
from tests.support.running import Ran, run, sync

DAY = TODAY.isoformat()


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        few_rows(patch)
        path = tmp_path_factory.mktemp("repair") / "leads.xlsx"
        filled_book(path, [{"name": "Ada Marsh", "email": "ada@example.org", "stage": "New"}])
        assert sync(path).code == 0
        yield path


@pytest.fixture
def path(synced: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(synced, tmp_path / "leads.xlsx"))


def repair(path: Path, *words: str) -> Ran:
    return run("doctor", str(path), "--repair", "--yes", "--today", DAY, *words)


def test_nothing_is_written_where_nothing_is_broken(path: Path) -> None:
    before = path.read_bytes()
    ran = repair(path)
    assert (ran.code, ran.out) == (0, "")
    assert "its live formulas are whole; nothing was written" in ran.err
    assert path.read_bytes() == before


def test_json_says_that_nothing_is_broken(path: Path) -> None:
    told = json.loads(repair(path, "--json").out)
    assert (told["broken"], told["tabs"], told["cells"]) == ([], [], [])


def test_a_hidden_tab_and_a_cell_that_people_broke_are_named_and_whole_again(path: Path) -> None:
    before = rows_of(path)
    book: Any = openpyxl.load_workbook(path)
    book[CALC_TAB]["C5"] = 7
    book["Leads"]["B3"] = "=1+1"
    book.save(path)
    ran = repair(path)
    assert ran.code == 0, ran.err
    assert "_calc: without their live formula: 1 cell" in ran.out
    assert "hidden tabs to be written anew: _calc, " in ran.out
    assert "Leads!B3: =1+1 becomes =IF(" in ran.out.replace("…", "=1+1")
    assert "repaired: 5 hidden tabs, 1 cell." in " ".join(ran.err.split())
    assert rows_of(path) == before
    repaired = path.read_bytes()
    assert "nothing was written" in repair(path).err
    assert path.read_bytes() == repaired

"""`doctor --repair` of an .xlsx file: it says what it repairs, and leaves alone what is whole."""

from __future__ import annotations

import json
import shutil
import zipfile
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
        assert repair(path).code == 0  # the clock of a filled book stands still: it goes again
        yield path


@pytest.fixture
def path(synced: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(synced, tmp_path / "leads.xlsx"))


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def write_parts(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def repair(path: Path, *words: str) -> Ran:
    return run("doctor", str(path), "--repair", "--yes", "--today", DAY, *words)


def test_what_is_whole_comes_out_of_a_repair_byte_for_byte(path: Path) -> None:
    before = path.read_bytes()
    ran = repair(path)
    assert ran.code == 0
    assert "nothing is seen to be broken" in ran.out
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("part", "whole", "broken"),
    [
        ("xl/workbook.xml", b'name="sf_today"', b'name="sf_gone"'),
        ("xl/worksheets/sheet9.xml", b"0*sf_today", b"1*sf_today"),
    ],
    ids=["a name", "a formula of a hidden tab"],
)
def test_what_a_reading_does_not_tell_is_repaired_too(
    path: Path, part: str, whole: bytes, broken: bytes
) -> None:
    before = parts_of(path)
    assert whole in before[part]
    write_parts(path, before | {part: before[part].replace(whole, broken)})
    assert repair(path).code == 0
    assert parts_of(path)[part].count(whole) == before[part].count(whole)


def test_json_says_that_nothing_is_broken(path: Path) -> None:
    told = json.loads(repair(path, "--json").out)
    assert (told["broken"], told["cells"]) == ([], [])


def test_a_hidden_tab_and_a_cell_that_people_broke_are_named_and_whole_again(path: Path) -> None:
    before = rows_of(path)
    book: Any = openpyxl.load_workbook(path)
    book[CALC_TAB]["C5"] = 7
    book["Leads"]["B3"] = "=1+1"
    book.save(path)
    ran = repair(path)
    assert ran.code == 0, ran.err
    assert "_calc: without their live formula: 1 cell" in ran.out
    assert "tabs to be written anew: _calc, " in ran.out
    assert "Leads!B3: =1+1 becomes =IF(" in ran.out.replace("…", "=1+1")
    assert "repaired: 5 hidden tabs, 1 cell." in " ".join(ran.err.split())
    assert rows_of(path) == before
    repaired = path.read_bytes()
    assert "nothing is seen to be broken" in repair(path).out
    assert path.read_bytes() == repaired

"""Workbooks whose own leads tab is rich are synced, and must have lost nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.excel.lossless.book import Book
from tests.excel.lossless.syncing import DONE, Synced, losses_in_libreoffice, synced, synced_again
from tests.excel.workbooks import CORPUS, MAKERS, make
from tests.support.leads import TODAY
from tests.support.libreoffice import needs_libreoffice
from tests.support.running import sync

NAMES = [name for name in MAKERS if name != "macros" or CORPUS.exists()]


def _synced(name: str, folder: Path) -> Synced:
    before, where = make(name, folder)
    return synced(before, where)


@pytest.mark.parametrize("name", NAMES)
def test_a_rich_workbook_loses_nothing(name: str, tmp_path: Path) -> None:
    run = _synced(name, tmp_path)
    assert run.code in DONE, run.said
    assert all(len(area.columns) == 9 for area in run.owned.values())
    assert run.lost == []


@pytest.mark.parametrize("name", NAMES)
def test_a_second_sync_of_a_rich_workbook_leaves_the_file_alone(name: str, tmp_path: Path) -> None:
    run = _synced(name, tmp_path)
    content, stat = run.after.read_bytes(), run.after.stat()
    assert sync(run.after).code == run.code
    assert run.after.read_bytes() == content
    assert (run.after.stat().st_ino, run.after.stat().st_mtime_ns) == (
        stat.st_ino,
        stat.st_mtime_ns,
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_next_days_sync_of_a_rich_workbook_loses_nothing_and_adds_no_styles(
    name: str, tmp_path: Path
) -> None:
    run = synced_again(_synced(name, tmp_path), TODAY + timedelta(days=3))
    assert run.code in DONE, run.said
    assert not run.untouched
    assert run.lost == []
    before, after = Book(run.before), Book(run.after)
    assert before.contents[before.styles or ""] == after.contents[after.styles or ""]


@pytest.mark.parametrize(
    ("name", "asked"),
    [("formula_that_reads_our_columns", True), ("formulas", False), ("plain", False)],
)
def test_only_a_formula_that_reads_our_columns_asks_for_a_recalculation(
    name: str, asked: bool, tmp_path: Path
) -> None:
    book = Book(_synced(name, tmp_path).after)
    assert (b"fullCalcOnLoad=" in book.contents[book.workbook]) is asked


@needs_libreoffice
def test_libreoffice_opens_every_rich_result_and_shows_the_same_values(tmp_path: Path) -> None:
    runs = []
    for name in NAMES:
        (own := tmp_path / name).mkdir()
        runs.append(_synced(name, own))
    done = [run for run in runs if run.code in DONE]
    assert done
    assert list(losses_in_libreoffice(done, tmp_path / "office")) == []

"""A column of ours that comes back into a workbook with live formulas gets a heading of text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sheetflow.live import is_live
from tests.support.live_books import few_rows, filled_book
from tests.support.running import sync


def test_the_heading_of_a_column_that_comes_back_is_no_formula(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_rows(monkeypatch)
    path = filled_book(tmp_path / "leads.xlsx", [{"name": "Ada Marsh", "stage": "New"}])
    assert sync(path).code == 0
    book: Any = openpyxl.load_workbook(path)
    book["Leads"].delete_cols(3)  # Next contact
    book.save(path)
    assert sync(path).code == 0
    heading, first = (row[-1] for row in openpyxl.load_workbook(path)["Leads"]["A2:AG3"])
    assert heading.value == "Next contact"
    assert is_live(first.value)

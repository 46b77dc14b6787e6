"""Real heading rows are understood, as far as the figures that the house promises."""

from __future__ import annotations

import pytest

from scripts.bench_headings import FILE, measure, rows_of


@pytest.mark.skipif(not FILE.exists(), reason="the shared heading rows are not beside the project")
def test_real_heading_rows_are_understood() -> None:
    figures = measure(rows_of(FILE))
    assert figures.taken / figures.tabs >= 0.97
    assert figures.mapped / figures.columns >= 0.95
    assert figures.right / figures.read >= 0.99

"""Live formulas, calculated by LibreOffice, answer as the engine does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from scripts.parity import Tally, books_of, run
from scripts.parity_office import calculate, read_tab
from scripts.parity_stale import stale_cells
from sheetflow.backends.excel.new_book import new_workbook
from sheetflow.formulas.language import FormulaColumn, HiddenTab, Translator
from sheetflow.formulas.layout import NOWHERE, LiveLayout
from sheetflow.formulas.ordering import sorted_columns
from sheetflow.model import NewTab
from tests.support.libreoffice import needs_libreoffice

pytestmark = needs_libreoffice


@pytest.fixture(scope="module")
def tally() -> Tally:
    return run(books_of(1, 5, 1000, ("en", "es")))


def test_a_thousand_random_leads_get_the_same_answers(tally: Tally) -> None:
    assert tally.rows > 900
    assert tally.differences == [], "\n".join(tally.lines())


def test_few_rows_are_left_out_and_each_is_counted_by_a_name(tally: Tally) -> None:
    assert sum(tally.left_out.values()) < 100
    assert all(tally.left_out)


def test_one_changed_number_of_the_formulas_is_caught() -> None:
    mutated = run(books_of(1, 1, 60, ("en",)), mutate=True)
    assert set(mutated.by_column) == {"interest"}


def _sorting(numbers: list[int]) -> tuple[NewTab, int]:
    """Returns a tab that sorts numbers from row 3 on, in runs of four, and the column of them."""
    rows, layout = len(numbers), LiveLayout(NOWHERE, NOWHERE, NOWHERE)
    columns = sorted_columns("sorted", "number", 3, rows, 4)
    listed = FormulaColumn("number", values=tuple(numbers))
    tab = HiddenTab(f"Of {rows}", 3, 2 + rows, (listed, *columns))
    made = replace(Translator(layout, [tab]).new_tab(tab.name), hidden=False)
    return made, tab.place("sorted")


def test_columns_sort_any_count_of_numbers(tmp_path: Path) -> None:
    chance = Random(1)
    lists = [chance.sample(range(1, 10**6), count) for count in (1, 4, 5, 8, 9, 23, 64, 77)]
    lists = [[number * (number % 5 > 0) for number in numbers] for numbers in lists]
    made = [_sorting(numbers) for numbers in lists]
    file = tmp_path / "sorting.xlsx"
    file.write_bytes(new_workbook(tuple(tab for tab, _ in made), ()))
    (path,) = calculate([file], tmp_path / "out")
    for numbers, (tab, column) in zip(lists, made, strict=True):
        found = [row[column] for row in read_tab(path, tab.name)[2:]]
        assert found == sorted(numbers)


def test_a_log_of_many_runs_gets_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorted_columns, "__defaults__", (8,))
    found = run(books_of(4, 2, 160, ("en",)))
    assert found.differences == [], "\n".join(found.lines())


def test_what_is_shown_on_opening_is_what_a_whole_calculation_gives() -> None:
    cells, stale = stale_cells(books_of(2, 1, 120, ("en", "es")))
    assert cells > 1000
    assert stale == []

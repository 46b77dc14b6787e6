"""Live formulas, calculated by LibreOffice, answer as the engine does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

import pytest

from scripts.parity import Tally, books_of, run
from scripts.parity_office import calculate, read_tab
from scripts.parity_stale import stale_cells
from sheetflow.backends.excel.new_book import new_workbook
from sheetflow.formulas import ordering
from sheetflow.formulas.amounts import amount_columns
from sheetflow.formulas.language import FormulaColumn, HiddenTab, Translator
from sheetflow.formulas.layout import NOWHERE, LiveLayout
from sheetflow.formulas.ordering import sorted_columns
from sheetflow.model import NewTab, Value
from sheetflow.parse.amounts import AmountReader
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


def _reading(amounts: Sequence[str], decimal: int) -> HiddenTab:
    """Returns a tab that reads amounts as texts; `decimal` is what the country says: 1 a point, 2 a
    comma, 0 nothing.
    """
    cell = FormulaColumn("cell", values=tuple(amounts), number_format="@")
    lead = FormulaColumn("lead", "=1")
    columns = [
        column._replace(
            formula=column.formula.replace("L(value)", "{cell}").replace("sf_decimal", str(decimal))
        )
        for column in amount_columns()
    ]
    return HiddenTab(f"Of {decimal}", 2, 1 + len(amounts), (cell, lead, *columns))


@pytest.mark.parametrize("column", [(), ("1,50",), ("1.50",)], ids=["open", "comma", "point"])
def test_texts_of_amounts_are_read_as_the_engine_does(
    tmp_path: Path, column: tuple[str, ...]
) -> None:
    layout = LiveLayout(NOWHERE, NOWHERE, NOWHERE)
    amounts = [*OPEN_AMOUNTS, *column * 3]
    sheets = [_reading(amounts, decimal) for decimal in range(3)]
    translator = Translator(layout, sheets)
    made = tuple(replace(translator.new_tab(sheet.name), hidden=False) for sheet in sheets)
    file = tmp_path / "amounts.xlsx"
    file.write_bytes(new_workbook(made, ()))
    path = calculate([file], tmp_path / "out")[0]
    for sheet, sign in zip(sheets, (None, ".", ","), strict=True):
        found = [row[sheet.place("amount")] for row in read_tab(path, sheet.name)[1:]]
        first = AmountReader(sign)
        for amount in amounts:
            first(amount)
        reader = AmountReader(first.settled(sign))
        assert found == [_shown(reader(amount)) for amount in amounts]


def _shown(amount: object) -> Value:
    return amount if isinstance(amount, float) else ""


OPEN_AMOUNTS: Final = (
    "12.000 €", "12,000", "1 200", "-3", "900 EUR", "3k", "2 mil €", "12.11.2026", "£1'000",
    "0,500", "125.000", "-1,500", ".5", "1234.567", "1.200.300", "1,200,300", "12,34,567",
    "about ten", "1-2", "€ +5", "7,5",
)  # fmt: skip
"""Amounts as people type them, that do not say which sign begins decimals, as often one as the
other.
"""


def test_a_log_of_many_runs_gets_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorted_columns, "__defaults__", (8,))
    found = run(books_of(4, 2, 160, ("en",)))
    assert found.differences == [], "\n".join(found.lines())


def test_more_doubles_than_the_short_list_holds_get_the_same_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ordering, "FEW", 1)
    found = run(books_of(6, 1, 160, ("en",)))
    assert found.differences == [], "\n".join(found.lines())


def test_what_is_shown_on_opening_is_what_a_whole_calculation_gives() -> None:
    cells, stale = stale_cells(books_of(2, 1, 120, ("en", "es")))
    assert cells > 1000
    assert stale == []

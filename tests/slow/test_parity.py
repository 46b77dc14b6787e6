"""Live formulas, calculated by LibreOffice, answer as the engine does."""

from __future__ import annotations

import pytest

from scripts.parity import Tally, books_of, run
from scripts.parity_stale import stale_cells
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


def test_what_is_shown_on_opening_is_what_a_whole_calculation_gives() -> None:
    cells, stale = stale_cells(books_of(2, 1, 120, ("en", "es")))
    assert cells > 1000
    assert stale == []

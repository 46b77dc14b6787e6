"""A column that an import may have half swapped gets a note, and nothing is changed."""

from __future__ import annotations

import pytest

from tests.support.grids import Sheet, day


def codes(*cells: object) -> list[str]:
    rows = [[f"Ada {n}", f"ada{n}@example.org", cell] for n, cell in enumerate(cells)]
    plan = Sheet(["Name", "Email", "Last contact"], *rows).plan()
    return [p.text.code for p in plan.problems if p.where == "Leads!C1"]


@pytest.mark.parametrize(
    "texts",
    [("13/11/2026", "17/11/2026"), ("11/13/2026",), ("13.11.26", "soon"), ("13/11/2026 10:30",)],
)
def test_texts_above_12_beside_real_dates_up_to_12_are_noted(texts: tuple[str, ...]) -> None:
    assert codes(*texts, day("11-04"), day("09-11")) == ["half_swapped"]


@pytest.mark.parametrize(
    "cells",
    [
        ("13/11/2026", day("11-14")),  # a real date above 12
        ("13/11/2026", "05/11/2026", day("11-04")),  # a text that the import would have taken
        ("13/11/2026", "11/13/2026", day("11-04")),  # the texts disagree
        ("13/11/2026", "4 Nov 2026", day("11-04")),
        ("13/11/2026",),
        (day("11-04"), day("11-05")),
        ("13/11/2026", day("11-11")),  # the same either way
        ("soon", day("11-04")),
    ],
)
def test_other_columns_are_not(cells: tuple[object, ...]) -> None:
    assert codes(*cells) == []

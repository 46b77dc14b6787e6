"""sheetflow.backends.google.references: A1 notation as grid ranges."""

from __future__ import annotations

import pytest

from sheetflow.backends.google.references import (
    Reference,
    grid_range_of,
    range_of,
    reference_of,
    references_in,
)


@pytest.mark.parametrize(
    ("cells", "rows", "columns"),
    [
        ("A1", (0, 1), (0, 1)),
        ("$B$3:$D$9", (2, 9), (1, 4)),
        ("A:C", (None, None), (0, 3)),
        ("$AE:$AE", (None, None), (30, 31)),
        ("1:2", (0, 2), (None, None)),
        ("F3:F", (2, None), (5, 6)),
    ],
)
def test_cells_are_read_as_a_range_without_its_last_row_and_column(cells, rows, columns):
    found = grid_range_of(cells, 7)
    assert found["sheetId"] == 7
    assert (found.get("startRowIndex"), found.get("endRowIndex")) == rows
    assert (found.get("startColumnIndex"), found.get("endColumnIndex")) == columns


def test_a_range_down_to_excels_last_row_goes_on_to_the_end():
    assert "endRowIndex" not in grid_range_of("F3:F1048576", 7)


@pytest.mark.parametrize("text", ["", "F3 G3", "sf_today", "A1+1"])
def test_what_is_no_range_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        grid_range_of(text, 7)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("People!$A$2:$A$9", Reference("People", "$A$2:$A$9")),
        ("=_set!$B$2", Reference("_set", "$B$2")),
        ("'Contacts log'!A:C", Reference("Contacts log", "A:C")),
        ("'Marta''s list'!A1", Reference("Marta's list", "A1")),
        ("TODAY()", None),
        ("_set!$B$2+1", None),
        ("SUM(_set!$B$2)", None),
    ],
)
def test_one_reference_is_told_from_a_formula(text, reference):
    assert reference_of(text) == reference


def test_a_reference_to_a_tab_that_is_not_there_has_no_range():
    assert range_of("People!A1", {"Leads": 4}) is None
    assert range_of("Leads!A1", {"Leads": 4}) == {
        "sheetId": 4, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0,
        "endColumnIndex": 1,
    }  # fmt: skip


def test_the_references_in_a_formula_are_found_and_neither_texts_nor_functions():
    formula = "IF(sf_m1=\"A9\",LOG10('Contacts log'!$B$3:$B$900),INDEX(_mem!$C:$C,ROW())+F3)"
    assert list(references_in(formula)) == [
        Reference("Contacts log", "$B$3:$B$900"),
        Reference("_mem", "$C:$C"),
        Reference("", "F3"),
    ]

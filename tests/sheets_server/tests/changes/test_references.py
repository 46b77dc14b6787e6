"""References in formulas: which texts are references, and how they follow changes."""

from __future__ import annotations

import pytest

from tests.sheets_server.changes.axis import Delete, Insert, Move
from tests.sheets_server.changes.references import renamed, shifted, translated


def rows_inserted(formula: str, at: int, count: int = 1) -> str:
    return shifted(formula, "Leads", "Leads", "ROWS", Insert(at, count))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("=A1+A5", "=A1+A7"),
        ("=$A$5", "=$A$7"),
        ("=SUM(A1:B9)", "=SUM(A1:B11)"),
        ("=SUM(A5:A9)", "=SUM(A7:A11)"),
        ("=SUM(A1:A4)", "=SUM(A1:A4)"),
        ("=SUM(A:C)", "=SUM(A:C)"),
        ("=SUM(3:7)", "=SUM(3:9)"),
        ("=SUM(A5:C)", "=SUM(A7:C)"),
        ("=Leads!A5", "=Leads!A7"),
        ("='Leads'!A5", "=Leads!A7"),
        ("=Other!A5", "=Other!A5"),
        ("='My tab'!A5", "='My tab'!A5"),
        ('="A5 is a text with ""A5"""', '="A5 is a text with ""A5"""'),
        ("=LOG10(A5)", "=LOG10(A7)"),
        ("=A5_x+B5.c+Table1[A5]", "=A5_x+B5.c+Table1[A7]"),
        ("=#REF!+#N/A+A5", "=#REF!+#N/A+A7"),
        ("=B9:A5", "=B11:A7"),
        ("=a5", "=A7"),
        ("=1.5+A5%", "=1.5+A7%"),
    ],
)
def test_inserting_two_rows_above_row_five_moves_the_references_below(
    before: str, after: str
) -> None:
    assert rows_inserted(before, 4, 2) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("=A3", "=#REF!"),
        ("=A4", "=A3"),
        ("=SUM(A1:A9)", "=SUM(A1:A8)"),
        ("=SUM(A3:A3)", "=SUM(#REF!)"),
        ("=SUM(A3:A9)", "=SUM(A3:A8)"),
        ("=$F3", "=#REF!"),
    ],
)
def test_deleting_a_row_shrinks_ranges_and_breaks_what_pointed_at_it(
    before: str, after: str
) -> None:
    assert shifted(before, "Leads", "Leads", "ROWS", Delete(2, 3)) == after


def test_references_from_another_sheet_follow_only_when_they_name_the_sheet() -> None:
    change = ("Leads", "COLUMNS", Insert(0, 1))
    assert shifted("=A1+Leads!A1", "Report", *change) == "=A1+Leads!B1"


def test_a_moved_row_takes_the_references_to_it_along() -> None:
    assert (
        shifted("=A2+A3+A4+SUM(A1:A9)", "Leads", "Leads", "ROWS", Move(1, 2, 4))
        == "=A4+A2+A3+SUM(A1:A9)"
    )


def test_a_copied_formula_keeps_what_a_dollar_fixes() -> None:
    assert translated("=A1+$A1+A$1+$A$1", 2, 1) == "=B3+$A3+B$1+$A$1"


def test_a_copied_reference_that_leaves_the_sheet_is_lost() -> None:
    assert translated("=A1+B2", -1, 0) == "=#REF!+B1"


def test_a_renamed_sheet_is_renamed_in_formulas_and_quoted_when_it_must() -> None:
    assert (
        renamed("=Leads!A1+Other!A1+'Leads'!B2", "Leads", "Our leads")
        == "='Our leads'!A1+Other!A1+'Our leads'!B2"
    )


def test_references_to_a_deleted_sheet_are_lost() -> None:
    assert renamed("=SUM(Old!A1:B2)+A1", "Old", None) == "=SUM(#REF!)+A1"

"""sheetflow.backends.excel.filled_down: which formulas are shared, and how they read further down."""

from __future__ import annotations

import pytest
from openpyxl.formula.translate import Translator

from sheetflow.backends.excel.filled_down import is_shareable
from sheetflow.model.formula_text import moving


@pytest.mark.parametrize(
    "text",
    [
        'IF(A3="","",B3*$C$1)',
        "SUM($A$2:A3)",
        "INDEX(sf_gaps,ROW(),2)",
        "COUNTIF(N$7:N7,N7)+SUM(B:B)+SUM(2:3)",
        'IF(A3="{x}!","[a]:b",0)',
        "_xlfn.ISFORMULA(A3)",
    ],
)
def test_a_formula_over_its_own_tab_and_names_is_shared(text: str) -> None:
    assert is_shareable(text)


@pytest.mark.parametrize(
    "text",
    [
        "INDEX(Leads!$F:$F,ROW())",
        "'Contacts log'!A3",
        'INDEX({"Jan","Feb"},A3)',
        "tLeads[[#This Row],[Name]]",
        "SUM(A3:INDEX(B:B,9))",
        "A3+#REF!",
    ],
)
def test_what_excel_refuses_in_shared_formulas_is_not_shared(text: str) -> None:
    assert not is_shareable(text)


@pytest.mark.parametrize(
    "text",
    [
        "A3+$A3+A$3+$A$3",
        "SUM(A3:B$9,$C3:$D$4)",
        "Leads!F5&'Tab A1'!B2&Tab1!C3",
        'IF(A3="A3","say ""B2""",C4)',
        "LOG10(A3)+ATAN2(B3,C3)+_xlfn.F1(D3)",
        "sf_x1+sf_b2+AB12",
        "1E5+A1-2.5E3*B2",
        "SUM(A:A)+SUM($B:C)",
        "ROW()",
    ],
)
@pytest.mark.parametrize("rows", [0, 1, 997])
def test_relative_rows_follow_like_openpyxl_moves_them(text: str, rows: int) -> None:
    wanted = Translator("=" + text, "A1").translate_formula(f"A{1 + rows}")
    assert "=" + moving(text).below(rows) == wanted


def test_whole_rows_follow_where_they_are_relative() -> None:
    assert moving("SUM(2:3)+SUM($4:5)").below(10) == "SUM(12:13)+SUM($4:15)"


def test_behind_the_last_row_comes_the_first() -> None:
    assert moving("A1048576").below(2) == "A2"


def test_names_of_table_columns_stay() -> None:
    assert moving("t[A1]+A1").below(1) == "t[A1]+A2"

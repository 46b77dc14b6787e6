"""sheetflow.backends.google.sheets_formulas: Excel's formulas, spelled for Sheets."""

from __future__ import annotations

import pytest

from sheetflow.backends.google.sheets_formulas import Spelling, for_conditional_format, spelling
from sheetflow.model import DefinedName

WRITTEN = Spelling({"Leads": 0, "Contacts log": 8})


@pytest.mark.parametrize(
    ("excel", "sheets"),
    [
        ("IF(A1>0,B1,C1)", "=IF(A1>0;B1;C1)"),
        ("=A1", "=A1"),
        ('CONCATENATE("a,b","0.5")', '=CONCATENATE("a,b";"0.5")'),
        ('"say ""yes, now"""', '="say ""yes, now"""'),
        ("_xlfn.ISFORMULA(A1)", "=ISFORMULA(A1)"),
        ("_xlfn._xlws.FILTER(A1:A9,B1:B9)", "=FILTER(A1:A9;B1:B9)"),
        ("_xlfn.SINGLE(A:A)", "=(A:A)"),
        ("@INDEX(_calc!$B:$B,ROW())", "=INDEX(_calc!$B:$B;ROW())"),
        ("INT(100*A1+0.5)", "=INT(100*A1+(5/10))"),
        ("A1*.25", "=A1*(25/100)"),
        ("WORKDAY.INTL(A1,1,sf_weekend,sf_free)", "=WORKDAY.INTL(A1;1;sf_weekend;sf_free)"),
        ("'Contacts log'!A1,'a, b'!A1", "='Contacts log'!A1;'a, b'!A1"),
    ],
)
def test_a_formula_is_spelled_as_every_locale_reads_it(excel, sheets):
    assert WRITTEN.of(excel) == sheets


@pytest.mark.parametrize(
    ("excel", "sheets"),
    [
        ("{1;2;3}", "={1;2;3}"),
        ("{1,2,3}", "=TRANSPOSE({1;2;3})"),
        ('SUM({1,2;3,4})+{"a,b"}', '=SUM({TRANSPOSE({1;2});TRANSPOSE({3;4})})+{"a,b"}'),
        ("CHOOSE({1,2},A1,B1)", "=CHOOSE(TRANSPOSE({1;2});A1;B1)"),
    ],
)
def test_an_array_needs_no_comma(excel, sheets):
    assert WRITTEN.of(excel) == sheets


@pytest.mark.parametrize(
    ("excel", "sheets"),
    [
        ('HYPERLINK("#Leads!A"&B2,C2)', '=HYPERLINK("#gid=0&range=A"&B2;C2)'),
        ("HYPERLINK(\"#'Contacts log'!A3\")", '=HYPERLINK("#gid=8&range=A3")'),
        ('HYPERLINK("#Elsewhere!A"&B2)', '=HYPERLINK("#Elsewhere!A"&B2)'),
        ('"# of leads!"', '="# of leads!"'),
    ],
)
def test_a_link_into_the_workbook_goes_into_the_spreadsheet(excel, sheets):
    assert WRITTEN.of(excel) == sheets


def test_a_name_of_a_formula_becomes_the_formula_and_one_of_cells_stays():
    names = [
        DefinedName("sf_today", "_set!$B$2"),
        DefinedName("sf_limit", "=MAX(sf_today,0.5)"),
    ]
    assert spelling({}, names).of("IF(A1>SF_LIMIT,sf_today,0)") == (
        "=IF(A1>(MAX(sf_today;(5/10)));sf_today;0)"
    )


def test_a_tab_or_a_text_that_is_called_like_a_name_stays():
    written = spelling({}, [DefinedName("people", "1+1")])
    assert written.of('people!A1&"people"&people') == '=people!A1&"people"&(1+1)'


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("=$B3>sf_today", '=$B3>INDIRECT("sf_today")'),
        ("=$B3=_set!$B$2", '=$B3=INDIRECT("_set!B2")'),
        (
            "=COUNTIF('Contacts log'!$A:$A;$B3)>0",
            "=COUNTIF(INDIRECT(\"'Contacts log'!A:A\");$B3)>0",
        ),
        ('=$B3="sf_today _set!A1"', '=$B3="sf_today _set!A1"'),
        ("=_calc!$B3>0", None),
        ("=_calc!B$3>0", None),
    ],
)
def test_a_conditional_format_looks_elsewhere_by_indirect_or_not_at_all(formula, written):
    assert for_conditional_format(formula, ["SF_today"]) == written

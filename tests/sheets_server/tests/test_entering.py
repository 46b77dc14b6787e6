"""The test server's cells: what typed text becomes, and how values are shown, in each locale."""

from __future__ import annotations

import pytest

from tests.sheets_server.asking import Asker
from tests.sheets_server.book import CellError
from tests.sheets_server.locales import locale
from tests.sheets_server.numberformat import formatted, general

# (locale, typed, shown, held)
TYPED = [
    ("en_US", "Ana", "Ana", "Ana"),
    ("en_US", "'007", "007", "007"),
    ("en_US", "0042", "42", 42),
    ("en_US", " 12 ", "12", 12),
    ("en_US", "-3.50", "-3.5", -3.5),
    ("en_US", "+34600123456", "34600123456", 34600123456),
    ("en_US", "(7)", "-7", -7),
    ("en_US", "2,000,000.01", "2,000,000.01", 2000000.01),
    ("en_US", "1,2", "1,2", "1,2"),
    ("en_US", "12%", "12%", 0.12),
    ("en_US", "12.5%", "12.50%", 0.125),
    ("en_US", "$1,234.50", "$1,234.50", 1234.5),
    ("en_US", "1e3", "1.00E+03", 1000),
    ("en_US", "true", "TRUE", True),
    ("en_US", "1/2/2026", "1/2/2026", 46024),
    ("en_US", "01/02/26", "1/2/2026", 46024),
    ("en_US", "13/1/2026", "13/1/2026", "13/1/2026"),
    ("en_US", "2/30/2026", "2/30/2026", "2/30/2026"),
    ("en_US", "5/6", "5/6", 46148),
    ("en_US", "2026-01-02", "2026-01-02", 46024),
    ("en_US", "Jan 2, 2026", "Jan 2, 2026", 46024),
    ("en_US", "2 January 2026", "2-January-2026", 46024),
    ("en_US", "14:30", "14:30", 0.6041666666666666),
    ("en_US", "2:30 PM", "2:30 PM", 0.6041666666666666),
    ("en_US", "25:30", "25:30", "25:30"),
    ("en_US", "1/2/2026 6:00", "1/2/2026 6:00", 46024.25),
    ("en_US", "2026-01-02 18:00:30", "2026-01-02 18:00:30", 46024.75034722222),
    ("en_US", "12-34-56", "12-34-56", "12-34-56"),
    ("en_US", "+34 600 123 456", "#ERROR!", "#ERROR!"),
    ("en_US", "#N/A", "#N/A", "#N/A"),
    ("en_US", "=", "=", "="),
    ("en_GB", "1/2/2026", "01/02/2026", 46054),
    ("en_GB", "£5", "£5", 5),
    ("es_ES", "1/2/2026", "1/2/2026", 46054),
    ("es_ES", "1.234,5", "1.234,50", 1234.5),
    ("es_ES", "1,5", "1,5", 1.5),
    ("es_ES", "1.234", "1.234", 1234),
    ("es_ES", "12,5 €", "12,50 €", 12.5),
    ("es_ES", "12,5%", "12,50%", 0.125),
    ("es_ES", "VERDADERO", "VERDADERO", True),
    ("es_ES", "TRUE", "VERDADERO", True),
    ("es_ES", "falso", "FALSO", False),
    ("es_ES", "2 de enero de 2026", "2-enero-2026", 46024),
    ("es_ES", "2 ene 2026", "2-ene-2026", 46024),
    ("es_ES", "2026-01-02", "2026-01-02", 46024),
    ("fr_FR", "1 234,5", "1\u202f234,50", 1234.5),
    ("fr_FR", "01/02/2026", "01/02/2026", 46054),
    ("de_DE", "1.2.2026", "01.02.2026", 46054),
    ("de_DE", "1.234.567", "1.234.567", 1234567),
    ("de_DE", "wahr", "WAHR", True),
    ("xx_XX", "1.5", "1.5", 1.5),
]


@pytest.mark.parametrize(("name", "typed", "shown", "held"), TYPED)
def test_typed_text_becomes_what_the_locale_makes_of_it(
    name: str, typed: str, shown: str, held: object
) -> None:
    found = Asker(locale=name).type(typed)
    assert found == (shown, held)
    assert type(found[1]) is type(held)


def test_a_date_typed_without_a_year_is_of_this_year() -> None:
    api = Asker()
    api.type("12/31")
    assert api.values("A1", "valueRenderOption=UNFORMATTED_VALUE") == [[46387]]


def test_typing_a_date_sets_its_format_and_a_number_keeps_it() -> None:
    api = Asker()
    api.type("2026-01-02")
    assert api.sheet.cell(0, 0).format == {
        "numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}
    }
    assert api.type("46025") == ("2026-01-03", 46025)


def test_a_cell_of_plain_text_keeps_what_is_typed_as_text() -> None:
    api = Asker()
    api.write("A1", [["x"]])
    api.sheet.put(
        0,
        0,
        api.sheet.cell(0, 0)._replace(format={"numberFormat": {"type": "TEXT", "pattern": "@"}}),
    )
    assert api.type("007") == ("007", "007")


def test_numbers_and_truths_that_come_as_such_stay_such() -> None:
    api = Asker(locale="es_ES")
    assert api.type(1.5) == ("1,5", 1.5)
    assert api.type(True) == ("VERDADERO", True)


def test_dates_are_serials_or_text_as_asked_for() -> None:
    api = Asker()
    api.write("A1", [["2026-01-02", 0.5, "=A1"]], "USER_ENTERED")
    asked = "valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption="
    assert api.values("1:1", asked + "SERIAL_NUMBER") == [[46024, 0.5, 46024]]
    assert api.values("1:1", asked + "FORMATTED_STRING") == [["2026-01-02", 0.5, "2026-01-02"]]
    assert api.values("1:1", asked.replace("UNFORMATTED_VALUE", "FORMATTED_VALUE")) == [
        ["2026-01-02", "0.5", "2026-01-02"]
    ]


def test_formulas_are_shown_as_typed_and_constants_beside_them_as_they_are() -> None:
    api = Asker()
    api.write("A1", [["= 1 + 1", 2.5, "x", True]], "USER_ENTERED")
    assert api.values("1:1", "valueRenderOption=FORMULA") == [["= 1 + 1", 2.5, "x", True]]


# (pattern, value, shown) in en_US
PATTERNS = [
    ("0", 2.5, "3"),
    ("0.00", -1.005, "-1.01"),
    ("0.0#", 1.25, "1.25"),
    ("0.0#", 1, "1.0"),
    ("#.##", 0.5, ".5"),
    ("000", 7, "007"),
    ("#,##0", 1234567, "1,234,567"),
    ("#,##0,", 1234567, "1,235"),
    ("#,##0;(#,##0)", -1234, "(1,234)"),
    ("0;-0;nil", 0, "nil"),
    ("0", -0.2, "0"),
    ("0%", 0.256, "26%"),
    ('0.0 "kg"', 3, "3.0 kg"),
    (r"0\h", 3, "3h"),
    ("[$€]#,##0.00", 5, "€5.00"),
    ("[Red]0", 5, "5"),
    ("0.00E+00", 12345, "1.23E+04"),
    ("yyyy-mm-dd", 46024, "2026-01-02"),
    ("d mmm yy", 46024, "2 Jan 26"),
    ("dddd, mmmm d", 46024, "Friday, January 2"),
    ("ddd", 46024, "Fri"),
    ("h:mm am/pm", 0.5, "12:00 PM"),
    ("hh:mm:ss", 0.25, "06:00:00"),
    ("mm:ss", 0.0007, "01:00"),
    ("[h]:mm", 1.5, "36:00"),
    ("yyyy-mm-dd hh:mm", 46024.999999, "2026-01-03 00:00"),
    ("General", 1.5, "1.5"),
    ("@", 3, "3"),
]


@pytest.mark.parametrize(("pattern", "value", "shown"), PATTERNS)
def test_numbers_follow_their_pattern(pattern: str, value: float, shown: str) -> None:
    assert formatted(value, pattern, locale("en_US")) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1 / 1024, "0.0009765625"),
        (1 / 3, "0.3333333333"),
        (3.141592653589793, "3.141592654"),
        (123456789012345, "123456789012345"),
        (0.1 + 0.2, "0.3"),
        (1e15, "1E+15"),
        (-2.0, "-2"),
    ],
)
def test_numbers_without_a_format_show_ten_digits(value: float, shown: str) -> None:
    assert general(value, locale("en_US")) == shown


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("DATE", 46024, "1/2/2026"),
        ("DATE_TIME", 46024.25, "1/2/2026 6:00:00"),
        ("TIME", 0.25, "6:00:00 AM"),
        ("PERCENT", 0.25, "25.00%"),
        ("NUMBER", 1234.5, "1,234.50"),
        ("CURRENCY", 1234.5, "$1,234.50"),
        ("TEXT", 5, "5"),
    ],
)
def test_a_kind_of_format_without_a_pattern_has_a_usual_one(
    kind: str, value: float, shown: str
) -> None:
    api = Asker()
    api.write("A1", [[value]])
    api.sheet.put(0, 0, api.sheet.cell(0, 0)._replace(format={"numberFormat": {"type": kind}}))
    assert api.values("A1") == [[shown]]


# Formulas

FORMULAS = [
    ("=1/1024", 0.0009765625),
    ("=4/2", 2),
    ("=-2^2", 4),
    ("=2+3*4-1", 13),
    ("=(2+3)*4", 20),
    ("=50%", 0.5),
    ('="a"&1&TRUE', "a1TRUE"),
    ("=1<>2", True),
    ('="A"="a"', True),
    ("=A2+B2*2", 8),
    ("=SUM(A2:B3)", 15),
    ("=SUM(A2:A)", 6),
    ("=AVERAGE(A2:B3)", 3.75),
    ("=COUNT(A2:C3)", 4),
    ("=COUNTA(A2:C3)", 5),
    ('=COUNTIF(A2:B3;">3")', 2),
    ("=INDEX(A2:B3;2;1)", 4),
    ("=INDEX(A:A;ROW()+2)", 4),
    ("=INDEX(A2:B2;2)", 3),
    ("=INDEX(A2:B3;1;9)", "#REF!"),
    ("=MAX(A2:B3)-MIN(A2:B3)", 4),
    ('=IF(A2>1,"big","small")', "big"),
    ("=IF(FALSE,1)", False),
    ('=IFERROR(1/0,"none")', "none"),
    ("=ISERROR(NA())", True),
    ("=ROUND(2.345,2)", 2.35),
    ('=CONCATENATE("a",A2,C2)', "a2x"),
    ('=HYPERLINK("https://example.com","Shop")', "Shop"),
    ("=DATE(2026,1,2)", 46024),
    ("=YEAR(46024)", 2026),
    ("=TODAY()", 46086),
    ("=ROW()+COLUMN(C1)", 4),
    ("=Other!A1", 99),
    ("='Other'!$A$1", 99),
    ("=Stock", 5),
    ("=E9", 0),
    ("=A1", "#REF!"),
    ("=1/0", "#DIV/0!"),
    ("=NA()", "#N/A"),
    ("=C2*2", "#VALUE!"),
    ("=NOSUCH(1)", "#NAME?"),
    ("=nosuch", "#NAME?"),
    ("=Gone!A1", "#REF!"),
    ("=AAA1", "#REF!"),
    ("=1+", "#ERROR!"),
    ("=(1", "#ERROR!"),
    ("=#REF!+1", "#REF!"),
    ('=IMPORTXML("https://example.com","//a")', "#NAME?"),
]


@pytest.fixture(scope="module")
def sums() -> Asker:
    api = Asker()
    api.write("A2", [[2, 3, "x"], [4, 6]])
    other = api.book.new_sheet("Other")
    api.write("Other!A1", [[99]])
    bounds = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 2}
    api.write("Other!B1", [[5]])
    api.book.named_ranges.append(
        {"namedRangeId": "1", "name": "Stock", "range": {"sheetId": other.id, **bounds}}
    )
    return api


@pytest.mark.parametrize(("formula", "result"), FORMULAS)
def test_a_formula_gives_its_result(sums: Asker, formula: str, result: object) -> None:
    assert sums.type(formula)[1] == result


def test_results_follow_the_cells_they_read() -> None:
    api = Asker()
    api.write("A1", [["=B1*2", 4]], "USER_ENTERED")
    assert api.values("A1") == [["8"]]
    api.write("B1", [[5]])
    assert api.values("A1") == [["10"]]


def test_arguments_are_parted_by_semicolons_where_the_comma_is_decimal() -> None:
    api = Asker(locale="es_ES")
    assert api.type("=SUM(1,5;2)") == ("3,5", 3.5)


def test_an_error_is_an_error_value() -> None:
    api = Asker()
    api.type("#DIV/0!")
    assert api.sheet.cell(0, 0).value == CellError("DIVIDE_BY_ZERO")

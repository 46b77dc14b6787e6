"""sheetflow.backends.google.number_formats: Excel's codes as Sheets' patterns."""

from __future__ import annotations

import pytest

from sheetflow.backends.google.number_formats import number_format


@pytest.mark.parametrize(
    ("code", "kind", "pattern"),
    [
        ("@", "TEXT", "@"),
        ("0", "NUMBER", "0"),
        ("#,##0;-#,##0;", "NUMBER", "#,##0;-#,##0;"),
        ("0%", "PERCENT", "0%"),
        ("0.0E+00", "SCIENTIFIC", "0.0E+00"),
        ('0 "days"', "NUMBER", '0 "days"'),
        ("[Red]0", "NUMBER", "[Red]0"),
        ("[$€-C0A]#,##0", "NUMBER", '"€"#,##0'),
        ("[$-409]d mmm yyyy", "DATE", "d mmm yyyy"),
        ("[$-C0A]ddd d mmm", "DATE", "ddd d mmm"),
        ("yyyy-mm-dd", "DATE", "yyyy-mm-dd"),
        ("mmmm", "DATE", "mmmm"),
        ("d mmm hh:mm", "DATE_TIME", "d mmm hh:mm"),
        ("hh:mm AM/PM", "TIME", "hh:mm am/pm"),
        ("[h]:mm", "TIME", "[h]:mm"),
    ],
)
def test_a_code_has_a_type_and_a_pattern(code, kind, pattern):
    assert number_format(code) == {"type": kind, "pattern": pattern}


@pytest.mark.parametrize("code", ["", "General", "[$-409]"])
def test_the_usual_format_is_none(code):
    assert number_format(code) is None

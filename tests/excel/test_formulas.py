"""sheetflow.backends.excel.formulas: which formulas read cells that change."""

from __future__ import annotations

import pytest

from sheetflow.backends.excel.formulas import (
    Watch,
    formulas_in,
    moved,
    ranges_of,
    reading_names,
    reads,
)

WATCH = Watch(
    "Leads", frozenset({10, 11}), 4, 50, frozenset({"tbl"}), frozenset({"status", "next contact"})
)


@pytest.mark.parametrize(
    "formula",
    [
        "Leads!K5", "Leads!$K$5", "'Leads'!K5", "leads!k5", "SUM(Leads!A5:Z9)", "COUNTIF(Leads!K:K,1)",
        "SUM(Leads!J:L)",
        "Leads!5:9", "SUM(Leads!A1:K1048576)", "Tbl[Status]", "Tbl[[#This Row],[Status]]", "SUM(Tbl[])", "ROWS(Tbl)",
        "Tbl[[Name]:[Status]]", "SUM(Jan:Dec!K5)", "1+due", "Leads!L5:L5",
    ],
)  # fmt: skip
def test_a_formula_that_reads_a_changed_cell_is_found(formula: str) -> None:
    assert reads(formula, "Report", WATCH, {"due"})


@pytest.mark.parametrize(
    "formula",
    [
        "K5", "SUM(K:K)", "Leads!J5", "Leads!K3", "Leads!K51", "Other!K5", '"Leads!K5"', "Tbl[Name]", "Other[Status]",
        "[1]Leads!K5", "duel", "LOG10(2)", "Leads!A1:J99", "'My Leads'!K5", "Leads!K5A", "SUM(MyLeads!K5)",
    ],
)  # fmt: skip
def test_a_formula_that_reads_none_is_not(formula: str) -> None:
    assert not reads(formula, "Report", WATCH, {"due"})


def test_a_reference_without_a_sheet_means_its_own() -> None:
    assert reads("K5+1", "Leads", WATCH)
    assert reads("[@Status]", "Leads", WATCH)


def test_a_shared_formula_reaches_as_far_as_it_is_shared() -> None:
    assert not reads("I2", "Leads", WATCH)
    assert not reads("I2", "Leads", WATCH, width=1)
    assert reads("I2", "Leads", WATCH, width=3)
    assert reads("K2", "Leads", WATCH, width=1)


def test_names_are_followed_through_other_names() -> None:
    names = {"Due": "Leads!$K$5", "Late": "Due+1", "Rate": "0.2"}
    assert reading_names(names, WATCH) == {"due", "late"}


def test_formulas_are_found_with_any_prefix() -> None:
    xml = b'<c r="A1"><f>B1&amp;"x"</f><v>1</v></c><c><x:f t="shared" ref="A2:C9" si="0">B2</x:f></c><c><f si="0"/></c>'
    assert list(formulas_in(xml)) == [('B1&"x"', 0), ("B2", 3)]


def test_areas_of_arrays_and_data_tables_are_found() -> None:
    chunk = b'<f t="array" ref="C5:C9">x</f><f ref="D1:D2" t="dataTable"/><f t="shared" ref="E1:E2" si="0">y</f>'
    assert [str(area) for area in ranges_of(chunk)] == ["C5:C9", "D1:D2"]
    assert [str(area) for area in ranges_of(chunk, (b"shared",))] == ["E1:E2"]


def test_relative_references_move_along_and_fixed_ones_stay() -> None:
    assert moved("A5&$B$1&Other!A5", "C5", "D7") == "B7&$B$1&Other!B7"

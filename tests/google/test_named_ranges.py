"""sheetflow.backends.google.named_ranges: names of the workbook."""

from __future__ import annotations

from sheetflow.backends.google.named_ranges import cells_by_name, name_requests
from sheetflow.model import DefinedName

IDS = {"_set": 0, "Leads": 5}
TODAY = DefinedName("sf_today", "_set!$B$2")
AREA = {
    "sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 2
}  # fmt: skip
SHOWN = {name: number for name, number in AREA.items() if number}


def test_a_name_of_cells_is_a_named_range():
    assert list(name_requests([TODAY], IDS, [])) == [
        {"addNamedRange": {"namedRange": {"name": "sf_today", "range": AREA}}}
    ]


def test_a_name_that_is_there_stays_whatever_its_capitals():
    there = [{"namedRangeId": "a", "name": "SF_today", "range": SHOWN}]
    assert list(name_requests([TODAY], IDS, there)) == []


def test_a_name_of_other_cells_is_given_anew():
    there = [{"namedRangeId": "a", "name": "sf_today", "range": SHOWN | {"endRowIndex": 9}}]
    assert list(name_requests([TODAY], IDS, there)) == [
        {
            "updateNamedRange": {
                "namedRange": {"namedRangeId": "a", "range": AREA},
                "fields": "range",
            }
        }
    ]


def test_a_name_of_a_formula_or_of_an_unknown_tab_has_no_range():
    names = [DefinedName("sf_limit", "MAX(1,2)"), DefinedName("sf_gone", "Gone!$A$1")]
    assert list(name_requests(names, IDS, [])) == []


def test_names_of_cells_are_known_folded():
    names = [TODAY, DefinedName("sf_limit", "MAX(1,2)"), DefinedName("SF_Leads", "=Leads!A:A")]
    assert cells_by_name(names) == {"sf_today": "_set!$B$2", "sf_leads": "Leads!A:A"}

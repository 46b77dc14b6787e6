"""A column is ours only if the memory says so: the team's own never becomes ours later."""

from __future__ import annotations

import pytest

from sheetflow.errors import ConfigError
from sheetflow.errors.lists import NoUsableHeadings
from sheetflow.model import STATE_TAB
from tests.support.grids import Sheet, day

OWN = ["Name", "Email", "Last contact", "Status"]


def own_status() -> Sheet:
    sheet = Sheet(
        OWN,
        ["Ada", "a@example.com", day("11-10"), "Waiting"],
        ["Bo", "b@example.com", day("11-10"), "Planned"],
    )
    sheet.sync()
    return sheet


def column(sheet: Sheet, heading: str) -> list[object]:
    at = sheet.tabs["Leads"][0].index(heading)
    return [row[at] if at < len(row) else None for row in sheet.tabs["Leads"][1:]]


def drop(sheet: Sheet, heading: str) -> None:
    at = sheet.tabs["Leads"][0].index(heading)
    for row in sheet.tabs["Leads"]:
        del row[at : at + 1]


def test_a_status_of_the_teams_stays_theirs_when_ours_is_deleted() -> None:
    sheet = own_status()
    before = column(sheet, "Status")
    drop(sheet, "Status (sf)")
    for _ in range(2):
        sheet.sync("11-23")
        assert column(sheet, "Status") == before
    assert "Status (sf)" in sheet.tabs["Leads"][0]


def test_a_next_follow_up_of_the_teams_stays_theirs_when_ours_is_deleted() -> None:
    sheet = Sheet(
        ["Name", "Email", "Last contact", "Next contact", "Next follow-up"],
        ["Ada", "a@example.com", day("11-10"), None, day("11-06")],
        ["Bo", "b@example.com", day("11-10"), None, day("11-09")],
    )
    sheet.sync()
    before = column(sheet, "Next follow-up")
    drop(sheet, "Next contact")
    for _ in range(2):
        sheet.sync("11-23")
        assert column(sheet, "Next follow-up") == before


def test_a_date_that_somebody_typed_as_a_text_outlives_a_lost_memory() -> None:
    sheet = Sheet(OWN[:3], ["Ada", "a@example.com", day("11-10")])
    sheet.sync()
    sheet.type(2, "Next contact", "2026-12-01")
    sheet.sync("11-23")
    for planned in ("2026-12-01", "2026-11-11"):
        sheet.type(2, "Next contact", planned)
        del sheet.tabs[STATE_TAB]
        sheet.sync("11-23")
        assert sheet.at(2, "Next contact") == planned


def test_a_tab_with_a_date_that_holds_none_stops_nobody() -> None:
    leads = ["Ada", "a@example.com", day("11-10"), "New"]
    visits = [["Name", "First visit"], ["Eva", "soon"], ["Tom", "later"]]
    sheet = Sheet(OWN, leads, others={"Visits": visits})
    assert sheet.plan().tabs == ("Leads",)
    with pytest.raises(NoUsableHeadings):
        Sheet(*visits).plan()


@pytest.mark.parametrize("word", ["soon", "won"])
def test_a_tab_that_was_asked_for_but_says_not_who_is_refused(word: str) -> None:
    todo = [["Item", "Status"], ["Order paper", word]]
    sheet = Sheet(OWN, ["Ada", "a@example.com", None, "New"], others={"Todo": todo})
    with pytest.raises(ConfigError):
        sheet.plan(tab="Todo")


def test_where_no_tab_says_when_any_more_all_are_followed() -> None:
    staff = [["Name", "Email"], ["Eva", "eva@example.com"]]
    sheet = Sheet(OWN, ["Ada", "a@example.com", day("11-10"), "New"], others={"Staff": staff})
    sheet.sync()
    del sheet.tabs["Leads"]
    assert sheet.plan().tabs == ("Staff",)


def test_a_word_is_asked_once_however_it_is_spelled() -> None:
    rows = [["Lead", f"{n}@example.com", None, word] for n, word in enumerate(WORDS)]
    problems = Sheet(["Name", "Email", "Last contact", "Stage"], *rows).plan().problems
    asked = [problem for problem in problems if problem.text.code == "unknown_stage"]
    assert [problem.text.values[1] for problem in asked] == [3]


WORDS = ("parked", "PARKED", "Parked")

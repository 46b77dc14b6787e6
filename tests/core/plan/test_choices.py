"""The order of day and month in a column is found once and then kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sheetflow.model import STATE_TAB
from sheetflow.plan.plan import Plan
from tests.support.grids import Sheet, day

HEADINGS = ["Name", "Email", "Stage", "Since", "Last contact"]


def leads(*contacts: Any, country: str | None = None, headings: list[str] = HEADINGS) -> Sheet:
    rows = [[f"P{n}", f"p{n}@x.com", "New", None, text] for n, text in enumerate(contacts)]
    playbook = {"Playbook": [["Setting", "Value"], ["Country", country]]}
    return Sheet(headings, *rows, others=playbook)


def contacts(plan: Plan) -> list[Any]:
    return [row.facts.last_contact for row in plan.rows]


def choices(sheet: Sheet) -> dict[str, str]:
    made: dict[str, str] = json.loads(str(sheet.tabs[STATE_TAB][0][0])).get("choices", {})
    return made.get("Leads", {})  # type: ignore[return-value]  # of one tab


def test_the_majority_of_cells_settles_the_order_not_of_different_texts() -> None:
    sheet = leads("13/10/2026", "13/10/2026", "10/14/2026", "10/15/2026", "13/10/26", "02/03/2026")
    days = ["10-13", "10-13", "10-14", "10-15", "10-13", "03-02"]
    assert contacts(sheet.plan()) == [day(text) for text in days]


def test_a_cell_typed_later_turns_no_column_over() -> None:
    sheet = leads("13/10/2026", "02/03/2026", country="US")
    sheet.sync()
    for name in ("Q", "R", "S"):
        sheet.rows.append([name, f"{name}@x.com", "New", None, "10/14/2026"])
    sheet.sync()
    assert contacts(sheet.plan())[1:] == [day("03-02"), *([day("10-14")] * 3)]
    assert choices(sheet) == {"order:last_contact": "dmy"}


@pytest.mark.parametrize("emptied", [True, False])
def test_the_order_is_found_anew_when_the_column_is_empty_or_gone(*, emptied: bool) -> None:
    sheet = leads("13/10/2026", country="US")
    sheet.sync()
    sheet.type(2, "Last contact", None)
    if not emptied:
        sheet.type(1, "Last contact", "Whatever")
    sheet.sync()
    assert choices(sheet) == {}
    sheet.type(1, "Last contact" if emptied else "Whatever", "Last contact")
    sheet.type(2, "Last contact", "02/03/2026")
    assert contacts(sheet.plan()) == [day("02-03")]


def test_real_dates_in_its_place_keep_the_order_of_a_column() -> None:
    sheet = leads("13/10/2026", country="US")
    sheet.sync()
    sheet.type(2, "Last contact", day("10-14"))
    sheet.sync()
    assert choices(sheet) == {"order:last_contact": "dmy"}


def test_what_the_country_settled_is_kept_until_the_playbook_says_another() -> None:
    sheet = leads("02/03/2026", country="GB")
    sheet.sync()
    sheet.rows.append(["Q", "q@x.com", "New", None, "10/14/2026"])
    sheet.sync()
    assert contacts(sheet.plan()) == [day("03-02"), day("10-14")]
    sheet.tabs["Playbook"][1][1] = "US"
    sheet.sync()
    assert contacts(sheet.plan())[0] == day("02-03")
    sheet.tabs["Playbook"][1][1] = None
    assert contacts(sheet.plan())[0] == day("02-03")


def test_an_order_that_nothing_settles_is_no_choice() -> None:
    sheet = leads("02/03/2026")
    sheet.sync()
    assert choices(sheet) == {}
    sheet.rows.append(["Q", "q@x.com", "New", None, "13/10/2026"])
    assert contacts(sheet.plan()) == [day("03-02"), day("10-13")]


def test_the_language_of_one_run_settles_no_order() -> None:
    sheet = leads("02/03/2026")
    assert sheet.plan(lang="es").rows[0].facts.bad == ("last_contact",)


def test_dates_planned_in_our_next_contact_have_their_order_too() -> None:
    sheet = leads(day("11-18"), day("11-18"), day("11-18"), country="US")
    sheet.sync()
    sheet.type(2, "Next contact", "25/12/2026")
    sheet.type(3, "Next contact", "02/01/2027")
    sheet.sync()
    sheet.type(2, "Next contact", "12/26/2026")
    sheet.type(4, "Next contact", "12/27/2026")
    planned = [row.facts.planned_by_hand for row in sheet.plan().rows]
    assert planned == [day("12-26"), day("2027-01-02"), day("12-27")]


def test_a_second_sync_with_a_choice_writes_nothing() -> None:
    sheet = leads("13/10/2026", "02/03/2026")
    assert [sheet.sync().wrote for _ in range(3)] == [True, False, False]

"""Sheets with the headings of other programs, and tabs beside the leads, as files."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from sheetflow import engine
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.engine import Options
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.plan import Plan
from tests.excel import made
from tests.support.running import run

FRIDAY = date(2026, 11, 20)
CASES = made.CORPUS.parent / "cases" / "excel"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases/excel is not there")


def case(name: str, folder: Path) -> Path:
    """A copy of a case that can be written to."""
    return Path(shutil.copyfile(CASES / f"{name}.xlsx", folder / "leads.xlsx"))


def look(path: Path) -> tuple[Plan, Workbook]:
    return engine.look(ExcelBackend(path), Options(FRIDAY))


def columns(path: Path) -> dict[str, int]:
    """Which columns of the first tab are read, by key."""
    return dict(look(path)[1].tabs[0].layout.people)


def told(path: Path) -> dict[str, str]:
    """Where each problem stands, by its code."""
    return {problem.text.code: problem.where for problem in look(path)[0].problems}


def statuses(path: Path) -> list[str]:
    return [row.decision.status for row in look(path)[0].rows]


def test_headings_with_underscores_are_read(tmp_path: Path) -> None:
    path = case("headings-with-underscores", tmp_path)
    keys = ["first_name", "last_name", "company", "email", "phone", "created", "last_contact"]
    assert columns(path) == dict(zip(keys, (0, 1, 2, 3, 4, 6, 7), strict=True))
    assert told(path) == {"as_stage": "leads!F1"}
    assert statuses(path) == ["overdue"]


def test_headings_with_a_unit_or_an_icon_are_read(tmp_path: Path) -> None:
    path = case("headings-with-a-unit-or-emoji", tmp_path)
    assert columns(path) == {"name": 0, "email": 1, "phone": 2, "value": 3, "last_contact": 4}
    assert told(path) == {}


def test_an_export_of_contacts_has_owner_stage_dates_and_company(tmp_path: Path) -> None:
    path = case("hubspot-contacts-export", tmp_path)
    found = columns(path)
    assert [found[key] for key in ("owner", "created", "last_contact", "company")] == [5, 7, 8, 9]
    assert told(path) == {"as_stage": "hubspot-crm-exports!G1"}
    plan = look(path)[0]
    assert [row.decision.status for row in plan.rows] == ["overdue", "lost"]
    assert {row.facts.last_contact for row in plan.rows} == {date(2026, 11, 16)}


def test_a_report_of_deals_in_spanish_has_owner_name_and_company(tmp_path: Path) -> None:
    path = case("salesforce-informe", tmp_path)
    assert columns(path) == {"owner": 0, "name": 1, "stage": 2, "value": 3, "company": 5}
    assert statuses(path) == ["won"]


def test_a_name_and_a_next_contact_are_a_list_of_leads(tmp_path: Path) -> None:
    path = case("name-and-next-contact-are-no-leads-tab", tmp_path)
    rows = [(row.decision.rule, row.decision.due) for row in look(path)[0].rows]
    assert rows == [("by_hand", date(2026, 11, 18)), ("by_hand", date(2026, 11, 25))]


def test_tabs_that_do_not_say_when_are_not_followed_and_named_once(tmp_path: Path) -> None:
    path = case("products-tab-with-name-and-created", tmp_path)
    assert [row.tab for row in look(path)[0].rows] == ["Leads"]
    said = json.loads(run("plan", str(path), "--today", FRIDAY.isoformat(), "--json").out)
    (problem,) = said["problems"]
    assert problem.startswith("Products, Staff: ")


def test_a_column_of_kinds_of_the_teams_own_makes_no_row_check(tmp_path: Path) -> None:
    path = case("tipo-column-makes-every-row-check", tmp_path)
    assert statuses(path) == ["today"] * 3
    assert told(path) == {"kind_is_theirs": "Clientes!C1"}


def test_nothing_is_asked_whose_yes_would_be_wrong(tmp_path: Path) -> None:
    path = case("wrong-did-you-mean", tmp_path)
    said = run("doctor", str(path), "--today", FRIDAY.isoformat()).out
    assert "did you mean" not in said
    assert "near_miss" not in told(path)
    assert columns(path) == {"name": 0, "email": 1}

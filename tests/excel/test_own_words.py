"""Sheets of real kinds whose words of stages are their own, as files."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sheetflow import engine
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.engine import Options
from sheetflow.plan.plan import Plan

CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "excel"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases/excel is not there")


def case(name: str, folder: Path) -> Path:
    path = folder / "leads.xlsx"
    shutil.copyfile(CASES / f"{name}.xlsx", path)
    return path


def plan_of(path: Path, day: str = "2026-11-20") -> Plan:
    return engine.look(ExcelBackend(path), Options(date.fromisoformat(day)))[0]


def statuses(plan: Plan) -> list[str]:
    return [row.decision.status for row in plan.rows]


def test_won_and_lost_of_a_status_are_never_worked(tmp_path: Path) -> None:
    plan = plan_of(case("lost-and-won-rows-of-an-unread-status-are-worked", tmp_path))
    assert {"won", "lost"} < set(statuses(plan))
    assert "check" not in statuses(plan)


def test_a_status_that_was_blank_at_the_first_sync_is_read_later(tmp_path: Path) -> None:
    path = case("status-blank-at-the-first-sync-is-never-read", tmp_path)
    engine.sync(ExcelBackend(path), Options(date(2026, 11, 18)))
    book = load_workbook(path)
    book.worksheets[0]["C2"], book.worksheets[0]["C3"] = "Won", "Proposal sent"
    book.save(path)
    plan = plan_of(path)
    assert statuses(plan)[0] == "won"
    stage = plan.rows[1].facts.stage
    assert stage is not None
    assert stage.key == "proposal"


def test_closed_won_in_a_stage_column_is_known(tmp_path: Path) -> None:
    plan = plan_of(case("closed-won-in-a-stage-column-is-check", tmp_path))
    assert statuses(plan)[:2] == ["won", "lost"]
    assert "check" not in statuses(plan)


def test_an_unknown_word_is_one_problem_whatever_its_rows(tmp_path: Path) -> None:
    plan = plan_of(case("one-unknown-word-fills-doctor-with-a-line-per-row", tmp_path))
    assert [problem.text.code for problem in plan.problems] == ["unknown_stage"] * 2
    assert statuses(plan).count("check") == 200

"""The Dashboard says what the report says: LibreOffice works its formulas out, and each cell is
held against the figures.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sheetflow import engine
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.columns import TABS
from sheetflow.engine import Options
from sheetflow.model import NewTab
from sheetflow.plan.figures import figures
from sheetflow.starter.demo import demo_workbook
from sheetflow.texts.render import choose
from tests.support.dashboards import (
    Rows,
    adopted,
    demo_rows,
    fix_the_day,
    is_same,
    shown_cells,
)
from tests.support.grids import TODAY, day
from tests.support.libreoffice import Values, converted, needs_libreoffice, values

pytestmark = needs_libreoffice

HEADINGS = [
    "Name", "Owner", "Stage", "Segment", "Possible?", "Kind", "Since", "Last contact", "Last reply",
    "Agreement", "Agreed for", "Attempts", "Value", "Phase",
]  # fmt: skip
OWNERS = ("Ines", "ines", "Bo*", "Kurt?", "Mae", "Olu", "Pia", "Rex", "", "~Sam")
STAGES = ("New", "informado", "Proposal sent", "Met", "", "Gobbledygook", "won", "meeting", "Lost")
SEGMENTS = ("advised", "informed", "", "schools", "clinics", "farms", "shops", "informed")


def messy(first: int, count: int) -> list[list[Any]]:
    """Leads that few teams have: ten owners, many segments, odd words, wild cards in names."""
    rows: list[list[Any]] = [HEADINGS]
    for n in range(first, first + count):
        contact = day("11-02") if n % 3 else day("11-17")
        kind = ("task", None, "partner", None)[n % 4]
        fit = ("yes", None, "no", "sí", "x", "perhaps")[n % 6]
        agreed = day("11-24") if n % 6 == 1 else day("11-05")
        rows.append([
            f"Lead {n}", OWNERS[n % 10], STAGES[n % 9], SEGMENTS[n % 8], fit, kind,
            day("10-01") if n % 5 else None, contact if n % 4 else None,
            day("11-18") if n % 7 == 2 else None, "call them", agreed,
            n % 11 if n % 2 else None, 100.5 * n, None,
        ])  # fmt: skip
    return rows


LOG: Rows = [
    ["Date", "Lead", "In/out", "Agreement", "Agreed for", "Kept"],
    [day("10-06"), "Lead 1", "out", "send it", day("10-09"), "yes"],
    [day("10-06"), "Lead 2", "out", "send it", day("10-09"), "moved"],
    [day("10-07"), "Lead 5", "out", "send it", day("10-09"), "no"],
    [day("10-07"), "Lead 7", "out", "send it", day("10-12"), "Yes"],
]
"""Older than what the cells say: a day that the log alone knows is not in any visible column."""


def differences(board: NewTab, file: Path, folder: Path) -> list[str]:
    """The cells of which LibreOffice says something else than the tab as it was written."""
    found = values(converted([file], folder)[file])
    here = {
        (row, column): value for (tab, row, column), value in found.items() if tab == board.name
    }
    ours = {(row, column): value for row, column, value in shown_cells(board)}
    wrong = []
    for at in sorted(ours.keys() | here.keys()):
        mine, theirs = ours.get(at, ""), here.get(at, "")
        if not is_same(mine, theirs):
            wrong.append(f"R{at[0]}C{at[1] + 1}: {mine!r} is {theirs!r} there")
    return wrong


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_formulas_over_visible_columns_come_to_the_figures_of_the_demo(
    lang: str, tmp_path: Path
) -> None:
    name = {"en": "Clients", "es": "Clientes"}[lang]
    board, _ = adopted(tmp_path / "team.xlsx", lang, {name: demo_rows(lang)})
    assert differences(board, tmp_path / "team.xlsx", tmp_path / "out") == []


def test_they_do_over_two_tabs_of_a_messy_team_with_a_log(tmp_path: Path) -> None:
    tabs = {"North": messy(0, 60), "South": messy(60, 45), "Contacts log": LOG}
    board, found = adopted(tmp_path / "team.xlsx", "en", tabs)
    assert len(found.owners) > 8
    assert (found.agreements.kept, found.agreements.not_kept, found.agreements.moved) == (2, 1, 1)
    assert differences(board, tmp_path / "team.xlsx", tmp_path / "out") == []


def test_the_live_formulas_come_to_the_figures_of_the_demo(tmp_path: Path) -> None:
    file, options, lang = tmp_path / "demo.xlsx", Options(TODAY, "es"), "es"
    demo_workbook(file, lang, TODAY)
    engine.sync(ExcelBackend(file), options)
    name, found = (
        choose(TABS["dashboard"], lang),
        figures(*engine.look(ExcelBackend(file), options)),
    )
    fix_the_day(file)
    before = cells_of(values(file), name)
    after = cells_of(values(converted([file], tmp_path / "out")[file]), name)
    assert (before[5, 1], before[5, 4]) == (found.still_open.leads, found.replies.waiting)
    assert [at for at in before if not is_same(before[at], after.get(at))] == []


def cells_of(found: Values, tab: str) -> dict[tuple[int, int], Any]:
    """The filled cells of one tab."""
    return {(row, column): value for (name, row, column), value in found.items() if name == tab}

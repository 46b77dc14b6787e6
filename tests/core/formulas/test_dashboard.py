"""The Dashboard as it is written: its place on a screen, its formulas, its charts."""

from __future__ import annotations

import re
from datetime import date
from graphlib import TopologicalSorter
from typing import Any

import pytest

from sheetflow.columns import TABS
from sheetflow.formulas import dash_columns
from sheetflow.formulas.dash import DASH_CALC, DASH_KEPT, live_sheet, visible_tab
from sheetflow.formulas.dashboard import dashboard
from sheetflow.formulas.dashboard_tables import spelled
from sheetflow.formulas.language import HiddenTab
from sheetflow.formulas.layout import NOWHERE, LiveLayout, Table
from sheetflow.model import Cell, Formula, NewTab, Value
from sheetflow.plan import dashboard_values as values_module
from sheetflow.plan.dashboard_values import dashboard_values
from sheetflow.plan.figures import figures
from tests.support.dashboards import visible
from tests.support.grids import Sheet

SCREEN = 1326
"""Pixels that a laptop shows."""
SAFE = set(
    "IF IFERROR AND OR NOT INDEX MATCH SUMPRODUCT LARGE SMALL COUNTIF COUNTIFS SUMIFS "
    "NETWORKDAYS.INTL DATE ISNUMBER ISTEXT ROUND INT SUBSTITUTE TRIM MID LEFT FIND SEARCH UPPER "
    "LEN N MIN MAX SUM DAY MONTH YEAR ROW TODAY".split()
)
"""What Excel 2016, LibreOffice and Google Sheets all have."""
LOG = Table("Contacts log", 1, 2, 9, {"kept": 5})
TABLE = Table("Leads", 1, 2, 200, {"status": 0, "owner": 1, "name": 2, "flags": 3})


def board(lang: str = "en") -> NewTab:
    return dashboard(visible(lang), lang, {}, log=LOG)


def formulas(tab: NewTab) -> list[Formula]:
    cells = [cell for row in tab.rows for cell in row]
    return [c.content for c in cells if isinstance(c, Cell) and isinstance(c.content, Formula)]


def functions_of(texts: list[str]) -> set[str]:
    without_words = (re.sub(r'"[^"]*"', "", text) for text in texts)
    return {name for text in without_words for name in re.findall(r"([A-Z][A-Z.]+|N)\(", text)}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_it_fits_a_laptop(lang: str) -> None:
    looks = board(lang).columns
    last = max(looks)
    assert sum(look.width * 7 + 5 for at, look in looks.items() if at < last) <= SCREEN


def test_it_prints_on_one_page() -> None:
    page = board().page
    assert page is not None
    assert (page.landscape, page.tall, page.area) == (True, 1, "A1:V56")


def test_its_formulas_use_only_functions_that_all_programs_have() -> None:
    hidden = visible_tab(visible(), [TABLE])
    texts = [each.text for each in (*formulas(board()), *hidden.filled)]
    assert functions_of(texts) <= SAFE
    assert max(map(len, texts)) < 8192


def test_every_formula_hangs_on_today_itself() -> None:
    # LibreOffice opens a cell that does not with the result of the day on which it was saved
    today = spelled("@today", visible())
    assert [each.text for each in formulas(board()) if today not in each.text] == []


class Asked(dict[str, Value | date]):
    """Figures that remember which of them were missed."""

    def get(self, key: str, default: Any = None) -> Any:
        if key not in self:
            missed.add(key)
        return super().get(key, default)


missed = set[str]()


def test_every_formula_shows_a_figure() -> None:
    missed.clear()
    found = dashboard_values(figures(*Sheet(["Name", "Stage"], ["Ana", "New"]).look()), "en")
    tab = dashboard(visible(), "en", Asked(found), log=LOG)
    assert missed == set()
    assert [each.text for each in formulas(tab) if each.value is None] == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_its_charts_read_cells_of_the_page(lang: str) -> None:
    tab = board(lang)
    assert len(tab.charts) == 5
    for chart in tab.charts:
        for series in chart.series:
            assert series.labels.startswith(f"{TABS['dashboard'][lang == 'es']}!$")
            rows = [int(n) for n in re.findall(r"\$(\d+)", series.values)]
            assert 20 < rows[0] <= rows[1] <= len(tab.rows)


@pytest.mark.parametrize(
    "sheet", [visible().sheet, live_sheet(LiveLayout(TABLE, NOWHERE, NOWHERE))]
)
def test_no_column_of_the_hidden_tab_goes_in_a_circle(sheet: HiddenTab) -> None:
    names = {column.name for column in sheet.columns}
    needs = {}
    for column in sheet.columns:
        found = re.findall(r"\{(\w+)(?::(?!up)\w+)?\}|@(\w+)", column.formula)
        needs[column.name] = {a or b for a, b in found} & names
    assert list(TopologicalSorter(needs).static_order())


def test_what_the_page_reads_stays_a_column() -> None:
    sheet = live_sheet(LiveLayout(TABLE, NOWHERE, NOWHERE))
    read = set(re.findall(r"\bsf_dash_\w+", " ".join(each.text for each in formulas(board()))))
    assert read == visible().names.keys()
    assert {column.name for column in sheet.columns} >= set(DASH_KEPT)
    assert "status" in DASH_CALC


def test_owners_segments_and_stages_have_as_many_lines_as_their_figures() -> None:
    for name in ("OWNERS", "SEGMENTS", "STAGES"):
        assert getattr(dash_columns, name) == getattr(values_module, name)

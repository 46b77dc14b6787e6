"""What a line of Today shows is what its formulas come to, whatever people typed."""

from __future__ import annotations

from typing import Any

import pytest

from sheetflow.formulas.layout import NOWHERE, LiveLayout, Table
from sheetflow.formulas.today_list import Line, listed_cells
from sheetflow.plan.today_values import listed_lines, live_line
from tests.support.grids import Sheet


def line(name: str, phone: str = "") -> dict[str, Any]:
    plan, _ = Sheet(["Name", "Phone", "Stage"], [name, phone, "New"]).look()
    return live_line(plan.rows[0], None, plan.today, "en")


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("+", ""),
        ("+ ( )", ""),
        ("00", ""),
        ("00 - ", ""),
        ("600 100 300", ""),
        ("+34 600 100 200", "WhatsApp"),
        ("0034 600 100 200", "WhatsApp"),
        ("+ext", "WhatsApp"),  # the formula looks at signs, too
    ],
)
def test_whatsapp_is_offered_where_something_stands_behind_the_country(
    phone: str, link: str
) -> None:
    assert line("Ana Ruiz", phone)["whatsapp"] == link


def test_names_and_phones_are_shown_with_single_spaces() -> None:
    shown = line("Ana   Ruiz\n Soler", "600  100\t300")
    assert (shown["who"], shown["phone"]) == ("Ana Ruiz Soler", "600 100 300")


def test_a_listed_line_shows_a_name_as_its_formula_trims_it() -> None:
    plan, _ = Sheet(["Name", "Stage"], ["Ana   Ruiz", "New"]).look()
    row = plan.rows[0]
    lines = {(row.tab, row.row): Line(row.id)}
    assert next(listed_lines([row], lines, row.tab, "en"))["who"] == "Ana Ruiz"
    leads = Table(
        "Leads", 1, 2, 9, {"name": 0, "status": 1, "next_step": 2, "overdue": 3, "why": 4}
    )
    cells = dict(listed_cells(LiveLayout(leads, NOWHERE, NOWHERE)))
    assert 'TRIM(at(leads.name,{row})&"")' in cells["who"]

"""A tab of ours is known by its name and its own headings; a team may have one of that name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sheetflow.columns import TABS
from sheetflow.decide.playbook import DEFAULT, Playbook
from sheetflow.decide.playbook_rows import calendar_rows, playbook_rows
from sheetflow.errors.lists import TabIsOurs
from sheetflow.model import Snapshot, Value
from sheetflow.parse.calendar_tab import read_calendar
from sheetflow.parse.dates import DateStyle
from sheetflow.parse.headings import find_layouts
from sheetflow.parse.our_tabs import is_our_tab
from sheetflow.parse.workbook import our_tab
from tests.support.grids import GridTab, cell_of, day

OWN: dict[str, tuple[Sequence[Sequence[Value]], Sequence[Sequence[Value]]]] = {
    "playbook": (playbook_rows("en"), playbook_rows("es")),
    "calendar": (calendar_rows("en"), calendar_rows("es")),
    "people": ([["Name", "Capacity"]], [["Nombre", "Capacidad"]]),
    "messages": ([["Stage", "Step", "Text"]], [["Etapa", "Paso", "Texto"]]),
    "log": ([["Date", "Lead", "In/out"]], [["Fecha", "Contacto", "Sentido"]]),
    "today": ([["Announces"]], [["Anuncia"]]),
    "dashboard": ([["Agreements missed"]], [["Acuerdos incumplidos"]]),
    "guide": ([["You write"]], [["Usted escribe"]]),
}
LEADS = [
    ["Name", "Email", "Stage", "Country", "Channel", "Language", "Date", "Next step", "Owner"],
    [
        "Nombre",
        "Correo",
        "Etapa",
        "País",
        "Canal",
        "Idioma",
        "Fecha",
        "Próximo paso",
        "Responsable",
    ],
]
NAMES = [(key, name) for key, names in TABS.items() for name in names]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(("key", "name"), NAMES)
def test_a_tab_with_a_name_and_headings_of_ours_is_ours(key: str, name: str, lang: str) -> None:
    for called in (name, name.upper(), f"{name} (sf)"):
        tab = GridTab(called, [list(row) for row in OWN[key][lang == "es"]])
        assert is_our_tab(tab, key)
        assert is_our_tab(tab)
        leads = GridTab("Leads", [["Name", "Email"]])
        assert [found.tab.name for found in find_layouts([tab, leads], {})] == ["Leads"]
        with pytest.raises(TabIsOurs):
            find_layouts([tab, leads], {}, called)


@pytest.mark.parametrize(("key", "name"), NAMES)
def test_a_list_of_leads_under_a_name_of_ours_is_followed(key: str, name: str) -> None:
    for headings in LEADS:
        tab = GridTab(name, [headings, ["new", "ana@example.com", "New", "600111222"]])
        assert not is_our_tab(tab)
        assert our_tab(Snapshot((tab,)), key) is None
        assert [found.tab.name for found in find_layouts([tab], {})] == [name]
        assert [found.tab.name for found in find_layouts([tab], {}, name)] == [name]


@pytest.mark.parametrize(("key", "name"), NAMES)
def test_a_tab_of_that_name_in_which_nothing_is_typed_is_ours(key: str, name: str) -> None:
    assert is_our_tab(GridTab(name, []), key)


def test_ours_is_found_beside_the_teams_own_of_the_same_name() -> None:
    team = GridTab("Calendar", [["Date", "Meeting with"]])
    ours = GridTab("Calendar (sf)", [list(row) for row in calendar_rows("en")])
    assert our_tab(Snapshot((team, ours)), "calendar") is ours


@pytest.mark.parametrize("drop", [0, 1, 3])
def test_a_playbook_that_lost_its_first_rows_is_still_one(drop: int) -> None:
    assert is_our_tab(GridTab("Playbook", [list(row) for row in playbook_rows("en")[drop:]]))


def test_a_playbook_of_one_setting_is_one() -> None:
    assert is_our_tab(GridTab("Estrategia", [["Idioma", "es"]]))


# ── whose calendar


def holidays(*rows: list[object]) -> Playbook:
    grid = [[cell_of(value) for value in row] for row in rows]
    return read_calendar(grid, "Calendar", DEFAULT, DateStyle())[0]


@pytest.mark.parametrize("heading", ["Date", "Fecha"])
def test_a_date_alone_makes_no_holiday(heading: str) -> None:
    rows: list[list[object]] = [[heading, "Meeting with"], [day("11-18"), "Olga"]]
    assert holidays(*rows) == DEFAULT
    grid = [[cell_of(value) for value in row] for row in rows]
    assert not is_our_tab(GridTab("Calendar", grid))


@pytest.mark.parametrize("heading", ["Holiday", "Festivo", "Festivos", "Holidays"])
def test_a_column_of_holidays_makes_them(heading: str) -> None:
    assert holidays([heading], [day("12-25")]).holidays == {day("12-25")}


@pytest.mark.parametrize("left", [True, False])
def test_beside_a_date_the_column_of_holidays_may_name_them_or_say_yes(left: bool) -> None:
    """A team's calendar of everything, with a column that says which days are off."""
    rows: list[list[object]] = [
        ["Holiday", "Date"],
        ["Christmas Day", day("12-25")],
        [None, day("11-20")],
        ["no", day("11-23")],
        ["yes", day("12-28")],
        [day("12-08"), day("12-07")],
    ]
    found = holidays(*(row if left else row[::-1] for row in rows)).holidays
    assert found == {day("12-25"), day("12-28"), day("12-08")}

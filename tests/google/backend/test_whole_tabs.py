"""Whole tabs of ours in a spreadsheet: made by one batch, and people's from then on."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date

import pytest

from sheetflow import engine
from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.engine import Options
from sheetflow.model import (
    Cell,
    Changes,
    Chart,
    ColumnLook,
    DefinedName,
    FilledDown,
    Formula,
    Highlight,
    NewTab,
    Series,
    Style,
    Validation,
    Value,
    serial,
)
from tests.sheets_server.book import Sheet
from tests.sheets_server.server import Server
from tests.support.google_driver import GoogleDriver

DAY = date(2026, 11, 26)
HEADING = Style(fill="#22384D", text="#FFFFFF", bold=True)
LEADS = NewTab(
    "Leads",
    (
        (),
        (Cell("Name", HEADING), Cell("Status", HEADING), Cell("Last contact", HEADING)),
        ("Ada Marsh", None, DAY),
    ),
    columns={
        0: ColumnLook(21),
        1: ColumnLook(17, Style(fill="#EEF3F7")),
        2: ColumnLook(13, Style(number_format="[$-409]d mmm yyyy")),
        3: ColumnLook(12, level=1, hidden=True),
        4: ColumnLook(12, level=1, hidden=True),
    },
    heights={2: 34},
    filled=(FilledDown(1, 3, 12, "INDEX(_calc!$B:$B,ROW())"),),
    frozen=(2, 1),
    filter="A2:E12",
    validations=(
        Validation(("C3:C1048576",), "date", prompt_title="Last contact", prompt="Ctrl+;"),
        Validation(("D3:D1048576",), "list", "sf_stages"),
    ),
    highlights=(Highlight("B3:C1048576", "$C3<sf_today", Style(bold=True)),),
    first="A3",
)
BOARD = NewTab(
    "Dashboard",
    ((Cell("Late", HEADING), Cell("Leads", HEADING)), ("yes", Formula("COUNTIF(Leads!$C:$C,1)"))),
    charts=(Chart("bar", "Late", (Series("Leads", "Dashboard!$A$2:$A$2", "Dashboard!$B$2:$B$2"),),
                  "D2", "H12"),),
    gridlines=False,
    frozen=(0, 0),
)  # fmt: skip
CALC = NewTab(
    "_calc",
    (("lead", "show_status"),),
    filled=(
        FilledDown(1, 2, 12, 'IF(Leads!A2="","",IF(Leads!C2<sf_today,"● Today","→ Planned"))'),
    ),
    hidden=True,
    protected=True,
)
SET = NewTab("_set", (("today",), (DAY,), ("New",), ("Won",)), hidden=True, protected=True)
TABS = (LEADS, BOARD, CALC, SET)
NAMES = (
    DefinedName("sf_today", "_set!$A$2"),
    DefinedName("sf_stages", "_set!$A$3:$A$4"),
)


@pytest.fixture
def driver(server: Server, connect: Callable[[str], Sheets]) -> GoogleDriver:
    """An empty spreadsheet, as Google makes one."""
    return GoogleDriver(server, connect, {"Sheet1": []})


def add(driver: GoogleDriver, *tabs: NewTab, names: tuple[DefinedName, ...] = ()) -> bool:
    driver.backend.read()
    return driver.backend.apply(Changes((), new_tabs=tabs, names=names))


def sheet(driver: GoogleDriver, title: str) -> Sheet:
    found = driver.book.sheet_named(title)
    assert found is not None, title
    return found


def test_one_write_makes_them_all_and_they_open_an_empty_spreadsheet(driver: GoogleDriver) -> None:
    assert add(driver, *TABS, names=NAMES)
    assert driver.backend.cost["writes"] == 1
    assert list(driver.tabs) == ["Leads", "Dashboard", "_calc", "_set", "Sheet1"]
    assert [name for name, visible in driver.tabs.items() if not visible] == ["_calc", "_set"]


def test_in_a_teams_spreadsheet_they_come_behind_theirs(
    server: Server, connect: Callable[[str], Sheets]
) -> None:
    driver = GoogleDriver(server, connect, {"Clients": [["Name"], ["Ada Marsh"]]})
    assert add(driver, *TABS, names=NAMES)
    assert list(driver.tabs) == ["Clients", "Leads", "Dashboard", "_calc", "_set"]


def test_formulas_are_filled_down_and_see_each_others_tabs_and_names(driver: GoogleDriver) -> None:
    add(driver, *TABS, names=NAMES)
    calc = sheet(driver, "_calc")
    assert calc.cell(11, 1).formula == (
        '=IF(Leads!A12="";"";IF(Leads!C12<sf_today;"● Today";"→ Planned"))'
    )
    assert [row[1] for row in driver.cells("Leads")[1:3]] == ["Status", "→ Planned"]
    driver_types(driver, "Leads", 3, 2, serial(DAY) - 1)
    assert driver.cells("Leads")[2][1] == "● Today"


def driver_types(driver: GoogleDriver, tab: str, row: int, column: int, value: Value) -> None:
    with driver.at(tab) as at:
        at.type(row, column, value)


def test_cells_look_as_they_were_described(driver: GoogleDriver) -> None:
    add(driver, *TABS, names=NAMES)
    leads = sheet(driver, "Leads")
    heading, contact = leads.cell(1, 0).format, leads.cell(40, 2).format
    assert heading
    assert heading["textFormat"]["bold"]
    assert contact == {"numberFormat": {"type": "DATE", "pattern": "d mmm yyyy"}}
    assert leads.column_properties[0]["pixelSize"] == 147
    assert leads.column_properties[3]["hiddenByUser"]
    assert leads.column_groups[0]["collapsed"]
    assert leads.row_properties[1]["pixelSize"] == 45
    assert (leads.grid["frozenRowCount"], leads.grid["frozenColumnCount"]) == (2, 1)


def test_validations_highlights_charts_and_warnings_are_there(driver: GoogleDriver) -> None:
    add(driver, *TABS, names=NAMES)
    leads = sheet(driver, "Leads")
    day, stage = leads.cell(50, 2).validation, leads.cell(50, 3).validation
    assert day
    assert day["condition"]["type"] == "DATE_IS_VALID"
    assert day["inputMessage"] == "Last contact\nCtrl+;"
    assert stage
    assert stage["condition"]["values"] == [{"userEnteredValue": "=_set!$A$3:$A$4"}]
    (rule,) = leads.conditional_formats
    assert rule["booleanRule"]["condition"]["values"] == [
        {"userEnteredValue": '=$C3<INDIRECT("sf_today")'}
    ]
    (chart,) = sheet(driver, "Dashboard").charts
    assert chart["spec"]["basicChart"]["chartType"] == "BAR"
    assert [len(sheet(driver, name).protected_ranges) for name in ("_calc", "_set")] == [1, 1]
    assert all(held["warningOnly"] for held in sheet(driver, "_calc").protected_ranges)


def test_names_that_are_there_are_not_named_twice(driver: GoogleDriver) -> None:
    add(driver, SET, names=NAMES)
    assert not add(driver, names=NAMES)
    moved = (DefinedName("sf_today", "_set!$A$1"), NAMES[1])
    assert add(driver, names=moved)
    assert [held["name"] for held in driver.book.named_ranges] == ["sf_today", "sf_stages"]
    assert driver.book.named_ranges[0]["range"]["endRowIndex"] == 1


def contents(driver: GoogleDriver) -> list[dict[str, object]]:
    """All that is in the sheets."""
    return [vars(one) for one in driver.book.sheets]


def test_what_people_change_there_stays_and_a_sync_writes_nothing(driver: GoogleDriver) -> None:
    add(driver, *TABS, names=NAMES)
    engine.sync(driver.backend, Options(DAY, force=True))
    board, leads = sheet(driver, "Dashboard"), sheet(driver, "Leads")
    board.charts[0]["spec"]["title"] = "How late we are"
    driver_types(driver, "Dashboard", 1, 0, "Overdue")
    leads.column_properties[0]["pixelSize"] = 300
    del leads.conditional_formats[:1]
    driver.rename("Dashboard", "Our figures")
    writes, before = driver.backend.cost["writes"], copy.deepcopy(contents(driver))
    engine.sync(driver.backend, Options(DAY, force=True))
    assert driver.backend.cost["writes"] == writes
    assert contents(driver) == before


@pytest.mark.parametrize("locale", ["es_ES", "de_DE", "es_MX"])
def test_formulas_are_read_in_every_locale(driver: GoogleDriver, locale: str) -> None:
    driver.book.properties["locale"] = locale
    half = NewTab("Half", (("A",), (Formula("IF(1>0.5,ROUND(2.25*2,0),0)"),)))
    add(driver, half)
    assert driver.cells("Half")[1] == [5]

"""Live formulas on a Google Sheet: init of an empty one, init --live of a team's own, doctor
--repair. What the formulas come to, the local server is told.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from sheetflow.live import CALC_TAB, MEMORY_TAB, is_live
from sheetflow.model import serial
from tests.sheets_server.book import Sheet
from tests.sheets_server.log import Entry
from tests.sheets_server.people import Person
from tests.sheets_server.server import Server
from tests.support.calculated import calculate_as_the_engine
from tests.support.live_books import FILLED, few_rows
from tests.support.running import Ran
from tests.support.staged_spreadsheet import Sent, StagedSpreadsheet, client_of, photograph

FRIDAY = date(2026, 11, 20)
TABS = [
    "Today", "Leads", "Contacts log", "Messages", "Dashboard", "Playbook", "Calendar", "People",
    "Guide", "_calc", "_log", "_set", "_mem", "_dash", "Sheet1", "_sheetflow",
]  # fmt: skip
TEAM = [
    ["Client", "Email", "Owner", "Stage", "Last contact"],
    ["Ana Ruiz", "ana@example.com", "Maya", "Informed", serial(date(2026, 11, 12))],
    ["Ben Cole", "ben@example.com", "Tom", "New", None],
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server, and formulas for few rows: nothing here depends on their number."""
    with Server(seed=5) as made, client_of(made, tmp_path_factory.mktemp("live")) as patch:
        few_rows(patch)
        yield made
        assert made.violations == []


def staged(server: Server, tab: str, rows: list[list[object]], *words: str) -> StagedSpreadsheet:
    """A spreadsheet after init."""
    made = StagedSpreadsheet(server, {tab: rows})
    calculate_as_the_engine(made.book, FRIDAY)
    ran = made.run("init", "--today", FRIDAY.isoformat(), *words).ran
    assert ran.code == 0, ran.err
    made.keep()
    return made


@pytest.fixture(scope="module")
def was_empty(server: Server) -> StagedSpreadsheet:
    return staged(server, "Sheet1", [])


@pytest.fixture(scope="module")
def was_a_teams(server: Server) -> StagedSpreadsheet:
    return staged(server, "Clients", [list(row) for row in TEAM], "--live")


@pytest.fixture
def template(was_empty: StagedSpreadsheet) -> StagedSpreadsheet:
    """What init makes of an empty spreadsheet."""
    was_empty.reset()
    return was_empty


@pytest.fixture
def team(was_a_teams: StagedSpreadsheet) -> StagedSpreadsheet:
    """What init --live makes of a team's own."""
    was_a_teams.reset()
    return was_a_teams


def tab(spreadsheet: StagedSpreadsheet, name: str) -> Sheet:
    found = spreadsheet.book.sheet_named(name)
    assert found is not None
    return found


def person(spreadsheet: StagedSpreadsheet, name: str) -> Person:
    return spreadsheet.server.person(spreadsheet.book, tab=name)


def row_of(
    spreadsheet: StagedSpreadsheet, name: str, row: int, heading_row: int
) -> dict[str, object]:
    """What a row shows, by its headings."""
    values = person(spreadsheet, name).values()
    return dict(zip(values[heading_row - 1], values[row - 1], strict=False))


def live_rows(
    spreadsheet: StagedSpreadsheet, name: str, heading: str, heading_row: int
) -> list[int]:
    """The rows in which a column holds our formula."""
    at = person(spreadsheet, name).values()[heading_row - 1].index(heading)
    sheet = tab(spreadsheet, name)
    cells = ((row + 1, sheet.cell(row, at).formula) for row in sorted(sheet.rows))
    return [row for row, formula in cells if formula and is_live(formula)]


def requests(sent: Sent) -> tuple[int, int]:
    return sent.reads, sent.writes


def links(spreadsheet: StagedSpreadsheet) -> str:
    """The formulas of Today's first line."""
    cells = tab(spreadsheet, "Today").rows[5].values()
    return " ".join(cell.formula or "" for cell in cells)


def type_lead(spreadsheet: StagedSpreadsheet, row: int, name: str) -> None:
    leads = person(spreadsheet, "Leads")
    headings = leads.values()[1]
    leads.type(row, headings.index("Name"), name)
    leads.type(row, headings.index("Since"), "2026-11-19")


# ── an empty spreadsheet ──────────────────────────────────────────────────────────────────────


def test_an_empty_spreadsheet_gets_the_tabs_of_a_new_file(template: StagedSpreadsheet) -> None:
    assert [sheet.title for sheet in template.book.sheets] == TABS
    hidden = [sheet.title for sheet in template.book.sheets if sheet.properties.get("hidden")]
    assert hidden == [title for title in TABS if title.startswith("_")]
    assert tab(template, "Dashboard").charts
    assert len(template.book.named_ranges) > 10


def test_its_leads_are_answered_by_formulas_before_any_sync(template: StagedSpreadsheet) -> None:
    assert live_rows(template, "Leads", "Status", 2) == list(range(3, 3 + FILLED))
    type_lead(template, 3, "Ada Marsh")
    assert row_of(template, "Leads", 3, 2)["Status"] == "● Today"


def test_a_lead_costs_four_requests_and_then_two(template: StagedSpreadsheet) -> None:
    assert requests(template.sync(FRIDAY)) == (2, 0)
    type_lead(template, 3, "Ada Marsh")
    assert sum(requests(template.sync(FRIDAY))) <= 4
    id_ = row_of(template, "Leads", 3, 2)["sf id"]
    assert id_ in [row[0] for row in person(template, MEMORY_TAB).values() if row]
    assert requests(template.sync(FRIDAY)) == (2, 0)


def test_a_second_init_writes_nothing(template: StagedSpreadsheet) -> None:
    assert template.run("init", "--today", FRIDAY.isoformat()).writes == 0


OURS = (
    "Today", "Contacts log", "Messages", "Dashboard", "Playbook", "Calendar", "People", "Guide",
)  # fmt: skip
"""Tabs of ours in sight that a sync leaves alone."""


def change_our_tabs(spreadsheet: StagedSpreadsheet) -> None:
    """Somebody moves and removes charts, widens columns, gives labels other names, writes beside
    our tables and over a text of ours, and colours a cell.
    """
    dashboard, today = tab(spreadsheet, "Dashboard"), tab(spreadsheet, "Today")
    dashboard.charts.pop()
    dashboard.charts[0]["position"]["overlayPosition"]["anchorCell"] |= {"rowIndex": 41}
    dashboard.charts[0]["spec"]["title"] = "How we stand"
    for sheet in (dashboard, today, tab(spreadsheet, "Messages")):
        sheet.column_properties[0] = {"pixelSize": 333}
    for name in OURS:
        sheet = tab(spreadsheet, name)
        bottom, right = sheet.used()
        spreadsheet.driver(name).type(bottom + 2, right + 1, f"our own words in {name}")
        spreadsheet.driver(name).type(1, 0, f"{name} of the team")
    messages = tab(spreadsheet, "Messages")
    row, column = longest_text(messages)
    person(spreadsheet, "Messages").type(row, column, "Good morning {name}, {next_contact}?")
    cell = today.cell(0, 0)
    today.put(0, 0, cell._replace(format={"backgroundColor": {"red": 1}}))
    spreadsheet.book.touch()


def longest_text(sheet: Sheet) -> tuple[int, int]:
    """The 1-based row and the column of the longest text that is typed in a tab."""
    found = [
        (len(str(cell.value)), row + 1, at)
        for row, cells in sheet.rows.items()
        for at, cell in cells.items()
        if cell.formula is None and isinstance(cell.value, str)
    ]
    return max(found)[1:]


def in_our_tabs(spreadsheet: StagedSpreadsheet) -> dict[str, Any]:
    """All that people see in them, and where the charts stand."""
    seen = photograph(spreadsheet.book)
    charts = copy.deepcopy([tab(spreadsheet, name).charts for name in OURS])
    return {"charts": charts} | {name: seen[name] for name in OURS}


def test_what_people_change_in_our_tabs_stays(template: StagedSpreadsheet) -> None:
    change_our_tabs(template)
    before = in_our_tabs(template)
    type_lead(template, 3, "Ada Marsh")
    assert template.sync(FRIDAY).writes
    template.run("init", "--today", FRIDAY.isoformat())
    template.run("init", "--live", "--today", FRIDAY.isoformat())
    assert in_our_tabs(template) == before


def test_what_a_team_changes_in_tabs_that_came_to_its_own_stays(team: StagedSpreadsheet) -> None:
    change_our_tabs(team)
    before = in_our_tabs(team)
    person(team, "Clients").type(2, 4, serial(FRIDAY))
    assert team.sync(FRIDAY).writes
    team.run("init", "--live", "--today", FRIDAY.isoformat())
    assert in_our_tabs(team) == before


def test_today_links_to_rows_as_sheets_does(template: StagedSpreadsheet) -> None:
    assert f'"#gid={tab(template, "Leads").id}&range=A"' in links(template)
    assert "#Leads!" not in links(template)


def test_leads_below_the_formulas_get_them_and_so_do_rows_below(
    template: StagedSpreadsheet,
) -> None:
    last = 2 + FILLED + 5
    leads = person(template, "Leads")
    leads.paste(3, 0, [[f"Lead number {n}"] for n in range(3, last + 1)])
    assert template.sync(FRIDAY).ran.code == 0
    filled = live_rows(template, "Leads", "Status", 2)
    assert filled[-1] > last
    assert filled == list(range(3, filled[-1] + 1))
    assert tab(template, CALC_TAB).cell(filled[-1] - 1, 0).formula
    assert requests(template.sync(FRIDAY)) == (2, 0)


def test_a_row_below_in_which_somebody_typed_gets_none(template: StagedSpreadsheet) -> None:
    last = 2 + FILLED + 5
    leads = person(template, "Leads")
    leads.paste(3, 0, [[f"Lead number {n}"] for n in range(3, last + 1)])
    leads.type(last + 3, leads.values()[1].index("Notes"), "ask Tom for his list")
    template.sync(FRIDAY)
    filled = live_rows(template, "Leads", "Status", 2)
    assert last + 2 in filled
    assert last + 3 not in filled


@pytest.mark.parametrize("moved", ["inserted", "deleted"])
@pytest.mark.parametrize("moment", [3, 4], ids=["before the answers", "before the formulas"])
def test_rows_below_are_found_where_they_are_when_others_move_under_a_run(
    template: StagedSpreadsheet, moved: str, moment: int
) -> None:
    """Blank rows get formulas, and one with a note of somebody's none, wherever it is now."""
    last = 2 + FILLED + 5
    leads = person(template, "Leads")
    notes, planned = (leads.values()[1].index(name) for name in ("Notes", "Next contact"))
    leads.paste(3, 0, [[f"Lead number {n}"] for n in range(3, last + 1)])
    leads.type(last, planned, "2026-12-24")
    leads.type(last + 3, notes, "ask Tom for his list")
    act = leads.insert_rows if moved == "inserted" else leads.delete_rows
    start = len(template.server.log)

    def is_due(entry: Entry) -> bool:
        asked = [each for each in template.server.log[start:] if each.kind != "token"]
        return entry.kind != "token" and len(asked) == moment + 1

    template.server.people.on(is_due, lambda: act(5))
    assert template.sync(FRIDAY).ran.code == 0
    template.server.people.clear()
    shift = 1 if moved == "inserted" else -1
    filled = live_rows(template, "Leads", "Status", 2)
    blank = set(range(last + shift + 1, filled[-1] + 1))
    assert blank - set(filled) <= {last + 3, last + 3 + shift}
    assert last + 3 + shift not in filled
    template.sync(FRIDAY)
    values = leads.values()
    assert values[last + 3 + shift - 1][notes] == "ask Tom for his list"
    assert values[last + shift - 1][planned] == serial(date(2026, 12, 24))
    assert last + shift not in live_rows(template, "Leads", "Next contact", 2)


def test_a_hidden_tab_that_somebody_deleted_comes_back(template: StagedSpreadsheet) -> None:
    type_lead(template, 3, "Ada Marsh")
    template.sync(FRIDAY)
    person(template, CALC_TAB).delete_tab()
    ran = template.run("doctor", "--repair", "--yes", "--today", FRIDAY.isoformat()).ran
    assert ran.code == 0, ran.err
    assert tab(template, CALC_TAB).properties["hidden"]
    assert live_rows(template, "Leads", "Status", 2)
    assert row_of(template, "Leads", 3, 2)["Status"] == "● Today"
    template.sync(FRIDAY)
    assert requests(template.sync(FRIDAY)) == (2, 0)


def doctor(spreadsheet: StagedSpreadsheet, *words: str) -> Ran:
    ran = spreadsheet.run("doctor", "--today", FRIDAY.isoformat(), *words).ran
    assert ran.code == 0, ran.err
    return ran


def test_doctor_finds_every_hidden_formula_in_its_place_in_four_reads(
    template: StagedSpreadsheet,
) -> None:
    type_lead(template, 3, "Ada Marsh")
    template.sync(FRIDAY)
    sent = template.run("doctor", "--today", FRIDAY.isoformat())
    assert "without their live formula" not in sent.ran.out
    assert requests(sent) == (4, 0)


def test_doctor_counts_hidden_formulas_that_are_gone_and_a_repair_puts_them_back(
    template: StagedSpreadsheet,
) -> None:
    type_lead(template, 3, "Ada Marsh")
    template.sync(FRIDAY)
    calc, log = tab(template, CALC_TAB), tab(template, "_log")
    whole = [
        (sheet, at, sheet.cell(*at).formula) for sheet in (calc, log) for at in [(4, 1), (5, 0)]
    ]
    person(template, CALC_TAB).clear(5, 1)
    person(template, CALC_TAB).type(6, 0, 7)
    person(template, "_log").clear(5, 1)
    told = " ".join(doctor(template).out.split())
    assert "_calc: without their live formula: 2 cells" in told
    assert "_log: without their live formula: 1 cell" in told
    assert "--repair" in told
    assert "_calc: without their live formula: 2 cells" in doctor(template, "--repair", "--yes").out
    assert all(formula and sheet.cell(*at).formula == formula for sheet, at, formula in whole)
    assert "without their live formula" not in doctor(template).out
    assert requests(template.sync(FRIDAY)) == (2, 0)


# ── a team's own ──────────────────────────────────────────────────────────────────────────────


def test_the_columns_of_a_team_get_formulas(team: StagedSpreadsheet) -> None:
    for heading in ("Status", "Next contact", "Overdue", "Flags", "Why"):
        assert live_rows(team, "Clients", heading, 1) == [2, 3]
    shown = [row_of(team, "Clients", row, 1)["Status"] for row in (2, 3)]
    assert shown == ["▲ Overdue", "● Today"]


def test_the_sync_after_that_costs_two_reads(team: StagedSpreadsheet) -> None:
    assert requests(team.sync(FRIDAY)) == (2, 0)


def test_a_contact_that_a_team_types_costs_four_requests(team: StagedSpreadsheet) -> None:
    person(team, "Clients").type(2, 4, serial(FRIDAY))
    assert sum(requests(team.sync(FRIDAY))) <= 4
    assert requests(team.sync(FRIDAY)) == (2, 0)
    assert live_rows(team, "Clients", "Status", 1) == [2, 3]


def test_a_date_typed_over_a_formula_stays(team: StagedSpreadsheet) -> None:
    at = person(team, "Clients").values()[0].index("Next contact")
    person(team, "Clients").type(3, at, serial(FRIDAY) + 11)
    team.sync(FRIDAY)
    team.run("init", "--live", "--today", FRIDAY.isoformat())
    assert row_of(team, "Clients", 3, 1)["Next contact"] == serial(FRIDAY) + 11
    assert live_rows(team, "Clients", "Next contact", 1) == [2]


def test_today_reads_the_formulas_and_links_to_rows(team: StagedSpreadsheet) -> None:
    formulas = links(team)
    assert f'"#gid={tab(team, "Clients").id}&range=A"' in formulas
    assert "_calc" in formulas
    assert "_list" not in formulas


def test_a_second_init_live_writes_nothing(team: StagedSpreadsheet) -> None:
    assert team.run("init", "--live", "--today", FRIDAY.isoformat()).writes == 0


# ── an uploaded file ──────────────────────────────────────────────────────────────────────────


def test_a_today_that_somebody_deleted_is_made_again_with_links_of_sheets(
    template: StagedSpreadsheet,
) -> None:
    """So the links of an uploaded file are put right."""
    person(template, "Today").delete_tab()
    ran = template.run("init", "--live", "--today", FRIDAY.isoformat()).ran
    assert ran.code == 0, ran.err
    assert f'"#gid={tab(template, "Leads").id}&range=A"' in links(template)
    assert "_list" not in links(template)
    assert requests(template.sync(FRIDAY)) == (2, 0)

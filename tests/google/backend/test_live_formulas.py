"""Live formulas of ours on a Google Sheet: they stay, come back where they are missing, and cost no
request more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from sheetflow import engine
from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.columns import OWNED
from sheetflow.engine import Options
from sheetflow.live import SHOWN, live_formula
from sheetflow.model import Changes, NewTab, Value, serial
from tests.sheets_server.log import Entry
from tests.sheets_server.people import Person
from tests.sheets_server.server import Server
from tests.support.google_driver import GoogleDriver
from tests.support.workbook_driver import Tabs

FRIDAY = date(2026, 11, 20)
LAST, NOW = serial(date(2026, 11, 16)), serial(FRIDAY)
GRID: list[list[Value]] = [
    ["Name", "Email", "Last contact"],
    ["Ada Marsh", "ada@example.org", LAST],
    ["Bo Lund", "bo@example.org", LAST],
]
LIVE = ("status", "next_contact", "overdue")
"""The columns that our formulas answer here."""
LETTERS = dict(zip(LIVE, "BCD", strict=True))
LEADS = 6
"""Rows with formulas."""


def sync(driver: GoogleDriver) -> engine.Result | engine.UnchangedResult:
    return engine.sync(driver.backend, Options(FRIDAY, force=True))


def at(driver: GoogleDriver, key: str) -> int:
    heading = next(column.en for column in OWNED if column.key == key)
    return driver.cells("Leads")[0].index(heading)


def sent(driver: GoogleDriver, act: Callable[[], object]) -> tuple[int, int]:
    """The reads and writes that something costs."""
    before = driver.backend.cost
    act()
    after = driver.backend.cost
    return after["reads"] - before["reads"], after["writes"] - before["writes"]


def type_into(driver: GoogleDriver, row: int, column: int, value: Value) -> None:
    with driver.at("Leads") as tab:
        tab.type(row, column, value)


def formula_of(driver: GoogleDriver, key: str, row: int) -> str | None:
    sheet = driver.book.sheet_named("Leads")
    assert sheet is not None
    return sheet.cell(row - 1, at(driver, key)).formula


KNOWN: dict[int, list[Value]] = {}
"""Last contact -> what the engine answers in the columns of LIVE, once it was asked."""


def answers(make: Callable[[Tabs], GoogleDriver], contact: int) -> list[Value]:
    """What the engine answers for a lead that was last contacted then."""
    if contact not in KNOWN:
        driver = make({"Leads": [GRID[0], [*GRID[1][:2], contact]]})
        sync(driver)
        KNOWN[contact] = [driver.cells("Leads")[1][at(driver, key)] for key in LIVE]
    return KNOWN[contact]


def literal(value: Value) -> str:
    """A value as a formula writes it."""
    if value is None:
        return '""'
    return f'"{value}"' if isinstance(value, str) else str(value)


def reads(letters: str) -> str:
    """What reads a column of the leads by position, whatever rows people insert there."""
    return f"INDEX(Leads!${letters}:${letters},ROW())"


@pytest.fixture
def live(server: Server, connect: Callable[[str], Sheets]) -> GoogleDriver:
    """A spreadsheet whose hidden tab decides as the engine does, for leads that were last contacted
    on Monday or today.
    """
    make = partial(GoogleDriver, server, connect)
    then, now = answers(make, LAST), answers(make, NOW)
    driver = make({"Leads": GRID})
    sync(driver)
    sheet = driver.person("Leads")
    sheet.add_tab("_calc")
    sheet.add_tab("_set")
    driver.person("_set").paste(1, 0, [["today"], [NOW]])
    calc = driver.person("_calc")
    calc.paste(1, 0, [["lead", *(SHOWN[key] for key in LIVE)]])
    for row in range(2, LEADS + 2):
        for column, (before, after) in enumerate(zip(then, now, strict=True), 1):
            answer = f"IF({reads('C')}={NOW},{literal(after)},{literal(before)})"
            calc.type(row, column, f'=IF({reads("A")}="","",{answer})')
        for key in LIVE:
            sheet.type(row, at(driver, key), "=" + live_formula(LETTERS[key]))
    return driver


def in_all(driver: GoogleDriver) -> None:
    """All formulas are there."""
    for key in LIVE:
        for row in range(2, LEADS + 2):
            assert (formula_of(driver, key, row) or "").startswith("=IF(_set!$A$2>0"), (key, row)


def test_they_stay_and_a_run_that_changes_nothing_costs_two_reads(live: GoogleDriver) -> None:
    assert sent(live, lambda: sync(live)) == (2, 0)
    in_all(live)


def test_a_contact_that_somebody_types_costs_four_requests(live: GoogleDriver) -> None:
    type_into(live, 2, 2, NOW)
    assert sum(sent(live, lambda: sync(live))) <= 4
    in_all(live)
    assert sent(live, lambda: sync(live)) == (2, 0)


def test_a_new_lead_in_a_row_with_formulas_costs_four_requests(live: GoogleDriver) -> None:
    for column, value in enumerate(["Cy Roe", "cy@example.org", LAST]):
        type_into(live, 4, column, value)
    assert sum(sent(live, lambda: sync(live))) <= 4
    in_all(live)
    assert live.cells("Leads")[3][at(live, "id")]


def test_what_a_formula_shows_is_nobodys_edit(live: GoogleDriver) -> None:
    type_into(live, 2, 2, NOW)
    plan, _ = engine.look(live.backend, Options(FRIDAY))
    assert not any("typed_over" in row.decision.flags for row in plan.rows)


def test_a_date_typed_over_one_stays_and_is_followed(live: GoogleDriver) -> None:
    column = at(live, "next_contact")
    type_into(live, 2, column, NOW + 20)
    sync(live)
    assert live.cells("Leads")[1][column] == NOW + 20
    assert formula_of(live, "next_contact", 2) is None
    plan, _ = engine.look(live.backend, Options(FRIDAY))
    assert [row.decision.rule for row in plan.rows] == ["by_hand", plan.rows[1].decision.rule]


@pytest.mark.parametrize("key", LIVE)
def test_one_that_somebody_cleared_comes_back(live: GoogleDriver, key: str) -> None:
    shown = [row[at(live, key)] for row in live.cells("Leads")[1:3]]
    assert shown[0] not in (None, "")
    type_into(live, 2, at(live, key), None)
    sync(live)
    in_all(live)
    assert [row[at(live, key)] for row in live.cells("Leads")[1:3]] == shown
    assert sent(live, lambda: sync(live)) == (2, 0)


def test_a_lead_below_the_formulas_gets_them(live: GoogleDriver) -> None:
    row = LEADS + 2
    calc = live.person("_calc")
    for column in range(1, len(LIVE) + 1):
        text = live.book.sheet_named("_calc").cell(1, column).formula  # type: ignore[union-attr] # the fixture made it
        assert text
        calc.type(row, column, text)
    for column, value in enumerate(["Di Fox", "di@example.org", LAST]):
        type_into(live, row, column, value)
    sync(live)
    for key in LIVE:
        assert (formula_of(live, key, row) or "").startswith("=IF(_set!$A$2>0")


def test_a_formula_of_a_persons_in_one_of_their_cells_stays(live: GoogleDriver) -> None:
    live.person("Leads").type(2, at(live, "next_contact"), "=C2+60")
    for _ in range(2):
        sync(live)
        assert formula_of(live, "next_contact", 2) == "=C2+60"


def test_after_a_sort_they_stay_and_each_lead_has_its_answer(live: GoogleDriver) -> None:
    type_into(live, 2, 2, NOW)
    sync(live)
    before = {row[0]: row[at(live, "status")] for row in live.cells("Leads")[1:3]}
    live.person("Leads").sort(0, descending=True)
    sync(live)
    in_all(live)
    assert {
        row[0]: row[at(live, "status")] for row in live.cells("Leads") if row[0] in before
    } == before


def test_another_tab_with_our_headings_costs_no_request_more(live: GoogleDriver) -> None:
    live.person("Leads").add_tab("Today")
    live.person("Today").paste(1, 0, [["Worklist"], ["Status", "Overdue", "Next step"]])
    assert sent(live, lambda: sync(live)) == (2, 0)


def test_our_memory_is_never_asked_for_formulas(live: GoogleDriver) -> None:
    live.person("Leads").add_tab("_mem")
    live.person("_mem").paste(1, 0, [["id", "text_next_contact", "next contact"]])
    assert sent(live, lambda: sync(live)) == (2, 0)


def test_formulas_that_are_asked_of_another_tab_hide_none_of_ours(live: GoogleDriver) -> None:
    live.person("Leads").add_tab("Projects")
    live.person("Projects").paste(1, 0, [["Project", "Next contact"], ["Roof", NOW]])
    assert sent(live, lambda: sync(live)) == (3, 0)
    in_all(live)


def test_the_first_run_keeps_them_too(server: Server, connect: Callable[[str], Sheets]) -> None:
    """Nothing tells our columns yet but their headings: formulas are asked for once."""
    headings: list[Value] = [*GRID[0], *(column.en for column in OWNED)]
    driver = GoogleDriver(server, connect, {"Leads": [headings, *GRID[1:]], "_calc": []})
    driver.person("_calc").paste(1, 0, [["lead", *(SHOWN[key] for key in LIVE)]])
    for row in (2, 3):
        driver.person("_calc").paste(row, 1, [["● Today", NOW, 0]])
        for key in LIVE:
            driver.person("Leads").type(row, at(driver, key), "=" + live_formula(LETTERS[key]))
    reads, writes = sent(driver, lambda: sync(driver))
    assert reads + writes <= 7
    for row in (2, 3):
        assert all(formula_of(driver, key, row) for key in LIVE)


def test_a_lead_below_the_last_row_of_formulas_gets_even_those_that_show_nothing(
    live: GoogleDriver,
) -> None:
    """Nothing decides its row yet: that its cells are blank is no formula's answer."""
    live.person("Leads").add_tab("_mem")
    live.person("_mem").paste(1, 0, [["id", "filled"], [None, LEADS + 1]])
    row = LEADS + 3
    for column, value in enumerate(["Di Fox", "di@example.org", NOW]):
        type_into(live, row, column, value)
    sync(live)
    for key in LIVE:
        assert (formula_of(live, key, row) or "").startswith("=IF(_set!$A$2>0")


def test_where_the_hidden_tabs_have_just_come_our_answers_get_their_formulas(
    server: Server, connect: Callable[[str], Sheets]
) -> None:
    """Each cell shows what its formula would, and holds none."""
    driver = GoogleDriver(server, connect, {"Leads": GRID})
    sync(driver)
    shown = [[row[at(driver, key)] for key in LIVE] for row in driver.cells("Leads")[1:]]
    calc = NewTab("_calc", (tuple(SHOWN[key] for key in LIVE), *map(tuple, shown)), hidden=True)
    settings = NewTab("_set", (("today",), (NOW,)), hidden=True)
    driver.backend.read()
    driver.backend.apply(Changes((), new_tabs=(calc, settings)))
    sync(driver)
    for key in LIVE:
        assert all(formula_of(driver, key, row) for row in (2, 3)), key
    assert [[row[at(driver, key)] for key in LIVE] for row in driver.cells("Leads")[1:]] == shown
    assert sent(driver, lambda: sync(driver)) == (2, 0)


@pytest.mark.parametrize(("asked", "known"), [(["Notes"], {0: [2]}), ([], {})])
def test_formulas_of_a_tab_are_told_where_they_are_asked_for(
    live: GoogleDriver, asked: list[str], known: dict[int, list[int]]
) -> None:
    live.person("Leads").add_tab("Notes")
    live.person("Notes").paste(1, 0, [["Rate"], ["=1+1"], [2]])
    notes = live.backend.read(formulas_of=asked).tab("Notes")
    assert notes is not None
    (block,) = notes.blocks([0])
    assert {at: list(rows) for at, rows in block.formulas.items()} == known


# ── rows that move under a run that puts formulas back ────────────────────────────────────────


MOVES: dict[str, Callable[[Person], object]] = {
    "inserted": lambda person: person.insert_rows(2),
    "deleted": lambda person: person.delete_rows(2),
    "sorted": lambda person: person.sort(0, descending=True),
    "dragged": lambda person: person.move_rows(3, 2),
}
"""What happens to the row of Ada, above Bo's."""
MOMENTS = range(1, 6)
"""Before which request of a run that puts a formula back: reads, look, write, and formulas."""


def by_name(driver: GoogleDriver) -> dict[Value, int]:
    """The rows of the leads."""
    rows = enumerate(driver.cells("Leads"), 1)
    return {cells[0]: row for row, cells in rows if cells and cells[0] and row > 1}


@pytest.mark.parametrize("moved", MOVES)
@pytest.mark.parametrize("moment", MOMENTS)
def test_no_row_that_moves_takes_a_formula_over_what_somebody_typed(
    live: GoogleDriver, moved: str, moment: int
) -> None:
    """Ada's date is typed by hand, Bo's formula is to come back, and Cy is not touched."""
    column = at(live, "next_contact")
    for place, value in enumerate(["Cy Roe", "cy@example.org", LAST]):
        type_into(live, 4, place, value)
    type_into(live, 2, column, NOW + 20)
    sync(live)
    type_into(live, 3, column, None)
    start = len(live.server.log)
    acted = []

    def is_due(entry: Entry) -> bool:
        asked = [each for each in live.server.log[start:] if each.kind != "token"]
        return entry.kind != "token" and len(asked) == moment + 1

    def act() -> None:
        acted.append(moved)
        MOVES[moved](live.person("Leads"))

    live.server.people.on(is_due, act)
    sync(live)
    live.server.people.clear()
    rows = by_name(live)
    for name, row in rows.items():
        cell = live.cells("Leads")[row - 1][column]
        if name == "Ada Marsh":
            assert (cell, formula_of(live, "next_contact", row)) == (NOW + 20, None)
        elif acted or name == "Cy Roe":
            sync(live)  # it may be left to the next run
            assert formula_of(live, "next_contact", row), name
    sync(live)
    assert sent(live, lambda: sync(live))[1] == 0

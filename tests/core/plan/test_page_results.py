"""What Today and Dashboard show in the file is what a sync computed for the day."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from sheetflow import engine
from sheetflow.backends.memory import Formula, MemoryBackend
from sheetflow.engine import Options
from sheetflow.formulas.today import COLUMNS, FIRST
from sheetflow.starter.adopt import tabs_to_add
from sheetflow.starter.adopted_dashboard import dashboard_to_add
from sheetflow.starter.go_live import hidden_tabs_to_add
from tests.support.grids import TODAY

OPTIONS, TOMORROW = Options(TODAY), Options(TODAY + timedelta(days=3))
LEADS: list[list[Any]] = [
    ["Name", "Email", "Phone", "Owner", "Stage", "Last contact", "Last reply", "Notes"],
    ["Ana Ruiz", "ana@x.example", "+34 600 100 200", "Maya", "Informed", 46330, None, None],
    ["Ben Cole", "ben@x.example", None, "Tom", "New", None, None, "any time"],
    ["Eva Stone", None, "600 100 300", "Tom", "Informed", 46340, 46345, None],
]  # fmt: skip


def adopted() -> MemoryBackend:
    """A workbook that `init` adopted, and that a sync answered."""
    return deepcopy(_adopted())


def live() -> MemoryBackend:
    """The same one with live formulas."""
    return deepcopy(_live())


@cache
def _adopted() -> MemoryBackend:
    backend = MemoryBackend({"Leads": LEADS})
    engine.write(backend, lambda: tabs_to_add(backend, OPTIONS, None))
    engine.sync(backend, OPTIONS)
    engine.write(backend, lambda: dashboard_to_add(backend, OPTIONS))
    engine.sync(backend, OPTIONS)
    return backend


@cache
def _live() -> MemoryBackend:
    backend = adopted()
    engine.write(backend, lambda: hidden_tabs_to_add(backend, OPTIONS).changes)
    engine.sync(backend, OPTIONS)
    return backend


def forget_books() -> None:
    """Lets the books be made anew."""
    _adopted.cache_clear()
    _live.cache_clear()


BOOKS = pytest.mark.parametrize("made", [adopted, live])


def line(backend: MemoryBackend, number: int = 0) -> dict[str, Any]:
    cells = backend.tab("Today").cells[FIRST - 1 + number]
    return dict(zip((each.key for each in COLUMNS), cells, strict=False))


def head(backend: MemoryBackend) -> list[Any]:
    rows = backend.tab("Today").cells
    return [rows[0][0], rows[1][2], rows[2][0]]


@BOOKS
def test_today_shows_the_list_of_the_day(made: Any) -> None:
    backend = made()
    assert head(backend) == [
        "Today · Friday 20 Nov",
        "3 to do · to answer: 1",
        "Last sync: 20 Nov",
    ]
    eva, ben = line(backend), line(backend, 2)
    what = (eva["status"], eva["who"], eva["step"])
    assert what == ("◄ Reply now", "Eva Stone", "Answer their message of 19 Nov (phone)")
    assert (eva["phone"], eva["link"]) == ("600 100 300", "row 4")
    assert eva["message"].startswith("Hello Eva.")
    assert (ben["write"], ben["checks"]) == ("write", "open ending")
    assert line(backend, 3)["status"] == ""


@BOOKS
def test_the_next_day_shows_another_one_and_a_second_run_writes_nothing(made: Any) -> None:
    backend = made()
    engine.sync(backend, TOMORROW)
    assert head(backend)[0] == "Today · Monday 23 Nov"
    writes = backend.writes
    engine.sync(backend, TOMORROW)
    assert backend.writes == writes


@BOOKS
def test_whose_list_it_is_decides_what_is_shown(made: Any) -> None:
    backend = made()
    backend.tab("Today").type(2, 1, "maya")
    engine.sync(backend, OPTIONS)
    assert [line(backend, number)["who"] for number in (0, 1)] == ["Ana Ruiz", ""]
    assert head(backend)[1] == "1 to do"


@BOOKS
def test_formulas_and_texts_of_people_stay(made: Any) -> None:
    backend = made()
    keys = [each.key for each in COLUMNS]
    backend.tab("Today").type(FIRST, keys.index("step"), "call first")
    backend.tab("Today").type(FIRST, keys.index("who"), Formula("1+1", 2))
    before = backend.tab("Today").formulas
    engine.sync(backend, TOMORROW)
    assert (line(backend)["who"], line(backend)["step"]) == (2, "call first")
    assert backend.tab("Today").formulas == before
    again, _ = engine.look(backend, TOMORROW)
    assert (again.changes.recalculated, again.changes.state) == ((), None)


@BOOKS
def test_the_dashboard_counts_what_the_run_found(made: Any) -> None:
    backend = made()
    open_leads = backend.tab("Dashboard").cells[4][1]
    backend.tab("Leads").type(3, 4, "Won")
    engine.sync(backend, OPTIONS)
    assert (open_leads, backend.tab("Dashboard").cells[4][1]) == (3, 2)


@BOOKS
def test_a_row_to_be_mended_says_which_cells_to_look_at(made: Any) -> None:
    backend = made()
    backend.tab("Leads").type(2, 4, "zzz")
    backend.tab("Leads").type(2, 5, "banana")
    engine.sync(backend, OPTIONS)
    shown = {line(backend, number)["who"]: line(backend, number) for number in range(3)}
    found = shown["Ana Ruiz"]
    assert (found["status"], found["step"]) == ("? Check row", "Look at: Last contact, Stage")
    backend.tab("Leads").type(2, 4, "Informed")
    engine.sync(backend, OPTIONS)
    assert "Look at: Last contact" in [line(backend, number)["step"] for number in range(3)]

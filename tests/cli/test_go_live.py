"""init --live and doctor --repair: formulas answer in an adopted workbook, and are made whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from sheetflow import engine
from sheetflow.backends.memory import Formula, MemoryBackend
from sheetflow.columns import OWNED_KEYS
from sheetflow.doctor.live import HIDDEN, hidden_problems, live_problems, repair_of
from sheetflow.engine import Options, look_at
from sheetflow.errors.lists import LiveNeeds1900, LiveNeedsOneTab
from sheetflow.live import ANSWERED, CALC_TAB, LIST_TAB, MEMORY_TAB, SETTINGS_TAB, is_live
from sheetflow.model import Block, Tab, serial
from sheetflow.starter.adopt import tabs_to_add
from sheetflow.starter.go_live import check_live, hidden_tabs_to_add, made_for
from tests.support.grids import TODAY
from tests.support.live_books import few_rows

OPTIONS = Options(TODAY)


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """Fills forty rows with formulas, not a thousand."""
    with pytest.MonkeyPatch.context() as patch:
        few_rows(patch)
        yield


HEAD = ["Client", "Email", "Owner", "Stage", "Last contact"]
LEADS = [
    HEAD,
    ["Ana Ruiz", "ana@x.example", "Maya", "Informed", 46340],
    ["Ben Cole", "ben@x.example", "Tom", "New", None],
    ["Eva Stone", "eva@x.example", "Tom", "New", None],
]
STATUS, OVERDUE = len(HEAD), len(HEAD) + 2


def copy_of(backend: MemoryBackend) -> MemoryBackend:
    copied = MemoryBackend({})
    copied.tabs, copied.names = [tab.copy() for tab in backend.tabs], dict(backend.names)
    return copied


@cache
def adopted_once() -> MemoryBackend:
    backend = MemoryBackend({"Leads": LEADS})
    engine.write(backend, lambda: tabs_to_add(backend, OPTIONS, None))
    engine.sync(backend, OPTIONS)
    return backend


@cache
def live_once() -> MemoryBackend:
    backend = adopted()
    engine.write(backend, lambda: hidden_tabs_to_add(backend, OPTIONS).changes)
    engine.sync(backend, OPTIONS)
    return backend


def adopted() -> MemoryBackend:
    return copy_of(adopted_once())


def live() -> MemoryBackend:
    return copy_of(live_once())


def held(backend: MemoryBackend, row: int, column: int) -> Any:
    return backend.tab("Leads").held[row - 1][column]


def codes(backend: MemoryBackend) -> list[str]:
    snapshot = backend.read()
    plan, book = look_at(snapshot, OPTIONS)
    return [problem.text.code for problem in live_problems(snapshot, plan, book)]


def repair(backend: MemoryBackend) -> None:
    found = repair_of(backend, OPTIONS)
    assert found is not None
    engine.write(backend, lambda: found.changes)
    engine.sync(backend, OPTIONS)


def test_our_columns_get_formulas_with_the_answers_that_stood_there() -> None:
    before = adopted().tab("Leads").cells
    backend = live()
    cells = [held(backend, row, STATUS) for row in (2, 3, 4)]
    assert all(isinstance(cell, Formula) and is_live(cell.text) for cell in cells)
    assert [cell.result for cell in cells] == [row[STATUS] for row in before[1:]]


def test_a_second_init_live_writes_nothing() -> None:
    backend = live()
    writes = backend.writes
    made = hidden_tabs_to_add(backend, OPTIONS)
    assert made.already
    assert not engine.write(backend, lambda: made.changes)
    engine.sync(backend, OPTIONS)
    assert backend.writes == writes


def test_a_value_that_somebody_typed_over_ours_stays() -> None:
    backend = adopted()
    backend.tab("Leads").type(3, OVERDUE, "ask Tom")
    engine.sync(backend, OPTIONS)
    engine.write(backend, lambda: hidden_tabs_to_add(backend, OPTIONS).changes)
    engine.sync(backend, OPTIONS)
    assert held(backend, 3, OVERDUE) == "ask Tom"
    assert isinstance(held(backend, 2, OVERDUE), Formula)


def test_today_reads_the_formulas_and_keeps_whose_list_it_is() -> None:
    backend = adopted()
    backend.tab("Today").type(2, 1, "Tom")
    engine.write(backend, lambda: hidden_tabs_to_add(backend, OPTIONS).changes)
    today = backend.tab("Today")
    assert today.cells[1][1] == "Tom"
    assert not any(LIST_TAB in row for row in today.cells)


def test_a_today_that_people_changed_is_left_and_named() -> None:
    backend = adopted()
    backend.tab("Today").type(8, 2, "call them first")
    made = hidden_tabs_to_add(backend, OPTIONS)
    assert made.left == "Today"
    assert "Today" not in [tab.name for tab in made.changes.rewritten]


def test_a_workbook_that_counts_from_1904_is_refused() -> None:
    with pytest.raises(LiveNeeds1900):
        check_live(MemoryBackend({"Leads": LEADS}, date1904=True), OPTIONS)


def test_two_tabs_of_leads_are_refused_by_name() -> None:
    with pytest.raises(LiveNeedsOneTab) as caught:
        check_live(MemoryBackend({"North": LEADS, "South": LEADS}), OPTIONS)
    assert caught.value.tabs == ("North", "South")


def test_the_first_run_of_a_day_tells_the_formulas_though_nothing_else_is_new() -> None:
    contacted = serial(TODAY)
    backend = MemoryBackend({"Leads": [HEAD, ["Ana Ruiz", "a@x.example", None, "New", contacted]]})
    engine.write(backend, lambda: tabs_to_add(backend, OPTIONS, None))
    engine.sync(backend, OPTIONS)
    engine.write(backend, lambda: hidden_tabs_to_add(backend, OPTIONS).changes)
    engine.sync(backend, OPTIONS)
    saturday = Options(TODAY + timedelta(days=1))  # she is due on Monday
    assert engine.look(backend, saturday)[0].counts.changes == 0
    engine.sync(backend, saturday)
    told = dict(zip(*backend.tab(MEMORY_TAB).cells[:2], strict=False))
    assert told[ANSWERED] == contacted + 1
    writes = backend.writes
    engine.sync(backend, saturday)
    assert backend.writes == writes


# ── doctor ────────────────────────────────────────────────────────────────────────────────────


def test_whole_formulas_are_no_finding() -> None:
    assert codes(live()) == []


def test_a_hidden_tab_that_is_gone_is_found_and_comes_back() -> None:
    backend = live()
    backend.drop_tab(CALC_TAB)
    assert "live_tabs_missing" in codes(backend)
    repair(backend)
    assert codes(backend) == []


def test_a_formula_of_people_is_shown_beside_ours_and_replaced_by_repair_alone() -> None:
    backend = live()
    ours = held(backend, 3, OVERDUE)
    backend.tab("Leads").type(3, OVERDUE, Formula("1+1", 2))
    engine.sync(backend, OPTIONS)
    assert held(backend, 3, OVERDUE).text == "1+1"
    assert codes(backend) == ["live_cell_theirs"]
    found = repair_of(backend, OPTIONS)
    assert found is not None
    ((cell, after),) = found.cells
    assert (cell.where, cell.text, after) == ("Leads!H3", "1+1", f"={ours.text}")
    repair(backend)
    assert held(backend, 3, OVERDUE) == ours


def test_an_emptied_cell_is_found_and_filled_again_by_a_sync() -> None:
    backend = live()
    backend.tab("Leads").type(4, STATUS, None)
    assert codes(backend) == ["live_cell_blank"]
    engine.sync(backend, OPTIONS)
    assert codes(backend) == []


def test_a_date_typed_over_ours_is_no_finding_and_survives_a_repair() -> None:
    backend = live()
    backend.tab("Leads").type(4, STATUS + 1, 46360)
    assert codes(backend) == []
    repair(backend)
    assert held(backend, 4, STATUS + 1) == 46360


def test_a_hidden_tab_that_lost_some_formulas_is_found_and_comes_back() -> None:
    backend = live()
    calc = backend.tab(CALC_TAB)
    before = dict(calc.formulas)
    calc.type(4, 1, 7)
    calc.type(5, 2, None)
    assert codes(backend) == ["live_tabs_bare"]
    repair(backend)
    assert backend.tab(CALC_TAB).formulas == before
    assert codes(backend) == []


class _Counting:
    """A tab that counts how often its rows are read."""

    def __init__(self, tab: Tab, read: Counter[str]) -> None:
        self._tab, self._read = tab, read
        self.name, self.visible, self.head = tab.name, tab.visible, tab.head

    def blocks(self, columns: Sequence[int]) -> Iterator[Block]:
        self._read[self.name] += 1
        return self._tab.blocks(columns)


def test_each_hidden_tab_is_read_once_to_be_checked() -> None:
    backend = live()
    snapshot = backend.read()
    plan, book = look_at(snapshot, OPTIONS)
    made, read = made_for(snapshot, plan, book, OPTIONS), Counter[str]()
    counting = tuple(_Counting(tab, read) for tab in snapshot.tabs)
    assert list(hidden_problems(replace(snapshot, tabs=counting), book, made)) == []
    assert read == dict.fromkeys(HIDDEN, 1)


def test_a_row_in_which_a_formula_says_something_else_has_the_hidden_tabs_written_anew() -> None:
    backend = live()
    engine.sync(backend, OPTIONS)
    settings = backend.tab(SETTINGS_TAB)
    settings.type(2, 0, Formula(settings.formulas[2, 0], serial(TODAY)))  # calculated today
    ours = held(backend, 3, STATUS)
    backend.tab("Leads").type(3, STATUS, Formula(ours.text, "→ Planned"))
    found = repair_of(backend, OPTIONS)
    assert found is not None
    assert [problem.text.code for problem in found.broken] == ["formula_differs"]
    assert CALC_TAB in found.tabs


def test_a_repair_of_what_is_whole_finds_nothing_and_writes_what_is_hidden_anew() -> None:
    found = repair_of(live(), OPTIONS)
    assert found is not None
    assert (found.broken, found.cells) == ((), ())
    assert {tab.name for tab in found.changes.rewritten} == set(found.tabs) >= {*HIDDEN}


def test_there_is_nothing_to_repair_without_live_formulas() -> None:
    assert repair_of(adopted(), OPTIONS) is None


# ── columns that are deleted ──────────────────────────────────────────────────────────────────


def told(backend: MemoryBackend) -> list[tuple[str, tuple[object, ...]]]:
    """Syncs; returns what a person is told of formulas."""
    ran = engine.sync(backend, OPTIONS)
    assert isinstance(ran, engine.Result)
    found = [problem.text for problem in ran.plan.problems]
    return [(text.code, text.values) for text in found if text.code.startswith("formula")]


def hidden_formulas(backend: MemoryBackend) -> tuple[dict[str, set[str]], dict[str, str]]:
    """The formulas of the hidden tabs, and the names by which they find columns."""
    held = {name: set(backend.tab(name).formulas.values()) for name in HIDDEN}
    return held, backend.names


def written_anew(backend: MemoryBackend) -> tuple[dict[str, set[str]], dict[str, str]]:
    """What the hidden tabs of this workbook hold when nothing is kept of those that are there."""
    bare = copy_of(backend)
    for name in HIDDEN:
        bare.drop_tab(name)
    engine.write(bare, lambda: hidden_tabs_to_add(bare, OPTIONS).changes)
    return hidden_formulas(bare)


@pytest.mark.parametrize("key", ["status", "next_contact", "why", "id"])
def test_a_deleted_column_of_ours_is_back_and_read_by_all_formulas_after_one_sync(key: str) -> None:
    backend = live()
    backend.tab("Leads").delete_column(STATUS + OWNED_KEYS.index(key))
    assert told(backend) == [("formulas_follow", (key,))]
    assert len(backend.tab("Leads").cells[0]) == len(HEAD) + len(OWNED_KEYS)
    assert hidden_formulas(backend) == written_anew(backend)
    assert codes(backend) == []
    writes = backend.writes
    engine.sync(backend, OPTIONS)
    assert backend.writes == writes


def test_a_deleted_column_of_the_team_is_told_and_the_formulas_go_on_without() -> None:
    backend = live()
    backend.tab("Leads").delete_column(HEAD.index("Owner"))
    assert told(backend) == [("formulas_follow", ("owner",))]
    assert hidden_formulas(backend) == written_anew(backend)


def test_columns_of_both_that_are_deleted_together_are_told_together() -> None:
    backend = live()
    backend.tab("Leads").delete_column(STATUS + OWNED_KEYS.index("next_contact"))
    backend.tab("Leads").delete_column(HEAD.index("Last contact"))
    assert [values for _, values in told(backend)] == [("last_contact",), ("next_contact",)]
    assert hidden_formulas(backend) == written_anew(backend)

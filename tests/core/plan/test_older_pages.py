"""Today and Dashboard of an earlier version: written anew where nobody changed them, else named."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from sheetflow import engine
from sheetflow.backends.memory import Formula, MemoryBackend
from sheetflow.doctor.live import repair_of
from sheetflow.engine import Options, Result
from sheetflow.formulas.today import COLUMNS, FIRST, LINES
from sheetflow.formulas.today_list import listed_tabs
from sheetflow.live import CALC_TAB, DASH_TAB, LIST_TAB, LOG_TAB, MEMORY_TAB, PAGES
from sheetflow.model import NewTab, Snapshot
from sheetflow.plan.older_pages import looks_untouched
from sheetflow.plan.today_list import list_layout
from sheetflow.starter.adopt import tabs_to_add
from sheetflow.starter.adopted_dashboard import dashboard_to_add
from tests.core.plan import test_page_results
from tests.core.plan.test_page_results import BOOKS, OPTIONS, adopted, head, line, live
from tests.support.live_books import few_rows


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """Fills forty rows with formulas, not a thousand."""
    with pytest.MonkeyPatch.context() as patch:
        few_rows(patch)
        test_page_results.forget_books()
        yield
    test_page_results.forget_books()


STEP = [each.key for each in COLUMNS].index("step")
NOTED = {
    "Today": {live: MEMORY_TAB, adopted: LIST_TAB},
    "Dashboard": {live: MEMORY_TAB, adopted: DASH_TAB},
}


def noted_in(backend: MemoryBackend, name: str) -> tuple[int, int]:
    """The cell of a hidden tab that says of which version the pages are."""
    return 2, list(backend.tab(name).cells[0]).index(PAGES)


def forget(backend: MemoryBackend) -> None:
    """Makes a workbook one of a version that noted nothing of its pages."""
    for tab in backend.tabs:
        if tab.name in (MEMORY_TAB, LIST_TAB, DASH_TAB) and PAGES in tab.cells[0]:
            tab.type(*noted_in(backend, tab.name), None)


def of_an_earlier_version(made: Any) -> MemoryBackend:
    """A workbook whose Today and Dashboard have formulas that a version before ours wrote."""
    backend = made()
    forget(backend)
    today, board = backend.tab("Today"), backend.tab("Dashboard")
    for row in range(FIRST, FIRST + LINES):
        today.type(row, STEP, Formula(f"INDEX(sf_calc_step_old_column,$Z{row})", "of another row"))
    board.type(5, 1, Formula("COUNTIFS(_dash!$B$3:$B$602,1)", 77))
    return backend


def listed_page(backend: MemoryBackend) -> NewTab:
    """Today as it is written now where a sync tells its lines."""
    snapshot = backend.read()
    plan, book = engine.look_at(snapshot, OPTIONS)
    layout = list_layout(snapshot, book, plan.changes.tabs)
    assert layout is not None
    return listed_tabs(layout).today


def told(
    backend: MemoryBackend, options: Options = OPTIONS
) -> list[tuple[str, tuple[object, ...]]]:
    """Syncs; returns what is said of pages."""
    ran = engine.sync(backend, options)
    found = ran.plan.problems if isinstance(ran, Result) else ()
    return [
        (each.text.code, each.text.values) for each in found if each.text.code.startswith("page_")
    ]


@BOOKS
def test_pages_that_nobody_changed_are_written_anew_with_what_they_show(made: Any) -> None:
    fresh, backend = made(), of_an_earlier_version(made)
    assert told(backend) == [("page_renewed", ("Today",)), ("page_renewed", ("Dashboard",))]
    for name in ("Today", "Dashboard"):
        assert backend.tab(name).held == fresh.tab(name).held
    assert line(backend)["step"] == "Answer their message of 19 Nov (phone)"
    writes = backend.writes
    assert told(backend) == []
    assert backend.writes == writes


@BOOKS
def test_whose_list_it_is_stays(made: Any) -> None:
    backend = of_an_earlier_version(made)
    backend.tab("Today").type(2, 1, "Maya")
    engine.sync(backend, OPTIONS)
    assert backend.tab("Today").cells[1][1] == "Maya"
    assert head(backend)[1] == "1 to do"


PEOPLES: list[tuple[int, int, Any]] = [
    (FIRST, STEP, "call first"),
    (FIRST + LINES + 4, 1, "ask Tom on Monday"),
    (FIRST, STEP, Formula("UPPER(A6)", "REPLY")),
    (FIRST, STEP, Formula("UPPER(INDEX(sf_calc_step_old_column,$Z6))", "CALL")),
    (1, 0, Formula('"Hello"', "Hello")),
    (4, 3, 17),
]


@pytest.mark.parametrize(("row", "column", "theirs"), PEOPLES)
def test_a_page_that_people_changed_looks_touched(row: int, column: int, theirs: Any) -> None:
    backend = of_an_earlier_version(adopted)
    page = backend.tab("Today")
    made = listed_page(backend)
    assert looks_untouched(page, made)
    page.type(row, column, theirs)
    assert not looks_untouched(page, made)


@BOOKS
def test_a_page_that_people_changed_stays_and_is_named_as_long_as_it_lasts(made: Any) -> None:
    backend = of_an_earlier_version(made)
    today = backend.tab("Today")
    today.type(FIRST, STEP, "call first")
    before = today.formulas
    assert told(backend)[0] == ("page_left", ("Today",))
    assert backend.tab("Today").formulas == before
    assert line(backend)["step"] == "call first"
    writes = backend.writes
    backend.tab("Leads").type(2, 1, "ana.ruiz@x.example")
    assert told(backend) == [("page_left", ("Today",))]
    engine.sync(backend, OPTIONS)
    assert backend.writes == writes + 1


@BOOKS
def test_a_page_of_this_version_is_peoples_to_change(made: Any) -> None:
    backend = made()
    engine.sync(backend, OPTIONS)
    for row in range(FIRST, FIRST + LINES):
        backend.tab("Today").type(row, STEP, Formula(f"UPPER(INDEX(sf_calc_x,$N{row}))", "X"))
    assert told(backend) == []
    assert line(backend)["step"] == "X"


@BOOKS
def test_a_page_is_known_as_untouched_by_what_the_run_noted_that_wrote_it(made: Any) -> None:
    backend = made()
    engine.sync(backend, OPTIONS)
    for name in ("Today", "Dashboard"):
        hidden = backend.tab(NOTED[name][made])
        place = noted_in(backend, hidden.name)
        noted = str(hidden.cells[1][place[1]])
        assert noted
        hidden.type(*place, noted[:-4] + "0000")  # the page is not the one that was written
    assert ("page_left", ("Dashboard",)) not in told(backend)


@BOOKS
def test_a_deleted_page_is_nothing_to_say(made: Any) -> None:
    backend = made()
    backend.drop_tab("Today")
    backend.drop_tab("Dashboard")
    assert told(backend) == []


def test_pages_follow_when_the_hidden_tabs_get_other_columns() -> None:
    fresh, backend = live(), of_an_earlier_version(live)
    calc = backend.tab(CALC_TAB)
    calc.insert_column(3, ["of_old", None, 1])
    engine.sync(backend, OPTIONS)
    assert backend.tab(CALC_TAB).held == fresh.tab(CALC_TAB).held
    assert backend.tab("Today").held == fresh.tab("Today").held


@BOOKS
def test_a_page_that_is_renamed_comes_anew_with_init(made: Any) -> None:
    fresh, backend = made(), of_an_earlier_version(made)
    backend.tab("Today").type(FIRST, STEP, "call first")
    backend.tab("Dashboard").type(5, 2, "ask Tom")
    for name in ("Today", "Dashboard"):
        backend.tab(name).name = f"{name} of before"
    engine.write(backend, lambda: tabs_to_add(backend, OPTIONS, None))
    engine.sync(backend, OPTIONS)
    engine.write(backend, lambda: dashboard_to_add(backend, OPTIONS))
    assert told(backend) == []
    assert backend.tab("Dashboard").formulas == fresh.tab("Dashboard").formulas
    assert line(backend)["who"] == "Eva Stone"
    assert backend.tab("Today of before").cells[FIRST - 1][STEP] == "call first"


# ── a sheet that people share ─────────────────────────────────────────────────────────────────


class Shared(MemoryBackend):
    """A workbook that people may change while a run decides."""

    def read(self, formulas_of: str = "") -> Snapshot:
        return replace(super().read(formulas_of), shared=True)


def shared_of_an_earlier_version() -> Shared:
    backend, shared = of_an_earlier_version(live), Shared({})
    shared.tabs, shared.names = backend.tabs, backend.names
    memory = shared.tab(MEMORY_TAB)
    memory.type(*noted_in(shared, MEMORY_TAB), "dashboard:0011 today:0011")
    return shared


def test_pages_of_a_shared_sheet_are_named_by_a_sync_and_written_anew_by_a_repair() -> None:
    fresh, backend = live(), shared_of_an_earlier_version()
    named = [("page_old", ("Today",)), ("page_old", ("Dashboard",))]
    assert told(backend) == named
    assert line(backend)["step"] == "of another row"
    found = repair_of(backend, OPTIONS)
    assert found is not None
    assert found.tabs[-2:] == ("Today", "Dashboard")
    backend.apply(found.changes)
    assert told(backend) == []
    assert backend.tab("Today").formulas == fresh.tab("Today").formulas
    assert backend.tab("Dashboard").formulas == fresh.tab("Dashboard").formulas


def test_a_repair_leaves_a_page_that_people_changed_and_names_it() -> None:
    backend = shared_of_an_earlier_version()
    backend.tab("Today").type(FIRST, STEP, "call first")
    found = repair_of(backend, OPTIONS)
    assert found is not None
    assert [problem.text.values for problem in found.broken] == [("Today",)]
    assert "Today" not in found.tabs


# ── lists that grow ───────────────────────────────────────────────────────────────────────────


def grown(backend: MemoryBackend, leads: int) -> None:
    rows = backend.tab("Leads")
    for row in range(5, 5 + leads):
        rows.type(row, 0, f"Lead {row}")
        rows.type(row, 4, "New")


@BOOKS
def test_the_dashboard_counts_leads_below_those_that_it_counted_before(made: Any) -> None:
    backend = deepcopy(made())
    grown(backend, 700)
    before = backend.tab("Dashboard").formulas
    engine.sync(backend, OPTIONS)
    assert backend.tab("Dashboard").formulas == before
    last = max(row for row, _ in backend.tab(DASH_TAB).formulas)
    assert last >= 705
    assert backend.names["sf_dash_status"].endswith(f"${last}")
    assert backend.tab("Dashboard").cells[4][1] == 703
    writes = backend.writes
    engine.sync(backend, OPTIONS)
    assert backend.writes == writes


def test_a_few_more_leads_leave_the_hidden_tab_of_the_dashboard_as_it_is() -> None:
    backend = adopted()
    engine.sync(backend, OPTIONS)
    before = backend.tab(DASH_TAB).held
    grown(backend, 20)
    plan, _ = engine.look(backend, OPTIONS)
    assert DASH_TAB not in [tab.name for tab in plan.changes.rewritten]
    engine.sync(backend, OPTIONS)
    assert backend.tab(DASH_TAB).held == before


def test_lines_of_the_log_below_the_last_formula_are_read_after_a_sync() -> None:
    backend = live()
    log = backend.tab("Contacts log")
    for row in range(3, 120):
        log.type(row, 0, 46330)
        log.type(row, 1, "Ana Ruiz")
        log.type(row, 2, "out")
    engine.sync(backend, OPTIONS)
    assert max(row for row, _ in backend.tab(LOG_TAB).formulas) >= 120
    writes = backend.writes
    engine.sync(backend, OPTIONS)
    assert backend.writes == writes

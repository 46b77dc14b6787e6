"""A formula of a person survives every command, whatever it shows."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow import engine
from sheetflow.backends.memory import Formula, MemoryBackend
from sheetflow.columns import OWNED, OWNED_KEYS
from sheetflow.doctor.finding import CheckRequest
from sheetflow.doctor.workbook import check_workbook
from sheetflow.engine import Options
from sheetflow.errors import SheetflowError
from sheetflow.model import Value, serial
from sheetflow.starter.adopt import tabs_to_add

FRIDAY = date(2026, 11, 20)
HEADINGS = ["Name", "Email", "Since", "Last contact"]


def book(*more: str) -> MemoryBackend:
    """Three leads, never synced."""
    rows = [
        ["Ada Marsh", "ada@example.org", serial(date(2026, 11, 2)), serial(date(2026, 11, 16))],
        ["Bo Lund", "bo@example.org", serial(date(2026, 11, 18))],
        ["Cy Fenn", "cy@example.org", serial(date(2026, 11, 2)), serial(date(2026, 11, 17))],
    ]
    return MemoryBackend({"Leads": [[*HEADINGS, *more], *rows]})


def synced() -> MemoryBackend:
    backend = book()
    engine.sync(backend, Options(FRIDAY))
    return backend


def at(backend: MemoryBackend, key: str) -> int:
    """The column of ours of that key."""
    heading = next(column.en for column in OWNED if column.key == key)
    return list(backend.tab("Leads").head[0]).index(heading)


def flags(backend: MemoryBackend, row: int, day: date = FRIDAY) -> tuple[str, ...]:
    plan, _ = engine.look(backend, Options(day))
    return next(found.decision.flags for found in plan.rows if found.row == row)


# ── a formula in a cell of ours ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", OWNED_KEYS)
@pytest.mark.parametrize("result", ["same", None, "", "other"])
def test_a_formula_in_a_cell_of_ours_stays_whatever_it_shows(key: str, result: str | None) -> None:
    backend = synced()
    column, tab = at(backend, key), backend.tab("Leads")
    shown = tab.cells[1][column] if result == "same" else result
    tab.type(2, column, Formula("=F2", shown))
    for day in range(4):
        engine.sync(backend, Options(FRIDAY + timedelta(day)))
        assert backend.tab("Leads").formulas == {(2, column): "=F2"}
    planned = (key, result) == ("next_contact", "same")  # a date ahead is a plan, and no warning
    assert ("typed_over" in flags(backend, 2)) is not planned


def test_the_cell_is_answered_again_once_it_is_emptied() -> None:
    backend = synced()
    tab, column = backend.tab("Leads"), at(backend, "why")
    before = tab.cells[1][column]
    tab.type(2, column, Formula("=A2", "Ada"))
    engine.sync(backend, Options(FRIDAY))
    backend.tab("Leads").type(2, column, None)
    engine.sync(backend, Options(FRIDAY))
    assert backend.tab("Leads").cells[1][column] == before
    assert "typed_over" not in flags(backend, 2)


def test_a_date_of_a_formula_after_the_last_contact_is_a_plan() -> None:
    backend = synced()
    day = serial(date(2026, 11, 27))
    backend.tab("Leads").type(2, at(backend, "next_contact"), Formula("=D2+11", day))
    plan, _ = engine.look(backend, Options(FRIDAY))
    assert (plan.rows[0].decision.rule, plan.rows[0].decision.due) == (
        "by_hand",
        date(2026, 11, 27),
    )
    assert "typed_over" not in plan.rows[0].decision.flags


def test_a_date_of_a_formula_that_a_contact_reached_stays_and_is_flagged() -> None:
    backend = synced()
    column = at(backend, "next_contact")
    backend.tab("Leads").type(2, column, Formula("=D2", serial(date(2026, 11, 16))))
    engine.sync(backend, Options(FRIDAY))
    assert (2, column) in backend.tab("Leads").formulas
    assert "typed_over" in flags(backend, 2)


# ── a team's Next contact at the first sync ──────────────────────────────────────────────────


def problems(backend: MemoryBackend) -> dict[str, tuple[object, ...]]:
    plan, _ = engine.look(backend, Options(FRIDAY))
    return {problem.text.code: problem.text.values for problem in plan.problems}


def test_a_next_contact_with_a_formula_stays_the_teams() -> None:
    backend = book("Next contact")
    tab = backend.tab("Leads")
    tab.type(2, 4, serial(date(2026, 11, 24)))
    tab.type(4, 4, serial(date(2026, 11, 25)))
    tab.type(3, 4, Formula('=IF(D3="","",D3+7)', None))
    assert "theirs_with_formulas" in problems(backend)
    engine.sync(backend, Options(FRIDAY))
    tab = backend.tab("Leads")
    assert "Next contact (sf)" in tab.head[0]
    assert tab.formulas == {(3, 4): '=IF(D3="","",D3+7)'}
    assert [row[4] for row in tab.cells[1:]] == [46350, None, 46351]


def test_the_message_says_what_becomes_of_each_cell() -> None:
    backend = book("Next contact")
    tab = backend.tab("Leads")
    tab.type(2, 4, serial(date(2026, 11, 5)))  # before the last contact
    tab.type(3, 4, serial(date(2026, 11, 27)))
    tab.type(4, 4, "soon")
    assert problems(backend)["ours_now"] == (1, 1, 1)
    engine.sync(backend, Options(FRIDAY))
    cells = [row[4] for row in backend.tab("Leads").cells[1:]]
    assert cells == [serial(date(2026, 11, 17)), serial(date(2026, 11, 27)), "soon"]


# ── every command ────────────────────────────────────────────────────────────────────────────

results: st.SearchStrategy[Value] = (
    st.none()
    | st.sampled_from(["", "Ada", "▲ Overdue", "no owner", True])
    | st.integers(46_300, 46_400)
)
commands = st.sampled_from(["sync", "plan", "doctor", "init", "next day", "contact", "reply", "es"])


def run(backend: MemoryBackend, command: str, day: date) -> date:
    """Does as somebody would; returns the day after it."""
    if command == "plan":
        engine.look(backend, Options(day))
    elif command == "doctor":
        check_workbook(backend, CheckRequest("leads.xlsx", Options(day)))
    elif command == "init":
        engine.write(backend, lambda: tabs_to_add(backend, Options(day), None))
    elif command == "contact":
        backend.tab("Leads").type(2, 3, serial(day))
    elif command == "reply":
        backend.tab("Leads").type(3, 3, serial(day))
    elif command == "next day":
        day += timedelta(1)
    engine.sync(backend, Options(day, lang="es" if command == "es" else None, force=True))
    return day


@settings(max_examples=min(40, settings.default.max_examples))
@given(
    st.dictionaries(
        st.tuples(st.integers(2, 4), st.sampled_from(OWNED_KEYS)), results, min_size=1, max_size=9
    ),
    st.lists(commands, max_size=4),
)
def test_a_formula_of_a_person_survives_every_command(
    typed: dict[tuple[int, str], Value], after: list[str]
) -> None:
    backend, day = synced(), FRIDAY
    for (row, key), result in typed.items():
        text = f"=T({key})"
        backend.tab("Leads").type(row, at(backend, key), Formula(text, result))
    expected = backend.tab("Leads").formulas
    for command in ["sync", *after]:
        with suppress(SheetflowError):
            day = run(backend, command, day)
        assert backend.tab("Leads").formulas == expected
    engine.sync(backend, Options(day, force=True))
    writes = backend.writes
    engine.sync(backend, Options(day, force=True))
    assert backend.writes == writes

"""Live formulas of ours: a sync keeps them, and people's cells win over them as ever."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sheetflow import engine
from sheetflow.backends.memory import Formula, MemoryBackend
from sheetflow.columns import OWNED, OWNED_KEYS
from sheetflow.engine import Options
from sheetflow.live import (
    ANSWERED,
    CALC_TAB,
    HEARD,
    MEMORY_TAB,
    READS,
    SETTINGS_TAB,
    SHOWN,
    is_live,
    live_formula,
    reads_of,
)
from sheetflow.model import CellError, Changes, NewTab, Value, column_letters, serial

FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)
OUR_HEADINGS = [column.en for column in OWNED]
HEADINGS = ["Name", "Email", "Last contact", *OUR_HEADINGS]
LIVE = OWNED_KEYS[:-1]
FORMULA = {key: live_formula(column_letters(1 + at)) for at, key in enumerate(LIVE)}


def lead(name: str, contacted: date) -> list[Value | Formula]:
    formulas = [Formula(FORMULA[key]) for key in LIVE]
    return [name, f"{name.lower()}@example.org", serial(contacted), *formulas]


def book(calculated: date | None = None) -> MemoryBackend:
    """Two leads and one row of formulas below, never synced."""
    rows = [HEADINGS, lead("Ada", date(2026, 11, 12)), lead("Bo", date(2026, 11, 19))]
    rows.append([None, None, None, *(Formula(FORMULA[key]) for key in LIVE)])
    calc = [["row", *(SHOWN[key] for key in LIVE)]]
    day = serial(calculated) if calculated else None
    return MemoryBackend({"Leads": rows, CALC_TAB: calc, SETTINGS_TAB: [["today"], [day]]})


def synced(calculated: date | None = None) -> MemoryBackend:
    backend = book(calculated)
    engine.sync(backend, Options(FRIDAY))
    return backend


def cell(backend: MemoryBackend, row: int, key: str) -> Any:
    held = backend.tab("Leads").held[row - 1]
    return held[3 + OWNED_KEYS.index(key)]


def codes(backend: MemoryBackend, day: date = FRIDAY) -> list[str]:
    plan, _ = engine.look(backend, Options(day))
    return [problem.text.code for problem in plan.problems]


@pytest.mark.parametrize("key", LIVE)
def test_a_sync_keeps_each_formula_and_refreshes_its_result(key: str) -> None:
    found = cell(synced(), 2, key)

    assert isinstance(found, Formula)
    assert found.text == FORMULA[key]
    assert key == "interest" or key == "flags" or found.result is not None


def test_a_second_sync_writes_nothing() -> None:
    backend = synced()

    assert not engine.sync(backend, Options(FRIDAY)).wrote


def test_a_result_that_changed_by_itself_is_nobodys_edit() -> None:
    backend = synced()
    column = 3 + OWNED_KEYS.index("status")
    backend.tab("Leads").type(3, column, Formula(FORMULA["status"], "▲ Overdue"))

    plan, _ = engine.look(backend, Options(MONDAY))

    assert all("typed_over" not in row.decision.flags for row in plan.rows)


def test_a_date_typed_over_a_formula_is_a_plan_until_the_next_contact() -> None:
    backend = synced()
    next_contact = 3 + OWNED_KEYS.index("next_contact")
    backend.tab("Leads").type(2, next_contact, serial(date(2026, 11, 27)))
    engine.sync(backend, Options(FRIDAY))
    assert cell(backend, 2, "next_contact") == serial(date(2026, 11, 27))

    backend.tab("Leads").type(2, 2, serial(date(2026, 11, 27)))
    engine.sync(backend, Options(date(2026, 11, 27)))

    put_back = cell(backend, 2, "next_contact")
    assert isinstance(put_back, Formula)
    assert put_back.text == FORMULA["next_contact"]


def test_an_answer_without_its_formula_gets_it_back() -> None:
    backend = synced()
    status = 3 + OWNED_KEYS.index("status")
    shown = cell(backend, 2, "status")
    assert isinstance(shown, Formula)
    backend.tab("Leads").type(2, status, shown.result)  # pasted as a value

    assert engine.sync(backend, Options(FRIDAY)).wrote
    assert cell(backend, 2, "status") == shown


def test_text_typed_over_a_formula_stays() -> None:
    backend = synced()
    step = 3 + OWNED_KEYS.index("next_step")
    backend.tab("Leads").type(2, step, "Ask for Ada's sister")

    engine.sync(backend, Options(FRIDAY))

    assert cell(backend, 2, "next_step") == "Ask for Ada's sister"


def test_a_formula_that_says_something_else_today_is_told() -> None:
    backend = synced(calculated=FRIDAY)
    status = 3 + OWNED_KEYS.index("status")
    backend.tab("Leads").type(2, status, Formula(FORMULA["status"], "→ Planned"))

    assert codes(backend) == ["formula_differs"]


def test_a_formula_of_another_day_is_no_difference() -> None:
    backend = synced(calculated=date(2026, 11, 19))
    status = 3 + OWNED_KEYS.index("status")
    backend.tab("Leads").type(2, status, Formula(FORMULA["status"], "→ Planned"))

    assert codes(backend) == []


def test_a_formula_of_somebody_else_stays_theirs() -> None:
    backend = synced()
    theirs = Formula('IF(A2="Ada","mine","")', "mine")
    backend.tab("Leads").type(2, 3, theirs)

    engine.sync(backend, Options(FRIDAY))

    assert cell(backend, 2, "status") == theirs


@pytest.mark.parametrize(
    "saved",
    [
        "INDEX(_calc!$BX:$BX,ROW())",
        "INDEX('_calc'!$BX:$BX,ROW())",
        "INDEX(_calc!$BX$1:$BX$1048576,ROW())",
        "=INDEX(_calc!$BX:$BX;ROW())",
        "@INDEX(_calc!BX:BX, ROW())",
        "_xlfn.SINGLE(INDEX(_calc!$BX:$BX,ROW()))",
    ],
)
def test_our_formula_is_known_as_programs_save_it(saved: str) -> None:
    assert is_live(saved)


@pytest.mark.parametrize(
    "theirs",
    [
        "INDEX(_calc!$BX:$BX,ROW())+1",
        "INDEX(_calc!$BX:$BX,5)",
        "INDEX(calc!$BX:$BX,ROW())",
        "IF(A1,INDEX(_calc!$BX:$BX,ROW()),0)",
    ],
)
def test_a_formula_that_does_more_is_not_ours(theirs: str) -> None:
    assert not is_live(theirs)


def test_a_column_of_ours_that_is_added_anew_gets_its_formula() -> None:
    backend = synced()
    backend.tab("Leads").type(1, 3 + OWNED_KEYS.index("status"), "State")  # renamed by somebody

    engine.sync(backend, Options(FRIDAY))

    added = backend.tab("Leads").held[1][len(HEADINGS)]
    assert isinstance(added, Formula)
    assert added.text == FORMULA["status"]


def test_what_formulas_count_is_no_sign_of_a_lost_memory() -> None:
    backend = book()
    touches = 3 + OWNED_KEYS.index("touches")
    backend.tab("Leads").type(2, touches, Formula(FORMULA["touches"], 1))

    assert "memory_lost" not in codes(backend)


def test_a_formula_that_is_put_back_is_told() -> None:
    backend = synced()
    backend.tab("Leads").type(2, 3 + OWNED_KEYS.index("status"), None)

    assert codes(backend) == ["formula_back"]


def test_what_an_earlier_run_wrote_is_no_fault_though_the_day_was_calculated() -> None:
    backend = book(MONDAY)  # as LibreOffice saves it: today beside results that nobody looked at
    engine.sync(backend, Options(FRIDAY))

    assert "formula_differs" not in codes(backend, MONDAY)


def test_another_result_beside_old_ones_is_told() -> None:
    backend = book(MONDAY)
    engine.sync(backend, Options(FRIDAY))
    column = 3 + OWNED_KEYS.index("touches")
    backend.tab("Leads").type(3, column, Formula(FORMULA["touches"], 7))
    plan, _ = engine.look(backend, Options(MONDAY))

    told = [problem for problem in plan.problems if problem.text.code == "formula_differs"]
    assert [problem.text.values for problem in told] == [("touches", "7", "1")]


def heard(backend: MemoryBackend, moment: float) -> None:
    """Leaves what a program does that calculates: the formulas know this moment of the last run."""
    settings = backend.tab(SETTINGS_TAB)
    settings.type(1, 1, HEARD)
    settings.type(2, 1, moment)
    backend.read()
    told = NewTab(MEMORY_TAB, ((ANSWERED,), (46346.25,)), hidden=True)
    backend.apply(Changes((), new_tabs=(told,)))


def differing(backend: MemoryBackend, day: date) -> list[tuple[object, ...]]:
    plan, _ = engine.look(backend, Options(day))
    found = [problem.text for problem in plan.problems]
    return [text.values for text in found if text.code == "formula_differs"]


def test_a_formula_that_was_calculated_since_is_told_though_it_shows_what_was_written() -> None:
    backend = book(MONDAY)
    engine.sync(backend, Options(FRIDAY))
    heard(backend, 46346.25)

    told = differing(backend, MONDAY)
    assert [value[0] for value in told].count("status") == 1
    status = next(value for value in told if value[0] == "status")
    assert status[1] == cell(backend, 3, "status").result


def test_a_formula_that_nobody_calculated_since_cannot_be_judged() -> None:
    backend = book(MONDAY)
    engine.sync(backend, Options(FRIDAY))
    heard(backend, 46345.75)

    assert differing(backend, MONDAY) == []


def test_a_reason_that_differs_alone_is_told() -> None:
    backend = synced(calculated=FRIDAY)
    why = 3 + OWNED_KEYS.index("why")
    backend.tab("Leads").type(2, why, Formula(FORMULA["why"], "reply · 1 Jan 2026"))

    assert [value[0] for value in differing(backend, FRIDAY)] == ["why"]


def test_what_is_typed_over_a_formula_is_not_told_as_put_back() -> None:
    backend = synced()
    step = 3 + OWNED_KEYS.index("next_step")
    backend.tab("Leads").type(2, step, "Ask for Ada's sister")

    assert "formula_back" not in codes(backend)


def test_formulas_that_read_a_deleted_column_are_not_compared() -> None:
    backend = synced(calculated=FRIDAY)
    reads = reads_of(["name", "email", "last_contact", "last_reply", *OWNED_KEYS])
    memory = NewTab(MEMORY_TAB, ((READS,), (reads,)), hidden=True)
    backend.read()
    backend.apply(Changes((), new_tabs=(memory,)))
    status = 3 + OWNED_KEYS.index("status")
    backend.tab("Leads").type(2, status, Formula(FORMULA["status"], "→ Planned"))

    assert "formula_differs" not in codes(backend)


def test_a_formula_that_nobody_calculated_yet_is_blank_and_nothing_to_write() -> None:
    backend = synced()
    for key in ("interest", "flags"):
        assert cell(backend, 2, key).result is None
        bare = Formula(FORMULA[key], CellError("#CALC!"))
        backend.tab("Leads").type(2, 3 + OWNED_KEYS.index(key), bare)

    assert engine.look(backend, Options(FRIDAY))[0].counts.changes == 0

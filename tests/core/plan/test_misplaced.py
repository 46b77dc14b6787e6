"""sheetflow.plan.misplaced: answers in the row of another lead are known for ours, what people did
is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sheetflow.model import Value
from sheetflow.parse.leads import ANSWERS, Lead, LeadTable
from sheetflow.plan.misplaced import find_misplaced
from sheetflow.state import State
from sheetflow.state.record import written_text

STATUS, NEXT, TOUCHES, WHY = (
    ANSWERS.index(key) for key in ("status", "next_contact", "touches", "why")
)
NOTHING: tuple[Value, ...] = (None,) * len(ANSWERS)


def answers(n: int, **other: Value) -> tuple[Value, ...]:
    """What a run left for the n-th lead; every lead has its own dates."""
    found: dict[str, Value] = {
        "status": "🟢 Waiting",
        "next_contact": 46000 + n,
        "overdue": None,
        "next_step": "Wait for their answer",
        "touches": 1,
        "interest": 50 + n,
        "flags": None,
        "why": f"The last message went out on {n} Nov; 7 working days of grace run to {n + 9} Nov.",
    }
    return tuple((found | other)[key] for key in ANSWERS)


def state(written: dict[str, Sequence[Value]]) -> State:
    return State(
        texts={
            id_: f"{id_}|a|b|new|1|||new||waiting|{written_text(row)}"
            for id_, row in written.items()
        }
    )


def table(*rows: tuple[str, Sequence[Value]]) -> LeadTable:
    leads = LeadTable()
    blank: dict[str, Any] = dict.fromkeys(Lead._fields)
    for n, (id_, found) in enumerate(rows, 2):
        one = blank | {
            "row": n,
            "id": id_,
            "who": 0,
            "cells": 0,
            "word": 0,
            "email": 0,
            "phone": 0,
            "answers": tuple(found),
        }
        leads.extend({field: [value] for field, value in one.items()})
    return leads


def typed(row: Sequence[Value], at: int, value: Value) -> tuple[Value, ...]:
    return (*row[:at], value, *row[at + 1 :])


A, B, C = answers(1), answers(2), answers(3)
WROTE = state({"A": A, "B": B, "C": C})
VARIED = {at for at in range(len(ANSWERS)) if A[at] != B[at]}


def misplaced(*rows: tuple[str, Sequence[Value]], of: State = WROTE) -> dict[str, frozenset[int]]:
    return {id_: found for id_, found in find_misplaced([table(*rows)], of).items() if found}


# ── misplaced ────────────────────────────────────────────────────────────────────────────────────


def test_answers_that_changed_places_are_misplaced_in_both_rows():
    assert misplaced(("A", B), ("B", A), ("C", C)) == {
        "A": frozenset(VARIED),
        "B": frozenset(VARIED),
    }


def test_answers_one_row_off_are_found_in_every_row_they_reached():
    """A row was inserted above in the instant of the write; C lost its own, the new row has no
    record.
    """
    found = misplaced(("NEW", A), ("A", B), ("B", C), ("C", answers(9)))
    assert found.keys() == {"A", "B", "C"}
    assert found["A"] == found["B"] == frozenset(VARIED)


def test_the_older_answers_of_the_row_that_lost_its_own_are_ours_too():
    """The write for A went to B, so A still shows what the run before left."""
    assert WHY in misplaced(("A", answers(30)), ("B", A))["A"]


def test_a_text_that_is_none_of_ours_in_the_row_that_lost_its_own_is_not_misplaced():
    found = misplaced(("A", typed(answers(30), WHY, "Call the office, not the mobile")), ("B", A))
    assert WHY not in found["A"]
    assert WHY in found["B"]


def test_a_reason_alone_is_enough():
    lost = typed(A, WHY, None)
    assert misplaced(("A", lost), ("B", typed(B, WHY, A[WHY]))) == {
        "B": frozenset({WHY}),
        "A": frozenset({WHY}),
    }


def test_rows_of_several_tabs_are_compared():
    found = find_misplaced([table(("A", B)), table(("B", A))], WROTE)
    assert found == {"A": frozenset(VARIED), "B": frozenset(VARIED)}


# ── what people did ───────────────────────────────────────────────────────────────────────────


def test_where_all_is_as_written_nothing_is_misplaced():
    assert misplaced(("A", A), ("B", B), ("C", C)) == {}


def test_answers_that_a_person_copied_to_another_row_are_not_misplaced():
    assert misplaced(("A", A), ("B", A), ("C", C)) == {}


def test_answers_copied_from_a_row_in_which_somebody_typed_are_not_misplaced():
    assert misplaced(("A", typed(A, STATUS, "mine")), ("B", A)) == {}


def test_answers_that_a_person_cleared_are_not_misplaced():
    assert misplaced(("A", NOTHING), ("B", B)) == {}


def test_one_equal_number_is_chance():
    """A person typed 2 over our touches, and the 2 of another lead was changed."""
    wrote = state({"A": answers(1, touches=2), "B": B})
    assert misplaced(("A", answers(1, touches=5)), ("B", typed(B, TOUCHES, 2)), of=wrote) == {}


def test_a_word_that_very_many_rows_lack_tells_nothing():
    many = {
        f"L{n}": answers(n, why="Closed: the stage is Won.", interest=7, next_contact=46000)
        for n in range(60)
    }
    rows = [(id_, typed(typed(row, WHY, None), NEXT, None)) for id_, row in many.items()]
    assert (
        misplaced(
            *rows, ("A", typed(A, WHY, "Closed: the stage is Won.")), of=state({**many, "A": A})
        )
        == {}
    )


def test_a_lead_without_a_record_is_none_of_ours_to_judge():
    assert misplaced(("N", A), ("", B), ("A", A), ("B", B)) == {}


TEXTS = st.text("abc xyz", min_size=1, max_size=8).map(lambda text: f"my {text}")
CELLS = st.tuples(st.sampled_from("ABC"), st.integers(0, len(ANSWERS) - 1))


@given(st.dictionaries(CELLS, TEXTS, max_size=8))
def test_text_that_people_typed_is_never_misplaced(cells):
    rows = {"A": A, "B": B, "C": C}
    for (id_, at), text in cells.items():
        rows[id_] = typed(rows[id_], at, text)
    assert misplaced(*rows.items()) == {}


@given(st.permutations("ABCDE"), st.dictionaries(st.sampled_from("ABCDE"), TEXTS, max_size=3))
def test_answers_in_any_order_are_misplaced_exactly_where_they_are_not_at_home(order, texts):
    """Whoever typed among them is still heard."""
    wrote = {id_: answers(n) for n, id_ in enumerate("ABCDE")}
    rows = {id_: wrote[other] for id_, other in zip("ABCDE", order, strict=True)}
    rows = {
        id_: typed(row, STATUS, texts[id_]) if id_ in texts else row for id_, row in rows.items()
    }
    found = misplaced(*rows.items(), of=state(wrote))
    assert found == {
        id_: frozenset(VARIED) for id_, other in zip("ABCDE", order, strict=True) if other != id_
    }


def test_what_is_found_does_not_depend_on_the_order_of_the_rows():
    rows = [("A", B), ("B", C), ("C", typed(A, STATUS, "mine"))]
    assert misplaced(*rows) == misplaced(*reversed(rows))


def test_a_state_that_is_lost_finds_nothing():
    assert misplaced(("A", B), ("B", A), of=replace(WROTE, texts={})) == {}

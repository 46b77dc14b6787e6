"""Who is who: ids through sorting, copying, deleting, and a state that is lost."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.model import STATE_TAB, Value
from sheetflow.plan.identity import identify, refused_ids, unclear_rows
from sheetflow.state import State, read_state
from sheetflow.texts.render import render
from tests.core.test_state import HEADINGS, book, contacted, touches
from tests.support.cell_strategies import values
from tests.support.grids import Sheet, day

# ── identity ─────────────────────────────────────────────────────────────────────────────────


def ids(sheet: Sheet) -> dict[object, object]:
    return {sheet.at(n, "Name"): sheet.at(n, "sf id") for n in range(2, len(sheet.rows) + 1)}


def trio() -> Sheet:
    """Three leads with 1, 2 and 3 touches."""
    sheet = book("Ana", "Bea", "Carlos")
    for n, d in enumerate(("11-02", "11-03", "11-04")):
        for row in range(2 + n, 5):
            sheet.type(row, "Last contact", day(d))
        sheet.sync(d)
    return sheet


def counts(sheet: Sheet) -> dict[object, object]:
    return {sheet.at(n, "Name"): sheet.at(n, "Touches") for n in range(2, len(sheet.rows) + 1)}


ALL = {"Ana": 1, "Bea": 2, "Carlos": 3}


def test_every_row_gets_an_id_of_its_own() -> None:
    found = ids(trio())
    assert len(set(found.values())) == 3
    assert all(
        isinstance(id_, str) and id_[0].isalpha() and not id_.isdigit() for id_ in found.values()
    )


def test_touches_follow_their_lead_through_a_sort() -> None:
    sheet = trio()
    before = ids(sheet)
    sheet.rows[1:] = sheet.rows[:0:-1]
    sheet.sync("11-04")
    assert (counts(sheet), ids(sheet)) == (ALL, before)


def test_inserting_and_deleting_rows_moves_nobodys_touches() -> None:
    sheet = trio()
    del sheet.rows[2]
    sheet.rows.insert(
        1, ["Dora", "dora@x.com", None, None, None, day("11-04").toordinal() - 693594]
    )
    sheet.sync("11-04")
    assert counts(sheet) == {"Dora": 1, "Ana": 1, "Carlos": 3}


def test_a_copied_row_gets_an_id_of_its_own_and_the_upper_one_keeps_it() -> None:
    sheet = trio()
    first = sheet.at(4, "sf id")
    sheet.rows.append(list(sheet.rows[3]))
    sheet.sync("11-04")
    assert sheet.at(4, "sf id") == first
    assert sheet.at(5, "sf id") not in (first, None)
    assert (touches(sheet, 4), touches(sheet, 5)) == (3, 1)


def test_a_copy_whose_name_was_changed_is_the_new_one_wherever_it_is() -> None:
    sheet = trio()
    copy = list(sheet.rows[3])
    copy[0:2] = ["Dora", "dora@x.com"]
    sheet.rows.insert(1, copy)
    before = sheet.at(5, "sf id")
    sheet.sync("11-04")
    assert (sheet.at(5, "sf id"), touches(sheet, 5)) == (before, 3)
    assert sheet.at(2, "sf id") not in (before, None)


def test_somebody_who_changes_name_keeps_id_and_touches() -> None:
    sheet = trio()
    before = sheet.at(4, "sf id")
    sheet.type(4, "Name", "Carlos Ruiz")
    sheet.sync("11-04")
    assert (sheet.at(4, "sf id"), touches(sheet, 4)) == (before, 3)


def test_emptied_ids_come_back() -> None:
    sheet = trio()
    before = ids(sheet)
    for row in (2, 3, 4):
        sheet.type(row, "sf id", None)
    sheet.sync("11-04")
    assert (counts(sheet), ids(sheet)) == (ALL, before)


def test_an_id_the_state_does_not_know_is_a_new_row() -> None:
    sheet = trio()
    sheet.rows.append(list(sheet.rows[3]))
    sheet.type(5, "Name", "Dora")
    sheet.type(5, "Email", "dora@x.com")
    sheet.type(5, "sf id", "LOTHER123")
    sheet.sync("11-05")
    assert touches(sheet, 5) == 1


@pytest.mark.parametrize(
    ("typed", "stays"),
    [("L1|2", False), ("L" * 65, False), ("L" * 64, True)],
    ids=["a bar", "too long", "longest"],
)
def test_an_id_that_the_state_cannot_hold_is_replaced(typed: str, stays: bool) -> None:
    sheet = trio()
    sheet.rows.append(["Dora", "dora@x.com", "Eva", "New", None, day("11-04").toordinal() - 693594])
    sheet.type(5, "sf id", typed)
    sheet.sync("11-04")
    assert (sheet.at(5, "sf id") == typed) is stays
    state = read_state(row[0] for row in sheet.tabs[STATE_TAB])
    assert not state.lost
    assert list(state.texts) == [sheet.at(row, "sf id") for row in (2, 3, 4, 5)]


def test_a_typed_id_that_is_replaced_is_named_and_a_copied_one_is_not() -> None:
    sheet = trio()
    for row, typed in ((2, "ref|12"), (3, "L" * 65), (4, "same")):
        sheet.type(row, "sf id", typed)
    sheet.rows.append(list(sheet.rows[3]))
    column = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[sheet.rows[0].index("sf id")]
    found = list(refused_ids(sheet.look("11-04")[1].tabs[0]))
    assert [problem.where for problem in found] == [f"Leads!{column}2", f"Leads!{column}3"]
    assert {problem.text.code for problem in found} == {"refused_id"}
    sheet.sync("11-04", force=True)
    assert not list(refused_ids(sheet.look("11-04")[1].tabs[0]))


def test_a_plan_says_which_ids_are_replaced() -> None:
    sheet = trio()
    sheet.type(3, "sf id", "ref|12")
    plan = sheet.plan("11-04")
    told = [problem.text for problem in plan.problems if problem.text.code == "refused_id"]
    assert len(told) == 1
    assert "64" in render(told[0], plan.locale)


def test_without_ids_none_is_refused() -> None:
    assert not list(refused_ids(book("Ana").look("11-02")[1].tabs[0]))


def unclear(ids: list[str], whos: list[int], known: dict[str, int]) -> list[int]:
    """The rows that cannot be told for certain, where the state knows these leads (id ->
    person).
    """
    state = State({}, {id_: f"{id_}|{who:x}" for id_, who in known.items()})
    given = identify(ids, whos, state, (f"N{n}" for n in range(99)))
    return unclear_rows(ids, whos, given, state)


KNOWN = {"A": 1, "B": 2, "C": 3, "D": 4}


@pytest.mark.parametrize(
    ("ids", "whos", "known", "found"),
    [
        ("BCAD", [1, 9, 3, 4], KNOWN, [1]),
        ("CDAB", [3, 4, 7, 7], {"A": 7, "B": 7, "C": 3, "D": 4}, []),
        ("ABCD", [3, 4, 7, 7], {"A": 7, "B": 7, "C": 3, "D": 4}, [2, 3]),
        (["", ""], [7, 7], {"A": 7, "B": 7}, [0, 1]),
        (["", ""], [7, 7], {"A": 7}, [0, 1]),
        ("CCC", [3, 7, 7], {"A": 7, "B": 7, "C": 3}, [1, 2]),
    ],
    ids=[
        "its id went to its lead",
        "namesakes with their ids",
        "namesakes without",
        "no ids",
        "one id for two rows",
        "another's id pasted over",
    ],
)
def test_a_row_that_may_be_a_missing_lead_and_is_not_proved_to_be_is_unclear(
    ids: str | list[str], whos: list[int], known: dict[str, int], found: list[int]
) -> None:
    assert unclear(list(ids), whos, known) == found


@pytest.mark.parametrize(
    ("ids", "whos", "known"),
    [
        ("ABCDD", [1, 2, 3, 4, 4], KNOWN),
        ("ABDD", [1, 2, 4, 9], KNOWN),
        ("AA", [7, 7], {"A": 7, "B": 7, "C": 7}),
        (["A", "B", "C", ""], [1, 2, 3, 9], KNOWN),
        (["A", "B", "new", "new"], [1, 2, 9, 4], KNOWN),
        (["A", "B", "x|y"], [1, 2, 4], KNOWN),
        ("BADC", [1, 2, 3, 4], KNOWN),
        (["B", "C", "D", "", "A"], [1, 2, 3, 4, 9], KNOWN),
        ("ABC", [1, 2, 9], KNOWN),
        (["", "", "new"], [1, 2, 3], {}),
    ],
    ids=[
        "copied",
        "copied and renamed, one deleted",
        "copied, namesakes deleted",
        "new, one deleted",
        "a typed id, copied",
        "a refused id",
        "only the people sorted",
        "nobody is missing",
        "renamed",
        "no state",
    ],
)
def test_a_copied_a_new_and_a_proved_row_are_clear(
    ids: str | list[str], whos: list[int], known: dict[str, int]
) -> None:
    assert unclear(list(ids), whos, known) == []


def test_unclear_rows_are_named_by_the_cell_of_their_id_tab_by_tab() -> None:
    ana = ["Ana", None, "Eva", "New", None, day("11-02").toordinal() - 693594]
    sheet = Sheet(HEADINGS, ["Bea"], ana, others={"Jon": [HEADINGS, ["Luis"], ["Eli"], ana]})
    sheet.sync("11-02")
    assert not [p for p in sheet.plan("11-02").problems if p.text.code == "unclear_id"]
    at = sheet.rows[0].index("sf id")
    sheet.type(3, "sf id", None)
    sheet.tabs["Jon"][3][at] = None
    plan = sheet.plan("11-03")
    told = [problem for problem in plan.problems if problem.text.code == "unclear_id"]
    column = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at]
    assert [problem.where for problem in told] == [f"Leads!{column}3", f"Jon!{column}4"]
    assert "Touches" in render(told[0].text, plan.locale)
    sheet.sync("11-03")
    assert not [p for p in sheet.plan("11-03").problems if p.text.code == "unclear_id"]


def test_without_a_column_of_ids_an_unclear_row_is_named_all_the_same() -> None:
    sheet = book("Ana", "Bea")
    for row in (2, 3):
        sheet.type(row, "Name", "Ana")
        sheet.type(row, "Email", None)
    sheet.sync("11-02")
    at = sheet.rows[0].index("sf id")
    for line in sheet.rows:
        del line[at:]
    found = [
        problem.where
        for problem in sheet.plan("11-02").problems
        if problem.text.code == "unclear_id"
    ]
    assert found == ["Leads!A2", "Leads!A3"]


def test_a_fresh_id_is_nobodys() -> None:
    state = State({}, {"L1": "L1|7"})
    fresh = iter(["L1", "L2", "L3", "L3", "L2", "L1", "L4"])
    assert identify(["", "L2", ""], [8, 9, 10], state, fresh) == ["L3", "L2", "L4"]


def test_a_fresh_id_is_given_once_on_the_first_run_too() -> None:
    assert identify(["", ""], [8, 9], State(), iter(["L1", "L1", "L2"])) == ["L1", "L2"]


def test_rows_that_share_name_and_email_do_not_get_the_one_forgotten_id() -> None:
    sheet = trio()
    before = sheet.at(4, "sf id")
    sheet.type(4, "sf id", None)
    sheet.rows.append(list(sheet.rows[3]))
    sheet.sync("11-04")
    assert before not in (sheet.at(4, "sf id"), sheet.at(5, "sf id"))
    assert sheet.at(4, "sf id") != sheet.at(5, "sf id")


def test_a_row_does_not_choose_between_two_forgotten_ids() -> None:
    state = State({}, {"L1": "L1|7", "L2": "L2|7"})
    assert identify([""], [7], state, iter(["L3"])) == ["L3"]


def test_a_row_that_moved_to_another_tab_keeps_its_touches() -> None:
    sheet = Sheet(
        HEADINGS,
        ["Ana", "ana@x.com", "Eva", "New", None, day("11-02")],
        others={"Jon": [HEADINGS, ["Luis", "l@x.com"]]},
    )
    sheet.sync("11-02")
    contacted(sheet, "11-03")
    sheet.tabs["Jon"].append(sheet.rows.pop(1))
    sheet.sync("11-03")
    assert sheet.tabs["Jon"][2][sheet.tabs["Jon"][0].index("Touches")] == 2


# ── losses ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("loss", ["deleted", "garbage", "half", "other version", "a row changed"])
def test_without_its_state_the_touches_come_from_the_sheet(loss: str) -> None:
    sheet = trio()
    before, rows = ids(sheet), sheet.tabs[STATE_TAB]
    if loss == "deleted":
        del sheet.tabs[STATE_TAB]
    elif loss == "garbage":
        rows[0][0] = "{not json"
    elif loss == "half":
        del rows[2]
    elif loss == "other version":
        rows[0][0] = str(rows[0][0]).replace('"sheetflow": 2', '"sheetflow": 99')
    else:
        rows[1][0] = "L1|banana"
    plan = sheet.plan("11-04")
    assert [p.text.code for p in plan.problems] == ["memory_lost"]
    sheet.sync("11-04")
    assert (counts(sheet), ids(sheet)) == (ALL, before)
    assert contacted(sheet, "11-05", row=4) == 4


def test_without_state_and_number_a_contacted_row_has_one_touch() -> None:
    sheet = trio()
    del sheet.tabs[STATE_TAB]
    sheet.type(4, "Touches", "many")
    assert sheet.plan("11-04").rows[2].facts.touches == 1


def test_without_state_our_own_texts_are_not_taken_for_a_persons() -> None:
    sheet = trio()
    del sheet.tabs[STATE_TAB]
    sheet.sync("11-05")
    assert all("typed" not in str(sheet.at(n, "Flags")) for n in (2, 3, 4))
    assert sheet.plan("11-05").counts.changes == 0


def test_without_state_a_persons_plan_is_kept() -> None:
    sheet = trio()
    sheet.type(2, "Next contact", day("12-24"))
    sheet.sync("11-04")
    del sheet.tabs[STATE_TAB]
    assert sheet.plan("11-05").rows[0].decision.due == day("12-24")


def test_a_state_that_is_whole_is_read_back_as_it_was_written() -> None:
    sheet = trio()
    state = read_state([row[0] for row in sheet.tabs[STATE_TAB]])
    assert not state.lost
    assert state.today == day("11-04")
    assert {state.get(str(i)) is not None for i in ids(sheet).values()} == {True}


@given(st.lists(values, max_size=6))
def test_no_content_makes_the_state_raise(rows: list[Value]) -> None:
    state = read_state(rows)
    assert state.lost


@given(st.lists(st.sampled_from(["", "A", "B", "C", "x|y"]), max_size=7), st.data())
def test_ids_are_always_unique(typed: list[str], data: st.DataObject) -> None:
    whos = data.draw(st.lists(st.integers(0, 2), min_size=len(typed), max_size=len(typed)))
    state = State({"x": 1}, {i: f"{i}|{n:x}|0|new|0||||||" for n, i in enumerate("AB")})
    fresh = (f"N{n}" for n in range(99))
    given_ids = identify(typed, whos, state, fresh)
    assert len(set(given_ids)) == len(typed)
    assert all(given_ids)


@given(st.randoms(use_true_random=False))
def test_any_shuffle_keeps_touches_with_their_lead(chance: random.Random) -> None:
    sheet = trio()
    rows = sheet.rows[1:]
    chance.shuffle(rows)
    sheet.rows[1:] = rows
    sheet.sync("11-04")
    assert counts(sheet) == ALL

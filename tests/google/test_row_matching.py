"""sheetflow.backends.google.row_matching: which row of now is which row of then."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sheetflow.backends.google.row_matching import (
    RowKeys,
    at,
    match_rows,
    match_rows_after_write,
    no_row_moved,
)
from tests.google.moves import Row, Sheet, lead, moves, sheets

HEADING = Row(None, ("Name", "Email"), {"id": "sf id"})
ANA, BEN, EVA = lead(1, id="ID1"), lead(2, id="ID2"), lead(3)


def rows(*below: Row) -> RowKeys:
    return Sheet([HEADING, *below]).look()


# ── nothing was written yet ───────────────────────────────────────────────────────────────────


@given(st.data())
def test_a_match_is_the_same_id_and_the_same_person_and_each_row_has_one_partner(data):
    sheet = data.draw(sheets())
    before = sheet.look()
    sheet.act_all(data.draw(moves))
    now = sheet.look()
    matches = match_rows(before, now)
    assert len(set(matches.values())) == len(matches)
    for row, other in matches.items():
        assert (before.cell("id", row), before.who_is(row)) == (
            now.cell("id", other),
            now.who_is(other),
        )


@given(st.data())
def test_rows_that_only_moved_are_all_found(data):
    sheet = data.draw(sheets())
    before = sheet.look()
    leads = {number: row.lead for number, row in enumerate(sheet.rows, 1) if row.lead}
    sheet.act_all(move for move in data.draw(moves) if move[0] in ("insert", "move", "sort"))
    found = {
        row: sheet.rows[other - 1].lead for row, other in match_rows(before, sheet.look()).items()
    }
    assert {row: found.get(row) for row in leads} == leads


def test_rows_that_did_not_move_match_themselves_even_where_two_are_alike():
    assert match_rows(rows(ANA, ANA), rows(ANA, ANA)) == {1: 1, 2: 2, 3: 3}


def test_blank_rows_below_the_last_lead_move_nothing():
    assert no_row_moved(rows(ANA), rows(ANA, Row(None), Row(None)))


def test_an_id_that_changed_or_a_name_that_changed_counts_as_a_move():
    assert not no_row_moved(rows(EVA), rows(lead(3, id="ID3")))
    assert not no_row_moved(rows(ANA), rows(lead(4, id="ID1")))


def test_a_person_beside_the_id_of_another_is_nobody_known():
    assert match_rows(rows(ANA, BEN), rows(lead(1, id="ID2"), lead(2, id="ID1"))) == {1: 1}


def test_one_row_that_became_two_is_in_doubt():
    assert match_rows(rows(ANA, BEN), rows(ANA, BEN, ANA)) == {1: 1, 3: 3}


def test_rows_that_are_alike_are_in_doubt_as_soon_as_anything_moved():
    """What else is in them may differ, and a sort puts them in any order."""
    assert match_rows(rows(ANA, EVA, EVA), rows(EVA, EVA, ANA)) == {1: 1, 2: 4}


def test_a_row_that_says_nothing_matches_nothing():
    assert match_rows(rows(ANA, Row(None), BEN), rows(Row(None), ANA, BEN)) == {1: 1, 2: 3, 4: 4}


def test_a_column_of_ours_that_is_not_there_yet_is_blank():
    before = RowKeys([["Name", "Ana"]], {"id": []})
    assert match_rows(before, RowKeys([["Name", None, "Ana"]], {"id": ["sf id"]})) == {2: 3}


def test_a_cell_below_the_end_of_a_column_is_blank():
    assert (at(["a"], 1), at(["a"], 2)) == ("a", None)
    assert (RowKeys([["a", "b"]], {"id": ["x"]}).height, RowKeys([], {}).height) == (2, 0)


# ── after a write ─────────────────────────────────────────────────────────────────────────────


def test_a_lead_whose_name_changed_is_known_by_its_id():
    assert match_rows_after_write(rows(ANA, BEN), rows(BEN, lead(9, id="ID1")), {}) == {
        1: 1,
        3: 2,
        2: 3,
    }


def test_an_id_that_was_in_two_rows_proves_nothing_by_itself():
    """Eva's row was copied from Ben's; now it has another id, and a copy of Ben's is above."""
    eva, mixed = lead(3, id="ID2"), rows(BEN, lead(3, id="OTHER"), BEN)
    assert match_rows_after_write(rows(eva, BEN), mixed, {"OTHER": 9}) == {1: 1, 2: 3, 3: 2}


def test_an_id_that_is_beside_two_others_now_proves_nothing():
    """Ana's name was corrected, or her row was copied over another: who knows which of the two she
    is?
    """
    assert match_rows_after_write(
        rows(ANA, BEN), rows(lead(8, id="ID1"), BEN, lead(9, id="ID1")), {}
    ) == {
        1: 1,
        3: 3,
    }


def test_a_lead_without_its_id_is_known_by_its_name():
    assert match_rows_after_write(rows(ANA, BEN), rows(BEN, lead(1)), {}) == {1: 1, 3: 2, 2: 3}


def test_rows_that_are_alike_keep_their_order_whichever_of_them_a_new_id_was_written_to():
    """When a row was inserted above, the id of the lower one was written to the upper one."""
    alike, given_to = lead(3), {"NEW": 3}
    assert match_rows_after_write(
        rows(alike, alike), rows(lead(9), lead(3, id="NEW"), alike), given_to
    ) == {
        1: 1,
        2: 3,
        3: 4,
    }


def test_a_new_id_distinguishes_rows_of_which_more_are_alike_now():
    alike = lead(3)
    assert match_rows_after_write(
        rows(alike, alike), rows(alike, alike, lead(3, id="NEW")), {"NEW": 3}
    ) == {
        1: 1,
        2: 2,
        3: 4,
    }


def test_copies_with_one_id_keep_their_order_when_one_of_them_got_a_new_one():
    moved = rows(lead(9), lead(1, id="NEW"), ANA)
    assert match_rows_after_write(rows(ANA, ANA), moved, {"NEW": 3}) == {1: 1, 2: 3, 3: 4}


def test_a_new_id_on_another_person_counts_for_nothing():
    """It was written to Ben's row when Eva's moved: Ben is known by his name, and so is Eva."""
    assert match_rows_after_write(rows(EVA, BEN), rows(lead(2, id="NEW"), EVA), {"NEW": 2}) == {
        1: 1,
        2: 3,
        3: 2,
    }


def test_of_rows_that_are_alike_the_upper_one_is_taken():
    assert match_rows_after_write(rows(ANA, BEN), rows(ANA, ANA, BEN), {}) == {1: 1, 2: 2, 3: 4}


@given(st.data())
def test_after_a_write_too_each_row_has_one_partner(data):
    sheet = data.draw(sheets())
    before = sheet.look()
    sheet.act_all(data.draw(moves))
    matches = match_rows_after_write(before, sheet.look(), {"ID1": 2})
    assert len(set(matches.values())) == len(matches)

"""Positions along one dimension, for every small insert, delete and move."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.sheets_server.changes.axis import Delete, Insert, Move, Shift, bounds

SIZE = 12
places = st.integers(0, SIZE - 1)


@st.composite
def inserts(draw: st.DrawFn) -> Insert:
    return Insert(draw(st.integers(0, SIZE)), draw(st.integers(1, 4)))


@st.composite
def deletes(draw: st.DrawFn) -> Delete:
    start = draw(places)
    return Delete(start, draw(st.integers(start + 1, SIZE)))


@st.composite
def moves(draw: st.DrawFn) -> Move:
    start = draw(places)
    end = draw(st.integers(start + 1, SIZE))
    return Move(
        start, end, draw(st.integers(0, SIZE).filter(lambda place: not start < place < end))
    )


@given(st.one_of(inserts(), deletes(), moves()), places)
def test_where_a_row_came_from_is_where_it_was(shift: Shift, index: int) -> None:
    place = shift.at(index)
    assert place is None or shift.source(place) == index


@given(inserts(), st.data())
def test_deleting_what_was_inserted_changes_no_range(insert: Insert, data: st.DataObject) -> None:
    start = data.draw(places)
    end = data.draw(st.integers(start + 1, SIZE))
    grown = insert.span(start, end)
    assert grown is not None
    assert Delete(insert.start, insert.start + insert.size).span(*grown) == (start, end)


@given(st.one_of(deletes(), moves()), st.data())
def test_a_range_never_covers_rows_that_it_did_not_cover(shift: Shift, data: st.DataObject) -> None:
    start = data.draw(places)
    end = data.draw(st.integers(start + 1, SIZE))
    after = shift.span(start, end)
    if after is None or isinstance(shift, Move):
        # What is moved into a range joins it; what leaves it is out.
        return
    assert all(start <= (shift.source(index) or 0) < end for index in range(*after))


@given(moves())
def test_a_move_is_a_permutation(move: Move) -> None:
    assert sorted(place for index in range(SIZE) if (place := move.at(index)) is not None) == list(
        range(SIZE)
    )


def test_an_open_side_stays_open() -> None:
    assert bounds(Insert(0, 2), None, 5) == (None, 7)
    assert bounds(Insert(0, 2), 3, None) == (5, None)
    assert bounds(Delete(0, 9), None, 5) is None

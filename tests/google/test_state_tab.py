"""sheetflow.backends.google.state_tab: few changes are few rows, whatever their order."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.backends.google.read import GoogleTab
from sheetflow.backends.google.state_tab import (
    SPARE,
    changed_lines,
    lines_of,
    restamped,
    state_tab_requests,
)
from sheetflow.model import CellError, Value
from sheetflow.state import OPEN

BY_ID = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 3), max_size=8)
RECORDS = BY_ID.map(lambda found: [f"{id_}|{text}" for id_, text in found.items()])
JUNK = st.sampled_from([None, None, 12, "", "C|old", CellError("#REF!")])


def header(stamp: str = "s1", **other: object) -> str:
    return json.dumps({"leads": 1, "stamp": stamp, **other}, sort_keys=True)


def applied(before: list[Value], changed: dict[int, str]) -> list[Value]:
    """The tab after the write; no text clears a cell."""
    after = before + [None] * (max(changed, default=0) - len(before))
    for row, text in changed.items():
        after[row - 1] = text or None
    return after


@given(st.lists(JUNK, max_size=4), RECORDS, RECORDS, st.randoms(use_true_random=False))
def test_the_changes_make_exactly_the_wanted_records(junk, old, new, random):
    before: list[Value] = [*old, *junk]
    random.shuffle(before)
    lines = [header("s2"), *new]
    after = applied([header(), *before], changed_lines([header(), *before], lines))
    assert sorted(str(text) for text in after[1:] if text is not None) == sorted(new)
    assert changed_lines(after, lines) == {}


@given(RECORDS, RECORDS)
def test_only_records_that_changed_are_written_and_the_header(old, new):
    changed = changed_lines([header(), *old], [header("s2"), *new])
    gone = {text[0] for text in old} - {text[0] for text in new}
    assert len(changed) <= len(set(new) - set(old)) + len(gone) + bool(changed)
    assert (1 in changed) == bool(changed) == (sorted(old) != sorted(new))


@given(RECORDS, st.randoms(use_true_random=False), st.integers(0, 5))
def test_order_and_free_rows_are_nothing_to_write(records, random, spare):
    before: list[Value] = [*records, *[None] * spare]
    random.shuffle(before)
    assert changed_lines([header(), *before], [header("s2"), *records]) == {}


def test_a_changed_record_is_written_where_its_lead_was():
    assert changed_lines([header(), "A|1", "B|1"], [header("s2"), "B|2", "A|1"]) == {
        1: header("s2"),
        3: "B|2",
    }


def test_a_new_lead_takes_the_row_of_one_that_is_forgotten():
    assert changed_lines([header(), "A|1", "B|1"], [header("s2"), "C|1", "B|1"]) == {
        1: header("s2"),
        2: "C|1",
    }


def test_a_new_lead_takes_the_row_below_where_none_is_free():
    assert changed_lines([header(), "A|1"], [header("s2"), "N|1", "A|1"]) == {
        1: header("s2"),
        3: "N|1",
    }


def test_a_forgotten_lead_leaves_an_empty_row():
    assert changed_lines([header(), "A|1", "B|1"], [header("s2"), "B|1"]) == {
        1: header("s2"),
        2: "",
    }


def test_an_empty_tab_is_written_from_the_top():
    assert changed_lines([], [header(), "A|1"]) == {1: header(), 2: "A|1"}


def test_another_stamp_alone_is_nothing_to_write():
    assert changed_lines([header("s1")], [header("s2")]) == {}


@pytest.mark.parametrize("before", [header("s1", leads=2), "no header", None, 12, "[]"])
def test_another_header_is_written(before):
    assert changed_lines([before], [header("s2")]) == {1: header("s2")}


def test_a_state_tab_that_was_left_open_is_closed_though_all_else_is_as_it_should_be():
    assert changed_lines([header(f"{OPEN} s1"), "A|1"], [header("s2"), "A|1"]) == {1: header("s2")}


def test_a_header_gets_another_stamp_and_keeps_the_rest():
    assert restamped(header("s1", today="2026-11-20"), "open s2") == header(
        "open s2", today="2026-11-20"
    )


@pytest.mark.parametrize("broken", [None, "", "no header", 12, "[1]", CellError("#REF!")])
def test_what_is_no_header_gets_no_stamp(broken):
    assert restamped(broken, "open s2") is None


# ── requests ──────────────────────────────────────────────────────────────────────────────────


def tab(rows: int, *cells: Value) -> GoogleTab:
    sheet = {
        "properties": {"sheetId": 9, "title": "_sheetflow", "gridProperties": {"rowCount": rows}}
    }
    return GoogleTab("_sheetflow", False, sheet, [list(cells)])


def test_the_first_sync_adds_a_hidden_tab_with_rows_to_spare():
    [request] = state_tab_requests(None, 9, 50)
    properties = request["addSheet"]["properties"]
    assert (properties["title"], properties["hidden"], properties["sheetId"]) == (
        "_sheetflow",
        True,
        9,
    )
    assert properties["gridProperties"] == {"rowCount": 50 + SPARE, "columnCount": 1}


def test_a_tab_that_is_large_enough_stays_as_it_is():
    assert list(state_tab_requests(tab(50), 9, 50)) == []


def test_a_tab_that_is_too_small_grows_beyond_what_it_needs():
    assert list(state_tab_requests(tab(50), 9, 51)) == [
        {"appendDimension": {"sheetId": 9, "dimension": "ROWS", "length": 1 + SPARE}}
    ]


def test_the_lines_of_a_tab_are_its_first_column():
    assert (lines_of(None), lines_of(tab(5)), lines_of(tab(5, "h", None, "A|1"))) == (
        [],
        [],
        ["h", None, "A|1"],
    )

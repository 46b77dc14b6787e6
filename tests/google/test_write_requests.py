"""sheetflow.backends.google.write_requests: write requests that are small enough, and valid one by
one.
"""

from __future__ import annotations

import json
from itertools import chain, pairwise

from hypothesis import given
from hypothesis import strategies as st

from sheetflow.backends.google.metadata import lookup
from sheetflow.backends.google.reconcile import Cells
from sheetflow.backends.google.write_requests import (
    WriteBatch,
    _size,
    answered_column,
    column_range,
    line_ranges,
    plain,
    split_batches,
)
from sheetflow.model import CellError

OPENING = {1: '{"stamp": "open"}'}
LEAST = 1200
"""Bytes that hold any two of the cells and lines below."""

VALUES = st.one_of(
    st.none(), st.integers(-5, 10**6), st.text(max_size=30), st.just(CellError("#N/A"))
)
COLUMNS = st.dictionaries(st.integers(1, 40), VALUES, min_size=1, max_size=12)
CELLS = st.lists(
    st.dictionaries(st.sampled_from(["status", "why", "id"]), COLUMNS, max_size=3), max_size=3
)
RECORDS = st.dictionaries(st.integers(2, 40), st.text(max_size=30), max_size=12)
LIMITS = st.integers(LEAST, 4 * LEAST)


def changed(records: dict[int, str]) -> dict[int, str]:
    """Rows of the state tab as changed_lines gives them: whatever changes, the header does."""
    return {1: '{"stamp": "closed"}', **records} if records else {}


def size(batch: WriteBatch) -> int:
    """The bytes of values as they are sent, without the brackets around each column."""
    columns = []
    for found in batch.cells.values():
        columns += [column_range({}, values)["values"][0] for values in found.values()]
    lines = [entry["values"][0] for entry in line_ranges(7, batch.lines)]
    return sum(len(json.dumps(column).strip("[]").encode()) for column in [*columns, *lines])


def laid_out(batches: list[WriteBatch]) -> tuple[list[Cells], dict[int, str]]:
    """What is in the sheet after one batch after the other."""
    cells: dict[int, Cells] = {}
    lines: dict[int, str] = {}
    for batch in batches:
        for n, found in batch.cells.items():
            for key, values in found.items():
                cells.setdefault(n, {}).setdefault(key, {}).update(values)
        lines.update(batch.lines)
    return [cells[n] for n in sorted(cells)], lines


@given(CELLS, RECORDS.map(changed), LIMITS)
def test_one_batch_after_the_other_is_all_of_it(cells, lines, largest):
    assert laid_out(split_batches(cells, OPENING, lines, largest)) == (
        [found for found in cells if found],
        lines,
    )


@given(CELLS, RECORDS.map(changed), LIMITS)
def test_each_cell_and_each_line_travels_once(cells, lines, largest):
    batches = split_batches(cells, OPENING, lines, largest)
    sent, rows = [], []
    for batch in batches:
        rows += [row for row in batch.lines if row > 1]
        for n, found in batch.cells.items():
            for key, values in found.items():
                sent += [(n, key, row) for row in values]
    wanted = chain.from_iterable(found.values() for found in cells)
    assert len(sent) == len(set(sent)) == sum(map(len, wanted))
    assert len(rows) == len(set(rows)) == len(lines.keys() - {1})


@given(CELLS, RECORDS.map(changed), LIMITS)
def test_each_batch_is_small_enough_and_none_is_empty(cells, lines, largest):
    batches = split_batches(cells, OPENING, lines, largest)
    assert all(size(batch) <= largest and (batch.cells or batch.lines) for batch in batches)


@given(CELLS, RECORDS.map(changed), LIMITS)
def test_several_batchs_open_the_state_tab_first_and_close_it_last(cells, lines, largest):
    batches = split_batches(cells, OPENING, lines, largest)
    if len(batches) > 1 and lines:
        assert batches[0].lines.items() >= OPENING.items()
        assert batches[-1] == WriteBatch({}, {1: lines[1]})
        assert all(1 not in batch.lines for batch in batches[1:-1])


@given(CELLS, RECORDS.map(changed), LIMITS)
def test_records_come_after_all_cells(cells, lines, largest):
    batches = split_batches(cells, OPENING, lines, largest)
    records = [any(row > 1 for row in batch.lines) for batch in batches]
    beside_cells = [found and bool(b.cells) for found, b in zip(records, batches, strict=True)]
    assert len(batches) == 1 or not any(beside_cells)
    assert not any(
        before and after.cells
        for before, (_, after) in zip(records, pairwise(batches), strict=False)
    )


def test_what_fits_is_one_batch_without_an_opening():
    assert split_batches([{"id": {2: "L7QK2MZ4A"}}], OPENING, {1: "h", 2: "r"}, LEAST) == [
        WriteBatch({0: {"id": {2: "L7QK2MZ4A"}}}, {1: "h", 2: "r"})
    ]


def test_nothing_to_write_is_no_batch():
    assert split_batches([{}, {}], OPENING, {}, LEAST) == []


def test_many_cells_beside_a_state_tab_that_stays_do_not_open_it():
    """Nobody would close it again."""
    batches = split_batches([{"why": dict.fromkeys(range(2, 60), "x" * 40)}], OPENING, {}, LEAST)
    assert len(batches) > 1
    assert [batch.lines for batch in batches] == [{}] * len(batches)


def test_ids_travel_before_the_answers_of_their_tab():
    cells: Cells = {"status": dict.fromkeys(range(2, 60), "x" * 40), "id": {2: "L7QK2MZ4A"}}
    assert "id" in split_batches([cells], OPENING, {1: "h"}, LEAST)[0].cells[0]


def test_cells_far_down_still_travel_together():
    """Skipping the rows above costs more than a batch may weigh; one cell at a time would take
    forever.
    """
    far = range(LEAST, LEAST + 200)
    batches = split_batches([{"overdue": dict.fromkeys(far, 4)}], {}, {}, LEAST)
    assert laid_out(batches)[0] == [{"overdue": dict.fromkeys(far, 4)}]
    assert len(batches) < 10


# ── bodies ────────────────────────────────────────────────────────────────────────────────────


def test_an_entry_leaves_the_rows_between_alone_and_clears_where_it_should():
    assert column_range(lookup(5), {2: "x", 4: None}) == {
        "dataFilter": {"developerMetadataLookup": {"metadataId": 5}},
        "majorDimension": "COLUMNS",
        "values": [[None, "x", None, ""]],
    }


def test_a_column_with_few_values_goes_row_by_row_where_that_is_shorter():
    entry = column_range(lookup(5), {6: "x"})
    assert (entry["majorDimension"], entry["values"]) == ("ROWS", [[], [], [], [], [], ["x"]])


def test_the_answer_is_a_column_however_the_entry_is_oriented():
    by_row, by_column = column_range(lookup(5), {6: "x"}), column_range(lookup(5), {1: "x"})
    assert (
        answered_column(by_row, [["a"], [], ["b"]])
        == answered_column(by_column, [["a", "", "b"]])
        == ["a", "", "b"]
    )
    assert answered_column(by_row, []) == answered_column(by_column, []) == []


@given(st.lists(COLUMNS, min_size=1, max_size=3))
def test_the_weight_of_a_batch_is_what_its_values_weigh(columns):
    cells = {str(n): column for n, column in enumerate(columns)}
    sent = [column_range(lookup(5), column)["values"] for column in columns]
    spelled = len(json.dumps(sent, ensure_ascii=False, separators=(",", ":")).encode())
    assert abs(_size(WriteBatch({0: cells}, {})) - spelled) <= 30 * len(columns)


def test_an_entry_without_values_writes_nothing():
    assert column_range(lookup(5), {})["values"] == [[None]]


def test_values_go_as_they_are_and_errors_as_their_text():
    assert [plain(value) for value in (None, 0, True, "=1+1", CellError("#N/A"))] == [
        "",
        0,
        True,
        "=1+1",
        "#N/A",
    ]


def test_lines_go_as_runs_of_adjacent_rows():
    found = list(line_ranges(7, {1: "h", 2: "a", 5: ""}))
    assert [entry["values"] for entry in found] == [[["h", "a"]], [[""]]]
    areas = [entry["dataFilter"]["gridRange"] for entry in found]
    assert [(area["startRowIndex"], area["endRowIndex"]) for area in areas] == [(0, 2), (4, 5)]


def test_very_many_runs_go_as_one_with_gaps():
    lines = {row: f"r{row}" for row in range(1, 1000, 2)}
    [entry] = line_ranges(7, lines)
    assert entry["dataFilter"]["gridRange"]["endRowIndex"] == 999
    assert entry["values"][0][:3] == ["r1", None, "r3"]


def test_no_lines_are_no_entries():
    assert list(line_ranges(7, {})) == []

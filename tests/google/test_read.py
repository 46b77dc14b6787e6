"""sheetflow.backends.google.read: one answer about the sheets and one with their values become
tabs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain, count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.backends.google import read
from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.metadata import HEADINGS, KEY, value_of
from sheetflow.backends.google.read import METADATA, GoogleTab, column_of, footers_of, read_view
from sheetflow.live import SHOWN_NAMES
from sheetflow.model import HEAD_ROWS, STATE_TAB, CellError, Value
from sheetflow.state import VERSION


def sheet(title: str = "Leads", number: int = 1, **parts: Any) -> dict[str, Any]:
    return {"properties": {"sheetId": number, "title": title, "sheetType": "GRID"}, **parts}


def tab(*columns: list[Value], footers: frozenset[int] = frozenset()) -> GoogleTab:
    return GoogleTab("Leads", True, sheet(), columns, footers)


def table(last: int, **rows: Any) -> dict[str, Any]:
    return {"range": {"endRowIndex": last}, "rowsProperties": rows}


# ── cells ─────────────────────────────────────────────────────────────────────────────────────


def test_cells_come_as_they_are_and_empty_text_is_blank():
    raw = ["Ana", "", 0, False, True, 46000.5, " ", "0"]
    assert column_of(raw) == ["Ana", None, 0, False, True, 46000.5, " ", "0"]
    assert [type(v) for v in column_of([0, False])] == [int, bool]


@pytest.mark.parametrize("code", sorted(read.ERRORS))
def test_error_values_are_errors(code):
    assert column_of([code]) == [CellError(code)]
    assert read.value_of(code) == CellError(code)


@pytest.mark.parametrize("text", ["#1 priority", "#", "# N/A", "#N/A yet"])
def test_text_that_begins_like_an_error_stays_text(text):
    assert column_of([text]) == [text]


def test_a_cell_beyond_what_was_read_is_blank():
    found = tab(["Name", "Ana"], ["Email"])
    assert (found.cell(2, 0), found.cell(2, 1), found.cell(9, 0), found.cell(1, 7)) == (
        "Ana",
        None,
        None,
        None,
    )


# ── tabs ──────────────────────────────────────────────────────────────────────────────────────


def test_the_head_is_ragged_rows_without_blank_tails():
    assert tab(["Name", None, "Ana"], ["Email"], []).head == [["Name", "Email"], [], ["Ana"]]


def test_the_head_ends_where_headings_are_looked_for_no_more():
    assert len(tab(["x"] * 50).head) == HEAD_ROWS
    assert tab().head == []


def test_a_footer_counts_as_blank_in_the_head_and_is_no_row_of_a_block():
    found = tab(["Name", "Ana", "Total"], footers=frozenset({3}))
    assert found.head == [["Name"], ["Ana"], []]
    assert [(b.rows, b.columns) for b in found.blocks([0])] == [([1, 2], [["Name", "Ana"]])]


COLUMNS = st.lists(st.lists(st.none() | st.integers(0, 99), max_size=14), min_size=1, max_size=4)


@given(
    COLUMNS, st.frozensets(st.integers(1, 14), max_size=3), st.sets(st.integers(0, 5), min_size=1)
)
def test_blocks_hold_each_row_once_in_order_with_the_cells_asked_for(columns, footers, wanted):
    found, asked = tab(*columns, footers=footers), sorted(wanted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "_ROWS_AT_ONCE", 4)
        blocks = list(found.blocks(asked))
    rows = list(chain.from_iterable(block.rows for block in blocks))
    assert rows == [row for row in range(1, max(map(len, columns)) + 1) if row not in footers]
    for n, at in enumerate(asked):
        cells = list(chain.from_iterable(block.columns[n] for block in blocks))
        assert cells == [found.cell(row, at) for row in rows]
    for block in blocks:
        assert all(len(column) == len(block.rows) for column in block.columns)


def test_the_footer_of_a_table_is_its_last_row_and_known_by_its_style():
    tables = [
        table(9, footerColorStyle={"rgbColor": {}}),
        table(20),
        table(30, headerColorStyle={}),
    ]
    assert list(footers_of({"tables": [*tables, {"range": {}}]})) == [9]


# ── the whole ─────────────────────────────────────────────────────────────────────────────────


def view(
    *sheets: dict[str, Any], values: list[list[list[Any]]] | None = None, **properties: str
) -> read.View:
    cells = values or [[["Name"]]] * len(sheets)
    return read_view(
        {"properties": properties, "sheets": list(sheets)}, lambda ranges: cells[: len(ranges)]
    )


def test_values_are_asked_for_by_sheet_id_and_only_where_there_are_cells():
    asked: list[Json] = []
    chart = {"properties": {"sheetId": 5, "title": "Chart", "sheetType": "OBJECT"}}
    first = {
        "properties": {"title": "Leads", "sheetType": "GRID"}
    }  # the sheet id 0 is left out of answers
    read_view(
        {"sheets": [first, chart, sheet("Playbook", 8)]},
        lambda cells: asked.extend(cells) or [[], []],
    )
    assert asked == [{"sheetId": 0}, {"sheetId": 8}]


def test_of_tabs_that_only_calculate_no_more_is_read_than_what_they_say_of_themselves():
    asked: list[Json] = []
    tabs = [sheet("_set", 8), sheet("_calc", 9)]
    read_view({"sheets": tabs}, lambda cells: asked.extend(cells) or [[], []])
    assert asked == [{"sheetId": 8, "endRowIndex": 2}, {"sheetId": 9}]


def named_columns(names: Iterable[str]) -> list[Json]:
    """Names for one column each of sheet 9, from the third on, and one more name."""
    places = {**dict(zip(names, count(2), strict=False)), "sf_calc_other": 0}
    return [
        {"name": name, "range": {"sheetId": 9, "startColumnIndex": at, "endColumnIndex": at + 1}}
        for name, at in places.items()
    ]


def test_of_the_tab_that_decides_the_columns_that_ours_show_are_read_where_they_have_names():
    asked: list[Json] = []
    heads = ["a", "b", *SHOWN_NAMES]
    shown = [[heading, n] for n, heading in enumerate(SHOWN_NAMES)]

    def values(areas: list[Json]) -> list[list[list[Any]]]:
        asked.extend(areas)
        return [[[head] for head in heads], shown]

    named = named_columns(SHOWN_NAMES.values())
    found = read_view({"sheets": [sheet("_calc", 9)], "namedRanges": named}, values)
    assert asked == [
        {"sheetId": 9, "endRowIndex": 1},
        {"sheetId": 9, "startColumnIndex": 2, "endColumnIndex": 2 + len(SHOWN_NAMES)},
    ]
    assert [list(column) for column in found.tabs[0].columns] == [["a"], ["b"], *shown]


def test_where_some_of_them_have_no_name_as_in_an_uploaded_file_all_of_it_is_read():
    asked: list[Json] = []
    named = named_columns(list(SHOWN_NAMES.values())[1:])
    metadata = {"sheets": [sheet("_calc", 9)], "namedRanges": named}
    read_view(metadata, lambda cells: asked.extend(cells) or [[]])
    assert asked == [{"sheetId": 9}]


def test_hidden_tabs_are_read_and_said_to_be_hidden():
    hidden = sheet("_sheetflow", 2)
    hidden["properties"]["hidden"] = True
    found = view(sheet(), hidden)
    assert [(t.name, t.visible, t.sheet_id) for t in found.tabs] == [
        ("Leads", True, 1),
        ("_sheetflow", False, 2),
    ]
    assert found.state_tab is found.tab("_sheetflow")
    assert found.tab("Other") is None


def test_a_spreadsheet_may_be_changed_by_others_meanwhile():
    assert view(sheet()).snapshot().shared


@pytest.mark.parametrize(
    ("locale", "language"),
    [("es_ES", "es"), ("en_GB", "en"), ("es", "es"), ("pt_BR", None), ("", None), ("est", None)],
)
def test_the_locale_says_the_language(locale, language):
    assert view(sheet(), locale=locale).snapshot().language == language


@pytest.mark.parametrize(
    ("zone", "known"),
    [
        ("Europe/Madrid", "Europe/Madrid"),
        ("GMT-07:00", "GMT-07:00"),
        ("Europe/Nowhere", "Europe/Nowhere"),
        ("", None),
    ],
)
def test_the_time_zone_is_read_as_it_is(zone, known):
    assert view(sheet(), timeZone=zone).snapshot().time_zone == known


def with_entries(at_row: int, *names: str) -> dict[str, Any]:
    def entry(name: str) -> dict[str, Any]:
        return {"developerMetadata": [{"metadataKey": KEY, "metadataValue": value_of(name)}]}

    rows = [{}] * (at_row - 1) + [entry(HEADINGS)] if at_row else []
    return sheet(data=[{"rowMetadata": rows, "columnMetadata": [entry(name) for name in names]}])


def test_columns_with_entries_are_known_by_the_headings_above_them_now():
    found = view(
        with_entries(2, "people:name", "status", "why"),
        values=[[["Team", "Name"], ["x", "Estado"], ["y"]]],
    )
    assert found.snapshot().columns == {"Leads": {"status": "Estado"}}


def test_of_two_columns_with_one_entry_the_left_one_counts():
    found = view(with_entries(1, "status", "status"), values=[[["Status"], ["Estado"]]])
    assert found.snapshot().columns == {"Leads": {"status": "Status"}}


def test_without_an_entry_on_the_heading_row_no_column_is_known():
    assert view(with_entries(0, "status"), values=[[["State"]]]).snapshot().columns == {}


@pytest.mark.parametrize(
    ("known", "heading", "doubtful"),
    [
        ({"Leads": {"status": "Status"}}, "Status", False),
        ({"Leads": {"status": "Status"}}, "Deal size", True),
        ({"Leads": {"status": "Status"}}, None, True),
        ({"Other": {"status": "Status"}}, "Deal size", False),
        ({}, "Deal size", False),
    ],
    ids=[
        "as remembered",
        "another heading",
        "no heading",
        "a tab that no run knows",
        "nothing is remembered",
    ],
)
def test_an_entry_under_another_heading_than_we_remember_is_doubtful(known, heading, doubtful):
    header = {
        "sheetflow": VERSION,
        "leads": 1,
        "checks": 0,
        "today": "2026-03-02",
        "ran_for": "2026-03-02",
    }
    line = json.dumps({**header, "columns": known})
    people, ours = ["Full name", "Ana"], [heading, "Call today"]
    found = view(
        with_entries(1, "people:name", "status"),
        sheet(STATE_TAB, 2),
        values=[[people, ours], [[line]]],
    )
    assert read.is_doubtful(found) is doubtful


def test_the_field_mask_asks_for_no_cells():
    assert "rowData" not in METADATA
    assert METADATA.count("(") == METADATA.count(")")

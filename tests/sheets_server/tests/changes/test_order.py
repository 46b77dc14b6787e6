"""Sorting, shuffling, duplicates, filters and filter views."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_server.book import Cell, CellError
from tests.sheets_server.tests.changes.desk import Desk, block, columns, rows, shown

UP, DOWN = "ASCENDING", "DESCENDING"


def sort(desk: Desk, column: int, order: str = UP, area: dict[str, int] | None = None) -> None:
    spec = {"dimensionIndex": column, "sortOrder": order}
    desk.do("sortRange", range=area or block(0, 8, 0, 3), sortSpecs=[spec])


def test_numbers_come_before_text_before_truth_values_and_blanks_last(desk: Desk) -> None:
    desk.fill([["b"], [True], [2], [None], ["A"], [CellError("N_A")], [-1], ["a"]])
    sort(desk, 0)
    assert desk.column(0) == [-1, 2, "a", "A", "b", True, CellError("N_A")]
    sort(desk, 0, DOWN)
    assert desk.column(0) == [CellError("N_A"), True, "b", "A", "a", 2, -1]


@pytest.mark.parametrize("order", [UP, DOWN])
def test_equal_rows_keep_their_order(desk: Desk, order: str) -> None:
    desk.fill([[1, "first"], [1, "second"], [1, "third"]])
    sort(desk, 0, order)
    assert desk.column(1) == ["first", "second", "third"]


def test_later_columns_break_ties(desk: Desk) -> None:
    desk.fill([["x", 2], ["x", 1], ["a", 3]])
    specs = [{"dimensionIndex": 0, "sortOrder": UP}, {"dimensionIndex": 1, "sortOrder": UP}]
    desk.do("sortRange", range=block(0, 3, 0, 2), sortSpecs=specs)
    assert desk.column(1) == [3, 1, 2]


def test_cells_outside_the_range_do_not_move_with_their_row(desk: Desk) -> None:
    desk.fill([["b", "B"], ["a", "A"]])
    sort(desk, 0, area=block(0, 2, 0, 1))
    assert (desk.column(0), desk.column(1)) == (["a", "b"], ["B", "A"])


def test_notes_formats_and_rules_move_but_row_metadata_and_heights_stay(desk: Desk) -> None:
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "b"}]}}
    desk.leads.put(0, 0, Cell("b", format={"wrapStrategy": "WRAP"}, note="n", validation=rule))
    desk.fill([["a"]], top=1)
    place = {"dimensionRange": rows(0, 1)}
    made = {"metadataKey": "k", "visibility": "DOCUMENT", "location": place}
    desk.do("createDeveloperMetadata", developerMetadata=made)
    desk.do(
        "updateDimensionProperties",
        range=rows(0, 1),
        properties={"pixelSize": 50},
        fields="pixelSize",
    )
    sort(desk, 0)
    assert desk.cell(1, 0) == Cell("b", format={"wrapStrategy": "WRAP"}, note="n", validation=rule)
    assert [item.place for item in desk.book.metadata.values()] == [0]
    assert desk.leads.row_properties == {0: {"pixelSize": 50}}


def test_formulas_are_sorted_by_their_results_and_go_along_like_copies(desk: Desk) -> None:
    desk.fill([[2, "=A1*10", "=$A$1"], [1, "=A2*10", "=$A$1"]])
    sort(desk, 1, area=block(0, 2, 0, 3))
    assert [desk.cell(0, 1).formula, desk.cell(0, 2).formula] == ["=A1*10", "=$A$1"]
    assert desk.row(0) == [1, 10, 1]


def test_rows_of_a_color_go_first(desk: Desk) -> None:
    desk.fill([["a"], ["b"]])
    red = {"userEnteredFormat": {"backgroundColor": {"red": 1}}}
    desk.do("repeatCell", range=block(1, 2, 0, 1), cell=red, fields="userEnteredFormat")
    specs = [{"dimensionIndex": 0, "backgroundColor": {"red": 1}}]
    desk.do("sortRange", range=block(0, 2, 0, 1), sortSpecs=specs)
    assert desk.column(0) == ["b", "a"]


def test_a_wrong_sort_is_refused(desk: Desk) -> None:
    assert (
        desk.refused("sortRange", range=block(0, 2, 0, 1))
        == "At least one sort spec must be specified."
    )
    assert "not in the range" in desk.refused(
        "sortRange", range=block(0, 2, 0, 1), sortSpecs=[{"dimensionIndex": 1, "sortOrder": UP}]
    )
    desk.do("mergeCells", range=block(0, 2, 0, 1), mergeType="MERGE_ALL")
    assert "merged" in desk.refused(
        "sortRange", range=block(0, 2, 0, 1), sortSpecs=[{"sortOrder": UP}]
    )


def test_shuffled_rows_are_the_same_rows(desk: Desk) -> None:
    desk.fill([[number, number * 2] for number in range(8)])
    desk.do("randomizeRange", range=block(0, 8, 0, 2))
    assert desk.column(0) != list(range(8))
    assert {tuple(desk.row(row)) for row in range(8)} == {
        (number, number * 2) for number in range(8)
    }


def test_the_first_of_equal_rows_stays_and_the_rest_moves_up_within_the_range(desk: Desk) -> None:
    desk.fill([["Ada", 1, "x"], ["ADA", 2, "y"], ["Bo", 3, "z"]])
    reply = desk.do("deleteDuplicates", range=block(0, 3, 0, 2), comparisonColumns=[columns(0, 1)])
    assert reply == {"duplicatesRemovedCount": 1}
    assert [desk.row(row) for row in range(3)] == [
        ["Ada", 1, "x"],
        ["Bo", 3, "y"],
        [None, None, "z"],
    ]
    assert desk.do("deleteDuplicates", range=block(0, 2, 0, 2)) == {}
    assert "Comparison" in desk.refused(
        "deleteDuplicates", range=block(0, 3, 0, 1), comparisonColumns=[columns(1, 2)]
    )


def hidden(desk: Desk) -> list[int]:
    return [
        row for row, held in sorted(desk.leads.row_properties.items()) if held.get("hiddenByFilter")
    ]


def leads(desk: Desk) -> None:
    desk.fill(
        [["Name", "Stage", "Touches"], ["Ada", "new", 3], ["Bo", "won", 1], ["Cai", "new", 2]]
    )


def set_filter(desk: Desk, criteria: dict[str, Any], **more: Any) -> None:
    desk.do("setBasicFilter", filter={"range": block(0, 4, 0, 3), "criteria": criteria, **more})


def test_a_filter_over_a_whole_sheet_is_shown_with_its_bounds(desk: Desk) -> None:
    desk.do("setBasicFilter", filter={"range": {"sheetId": 0}})
    assert desk.tab()["basicFilter"] == {"range": shown(0, 12, 0, 8)}


def test_hidden_values_hide_their_rows_and_clearing_shows_them_again(desk: Desk) -> None:
    leads(desk)
    set_filter(desk, {"1": {"hiddenValues": ["new"]}})
    assert hidden(desk) == [1, 3]
    criteria = {"hiddenValues": ["new"]}
    held = desk.tab()["basicFilter"]
    assert (held["criteria"], held["filterSpecs"]) == (
        {"1": criteria},
        [{"columnIndex": 1, "filterCriteria": criteria}],
    )
    desk.do("clearBasicFilter", sheetId=0)
    assert hidden(desk) == []


@pytest.mark.parametrize(
    ("column", "kind", "values", "kept"),
    [
        ("2", "NUMBER_GREATER", ["1"], [1, 3]),
        ("2", "NUMBER_BETWEEN", ["1", "2"], [2, 3]),
        ("2", "NUMBER_NOT_BETWEEN", ["1", "2"], [1]),
        ("1", "TEXT_CONTAINS", ["EW"], [1, 3]),
        ("1", "TEXT_EQ", ["won"], [2]),
        ("0", "BLANK", [], []),
        ("0", "NOT_BLANK", [], [1, 2, 3]),
        ("0", "CUSTOM_FORMULA", ["=$C2=2"], [3]),
    ],
)
def test_a_condition_keeps_the_rows_that_meet_it(
    desk: Desk, column: str, kind: str, values: list[str], kept: list[int]
) -> None:
    leads(desk)
    given = [{"userEnteredValue": value} for value in values]
    set_filter(
        desk, {column: {"condition": {"type": kind, **({"values": given} if given else {})}}}
    )
    assert [row for row in (1, 2, 3) if row not in hidden(desk)] == kept


def test_a_filter_that_sorts_keeps_the_heading_and_hides_the_right_rows(desk: Desk) -> None:
    leads(desk)
    spec = {"dimensionIndex": 2, "sortOrder": UP}
    set_filter(desk, {"1": {"hiddenValues": ["won"]}}, sortSpecs=[spec])
    assert desk.column(0) == ["Name", "Bo", "Cai", "Ada"]
    assert hidden(desk) == [1]


def test_the_heading_of_a_filter_is_never_hidden(desk: Desk) -> None:
    leads(desk)
    set_filter(desk, {"1": {"hiddenValues": ["Stage", "won"]}})
    assert hidden(desk) == [2]


def test_a_sorted_range_is_filtered_again(desk: Desk) -> None:
    leads(desk)
    set_filter(desk, {"1": {"hiddenValues": ["won"]}})
    sort(desk, 2, area=block(1, 4, 0, 3))
    assert hidden(desk) == [1]


def test_a_filter_moves_with_inserted_columns(desk: Desk) -> None:
    leads(desk)
    set_filter(
        desk, {"1": {"hiddenValues": ["new"]}}, sortSpecs=[{"dimensionIndex": 2, "sortOrder": UP}]
    )
    desk.do("insertDimension", range=columns(1, 2))
    held = desk.tab()["basicFilter"]
    assert held["range"] == shown(0, 4, 0, 4)
    assert (list(held["criteria"]), held["filterSpecs"][0]["columnIndex"]) == (["2"], 2)
    assert held["sortSpecs"][0]["dimensionIndex"] == 3


def test_a_filter_column_outside_its_range_is_refused(desk: Desk) -> None:
    body = {"range": block(0, 4, 0, 3), "criteria": {"3": {"hiddenValues": ["x"]}}}
    assert "not in the range" in desk.refused("setBasicFilter", filter=body)
    assert "Exactly one" in desk.refused("setBasicFilter", filter={})


def test_a_filter_over_part_of_a_table_is_refused(desk: Desk) -> None:
    leads(desk)
    table = desk.do("addTable", table={"range": block(0, 4, 0, 3)})["table"]
    assert "table" in desk.refused("setBasicFilter", filter={"range": block(0, 3, 0, 2)})
    desk.do("setBasicFilter", filter={"tableId": table["tableId"]})
    assert desk.tab()["basicFilter"]["range"] == shown(0, 4, 0, 3)


def test_a_filter_view_is_added_changed_duplicated_and_deleted(desk: Desk) -> None:
    leads(desk)
    view = desk.do("addFilterView", filter={"title": "Mine", "range": block(0, 4, 0, 3)})["filter"]
    number = view["filterViewId"]
    assert "already exists" in desk.refused(
        "addFilterView", filter={"filterViewId": number, "range": block(0, 4, 0, 3)}
    )
    changed = {
        "filterViewId": number,
        "title": "New ones",
        "criteria": {"1": {"hiddenValues": ["won"]}},
    }
    desk.do("updateFilterView", filter=changed, fields="title,criteria")
    twin = desk.do("duplicateFilterView", filterId=number)["filter"]
    assert (twin["title"], twin["criteria"]) == ("Copy of New ones", changed["criteria"])
    assert twin["filterViewId"] != number
    desk.do("deleteFilterView", filterId=number)
    assert [view["title"] for view in desk.tab()["filterViews"]] == ["Copy of New ones"]
    assert desk.refused("deleteFilterView", filterId=number) == f"No filter view with id: {number}"

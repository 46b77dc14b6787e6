"""Rows and columns: insert, delete, move, append, properties."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_server.tests.changes.desk import Desk, block, columns, rows, shown


def test_inserted_rows_push_the_others_down_and_make_the_grid_longer(desk: Desk) -> None:
    desk.fill([["Ada"], ["Bo"]])
    desk.do("insertDimension", range=rows(1, 3))
    assert desk.column(0) == ["Ada", None, None, "Bo"]
    assert desk.leads.row_count == 14


def test_inserted_columns_take_over_the_format_of_the_side_asked_for(desk: Desk) -> None:
    desk.do(
        "repeatCell",
        range=block(0, 1, 1, 2),
        cell={"note": "x", "userEnteredFormat": BOLD},
        fields="*",
    )
    desk.do("insertDimension", range=columns(2, 3), inheritFromBefore=True)
    desk.do("insertDimension", range=columns(1, 2), inheritFromBefore=False)
    assert [desk.cell(0, column).format for column in range(5)] == [None, BOLD, BOLD, BOLD, None]
    assert [desk.cell(0, column).note for column in range(5)] == [None, None, "x", None, None]


BOLD = {"textFormat": {"bold": True}}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            {"range": rows(12, 13)},
            "range.startIndex[12] must be less than the grid size (12) if inheritFromBefore",
        ),
        (
            {"range": rows(13, 14), "inheritFromBefore": True},
            "range.startIndex[13] must be less than the grid",
        ),
        ({"range": rows(0, 1), "inheritFromBefore": True}, "inheritFromBefore cannot be true"),
        ({"range": rows(3, 3)}, "DimensionRange.endIndex[3] must be after startIndex[3]"),
        ({"range": rows(-1, 3)}, "DimensionRange indexes must be >= 0"),
        ({"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1}}, "range must have both"),
        ({"range": {"sheetId": 0, "startIndex": 1, "endIndex": 2}}, "No dimension specified."),
        ({"range": rows(0, 1, sheet=5)}, "No grid with id: 5"),
        ({"range": rows(1, 1_250_000)}, "This action would increase the number of cells"),
    ],
)
def test_a_wrong_insert_is_refused(desk: Desk, body: dict[str, Any], why: str) -> None:
    assert desk.refused("insertDimension", **body).startswith(why)


def test_rows_may_be_inserted_after_the_last_one_when_they_inherit_from_before(desk: Desk) -> None:
    desk.do("insertDimension", range=rows(12, 14), inheritFromBefore=True)
    assert desk.leads.row_count == 14


def test_frozen_rows_grow_with_rows_inserted_between_them(desk: Desk) -> None:
    freeze(desk, 2)
    desk.do("insertDimension", range=rows(1, 2))
    assert desk.leads.grid["frozenRowCount"] == 3


def freeze(desk: Desk, count: int) -> None:
    grid = {"frozenRowCount": count}
    desk.do(
        "updateSheetProperties",
        properties={"sheetId": 0, "gridProperties": grid},
        fields="gridProperties",
    )


def test_deleted_columns_take_their_metadata_along_and_no_other(desk: Desk) -> None:
    for column in range(4):
        mark(desk, column)
    desk.do("deleteDimension", range=columns(1, 3))
    assert places(desk) == {"c0": 0, "c3": 1}


def mark(desk: Desk, column: int) -> None:
    place = {"dimensionRange": columns(column, column + 1)}
    desk.do(
        "createDeveloperMetadata",
        developerMetadata={
            "metadataKey": f"c{column}",
            "visibility": "DOCUMENT",
            "location": place,
        },
    )


def places(desk: Desk) -> dict[str, int | None]:
    return {item.key: item.place for item in desk.book.metadata.values()}


@pytest.mark.parametrize(
    ("frozen", "span", "why"),
    [
        (0, rows(0, 12), "You can't delete all the rows on the sheet."),
        (0, columns(0, 8), "You can't delete all the columns on the sheet."),
        (2, rows(2, 12), "Sorry, it is not possible to delete all non-frozen rows."),
        (0, rows(11, 13), "Tried to delete row index 12 but there are only 12 rows."),
        (0, columns(9, 10), "Tried to delete column index 9 but there are only 8 columns."),
    ],
)
def test_a_wrong_delete_is_refused(desk: Desk, frozen: int, span: dict[str, Any], why: str) -> None:
    freeze(desk, frozen)
    assert desk.refused("deleteDimension", range=span).endswith(why)


def test_deleting_frozen_rows_leaves_fewer_frozen(desk: Desk) -> None:
    freeze(desk, 3)
    desk.do("deleteDimension", range=rows(1, 4))
    assert desk.leads.grid["frozenRowCount"] == 1


def test_an_open_range_deletes_to_the_end(desk: Desk) -> None:
    desk.do("deleteDimension", range={"sheetId": 0, "dimension": "ROWS", "startIndex": 5})
    assert desk.leads.row_count == 5


def test_a_moved_row_lands_before_the_destination_counted_before_the_move(desk: Desk) -> None:
    desk.fill([[0], [1], [2], [3], [4]])
    desk.do("moveDimension", source=rows(1, 3), destinationIndex=4)
    assert desk.column(0) == [0, 3, 1, 2, 4]


def test_a_moved_column_takes_cells_metadata_and_width_along(desk: Desk) -> None:
    desk.fill([["Name", "Stage", "City"]])
    mark(desk, 0)
    desk.do(
        "updateDimensionProperties",
        range=columns(0, 1),
        properties={"pixelSize": 180},
        fields="pixelSize",
    )
    desk.do("moveDimension", source=columns(0, 1), destinationIndex=3)
    assert desk.row(0) == ["Stage", "City", "Name"]
    assert places(desk) == {"c0": 2}
    assert desk.leads.column_properties == {2: {"pixelSize": 180}}


@pytest.mark.parametrize("destination", [2, 3, 4])
def test_a_move_into_itself_changes_nothing(desk: Desk, destination: int) -> None:
    desk.fill([[0], [1], [2], [3], [4]])
    desk.do("moveDimension", source=rows(2, 4), destinationIndex=destination)
    assert desk.column(0) == [0, 1, 2, 3, 4]


def test_a_move_beyond_the_grid_is_refused(desk: Desk) -> None:
    assert "only 12 rows" in desk.refused("moveDimension", source=rows(2, 4), destinationIndex=13)
    assert "only 12 rows" in desk.refused("moveDimension", source=rows(11, 13), destinationIndex=0)


def test_a_move_that_would_tear_a_merge_is_refused(desk: Desk) -> None:
    desk.do("mergeCells", range=block(2, 5, 0, 1), mergeType="MERGE_ALL")
    assert "merged" in desk.refused("moveDimension", source=rows(4, 6), destinationIndex=9)
    assert "merged" in desk.refused("moveDimension", source=rows(8, 9), destinationIndex=3)
    desk.do("moveDimension", source=rows(8, 9), destinationIndex=5)
    desk.do("moveDimension", source=rows(2, 5), destinationIndex=9)
    assert desk.tab()["merges"] == [shown(6, 9, 0, 1)]


def test_appended_rows_come_at_the_end(desk: Desk) -> None:
    desk.do("appendDimension", sheetId=0, dimension="ROWS", length=3)
    assert desk.leads.row_count == 15
    assert (
        desk.refused("appendDimension", sheetId=0, dimension="ROWS", length=0)
        == "length must be greater than 0."
    )
    assert "18278 columns" in desk.refused(
        "appendDimension", sheetId=0, dimension="COLUMNS", length=18_271
    )


def test_hidden_rows_are_shown_as_hidden_and_again_not(desk: Desk) -> None:
    for hidden in (True, False):
        desk.do(
            "updateDimensionProperties",
            range=rows(1, 3),
            properties={"hiddenByUser": hidden},
            fields="hiddenByUser",
        )
        metadata = desk.read()["sheets"][0]["data"][0]["rowMetadata"]
        assert [row.get("hiddenByUser", False) for row in metadata[:4]] == [
            False,
            hidden,
            hidden,
            False,
        ]


@pytest.mark.parametrize("fields", ["", "hiddenByFilter", "nope", "pixelSize.nope"])
def test_dimension_properties_need_a_mask_of_what_can_be_changed(desk: Desk, fields: str) -> None:
    assert desk.refused("updateDimensionProperties", range=rows(1, 3), properties={}, fields=fields)


def test_a_column_is_fitted_to_its_longest_text(desk: Desk) -> None:
    desk.fill([["A" * 1024], ["short"]])
    desk.do(
        "repeatCell", range=block(0, 3, 1, 2), cell={"note": "a note has no width"}, fields="note"
    )
    desk.do("autoResizeDimensions", dimensions=columns(0, 2))
    assert desk.leads.column_properties == {0: {"pixelSize": 8691}}


def test_references_ranges_and_rules_follow_an_inserted_column(desk: Desk) -> None:
    desk.fill([["=B1", 5]])
    desk.do(
        "addNamedRange",
        namedRange={"namedRangeId": "n", "name": "money", "range": block(0, 12, 1, 3)},
    )
    desk.do("addProtectedRange", protectedRange={"range": block(0, 12, 1, 3), "warningOnly": True})
    desk.do("addBanding", bandedRange={"range": block(0, 12, 1, 3), "rowProperties": BANDS})
    desk.do("insertDimension", range=columns(1, 2))
    assert desk.cell(0, 0).formula == "=C1"
    assert desk.read()["namedRanges"][0]["range"] == shown(0, 12, 2, 4)
    assert desk.tab()["protectedRanges"][0]["range"] == shown(0, 12, 2, 4)
    assert desk.tab()["bandedRanges"][0]["range"] == shown(0, 12, 2, 4)


BANDS = {"firstBandColor": {"red": 1}, "secondBandColor": {"blue": 1}}


def test_what_lay_only_on_deleted_columns_is_gone(desk: Desk) -> None:
    desk.do("addNamedRange", namedRange={"name": "money", "range": block(0, 12, 1, 3)})
    desk.do("addProtectedRange", protectedRange={"range": block(0, 12, 1, 3), "warningOnly": True})
    desk.do("setBasicFilter", filter={"range": block(0, 12, 1, 3)})
    desk.do("mergeCells", range=block(0, 1, 1, 3), mergeType="MERGE_ALL")
    desk.do("deleteDimension", range=columns(1, 3))
    assert set(desk.tab()) == {"properties"}
    assert "namedRanges" not in desk.read()


def test_ranges_of_other_sheets_stay(desk: Desk) -> None:
    desk.do("addSheet", properties={"sheetId": 3, "title": "Other"})
    desk.do("addNamedRange", namedRange={"name": "elsewhere", "range": block(0, 12, 1, 3, sheet=3)})
    desk.do("deleteDimension", range=columns(0, 4))
    assert desk.read()["namedRanges"][0]["range"] == block(0, 12, 1, 3, sheet=3)


def test_a_whole_sheet_protection_stays_whole(desk: Desk) -> None:
    desk.do("addProtectedRange", protectedRange={"range": {"sheetId": 0}, "warningOnly": True})
    desk.do("insertDimension", range=columns(1, 2))
    desk.do("deleteDimension", range=rows(0, 4))
    assert desk.tab()["protectedRanges"][0]["range"] == {}

"""Tables, bands, charts, slicers and groups."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_server.tests.changes.desk import Desk, block, columns, rows, shown


def add_table(desk: Desk, **more: Any) -> Any:
    desk.fill([["Name", None, "Stage"], ["Ada"]])
    return desk.do("addTable", table={"range": block(0, 4, 0, 3), **more})["table"]


def test_a_table_takes_its_column_names_from_the_heading_and_fills_it(desk: Desk) -> None:
    table = add_table(
        desk, columnProperties=[{"columnIndex": 2, "columnName": "Step", "columnType": "TEXT"}]
    )
    assert table["name"] == "Table1"
    assert [column["columnName"] for column in table["columnProperties"]] == [
        "Name",
        "Column 2",
        "Step",
    ]
    assert desk.row(0) == ["Name", "Column 2", "Step"]


def test_typing_in_the_heading_renames_the_tables_column(desk: Desk) -> None:
    add_table(desk)
    desk.fill([["Person"]])
    assert desk.tab()["tables"][0]["columnProperties"][0]["columnName"] == "Person"


@pytest.mark.parametrize(
    "wrong",
    [
        {"range": block(3, 6, 2, 4)},
        {"range": block(6, 7, 0, 2)},
        {"range": block(6, 9, 0, 2), "name": "table1"},
        {"range": block(6, 9, 0, 2), "columnProperties": [{"columnIndex": 2}]},
        {
            "range": block(6, 9, 0, 2),
            "columnProperties": [{"columnIndex": 0, "columnType": "DROPDOWN"}],
        },
        {"range": block(10, 12, 0, 2)},
        {"range": block(10, 12, 4, 6)},
    ],
)
def test_a_table_that_cannot_be_is_refused(desk: Desk, wrong: dict[str, Any]) -> None:
    add_table(desk)
    desk.do("setBasicFilter", filter={"range": block(9, 12, 0, 2)})
    desk.do("mergeCells", range=block(11, 12, 5, 7), mergeType="MERGE_ALL")
    assert desk.refused("addTable", table=wrong)


def test_a_table_may_touch_another(desk: Desk) -> None:
    add_table(desk)
    desk.do("addTable", table={"range": block(0, 4, 3, 5)})
    desk.do("addTable", table={"range": block(4, 8, 0, 3)})
    assert [table["name"] for table in desk.tab()["tables"]] == ["Table1", "Table2", "Table3"]


def test_a_table_grows_with_rows_and_columns_inserted_into_it(desk: Desk) -> None:
    add_table(desk)
    desk.do("insertDimension", range=columns(1, 3))
    desk.do("insertDimension", range=rows(2, 3))
    table = desk.tab()["tables"][0]
    assert table["range"] == shown(0, 5, 0, 5)
    names = ["Name", "Column 1", "Column 3", "Column 2", "Stage"]
    assert [column["columnName"] for column in table["columnProperties"]] == names
    assert desk.row(0) == names


def test_a_tables_columns_follow_a_move(desk: Desk) -> None:
    add_table(desk)
    desk.do("moveDimension", source=columns(2, 3), destinationIndex=1)
    names = [column["columnName"] for column in desk.tab()["tables"][0]["columnProperties"]]
    assert names == ["Name", "Stage", "Column 2"]


def test_a_table_is_renamed_widened_and_deleted_with_its_cells(desk: Desk) -> None:
    number = add_table(desk)["tableId"]
    changed = {"tableId": number, "name": "People", "range": block(0, 4, 0, 4)}
    desk.do("updateTable", table=changed, fields="name,range")
    table = desk.tab()["tables"][0]
    assert (table["name"], len(table["columnProperties"])) == ("People", 4)
    desk.do("deleteTable", tableId=number)
    assert "tables" not in desk.tab()
    assert desk.leads.rows == {}


def test_a_footer_makes_the_table_one_row_longer(desk: Desk) -> None:
    number = add_table(desk)["tableId"]
    changed = {"tableId": number, "rowsProperties": {"footerColorStyle": {"rgbColor": {"red": 1}}}}
    desk.do("updateTable", table=changed, fields="rowsProperties")
    assert desk.tab()["tables"][0]["range"]["endRowIndex"] == 5
    desk.do("updateTable", table={"tableId": number}, fields="rowsProperties.footerColorStyle")
    assert desk.tab()["tables"][0]["range"]["endRowIndex"] == 4


BANDS = {"firstBandColor": {"red": 1}, "secondBandColorStyle": {"rgbColor": {"blue": 1}}}


def test_bands_are_kept_with_both_color_fields_changed_and_deleted(desk: Desk) -> None:
    made = desk.do("addBanding", bandedRange={"range": block(0, 4, 0, 2), "rowProperties": BANDS})[
        "bandedRange"
    ]
    assert made["rowProperties"]["firstBandColorStyle"] == {"rgbColor": {"red": 1}}
    number = made["bandedRangeId"]
    changed = {"bandedRangeId": number, "range": block(0, 6, 0, 2)}
    desk.do("updateBanding", bandedRange=changed, fields="range")
    assert desk.tab()["bandedRanges"][0]["range"] == shown(0, 6, 0, 2)
    over = {"range": block(5, 8, 1, 3), "rowProperties": BANDS}
    assert "already has alternating" in desk.refused("addBanding", bandedRange=over)
    assert desk.refused("addBanding", bandedRange={"range": block(8, 9, 0, 2)})
    desk.do("deleteBanding", bandedRangeId=number)
    assert "bandedRanges" not in desk.tab()


def chart() -> dict[str, Any]:
    series = {"sourceRange": {"sources": [block(0, 5, 1, 2)]}}
    spec = {
        "title": "Stages",
        "basicChart": {"chartType": "COLUMN", "series": [{"series": series}]},
    }
    anchor = {"sheetId": 0, "rowIndex": 2, "columnIndex": 5}
    return {"spec": spec, "position": {"overlayPosition": {"anchorCell": anchor}}}


def test_a_chart_is_kept_in_full_moves_with_the_cells_and_goes(desk: Desk) -> None:
    made = desk.do("addChart", chart=chart())["chart"]
    assert made["position"]["overlayPosition"]["widthPixels"] == 600
    desk.do("insertDimension", range=columns(0, 1))
    held = desk.tab()["charts"][0]
    assert held["position"]["overlayPosition"]["anchorCell"]["columnIndex"] == 6
    source = held["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"][0]
    assert (source["startColumnIndex"], source["endColumnIndex"]) == (2, 3)
    desk.do("updateChartSpec", chartId=made["chartId"], spec={"title": "Kinds", "pieChart": {}})
    anchor = {"sheetId": 0, "rowIndex": 9}
    place = {"overlayPosition": {"anchorCell": anchor}}
    reply = desk.do(
        "updateEmbeddedObjectPosition",
        objectId=made["chartId"],
        newPosition=place,
        fields="anchorCell",
    )
    assert reply["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 9
    desk.do("deleteEmbeddedObject", objectId=made["chartId"])
    assert "charts" not in desk.tab()


def test_a_chart_without_a_spec_or_on_a_sheet_of_its_own_is_refused(desk: Desk) -> None:
    assert desk.refused("addChart", chart={}) == "A chart must have a spec."
    alone = {**chart(), "position": {"newSheet": True}}
    assert desk.refused("addChart", chart=alone) == "not implemented by the test server"
    assert desk.refused("deleteEmbeddedObject", objectId=3) == "No embedded object with id: 3"


def test_a_slicer_is_kept_and_changed(desk: Desk) -> None:
    slicer = {"spec": {"dataRange": block(0, 5, 0, 2), "columnIndex": 1, "title": "Stage"}}
    made = desk.do("addSlicer", slicer=slicer)["slicer"]
    desk.do("updateSlicerSpec", slicerId=made["slicerId"], spec={"title": "Kind"}, fields="title")
    assert desk.tab()["slicers"][0]["spec"]["title"] == "Kind"
    outside = {"spec": {"dataRange": block(0, 5, 0, 2), "columnIndex": 2}}
    assert desk.refused("addSlicer", slicer=outside)


def groups(desk: Desk) -> list[tuple[int, int, int]]:
    found = desk.tab().get("columnGroups", [])
    return [(one["range"]["startIndex"], one["range"]["endIndex"], one["depth"]) for one in found]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((2, 4), (1, 5), [(1, 5, 1), (2, 4, 2)]),
        ((1, 5), (2, 4), [(1, 5, 1), (2, 4, 2)]),
        ((1, 4), (2, 5), [(1, 5, 1), (2, 4, 2)]),
        ((0, 2), (4, 6), [(0, 2, 1), (4, 6, 1)]),
        ((0, 2), (2, 4), [(0, 4, 1)]),
    ],
)
def test_groups_nest_as_the_api_describes(
    desk: Desk,
    first: tuple[int, int],
    second: tuple[int, int],
    expected: list[tuple[int, int, int]],
) -> None:
    desk.do("addDimensionGroup", range=columns(*first))
    desk.do("addDimensionGroup", range=columns(*second))
    assert groups(desk) == expected


def test_deleting_part_of_nested_groups_lifts_it_one_level(desk: Desk) -> None:
    desk.do("addDimensionGroup", range=columns(1, 5))
    desk.do("addDimensionGroup", range=columns(2, 4))
    desk.do("deleteDimensionGroup", range=columns(3, 5))
    assert groups(desk) == [(1, 4, 1), (2, 3, 2)]
    assert (
        desk.refused("deleteDimensionGroup", range=columns(5, 6))
        == "There is no group in the specified range."
    )


def test_a_collapsed_group_hides_its_columns(desk: Desk) -> None:
    desk.do("addDimensionGroup", range=columns(1, 3))
    group = {"range": columns(1, 3), "depth": 1, "collapsed": True}
    desk.do("updateDimensionGroup", dimensionGroup=group, fields="collapsed")
    assert desk.leads.column_properties == {1: {"hiddenByUser": True}, 2: {"hiddenByUser": True}}
    assert desk.tab()["columnGroups"][0]["collapsed"] is True
    desk.do("addDimensionGroup", range=columns(5, 6))
    assert [one.get("collapsed", False) for one in desk.tab()["columnGroups"]] == [True, False]
    wrong = {**group, "depth": 2}
    assert desk.refused("updateDimensionGroup", dimensionGroup=wrong, fields="collapsed")

"""updateCells, repeatCell, appendCells, borders, validation, merges."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_server.tests.changes.desk import Desk, block, shown


def texts(*values: str) -> dict[str, Any]:
    return {"values": [{"userEnteredValue": {"stringValue": value}} for value in values]}


def test_a_string_stays_a_string(desk: Desk) -> None:
    desk.do(
        "updateCells",
        start={"sheetId": 0},
        fields="userEnteredValue",
        rows=[texts("=1+1", "1/2/2026", "TRUE")],
    )
    assert desk.row(0) == ["=1+1", "1/2/2026", "TRUE"]


def test_numbers_truth_values_and_formulas_are_what_they_say(desk: Desk) -> None:
    values = [{"numberValue": 45_000.0}, {"boolValue": True}, {"formulaValue": "=A1+1"}, {}]
    desk.fill([[None, None, None, "old"]])
    rows = [{"values": [{"userEnteredValue": value} for value in values]}]
    desk.do("updateCells", start={"sheetId": 0}, fields="userEnteredValue", rows=rows)
    assert desk.row(0) == [45_000, True, 45_001]


def test_only_the_masked_fields_change(desk: Desk) -> None:
    desk.fill([["Ada"]])
    data = {
        "note": "hello",
        "userEnteredValue": {"stringValue": "x"},
        "userEnteredFormat": {"wrapStrategy": "WRAP"},
    }
    desk.do("updateCells", range=block(0, 1, 0, 1), fields="note", rows=[{"values": [data]}])
    assert desk.cell(0, 0)._asdict() | {"note": "hello"} == desk.cell(0, 0)._asdict()
    assert (desk.cell(0, 0).value, desk.cell(0, 0).format) == ("Ada", None)


def test_one_part_of_a_format_changes_and_the_rest_stays(desk: Desk) -> None:
    first = {
        "userEnteredFormat": {"textFormat": {"bold": True, "fontSize": 12}, "wrapStrategy": "WRAP"}
    }
    desk.do("repeatCell", range=block(0, 1, 0, 1), cell=first, fields="userEnteredFormat")
    second = {"userEnteredFormat": {"textFormat": {"italic": True}}}
    fields = "userEnteredFormat.textFormat(bold,italic)"
    desk.do("repeatCell", range=block(0, 1, 0, 1), cell=second, fields=fields)
    assert desk.cell(0, 0).format == {
        "textFormat": {"fontSize": 12, "italic": True},
        "wrapStrategy": "WRAP",
    }


def test_colors_come_in_steps_and_in_both_fields(desk: Desk) -> None:
    cell = {"userEnteredFormat": {"backgroundColor": {"red": 0.5, "green": 0, "blue": 1}}}
    desk.do(
        "repeatCell", range=block(0, 1, 0, 1), cell=cell, fields="userEnteredFormat.backgroundColor"
    )
    color = {"red": 0.49803922, "blue": 1}
    assert desk.cell(0, 0).format == {
        "backgroundColor": color,
        "backgroundColorStyle": {"rgbColor": color},
    }
    desk.do(
        "repeatCell",
        range=block(0, 1, 0, 1),
        cell={},
        fields="userEnteredFormat.backgroundColorStyle",
    )
    assert desk.cell(0, 0).format is None


def test_a_range_that_the_rows_do_not_fill_is_cleared(desk: Desk) -> None:
    desk.fill([["a", "b"], ["c", "d"]])
    desk.do("updateCells", range=block(0, 2, 0, 2), fields="userEnteredValue", rows=[texts("new")])
    assert [desk.row(0), desk.row(1)] == [["new"], []]


FORMULA = {"values": [{"userEnteredValue": {"formulaValue": "A1"}}]}
ERROR = {"values": [{"userEnteredValue": {"errorValue": {"type": "N_A"}}}]}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            {"range": block(0, 1, 0, 1), "rows": [texts("a"), texts("b")]},
            "Attempting to write row: 1, beyond the last",
        ),
        (
            {"range": block(0, 1, 0, 1), "rows": [texts("a", "b")]},
            "Attempting to write column: 1, beyond the last",
        ),
        (
            {"start": {"sheetId": 0, "rowIndex": 11}, "rows": [texts("a"), texts("b")]},
            "Attempting to write row: 12",
        ),
        (
            {"start": {"sheetId": 0, "rowIndex": 12}},
            "GridCoordinate.rowIndex[12] is after last row in grid[11]",
        ),
        (
            {"range": block(12, 13, 0, 1)},
            "GridRange.startRowIndex[12] is after last row in grid[11]",
        ),
        ({"range": block(-1, 3, 0, 1)}, "GridRange indexes must be >= 0"),
        (
            {"start": {"sheetId": 0}, "rows": [texts("x" * 50_001)]},
            "Your input contains more than the maximum of 50000",
        ),
        (
            {"start": {"sheetId": 0}, "rows": [FORMULA]},
            "userEnteredValue.formulaValue must begin with '='.",
        ),
        ({"start": {"sheetId": 0}, "rows": [ERROR]}, "userEnteredValue.errorValue cannot be set."),
        ({"start": {"sheetId": 4}}, "No grid with id: 4"),
        ({}, "A coordinate must be specified."),
    ],
)
def test_cells_that_do_not_fit_are_refused(desk: Desk, body: dict[str, Any], why: str) -> None:
    assert desk.refused("updateCells", fields="userEnteredValue", **body).startswith(why)


@pytest.mark.parametrize(
    "fields",
    ["", "nope", "userEnteredFormat.nope", "effectiveValue", "note(", "textFormatRuns.startIndex"],
)
def test_a_wrong_mask_is_refused(desk: Desk, fields: str) -> None:
    assert desk.refused("updateCells", start={"sheetId": 0}, rows=[texts("a")], fields=fields)


def test_a_formula_that_is_repeated_counts_along(desk: Desk) -> None:
    cell = {"userEnteredValue": {"formulaValue": "=A1+$A$1"}}
    desk.do("repeatCell", range=block(0, 2, 2, 4), cell=cell, fields="userEnteredValue")
    assert [desk.cell(row, column).formula for row in (0, 1) for column in (2, 3)] == [
        "=A1+$A$1", "=B1+$A$1", "=A2+$A$1", "=B2+$A$1",
    ]  # fmt: skip


def test_an_empty_cell_that_is_repeated_clears_the_range(desk: Desk) -> None:
    desk.fill([["a", "b"], ["c"]])
    desk.do("repeatCell", range=block(0, 12, 0, 2), cell={}, fields="*")
    assert desk.leads.rows == {}


def test_appended_cells_come_after_the_last_row_with_data_and_make_rows(desk: Desk) -> None:
    desk.fill([["Ada"]], top=10)
    desk.do("appendCells", sheetId=0, rows=[texts("Bo"), texts("Cai")], fields="userEnteredValue")
    assert desk.column(0, 20) == [None] * 10 + ["Ada", "Bo", "Cai"]
    assert desk.leads.row_count == 13


def test_rows_appended_to_a_table_go_into_its_body(desk: Desk) -> None:
    desk.fill([["Name"], ["Ada"], [None], ["below"]])
    table = desk.do("addTable", table={"range": block(0, 2, 0, 1)})["table"]
    desk.do("appendCells", tableId=table["tableId"], rows=[texts("Bo")], fields="userEnteredValue")
    assert desk.column(0, 20) == ["Name", "Ada", "Bo", None, "below"]
    assert desk.tab()["tables"][0]["range"] == shown(0, 3, 0, 1)


def test_borders_are_drawn_around_and_inside(desk: Desk) -> None:
    desk.do(
        "updateBorders",
        range=block(0, 2, 0, 2),
        top={"style": "SOLID"},
        innerVertical={"style": "DOTTED"},
    )
    sides = [
        sorted((desk.cell(row, column).format or {}).get("borders", {}))
        for row in (0, 1)
        for column in (0, 1)
    ]
    assert sides == [["right", "top"], ["left", "top"], ["right"], ["left"]]
    desk.do(
        "updateBorders",
        range=block(0, 2, 0, 2),
        top={"style": "NONE"},
        innerVertical={"style": "NONE"},
    )
    assert desk.leads.rows == {}


STAGES = {
    "type": "ONE_OF_LIST",
    "values": [{"userEnteredValue": "new"}, {"userEnteredValue": "won"}],
}


def test_a_drop_down_is_set_on_every_cell_and_cleared(desk: Desk) -> None:
    rule = {"condition": STAGES, "strict": True, "showCustomUi": True}
    desk.do("setDataValidation", range=block(1, 3, 2, 3), rule=rule)
    assert [desk.cell(row, 2).validation for row in range(4)] == [None, rule, rule, None]
    desk.do("setDataValidation", range=block(0, 12, 2, 3))
    assert desk.leads.rows == {}


def test_rows_hidden_by_a_filter_get_the_rule_only_when_asked(desk: Desk) -> None:
    desk.fill([["Stage"], ["new"], ["won"]])
    desk.do(
        "setBasicFilter",
        filter={"range": block(0, 3, 0, 1), "criteria": {"0": {"hiddenValues": ["new"]}}},
    )
    desk.do("setDataValidation", range=block(1, 3, 0, 1), rule={"condition": STAGES})
    assert [desk.cell(row, 0).validation is None for row in (1, 2)] == [True, False]
    desk.do(
        "setDataValidation",
        range=block(1, 3, 0, 1),
        rule={"condition": STAGES},
        filteredRowsIncluded=True,
    )
    assert desk.cell(1, 0).validation is not None


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"type": "BLANK"},
        {"type": "ONE_OF_LIST"},
        {"type": "NUMBER_GREATER"},
        {"type": "NUMBER_BETWEEN", "values": [{"userEnteredValue": "1"}]},
        {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "A1>1"}]},
        {"type": "DATE_AFTER", "values": [{"relativeDate": "TODAY"}]},
    ],
)
def test_conditions_that_cells_cannot_have_are_refused(
    desk: Desk, condition: dict[str, Any]
) -> None:
    assert desk.refused("setDataValidation", range=block(0, 1, 0, 1), rule={"condition": condition})


def test_a_validation_formula_is_relative_to_each_cell(desk: Desk) -> None:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=A1>0"}]}
    desk.do("setDataValidation", range=block(0, 2, 0, 1), rule={"condition": condition})
    rule = desk.cell(1, 0).validation
    assert rule is not None
    assert rule["condition"]["values"] == [{"userEnteredValue": "=A2>0"}]


@pytest.mark.parametrize(
    ("kind", "merges"),
    [
        ("MERGE_ALL", [shown(0, 2, 0, 2)]),
        ("MERGE_ROWS", [shown(0, 1, 0, 2), shown(1, 2, 0, 2)]),
        ("MERGE_COLUMNS", [shown(0, 2, 0, 1), shown(0, 2, 1, 2)]),
    ],
)
def test_cells_are_merged_whole_by_rows_or_by_columns(
    desk: Desk, kind: str, merges: list[dict[str, Any]]
) -> None:
    desk.do("mergeCells", range=block(0, 2, 0, 2), mergeType=kind)
    assert desk.tab()["merges"] == merges
    desk.do("unmergeCells", range=block(0, 3, 0, 3))
    assert "merges" not in desk.tab()


def test_a_merge_keeps_the_first_value_only(desk: Desk) -> None:
    desk.fill([[None, "Ada"], ["Bo"]])
    desk.do("mergeCells", range=block(0, 2, 0, 2), mergeType="MERGE_ALL")
    assert [desk.row(0), desk.row(1)] == [["Ada"], []]


def test_part_of_a_merge_cannot_be_merged_or_unmerged(desk: Desk) -> None:
    desk.do("mergeCells", range=block(0, 2, 0, 2), mergeType="MERGE_ALL")
    why = "You must select all cells in a merged range to merge or unmerge them."
    assert desk.refused("mergeCells", range=block(1, 3, 0, 2), mergeType="MERGE_ALL") == why
    assert desk.refused("unmergeCells", range=block(0, 1, 0, 2)) == why

"""Conditional formats: an ordered list whose ranges and formulas follow the cells."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_server.tests.changes.desk import Desk, block, columns, rows, shown

RED = {"red": 1}


def rule(formula: str, area: dict[str, int] | None = None) -> dict[str, Any]:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    boolean = {"condition": condition, "format": {"backgroundColor": RED}}
    return {"ranges": [area or block(1, 12, 0, 8)], "booleanRule": boolean}


def add(desk: Desk, *formulas: str) -> None:
    for index, formula in enumerate(formulas):
        desk.do("addConditionalFormatRule", rule=rule(formula), index=index)


def formulas(desk: Desk) -> list[str]:
    found = desk.tab().get("conditionalFormats", [])
    return [one["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for one in found]


def test_a_rule_goes_to_its_index_or_to_the_top(desk: Desk) -> None:
    add(desk, "=A1", "=B1")
    desk.do("addConditionalFormatRule", rule=rule("=C1"))
    assert formulas(desk) == ["=C1", "=A1", "=B1"]


def test_a_rule_is_read_back_with_all_bounds_and_both_color_fields(desk: Desk) -> None:
    desk.do("addConditionalFormatRule", rule=rule("=A1", {"sheetId": 0, "startColumnIndex": 2}))
    held = desk.tab()["conditionalFormats"][0]
    assert held["ranges"] == [shown(0, 12, 2, 8)]
    assert held["booleanRule"]["format"] == {
        "backgroundColor": RED,
        "backgroundColorStyle": {"rgbColor": RED},
    }


def test_a_replaced_rule_answers_with_old_and_new(desk: Desk) -> None:
    add(desk, "=A1", "=B1")
    reply = desk.do("updateConditionalFormatRule", index=1, rule=rule("=C1"))
    values = [
        reply[name]["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
        for name in ("oldRule", "newRule")
    ]
    assert (values, reply["newIndex"], formulas(desk)) == (["=B1", "=C1"], 1, ["=A1", "=C1"])


def test_a_moved_rule_ends_up_at_the_new_index(desk: Desk) -> None:
    add(desk, "=A1", "=B1", "=C1")
    reply = desk.do("updateConditionalFormatRule", sheetId=0, index=0, newIndex=2)
    assert (reply["oldIndex"], reply["newIndex"], formulas(desk)) == (0, 2, ["=B1", "=C1", "=A1"])


def test_a_deleted_rule_is_answered_and_the_others_move_up(desk: Desk) -> None:
    add(desk, "=A1", "=B1")
    gone = desk.do("deleteConditionalFormatRule", sheetId=0, index=0)["rule"]
    assert gone["booleanRule"]["condition"]["values"] == [{"userEnteredValue": "=A1"}]
    assert formulas(desk) == ["=B1"]


def test_an_index_without_a_rule_is_refused(desk: Desk) -> None:
    add(desk, "=A1")
    why = "No conditional format on sheet: 0 at index: 1"
    assert desk.refused("deleteConditionalFormatRule", sheetId=0, index=1) == why
    assert desk.refused("updateConditionalFormatRule", index=1, rule=rule("=A1")) == why
    assert desk.refused("updateConditionalFormatRule", index=0, newIndex=1) == why
    assert (
        desk.refused("addConditionalFormatRule", index=2, rule=rule("=A1"))
        == "Invalid conditional format index 2."
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"ranges": []},
        {"ranges": [block(0, 1, 0, 1)]},
        {**rule("=A1"), "gradientRule": {}},
        {"ranges": [block(0, 1, 0, 1)], "gradientRule": {"minpoint": {}}},
        {"ranges": [block(0, 1, 0, 1)], "booleanRule": {"condition": {"type": "ONE_OF_LIST"}}},
        rule("A1>1"),
        rule("=A1", block(0, 1, 0, 1, sheet=8)),
    ],
)
def test_a_rule_that_cannot_be_is_refused(desk: Desk, wrong: dict[str, Any]) -> None:
    assert desk.refused("addConditionalFormatRule", rule=wrong)


def test_a_format_that_rules_do_not_have_is_refused(desk: Desk) -> None:
    wrong = rule("=A1")
    wrong["booleanRule"]["format"] = {"textFormat": {"fontSize": 12}}
    assert "fontSize" in desk.refused("addConditionalFormatRule", rule=wrong)


def test_a_gradient_is_kept(desk: Desk) -> None:
    gradient = {
        "minpoint": {"type": "MIN", "color": RED},
        "maxpoint": {"type": "MAX", "color": {"blue": 1}},
    }
    desk.do(
        "addConditionalFormatRule", rule={"ranges": [block(0, 5, 0, 1)], "gradientRule": gradient}
    )
    assert desk.tab()["conditionalFormats"][0]["gradientRule"]["minpoint"]["colorStyle"] == {
        "rgbColor": RED
    }


def test_an_inserted_column_moves_the_column_that_a_rule_reads(desk: Desk) -> None:
    add(desk, '=$F2="Won"')
    desk.do("insertDimension", range=columns(3, 4))
    assert formulas(desk) == ['=$G2="Won"']
    assert desk.tab()["conditionalFormats"][0]["ranges"] == [shown(1, 12, 0, 9)]


def test_a_row_inserted_at_either_end_of_a_rule_is_formatted_like_its_neighbour(desk: Desk) -> None:
    desk.do("addConditionalFormatRule", rule=rule('=$F3="Won"', block(2, 6, 0, 8)))
    desk.do("insertDimension", range=rows(2, 3))
    assert (formulas(desk), desk.tab()["conditionalFormats"][0]["ranges"]) == (
        ['=$F3="Won"'],
        [shown(2, 7, 0, 8)],
    )
    desk.do("insertDimension", range=rows(7, 8), inheritFromBefore=True)
    assert (formulas(desk), desk.tab()["conditionalFormats"][0]["ranges"]) == (
        ['=$F3="Won"'],
        [shown(2, 8, 0, 8)],
    )


def test_a_rule_does_not_grow_where_its_formula_would_leave_the_sheet(desk: Desk) -> None:
    desk.do("addConditionalFormatRule", rule=rule("=A1", block(1, 6, 0, 8)))
    desk.do("insertDimension", range=rows(1, 2))
    assert (formulas(desk), desk.tab()["conditionalFormats"][0]["ranges"]) == (
        ["=A1"],
        [shown(2, 7, 0, 8)],
    )


def test_an_answered_rule_is_not_changed_by_later_requests(desk: Desk) -> None:
    desk.do("addSheet", properties={"title": "Lists", "sheetId": 4})
    add(desk, "=A1")
    rename = {"properties": {"sheetId": 4, "title": "Menus"}, "fields": "title"}
    change = {"updateConditionalFormatRule": {"index": 0, "rule": rule("=Lists!A1")}}
    reply = desk.batch([change, {"updateSheetProperties": rename}])[0][
        "updateConditionalFormatRule"
    ]
    assert reply["newRule"]["booleanRule"]["condition"]["values"] == [
        {"userEnteredValue": "=Lists!A1"}
    ]
    assert formulas(desk) == ["=Menus!A1"]


def test_a_row_inserted_above_or_in_the_middle_leaves_every_cell_reading_its_own_row(
    desk: Desk,
) -> None:
    add(desk, '=$F2="Won"')
    desk.do("insertDimension", range=rows(5, 6))
    assert formulas(desk) == ['=$F2="Won"']
    desk.do("insertDimension", range=rows(0, 1))
    assert formulas(desk) == ['=$F3="Won"']


def test_deleting_the_first_row_of_a_rule_leaves_every_cell_reading_its_own_row(desk: Desk) -> None:
    add(desk, '=$F2="Won"')
    desk.do("deleteDimension", range=rows(1, 3))
    assert formulas(desk) == ['=$F2="Won"']
    assert desk.tab()["conditionalFormats"][0]["ranges"] == [shown(1, 10, 0, 8)]


def test_deleting_the_first_column_of_a_rule_keeps_the_column_that_it_reads(desk: Desk) -> None:
    add(desk, '=$F2="Won"', "=A2>1")
    desk.do("deleteDimension", range=columns(0, 1))
    assert formulas(desk) == ['=$E2="Won"', "=A2>1"]


def test_deleting_the_column_that_a_rule_reads_breaks_its_formula(desk: Desk) -> None:
    add(desk, '=$F2="Won"')
    desk.do("deleteDimension", range=columns(5, 6))
    assert formulas(desk) == ['=#REF!="Won"']


def test_a_moved_column_keeps_being_read(desk: Desk) -> None:
    add(desk, '=$F2="Won"')
    desk.do("moveDimension", source=columns(5, 6), destinationIndex=0)
    assert formulas(desk) == ['=$A2="Won"']


def test_a_rule_whose_cells_are_all_gone_is_gone(desk: Desk) -> None:
    desk.do("addConditionalFormatRule", rule=rule("=A1", block(2, 4, 0, 8)))
    desk.do("deleteDimension", range=rows(1, 5))
    assert formulas(desk) == []

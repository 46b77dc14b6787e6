"""Copy, cut, insert and delete blocks, and what changes texts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_server.book import Cell
from tests.sheets_server.tests.changes.desk import Desk, block, shown

LIST = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "x"}]}}
BOLD = {"textFormat": {"bold": True}, "borders": {"top": {"style": "SOLID"}}}
FULL = Cell(formula="=B1*2", format=BOLD, note="n", validation=LIST)


def copy(
    desk: Desk, source: Any, destination: Any, kind: str = "PASTE_NORMAL", **more: Any
) -> None:
    desk.do("copyPaste", source=source, destination=destination, pasteType=kind, **more)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("PASTE_NORMAL", FULL._replace(formula="=B2*2")),
        ("PASTE_VALUES", Cell(6, note="old")),
        ("PASTE_FORMAT", Cell("old", format=BOLD, note="old", validation=LIST)),
        ("PASTE_NO_BORDERS", FULL._replace(formula="=B2*2", format={"textFormat": {"bold": True}})),
        ("PASTE_FORMULA", Cell(formula="=B2*2", note="old")),
        ("PASTE_DATA_VALIDATION", Cell("old", note="old", validation=LIST)),
        ("PASTE_CONDITIONAL_FORMATTING", Cell("old", note="old")),
    ],
)
def test_each_kind_of_paste_brings_its_part(desk: Desk, kind: str, expected: Cell) -> None:
    desk.fill([[None, 3]])
    desk.leads.put(0, 0, FULL)
    desk.leads.put(1, 0, Cell("old", note="old"))
    copy(desk, block(0, 1, 0, 1), block(1, 2, 0, 1), kind)
    assert desk.cell(1, 0) == expected
    assert desk.cell(0, 0) == FULL


def test_a_copy_fills_a_multiple_of_its_size_and_else_lands_once(desk: Desk) -> None:
    desk.fill([["a"], ["b"]])
    copy(desk, block(0, 2, 0, 1), block(2, 6, 0, 2))
    assert desk.column(1) == [None, None, "a", "b", "a", "b"]
    copy(desk, block(0, 2, 0, 1), block(7, 8, 0, 1))
    assert desk.column(0)[6:] == [None, "a", "b"]


def test_a_copy_may_be_turned(desk: Desk) -> None:
    desk.fill([["a", "b", "c"]])
    copy(desk, block(0, 1, 0, 3), block(2, 3, 0, 1), pasteOrientation="TRANSPOSE")
    assert desk.column(0) == ["a", None, "a", "b", "c"]


def test_a_copy_onto_itself_takes_what_was_there_before(desk: Desk) -> None:
    desk.fill([["a"], ["b"], ["c"]])
    copy(desk, block(0, 2, 0, 1), block(1, 3, 0, 1))
    assert desk.column(0) == ["a", "a", "b"]


def test_a_copy_brings_merges_and_conditional_formats_along(desk: Desk) -> None:
    desk.do("mergeCells", range=block(0, 1, 0, 2), mergeType="MERGE_ALL")
    condition = {"type": "NOT_BLANK"}
    rule = {"ranges": [block(0, 1, 0, 2)], "booleanRule": {"condition": condition, "format": {}}}
    desk.do("addConditionalFormatRule", rule=rule)
    copy(desk, block(0, 1, 0, 2), block(4, 5, 0, 2))
    assert desk.tab()["merges"] == [shown(0, 1, 0, 2), shown(4, 5, 0, 2)]
    assert desk.tab()["conditionalFormats"][0]["ranges"] == [shown(0, 1, 0, 2), shown(4, 5, 0, 2)]


def test_a_paste_that_does_not_fit_is_refused(desk: Desk) -> None:
    body = {"source": block(0, 3, 0, 1), "destination": block(10, 11, 0, 1)}
    assert desk.refused("copyPaste", **body) == "The destination does not fit into the sheet."


def test_references_to_cells_that_were_cut_follow_them(desk: Desk) -> None:
    desk.fill([[1, "=A1", "=SUM(A1:A2)", "=D9"], [2]])
    desk.do(
        "cutPaste",
        source=block(0, 1, 0, 1),
        destination={"sheetId": 0, "rowIndex": 5, "columnIndex": 4},
    )
    assert [desk.cell(0, column).formula for column in (1, 2, 3)] == ["=E6", "=SUM(A1:A2)", "=D9"]
    assert (desk.cell(0, 0), desk.cell(5, 4)) == (Cell(), Cell(1))


def test_a_formula_that_was_cut_means_the_same_cells(desk: Desk) -> None:
    desk.do("addSheet", properties={"title": "Other", "sheetId": 4})
    desk.fill([[5, "=A1"]])
    desk.do("cutPaste", source=block(0, 1, 1, 2), destination={"sheetId": 4, "rowIndex": 2})
    assert desk.book.sheet(4).cell(2, 0).formula == "=Leads!A1"


def test_a_cut_takes_the_source_away_whatever_is_pasted(desk: Desk) -> None:
    desk.leads.put(0, 0, Cell("x", note="n"))
    desk.do(
        "cutPaste",
        source=block(0, 1, 0, 1),
        destination={"sheetId": 0, "rowIndex": 3},
        pasteType="PASTE_VALUES",
    )
    assert desk.leads.rows == {3: {0: Cell("x")}}


def test_inserted_cells_push_only_their_columns_down(desk: Desk) -> None:
    desk.fill([["a", "A", "=A2+B2"], ["b", "B"]])
    desk.do("insertRange", range=block(1, 2, 0, 1), shiftDimension="ROWS")
    assert (desk.column(0), desk.column(1)) == (["a", None, "b"], ["A", "B"])
    assert desk.cell(0, 2).formula == "=A3+B2"


def test_cells_pushed_over_the_end_make_the_grid_longer(desk: Desk) -> None:
    desk.fill([["last"]], top=11)
    desk.do("insertRange", range=block(0, 2, 0, 1), shiftDimension="ROWS")
    assert (desk.leads.row_count, desk.cell(13, 0).value) == (14, "last")


def test_deleted_cells_are_filled_from_the_right(desk: Desk) -> None:
    desk.fill([["a", "b", "c", "=C1"], ["A", "B", "C"]])
    desk.do("deleteRange", range=block(0, 1, 1, 2), shiftDimension="COLUMNS")
    assert (desk.row(0), desk.row(1)) == (["a", "c", "c"], ["A", "B", "C"])
    assert desk.cell(0, 2).formula == "=B1"


def test_cells_that_someone_protected_cannot_be_pushed_away(desk: Desk) -> None:
    desk.do("addProtectedRange", protectedRange={"range": block(5, 6, 0, 1)})
    desk.book.caller = "ben@studio.example"
    assert "protected" in desk.refused(
        "insertRange", range=block(0, 1, 0, 1), shiftDimension="ROWS"
    )
    desk.do("insertRange", range=block(0, 1, 1, 2), shiftDimension="ROWS")


def test_shifting_part_of_a_merge_or_a_table_is_refused(desk: Desk) -> None:
    desk.fill([["Name", "Stage"], ["Ada"]])
    desk.do("addTable", table={"range": block(0, 3, 0, 2)})
    desk.do("mergeCells", range=block(0, 1, 4, 6), mergeType="MERGE_ALL")
    assert "table" in desk.refused("insertRange", range=block(1, 2, 0, 1), shiftDimension="ROWS")
    assert "merged" in desk.refused("deleteRange", range=block(0, 1, 5, 6), shiftDimension="ROWS")
    assert (
        desk.refused("deleteRange", range=block(9, 10, 5, 6))
        == "A shift dimension must be specified."
    )


def test_found_texts_are_replaced_and_counted(desk: Desk) -> None:
    desk.fill([["banana", "Ana", 101], ['="ana"']])
    reply = desk.do("findReplace", find="ana", replacement="o", range=block(0, 2, 0, 3))
    assert reply == {
        "valuesChanged": 2,
        "rowsChanged": 1,
        "sheetsChanged": 1,
        "occurrencesChanged": 2,
    }
    assert (desk.row(0), desk.row(1)) == (["bona", "o", 101], ["ana"])
    assert desk.do("findReplace", find="nothing", replacement="", allSheets=True) == {}


def test_what_is_replaced_is_entered_as_if_typed(desk: Desk) -> None:
    desk.fill([["12 EUR", "10", "x"]])
    desk.do("findReplace", find=" EUR", replacement="", sheetId=0)
    assert desk.row(0) == [12, "10", "x"]


def test_letter_case_whole_cells_patterns_and_formulas_are_options(desk: Desk) -> None:
    desk.fill([["Ana", "ana", "ananas", "=LEN(A1)"]])
    desk.do(
        "findReplace", find="ana", replacement="1", matchCase=True, matchEntireCell=True, sheetId=0
    )
    assert desk.row(0) == ["Ana", 1, "ananas", 3]
    desk.do("findReplace", find="(an)+(as)", replacement="$2-$1", searchByRegex=True, sheetId=0)
    assert desk.row(0)[2] == "as-an"
    desk.do("findReplace", find="A1", replacement="C1", includeFormulas=True, sheetId=0)
    assert desk.cell(0, 3).formula == "=LEN(C1)"


@pytest.mark.parametrize(
    "body",
    [
        {"find": "a"},
        {"find": "", "allSheets": True},
        {"find": "(", "searchByRegex": True, "allSheets": True},
    ],
)
def test_a_search_without_place_or_text_is_refused(desk: Desk, body: dict[str, Any]) -> None:
    assert desk.refused("findReplace", replacement="", **body)


def test_spaces_are_trimmed_and_counted(desk: Desk) -> None:
    desk.fill([["  Ada \n Lovelace ", "x", 3], ["   "]])
    assert desk.do("trimWhitespace", range=block(0, 2, 0, 3)) == {"cellsChangedCount": 2}
    assert desk.row(0) == ["Ada Lovelace", "x", 3]
    assert desk.cell(1, 0) == Cell()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"delimiterType": "COMMA"}, ["a;b", "3"]),
        ({"delimiterType": "CUSTOM", "delimiter": "b"}, ["a;", ",3"]),
        ({"delimiterType": "AUTODETECT"}, ["a;b", "3"]),
    ],
)
def test_a_text_is_split_over_columns(
    desk: Desk, body: dict[str, Any], expected: list[str]
) -> None:
    desk.fill([["a;b,3", "old"]])
    desk.do("textToColumns", source=block(0, 1, 0, 1), **body)
    assert [str(value) for value in desk.row(0)] == expected


def test_splitting_two_columns_or_over_the_edge_is_refused(desk: Desk) -> None:
    desk.fill([["a,b"]], left=7)
    assert "exactly one column" in desk.refused(
        "textToColumns", source=block(0, 1, 6, 8), delimiterType="COMMA"
    )
    assert "not enough columns" in desk.refused(
        "textToColumns", source=block(0, 1, 7, 8), delimiterType="COMMA"
    )


def test_pasted_data_is_entered_as_if_typed(desk: Desk) -> None:
    desk.do(
        "pasteData",
        coordinate={"sheetId": 0, "rowIndex": 1},
        data='Ada,3\n"a,b",=B2+1',
        delimiter=",",
    )
    assert [desk.row(1), desk.row(2)] == [["Ada", 3], ["a,b", 4]]
    html = {"coordinate": {"sheetId": 0}, "data": "<b>x</b>", "html": True}
    assert desk.refused("pasteData", **html) == "not implemented by the test server"

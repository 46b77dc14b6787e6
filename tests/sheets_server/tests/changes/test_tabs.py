"""The spreadsheet's properties and its tabs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_server.tests.changes.desk import Desk, block, columns


def add(desk: Desk, **properties: Any) -> Any:
    return desk.do("addSheet", properties=properties)["properties"]


def update(desk: Desk, fields: str, **properties: Any) -> None:
    desk.do("updateSheetProperties", properties={"sheetId": 0, **properties}, fields=fields)


def titles(desk: Desk) -> list[str]:
    return [sheet["properties"]["title"] for sheet in desk.read()["sheets"]]


def test_a_new_tab_gets_an_id_the_usual_size_and_the_last_place(desk: Desk) -> None:
    made = add(desk, title="Done")
    assert made.pop("sheetId") > 0
    size = {"rowCount": 1000, "columnCount": 26}
    assert made == {"title": "Done", "index": 1, "sheetType": "GRID", "gridProperties": size}


def test_a_hidden_tab_of_a_given_size_goes_where_it_is_asked_to(desk: Desk) -> None:
    grid = {"rowCount": 2, "columnCount": 3, "frozenRowCount": 1}
    made = add(desk, title="_record", sheetId=77, index=0, hidden=True, gridProperties=grid)
    assert made == {
        "sheetId": 77,
        "title": "_record",
        "index": 0,
        "sheetType": "GRID",
        "gridProperties": grid,
        "hidden": True,
    }
    assert titles(desk) == ["_record", "Leads"]


@pytest.mark.parametrize(
    ("properties", "why"),
    [
        (
            {"title": "Leads"},
            'A sheet with the name "Leads" already exists. Please enter another name.',
        ),
        (
            {"title": "leads"},
            'A sheet with the name "leads" already exists. Please enter another name.',
        ),
        ({"title": "x" * 101}, "The sheet name cannot be greater than 100 characters."),
        ({"sheetId": 0}, "Sheet with id 0 already exists."),
        ({"sheetId": -1}, "Sheet ID must be >= 0"),
        ({"index": 2}, "Sheet index 2 is out of bounds."),
        ({"sheetType": "OBJECT"}, "Only sheets of type GRID can be added."),
        ({"gridProperties": {"rowCount": 0}}, "A sheet must have at least one row and one column."),
        (
            {"gridProperties": {"rowCount": 1, "frozenRowCount": 1}},
            "You can't freeze all visible rows on the sheet.",
        ),
        (
            {"gridProperties": {"rowCount": 5_000_000, "columnCount": 2}},
            "This action would increase the number of cells in the workbook above the limit of "
            "10000000 cells.",
        ),
    ],
)
def test_a_tab_that_cannot_be_is_refused(desk: Desk, properties: dict[str, Any], why: str) -> None:
    assert desk.refused("addSheet", properties=properties) == why


def test_a_deleted_tab_takes_its_names_and_metadata_and_breaks_references(desk: Desk) -> None:
    add(desk, title="Old", sheetId=9)
    desk.fill([["=Old!A1"]])
    desk.do("addNamedRange", namedRange={"name": "gone", "range": block(0, 1, 0, 1, sheet=9)})
    place = {"dimensionRange": columns(0, 1, sheet=9)}
    made = {"metadataKey": "k", "visibility": "DOCUMENT", "location": place}
    desk.do("createDeveloperMetadata", developerMetadata=made)
    desk.do("deleteSheet", sheetId=9)
    assert (desk.cell(0, 0).formula, desk.book.metadata, desk.book.named_ranges) == (
        "=#REF!",
        {},
        [],
    )


def test_the_last_tab_and_the_last_visible_tab_stay(desk: Desk) -> None:
    assert (
        desk.refused("deleteSheet", sheetId=0) == "You can't remove all the sheets in a document."
    )
    add(desk, title="_record", hidden=True)
    assert (
        desk.refused("deleteSheet", sheetId=0)
        == "You can't remove all the visible sheets in a document."
    )
    hide = {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}
    assert (
        desk.refused("updateSheetProperties", **hide)
        == "You can't hide all the sheets in a document."
    )


def test_a_duplicate_has_all_but_protection_with_ids_of_its_own(desk: Desk) -> None:
    desk.fill([["Name", "Stage"], ["Ada", "=A2"]])
    desk.do("addTable", table={"name": "People", "range": block(0, 2, 0, 2)})
    desk.do("addProtectedRange", protectedRange={"range": block(0, 1, 0, 1)})
    place = {"dimensionRange": columns(0, 1)}
    made = {"metadataKey": "k", "visibility": "DOCUMENT", "location": place}
    first = desk.do("createDeveloperMetadata", developerMetadata=made)["developerMetadata"][
        "metadataId"
    ]
    copied = desk.do("duplicateSheet", sourceSheetId=0, newSheetId=5, insertSheetIndex=1)[
        "properties"
    ]
    assert (copied["title"], copied["index"], copied["sheetId"]) == ("Copy of Leads", 1, 5)
    twin = desk.tab(1)
    assert "protectedRanges" not in twin
    assert twin["tables"][0]["name"] == "People_2"
    assert twin["tables"][0]["range"]["sheetId"] == 5
    assert twin["tables"][0]["tableId"] != desk.tab()["tables"][0]["tableId"]
    assert {
        (item.sheet_id, item.key) for item in desk.book.metadata.values() if item.id != first
    } == {(5, "k")}


def test_the_filter_of_a_duplicated_table_belongs_to_the_copy(desk: Desk) -> None:
    desk.fill([["Name"], ["Ada"]])
    table = desk.do("addTable", table={"range": block(0, 2, 0, 1)})["table"]
    desk.do("setBasicFilter", filter={"tableId": table["tableId"]})
    desk.do("duplicateSheet", sourceSheetId=0, newSheetId=5, insertSheetIndex=1)
    twin = desk.tab(1)
    assert twin["basicFilter"]["tableId"] == twin["tables"][0]["tableId"] != table["tableId"]


def test_a_duplicate_of_a_hidden_tab_is_visible(desk: Desk) -> None:
    add(desk, title="_record", sheetId=9, hidden=True)
    assert "hidden" not in desk.do("duplicateSheet", sourceSheetId=9)["properties"]


def test_changing_a_duplicate_leaves_the_original(desk: Desk) -> None:
    desk.fill([["Ada", "Bo"]])
    desk.do("duplicateSheet", sourceSheetId=0, newSheetId=5, newSheetName="Copy")
    cell = {"userEnteredValue": {"stringValue": "changed"}}
    desk.do("repeatCell", range=block(0, 1, 0, 1, sheet=5), cell=cell, fields="userEnteredValue")
    assert desk.row(0) == ["Ada", "Bo"]


def test_a_renamed_tab_is_renamed_in_formulas_and_rules(desk: Desk) -> None:
    add(desk, title="Lists", sheetId=3)
    rule = {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Lists!A1:A3"}]}}
    desk.fill([["=Lists!A1+A2"]])
    desk.do("setDataValidation", range=block(0, 1, 0, 1), rule=rule)
    desk.do("updateSheetProperties", properties={"sheetId": 3, "title": "My lists"}, fields="title")
    cell = desk.cell(0, 0)
    assert cell.formula == "='My lists'!A1+A2"
    assert cell.validation is not None
    assert cell.validation["condition"]["values"] == [{"userEnteredValue": "='My lists'!A1:A3"}]


@pytest.mark.parametrize(
    ("title", "why"), [("", "The sheet name cannot be empty."), ("Two", "already exists")]
)
def test_a_tab_cannot_take_an_empty_or_taken_name(desk: Desk, title: str, why: str) -> None:
    add(desk, title="Two")
    body = {"properties": {"sheetId": 0, "title": title}, "fields": "title"}
    assert why in desk.refused("updateSheetProperties", **body)


def test_a_tab_may_keep_its_name_in_other_letter_case(desk: Desk) -> None:
    update(desk, "title", title="LEADS")
    assert titles(desk) == ["LEADS"]


@pytest.mark.parametrize(
    ("index", "order"),
    [
        (0, ["Leads", "B", "C"]),
        (1, ["Leads", "B", "C"]),
        (2, ["B", "Leads", "C"]),
        (3, ["B", "C", "Leads"]),
        (None, ["B", "C", "Leads"]),
    ],
)
def test_tabs_move_by_the_index_before_the_move(
    desk: Desk, index: int | None, order: list[str]
) -> None:
    add(desk, title="B")
    add(desk, title="C")
    update(desk, "index", **({} if index is None else {"index": index}))
    assert titles(desk) == order


def test_the_grid_is_resized_and_what_lies_outside_is_gone(desk: Desk) -> None:
    desk.fill([["a", "b", "c"]])
    update(
        desk,
        "gridProperties.columnCount,gridProperties/rowCount",
        gridProperties={"columnCount": 2, "rowCount": 30},
    )
    assert (desk.leads.row_count, desk.leads.column_count, desk.row(0)) == (30, 2, ["a", "b"])


def test_flags_that_are_off_and_counts_of_zero_are_not_shown(desk: Desk) -> None:
    fields = "hidden,rightToLeft,gridProperties(frozenRowCount,hideGridlines)"
    update(
        desk, fields, rightToLeft=True, gridProperties={"frozenRowCount": 1, "hideGridlines": True}
    )
    update(desk, fields, hidden=False, gridProperties={"frozenRowCount": 0, "hideGridlines": False})
    size = {"rowCount": 12, "columnCount": 8}
    assert desk.tab()["properties"] == {
        "sheetId": 0, "title": "Leads", "index": 0, "sheetType": "GRID", "gridProperties": size,
    }  # fmt: skip


def test_a_tab_color_is_set_and_cleared(desk: Desk) -> None:
    update(desk, "tabColorStyle", tabColorStyle={"rgbColor": {"red": 1, "blue": 0.5}})
    assert desk.tab()["properties"]["tabColorStyle"] == {"rgbColor": {"red": 1, "blue": 0.49803922}}
    update(desk, "tabColor")
    assert "tabColorStyle" not in desk.tab()["properties"]


@pytest.mark.parametrize("fields", ["", "sheetId", "sheetType", "name", "gridProperties.rows"])
def test_tab_properties_need_a_mask_of_what_can_be_changed(desk: Desk, fields: str) -> None:
    assert desk.refused(
        "updateSheetProperties", properties={"sheetId": 0, "title": "x"}, fields=fields
    )


def test_freezing_all_rows_is_refused(desk: Desk) -> None:
    body = {
        "properties": {"sheetId": 0, "gridProperties": {"frozenRowCount": 12}},
        "fields": "gridProperties.frozenRowCount",
    }
    assert (
        desk.refused("updateSheetProperties", **body)
        == "You can't freeze all visible rows on the sheet."
    )


def test_title_locale_and_time_zone_of_the_spreadsheet_change(desk: Desk) -> None:
    properties = {"title": "Clientes", "locale": "es_ES", "timeZone": "Europe/Madrid"}
    desk.do("updateSpreadsheetProperties", properties=properties, fields="title,locale,timeZone")
    assert properties.items() <= desk.read()["properties"].items()
    assert (
        desk.refused("updateSpreadsheetProperties", properties={}, fields="title")
        == "title cannot be empty."
    )


@pytest.mark.parametrize(
    "wrong",
    [{"locale": "spanish"}, {"locale": "ES"}, {"timeZone": "Mars/Base"}, {"timeZone": ".."}],
)
def test_a_locale_or_time_zone_that_is_none_is_refused(desk: Desk, wrong: dict[str, str]) -> None:
    assert desk.refused("updateSpreadsheetProperties", properties=wrong, fields=",".join(wrong))

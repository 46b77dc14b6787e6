"""The test server's spreadsheets.get, create, copyTo and developer metadata: what is shown, and
field masks.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_server import fields
from tests.sheets_server.api import Request, sheets_api
from tests.sheets_server.asking import Asker
from tests.sheets_server.book import Cell, Json, Metadata
from tests.sheets_server.errors import ApiError


@pytest.fixture
def api() -> Asker:
    return Asker()


def sheets(api: Asker, mask: str, ranges: str = "") -> Any:
    query = f"fields={mask}" + (f"&ranges={ranges}" if ranges else "")
    return api.get("", query).get("sheets", [])


# spreadsheets.get


def test_a_new_spreadsheet_has_one_empty_tab(api: Asker) -> None:
    answer = api.get("")
    assert answer["properties"]["title"] == "Leads"
    assert answer["spreadsheetUrl"] == f"https://docs.google.com/spreadsheets/d/{api.book.id}/edit"
    grid = {"rowCount": 1000, "columnCount": 26}
    properties = {
        "sheetId": 0,
        "title": "Sheet1",
        "index": 0,
        "sheetType": "GRID",
        "gridProperties": grid,
    }
    assert answer["sheets"] == [{"properties": properties}]


def test_cells_come_only_when_asked_for(api: Asker) -> None:
    api.write("B2", [["Ana"]])
    assert "data" not in api.get("", "includeGridData=False")["sheets"][0]
    data = api.get("", "includeGridData=true")["sheets"][0]["data"][0]
    cell = data["rowData"][1]["values"][1]
    assert (data["rowData"][0], data["rowData"][1]["values"][0]) == ({}, {})
    assert cell["userEnteredValue"] == cell["effectiveValue"] == {"stringValue": "Ana"}
    assert cell["formattedValue"] == "Ana"
    assert cell["effectiveFormat"]["textFormat"]["fontFamily"] == "Arial"
    assert (len(data["rowMetadata"]), len(data["columnMetadata"])) == (1000, 26)


def test_a_mask_that_names_cells_brings_them_whatever_else_is_said(api: Asker) -> None:
    api.write("A1", [["Ana", "Bea"]])
    found = api.get("", "includeGridData=false&fields=sheets.data.rowData.values.formattedValue")
    assert found == {
        "sheets": [
            {"data": [{"rowData": [{"values": [{"formattedValue": n} for n in ("Ana", "Bea")]}]}]}
        ]
    }


def test_ranges_limit_sheets_and_cells(api: Asker) -> None:
    api.book.new_sheet("Other")
    api.write("A1", [["a", "b"], ["c", "d"], ["e", "f"]])
    found = sheets(
        api,
        "sheets(properties.title,data(startRow,startColumn,rowData.values.formattedValue))",
        "B2:B3",
    )
    rows = [{"values": [{"formattedValue": text}]} for text in "df"]
    assert found == [
        {
            "properties": {"title": "Sheet1"},
            "data": [{"startRow": 1, "startColumn": 1, "rowData": rows}],
        }
    ]


def test_notes_are_read_and_rows_without_any_cell_are_not(api: Asker) -> None:
    assert sheets(api, "sheets.data.rowData.values.note") == [{"data": [{}]}]
    api.sheet.put(1, 1, Cell(note="call back"))
    rows = [{}, {"values": [{}, {"note": "call back"}]}]
    assert sheets(api, "sheets.data.rowData.values.note") == [{"data": [{"rowData": rows}]}]


def test_entered_and_effective_values_differ_for_formulas(api: Asker) -> None:
    api.write("A1", [["=1+1", "=NA()", True]], "USER_ENTERED")
    found = sheets(api, "sheets.data.rowData.values(userEnteredValue,effectiveValue)")
    cells = found[0]["data"][0]["rowData"][0]["values"]
    assert cells[0] == {
        "userEnteredValue": {"formulaValue": "=1+1"},
        "effectiveValue": {"numberValue": 2},
    }
    assert cells[1]["effectiveValue"] == {"errorValue": {"type": "N_A"}}
    assert cells[2]["effectiveValue"] == {"boolValue": True}


def test_links_rules_formats_and_other_parts_of_cells_are_shown(api: Asker) -> None:
    rule = {"condition": {"type": "BOOLEAN"}, "strict": True}
    runs = [{"format": {"bold": True}}]
    api.sheet.put(
        0,
        0,
        Cell(
            "x",
            format={"textFormat": {"bold": True}},
            validation=rule,
            extra={"textFormatRuns": runs},
        ),
    )
    api.write("B1", [['=HYPERLINK("https://example.com";"Shop")']], "USER_ENTERED")
    parts = (
        "userEnteredFormat,effectiveFormat.textFormat(bold,fontSize),hyperlink,dataValidation,"
        "textFormatRuns"
    )
    first, second = sheets(api, f"sheets.data.rowData.values({parts})")[0]["data"][0]["rowData"][0][
        "values"
    ]
    assert first == {
        "userEnteredFormat": {"textFormat": {"bold": True}},
        "effectiveFormat": {"textFormat": {"bold": True, "fontSize": 10}},
        "dataValidation": rule,
        "textFormatRuns": runs,
    }
    assert second["hyperlink"] == "https://example.com"


def test_sizes_hidden_columns_and_their_metadata_are_shown(api: Asker) -> None:
    api.sheet.column_properties[1] = {"pixelSize": 40, "hiddenByUser": True}
    api.sheet.column_properties[2] = {"hiddenByUser": False}
    api.book.metadata[5] = Metadata(5, "field", "status", sheet_id=0, dimension="COLUMNS", place=1)
    found = sheets(api, "sheets.data.columnMetadata", "A:C")[0]["data"][0]["columnMetadata"]
    place = {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    item = {
        "metadataId": 5,
        "metadataKey": "field",
        "metadataValue": "status",
        "location": {"locationType": "COLUMN", "dimensionRange": place},
        "visibility": "DOCUMENT",
    }
    assert found[0] == found[2] == {"pixelSize": 100}
    assert found[1] == {"pixelSize": 40, "hiddenByUser": True, "developerMetadata": [item]}


def test_column_metadata_comes_by_mask_without_any_cell(api: Asker) -> None:
    api.book.metadata[5] = Metadata(5, "field", "status", sheet_id=0, dimension="COLUMNS", place=1)
    mask = (
        "sheets(properties.sheetId,data.columnMetadata.developerMetadata(metadataId,metadataValue))"
    )
    columns: list[Json] = [{}] * 26
    columns[1] = {"developerMetadata": [{"metadataId": 5, "metadataValue": "status"}]}
    assert sheets(api, mask) == [
        {"properties": {"sheetId": 0}, "data": [{"columnMetadata": columns}]}
    ]


def test_stored_objects_are_shown_without_the_number_of_sheet_zero(api: Asker) -> None:
    other = api.book.new_sheet("Other")
    for sheet in (api.sheet, other):
        sheet.merges.append({"sheetId": sheet.id, "startRowIndex": 0, "endRowIndex": 2})
        sheet.basic_filter = {"range": {"sheetId": sheet.id}}
    found = sheets(api, "sheets(merges,basicFilter)")
    assert found[0] == {
        "merges": [{"startRowIndex": 0, "endRowIndex": 2}],
        "basicFilter": {"range": {}},
    }
    assert found[1]["basicFilter"] == {"range": {"sheetId": other.id}}


def test_who_may_edit_a_protected_range_is_told_to_its_editors_only(api: Asker) -> None:
    api.sheet.protected_ranges.append(
        {"protectedRangeId": 1, "range": {"sheetId": 0}, "editors": {"users": ["bea@example.com"]}}
    )
    shown = {"protectedRangeId": 1, "range": {}}
    for caller, more in (
        (
            "bea@example.com",
            {
                "requestingUserCanEdit": True,
                "editors": {"users": ["owner@example.com", "bea@example.com"]},
            },
        ),
        ("cid@example.com", {}),
    ):
        api.caller = caller
        assert sheets(api, "sheets.protectedRanges") == [{"protectedRanges": [{**shown, **more}]}]


def test_a_spreadsheet_is_read_by_data_filter(api: Asker) -> None:
    api.book.new_sheet("Other")
    api.write("A1", [["a", "b"]])
    api.book.metadata[5] = Metadata(5, "field", sheet_id=0, dimension="COLUMNS", place=1)
    body = {
        "dataFilters": [{"developerMetadataLookup": {"metadataKey": "field"}}],
        "includeGridData": True,
    }
    found = api.post(
        ":getByDataFilter", body, "fields=sheets.data(startColumn,rowData.values.formattedValue)"
    )
    assert found == {
        "sheets": [
            {"data": [{"startColumn": 1, "rowData": [{"values": [{"formattedValue": "b"}]}]}]}
        ]
    }
    assert len(api.post(":getByDataFilter", {})["sheets"]) == 2


def test_an_unknown_spreadsheet_is_not_found(api: Asker) -> None:
    api.book.id = "gone"
    with pytest.raises(ApiError, match="Requested entity was not found") as caught:
        api.get("")
    assert (caught.value.code, caught.value.status) == (404, "NOT_FOUND")


# Developer metadata


def test_metadata_is_read_by_its_id(api: Asker) -> None:
    api.book.metadata[5] = Metadata(5, "owner", "sheetflow")
    found = api.get("/developerMetadata/5")
    assert found["location"] == {"locationType": "SPREADSHEET", "spreadsheet": True}
    for wrong in ("6", "x"):
        with pytest.raises(ApiError) as caught:
            api.get(f"/developerMetadata/{wrong}")
        assert caught.value.code == 404


def test_metadata_is_searched_by_filter(api: Asker) -> None:
    api.book.metadata[5] = Metadata(5, "field", sheet_id=0, dimension="COLUMNS", place=1)
    api.book.metadata[6] = Metadata(6, "field", sheet_id=0, dimension="ROWS", place=9)
    filters = [{"developerMetadataLookup": {"metadataKey": "field"}}, {"a1Range": "B1:B3"}]
    found = api.post("/developerMetadata:search", {"dataFilters": filters})[
        "matchedDeveloperMetadata"
    ]
    assert [
        (part["developerMetadata"]["metadataId"], len(part["dataFilters"])) for part in found
    ] == [(5, 2), (6, 1)]
    assert api.post("/developerMetadata:search", {"dataFilters": [{"a1Range": "A1"}]}) == {}


# Creating and copying


def test_a_spreadsheet_is_created_as_described(api: Asker) -> None:
    cell = {"userEnteredValue": {"stringValue": "Ana"}, "note": "first"}
    body = {
        "properties": {"title": "Team", "locale": "es_ES", "timeZone": "Europe/Madrid"},
        "sheets": [
            {
                "properties": {
                    "title": "Open",
                    "sheetId": 0,
                    "gridProperties": {"rowCount": 9, "columnCount": 4},
                }
            },
            {
                "properties": {"title": "Won"},
                "data": [{"startRow": 1, "rowData": [{"values": [cell]}]}],
            },
        ],
    }
    book = api.world.spreadsheets[created(api, body)["spreadsheetId"]]
    assert (book.properties["locale"], book.properties["timeZone"]) == ("es_ES", "Europe/Madrid")
    assert [(sheet.title, sheet.row_count) for sheet in book.sheets] == [("Open", 9), ("Won", 1000)]
    assert book.sheets[1].cell(1, 0) == Cell("Ana", note="first")


def created(api: Asker, body: Json) -> Json:
    answer: Json = sheets_api(
        api.world, Request("POST", "/v4/spreadsheets", "/v4/spreadsheets", {}, body)
    ).body
    return answer


def test_a_spreadsheet_with_parts_that_cannot_be_created_is_refused(api: Asker) -> None:
    before = len(api.world.spreadsheets)
    for body in ({"dataSources": []}, {"sheets": [{"properties": {}, "charts": []}]}):
        with pytest.raises(ApiError, match="not implemented by the test server"):
            created(api, body)
    assert len(api.world.spreadsheets) == before


def test_a_tab_is_copied_into_another_spreadsheet(api: Asker) -> None:
    api.write("A1", [["Ana"]])
    api.sheet.merges.append({"sheetId": 0, "startRowIndex": 1})
    other = api.world.create("Other")
    answer = api.post("/sheets/0:copyTo", {"destinationSpreadsheetId": other.id})
    assert (answer["title"], answer["index"]) == ("Copy of Sheet1", 1)
    copied = other.sheets[1]
    assert copied.merges == [{"sheetId": answer["sheetId"], "startRowIndex": 1}]
    api.sheet.put(0, 0, Cell("Bea"))
    assert copied.cell(0, 0).value == "Ana"


# Field masks


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("a", {"a": {}}),
        ("a.b,c", {"a": {"b": {}}, "c": {}}),
        ("a(b,c/d),e", {"a": {"b": {}, "c": {"d": {}}}, "e": {}}),
        ("a/b/c", {"a": {"b": {"c": {}}}}),
        ("a.b,a.c", {"a": {"b": {}, "c": {}}}),
        ("a,a.b", {"a": {}}),
        ("a.b,a", {"a": {}}),
        ("a(b),a(c(d))", {"a": {"b": {}, "c": {"d": {}}}}),
        ("a.b(c)", {"a": {"b": {"c": {}}}}),
        ("user_entered_format.text_format", {"userEnteredFormat": {"textFormat": {}}}),
        ("a . b , c", {"a": {"b": {}}, "c": {}}),
        ("*", {"*": {}}),
        ("a.*", {"a": {"*": {}}}),
    ],
)
def test_a_mask_is_read(text: str, mask: fields.Mask) -> None:
    assert fields.parse(text) == mask


@pytest.mark.parametrize(
    "text", ["", ",", "a,", "a..b", ".a", "a(b", "a)b", "a()", "a b", "a(b)c", "a$"]
)
def test_a_mask_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(fields.MaskError):
        fields.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "spreadsheetId",
        "sheets.properties.gridProperties.rowCount",
        "sheets(data.rowData.values/note)",
        "*",
        "sheets.*",
    ],
)
def test_a_mask_of_real_fields_is_accepted(text: str) -> None:
    assert fields.response_mask(text, "Spreadsheet")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("name", "name"),
        ("sheets.title", "sheets.title"),
        ("sheets(data(cells))", "sheets.data.cells"),
    ],
)
def test_a_mask_of_other_fields_is_refused_by_name(text: str, path: str) -> None:
    with pytest.raises(ApiError) as caught:
        fields.response_mask(text, "Spreadsheet")
    assert caught.value.body()["error"]["details"][0]["fieldViolations"][0]["field"] == path


def test_update_masks_do_not_reach_into_lists() -> None:
    fields.check(fields.parse("merges"), "Sheet", into_lists=False)
    with pytest.raises(fields.MaskError):
        fields.check(fields.parse("merges.sheetId"), "Sheet", into_lists=False)


def test_a_mask_selects_in_objects_and_in_lists() -> None:
    value = {"a": [{"b": 1, "c": 2}, {"c": 3}], "d": {"e": 4, "f": 5}}
    assert fields.select(value, fields.parse("a.b,d(*)")) == {
        "a": [{"b": 1}, {}],
        "d": {"e": 4, "f": 5},
    }


# All or nothing


def _fail_after_changes(api: Asker) -> None:
    with api.book.atomic():
        api.sheet.put(0, 0, Cell("changed"))
        with api.book.atomic():
            api.sheet.put(0, 0, Cell("changed again"))
        api.sheet.put(1, 0, Cell("changed after the inner one"))
        api.sheet.properties["title"] = "Renamed"
        api.book.new_sheet("New")
        raise RuntimeError


def test_what_fails_inside_a_batch_leaves_the_book_as_it_was(api: Asker) -> None:
    api.write("A1", [["Ana"], ["Bea"]])
    with pytest.raises(RuntimeError):
        _fail_after_changes(api)
    assert api.values("Sheet1!A:A") == [["Ana"], ["Bea"]]
    assert len(api.book.sheets) == 1


def test_an_inner_batch_that_fails_takes_back_only_itself(api: Asker) -> None:
    api.write("A1", [["Ana"], ["Bea"]])
    with api.book.atomic():
        api.sheet.put(0, 0, Cell("Cid"))
        with pytest.raises(RuntimeError):
            _fail_after_changes(api)
    assert api.values("Sheet1!A:A") == [["Cid"], ["Bea"]]

"""The test server's values methods: reading, writing, appending, clearing, by range and by data
filter.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets_server.asking import Asker
from tests.sheets_server.book import Json, Metadata
from tests.sheets_server.errors import ApiError


@pytest.fixture
def api() -> Asker:
    return Asker()


def refused(api: Asker, words: str, values: list[list[object]], option: str = "RAW") -> ApiError:
    with pytest.raises(ApiError) as caught:
        api.write(words, values, option)
    assert caught.value.code == 400
    return caught.value


# Reading


def test_blank_tails_are_left_out_and_gaps_are_empty_texts(api: Asker) -> None:
    api.write("A1", [["Ana", "", "Vega"], [], ["", "Bea", ""], ["", ""]])
    assert api.values("A1:F9") == [["Ana", "", "Vega"], [], ["", "Bea"]]


def test_a_blank_range_has_no_values(api: Asker) -> None:
    answer = api.get("/values/A1:B2")
    assert answer == {"range": "Sheet1!A1:B2", "majorDimension": "ROWS"}


def test_columns_come_first_when_asked_for(api: Asker) -> None:
    api.write("A1", [["Ana", 1], ["Bea"], ["", 3]])
    assert api.values("A1:C9", "majorDimension=COLUMNS&valueRenderOption=UNFORMATTED_VALUE") == [
        ["Ana", "Bea"],
        [1, "", 3],
    ]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Sheet1", "Sheet1!A1:Z1000"),
        ("'Sheet1'", "Sheet1!A1:Z1000"),
        ("A:C", "Sheet1!A1:C1000"),
        ("C:A", "Sheet1!A1:C1000"),
        ("2:3", "Sheet1!A2:Z3"),
        ("B5:B", "Sheet1!B5:B1000"),
        ("A5:5", "Sheet1!A5:Z5"),
        ("D4:A1", "Sheet1!A1:D4"),
        ("$B$2", "Sheet1!B2"),
        ("B2:B2", "Sheet1!B2"),
        ("R2C3", "Sheet1!C2"),
        ("Y999:AC1200", "Sheet1!Y999:Z1000"),
        ("Team", "Sheet1!B2:C3"),
        ("Sheet1!Team", "Sheet1!B2:C3"),
    ],
)
def test_a_range_is_named_as_the_service_names_it(api: Asker, words: str, shown: str) -> None:
    bounds = {"startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 3}
    api.book.named_ranges.append({"namedRangeId": "1", "name": "Team", "range": bounds})
    assert api.get(f"/values/{words}")["range"] == shown


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Leads", "Leads!A1"),
        ("Open leads", "'Open leads'!A1"),
        ("D3", "'D3'!A1"),
        ("R1C1", "'R1C1'!A1"),
        ("2026", "'2026'!A1"),
        ("O'Neill", "'O''Neill'!A1"),
        ("a!b", "'a!b'!A1"),
        ("Año", "'Año'!A1"),
    ],
)
def test_titles_are_quoted_where_they_must_be(api: Asker, title: str, shown: str) -> None:
    api.sheet.properties["title"] = title
    quoted = "'" + title.replace("'", "''") + "'"
    assert api.get(f"/values/{quoted}%21A1")["range"] == shown


def test_a_bare_text_that_reads_as_a_cell_is_one(api: Asker) -> None:
    api.book.new_sheet("D3")
    assert api.get("/values/D3")["range"] == "Sheet1!D3"
    assert api.get("/values/%27D3%27")["range"] == "'D3'!A1:Z1000"


def test_the_first_visible_sheet_is_meant_without_a_title(api: Asker) -> None:
    api.sheet.properties["hidden"] = True
    api.book.new_sheet("Leads")
    assert api.get("/values/A1")["range"] == "Leads!A1"


@pytest.mark.parametrize(
    "words", ["Nobody!A1", "A1:B2:C3", "A0", "Sheet1!Nothing", "A1:", "nothing at all"]
)
def test_what_is_no_range_is_refused(api: Asker, words: str) -> None:
    with pytest.raises(ApiError, match="Unable to parse range: "):
        api.values(words)


def test_reading_beyond_the_grid_is_refused(api: Asker) -> None:
    with pytest.raises(
        ApiError, match=r"Range \(Sheet1!AA1\) exceeds grid limits. Max rows: 1000, max columns: 26"
    ):
        api.values("AA1")


def test_several_ranges_are_read_at_once(api: Asker) -> None:
    api.write("A1", [["Ana", "Bea"]])
    answer = api.get("/values:batchGet", "ranges=A1&ranges=B:B&majorDimension=COLUMNS")
    assert [part["values"] for part in answer["valueRanges"]] == [[["Ana"]], [["Bea"]]]


def test_only_the_fields_asked_for_come_back(api: Asker) -> None:
    api.write("A1", [["Ana"]])
    assert api.get("/values/A1", "fields=values") == {"values": [["Ana"]]}
    with pytest.raises(ApiError, match="invalid argument"):
        api.get("/values/A1", "fields=value")


# Writing


def test_raw_texts_stay_texts(api: Asker) -> None:
    texts = ["=SUM(A1)", "1/2/2026", "TRUE", "'quoted", "007", " ", "#N/A"]
    api.write("A1", [texts])
    assert api.values("1:1", "valueRenderOption=UNFORMATTED_VALUE") == [texts]
    assert [cell.formula for cell in api.sheet.rows[0].values()] == [None] * len(texts)


def test_null_leaves_a_cell_alone_and_an_empty_text_clears_it(api: Asker) -> None:
    api.write("A1", [["Ana", "Bea", "Cid"]])
    answer = api.write("A1", [[None, "", "Eva"]])
    assert api.values("1:1") == [["Ana", "", "Eva"]]
    assert (answer["updatedCells"], answer["updatedColumns"], answer["updatedRange"]) == (
        2,
        2,
        "Sheet1!A1:C1",
    )


def test_clearing_by_writing_keeps_format_note_and_rule(api: Asker) -> None:
    api.write("A1", [["Ana"]])
    kept = api.sheet.cell(0, 0)._replace(
        format={"horizontalAlignment": "CENTER"}, note="who", validation={"strict": True}
    )
    api.sheet.put(0, 0, kept)
    api.write("A1", [[""]])
    assert api.sheet.cell(0, 0) == kept._replace(value=None)


WORDS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(-1e9, 1e9)
    | st.text(max_size=5)
)


@given(st.lists(st.lists(WORDS, max_size=4), max_size=5))
def test_what_is_written_raw_is_read_back(lines: list[list[object]]) -> None:
    api = Asker()
    api.write("B2", lines)
    shown = [["" if value is None else value for value in line] for line in lines]
    for line in shown:
        while line and line[-1] == "":
            line.pop()
    while shown and not shown[-1]:
        shown.pop()
    assert api.values("B2:Z99", "valueRenderOption=UNFORMATTED_VALUE") == shown


def test_numbers_and_truths_are_written_as_they_are(api: Asker) -> None:
    api.write("A1", [[1, 2.0, 2.5, True, 10**20]])
    assert api.values("1:1", "valueRenderOption=UNFORMATTED_VALUE") == [[1, 2, 2.5, True, 1e20]]


def test_columns_are_written_when_they_come_first(api: Asker) -> None:
    answer = api.write("B2", [["Ana", "Bea"], ["Cid"]], majorDimension="COLUMNS")
    assert api.values("B2:C3") == [["Ana", "Cid"], ["Bea"]]
    assert answer["updatedRange"] == "Sheet1!B2:C3"


def test_a_single_cell_is_only_where_writing_starts(api: Asker) -> None:
    assert api.write("B2", [[1, 2], [3, 4]])["updatedRange"] == "Sheet1!B2:C3"


def test_writing_more_than_the_range_is_refused(api: Asker) -> None:
    assert (
        "within range [Sheet1!A1:B2], but tried writing to row [3]"
        in refused(api, "A1:B2", [[1], [2], [3]]).message
    )
    assert (
        "within range [Sheet1!A1:B2], but tried writing to column [C]"
        in refused(api, "A1:B2", [[1, 2, 3]]).message
    )
    assert "tried writing to row [2]" in refused(api, "A1:A1", [[1], [2]]).message


def test_writing_beyond_the_grid_is_refused_and_writes_nothing(api: Asker) -> None:
    assert "exceeds grid limits" in refused(api, "Y1000", [["a", "b"], ["c"]]).message
    assert "exceeds grid limits" in refused(api, "Z1", [["a", "b"]]).message
    assert api.values("Sheet1") == []


def test_a_text_may_have_fifty_thousand_characters_and_no_more(api: Asker) -> None:
    api.write("A1", [["x" * 50_000]])
    assert "50000 characters" in refused(api, "A1", [["x" * 50_001]]).message


@pytest.mark.parametrize("values", ["X", [["a"], "X"], [[{"a": 1}]], [[["a"]]]])
def test_values_that_are_no_table_are_refused(api: Asker, values: list[list[object]]) -> None:
    assert "nvalid value" in refused(api, "A1", values).message


def test_the_way_of_entering_must_be_said(api: Asker) -> None:
    with pytest.raises(ApiError, match="'valueInputOption' is required"):
        api.put("/values/A1", {"values": [["a"]]})


def test_the_values_come_back_when_asked_for(api: Asker) -> None:
    api.write("A1", [["Ana", "Bea"], ["Cid"]])
    query = (
        "valueInputOption=RAW&includeValuesInResponse=true&"
        "responseValueRenderOption=UNFORMATTED_VALUE"
    )
    answer = api.put("/values/A1:C3", {"values": [[5]]}, query)
    assert answer["updatedData"] == {
        "range": "Sheet1!A1:C3",
        "majorDimension": "ROWS",
        "values": [[5, "Bea"], ["Cid"]],
    }


def test_a_batch_is_written_wholly_or_not_at_all(api: Asker) -> None:
    api.write("A1", [["Ana"]])
    data = [{"range": "A1", "values": [["Bea"]]}, {"range": "ZZ1", "values": [["Cid"]]}]
    with pytest.raises(ApiError, match=r"Invalid data\[1\]: Range "):
        api.post("/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    assert api.values("Sheet1") == [["Ana"]]


def test_a_batch_counts_each_row_and_column_once(api: Asker) -> None:
    data = [{"range": "A1:B1", "values": [[1, 2]]}, {"range": "B1:C2", "values": [[3, 4], [5]]}]
    answer = api.post("/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    totals = {
        name: answer[f"totalUpdated{name}"] for name in ("Rows", "Columns", "Cells", "Sheets")
    }
    assert totals == {"Rows": 2, "Columns": 3, "Cells": 5, "Sheets": 1}


# Protected ranges

HALF = {"startColumnIndex": 1, "endColumnIndex": 2}


@pytest.mark.parametrize(
    ("protected", "caller", "may"),
    [
        ({"range": HALF}, "bea@example.com", False),
        ({"range": HALF, "editors": {"users": ["bea@example.com"]}}, "bea@example.com", True),
        ({"range": HALF, "warningOnly": True}, "bea@example.com", True),
        ({"range": HALF}, "owner@example.com", True),
        ({"range": {}}, "bea@example.com", False),
        ({"range": {}, "unprotectedRanges": [HALF]}, "bea@example.com", True),
        ({"range": {"startColumnIndex": 2}}, "bea@example.com", True),
    ],
)
def test_protected_cells_are_written_by_their_editors_only(
    protected: Json, caller: str, may: bool
) -> None:
    api = Asker(caller=caller)
    api.sheet.protected_ranges.append({"protectedRangeId": 1, **protected})
    if may:
        api.write("B2", [["x"]])
    else:
        assert "protected cell" in refused(api, "B2", [["x"]]).message
    assert api.values("B2") == ([["x"]] if may else [])


def test_protected_cells_are_not_cleared_by_others() -> None:
    api = Asker(caller="bea@example.com")
    api.write("A1", [["Ana", "Bea"]])
    api.sheet.protected_ranges.append({"protectedRangeId": 1, "range": HALF})
    with pytest.raises(ApiError, match="protected cell"):
        api.post("/values:batchClear", {"ranges": ["A1", "B1"]})
    assert api.values("1:1") == [["Ana", "Bea"]]


# Appending (the tables are those of the guide)


@pytest.fixture
def tables(api: Asker) -> Asker:
    api.write(
        "A1",
        [["x", "y", "z"], ["x", "y", "z"], [], ["", "x", "y"], ["", "y", "z"], ["", "x", "y", "z"]],
    )
    api.write("D4", [["z"]])
    return api


@pytest.mark.parametrize(
    ("words", "table", "written"),
    [
        ("Sheet1", "Sheet1!B4:D6", "Sheet1!B7"),
        ("B4", "Sheet1!B4:D6", "Sheet1!B7"),
        ("C5:D5", "Sheet1!B4:D6", "Sheet1!B7"),
        ("B2:D4", "Sheet1!B4:D6", "Sheet1!B7"),
        ("A3:G10", "Sheet1!B4:D6", "Sheet1!B7"),
        ("A1", "Sheet1!A1:C2", "Sheet1!A3"),
        ("E4", None, "Sheet1!E4"),
        ("A4", None, "Sheet1!A4"),
        ("D5", "Sheet1!B4:D6", "Sheet1!B7"),
    ],
)
def test_values_are_appended_below_the_table_found(
    tables: Asker, words: str, table: str | None, written: str
) -> None:
    answer = tables.post(f"/values/{words}:append", {"values": [["new"]]}, "valueInputOption=RAW")
    assert (answer.get("tableRange"), answer["updates"]["updatedRange"]) == (table, written)


def test_cells_that_do_not_touch_are_tables_of_their_own(api: Asker) -> None:
    api.write("A1", [["Ana", "", "Vega"]])
    answer = api.post("/values/Sheet1:append", {"values": [["Bea"]]}, "valueInputOption=RAW")
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == ("Sheet1!C1", "Sheet1!C2")


@pytest.mark.parametrize("words", ["Sheet1", "C2", "B3"])
def test_cells_that_touch_at_a_corner_are_one_table(api: Asker, words: str) -> None:
    api.write("B2", [["", "a"], ["b", ""], ["", "c"]])
    answer = api.post(f"/values/{words}:append", {"values": [["new"]]}, "valueInputOption=RAW")
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == (
        "Sheet1!B2:C4",
        "Sheet1!B5",
    )


def test_appending_makes_the_grid_larger(api: Asker) -> None:
    api.write("A1000", [["last"]])
    answer = api.post("/values/Sheet1:append", {"values": [["x"] * 27] * 2}, "valueInputOption=RAW")
    assert answer["updates"]["updatedRange"] == "Sheet1!A1001:AA1002"
    assert (api.sheet.row_count, api.sheet.column_count) == (1002, 27)


def test_appending_writes_over_what_is_below_unless_rows_are_inserted(api: Asker) -> None:
    api.write("A1", [["head"], [""], ["total"]])
    api.post(
        "/values/A1:append",
        {"values": [["a"], ["b"]]},
        "valueInputOption=RAW&insertDataOption=INSERT_ROWS",
    )
    assert api.values("A:A") == [["head"], ["a"], ["b"], [""][:0], ["total"]]
    api.write("A4", [["c"]])
    api.post("/values/A1:A2:append", {"values": [["d"]]}, "valueInputOption=RAW")
    assert api.values("A:A")[-1] == ["d"]


# Clearing


def test_clearing_keeps_formats(api: Asker) -> None:
    api.write("A1", [["12%", "x"]], "USER_ENTERED")
    assert api.post("/values/A1:Z9999:clear")["clearedRange"] == "Sheet1!A1:Z1000"
    assert api.values("Sheet1") == []
    assert api.sheet.cell(0, 0).format == {"numberFormat": {"type": "PERCENT", "pattern": "0%"}}
    assert 1 not in api.sheet.rows[0]


def test_several_ranges_are_cleared_together_or_not_at_all(api: Asker) -> None:
    api.write("A1", [["Ana", "Bea"]])
    with pytest.raises(ApiError):
        api.post("/values:batchClear", {"ranges": ["A1", "AZ1"]})
    assert api.values("1:1") == [["Ana", "Bea"]]
    assert api.post("/values:batchClear", {"ranges": ["A1", "B:B"]})["clearedRanges"] == [
        "Sheet1!A1",
        "Sheet1!B1:B1000",
    ]
    assert api.values("1:1") == []


# Data filters


def marked(api: Asker) -> Asker:
    """Columns B and D carry metadata `field`, row 3 and the sheet other ones."""
    for number, (key, value, dimension, place) in enumerate(
        [
            ("field", "status", "COLUMNS", 1),
            ("field", "due", "COLUMNS", 3),
            ("row", "x", "ROWS", 2),
            ("tab", None, None, None),
        ],
        start=11,
    ):
        api.book.metadata[number] = Metadata(
            number, key, value, sheet_id=0, dimension=dimension, place=place
        )
    api.book.metadata[20] = Metadata(20, "book")
    return api


def look(**lookup: object) -> Json:
    return {"developerMetadataLookup": lookup}


@pytest.mark.parametrize(
    ("data_filter", "ranges"),
    [
        (look(metadataId=11), ["Sheet1!B1:B1000"]),
        (look(metadataKey="field"), ["Sheet1!B1:B1000", "Sheet1!D1:D1000"]),
        (look(metadataKey="field", metadataValue="due"), ["Sheet1!D1:D1000"]),
        (look(metadataKey="field", metadataValue=""), []),
        (look(locationType="ROW"), ["Sheet1!A3:Z3"]),
        (look(locationType="SHEET"), ["Sheet1!A1:Z1000"]),
        (look(metadataKey="book"), []),
        (look(metadataKey="field", visibility="PROJECT"), []),
        (look(metadataKey="field", locationType="COLUMN", metadataLocation={"sheetId": 0}), 2),
        (
            look(metadataLocation={"sheetId": 0}, locationMatchingStrategy="EXACT_LOCATION"),
            ["Sheet1!A1:Z1000"],
        ),
        (
            look(
                metadataLocation={
                    "dimensionRange": {"dimension": "COLUMNS", "startIndex": 3, "endIndex": 4}
                }
            ),
            3,
        ),
        (
            {"gridRange": {"startRowIndex": 4, "endRowIndex": 6, "startColumnIndex": 2}},
            ["Sheet1!C5:Z6"],
        ),
        ({"gridRange": {}}, ["Sheet1!A1:Z1000"]),
        ({"a1Range": "Sheet1!B2:C"}, ["Sheet1!B2:C1000"]),
    ],
)
def test_filters_match_ranges(api: Asker, data_filter: Json, ranges: list[str] | int) -> None:
    answer = marked(api).post("/values:batchGetByDataFilter", {"dataFilters": [data_filter]})
    found = [part["valueRange"]["range"] for part in answer.get("valueRanges", [])]
    assert len(found) == ranges if isinstance(ranges, int) else found == ranges


@pytest.mark.parametrize(
    "data_filter",
    [
        {},
        {"a1Range": "A1", "gridRange": {}},
        look(),
        look(locationMatchingStrategy="EXACT_LOCATION"),
        look(
            locationMatchingStrategy="EXACT_LOCATION",
            metadataLocation={"sheetId": 0},
            locationType="SHEET",
        ),
        look(locationType="SPREADSHEET", metadataLocation={"sheetId": 0}),
        {"gridRange": {"sheetId": 99}},
    ],
)
def test_filters_that_make_no_sense_are_refused(api: Asker, data_filter: Json) -> None:
    with pytest.raises(ApiError) as caught:
        api.post("/values:batchGetByDataFilter", {"dataFilters": [data_filter]})
    assert caught.value.code == 400


def test_a_range_is_read_once_though_two_filters_match_it(api: Asker) -> None:
    filters = [look(metadataId=11), look(metadataValue="status"), {"a1Range": "A1"}]
    answer = marked(api).post("/values:batchGetByDataFilter", {"dataFilters": filters})
    assert [len(part["dataFilters"]) for part in answer["valueRanges"]] == [2, 1]


def write_by(api: Asker, *data: Json) -> Json:
    body = {"valueInputOption": "RAW", "includeValuesInResponse": True, "data": list(data)}
    answer: Json = api.post("/values:batchUpdateByDataFilter", body)
    return answer


def test_a_column_is_written_through_its_metadata(api: Asker) -> None:
    marked(api).write("A1", [["name", "status", "note"], ["Ana", "new", "a"], ["Bea", "new", "b"]])
    part = {
        "dataFilter": look(metadataValue="status"),
        "majorDimension": "COLUMNS",
        "values": [[None, None, "=won"]],
    }
    answer = write_by(api, part)
    assert answer["responses"] == [
        {
            "updatedRange": "Sheet1!B1:B3",
            "updatedRows": 1,
            "updatedColumns": 1,
            "updatedCells": 1,
            "dataFilter": look(metadataValue="status"),
            "updatedData": {
                "range": "Sheet1!B1:B1000",
                "majorDimension": "COLUMNS",
                "values": [["status", "new", "=won"]],
            },
        }
    ]


def test_every_range_of_a_filter_gets_the_values(api: Asker) -> None:
    answer = write_by(marked(api), {"dataFilter": look(metadataKey="field"), "values": [["x"]]})
    assert [part["updatedRange"] for part in answer["responses"]] == ["Sheet1!B1", "Sheet1!D1"]
    assert answer["totalUpdatedCells"] == 2


def test_a_filter_that_matches_nothing_writes_nothing_and_has_no_entry(api: Asker) -> None:
    assert write_by(api, {"dataFilter": look(metadataKey="gone"), "values": [["x"]]}) == {
        "spreadsheetId": api.book.id
    }


def test_values_wider_than_a_filtered_range_are_refused_and_nothing_is_written(api: Asker) -> None:
    first = {"dataFilter": look(metadataId=13), "values": [["x"]]}
    with pytest.raises(ApiError, match=r"Invalid data\[1\]: .* but tried writing to column \[C\]"):
        write_by(marked(api), first, {"dataFilter": look(metadataId=11), "values": [["x", "y"]]})
    assert api.values("Sheet1") == []


def test_ranges_are_cleared_by_filter(api: Asker) -> None:
    marked(api).write("A1", [["name", "status", "note"]])
    answer = api.post("/values:batchClearByDataFilter", {"dataFilters": [look(metadataId=11)]})
    assert answer["clearedRanges"] == ["Sheet1!B1:B1000"]
    assert api.values("1:1") == [["name", "", "note"]]


# What the API does not have


@pytest.mark.parametrize(
    "query", ["valueRenderOption=PRETTY", "dateTimeRenderOption=ISO", "majorDimension=DIAGONALS"]
)
def test_an_unknown_option_is_refused(api: Asker, query: str) -> None:
    with pytest.raises(ApiError, match="Invalid value at "):
        api.values("A1", query)


@pytest.mark.parametrize(
    ("verb", "path"),
    [("post", "/values/A1:nothing"), ("get", "/nothing"), ("put", "/values:batchGet")],
)
def test_an_unknown_method_is_an_error(api: Asker, verb: str, path: str) -> None:
    with pytest.raises(ApiError) as caught:
        getattr(api, verb)(path, *([{}] if verb == "put" else []))
    assert caught.value.code == 404

"""Named ranges, protected ranges and developer metadata."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets_server.errors import ApiError
from tests.sheets_server.tests.changes.desk import Desk, block, columns, rows, shown

OLGA, ROBOT = "olga@studio.example", "robot@studio.example"


def test_a_name_is_added_changed_and_deleted(desk: Desk) -> None:
    made = desk.do("addNamedRange", namedRange={"name": "stages", "range": block(0, 2, 0, 2)})[
        "namedRange"
    ]
    number = made["namedRangeId"]
    assert made == {"namedRangeId": number, "name": "stages", "range": shown(0, 2, 0, 2)}
    desk.do("updateNamedRange", namedRange={"namedRangeId": number, "name": "kinds"}, fields="name")
    assert desk.read()["namedRanges"] == [{**made, "name": "kinds"}]
    desk.do("deleteNamedRange", namedRangeId=number)
    assert "namedRanges" not in desk.read()
    assert (
        desk.refused("deleteNamedRange", namedRangeId=number) == f"No named range with id: {number}"
    )


@pytest.mark.parametrize("name", ["", "two words", "A1", "R1C1", "1st", "stages"])
def test_a_name_that_cannot_be_or_is_taken_is_refused(desk: Desk, name: str) -> None:
    desk.do("addNamedRange", namedRange={"name": "Stages", "range": block(0, 2, 0, 2)})
    assert desk.refused("addNamedRange", namedRange={"name": name, "range": block(0, 2, 0, 2)})


def test_an_open_name_stays_open(desk: Desk) -> None:
    whole = {"sheetId": 0, "startColumnIndex": 1, "endColumnIndex": 2}
    made = desk.do("addNamedRange", namedRange={"name": "money", "range": whole})["namedRange"]
    assert made["range"] == {"startColumnIndex": 1, "endColumnIndex": 2}


def protect(desk: Desk, **more: Any) -> Any:
    return desk.do("addProtectedRange", protectedRange={"range": block(0, 12, 0, 2), **more})[
        "protectedRange"
    ]


def test_a_warning_is_answered_without_editors_and_read_back_with_the_owner(desk: Desk) -> None:
    made = protect(desk, warningOnly=True, description="written by the robot")
    assert made["editors"] == {}
    assert desk.tab()["protectedRanges"][0]["editors"] == {"users": [OLGA]}


def test_editors_that_nobody_named_are_not_answered(desk: Desk) -> None:
    assert protect(desk, editors={"users": [], "groups": []})["editors"] == {}
    assert protect(desk, editors={"users": [ROBOT]})["editors"] == {"users": [ROBOT]}


def test_who_protects_a_range_may_edit_it_and_others_may_not(desk: Desk) -> None:
    desk.book.caller = ROBOT
    made = protect(desk)
    assert set(desk.tab()["protectedRanges"][0]["editors"]["users"]) == {ROBOT, OLGA}
    for caller, allowed in ((ROBOT, True), (OLGA, True), ("ben@studio.example", False)):
        desk.book.caller = caller
        assert may_write(desk) == allowed
        assert may_write(desk, column=2)
    assert desk.refused(
        "deleteProtectedRange", protectedRangeId=made["protectedRangeId"]
    ).startswith("You are trying")


def may_write(desk: Desk, column: int = 0) -> bool:
    body = {"range": block(0, 1, column, column + 1), "cell": {"note": "x"}, "fields": "note"}
    try:
        desk.do("repeatCell", **body)
    except ApiError:
        return False
    return True


BEN = "ben@studio.example"
CLOSED: list[tuple[str, dict[str, Any]]] = [
    ("updateCells", {"range": block(0, 1, 0, 1), "rows": [], "fields": "note"}),
    ("repeatCell", {"range": block(0, 1, 0, 1), "cell": {}, "fields": "note"}),
    ("sortRange", {"range": block(0, 2, 1, 4), "sortSpecs": [{"dimensionIndex": 1}]}),
    ("copyPaste", {"source": block(0, 1, 4, 5), "destination": block(0, 1, 0, 1)}),
    ("cutPaste", {"source": block(0, 1, 0, 1), "destination": {"sheetId": 0, "columnIndex": 5}}),
    ("deleteDimension", {"range": columns(0, 1)}),
    ("moveDimension", {"source": columns(0, 1), "destinationIndex": 5}),
    ("deleteSheet", {"sheetId": 0}),
    ("mergeCells", {"range": block(0, 1, 0, 3), "mergeType": "MERGE_ALL"}),
    ("setDataValidation", {"range": block(0, 1, 0, 1)}),
    ("insertRange", {"range": block(0, 1, 0, 1), "shiftDimension": "ROWS"}),
    ("setBasicFilter", {"filter": {"range": block(0, 3, 0, 4)}}),
]


@pytest.mark.parametrize(("kind", "body"), CLOSED)
def test_protected_cells_stay_as_they_are(desk: Desk, kind: str, body: dict[str, Any]) -> None:
    desk.do("addSheet", properties={"title": "Second"})
    protect(desk)
    desk.book.caller = BEN
    assert desk.refused(kind, **body).startswith(
        "You are trying to edit a protected cell or object."
    )


def test_a_row_may_be_inserted_into_a_protected_column_and_the_protection_grows(desk: Desk) -> None:
    protect(desk)
    desk.book.caller = BEN
    desk.do("insertDimension", range=rows(3, 4))
    assert desk.tab()["protectedRanges"][0]["range"] == shown(0, 13, 0, 2)


def test_a_protection_changes_by_its_mask_and_goes(desk: Desk) -> None:
    number = protect(desk)["protectedRangeId"]
    changed = {"protectedRangeId": number, "range": block(0, 12, 4, 5), "warningOnly": True}
    desk.do("updateProtectedRange", protectedRange=changed, fields="range,warningOnly")
    held = desk.tab()["protectedRanges"][0]
    assert (held["range"], held["warningOnly"]) == (shown(0, 12, 4, 5), True)
    desk.do("deleteProtectedRange", protectedRangeId=number)
    assert "protectedRanges" not in desk.tab()
    assert (
        desk.refused("deleteProtectedRange", protectedRangeId=1) == "No protected range with id: 1"
    )


def test_a_protection_needs_exactly_one_place(desk: Desk) -> None:
    why = "Exactly one of range, namedRangeId or tableId must be set."
    assert desk.refused("addProtectedRange", protectedRange={}) == why
    both = {"range": {"sheetId": 0}, "namedRangeId": "x"}
    assert desk.refused("addProtectedRange", protectedRange=both) == why


def create(desk: Desk, location: dict[str, Any], **more: Any) -> Any:
    made = {"metadataKey": "column", "visibility": "DOCUMENT", "location": location, **more}
    return desk.do("createDeveloperMetadata", developerMetadata=made)["developerMetadata"]


def by_key(key: str) -> dict[str, Any]:
    return {"developerMetadataLookup": {"metadataKey": key}}


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ({"dimensionRange": columns(2, 3)}, "COLUMN"),
        ({"dimensionRange": rows(2, 3)}, "ROW"),
        ({"sheetId": 0}, "SHEET"),
        ({"spreadsheet": True}, "SPREADSHEET"),
    ],
)
def test_metadata_is_put_on_a_column_a_row_a_sheet_or_the_spreadsheet(
    desk: Desk, location: dict[str, Any], kind: str
) -> None:
    made = create(desk, location, metadataId=7, metadataValue="status")
    assert (made["metadataId"], made["metadataValue"], made["location"]["locationType"]) == (
        7,
        "status",
        kind,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"metadataKey": ""},
        {"visibility": None},
        {"metadataId": 0},
        {"metadataId": 5},
        {"location": {}},
        {"location": {"dimensionRange": columns(2, 4)}},
        {"location": {"dimensionRange": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 7}}},
        {"location": {"dimensionRange": columns(8, 9)}},
        {"location": {"sheetId": 9}},
        {"metadataValue": "x" * 30_001},
    ],
)
def test_metadata_that_cannot_be_is_refused(desk: Desk, wrong: dict[str, Any]) -> None:
    create(desk, {"spreadsheet": True}, metadataId=5)
    made = {
        "metadataKey": "k",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": columns(1, 2)},
        **wrong,
    }
    assert desk.refused("createDeveloperMetadata", developerMetadata=made)


def test_metadata_is_changed_through_a_filter_and_may_move(desk: Desk) -> None:
    create(desk, {"dimensionRange": columns(2, 3)})
    changed = {"metadataValue": "stage", "location": {"dimensionRange": columns(4, 5)}}
    fields = "metadataValue,location"
    reply = desk.do(
        "updateDeveloperMetadata",
        dataFilters=[by_key("column")],
        developerMetadata=changed,
        fields=fields,
    )
    found = reply["developerMetadata"][0]
    assert (found["metadataValue"], found["location"]["dimensionRange"]["startIndex"]) == (
        "stage",
        4,
    )
    body = {"dataFilters": [by_key("none")], "developerMetadata": changed, "fields": fields}
    assert desk.refused("updateDeveloperMetadata", **body).startswith("No developer metadata found")


def test_deleted_metadata_is_answered_and_deleting_none_is_no_error(desk: Desk) -> None:
    create(desk, {"dimensionRange": columns(2, 3)})
    gone = desk.do("deleteDeveloperMetadata", dataFilter=by_key("column"))[
        "deletedDeveloperMetadata"
    ]
    assert [item["metadataKey"] for item in gone] == ["column"]
    assert desk.do("deleteDeveloperMetadata", dataFilter=by_key("column")) == {}
    assert desk.book.metadata == {}

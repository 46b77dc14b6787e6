"""sheetflow.backends.google.tab_look: sizes, groups, merges, filter and warnings of a new tab."""

from __future__ import annotations

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.tab_look import look_requests, unlocked_cells
from sheetflow.model import Cell, ColumnLook, FilledDown, NewTab, Style
from tests.google.tabs import kinds
from tests.sheets_server.discovery import method_of
from tests.sheets_server.witness import check_request

OPEN, SHUT = Style(unlocked=True), Style(bold=True)


def requests(tab: NewTab) -> list[Json]:
    found = list(look_requests(tab, 77, "en"))
    method = method_of("POST", "/v4/spreadsheets/leads:batchUpdate")
    assert method is not None
    assert check_request(method, {"requests": found}) == []
    return found


def sized(tab: NewTab, dimension: str) -> list[tuple[int, int, int]]:
    """First, end and pixels of the rows or columns that get a size."""
    found = []
    for request in requests(tab):
        body = request.get("updateDimensionProperties", {"range": {"dimension": ""}})
        where = body["range"]
        if where["dimension"] == dimension and "pixelSize" in body["properties"]:
            pixels = body["properties"]["pixelSize"]
            found.append((where["startIndex"], where["endIndex"], pixels))
    return found


def test_columns_of_one_width_are_sized_at_once_and_a_look_goes_before_a_width():
    tab = NewTab("X", (("A",),), (10, 10, 10), columns={2: ColumnLook(30), 4: ColumnLook(20)})
    assert sized(tab, "COLUMNS") == [(0, 2, 70), (2, 3, 210), (4, 5, 140)]


def test_heights_are_points_and_rows_count_from_one():
    tab = NewTab("X", (("A",),), heights={1: 18, 3: 30, 4: 30})
    assert sized(tab, "ROWS") == [(0, 1, 24), (2, 4, 40)]


def test_columns_of_a_level_are_a_group_and_a_hidden_group_is_folded():
    looks = {at: ColumnLook(10, level=1, hidden=True) for at in (3, 4, 5)}
    looks |= {4: ColumnLook(10, level=2, hidden=True)}
    found = [r for r in requests(NewTab("X", (), columns=looks)) if "Group" in kinds([r])[0]]
    added = [r["addDimensionGroup"]["range"] for r in found if "addDimensionGroup" in r]
    assert [(where["startIndex"], where["endIndex"]) for where in added] == [(3, 6), (4, 5)]
    folded = [r["updateDimensionGroup"]["dimensionGroup"] for r in found[2:]]
    assert [(group["depth"], group["collapsed"]) for group in folded] == [(1, True), (2, True)]


def test_an_open_group_stays_open():
    looks = {3: ColumnLook(10, level=1), 4: ColumnLook(10, level=1)}
    assert "updateDimensionGroup" not in kinds(requests(NewTab("X", (), columns=looks)))


def test_a_hidden_column_without_a_group_is_hidden():
    found = requests(NewTab("X", (), columns={2: ColumnLook(10, hidden=True)}))
    bodies = [r["updateDimensionProperties"] for r in found]
    (hidden,) = (body for body in bodies if "hiddenByUser" in body["properties"])
    assert hidden["range"]["startIndex"] == 2
    assert hidden["fields"] == "hiddenByUser"


def test_cells_are_merged_but_not_across_what_is_frozen():
    tab = NewTab("X", (), merged=("A1:D1", "C3:D4", "A2:B3"), frozen=(2, 2))
    found = [r["mergeCells"]["range"] for r in requests(tab)]
    assert [(where["startRowIndex"], where["startColumnIndex"]) for where in found] == [(2, 2)]


def test_the_filter_is_where_the_tab_has_it():
    (request,) = requests(NewTab("X", (), filter="A2:D1002"))
    where = request["setBasicFilter"]["filter"]["range"]
    assert (where["startRowIndex"], where["endRowIndex"], where["endColumnIndex"]) == (1, 1002, 4)


def test_a_protected_tab_only_warns():
    (request,) = requests(NewTab("_calc", (("A",),), hidden=True, protected=True))
    protected = request["addProtectedRange"]["protectedRange"]
    assert protected["warningOnly"] is True
    assert protected["range"] == {"sheetId": 77}
    assert protected["description"].startswith("sheetflow: ")
    assert "unprotectedRanges" not in protected


def test_what_is_unlocked_is_left_out_of_the_warning():
    tab = NewTab("Today", ((None, Cell("Eva", OPEN)),), protected=True)
    (request,) = requests(tab)
    assert request["addProtectedRange"]["protectedRange"]["unprotectedRanges"] == [
        {"sheetId": 77, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 1,
         "endColumnIndex": 2}
    ]  # fmt: skip


def test_an_unlocked_column_is_open_from_below_its_locked_heading_to_the_end():
    looks = {at: ColumnLook(10, OPEN) for at in (0, 1)}
    heading = tuple(Cell(text, SHUT) for text in ("A", "B", "C"))
    assert unlocked_cells(NewTab("X", (heading,), columns=looks)) == [
        {"startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2}
    ]


def test_formulas_that_are_filled_down_an_unlocked_column_stay_shut():
    filled = FilledDown(0, 3, 5, "1+1", SHUT)
    tab = NewTab("X", ((Cell("A", SHUT),),), columns={0: ColumnLook(9, OPEN)}, filled=(filled,))
    rows = [(area["startRowIndex"], area.get("endRowIndex")) for area in unlocked_cells(tab)]
    assert rows == [(1, 2), (5, None)]

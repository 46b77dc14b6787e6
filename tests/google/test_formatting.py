"""sheetflow.backends.google.formatting and protection: how a leads tab looks beside its colours."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

import pytest

from sheetflow.backends.google.formatting import format_new_columns, format_tab
from sheetflow.backends.google.grid import Frame, Json, columns_from, runs
from sheetflow.columns import OWNED_KEYS
from sheetflow.palette import LOOKS
from tests.google.storing import HABITS, KEYS, applied, frame, sheet
from tests.google.tabs import kinds
from tests.sheets_server.discovery import method_of
from tests.sheets_server.witness import check_request

STAGES = ("Nuevo", "Informado", "Ganado")
NOTHING: Json = {"data": []}
CHECKBOX: Json = {"dataValidation": {"condition": {"type": "BOOLEAN"}}}


def first(**changes: Any) -> Frame:
    """The first sync: our nine columns are inserted from K to S."""
    new = frozenset(KEYS)
    return frame(unformatted=new, new_columns=new, choices={4: STAGES})._replace(**changes)


def read(cells: Mapping[tuple[int, int], Json]) -> Json:
    """Cells (0-based row, column) as grid data."""
    return {
        "data": [
            {"startRow": row, "startColumn": column, "rowData": [{"values": [cell]}]}
            for (row, column), cell in cells.items()
        ]
    }


def bodies(requests: list[Json], kind: str) -> list[Json]:
    return [request[kind] for request in requests if kind in request]


def both(of: Json, with_frame: Frame, cells: Json | None = NOTHING) -> list[Json]:
    """All that a first sync sends: into the batch that inserts, and after it."""
    return [*format_new_columns(of, with_frame), *format_tab(of, with_frame, cells)]


def guarded(**parts: object) -> Json:
    """A sheet formatted at the first sync."""
    return applied(before := sheet(**parts), format_tab(before, first(), NOTHING))


def test_every_request_is_one_that_the_api_describes():
    requests = both(sheet(), first())
    assert set(kinds(requests)) == {
        "addConditionalFormatRule",
        "setDataValidation",
        "updateCells",
        "addProtectedRange",
        "updateSheetProperties",
        "repeatCell",
        "updateDimensionProperties",
    }
    method = method_of("POST", "/v4/spreadsheets/leads:batchUpdate")
    assert method is not None
    assert check_request(method, {"requests": requests}) == []


@pytest.mark.parametrize("habits", HABITS)
@pytest.mark.parametrize("rows", [2, 1000, 60_000])
@pytest.mark.parametrize("hidden", [False, True])
def test_a_formatted_tab_needs_nothing(habits, rows, hidden):
    before = sheet(rows=rows)
    before["properties"]["hidden"] = hidden
    after = applied(before, format_tab(before, first(), NOTHING), habits)
    assert len(after["conditionalFormats"]) == len(LOOKS)
    assert format_tab(after, frame(), None) == []


def test_a_tab_formatted_in_english_is_left_alone_in_spanish():
    assert format_tab(guarded(), frame(lang="es"), None) == []


def test_columns_that_people_moved_are_followed():
    swapped = frame(owned=frame().owned | {"status": 18, "id": 10})
    moved = applied(before := guarded(), format_tab(before, swapped, None))
    assert format_tab(moved, swapped, None) == []
    assert sorted(len(r["ranges"]) for r in moved["conditionalFormats"]) == [2] * len(LOOKS)


def test_each_leads_tab_is_formatted_by_its_own_id():
    ids = {str(found) for found in _sheet_ids(format_tab(sheet(31), first(sheet_id=31), NOTHING))}
    assert ids == {"31"}


def _sheet_ids(part: object) -> list[object]:
    if isinstance(part, list):
        return list(chain.from_iterable(map(_sheet_ids, part)))
    if isinstance(part, dict):
        own = [part["sheetId"]] if "sheetId" in part else []
        return own + _sheet_ids(list(part.values()))
    return []


# Drop-downs


def test_a_drop_down_offers_its_words_and_takes_others_too():
    (drop, *_) = bodies(format_tab(sheet(), first(heading_row=3), NOTHING), "setDataValidation")
    assert drop["range"] == {
        "sheetId": 7,
        "startRowIndex": 3,
        "startColumnIndex": 4,
        "endColumnIndex": 5,
    }
    assert drop["rule"] == {
        "condition": {
            "type": "ONE_OF_LIST",
            "values": [{"userEnteredValue": word} for word in STAGES],
        },
        "strict": False,
        "showCustomUi": True,
    }


def drop_downs(of: Json, with_frame: Frame, cells: Json | None) -> list[int]:
    """The columns that get a drop-down."""
    found = bodies(format_tab(of, with_frame, cells), "setDataValidation")
    return [body["range"]["startColumnIndex"] for body in found if "rule" in body]


def test_a_column_with_a_validation_anywhere_keeps_it():
    both = first(choices={4: STAGES, 5: ("sí", "no")})
    assert drop_downs(sheet(), both, read({(600, 5): CHECKBOX, (2, 6): CHECKBOX})) == [4]


def test_where_nobody_looked_for_validations_none_is_set():
    assert drop_downs(sheet(), first(), None) == []


def test_validations_are_found_where_they_were_before_our_columns_came():
    shifted = first(
        owned={"status": 2, "id": 3},
        unformatted=frozenset({"status", "id"}),
        new_columns=frozenset({"status", "id"}),
    )
    assert drop_downs(sheet(), shifted, read({(1, 2): CHECKBOX})) == []
    assert drop_downs(sheet(), shifted, read({(1, 4): CHECKBOX})) == [4]


def test_a_column_whose_type_a_table_sets_gets_no_drop_down():
    columns = [{"columnName": "Name"}, {"columnIndex": 1, "columnType": "DROPDOWN"}]
    typed = {
        "range": {"startColumnIndex": 3, "endColumnIndex": 8, "endRowIndex": 40},
        "columnProperties": columns,
    }
    assert drop_downs(sheet(tables=[typed]), first(choices={3: STAGES, 4: STAGES}), NOTHING) == [3]


@pytest.mark.parametrize("word", ["=Nuevo", "+1"])
def test_words_that_google_would_take_for_a_formula_are_not_offered(word):
    assert drop_downs(sheet(), first(choices={4: ("Nuevo", word)}), NOTHING) == []


def test_inserted_columns_lose_the_validation_of_the_column_beside_them():
    cleared = [
        body
        for body in bodies(format_new_columns(sheet(), first()), "setDataValidation")
        if "rule" not in body
    ]
    assert cleared == [{"range": columns_from(7, 1, range(10, 19))}]


# Notes


def notes_on(requests: list[Json]) -> dict[int, str]:
    """Column -> the note written on its heading."""
    found = {}
    for body in bodies(requests, "updateCells"):
        if body["fields"] == "note":
            found[body["start"]["columnIndex"]] = body["rows"][0]["values"][0]["note"]
    return found


def test_each_fresh_heading_gets_a_note_in_the_language_of_the_tab():
    notes = notes_on(both(sheet(), first(lang="es")))
    assert sorted(notes) == list(range(10, 19))
    assert notes[10].startswith("sheetflow escribe esta columna: qué necesita la fila ahora")


def test_notes_are_on_the_heading():
    starts = [
        body["start"]
        for body in bodies(format_new_columns(sheet(), first(heading_row=4)), "updateCells")
    ]
    assert sorted(start["columnIndex"] for start in starts) == list(range(10, 19))
    assert {(start["sheetId"], start["rowIndex"]) for start in starts} == {(7, 3)}


def test_a_heading_with_a_note_keeps_it():
    adopted = first(heading_row=3, new_columns=frozenset(KEYS) - {"status", "next_contact"})
    cells = read({(2, 10): {"note": "Ask Marta"}, (0, 11): {"note": "A title's own"}})
    assert 10 not in notes_on(format_tab(sheet(), adopted, cells))
    assert 11 in notes_on(format_tab(sheet(), adopted, cells))


def test_where_nobody_looked_for_notes_only_inserted_columns_get_one():
    assert list(notes_on(both(sheet(), first(new_columns=frozenset({"why"})), None))) == [17]


def test_a_column_that_came_back_is_formatted_alone():
    back = frame(unformatted=frozenset({"why"}), new_columns=frozenset({"why"}))
    requests = both(sheet(), back, None)
    assert list(notes_on(requests)) == [17]
    assert bodies(requests, "repeatCell") == bodies(requests, "updateSheetProperties") == []


# The frozen heading


def frozen(of: Json, with_frame: Frame) -> list[Json]:
    return bodies(format_new_columns(of, with_frame), "updateSheetProperties")


def test_the_heading_is_frozen_at_the_first_sync():
    (body,) = frozen(sheet(), first(heading_row=3))
    assert body["properties"] == {"sheetId": 7, "gridProperties": {"frozenRowCount": 3}}


def test_frozen_rows_stay_as_the_team_has_them():
    of = sheet()
    of["properties"]["gridProperties"]["frozenRowCount"] = 1
    assert frozen(of, first(heading_row=3)) == []


@pytest.mark.parametrize(
    "with_frame", [frame(), frame(unformatted=frozenset({"why"})), first(heading_row=6)]
)
def test_nothing_is_frozen_later_nor_far_down(with_frame):
    assert frozen(sheet(), with_frame) == []


@pytest.mark.parametrize(("start", "end", "count"), [(0, 2, 0), (0, 1, 1), (1, 3, 1)])
def test_a_merge_across_the_edge_prevents_freezing(start, end, count):
    merge = {
        "sheetId": 7,
        "startRowIndex": start,
        "endRowIndex": end,
        "startColumnIndex": 0,
        "endColumnIndex": 2,
    }
    assert len(frozen(sheet(merges=[merge]), first())) == count


def test_a_grid_without_rows_below_the_headings_is_neither_frozen_nor_formatted():
    requests = both(sheet(rows=1), first())
    assert set(kinds(requests)) == {
        "updateCells",
        "addProtectedRange",
        "updateDimensionProperties",
    }


# Formats and widths


def formats(requests: list[Json]) -> dict[int, Json]:
    """First column -> number format."""
    return {
        body["range"]["startColumnIndex"]: body["cell"]["userEnteredFormat"]["numberFormat"]
        for body in bodies(requests, "repeatCell")
    }


def test_dates_look_as_the_locale_has_them_and_numbers_stay_numbers():
    whole = {"type": "NUMBER", "pattern": "0"}
    assert formats(format_new_columns(sheet(), first())) == {
        11: {"type": "DATE"},
        12: whole,
        14: whole,
    }


def test_columns_that_were_there_get_their_formats_once_the_entries_are_known_to_be_right():
    adopted = first(
        new_columns=frozenset(KEYS) - {"next_contact"}, without_numbers=frozenset({"next_contact"})
    )
    assert formats(format_tab(sheet(), adopted, NOTHING)) == {11: {"type": "DATE"}}
    assert 11 not in formats(format_new_columns(sheet(), adopted))


def test_formats_leave_headings_and_other_formatting_alone():
    (body, *_) = bodies(format_new_columns(sheet(), first(heading_row=2)), "repeatCell")
    assert body["range"] == columns_from(7, 2, range(11, 12))
    assert body["fields"] == "userEnteredFormat.numberFormat"


def test_an_adopted_column_whose_type_a_table_sets_keeps_its_format():
    typed = {
        "range": {"startColumnIndex": 9},
        "columnProperties": [{"columnIndex": 2, "columnType": "DATE"}],
    }
    requests = format_tab(
        sheet(tables=[typed]),
        first(new_columns=frozenset(), without_numbers=frozenset(KEYS)),
        NOTHING,
    )
    assert sorted(formats(requests)) == [12, 14]


def test_an_adopted_column_that_shows_numbers_already_keeps_its_format():
    requests = format_tab(
        sheet(),
        first(new_columns=frozenset(), without_numbers=frozenset(KEYS) - {"overdue"}),
        NOTHING,
    )
    assert sorted(formats(requests)) == [11, 14]


def shaped(*formats: Json, column: int = 11) -> Json:
    """The cells of a column below its heading, so formatted."""
    shown = [
        {"values": [{"userEnteredFormat": {"numberFormat": found}} if found else {}]}
        for found in formats
    ]
    return {"data": [{"startRow": 1, "startColumn": column, "rowData": shown}]}


ADOPTED = first(new_columns=frozenset(), without_numbers=frozenset({"next_contact", "overdue"}))
WEEKDAY = {"type": "DATE", "pattern": "ddd d mmm"}


@pytest.mark.parametrize("shown", [WEEKDAY, {"type": "DATE_TIME", "pattern": "d.m. hh:mm"}])
def test_an_adopted_blank_column_keeps_the_team_s_own_way_of_showing_dates(shown):
    """To its end, beyond the rows that the team formatted."""
    requests = format_tab(sheet(), ADOPTED, shaped({}, shown, shown))
    assert formats(requests)[11] == shown
    assert columns_from(7, 1, range(11, 12)) in [
        body["range"] for body in bodies(requests, "repeatCell")
    ]


def test_an_adopted_blank_column_keeps_the_team_s_own_way_of_showing_numbers():
    shown = {"type": "NUMBER", "pattern": "0.0"}
    assert formats(format_tab(sheet(), ADOPTED, shaped(shown, column=12))) == {
        11: {"type": "DATE"},
        12: shown,
    }


@pytest.mark.parametrize(
    "other", [{"type": "TEXT", "pattern": "@"}, {"type": "NUMBER", "pattern": "0"}, {}]
)
def test_a_format_that_would_not_show_dates_is_none(other):
    assert formats(format_tab(sheet(), ADOPTED, shaped(other, other)))[11] == {"type": "DATE"}


def test_the_format_of_a_heading_is_not_its_column_s():
    cells = shaped(WEEKDAY)
    cells["data"][0]["startRow"] = 0
    assert formats(format_tab(sheet(), ADOPTED, cells))[11] == {"type": "DATE"}


def test_several_formats_of_the_team_s_stay_as_they_are():
    assert 11 not in formats(
        format_tab(sheet(), ADOPTED, shaped(WEEKDAY, {"type": "DATE", "pattern": "d mmm"}))
    )


def test_the_team_s_formats_are_found_where_they_were_before_our_columns_came():
    status, contact = frozenset({"status"}), frozenset({"next_contact"})
    half = first(
        owned={"status": 2, "next_contact": 5}, new_columns=status, without_numbers=contact
    )
    assert formats(format_tab(sheet(), half, shaped(WEEKDAY, column=4))) == {5: WEEKDAY}


def test_only_inserted_columns_get_a_width():
    (body,) = bodies(
        format_new_columns(sheet(), first(new_columns=frozenset({"why"}))),
        "updateDimensionProperties",
    )
    assert body["range"] == {"sheetId": 7, "dimension": "COLUMNS", "startIndex": 17, "endIndex": 18}
    assert body["properties"] == {"pixelSize": 670}


def test_the_tests_know_all_of_our_columns():
    assert KEYS == OWNED_KEYS


def test_columns_side_by_side_are_one_run():
    assert runs([5, 3, 4, 9, 4]) == [range(3, 6), range(9, 10)]

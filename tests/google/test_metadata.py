"""sheetflow.backends.google.metadata: what the spreadsheet itself remembers of our columns."""

from __future__ import annotations

from typing import Any

import pytest

from sheetflow.backends.google.metadata import (
    HEADINGS,
    KEY,
    MetadataEntry,
    create,
    delete,
    entries_of,
    heading_row_of,
    lookup,
    name_of,
    update,
    value_of,
    words_checksum,
)
from tests.sheets_server.discovery import method_of
from tests.sheets_server.witness import check_request


def entry(number: int, value: str, key: str = KEY) -> dict[str, Any]:
    return {"metadataId": number, "metadataKey": key, "metadataValue": value}


def columns(*entries: list[dict[str, Any]], start: int = 0) -> dict[str, Any]:
    metadata = [{"developerMetadata": found} if found else {} for found in entries]
    return {"data": [{"startColumn": start, "columnMetadata": metadata}]}


def test_entries_are_read_with_the_columns_they_are_on():
    sheet = columns(
        [], [entry(7, value_of("status"))], [entry(3, value_of("people:stage", ("New", "Won")))]
    )
    assert entries_of(sheet) == [
        MetadataEntry(7, 1, "status"),
        MetadataEntry(3, 2, "people:stage", words_checksum(("New", "Won"))),
    ]


def test_only_an_entry_that_says_so_is_one_of_a_formatted_column():
    values = [value_of("why", formatted=True), value_of("why"), '{"is": "why", "dressed": 1}']
    found = entries_of(columns(*([entry(7, value)] for value in values)))
    assert [found.formatted for found in found] == [True, False, False]


def test_columns_count_from_where_the_answer_begins():
    assert entries_of(columns([entry(7, value_of("id"))], start=4)) == [MetadataEntry(7, 4, "id")]


def test_the_leftmost_entry_comes_first_whatever_the_order_of_the_parts():
    parts: list[dict[str, Any]] = []
    for n, at in ((1, 5), (9, 2), (4, 2)):
        parts += columns([entry(n, value_of("why"))], start=at)["data"]
    assert [found.id for found in entries_of({"data": parts})] == [4, 9, 1]


def test_an_entry_that_two_parts_show_counts_once():
    part = columns([entry(7, value_of("id"))])["data"]
    assert len(entries_of({"data": part + part})) == 1


@pytest.mark.parametrize("value", ["", "status", "[]", "{}", "null", '"status"', '{"choices": 3}'])
def test_what_is_no_entry_of_ours_is_passed_over(value):
    assert entries_of(columns([entry(7, value), entry(8, value_of("id"))])) == [
        MetadataEntry(8, 0, "id")
    ]


@pytest.mark.parametrize("choices", ["[]", "{}", '"three"', "null"])
def test_a_checksum_that_is_none_counts_as_none(choices):
    assert entries_of(columns([entry(7, f'{{"is": "id", "choices": {choices}}}')])) == [
        MetadataEntry(7, 0, "id", None)
    ]


def test_the_metadata_of_others_is_passed_over():
    assert entries_of(columns([entry(7, value_of("status"), key="another-program")])) == []


def test_a_sheet_without_entries_has_none():
    assert (
        entries_of({}),
        entries_of({"data": [{}]}),
        heading_row_of({}),
        heading_row_of({"data": [{}]}),
    ) == (
        [],
        [],
        0,
        0,
    )


def test_the_heading_row_is_the_one_with_the_entry():
    headings = {"developerMetadata": [entry(1, value_of(HEADINGS))]}
    other = {"developerMetadata": [entry(2, value_of("status"))]}
    assert heading_row_of({"data": [{"startRow": 2, "rowMetadata": [{}, other, headings]}]}) == 5
    assert heading_row_of({"data": [{"rowMetadata": [headings]}]}) == 1


def test_a_name_goes_into_a_value_and_comes_back():
    assert name_of(value_of("people:email", ("yes", "no"))) == "people:email"
    assert name_of(value_of("status")) == "status"


def test_words_in_another_order_or_cut_otherwise_are_another_list():
    lists = (("a", "b"), ("b", "a"), ("ab",), ("a", "b", ""), ())
    assert len({words_checksum(words) for words in lists}) == 5


def test_an_entry_is_looked_up_by_its_id():
    assert lookup(7) == {"developerMetadataLookup": {"metadataId": 7}}


def test_the_requests_are_ones_that_the_api_describes():
    requests = [create(9, 4, value_of("status")), create(9, 0, value_of(HEADINGS), "ROWS")]
    requests.append(update(7, value_of("people:fit", ("yes", "no")), (9, 4)))
    requests += [update(7, value_of("people:fit")), delete(7)]
    method = method_of("POST", "/v4/spreadsheets/leads:batchUpdate")
    assert method is not None
    assert check_request(method, {"requests": requests}) == []
    place = requests[0]["createDeveloperMetadata"]["developerMetadata"]["location"][
        "dimensionRange"
    ]
    assert place == {"sheetId": 9, "dimension": "COLUMNS", "startIndex": 4, "endIndex": 5}

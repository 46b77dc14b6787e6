"""Answers in the order asked, and Google's texts without what cells hold."""

from __future__ import annotations

import pytest

from sheetflow.backends.google.client.faults import Fault
from sheetflow.backends.google.client.replies import answers_of, redacted


def grid(**edges: int) -> dict[str, object]:
    return {"gridRange": edges}


def metadata(**lookup: object) -> dict[str, object]:
    return {"developerMetadataLookup": lookup}


def test_an_answer_for_several_filters_goes_to_each() -> None:
    a, b = {"a1Range": "Leads!A:A"}, grid(sheetId=5)
    assert answers_of([a, b], [([b, a], {"values": [[1]]})]) == [[[1]], [[1]]]


def test_several_answers_for_one_filter_are_its_columns_in_turn() -> None:
    a = metadata(metadataKey="sf")
    assert answers_of([a], [([a], {"values": [[1]]}), ([a], {"values": [[2]]})]) == [[[1], [2]]]


def test_an_answer_without_values_is_an_empty_column_list() -> None:
    assert answers_of([grid(sheetId=1)], [([grid(sheetId=1)], {"range": "A1"})]) == [[]]


def test_zeros_that_google_leaves_out_make_no_difference() -> None:
    asked = [grid(sheetId=0, startRowIndex=0, endRowIndex=9), grid(sheetId=1)]
    assert answers_of(asked, [([grid(endRowIndex=9)], {"values": [["x"]]})]) == [[["x"]], None]


def test_fields_that_google_adds_make_no_difference() -> None:
    asked = [metadata(metadataId=7), metadata(metadataId=8)]
    echo = metadata(metadataId=8, visibility="DOCUMENT", locationType="COLUMN")
    assert answers_of(asked, [([echo], {"values": [["x"]]})]) == [None, [["x"]]]


def test_the_exact_echo_goes_before_one_that_has_more() -> None:
    wide, narrow = metadata(metadataKey="sf"), metadata(metadataKey="sf", metadataValue="status")
    assert answers_of([wide, narrow], [([narrow], {"values": [["x"]]})]) == [None, [["x"]]]


def test_the_first_tab_is_a_tab_like_others() -> None:
    """Its id is 0, which Google may leave out."""
    asked = [grid(sheetId=0), grid(sheetId=5)]
    replies = [
        ([grid(endRowIndex=9)], {"values": [["zero"]]}),
        ([grid(sheetId=5, endRowIndex=9)], {"values": [["five"]]}),
    ]
    assert (
        answers_of(asked, replies) == answers_of(asked, replies[::-1]) == [[["zero"]], [["five"]]]
    )


def test_rows_from_the_top_are_told_from_rows_further_down() -> None:
    asked = [
        grid(sheetId=5, startRowIndex=0, endRowIndex=2),
        grid(sheetId=5, startRowIndex=2, endRowIndex=4),
    ]
    replies = [([grid(sheetId=5, startRowIndex=2, endRowIndex=4)], {"values": [["low"]]}),
            ([grid(sheetId=5, endRowIndex=2)], {"values": [["top"]]})]  # fmt: skip
    assert answers_of(asked, replies) == [[["top"]], [["low"]]]


@pytest.mark.parametrize(
    "echoes",
    [
        [metadata(metadataId=9)],
        [grid(sheetId=3)],
        [grid(startRowIndex=4)],
        [{"a1Range": "Leads!A:A"}],
        [],
        [grid(sheetId=5), metadata(metadataId=9)],
        [grid(sheetId=5, startColumnIndex=0, endColumnIndex=3, endRowIndex=7)],
    ],
    ids=["entry", "tab", "rows", "kind", "nothing", "one-of-two", "two-fit"],
)
def test_an_answer_to_something_else_is_not_guessed_at(echoes: list[dict[str, object]]) -> None:
    asked = [
        metadata(metadataId=7),
        grid(sheetId=0),
        grid(sheetId=5),
        grid(sheetId=5, endColumnIndex=3),
    ]
    with pytest.raises(Fault):
        answers_of(asked, [(echoes, {"values": [["x"]]})])


def test_an_answer_about_another_tab_is_not_taken_for_the_only_one_asked() -> None:
    with pytest.raises(Fault):
        answers_of([grid(sheetId=5)], [([grid(sheetId=6)], {"values": [["x"]]})])


def test_a_message_keeps_names_of_tabs_and_loses_what_cells_hold() -> None:
    body = {
        "requests": [
            {
                "updateCells": {
                    "rows": [{"values": [{"userEnteredValue": {"stringValue": "Peña & Söhne"}}]}]
                }
            },
            {"addSheet": {"properties": {"title": "Leads"}}},
            {"createDeveloperMetadata": {"developerMetadata": {"metadataValue": "secret-7"}}},
        ]
    }
    text = "Invalid: Peña & Söhne (Leads) secret-7 at requests[0]"
    assert redacted(text, body) == "Invalid: … (Leads) … at requests[0]"


def test_a_value_that_holds_another_is_removed_whole() -> None:
    assert redacted("bad: Ana Ruiz", {"values": [["Ana", "Ana Ruiz"]]}) == "bad: …"


def test_without_a_body_a_message_stays_as_it_is() -> None:
    assert redacted("No such range", None) == "No such range"

"""sheetflow.backends.google.tab_rules: validations and conditional formats of a new tab."""

from __future__ import annotations

import pytest

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.sheets_formulas import Spelling
from sheetflow.backends.google.tab_rules import Names, rule_requests, validation_rule
from sheetflow.model import Highlight, NewTab, Style, Validation
from tests.sheets_server.discovery import method_of
from tests.sheets_server.witness import check_request

NAMES = Names({"sf_people": "People!$A$2:$A$99"}, Spelling({}))
RED, BOLD = Style(fill="#FF0000"), Style(bold=True)


def rule(**parts: object) -> Json:
    """The rule of a validation of A1."""
    found = validation_rule(Validation(("A1",), **parts), NAMES)  # type: ignore[arg-type] # by name
    assert found is not None
    return found


def condition(**parts: object) -> tuple[str, list[str]]:
    """Its condition: the type, and the values."""
    found = rule(**parts)["condition"]
    return found["type"], [value["userEnteredValue"] for value in found.get("values", ())]


@pytest.mark.parametrize(
    ("first", "kind", "values"),
    [
        ('"yes,no"', "ONE_OF_LIST", ["yes", "no"]),
        ('"a, b,a"', "ONE_OF_LIST", ["a", "b"]),
        ("Playbook!$A$2:$A$9", "ONE_OF_RANGE", ["=Playbook!$A$2:$A$9"]),
        ("'Contacts log'!A2:A9", "ONE_OF_RANGE", ["='Contacts log'!A2:A9"]),
        ("SF_People", "ONE_OF_RANGE", ["=People!$A$2:$A$99"]),
    ],
)
def test_a_list_is_one_of_words_or_of_cells(first, kind, values):
    assert condition(kind="list", first=first) == (kind, values)
    assert rule(kind="list", first=first)["showCustomUi"] is True


@pytest.mark.parametrize("first", ['"=a,b"', "OFFSET(A1,1,1)", "sf_unknown"])
def test_a_list_that_google_cannot_offer_is_none(first):
    assert validation_rule(Validation(("A1",), "list", first), NAMES) is None


@pytest.mark.parametrize(
    ("operator", "first", "second", "expected"),
    [
        ("", "", "", ("DATE_IS_VALID", [])),
        ("greaterThanOrEqual", "18264", "", ("DATE_ON_OR_AFTER", ["=DATE(1950;1;1)"])),
        ("lessThan", "TODAY()+1", "", ("DATE_BEFORE", ["=TODAY()+1"])),
        ("between", "1", "2", ("DATE_BETWEEN", ["=DATE(1899;12;31)", "=DATE(1900;1;1)"])),
        ("notEqual", "18264", "", ("DATE_IS_VALID", [])),
    ],
)
def test_a_date_is_compared_with_a_day_that_every_locale_reads(operator, first, second, expected):
    assert condition(kind="date", operator=operator, first=first, second=second) == expected


@pytest.mark.parametrize("kind", ["whole", "decimal"])
def test_a_number_is_compared(kind):
    assert condition(kind=kind, operator="greaterThanOrEqual", first="0") == (
        "NUMBER_GREATER_THAN_EQ",
        ["0"],
    )
    assert condition(kind=kind, first="0", second="0.5") == ("NUMBER_BETWEEN", ["0", "=(5/10)"])


@pytest.mark.parametrize("refuses", [True, False])
def test_another_entry_is_let_in_unless_the_validation_refuses(refuses):
    assert rule(kind="list", first='"a"', refuses=refuses)["strict"] is refuses


def test_a_prompt_alone_lets_everything_in():
    found = rule(prompt_title="Name", prompt="Who is it?", refuses=True)
    assert found == {
        "condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=TRUE"}]},
        "strict": False,
        "inputMessage": "Name\nWho is it?",
    }


def test_without_a_prompt_the_error_says_what_is_wanted():
    assert rule(kind="date", error_title="A date?", error="Type a day.")["inputMessage"] == (
        "A date?\nType a day."
    )
    assert "inputMessage" not in rule(kind="date")


def requests(tab: NewTab) -> list[Json]:
    found = list(rule_requests(tab, 77, NAMES))
    method = method_of("POST", "/v4/spreadsheets/leads:batchUpdate")
    assert method is not None
    assert check_request(method, {"requests": found}) == []
    return found


def test_each_range_of_a_validation_gets_the_rule():
    found = requests(NewTab("X", (), validations=(Validation(("A2:A9", "C2:C9"), "date"),)))
    ranges = [r["setDataValidation"]["range"]["startColumnIndex"] for r in found]
    assert ranges == [0, 2]


def test_highlights_keep_their_order_and_cover_all_their_ranges():
    highlights = (
        Highlight("A3:A9 C3:C9", "$B3=1", RED),
        Highlight("A3:A9", "_calc!$B3=1", RED),  # follows its row into another tab
        Highlight("A3:A9", "$B3>sf_people", BOLD),
    )
    first, second = requests(NewTab("X", (), highlights=highlights))
    rules = [r["addConditionalFormatRule"] for r in (first, second)]
    assert [one["index"] for one in rules] == [0, 1]
    assert [len(one["rule"]["ranges"]) for one in rules] == [2, 1]
    formulas = [one["rule"]["booleanRule"]["condition"]["values"] for one in rules]
    assert formulas[1] == [{"userEnteredValue": '=$B3>INDIRECT("sf_people")'}]

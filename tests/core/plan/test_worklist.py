"""The order of the day's work."""

from __future__ import annotations

import pytest

from sheetflow.errors import ConfigError
from sheetflow.errors.lists import NoOwners
from sheetflow.plan.worklist import ORDER, check_owner, worklist
from sheetflow.texts.messages import advice, message
from tests.support.grids import Sheet, day

HEADINGS = [
    "Name",
    "Stage",
    "Owner",
    "Since",
    "Last contact",
    "Last reply",
    "Agreed for",
    "Value",
    "Attempts",
]


def listed(*rows: list[object], owner: str | None = None, today: str = "11-20") -> list[str]:
    return [row.name for row in worklist(Sheet(HEADINGS, *rows).plan(today).rows, owner)]


def test_statuses_come_in_the_order_of_the_contract() -> None:
    assert list(ORDER) == ["reply", "overdue", "today", "last_message", "cold", "check"]
    assert listed(
        ["check", "New", "", "banana"],
        ["cold", "New", "", day("11-02")],
        ["last", "Met", "", None, day("11-12"), None, None, None, 5],
        ["today", "New", "", day("11-19")],
        ["overdue", "New", "", day("11-18")],
        ["reply", "New", "", None, None, day("11-19")],
        ["planned", "New", "", day("11-20")], ["won", "Won"],
    ) == ["reply", "overdue", "today", "last", "cold", "check"]  # fmt: skip


def test_agreements_come_before_the_rest_of_their_status() -> None:
    assert listed(
        ["plain", "New", "", day("11-19")],
        ["agreed", "New", "", day("09-01"), None, None, day("11-20")],
    ) == ["agreed", "plain"]


def test_then_interest_counts() -> None:
    assert listed(
        ["faded", "Informed", "", day("11-13")], ["fresh", "Informed", "", day("11-18")]
    ) == [
        "fresh",
        "faded",
    ]


def test_then_value_counts_and_blank_comes_last() -> None:
    rows = [
        ["none", "New", "", day("11-18")],
        ["less", "New", "", day("11-18"), None, None, None, 10],
        ["more", "New", "", day("11-18"), None, None, None, 20],
        ["zero", "New", "", day("11-18"), None, None, None, 0],
    ]
    assert listed(*rows) == ["more", "less", "zero", "none"]


def test_then_days_late_count() -> None:
    rows = [
        ["one day", "New", "", day("11-02"), None, None, day("11-19")],
        ["two days", "New", "", day("11-02"), None, None, day("11-18")],
    ]
    assert listed(*rows) == ["two days", "one day"]


def test_equal_rows_keep_the_order_of_the_sheet() -> None:
    assert listed(*[[f"lead {n}", "New", "", day("11-19")] for n in (3, 1, 2)]) == [
        "lead 3",
        "lead 1",
        "lead 2",
    ]


def test_nobody_is_dropped() -> None:
    assert len(listed(*[[f"lead {n}", "New", "", day("11-02")] for n in range(300)])) == 300


def test_one_owner_sees_only_their_rows() -> None:
    rows = [
        ["a", "New", "Íñigo", day("11-19")],
        ["b", "New", "inigo ", day("11-19")],
        ["c", "New", "Eva", day("11-19")],
    ]
    assert listed(*rows, owner="IÑIGO") == ["a", "b"]


def test_an_owner_whom_no_lead_has_is_a_slip_and_not_an_empty_list() -> None:
    plan = Sheet(["Name", "Email", "Owner"], ["Ana", "a@x.com", "Zoe"]).plan()
    check_owner(plan.rows, "zoé")
    with pytest.raises(ConfigError):
        check_owner(plan.rows, "Zoey")


def test_a_blank_owner_is_nobody() -> None:
    rows: list[list[object]] = [["a", "New", "", day("11-19")], ["b", "New", "Eva", day("11-19")]]
    assert listed(*rows, owner="") == ["a"]
    check_owner(Sheet(["Name", "Email"], ["Ana", "a@x.com"]).plan().rows, " ")


def test_where_no_lead_has_an_owner_that_is_said() -> None:
    plan = Sheet(["Name", "Email"], ["Ana", "a@x.com"]).plan()
    with pytest.raises(NoOwners) as caught:
        check_owner(plan.rows, "Zoe")
    assert message(caught.value, "en") == "no lead has an owner"
    assert "column Owner" in advice(caught.value, "en")

"""The day's list where people are away, or have more than fits into a day."""

from __future__ import annotations

from typing import Any

import pytest

from sheetflow.errors.lists import PlaybookUnusable
from sheetflow.plan.worklist import DayList, day_list, worklist
from tests.support.grids import TODAY, Sheet, day

HEADINGS = ["Name", "Email", "Owner", "Since", "Last contact", "Last reply"]
PEOPLE = ["Name", "Email", "Phone", "Capacity", "Digest", "Language"]
CALENDAR = ["Holiday", "Name of the day", None, "Owner", "First day", "Last day", "Deputy"]


def lead(name: str, owner: str, since: str = "11-19", *more: Any) -> list[Any]:
    return [name, f"{name.lower()}@x.com", owner, day(since), *more]


def team(*leads: list[Any], people: Any = (), away: Any = ()) -> Sheet:
    absences = [[None, None, None, *absence] for absence in away]
    others = {"People": [PEOPLE, *people], "Calendar": [CALENDAR, *absences]}
    return Sheet(HEADINGS, *leads, others=others)


def today(sheet: Sheet, owner: str | None = None) -> DayList:
    plan, book = sheet.look()
    return day_list(plan.rows, book.playbook.people, TODAY, owner)


def names(sheet: Sheet, owner: str | None = None) -> list[str]:
    return [row.name for row in today(sheet, owner).rows]


ANN_AWAY = ["Ann", day("11-20"), day("11-23"), "Bob"]


def test_a_row_that_is_late_while_its_owner_is_away_has_the_flag() -> None:
    (row,) = team(lead("Kim", "Ann", "11-17"), away=[ANN_AWAY]).plan().rows
    assert (row.decision.status, row.deputy) == ("overdue", "Bob")
    assert "owner_away" in row.decision.flags


def test_a_row_that_falls_due_in_the_absence_moves_behind_it() -> None:
    (row,) = team(lead("Kim", "Ann", "11-19"), away=[ANN_AWAY]).plan().rows
    assert (row.decision.status, row.deputy) == ("planned", "")


def test_a_deputy_has_the_rows_of_the_owner_who_is_away_and_so_has_the_owner() -> None:
    sheet = team(lead("Kim", "Ann", "11-17"), lead("Lee", "Bob"), away=[ANN_AWAY])
    assert names(sheet, "Bob") == ["Kim", "Lee"]
    assert names(sheet, "Ann") == ["Kim"]


def test_nobody_has_a_row_twice_in_the_list_of_all() -> None:
    sheet = team(lead("Kim", "Ann", "11-17"), away=[ANN_AWAY])
    assert [row.name for row in worklist(sheet.plan().rows)] == ["Kim"]


def of_bob(count: int) -> list[list[Any]]:
    return [lead(f"Lead{n}", "Bob", "11-18") for n in range(count)]


def test_a_list_is_cut_at_capacity_and_says_how_many_more() -> None:
    found = today(team(*of_bob(5), people=[["Bob", None, None, 2, "yes", "en"]]), "BOB")
    assert (len(found.rows), found.more) == (2, {"Bob": 3})


def test_what_was_done_today_takes_room() -> None:
    done = lead("Done", "Bob", "11-18", day("11-20"))
    found = today(team(*of_bob(3), done, people=[["bob", None, None, "2", None, None]]))
    assert (len(found.rows), found.more) == (1, {"bob": 2})


def test_an_answer_is_never_cut() -> None:
    replies = [lead(f"Waits{n}", "Bob", "11-18", None, day("11-19")) for n in range(3)]
    sheet = team(*of_bob(2), *replies, people=[["Bob", None, None, 1, None, None]])
    found = today(sheet)
    assert [row.decision.status for row in found.rows] == ["reply"] * 3
    assert found.more == {"Bob": 2}


def test_without_a_capacity_nothing_is_cut() -> None:
    sheet = team(*of_bob(30), people=[["Bob", "bob@x.com", None, None, None, None]])
    assert len(names(sheet)) == 30


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["Bob", None, None, "many", None, None], "wrong_capacity"),
        (["Bob", None, None, None, "perhaps", None], "wrong_digest"),
        (["Bob", None, None, None, None, "fr"], "wrong_language"),
        ([None, "bob@x.com", None, None, None, None], "nameless_person"),
    ],
)
def test_a_wrong_entry_is_named_where_it_is(row: list[Any], code: str) -> None:
    with pytest.raises(PlaybookUnusable) as error:
        team(lead("Kim", "Ann"), people=[row]).plan()
    assert [problem.text.code for problem in error.value.problems] == [code]
    assert error.value.problems[0].where.startswith("People!")


def test_a_person_who_is_there_twice_is_named() -> None:
    twice = [["Bob"] + [None] * 5, ["BOB"] + [None] * 5]
    with pytest.raises(PlaybookUnusable) as error:
        team(lead("Kim", "Ann"), people=twice).plan()
    assert [problem.text.code for problem in error.value.problems] == ["person_twice"]

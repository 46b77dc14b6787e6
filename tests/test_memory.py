"""What is remembered: touches, stages and ids, through sorting, copying, deleting and losses."""

from __future__ import annotations

import random
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.memory import Memory, identify, read_memory
from sheetflow.model import MEMORY_TAB
from tests.grids import Sheet, day
from tests.strange import values

HEADINGS = ["Name", "Email", "Owner", "Stage", "Since", "Last contact", "Last reply", "Possible?"]


def book(*people: str, contact: str | None = None, stage: str = "New") -> Sheet:
    rows = [[name, f"{name.lower()}@x.com", "Eva", stage, day("10-01"), contact and day(contact), None, "yes"] for name in people or ("Ana",)]
    return Sheet(HEADINGS, *rows)


def contacted(sheet: Sheet, *days: str, row: int = 2) -> int:
    """Type each day as the last contact and sync on it; the touches in the end."""
    for d in days:
        sheet.type(row, "Last contact", day(d))
        sheet.sync(d)
    return touches(sheet, row)


def touches(sheet: Sheet, row: int = 2) -> int:
    shown = sheet.at(row, "Touches")
    assert isinstance(shown, int)
    return shown


# ── touches grow, start again, are taken back ────────────────────────────────────────────────


def test_a_row_without_contact_has_no_touches() -> None:
    sheet = book()
    sheet.sync()
    assert touches(sheet) == 0


def test_a_contact_seen_for_the_first_time_is_one_touch() -> None:
    assert contacted(book(), "11-02") == 1


def test_a_later_contact_adds_one() -> None:
    assert contacted(book(), "11-02", "11-03", "11-05") == 3


def test_the_same_day_seen_again_adds_nothing() -> None:
    sheet = book()
    assert contacted(sheet, "11-02", "11-03") == 2
    sheet.sync("11-04")
    sheet.type(2, "Last contact", datetime(2026, 11, 3, 17, 0))
    sheet.sync("11-05")
    assert touches(sheet) == 2


def test_a_reply_after_the_contact_before_starts_again_at_one() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-03")
    sheet.type(2, "Last reply", day("11-04"))
    sheet.sync("11-04")
    assert touches(sheet) == 2
    assert contacted(sheet, "11-05") == 1


def test_a_reply_on_the_day_of_the_contact_before_is_an_answered_one() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-03")
    sheet.type(2, "Last reply", day("11-03"))
    assert contacted(sheet, "11-05") == 3


def test_the_clock_settles_a_reply_on_the_day_of_the_contact_before() -> None:
    sheet = book()
    sheet.type(2, "Last contact", datetime(2026, 11, 3, 9, 0))
    sheet.sync("11-03")
    sheet.type(2, "Last reply", datetime(2026, 11, 3, 15, 0))
    sheet.sync("11-03")
    assert sheet.at(2, "Status") is not None
    assert contacted(sheet, "11-05") == 1


def test_a_stage_that_moved_forward_starts_again_at_one() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-03")
    sheet.type(2, "Stage", "Informed")
    assert contacted(sheet, "11-05") == 1
    assert contacted(sheet, "11-06") == 2


def test_a_stage_that_moved_forward_between_two_contacts_counts_at_the_next_one() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-03")
    sheet.type(2, "Stage", "Informed")
    sheet.sync("11-04")
    assert touches(sheet) == 2
    assert contacted(sheet, "11-05") == 1


def test_a_stage_that_moved_back_does_not_start_again() -> None:
    sheet = book(stage="Met")
    contacted(sheet, "11-02", "11-03")
    sheet.type(2, "Stage", "New")
    assert contacted(sheet, "11-05") == 3


def test_a_reply_noted_late_between_the_last_two_contacts_makes_touches_one() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-05", "11-09")
    sheet.type(2, "Last reply", day("11-06"))
    sheet.sync("11-10")
    assert touches(sheet) == 1


def test_a_reply_noted_late_before_both_changes_nothing() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-05", "11-09")
    sheet.type(2, "Last reply", day("11-05"))
    sheet.sync("11-10")
    assert touches(sheet) == 3


def test_a_contact_corrected_backwards_takes_its_touch_back() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-05", "11-09")
    sheet.type(2, "Last contact", day("11-06"))
    sheet.sync("11-10")
    assert touches(sheet) == 2
    assert contacted(sheet, "11-11") == 3


def test_a_first_contact_corrected_backwards_stays_one() -> None:
    sheet = book()
    contacted(sheet, "11-09")
    sheet.type(2, "Last contact", day("11-06"))
    sheet.sync("11-10")
    assert touches(sheet) == 1


def test_a_correction_is_taken_back_only_once() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-03", "11-05", "11-09")
    for corrected in ("11-08", "11-07"):
        sheet.type(2, "Last contact", day(corrected))
        sheet.sync("11-10")
    assert touches(sheet) == 3


def test_a_cleared_contact_sets_touches_to_none() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-05")
    sheet.type(2, "Last contact", None)
    sheet.sync("11-06")
    assert touches(sheet) == 0
    assert contacted(sheet, "11-09") == 1


def test_between_two_runs_any_number_of_contacts_counts_as_one() -> None:
    sheet = book()
    contacted(sheet, "11-02")
    for d in ("11-03", "11-04", "11-05"):
        sheet.type(2, "Last contact", day(d))
    sheet.sync("11-06")
    assert touches(sheet) == 2


def test_a_missed_week_ends_as_daily_runs_would() -> None:
    daily, weekly = book(), book()
    for sheet in (daily, weekly):
        contacted(sheet, "11-02", "11-03")
        sheet.type(2, "Last contact", day("11-09"))
    for n in range(9, 20):
        daily.sync(f"11-{n:02}")
    daily.sync("11-20")
    weekly.sync("11-20")
    strip = [[c for c, h in zip(row, sheet.rows[0], strict=False) if h != "sf id"] for sheet in (daily, weekly) for row in sheet.rows]
    assert strip[:2] == strip[2:]


def test_the_teams_own_count_is_used_as_typed() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-03")
    sheet.type(2, "Attempts", "7")
    sheet.sync("11-04")
    assert touches(sheet) == 7
    sheet.type(2, "Attempts", None)
    sheet.sync("11-04")
    assert touches(sheet) == 2


def test_a_contacted_row_shows_at_least_one_touch_whatever_was_typed() -> None:
    sheet = book(contact="11-02")
    sheet.type(2, "Attempts", 0)
    sheet.type(2, "Last reply", day("11-03"))
    sheet.sync("11-04")
    assert touches(sheet) == 1


def test_plan_shows_exactly_what_sync_would_write() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-03")
    sheet.type(2, "Last contact", day("11-05"))
    planned = sheet.plan("11-06").rows[0]
    sheet.sync("11-06")
    assert (planned.decision.touches, planned.why) == (touches(sheet), sheet.at(2, "Why"))


def test_while_a_row_is_check_its_memory_stays() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-03")
    sheet.type(2, "Since", "banana")
    assert sheet.sync("11-04").checks == 1
    sheet.type(2, "Last contact", day("11-05"))
    sheet.sync("11-05")
    assert sheet.at(2, "Touches") is None
    sheet.type(2, "Since", day("10-01"))
    sheet.sync("11-06")
    assert touches(sheet) == 3


def test_an_unreadable_contact_forgets_nothing() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-03")
    sheet.type(2, "Last contact", "#¿?")
    sheet.sync("11-04")
    sheet.type(2, "Last contact", day("11-03"))
    sheet.sync("11-04")
    assert touches(sheet) == 2


def records(sheet: Sheet) -> list[object]:
    return [str(row[0]).rpartition("|")[0].rpartition("|")[0] for row in sheet.tabs[MEMORY_TAB][1:]]


def test_a_day_before_the_last_run_changes_no_memory() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-10")
    before = records(sheet)
    sheet.sync("11-04")
    sheet.type(2, "Last contact", day("11-03"))
    sheet.sync("11-04")
    assert [str(r).split("|")[4:9] for r in records(sheet)] == [str(r).split("|")[4:9] for r in before]
    sheet.type(2, "Last contact", day("11-10"))
    sheet.sync("11-10")
    assert touches(sheet) == 2


# ── skipped stages ───────────────────────────────────────────────────────────────────────────


def skipped(sheet: Sheet, stage: str, today: str) -> bool:
    sheet.type(2, "Stage", stage)
    sheet.sync(today)
    return "skipped" in str(sheet.at(2, "Flags"))


def test_a_stage_jumped_over_is_flagged_until_the_stage_moves_again() -> None:
    sheet = book()
    sheet.sync("11-02")
    assert skipped(sheet, "Interested", "11-03")
    assert skipped(sheet, "Interested", "11-10")
    assert not skipped(sheet, "Meeting set", "11-11")


def test_moving_to_the_next_stage_back_or_to_a_closed_one_skips_nothing() -> None:
    for stage in ("Informed", "Won", "Lost"):
        sheet = book()
        sheet.sync("11-02")
        assert not skipped(sheet, stage, "11-03")
    sheet = book(stage="Proposal sent")
    sheet.sync("11-02")
    assert not skipped(sheet, "New", "11-03")


def test_a_new_row_in_a_late_stage_skipped_nothing() -> None:
    sheet = book(stage="Proposal sent")
    sheet.sync("11-02")
    assert "skipped" not in str(sheet.at(2, "Flags"))


# ── identity ─────────────────────────────────────────────────────────────────────────────────


def ids(sheet: Sheet) -> dict[object, object]:
    return {sheet.at(n, "Name"): sheet.at(n, "sf id") for n in range(2, len(sheet.rows) + 1)}


def trio() -> Sheet:
    """Three leads with 1, 2 and 3 touches."""
    sheet = book("Ana", "Bea", "Carlos")
    for n, d in enumerate(("11-02", "11-03", "11-04")):
        for row in range(2 + n, 5):
            sheet.type(row, "Last contact", day(d))
        sheet.sync(d)
    return sheet


def counts(sheet: Sheet) -> dict[object, object]:
    return {sheet.at(n, "Name"): sheet.at(n, "Touches") for n in range(2, len(sheet.rows) + 1)}


ALL = {"Ana": 1, "Bea": 2, "Carlos": 3}


def test_every_row_gets_an_id_of_its_own() -> None:
    found = ids(trio())
    assert len(set(found.values())) == 3
    assert all(isinstance(id_, str) and id_[0].isalpha() and not id_.isdigit() for id_ in found.values())


def test_touches_follow_their_lead_through_a_sort() -> None:
    sheet = trio()
    before = ids(sheet)
    sheet.rows[1:] = sheet.rows[:0:-1]
    assert sheet.sync("11-04").wrote in (True, False)
    assert (counts(sheet), ids(sheet)) == (ALL, before)


def test_inserting_and_deleting_rows_moves_nobodys_touches() -> None:
    sheet = trio()
    del sheet.rows[2]
    sheet.rows.insert(1, ["Dora", "dora@x.com", None, None, None, day("11-04").toordinal() - 693594])
    sheet.sync("11-04")
    assert counts(sheet) == {"Dora": 1, "Ana": 1, "Carlos": 3}


def test_a_copied_row_gets_an_id_of_its_own_and_the_upper_one_keeps_it() -> None:
    sheet = trio()
    first = sheet.at(4, "sf id")
    sheet.rows.append(list(sheet.rows[3]))
    sheet.sync("11-04")
    assert sheet.at(4, "sf id") == first
    assert sheet.at(5, "sf id") not in (first, None)
    assert (touches(sheet, 4), touches(sheet, 5)) == (3, 1)


def test_a_copy_whose_name_was_changed_is_the_new_one_wherever_it_stands() -> None:
    sheet = trio()
    copy = list(sheet.rows[3])
    copy[0:2] = ["Dora", "dora@x.com"]
    sheet.rows.insert(1, copy)
    before = sheet.at(5, "sf id")
    sheet.sync("11-04")
    assert (sheet.at(5, "sf id"), touches(sheet, 5)) == (before, 3)
    assert sheet.at(2, "sf id") not in (before, None)


def test_somebody_who_changes_name_keeps_id_and_touches() -> None:
    sheet = trio()
    before = sheet.at(4, "sf id")
    sheet.type(4, "Name", "Carlos Ruiz")
    sheet.sync("11-04")
    assert (sheet.at(4, "sf id"), touches(sheet, 4)) == (before, 3)


def test_emptied_ids_come_back() -> None:
    sheet = trio()
    before = ids(sheet)
    for row in (2, 3, 4):
        sheet.type(row, "sf id", None)
    sheet.sync("11-04")
    assert (counts(sheet), ids(sheet)) == (ALL, before)


def test_an_id_the_memory_does_not_know_is_a_new_row() -> None:
    sheet = trio()
    sheet.rows.append(list(sheet.rows[3]))
    sheet.type(5, "Name", "Dora")
    sheet.type(5, "Email", "dora@x.com")
    sheet.type(5, "sf id", "LOTHER123")
    sheet.sync("11-05")
    assert touches(sheet, 5) == 1


def test_a_row_that_moved_to_another_tab_keeps_its_touches() -> None:
    sheet = Sheet(HEADINGS, ["Ana", "ana@x.com", "Eva", "New", None, day("11-02")], others={"Jon": [HEADINGS, ["Luis", "l@x.com"]]})
    sheet.sync("11-02")
    contacted(sheet, "11-03")
    sheet.tabs["Jon"].append(sheet.rows.pop(1))
    sheet.sync("11-03")
    assert sheet.tabs["Jon"][2][sheet.tabs["Jon"][0].index("Touches")] == 2


# ── losses ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("loss", ["deleted", "garbage", "half", "other version", "a row changed"])
def test_without_its_memory_the_touches_come_from_the_sheet(loss: str) -> None:
    sheet = trio()
    before, rows = ids(sheet), sheet.tabs[MEMORY_TAB]
    if loss == "deleted":
        del sheet.tabs[MEMORY_TAB]
    elif loss == "garbage":
        rows[0][0] = "{not json"
    elif loss == "half":
        del rows[2]
    elif loss == "other version":
        rows[0][0] = str(rows[0][0]).replace('"sheetflow": 1', '"sheetflow": 99')
    else:
        rows[1][0] = "L1|banana"
    plan = sheet.plan("11-04")
    assert [p.said.key for p in plan.problems] == ["memory_lost"]
    sheet.sync("11-04")
    assert (counts(sheet), ids(sheet)) == (ALL, before)
    assert contacted(sheet, "11-05", row=4) == 4


def test_without_memory_and_number_a_contacted_row_has_one_touch() -> None:
    sheet = trio()
    del sheet.tabs[MEMORY_TAB]
    sheet.type(4, "Touches", "many")
    assert sheet.plan("11-04").rows[2].facts.touches == 1


def test_without_memory_our_own_texts_are_not_taken_for_a_persons() -> None:
    sheet = trio()
    del sheet.tabs[MEMORY_TAB]
    sheet.sync("11-05")
    assert all("typed" not in str(sheet.at(n, "Flags")) for n in (2, 3, 4))
    assert sheet.plan("11-05").tally.changes == 0


def test_without_memory_a_persons_plan_is_kept() -> None:
    sheet = trio()
    sheet.type(2, "Next contact", day("12-24"))
    sheet.sync("11-04")
    del sheet.tabs[MEMORY_TAB]
    assert sheet.plan("11-05").rows[0].decision.due == day("12-24")


def test_a_memory_that_is_whole_is_read_back_as_it_was_written() -> None:
    sheet = trio()
    memory = read_memory([row[0] for row in sheet.tabs[MEMORY_TAB]])
    assert not memory.lost
    assert memory.today == day("11-04")
    assert {memory.get(str(i)) is not None for i in ids(sheet).values()} == {True}


@given(st.lists(values, max_size=6))
def test_no_content_makes_the_memory_raise(rows: list[object]) -> None:
    memory = read_memory(rows)  # type: ignore[arg-type]
    assert memory.lost


@given(st.lists(st.sampled_from(["", "A", "B", "C", "x|y"]), max_size=7), st.data())
def test_ids_are_always_unique(typed: list[str], data: st.DataObject) -> None:
    whos = data.draw(st.lists(st.integers(0, 2), min_size=len(typed), max_size=len(typed)))
    memory = Memory({"x": 1}, {i: f"{i}|{n:x}|0|new|0||||||" for n, i in enumerate("AB")})
    fresh = (f"N{n}" for n in range(99))
    given_ids = identify(typed, whos, memory, fresh)
    assert len(set(given_ids)) == len(typed)
    assert all(given_ids)


@given(st.randoms(use_true_random=False))
def test_any_shuffle_keeps_touches_with_their_lead(chance: random.Random) -> None:
    sheet = trio()
    rows = sheet.rows[1:]
    chance.shuffle(rows)
    sheet.rows[1:] = rows
    sheet.sync("11-04")
    assert counts(sheet) == ALL

"""What is remembered: touches, stages and ids, through sorting, copying, deleting and losses."""

from __future__ import annotations

from datetime import datetime

from sheetflow.model import STATE_TAB
from tests.support.grids import Sheet, day

HEADINGS = ["Name", "Email", "Owner", "Stage", "Since", "Last contact", "Last reply", "Possible?"]


def book(*people: str, contact: str | None = None, stage: str = "New") -> Sheet:
    rows = [
        [
            name,
            f"{name.lower()}@x.com",
            "Eva",
            stage,
            day("10-01"),
            contact and day(contact),
            None,
            "yes",
        ]
        for name in people or ("Ana",)
    ]
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
    assert touches(sheet) == 1
    assert contacted(sheet, "11-05") == 1


def test_a_contact_corrected_to_before_the_contact_before_forgets_that_one() -> None:
    sheet = book(stage="Proposal sent")
    contacted(sheet, "11-10", "11-17")
    sheet.type(2, "Last contact", day("11-06"))
    told = sheet.plan("11-17").rows[0]
    assert (told.facts.previous_contact, told.facts.touches) == (None, 1)
    assert "too_soon" not in told.decision.flags


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
    strip = [
        [c for c, h in zip(row, sheet.rows[0], strict=False) if h != "sf id"]
        for sheet in (daily, weekly)
        for row in sheet.rows
    ]
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


def test_while_a_row_is_check_its_state_stays() -> None:
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
    return [str(row[0]).rpartition("|")[0].rpartition("|")[0] for row in sheet.tabs[STATE_TAB][1:]]


def test_a_day_before_the_last_run_changes_no_state() -> None:
    sheet = book()
    contacted(sheet, "11-02", "11-10")
    before = records(sheet)
    sheet.sync("11-04")
    sheet.type(2, "Last contact", day("11-03"))
    sheet.sync("11-04")
    assert [str(r).split("|")[4:9] for r in records(sheet)] == [
        str(r).split("|")[4:9] for r in before
    ]
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


def test_a_correction_and_a_late_reply_in_one_run_settle_at_once() -> None:
    sheet = Sheet(["Name", "Email", "Last contact", "Last reply"], ["Ana", "ana@x.com"])
    for d in ("11-02", "11-04", "11-10"):
        sheet.type(2, "Last contact", day(d))
        sheet.sync(d)
    sheet.type(2, "Last contact", day("11-09"))
    sheet.type(2, "Last reply", day("11-05"))
    sheet.sync("11-11")
    assert sheet.at(2, "Touches") == 1
    assert sheet.plan("11-11").counts.changes == 0


def test_without_a_state_our_own_date_is_not_taken_for_a_plan() -> None:
    sheet = Sheet(["Name", "Email"], ["Ana", "a@x.com"])
    sheet.sync("11-10")
    del sheet.tabs[STATE_TAB]
    sheet.sync("11-12")
    assert sheet.plan("11-12").rows[0].decision.rule == "first_contact"


def test_without_a_state_a_plan_of_a_persons_stays_one() -> None:
    sheet = Sheet(["Name", "Email"], ["Ana", "a@x.com"])
    sheet.sync("11-10")
    sheet.type(2, "Next contact", day("11-25"))
    sheet.sync("11-11")
    del sheet.tabs[STATE_TAB]
    sheet.sync("11-12")
    assert sheet.plan("11-12").rows[0].decision.rule == "by_hand"


def test_emptied_ids_and_a_lost_state_leave_the_touches_of_the_sheet() -> None:
    sheet = book()
    for d in ("11-02", "11-04", "11-10"):
        sheet.type(2, "Last contact", day(d))
        sheet.sync(d)
    del sheet.tabs[STATE_TAB]
    sheet.type(2, "sf id", None)
    sheet.sync("11-11")
    assert sheet.at(2, "Touches") == 3

"""What is remembered of a stage's word, of contacts in a stage, and of leads that are gone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sheetflow.model import STATE_TAB
from sheetflow.parse import leads as leads_module
from sheetflow.state import read_state
from sheetflow.state.record import Record
from tests.support.grids import Sheet, cell_of, day

HEADINGS = ["Name", "Email", "Stage", "Since", "Last contact"]
STAGES = ["Stage", "Pace", "Gaps", "Min gap", "Cold after", "Max touches", "Ends in", "Channel"]


def ana(stage: str = "New", contact: str | None = "11-02") -> list[Any]:
    return ["Ana", "a@x.com", stage, day("10-01"), contact and day(contact)]


def leads(*rows: list[Any]) -> Sheet:
    sheet = Sheet(HEADINGS, *(rows or (ana(),)))
    sheet.sync("11-02")
    return sheet


def record(sheet: Sheet, row: int = 2) -> Record:
    state = read_state(line[0] for line in sheet.tabs[STATE_TAB])
    found = state.get(str(sheet.at(row, "sf id")))
    assert found
    return found


def contact(sheet: Sheet, on: str, stage: str | None = None) -> int:
    """Types a contact, and a stage with it; the contacts in the stage afterwards."""
    sheet.type(2, "Last contact", day(on))
    if stage:
        sheet.type(2, "Stage", stage)
    sheet.sync(on)
    return record(sheet).touched.contacts


# ── contacts in a stage ───────────────────────────────────────────────────────────────────────


def test_a_contact_seen_for_the_first_time_is_the_first_in_its_stage() -> None:
    assert record(leads()).touched.contacts == 1


def test_each_later_contact_is_one_more_in_its_stage() -> None:
    sheet = leads()
    assert [contact(sheet, on) for on in ("11-03", "11-05")] == [2, 3]


def test_a_reply_does_not_begin_the_contacts_of_a_stage_anew() -> None:
    sheet = Sheet([*HEADINGS, "Last reply"], [*ana(), None])
    sheet.sync("11-02")
    sheet.type(2, "Last reply", day("11-03"))
    assert contact(sheet, "11-04") == 2
    assert sheet.at(2, "Touches") == 1


def test_a_contact_noted_together_with_the_move_is_none_in_the_new_stage() -> None:
    sheet = leads()
    assert contact(sheet, "11-03", "Interested") == 0
    assert contact(sheet, "11-05") == 1


def test_a_contact_dated_back_is_taken_back_in_its_stage_too() -> None:
    sheet = leads()
    contact(sheet, "11-04")
    sheet.type(2, "Last contact", day("11-03"))
    sheet.sync("11-05")
    assert record(sheet).touched.contacts == 1


def test_a_contact_that_is_cleared_leaves_none_in_the_stage() -> None:
    sheet = leads()
    sheet.type(2, "Last contact", None)
    sheet.sync("11-03")
    assert record(sheet).touched.contacts == 0


# ── the word of a stage ───────────────────────────────────────────────────────────────────────


def playbook(*words: str) -> list[list[Any]]:
    numbers = ["fast", "1, 2", 1, 5, 6, "nurture", "email"]
    stages = [[word, *numbers] for word in words]
    return [STAGES, *stages, ["Won", "closed", None, None, None, None, "won", None]]


def test_another_stage_for_the_same_word_is_no_move() -> None:
    sheet = Sheet(HEADINGS, ana("One"), others={"Playbook": playbook("One", "Two", "Three")})
    sheet.sync("11-02")
    contact(sheet, "11-03")
    stages = playbook("First", "Two", "Three", "One")
    sheet.tabs["Playbook"] = stages
    sheet.sync("11-04")
    assert "skipped" not in str(sheet.at(2, "Flags"))
    assert (sheet.at(2, "Touches"), record(sheet).touched.contacts) == (2, 2)
    contact(sheet, "11-05")
    assert sheet.at(2, "Touches") == 3


def test_another_word_for_another_stage_is_a_move() -> None:
    sheet = leads(ana("New"))
    sheet.type(2, "Stage", "Proposal sent")
    sheet.sync("11-03")
    assert record(sheet).touched.skipped


def test_a_lead_of_an_older_version_is_not_taken_for_moved() -> None:
    sheet = leads(ana("New"))
    lines = sheet.tabs[STATE_TAB]
    header = json.loads(str(lines[0][0])) | {"sheetflow": 1}
    start, _, written = str(lines[1][0]).rsplit("|", 2)
    lines[0][0], lines[1][0] = json.dumps(header), f"{start}|{written}"
    sheet.type(2, "Stage", "Proposal sent")
    assert not sheet.plan("11-03").rows[0].facts.skipped_stage
    sheet.sync("11-03")
    assert record(sheet).said.word


# ── leads that are gone ───────────────────────────────────────────────────────────────────────


@pytest.fixture
def sheet() -> Sheet:
    """Two leads; Ana was contacted twice."""
    sheet = leads(ana(), ["Bea", "b@x.com", "New", day("10-01"), None])
    contact(sheet, "11-03")
    return sheet


def type_again(sheet: Sheet, *typed: Any) -> None:
    blank = [None] * (len(sheet.rows[0]) - len(typed))
    sheet.rows.append([*map(cell_of, typed), *blank])


def take_out(sheet: Sheet) -> list[Any]:
    row = sheet.rows.pop(1)
    sheet.sync("11-04")
    return row


def test_a_row_put_back_with_its_id_goes_on_where_it_was(sheet: Sheet) -> None:
    row = take_out(sheet)
    sheet.rows.append(row)
    sheet.sync("11-05")
    assert sheet.at(3, "Touches") == 2
    assert sheet.plan("11-05").counts.changes == 0


def test_a_row_typed_again_with_its_name_and_email_goes_on_where_it_was(sheet: Sheet) -> None:
    row = take_out(sheet)
    type_again(sheet, *ana(contact="11-03"))
    sheet.sync("11-05")
    assert (sheet.at(3, "Touches"), sheet.at(3, "sf id")) == (2, row[-1])


def test_without_an_email_a_row_typed_again_is_a_new_lead() -> None:
    sheet = leads(["Ana", None, "New", day("10-01"), day("11-02")], ["Bea"] + [None] * 4)
    sheet.type(2, "Last contact", day("11-03"))
    sheet.sync("11-03")
    take_out(sheet)
    type_again(sheet, "Ana", None, "New", day("10-01"), day("11-03"))
    sheet.sync("11-05")
    assert sheet.at(3, "Touches") == 1


def test_after_90_days_a_lead_is_a_new_one() -> None:
    sheet = leads(ana(), ["Bea", "b@x.com", "New", day("10-01"), None])
    contact(sheet, "11-03")
    take_out(sheet)
    sheet.type(2, "Last contact", day("2027-02-03"))
    sheet.sync("2027-02-03")
    type_again(sheet, *ana(contact="11-03"))
    sheet.sync("2027-02-03")
    assert sheet.at(3, "Touches") == 1


def test_that_a_lead_was_gone_for_long_is_no_reason_to_write(sheet: Sheet) -> None:
    take_out(sheet)
    before = sheet.tabs[STATE_TAB]
    state = read_state(line[0] for line in before)
    assert state.lines_on(day("2027-03-01")) == [str(line[0]) for line in before[1:2]]


# ── who asked not to be contacted ─────────────────────────────────────────────────────────────

ASKED = ["Name", "Email", "Phone", "Do not contact"]


def statuses(sheet: Sheet, on: str = "11-20") -> list[str]:
    return [row.decision.status for row in sheet.plan(on).rows]


def asked() -> Sheet:
    sheet = Sheet(ASKED, ["Ana", "a@x.com", "600 123 456", "yes"], ["Bea", "b@x.com", None, None])
    sheet.sync()
    return sheet


@pytest.mark.parametrize("row", [["Eva", "A@x.com", None], ["Eva", None, "+34 600123456"]])
def test_an_address_that_asked_not_to_be_contacted_is_not_followed_elsewhere(
    row: list[Any],
) -> None:
    sheet = asked()
    type_again(sheet, *row, None)
    assert statuses(sheet) == ["not_followed", "today", "not_followed"]


def test_who_asked_is_remembered_when_the_row_is_gone_for_years() -> None:
    sheet = asked()
    del sheet.rows[1]
    sheet.sync("11-23")
    sheet.sync("2027-11-23")
    type_again(sheet, "Ana", "a@x.com", None, None)
    assert statuses(sheet) == ["today", "not_followed"]
    assert "asked not to be contacted" in sheet.plan().rows[1].why


def test_who_asked_is_remembered_when_the_cell_is_cleared() -> None:
    sheet = asked()
    sheet.type(2, "Do not contact", None)
    assert statuses(sheet) == ["not_followed", "today"]


def test_a_no_in_the_row_follows_it_again() -> None:
    sheet = asked()
    sheet.type(2, "Do not contact", "no")
    sheet.sync()
    sheet.type(2, "Do not contact", None)
    assert statuses(sheet) == ["today", "today"]


def test_a_second_run_writes_nothing_where_somebody_asked() -> None:
    sheet = asked()
    assert sheet.plan().counts.changes == 0


def test_no_address_stands_in_the_state() -> None:
    sheet = asked()
    told = "".join(str(line[0]) for line in sheet.tabs[STATE_TAB])
    assert "600123456" not in told
    assert "x.com" not in told
    assert told.count("no:") == 2


def test_an_odd_address_is_nobodys_and_keeps_no_other_from_being_followed() -> None:
    head = ["Name", "Email", "Phone", "Do not contact"]
    rows = Sheet(head, ["Ana", "at the desk", "ext. 12", "yes"], ["Bea", "ask Eva", "ext. 7"])
    assert [row.decision.status for row in rows.plan().rows] == ["not_followed", "today"]


@pytest.mark.parametrize("before", [True, 1.0])
def test_what_is_remembered_does_not_depend_on_the_sheet_before(before: object) -> None:
    kept = []
    for seen in (1, before):
        leads_module._TOKENS.clear()
        for cell in (seen, 1):
            sheet = Sheet(["Name", "Email", "Attempts"], ["Ana", "a@x.com", cell])
            sheet.sync()
        kept.append(record(sheet).cells)
    assert kept[0] == kept[1]

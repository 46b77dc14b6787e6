"""What the state tab holds after a run."""

from __future__ import annotations

import json
from datetime import date

from sheetflow.model import STATE_TAB, serial
from sheetflow.state import read_state
from sheetflow.state.record import expected_fingerprints, is_gone, written_in, written_text
from tests.support.grids import Sheet, day


def lines(sheet: Sheet) -> list[str]:
    return [str(row[0]) for row in sheet.tabs[STATE_TAB]]


def synced() -> Sheet:
    sheet = Sheet(
        ["Name", "Email", "Stage", "Since", "Last contact"],
        ["Ana", "a@x.com", "Met", day("11-02"), day("11-18")],
        ["Bea", "b@x.com"],
    )
    sheet.sync()
    return sheet


def test_the_header_says_which_run_wrote_it() -> None:
    header = json.loads(lines(synced())[0])
    assert (
        header["today"],
        header["ran_for"],
        header["leads"],
        header["checks"],
        header["lang"],
    ) == (
        "2026-11-20",
        "2026-11-20",
        2,
        0,
        "en",
    )
    assert header["columns"]["Leads"]["status"] == "Status"


def test_each_lead_has_one_record_by_its_id() -> None:
    sheet = synced()
    state = read_state(lines(sheet))
    record = state.get(str(sheet.at(2, "sf id")))
    assert record
    touched = record.touched
    assert (
        record.said.stage,
        touched.touches,
        touched.last and touched.last.day,
        touched.stage_then,
    ) == (
        "met",
        1,
        day("11-18"),
        "met",
    )


def test_no_name_or_text_of_a_lead_is_in_the_state() -> None:
    told = "\n".join(lines(synced())[1:])
    assert "Ana" not in told
    assert "@" not in told


def test_an_earlier_day_keeps_the_later_one_in_the_header() -> None:
    sheet = synced()
    sheet.type(2, "Last contact", day("11-17"))
    sheet.sync("11-17")
    header = json.loads(lines(sheet)[0])
    assert (header["today"], header["ran_for"]) == ("2026-11-20", "2026-11-17")


def test_deleted_leads_are_forgotten_after_90_days() -> None:
    sheet = synced()
    del sheet.rows[2]
    sheet.sync("11-23")
    assert [is_gone(line) for line in lines(sheet)[1:]] == [False, True]
    sheet.sync("2027-02-21")
    assert len(lines(sheet)) == 3
    sheet.sync("2027-02-22")
    assert len(lines(sheet)) == 2


def test_of_a_persons_cell_it_remembers_what_we_wrote_last() -> None:
    sheet = synced()
    before = written_in(lines(sheet)[1]).split(";")
    sheet.type(2, "Next step", "send flowers")
    sheet.sync()
    after = written_in(lines(sheet)[1]).split(";")
    assert after[3] == before[3]


def test_what_a_person_put_into_a_cell_of_ours_is_remembered_beside_what_we_wrote() -> None:
    sheet = synced()
    ours = sheet.at(2, "Next contact")
    sheet.type(2, "Next contact", day("12-24"))
    sheet.sync()
    text = next(line for line in lines(sheet) if line.startswith(f"{sheet.at(2, 'sf id')}|"))
    written, kept = (written_text((value,)) for value in (ours, serial(date(2026, 12, 24))))
    assert expected_fingerprints(text)[1] == {written, kept}
    assert written_in(text).split(";")[1] == written


def test_a_cell_that_is_given_back_its_old_answer_is_ours_again() -> None:
    sheet = synced()
    ours = sheet.at(2, "Status")
    sheet.type(2, "Status", "ask Eva")
    sheet.sync()
    assert sheet.at(2, "Status") == "ask Eva"
    sheet.type(2, "Status", ours)
    sheet.sync()
    text = next(line for line in lines(sheet) if line.startswith(f"{sheet.at(2, 'sf id')}|"))
    assert ">" not in text

"""What a sync would write, and the brake before it does."""

from __future__ import annotations

import copy
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.columns import OWNED
from sheetflow.errors import BrakeError
from sheetflow.model import KEEP
from sheetflow.texts.render import status_text
from tests.support.grids import Sheet, day

HEADINGS = ["Name", "Email", "Owner", "Stage", "Since", "Last contact"]


def team(count: int = 20, contact: str = "11-17") -> Sheet:
    return Sheet(
        HEADINGS,
        *[
            [f"Lead {n}", f"{n}@x.com", "Eva", "New", day("11-02"), day(contact)]
            for n in range(count)
        ],
    )


# ── what is written ──────────────────────────────────────────────────────────────────────────


def test_an_unknown_tab_gets_the_owned_columns_at_the_right() -> None:
    sheet = team(1)
    sheet.sync()
    assert sheet.rows[0] == [*HEADINGS, *[c.en for c in OWNED]]


def test_in_spanish_they_are_called_in_spanish() -> None:
    sheet = Sheet(["Nombre", "Correo"], ["Ana", "a@x.com"])
    sheet.sync()
    assert sheet.rows[0][2:] == [c.es for c in OWNED]


def test_every_owned_cell_of_a_lead_is_answered() -> None:
    sheet = team(1, "11-12")
    sheet.sync()
    assert [sheet.at(2, c.en) for c in OWNED][:-1] == [
        status_text("cold", "en"),
        46339,
        5,
        "Start again gently: Ask for a talk, person to person, and propose two days (email)",
        1,
        36,
        None,
        "Touch 1 of 6 was on 12 Nov, no answer; the next one after 1 working day: 13 Nov.",
    ]


def test_changes_counts_the_cells_that_sync_writes() -> None:
    sheet = team(2)
    plan = sheet.plan()
    cells = [cell for tab in plan.changes.tabs for row in tab.rows for cell in row.cells]
    written = [cell for cell in cells if cell is not KEEP and cell is not None]
    assert plan.counts.changes == len(written) + len(OWNED)


@pytest.mark.parametrize("today", ["11-20", "11-23", "12-24"])
def test_a_second_run_has_nothing_to_write(today: str) -> None:
    sheet = team(3)
    sheet.sync(today)
    assert sheet.plan(today).counts.changes == 0
    assert sheet.sync(today).wrote is False


def test_a_new_day_writes_only_what_moved() -> None:
    sheet = team(2, "11-19")
    sheet.sync("11-20")
    plan = sheet.plan("11-21")
    assert {
        OWNED[i].key
        for tab in plan.changes.tabs
        for row in tab.rows
        for i, c in enumerate(row.cells)
        if c is not KEEP
    } == set()
    plan = sheet.plan("11-23")
    assert {
        OWNED[i].key
        for tab in plan.changes.tabs
        for row in tab.rows
        for i, c in enumerate(row.cells)
        if c is not KEEP
    } == {"status", "overdue", "interest"}


def test_a_plan_gives_ids_only_once_a_sync_gave_them() -> None:
    sheet = team(1)
    assert sheet.plan().rows[0].id == ""
    sheet.sync()
    assert sheet.plan().rows[0].id == sheet.at(2, "sf id")


def test_a_check_row_keeps_status_flags_why_and_id_and_empties_the_rest() -> None:
    sheet = team(1)
    sheet.sync()
    sheet.type(2, "Since", "banana")
    sheet.sync()
    blank = {c.en for c in OWNED if sheet.at(2, c.en) is None}
    assert blank == {"Next contact", "Overdue", "Next step", "Touches", "Interest"}


def test_an_emptied_answer_comes_back() -> None:
    sheet = team(1)
    sheet.sync()
    before = list(sheet.rows[1])
    for heading in ("Status", "Why", "Touches", "Next contact"):
        sheet.type(2, heading, None)
    sheet.sync()
    assert sheet.rows[1] == before


# ── the safety brake ─────────────────────────────────────────────────────────────────────────


def broken(sheet: Sheet) -> None:
    """A Playbook that makes every row planned instead of overdue."""
    sheet.tabs["Playbook"] = [["Setting", "Value"], ["Weekend", "mon tue wed thu sat sun"]]


@pytest.mark.parametrize(
    "setting", [["Interest decay", 0.5], ["Day count", "calendar"]], ids=["interest", "overdue"]
)
def test_a_fading_interest_or_a_growing_overdue_is_no_reason_for_the_brake(
    setting: list[object],
) -> None:
    sheet = team(20, "11-12")
    sheet.sync()
    sheet.tabs["Playbook"] = [["Setting", "Value"], setting]
    assert sheet.plan().counts.changes >= 20
    assert sheet.sync().wrote


def test_the_brake_trips_when_most_statuses_change_though_nobody_changed_them() -> None:
    sheet = team(20, "11-18")
    sheet.sync()
    before = copy.deepcopy(sheet.tabs)
    broken(sheet)
    assert {r.decision.status for r in sheet.plan().rows} == {"today"}
    with pytest.raises(BrakeError) as told:
        sheet.sync()
    assert told.value.exit_code == 5
    assert sheet.tabs["Leads"] == before["Leads"]


def test_force_goes_through_once_and_then_all_is_calm() -> None:
    sheet = team(20, "11-18")
    sheet.sync()
    broken(sheet)
    assert sheet.sync(force=True).wrote
    assert not sheet.sync().wrote


def test_half_is_not_more_than_half() -> None:
    sheet = team(20, "11-18")
    for row in range(2, 12):
        sheet.type(row, "Last contact", day("11-20"))
    sheet.sync()
    broken(sheet)
    statuses = [r.decision.status for r in sheet.plan().rows]
    assert statuses == ["planned"] * 10 + ["today"] * 10
    assert sheet.sync().wrote


def test_below_twenty_known_leads_it_stays_open() -> None:
    sheet = team(19, "11-18")
    sheet.sync()
    broken(sheet)
    assert sheet.sync().wrote


def test_rows_that_people_changed_do_not_count() -> None:
    sheet = team(30)
    sheet.sync()
    for row in range(2, 32):
        sheet.type(row, "Last contact", day("11-20"))
    assert sheet.sync().wrote


@pytest.mark.parametrize("tomorrow", ["11-21", "11-23", "12-30", "11-19"])
def test_another_day_never_trips_it(tomorrow: str) -> None:
    sheet = team(30, "11-18")
    sheet.sync()
    broken(sheet)
    sheet.sync(tomorrow)


def test_a_first_sync_never_trips_it() -> None:
    sheet = team(40)
    broken(sheet)
    assert sheet.sync().wrote


def test_the_brake_trips_when_most_known_leads_are_gone() -> None:
    sheet = team(30)
    sheet.sync()
    del sheet.rows[1:17]
    with pytest.raises(BrakeError):
        sheet.sync("11-21")
    assert sheet.sync("11-21", force=True).wrote
    assert not sheet.sync("11-21").wrote


def test_deleting_half_is_an_ordinary_day() -> None:
    sheet = team(30)
    sheet.sync()
    del sheet.rows[1:16]
    sheet.sync("11-21")


def test_after_a_forced_run_the_gone_ones_are_forgotten() -> None:
    sheet = team(30)
    sheet.sync()
    del sheet.rows[1:17]
    sheet.sync(force=True)
    sheet.sync()


# ── invariants over generated workbooks ──────────────────────────────────────────────────────

people = st.lists(
    st.tuples(
        st.sampled_from(["Ana", "Bea", "Carlos", "Dora", None]),
        st.sampled_from(["a@x.com", "b@x.com", None]),
        st.sampled_from(["New", "Met", "Proposal sent", "Won", "banana", None]),
        st.none() | st.integers(46300, 46345),
        st.none() | st.integers(46300, 46345),
        st.none() | st.integers(46330, 46360) | st.just("soon"),
        st.sampled_from([None, "mine"]),
    ),
    min_size=1,
    max_size=6,
)
DAYS = st.sampled_from(["11-19", "11-20", "11-23", "12-24"])


@settings(max_examples=min(40, settings.default.max_examples))
@given(people, st.lists(DAYS, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_people_win_second_runs_write_nothing_and_answers_follow_their_lead(
    rows: list[tuple[object, ...]], days: list[str], chance: random.Random
) -> None:
    sheet = Sheet(
        ["Name", "Email", "Stage", "Last contact", "Last reply", "Next contact", "Notes"],
        *[list(r) for r in rows],
    )
    for today in days:
        theirs = [row[:5] + row[6:7] for row in sheet.rows]
        sheet.sync(today)
        assert [row[:5] + row[6:7] for row in sheet.rows] == theirs
        before = copy.deepcopy(sheet.tabs)
        assert sheet.plan(today).counts.changes == 0
        assert not sheet.sync(today).wrote
        assert sheet.tabs == before
        body = sheet.rows[1:]
        chance.shuffle(body)
        sheet.rows[1:] = body
        sheet.sync(today)
        assert sorted(map(repr, sheet.rows)) == sorted(map(repr, before["Leads"]))


def test_of_a_small_team_most_leads_gone_trips_the_brake_too() -> None:
    sheet = Sheet(["Name", "Email"], *[[f"Lead {n}", f"{n}@x.com"] for n in range(10)])
    sheet.sync()
    del sheet.rows[1:7]
    with pytest.raises(BrakeError):
        sheet.sync()

"""What people did in our cells, and what the other rows say."""

from __future__ import annotations

from datetime import date

import pytest

from sheetflow.model import STATE_TAB
from tests.support.grids import Sheet, cell_of, day, decided

HEADINGS = ["Name", "Email", "Owner", "Possible?", "Since", "Last contact"]


def synced(today: str = "11-16", contact: str | None = "11-13") -> Sheet:
    sheet = Sheet(
        HEADINGS, ["Ana", "ana@x.com", "Eva", "yes", day("11-02"), contact and day(contact)]
    )
    sheet.sync(today)
    return sheet


def flagged(sheet: Sheet) -> bool:
    return "typed over" in str(sheet.at(2, "Flags"))


# ── plans by hand ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("typed", [day("12-01"), "2026-12-01", "1 Dec 2026"])
def test_a_date_typed_into_next_contact_is_a_plan(typed: object) -> None:
    sheet = synced()
    sheet.type(2, "Next contact", typed)
    sheet.sync("11-16")
    told = sheet.plan("11-16").rows[0].decision
    assert (told.rule, told.due, told.status) == ("by_hand", day("12-01"), "planned")
    assert sheet.at(2, "Next contact") == cell_of(typed)
    assert not flagged(sheet)


def test_a_plan_on_a_day_off_is_due_on_the_next_working_day_and_its_cell_stays() -> None:
    sheet = synced()
    sheet.type(2, "Next contact", day("11-21"))
    sheet.sync("11-16")
    assert sheet.plan("11-16").rows[0].decision.due == day("11-23")
    assert sheet.at(2, "Next contact") == cell_of(day("11-21"))


def test_a_plan_stays_day_after_day_until_a_contact_reaches_it() -> None:
    sheet = synced()
    sheet.type(2, "Next contact", day("11-18"))
    for today, rule, status in (
        ("11-16", "by_hand", "planned"),
        ("11-18", "by_hand", "today"),
        ("11-19", "by_hand", "overdue"),
    ):
        sheet.sync(today)
        told = sheet.plan(today).rows[0].decision
        assert (told.rule, told.status) == (rule, status)
        assert sheet.at(2, "Next contact") == cell_of(day("11-18"))
    sheet.type(2, "Last contact", day("11-18"))
    sheet.sync("11-19")
    assert sheet.plan("11-19").rows[0].decision.rule == "cadence"
    assert sheet.at(2, "Next contact") == cell_of(day("11-20"))
    assert not flagged(sheet)


def test_a_contact_before_the_planned_day_does_not_end_the_plan() -> None:
    sheet = synced()
    sheet.type(2, "Next contact", day("11-25"))
    sheet.sync("11-16")
    sheet.type(2, "Last contact", day("11-17"))
    sheet.sync("11-17")
    assert sheet.plan("11-17").rows[0].decision.rule == "by_hand"


def test_an_emptied_plan_gives_the_cell_back() -> None:
    sheet = synced()
    before = sheet.at(2, "Next contact")
    sheet.type(2, "Next contact", day("12-01"))
    sheet.sync("11-16")
    sheet.type(2, "Next contact", None)
    sheet.sync("11-16")
    assert sheet.at(2, "Next contact") == before


def test_what_we_wrote_ourselves_is_no_plan_on_any_later_day() -> None:
    sheet = synced()
    for today in ("11-17", "11-18", "11-23"):
        sheet.sync(today)
        assert sheet.plan(today).rows[0].decision.rule == "cadence"


def test_a_message_outranks_a_plan_and_the_typed_date_stays() -> None:
    sheet = synced()
    sheet.type(2, "Next contact", day("12-01"))
    sheet.type(2, "Last reply", day("11-15"))
    sheet.sync("11-16")
    assert sheet.plan("11-16").rows[0].decision.rule == "reply"
    assert sheet.at(2, "Next contact") == cell_of(day("12-01"))


def test_words_in_next_contact_stay_and_are_flagged() -> None:
    sheet = synced()
    sheet.type(2, "Next contact", "after the fair")
    sheet.sync("11-16")
    assert (sheet.at(2, "Next contact"), flagged(sheet)) == ("after the fair", True)


# ── texts over our answers ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "heading", ["Status", "Overdue", "Next step", "Touches", "Interest", "Flags", "Why"]
)
def test_a_persons_text_in_an_owned_cell_stays_until_it_is_emptied(heading: str) -> None:
    sheet = synced()
    plain = sheet.at(2, heading)
    sheet.type(2, heading, "leave this to me")
    for today in ("11-16", "11-17", "11-16"):
        sheet.sync(today)
        assert sheet.at(2, heading) == "leave this to me"
        assert "typed_over" in sheet.plan(today).rows[0].decision.flags
        assert [p.text.code for p in sheet.plan(today).problems] == ["typed_over"]
    sheet.type(2, heading, None)
    sheet.sync("11-16")
    assert sheet.at(2, heading) == plain
    assert not flagged(sheet)


def test_blanks_typed_into_an_owned_cell_stand_for_nothing() -> None:
    sheet = synced()
    before = sheet.at(2, "Status")
    sheet.type(2, "Status", "   ")
    sheet.sync("11-16")
    assert sheet.at(2, "Status") == before


def test_a_persons_text_on_a_closed_row_is_flagged_too() -> None:
    sheet = synced()
    sheet.type(2, "Stage", "Won")
    sheet.type(2, "Why", "they loved the samples")
    sheet.sync("11-16")
    assert (sheet.at(2, "Why"), flagged(sheet)) == ("they loved the samples", True)


def test_a_text_stays_on_its_lead_through_a_sort() -> None:
    sheet = Sheet(HEADINGS, ["Ana", "ana@x.com"], ["Bea", "bea@x.com"])
    sheet.sync()
    sheet.type(2, "Next step", "send flowers")
    sheet.sync()
    sheet.rows[1], sheet.rows[2] = sheet.rows[2], sheet.rows[1]
    sheet.sync()
    assert sheet.at(3, "Next step") == "send flowers"
    assert sheet.at(2, "Next step") != "send flowers"


def test_an_owned_column_may_be_renamed_only_where_its_id_tells() -> None:
    sheet = synced()
    sheet.rows[0][sheet.rows[0].index("Why")] = "Reason"
    sheet.sync("11-16")
    assert {"Reason", "Why"} <= set(sheet.rows[0])
    assert sheet.at(2, "Reason") == sheet.at(2, "Why")


# ── the other rows ───────────────────────────────────────────────────────────────────────────


def duplicates(*rows: list[object]) -> list[bool]:
    return [
        "duplicate" in r.decision.flags for r in decided(["Name", "Email", "Phone", "Stage"], *rows)
    ]


def test_the_same_email_or_phone_is_a_duplicate_on_both_rows() -> None:
    assert duplicates(["a", "X@x.com"], ["b", "x@X.com "], ["c", "c@x.com"]) == [True, True, False]
    assert duplicates(
        ["a", None, "+34 600 123 456"], ["b", None, "600123456"], ["c", None, "600123457"]
    ) == [
        True,
        True,
        False,
    ]


def test_phones_that_differ_in_the_ninth_digit_from_the_end_are_two() -> None:
    assert duplicates(["a", None, "600123456"], ["b", None, "700123456"]) == [False, False]
    assert duplicates(["a", None, "+44 600123456"], ["b", None, "+34 600123456"]) == [True, True]


def test_a_closed_row_is_a_duplicate_as_well() -> None:
    assert duplicates(["a", "x@x.com", None, "Won"], ["b", "x@x.com"]) == [True, True]


def test_duplicates_are_found_across_tabs_and_named() -> None:
    sheet = Sheet(
        ["Name", "Email"],
        ["Ana", "x@x.com"],
        others={"Jon": [["Name", "Email"], ["Luis", "x@x.com"]]},
    )
    plan = sheet.plan()
    assert [("duplicate" in r.decision.flags) for r in plan.rows] == [True, True]
    assert [(p.where, p.text.values) for p in plan.problems] == [("Jon!A2", ("Leads!A2",))]


@pytest.mark.parametrize("word", [None, "-", "n/a"])
def test_blank_owners_are_nobody(word: object) -> None:
    rows = decided(["Name", "Email", "Owner"], ["Ana", "a@x.com", word], ["Bea", "b@x.com", "Eva"])
    assert ["no_owner" in row.decision.flags for row in rows] == [True, False]


@pytest.mark.parametrize(
    ("heading", "flag", "filled"),
    [
        ("Owner", "no_owner", "Eva"),
        ("Responsable", "no_owner", "Eva"),
        ("Possible?", "unknown_fit", "yes"),
        ("¿Posible?", "unknown_fit", "no"),
    ],
)
def test_what_a_team_notes_of_nobody_is_no_warning(heading: str, flag: str, filled: str) -> None:
    head, ana = ["Name", "Email", heading], ["Ana", "a@x.com"]
    assert flag not in decided(head[:2], ana)[0].decision.flags
    assert flag not in decided(head, ana)[0].decision.flags
    assert flag in decided(head, ana, ["Bea", "b@x.com", filled])[0].decision.flags


@pytest.mark.parametrize("heading", ["Phase", "Fase de decisión"])
def test_a_column_of_phases_asks_for_the_phase_of_whom_we_contacted(heading: str) -> None:
    head = ["Name", "Email", "Stage", "Last contact", heading]
    rows = decided(
        head,
        ["Ana", "a@x.com", "New", day("11-18"), "unknown"],
        ["Bea", "b@x.com", "New", day("11-18"), "comparing"],
        ["Cleo", "c@x.com", "New", None, None],
    )
    assert ["unknown_phase" in row.decision.flags for row in rows] == [True, False, False]


def test_a_team_gets_no_drop_down_over_its_own_words_for_a_phase() -> None:
    team = Sheet(["Name", "Email", "Kind", "Phase"], ["Ana", "a@x.com", "task", "thinking aloud"])
    (tab,) = team.plan().changes.tabs
    assert {*tab.choices} == {"kind"}


def test_a_column_called_phase_that_holds_stages_is_the_stage_where_no_other_is() -> None:
    head = ["Name", "Email", "Phase"]
    rows = decided(head, ["Ana", "a@x.com", "Met"], ["Bea", "b@x.com", "Won"])
    assert [row.facts.stage.key for row in rows if row.facts.stage] == ["met", "won"]


def test_neither_phone_nor_email_is_flagged_where_the_tab_has_a_column_for_one() -> None:
    rows = decided(
        ["Name", "Email", "Phone", "Stage"],
        ["Ana", None, None, "New"],
        ["Bea", None, "ext. 12", "New"],
        ["Cleo", "at the desk", None, "New"],
    )
    assert ["no_address" in row.decision.flags for row in rows] == [True, False, True]
    assert [row.decision.channel for row in rows] == ["", "phone", ""]
    assert "no_address" not in decided(["Name", "Stage"], ["Ana", "New"])[0].decision.flags


@pytest.mark.parametrize(
    ("heading", "lang", "step"),
    [
        ("Announced for", "en", "Get in touch as announced for 26 Nov (email)"),
        ("Anunciado para", "es", "Contactar como se anunció para el 26 nov (correo)"),
    ],
)
def test_the_earlier_of_agreed_and_announced_is_the_next_contact(
    heading: str, lang: str, step: str
) -> None:
    head = ["Name", "Email", "Last contact", "Agreement", "Agreed for", heading]
    ana = ["Ana", "a@x.com", day("11-18"), "call", day("11-27"), day("11-26")]
    told = decided(head, ana, lang=lang)[0]
    assert (told.decision.rule, told.decision.due, told.step) == ("agreement", day("11-26"), step)


def test_an_announced_day_that_cannot_be_read_makes_the_row_check() -> None:
    told = decided(["Name", "Email", "Announced for"], ["Ana", "a@x.com", "soon"])[0]
    assert told.decision.status == "check"


def test_the_unreadable_cell_is_named() -> None:
    bo = ["Bo", "b@x.com", None, "task"]
    sheet = Sheet(["Name", "Email", "Attempts", "Kind"], ["Ana", "a@x.com", "few", "alien"], bo)
    assert [(p.where, p.text.code) for p in sheet.plan().problems] == [
        ("Leads!D2", "unreadable"),
        ("Leads!C2", "unreadable"),
    ]


def test_a_future_contact_is_named() -> None:
    sheet = Sheet(["Name", "Email", "Last contact"], ["Ana", "a@x.com", date(2026, 11, 21)])
    assert [(p.where, p.text.code) for p in sheet.plan().problems] == [("Leads!C2", "lies_ahead")]


def test_ids_without_state_say_that_the_state_is_lost() -> None:
    sheet = synced()
    del sheet.tabs[STATE_TAB]
    assert "memory_lost" in [p.text.code for p in sheet.plan("11-16").problems]

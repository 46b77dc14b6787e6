"""Words in dates: what they mean is settled when they are first seen, and stays while they stay."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.backends.memory import MemoryBackend
from sheetflow.columns import DATES
from sheetflow.engine import Options, sync
from sheetflow.model import STATE_TAB, serial
from sheetflow.plan.rows import LeadResult
from sheetflow.reports.explain import explain_lines
from sheetflow.reports.lines import plain
from sheetflow.texts.render import Locale, heading, render
from tests.support.grids import Sheet, day

DATE_HEADINGS = [heading(key, "en") for key in DATES]
HEADINGS = ["Name", "Email", "Stage", "Owner", "Possible?", "Source", *DATE_HEADINGS]
WORDS = [*"today hoy x ✓ ayer tomorrow ahora lunes".split(), "next fri", "12 Nov", "5/12"]
COUNTRY = {"Playbook": [["Setting", "Value"], ["Country", "GB"]]}


def row(name: str = "Ana", **typed: Any) -> list[Any]:
    blank = ["New", "Eva", "yes", None, *([None] * len(DATES))]
    cells = dict(zip(HEADINGS, [name, f"{name.lower()}@x.com", *blank], strict=True))
    return list((cells | {key.replace("_", " "): value for key, value in typed.items()}).values())


def leads(on: str = "11-11", *rows: list[Any]) -> Sheet:
    """A list that was synced on a day."""
    sheet = Sheet(HEADINGS, *(rows or (row(Since=day("11-02")),)), others=COUNTRY)
    sheet.sync(on)
    return sheet


def lead(sheet: Sheet, today: str, at: int = 0) -> LeadResult:
    return sheet.plan(today).rows[at]


def told(sheet: Sheet, today: str) -> list[tuple[str, str]]:
    return [(p.where, p.text.code) for p in sheet.plan(today).problems]


def test_a_word_is_the_day_on_which_it_was_first_seen_while_it_stays() -> None:
    sheet = leads()
    sheet.type(2, "Last contact", "hoy")
    for today in ("11-12", "11-13", "11-20"):
        sheet.sync(today)
        assert lead(sheet, today).facts.last_contact == day("11-12")
    assert lead(sheet, "11-20").decision.touches == 1


def test_the_same_word_typed_again_is_no_change_and_another_one_is() -> None:
    sheet = leads()
    for word, on, then in (("x", "11-12", "12"), ("X", "11-16", "12"), ("hoy", "11-17", "17")):
        sheet.type(2, "Last contact", word)
        sheet.sync(on)
        assert lead(sheet, on).facts.last_contact == day(f"11-{then}")
    assert lead(sheet, "11-17").decision.touches == 2


def test_a_date_typed_over_a_word_is_that_date() -> None:
    sheet = leads()
    sheet.type(2, "Last contact", "hoy")
    sheet.sync("11-12")
    sheet.type(2, "Last contact", day("11-10"))
    assert lead(sheet, "11-13").facts.last_contact == day("11-10")
    assert "word_date" not in lead(sheet, "11-13").decision.flags


def test_a_past_date_looks_back_and_all_others_look_ahead() -> None:
    sheet = leads()
    for key in DATES:
        sheet.type(2, heading(key, "en"), "friday")
    facts = lead(sheet, "11-12").facts
    back = {key for key in DATES if getattr(facts, key) == day("11-06")}
    assert back == {"created", "last_contact", "last_reply"}
    assert {getattr(facts, key) for key in DATES if key not in back} == {day("11-13")}


def test_without_a_year_the_year_stays_when_the_next_one_comes() -> None:
    sheet = leads()
    sheet.type(2, "Agreed for", "15 Dec")
    sheet.sync("11-12")
    assert lead(sheet, "2027-03-01").facts.agreed_for == day("12-15")


def test_a_word_is_flagged_from_the_next_working_day_on() -> None:
    sheet = leads()
    sheet.type(2, "Last contact", "hoy")
    sheet.sync("11-13")  # a Friday
    for today, flagged in (("11-13", False), ("11-15", False), ("11-16", True), ("11-30", True)):
        assert ("word_date" in lead(sheet, today).decision.flags) is flagged
    assert told(sheet, "11-16") == [("Leads!H2", "word_is_read")]
    assert "'hoy' is read as 13 Nov: type the date." in lead(sheet, "11-16").why
    spanish = sheet.plan("11-16", lang="es").rows[0].why
    assert "'hoy' se lee como 13 nov: escriba la fecha." in spanish


def test_a_day_without_year_is_not_flagged() -> None:
    sheet = leads()
    sheet.type(2, "Last contact", "12 Nov")
    sheet.sync("11-12")
    assert "word_date" not in lead(sheet, "11-20").decision.flags


@pytest.mark.parametrize("stage", ["Won", "Lost"])
def test_a_closed_row_has_the_flag_too(stage: str) -> None:
    sheet = leads()
    sheet.type(2, "Stage", stage)
    sheet.type(2, "Last contact", "hoy")
    sheet.sync("11-12")
    assert "word_date" in lead(sheet, "11-13").decision.flags


@pytest.mark.parametrize("word", WORDS)
def test_on_a_first_sync_a_word_is_unreadable_and_stays_so_until_the_cell_changes(
    word: str,
) -> None:
    sheet = leads("11-11", row(Last_contact=word), row("Bea"))
    for today in ("11-11", "11-12", "11-20"):
        sheet.sync(today)
        assert lead(sheet, today).decision.status == "check"
        assert lead(sheet, today).facts.bad == ("last_contact",)
    sheet.type(2, "Last contact", "yesterday")
    sheet.sync("11-20")
    assert lead(sheet, "11-20").facts.last_contact == day("11-19")
    sheet.type(3, "Last contact", word)
    assert not lead(sheet, "11-20", 1).facts.bad


def test_with_a_lost_memory_a_word_is_unreadable() -> None:
    sheet = leads()
    sheet.type(2, "Last contact", "hoy")
    sheet.sync("11-12")
    sheet.tabs[STATE_TAB] = [["damaged"]]
    sheet.sync("11-13")
    assert lead(sheet, "11-13").facts.bad == ("last_contact",)
    assert lead(sheet, "11-16").facts.bad == ("last_contact",)


def test_in_a_memory_that_kept_no_words_they_are_unreadable() -> None:
    sheet = leads("11-11", row(Last_contact="hoy"))
    lines = sheet.tabs[STATE_TAB]
    start, _, written = str(lines[1][0]).rsplit("|", 2)
    lines[0][0] = json.dumps(json.loads(str(lines[0][0])) | {"sheetflow": 1})
    lines[1][0] = f"{start}|{written}"
    sheet.sync("11-12")
    assert lead(sheet, "11-13").facts.bad == ("last_contact",)


def test_a_new_row_of_a_known_tab_may_say_a_word() -> None:
    sheet = leads()
    sheet.rows.append(row("Bea", Since="ayer", Last_contact="x"))
    sheet.sync("11-12")
    facts = lead(sheet, "11-12", 1).facts
    assert (facts.created, facts.last_contact) == (day("11-11"), day("11-12"))


def test_a_new_tab_may_not() -> None:
    sheet = leads()
    sheet.tabs["More"] = [HEADINGS, row("Bea", Last_contact="x")]
    assert lead(sheet, "11-12", 1).facts.bad == ("last_contact",)


def test_when_a_word_was_typed_is_remembered_of_a_row_to_check_too() -> None:
    sheet = leads()
    sheet.type(2, "Stage", "whatever")
    sheet.type(2, "Last contact", "hoy")
    sheet.sync("11-12")
    sheet.type(2, "Stage", "New")
    assert lead(sheet, "11-18").facts.last_contact == day("11-12")


def test_a_run_for_an_earlier_day_remembers_no_word() -> None:
    sheet = leads()
    sheet.type(2, "Last contact", "hoy")
    sheet.sync("11-03")
    sheet.sync("11-12")
    assert lead(sheet, "11-12").facts.last_contact == day("11-12")


def test_a_word_in_the_future_of_a_past_date_makes_the_row_check() -> None:
    sheet = leads()
    sheet.type(2, "Last reply", "mañana")
    assert lead(sheet, "11-12").decision.status == "check"


def test_a_word_typed_into_next_contact_is_a_plan_for_a_day_ahead() -> None:
    sheet = leads("11-11", row(Since=day("11-02"), Last_contact=day("11-10")))
    sheet.type(2, "Next contact", "próximo lunes")
    for today in ("11-12", "11-12", "11-13"):
        sheet.sync(today)
        found = lead(sheet, today)
        assert (found.decision.rule, found.decision.due) == ("by_hand", day("11-16"))
        assert sheet.at(2, "Next contact") == "próximo lunes"
    assert told(sheet, "11-13") == [("Leads!O2", "word_is_read")]


def test_contact_made_takes_a_planned_word_away() -> None:
    sheet = leads("11-11", row(Since=day("11-02"), Last_contact=day("11-10")))
    sheet.type(2, "Next contact", "mañana")
    sheet.sync("11-12")
    sheet.type(2, "Last contact", day("11-13"))
    sheet.sync("11-13")
    assert isinstance(sheet.at(2, "Next contact"), int)
    assert "word_date" not in lead(sheet, "11-16").decision.flags


def test_leads_of_an_event_are_counted_on_the_day_that_their_word_means() -> None:
    sheet = leads()
    sheet.rows.extend(row(f"P{n}", Source="fair", Since="hoy") for n in range(12))
    assert lead(sheet, "11-12", 5).facts.event == "many"


def test_explain_shows_how_a_word_was_read() -> None:
    sheet = leads()
    sheet.type(2, "Last contact", "ayer")
    plan, book = sheet.look("11-12")
    lines = explain_lines(plan.rows[0], plan, plan.context(book))
    assert any("Last contact 11 Nov ('ayer')" in plain(line) for line in lines)


@given(
    st.lists(st.tuples(st.sampled_from(DATE_HEADINGS), st.sampled_from(WORDS)), max_size=5),
    st.lists(st.integers(0, 40), min_size=1, max_size=3).map(sorted),
)
def test_a_second_sync_writes_nothing_whatever_words_there_are(
    typed: list[tuple[str, str]], days: list[int]
) -> None:
    tabs = {"Leads": [HEADINGS, row(Since=serial(day("11-02"))), row("Bea", Last_contact="hoy")]}
    backend = MemoryBackend({**tabs, **COUNTRY})
    sync(backend, Options(day("11-11")))
    for column, word in typed:
        backend.tab("Leads").type(2, HEADINGS.index(column), word)
    for days_on in days:
        today = date.fromordinal(day("11-11").toordinal() + days_on)
        sync(backend, Options(today))
        assert not sync(backend, Options(today)).wrote
        assert not sync(backend, Options(today, force=True)).wrote


@pytest.mark.parametrize("word", ["yesterday", "ayer", "12 nov"])
def test_a_first_sync_asks_for_the_date_of_a_word_and_speaks_of_no_swapped_day(word: str) -> None:
    plan = Sheet(["Name", "Email", "Last contact"], ["Ana", "a@x.com", word]).plan()
    (problem,) = plan.problems
    assert (problem.where, problem.text.code) == ("Leads!C2", "undated_word")
    told = render(problem.text, Locale("en", 2026))
    assert told.startswith(f"nobody knows when '{word}' was typed")
    assert told.endswith("type the date, with its year")

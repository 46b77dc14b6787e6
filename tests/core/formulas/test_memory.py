"""What formulas are told, where they show it, and what turns red."""

from __future__ import annotations

import pytest

from sheetflow.columns import DATES, fold
from sheetflow.decide.stage_words import (
    fold_word,
    plain_word,
    shipped_forms,
    shipped_words,
)
from sheetflow.formulas.calc import calc_tab
from sheetflow.formulas.highlights import wrong_entries
from sheetflow.formulas.leads import lead_columns, line_above
from sheetflow.formulas.memory import (
    ANY_WORD,
    OTHER_WORD,
    STEP,
    Memory,
    ReadDate,
    Remembered,
    memory_tab,
    room,
)
from tests.support.live_layouts import layout


def column(memory: Memory, name: str) -> tuple[object, ...]:
    tab = memory_tab(memory)
    return tab.columns[tab.place(name)].values


def test_leads_are_sorted_by_id() -> None:
    memory = Memory((Remembered("B", touches=2), Remembered("A", touches=1)))
    assert column(memory, "id") == ("A", "B")
    assert column(memory, "touches") == (1, 2)


def test_a_word_that_was_never_kept_is_any_word() -> None:
    memory = Memory((Remembered("A", word=None), Remembered("B", word="met"), Remembered("C")))
    assert column(memory, "word") == (ANY_WORD, "met", None)


def test_a_text_that_was_read_as_a_date_is_told_with_its_day() -> None:
    dates = {"last_contact": ReadDate(" 3  Nov ", 46329.5)}
    memory = Memory((Remembered("A", dates=dates),))
    assert column(memory, "text_last_contact") == ("3 Nov",)
    assert column(memory, "day_last_contact") == (46329.5,)


@pytest.mark.parametrize("key", [*DATES, "next_contact"])
def test_every_date_may_be_told(key: str) -> None:
    assert memory_tab(Memory()).place(f"text_{key}")


def test_words_are_told_once_for_all_leads() -> None:
    memory = Memory(words={"touring": "met", "gone": "_closed"})
    assert column(memory, "told_word") == ("gone", "touring")
    assert column(memory, "told_stage") == ("_closed", "met")


@pytest.mark.parametrize(
    ("leads", "rows"), [(0, STEP), (1, STEP), (STEP, STEP), (STEP + 1, 2 * STEP)]
)
def test_the_memory_grows_in_steps(leads: int, rows: int) -> None:
    assert room(leads) == rows


def test_every_row_of_a_column_shows_its_own_row_of_the_decision() -> None:
    shown = {each.column: each for each in lead_columns(layout(), calc_tab(layout()))}
    status = shown[layout().leads.columns["status"]]
    assert (status.first_row, status.last_row) == (3, 1002)
    assert status.text.endswith(',ROW()),"")')


@pytest.mark.parametrize(("lang", "word"), [("en", "more below"), ("es", "más abajo")])
def test_the_line_above_counts_leads_below_the_filled_rows(lang: str, word: str) -> None:
    text = line_above(layout(lang)).text
    assert "COUNTA(Leads!$A:$A)-COUNTA(Leads!$A$1:INDEX(Leads!$A:$A,sf_filled))" in text
    assert "_calc" not in text
    assert word in text


def test_a_wrong_entry_is_found_by_its_address() -> None:
    highlight = wrong_entries("A1:M300", "playbook")
    assert highlight.cells == "A1:M300"
    assert "sf_wrong_cell" in highlight.formula
    assert "!" not in highlight.formula


def test_all_forms_of_a_shipped_word_mean_what_it_means() -> None:
    words, forms = shipped_words(), shipped_forms()
    assert {fold_word(form): key for form, key in forms.items()} == words
    assert forms["interesada"] == forms["interesados"] == "interested"


@pytest.mark.parametrize(
    ("text", "plain"),
    [("1 - Nuevo", "nuevo"), ("Didn't answer!", "didnt answer"), ("Ganada ", "ganada")],
)
def test_a_word_of_a_stage_is_plain_without_signs_and_number(text: str, plain: str) -> None:
    assert plain_word(text) == plain


@pytest.mark.parametrize("mark", [ANY_WORD, OTHER_WORD])
def test_what_stands_for_a_word_is_none_that_somebody_can_type(mark: str) -> None:
    assert fold(mark) != mark

"""What each error number means: none is left without exit code and text."""

from __future__ import annotations

import pytest

from sheetflow.errors import ConfigError
from sheetflow.errors.settings import NumberUnknown
from sheetflow.parse.workbook import Remembered, read_workbook
from sheetflow.reports.numbers import Meaning, exit_code_of, meaning_of, meanings
from sheetflow.texts.codes import CHECKS_LEFT, NUMBERS, PLAYBOOK_STOPS, ROW_CHECKS, number_of
from sheetflow.texts.words import PROBLEMS
from tests.support.grids import Sheet, day

FOUND = list(meanings())
HEADINGS = ["Name", "Email", "Stage", "Since", "Last contact", "Do not contact"]
CELLS = {
    "unreadable_date": {"Since": "banana"},
    "undated_word": {"Last contact": "yesterday"},
    "unknown_stage": {"Stage": "banana"},
    "unreadable": {"Do not contact": "banana"},
    "lies_ahead": {"Last contact": day("12-24")},
}


def test_every_number_has_a_meaning_in_its_order() -> None:
    assert [found.number for found in FOUND] == sorted(map(number_of, NUMBERS))


@pytest.mark.parametrize("found", FOUND, ids=lambda found: found.number)
def test_a_meaning_has_an_exit_code_and_both_languages(found: Meaning) -> None:
    number, exit_code, text = found
    assert exit_code in (0, 1, 4, 5, 65, 75, 77, 78)
    assert text.en != text.es
    assert "{" not in "".join(text)
    assert bool(text.advice_en) == bool(text.advice_es)
    assert meaning_of(number.lower()).text == text


def test_a_number_that_there_is_not_is_an_error() -> None:
    for number in ("SF999", "SF00", "", "leads.xlsx"):
        with pytest.raises(NumberUnknown):
            meaning_of(number)


def test_the_problems_that_make_a_row_check_do_so_and_end_with_four() -> None:
    assert set(CELLS) == ROW_CHECKS
    for code, cells in CELLS.items():
        row = {"Name": "Ana", "Email": "a@x.com", **cells}
        plan = Sheet(HEADINGS, [row.get(heading) for heading in HEADINGS]).plan()
        assert [problem.text.code for problem in plan.problems] == [code]
        assert plan.counts.checks == 1
        assert exit_code_of(code) == CHECKS_LEFT


def test_the_problems_of_the_playbook_end_a_run_with_78() -> None:
    assert PROBLEMS.keys() > PLAYBOOK_STOPS
    assert {exit_code_of(code) for code in PLAYBOOK_STOPS} == {78}
    entries = {"Playbook": [["Setting", "Value"], ["Grace", "long"], ["Few", "some"]]}
    with pytest.raises(ConfigError):
        read_workbook(Sheet(HEADINGS, ["Ana"], others=entries).read(), Remembered())


def test_all_other_problems_end_no_run() -> None:
    others = PROBLEMS.keys() - PLAYBOOK_STOPS - ROW_CHECKS
    assert {exit_code_of(code) for code in others} == {0}

"""The defaults as rows of the tabs in which a team changes them."""

from __future__ import annotations

import pytest

from sheetflow.decide.playbook import (
    CALENDAR_HEADINGS,
    PHRASES,
    SETTINGS,
    STAGES,
    stage_words,
)
from sheetflow.decide.playbook_rows import playbook_rows


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_stage_setting_and_phrase_has_its_row(lang: str) -> None:
    first = [row[0] for row in playbook_rows(lang) if row]
    assert {s.key for s in STAGES} | {s.es if lang == "es" else s.en for s in SETTINGS} | set(
        PHRASES
    ) <= set(first)


def test_every_setting_of_the_contract_is_there() -> None:
    assert [s.key for s in SETTINGS] == (
        "reply_within acknowledge_within first_contact confirm_before grace nurture_every "
        "interest_decay few "
        "calls_welcome weekend day_count time_zone language country tabs_followed "
        "tabs_left_out"
    ).split()


def test_a_gap_beyond_the_list_is_its_last() -> None:
    assert [STAGES[0].gap(n) for n in (1, 2, 3, 4, 5, 9)] == [1, 2, 3, 5, 5, 5]


def test_no_word_means_two_stages() -> None:
    words = [word for stage in STAGES for word in stage_words(stage)]
    assert len(words) == len(set(words))


def test_steps_and_meanings_are_said_in_both_languages() -> None:
    assert all(s.step_en and s.step_es for s in STAGES if not s.closed)
    assert all(s.note_en and s.note_es for s in SETTINGS)
    assert all(len(both) == 2 for both in CALENDAR_HEADINGS.values())

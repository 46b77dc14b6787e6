"""sheetflow.texts.notes: what the notes on our headings say."""

from __future__ import annotations

import pytest

from sheetflow.columns import OWNED_KEYS
from sheetflow.texts.notes import HOLDS, guard_text, heading_note
from sheetflow.texts.words import LANGUAGES


def test_every_owned_column_has_a_note_of_its_own():
    assert tuple(HOLDS) == OWNED_KEYS
    for lang in LANGUAGES:
        assert len({heading_note(key, lang) for key in OWNED_KEYS}) == len(OWNED_KEYS)


@pytest.mark.parametrize("key", OWNED_KEYS)
@pytest.mark.parametrize(
    ("lang", "writer"), [("en", "sheetflow writes"), ("es", "sheetflow escribe")]
)
def test_a_note_says_who_writes_the_column_and_what_people_may_do(key, lang, writer):
    first, second = heading_note(key, lang).split("\n")
    assert first.startswith(writer)
    assert second.endswith(".")


def test_the_notes_speak_of_the_flag_as_the_sheet_does():
    assert "'typed over'" in heading_note("status", "en")
    assert "«escrito encima»" in heading_note("status", "es")


def test_a_person_may_type_a_date_over_the_next_contact():
    assert "type a date of your own over it" in heading_note("next_contact", "en")


def test_the_warning_speaks_both_languages():
    assert guard_text("en") != guard_text("es")

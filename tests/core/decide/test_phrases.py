"""Open endings and reproaches are found as whole words, whatever their endings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.columns import fold
from sheetflow.decide.phrases import (
    ENDINGS,
    PLAIN,
    REPROACHES,
    SEPARATORS,
    Phrases,
    Wording,
    WordingFinder,
    stemmed,
)
from sheetflow.decide.playbook import PHRASES

FINDER = WordingFinder(PHRASES, REPROACHES)


@pytest.mark.parametrize(
    "text",
    [
        "me avisa",
        "Me avisas.",
        "ya me avise",
        "que me avisen",
        "let me know",
        "She lets me know",
        "LET ME KNOW!",
        "Cualquier cosa: me llaman",
        "quedo atenta",
        "quedamos atentas",
        "si se deciden, me avisan",
        "anytime",
        "Let—me (know)",
        "hope to hear from you",
        "ya me dirán",
    ],
)
def test_an_open_ending_is_found_in_any_number_gender_and_person(text: str) -> None:
    assert FINDER.find(text).open_ending


@pytest.mark.parametrize(
    "text",
    [
        "as I already told you",
        "Still waiting for your reply…",
        "sigo sin respuesta",
        "Seguimos sin respuesta",
        "COMO YA LE DIJE",
        "como ya les dije",
        "le recuerdo que vence el lunes",
    ],
)
def test_a_reproach_is_found(text: str) -> None:
    assert FINDER.find(text) == Wording(reproach=True)


@pytest.mark.parametrize(
    "text",
    [
        "me avisó el lunes",
        "any timeline works",
        "let me knowingly",
        "No answer",
        "no contesta",
        "heard nothing for weeks",
        "I will call you on Thursday 26",
        "le llamaré el jueves 26",
        "",
        None,
        12,
    ],
)
def test_what_says_neither_is_plain(text: object) -> None:
    assert FINDER.find(text) is PLAIN  # type: ignore[arg-type]  # no cell, on purpose


def test_the_phrase_that_was_found_is_told_as_it_is_listed() -> None:
    assert Phrases(REPROACHES).held_by("Pues como ya les dije, no") == "como ya le dije"
    assert Phrases(["¡Avíseme!"]).held_by("avisenme") == ""
    assert Phrases(["¡Avíseme!"]).held_by("AVÍSEME") == "¡Avíseme!"


@pytest.mark.parametrize("empty", ["", " ", "…", "a"])
def test_a_phrase_without_a_word_holds_nowhere(empty: str) -> None:
    assert Phrases([empty]).held_by("a whole text, as it is …") == ""


@given(st.sampled_from((*PHRASES, *REPROACHES)), st.sampled_from(SEPARATORS), st.text(max_size=9))
def test_every_phrase_is_found_between_any_separators(
    phrase: str, separator: str, rest: str
) -> None:
    found = FINDER.find(f"{rest} {separator.join(phrase.split())} {separator}{rest}")
    assert found.open_ending or found.reproach


@given(st.text())
def test_stems_are_what_replacements_alone_make(text: str) -> None:
    stems = stemmed(text)
    assert stems.startswith(" ")
    assert stems.endswith(" ")
    assert not set(stems) & set(SEPARATORS)


@given(st.text(st.sampled_from("abcdens ñá.,"), max_size=30))
def test_the_quick_look_misses_nothing(text: str) -> None:
    phrases = Phrases(["abe", "nena mas", "den", "ñ á"])
    held = phrases.held_by(text)
    assert not held or any(sign in fold(text) for sign in phrases.signs)


def test_endings_are_taken_off_in_their_order() -> None:
    assert ENDINGS == ("s", "n", "a", "e", "o")
    assert stemmed("Avisan avisas ÁVISE aviso avisó") == " avis avis avis avis avisox "


def test_two_texts_say_what_either_says() -> None:
    both = Wording(open_ending=True).either(Wording(reproach=True))
    assert both == Wording(True, True)
    assert PLAIN.either(both) == both == both.either(PLAIN)
    assert PLAIN.either(PLAIN) is PLAIN

"""How many everyday words of stages are understood."""

from __future__ import annotations

import pytest

from scripts.bench_words import LEFT_OUT, SHARED, VOCABULARIES, report, shared_words, unknown


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_everyday_word_is_known_or_left_out_on_purpose(name: str) -> None:
    assert {word.lower() for word in unknown(VOCABULARIES[name].split("|"))} <= LEFT_OUT


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/stage-words.md is not there")
def test_every_word_that_was_gathered_is_known() -> None:
    words = list(shared_words(SHARED.read_text("utf-8")))
    assert len(words) > 300
    assert unknown(words) == []


def test_the_report_names_every_word_that_is_not_understood_with_its_reason() -> None:
    lines = list(report())
    assert "      On hold: left out on purpose" in lines
    assert not any(line.endswith("not known") for line in lines)

"""The columns of `_set` that read the Playbook's table of steps, and hold the sentences of the next
step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sheetflow.columns import fold
from sheetflow.decide.playbook import CHANNELS, ENDS
from sheetflow.decide.sequence import STEP_HEADINGS, TOUCHES
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.reading import (
    are_digits,
    escaped,
    folded,
    is_word,
    spaced,
)
from sheetflow.formulas.stage_table import SLOTS
from sheetflow.texts.words import STEPS as SENTENCES

STEPS: Final = 160
"""Rows below the headings of the steps that are read."""
OF_STAGE: Final = 1000
"""The key of a step is the slot of its stage times this, and its touch."""
NURTURE: Final = OF_STAGE - 1
"""The touch of a step that serves the rule nurture; 0 is one for every touch."""

_K: Final = "(ROW()-1)"
"""The number of a row: the columns of `_set` begin in row 2."""
_TEXTS: Final = ("stage", "touch", "channel", "step_en", "step_es")


def head_of(name: str, column: str, headings: tuple[str, ...]) -> FormulaColumn:
    """Returns the column of one cell that finds the heading row of a table, 0 where there is
    none; it hangs on today, so that LibreOffice calculates the table on opening.
    """
    found = "0"
    for heading in reversed(headings):
        found = f'IFERROR(MATCH("{heading}",{{{column}}},0),{found})'
    return FormulaColumn(name, f"={found}+0*sf_today", rows=1)


def channel_key(text: str) -> str:
    """Returns the key of a channel, or the word of the team's where it is none of ours."""
    found = text
    for key, both in reversed(CHANNELS.items()):
        words = tuple(dict.fromkeys(fold(word) for word in (key, *both)))
        found = f'IF({is_word(folded(text), words)},"{key}",{found})'
    return found


def step_columns() -> tuple[FormulaColumn, ...]:
    """Returns the columns that read the table Steps, a row each, and the sentences."""
    channel = FormulaColumn(
        "stage_channel", f"={channel_key('{said_channel}')}", SLOTS, number_format="@"
    )
    return (*_rows_of_steps(), *_what_they_say(), channel, *_sentences())


def _rows_of_steps() -> Iterator[FormulaColumn]:
    """Yields which row of the Playbook each is, and whether the table ended above: at its first
    blank row.
    """
    yield head_of("step_head", "steps.touch", STEP_HEADINGS["touch"])
    yield FormulaColumn(
        "step_row", f"=IF({{step_head:one}}=0,0,{{step_head:one}}+{_K})", rows=STEPS
    )
    for key in _TEXTS:
        text = spaced(f"at(steps.{key},{{step_row}})")
        yield FormulaColumn(
            f"of_{key}", f'=IF({{step_row}}=0,"",{text})', rows=STEPS, number_format="@"
        )
    together = "&".join(f"{{of_{key}}}" for key in _TEXTS)
    ended = f'OR({{step_row}}=0,N({{step_stop:up}})=1,{together}="")'
    yield FormulaColumn("step_stop", f"=IF({ended},1,0)", rows=STEPS)


def _what_they_say() -> Iterator[FormulaColumn]:
    """Yields the key of each step, its channel and its text."""
    place = f"MATCH({escaped(folded('{of_stage}'))},{{word_fold:all}},0)"
    slot = f'IF({{of_stage}}="",0,IFERROR(INDEX({{word_slot:all}},{place}),0))'
    yield FormulaColumn("step_slot", f"=IF({{step_stop}}=1,0,{slot})", rows=STEPS)
    nurture = tuple(map(fold, (*TOUCHES["nurture"], *ENDS["nurture"])))
    more = ("", *map(fold, TOUCHES["more"]))
    touch, number = "{of_touch}", "VALUE({of_touch})"
    count = f"IF({are_digits(touch)},IF(AND({number}>0,{number}<{NURTURE}),{number},-1),-1)"
    word = folded(touch)
    read = f"IF({is_word(word, more)},0,IF({is_word(word, nurture)},{NURTURE},{count}))"
    yield FormulaColumn("step_touch", f"=IF({{step_slot}}=0,-1,{read})", rows=STEPS)
    key = f"{{step_slot}}*{OF_STAGE}+{{step_touch}}"
    yield FormulaColumn("step_key", f"=IF({{step_touch}}<0,-1,{key})", rows=STEPS)
    yield FormulaColumn(
        "step_channel", f"={channel_key('{of_channel}')}", rows=STEPS, number_format="@"
    )
    both = 'IF({{of_{0}}}="",{{of_{1}}},{{of_{0}}})'
    en, es = both.format("step_en", "step_es"), both.format("step_es", "step_en")
    yield FormulaColumn("step_text", f"=IF(sf_es=1,{es},{en})", rows=STEPS, number_format="@")


SENTENCE: Final = {code: number for number, code in enumerate(SENTENCES, 1)}
"""The place of each sentence."""


def _sentences() -> Iterator[FormulaColumn]:
    """Yields the sentences in the language of the team, before and behind their first value; the
    channel, which comes last, is left out.
    """
    pairs = [tuple(map(_around, both)) for both in SENTENCES.values()]
    for number, name in enumerate(("before", "behind")):
        for at, lang in enumerate(("en", "es")):
            values = tuple(pair[at][number] for pair in pairs)
            yield FormulaColumn(f"sentence_{name}_{lang}", values=values)
        both = f'=IF(sf_es=1,{{sentence_{name}_es}},{{sentence_{name}_en}})&""'
        yield FormulaColumn(f"sentence_{name}", both, len(pairs), number_format="@")


def _around(sentence: str) -> tuple[str, str]:
    """Returns what stands before and behind the first value of a sentence."""
    text = re.sub(r" \(\{\d\}\)$", "", sentence)
    before, _, behind = text.partition("{0}")
    return before, behind

"""The columns of `_set` that read the Playbook's table of symptoms, and the column of `_calc` that
finds the first row that fits a lead (decide/symptoms.py).

Numbers stand for what a row asks: -1 where it is blank and fits all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.columns import fold
from sheetflow.decide.symptoms import SYMPTOM_HEADINGS, SYMPTOM_WORDS
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.log import NO, YES
from sheetflow.formulas.reading import are_digits, escaped, filled, folded, is_word, spaced
from sheetflow.formulas.step_table import channel_key, head_of

SYMPTOMS: Final = 30
"""Rows below the headings of the symptoms that are read."""
_K: Final = "(ROW()-1)"
"""The number of a row: the columns of `_set` begin in row 2."""
_MANY: Final = 1_000_000_000
"""The last touch of a row that has none."""
_NUMBERS: Final = {
    "opened": {"yes": 1, "no": 0, "unknown": 2},
    "reaction": {"positive": 1, "neutral": 2, "negative": 3, "none": 0},
    "phase": {"known": 1, "unknown": 0},
}
"""What is seen, in the numbers of `_log`; a lead whose phase nobody asks for has 2."""


def symptom_columns() -> tuple[FormulaColumn, ...]:
    """Returns the columns that read the table, a row each."""
    return (*_rows(), *_asked(), *_touches(), *_steps())


def _rows() -> Iterator[FormulaColumn]:
    """Yields which row of the Playbook each is, what stands there, and whether the table ended
    above: at its first blank row.
    """
    yield head_of("seen_head", "symptoms.silent_for", SYMPTOM_HEADINGS["silent_for"])
    yield FormulaColumn(
        "seen_row", f"=IF({{seen_head:one}}=0,0,{{seen_head:one}}+{_K})", rows=SYMPTOMS
    )
    for key in SYMPTOM_HEADINGS:
        text = spaced(f"at(symptoms.{key},{{seen_row}})")
        column = FormulaColumn(f"sees_{key}", f'=IF({{seen_row}}=0,"",{text})', rows=SYMPTOMS)
        yield column._replace(number_format="@")
    together = "&".join(f"{{sees_{key}}}" for key in SYMPTOM_HEADINGS)
    ended = f'OR({{seen_row}}=0,N({{seen_stop:up}})=1,{together}="")'
    yield FormulaColumn("seen_stop", f"=IF({ended},1,0)", rows=SYMPTOMS)


def _asked() -> Iterator[FormulaColumn]:
    """Yields the stage and what was seen that a row asks for."""
    place = f"MATCH({escaped(folded('{sees_stage}'))},{{word_fold:all}},0)"
    slot = f'IF({{sees_stage}}="",-1,IFERROR(INDEX({{word_slot:all}},{place}),-1))'
    yield FormulaColumn("seen_stage", f"={slot}", rows=SYMPTOMS)
    for key, numbers in _NUMBERS.items():
        word = f"{{sees_{key}_word}}"
        yield FormulaColumn(f"sees_{key}_word", f"={folded(f'{{sees_{key}}}')}", rows=SYMPTOMS)
        found = "-1"
        for meaning, number in numbers.items():
            words = tuple(map(fold, SYMPTOM_WORDS[key][meaning]))
            if key == "opened":
                words += {1: YES, 0: NO}.get(number, ())
            found = f"IF({is_word(word, tuple(dict.fromkeys(words)))},{number},{found})"
        yield FormulaColumn(f"seen_{key}", f"={found}", rows=SYMPTOMS)
    days = "{sees_silent_for}"
    count = f"IF({are_digits(days)},VALUE({days}),-1)"
    yield FormulaColumn("seen_silent_for", f"={count}", rows=SYMPTOMS)


def _touches() -> Iterator[FormulaColumn]:
    """Yields the first and the last touch of a row: of `2`, `2 to 4`, `3+`."""
    text = folded(filled("{sees_touches}"))
    for sign in ("to", "a", "+"):
        text = f'SUBSTITUTE({text},"{sign}"," ")'
    yield FormulaColumn("seen_span", f"=TRIM({text})", rows=SYMPTOMS, number_format="@")
    end = 'FIND(" ",{seen_span}&" ")'
    first, rest = f"LEFT({{seen_span}},{end}-1)", f"MID({{seen_span}},{end}+1,20)"
    open_end = 'ISNUMBER(FIND("+",{sees_touches}))'
    last = f'IF({open_end},{_MANY},IF({rest}="",VALUE({first}),VALUE({rest})))'
    yield FormulaColumn(
        "seen_from", f'=IF({{seen_span}}="",0,IFERROR(VALUE({first}),0))', rows=SYMPTOMS
    )
    yield FormulaColumn(
        "seen_to", f'=IF({{seen_span}}="",{_MANY},IFERROR({last},{_MANY}))', rows=SYMPTOMS
    )


def _steps() -> Iterator[FormulaColumn]:
    """Yields the step of a row and its channel."""
    both = 'IF({{sees_{0}}}="",{{sees_{1}}},{{sees_{0}}})'
    en, es = both.format("step_en", "step_es"), both.format("step_es", "step_en")
    yield FormulaColumn("seen_text", f"=IF(sf_es=1,{es},{en})", rows=SYMPTOMS, number_format="@")
    channel = channel_key("{sees_channel}")
    yield FormulaColumn("seen_channel", f"={channel}", rows=SYMPTOMS, number_format="@")


def symptom_of_lead(layout: LiveLayout, asked: str) -> Iterator[FormulaColumn]:
    """Yields the columns of what was seen of a lead, and the first row of the table that fits it
    where it is asked; 0 where none does.
    """
    asks_phase = f"INDEX({{_calc.asks_phase}},{layout.leads.first_row})"
    logged = "IF({group}=0,{0},INDEX({_log.{1}:all},{group}))"
    yield FormulaColumn("opened", f"={logged.replace('{0}', '2').replace('{1}', 'opened')}")
    yield FormulaColumn("reacted", f"={logged.replace('{0}', '0').replace('{1}', 'reacted')}")
    yield FormulaColumn("phase_seen", f"=IF({asks_phase}=1,{{phase_known}},2)")
    tests = [
        "({_set.seen_stop:all}=0)",
        "((({_set.seen_stage:all}<0)+({_set.seen_stage:all}={stage}))>0)",
        "((({_set.seen_opened:all}<0)+({_set.seen_opened:all}={opened}))>0)",
        "((({_set.seen_reaction:all}<0)+({_set.seen_reaction:all}={reacted}))>0)",
        "((({_set.seen_phase:all}<0)+({_set.seen_phase:all}={phase_seen}))>0)",
        "({_set.seen_silent_for:all}<=IF({heard}>0,{silence},-1))",
        "({_set.seen_from:all}<={touches})*({_set.seen_to:all}>={touches})",
    ]
    places = f"({SYMPTOMS + 2}-ROW({{_set.seen_stop:all}}))"
    first = f"SUMPRODUCT(MAX({'*'.join(tests)}*{places}))"
    yield FormulaColumn("symptom_place", f"=IF({asked},{first},0)")
    yield FormulaColumn("symptom", f"=IF({{symptom_place}}=0,0,{SYMPTOMS + 1}-{{symptom_place}})")

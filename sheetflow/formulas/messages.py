"""The message of a row in formulas: the columns of `_set` that read the tab Messages, and those of
`_calc` that say which message a row asks for and which day it announces (decide/ready.py);
filled_message.py puts it together.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from sheetflow.columns import by_word, fold
from sheetflow.decide.messages import MESSAGE_HEADINGS, MESSAGES
from sheetflow.decide.ready import ANSWERS, OF_SYMPTOMS
from sheetflow.decide.sequence import TOUCHES
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.message_checks import check_columns
from sheetflow.formulas.placeholders import TEAM_SPEAKS, marked_columns, shipped_columns
from sheetflow.formulas.reading import are_digits, escaped, folded, is_word, spaced
from sheetflow.formulas.stage_table import GAPS, SLOTS
from sheetflow.formulas.step_table import NURTURE, OF_STAGE, STEPS, channel_key, head_of
from sheetflow.formulas.symptom_table import SYMPTOMS
from sheetflow.texts.message_fill import MONTHS_IN_FULL, WEEKDAYS

TEXTS: Final = 150
"""Rows of the tab Messages that are read."""
_K: Final = "(ROW()-1)"
_LAST_DAY: Final = 2958465
_RESTING: Final = ("closed", "not_followed", "problem", "waiting", "playbook")
"""The rules under which we send nothing."""


def message_columns(layout: LiveLayout) -> tuple[FormulaColumn, ...]:
    """Returns the columns of `_set` that read the team's texts, and hold those that ship."""
    texts = (*_rows(), *marked_columns(TEXTS), *check_columns(layout, TEXTS), *shipped_columns())
    return (*_words(), *texts, *_of_steps(), *_of_symptoms())


def _words() -> Iterator[FormulaColumn]:
    """Yields the names of messages, and of days and months: English ones first, then Spanish."""
    names = by_word(((key, (key, *both)) for key, both in MESSAGES.items()), fold)
    yield FormulaColumn("message_word", values=tuple(names))
    yield FormulaColumn("message_means", values=tuple(names.values()))
    yield FormulaColumn("resting", values=_RESTING)
    yield FormulaColumn("weekday", values=tuple(chain(*WEEKDAYS)))
    yield FormulaColumn("month", values=tuple(chain(*MONTHS_IN_FULL)))


def _key(text: str) -> str:
    """Returns the key of a message by its name; a name of the team's own is its key."""
    word = folded(text)
    means = f"INDEX({{message_means:all}},MATCH({escaped(word)},{{message_word:all}},0))"
    return f'IF({text}="","",IFERROR({means},{word}))'


def _rows() -> Iterator[FormulaColumn]:
    """Yields each text and what it is for: message, stage and touch (0 for all, -1 for none that is
    known), channel and language.
    """
    yield head_of("text_head", "messages.text", MESSAGE_HEADINGS["text"])
    row = f"=IF({{text_head:one}}=0,0,{{text_head:one}}+{_K})"
    yield FormulaColumn("text_row", row, rows=TEXTS)
    for key in ("message", "stage", "touch", "language", "channel"):
        text = spaced(f"at(messages.{key},{{text_row}})")
        said = f'=IF({{text_row}}=0,"",{text})'
        yield FormulaColumn(f"text_{key}", said, rows=TEXTS, number_format="@")
    place = f"MATCH({escaped(folded('{text_stage}'))},{{word_fold:all}},0)"
    slot = f'=IF({{text_stage}}="",0,IFERROR(INDEX({{word_slot:all}},{place}),-1))'
    yield FormulaColumn("text_slot", slot, rows=TEXTS)
    touch, number = "{text_touch}", "VALUE({text_touch})"
    count = f"IF({are_digits(touch)},IF({number}>0,{number},-1),-1)"
    every = is_word(folded(touch), ("", *map(fold, TOUCHES["more"])))
    yield FormulaColumn("text_for", f"=IF({every},0,{count})", rows=TEXTS)
    yield FormulaColumn("text_way", f"={channel_key('{text_channel}')}", TEXTS, number_format="@")
    word = escaped(folded("{text_language}"))
    means = f"INDEX({{language_means:all}},MATCH({word},{{language_word:all}},0))"
    spoken = f'IF({{text_language}}="",{TEAM_SPEAKS},IFERROR({means},{TEAM_SPEAKS}))'
    yield FormulaColumn("text_in", f"={spoken}", rows=TEXTS, number_format="@")
    odd = f'IF(AND({{text_language}}<>"",ISERROR({means})),1,0)'
    yield FormulaColumn("odd_language", f"={odd}", rows=TEXTS)
    body = spaced("at(messages.text,{text_row})")
    yield FormulaColumn("has_body", f'=IF({{text_row}}=0,0,IF({body}="",0,1))', rows=TEXTS)
    blank = 'OR({text_message}="",{text_slot}<0,{text_for}<0,{has_body}=0)'
    said = f'=IF({{text_row}}=0,"",IF({blank},"",{_key("{text_message}")}))'
    yield FormulaColumn("text_is", said, rows=TEXTS, number_format="@")


def _of_steps() -> Iterator[FormulaColumn]:
    """Yields the message that each step of the Playbook names."""
    text = spaced("at(steps.message,{step_row})")
    said = f'=IF({{step_stop}}=1,"",{text})'
    yield FormulaColumn("of_message", said, rows=STEPS, number_format="@")
    yield FormulaColumn("step_message", f"={_key('{of_message}')}", rows=STEPS, number_format="@")


def _of_symptoms() -> Iterator[FormulaColumn]:
    """Yields the message of each symptom that ships, by its step; the team's own have none."""
    text = 'IF({sees_step_en}="",{sees_step_es},{sees_step_en})'
    found = '""'
    for step, key in reversed(OF_SYMPTOMS.items()):
        same = f'AND(LEN({text})={len(step)},ISNUMBER(FIND("{step}",{text})))'
        found = f'IF({same},"{key}",{found})'
    yield FormulaColumn("seen_message", f"={found}", rows=SYMPTOMS, number_format="@")


# ── which message a row asks for ──────────────────────────────────────────────────────────────


def wanted_columns() -> Iterator[FormulaColumn]:
    """Yields the column of `_calc` that says which message a row asks for; a task is no person to
    write to.
    """
    of_step = 'IF({step_at}=0,"",INDEX({_set.step_message:all},{step_at}))'
    says = f'=IF({of_step}<>"",{of_step},IF({{contacts}}>0,"reminder_1","talk"))'
    yield FormulaColumn("step_says", says, number_format="@")
    seen = '=IF({symptom}=0,"",INDEX({_set.seen_message:all},{symptom}))'
    yield FormulaColumn("symptom_says", seen, number_format="@")
    wanted = "{step_says}"
    for test, key in reversed(list(_cases())):
        wanted = f"IF({test},{key},{wanted})"
    yield FormulaColumn("message", f"={wanted}", number_format="@")


def _cases() -> Iterator[tuple[str, str]]:
    """Yields tests, and the message where one holds; the first one counts."""
    yield "OR(ISNUMBER(MATCH({rule},{_set.resting:all},0)),{kind}=2,{stage}<=0)", '""'
    met = 'IF({appointment}<sf_today,"agreed",IF({confirmed}=1,"see_you","confirmation"))'
    yield '{rule}="appointment"', met
    yield '{rule}="last_message"', '"last"'
    yield "{event}>0", '"event"'
    answers = ",".join(f'{{symptom_says}}="{key}"' for key in sorted(ANSWERS))
    yield '{rule}="reply"', f'IF(OR({answers}),{{symptom_says}},"answer")'
    first = "AND({announced}>{last},OR({agreed}<={last},{announced}<{agreed}))"
    promised = f'IF({first},"announced",IF({{agreement_text}}="",{{step_says}},"promised"))'
    yield '{rule}="agreement"', promised
    yield '{symptom_says}<>""', "{symptom_says}"
    row = f"IFERROR(MATCH({{stage}}*{OF_STAGE}+{NURTURE},{{_set.step_key:all}},0),0)"
    named = f'IF({row}=0,"",INDEX({{_set.step_message:all}},{row}))'
    yield '{rule}="nurture"', f'IF({named}="","nurture",{named})'


# ── the day that it announces ─────────────────────────────────────────────────────────────────


def announced_columns() -> Iterator[FormulaColumn]:
    """Yields the columns of `_calc` that say when our next contact is if we make one today; 0 where
    nothing is announced.
    """
    idle = f"OR(ISNUMBER(MATCH({{rule}},{{_set.resting:all}},0)),{{stage}}<=0,{{stage}}>{SLOTS})"
    ahead = [f"IF({{{day}}}>sf_today,{{{day}}},0)" for day in ("agreed", "announced")]
    both = f"AND({ahead[0]}>0,{ahead[1]}>0)"
    earlier = f"IF({both},MIN({ahead[0]},{ahead[1]}),MAX({ahead[0]},{ahead[1]}))"
    yield FormulaColumn("promised_then", f"={earlier}")
    yield FormulaColumn("touches_then", f"=IF({idle},0,{_touches_then()})")
    yield FormulaColumn("n_then", f"=IF({idle},-1,{_days_then()})")
    planned = "IF({typed}>sf_today,{typed},{promised_then})"
    of_plan = f"IFERROR(add({planned},0),{_LAST_DAY})"
    of_touch = f"IF({{n_then}}<0,0,IFERROR(add(sf_today,{{n_then}}),{_LAST_DAY}))"
    yield FormulaColumn("day_then", f"=IF({idle},0,IF({planned}>0,{of_plan},{of_touch}))")
    later = "AND({day_then}>0,{not_before}>{day_then})"
    snoozed = f"IF({later},IFERROR(add({{not_before}},0),{{day_then}}),{{day_then}})"
    yield FormulaColumn("snoozed_then", f"={snoozed}")
    meeting = "AND({appointment}>0,{appointment}>=sf_today)"
    yield FormulaColumn("announces", f"=IF({idle},0,IF({meeting},{_held()},{_moved()}))")


def _touches_then() -> str:
    """Returns the touches after a contact today; one that was agreed on never goes beyond the last
    message.
    """
    touches = "IF(OR({waits}=1,{moved_on}=1),1,{touches}+1)"
    capped = f'AND({_ENDS},{{rule}}<>"last_message")'
    return f"IF({capped},MIN({touches},{{most}}),{touches})"


_ENDS: Final = 'INDEX(sf_stage_end,{stage})="last_message"'


def _days_then() -> str:
    """Returns the days to wait after a contact today; -1 where nothing follows."""
    gap = f"INDEX(sf_gaps,{{stage}},MIN({GAPS},{{touches_then}}))"
    last = f"IF({{touches_then}}={{most}},INDEX(sf_gaps,{{stage}},{GAPS}),-1)"
    return f"IF({{touches_then}}<{{most}},{gap},IF({_ENDS},{last},sf_nurture_every))"


def _held() -> str:
    """Returns the day of an appointment ahead, or of the contact that confirms it."""
    before = "IFERROR(before({appointment},sf_confirm_before),{appointment})"
    confirms = f'OR({{rule}}="appointment",{{confirmed}}=1,{before}<=sf_today)'
    return f"IF({confirms},{{appointment}},{before})"


def _moved() -> str:
    """Returns the day, behind the absences of the owner that cover it."""
    owner = f'"="&{escaped("{owner}")}'
    covers = 'sf_abs_first,"<="&{snoozed_then},sf_abs_last,">="&{snoozed_then}'
    back = f"AVERAGEIFS(sf_abs_back,sf_abs_owner,{owner},{covers})"
    alone = "OR({absent}=0,{snoozed_then}=0)"
    return f"IF({alone},{{snoozed_then}},IFERROR({back},{{snoozed_then}}))"

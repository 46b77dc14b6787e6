"""The columns of `_calc` that say the next step and its channel, as decide/steps.py does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sheetflow.decide.playbook import CHANNELS, SEGMENTS
from sheetflow.decide.steps import AFTER_FEW, AFTER_MANY, LONGEST, Planned
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.reading import (
    escaped,
    filled,
    holds_any,
    is_word,
    only_words,
    spaced,
    unless_blank,
    word_column,
)
from sheetflow.formulas.step_table import NURTURE, OF_STAGE, SENTENCE
from sheetflow.formulas.symptom_table import symptom_of_lead

_UNPLANNED: Final = 'OR({rule}="first_contact",{rule}="cadence",{rule}="nurture")'
"""The rules under which nobody expects our contact."""
_ASKED: Final = f'AND({{lead}}=1,{{stage}}>0,{{event}}=0,OR({{rule}}="reply",{_UNPLANNED}))'
"""Where the symptoms are asked for a step."""
_IDLE: Final = (
    'OR({lead}=0,{stage}<=0,{rule}="closed",{rule}="not_followed",{rule}="problem",'
    '{rule}="playbook",{rule}="waiting")'
)
"""Rows that have no step, or one without a channel."""
_BY_NUMBER: Final = 'OR({0}="phone",{0}="whatsapp",{0}="sms")'
"""The channels that need a number."""


def step_columns(layout: LiveLayout) -> tuple[FormulaColumn, ...]:
    """Returns the columns of the next step."""
    return (
        *_who_they_are(),
        *_event(),
        *symptom_of_lead(layout, _ASKED),
        *_planned(),
        *_channel(),
        *_says(),
    )


def _who_they_are() -> Iterator[FormulaColumn]:
    """Yields what the step depends on besides: the segment, and what was agreed."""
    yield word_column("segment_word", "L(segment)")
    segment = filled("{segment_word}")
    for key in sorted(set(SEGMENTS.values())):
        words = tuple(word for word, meant in SEGMENTS.items() if meant == key)
        segment = f'IF({is_word("{segment_word}", words)},"{key}",{segment})'
    yield FormulaColumn("segment", f"={segment}", number_format="@")
    dated = " ".join(
        f"AND({{{day}}}>0,OR({{{day}}}>{{last}},{{{day}}}>=sf_today)),"
        for day in ("agreed", "announced", "appointment")
    )
    welcome = 'OR({segment}="",ISNUMBER(FIND(","&{segment}&",",sf_calls_welcome)))'
    yield FormulaColumn("likes_calls", f"=IF(OR({dated}{welcome}),1,0)".replace(" ", ""))
    text = 'IF({group}=0,{0},IF(AND({agreed}={1},OR({agreed}<>{2},{0}="")),{3},{0}))'
    text = text.replace("{0}", "{agreement_cell}").replace("{1}", "{log_agreed}")
    text = text.replace("{2}", "MAX(0,{agreed_for})")
    text = text.replace("{3}", "INDEX({_log.agreement:all},{group})")
    typed = unless_blank("L(agreement)", spaced("L(agreement)"))
    yield FormulaColumn("agreement_spaced", f'=IF({{lead}}=0,"",{typed})', number_format="@")
    yield FormulaColumn("agreement_cell", f"={filled('{agreement_spaced}')}", number_format="@")
    yield FormulaColumn("agreement_text", f"={text}", number_format="@")


def _event() -> Iterator[FormulaColumn]:
    """Yields whether the lead came from an event, and whether that gave few (1) or many (2)."""
    yield word_column("source_key", "L(source)")
    yield FormulaColumn(
        "source_words", f'=IF({{source_key}}="","",{only_words("{source_key}")})', number_format="@"
    )
    named = holds_any("{source_words}", "sf_event", "sf_event_s", "sf_event_es")
    asked = 'AND({rule}="first_contact",{created}>0,{source_words}<>"")'
    leads = f"COUNTIFS({{source_key:all}},{escaped('{source_key}')},{{created:all}},{{created}})"
    yield FormulaColumn("is_event", f"=IF({asked},IF({named},1,0),0)")
    yield FormulaColumn("event", f"=IF({{is_event}}=0,0,IF({leads}<=sf_few,1,2))")


def _planned() -> Iterator[FormulaColumn]:
    """Yields the step of the coming touch: after an event its own, else that of the symptoms, else
    that of the Playbook.
    """
    key = f"{{stage}}*{OF_STAGE}"
    found = "IFERROR(MATCH({0},{_set.step_key:all},0),{1})"
    more = found.replace("{0}", key).replace("{1}", "0")
    coming = found.replace("{0}", f"{key}+{{contacts}}+1").replace("{1}", more)
    nurture = found.replace("{0}", f"{key}+{NURTURE}").replace("{1}", coming)
    yield FormulaColumn("step_at", f'=IF({{stage}}<=0,0,IF({{rule}}="nurture",{nurture},{coming}))')
    own = 'IF({0}="",INDEX(sf_stage_label,{stage}),{0})'
    own = own.replace("{0}", "INDEX(sf_stage_step,{stage})")
    of_touch, seen = "INDEX({_set.step_text:all},{step_at})", "INDEX({_set.seen_{0}:all},{symptom})"
    sees = f"AND({_UNPLANNED},{{symptom}}>0)"
    text = f'IF({{step_at}}=0,{own},IF({of_touch}="",{own},{of_touch}))'
    text = f"IF({sees},{seen.replace('{0}', 'text')},{text})"
    channel, own = (
        "INDEX({_set.step_channel:all},{step_at})",
        "INDEX({_set.stage_channel:all},{stage})",
    )
    channel = f"IF({{step_at}}=0,{own},{channel})"
    channel = f"IF({sees},{seen.replace('{0}', 'channel')},{channel})"
    yield FormulaColumn("planned_text", f"={_or_event(text, _in_both)}", number_format="@")
    yield FormulaColumn("planned_channel", f"={_or_event(channel, _channel_of)}", number_format="@")


def _or_event(last: str, of_event: Callable[[Planned], str]) -> str:
    """Returns what an event says, else what the Playbook does; blank where nobody follows."""
    few, many = of_event(AFTER_FEW), of_event(AFTER_MANY)
    return f'IF({_IDLE},"",IF({{event}}=1,{few},IF({{event}}=2,{many},{last})))'


def _in_both(planned: Planned) -> str:
    return f'IF(sf_es=1,"{planned.words.es}","{planned.words.en}")'


def _channel_of(planned: Planned) -> str:
    return f'"{planned.channel}"'


def _channel() -> Iterator[FormulaColumn]:
    """Yields the channel: of a call that they do not welcome email, and where the row has no
    address for it another one.
    """
    reason = f'AND({_UNPLANNED},{{event}}=0,{{planned_channel}}="phone",{{likes_calls}}=0)'
    yield FormulaColumn("reason", f"=IF({reason},1,0)")
    yield FormulaColumn(
        "wished_channel", '=IF({reason}=1,"email",{planned_channel})', number_format="@"
    )
    no_number = 'IF({mail}="","","email")'
    no_email = 'IF({phone}="","","phone")'
    wished = "{wished_channel}"
    needs_number = f'AND({_BY_NUMBER.replace("{0}", wished)},{{phone}}="")'
    needs_email = f'AND({wished}="email",{{mail}}="")'
    text = f'IF({_IDLE},"",IF({needs_number},{no_number},IF({needs_email},{no_email},{wished})))'
    yield FormulaColumn("channel", f"={text}", number_format="@")


def _says() -> Iterator[FormulaColumn]:
    """Yields the step in words."""
    named = "{channel}"
    for key, (en, es) in reversed(CHANNELS.items()):
        word = f'"{en.lower()}"' if en == es else f'IF(sf_es=1,"{es.lower()}","{en.lower()}")'
        named = f'IF({{channel}}="{key}",{word},{named})'
    yield FormulaColumn("by_channel", f'=IF({{channel}}="",""," ("&{named}&")")', number_format="@")
    yield FormulaColumn("step_words", f"={_specific()}", number_format="@")
    yield FormulaColumn("show_step", f"={_of_rule()}", number_format="@")


def sentence(code: str, value: str = '""', behind: str = "{by_channel}") -> str:
    """Returns the formula of a sentence with its value, and the channel behind it."""
    place = SENTENCE[code]
    before, after = (
        f"INDEX({{_set.sentence_{name}:all}},{place})" for name in ("before", "behind")
    )
    return "&".join(part for part in (before, value, after, behind) if part not in ("", '""'))


def _specific() -> str:
    """Returns the step as the row allows it."""
    wished = "{wished_channel}"
    called = f"OR({_BY_NUMBER.replace('{0}', wished)},{{reason}}=1)"
    writes = f'AND({called},{{channel}}="email")'
    calls = f'AND({wished}="email",{{channel}}="phone")'
    call, plain = sentence("step_call", "{planned_text}"), "{planned_text}&{by_channel}"
    return f'IF({_IDLE},"",IF({writes},{sentence("step_reason")},IF({calls},{call},{plain})))'


def _of_rule() -> str:
    """Returns what to do, by the rule and the status."""
    met = day_text("{appointment}")
    record, hold, confirm = (
        sentence(f"step_{what}", met) for what in ("record", "hold", "confirm")
    )
    meeting = f"IF({{appointment}}<sf_today,{record},IF({{confirmed}}=1,{hold},{confirm}))"
    announced = sentence("step_announced", day_text("{announced}"))
    cut = f'TRIM(LEFT({{agreement_text}},{LONGEST - 1}))&"…"'
    agreement = f"IF(LEN({{agreement_text}})>{LONGEST},{cut},{{agreement_text}})"
    agreed = sentence("step_agreement", agreement)
    first = "AND({announced}>{last},OR({agreed}<={last},{announced}<{agreed}))"
    promised = f'IF({first},{announced},IF({{agreement_text}}="",{{step_words}},{agreed}))'
    said_where = {
        'AND({lead}=1,{status}="no_answer")': sentence("step_no_answer", behind=""),
        'AND({lead}=1,{rule}="waiting")': sentence("step_waiting", behind=""),
        _IDLE: '""',
        '{rule}="reply"': _answer(),
        '{rule}="appointment"': meeting,
        '{rule}="last_message"': sentence("step_last_message"),
    }
    said_where['{rule}="agreement"'] = promised
    said_where['{status}="cold"'] = sentence("step_cold", "{step_words}", behind="")
    said_where['{rule}="nurture"'] = sentence("step_nurture", "{step_words}", behind="")
    text = "{step_words}"
    for test, said in reversed(said_where.items()):
        text = f"IF({test},{said},{text})"
    return text


def _answer() -> str:
    """Returns the step where their message waits; what the symptoms say follows."""
    day, seen = day_text("{reply}"), "INDEX({_set.seen_text:all},{symptom})"
    more = sentence("step_reply", f'{day}&": "&{seen}')
    return f"IF({{symptom}}=0,{sentence('step_reply', day)},{more})"


def day_text(day: str) -> str:
    """Returns a day as people read it: `12 Nov`, with the year where it is not this one."""
    year = f'IF(YEAR({day})=YEAR(sf_today),""," "&YEAR({day}))'
    return f'DAY({day})&" "&INDEX(sf_month_shown,MONTH({day}))&{year}'

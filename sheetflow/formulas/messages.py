"""The message of a row in formulas: the columns of `_set` that read the tab Messages, the column of
`_calc` that says which message a row asks for, and those of Today that fill it in (decide/ready.py,
texts/message_fill.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.columns import by_word, fold
from sheetflow.decide.messages import IF_BLANK, MESSAGE_HEADINGS, MESSAGES, PLACEHOLDERS
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.reading import escaped, folded, spaced
from sheetflow.formulas.stage_table import GAPS, SLOTS
from sheetflow.formulas.step_table import NURTURE, OF_STAGE, STEPS, channel_key, head_of
from sheetflow.texts.message_fill import MONTHS_IN_FULL, WEEKDAYS, WITHOUT_MONTH, WITHOUT_YEAR

TEXTS: Final = 150
"""Rows of the tab Messages that are read."""
_K: Final = "(ROW()-1)"
_LAST_DAY: Final = 2958465
_LINK: Final = 255
"""Characters of an address in Excel's HYPERLINK."""
_RESTING: Final = ("closed", "not_followed", "problem", "waiting", "playbook")
"""The rules under which we send nothing."""


def message_columns(layout: LiveLayout) -> tuple[FormulaColumn, ...]:
    """Returns the columns of `_set` that read the team's texts."""
    return (*_words(layout), *_rows(), *_of_steps())


def _words(layout: LiveLayout) -> Iterator[FormulaColumn]:
    """Yields the names of messages, days and months in the language of the team."""
    names = by_word(((key, (key, *both)) for key, both in MESSAGES.items()), fold)
    yield FormulaColumn("message_word", values=tuple(names))
    yield FormulaColumn("message_means", values=tuple(names.values()))
    yield FormulaColumn("resting", values=_RESTING)
    i = 1 if layout.lang == "es" else 0
    yield FormulaColumn("weekday", values=tuple(WEEKDAYS[i]))
    yield FormulaColumn("month", values=tuple(MONTHS_IN_FULL[i]))


def _key(text: str) -> str:
    """Returns the key of a message by its name; a name of the team's own is its key."""
    word = folded(text)
    means = f"INDEX({{message_means:all}},MATCH({escaped(word)},{{message_word:all}},0))"
    return f'IF({text}="","",IFERROR({means},{word}))'


def _rows() -> Iterator[FormulaColumn]:
    """Yields each text and what it is for: message, stage (0 for all) and whether it is spoken."""
    yield head_of("text_head", "messages.text", MESSAGE_HEADINGS["text"])
    row = f"=IF({{text_head:one}}=0,0,{{text_head:one}}+{_K})"
    yield FormulaColumn("text_row", row, rows=TEXTS)
    for key in ("message", "stage", "language", "channel"):
        text = spaced(f"at(messages.{key},{{text_row}})")
        said = f'=IF({{text_row}}=0,"",{text})'
        yield FormulaColumn(f"text_{key}", said, rows=TEXTS, number_format="@")
    place = f"MATCH({escaped(folded('{text_stage}'))},{{word_fold:all}},0)"
    slot = f'=IF({{text_stage}}="",0,IFERROR(INDEX({{word_slot:all}},{place}),-1))'
    yield FormulaColumn("text_slot", slot, rows=TEXTS)
    spoken = f'IF({channel_key("{text_channel}")}="phone",1,0)'
    lang = 'IF(OR({text_language}="",LEFT(LOWER({text_language}),2)=IF(sf_es=1,"es","en")),1,0)'
    key = f'{_key("{text_message}")}&"|"&{{text_slot}}&"|"&{spoken}'
    found = f'=IF(OR({{text_message}}="",{lang}=0),"",{key})'
    yield FormulaColumn("text_key", found, rows=TEXTS, number_format="@")


def _of_steps() -> Iterator[FormulaColumn]:
    """Yields the message that each step of the Playbook names."""
    text = spaced("at(steps.message,{step_row})")
    said = f'=IF({{step_stop}}=1,"",{text})'
    yield FormulaColumn("of_message", said, rows=STEPS, number_format="@")
    yield FormulaColumn("step_message", f"={_key('{of_message}')}", rows=STEPS, number_format="@")


# ── which message a row asks for ──────────────────────────────────────────────────────────────


def wanted_columns() -> Iterator[FormulaColumn]:
    """Yields the column of `_calc` that says which message a row asks for, and the one that says
    which row of the tab Messages has it, 0 for none.
    """
    of_step = 'IF({step_at}=0,"",INDEX({_set.step_message:all},{step_at}))'
    says = f'=IF({of_step}<>"",{of_step},IF({{contacts}}>0,"reminder_1","talk"))'
    yield FormulaColumn("step_says", says, number_format="@")
    wanted = "{step_says}"
    for test, key in reversed(list(_cases())):
        wanted = f"IF({test},{key},{wanted})"
    yield FormulaColumn("message", f"={wanted}", number_format="@")
    found = "0"
    for place in reversed(list(_places())):
        found = f"IFERROR({place},{found})"
    yield FormulaColumn("message_at", f'=IF({{message}}="",0,{found})')


def _cases() -> Iterator[tuple[str, str]]:
    """Yields tests, and the message where one holds; the first one counts."""
    yield "ISNUMBER(MATCH({rule},{_set.resting:all},0))", '""'
    met = 'IF({appointment}<sf_today,"agreed",IF({confirmed}=1,"see_you","confirmation"))'
    yield '{rule}="appointment"', met
    yield '{rule}="last_message"', '"last"'
    yield "{event}>0", '"event"'
    yield '{rule}="reply"', '"answer"'
    first = "AND({announced}>{last},OR({agreed}<={last},{announced}<{agreed}))"
    promised = f'IF({first},"announced",IF({{agreement_text}}="",{{step_says}},"promised"))'
    yield '{rule}="agreement"', promised
    row = f"IFERROR(MATCH({{stage}}*{OF_STAGE}+{NURTURE},{{_set.step_key:all}},0),0)"
    named = f'IF({row}=0,"",INDEX({{_set.step_message:all}},{row}))'
    yield '{rule}="nurture"', f'IF({named}="","nurture",{named})'


def _places() -> Iterator[str]:
    """Yields where the text may stand: for this way of saying it, for the other one, and the
    reminder that serves all; each for the stage, then for every stage.
    """
    spoken = 'IF({channel}="phone",1,0)'
    ways = (("{message}", spoken), ("{message}", f"(1-{spoken})"), ('"reminder_1"', spoken))
    for key, way in ways:
        for slot in ("{stage}", "0"):
            yield f'MATCH({key}&"|"&{slot}&"|"&{way},{{_set.text_key:all}},0)'


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
    return f'IF(OR({{rule}}="appointment",{{confirmed}}=1),{{appointment}},{before})'


def _moved() -> str:
    """Returns the day, behind the absences of the owner that cover it."""
    owner = f'"="&{escaped("{owner}")}'
    covers = 'sf_abs_first,"<="&{snoozed_then},sf_abs_last,">="&{snoozed_then}'
    back = f"AVERAGEIFS(sf_abs_back,sf_abs_owner,{owner},{covers})"
    alone = "OR({absent}=0,{snoozed_then}=0)"
    return f"IF({alone},{{snoozed_then}},IFERROR({back},{{snoozed_then}}))"


# ── filled in, on Today ───────────────────────────────────────────────────────────────────────


def filled_columns(layout: LiveLayout, rows: int) -> Iterator[FormulaColumn]:
    """Yields the hidden columns of Today that put the message of its line together; its row of the
    leads stands in `{row}`.
    """
    for key, cell in _values(layout).items():
        yield FormulaColumn(f"say_{key}", f'=IF({{row}}=0,"",{cell})', rows, number_format="@")
    place = "INDEX({_calc.message_at},{row})"
    at = f"IF({place}=0,0,IFERROR(INDEX({{_set.text_row:all}},{place}),0))"
    yield FormulaColumn("text_at", f"=IF({{row}}=0,0,{at})", rows)
    for key in ("subject", "text"):
        raw = f'IF({{text_at}}=0,"",at(messages.{key},{{text_at}})&"")'
        text = _filled(raw, int(layout.lang == "es"))
        yield FormulaColumn(f"filled_{key}", f"={text}", rows, number_format="@")
    yield FormulaColumn("mail_link", f"={_mail_link()}", rows, number_format="@")


def _values(layout: LiveLayout) -> dict[str, str]:
    """Returns what is known of a lead and of who writes, by placeholder."""
    name, company = "INDEX({_calc.name_text},{row})", "INDEX({_calc.company_text},{row})"
    behind = f'TRIM(MID({name},FIND(",",{name})+1,200))'
    names = f'IF(ISNUMBER(FIND(",",{name})),IF({behind}="",{name},{behind}),{name})'
    word = f'LEFT({names}&" ",FIND(" ",{names}&" ")-1)'
    case = f"IF(OR(EXACT({word},UPPER({word})),EXACT({word},LOWER({word}))),PROPER({word}),{word})"
    owner = spaced("at(leads.owner,{row})")
    person = f"MATCH({escaped('INDEX({_calc.owner},{row})')},{{_set.person:all}},0)"
    phone = f'IFERROR({spaced(f"at(people.phone,INDEX({{_set.person_row:all}},{person}))")},"")'
    return {
        "name": name,
        "first_name": case,
        "company": company,
        "agreement": "INDEX({_calc.agreement_text},{row})",
        "next_date": _day("INDEX({_calc.announces},{row})", layout),
        "owner": owner,
        "phone": phone,
        "appointment": _day("MAX(0,INDEX({_calc.appointment},{row}))", layout),
    }


def _day(day: str, layout: LiveLayout) -> str:
    """Returns `Thursday 26`, with the month where it lies further off, and the year where that
    could be another one.
    """
    of = " de " if layout.lang == "es" else " "
    short = f'INDEX({{_set.weekday:all}},WEEKDAY({day},2))&" "&DAY({day})'
    month = f'"{of}"&INDEX({{_set.month:all}},MONTH({day}))'
    away = f"ABS({day}-sf_today)"
    year = f'IF({away}<={WITHOUT_YEAR},"","{of}"&YEAR({day}))'
    return f'IF({day}=0,"",{short}&IF({away}<={WITHOUT_MONTH},"",{month}&{year}))'


def _filled(text: str, i: int) -> str:
    """Returns a text with its values; where one is blank the sentence closes over it."""
    for key, spellings in PLACEHOLDERS.items():
        value, otherwise = f"{{say_{key}}}", IF_BLANK.get(key, ("", ""))[i]
        known = f'IF({value}="","{otherwise}",{value})' if otherwise else value
        for word in dict.fromkeys(spellings):
            place = f'"{{" & "{word}}}"'.replace(" & ", "&")
            if not otherwise:
                with_space = f'IF({value}="",""," "&{value})'
                text = f'SUBSTITUTE({text}," "&{place},{with_space})'
            text = f"SUBSTITUTE({text},{place},{known})"
    return text


def _mail_link() -> str:
    """Returns the link that begins the email, as much of it as an address may have."""
    email = "INDEX({_calc.email_text},{row})"
    subject, body = _encoded("{filled_subject}"), _encoded("{filled_text}")
    whole = f'"mailto:"&{email}&"?subject="&{subject}&"&body="&{body}'
    cut = f"LEFT({whole},{_LINK})"
    ending = f'IF(MID({cut},{_LINK},1)="%",1,IF(MID({cut},{_LINK - 1},1)="%",2,0))'
    usable = f'AND({{row}}>0,ISNUMBER(FIND("@",{email})),{{filled_text}}<>"")'
    return f'IF(IFERROR({usable},FALSE),LEFT({whole},{_LINK}-{ending}),"")'


def _encoded(text: str) -> str:
    signs = (("%", "%25"), ("&", "%26"), ("?", "%3F"), ("#", "%23"), (" ", "%20"), ("+", "%2B"))
    for sign, code in signs:
        text = f'SUBSTITUTE({text},"{sign}","{code}")'
    text = f'SUBSTITUTE({text},CHAR(13),"")'
    return f'SUBSTITUTE(SUBSTITUTE({text},CHAR(34),"%22"),CHAR(10),"%0D%0A")'

"""The message of a row in formulas: the columns of `_set` that read the tab Messages, the column of
`_calc` that says which message a row asks for, and those of Today that fill it in (decide/ready.py,
texts/message_fill.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Final

from sheetflow.columns import fold
from sheetflow.decide.messages import IF_BLANK, MESSAGE_HEADINGS, MESSAGES, PLACEHOLDERS
from sheetflow.decide.playbook import CHANNELS
from sheetflow.formulas.language import Column
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.reading import are_digits, escaped, folded, spaced
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


def message_columns(layout: LiveLayout) -> tuple[Column, ...]:
    """Returns the columns of `_set` that read the team's texts."""
    return (*_words(layout), *_rows(), *_of_steps())


def _words(layout: LiveLayout) -> Iterator[Column]:
    """Yields the names of messages, days and months in the language of the team."""
    names = {fold(name): key for key, both in MESSAGES.items() for name in (key, *both)}
    yield Column("message_word", values=tuple(names))
    yield Column("message_means", values=tuple(names.values()))
    yield Column("resting", values=_RESTING)
    i = 1 if layout.lang == "es" else 0
    yield Column("weekday", values=tuple(WEEKDAYS[i]))
    yield Column("month", values=tuple(MONTHS_IN_FULL[i]))


def _key(text: str) -> str:
    """Returns the key of a message by its name; a name of the team's own is its key."""
    word = folded(text)
    means = f"INDEX({{message_means:all}},MATCH({escaped(word)},{{message_word:all}},0))"
    return f'IF({text}="","",IFERROR({means},{word}))'


def _rows() -> Iterator[Column]:
    """Yields each text and what it is for: message, stage (0 for all) and whether it is spoken."""
    yield head_of("text_head", "messages.text", MESSAGE_HEADINGS["text"])
    row = f"=IF({{text_head:one}}=0,0,{{text_head:one}}+{_K})"
    yield Column("text_row", row, rows=TEXTS)
    for key in ("message", "stage", "language", "channel"):
        text = spaced(f"at(messages.{key},{{text_row}})")
        said = f'=IF({{text_row}}=0,"",{text})'
        yield Column(f"text_{key}", said, rows=TEXTS, number_format="@")
    place = f"MATCH({escaped(folded('{text_stage}'))},{{word_fold:all}},0)"
    slot = f'=IF({{text_stage}}="",0,IFERROR(INDEX({{word_slot:all}},{place}),-1))'
    yield Column("text_slot", slot, rows=TEXTS)
    spoken = f'IF({channel_key("{text_channel}")}="phone",1,0)'
    lang = 'IF(OR({text_language}="",LEFT(LOWER({text_language}),2)=IF(sf_es=1,"es","en")),1,0)'
    key = f'{_key("{text_message}")}&"|"&{{text_slot}}&"|"&{spoken}'
    found = f'=IF(OR({{text_message}}="",{lang}=0),"",{key})'
    yield Column("text_key", found, rows=TEXTS, number_format="@")


def _of_steps() -> Iterator[Column]:
    """Yields the message that each step of the Playbook names."""
    text = spaced("at(steps.message,{step_row})")
    said = f'=IF({{step_stop}}=1,"",{text})'
    yield Column("of_message", said, rows=STEPS, number_format="@")
    yield Column("step_message", f"={_key('{of_message}')}", rows=STEPS, number_format="@")


# ── which message a row asks for ──────────────────────────────────────────────────────────────


def wanted_columns() -> tuple[Column, ...]:
    """Returns the column of `_calc` that says which message a row asks for, and the one that says
    which row of the tab Messages has it, 0 for none.
    """
    nurture = f"IFERROR(MATCH({{stage}}*{OF_STAGE}+{NURTURE},{{_set.step_key:all}},0),0)"
    of_nurture = f'IF({nurture}=0,"",INDEX({{_set.step_message:all}},{nurture}))'
    of_step = 'IF({step_at}=0,"",INDEX({_set.step_message:all},{step_at}))'
    met = 'IF({appointment}<sf_today,"agreed",IF({confirmed}=1,"see_you","confirmation"))'
    first = "AND({announced}>{last},OR({agreed}<={last},{announced}<{agreed}))"
    promised = f'IF({first},"announced",IF({{agreement_text}}="",{{step_says}},"promised"))'
    cases = (
        ("ISNUMBER(MATCH({rule},{_set.resting:all},0))", '""'),
        ('{rule}="appointment"', met),
        ('{rule}="last_message"', '"last"'),
        ("{event}>0", '"event"'),
        ('{rule}="reply"', '"answer"'),
        ('{rule}="agreement"', promised),
        ('{rule}="nurture"', f'IF({of_nurture}="","nurture",{of_nurture})'),
    )
    wanted = reduce(
        lambda rest, case: f"IF({case[0]},{case[1]},{rest})", reversed(cases), "{step_says}"
    )
    says = f'=IF({of_step}<>"",{of_step},IF({{contacts}}>0,"reminder_1","talk"))'
    spoken = 'IF({channel}="phone",1,0)'
    at = 'MATCH({0}&"|"&{1}&"|"&{2},{_set.text_key:all},0)'
    places = [
        at.replace("{0}", key).replace("{1}", slot).replace("{2}", way)
        for key, way in (
            ("{message}", spoken),
            ("{message}", f"(1-{spoken})"),
            ('"reminder_1"', spoken),
        )
        for slot in ("{stage}", "0")
    ]
    found = reduce(lambda rest, place: f"IFERROR({place},{rest})", reversed(places), "0")
    return (
        Column("step_says", says, number_format="@"),
        Column("message", f"={wanted}", number_format="@"),
        Column("message_at", f'=IF({{message}}="",0,{found})'),
    )


# ── the day that it announces ─────────────────────────────────────────────────────────────────


def announced_columns() -> tuple[Column, ...]:
    """Returns the columns of `_calc` that say when our next contact is if we make one today; 0
    where nothing is announced.
    """
    meeting = "AND({appointment}>0,{appointment}>=sf_today)"
    certain = 'OR({rule}="appointment",{confirmed}=1)'
    held = f"IF({certain},{{appointment}},IFERROR(before({{appointment}},sf_confirm_before),{{appointment}}))"
    agreed, announced = (
        "IF({agreed}>sf_today,{agreed},0)",
        "IF({announced}>sf_today,{announced},0)",
    )
    both = f"IF(AND({agreed}>0,{announced}>0),MIN({agreed},{announced}),MAX({agreed},{announced}))"
    again = "OR({waits}=1,{moved_on}=1)"
    ends = 'INDEX(sf_stage_end,{stage})="last_message"'
    touches = f"IF({again},1,{{touches}}+1)"
    most = f'IF(AND({ends},{{rule}}<>"last_message"),MIN({touches},{{most}}),{touches})'
    gap = f"INDEX(sf_gaps,{{stage}},MIN({GAPS},{{touches_then}}))"
    n = (
        f"IF({{touches_then}}<{{most}},{gap},IF({ends},"
        f"IF({{touches_then}}={{most}},INDEX(sf_gaps,{{stage}},{GAPS}),-1),sf_nurture_every))"
    )
    planned = "IF({typed}>sf_today,{typed},{promised_then})"
    day = f"IF({planned}>0,IFERROR(add({planned},0),{_LAST_DAY}),IF({{n_then}}<0,0,IFERROR(add(sf_today,{{n_then}}),{_LAST_DAY})))"
    snoozed = "IF(AND({day_then}>0,{not_before}>{day_then}),IFERROR(add({not_before},0),{day_then}),{day_then})"
    owner = f'"="&{escaped("{owner}")}'
    covers = 'sf_abs_first,"<="&{snoozed_then},sf_abs_last,">="&{snoozed_then}'
    back = f"IFERROR(AVERAGEIFS(sf_abs_back,sf_abs_owner,{owner},{covers}),{{snoozed_then}})"
    moved = f'IF(OR({{owner}}="",{{snoozed_then}}=0),{{snoozed_then}},{back})'
    idle = f"OR(ISNUMBER(MATCH({{rule}},{{_set.resting:all}},0)),{{stage}}<=0,{{stage}}>{SLOTS})"
    return (
        Column("promised_then", f"={both}"),
        Column("touches_then", f"=IF({idle},0,{most})"),
        Column("n_then", f"=IF({idle},-1,{n})"),
        Column("day_then", f"=IF({idle},0,{day})"),
        Column("snoozed_then", f"={snoozed}"),
        Column("announces", f"=IF({idle},0,IF({meeting},{held},{moved}))"),
    )


# ── filled in, on Today ───────────────────────────────────────────────────────────────────────


def filled_columns(layout: LiveLayout, rows: int) -> tuple[Column, ...]:
    """Returns the hidden columns of Today that put the message of its line together; its row of the
    leads stands in `{row}`.
    """
    i = 1 if layout.lang == "es" else 0
    found = [
        Column(f"say_{key}", f'=IF({{row}}=0,"",{cell})', rows, number_format="@")
        for key, cell in _values(layout).items()
    ]
    place = "INDEX({_calc.message_at},{row})"
    at = "IFERROR(INDEX({_set.text_row:all},%s),0)" % place
    found.append(Column("text_at", f"=IF({{row}}=0,0,IF({place}=0,0,{at}))", rows))
    for key in ("subject", "text"):
        raw = f'IF({{text_at}}=0,"",at(messages.{key},{{text_at}})&"")'
        found.append(Column(f"filled_{key}", f"={_filled(raw, i)}", rows, number_format="@"))
    found.append(Column("mail_link", f"={_mail_link()}", rows, number_format="@"))
    return tuple(found)


def _values(layout: LiveLayout) -> dict[str, str]:
    """Returns what is known of a lead and of who writes, by placeholder."""
    name, company = ("INDEX({_calc.%s_text},{row})" % key for key in ("name", "company"))
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
    whole = f'"mailto:"&{email}&"?subject="&{_encoded("{filled_subject}")}&"&body="&{_encoded("{filled_text}")}'
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

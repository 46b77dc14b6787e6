"""The columns of Today that put the message of a line together: which text counts, what is known of
the lead, the text with its values, and the link that begins an email (decide/messages.py,
texts/message_fill.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.decide.messages import IF_BLANK
from sheetflow.decide.steps import LONGEST
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.placeholders import TEAM_SPEAKS, replaced, written
from sheetflow.formulas.reading import escaped, folded, is_word, spaced
from sheetflow.texts.message_fill import (
    AT_ENDS,
    BLANK,
    CAPITAL,
    CAPITALS,
    MARK,
    OVER_BLANKS,
    SIGNS,
    TITLES,
    WITHOUT_MONTH,
    WITHOUT_YEAR,
    Replacements,
)

_LINK: Final = 255
"""Characters of an address in Excel's HYPERLINK."""
_ALL: Final = 32767
"""Characters that a cell may have."""
_IN_SPANISH: Final = '{says_in}="es"'


def filled_columns(layout: LiveLayout, rows: int) -> Iterator[FormulaColumn]:
    """Yields the hidden columns of Today that put the message of its line together; its row of the
    leads stands in `{row}`.
    """
    deputy = "INDEX({_calc.deputy},{row})"
    place = f"MATCH({escaped(deputy)},{{_set.abs_deputy:all}},0)"
    there = spaced(f"at(absences.deputy,INDEX({{_set.abs_row:all}},{place}))")
    owner = spaced("at(leads.owner,{row})")
    writer = f'IF({{row}}=0,"",IF({deputy}="",{owner},{there}))'
    yield FormulaColumn("writer", f"={writer}", rows, number_format="@")
    agreement = "INDEX({_calc.agreement_text},{row})"
    cut = f'IF(LEN({agreement})>{LONGEST},TRIM(LEFT({agreement},{LONGEST - 1}))&"…",{agreement})'
    yield FormulaColumn("agreement_line", f'=IF({{row}}=0,"",{cut})', rows, number_format="@")
    yield from _which_text(rows)
    for key, cell in _values().items():
        value = f"SUBSTITUTE({cell},{written(MARK)},{written('')})"
        yield FormulaColumn(f"say_{key}", f'=IF({{row}}=0,"",{value})', rows, number_format="@")
    for key in ("subject", "text"):
        for column in _filled(key):
            yield column._replace(rows=rows, number_format="@")
    yield FormulaColumn("mail_link", f"={_mail_link()}", rows, number_format="@")


def _which_text(rows: int) -> Iterator[FormulaColumn]:
    """Yields which text counts (decide/messages.py, `message_for`): the row of `_set` that has the
    team's, or less than zero one that ships; 0 for none.
    """
    for key in ("message", "channel"):
        cell = f'=IF({{row}}=0,"",INDEX({{_calc.{key}}},{{row}}))'
        yield FormulaColumn(f"asks_{key}", cell, rows, number_format="@")
    for key, cell in (("stage", "stage"), ("touch", "contacts")):
        more = "+1" if key == "touch" else ""
        cell = f"=IF({{row}}=0,0,INDEX({{_calc.{cell}}},{{row}}){more})"
        yield FormulaColumn(f"asks_{key}", cell, rows)
    found = {key: _best(key) for key in ("{asks_message}", '"reminder_1"')}
    first, second = found.values()
    yield FormulaColumn("best", f'=IF({{asks_message}}="",0,{first})', rows)
    any_other = f'IF(OR({{asks_message}}="",{{best}}<>0),{{best}},{second})'
    yield FormulaColumn("best_of_all", f"={any_other}", rows)
    at = "1000-MOD(ABS({best_of_all}),1000)"
    yield FormulaColumn("text_at", f"=IF({{best_of_all}}=0,0,SIGN({{best_of_all}})*({at}))", rows)
    for name, blank in (("in", TEAM_SPEAKS), ("marked", '""')):
        ours = f"INDEX({{_set.shipped_{name}:all}},-{{text_at}})"
        theirs = f"INDEX({{_set.text_{name}:all}},{{text_at}})"
        text = f"=IF({{text_at}}=0,{blank},IF({{text_at}}<0,{ours},{theirs}))"
        yield FormulaColumn(f"says_{name}", text, rows, number_format="@")


def _best(key: str) -> str:
    """Returns the rank of the best text of a message times 1000, and 1000 less its row; less than
    zero for one that ships, 0 for none.
    """
    own = (
        f"({{_set.text_is:all}}={key})",
        "((({_set.text_slot:all}=0)+({_set.text_slot:all}={asks_stage}))>0)",
        "((({_set.text_for:all}=0)+({_set.text_for:all}={asks_touch}))>0)",
    )
    ranks = (
        f"({{_set.text_in:all}}={TEAM_SPEAKS})*32",
        _alike("{_set.text_way:all}") + "*16",
        "8",
        "({_set.text_way:all}={asks_channel})*4",
        "({_set.text_slot:all}>0)*2",
        "({_set.text_for:all}>0)",
    )
    shipped = (
        f"({{_set.shipped_is:all}}={key})",
        "((({_set.shipped_slot:all}=0)+({_set.shipped_slot:all}={asks_stage}))>0)",
    )
    of_shipped = (
        f"({{_set.shipped_in:all}}={TEAM_SPEAKS})*32",
        _alike("{_set.shipped_way:all}") + "*16",
        "({_set.shipped_way:all}={asks_channel})*4",
        "({_set.shipped_slot:all}>0)*2",
    )
    mine = _highest(own, ranks, "{_set.text_is:all}")
    ours = _highest(shipped, of_shipped, "{_set.shipped_is:all}")
    return f"IF({mine}>{ours},{mine},-{ours})"


def _highest(tests: tuple[str, ...], ranks: tuple[str, ...], rows: str) -> str:
    """Returns the highest rank of rows that pass all tests; among equal ones the upper row."""
    ranked = f"(1000*({'+'.join(ranks)})+1001-ROW({rows}))"
    return f"SUMPRODUCT(MAX({'*'.join(tests)}*{ranked}))"


def _alike(way: str) -> str:
    """Returns whether texts are said, or written, as the channel asks; a blank way serves both."""
    return f'((({way}="")+(({way}="phone")=({{asks_channel}}="phone")))>0)'


def _values() -> dict[str, str]:
    """Returns what is known of a lead and of who writes, by placeholder."""
    name, company = "INDEX({_calc.name},{row})", "INDEX({_calc.company},{row})"
    others = (company, "INDEX({_calc.email},{row})", "INDEX({_calc.phone},{row})")
    alone = f'IF(OR({",".join(f"{name}={other}" for other in others)}),"",{name})'
    names = "{say_name}"
    comma = f'FIND(",",{names})'
    behind = f"TRIM(MID({names},{comma}+1,200))"
    before = f"LEFT({names},{comma}-1)"
    called = f'IF(ISNUMBER({comma}),IF({behind}="",{before},{behind}),{names})'
    alike = "OR(EXACT({0},UPPER({0})),EXACT({0},LOWER({0})))"
    case = f"IF({alike},UPPER(LEFT({{0}},1))&LOWER(MID({{0}},2,99)),{{0}})"
    word = f'LEFT({called}&" ",FIND(" ",{called}&" ")-1)'
    plain = f'SUBSTITUTE({word},".","")'
    first = f"IF({is_word(plain, tuple(sorted(TITLES)))},{called},{case.replace('{0}', word)})"
    person = f"MATCH({escaped(folded('{writer}'))},{{_set.person:all}},0)"
    phone = f'IFERROR({spaced(f"at(people.phone,INDEX({{_set.person_row:all}},{person}))")},"")'
    return {
        "name": alone,
        "first_name": first,
        "company": company,
        "agreement": _without_end("{agreement_line}"),
        "next_date": _day("INDEX({_calc.announces},{row})"),
        "owner": "{writer}",
        "phone": phone,
        "appointment": _day("MAX(0,INDEX({_calc.appointment},{row}))"),
    }


def _without_end(text: str) -> str:
    """Returns a text without the points and commas at its end."""
    places = f"ROW($1:${LONGEST})"
    said = f'ISERROR(FIND(MID({text}&REPT(" ",{LONGEST}),{places},1)," .,;:"))'
    return f"LEFT({text},SUMPRODUCT(MAX({said}*{places})))"


def _day(day: str) -> str:
    """Returns `Thursday 26` in the language of the text, with the month where it lies further off,
    and the year where that could be another one.
    """
    of = f'IF({_IN_SPANISH}," de "," ")'
    weekday, month = (
        f"WEEKDAY({day},2)+IF({_IN_SPANISH},7,0)",
        f"MONTH({day})+IF({_IN_SPANISH},12,0)",
    )
    short = f'INDEX({{_set.weekday:all}},{weekday})&" "&DAY({day})'
    named = f"{of}&INDEX({{_set.month:all}},{month})"
    away = f"ABS({day}-sf_today)"
    year = f'IF({away}<={WITHOUT_YEAR},"",{of}&YEAR({day}))'
    return f'IF({day}=0,"",{short}&IF({away}<={WITHOUT_MONTH},"",{named}&{year}))'


def _filled(name: str) -> Iterator[FormulaColumn]:
    """Yields the columns that put the values into a text: first those that are blank, then the
    sentences close over them, and what is known comes last, since nobody reads it as a text
    (texts/message_fill.py).
    """
    whole = "{says_marked}"
    line_end = f"FIND(CHAR(10),{whole})"
    part = f"MID({whole},{line_end}+1,{_ALL})"
    if name == "subject":
        part = f"LEFT({whole},{line_end}-1)"
    text = f'CHAR(10)&IFERROR({part},"")&CHAR(10)'
    for key, sign in SIGNS.items():
        sign, (en, es) = written(sign), (written(said or BLANK) for said in _if_blank(key))
        otherwise = en if en == es else f"IF({_IN_SPANISH},{es},{en})"
        text = f'SUBSTITUTE({text},{sign},IF({{say_{key}}}="",{otherwise},{sign}))'
    yield FormulaColumn(f"blanks_{name}", f"={text}")
    yield FormulaColumn(f"closed_{name}", f"={_where(BLANK, f'{{blanks_{name}}}', OVER_BLANKS)}")
    yield FormulaColumn(f"begun_{name}", f"={_where(CAPITAL, f'{{closed_{name}}}', CAPITALS)}")
    yield FormulaColumn(f"ended_{name}", f"={replaced(f'{{begun_{name}}}', AT_ENDS)}")
    text = _stripped(f"{{ended_{name}}}")
    if name == "subject":
        text = f'SUBSTITUTE({text},CHAR(10)," ")'
    for key, sign in SIGNS.items():
        text = f"SUBSTITUTE({text},{written(sign)},{{say_{key}}})"
    yield FormulaColumn(f"filled_{name}", f"=TRIM({text})" if name == "subject" else f"={text}")


def _if_blank(key: str) -> tuple[str, str]:
    return IF_BLANK.get(key, ("", ""))


def _where(sign: str, text: str, pairs: Replacements) -> str:
    """Returns a text with its replacements, where the sign is in it at all."""
    return f"IF(ISNUMBER(FIND({written(sign)},{text})),{replaced(text, pairs)},{text})"


def _stripped(text: str) -> str:
    """Returns a text without the spaces and line breaks around it."""
    plain = f'TRIM(SUBSTITUTE({text},CHAR(10)," "))'
    first, last, end = f"LEFT({plain},1)", f"RIGHT({plain},1)", written(f"{MARK}=")
    count = f'(LEN({text})-LEN(SUBSTITUTE({text},{last},"")))/LEN({last})'
    behind = f"FIND({end},SUBSTITUTE({text},{last},{end},{count}))+LEN({last})"
    return f'IFERROR(MID({text},FIND({first},{text}),{behind}-FIND({first},{text})),"")'


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

"""The columns of Today that put the message of a line together: which text counts, what is known of
the lead, the text with its values, and the link that begins an email (decide/messages.py,
texts/message_fill.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.decide.messages import IF_BLANK, PLACEHOLDERS
from sheetflow.decide.steps import LONGEST
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.reading import escaped, folded, is_word, spaced
from sheetflow.texts.message_fill import TITLES, WITHOUT_MONTH, WITHOUT_YEAR

_LINK: Final = 255
"""Characters of an address in Excel's HYPERLINK."""
_ACCENTED: Final = {"phone": ("teléfono",), "next_date": ("próxima_fecha",)}
"""Words for placeholders as people spell them, beside ours."""
_GONE: Final = "_xlfn.UNICHAR(8288)"
"""Stands where a value is blank: a sign that no text has, and that nobody sees."""
_SIGNS: Final = ",.;:!?"


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
    for key, cell in _values(layout).items():
        yield FormulaColumn(f"say_{key}", f'=IF({{row}}=0,"",{cell})', rows, number_format="@")
    yield from _which_text(rows)
    for key in ("subject", "text"):
        ours, theirs = "-{text_at}", "INDEX({_set.text_row:all},{text_at})"
        shipped, own = f"INDEX({{_set.shipped_{key}:all}},{ours})", f"at(messages.{key},{theirs})"
        raw = f'IF({{text_at}}=0,"",IF({{text_at}}<0,{shipped},{own})&"")'
        for column in _filled(key, raw, int(layout.lang == "es")):
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
        "{_set.text_spoken:all}*32",
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
        "32",
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


def _values(layout: LiveLayout) -> dict[str, str]:
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
        "next_date": _day("INDEX({_calc.announces},{row})", layout),
        "owner": "{writer}",
        "phone": phone,
        "appointment": _day("MAX(0,INDEX({_calc.appointment},{row}))", layout),
    }


def _without_end(text: str) -> str:
    """Returns a text without the points and commas at its end."""
    places = f"ROW($1:${LONGEST})"
    said = f'ISERROR(FIND(MID({text}&REPT(" ",{LONGEST}),{places},1)," .,;:"))'
    return f"LEFT({text},SUMPRODUCT(MAX({said}*{places})))"


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


def _filled(name: str, raw: str, i: int) -> Iterator[FormulaColumn]:
    """Yields the columns that put the values into a text, in steps: a formula goes only so deep. A
    placeholder that nobody knows is left out, and the sentence closes over a blank value
    (texts/message_fill.py).
    """
    text, spelled = raw, list(spellings())
    half = len(spelled) // 2
    for step, pairs in (("begun", spelled[:half]), ("put", spelled[half:])):
        for word, key in pairs:
            value, otherwise = f"{{say_{key}}}", IF_BLANK.get(key, ("", ""))[i]
            blank = f'"{otherwise}"' if otherwise else _GONE
            known = f'IF({value}="",{blank},{value})'
            text = f'SUBSTITUTE({text},"{{"&"{word}}}",{known})'
        yield FormulaColumn(f"{step}_{name}", f"={text}")
        text = f"{{{step}_{name}}}"
    for step in ("known", "only"):
        opened = f'FIND("{{",{text})'
        closed = f'FIND("}}",{text},{opened})'
        yield FormulaColumn(
            f"{step}_{name}", f'=IFERROR(REPLACE({text},{opened},{closed}-{opened}+1,""),{text})'
        )
        text = f"{{{step}_{name}}}"
    yield FormulaColumn(f"begins_{name}", f"={_from_its_beginning(text)}")
    yield FormulaColumn(f"closed_{name}", f"={_closed(f'{{begins_{name}}}')}")
    closed = f"{{closed_{name}}}"
    if name == "subject":
        yield FormulaColumn(f"filled_{name}", f'=TRIM(SUBSTITUTE({closed},CHAR(10)," "))')
    else:
        end = f'IF(OR(RIGHT({closed},1)=CHAR(10),RIGHT({closed},1)=" "),1,0)'
        yield FormulaColumn(f"filled_{name}", f"=LEFT({closed},LEN({closed})-{end})")


def spellings() -> Iterator[tuple[str, str]]:
    """Yields how people spell the placeholders, each with its key."""
    for key, words in PLACEHOLDERS.items():
        for word in dict.fromkeys((*words, *_ACCENTED.get(key, ()))):
            for spelled in dict.fromkeys((word, word.replace("_", " "))):
                yield spelled, key
                yield spelled[:1].upper() + spelled[1:], key


def _from_its_beginning(text: str) -> str:
    """Returns a text that begins with a blank value from its first word on."""
    signs = f'" {_SIGNS[:-1]}"'
    first, second = (f"ISNUMBER(FIND(MID({text},{at},1),{signs}))" for at in (2, 3))
    at = f"2+IF({first},1+IF({second},1,0),0)"
    begun = f"UPPER(MID({text},{at},1))&MID({text},{at}+1,LEN({text}))"
    return f"IF(LEFT({text},1)={_GONE},{begun},{text})"


def _closed(text: str) -> str:
    """Returns a text in which nothing stands for values that are blank."""
    for sign in _SIGNS:
        text = f'SUBSTITUTE({text},", "&{_GONE}&"{sign}","{sign}")'
    return f'SUBSTITUTE(SUBSTITUTE({text}," "&{_GONE},""),{_GONE},"")'


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

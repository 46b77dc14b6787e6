"""The columns of `_calc` that warn: who else has this email or phone, and the flags in their order,
as decide/flags.py asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.columns import DATES
from sheetflow.formulas.amounts import amount_columns
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import LiveLayout, Table
from sheetflow.formulas.log import BLANKS, NO_PHASE, first_line
from sheetflow.formulas.ordering import is_listed, short_list
from sheetflow.formulas.reading import (
    PLACES,
    escaped,
    filled,
    folded,
    holds_phrase,
    is_word,
    spaced,
    stem_columns,
    text_column,
    without,
    word_column,
)
from sheetflow.texts.words import FLAGS

_ALWAYS: Final = frozenset({"duplicate", "reply_unseen", "typed_over", "word_date", "bad_cell"})
"""Those of rows that are not open, too."""
_WHO: Final = ("name", "company", "email", "phone")

# ── who else it is


def who_columns(layout: LiveLayout) -> Iterator[FormulaColumn]:
    """Yields the columns that tell who a lead is, and whether another lead is the same: by email,
    by the last nine digits of the phone, and by name where a line of the log has nothing else.
    """
    for key in _WHO:
        yield text_column(key, f"={filled(f'{{{key}_text}}')}")
    yield text_column("mail", '=IF(ISNUMBER(FIND("@",{email})),LOWER({email}),"")')
    yield from _shared("mail", '{mail}=""', escaped("{mail}"), layout.leads)
    yield text_column("digits", f"={without('{phone}', ' -()+/.')}")
    is_digits = 'TEXT(VALUE(RIGHT({digits},9)),"000000000")=RIGHT({digits},9)'
    number = f"IFERROR(IF({is_digits},1+RIGHT({{digits}},9),{_DIGITS}),{_DIGITS})"
    # one more than the last nine digits; 0 where there are fewer
    yield FormulaColumn("number", f'=IF({{phone}}="",0,{number})')
    yield from _shared("number", "{number}=0", "{number}", layout.leads)
    named = f"INDEX({{_log.names}},{first_line(layout)})"
    name = f'=IF(OR({{lead}}=0,{named}=0),"",{folded(_SHOWN_NAME)})'
    yield text_column("name_key", name)
    yield from _shared("name_key", '{name_key}=""', escaped("{name_key}"), layout.leads)


_SHOWN_NAME: Final = (
    'IF({name}<>"",{name},IF({company}<>"",{company},IF({email}<>"",{email},{phone})))'
)


_IS_DIGIT: Final = f'ISNUMBER(FIND(MID({{phone}}&REPT("x",40),{PLACES},1),"0123456789"))'
_LAST_NINE: Final = (
    f'SUMPRODUCT(MID("0"&{{phone}},1+LARGE(INDEX({_IS_DIGIT}*{PLACES},0),ROW($1:$9)),1)'
    "*10^(ROW($1:$9)-1))"
)
_DIGITS: Final = f"IF(SUMPRODUCT(--{_IS_DIGIT})>=9,1+{_LAST_NINE},0)"
"""The digits of a phone that has more than digits and dashes in it."""


def _shared(name: str, blank: str, looked_up: str, leads: Table) -> Iterator[FormulaColumn]:
    """Yields the columns that tell whether other leads have the same: the row of the first one,
    that row again in all others, and 1 where there is more than one.
    """
    first, copy, copies = f"{{{name}_first}}", f"{{{name}_copy}}", f"{{{name}_copies:one}}"
    found = f"IFERROR(MATCH({looked_up},{{{name}:all}},0)+{leads.first_row - 1},0)"
    yield FormulaColumn(f"{name}_first", f"=IF({blank},0,{found})")
    yield FormulaColumn(f"{name}_copy", f"=IF(AND({first}>0,{first}<ROW()),{first},0)")
    yield FormulaColumn(f"{name}_copies", f'=COUNTIF({{{name}_copy:all}},">0")', rows=1)
    last = f"SMALL({{{name}_copy:all}},{leads.rows}-{copies}+{{place}})"
    yield short_list(f"{name}_firsts", copies, last, leads)
    anywhere = f"ISNUMBER(MATCH(ROW(),{{{name}_copy:all}},0))"
    is_first = is_listed(f"{name}_firsts", copies, "ROW()", anywhere)
    yield FormulaColumn(f"{name}_shared", f"=IF({first}=0,0,IF({copy}>0,1,IF({is_first},1,0)))")


# ── what is known of it


def fact_columns(layout: LiveLayout) -> tuple[FormulaColumn, ...]:
    """Returns the columns of what the flags ask for, beside the decision itself."""
    last = FormulaColumn("last", "=INT({contact})")
    return (last, *_texts(), *_asked(layout), *_odd_cells(layout), *_absences())


def _texts() -> tuple[FormulaColumn, ...]:
    """Returns the columns of agreement and notes, and whether they leave it open who gets in touch
    next.
    """
    columns = list[FormulaColumn]()
    for name in ("agreement", "notes"):
        columns += stem_columns(name, f"L({name})", "{lead}")
    for name, phrases, log in (
        ("left_open", "sf_phrase", "open_ending"),
        ("blames", "sf_reproach", "reproach"),
    ):
        logged = f"IF({{group}}=0,0,INDEX({{_log.{log}:all}},{{group}}))"
        # two spaces part both texts, so that no phrase is found across
        typed = holds_phrase(phrases, "{agreement_stems}&{notes_stems}")
        columns.append(FormulaColumn(name, f"=IF({{lead}}=0,0,MAX({typed},{logged}))"))
    return tuple(columns)


def _asked(layout: LiveLayout) -> Iterator[FormulaColumn]:
    """Yields the columns that tell what the team notes of its leads at all, each in one cell, and
    whether the phase of a lead is known.
    """
    yield word_column("phase_word", "L(phase)")
    noted = "IF({group}=0,0,INDEX({_log.phase:all},{group}))"
    says_none = is_word("{phase_word}", (*NO_PHASE, *BLANKS))
    yield FormulaColumn("phase_known", f"=IF({{lead}}=0,0,MAX(IF({says_none},0,1),{noted}))")
    in_log = "=IF(COUNTIF({_log.phase:all},1)>0,1,0)"
    asks_phase = "=1+0*sf_today" if "phase" in layout.leads.columns else in_log
    yield FormulaColumn("asks_phase", asks_phase, rows=1)
    fit, owner = "({fit:all}=1)+({fit:all}=0)+({fit:all}<0)", '({owner:all}<>"")'
    some_fit = f"SUMPRODUCT(({fit}>0)*({{lead:all}}>0))"
    yield FormulaColumn("asks_fit", f"=IF({some_fit}>0,1,0)", rows=1)
    some_owner = f"SUMPRODUCT({owner}*({{lead:all}}>0))"
    yield FormulaColumn("asks_owner", f"=IF({some_owner}>0,1,0)", rows=1)


def _odd_cells(layout: LiveLayout) -> Iterator[FormulaColumn]:
    """Yields the columns of cells that cannot be read, and of people's texts in cells of ours."""
    yield from amount_columns()
    is_old = f"OR({','.join(_old_words())})"
    yield FormulaColumn("old_word", f"=IF(OR({{lead}}=0,{{memo}}=0),0,IF({is_old},1,0))")
    dates = "MIN(" + ",".join(f"{{{key}}}" for key in DATES) + ")<0"
    choices = "MIN({fit},{do_not_contact},{confirmed},{kind})<0"
    tests = (dates, choices, "{stage}=0", "{attempts}=-2", "{odd_value}=1")
    yield FormulaColumn("bad", f"=IF({{lead}}=0,0,IF(OR({','.join(tests)}),1,0))")
    is_written = f"OR({','.join(_written(layout))})"
    yield FormulaColumn("written", f"=IF({{lead}}=0,0,IF({is_written},1,0))")


def _old_words() -> Iterator[str]:
    """Yields the tests whether a date was typed as a word on an earlier working day: the memory
    holds the very text.
    """
    for key in (*DATES, "next_contact"):
        seen = f"N(INDEX({{_mem.seen_{key}:all}},{{memo}}))"
        same = f"INDEX({{_mem.text_{key}:all}},{{memo}})={spaced(f'L({key})')}"
        is_old = f"IF({seen}=0,FALSE,IF({same},late({seen})>0,FALSE))"
        yield f'IF({{t_read_{key}}}="",FALSE,{is_old})'


def _written(layout: LiveLayout) -> tuple[str, ...]:
    """Returns the tests whether a person's text is in one of our cells.

    A text over the flags themselves is not looked for: they would depend on what they show.
    """
    ours = layout.leads.columns
    tests = ["{next_contact}<0", "{odd_status}=1"]
    for key in ("overdue", "next_step", "touches", "interest"):
        if key in ours:
            text = filled("{0}").replace("{0}", spaced(f"L({key})"))
            tests.append(f'IF(IFERROR(_xlfn.ISFORMULA(L({key})),TRUE),FALSE,{text}<>"")')
    return tuple(tests)


def _absences() -> tuple[FormulaColumn, ...]:
    """Returns the columns that tell whether the owner is away today, and on the day that is due."""
    return (
        FormulaColumn("away_today", f"=IF({_is_away('sf_today')},1,0)"),
        FormulaColumn("away_then", f"=IF({{due}}=0,0,IF({_is_away('{due}')},1,0))"),
    )


def _is_away(day: str) -> str:
    owner = escaped("{owner}")
    days = f'sf_abs_first,"<="&{day},sf_abs_last,">="&{day}'
    return f"IF({{absent}}=0,FALSE,COUNTIFS(sf_abs_owner,{owner},{days})>0)"


# ── the flags


def flag_columns(layout: LiveLayout) -> tuple[FormulaColumn, ...]:
    """Returns a column for each flag, 1 where the row has it, and the column of their words."""
    columns, words = list[FormulaColumn](), list[str]()
    for key, test in _tests(layout).items():
        asked = "{lead}=0" if key in _ALWAYS else "{resting}=1"
        columns.append(FormulaColumn(f"flag_{key}", f"=IF({asked},0,IF({test},1,0))"))
        en, es = FLAGS[key]
        words.append(f'IF({{flag_{key}}}=1,IF(sf_es=1,", {es}",", {en}"),"")')
    resting = '=IF(OR({lead}=0,{rule}="closed",{rule}="not_followed",{status}="no_answer"),1,0)'
    text = f'=IF({{rule}}="playbook","",MID({"&".join(words)},3,400))'
    return (
        FormulaColumn("resting", resting),
        *columns,
        FormulaColumn("show_flags", text, number_format="@"),
    )


def _tests(layout: LiveLayout) -> dict[str, str]:
    """Returns what each flag asks, in their order; what the team has no column for is not asked."""
    have = layout.leads.columns
    first = str(layout.leads.first_row)
    tests = {flag: test.replace("{first}", first) for flag, test in _TESTS.items()}
    unasked = {"unknown_fit": "fit", "no_owner": "owner"}
    tests |= {flag: "FALSE" for flag, key in unasked.items() if key not in have}
    return tests if have.keys() & {"email", "phone"} else {**tests, "no_address": "FALSE"}


def _missed(day: str) -> str:
    """Returns whether a promised day passed without a contact on or after it."""
    return f"IF(OR({{{day}}}=0,{{last}}>={{{day}}}),FALSE,late({{{day}}})>=1)"


_SINCE_BEFORE: Final = "AND({d}>0,{d}>=INT({before}),{d}<={last})"
_REACTED: Final = (
    f"OR(AND({{waits}}=0,{_SINCE_BEFORE.replace('{d}', 'INT({reply})')}),"
    f"{_SINCE_BEFORE.replace('{d}', '{appointment}')})"
)
"""They wrote, or we met, between our last two contacts."""
_NOTHING_AHEAD: Final = "MAX({agreed},{announced},{typed})<={last}"
_GENTLE: Final = 'AND(INDEX(sf_stage_end,{stage})="nurture",{touches}>={most})'
_WORKING: Final = "NETWORKDAYS.INTL(INT({before})+1,{last},sf_weekend,sf_holidays)"
_BETWEEN: Final = (
    f"IF({{last}}<=INT({{before}}),0,IF(sf_calendar=1,IF({_WORKING}>0,{{last}}-INT({{before}}),0),"
    f"{_WORKING}))"
)
"""The days between our last two contacts."""
_LEAST: Final = f"IF({_GENTLE},sf_nurture_every,INDEX(sf_stage_min_gap,{{stage}}))"
_TOO_SOON: Final = f"AND({{between}}=0,{_BETWEEN}<{_LEAST})"
_ENDS: Final = 'INDEX(sf_stage_end,{stage})="last_message"'
_UNCONFIRMED: Final = (
    'IF({appointment}<sf_today,AND({rule}="appointment",{due}>0,{due}<=sf_today),'
    "before({appointment},sf_confirm_before)<=sf_today)"
)
_OWNER_AWAY: Final = (
    "AND({due}>0,OR(AND({due}<=sf_today,{away_today}=1),"
    'AND(OR({rule}="reply",{rule}="appointment"),{away_then}=1)))'
)
_ASKS: Final = "INDEX({{_calc.asks_{}}},{{first}})=1"
"""Whether the team notes it at all; `{first}` is the first row of the leads."""
_TESTS: Final = {
    "no_agreement":
        f"AND({{last}}>0,{{before}}>0,{{appointment}}<sf_today,{_REACTED},{_NOTHING_AHEAD})",
    "open_ending": "{left_open}=1",
    "reproach": "{blames}=1",
    "promise_missed": f"OR({_missed('agreed')},{_missed('announced')})",
    "too_soon": f"IF(OR({{stage}}<=0,{{last}}=0,{{before}}=0),FALSE,{_TOO_SOON})",
    "too_many": f"IF({{stage}}<=0,FALSE,AND({_ENDS},{{touches}}>{{most}}+1))",
    "skipped_stage": "{skipped}=1",
    "unconfirmed": f"IF(OR({{appointment}}<=0,{{confirmed}}=1),FALSE,{_UNCONFIRMED})",
    "unknown_fit": f"AND({_ASKS.format('fit')},{{fit}}<>1,{{fit}}<>0,ABS({{kind}})=1)",
    "unknown_phase": f"AND({_ASKS.format('phase')},{{contact}}>0,{{phase_known}}=0)",
    "no_owner": f'AND({_ASKS.format("owner")},{{owner}}="")',
    "no_address": 'AND({mail}="",{phone}="")',
    "owner_away": _OWNER_AWAY,
    "duplicate": "{mail_shared}+{number_shared}>0",
    "reply_unseen": 'AND(OR({rule}="closed",{rule}="not_followed"),{waits}=1)',
    "typed_over": "{written}=1",
    "word_date": "{old_word}=1",
    "bad_cell": 'OR({bad}=1,{rule}="problem")',
}  # fmt: skip
"""Flag -> what it asks of a row."""

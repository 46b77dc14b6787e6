"""The columns of `_calc` that read the cells of a lead: who, dates, stage, yes and no, and what the
log and the memory say of it.

Numbers stand for what a cell says: a day, 0 where it is blank, -1 where it cannot be read; yes 1,
no 0, blank 2, unreadable -1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.columns import DATES, KINDS
from sheetflow.decide.vocabulary import TOTALS
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import LiveLayout, Table
from sheetflow.formulas.ordering import is_listed, short_list
from sheetflow.formulas.reading import (
    are_digits,
    date_columns,
    escaped,
    folded,
    is_word,
    spaced,
    unless_blank,
)
from sheetflow.formulas.stage_table import CLOSED, plain_columns, said

_WITH_TIME: Final = ("last_contact", "last_reply")
_WHO: Final = ("name", "company", "email", "phone")


def cell_columns(layout: LiveLayout) -> tuple[FormulaColumn, ...]:
    """Returns the columns that read the cells of a lead."""
    return (*_who(), *_memo(layout.leads), *_dates(layout), *_stage(), *_answers())


def is_blank(text: str) -> str:
    """Returns whether a text of single spaces counts as blank."""
    return f'OR({text}="",{text}="-",{text}="–",{text}="n/a")'


def _folded_cell(cell: str) -> str:
    """Returns what a cell says, folded."""
    return unless_blank(cell, folded(said(cell)))


def day_order(layout: LiveLayout, key: str) -> str:
    """Returns how the texts of a date column order day and month."""
    if key in layout.day_first:
        return str(int(layout.day_first[key]))
    return "sf_dmy"


def _who() -> Iterator[FormulaColumn]:
    """Yields what says who a lead is, and whether the row is one."""
    for key in _WHO:
        # hangs on today, so that LibreOffice calculates the whole tab on opening
        text = unless_blank(f"L({key})", spaced(f"L({key})"))
        yield FormulaColumn(f"{key}_text", f'=IF(sf_today=0,"",{text})')
    blank = ",".join(is_blank(f"{{{key}_text}}") for key in _WHO)
    broken = ",".join(f"ISERROR(L({key}))" for key in _WHO)
    first = 'TRIM(SUBSTITUTE({name_text},":",""))'
    total = is_word(first, tuple(sorted(TOTALS)))
    yield FormulaColumn("lead", f"=IF(OR({broken}),1,IF(OR(AND({blank}),{total}),0,1))")
    yield FormulaColumn("owner", f'=IF({{lead}}=0,"",{_folded_cell("L(owner)")})')
    # whether the Calendar has any absence of the owner
    absent = f"ISNUMBER(MATCH({escaped('{owner}')},sf_abs_owner,0))"
    yield FormulaColumn("absent", f'=IF({{owner}}="",0,IF({absent},1,0))')


def _memo(leads: Table) -> Iterator[FormulaColumn]:
    """Yields where the memory holds the lead, 0 where it does not: of rows with one id the upper
    one keeps it.
    """
    yield FormulaColumn("id_text", f'=IF({{lead}}=0,"",{spaced("L(id)")})')
    at = "MATCH({id_text},{_mem.id:all},1)"
    same = f"INDEX({{_mem.id:all}},{at})={{id_text}}"
    yield FormulaColumn(
        "memo_at", f'=IF({{id_text}}="",-ROW(),IFERROR(IF({same},{at},-ROW()),-ROW()))'
    )
    # how many ids stand in several rows: the search for the upper one is needed only then
    yield FormulaColumn(
        "copies", "=SUMPRODUCT(--(FREQUENCY({memo_at:all},{memo_at:all})>1))", rows=1
    )
    # a row more: there are so many frequencies
    places, counted = f"{{memo_at:1_{leads.rows + 1}}}", "FREQUENCY({memo_at:all},{memo_at:all})"
    largest = f"SUMPRODUCT(LARGE(({counted}>1)*{places},{{copies:one}}-{{place}}+1))"
    yield short_list("copied", "{copies:one}", largest, leads)
    several = is_listed("copied", "{copies:one}", "{memo_at}", "TRUE")
    upper = "MATCH({memo_at},{memo_at:all},0)=ROW()-ROW({memo_at:one})+1"
    first = f"IF({several},IF({upper},{{memo_at}},0),{{memo_at}})"
    yield FormulaColumn("memo", f"=IF({{memo_at}}<0,0,{first})")
    for key in ("touches", "contacts", "last", "before", "added", "counted", "skipped"):
        yield FormulaColumn(f"m_{key}", f"=IF({{memo}}=0,0,N(INDEX({{_mem.{key}:all}},{{memo}})))")
    yield FormulaColumn("opted_out", "=IF({memo}=0,0,N(INDEX({_mem.opted_out:all},{memo})))")
    for key in ("stage", "stage_then"):
        place = f"MATCH(INDEX({{_mem.{key}:all}},{{memo}}),sf_stage_key,0)"
        yield FormulaColumn(f"m_{key}", f"=IF({{memo}}=0,0,IFERROR({place},0))")
    yield FormulaColumn("m_word", '=IF({memo}=0,"",INDEX({_mem.word:all},{memo})&"")')


def read_date(key: str, layout: LiveLayout) -> Iterator[FormulaColumn]:
    """Yields the columns that read a date of a lead: as formulas can, else as the memory says of
    the very same text.
    """
    name, cell = f"read_{key}", f"L({key})"
    clock = key in _WITH_TIME
    yield from date_columns(name, cell, "{lead}", day_order(layout, key), clock=clock)
    same = f"INDEX({{_mem.text_{key}:all}},{{memo}})={spaced(cell)}"
    day = f"INDEX({{_mem.day_{key}:all}},{{memo}})"
    told = f"IF({same},IF(N({day})>0,{day},-1),{{{name}}})"
    asked = f'OR({{t_{name}}}="",{{memo}}=0)'
    yield FormulaColumn(key, f"=IF({asked},{{{name}}},{told})")


def _dates(layout: LiveLayout) -> Iterator[FormulaColumn]:
    for key in DATES:
        yield from read_date(key, layout)


def _stage() -> Iterator[FormulaColumn]:
    """Yields the slot of the stage, 0 where its word is unknown: what is written exactly comes
    before what is written alike, the Playbook's words before the shipped ones.
    """
    yield FormulaColumn("stage_text", f'=IF({{lead}}=0,"",{spaced("L(stage)")})')
    blank = is_blank("{stage_text}")
    yield FormulaColumn("stage_word", f'=IF({blank},"",{folded("{stage_text}")})')
    exact = f"IFERROR(MATCH({escaped('{stage_word}')},sf_word_fold,0),0)"
    yield FormulaColumn("stage_exact", f'=IF({{stage_word}}="",0,{exact})')
    yield FormulaColumn("stage_left", '=IF({stage_exact}>0,"",{stage_word})')
    yield from plain_columns("stage_plain", "{stage_left}")
    alike = "IFERROR(MATCH({stage_plain},sf_word_plain,0),0)"
    yield FormulaColumn("stage_alike", f'=IF({{stage_plain}}="",{{stage_exact}},{alike})')
    means = "INDEX(sf_shipped_means,MATCH({stage_plain},sf_shipped_word,0))"
    shipped = f"IFERROR(INDEX(sf_default_slot,{means}),0)"
    yield FormulaColumn(
        "stage_shipped", f'=IF(OR({{stage_plain}}="",{{stage_alike}}>0),0,{shipped})'
    )
    key = (
        f"INDEX({{_mem.told_stage:all}},MATCH({escaped('{stage_left}')},{{_mem.told_word:all}},0))"
    )
    pseudo = f'IF({key}="_closed",{CLOSED},IF({key}="_no_contact",{CLOSED + 1},0))'
    told = f"IFERROR(IF({pseudo}>0,{pseudo},MATCH({key},sf_stage_key,0)),0)"
    known = '{stage_left}="",{stage_alike}>0,{stage_shipped}>0'
    yield FormulaColumn("stage_told", f"=IF(OR({known}),{{stage_shipped}},{told})")
    found = "IF({stage_alike}>0,INDEX(sf_word_slot,{stage_alike}),{stage_told})"
    word = f'IF({{stage_word}}="",sf_first_stage,{found})'
    yield FormulaColumn("stage", f"=IF({{lead}}=0,0,IF(ISERROR(L(stage)),0,{word}))")
    yield FormulaColumn("end", '=IF({stage}=0,"",INDEX(sf_stage_end,{stage}))')


def _yes_no(key: str) -> str:
    cell, text = f"L({key})", spaced(f"L({key})")
    means = f"INDEX(sf_yes_no_means,MATCH({escaped(text)},sf_yes_no_word,0))"
    filled = f"IF(ISERROR({cell}),-1,IF({is_blank(text)},2,IFERROR({means},-1)))"
    return f"=IF({{lead}}=0,2,IF(ISBLANK({cell}),2,{filled}))"


def _answers() -> Iterator[FormulaColumn]:
    """Yields what the other cells say that decide; attempts -1 where blank, -2 where bad; kind 1
    opportunity, 2 task, 3 partner.
    """
    for key in ("fit", "do_not_contact", "confirmed"):
        yield FormulaColumn(key, _yes_no(key))
    cell, text = "L(attempts)", spaced("L(attempts)")
    count = f"IF(AND({cell}>=0,{cell}<1000000000,{cell}=INT({cell})),{cell},-2)"
    of_text = f"IF(AND(LEN({text})<10,{are_digits(text)}),VALUE({text}),-2)"
    filled = (
        f"IF(ISLOGICAL({cell}),-2,IF(ISNUMBER({cell}),{count},IF({is_blank(text)},-1,{of_text})))"
    )
    known = f"IF(ISBLANK({cell}),-1,IF(ISERROR({cell}),-2,{filled}))"
    yield FormulaColumn("attempts", f"=IF({{lead}}=0,-1,{known})")
    yield from _kind(_folded_cell("L(kind)"))


def _kind(text: str) -> Iterator[FormulaColumn]:
    yield FormulaColumn("kind_word", f'=IF({{lead}}=0,"",{text})')
    found = "-1"
    for number, words in reversed([*enumerate(KINDS.values(), 1)]):
        found = f"IF({is_word('{kind_word}', words)},{number},{found})"
    blank = 'AND({kind_word}="",NOT(ISERROR(L(kind))))'
    yield FormulaColumn("kind", f"=IF(OR({{lead}}=0,{blank}),1,{found})")

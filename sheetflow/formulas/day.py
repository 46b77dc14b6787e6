"""The columns of `_calc` by which the day's work is put into order, and those of Today that find
its lines, most urgent first (follow-up.md, "Order of the worklist").

Three keys, each high first, stand for that order: status, rule and interest; value; days late and
row. The k-th line is the row with the k-th largest key, among equal ones the next key decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.reading import escaped

FOUND: Final = 80
"""Lines that are put into order; those above the capacity of the day are then left out."""
_FIRST: Final = ("agreement", "by_hand", "appointment")
_NO_ROOM_NEEDED: Final = 10**6
"""The room of who has no capacity."""


def order_columns() -> Iterator[FormulaColumn]:
    """Yields the columns of `_calc` that order the day."""
    yield FormulaColumn("rank", "=IFERROR(MATCH({status},{_set.ranked:all},0),0)")
    first = ",".join(f'{{rule}}="{rule}"' for rule in _FIRST)
    by_interest = 'IF({interest}="",0,{interest}+1)'
    key = f"(7-{{rank}})*10000+IF(OR({first}),5000,0)+{by_interest}"
    yield FormulaColumn("key_a", f"=IF({{rank}}=0,0,{key})")
    amount = "IF(ISNUMBER({amount}),MIN(MAX({amount},-10^9),10^9)+10^9,0)"
    yield FormulaColumn("key_b", f"=IF({{rank}}=0,0,{amount})")
    yield FormulaColumn("key_c", "=IF({rank}=0,0,{late}*1000000+999999-ROW())")
    yield FormulaColumn("deputy", _DEPUTY, number_format="@")


_DEPUTY: Final = (
    '=IF(OR({rank}=0,{flag_owner_away}=0,{owner}=""),"",IFERROR(INDEX({_set.stands_in:all},MATCH('
    + escaped("{owner}")
    + ',{_set.abs_now:all},0)),""))'
)
"""Who stands in for the owner, where that one is away today."""

_MINE: Final = "((sf_who_all=1)+({_calc.owner:all}=sf_who)+({_calc.deputy:all}=sf_who)>0)"


class Work(NamedTuple):
    """What is known of the line that stands in `{lead}`, and of whom it is for, as templates: the
    folded owner, the capacity of `{line_owner}` (-1: none), how many of theirs were contacted
    today, and whether somebody waits for an answer.
    """

    owner: str
    capacity: str
    done: str
    reply: str


_PERSON: Final = f"MATCH({escaped('{line_owner}')},{{_set.person:all}},0)"
_OF_CALC: Final = Work(
    "INDEX({_calc.owner},{lead})",
    f"IFERROR(INDEX({{_set.capacity:all}},{_PERSON}),-1)",
    "SUMPRODUCT(({_calc.owner:all}={line_owner})*(INT({_calc.contact:all})=sf_today))",
    'INDEX({_calc.status},{lead})="reply"',
)


def line_columns(who: str, everybody: str, first_row: int) -> Iterator[FormulaColumn]:
    """Yields the columns of Today that find its lines, from `first_row` on. `who` is the cell that
    holds whose list it is, folded, `everybody` one that holds 1 where it is everybody's.
    """
    for column in _ordered_lines(_mine(who, everybody), first_row):
        yield column._replace(rows=FOUND)
    yield from kept_lines(who, everybody, _OF_CALC)


def _mine(who: str, everybody: str) -> str:
    return _MINE.replace("sf_who_all", everybody).replace("sf_who", who)


def _ordered_lines(mine: str, first_row: int) -> Iterator[FormulaColumn]:
    """Yields the k-th largest of the three keys, and the row that they stand for."""
    # hangs on today: a program that opens a file takes only what names a volatile cell for stale
    yield FormulaColumn("place", f"=ROW()-{first_row - 1}+0*sf_today")
    key_a, key_b, key_c = "{_calc.key_a:all}", "{_calc.key_b:all}", "{_calc.key_c:all}"
    yield FormulaColumn("key_a", f"=IFERROR(SUMPRODUCT(LARGE({key_a}*{mine},{{place}})),0)")
    among = "COUNTIF({key_a:top},{key_a})"
    equal = f"({key_a}={{key_a}})*{mine}"
    yield FormulaColumn("key_b", f"=IF({{key_a}}=0,0,SUMPRODUCT(LARGE({equal}*{key_b},{among})))")
    among = "COUNTIFS({key_a:top},{key_a},{key_b:top},{key_b})"
    equal = f"{equal}*({key_b}={{key_b}})"
    yield FormulaColumn("key_c", f"=IF({{key_a}}=0,0,SUMPRODUCT(LARGE({equal}*{key_c},{among})))")
    yield FormulaColumn("lead", "=IF({key_a}=0,0,999999-MOD({key_c},1000000))")


def kept_lines(who: str, everybody: str, work: Work) -> Iterator[FormulaColumn]:
    """Yields which lines fit into the day of whom they are for, and their number among those."""
    for column in _kept_lines(who, everybody, work):
        yield column._replace(rows=FOUND)


def _kept_lines(who: str, everybody: str, work: Work) -> Iterator[FormulaColumn]:
    owner = f"IF({everybody}=1,{work.owner},{who})"
    yield FormulaColumn("line_owner", f'=IF({{lead}}=0,"",{owner})', number_format="@")
    yield FormulaColumn("before", "=SUMPRODUCT(--({line_owner:top}={line_owner}))-1")
    yield FormulaColumn("capacity", f'=IF({{line_owner}}="",-1,{work.capacity})')
    room = f"IF({{capacity}}<0,{_NO_ROOM_NEEDED},{{capacity}}-{work.done})"
    yield FormulaColumn("room", f"=IF({{lead}}=0,0,{room})")
    yield FormulaColumn("kept", f"=IF({{lead}}=0,0,IF(OR({work.reply},{{before}}<{{room}}),1,0))")
    yield FormulaColumn("nth", "=IF({kept}=1,SUM({kept:top}),0)")


def total(who: str, everybody: str) -> str:
    """Returns how many lines there are in all, those included that are left out."""
    mine = _mine(who, everybody)
    return f"(SUMPRODUCT(({{_calc.key_a:all}}>0)*{mine})+0*sf_today)"

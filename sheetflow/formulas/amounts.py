"""The columns of `_calc` that read the value of a lead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.decide.vocabulary import MULTIPLIERS
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.reading import PLACES, filled, is_word, spaced, text_column, without


def amount_columns() -> Iterator[FormulaColumn]:
    """Yields the columns that read an amount as parse/amounts.py does: a number, or a text of one
    with up to six other signs before and behind it; `amount` is blank where there is none.
    """
    cell, text = "L(value)", "{value_text}"
    said = f'IF(OR({{lead}}=0,ISNUMBER({cell})),"",{spaced(cell)})'
    yield text_column("value_said", f"={said}")
    yield text_column("value_text", f"={filled('{value_said}')}")
    digit = f'ISNUMBER(FIND(MID({text}&REPT("x",40),{PLACES},1),"0123456789"))'
    first = f"41-SUMPRODUCT(MAX({digit}*(41-{PLACES})))"
    yield FormulaColumn("value_first", f'=IF({text}="",0,{first})')
    last = f"SUMPRODUCT(MAX({digit}*{PLACES}))"
    yield FormulaColumn("value_last", f'=IF({text}="",0,{last})')
    middle = f"MID({text},{{value_first}},{{value_last}}-{{value_first}}+1)"
    is_amount = f"IF({{value_first}}>40,FALSE,{_is_amount(text, middle)})"
    digits = without(middle, "' ")
    yield text_column("value_digits", f'=IF({text}="","",IF({is_amount},{digits},""))')
    yield from _decimals("{value_digits}")
    is_number = f"AND({{lead}}=1,ISNUMBER({cell}),NOT(ISLOGICAL({cell})))"
    of_text = f'IFERROR({_amount(text)},"")'
    of_cell = f'IF({is_number},{cell},"")'
    yield FormulaColumn("amount", f"=IF({{value_own}}<0,{of_cell},{of_text})")
    is_odd = f'OR(ISLOGICAL({cell}),ISERROR({cell}),AND({text}<>"",{{amount}}=""))'
    yield FormulaColumn("odd_value", f"=IF({{lead}}=0,0,IF({is_odd},1,0))")


def _is_amount(text: str, middle: str) -> str:
    """Returns whether a text with a digit in it is an amount with its currency."""
    before, behind = f"LEFT({text},{{value_first}}-1)", f"MID({text},{{value_last}}+1,99)"
    sign = f'IF(ISNUMBER(FIND(RIGHT("x"&{before},1),"-+")),1,0)'
    currency = f"LEFT({text},{{value_first}}-1-{sign})"
    unit = f"{behind}={without(behind, '.,')},NOT({is_word(without(behind, ' €$£'), MULTIPLIERS)})"
    is_number = f"LEN({without(middle, _OF_NUMBERS)})=0"
    are_short = f"LEN({currency})<=6,LEN({behind})<=6"
    return f"AND({is_number},{are_short},{currency}={without(currency, '-+.,')},{unit})"


_OF_NUMBERS: Final = "0123456789.,' "


def _decimals(digits: str) -> Iterator[FormulaColumn]:
    """Yields how many digits stand behind the last sign of an amount; which sign begins decimals as
    it tells by itself: 1 point, 2 comma, 3 there is none, 0 open, -1 no amount; and which does
    where it is open, as most of the column say, else the country: 0 unknown.
    """
    parted = f'SUBSTITUTE(SUBSTITUTE({digits},".",REPT(" ",40)),",",REPT(" ",40))'
    yield FormulaColumn("value_behind", f'=IF({digits}="",0,LEN(TRIM(RIGHT({parted},40))))')
    points, commas = (f"(LEN({digits})-LEN({without(digits, sign)}))" for sign in ".,")
    of_comma = f'MID({digits},LEN({digits})-{{value_behind}},1)=","'
    of_both = f"IF({of_comma},IF({commas}=1,2,-1),IF({points}=1,1,-1))"
    of_several = f"IF({{value_behind}}<>3,-1,IF({commas}>0,1,2))"
    before = f"LEFT({digits},LEN({digits})-4)"
    is_open = f"IF({{value_behind}}<>3,FALSE,AND(LEN({before})<=3,VALUE({before})>0))"
    of_one = f"IF({is_open},0,IF({of_comma},2,1))"
    signs = (
        f"IF(AND({points}>0,{commas}>0),{of_both},IF({points}+{commas}>1,{of_several},{of_one}))"
    )
    own = f"IF({points}+{commas}=0,3,{signs})"
    yield FormulaColumn("value_own", f'=IF({digits}="",-1,{own})')
    by_point, by_comma = (f"COUNTIF({{value_own:all}},{sign})" for sign in (1, 2))
    most = f"IF({by_point}={by_comma},sf_decimal,IF({by_point}>{by_comma},1,2))"
    yield FormulaColumn("value_sign", f"={most}", rows=1)


def _amount(text: str) -> str:
    """Returns the amount of a text, blank where nobody can tell whether its sign groups."""
    digits = "{value_digits}"
    last = f'IF(MID("x"&{digits},LEN({digits})-{{value_behind}}+1,1)=",",2,1)'
    unknown = f"AND({{value_own}}=0,OR({{value_sign:one}}=0,{{value_sign:one}}={last}))"
    behind = f"IF(AND({{value_own}}<>0,{{value_own}}={last}),{{value_behind}},0)"
    minus = f'IF(RIGHT("x"&LEFT({text},{{value_first}}-1),1)="-",-1,1)'
    amount = f"{minus}*VALUE({without(digits, '.,')})/10^{behind}"
    return f'IF({unknown},"",{amount})'

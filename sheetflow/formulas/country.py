"""The columns of `_set` that language and country settle: the order of day and month, and the sign
before decimals.
"""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.decide.vocabulary import DECIMAL_POINT, MONTH_FIRST, NO_DECIMAL_SIGN, NO_ORDER
from sheetflow.formulas.language import FormulaColumn


def country_columns(entry: str) -> Iterator[FormulaColumn]:
    """Yields the columns, from the `lang` of the team and what it says of its country.

    `dmy` is 1 where the day comes first, 0 where the month does; `decimal` 1 for a point, 2 for a
    comma; what is unknown is -1 and 0.
    """
    yield FormulaColumn("es", '=IF({lang}="es",1,0)', rows=1)
    yield FormulaColumn("country", f"=UPPER(LEFT({entry},2))", rows=1)
    first = f"IF({_is_among('month_first')},0,1)"
    unknown = f'OR({{country}}="",{_is_among("no_order")})'
    yield FormulaColumn("dmy", f"=IF({{es}}=1,1,IF({unknown},-1,{first}))", rows=1)
    sign = f"IF({_is_among('no_decimal_sign')},0,IF({_is_among('decimal_point')},1,2))"
    yield FormulaColumn("decimal", f'=IF({{country}}="",1+{{es}},{sign})', rows=1)
    yield FormulaColumn("month_first", values=tuple(sorted(MONTH_FIRST)))
    yield FormulaColumn("no_order", values=tuple(sorted(NO_ORDER)))
    yield FormulaColumn("decimal_point", values=tuple(sorted(DECIMAL_POINT)))
    yield FormulaColumn("no_decimal_sign", values=tuple(sorted(NO_DECIMAL_SIGN)))


def _is_among(column: str) -> str:
    return f"ISNUMBER(MATCH({{country}},{{{column}:all}},0))"

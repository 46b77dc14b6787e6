"""The columns of `_set` that read the Calendar: holidays, and who is away until when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.columns import TABS
from sheetflow.decide.playbook import CALENDAR_HEADINGS
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.reading import date_columns, folded
from sheetflow.formulas.stage_table import said

HOLIDAYS: Final = 400
"""Rows of the Calendar that may hold a holiday."""
ABSENCES: Final = 150
"""Rows of the Calendar that may hold an absence."""
_JUMPS: Final = 5
"""Columns of which each follows a chain of absences twice as far as the one before: 32 links."""
_K: Final = "(ROW()-1)"


def day_off_columns(layout: LiveLayout) -> tuple[FormulaColumn, ...]:
    """Returns the columns that read the Calendar."""
    return (*_holidays(), *_absences(), *_wrong_days(layout))


def _row(name: str, table: str, key: str, rows: int) -> Iterator[FormulaColumn]:
    """Yields which row of the Calendar a slot is; 0 where the table is missing."""
    found = "0"
    for heading in CALENDAR_HEADINGS[key]:
        found = f'IFERROR(MATCH("{heading}",{{{table}.{key}}},0),{found})'
    yield FormulaColumn(f"{name}_head", f"=IFERROR({found},0)+0*sf_today", rows=1)
    head = f"{{{name}_head:one}}"
    yield FormulaColumn(f"{name}_row", f"=IF({head}=0,0,{head}+{_K})", rows=rows)


def _dates(name: str, table: str, key: str, rows: int) -> Iterator[FormulaColumn]:
    """Yields the columns that read a date of the Calendar."""
    row = "{holiday_row}" if table == "holidays" else "{abs_row}"
    for column in date_columns(name, f"at({table}.{key},{row})", row, "sf_dmy"):
        yield column._replace(rows=rows)


def _holidays() -> Iterator[FormulaColumn]:
    yield from _row("holiday", "holidays", "holiday", HOLIDAYS)
    yield from _dates("holiday", "holidays", "holiday", HOLIDAYS)
    yield FormulaColumn("holidays", "=MAX(0,{holiday})", rows=HOLIDAYS)


def _absences() -> Iterator[FormulaColumn]:
    yield from _row("abs", "absences", "owner", ABSENCES)
    for key in ("owner", "deputy"):
        text = folded(said(f"at(absences.{key},{{abs_row}})"))
        yield FormulaColumn(f"abs_{key}", f'=IF({{abs_row}}=0,"",{text})', rows=ABSENCES)
    yield from _dates("abs_first", "absences", "first", ABSENCES)
    yield from _dates("abs_typed", "absences", "last", ABSENCES)
    end = "IF({abs_typed}>0,{abs_typed},{abs_first})"
    yield FormulaColumn("abs_last", f"=MAX(0,{end})", rows=ABSENCES)
    there = 'AND({abs_owner}<>"",{abs_first}>0,{abs_last}>={abs_first},{abs_typed}>=0)'
    yield FormulaColumn("abs_there", f"=IF({there},1,0)", rows=ABSENCES)
    back = "IFERROR(MIN(2958465,WORKDAY.INTL({abs_last},1,sf_weekend,sf_holidays)),2958465)"
    yield FormulaColumn("abs_back0", f"=IF({{abs_there}}=0,0,{back})", rows=ABSENCES)
    for jump in range(1, _JUMPS + 1):
        before = f"abs_back{jump - 1}"
        now = f"{{{before}}}"
        covers = f"({{abs_first:all}}<={now})*({{abs_last:all}}>={now})*{{{before}:all}}"
        ours = "({abs_owner:all}={abs_owner})*"
        further = f"MAX({now},SUMPRODUCT(MAX({ours}{covers})))"
        name = "abs_back" if jump == _JUMPS else f"abs_back{jump}"
        yield FormulaColumn(name, f"=IF({{abs_there}}=0,0,{further})", rows=ABSENCES)


def _wrong_days(layout: LiveLayout) -> Iterator[FormulaColumn]:
    """Yields the wrong cells of the Calendar: holidays, then absences."""
    lone = 'OR(({abs_owner}<>"")<>({abs_first}<>0),AND({abs_typed}<>0,{abs_first}=0))'
    turned = "AND({abs_typed}>0,{abs_first}>0,{abs_typed}<{abs_first})"
    number = f"IF(OR({{abs_first}}<0,{{abs_typed}}<0),1,IF({turned},2,IF({lone},3,0)))"
    yield FormulaColumn("abs_wrong", f"={number}", rows=ABSENCES)
    columns = "COLUMN({absences.first}),COLUMN({absences.last}),COLUMN({absences.owner})"
    cell = f"ADDRESS({{abs_row}},CHOOSE({{abs_wrong}},{columns}),4)"
    yield FormulaColumn("abs_where", f'=IF({{abs_wrong}}=0,"",{cell})', rows=ABSENCES)
    holiday = "ADDRESS({holiday_row},COLUMN({holidays.holiday}),4)"
    yield FormulaColumn("holiday_where", f'=IF({{holiday}}>=0,"",{holiday})', rows=HOLIDAYS)
    of_absence = f"INDEX({{abs_where:all}},{_K}-{HOLIDAYS})"
    both = f"IF({_K}<={HOLIDAYS},INDEX({{holiday_where:all}},{_K}),{of_absence})"
    yield FormulaColumn("wrong_day", f"={both}", rows=HOLIDAYS + ABSENCES)
    yield FormulaColumn("wrong_day_first", '=IFERROR(MATCH("?*",{wrong_day:all},0),0)', rows=1)
    calendar = (layout.holidays.tab or TABS["calendar"][0]).replace('"', "")
    where = f'"{calendar}!"&INDEX({{wrong_day:all}},{{wrong_day_first}})'
    yield FormulaColumn("wrong_day_where", f'=IF({{wrong_day_first}}=0,"",{where})', rows=1)
    first, code = "{wrong_day_first}", f"INDEX({{abs_wrong:all}},{{wrong_day_first}}-{HOLIDAYS})"
    text = f"INDEX({{wrong_day_texts:all}},IF({first}<={HOLIDAYS},1,{code}))"
    yield FormulaColumn("wrong_day_text", f'=IF({first}=0,"",{text})', rows=1)

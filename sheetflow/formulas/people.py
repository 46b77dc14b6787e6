"""The columns of `_set` about the team: who has room for how much a day, and who stands in for whom
today (decide/people.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.decide.people import PEOPLE_HEADINGS
from sheetflow.formulas.days_off import ABSENCES
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.reading import are_digits, escaped, folded
from sheetflow.formulas.stage_table import said
from sheetflow.formulas.step_table import head_of

RANKED: Final = ("reply", "overdue", "today", "last_message", "cold", "check")
"""The statuses of the day's work, most urgent first."""
PEOPLE: Final = 60
"""Rows of the tab People that are read."""
_JUMPS: Final = 5
"""Columns of which each follows a chain of deputies twice as far as the one before."""
_K: Final = "(ROW()-1)"


def people_columns(layout: LiveLayout) -> tuple[FormulaColumn, ...]:
    """Returns the columns."""
    ranked = FormulaColumn("ranked", values=RANKED)
    return (ranked, *_people(), *_deputies())


def _people() -> Iterator[FormulaColumn]:
    """Yields each person's folded name and capacity, -1 where that is not limited."""
    yield head_of("person_head", "people.name", PEOPLE_HEADINGS["name"])
    row = f"=IF({{person_head:one}}=0,0,{{person_head:one}}+{_K})"
    yield FormulaColumn("person_row", row, rows=PEOPLE)
    name = folded(said("at(people.name,{person_row})"))
    yield FormulaColumn(
        "person", f'=IF({{person_row}}=0,"",{name})', rows=PEOPLE, number_format="@"
    )
    typed = said("at(people.capacity,{person_row})")
    yield FormulaColumn(
        "capacity_said", f'=IF({{person}}="","",{typed})', PEOPLE, number_format="@"
    )
    count = f"IF({are_digits('{capacity_said}')},VALUE({{capacity_said}}),-1)"
    yield FormulaColumn("capacity", f'=IF({{capacity_said}}="",-1,{count})', rows=PEOPLE)


def _deputies() -> Iterator[FormulaColumn]:
    """Yields, per absence that covers today, the owner and who stands in for them: a deputy who is
    away passes it on; where that leads to nobody who is there, it is blank.
    """
    now = "AND({abs_there}=1,{abs_first}<=sf_today,{abs_last}>=sf_today)"
    yield FormulaColumn("abs_now", f'=IF({now},{{abs_owner}},"")', rows=ABSENCES, number_format="@")
    first = '=IF({abs_now}="","",{abs_deputy})'
    yield FormulaColumn("deputy0", first, rows=ABSENCES, number_format="@")
    for jump in range(1, _JUMPS + 1):
        before = f"{{deputy{jump - 1}}}"
        away = f"MATCH({escaped(before)},{{abs_now:all}},0)"
        passed = f"IFERROR(INDEX({{deputy{jump - 1}:all}},{away}),{before})"
        text = f'=IF({before}="","",{passed})'
        yield FormulaColumn(f"deputy{jump}", text, rows=ABSENCES, number_format="@")
    last = f"{{deputy{_JUMPS}}}"
    is_away = f"ISNUMBER(MATCH({escaped(last)},{{abs_now:all}},0))"
    yield FormulaColumn("stands_in", f'=IF({is_away},"",{last})', rows=ABSENCES, number_format="@")

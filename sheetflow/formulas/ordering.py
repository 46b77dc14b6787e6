"""Columns that sort the numbers of another one, lowest first, in proportion to their count.

A formula that picks the k-th number looks at all of them, so runs of RUN numbers are sorted so, and
then merged two and two. A run knows where each of its numbers comes among both runs, by a binary
search in the other one; the number for a place is the one that comes there, else the next one of
the other run.

The numbers of each run are higher than all those of the run before by _APART, and so are the places
by the length of their pair. So every search goes through a whole column, which is in order from its
first to its last row, and no formula needs a range that begins elsewhere in each row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import Table

RUN: Final = 500
"""Numbers that are sorted by looking at each of them for each place."""
_RUNS: Final = 29
"""Runs at most, else they are longer: Google Sheets chooses among so many ranges."""
_APART: Final = 2 * 10**11
"""How far the runs lie apart: more than any row of Leads x 100000 + row of the log."""


def sorted_columns(
    name: str, numbers: str, first_row: int, rows: int, run: int = RUN
) -> Iterator[FormulaColumn]:
    """Yields the column `name`, and those that it needs, with the whole numbers of a column that
    begins in `first_row`; numbers above 0 occur once, and none is above 10^11.
    """
    at, size = f"(ROW()-{first_row})", max(run, -(-rows // _RUNS))
    runs = -(-rows // size)
    stages = (runs - 1).bit_length()
    before = name if stages == 0 else f"{name}_0"
    if runs == 1:
        yield FormulaColumn(before, f"=SMALL({{{numbers}:all}},{at}+1)")
    else:
        ranges = ",".join(_run(numbers, number * size, size, rows) for number in range(runs))
        number = f"INT({at}/{size})"
        smallest = f"SMALL(CHOOSE({number}+1,{ranges}),{at}-{size}*{number}+1)"
        yield FormulaColumn(before, f"={smallest}+{number}*{_APART}")
    for stage in range(stages):
        after = name if stage == stages - 1 else f"{name}_{stage + 1}"
        yield from _merged(after, before, at, size << stage, _APART << stage)
        before = after


def _run(numbers: str, begin: int, size: int, rows: int) -> str:
    """Returns the cells of a run, cut where the rows end; `begin` counts from 0."""
    return f"{{{numbers}:{begin + 1}_{min(begin + size, rows)}}}"


def _merged(name: str, before: str, at: str, size: int, apart: int) -> Iterator[FormulaColumn]:
    """Yields a column in which two runs of this size are one each time, and the two it needs:
    where a number of the first run comes, and how many of that run come down to a place. The
    second run of a pair is higher by `apart`.
    """
    begin = f"INT({at}/{2 * size})*{2 * size}"
    second = f"({begin}+{size})"
    lower = f"MAX(0,MATCH({{{before}}}+{apart}-0.5,{{{before}:all}},1)-{second})"
    behind = f"{begin}+{2 * size}.5"
    place = f"IF({at}>={second},{behind},{at}+1+{lower})"
    yield FormulaColumn(f"{name}_rank", f"={place}")
    taken = f"{{{name}_taken}}"
    ranks = f"{{{name}_rank:all}}"
    yield FormulaColumn(f"{name}_taken", f"=IFERROR(MATCH({at}+1,{ranks},1)-{begin},0)")
    is_first = f"INDEX({ranks},{begin}+MAX(1,{taken}))={at}+1"
    of_first = f"INDEX({{{before}:all}},{begin}+{taken})"
    of_second = f"INDEX({{{before}:all}},{second}+{at}-{begin}+1-{taken})-{apart}"
    yield FormulaColumn(name, f"=IF({is_first},{of_first},{of_second})")


FEW: Final = 60
"""Numbers of a short list."""


def short_list(name: str, count: str, smallest: str, table: Table) -> FormulaColumn:
    """Returns the column `name`, which lists the few numbers that are of interest beside a table,
    lowest first: `count` of them, `smallest` gives the k-th by `{place}`. Above FEW it is no use.
    """
    place = f"(ROW()-{table.first_row - 1})"
    text = f"=IF({place}>{count},10^9,{smallest.replace('{place}', place)})"
    return FormulaColumn(name, text, rows=min(FEW, table.rows))


def is_listed(name: str, count: str, number: str, otherwise: str) -> str:
    """Returns whether a number is in such a list, or `otherwise` where that is too long."""
    found = f"INDEX({{{name}:all}},MATCH({number},{{{name}:all}},1))={number}"
    short = f"IF({count}<={FEW},IFERROR({found},FALSE),{otherwise})"
    return f"IF({count}=0,FALSE,{short})"

"""Columns that sort the numbers of another one, lowest first, in proportion to their count.

A formula that picks the k-th number looks at all of them, so runs of RUN numbers are sorted so, and
then merged two and two. A run knows where each of its numbers comes among both runs, by a binary
search in the other one; the number for a place is the one that comes there, else the next one of
the other run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.formulas.language import FormulaColumn

RUN: Final = 500
"""Numbers that are sorted by looking at each of them for each place."""


def sorted_columns(
    name: str, numbers: str, first_row: int, rows: int, run: int = RUN
) -> Iterator[FormulaColumn]:
    """Yields the column `name`, and those that it needs, with the whole numbers of a column that
    begins in `first_row`; numbers above 0 occur once.
    """
    at, size = f"(ROW()-{first_row})", run
    stages = max(0, -(-rows // run) - 1).bit_length()
    before = name if stages == 0 else f"{name}_0"
    yield FormulaColumn(before, f"=SMALL({_run(numbers, at, rows, run)},MOD({at},{run})+1)")
    for stage in range(1, stages + 1):
        after = name if stage == stages else f"{name}_{stage}"
        yield from _merged(after, before, at, rows, size)
        before, size = after, 2 * size


def _run(numbers: str, at: str, rows: int, size: int) -> str:
    """Returns the cells of the run in which a place is."""
    if rows <= size:
        return f"{{{numbers}:all}}"
    return _cells(numbers, f"{at}-MOD({at},{size})", rows, size)


def _cells(column: str, begin: str, rows: int, size: int) -> str:
    """Returns a run of a column, cut where its rows end; `begin` counts from 0."""
    return f"OFFSET({{{column}:one}},{begin},0,MIN({size},{rows}-({begin})))"


def _merged(name: str, before: str, at: str, rows: int, size: int) -> Iterator[FormulaColumn]:
    """Yields a column in which two runs of this size are one each time, and the two it needs:
    where a number of the first run comes, and how many of that run come down to a place.
    """
    place, begin = f"MOD({at},{2 * size})", f"({at}-MOD({at},{2 * size}))"
    second = f"({begin}+{size})"
    lower = f"IFERROR(MATCH({{{before}}}-0.5,{_cells(before, second, rows, size)},1),0)"
    others = f"IF({second}>={rows},0,{lower})"
    yield FormulaColumn(f"{name}_rank", f"=IF({place}>={size},0,{place}+1+{others})")
    ranks = _cells(f"{name}_rank", begin, rows, size)
    taken = f"{{{name}_taken}}"
    yield FormulaColumn(f"{name}_taken", f"=IFERROR(MATCH({place}+1,{ranks},1),0)")
    first = f"INDEX({{{name}_rank:all}},{begin}+MAX(1,{taken}))={place}+1"
    from_first = f"INDEX({{{before}:all}},{begin}+{taken})"
    from_second = f"INDEX({{{before}:all}},{second}+{place}+1-{taken})"
    yield FormulaColumn(name, f"=IF({first},{from_first},{from_second})")

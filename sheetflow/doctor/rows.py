"""Rows below the headings that are filled in and are no leads, as nothing in them says who."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sheetflow.columns import fold_heading
from sheetflow.decide.vocabulary import TOTALS
from sheetflow.model import Block, Problem, Value
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.values import is_blank, text_of
from sheetflow.parse.which_rows import SAY_WHO

_OF_SUMS = frozenset({"value", "attempts"})
"""What alone may be a sum below the list."""


def rows_not_read(tab: LeadsTab, problems: tuple[Problem, ...]) -> Iterator[int]:
    """Yields the 1-based rows in which people filled in a column that is read, or one whose heading
    is among the `problems`, and none that says who.
    """
    layout, keys = tab.layout, dict(tab.read_columns())
    told = {problem.where for problem in problems}
    keys |= {at: "" for at in tab.unread_columns() if layout.where(at) in told}
    for block in layout.tab.blocks(sorted(keys)):
        cells = dict(zip(sorted(keys), block.columns, strict=True))
        yield from _of_block(block, cells, keys, layout.heading_row)


def _of_block(
    block: Block, columns: Mapping[int, list[Value]], keys: Mapping[int, str], headings: int
) -> Iterator[int]:
    for i, row in enumerate(block.rows):
        filled = [at for at, cells in columns.items() if not is_blank(cells[i])]
        if row <= headings or not filled:
            continue
        first = fold_heading(text_of(columns[filled[0]][i]))
        said = {keys[at] for at in filled}
        if first not in TOTALS and said.isdisjoint(SAY_WHO) and not said <= _OF_SUMS:
            yield row

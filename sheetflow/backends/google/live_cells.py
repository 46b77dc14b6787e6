"""Where live formulas of ours answer: what each of our columns would show, by the hidden tab that
decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sheetflow.backends.google.metadata import heading_row_of
from sheetflow.backends.google.read import Column, GoogleTab, View
from sheetflow.backends.google.reconcile import same
from sheetflow.columns import OWNED, fold_heading
from sheetflow.live import CALC_TAB, FILLED, MEMORY_TAB, SHOWN
from sheetflow.model import FormulaRows, Value

_OUR_WORDS: Final = frozenset().union(
    *(column.words("en") for column in OWNED), *(column.words("es") for column in OWNED)
)


def shown_columns(view: View) -> Mapping[str, Column]:
    """Returns owned key -> the column of `_calc` that it shows, from the first row on; none where
    the spreadsheet has no live formulas.
    """
    tab = view.tab(CALC_TAB)
    if tab is None or not tab.head:
        return {}
    headings = list(tab.head[0])
    return {
        key: tab.column(headings.index(name)) for key, name in SHOWN.items() if name in headings
    }


def filled_to(view: View) -> int | None:
    """Returns the row down to which formulas answer, as the run that wrote them said; None where
    none did.
    """
    memory = view.tab(MEMORY_TAB)
    if memory is None or not memory.head or FILLED not in memory.head[0]:
        return None
    value = memory.cell(2, list(memory.head[0]).index(FILLED))
    return int(value) if isinstance(value, int | float) else None


def presumed_live(
    tab: GoogleTab, owned: Mapping[str, int], shown: Mapping[str, Column], until: int | None = None
) -> FormulaRows:
    """Returns the cells of ours, by column, that show what their formula would; no formula answers
    below the row `until`.
    """
    first = heading_row_of(tab.sheet) + 1
    last = max(map(len, tab.columns), default=0)
    last = last if until is None else min(last, until)
    found: dict[int, list[int]] = {}
    for key, column in shown.items():
        if key in owned:
            at = owned[key]
            rows = range(first, last + 1)
            found[at] = [row for row in rows if same(tab.cell(row, at), _cell(column, row))]
    return found


def _cell(column: Column, row: int) -> Value:
    return column[row - 1] if row <= len(column) else None


def headed_as_ours(tab: GoogleTab) -> Iterator[int]:
    """Yields the columns with a heading that we would give one of ours."""
    for cells in tab.head:
        for at, value in enumerate(cells):
            if isinstance(value, str) and len(value) < 200 and fold_heading(value) in _OUR_WORDS:
                yield at

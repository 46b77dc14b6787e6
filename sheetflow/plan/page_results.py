"""What a sync refreshes in the tabs Today and Dashboard: the results of their formulas, which a
preview, a phone or another program shows without working anything out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from sheetflow.model import NewTab, Snapshot, Tab, Value, results_of, serial
from sheetflow.plan.plan import Plan

_ALIKE: Final = 1e-9
"""By how much programs differ in one number."""


def with_results(plan: Plan, snapshot: Snapshot, pages: Iterable[NewTab]) -> Plan:
    """Returns the plan that also refreshes the pages that show something else than what their
    formulas come to.
    """
    stale = tuple(page for page in pages if _is_stale(page, snapshot.tab(page.name)))
    if not stale:
        return plan
    pages = (*plan.changes.recalculated, *stale)
    return replace(plan, changes=replace(plan.changes, recalculated=pages, state=plan.records))


def _is_stale(page: NewTab, tab: Tab | None) -> bool:
    wanted = {(each.row, each.column): each.value for each in results_of(page)}
    if tab is None or not wanted:
        return False
    found = _formulas(tab, wanted)
    return any(not _is_same(value, wanted[place]) for place, value in found)


_Place = tuple[int, int]
"""1-based row, 0-based column."""


def _formulas(tab: Tab, places: Iterable[_Place]) -> Iterator[tuple[_Place, Value]]:
    """Yields what the formulas show that stand in these places."""
    wanted = frozenset(places)
    columns = sorted({column for _, column in wanted})
    for block in tab.blocks(columns):
        for column, values in zip(columns, block.columns, strict=True):
            shown = dict(zip(block.rows, values, strict=True))
            with_formula = {*block.formulas.get(column, ()), *block.live.get(column, ())}
            for row in with_formula & shown.keys():
                if (row, column) in wanted:
                    yield (row, column), shown[row]


def _is_same(shown: Value, wanted: Value | date) -> bool:
    if isinstance(wanted, date):
        wanted = serial(wanted)
    if isinstance(shown, int | float) and isinstance(wanted, int | float):
        return abs(shown - wanted) < _ALIKE
    return ("" if shown is None else shown) == ("" if wanted is None else wanted)

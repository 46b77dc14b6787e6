"""What a sync refreshes in the tabs Today and Dashboard: the results of their formulas, which a
preview, a phone or another program shows without working anything out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from sheetflow.model import NewTab, Result, Snapshot, Tab, Value, results_of, serial
from sheetflow.model.formula_text import shape_of
from sheetflow.plan.older_pages import with_choices
from sheetflow.plan.plan import Plan

_ALIKE: Final = 1e-9
"""By how much programs differ in one number."""


def with_results(plan: Plan, snapshot: Snapshot, pages: Iterable[NewTab]) -> Plan:
    """Returns the plan that also refreshes the pages that show something else than what their
    formulas come to. Of one that the plan writes anew it is the content that shows it.
    """
    shown = {page.name: page for page in pages}
    rewritten = tuple(_with_shown(new, shown, snapshot) for new in plan.changes.rewritten)
    left = shown.keys() - {new.name for new in rewritten}
    stale = tuple(
        shown[name] for name in sorted(left) if _is_stale(shown[name], snapshot.tab(name))
    )
    changes = replace(plan.changes, rewritten=rewritten)
    if stale:
        pages = (*changes.recalculated, *stale)
        changes = replace(changes, recalculated=pages, state=plan.records)
    return replace(plan, changes=changes)


def _with_shown(new: NewTab, shown: Mapping[str, NewTab], snapshot: Snapshot) -> NewTab:
    tab = snapshot.tab(new.name)
    return with_choices(shown[new.name], tab) if tab and new.name in shown else new


def _is_stale(page: NewTab, tab: Tab | None) -> bool:
    """Returns whether a formula of ours shows something else than what it comes to; what people
    wrote in its place is theirs.
    """
    wanted = {(each.row, each.column): each for each in results_of(page)}
    if tab is None or not wanted:
        return False
    ours = _Shapes()
    for shown in _formulas(tab, wanted):
        result = wanted[shown.place]
        if not _is_same(shown.value, result.value) and ours.is_it(shown, result):
            return True
    return False


class _ShownFormula(NamedTuple):
    """A formula of a page: its 1-based row and 0-based column, its text, and what it shows."""

    place: tuple[int, int]
    text: str
    value: Value


class _Shapes:
    """Tells our formulas from those of people; each of ours is spelled once."""

    def __init__(self) -> None:
        self._ours: dict[tuple[str, int], str] = {}

    def is_it(self, shown: _ShownFormula, ours: Result) -> bool:
        """Returns whether this is our formula."""
        key = (ours.text, ours.first_row)
        if key not in self._ours:
            self._ours[key] = shape_of(*key)
        return shape_of(shown.text, shown.place[0]) == self._ours[key]


def _formulas(tab: Tab, places: Iterable[tuple[int, int]]) -> Iterator[_ShownFormula]:
    """Yields the formulas that stand in these places."""
    wanted = frozenset(places)
    columns = sorted({column for _, column in wanted})
    for block in tab.blocks(columns):
        for column, values in zip(columns, block.columns, strict=True):
            shown = dict(zip(block.rows, values, strict=True))
            with_formula = {*block.formulas.get(column, ()), *block.live.get(column, ())}
            for row in with_formula & shown.keys():
                if (row, column) in wanted:
                    text = block.texts.get((row, column), "")
                    yield _ShownFormula((row, column), text, shown[row])


def _is_same(shown: Value, wanted: Value | date) -> bool:
    if isinstance(wanted, date):
        wanted = serial(wanted)
    if isinstance(shown, int | float) and isinstance(wanted, int | float):
        return abs(shown - wanted) < _ALIKE
    return ("" if shown is None else shown) == ("" if wanted is None else wanted)

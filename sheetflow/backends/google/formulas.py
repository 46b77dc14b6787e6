"""Which cells hold a formula, a person's or a live one of ours: asked only where one could be.

A values answer gives results, and formulas cost a request of their own. So it is sent only where
people touched our columns since the last run, or may have a Next contact that is to become ours.
Where our formulas answer, a cell that shows what its formula would is taken for one: a value that
somebody put there is told as soon as it is another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final, NamedTuple

from sheetflow.backends.google.live_cells import (
    filled_to,
    headed_as_ours,
    presumed_live,
    shown_columns,
)
from sheetflow.backends.google.metadata import heading_row_of
from sheetflow.backends.google.read import Column, GoogleTab, View, owned_places
from sheetflow.backends.google.reconcile import same
from sheetflow.columns import OWNED, OWNED_KEYS, TABS, fold_heading, is_tab
from sheetflow.live import CALC_TAB, CALCULATING, MEMORY_TAB, is_live
from sheetflow.model import STATE_TAB, FormulaRows, Value
from sheetflow.state import records_in
from sheetflow.state.record import expected_fingerprints, fingerprint, written_in

Columns = Mapping[str, Sequence[int]]
"""Tab -> 0-based columns."""
_Print = tuple[int, str]
"""The place of an owned column, and the fingerprint of a cell in it."""
_HIDDEN: Final = frozenset({STATE_TAB, CALC_TAB, MEMORY_TAB, *CALCULATING})
_NEXT: Final = next(column for column in OWNED if column.key == "next_contact")
_NEXT_WORDS: Final = _NEXT.words("en") | _NEXT.words("es")
_AHEAD: Final = (
    "next", "follow", "again", "recontact", "remind", "call back",
    "prox", "siguiente", "seguimiento", "volver", "contactar", "llamar",
)  # fmt: skip
"""Parts of the headings that may mean a next contact, folded; which do, reading tells later."""


def columns_to_ask(view: View, *, presuming: bool = True, whole: Sequence[str] = ()) -> Columns:
    """Returns the columns in which a formula could be in one of our cells, and which it is, is not
    known; not `presuming`, that a cell shows what our formula would tells nothing, as where the
    hidden tabs have just come beside our answers. Of the tabs `whole` it is all columns.
    """
    lines = view.state_tab.column(0) if view.state_tab else []
    records, shown = records_in(lines), shown_columns(view)
    owned, found = owned_places(view), dict[str, Sequence[int]]()
    answering = bool(shown) and not owned  # at the first run headings alone tell our columns
    for tab in view.tabs:
        if tab.name in _HIDDEN and tab.name not in whole:
            continue
        ours = owned.get(tab.name)
        if tab.name in whole:
            columns = list(range(len(tab.columns)))
        elif ours is None:
            columns = sorted({*_next_contacts(tab), *(headed_as_ours(tab) if answering else ())})
        else:
            unclear = bool(shown) and (
                len(owned) > 1 or not presuming
            )  # which of the tabs do our formulas answer?
            cells = _OurCells(tab, ours, presumed_live(tab, ours, shown, filled_to(view)))
            columns = sorted(ours.values()) if unclear or cells.are_touched(records) else []
        if columns:
            found[tab.name] = columns
    return found


def _next_contacts(tab: GoogleTab) -> Iterator[int]:
    """Yields the columns that may be a Next contact by a heading, in a tab that is not ours yet; in
    one that is named like a tab of ours, and mostly is one, only by our own heading.
    """
    named_like_ours = any(is_tab(tab.name, key) for key in TABS)
    fits = _NEXT_WORDS.__contains__ if named_like_ours else looks_ahead
    for cells in tab.head:
        for at, value in enumerate(cells):
            if isinstance(value, str) and len(value) < 200 and fits(fold_heading(value)):
                yield at


def looks_ahead(heading: str) -> bool:
    """Returns whether a folded heading may be that of a next contact."""
    return any(part in heading for part in _AHEAD)


class _OurCells(NamedTuple):
    """The cells of ours in a tab; those that `live` formulas of ours answer are not of interest."""

    tab: GoogleTab
    owned: Mapping[str, int]
    live: FormulaRows

    def are_touched(self, records: Mapping[str, str]) -> bool:
        """Returns whether a cell of ours holds anything that the last run did not leave there; in a
        row without its id, anything that it left in no row.
        """
        ids = self.tab.column(self.owned["id"]) if "id" in self.owned else []
        numbered = enumerate(OWNED_KEYS[:-1])
        there = [(n, self.owned[key]) for n, key in numbered if key in self.owned]
        columns = {n: self.tab.column(at) for n, at in there}
        live = {n: frozenset(self.live.get(at, ())) for n, at in there}
        strays = set[_Print]()
        heading_row = heading_row_of(self.tab.sheet) or 0
        for row in range(heading_row, max(map(len, columns.values()), default=0)):
            found = []
            for place, column in columns.items():
                if row + 1 not in live[place]:
                    found.append((place, fingerprint(_at(column, row))))
            text = records.get(str(_at(ids, row)))
            if text is None:
                strays.update(found)
            elif _differs(found, expected_fingerprints(text)):
                return True
        return bool({stray for stray in strays if stray[1]} - _written_anywhere(strays, records))


def _differs(found: Iterable[_Print], expected: Sequence[set[str]]) -> bool:
    """Returns whether people's values are in a row, those that are remembered too."""
    return any(expected[place] != {print_} for place, print_ in found)


def _written_anywhere(strays: set[_Print], records: Mapping[str, str]) -> set[_Print]:
    found = set[_Print]()
    for text in records.values() if strays else ():
        found.update(enumerate(written_in(text).split(";")))
    return found


def _at(column: Column, row: int) -> Value:
    return column[row] if row < len(column) else None


def with_formulas(view: View, found: Mapping[str, Mapping[int, Column]]) -> View:
    """Returns the view with the formulas in it; `found` are the columns asked for, each with its
    formulas in place of their results.
    """
    shown, owned, tabs = shown_columns(view), owned_places(view), []
    for tab in view.tabs:
        columns, ours = found.get(tab.name), owned.get(tab.name)
        if columns:
            tabs.append(_with_asked(tab, columns))
        elif ours is not None and shown:
            live = presumed_live(tab, ours, shown, filled_to(view))
            tabs.append(replace(tab, live=live))
        else:
            tabs.append(tab)
    return view._replace(tabs=tuple(tabs))


def _with_asked(tab: GoogleTab, columns: Mapping[int, Column]) -> GoogleTab:
    """Returns a tab with the formulas of these columns: those of people, and ours."""
    others: dict[int, list[int]] = {}
    live: dict[int, list[int]] = {}
    for at, column in columns.items():
        others[at], live[at] = [], []
        for row, cell in enumerate(column, 1):
            if is_formula(cell, tab.cell(row, at)):
                (live if is_live(str(cell)) else others)[at].append(row)
    return replace(tab, formulas=others, live=live)


def is_formula(asked: Value, result: Value) -> bool:
    """Returns whether a cell holds a formula: asked for it, it is another text than its result."""
    return isinstance(asked, str) and asked.startswith("=") and not same(asked, result)


def agree(view: View, found: Mapping[str, Mapping[int, Column]]) -> bool:
    """Returns whether the cells without a formula are in both answers the same: else people changed
    the sheet between the two.
    """
    for tab in view.tabs:
        for at, column in found.get(tab.name, {}).items():
            pairs = zip_longest(column, tab.column(at))
            if not all(same(*pair) or is_formula(*pair) for pair in pairs):
                return False
    return True

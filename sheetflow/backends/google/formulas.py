"""Which cells hold a formula of a person: asked only where one could be.

A values answer gives results, and formulas cost a request of their own. So it is sent only where
people touched our columns since the last run, or may have a Next contact that is to become ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sheetflow.backends.google.metadata import heading_row_of
from sheetflow.backends.google.read import Column, GoogleTab, View, owned_places
from sheetflow.backends.google.reconcile import same
from sheetflow.columns import OWNED, OWNED_KEYS, fold_heading
from sheetflow.model import STATE_TAB, Value
from sheetflow.state import records_in
from sheetflow.state.record import expected_fingerprints, fingerprint

Columns = Mapping[str, Sequence[int]]
"""Tab -> 0-based columns."""
_NEXT: Final = next(column for column in OWNED if column.key == "next_contact")
_NEXT_WORDS: Final = _NEXT.words("en") | _NEXT.words("es")


def columns_to_ask(view: View) -> Columns:
    """Returns the columns in which a formula of a person could be one of our cells."""
    lines = view.state_tab.column(0) if view.state_tab else []
    records = records_in(lines)
    owned, found = owned_places(view), dict[str, Sequence[int]]()
    for tab in view.tabs:
        if tab.name == STATE_TAB:
            continue
        ours = owned.get(tab.name)
        if ours is None:
            columns = sorted(set(_next_contacts(tab)))
        else:
            columns = sorted(ours.values()) if _is_touched(tab, ours, records) else []
        if columns:
            found[tab.name] = columns
    return found


def _next_contacts(tab: GoogleTab) -> Iterator[int]:
    """Yields the columns with a heading of our Next contact, in a tab that is not ours yet."""
    for cells in tab.head:
        for at, value in enumerate(cells):
            if isinstance(value, str) and len(value) < 200 and fold_heading(value) in _NEXT_WORDS:
                yield at


def _is_touched(tab: GoogleTab, owned: Mapping[str, int], records: Mapping[str, str]) -> bool:
    """Returns whether a cell of ours holds anything that the last run did not leave there."""
    columns = [tab.column(owned[key]) if key in owned else [] for key in OWNED_KEYS]
    for row in range(heading_row_of(tab.sheet) or 0, max(map(len, columns), default=0)):
        *cells, id_ = (column[row] if row < len(column) else None for column in columns)
        text = records.get(str(id_))
        expected = expected_fingerprints(text) if text else [{""}] * len(cells)
        for cell, prints in zip(cells, expected, strict=True):
            if prints != {fingerprint(cell)}:
                return True
    return False


def with_formulas(view: View, found: Mapping[str, Mapping[int, Column]]) -> View:
    """Returns the view with the formulas in it; `found` are the columns asked for, each with its
    formulas in place of their results.
    """
    tabs = (
        replace(tab, formulas=_formula_rows(tab, found[tab.name])) if tab.name in found else tab
        for tab in view.tabs
    )
    return view._replace(tabs=tuple(tabs))


def _formula_rows(tab: GoogleTab, columns: Mapping[int, Column]) -> dict[int, list[int]]:
    return {
        at: [row for row, cell in enumerate(column, 1) if is_formula(cell, tab.cell(row, at))]
        for at, column in columns.items()
    }


def is_formula(asked: Value, result: Value) -> bool:
    """Returns whether a cell holds a formula: asked for it, it is another text than its result."""
    return isinstance(asked, str) and asked.startswith("=") and not same(asked, result)


def agree(view: View, found: Mapping[str, Mapping[int, Column]]) -> bool:
    """Returns whether the cells without a formula are in both answers the same: else people changed
    the sheet between the two.
    """
    for tab in view.tabs:
        for at, column in found.get(tab.name, {}).items():
            for row in range(1, max(len(column), len(tab.column(at))) + 1):
                asked = column[row - 1] if row <= len(column) else None
                result = tab.cell(row, at)
                if not same(asked, result) and not is_formula(asked, result):
                    return False
    return True

"""What the hidden tabs of live formulas say of themselves: which columns show it, and the day for
which they were last calculated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from sheetflow.columns import OWNED_KEYS
from sheetflow.live import CALC_TAB, SETTINGS_TAB, SHOWN, live_formula
from sheetflow.model import Snapshot, Value, column_letters
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.values import text_of

_FIRST: Final = date(1899, 12, 30)


class LiveTabs(NamedTuple):
    """The live formulas of a workbook: `tab` holds the leads that they decide, `formulas` is what
    stands in each of our columns there, `calculated` the day for which the results were made,
    where anybody calculated them, and `columns` the headings of `_calc`, by which its version is
    known.
    """

    tab: str
    formulas: Mapping[str, str]
    calculated: date | None
    columns: tuple[str, ...]


def read_live(snapshot: Snapshot, tabs: Sequence[LeadsTab]) -> LiveTabs | None:
    """Reads the headings of `_calc`; None where there is no such tab. It decides the leads tab in
    which our formulas stand, else the first one.
    """
    tab = snapshot.tab(CALC_TAB)
    columns = tuple(map(text_of, tab.head[0])) if tab is not None and tab.head else ()
    places = {name: column_letters(at) for at, name in enumerate(columns)}
    shown = {key: places.get(SHOWN + key) for key in OWNED_KEYS}
    formulas = {key: live_formula(letters) for key, letters in shown.items() if letters}
    if not formulas or not tabs:
        return None
    leads = next((each for each in tabs if each.leads.live), tabs[0])
    return LiveTabs(leads.name, formulas, _calculated(snapshot), columns)


def _calculated(snapshot: Snapshot) -> date | None:
    tab = snapshot.tab(SETTINGS_TAB)
    row = tab.head[1] if tab is not None and len(tab.head) > 1 else ()
    value: Value = row[0] if row else None
    if isinstance(value, int | float) and 18264 <= value < 2958466:
        return _FIRST + timedelta(days=int(value))
    return None

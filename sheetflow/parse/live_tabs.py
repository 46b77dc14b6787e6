"""What the hidden tabs of live formulas say of themselves: which columns show it, and the day for
which they were last calculated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from sheetflow.live import (
    ANSWERED,
    CALC_TAB,
    DASH_TAB,
    FILLED,
    FILLED_LOG,
    HEARD,
    LIST_TAB,
    MEMORY_TAB,
    PAGES,
    READS,
    SETTINGS_TAB,
    SHOWN,
    live_formula,
)
from sheetflow.model import Snapshot, Tab, Value, column_letters
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.values import text_of

_FIRST: Final = date(1899, 12, 30)
_ALIKE: Final = 1e-6
"""By how much programs differ in one moment: a tenth of a second."""
_MOST_ROWS: Final = 10_000_001
"""More than any workbook has."""


class LiveTabs(NamedTuple):
    """The live formulas of a workbook: `tab` holds the leads that they decide, `formulas` is what
    stands in each of our columns there, `calculated` the day for which the results were made,
    where anybody calculated them, `columns` the headings of `_calc`, by which its version is known,
    and `answered` the serial of the moment at which a run last told them what it knows. `reads`
    are the keys of the columns for which they were written; none where that is not known. `since`
    tells whether a program is known to have calculated them since that moment.
    """

    tab: str
    formulas: Mapping[str, str]
    calculated: date | None
    columns: tuple[str, ...]
    answered: float = 0
    reads: tuple[str, ...] = ()
    since: bool = False


def read_live(snapshot: Snapshot, tabs: Sequence[LeadsTab]) -> LiveTabs | None:
    """Reads the headings of `_calc`; None where there is no such tab. It decides the leads tab in
    which our formulas stand, else the first one.
    """
    tab = snapshot.tab(CALC_TAB)
    columns = tuple(map(text_of, tab.head[0])) if tab is not None and tab.head else ()
    places = {name: column_letters(at) for at, name in enumerate(columns)}
    shown = {key: places.get(name) for key, name in SHOWN.items()}
    formulas = {key: live_formula(letters) for key, letters in shown.items() if letters}
    if not formulas or not tabs:
        return None
    leads = next((each for each in tabs if each.leads.live), tabs[0])
    found = (leads.name, formulas, _calculated(snapshot), columns, _answered(snapshot))
    reads = tuple(text_of(_told(snapshot, READS)).split())
    return LiveTabs(*found, reads, _is_calculated_since(snapshot))


def _is_calculated_since(snapshot: Snapshot) -> bool:
    """Returns whether a program has calculated since the last run told the formulas something; a
    sheet that people share always has.
    """
    answered, heard = _answered(snapshot), _told(snapshot, HEARD, SETTINGS_TAB)
    is_heard = isinstance(heard, int | float) and abs(heard - answered) < _ALIKE
    return snapshot.shared or (answered > 0 and is_heard)


def _told(snapshot: Snapshot, heading: str, name: str = MEMORY_TAB) -> Value:
    """Returns what stands below a heading of a hidden tab: of the memory tab what the last run left
    there.
    """
    tab = snapshot.tab(name)
    if tab is None or len(tab.head) < 2:
        return None
    names, first = list(tab.head[0]), tab.head[1]
    at = names.index(heading) if heading in names else len(first)
    return first[at] if at < len(first) else None


def _answered(snapshot: Snapshot) -> float:
    value = _told(snapshot, ANSWERED)
    return value if isinstance(value, int | float) and 0 < value < 2958466 else 0


def filled_down_to(snapshot: Snapshot) -> int:
    """Returns the row down to which the run that wrote the formulas filled them; 0 where it did not
    say so.
    """
    value = _told(snapshot, FILLED)
    return int(value) if isinstance(value, int | float) and 0 < value < _MOST_ROWS else 0


def log_filled_to(snapshot: Snapshot) -> int:
    """Returns the row of the Contacts log down to which formulas were filled, likewise."""
    value = _told(snapshot, FILLED_LOG)
    return int(value) if isinstance(value, int | float) and 0 < value < _MOST_ROWS else 0


def pages_written(snapshot: Snapshot) -> str:
    """Returns what the run that wrote the pages over the live formulas noted of them."""
    return text_of(_told(snapshot, PAGES))


def _calculated(snapshot: Snapshot) -> date | None:
    tab = snapshot.tab(SETTINGS_TAB)
    row = tab.head[1] if tab is not None and len(tab.head) > 1 else ()
    value: Value = row[0] if row else None
    if isinstance(value, int | float) and 18264 <= value < 2958466:
        return _FIRST + timedelta(days=int(value))
    return None


def has_list(snapshot: Snapshot) -> bool:
    """Returns whether a Today of the workbook reads what a sync tells it."""
    return any(reads_list(tab) for tab in snapshot.tabs if tab.visible)


def reads_list(today: Tab) -> bool:
    """Returns whether a Today takes its lines from what a sync tells it."""
    return any(LIST_TAB in row for row in today.head)


def has_dash(snapshot: Snapshot) -> bool:
    """Returns whether a workbook has the hidden tab in which a Dashboard counts."""
    return snapshot.tab(DASH_TAB) is not None


def has_pages(snapshot: Snapshot, *, listed: bool) -> bool:
    """Returns whether a workbook has pages of formulas whose results are kept in the file; `listed`
    says that it `has_list`. A sheet that people share calculates them itself.
    """
    if snapshot.shared:
        return False
    hidden = any(snapshot.tab(name) is not None for name in (CALC_TAB, DASH_TAB))
    return hidden or listed

"""Where everything is in a workbook that has, or gets, live formulas: what these are made for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sheetflow.columns import DATES
from sheetflow.formulas.layout import LEAD_ROWS, LOG_LINES, LiveLayout, Table
from sheetflow.model import TabPlan
from sheetflow.parse.date_order import choice_key
from sheetflow.parse.our_tables import FoundTable
from sheetflow.parse.workbook import Workbook

STEP: Final = 500
"""So many rows more are filled where they run out."""
_ROOM: Final = 50
"""Blank rows that are left below the last lead when formulas are filled down."""
_SMALL: Final = 100
"""Rows of our other tables that formulas look at, below what stands there."""


def filled_to(last: int, first_row: int, fewest: int = LEAD_ROWS) -> int:
    """Returns the last row of formulas for what stands down to this row, grown in steps: a workbook
    to which nobody adds is never written for it.
    """
    rows = max(0, last + _ROOM - first_row + 1 - fewest)
    steps = -(-rows // STEP)
    return first_row + fewest + steps * STEP - 1


def live_layout(book: Workbook, tab: TabPlan, tables: Mapping[str, FoundTable]) -> LiveLayout:
    """Returns the layout of a workbook for the leads of one tab."""
    first = tab.heading_row + 1
    columns = {**tab.people, **tab.owned}
    leads = Table(tab.tab, tab.heading_row, first, filled_to(tab.last_row, first), columns)
    found = {name: _table(name, table) for name, table in tables.items()}
    return LiveLayout(leads=leads, **found, lang=book.lang, day_first=_orders(book, tab.tab))


def _table(name: str, found: FoundTable) -> Table:
    first = found.heading_row + 1
    last = found.last_row + _SMALL
    if name == "log":
        last = filled_to(found.last_row, first, LOG_LINES)
    return Table(found.tab, found.heading_row, first, last, found.columns)


def _orders(book: Workbook, tab: str) -> dict[str, bool]:
    """Returns whether the day comes first, of the date columns for which that is settled."""
    choices = book.choices.get(tab, {})
    words = {key: choices.get(choice_key(key), "").split(" ")[0] for key in DATES}
    return {key: word == "dmy" for key, word in words.items() if word}

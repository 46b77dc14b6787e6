"""The colours that formulas give to cells in which an entry of the team's is wrong."""

from __future__ import annotations

from sheetflow.model import Highlight, Style
from sheetflow.palette import ALARM, ON_INK

_WRONG = Style(fill=ALARM, text=ON_INK, bold=True)


def wrong_entries(cells: str, tab: str) -> Highlight:
    """Returns what turns a wrong cell red; `tab` is playbook or calendar.

    `_set` lists their addresses, so that the format names no other tab.
    """
    listed = {"playbook": "sf_wrong_cell", "calendar": "sf_wrong_day"}[tab]
    return Highlight(cells, f"ISNUMBER(MATCH(ADDRESS(ROW(),COLUMN(),4),{listed},0))", _WRONG)

"""The addresses that the hidden tab `_list` tells Today, as links of Google Sheets write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import chain

from sheetflow.backends.google.sheets_formulas import Spelling
from sheetflow.live import LIST_TAB, PLACE
from sheetflow.model import Cell, Changes, Formula, NewTab, Value


def with_addresses(changes: Changes, sheet_ids: Mapping[str, int]) -> Changes:
    """Returns the changes with the places of leads as addresses into the spreadsheet, whose tabs
    have these ids.
    """
    if all(tab.name != LIST_TAB for tab in chain(changes.new_tabs, changes.rewritten)):
        return changes
    written = Spelling(sheet_ids)
    new = tuple(_spelled(tab, written) for tab in changes.new_tabs)
    rewritten = tuple(_spelled(tab, written) for tab in changes.rewritten)
    return replace(changes, new_tabs=new, rewritten=rewritten)


def _spelled(tab: NewTab, written: Spelling) -> NewTab:
    headings = [_content(cell) for cell in tab.rows[0]] if tab.rows else []
    if tab.name != LIST_TAB or PLACE not in headings:
        return tab
    at = headings.index(PLACE)
    return replace(tab, rows=tuple(_with_address(row, at, written) for row in tab.rows))


Row = tuple[Value | date | Cell | Formula, ...]


def _with_address(row: Row, at: int, written: Spelling) -> Row:
    cell = row[at] if at < len(row) else None
    text = _content(cell)
    if not isinstance(text, str):
        return row
    address = written.address(text)
    changed = cell._replace(content=address) if isinstance(cell, Cell) else address
    return (*row[:at], changed, *row[at + 1 :])


def _content(cell: object) -> object:
    return cell.content if isinstance(cell, Cell) else cell

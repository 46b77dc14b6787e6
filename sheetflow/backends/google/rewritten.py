"""Tabs of ours that are there and get another content: where they hold values alone, the rows that
differ go out with the answers; formulas are put anew as a whole, in the batch before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Final

from sheetflow.backends.google.grid import Json, grid_size
from sheetflow.backends.google.read import GoogleTab, View
from sheetflow.backends.google.reconcile import same
from sheetflow.backends.google.write_requests import plain
from sheetflow.model import Cell, Changes, Formula, NewTab, Value, serial, shown

_MOST_RANGES: Final = 200
"""More stretches of rows than this are sent as one."""


def tabs_to_put_anew(view: View, changes: Changes) -> list[NewTab]:
    """Returns the tabs that are put anew as a whole: those with formulas, and those that have not
    room enough.
    """
    found = []
    for new in changes.rewritten:
        tab = view.tab(new.name)
        if tab is not None and not (_holds_values_alone(new) and _has_room(tab, new)):
            found.append(new)
    return found


def ranges_to_write(view: View, changes: Changes) -> list[Json]:
    """Builds the DataFilterValueRanges for the rows that differ in the other ones."""
    found: list[Json] = []
    for new in changes.rewritten:
        tab = view.tab(new.name)
        if tab is not None and _holds_values_alone(new) and _has_room(tab, new):
            found += _ranges(tab, new)
    return found


def _holds_values_alone(new: NewTab) -> bool:
    return not new.filled and not any(map(_is_formula, chain.from_iterable(new.rows)))


def _is_formula(cell: object) -> bool:
    """Returns whether a cell of a new tab holds a formula."""
    return isinstance(cell.content if isinstance(cell, Cell) else cell, Formula)


def _has_room(tab: GoogleTab, new: NewTab) -> bool:
    rows, columns = grid_size(tab.sheet)
    return len(new.rows) <= rows and _width(new) <= columns


def _width(new: NewTab) -> int:
    return max(map(len, new.rows), default=0)


def _ranges(tab: GoogleTab, new: NewTab) -> Iterator[Json]:
    width = max(_width(new), len(tab.columns))
    height = max(len(new.rows), max(map(len, tab.columns), default=0))
    lines = [_line(new, row, width) for row in range(height)]
    for first, end in _stretches([_differs(tab, row, line) for row, line in enumerate(lines, 1)]):
        rows = {"startRowIndex": first, "endRowIndex": end}
        where = {"sheetId": tab.sheet_id, **rows, "startColumnIndex": 0, "endColumnIndex": width}
        values = [list(map(plain, line)) for line in lines[first:end]]
        yield {"dataFilter": {"gridRange": where}, "majorDimension": "ROWS", "values": values}


def _line(new: NewTab, row: int, width: int) -> list[Value]:
    """Returns the values of a 0-based row, blank from its end on."""
    line: list[Value] = []
    for cell in new.rows[row] if row < len(new.rows) else ():
        value = shown(cell)
        value = serial(value) if isinstance(value, date) else value
        line.append(None if value == "" else value)
    return line + [None] * (width - len(line))


def _differs(tab: GoogleTab, row: int, line: Sequence[Value]) -> bool:
    return not all(same(tab.cell(row, at), value) for at, value in enumerate(line))


def _stretches(changed: Sequence[bool]) -> list[tuple[int, int]]:
    """Returns the stretches of changed rows: first, and end, which is exclusive; 0-based."""
    found: list[tuple[int, int]] = []
    for row, differs in enumerate(changed):
        if not differs:
            continue
        if found and found[-1][1] == row:
            found[-1] = (found[-1][0], row + 1)
        else:
            found.append((row, row + 1))
    return found if len(found) <= _MOST_RANGES else [(found[0][0], found[-1][1])]

"""The hidden tab `_sheetflow` on Google: one text per row, each record in the row where it stood
before.

So a new lead adds one row, whatever its place among the leads, and few changes are few cells.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.read import GoogleTab
from sheetflow.model import STATE_TAB, Value
from sheetflow.state import OPEN, id_in

SPARE: Final = 1000
"""Empty rows that the tab gets whenever it must grow, so that it seldom has to."""


def lines_of(tab: GoogleTab | None) -> list[Value]:
    """What stands in the memory tab; item n - 1 is row n."""
    return list(tab.columns[0]) if tab is not None and tab.columns else []


def changed_lines(standing: Sequence[Value], lines: Sequence[str]) -> dict[int, str]:
    """Row -> text, for the rows to write; an empty text clears the row of a lead that is forgotten.

    The header, always in row 1, is compared without its stamp, which is another one for every run;
    but one that says that a run was cut off is always replaced.
    """
    wanted = dict(_placed(standing, lines[1:]))
    changed = {
        row: text
        for row, text in wanted.items()
        if row > len(standing) or standing[row - 1] != text
    }
    changed |= {
        row: ""
        for row, text in enumerate(standing, 1)
        if row > 1 and text is not None and row not in wanted
    }
    if changed or _unstamped(standing[0] if standing else None) != _unstamped(lines[0]):
        changed[1] = lines[0]
    return changed


def _placed(standing: Sequence[Value], records: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each record in the row of its lead, or in the first rows that hold none."""
    rows = {
        id_in(text): row
        for row, text in enumerate(standing, 1)
        if row > 1 and isinstance(text, str)
    }
    taken = {row for text in records if (row := rows.get(id_in(text)))}
    free = (row for row in count(2) if row not in taken)
    for text in records:
        yield rows.get(id_in(text)) or next(free), text


def _unstamped(header: Value) -> object:
    """The header without its stamp, but for whether that says `open`."""
    try:
        read = json.loads(str(header))
        return {**read, "stamp": str(read.get("stamp", "")).startswith(OPEN)}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return header


def restamped(header: Value, stamp: str) -> str | None:
    """The header with another stamp; None where it is none."""
    try:
        return json.dumps(
            {**json.loads(str(header)), "stamp": stamp}, ensure_ascii=False, sort_keys=True
        )
    except (ValueError, TypeError, RecursionError):
        return None


def room(tab: GoogleTab | None, sheet_id: int, rows: int) -> Iterator[Json]:
    """The requests after which a hidden memory tab with that many rows is there."""
    if tab is None:
        grid = {"rowCount": rows + SPARE, "columnCount": 1}
        properties = {
            "sheetId": sheet_id,
            "title": STATE_TAB,
            "hidden": True,
            "gridProperties": grid,
        }
        yield {"addSheet": {"properties": properties}}
    elif rows > (there := tab.sheet["properties"]["gridProperties"]["rowCount"]):
        length = rows - there + SPARE
        yield {"appendDimension": {"sheetId": sheet_id, "dimension": "ROWS", "length": length}}

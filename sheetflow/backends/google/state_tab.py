"""The hidden tab `_sheetflow` on Google: one text per row, each record in the row where it was
before.

So a new lead adds one row, whatever its place among the leads, and few changes are few cells.
*Header*: row 1, with a stamp of the run that wrote it. *Record*: what is remembered of one lead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.read import GoogleTab
from sheetflow.model import STATE_TAB, Value
from sheetflow.state import OPEN
from sheetflow.state.record import id_in

SPARE: Final = 1000
"""Empty rows that the tab gets whenever it must grow, so that it seldom has to."""


def lines_of(tab: GoogleTab | None) -> list[Value]:
    """Returns what is in the state tab; item n - 1 is row n."""
    return list(tab.columns[0]) if tab is not None and tab.columns else []


def changed_lines(before: Sequence[Value], lines: Sequence[str]) -> dict[int, str]:
    """Returns row -> text, for the rows to write; an empty text clears the row of a lead that is
    forgotten.

    The header is compared without its stamp, which is another one for every run; but one that says
    that a run was cut off is always replaced.
    """
    wanted, old_lines = dict(_placed(before, lines[1:])), dict(enumerate(before, 1))
    changed = {row: text for row, text in wanted.items() if old_lines.get(row) != text}
    for row, old in old_lines.items():
        if row > 1 and old is not None and row not in wanted:
            changed[row] = ""
    if changed or _unstamped(before[0] if before else None) != _unstamped(lines[0]):
        changed[1] = lines[0]
    return changed


def _placed(before: Sequence[Value], records: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yields each record with the row of its lead, or with the first row that holds none."""
    rows = {}
    for row, text in enumerate(before, 1):
        if row > 1 and isinstance(text, str):
            rows[id_in(text)] = row
    taken = {rows.get(id_in(text)) for text in records}
    free = (row for row in count(2) if row not in taken)
    for text in records:
        yield rows.get(id_in(text)) or next(free), text


def _unstamped(header: Value) -> object:
    """Returns the header without its stamp, but for whether that says `open`."""
    try:
        read = json.loads(str(header))
        return {**read, "stamp": str(read.get("stamp", "")).startswith(OPEN)}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return header


def restamped(header: Value, stamp: str) -> str | None:
    """Returns the header with another stamp; None where it is none."""
    try:
        facts = {**json.loads(str(header)), "stamp": stamp}
        return json.dumps(facts, ensure_ascii=False, sort_keys=True)
    except (ValueError, TypeError, RecursionError):
        return None


def state_tab_requests(tab: GoogleTab | None, sheet_id: int, rows: int) -> Iterator[Json]:
    """Builds the requests after which there is a hidden state tab with that many rows."""
    if tab is None:
        grid = {"rowCount": rows + SPARE, "columnCount": 1}
        properties = {"sheetId": sheet_id, "title": STATE_TAB, "hidden": True}
        yield {"addSheet": {"properties": {**properties, "gridProperties": grid}}}
        return
    rows_now = tab.sheet["properties"]["gridProperties"]["rowCount"]
    if rows > rows_now:
        length = rows - rows_now + SPARE
        yield {"appendDimension": {"sheetId": sheet_id, "dimension": "ROWS", "length": length}}

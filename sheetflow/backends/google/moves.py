"""Moves columns of ours to the front of a leads tab. Formulas, names, charts and formats follow on
Google; only merged cells would be cut.
"""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.backends.google import metadata
from sheetflow.backends.google.grid import Json, grid_range, grid_size
from sheetflow.backends.google.read import GoogleTab, View
from sheetflow.model import Changes, MovedColumns, Text


def move_requests(view: View, changes: Changes) -> Iterator[Json]:
    """Builds the requests that move the columns where nothing keeps them. Entries on them that are
    updated first see to it that the batch is refused where they moved since.
    """
    for moved in changes.moved:
        tab = view.tab(moved.tab)
        if tab is not None and not _is_cut(tab, moved):
            yield from _guards(tab, moved)
            yield from _moves(tab.sheet_id, moved)


def staying(view: View, changes: Changes) -> list[Text]:
    """Returns what people are told of columns that stay."""
    found = []
    for moved in changes.moved:
        tab = view.tab(moved.tab)
        if tab is not None and _is_cut(tab, moved):
            found.append(Text("front_stays", (moved.tab, (Text("front_merged"),))))
    return found


def _is_cut(tab: GoogleTab, moved: MovedColumns) -> bool:
    """Returns whether merged cells lie across columns that would move, or make room."""
    first, last = moved.behind, max(moved.columns)
    for merge in tab.sheet.get("merges", ()):
        cells = grid_range(merge, grid_size(tab.sheet))
        several = cells.end_column - cells.first_column > 1
        if several and cells.first_column <= last and cells.end_column > first + 1:
            return True
    return False


def _guards(tab: GoogleTab, moved: MovedColumns) -> Iterator[Json]:
    for entry in tab.entries:
        if entry.at in moved.columns:
            value = metadata.value_of(entry.name, formatted=entry.formatted)
            yield metadata.update(entry.id, value, (tab.sheet_id, entry.at))


def _moves(sheet_id: int, moved: MovedColumns) -> Iterator[Json]:
    """Moves one column after the other, each to the right of the one before."""
    places = {at: at for at in moved.columns}
    for new, column in enumerate(moved.columns, moved.behind + 1):
        now = places[column]
        if now == new:
            continue
        span = {"dimension": "COLUMNS", "startIndex": now, "endIndex": now + 1}
        source = {"sheetId": sheet_id, **span}
        yield {"moveDimension": {"source": source, "destinationIndex": new}}
        for other, place in places.items():
            if new <= place < now:
                places[other] = place + 1
        places[column] = new

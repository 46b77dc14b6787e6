"""How a new tab looks beside its cells: sizes, groups, merges, filter, warnings against typing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.protection import PROTECTION_TAG
from sheetflow.backends.google.references import grid_range_of
from sheetflow.backends.google.tab_cells import style_of
from sheetflow.model import Cell, ColumnLook, NewTab
from sheetflow.texts.notes import tab_guard_text

CHARACTER: Final = 7
"""Pixels of one character of a column's width."""
COLUMN: Final = 100
"""Pixels of a column of which nothing is said."""
ROW: Final = 21
"""Pixels of a row of which nothing is said."""
_POINT: Final = 4 / 3
"""Pixels of a point."""


def look_requests(tab: NewTab, sheet_id: int, lang: str) -> Iterator[Json]:
    """Builds the requests that give a new tab its look."""
    yield from _sizes(tab, sheet_id)
    yield from _groups(tab, sheet_id)
    yield from _hidden(tab, sheet_id)
    yield from _merges(tab, sheet_id)
    if tab.filter:
        yield {"setBasicFilter": {"filter": {"range": grid_range_of(tab.filter, sheet_id)}}}
    if tab.protected:
        yield _warning(tab, sheet_id, lang)


def width_of(tab: NewTab, column: int) -> int:
    """Returns the pixels of a 0-based column."""
    if column in tab.columns and tab.columns[column].width:
        return tab.columns[column].width * CHARACTER
    return tab.widths[column] * CHARACTER if column < len(tab.widths) else COLUMN


def height_of(tab: NewTab, row: int) -> int:
    """Returns the pixels of a 1-based row."""
    return round(tab.heights[row] * _POINT) if row in tab.heights else ROW


def _sizes(tab: NewTab, sheet_id: int) -> Iterator[Json]:
    columns = set(range(len(tab.widths))) | set(tab.columns)
    for first, end, pixels in _runs({at: width_of(tab, at) for at in columns}):
        yield _properties(_span(sheet_id, "COLUMNS", first, end), {"pixelSize": pixels})
    heights = {row - 1: height_of(tab, row) for row in tab.heights}
    for first, end, pixels in _runs(heights):
        yield _properties(_span(sheet_id, "ROWS", first, end), {"pixelSize": pixels})


def _runs(sizes: Mapping[int, int]) -> Iterator[tuple[int, int, int]]:
    """Yields the stretches of one size: first, end (exclusive), size."""
    for at in sorted(sizes):
        if sizes.get(at - 1) == sizes[at]:
            continue  # came with the one before
        end = at + 1
        while sizes.get(end) == sizes[at]:
            end += 1
        yield at, end, sizes[at]


def _span(sheet_id: int, dimension: str, first: int, end: int) -> Json:
    return {"sheetId": sheet_id, "dimension": dimension, "startIndex": first, "endIndex": end}


def _properties(where: Json, properties: Json) -> Json:
    fields = ",".join(properties)
    return {
        "updateDimensionProperties": {"range": where, "properties": properties, "fields": fields}
    }


def _groups(tab: NewTab, sheet_id: int) -> Iterator[Json]:
    """Makes the foldable groups of columns, outer ones first, and folds those that are hidden."""
    deepest = max((look.level for look in tab.columns.values()), default=0)
    folded: list[Json] = []
    for depth in range(1, deepest + 1):
        for first, end in _stretches(at for at, look in tab.columns.items() if look.level >= depth):
            where = _span(sheet_id, "COLUMNS", first, end)
            yield {"addDimensionGroup": {"range": where}}
            if all(tab.columns[at].hidden for at in range(first, end)):
                folded.append({"range": where, "depth": depth, "collapsed": True})
    for group in folded:
        yield {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}}


def _hidden(tab: NewTab, sheet_id: int) -> Iterator[Json]:
    """Hides the columns that no group hides."""
    alone = (at for at, look in tab.columns.items() if _is_hidden_alone(look))
    for first, end in _stretches(alone):
        yield _properties(_span(sheet_id, "COLUMNS", first, end), {"hiddenByUser": True})


def _is_hidden_alone(look: ColumnLook) -> bool:
    return look.hidden and not look.level


def _stretches(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yields consecutive numbers as first and end, which is exclusive."""
    for first, end, _ in _runs(dict.fromkeys(numbers, 0)):
        yield first, end


def _merges(tab: NewTab, sheet_id: int) -> Iterator[Json]:
    """Merges cells, but for those on both sides of what is frozen: Google refuses them."""
    rows, columns = tab.frozen
    for cells in tab.merged:
        area = grid_range_of(cells, sheet_id)
        cut = area["startRowIndex"] < rows < area["endRowIndex"]
        if cut or area["startColumnIndex"] < columns < area["endColumnIndex"]:
            continue
        yield {"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}}


# ── warnings ──────────────────────────────────────────────────────────────────────────────────


def _warning(tab: NewTab, sheet_id: int, lang: str) -> Json:
    """Builds a warning before somebody types into a protected tab, but for its unlocked cells."""
    protected: Json = {
        "range": {"sheetId": sheet_id},
        "description": PROTECTION_TAG + tab_guard_text(lang),
        "warningOnly": True,
    }
    if open_cells := [{"sheetId": sheet_id, **area} for area in unlocked_cells(tab)]:
        protected["unprotectedRanges"] = open_cells
    return {"addProtectedRange": {"protectedRange": protected}}


def unlocked_cells(tab: NewTab) -> list[Json]:
    """Returns the ranges of cells that people may type into; below the rows of a tab a column goes
    on as its style says.
    """
    columns = range(max([*map(len, tab.rows), *(at + 1 for at in tab.columns)], default=0))
    own = _own_locks(tab)
    by_rows: dict[tuple[int, int | None], list[int]] = {}
    for column in columns:
        for stretch in _unlocked_in(tab, column, own.get(column, {})):
            by_rows.setdefault(stretch, []).append(column)
    found = []
    for (first, end), of_rows in by_rows.items():
        rows = {"startRowIndex": first} | ({} if end is None else {"endRowIndex": end})
        for left, right in _stretches(of_rows):
            found.append({**rows, "startColumnIndex": left, "endColumnIndex": right})
    return found


def _own_locks(tab: NewTab) -> dict[int, dict[int, bool]]:
    """Returns by column, then by 0-based row, whether a cell with a style of its own is
    unlocked.
    """
    found: dict[int, dict[int, bool]] = {}
    for number, row in enumerate(tab.rows):
        for column, cell in enumerate(row):
            if isinstance(cell, Cell):
                found.setdefault(column, {})[number] = cell.style.unlocked
    return found


def _unlocked_in(
    tab: NewTab, column: int, own: Mapping[int, bool]
) -> Iterator[tuple[int, int | None]]:
    """Yields the stretches of rows that are unlocked in a column; one that goes on to the end of
    the tab ends with None.
    """
    below = style_of(tab, column, None).unlocked
    rows = [below] * len(tab.rows)
    for number, unlocked in own.items():
        rows[number] = unlocked
    for filled in tab.filled:
        if filled.column == column:
            rows += [below] * (filled.last_row - len(rows))
            covered = filled.last_row - filled.first_row + 1
            rows[filled.first_row - 1 : filled.last_row] = [filled.style.unlocked] * covered
    first: int | None = None
    for row, unlocked in enumerate([*rows, below]):
        if unlocked and first is None:
            first = row
        if not unlocked and first is not None:
            yield first, row
            first = None
    if first is not None:
        yield first, None

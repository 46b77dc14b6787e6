"""Warnings on our columns: a warning-only protected range each, ours by the start of its
description.

Everybody may still type there; Google asks first (discovery document of Sheets v4, ProtectedRange).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sheetflow.backends.google.grid import (
    MOST_COLUMNS,
    Frame,
    GridRange,
    Json,
    Size,
    columns_from,
    grid_range,
    grid_size,
)
from sheetflow.columns import OWNED_KEYS
from sheetflow.model import Keep, TabPlan
from sheetflow.texts.notes import guard_text

PROTECTION_TAG: Final = "sheetflow: "
"""Starts the description of the protected ranges that are ours."""


def protection_changes(sheet: Json, frame: Frame) -> list[Json]:
    """Builds the requests after which each owned column warns once, from its heading down; none
    where it does.

    What the team protects already needs no warning of ours. Where a column of ours is not formatted
    yet all are made anew, because the columns as read are not yet the final ones.
    """
    size = grid_size(sheet)
    found: list[Json] = sheet.get("protectedRanges", [])
    ours = [p for p in found if _is_ours(p)]
    of_team = [p for p in found if not _is_ours(p)]
    columns = [c for key, c in frame.owned.items() if not _team_protects(of_team, frame, key, size)]
    kept = _kept(ours, columns, frame, size)
    staying = {p["protectedRangeId"] for p in kept.values()}
    gone = [p["protectedRangeId"] for p in ours if p["protectedRangeId"] not in staying]
    deletions = [{"deleteProtectedRange": {"protectedRangeId": number}} for number in gone]
    missing = sorted(set(columns) - kept.keys())
    return [*deletions, *(_warning(frame, column) for column in missing)]


def _kept(
    ours: Sequence[Json], columns: Collection[int], frame: Frame, size: Size
) -> dict[int, Json]:
    """Returns column -> the first of our ranges that warns there as it should."""
    kept: dict[int, Json] = {}
    for protected in () if frame.unformatted else ours:
        column = _only_column(protected, frame, size)
        if column is not None and column in columns:
            kept.setdefault(column, protected)
    return kept


def is_closed(sheet: Json, column: int) -> bool:
    """Returns whether a protected range keeps us out of a cell of this 0-based column."""
    size = grid_size(sheet)
    return any(_closes(protected, column, size) for protected in sheet.get("protectedRanges", ()))


def closed_to(sheet: Json, plan: TabPlan, whole: Collection[str] = ()) -> list[str]:
    """Returns the columns of ours, by key, in which a protected range meets a cell that this plan
    writes; of the `whole` ones any cell counts.
    """
    binding = [p for p in sheet.get("protectedRanges", ()) if _binds(p)]
    if not binding:
        return []
    rows, size = _rows_to_write(plan), grid_size(sheet)
    closed = []
    for key, column in plan.owned.items():
        met = any(_meets(p, column, rows.get(key, ()), size) for p in binding)
        if met or (key in whole and is_closed(sheet, column)):
            closed.append(key)
    return closed


def _rows_to_write(plan: TabPlan) -> dict[str, set[int]]:
    """Returns the 1-based rows in which a plan writes into the columns of ours that are there."""
    found = {key: {plan.heading_row} for key in plan.unnamed}
    for row, cells in plan.rows:
        for key, answer in zip(OWNED_KEYS, cells, strict=True):
            if not isinstance(answer, Keep):
                found.setdefault(key, set()).add(row)
    return found


def _meets(protected: Json, column: int, rows: Iterable[int], size: Size) -> bool:
    """Returns whether a range holds one of these cells of a column, and no hole of it does."""
    area = grid_range(protected.get("range", {}), size)
    if not _has_column(area, column):
        return False
    found = (grid_range(hole, size) for hole in protected.get("unprotectedRanges", ()))
    holes = [hole for hole in found if _has_column(hole, column)]
    inside = (row - 1 for row in rows if area.first_row < row <= area.end_row)
    return any(not any(h.first_row <= at < h.end_row for h in holes) for at in inside)


def _binds(protected: Json) -> bool:
    """Returns whether a range keeps us out. Google leaves out fields that are false, and with them
    the permission that is not given.
    """
    free = protected.get("warningOnly", False) or protected.get("requestingUserCanEdit", False)
    return not free


def _closes(protected: Json, column: int, size: Size) -> bool:
    """Returns whether this range does, and leaves no hole as high as the sheet."""
    if not _binds(protected):
        return False
    holes = [grid_range(hole, size) for hole in protected.get("unprotectedRanges", ())]
    around = _has_column(grid_range(protected.get("range", {}), size), column)
    return around and not any(_covers(hole, column, size) for hole in holes)


def _covers(cells: GridRange, column: int, size: Size) -> bool:
    return _has_column(cells, column) and cells.first_row == 0 and cells.end_row >= size[0]


def _is_ours(protected: Json) -> bool:
    """Returns whether we set this range; one that the team made binding since is the team's."""
    tagged = str(protected.get("description", "")).startswith(PROTECTION_TAG)
    return tagged and bool(protected.get("warningOnly"))


def _team_protects(of_team: Iterable[Json], frame: Frame, key: str, size: Size) -> bool:
    """Returns whether the team protects this column of ours itself."""
    at, new = frame.as_read(frame.owned[key]), key in frame.new_columns
    for protected in of_team:
        area, holes = protected.get("range", {}), protected.get("unprotectedRanges", [])
        if not _is_full_height(grid_range(area, size), frame, size):
            continue
        in_hole = any(_will_hold(hole, at, new=new) for hole in holes)
        if _will_hold(area, at, new=new) and not in_hole:
            return True
    return False


def _will_hold(grid_range: Json, at: int, *, new: bool) -> bool:
    """Returns whether a range holds the column `at`; a `new` one is inserted there, and joins what
    is on both sides.
    """
    first = grid_range.get("startColumnIndex", 0)
    end = grid_range.get("endColumnIndex", MOST_COLUMNS)
    return bool(first < at < end or (first == at and not new))


def _only_column(protected: Json, frame: Frame, size: Size) -> int | None:
    """Returns the one column that a range covers from the heading down; None where it covers less
    or more.
    """
    cells = grid_range(protected.get("range", {}), size)
    one = cells.end_column - cells.first_column == 1
    return cells.first_column if one and _is_full_height(cells, frame, size) else None


def _is_full_height(cells: GridRange, frame: Frame, size: Size) -> bool:
    """Returns whether a range goes from the heading or above it to the end of the grid."""
    return cells.first_row < frame.heading_row and cells.end_row >= size[0]


def _has_column(cells: GridRange, column: int) -> bool:
    return cells.first_column <= column < cells.end_column


def _warning(frame: Frame, column: int) -> Json:
    where = columns_from(frame.sheet_id, frame.heading_row - 1, range(column, column + 1))
    text = PROTECTION_TAG + guard_text(frame.lang)
    protected = {"range": where, "description": text, "warningOnly": True}
    return {"addProtectedRange": {"protectedRange": protected}}

"""Warnings on our columns: a warning-only protected range each, ours by the start of its
description.

Everybody may still type there; Google asks first (discovery document of Sheets v4, ProtectedRange).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sheetflow.backends.google.grid import (
    MOST_COLUMNS,
    Frame,
    GridRange,
    Json,
    columns_from,
    grid_range,
    grid_size,
)
from sheetflow.texts.notes import guard_text

PROTECTION_TAG: Final = "sheetflow: "
"""Starts the description of the protected ranges that are ours."""


def protection_changes(sheet: Json, frame: Frame) -> list[Json]:
    """The requests after which each owned column warns once, from its heading down; none where it
    does.

    What the team protects already needs no warning of ours. Where a column of ours is fresh all are
    made anew, because the columns as read are not yet the final ones.
    """
    size = grid_size(sheet)
    found: list[Json] = sheet.get("protectedRanges", [])
    ours = [p for p in found if _is_ours(p)]
    theirs = [p for p in found if not _is_ours(p)]
    columns = [c for key, c in frame.owned.items() if not _guarded(theirs, frame, key, size)]
    kept = (
        {}
        if frame.fresh
        else {c: p for p in reversed(ours) if (c := _only_column(p, frame, size)) in columns}
    )
    staying = {p["protectedRangeId"] for p in kept.values()}
    gone = [p["protectedRangeId"] for p in ours if p["protectedRangeId"] not in staying]
    return [
        *({"deleteProtectedRange": {"protectedRangeId": number}} for number in gone),
        *(_warning(frame, column) for column in sorted(columns) if column not in kept),
    ]


def is_closed(sheet: Json, column: int) -> bool:
    """Whether a protected range keeps us out of a cell of this 0-based column.

    Google leaves out fields that are false, and with them the permission that is not given.
    """
    size = grid_size(sheet)
    return any(
        not protected.get("warningOnly", False)
        and not protected.get("requestingUserCanEdit", False)
        and _meets(grid_range(protected.get("range", {}), size), column)
        and not any(
            _covers(grid_range(hole, size), column, size)
            for hole in protected.get("unprotectedRanges", ())
        )
        for protected in sheet.get("protectedRanges", ())
    )


def _covers(cells: GridRange, column: int, size: tuple[int, int]) -> bool:
    return _meets(cells, column) and cells.first_row == 0 and cells.end_row >= size[0]


def _is_ours(protected: Json) -> bool:
    """Whether we set this range; one that the team made binding since is the team's."""
    tagged = str(protected.get("description", "")).startswith(PROTECTION_TAG)
    return tagged and bool(protected.get("warningOnly"))


def _guarded(theirs: Iterable[Json], frame: Frame, key: str, size: tuple[int, int]) -> bool:
    """Whether the team protects this column of ours itself."""
    at, new = frame.as_read(frame.owned[key]), key in frame.inserted
    return any(
        _reaches(grid_range(p.get("range", {}), size), frame, size)
        and _takes_in(p.get("range", {}), at, new=new)
        and not any(_takes_in(hole, at, new=new) for hole in p.get("unprotectedRanges", []))
        for p in theirs
    )


def _takes_in(grid_range: Json, at: int, *, new: bool) -> bool:
    """Whether a range holds the column `at`; a `new` one is inserted there, and joins what lies on
    both sides.
    """
    first, end = (
        grid_range.get("startColumnIndex", 0),
        grid_range.get("endColumnIndex", MOST_COLUMNS),
    )
    return bool(first < at < end or (first == at and not new))


def _only_column(protected: Json, frame: Frame, size: tuple[int, int]) -> int | None:
    """The one column that a range covers from the heading down; None where it covers less or
    more.
    """
    cells = grid_range(protected.get("range", {}), size)
    one = cells.end_column - cells.first_column == 1
    return cells.first_column if one and _reaches(cells, frame, size) else None


def _reaches(cells: GridRange, frame: Frame, size: tuple[int, int]) -> bool:
    """Whether an area goes from the heading or above it to the end of the grid."""
    return cells.first_row < frame.heading_row and cells.end_row >= size[0]


def _meets(cells: GridRange, column: int) -> bool:
    return cells.first_column <= column < cells.end_column


def _warning(frame: Frame, column: int) -> Json:
    where = columns_from(frame.sheet_id, frame.heading_row - 1, range(column, column + 1))
    text = PROTECTION_TAG + guard_text(frame.lang)
    return {
        "addProtectedRange": {
            "protectedRange": {"range": where, "description": text, "warningOnly": True}
        }
    }

"""Columns that serve beside another one: a second phone or email, and several contact dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sheetflow.model import Value
from sheetflow.parse.dates import Moment
from sheetflow.parse.open_dates import OpenDate
from sheetflow.parse.values import BAD, is_blank

Cells = list[Value]
Reader = Callable[[Value], Any]

_SHORT = 4
"""Blanks such as n/a have fewer letters."""


def first_filled(columns: Sequence[list[Value]]) -> list[Value]:
    """Returns the first column, its blanks filled from the next ones."""
    found, *others = columns
    for other in others:
        found = [b if _is_blank(a) else a for a, b in zip(found, other, strict=True)]
    return found


def _is_blank(value: Value) -> bool:
    return value is None or (type(value) is str and len(value) < _SHORT and is_blank(value))


def latest_contact(columns: Sequence[Cells], read: Reader, today: date) -> tuple[Cells, Cells]:
    """Returns, of several contact dates side by side, the latest cell of each row, and how many are
    filled. Dates after today are left aside; one that cannot be read is what the row shows. A word
    such as `yesterday` counts as the latest where it stands last.
    """
    latest: list[Value] = []
    counts: list[Value] = []
    for cells in zip(*columns, strict=True):
        moments = [(read(value), value) for value in cells if value is not None]
        bad = next((value for moment, value in moments if moment is BAD), None)
        past = [(m, v) for m, v in moments if isinstance(m, Moment) and m.day <= today]
        last = max(past, key=lambda found: found[0].day, default=(None, None))[1]
        if moments and isinstance(moments[-1][0], OpenDate):
            last = moments[-1][1]
        latest.append(last if bad is None else bad)
        counts.append(sum(isinstance(moment, OpenDate) for moment, _ in moments) + len(past))
    return latest, counts

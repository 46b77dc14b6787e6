"""Whether a column with our metadata entry is still ours: people rename our headings, and put our
columns to other uses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from sheetflow.columns import OURS_SUFFIX, OWNED, PEOPLE, Column, fold_heading
from sheetflow.model import Value
from sheetflow.state.record import expected_fingerprints, written_text


def _headings_of(column: Column) -> set[str]:
    """Returns the folded headings that we write over a column of ours."""
    plain = (column.en, column.es)
    return {fold_heading(text) for text in (*plain, *(text + OURS_SUFFIX for text in plain))}


_OUR_HEADINGS: Final = {column.key: _headings_of(column) for column in OWNED}
_PEOPLES_HEADINGS: Final = frozenset().union(*(c.words("en") | c.words("es") for c in PEOPLE))
_PLACES: Final = {column.key: at for at, column in enumerate(OWNED[:-1])}


class LastRun(NamedTuple):
    """What the last run left: `ids` are the cells of our id column below the headings, row by row;
    `records` are the texts of the state tab by id.
    """

    ids: Sequence[Value]
    records: Mapping[str, str]


def is_ours(key: str, heading: str, remembered: str | None, headings: Sequence[Value]) -> bool:
    """Returns whether the heading itself says so: it is the one that the state tab remembers, or
    one that we write.
    """
    gone = remembered is None or remembered not in headings
    return heading == remembered or (gone and fold_heading(heading) in _OUR_HEADINGS[key])


def is_renamed(
    key: str,
    heading: str,
    column: Sequence[Value],
    last_run: LastRun,
    others: Sequence[Sequence[Value]] = (),
) -> bool:
    """Returns whether at least half of the cells below another heading are what the last run left
    there, and no fewer than in any of the `others`, the columns under the heading that the state
    tab remembers: people's copies of ours.

    `column` holds the cells below the heading. A blank column proves little: it is ours if we left
    it blank, nothing says that ours moved, and the heading is nobody's.
    """
    if all(value is None for value in column):
        peoples = fold_heading(heading) in _PEOPLES_HEADINGS
        return not others and not peoples and _was_blank(key, last_run)
    rows_with_ids = zip(column, last_run.ids, strict=False)
    filled = sum(value is not None for value, _ in rows_with_ids)
    ours = _count_ours(key, column, last_run)
    if 2 * ours < max(filled, 1):
        return False
    return all(ours >= _count_ours(key, other, last_run) for other in others)


def _was_blank(key: str, last_run: LastRun) -> bool:
    """Returns whether the last run left at least half of the column blank."""
    if key not in _PLACES:
        return False
    known = [str(id_) for id_ in last_run.ids if str(id_) in last_run.records]
    blank = sum("" in _left(last_run.records[id_], key) for id_ in known)
    return 2 * blank >= max(len(known), 1)


def _count_ours(key: str, column: Sequence[Value], last_run: LastRun) -> int:
    """Counts the filled cells that hold what the last run left there; ids are known by
    themselves.
    """
    ids, records = last_run
    if key not in _PLACES:
        return sum(str(value) in records for value in column if value is not None)
    rows = [(value, str(id_)) for value, id_ in zip(column, ids, strict=False) if value is not None]
    return sum(written_text((value,)) in _left(records.get(id_, ""), key) for value, id_ in rows)


def _left(record: str, key: str) -> set[str]:
    """Returns what may be in that column since the last run; nothing where the record is none."""
    left = expected_fingerprints(record)
    return left[_PLACES[key]] if len(left) == len(_PLACES) else set()

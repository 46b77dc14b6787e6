"""Whether a column with our mark is still ours: people rename our headings, and put our columns to other uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sheetflow.columns import OURS_MARK, OWNED, fold_heading
from sheetflow.memory import written_in, written_text
from sheetflow.model import Value

_WORDS: Final = {c.key: {fold_heading(text + end) for text in (c.en, c.es) for end in ("", OURS_MARK)} for c in OWNED}
_PLACES: Final = {column.key: at for at, column in enumerate(OWNED[:-1])}


def is_ours(key: str, heading: str, remembered: str | None, headings: Sequence[Value]) -> bool:
    """Whether the heading itself says so: it is what the memory knows, or one that we write."""
    gone = remembered is None or remembered not in headings
    return heading == remembered or (gone and fold_heading(heading) in _WORDS[key])


def is_renamed(key: str, column: Sequence[Value], ids: Sequence[Value], records: Mapping[str, str]) -> bool:
    """Whether at least half of what stands below another heading is what the last run wrote there, be it nothing.

    `column` and `ids` are the cells below the headings, row by row; `records` are the memory's texts by id.
    """
    if key in _PLACES and all(value is None for value in column):
        blank = [not _mark(records[str(id_)], key) for id_ in ids if str(id_) in records]
        return 2 * sum(blank) >= max(len(blank), 1)
    filled = [(value, str(id_)) for value, id_ in zip(column, ids, strict=False) if value is not None]
    if key not in _PLACES:
        return 2 * sum(str(value) in records for value, _ in filled) >= max(len(filled), 1)
    ours = sum(_mark(records.get(id_, ""), key) == written_text((value,)) for value, id_ in filled)
    return 2 * ours >= max(len(filled), 1)


def _mark(record: str, key: str) -> str | None:
    """How the memory spells what it wrote into a column; None where it knows nothing of the row."""
    return written_in(record).split(";")[_PLACES[key]] if record else None

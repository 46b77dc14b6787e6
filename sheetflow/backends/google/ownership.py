"""Whether a column with our mark is still ours: people rename our headings, and put our columns to
other uses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sheetflow.columns import OURS_MARK, OWNED, PEOPLE, fold_heading
from sheetflow.model import Value
from sheetflow.state import standing_in, written_text

_WORDS: Final = {
    c.key: {fold_heading(text + end) for text in (c.en, c.es) for end in ("", OURS_MARK)}
    for c in OWNED
}
_PEOPLES: Final = {
    word for column in PEOPLE for lang in ("en", "es") for word in column.words(lang)
}
_PLACES: Final = {column.key: at for at, column in enumerate(OWNED[:-1])}


def is_ours(key: str, heading: str, remembered: str | None, headings: Sequence[Value]) -> bool:
    """Whether the heading itself says so: it is what the memory knows, or one that we write."""
    gone = remembered is None or remembered not in headings
    return heading == remembered or (gone and fold_heading(heading) in _WORDS[key])


def is_renamed(
    key: str,
    heading: str,
    column: Sequence[Value],
    ids: Sequence[Value],
    records: Mapping[str, str],
    others: Sequence[Sequence[Value]] = (),
) -> bool:
    """Whether at least half of what stands below another heading is what the last run left there,
    and no less than in any of the `others`, which stand under the heading of ours that the memory
    knows: people's copies of it.

    `column` and `ids` are the cells below the headings, row by row; `records` are the memory's
    texts by id. A blank column proves little: it is ours if we left it blank, nothing says that
    ours moved, and the heading is nobody's.
    """
    if all(value is None for value in column):
        return (
            not others and fold_heading(heading) not in _PEOPLES and _was_blank(key, ids, records)
        )
    filled = sum(
        value is not None for value, _ in zip(column, ids, strict=False)
    )  # below, there are no ids yet
    ours = _written(key, column, ids, records)
    return 2 * ours >= max(filled, 1) and all(
        ours >= _written(key, other, ids, records) for other in others
    )


def _was_blank(key: str, ids: Sequence[Value], records: Mapping[str, str]) -> bool:
    if key not in _PLACES:
        return False
    known = [str(id_) for id_ in ids if str(id_) in records]
    return 2 * sum("" in _left(records[id_], key) for id_ in known) >= max(len(known), 1)


def _written(
    key: str, column: Sequence[Value], ids: Sequence[Value], records: Mapping[str, str]
) -> int:
    """How many filled cells hold what the last run left there; ids are known by themselves."""
    if key not in _PLACES:
        return sum(str(value) in records for value in column if value is not None)
    rows = [(value, str(id_)) for value, id_ in zip(column, ids, strict=False) if value is not None]
    return sum(written_text((value,)) in _left(records.get(id_, ""), key) for value, id_ in rows)


def _left(record: str, key: str) -> set[str]:
    """What may stand in that column since the last run; nothing where the record is none."""
    marks = standing_in(record)
    return marks[_PLACES[key]] if len(marks) == len(_PLACES) else set()

"""Answers that stand in the row of another lead, where people moved rows in the instant of a write.

A shared sheet cannot be locked. A write whose rows moved under it is mended by the same run; where
that run was cut off, the next one finds the strays here, so that they are not taken for something
typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sheetflow.model import Value
from sheetflow.parse.leads import ANSWERS, LeadTable
from sheetflow.plan.edits import looks_ours
from sheetflow.state import State, who_in, written_in, written_text

_WHY: Final = ANSWERS.index("why")
_TEXTS: Final = frozenset({"status", "next_step", "flags", "why"})
_COMMON: Final = 50
"""An answer that so many rows lack tells none of them from the others."""


class _Row(NamedTuple):
    """A row that does not hold what was written for its id: what stands there, and what should."""

    answers: tuple[Value, ...]
    marks: list[str]
    written: list[str]

    def lacks(self, at: int) -> bool:
        return self.marks[at] != self.written[at]


def find_strays(tables: Sequence[LeadTable], state: State) -> dict[str, frozenset[int]]:
    """Id -> which answers in its row are ours, although the last run did not write them there.

    A write puts each answer into one row only. So an answer that stands in a row it was not written
    for, and is missing from the row it was written for, has strayed; one that stands in both was
    copied by a person.
    """
    rows = dict(_rows(tables, state))
    places: dict[tuple[int, str], list[str]] = {}
    for id_, row in rows.items():
        for at in range(len(ANSWERS)):
            if row.lacks(at) and row.written[at]:
                places.setdefault((at, row.written[at]), []).append(id_)
    found: dict[str, frozenset[int]] = {}
    for here, there, columns in _pairs(rows, places):
        found[here] = found.get(here, frozenset()) | columns
        found[there] = found.get(there, frozenset()) | frozenset(
            c for c in columns if _is_ours(rows[there], c)
        )
    return found


def find_copied(tables: Iterable[LeadTable]) -> frozenset[str]:
    """The ids that stand in more than one row."""
    seen: set[str] = set()
    twice: set[str] = set()
    for table in tables:
        for id_ in filter(None, table.field("id")):
            (twice if id_ in seen else seen).add(id_)
    return frozenset(twice)


def _rows(tables: Sequence[LeadTable], state: State) -> Iterator[tuple[str, _Row]]:
    lost = {} if all(all(table.field("id")) for table in tables) else _by_person(state)
    for table in tables:
        for id_, who, answers in zip(
            table.field("id"), table.field("who"), table.field("answers"), strict=True
        ):
            id_ = id_ or lost.get(who, "")
            text = state.texts.get(id_)
            marks = written_text(answers)
            if text is not None and (written := written_in(text)) != marks:
                yield id_, _Row(answers, marks.split(";"), written.split(";"))


def _by_person(state: State) -> dict[int, str]:
    """Checksum of a person -> the only id that is remembered for it, or none: for rows whose id was
    deleted.
    """
    found: dict[int, str] = {}
    for id_, text in state.texts.items():
        who = who_in(text)
        found[who] = "" if who in found else id_
    return found


def _pairs(
    rows: Mapping[str, _Row], places: Mapping[tuple[int, str], list[str]]
) -> Iterator[tuple[str, str, frozenset[int]]]:
    """(the row that holds strays, the lead they were written for, the columns).

    One equal word proves nothing: two answers must have strayed together, or the reason, which
    names the lead's days.
    """
    for here, row in rows.items():
        strayed: dict[str, set[int]] = {}
        for at, mark in enumerate(row.marks):
            if mark and row.lacks(at):
                owners = places.get((at, mark), ())
                for there in owners if len(owners) <= _COMMON else ():
                    strayed.setdefault(there, set()).add(at)
        for there, columns in strayed.items():
            if there != here and (len(columns) > 1 or _WHY in columns):
                yield here, there, frozenset(columns)


def _is_ours(row: _Row, at: int) -> bool:
    """Whether what stands in the row the answer is missing from may be an older answer of ours."""
    value, key = row.answers[at], ANSWERS[at]
    return (
        looks_ours(key, value)
        if isinstance(value, str) and key in _TEXTS
        else not isinstance(value, str)
    )

"""Answers that are in the row of another lead, where people moved rows in the instant of a write.

A shared sheet cannot be locked. A write whose rows moved under it is mended by the same run; where
that run was cut off, the next one finds here what it misplaced, so that it is not taken for
something typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sheetflow.model import Value
from sheetflow.parse.leads import ANSWER_AT, ANSWERS, LeadTable
from sheetflow.plan.our_texts import TEXTS, looks_ours
from sheetflow.state import State
from sheetflow.state.record import who_in, written_in, written_text

_WHY: Final = ANSWER_AT["why"]
_COMMON: Final = 50
"""An answer that is missing from so many rows tells none of them from the others."""


class Misplaced(NamedTuple):
    """What moving rows did to our answers: `answers` maps an id to those in its row that are ours,
    although the last run did not write them there; `copied` are the ids that are in several rows.
    """

    answers: Mapping[str, frozenset[int]]
    copied: frozenset[str]

    @classmethod
    def of(cls, tables: Sequence[LeadTable], state: State) -> Misplaced:
        """Looks through all leads of a shared sheet."""
        return cls(find_misplaced(tables, state), _find_copied(tables))


NOTHING_MISPLACED: Final = Misplaced({}, frozenset())


class _Row(NamedTuple):
    """A row that does not hold what was written for its id: what it holds, the fingerprints of
    that, and those of what was written.
    """

    answers: tuple[Value, ...]
    holds: list[str]
    written: list[str]

    def differs(self, at: int) -> bool:
        return self.holds[at] != self.written[at]


Owners = Mapping[tuple[int, str], Sequence[str]]
"""(place of an answer, its fingerprint) -> the ids for which it was written and whose rows do not
hold it.
"""


def find_misplaced(tables: Sequence[LeadTable], state: State) -> dict[str, frozenset[int]]:
    """Maps ids to the answers in their rows that are ours, although no run wrote them there.

    A write puts each answer into one row only. So an answer in a row that it was not written for,
    and missing from the row that it was written for, is misplaced; one that is in both was copied
    by a person.
    """
    rows = dict(_rows(tables, state))
    found: dict[str, frozenset[int]] = {}
    for here, there, columns in _pairs(rows, _owners(rows)):
        found[here] = found.get(here, frozenset()) | columns
        # the row that lost its own may show what an earlier run wrote there
        older = frozenset(at for at in columns if _is_ours(rows[there], at))
        found[there] = found.get(there, frozenset()) | older
    return found


def _find_copied(tables: Iterable[LeadTable]) -> frozenset[str]:
    """Returns the ids that are in more than one row."""
    seen: set[str] = set()
    twice: set[str] = set()
    for table in tables:
        for id_ in filter(None, table.field("id")):
            (twice if id_ in seen else seen).add(id_)
    return frozenset(twice)


def _rows(tables: Sequence[LeadTable], state: State) -> Iterator[tuple[str, _Row]]:
    """Yields the rows that do not hold what was written for their ids."""
    lost = {} if all(all(table.field("id")) for table in tables) else _by_person(state)
    for table in tables:
        ids, whos, answers = table.field("id"), table.field("who"), table.field("answers")
        for id_, who, cells in zip(ids, whos, answers, strict=True):
            id_ = id_ or lost.get(who, "")
            text = state.texts.get(id_)
            holds = written_text(cells)
            if text is not None and (written := written_in(text)) != holds:
                yield id_, _Row(cells, holds.split(";"), written.split(";"))


def _by_person(state: State) -> dict[int, str]:
    """Maps the checksum of a person to the only id that is remembered for it, or to none: for rows
    whose id was deleted.
    """
    found: dict[int, str] = {}
    for id_, text in state.texts.items():
        who = who_in(text)
        found[who] = "" if who in found else id_
    return found


def _owners(rows: Mapping[str, _Row]) -> Owners:
    owners: dict[tuple[int, str], list[str]] = {}
    for id_, row in rows.items():
        for at, written in enumerate(row.written):
            if written and row.differs(at):
                owners.setdefault((at, written), []).append(id_)
    return owners


def _pairs(rows: Mapping[str, _Row], owners: Owners) -> Iterator[tuple[str, str, frozenset[int]]]:
    """Yields (the row that holds misplaced answers, the lead they were written for, the columns).

    One equal word proves nothing: two answers must have moved together, or the reason, which names
    the lead's days.
    """
    for here, row in rows.items():
        for there, columns in _written_for_others(row, owners).items():
            if there != here and (len(columns) > 1 or _WHY in columns):
                yield here, there, frozenset(columns)


def _written_for_others(row: _Row, owners: Owners) -> dict[str, set[int]]:
    """Maps the leads for which answers in this row were written to these answers."""
    found: dict[str, set[int]] = {}
    for at, print_ in enumerate(row.holds):
        others = owners.get((at, print_), ()) if print_ and row.differs(at) else ()
        if len(others) > _COMMON:
            continue
        for there in others:
            found.setdefault(there, set()).add(at)
    return found


def _is_ours(row: _Row, at: int) -> bool:
    """Returns whether what a row holds in place of a missing answer may be an older one of ours."""
    value, key = row.answers[at], ANSWERS[at]
    if isinstance(value, str) and key in TEXTS:
        return looks_ours(key, value)
    return not isinstance(value, str)

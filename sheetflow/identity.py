"""Which lead is which: rows keep their ids through sorting, inserting, deleting and copying (follow-up.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from sheetflow.memory import Memory, who_in
from sheetflow.model import Problem, Said
from sheetflow.parse import LeadsTab

_LONGEST: Final = 64
"""Characters of an id."""


def identify(ids: Sequence[str], whos: Sequence[int], memory: Memory, fresh: Iterator[str]) -> list[str]:
    """The id of each lead, rows in workbook order.

    Of rows with one id, the one that equals the remembered name and email keeps it, the upper one if
    several. A row without an id that equals exactly one remembered lead gets that lead's id back; so
    does a row that was sorted away from its id. All others are new.
    """
    if not memory.texts and not any(ids):
        return _distinct(fresh, len(ids))
    known = {id_: who_in(text) for id_, text in memory.texts.items()}
    answer = [""] * len(ids)
    taken: set[str] = set()
    _claim(answer, taken, ids, lambda i, id_: known.get(id_) == whos[i])
    if len(taken) < len(ids):
        _repair(answer, taken, ids, whos, known)
        _claim(answer, taken, ids, lambda i, id_: id_ in known)
        _claim(answer, taken, ids, lambda i, id_: not _is_refused(id_))
    for i, id_ in enumerate(answer):
        if not id_:
            answer[i] = next(new for new in fresh if new not in taken and new not in known)
            taken.add(answer[i])
    return answer


def refused_ids(tab: LeadsTab) -> Iterator[Problem]:
    """The ids of a tab that somebody typed and the memory cannot hold: `identify` gives these rows others."""
    for row, id_ in zip(tab.leads.field("row"), tab.leads.field("id"), strict=True):
        if _is_refused(id_):
            yield Problem(tab.layout.where(tab.owned["id"], row), Said("refused_id", (_LONGEST,)))


def _is_refused(id_: str) -> bool:
    return len(id_) > _LONGEST or "|" in id_


def _distinct(fresh: Iterator[str], count: int) -> list[str]:
    """That many fresh ids, each once: a million random ones hold a pair more often than one would think."""
    ids = list(islice(fresh, count))
    while len(set(ids)) < count:
        ids = list(dict.fromkeys(ids))
        ids += islice(fresh, count - len(ids))
    return ids


def _claim(answer: list[str], taken: set[str], ids: Sequence[str], test: Any) -> None:
    for i, id_ in enumerate(ids):
        if not answer[i] and id_ and id_ not in taken and test(i, id_):
            answer[i] = id_
            taken.add(id_)


def _repair(
    answer: list[str], taken: set[str], ids: Sequence[str], whos: Sequence[int], known: Mapping[str, int]
) -> None:
    """Give back ids by name and email, where exactly one row and one forgotten id share them."""
    rows: dict[int, list[int]] = {}
    for i, id_ in enumerate(answer):
        if not id_ and (not ids[i] or ids[i] in known):
            rows.setdefault(whos[i], []).append(i)
    lost: dict[int, list[str]] = {}
    for id_, who in known.items():
        if id_ not in taken and who in rows:
            lost.setdefault(who, []).append(id_)
    for who, found in lost.items():
        if len(found) == 1 and len(rows[who]) == 1:
            answer[rows[who][0]] = found[0]
            taken.add(found[0])

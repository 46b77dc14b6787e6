"""Which lead is which: rows keep their ids through sorting, inserting, deleting and copying
(follow-up.md).
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from sheetflow.model import Problem, Text
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.state import State, who_in

_LONGEST: Final = 64
"""Characters of an id."""


def identify(
    ids: Sequence[str], whos: Sequence[int], state: State, fresh: Iterator[str]
) -> list[str]:
    """The id of each lead, rows in workbook order.

    Of rows with one id, the one that equals the remembered name and email keeps it, the upper one
    if several. A row without an id that equals exactly one remembered lead gets that lead's id
    back; so does a row that was sorted away from its id. All others are new.
    """
    if not state.texts and not any(ids):
        return _distinct(fresh, len(ids))
    known = {id_: who_in(text) for id_, text in state.texts.items()}
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
    """The ids of a tab that somebody typed and the memory cannot hold: `identify` gives these rows
    others.
    """
    for row, id_ in zip(tab.leads.field("row"), tab.leads.field("id"), strict=True):
        if _is_refused(id_):
            yield Problem(tab.layout.where(tab.owned["id"], row), Text("refused_id", (_LONGEST,)))


def unclear_ids(tabs: Sequence[LeadsTab], given: Sequence[str], state: State) -> Iterator[Problem]:
    """The rows that nothing tells for certain; `given` is what `identify` gave all leads, in the
    order of `tabs`.
    """
    if not state.texts:
        return
    ids = [id_ for tab in tabs for id_ in tab.leads.field("id")]
    whos = [who for tab in tabs for who in tab.leads.field("who")]
    unclear, first = unclear_rows(ids, whos, given, state), 0
    for tab in tabs:
        rows, column = tab.leads.field("row"), tab.owned.get("id", min(tab.people.values()))
        for i in unclear:
            if first <= i < first + len(rows):
                yield Problem(tab.layout.where(column, rows[i - first]), Text("unclear_id"))
        first += len(rows)


def unclear_rows(
    ids: Sequence[str], whos: Sequence[int], given: Sequence[str], state: State
) -> list[int]:
    """The rows, 0-based, that count as new though each may be a lead that the memory knows and that
    is found nowhere.

    The id in such a row went to one where it did not stand, or leads of its name and email are
    missing. A copied row is none: its id stands where it stood. `ids` and `whos` are as for
    `identify`, `given` is what it gave.
    """
    if not (missing := state.texts.keys() - set(given)):
        return []
    lost = {who_in(state.texts[id_]) for id_ in missing}
    new = [
        i
        for i, id_ in enumerate(given)
        if id_ not in state.texts and _may_be_known(ids[i], whos[i], state)
    ]
    moved = {ids[i] for i in new if ids[i]}.difference(
        id_ for i, id_ in enumerate(given) if ids[i] == id_
    )
    return [i for i in new if ids[i] in moved or whos[i] in lost]


def _may_be_known(id_: str, who: int, state: State) -> bool:
    """Whether a row without the id that stands in it may be another known lead: not a copy, nor one
    that never was.
    """
    return not id_ or (id_ in state.texts and who_in(state.texts[id_]) != who)


def _is_refused(id_: str) -> bool:
    return len(id_) > _LONGEST or "|" in id_


def ids_from(random_bytes: Callable[[int], bytes]) -> Iterator[str]:
    """Random ids such as L7QK2MZ4A: a letter first, so that no spreadsheet takes one for a
    number.
    """
    while True:
        letters = b32encode(random_bytes(5000)).decode()
        yield from (f"L{letters[i : i + 8]}" for i in range(0, len(letters), 8))


def _distinct(fresh: Iterator[str], count: int) -> list[str]:
    """That many fresh ids, each once: a million random ones hold a pair more often than one would
    think.
    """
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
    answer: list[str],
    taken: set[str],
    ids: Sequence[str],
    whos: Sequence[int],
    known: Mapping[str, int],
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

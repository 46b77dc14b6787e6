"""Which lead is which: rows keep their ids through sorting, inserting, deleting and copying
(follow-up.md).
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Final

from sheetflow.model import Problem, Text
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.state import State
from sheetflow.state.record import who_in

_LONGEST: Final = 64
"""Characters of an id."""


def identify(
    ids: Sequence[str], whos: Sequence[int], state: State, fresh: Iterator[str]
) -> list[str]:
    """Returns the id of each lead, rows in workbook order.

    Of rows with one id, the one that equals the remembered name and email keeps it, the upper one
    if several. A row without an id that equals exactly one remembered lead gets that lead's id
    back; so does a row that was sorted away from its id. All others are new.
    """
    if not state.texts and not any(ids):
        return _distinct(fresh, len(ids))
    known = _persons(state.texts)
    rows = _Rows(ids, whos, known)
    rows.claim(lambda at, id_: known.get(id_) == whos[at])
    if len(rows.taken) < len(ids):
        rows.repair()
        rows.claim(lambda at, id_: id_ in known)
        rows.claim(lambda at, id_: not _is_refused(id_))
    used = rows.taken | known.keys() | state.gone.keys()
    for at, id_ in enumerate(rows.given):
        if not id_:
            rows.give(at, next(new for new in fresh if new not in used))
            used.add(rows.given[at])
    return rows.given


def with_returned(
    ids: Sequence[str], whos: Sequence[int], emails: Sequence[int], state: State
) -> Sequence[str]:
    """Returns the ids of the rows, with those of leads that were gone and came back without one.

    Such a row has an email, and equals exactly one lead that is gone and none that is known.
    """
    gone, known = _persons(state.gone), set(_persons(state.texts).values())
    rows: dict[int, list[int]] = {}
    for at, (id_, who, email) in enumerate(zip(ids, whos, emails, strict=True)):
        if not id_ and email and who not in known:
            rows.setdefault(who, []).append(at)
    back: dict[int, list[str]] = {}
    for id_, who in gone.items():
        if who in rows:
            back.setdefault(who, []).append(id_)
    given = list(ids)
    for who, found in back.items():
        if len(found) == len(rows[who]) == 1 and found[0] not in ids:
            given[rows[who][0]] = found[0]
    return given


def _persons(texts: Mapping[str, str]) -> dict[str, int]:
    """Maps the ids of records to the checksums of their persons."""
    return {id_: who_in(text) for id_, text in texts.items()}


class _Rows:
    """The rows of a workbook and the ids that they are given, each id once.

    `known` maps the ids that are remembered to the checksums of their persons.
    """

    def __init__(self, ids: Sequence[str], whos: Sequence[int], known: Mapping[str, int]) -> None:
        self._ids, self._whos, self._known = ids, whos, known
        self.given = [""] * len(ids)
        self.taken: set[str] = set()

    def give(self, at: int, id_: str) -> None:
        """Gives an id to the row."""
        self.given[at] = id_
        self.taken.add(id_)

    def claim(self, test: Callable[[int, str], bool]) -> None:
        """Lets rows keep the id that is written in them where it passes the test."""
        given, taken = self.given, self.taken
        for at, id_ in enumerate(self._ids):
            if not given[at] and id_ and id_ not in taken and test(at, id_):
                given[at] = id_
                taken.add(id_)

    def repair(self) -> None:
        """Gives back ids by name and email, where exactly one row and one lost id share them."""
        rows: dict[int, list[int]] = {}
        for at, id_ in enumerate(self._ids):
            if not self.given[at] and (not id_ or id_ in self._known):
                rows.setdefault(self._whos[at], []).append(at)
        lost: dict[int, list[str]] = {}
        for id_, who in self._known.items():
            if id_ not in self.taken and who in rows:
                lost.setdefault(who, []).append(id_)
        for who, found in lost.items():
            if len(found) == 1 and len(rows[who]) == 1:
                self.give(rows[who][0], found[0])


def refused_ids(tab: LeadsTab) -> Iterator[Problem]:
    """Yields the ids of a tab that somebody typed and the state cannot hold: `identify` gives these
    rows others.
    """
    for row, id_ in zip(tab.leads.field("row"), tab.leads.field("id"), strict=True):
        if _is_refused(id_):
            yield Problem(tab.layout.where(tab.owned["id"], row), Text("refused_id", (_LONGEST,)))


def unclear_ids(tabs: Sequence[LeadsTab], given: Sequence[str], state: State) -> Iterator[Problem]:
    """Yields the rows of which nothing tells for certain who they are; `given` is what `identify`
    gave all leads, in the order of `tabs`.
    """
    if not state.texts:
        return
    ids = list(chain.from_iterable(tab.leads.field("id") for tab in tabs))
    whos = list(chain.from_iterable(tab.leads.field("who") for tab in tabs))
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
    """Returns the rows, 0-based, that count as new though each may be a lead that the state knows
    and that is found nowhere.

    The id in such a row went to another one, or leads of its name and email are missing. A copied
    row is none: its id stays where it was. `ids` and `whos` are as for `identify`, `given` is what
    it gave.
    """
    missing = state.texts.keys() - set(given)
    if not missing:
        return []
    lost = {who_in(state.texts[id_]) for id_ in missing}
    new: list[int] = []
    kept: set[str] = set()
    for at, (id_, now) in enumerate(zip(ids, given, strict=True)):
        if now == id_:
            kept.add(id_)
        if now not in state.texts and _may_be_known(id_, whos[at], state):
            new.append(at)
    moved = {ids[at] for at in new} - kept - {""}
    return [at for at in new if ids[at] in moved or whos[at] in lost]


def _may_be_known(id_: str, who: int, state: State) -> bool:
    """Returns whether a row that lost the id written in it may be another known lead: not a copy,
    nor one that never was.
    """
    return not id_ or (id_ in state.texts and who_in(state.texts[id_]) != who)


def _is_refused(id_: str) -> bool:
    return len(id_) > _LONGEST or "|" in id_


def ids_from(random_bytes: Callable[[int], bytes]) -> Iterator[str]:
    """Yields random ids such as L7QK2MZ4A: a letter first, so that no spreadsheet takes one for a
    number.

    The first few are made at once, since most runs need none or few; then a thousand at a time.
    """
    count = 8
    while True:
        letters = b32encode(random_bytes(5 * count)).decode()
        yield from (f"L{letters[i : i + 8]}" for i in range(0, len(letters), 8))
        count = 1000


def _distinct(fresh: Iterator[str], count: int) -> list[str]:
    """Returns that many fresh ids, each once: a million random ones hold a pair more often than one
    would think.
    """
    ids = list(islice(fresh, count))
    while len(set(ids)) < count:
        ids = list(dict.fromkeys(ids))
        ids += islice(fresh, count - len(ids))
    return ids

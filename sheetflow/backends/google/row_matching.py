"""Which row of a sheet as it stands now is which row of the sheet as it was read.

People insert, delete, move and sort rows between any two of our requests, so a row number means
nothing by itself. A row is known by its sf id and by who it is about: the cells of the team's
columns that tell it (room.TELLING, and what decides the answers where rows are alike in these).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sheetflow.backends.google.read import Column
from sheetflow.model import Value

Who = tuple[Value, ...]
Keys = Mapping[int, Hashable]
"""Row -> what tells it from the others; None for a row that nothing tells."""
Fits = Callable[[int, int], bool]
"""Whether so many rows then, and so many now, with equal keys are to be paired."""


class RowKeys(NamedTuple):
    """The identifying columns of a tab, item n - 1 for row n: `who` are people's, `owned` ours by key.

    A column of ours that does not stand in the sheet yet is empty.
    """

    who: Sequence[Column]
    owned: dict[str, Column]

    def cell(self, key: str, row: int) -> Value:
        """What one of our cells holds."""
        return at(self.owned.get(key, ()), row)

    def who_is(self, row: int) -> Who:
        """Who a row is about."""
        return tuple(at(column, row) for column in self.who)

    def names_somebody(self, row: int) -> bool:
        """Whether a row says who it is about."""
        return any(at(column, row) is not None for column in self.who)

    def is_about_nobody(self, row: int) -> bool:
        """Whether neither an id nor a person stands in a row."""
        return self.cell("id", row) is None and not self.names_somebody(row)

    def moved_until(self, now: RowKeys) -> bool:
        """Whether somebody, or an id, stands in another row now; people who came in below moved
        nobody.
        """
        rows = range(1, self.height + 1)
        people = any(
            self.names_somebody(row) and self.who_is(row) != now.who_is(row) for row in rows
        )
        return people or any(
            self.cell("id", row) not in (None, now.cell("id", row)) for row in rows
        )

    @property
    def height(self) -> int:
        """The last row with anything in it."""
        return max((len(column) for column in (*self.who, *self.owned.values())), default=0)


def at(column: Sequence[Value], row: int) -> Value:
    """The cell of a 1-based row; None below the end."""
    return column[row - 1] if row <= len(column) else None


def stands_still(before: RowKeys, now: RowKeys) -> bool:
    """Whether no row moved and no id changed: true for nearly every run, and cheap to find out."""
    columns = ((*b.who, b.owned.get("id", [])) for b in (before, now))
    return all(_trimmed(old) == _trimmed(new) for old, new in zip(*columns, strict=True))


def _trimmed(column: Column) -> Column:
    end = len(column)
    while end and column[end - 1] is None:
        end -= 1
    return column[:end]


def match_rows(before: RowKeys, now: RowKeys) -> dict[int, int]:
    """Row then -> row now, before anything was written: same id and same person, and no doubt which
    is which.
    """
    if stands_still(before, now):
        return _as_they_stand(before)
    return dict(_in_order(_keys(before), _keys(now), _alone))


def match_rows_after_write(
    before: RowKeys, now: RowKeys, given: Mapping[str, int]
) -> dict[int, int]:
    """Row then -> row now, after a write; `given` maps the ids that it wrote to the rows then that
    they were for.

    A given id may have come down on the wrong row, which then counts for nothing: the person tells.
    Rows that were alike are taken in their order, and if some are missing now the upper ones.
    """
    if stands_still(before, now):
        return _as_they_stand(before)
    pairs: dict[int, int] = {}
    ids = {row: id_ for row, id_ in enumerate(now.owned.get("id", ()), 1) if id_ is not None}
    old = {row: id_ for row, id_ in enumerate(before.owned.get("id", ()), 1) if id_ is not None}
    kept = {row: id_ for row, id_ in ids.items() if id_ not in given}
    _add(pairs, _alike(before), _people(now), _as_many)
    _add(pairs, {r: _key(before, r) for r in old}, {r: _key(now, r) for r in kept})
    _add(
        pairs, {rows[0]: id_ for id_, rows in _grouped(old).items() if len(rows) == 1}, kept, _alone
    )
    new = {row: (given[str(id_)], now.who_is(row)) for row, id_ in ids.items() if id_ in given}
    _add(pairs, {row: (row, before.who_is(row)) for row in given.values()}, new)
    _add(pairs, _people(before), _people(now))
    return pairs


def _as_they_stand(before: RowKeys) -> dict[int, int]:
    return {row: row for row in range(1, before.height + 1)}


def _key(rows: RowKeys, row: int) -> Hashable:
    """The id and the person; None for a row that says neither."""
    id_, who = rows.cell("id", row), rows.who_is(row)
    return None if id_ is None and not any(value is not None for value in who) else (id_, who)


def _keys(rows: RowKeys) -> Keys:
    return {row: _key(rows, row) for row in range(1, rows.height + 1)}


def _people(rows: RowKeys) -> Keys:
    found = {row: rows.who_is(row) for row in range(1, rows.height + 1)}
    return {
        row: who if any(value is not None for value in who) else None for row, who in found.items()
    }


def _alike(rows: RowKeys) -> Keys:
    """The people of rows that neither id nor person tells apart."""
    people = _people(rows)
    return {
        row: people[row]
        for group in _grouped(_keys(rows)).values()
        if len(group) > 1
        for row in group
    }


def _any(then: int, now: int) -> bool:
    return True


def _alone(then: int, now: int) -> bool:
    """No other row is like it, then and now."""
    return then == now == 1


def _as_many(then: int, now: int) -> bool:
    """None went and none came."""
    return then == now


def _add(pairs: dict[int, int], old: Keys, new: Keys, fits: Fits = _any) -> None:
    """Pair those that are not paired yet."""
    taken = set(pairs.values())
    left = {row: key for row, key in old.items() if row not in pairs}
    pairs.update(_in_order(left, {row: key for row, key in new.items() if row not in taken}, fits))


def _in_order(old: Keys, new: Keys, fits: Fits) -> Iterator[tuple[int, int]]:
    """Rows with equal keys, in their order, where their numbers then and now fit."""
    then, now = _grouped(old), _grouped(new)
    for key, rows in then.items():
        others = now.get(key, [])
        if fits(len(rows), len(others)):
            yield from zip(rows, others, strict=False)


def _grouped(keys: Keys) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = {}
    for row, key in keys.items():
        if key is not None:
            groups.setdefault(key, []).append(row)
    return groups

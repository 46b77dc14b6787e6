"""Which row of a sheet as it is now is which row of the sheet as it was read.

People insert, delete, move and sort rows between any two of our requests, so a row number means
nothing by itself. A row is known by its sf id and by who it is about: the cells of the identifying
columns of the team's (layout.IDENTIFYING, and what decides the answers where rows are alike in
these). *Match*: a row then and the row now that is the same lead.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sheetflow.backends.google.read import Column
from sheetflow.model import Value

Who = tuple[Value, ...]
Keys = Mapping[int, Hashable]
"""Row -> what tells it from the others; None for a row that nothing tells."""
Counts = Callable[[int, int], bool]
"""Returns whether so many rows then, and so many now, with equal keys are to be matched."""


class RowKeys(NamedTuple):
    """The identifying columns of a tab, item n - 1 for row n: `who` are people's, `owned` ours by
    key.

    A column of ours that is not in the sheet yet is empty.
    """

    who: Sequence[Column]
    owned: dict[str, Column]

    def cell(self, key: str, row: int) -> Value:
        """Returns what one of our cells holds."""
        return at(self.owned.get(key, ()), row)

    def who_is(self, row: int) -> Who:
        """Returns who a row is about."""
        return tuple(at(column, row) for column in self.who)

    def names_somebody(self, row: int) -> bool:
        """Returns whether a row says who it is about."""
        return any(at(column, row) is not None for column in self.who)

    def is_about_nobody(self, row: int) -> bool:
        """Returns whether a row has neither an id nor a person."""
        return self.cell("id", row) is None and not self.names_somebody(row)

    def moved_until(self, now: RowKeys) -> bool:
        """Returns whether somebody, or an id, is in another row now; people who came in below moved
        nobody.
        """
        for row in range(1, self.height + 1):
            if self.names_somebody(row) and self.who_is(row) != now.who_is(row):
                return True
            if self.cell("id", row) not in (None, now.cell("id", row)):
                return True
        return False

    @property
    def last_named(self) -> int:
        """The last row that says who it is about; 0 where none does."""
        return max((len(_trimmed(column)) for column in self.who), default=0)

    @property
    def height(self) -> int:
        """The last row with anything in it."""
        return max((len(column) for column in (*self.who, *self.owned.values())), default=0)


def at(column: Sequence[Value], row: int) -> Value:
    """Returns the cell of a 1-based row; None below the end."""
    return column[row - 1] if row <= len(column) else None


def no_row_moved(before: RowKeys, now: RowKeys) -> bool:
    """Returns whether no row moved and no id changed: so in nearly every run, and cheaply told."""
    columns = ((*b.who, b.owned.get("id", [])) for b in (before, now))
    return all(_trimmed(old) == _trimmed(new) for old, new in zip(*columns, strict=True))


def _trimmed(column: Column) -> Column:
    end = len(column)
    while end and column[end - 1] is None:
        end -= 1
    return column[:end]


def match_rows(before: RowKeys, now: RowKeys) -> dict[int, int]:
    """Returns row then -> row now, before anything was written: same id and same person, and no
    doubt which is which.
    """
    if no_row_moved(before, now):
        return _each_to_itself(before)
    return dict(_in_order(_keys(before), _keys(now), _one_each))


def match_rows_after_write(
    before: RowKeys, now: RowKeys, new_ids: Mapping[str, int]
) -> dict[int, int]:
    """Returns row then -> row now, after a write; `new_ids` maps the ids that it wrote to the rows
    then that they were for.

    A new id may have been written to the wrong row, which then counts for nothing: the person
    tells. Rows that were alike are taken in their order, and if some are missing now the upper
    ones.
    """
    if no_row_moved(before, now):
        return _each_to_itself(before)
    matches: dict[int, int] = {}
    ids_then, ids_now = _ids(before), _ids(now)
    kept = {row: id_ for row, id_ in ids_now.items() if id_ not in new_ids}

    # as many alike rows as before: nobody came or went
    _add(matches, _alike(before), _people(now), _equally_many)

    # the same id beside the same person
    old_keys = {row: _key(before, row) for row in ids_then}
    _add(matches, old_keys, {row: _key(now, row) for row in kept})

    # an id that is there once, whoever is beside it now
    unique = {rows[0]: id_ for id_, rows in _grouped(ids_then).items() if len(rows) == 1}
    _add(matches, unique, kept, _one_each)

    # a new id beside the person that it is for
    meant = {row: (row, before.who_is(row)) for row in new_ids.values()}
    given = {row: new_ids[str(id_)] for row, id_ in ids_now.items() if id_ in new_ids}
    _add(matches, meant, {row: (row_then, now.who_is(row)) for row, row_then in given.items()})

    # the same person
    _add(matches, _people(before), _people(now))
    return matches


def with_heading_row(
    matches: dict[int, int], heading: int, before: RowKeys, now: RowKeys
) -> dict[int, int]:
    """Adds the row of the headings, some of which people may have edited: of the rows above all
    leads that are no other row, the one that shares most headings with it, the upper one of equals.
    """
    if not heading or heading in matches:
        return matches
    taken = set(matches.values())
    below = [row_now for row, row_now in matches.items() if row > heading]
    above_leads = range(1, min(below, default=now.height + 1))
    free = [row for row in above_leads if row not in taken and now.names_somebody(row)]
    if not free:
        free = [heading] if heading not in taken else []

    def shared(row: int) -> int:
        pairs = zip(before.who_is(heading), now.who_is(row), strict=True)
        return sum(old == new for old, new in pairs)

    return {**matches, heading: max(free, key=shared)} if free else matches


def _each_to_itself(before: RowKeys) -> dict[int, int]:
    return {row: row for row in range(1, before.height + 1)}


def _ids(rows: RowKeys) -> dict[int, Value]:
    """Returns row -> id, for the rows that have one."""
    return {row: id_ for row, id_ in enumerate(rows.owned.get("id", ()), 1) if id_ is not None}


def _key(rows: RowKeys, row: int) -> Hashable:
    """Returns the id and the person; None for a row that says neither."""
    id_, who = rows.cell("id", row), rows.who_is(row)
    return None if id_ is None and not any(value is not None for value in who) else (id_, who)


def _keys(rows: RowKeys) -> Keys:
    return {row: _key(rows, row) for row in range(1, rows.height + 1)}


def _people(rows: RowKeys) -> Keys:
    """Returns row -> who it is about; None for a row that does not say."""
    found = {row: rows.who_is(row) for row in range(1, rows.height + 1)}
    return {
        row: who if any(value is not None for value in who) else None for row, who in found.items()
    }


def _alike(rows: RowKeys) -> Keys:
    """Returns the people of rows that neither id nor person tells apart."""
    people = _people(rows)
    found = {}
    for group in _grouped(_keys(rows)).values():
        if len(group) > 1:
            found.update({row: people[row] for row in group})
    return found


def _one_each(then: int, now: int) -> bool:
    """Returns whether no other row is like it, then and now."""
    return then == now == 1


def _equally_many(then: int, now: int) -> bool:
    """Returns whether none went and none came."""
    return then == now


def _add(matches: dict[int, int], old: Keys, new: Keys, counts: Counts | None = None) -> None:
    """Matches those rows that have no match yet."""
    taken = set(matches.values())
    left = {row: key for row, key in old.items() if row not in matches}
    free = {row: key for row, key in new.items() if row not in taken}
    matches.update(_in_order(left, free, counts))


def _in_order(old: Keys, new: Keys, counts: Counts | None) -> Iterator[tuple[int, int]]:
    """Matches rows with equal keys in their order, where `counts` allows their numbers."""
    then, now = _grouped(old), _grouped(new)
    for key, rows in then.items():
        others = now.get(key, [])
        if counts is None or counts(len(rows), len(others)):
            yield from zip(rows, others, strict=False)


def _grouped(keys: Keys) -> dict[Hashable, list[int]]:
    """Returns key -> the rows that have it."""
    groups: dict[Hashable, list[int]] = {}
    for row, key in keys.items():
        if key is not None:
            groups.setdefault(key, []).append(row)
    return groups

"""What one tab should hold when a run is done, and the cells that differ from it.

*Answer*: what a run computed for one of our cells. *Misplaced*: of a value that a request wrote to
the row of another lead, because people moved rows in that instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sheetflow.backends.google.row_matching import (
    RowKeys,
    Who,
    match_rows,
    match_rows_after_write,
    with_heading_row,
)
from sheetflow.errors.google import AnswerTypedOver, RowChanged
from sheetflow.model import Value

RowThen = int | Who
"""A row by its number when the sheet was read; of one that was not there then, who it is about."""
Cells = dict[str, dict[int, Value]]
"""Owned key -> row -> what to write there; None clears."""
_Cell = tuple[str, int, Value]
"""The owned key, the row, and what to write there."""


def same(a: Value, b: Value) -> bool:
    """Returns whether two cells hold the same; 1 is not TRUE."""
    return a == b and (type(a) is bool) == (type(b) is bool)


@dataclass(slots=True)
class DesiredState:
    """One tab as it was read (`before`), and what is to be written: row then -> key -> value.

    `heading` is the row of the headings, 1-based; 0 where it does not matter. `live` are the rows
    in which a live formula of ours answers, by owned key.

    It lasts for the run: rows may have moved under a request, and a value may have been written to
    the row of somebody else. `written` keeps every value that a request had. `misplaced` is what
    the answers showed in wrong rows: key -> value -> these rows; `unanswered` is how the rows were
    before the requests whose answers were lost; `misses` counts the requests that were seen to miss
    their rows; `gone` are columns that people took away meanwhile.
    """

    tab: str
    before: RowKeys
    wanted: Mapping[int, Mapping[str, Value]]
    heading: int = 0
    written: dict[str, set[Value]] = field(default_factory=dict)
    misplaced: dict[str, dict[Value, set[RowThen]]] = field(default_factory=dict)
    unanswered: list[RowKeys] = field(default_factory=list)
    misses: int = 0
    gone: set[str] = field(default_factory=set)
    live: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @property
    def new_ids(self) -> dict[str, int]:
        """The ids that are new or were put back, and the rows they are for."""
        written, found = self.written.get("id", ()), dict[str, int]()
        for row, id_ in enumerate(self.before.owned.get("id", ()), 1):
            if id_ is not None and id_ in written:
                found[str(id_)] = row
        for row, cells in self.wanted.items():
            if cells.get("id"):
                found[str(cells["id"])] = row
        return found

    def rows_with(self, key: str) -> list[int]:
        """Returns the rows below the headings in which a column is to be answered, ascending; once
        `diff` was asked, by their numbers then.
        """
        rows = (row for row, cells in self.wanted.items() if key in cells)
        return sorted(row for row in rows if row != self.heading)

    def diff(self, now: RowKeys) -> Cells:
        """Returns what must be written into the sheet as it is now, by its rows of now.

        Raises MovedError as long as nothing was written and the plan does not fit any more: a lead
        is gone or cannot be told from another, or somebody typed into a cell that would be written.
        """
        if self.written:
            return _by_key(self._repairs(now, self.rows_now(now)))
        matches = match_rows(self.before, now)
        matches = with_heading_row(matches, self.heading, self.before, now)
        cells = _by_key(self._planned(now, matches))
        # What people typed elsewhere since the sheet was read is what must be there in the end.
        self.before = now._replace(owned=dict(now.owned))
        self.wanted = {matches[row]: wanted for row, wanted in self.wanted.items()}
        self.heading = matches.get(self.heading, self.heading)
        self.live = {key: _moved(rows, matches) for key, rows in self.live.items()}
        return cells

    def rows_now(self, now: RowKeys) -> dict[int, int]:
        """Returns row then -> row now, after a write."""
        matches = match_rows_after_write(self.before, now, self.new_ids)
        return with_heading_row(matches, self.heading, self.before, now)

    def remember_written(self, cells: Cells) -> None:
        """Remembers what a request is about to write, blanks too: they may empty the cell of
        somebody else.
        """
        for key, values in cells.items():
            self.written.setdefault(key, set()).update(values.values())

    def is_written(self, cells: Cells, now: RowKeys, after: RowKeys) -> bool:
        """Returns whether the cells hold what was written, and no row about nobody came to hold any
        of that.

        Rows that say who they are about did not move, or ids and people would tell; what they hold
        otherwise is a person's.
        """
        for key, values in cells.items():
            for row in range(1, max(len(after.owned[key]), *values) + 1):
                have, meant = after.cell(key, row), values.get(row, now.cell(key, row))
                if same(have, meant):
                    continue
                if row in values or (have in self.written[key] and after.is_about_nobody(row)):
                    return False
        return True

    def remember_misplaced(self, cells: Cells, after: RowKeys) -> None:
        """Remembers whose rows hold what was meant for others, as the answer of a write shows."""
        then = self.rows_then(after)
        known = self._misplaced_cells(after, then)
        for key, values in cells.items():
            held: dict[Value, set[RowThen]] = {}
            for row in range(1, after.height + 1):
                have, ours = after.cell(key, row), row in values or (key, row) in known
                if ours and not same(have, self.should_hold(key, then.get(row))):
                    held.setdefault(have, set()).add(then.get(row) or after.who_is(row))
            self.misplaced[key] = held
        self.misses += any(self.misplaced.values())

    def rows_then(self, now: RowKeys) -> dict[int, int]:
        """Returns row now -> row then, after a write."""
        return {row_now: row for row, row_now in self.rows_now(now).items()}

    def _planned(self, now: RowKeys, matches: Mapping[int, int]) -> Iterator[_Cell]:
        """Yields all that is wanted, as long as nothing was written."""
        for row, cells in self.wanted.items():
            if row not in matches:
                raise RowChanged
            for key, value in cells.items():
                if not same(now.cell(key, matches[row]), self.before.cell(key, row)):
                    raise AnswerTypedOver
                yield key, matches[row], value

    def _repairs(self, now: RowKeys, matches: Mapping[int, int]) -> Iterator[_Cell]:
        """Yields the answers that were not written to their row, and what belongs into cells that
        hold the answer of another row.

        What a person typed meanwhile is neither, and stays.
        """
        then = {row_now: row for row, row_now in matches.items()}
        without_id = self._without_their_id(now, matches)
        misplaced = self._misplaced_cells(now, then)
        lost = bool(without_id) or self._is_lost(now)
        for row_now in range(1, now.height + 1):
            row = then.get(row_now)
            for key in self.before.owned.keys() - self.gone:
                want, have = self.should_hold(key, row), now.cell(key, row_now)
                if same(have, want):
                    continue
                ours = have in self.written.get(key, ()) if lost else (key, row_now) in misplaced
                if row_now in without_id and have is None:
                    ours = False  # our cells are not lost, but elsewhere
                if ours or self._is_unanswered(key, row, have):
                    yield key, row_now, want

    def _is_unanswered(self, key: str, row: int | None, have: Value) -> bool:
        """Returns whether a cell that is to be answered holds what it held when it was read."""
        if row is None or key not in self.wanted.get(row, ()):
            return False
        return same(have, self.before.cell(key, row))

    def _misplaced_cells(self, now: RowKeys, then: Mapping[int, int]) -> set[tuple[str, int]]:
        """Returns the cells (key, row) that hold a value of ours that belongs elsewhere."""
        # In rows about nobody, all that was ever written is ours.
        found = set(self._written_beside_nobody(now, then))
        for key, values in self.misplaced.items():
            held: dict[int, Value] = {}
            for row in range(1, now.height + 1):
                have = now.cell(key, row)
                if have in values:
                    held[row] = have
            # A misplaced value is ours in the rows in which it was seen then.
            as_seen = set()
            for row, have in held.items():
                if self._is_among(values[have], then.get(row), now.who_is(row)):
                    as_seen.add(row)
            # Where it is in none of them any more, people took other names, or other places in a
            # sort: then it is ours wherever it is.
            seen = {held[row] for row in as_seen}
            found |= {
                (key, row) for row, have in held.items() if row in as_seen or have not in seen
            }
        return found

    def _is_among(self, rows: set[RowThen], then: int | None, who: Who) -> bool:
        """Returns whether a row, which was the row `then`, is one of these; a new one, whether it
        is a copy that people made of one of them. Of rows that are alike, each may be the new one.
        """
        if then is not None:
            return then in rows or who in rows
        for row in rows:
            if who == (self.before.who_is(row) if isinstance(row, int) else row):
                return True
        return False

    def _written_beside_nobody(
        self, now: RowKeys, then: Mapping[int, int]
    ) -> Iterator[tuple[str, int]]:
        """Yields the cells (key, row) that hold anything written, in rows that name nobody; people
        may have emptied all headings that say who.
        """
        for row in range(1, now.height + 1):
            if not now.names_somebody(row) and then.get(row, 0) != self.heading:
                for key, written in self.written.items():
                    if now.cell(key, row) in written:
                        yield key, row

    def _without_their_id(self, now: RowKeys, matches: Mapping[int, int]) -> set[int]:
        """Returns the rows whose people had an id that is elsewhere now: they sorted their columns
        alone.
        """
        ids = set(now.owned.get("id", ())) - {None} - self.written.get("id", set())
        had = {row_now: self.before.cell("id", row) for row, row_now in matches.items()}
        return {row for row, id_ in had.items() if id_ in ids and id_ != now.cell("id", row)}

    def should_hold(self, key: str, row: int | None) -> Value:
        """Returns what a row, by its number then, should hold in the end: its answer, else what was
        there.
        """
        if row is None:
            return None
        wanted = self.wanted.get(row, {})
        return wanted[key] if key in wanted else self.before.cell(key, row)

    def _is_lost(self, now: RowKeys) -> bool:
        """Returns whether nobody can tell where everything was written to: rows moved under several
        requests, or under one whose answer was lost. Then every value that was ever written counts
        as ours.
        """
        return self.misses > 1 or any(before.moved_until(now) for before in self.unanswered)


def _moved(rows: Iterable[int], matches: Mapping[int, int]) -> frozenset[int]:
    """Returns the rows by their numbers now."""
    return frozenset(matches[row] for row in rows if row in matches)


def _by_key(cells: Iterable[_Cell]) -> Cells:
    found: Cells = {}
    for key, row, value in cells:
        found.setdefault(key, {})[row] = value
    return found

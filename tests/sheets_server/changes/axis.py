"""How positions along one dimension change when rows or columns are inserted, deleted or moved."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Shift(Protocol):
    """A change of one dimension. Indexes count from 0, ends are exclusive."""

    def at(self, index: int) -> int | None:
        """Where one row or column is afterwards; None when it is gone."""

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """What a non-empty range covers afterwards; None when nothing of it is left."""

    def source(self, index: int) -> int | None:
        """Where the row or column that now has this index was before; None when it is new."""


class Insert(NamedTuple):
    """`size` new rows or columns before `start`."""

    start: int
    size: int

    def at(self, index: int) -> int | None:
        """See Shift."""
        return index if index < self.start else index + self.size

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """A range grows only when the new ones come between two of its own."""
        return (
            start if start < self.start else start + self.size,
            end if end <= self.start else end + self.size,
        )

    def source(self, index: int) -> int | None:
        """See Shift."""
        if index < self.start:
            return index
        return index - self.size if index >= self.start + self.size else None


class Delete(NamedTuple):
    """Rows or columns `start` … `end` go."""

    start: int
    end: int

    def at(self, index: int) -> int | None:
        """See Shift."""
        if index < self.start:
            return index
        return index - (self.end - self.start) if index >= self.end else None

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """A range shrinks by what it loses."""
        first, last = self._edge(start), self._edge(end)
        return (first, last) if first < last else None

    def source(self, index: int) -> int | None:
        """See Shift."""
        return index if index < self.start else index + self.end - self.start

    def _edge(self, edge: int) -> int:
        return edge - max(0, min(edge, self.end) - self.start)


class Move(NamedTuple):
    """Rows or columns `start` … `end` go before `destination`, counted before the move and outside
    the moved ones.
    """

    start: int
    end: int
    destination: int

    def at(self, index: int) -> int | None:
        """See Shift."""
        count = self.end - self.start
        landing = self._landing()
        if self.start <= index < self.end:
            return landing + index - self.start
        rest = index if index < self.start else index - count
        return rest if rest < landing else rest + count

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Moved whole, a range goes along; else it loses what leaves it and grows by what lands
        inside.
        """
        if self.start <= start and end <= self.end:
            by = self._landing() - self.start
            return start + by, end + by
        left = Delete(self.start, self.end).span(start, end)
        return left and Insert(self._landing(), self.end - self.start).span(*left)

    def source(self, index: int) -> int | None:
        """See Shift."""
        landing = self._landing()
        return Move(landing, landing + self.end - self.start, self._way_back()).at(index)

    def _landing(self) -> int:
        return (
            self.destination
            if self.destination <= self.start
            else self.destination - (self.end - self.start)
        )

    def _way_back(self) -> int:
        """The destination that undoes this move."""
        return self.start if self.destination > self.start else self.end


def bounds(
    shift: Shift, start: int | None, end: int | None
) -> tuple[int | None, int | None] | None:
    """The span of a range that may be open at either side; an open side stays open."""
    if start is None and end is None:
        return None, None
    low = 0 if start is None else start
    high = FAR if end is None else end
    if high <= low:
        return start, end
    found = shift.span(low, high)
    if found is None:
        return None
    return (None if start is None else found[0]), (None if end is None else found[1])


FAR = 1 << 40
"""Beyond any grid: the end of a range that is open."""

"""What one tab should hold when a run is done, and the cells that it still lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sheetflow.backends.google.row_matching import RowKeys, Who, match_rows, match_rows_after_write
from sheetflow.errors.google import AnswerTypedOver, RowChanged
from sheetflow.model import Value

Spot = int | Who
"""A row then; of one that was not there then, who it is about."""
Cells = dict[str, dict[int, Value]]
"""Owned key -> row -> what to write there; None clears."""


def same(a: Value, b: Value) -> bool:
    """Whether two cells hold the same; 1 is not TRUE."""
    return a == b and (type(a) is bool) == (type(b) is bool)


@dataclass(slots=True)
class DesiredState:
    """One tab as it was read (`before`), and what is to be written: row then -> key -> value.

    It lasts for the run: rows may have moved under a request, and a value may have come down on the
    row of somebody else. `wrote` keeps every value that a request carried. `astray` says what the
    answers showed in wrong rows: key -> value -> these rows; `unseen` is how the rows stood before
    the requests whose answers were lost; `missed` counts the requests that were seen to miss their
    rows; `gone` are columns that people took away meanwhile.
    """

    tab: str
    before: RowKeys
    wants: Mapping[int, Mapping[str, Value]]
    wrote: dict[str, set[Value]] = field(default_factory=dict)
    astray: dict[str, dict[Value, set[Spot]]] = field(default_factory=dict)
    unseen: list[RowKeys] = field(default_factory=list)
    missed: int = 0
    gone: set[str] = field(default_factory=set)

    @property
    def given(self) -> dict[str, int]:
        """The ids that are new or were put back, and the rows they are for."""
        wrote, ids = self.wrote.get("id", ()), enumerate(self.before.owned.get("id", ()), 1)
        back = {str(id_): row for row, id_ in ids if id_ is not None and id_ in wrote}
        return back | {
            str(cells["id"]): row for row, cells in self.wants.items() if cells.get("id")
        }

    def diff(self, now: RowKeys) -> Cells:
        """What must be written into the sheet as it stands now, by its rows of now.

        Raises MovedError as long as nothing was written and the plan does not fit any more: a lead
        is gone or cannot be told from another, or somebody typed into a cell that would be written.
        """
        if self.wrote:
            return _by_key(self._mended(now, match_rows_after_write(self.before, now, self.given)))
        pairs = match_rows(self.before, now)
        cells = _by_key(self._planned(now, pairs))
        # What people typed elsewhere since the sheet was read is what must stand there in the end.
        self.before = now._replace(owned=dict(now.owned))
        self.wants = {pairs[row]: wanted for row, wanted in self.wants.items()}
        return cells

    def note(self, cells: Cells) -> None:
        """Remember what a request is about to write, blanks too: they may empty the cell of
        somebody else.
        """
        for key, values in cells.items():
            self.wrote.setdefault(key, set()).update(values.values())

    def came_down(self, cells: Cells, now: RowKeys, after: RowKeys) -> bool:
        """Whether the cells hold what was written, and no row about nobody came to hold any of
        that.

        Rows that say who they are about did not move, or ids and people would tell; what stands
        there otherwise is a person's.
        """
        for key, values in cells.items():
            for row in range(1, max(len(after.owned[key]), *values) + 1):
                have, meant = after.cell(key, row), values.get(row, now.cell(key, row))
                stray = have in self.wrote[key] and after.is_about_nobody(row)
                if not same(have, meant) and (row in values or stray):
                    return False
        return True

    def told(self, cells: Cells, after: RowKeys) -> None:
        """Remember in whose rows stands what was meant for others, as the answer of a write
        shows.
        """
        back = {
            other: row
            for row, other in match_rows_after_write(self.before, after, self.given).items()
        }
        strays = self._strays(after, back)
        for key, values in cells.items():
            held: dict[Value, set[Spot]] = {}
            for row in range(1, after.height + 1):
                have, ours = after.cell(key, row), row in values or (key, row) in strays
                if ours and not same(have, self._should_hold(key, back.get(row))):
                    held.setdefault(have, set()).add(back.get(row) or after.who_is(row))
            self.astray[key] = held
        self.missed += any(self.astray.values())

    def _planned(self, now: RowKeys, pairs: Mapping[int, int]) -> Iterator[tuple[str, int, Value]]:
        for row, cells in self.wants.items():
            if row not in pairs:
                raise RowChanged
            for key, value in cells.items():
                if not same(now.cell(key, pairs[row]), self.before.cell(key, row)):
                    raise AnswerTypedOver
                yield key, pairs[row], value

    def _mended(self, now: RowKeys, pairs: Mapping[int, int]) -> Iterator[tuple[str, int, Value]]:
        """Answers that did not come down on their row, and cells that hold the answer of another
        row.

        What a person typed meanwhile is neither, and stays.
        """
        back = {other: row for row, other in pairs.items()}
        apart = self._apart(now, pairs)
        strays, lost = self._strays(now, back), bool(apart) or self._is_lost(now)
        for other in range(1, now.height + 1):
            row = back.get(other)
            for key in self.before.owned.keys() - self.gone:
                want, have = self._should_hold(key, row), now.cell(key, other)
                ours = have in self.wrote.get(key, ()) if lost else (key, other) in strays
                ours = ours and not (
                    other in apart and have is None
                )  # our cells are not lost, but elsewhere
                answered = row is not None and key in self.wants.get(row, ())
                if not same(have, want) and (
                    ours or (answered and same(have, self.before.cell(key, row or 0)))
                ):
                    yield key, other, want

    def _strays(self, now: RowKeys, back: Mapping[int, int]) -> set[tuple[str, int]]:
        """The cells (key, row) that hold what strayed, in the rows in which it was seen then; where
        it stands in none of them any more, because people took other names, or other places in a
        sort, wherever it stands; and in rows about nobody all that was ever written.
        """
        found = {
            (key, row)
            for row in range(1, now.height + 1)
            if not now.names_somebody(row)
            for key, wrote in self.wrote.items()
            if now.cell(key, row) in wrote
        }
        for key, values in self.astray.items():
            held = {
                row: have
                for row in range(1, now.height + 1)
                if (have := now.cell(key, row)) in values
            }
            at_home = {
                row
                for row, have in held.items()
                if self._is_among(values[have], back.get(row), now.who_is(row))
            }
            seen = {held[row] for row in at_home}
            found |= {
                (key, row) for row, have in held.items() if row in at_home or have not in seen
            }
        return found

    def _is_among(self, spots: set[Spot], then: int | None, who: Who) -> bool:
        """Whether a row of now, which was the row `then`, is one of these; where it is new, whether
        it is a copy that people made of one of them.
        """
        if then is not None:
            return then in spots
        return any(who == (self.before.who_is(s) if isinstance(s, int) else s) for s in spots)

    def _apart(self, now: RowKeys, pairs: Mapping[int, int]) -> set[int]:
        """The rows whose people had an id that stands elsewhere now: they sorted theirs alone."""
        ids = set(now.owned.get("id", ())) - {None} - self.wrote.get("id", set())
        had = {other: self.before.cell("id", row) for row, other in pairs.items()}
        return {other for other, id_ in had.items() if id_ in ids and id_ != now.cell("id", other)}

    def _should_hold(self, key: str, row: int | None) -> Value:
        """What a row, by its number then, should hold in the end: its answer, else what stood
        there.
        """
        if row is None:
            return None
        wanted = self.wants.get(row, {})
        return wanted[key] if key in wanted else self.before.cell(key, row)

    def _is_lost(self, now: RowKeys) -> bool:
        """Whether nobody can tell where all came down: rows moved under several requests, or under
        one whose answer was lost. Then every value that was ever written counts as ours.
        """
        return self.missed > 1 or any(then.moved_until(now) for then in self.unseen)


def _by_key(cells: Iterable[tuple[str, int, Value]]) -> Cells:
    found: Cells = {}
    for key, row, value in cells:
        found.setdefault(key, {})[row] = value
    return found

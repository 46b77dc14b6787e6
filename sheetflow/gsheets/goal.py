"""What one tab should hold when a run is done, and the cells that it still lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sheetflow.errors import MovedError
from sheetflow.gsheets.pairing import Rows, pair, pair_again
from sheetflow.model import Value

Cells = dict[str, dict[int, Value]]
"""Owned key -> row -> what to write there; None clears."""


def same(a: Value, b: Value) -> bool:
    """Whether two cells hold the same; 1 is not TRUE."""
    return a == b and (type(a) is bool) == (type(b) is bool)


@dataclass(slots=True)
class Goal:
    """One tab as it was read (`before`), and what is to be written: row then -> key -> value.

    It lasts for the run: `wrote` keeps every value that a request carried, because rows may have moved
    under it and the value may have come down on the row of somebody else.
    """

    tab: str
    before: Rows
    wants: Mapping[int, Mapping[str, Value]]
    wrote: dict[str, set[Value]] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, int]:
        """The ids that are new or were put back, and the rows they are for."""
        wrote, ids = self.wrote.get("id", ()), enumerate(self.before.owned.get("id", ()), 1)
        back = {str(id_): row for row, id_ in ids if id_ is not None and id_ in wrote}
        return back | {str(cells["id"]): row for row, cells in self.wants.items() if cells.get("id")}

    def missing(self, now: Rows) -> Cells:
        """What must be written into the sheet as it stands now, by its rows of now.

        Raises MovedError as long as nothing was written and the plan does not fit any more: a lead is gone
        or cannot be told from another, or somebody typed into a cell that would be written.
        """
        if self.wrote:
            cells = self._mended(now, pair_again(self.before, now, self.given))
        else:
            cells = self._planned(now, pair(self.before, now))
        found: Cells = {}
        for key, row, value in cells:
            found.setdefault(key, {})[row] = value
        return found

    def note(self, cells: Cells) -> None:
        """Remember what a request is about to write, blanks too: they may empty the cell of somebody else."""
        for key, values in cells.items():
            self.wrote.setdefault(key, set()).update(values.values())

    def came_down(self, cells: Cells, now: Rows, after: Rows) -> bool:
        """Whether the cells hold what was written, and no row about nobody came to hold any of that.

        Rows that say who they are about did not move, or ids and people would tell; what stands there otherwise is
        a person's.
        """
        for key, values in cells.items():
            for row in range(1, max(len(after.owned[key]), *values) + 1):
                have, meant = after.cell(key, row), values.get(row, now.cell(key, row))
                stray = have in self.wrote[key] and after.is_about_nobody(row)
                if not same(have, meant) and (row in values or stray):
                    return False
        return True

    def _planned(self, now: Rows, pairs: Mapping[int, int]) -> Iterator[tuple[str, int, Value]]:
        for row, cells in self.wants.items():
            if row not in pairs:
                raise MovedError("A row that was to be answered was moved or changed meanwhile.", "Run again.")
            for key, value in cells.items():
                if not same(now.cell(key, pairs[row]), self.before.cell(key, row)):
                    raise MovedError("Somebody typed into a cell that was to be answered meanwhile.", "Run again.")
                yield key, pairs[row], value

    def _mended(self, now: Rows, pairs: Mapping[int, int]) -> Iterator[tuple[str, int, Value]]:
        """Answers that did not come down on their row, and cells that hold the answer of another row.

        What a person typed meanwhile is neither, and stays.
        """
        back = {other: row for row, other in pairs.items()}
        ids = set(now.owned.get("id", ())) - {None} - self.wrote.get("id", set())
        astray = self._astray(now, pairs)
        for other in range(1, now.height + 1):
            row = back.get(other)
            id_ = self.before.cell("id", row) if row else None
            apart = id_ in ids and id_ != now.cell("id", other)  # people sorted theirs alone: our cells are not lost
            for key in self.before.owned:
                want, have = self._should_hold(key, row), now.cell(key, other)
                old = self.before.cell(key, row) if row else None
                suspects = astray if row is None and now.names_somebody(other) else self.wrote
                ours = have in suspects.get(key, ()) and not (apart and have is None)
                answered = row is not None and key in self.wants.get(row, ())
                if not same(have, want) and (ours or (answered and same(have, old))):
                    yield key, other, want

    def _should_hold(self, key: str, row: int | None) -> Value:
        """What a row, by its number then, should hold in the end: its answer, else what stood there."""
        if row is None:
            return None
        wanted = self.wants.get(row, {})
        return wanted[key] if key in wanted else self.before.cell(key, row)

    def _astray(self, now: Rows, pairs: Mapping[int, int]) -> dict[str, set[Value]]:
        """What may have come down beside a person who was not there before. What was only put back, a text of a
        person's perhaps, has gone astray where its own row lacks it; else somebody copied it."""
        found: dict[str, set[Value]] = {}
        for key, wrote in self.wrote.items():
            answers = {cells[key] for cells in self.wants.values() if key in cells}
            lacking = {
                want
                for row, other in pairs.items()
                if not same(want := self._should_hold(key, row), now.cell(key, other))
            }
            found[key] = wrote & (answers | lacking)
        return found

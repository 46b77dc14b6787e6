"""Answers into a sheet that people are editing: look, write what is missing, see where it came
down, mend.

The API knows no "write if still the same". What can be done is done: rows are looked up by id and
person in the request before, columns are addressed by marks that move with them, and the answer of
the write itself tells which ids stood beside the values when they came down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sheetflow.backends.google.client.sheets import Sheets, Unsure
from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.limits import REPAIRS
from sheetflow.backends.google.metadata import PEOPLES, lookup
from sheetflow.backends.google.read import Column, column_of
from sheetflow.backends.google.reconcile import Cells, DesiredState
from sheetflow.backends.google.row_matching import RowKeys, at, stands_still
from sheetflow.backends.google.state_tab import changed_lines, restamped
from sheetflow.backends.google.write_requests import (
    LARGEST,
    WriteBatch,
    column_entry,
    line_entries,
    split_batches,
    told_column,
)
from sheetflow.errors.google import AnotherRun, ColumnsMoved, RowsKeepMoving
from sheetflow.model import Value
from sheetflow.state import OPEN


class TabWrite(NamedTuple):
    """One tab to write into: the goal, and the metadata ids of its columns by the names of their
    marks.

    `identifying` are the keys of the team's columns that say which row is which, `closed` those of them
    in which we may not even write nothing.
    """

    goal: DesiredState
    marks: Mapping[str, int]
    identifying: Sequence[str]
    closed: frozenset[str] = frozenset()

    @property
    def keys(self) -> list[str]:
        """The owned columns that matter: the id, and those in which something is to be written."""
        wanted = {"id", *(key for cells in self.goal.wants.values() for key in cells)}
        return sorted((wanted & self.marks.keys()) - self.goal.gone)

    def filters(self) -> list[Json]:
        """The data filters of the identifying columns, then of the owned ones."""
        return [
            lookup(self.marks[name])
            for name in (*(PEOPLES + key for key in self.identifying), *self.keys)
        ]

    def rows(self, columns: Sequence[Column | None], *, sent: bool) -> RowKeys:
        """The answer for `filters`: None for a column that is gone, or, before anything was `sent`,
        that is blank yet.

        Raises MovedError where nothing tells any more who is who.
        """
        who, owned = (
            columns[: len(self.identifying)],
            dict(zip(self.keys, columns[len(self.identifying) :], strict=True)),
        )
        if sent and None in who:
            raise ColumnsMoved
        self.goal.gone |= {key for key, column in owned.items() if column is None and sent}
        return RowKeys(
            [c or [] for c in who],
            {key: c or [] for key, c in owned.items() if key not in self.goal.gone},
        )


@dataclass(frozen=True, slots=True)
class StateWrite:
    """The memory tab: its sheet id, what stood there when it was read, the lines it should hold
    (none if it stays as it is), and how many rows these need.
    """

    sheet_id: int
    standing: Sequence[Value]
    lines: Sequence[str]
    rows: int

    def column(self, *, whole: bool) -> Json:
        """The data filter of its only column, or of the header alone."""
        area = {
            "sheetId": self.sheet_id,
            "startColumnIndex": 0,
            "endColumnIndex": 1,
            "startRowIndex": 0,
        }
        return {"gridRange": area if whole else {**area, "endRowIndex": 1}}


@dataclass(slots=True)
class Writer:
    """One run's writing; its `token` is in the stamp of the memory that it leaves."""

    sheets: Sheets
    targets: Sequence[TabWrite]
    ledger: StateWrite
    token: str
    largest: int = LARGEST
    sent: bool = False

    def run(self, now: Sequence[RowKeys] | None) -> bool:
        """Write until every answer stands in its row; `now` is a look taken just before, if there
        was one.

        True if anything was written. Raises MovedError before the first write where the plan fits
        no more, BusyError where rows kept moving.
        """
        standing, tries = self.ledger.standing, REPAIRS + 1
        while tries:
            if now is None:
                now, standing = self._look()
            try:
                if all(self._came_down(parcel, now) for parcel in self._parcels(now, standing)):
                    return self._ended()
                tries -= 1
            except Unsure as unsure:  # it may have come down or not: looking tells
                self.sheets.budget.pause(unsure)
            now = None
        raise RowsKeepMoving

    def _ended(self) -> bool:
        """True if anything was written. Raises MovedError where a column went meanwhile: it is to
        come back.
        """
        if any(target.goal.gone for target in self.targets):
            raise ColumnsMoved
        return self.sent

    # ── looking ───────────────────────────────────────────────────────────────────────────────

    def _look(self) -> tuple[list[RowKeys], Sequence[Value]]:
        """Read again who stands where, and what our cells hold; once something was written, the
        whole memory too.
        """
        whole = self.sent and bool(self.ledger.lines)
        filters = [f for target in self.targets for f in target.filters()]
        found = self.sheets.values([*filters, self.ledger.column(whole=whole)])
        columns = [
            None if entry is None else column_of(entry[0]) if entry else [] for entry in found
        ]
        memory = columns.pop() or []
        if at(memory, 1) != at(self.ledger.standing, 1) and not (
            self.sent and self.token in str(at(memory, 1))
        ):
            raise AnotherRun
        return list(self._by_target(columns)), memory if whole else self.ledger.standing

    def _by_target(self, columns: Sequence[Column | None]) -> Iterator[RowKeys]:
        for target in self.targets:
            count = len(target.filters())
            yield target.rows(columns[:count], sent=self.sent)
            columns = columns[count:]

    def _parcels(self, now: Sequence[RowKeys], standing: Sequence[Value]) -> list[WriteBatch]:
        cells = [target.goal.diff(rows) for target, rows in zip(self.targets, now, strict=True)]
        lines = changed_lines(standing, self.ledger.lines) if self.ledger.lines else {}
        header = restamped(at(standing, 1), f"{OPEN} {self.token}")
        return split_batches(cells, {1: header} if header else {}, lines, self.largest)

    # ── writing ───────────────────────────────────────────────────────────────────────────────

    def _came_down(self, parcel: WriteBatch, now: Sequence[RowKeys]) -> bool:
        """Write one parcel; True if all of it stands where it belongs, as the answer tells. Raises
        Unsure.
        """
        asked = {n: self._entries(n, cells) for n, cells in parcel.cells.items()}
        entries = [entry for columns in asked.values() for entry in columns.values()]
        for n, cells in parcel.cells.items():
            self.targets[n].goal.note(cells)
        self.sent = True
        try:
            found = self.sheets.write([*entries, *line_entries(self.ledger.sheet_id, parcel.lines)])
        except Unsure:
            for n in parcel.cells:
                self.targets[n].goal.unseen.append(now[n])
            raise
        columns = (
            column_of(told_column(entry, told)) for entry, told in zip(entries, found, strict=False)
        )
        told = {n: dict(zip(names, columns, strict=False)) for n, names in asked.items()}
        stands = [self._stands(n, cells, now[n], told[n]) for n, cells in parcel.cells.items()]
        return all(stands)

    def _entries(self, n: int, cells: Cells) -> dict[str, Json]:
        """Name of a mark -> what to write there. The id and the identifying columns come along with
        nothing to write, so that the answer tells beside whom the values came down.
        """
        target = self.targets[n]
        open_ = (key for key in target.identifying if key not in target.closed)
        names = [
            *cells,
            *({"id"} - cells.keys() - target.goal.gone),
            *(PEOPLES + key for key in open_),
        ]
        return {
            name: column_entry(lookup(target.marks[name]), cells.get(name, {})) for name in names
        }

    def _stands(self, n: int, cells: Cells, now: RowKeys, told: Mapping[str, Column]) -> bool:
        """Whether values, ids and people stand together and no row moved; then what was written
        stands in `now` too.
        """
        target = self.targets[n]
        if target.closed:  # the answer does not tell beside whom it came down: looking again does
            target.goal.unseen.append(now)
            return False
        who = [told[PEOPLES + key] for key in target.identifying]
        after = RowKeys(
            who, {**now.owned, **{key: told[key] for key in {*cells, "id"} & told.keys()}}
        )
        ids = {**dict(enumerate(now.owned.get("id", ()), 1)), **cells.get("id", {})}
        meant = RowKeys(
            now.who, {"id": [ids.get(row) for row in range(1, max(ids, default=0) + 1)]}
        )
        stands = target.goal.came_down(cells, now, after) and stands_still(meant, after)
        if not stands or target.goal.astray:
            target.goal.told(cells, after)
        now.owned.update(after.owned)
        return stands

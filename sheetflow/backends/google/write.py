"""Answers into a sheet that people are editing: look, write what differs, see where it was written
to, repair.

The API knows no "write if still the same". What can be done is done: rows are looked up by id and
person in the request before, columns are addressed by metadata entries that move with them, and the
response to the write itself says which ids and people were beside the values that it wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from sheetflow.backends.google.client.sheets import Sheets, Unsure
from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.limits import REPAIRS
from sheetflow.backends.google.metadata import PEOPLE_PREFIX, lookup
from sheetflow.backends.google.read import Column, column_of
from sheetflow.backends.google.reconcile import Cells, DesiredState
from sheetflow.backends.google.row_matching import RowKeys, at, no_row_moved
from sheetflow.backends.google.state_tab import changed_lines, restamped
from sheetflow.backends.google.write_requests import (
    LARGEST,
    WriteBatch,
    answered_column,
    column_range,
    line_ranges,
    split_batches,
)
from sheetflow.errors.google import AnotherRun, ColumnsMoved, RowsKeepMoving
from sheetflow.model import Value
from sheetflow.state import OPEN


class TabWrite(NamedTuple):
    """One tab to write into: what it should hold, and the ids of the metadata entries on its
    columns by name.

    `identifying` are the keys of the team's columns that say which row is which, `closed` those of
    them in which we may not even write nothing. `formulas` are the live ones of ours by the key of
    their column: a cell that was without its formula gets it once its answer is written, and so do
    the blank rows `below` the last lead.
    """

    desired: DesiredState
    entry_ids: Mapping[str, int]
    identifying: Sequence[str]
    closed: frozenset[str] = frozenset()
    formulas: Mapping[str, str] = MappingProxyType({})
    below: Sequence[int] = ()

    @property
    def keys(self) -> list[str]:
        """The owned columns that matter: the id, and those in which something is to be written."""
        wanted = {"id"}
        for cells in self.desired.wanted.values():
            wanted.update(cells)
        return sorted((wanted & self.entry_ids.keys()) - self.desired.gone)

    def filters(self) -> list[Json]:
        """Builds the data filters of the identifying columns, then of the owned ones."""
        names = [*(PEOPLE_PREFIX + key for key in self.identifying), *self.keys]
        return [lookup(self.entry_ids[name]) for name in names]

    def rows_for_formulas(self, key: str) -> list[int]:
        """Returns the rows in which a column gets its formula, ascending."""
        now = self.desired.before
        blank = (row for row in self.below if not now.names_somebody(row))
        blank = (row for row in blank if now.cell(key, row) is None)
        return sorted({*self.desired.rows_with(key), *blank})

    def rows(self, columns: Sequence[Column | None], *, sent: bool) -> RowKeys:
        """Reads the answer for `filters`: None for a column that is gone, or, before anything was
        `sent`, that is blank yet.

        Raises MovedError where nothing tells any more who is who.
        """
        count = len(self.identifying)
        who = columns[:count]
        owned = dict(zip(self.keys, columns[count:], strict=True))
        if sent and None in who:
            raise ColumnsMoved
        if sent:
            self.desired.gone.update(key for key, column in owned.items() if column is None)
        present = {k: column or [] for k, column in owned.items() if k not in self.desired.gone}
        return RowKeys([column or [] for column in who], present)


@dataclass(frozen=True, slots=True)
class StateWrite:
    """The state tab: its sheet id, what was there when it was read, the lines it should hold (none
    if it stays as it is), and how many rows these need.
    """

    sheet_id: int
    before: Sequence[Value]
    lines: Sequence[str]
    rows: int

    def column(self, *, whole: bool) -> Json:
        """Builds the data filter of its only column, or of the header alone."""
        columns = {"startColumnIndex": 0, "endColumnIndex": 1}
        area = {"sheetId": self.sheet_id, **columns, "startRowIndex": 0}
        return {"gridRange": area if whole else {**area, "endRowIndex": 1}}


@dataclass(slots=True)
class Writer:
    """One run's writing; its `token` is in the stamp of the state that it leaves, `sent` says
    whether it wrote anything yet. `more` are ranges of hidden tabs of ours that go out with the
    first write.
    """

    sheets: Sheets
    tabs: Sequence[TabWrite]
    state: StateWrite
    token: str
    largest: int = LARGEST
    sent: bool = False
    more: Sequence[Json] = ()

    def run(self, now: Sequence[RowKeys] | None) -> bool:
        """Writes until every answer is in its row; `now` is a look taken just before, if there was
        one.

        True if anything was written. Raises MovedError before the first write where the plan fits
        no more, BusyError where rows kept moving.
        """
        lines, tries = self.state.before, REPAIRS + 1
        while tries:
            if now is None:
                now, lines = self._look()
            first = not self.sent
            try:
                batches = self._batches(now, lines)
                if all(self._write(batch, now) for batch in batches):
                    if first:  # what is repaired may be a person's value
                        self._put_formulas()
                    return self._finish()
                tries -= 1
            except Unsure as unsure:  # it may have been written or not: looking tells
                self.sheets.budget.pause(unsure)
            now = None
        raise RowsKeepMoving

    def _finish(self) -> bool:
        """Returns whether anything was written. Raises MovedError where a column went meanwhile: it
        is to come back.
        """
        if any(tab.desired.gone for tab in self.tabs):
            raise ColumnsMoved
        return self.sent

    # ── looking ───────────────────────────────────────────────────────────────────────────────

    def _look(self) -> tuple[list[RowKeys], Sequence[Value]]:
        """Reads again who is in which row, and what our cells hold; once something was written, the
        whole state tab too.
        """
        whole = self.sent and bool(self.state.lines)
        filters: list[Json] = []
        for tab in self.tabs:
            filters += tab.filters()
        found = self.sheets.values([*filters, self.state.column(whole=whole)])
        columns = [None if column is None else _only_column(column) for column in found]
        lines = columns.pop() or []
        header = at(lines, 1)
        ours = self.sent and self.token in str(header)
        if header != at(self.state.before, 1) and not ours:
            raise AnotherRun
        return list(self._by_tab(columns)), lines if whole else self.state.before

    def _by_tab(self, columns: Sequence[Column | None]) -> Iterator[RowKeys]:
        for tab in self.tabs:
            count = len(tab.filters())
            yield tab.rows(columns[:count], sent=self.sent)
            columns = columns[count:]

    def _batches(self, now: Sequence[RowKeys], lines: Sequence[Value]) -> list[WriteBatch]:
        """Returns what differs from what should be there, in requests that are small enough."""
        cells = [tab.desired.diff(rows) for tab, rows in zip(self.tabs, now, strict=True)]
        changed = changed_lines(lines, self.state.lines) if self.state.lines else {}
        header = restamped(at(lines, 1), f"{OPEN} {self.token}")
        found = split_batches(cells, {1: header} if header else {}, changed, self.largest)
        alone = bool(self.more) and len(found) != 1
        return [WriteBatch({}, {}), *found] if alone else found

    # ── writing ───────────────────────────────────────────────────────────────────────────────

    def _write(self, batch: WriteBatch, now: Sequence[RowKeys]) -> bool:
        """Writes one batch; True if all of it is where it belongs, as the response says. Raises
        Unsure.
        """
        asked = {n: self._column_ranges(n, cells) for n, cells in batch.cells.items()}
        ranges: list[Json] = []
        for n, cells in batch.cells.items():
            ranges += asked[n].values()
            self.tabs[n].desired.remember_written(cells)
        self.sent = True
        try:
            lines = line_ranges(self.state.sheet_id, batch.lines)
            response = self.sheets.write([*ranges, *lines, *self.more])
            self.more = ()
        except Unsure:
            for n in batch.cells:
                self.tabs[n].desired.unanswered.append(now[n])
            raise
        answered = zip(ranges, response, strict=False)
        columns = (column_of(answered_column(asked_for, found)) for asked_for, found in answered)
        after = {n: dict(zip(names, columns, strict=False)) for n, names in asked.items()}
        written = [self._is_written(n, cells, now[n], after[n]) for n, cells in batch.cells.items()]
        return all(written)

    def _column_ranges(self, n: int, cells: Cells) -> dict[str, Json]:
        """Returns the name of a metadata entry -> what to write into its column.

        The id and the identifying columns come along with nothing to write, so that the response
        says beside whom the values were written.
        """
        tab = self.tabs[n]
        names = [*cells, *({"id"} - cells.keys() - tab.desired.gone)]
        names += [PEOPLE_PREFIX + key for key in tab.identifying if key not in tab.closed]
        filters = {name: lookup(tab.entry_ids[name]) for name in names}
        return {name: column_range(filters[name], cells.get(name, {})) for name in names}

    def _put_formulas(self) -> None:
        """Puts our live formulas into the cells that were to be answered, each of which shows its
        answer by then. In whichever row it lands, such a formula is the same.

        Where no row moved; else the next run does it.
        """
        ranges: list[Json] = []
        for tab in self.tabs:
            for key in sorted(tab.formulas.keys() & set(tab.keys)):
                if rows := tab.rows_for_formulas(key):
                    formulas = dict.fromkeys(rows, tab.formulas[key])
                    ranges.append(column_range(lookup(tab.entry_ids[key]), formulas))
        if ranges:
            self.sent = True
            self.sheets.write(ranges, formulas=True)

    def _is_written(
        self, n: int, cells: Cells, now: RowKeys, columns: Mapping[str, Column]
    ) -> bool:
        """Returns whether the columns of the response show values, ids and people beside each other
        and no row moved; then what was written is in `now` too.
        """
        tab = self.tabs[n]
        if tab.closed:  # the response does not say beside whom it wrote: looking again does
            tab.desired.unanswered.append(now)
            return False
        owned = {key: columns[key] for key in {*cells, "id"} & columns.keys()}
        who = [columns[PEOPLE_PREFIX + key] for key in tab.identifying]
        after = RowKeys(who, {**now.owned, **owned})
        expected = RowKeys(now.who, {"id": _with(now.owned.get("id", ()), cells.get("id", {}))})
        written = tab.desired.is_written(cells, now, after) and no_row_moved(expected, after)
        if not written or tab.desired.misplaced:
            tab.desired.remember_misplaced(cells, after)
        now.owned.update(after.owned)
        return written


def _only_column(answer: Sequence[Sequence[Value]]) -> Column:
    return column_of(answer[0]) if answer else []


def _with(column: Sequence[Value], cells: Mapping[int, Value]) -> Column:
    """Returns a column with these cells written into it."""
    last = max(len(column), *cells, 0)
    found = [*column, *[None] * (last - len(column))]
    for row, value in cells.items():
        found[row - 1] = value
    return found

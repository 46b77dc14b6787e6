"""Answers into a sheet that people are editing: look, write what differs, see where it was written
to, repair.

The API knows no "write if still the same". What can be done is done: rows are looked up by id and
person in the request before, columns are addressed by metadata entries that move with them, and the
response to the write itself says which ids and people were beside the values that it wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sheetflow.backends.google.client.sheets import Sheets, Unsure
from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.limits import REPAIRS
from sheetflow.backends.google.read import Column, column_of
from sheetflow.backends.google.reconcile import Cells
from sheetflow.backends.google.row_matching import RowKeys, at, no_row_moved
from sheetflow.backends.google.state_tab import changed_lines, restamped
from sheetflow.backends.google.tab_write import StateWrite, TabWrite, columns_after, ranges_of
from sheetflow.backends.google.write_formulas import FormulaWriter
from sheetflow.backends.google.write_requests import (
    LARGEST,
    WriteBatch,
    line_ranges,
    split_batches,
)
from sheetflow.errors.google import AnotherRun, ColumnsMoved, RowsKeepMoving
from sheetflow.model import Value
from sheetflow.state import OPEN


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
                    self._put_formulas(now, repaired=not first)
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
        asked = {n: self.tabs[n].column_ranges(cells) for n, cells in batch.cells.items()}
        for n, cells in batch.cells.items():
            self.tabs[n].desired.remember_written(cells)
        self.sent = True
        try:
            lines = line_ranges(self.state.sheet_id, batch.lines)
            response = self.sheets.write([*ranges_of(asked), *lines, *self.more])
            self.more = ()
        except Unsure:
            for n in batch.cells:
                self.tabs[n].desired.unanswered.append(now[n])
            raise
        after = columns_after(asked, response)
        written = [self._is_written(n, cells, now[n], after[n]) for n, cells in batch.cells.items()]
        return all(written)

    def _put_formulas(self, now: Sequence[RowKeys], *, repaired: bool) -> None:
        formulas = FormulaWriter(self.sheets, lambda: self._look()[0], self._put_back)
        if formulas.run(self.tabs, now, repaired=repaired):
            self.sent = True

    def _put_back(self, tabs: Sequence[TabWrite], now: Sequence[RowKeys]) -> None:
        """Writes into some tabs, and into nothing else, as this run writes."""
        state = replace(self.state, lines=(), rows=0)
        Writer(self.sheets, tabs, state, self.token, self.largest, sent=True).run(now)

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
        after = tab.rows_after(cells, now, columns)
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

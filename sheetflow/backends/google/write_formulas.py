"""Our live formulas into cells that were answered, and into blank rows below all leads.

Values are sent as they are, formulas as typed: so they go out in a request of their own, behind the
answers. In whichever row such a formula lands it is the same, but it may land on a value that
somebody typed, where rows moved in that instant. The response says beside whom each came to be;
what was written over is put back, and the formulas go to where the rows are by then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sheetflow.backends.google.client.sheets import Sheets, Unsure
from sheetflow.backends.google.limits import REPAIRS
from sheetflow.backends.google.reconcile import Cells, DesiredState, same
from sheetflow.backends.google.row_matching import RowKeys, no_row_moved
from sheetflow.backends.google.tab_write import TabWrite, columns_after, ranges_of
from sheetflow.model import Value

Look = Callable[[], Sequence[RowKeys]]
"""Reads again who is in which row of each tab, and what our cells hold."""
PutBack = Callable[[Sequence[TabWrite], Sequence[RowKeys]], object]
"""Writes values into tabs, whose rows were like this just now."""
_Rows = Mapping[str, frozenset[int]]
"""Owned key -> rows."""

_Written = tuple[bool, Sequence[RowKeys]]
"""Whether formulas certainly went out, and how the rows were then."""


class _Target(NamedTuple):
    """A tab that gets formulas: its place in the run, and the rows of leads that get one, by their
    numbers when the sheet was looked at.
    """

    n: int
    tab: TabWrite
    leads: _Rows

    def cells(self, now: RowKeys) -> Cells:
        """Returns the formulas to write into the rows of now: where the answer stands, and not what
        somebody typed meanwhile.
        """
        desired, below = self.tab.desired, self.tab.below
        if not below and not any(self.leads.values()):
            return {}
        rows_now = desired.rows_now(now)
        blank = below.rows(now) if below else []
        found: Cells = {}
        for key, then in self.leads.items():
            rows = {rows_now[row] for row in then if self._is_answered(key, row, now, rows_now)}
            rows.update(row for row in blank if now.cell(key, row) is None)
            if rows:
                found[key] = dict.fromkeys(sorted(rows), self.tab.formulas[key])
        return found

    def _is_answered(self, key: str, then: int, now: RowKeys, rows_now: Mapping[int, int]) -> bool:
        wanted = self.tab.desired.should_hold(key, then)
        return then in rows_now and same(now.cell(key, rows_now[then]), wanted)

    def overwritten(self, cells: Cells, after: RowKeys) -> dict[int, dict[str, Value]]:
        """Returns row -> key -> what stood in a cell that a formula was written over; where it is
        one that has ours anyway, or in a row that came to be in that instant, nothing.
        """
        desired, found = self.tab.desired, dict[int, dict[str, Value]]()
        rows_then = desired.rows_then(after)
        for key, formulas in cells.items():
            ours = self.leads[key] | desired.live.get(key, frozenset())
            for row in formulas:
                then = rows_then.get(row)
                if then is not None and then not in ours:
                    found.setdefault(row, {})[key] = desired.should_hold(key, then)
        return found

    def put_back(self, wanted: Mapping[int, Mapping[str, Value]], after: RowKeys) -> TabWrite:
        """Returns what writes these values into the rows of a response."""
        was = self.tab.desired
        heading = was.rows_now(after).get(was.heading, 0)
        desired = DesiredState(was.tab, after, wanted, heading)
        return self.tab._replace(desired=desired, formulas={}, below=None)


def _target(n: int, tab: TabWrite, *, repaired: bool) -> _Target:
    desired, leads = tab.desired, dict[str, frozenset[int]]()
    for key in sorted(tab.formulas.keys() & set(tab.keys)):
        leads[key] = frozenset(desired.rows_with(key))
        if repaired:  # an answer may have been written over a formula
            leads[key] |= desired.live.get(key, frozenset())
    return _Target(n, tab, leads)


@dataclass(frozen=True, slots=True)
class FormulaWriter:
    """Writes formulas into the tabs of a run until no row moved under it, at most so often as
    answers are repaired; what is left then the next run does.
    """

    sheets: Sheets
    look: Look
    put_back: PutBack

    def run(self, tabs: Sequence[TabWrite], now: Sequence[RowKeys], *, repaired: bool) -> bool:
        """Returns whether anything was sent. `now` is how rows and answers were just before,
        `repaired` says that not every answer went to its row at once.
        """
        targets = [_target(n, tab, repaired=repaired) for n, tab in enumerate(tabs)]
        sent = False
        for _ in range(REPAIRS + 1):
            cells = {target.n: target.cells(now[target.n]) for target in targets}
            if not any(cells.values()):
                return sent
            sent, (written, after) = True, self._write(tabs, cells, now)
            if written and all(map(no_row_moved, now, after)):
                return sent
            self._put_back(targets, cells, after)
            now = after
        return sent

    def _write(
        self, tabs: Sequence[TabWrite], cells: Mapping[int, Cells], now: Sequence[RowKeys]
    ) -> _Written:
        """Returns whether the formulas certainly went out, and how the rows were then."""
        some = {n: of_tab for n, of_tab in cells.items() if of_tab}
        asked = {n: tabs[n].column_ranges(of_tab) for n, of_tab in some.items()}
        try:
            response = self.sheets.write(ranges_of(asked), formulas=True)
        except Unsure as unsure:
            self.sheets.budget.pause(unsure)
            return False, self.look()
        if any(tabs[n].closed for n in asked):  # the response does not say beside whom
            return True, self.look()
        after = list(now)
        for n, columns in columns_after(asked, response).items():
            after[n] = tabs[n].rows_after(cells[n], now[n], columns)
        return True, after

    def _put_back(
        self, targets: Sequence[_Target], cells: Mapping[int, Cells], after: Sequence[RowKeys]
    ) -> None:
        tabs, rows = list[TabWrite](), list[RowKeys]()
        for target in targets:
            wanted = target.overwritten(cells[target.n], after[target.n])
            if wanted:
                tabs.append(target.put_back(wanted, after[target.n]))
                rows.append(after[target.n])
        if tabs:
            self.put_back(tabs, rows)

"""A workbook in RAM, the fake of the tests; what people do to it are methods. Rows are 1-based,
columns 0-based.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count, islice

from sheetflow.backends.base import Unchanged
from sheetflow.columns import OWNED_KEYS
from sheetflow.errors import BusyError, DamagedError, SheetflowError
from sheetflow.model import (
    HEAD_ROWS,
    STATE_TAB,
    Block,
    Changes,
    Keep,
    NewTab,
    Snapshot,
    TabPlan,
    Value,
    serial,
)

Row = dict[int, Value]  # the filled cells of a row by column


class MemoryTab:
    """One worksheet, as a sparse grid; implements model.Tab."""

    def __init__(
        self, name: str, rows: Iterable[Sequence[Value]] = (), *, visible: bool = True
    ) -> None:
        self.name, self.visible = name, visible
        self._rows: list[Row] = [_filled(enumerate(row)) for row in rows]

    @property
    def head(self) -> Sequence[Sequence[Value]]:
        """The first HEAD_ROWS sheet rows; each as long as its last filled cell."""
        return [_cells(row) for row in self._rows[:HEAD_ROWS]]

    def blocks(self, columns: Sequence[int]) -> Iterator[Block]:
        """Read these columns (0-based, ascending) of every filled row, in order."""
        filled = ((number, row) for number, row in enumerate(self._rows, 1) if row)
        while part := list(islice(filled, 1024)):
            yield Block(
                [number for number, _ in part], [[row.get(at) for _, row in part] for at in columns]
            )

    @property
    def cells(self) -> list[list[Value]]:
        """All rows down to the last filled one; each as long as its last filled cell."""
        last = max((number for number, row in enumerate(self._rows, 1) if row), default=0)
        return [_cells(row) for row in self._rows[:last]]

    def type(self, row: int, column: int, value: Value) -> None:
        """Type into a cell; None or no text clears it."""
        self._rows += [{} for _ in range(row - len(self._rows))]
        self._rows[row - 1].pop(column, None)
        self._rows[row - 1].update(_filled([(column, value)]))

    def sort(
        self,
        first_row: int,
        key: Callable[[Sequence[Value]], str],
        columns: Iterable[int] | None = None,
    ) -> None:
        """Sort the rows from `first_row` on by a key made of their cells; with `columns`, only the
        cells of these move, as when somebody selects too little.
        """
        rows = self._rows[first_row - 1 :]
        ordered = sorted(rows, key=lambda row: key(_cells(row)))
        if columns is not None:
            move = set(columns)
            ordered = [
                _mixed(stays, comes, move) for stays, comes in zip(rows, ordered, strict=True)
            ]
        self._rows[first_row - 1 :] = ordered

    def insert_row(self, row: int, cells: Sequence[Value] = ()) -> None:
        """Insert a row before this one."""
        self._rows += [{} for _ in range(row - 1 - len(self._rows))]
        self._rows.insert(row - 1, _filled(enumerate(cells)))

    def delete_row(self, row: int) -> None:
        """Delete a row; those below move up."""
        del self._rows[row - 1 : row]

    def copy_row(self, row: int, to: int) -> None:
        """Insert a copy of a row before row `to`."""
        self.insert_row(to, _cells(self._rows[row - 1]))

    def insert_column(self, column: int, cells: Sequence[Value] = ()) -> None:
        """Insert a column before this one; `cells` are its values from row 1 on."""
        self._rearrange(lambda at: at + (at >= column))
        for row, value in enumerate(cells, 1):
            self.type(row, column, value)

    def delete_column(self, column: int) -> None:
        """Delete a column; those right of it move left."""
        self._rearrange(lambda at: None if at == column else at - (at > column))

    def move_column(self, column: int, to: int) -> None:
        """Cut a column and insert it so that it becomes column `to`."""
        values = [row.get(column) for row in self._rows]
        self.delete_column(column)
        self.insert_column(to, values)

    def copy(self) -> MemoryTab:
        """The same tab again, which changes on its own."""
        return MemoryTab(self.name, self.cells, visible=self.visible)

    def _rearrange(self, place: Callable[[int], int | None]) -> None:
        moved = ([(place(at), value) for at, value in row.items()] for row in self._rows)
        self._rows = [{at: value for at, value in row if at is not None} for row in moved]


class MemoryBackend:
    """A workbook in RAM. `tabs` are in workbook order, and people may change them between runs.

    `writes` counts the runs that wrote something.
    """

    def __init__(
        self, tabs: Mapping[str, Iterable[Sequence[Value]]], *, date1904: bool = False
    ) -> None:
        self.tabs = [MemoryTab(name, rows) for name, rows in tabs.items()]
        self.date1904, self.writes = date1904, 0
        self.messages: list[str] = []
        self._seen: str | None = None

    def tab(self, name: str) -> MemoryTab:
        """The tab of that name; raises DamagedError if there is none."""
        return _named(self.tabs, name)

    def drop_tab(self, name: str) -> None:
        """Delete a tab."""
        self.tabs.remove(self.tab(name))

    @property
    def cost(self) -> Mapping[str, int]:
        """Nothing that counts. See backends/base.py."""
        return {}

    def unchanged(self) -> None:
        """Nothing: reading tells soon enough. See backends/base.py."""

    def remember_unchanged(self, found: Unchanged) -> None:
        """Nothing is kept. See backends/base.py."""

    def raise_if_full(self, changes: Changes) -> None:
        """Nothing: a list has no end. See backends/base.py."""

    def read(self) -> Snapshot:
        """See what is there now. See backends/base.py."""
        self._seen = _stamp(self.tabs)
        tabs = tuple(tab.copy() for tab in self.tabs)
        return Snapshot(
            tabs, self.date1904, stamp=_stamp(tab for tab in tabs if tab.name != STATE_TAB)
        )

    def apply(self, changes: Changes) -> bool:
        """Write into the workbook that `read` saw. See backends/base.py."""
        if self._seen is None:
            raise SheetflowError("the workbook must be read before it is written")
        if _stamp(self.tabs) != self._seen:
            raise BusyError(
                "The workbook changed while it was being worked on; nothing was written.",
                "Run again.",
            )
        tabs = [tab.copy() for tab in self.tabs]
        for plan in changes.tabs:
            self._change(_named(tabs, plan.tab), plan)
        for new in changes.new_tabs:
            self._add(tabs, new)
        if changes.state is not None:
            _put_memory(tabs, changes.state.lines)
        if _stamp(tabs) == self._seen:
            return False
        self.tabs = tabs  # all at once, or not at all
        self.writes += 1
        return True

    def _change(self, tab: MemoryTab, plan: TabPlan) -> None:
        columns = dict(plan.owned) | _new_columns(tab, plan)
        for key, heading in plan.missing.items():
            tab.type(plan.heading_row, columns[key], heading)
        for row, answers in plan.rows:
            for key, answer in zip(OWNED_KEYS, answers, strict=True):
                if not isinstance(answer, Keep):
                    tab.type(row, columns[key], self._value(answer))

    def _add(self, tabs: list[MemoryTab], new: NewTab) -> None:
        if any(tab.name.casefold() == new.name.casefold() for tab in tabs):
            raise DamagedError(f"there is a tab {new.name!r} already", "rename it and run again")
        rows = [[self._value(value) for value in row] for row in new.rows]
        tabs.insert(len(tabs) - (tabs[-1].name == STATE_TAB), MemoryTab(new.name, rows))

    def _value(self, answer: Value | date) -> Value:
        return serial(answer, date1904=self.date1904) if isinstance(answer, date) else answer


def _filled(cells: Iterable[tuple[int, Value]]) -> Row:
    return {at: value for at, value in cells if value is not None and value != ""}


def _cells(row: Row) -> list[Value]:
    return [row.get(at) for at in range(max(row, default=-1) + 1)]


def _mixed(stays: Row, comes: Row, move: set[int]) -> Row:
    return {at: v for at, v in stays.items() if at not in move} | {
        at: v for at, v in comes.items() if at in move
    }


def _named(tabs: Sequence[MemoryTab], name: str) -> MemoryTab:
    for tab in tabs:
        if tab.name == name:
            return tab
    raise DamagedError(f"there is no tab {name!r} in the workbook any more")


def _new_columns(tab: MemoryTab, plan: TabPlan) -> dict[str, int]:
    """The first columns right of the headings that are empty in every row."""
    taken = {at for row in tab.cells for at, value in enumerate(row) if value is not None}
    first = max(len(tab.cells[plan.heading_row - 1]) - 1, *plan.columns, -1) + 1
    return dict(zip(plan.missing, (at for at in count(first) if at not in taken), strict=False))


def _put_memory(tabs: list[MemoryTab], lines: Callable[[str], Iterator[str]]) -> None:
    """Fill the memory tab, which is made, hidden, at the end; its header carries the stamp of all
    others.
    """
    rows = [[line] for line in lines(_stamp(tab for tab in tabs if tab.name != STATE_TAB))]
    at = next((i for i, tab in enumerate(tabs) if tab.name == STATE_TAB), len(tabs))
    visible = at < len(tabs) and tabs[at].visible
    tabs[at : at + 1] = [MemoryTab(STATE_TAB, rows, visible=visible)]


def _stamp(tabs: Iterable[MemoryTab]) -> str:
    """Equal for equal tabs in equal order."""
    digest = hashlib.sha256()
    for tab in tabs:
        digest.update(repr((tab.name, tab.visible, tab.cells)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()

"""A workbook in RAM, for tests; what people do to it are methods. Rows count from 1, columns from
0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count, islice
from typing import NamedTuple

from sheetflow import model
from sheetflow.backends.base import Unchanged
from sheetflow.columns import OWNED_KEYS
from sheetflow.errors.files import ChangedMeanwhile, NotReadYet, TabGone, TabTaken
from sheetflow.live import is_live
from sheetflow.model import (
    HEAD_ROWS,
    STATE_TAB,
    Addition,
    Block,
    Changes,
    FormulaRows,
    FormulaTexts,
    Keep,
    NewTab,
    Snapshot,
    TabPlan,
    Text,
    Value,
    results_of,
    serial,
)
from sheetflow.model.formula_text import Moving, moving


class Formula(NamedTuple):
    """A formula in a cell, and the result that it shows."""

    text: str
    result: Value = None


Cell = Value | Formula
Row = dict[int, Cell]  # the filled cells of a row by column


class MemoryTab:
    """One worksheet, as a sparse grid; implements model.Tab."""

    def __init__(
        self, name: str, rows: Iterable[Sequence[Cell]] = (), *, visible: bool = True
    ) -> None:
        self.name, self.visible = name, visible
        self._rows: list[Row] = [_filled(enumerate(row)) for row in rows]
        self._fingerprint = ""  # blank when a cell has changed since

    @property
    def head(self) -> Sequence[Sequence[Value]]:
        """The first HEAD_ROWS sheet rows; each as long as its last filled cell."""
        return [_trimmed(_shown(_cells(row))) for row in self._rows[:HEAD_ROWS]]

    def blocks(self, columns: Sequence[int]) -> Iterator[Block]:
        """Reads these columns (0-based, ascending) of every filled row, in order."""
        filled = ((number, row) for number, row in enumerate(self._rows, 1) if row)
        while part := list(islice(filled, 1024)):
            rows = [number for number, _ in part]
            values = [_shown(row.get(column) for _, row in part) for column in columns]
            yield Block(rows, values, *_formulas(part, columns))

    @property
    def cells(self) -> list[list[Value]]:
        """All rows down to the last filled one; each as long as its last filled cell. Of a formula
        its result.
        """
        return list(map(_shown, self.held))

    @property
    def held(self) -> list[list[Cell]]:
        """As `cells`, with the formulas themselves."""
        last = max((number for number, row in enumerate(self._rows, 1) if row), default=0)
        return [_cells(row) for row in self._rows[:last]]

    @property
    def formulas(self) -> dict[tuple[int, int], str]:
        """(row, column) -> the formula in that cell."""
        found: dict[tuple[int, int], str] = {}
        for number, row in enumerate(self._rows, 1):
            for column, cell in row.items():
                if isinstance(cell, Formula):
                    found[number, column] = cell.text
        return found

    def type(self, row: int, column: int, value: Cell) -> None:
        """Types into a cell; None or no text clears it."""
        self._fingerprint = ""
        self._rows += [{} for _ in range(row - len(self._rows))]
        self._rows[row - 1].pop(column, None)
        self._rows[row - 1].update(_filled([(column, value)]))

    def move(self, order: Mapping[int, int]) -> None:
        """Moves whole columns: old 0-based place -> new one."""
        self._rearrange(lambda at: order.get(at, at))

    def sort(
        self,
        first_row: int,
        key: Callable[[Sequence[Value]], str],
        columns: Iterable[int] | None = None,
    ) -> None:
        """Sorts the rows from `first_row` on by a key made of their cells.

        With `columns`, only the cells of these move, as when somebody selects too little.
        """
        self._fingerprint = ""
        rows = self._rows[first_row - 1 :]
        ordered = sorted(rows, key=lambda row: key(_shown(_cells(row))))
        if columns is not None:
            move = set(columns)
            pairs = zip(rows, ordered, strict=True)
            ordered = [_mixed(stays, comes, move) for stays, comes in pairs]
        self._rows[first_row - 1 :] = ordered

    def insert_row(self, row: int, cells: Sequence[Cell] = ()) -> None:
        """Inserts a row before this one."""
        self._fingerprint = ""
        self._rows += [{} for _ in range(row - 1 - len(self._rows))]
        self._rows.insert(row - 1, _filled(enumerate(cells)))

    def delete_row(self, row: int) -> None:
        """Deletes a row; those below move up."""
        self._fingerprint = ""
        del self._rows[row - 1 : row]

    def copy_row(self, row: int, to: int) -> None:
        """Inserts a copy of a row before row `to`."""
        self.insert_row(to, _cells(self._rows[row - 1]))

    def insert_column(self, column: int, cells: Sequence[Cell] = ()) -> None:
        """Inserts a column before this one; `cells` are its values from row 1 on."""
        self._rearrange(lambda at: at + (at >= column))
        for row, value in enumerate(cells, 1):
            self.type(row, column, value)

    def delete_column(self, column: int) -> None:
        """Deletes a column; those right of it move left."""
        self._rearrange(lambda at: None if at == column else at - (at > column))

    def move_column(self, column: int, to: int) -> None:
        """Cuts a column and inserts it so that it becomes column `to`."""
        values = [row.get(column) for row in self._rows]
        self.delete_column(column)
        self.insert_column(to, values)

    def copy(self) -> MemoryTab:
        """Returns the same tab again, which changes on its own."""
        twin = MemoryTab(self.name, visible=self.visible)
        twin._rows = list(map(dict.copy, self._rows))
        twin._fingerprint = self._fingerprint
        return twin

    def __deepcopy__(self, memo: object) -> MemoryTab:
        return self.copy()

    def fingerprint(self) -> str:
        """Returns a digest that is equal for equal cells; it is kept until one changes."""
        if not self._fingerprint:
            cells = [(at, sorted(row.items())) for at, row in enumerate(self._rows) if row]
            self._fingerprint = _digest(repr(cells))
        return self._fingerprint

    def _rearrange(self, place: Callable[[int], int | None]) -> None:
        self._fingerprint = ""
        moved = ([(place(at), value) for at, value in row.items()] for row in self._rows)
        self._rows = [{at: value for at, value in row if at is not None} for row in moved]


class MemoryBackend:
    """A workbook in RAM, which people may change between runs; `tabs` are in workbook order.

    `names` are the defined names, `writes` counts the runs that wrote something.
    """

    def __init__(
        self, tabs: Mapping[str, Iterable[Sequence[Cell]]], *, date1904: bool = False
    ) -> None:
        self.tabs = [MemoryTab(name, rows) for name, rows in tabs.items()]
        self.date1904, self.writes = date1904, 0
        self.names: dict[str, str] = {}
        self.messages: Sequence[Text] = ()
        self._seen: str | None = None

    def tab(self, name: str) -> MemoryTab:
        """Returns the tab of that name; raises DamagedError if there is none."""
        return _named(self.tabs, name)

    def drop_tab(self, name: str) -> None:
        """Deletes a tab."""
        self.tabs.remove(self.tab(name))

    @property
    def needs_login(self) -> bool:
        """Returns False: nobody is asked. See backends/base.py."""
        return False

    @property
    def shared(self) -> bool:
        """Returns False: people act between runs only. See backends/base.py."""
        return False

    @property
    def cost(self) -> Mapping[str, int]:
        """Returns nothing: RAM costs no request. See backends/base.py."""
        return {}

    def unchanged(self) -> None:
        """Returns None: reading tells soon enough. See backends/base.py."""

    def remember_unchanged(self, found: Unchanged) -> None:
        """Forgets it: reading tells soon enough. See backends/base.py."""

    def raise_if_full(self, changes: Changes) -> None:
        """Raises nothing: a list has no end. See backends/base.py."""

    def read(self, formulas_of: Sequence[str] = ()) -> Snapshot:
        """Reads what is there now. See backends/base.py."""
        self._seen = _stamp(self.tabs)
        tabs = tuple(tab.copy() for tab in self.tabs)
        return Snapshot(tabs, self.date1904, stamp=_stamp_without_state(tabs))

    def apply(self, changes: Changes) -> bool:
        """Writes into the workbook that `read` saw. See backends/base.py."""
        if self._seen is None:
            raise NotReadYet
        if _stamp(self.tabs) != self._seen:
            raise ChangedMeanwhile
        tabs = [tab.copy() for tab in self.tabs]
        for plan in changes.tabs:
            self._change(_named(tabs, plan.tab), plan)
        for addition in changes.additions:
            _fill(_named(tabs, addition.tab), addition)
        self._put_anew(tabs, changes)
        for moved in changes.moved:
            _named(tabs, moved.tab).move(moved.order())
        for new in changes.new_tabs:
            self._add(tabs, new)
        names = self.names | {name.name: name.refers_to for name in changes.names}
        if changes.state is not None:
            _put_state(tabs, changes.state.lines)
        if _stamp(tabs) == self._seen and names == self.names:
            return False
        self.tabs, self.names = tabs, names  # all at once, or not at all
        self.writes += 1
        return True

    def close(self) -> None:
        """Does nothing: there is nothing to let go. See backends/base.py."""

    def _change(self, tab: MemoryTab, plan: TabPlan) -> None:
        columns = dict(plan.owned) | _new_columns(tab, plan)
        for key, heading in plan.missing.items():
            tab.type(plan.heading_row, columns[key], heading)
        for row, answers in plan.rows:
            for key, answer in zip(OWNED_KEYS, answers, strict=True):
                if isinstance(answer, Keep):
                    continue
                value, live = self._value(answer), plan.formulas.get(key)
                tab.type(row, columns[key], Formula(live, value) if live else value)

    def _put_anew(self, tabs: list[MemoryTab], changes: Changes) -> None:
        """Gives tabs of ours that are there their new content, or the new results alone."""
        for tab in changes.rewritten:
            tabs[tabs.index(_named(tabs, tab.name))] = self._made(tab)
        for tab in changes.recalculated:
            there = _named(tabs, tab.name)
            held = there.formulas
            for row, column, text, first, value in results_of(tab):
                here = moving(text).below(row - first)
                if held.get((row, column)) == here:
                    there.type(row, column, Formula(here, self._value(value)))

    def _add(self, tabs: list[MemoryTab], new: NewTab) -> None:
        if any(tab.name.casefold() == new.name.casefold() for tab in tabs):
            raise TabTaken(new.name)
        at_end = any(tab.name == STATE_TAB for tab in tabs[-1:])
        tabs.insert(len(tabs) - at_end, self._made(new))

    def _made(self, new: NewTab) -> MemoryTab:
        rows = [[self._cell(cell) for cell in row] for row in new.rows]
        tab = MemoryTab(new.name, rows, visible=not new.hidden)
        for filled in new.filled:
            # in hidden tabs all rows share the text of the first: nobody reads so many
            text = Moving((filled.text,), ()) if new.hidden else moving(filled.text)
            for row in range(filled.first_row, filled.last_row + 1):
                result = self._value(filled.values.get(row))
                here = text.below(row - filled.first_row)
                tab.type(row, filled.column, Formula(here, result))
        return tab

    def _cell(self, cell: Value | date | model.Cell | model.Formula) -> Cell:
        inside = cell.content if isinstance(cell, model.Cell) else cell
        if isinstance(inside, model.Formula):
            return Formula(inside.text, self._value(inside.value))
        return self._value(inside)

    def _value(self, answer: Value | date) -> Value:
        return serial(answer, date1904=self.date1904) if isinstance(answer, date) else answer


def _filled(cells: Iterable[tuple[int, Cell]]) -> Row:
    return {at: value for at, value in cells if value is not None and value != ""}


def _cells(row: Row) -> list[Cell]:
    return [row.get(at) for at in range(max(row, default=-1) + 1)]


def _shown(cells: Iterable[Cell]) -> list[Value]:
    """Returns what cells show: of a formula its result;"""
    return [cell.result if isinstance(cell, Formula) else cell for cell in cells]


def _trimmed(cells: list[Value]) -> list[Value]:
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _formulas(
    rows: Iterable[tuple[int, Row]], columns: Sequence[int]
) -> tuple[FormulaRows, FormulaRows, FormulaTexts]:
    """Returns the rows with a formula by column, those of people, and ours; and what people
    wrote.
    """
    others: dict[int, list[int]] = {}
    live: dict[int, list[int]] = {}
    texts: dict[tuple[int, int], str] = {}
    for number, row in rows:
        for column in columns:
            cell = row.get(column)
            if isinstance(cell, Formula):
                found = live if is_live(cell.text) else others
                found.setdefault(column, []).append(number)
                if found is others:
                    texts[number, column] = cell.text
    return others, live, texts


def _mixed(stays: Row, comes: Row, move: set[int]) -> Row:
    """Returns a row of which the cells in the columns `move` are those of another row."""
    left = {column: value for column, value in stays.items() if column not in move}
    moved = {column: value for column, value in comes.items() if column in move}
    return left | moved


def _named(tabs: Sequence[MemoryTab], name: str) -> MemoryTab:
    for tab in tabs:
        if tab.name == name:
            return tab
    raise TabGone(name)


def _new_columns(tab: MemoryTab, plan: TabPlan) -> dict[str, int]:
    """Returns the first columns right of the headings that are empty in every row."""
    taken: set[int] = set()
    for row in tab.held:
        taken.update(column for column, cell in enumerate(row) if cell is not None)
    first = max(len(tab.cells[plan.heading_row - 1]) - 1, *plan.columns, -1) + 1
    free = (column for column in count(first) if column not in taken)
    return dict(zip(plan.missing, free, strict=False))


def _fill(tab: MemoryTab, addition: Addition) -> None:
    for column, heading in addition.headings.items():
        tab.type(addition.heading_row, column, heading)
    for row, values in enumerate(addition.rows, addition.first_row):
        for column, value in enumerate(values, addition.first_column):
            tab.type(row, column, value)


def _put_state(tabs: list[MemoryTab], lines: Callable[[str], Iterator[str]]) -> None:
    """Fills the hidden tab, made at the end; its header carries the stamp of all others."""
    rows = [[line] for line in lines(_stamp_without_state(tabs))]
    at = next((i for i, tab in enumerate(tabs) if tab.name == STATE_TAB), len(tabs))
    visible = at < len(tabs) and tabs[at].visible
    tabs[at : at + 1] = [MemoryTab(STATE_TAB, rows, visible=visible)]


def _stamp_without_state(tabs: Iterable[MemoryTab]) -> str:
    return _stamp(tab for tab in tabs if tab.name != STATE_TAB)


def _stamp(tabs: Iterable[MemoryTab]) -> str:
    """Returns a digest that is equal for equal tabs in equal order."""
    return _digest(repr([(tab.name, tab.visible, tab.fingerprint()) for tab in tabs]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

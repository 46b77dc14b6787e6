"""The Excel backend: a workbook on disk, read part by part and patched in place.

What writes is loaded when something is written: most runs of a cron line find nothing to do.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sheetflow.backends.base import Unchanged
from sheetflow.backends.excel import locks
from sheetflow.backends.excel.archive import Archive
from sheetflow.backends.excel.formulas import range_of
from sheetflow.backends.excel.package import Package, parse_xml
from sheetflow.backends.excel.refs import CellRange
from sheetflow.backends.excel.sheet import SheetReader, sheets_of
from sheetflow.backends.excel.tables import tables_of
from sheetflow.backends.excel.text import damage_errors
from sheetflow.errors.files import NotReadYet
from sheetflow.model import STATE_TAB, Block, Changes, Snapshot, Tab, TabPlan, Text, Value

if TYPE_CHECKING:
    from sheetflow.backends.excel.book import Book


class LeadsSheet:
    """A worksheet without what only looks like leads; implements model.Tab.

    The totals rows of tables are left out. Headings inside a pivot table are no headings: they are
    Excel's, and move at its next refresh.
    """

    def __init__(
        self, sheet: SheetReader, totals: frozenset[int], pivots: Sequence[CellRange]
    ) -> None:
        self._sheet = sheet
        self._totals = totals
        self._pivots = pivots

    @property
    def name(self) -> str:
        """The name on the tab."""
        return self._sheet.name

    @property
    def visible(self) -> bool:
        """False for hidden and very hidden sheets."""
        return self._sheet.visible

    @property
    def head(self) -> Sequence[Sequence[Value]]:
        """The first HEAD_ROWS sheet rows; totals rows and pivot tables among them are blank."""
        return [
            () if row in self._totals else self._without_pivots(row, cells)
            for row, cells in enumerate(self._sheet.head, 1)
        ]

    def _without_pivots(self, row: int, cells: Sequence[Value]) -> Sequence[Value]:
        kept = [
            None if any(pivot.holds(column, row) for pivot in self._pivots) else value
            for column, value in enumerate(cells)
        ]
        while kept and kept[-1] is None:
            kept.pop()
        return kept

    def blocks(self, columns: Sequence[int]) -> Iterator[Block]:
        """Reads these columns (0-based, ascending) of every row but totals rows, in order."""
        for block in self._sheet.blocks(columns):
            if self._totals.isdisjoint(block.rows):
                yield block
            else:
                kept = [i for i, row in enumerate(block.rows) if row not in self._totals]
                rows = [block.rows[i] for i in kept]
                columns_kept = [[column[i] for i in kept] for column in block.columns]
                yield Block(rows, columns_kept, *block[2:])


def _leads_sheet(package: Package, sheet: SheetReader) -> Tab:
    tables = tables_of(package, sheet.info.part)
    totals = frozenset(table.cells.last_row for table in tables if table.totals)
    pivots = _pivots_of(package, sheet.info.part)
    return LeadsSheet(sheet, totals, pivots) if totals or pivots else sheet


def _pivots_of(package: Package, sheet_part: str) -> list[CellRange]:
    """Returns the ranges of the pivot tables on a worksheet.

    Source: ECMA-376 part 1, 18.10.1.49 `location`.
    """
    found: list[CellRange] = []
    for part in package.related(sheet_part, "pivotTable"):
        package.claim(part, "pivot table")
        for element in parse_xml(package.archive.read(part)).iter():
            cells = range_of(element.get("ref", ""))
            if element.tag.endswith("}location") and cells is not None:
                found.append(cells)
    return found


class ExcelBackend:
    """A workbook at a path; see backends/base.py.

    With `read_only` it is also read while it is open elsewhere, as it was last saved; it is never
    written then.
    """

    def __init__(self, path: str | os.PathLike[str], *, read_only: bool = False) -> None:
        self.path = os.fspath(path)
        self.messages: Sequence[Text] = ()
        self._read_only = read_only
        self._package: Package | None = None
        self._tabs: tuple[Tab, ...] = ()

    @property
    def needs_login(self) -> bool:
        """Returns False: a file has its permissions. See backends/base.py."""
        return False

    @property
    def shared(self) -> bool:
        """Returns False: a file that is open elsewhere is left alone. See backends/base.py."""
        return False

    @property
    def cost(self) -> Mapping[str, int]:
        """Returns nothing: a file costs no request. See backends/base.py."""
        return {}

    def unchanged(self) -> None:
        """Returns None: reading tells soon enough. See backends/base.py."""

    def remember_unchanged(self, found: Unchanged) -> None:
        """Forgets it: reading tells soon enough. See backends/base.py."""

    def read(self, formulas_of: Sequence[str] = ()) -> Snapshot:
        """Opens the workbook; its tabs are read when somebody asks. See backends/base.py."""
        self.close()
        found = locks.look_at_locks(self.path)
        if not self._read_only:
            found.raise_if_open(self.path)
        self.messages = found.messages(self.path)
        archive = Archive.open(self.path)
        try:
            with damage_errors():
                package = self._package = Package(archive)
                self._tabs = tuple(_leads_sheet(package, sheet) for sheet in sheets_of(package))
        except BaseException:
            archive.close()
            raise
        stamp = archive.stamp(without=self._state_part())
        return Snapshot(self._tabs, package.date1904, stamp=stamp)

    def raise_if_full(self, changes: Changes) -> None:
        """Looks at the headings alone: column XFD is the last one. See backends/base.py."""
        from sheetflow.backends.excel.leads_tab import raise_if_full

        for plan in changes.tabs:
            raise_if_full(plan, self._last_heading(plan))

    def apply(self, changes: Changes) -> bool:
        """Patches the workbook that `read` saw. See backends/base.py."""
        from sheetflow.backends.excel import disk
        from sheetflow.backends.excel.book import Book
        from sheetflow.backends.excel.rebuild import Rebuilt

        if self._package is None:
            raise NotReadYet
        locks.refuse_if_open(self.path)
        disk.remove_leftovers(os.path.realpath(self.path))
        rebuilt = Rebuilt(self._package.archive)
        try:
            self._prepare(Book(self._package, rebuilt), changes)
            if not rebuilt.changed or rebuilt.stamp() == self._package.archive.stamp():
                return False
            rebuilt.save()
        finally:
            rebuilt.close()
        return True

    def close(self) -> None:
        """Closes the file; tabs not read yet cannot be read any more. See backends/base.py."""
        if self._package is not None:
            self._package.archive.close()
            self._package = None

    def _prepare(self, book: Book, changes: Changes) -> None:
        from sheetflow.backends.excel.additions import add_cells
        from sheetflow.backends.excel.leads_tab import change_tab
        from sheetflow.backends.excel.move_columns import move_columns
        from sheetflow.backends.excel.results import refresh_results

        with damage_errors():
            for plan in changes.tabs:
                change_tab(book, plan, self._last_heading(plan))
            for name in dict.fromkeys(addition.tab for addition in changes.additions):
                add_cells(book, name, [each for each in changes.additions if each.tab == name])
            for tab in changes.rewritten:
                book.rewrite_tab(tab)
            for tab in changes.recalculated:
                refresh_results(book, tab)
            for moved in changes.moved:
                move_columns(book, moved)
            for tab in changes.new_tabs:
                book.add_tab(tab, before=STATE_TAB)
            book.define(changes.names)
            part = book.state_part(STATE_TAB) if changes.state is not None else ""
            book.finish()
        # The state comes last, because it carries the stamp of everything else.
        if changes.state is not None:
            book.put_state(part, changes.state.lines(book.rebuilt.stamp(without=part)))
        self.messages = (*self.messages, *book.messages)

    def _last_heading(self, plan: TabPlan) -> int:
        """Returns the last filled 0-based column of a plan's heading row; -1 for none."""
        head = next((tab.head for tab in self._tabs if tab.name == plan.tab), ())
        return len(head[plan.heading_row - 1]) - 1 if plan.heading_row <= len(head) else -1

    def _state_part(self) -> str | None:
        sheets = self._package.sheets if self._package is not None else ()
        return next((info.part for info in sheets if info.name == STATE_TAB), None)

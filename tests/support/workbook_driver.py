"""One workbook under test: its backend, what a person sees in it, and what a person does to it
between runs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Protocol
from xml.etree.ElementTree import Element

import openpyxl

from sheetflow.backends.base import Backend
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.backends.memory import MemoryBackend, MemoryTab
from sheetflow.engine import Options, Result, look, sync
from sheetflow.model import CellError, Value
from tests.excel.lossless.book import Book, cells, local, rows
from tests.support.zips import cell_xml, edited, letters

Grid = list[list[Value]]
Tabs = Mapping[str, Sequence[Sequence[Value]]]


class WorkbookDriver(Protocol):
    """A workbook and a person at it."""

    @property
    def backend(self) -> Backend: ...

    @property
    def tabs(self) -> dict[str, bool]:
        """Tab name -> whether it shows, in workbook order."""

    def cells(self, tab: str) -> Grid:
        """Returns the cells of a tab, read without the code under test; rows end with their last
        filled one.
        """

    def at(self, tab: str) -> AbstractContextManager[MemoryTab]:
        """Opens a tab for a person: what is done to it inside the `with` is in the workbook
        afterwards.
        """

    def drop(self, tab: str) -> None:
        """Deletes a tab."""

    def rename(self, tab: str, name: str) -> None:
        """Gives a tab another name."""

    def fingerprint(self) -> object:
        """Equal as long as nobody touched the workbook."""


class MemoryDriver:
    """A person at a workbook in RAM."""

    def __init__(self, tabs: Tabs, *, date1904: bool = False) -> None:
        self.backend = MemoryBackend(tabs, date1904=date1904)

    @property
    def tabs(self) -> dict[str, bool]:
        return {tab.name: tab.visible for tab in self.backend.tabs}

    def cells(self, tab: str) -> Grid:
        return self.backend.tab(tab).cells

    @contextmanager
    def at(self, tab: str) -> Iterator[MemoryTab]:
        yield self.backend.tab(tab)

    def drop(self, tab: str) -> None:
        self.backend.drop_tab(tab)

    def rename(self, tab: str, name: str) -> None:
        self.backend.tab(tab).name = name

    def fingerprint(self) -> object:
        return self.backend.writes, {tab: self.cells(tab) for tab in self.tabs}


class ExcelDriver:
    """A person at a plain workbook on disk: cells are typed into the XML, tabs are handled through
    openpyxl.
    """

    def __init__(self, path: Path, tabs: Tabs, *, date1904: bool = False) -> None:
        self.path = path
        book = openpyxl.Workbook()
        book.remove(book.active)
        if date1904:
            book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        for name in tabs:
            book.create_sheet(name)
        book.save(path)
        for name, content in tabs.items():
            self._put(name, [list(row) for row in content])
        self.backend = ExcelBackend(path)

    @property
    def tabs(self) -> dict[str, bool]:
        sheets = openpyxl.load_workbook(self.path, read_only=True)
        shows = {sheet.title: sheet.sheet_state == "visible" for sheet in sheets.worksheets}
        sheets.close()
        return shows

    def cells(self, tab: str) -> Grid:
        book = Book(self.path)
        sheet = book.xml(book.tabs[tab])
        assert sheet is not None
        grid: Grid = []
        for number, row in rows(sheet):
            grid += [[] for _ in range(number - len(grid))]
            for _, column, element in cells(number, row):
                if (value := _value(book, element)) is not None:
                    grid[-1] += [None] * (column + 1 - len(grid[-1]))
                    grid[-1][column] = value
        return MemoryTab(tab, grid).cells

    @contextmanager
    def at(self, tab: str) -> Iterator[MemoryTab]:
        sheet = MemoryTab(tab, self.cells(tab))
        yield sheet
        self._put(tab, sheet.cells)

    def drop(self, tab: str) -> None:
        book = openpyxl.load_workbook(self.path)
        del book[tab]
        book.save(self.path)

    def rename(self, tab: str, name: str) -> None:
        book = openpyxl.load_workbook(self.path)
        book[tab].title = name
        book.save(self.path)

    def fingerprint(self) -> object:
        status = os.stat(self.path)
        return self.path.read_bytes(), status.st_mtime_ns, status.st_ino

    def _put(self, tab: str, grid: Grid) -> None:
        """Writes a tab's cells anew, everything else of the file as it was."""
        lines = (
            f'<row r="{n}">{"".join(_cell(v, n, c) for c, v in enumerate(row))}</row>'
            for n, row in enumerate(grid, 1)
        )
        data = f"<sheetData>{''.join(lines)}</sheetData>"
        before = self.path.with_suffix(".before")
        os.replace(self.path, before)
        edited(
            before,
            self.path,
            lambda _, xml: _SHEET_DATA.sub(lambda m: data, xml.decode()).encode(),
            [Book(before).tabs[tab]],
        )
        before.unlink()


_SHEET_DATA = re.compile(r"<sheetData\s*/>|<sheetData>.*</sheetData>", re.DOTALL)


def _row(cells: Sequence[Value], row: int) -> str:
    return (
        f'<row r="{row}">'
        f"{''.join(_cell(value, row, column) for column, value in enumerate(cells))}</row>"
    )


def _cell(value: Value, row: int, column: int) -> str:
    ref = f"{letters(column)}{row}"
    return (
        f'<c r="{ref}" t="e"><v>{value.code}</v></c>'
        if isinstance(value, CellError)
        else cell_xml(value, ref)
    )


def _value(book: Book, cell: Element) -> Value:
    """Returns the value of a cell as the standard spells it (ECMA-376 part 1, 18.18.11)."""
    kind, text = cell.get("t", "n"), book.text(cell)
    if not any(local(e) in ("v", "t") for e in cell.iter()):
        return None
    if kind == "n":
        return float(text) if "." in text or "e" in text.lower() else int(text)
    return text == "1" if kind == "b" else CellError(text) if kind == "e" else text or None


def synced(driver: WorkbookDriver, day: date, *, force: bool = False) -> Result:
    """Syncs as on that day; `force` lets the safety brake pass."""
    return sync(driver.backend, Options(today=day, force=force))


def settled(driver: WorkbookDriver, day: date) -> bool:
    """Returns whether a sync of that day would write nothing, found out the long way, without the
    stamp in the state.
    """
    plan, _ = look(driver.backend, Options(today=day))
    return (
        not plan.counts.changes
        and plan.changes.state is None
        and not driver.backend.apply(plan.changes)
    )

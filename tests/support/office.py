"""A person at LibreOffice, driven by its API: opens a workbook, does what people do, saves it.

LibreOffice's API is known to the system's own Python alone, so a small program runs there
(office_driver.py) and is told verb by verb.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import IO, Any, Final, cast

import pytest

from sheetflow.model import column_letters
from tests.support.libreoffice import SOFFICE

_PYTHON: Final = "/usr/bin/python3"
_DRIVER: Final = Path(__file__).with_name("office_driver.py")

Grid = list[list[Any]]
"""What cells show: texts, numbers; dates are serials, blank cells empty texts."""


@cache
def why_not() -> str:
    """Returns what is missing for driving LibreOffice; empty where all is there."""
    if SOFFICE is None:
        return "LibreOffice (soffice) is not installed"
    if shutil.which(_PYTHON) is None:
        return f"LibreOffice's API needs {_PYTHON}"
    asked = [_PYTHON, "-c", "import uno"]
    if subprocess.run(asked, capture_output=True, check=False).returncode:
        return "LibreOffice's API for Python (python3-uno) is not installed"
    return ""


needs_office = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")


class Office:
    """LibreOffice with at most one workbook open."""

    def __init__(self, asked: IO[str], answered: IO[str]) -> None:
        self._asked, self._answered = asked, answered

    def _do(self, verb: str, *arguments: object) -> Any:
        print(json.dumps([verb, *arguments]), file=self._asked, flush=True)
        kind, answer = json.loads(self._answered.readline())
        if kind == "failed":
            raise RuntimeError(answer)
        return answer

    @contextmanager
    def at(self, path: Path) -> Iterator[Hands]:
        """Opens a workbook, and saves it over itself at the end, when all visible tabs were seen:
        LibreOffice calculates a cell when it is shown, and saves old results of others.
        """
        with self.reading(path) as hands:
            yield hands
            for tab in hands.tabs():
                if not tab.startswith("_"):
                    hands.read(tab)
            self._do("save", str(path))

    @contextmanager
    def reading(self, path: Path) -> Iterator[Hands]:
        """Opens a workbook, and saves nothing."""
        self._do("open", str(path))
        try:
            yield Hands(self._do)
        finally:
            self._do("close")

    def stale(self, path: Path) -> tuple[int, list[str]]:
        """Returns how many cells a workbook shows on opening, and which of them a full calculation
        changes.
        """
        with self.reading(path) as hands:
            opened = {tab: hands.read(tab) for tab in hands.tabs()}
            hands.calculate()
            after = {tab: hands.read(tab) for tab in opened}
        cells = sum(len(row) for grid in opened.values() for row in grid)
        return cells, [at for tab in opened for at in _differing(tab, opened[tab], after[tab])]


def _differing(tab: str, before: Grid, after: Grid) -> Iterator[str]:
    for row, (old, new) in enumerate(zip(before, after, strict=True), 1):
        for column, (one, other) in enumerate(zip(old, new, strict=True)):
            if one != other:
                yield f"{tab}!{column_letters(column)}{row}: {one!r} becomes {other!r}"


class Hands:
    """What a person does in the open workbook; rows count from 1, columns from 0, cells are named
    as `B3` or `A3:F9`.
    """

    def __init__(self, do: Any) -> None:
        self._do = do

    def tabs(self) -> list[str]:
        """Returns the names of all tabs, hidden ones too."""
        return cast(list[str], self._do("tabs"))

    def read(self, tab: str) -> Grid:
        """Returns what the cells show, from A1 on."""
        return cast(Grid, self._do("read", tab))

    def formulas(self, tab: str) -> list[list[str]]:
        """Returns what the cells hold, formulas with their `=`."""
        return cast(list[list[str]], self._do("formulas", tab))

    def type(self, tab: str, cells: str, *rows: Sequence[str | float | date | None]) -> None:
        """Types rows of values, from a cell on."""
        plain = [[v.isoformat() if isinstance(v, date) else v for v in row] for row in rows]
        self._do("type", tab, cells, plain)

    def sort(self, tab: str, cells: str, column: int, *, down: bool = False) -> None:
        """Sorts the rows of a range by one of its columns, counted within it."""
        self._do("sort", tab, cells, column, down)

    def insert_rows(self, tab: str, row: int, count: int = 1) -> None:
        """Inserts blank rows before this one."""
        self._do("insert_rows", tab, row, count)

    def delete_rows(self, tab: str, row: int, count: int = 1) -> None:
        """Deletes rows from this one on."""
        self._do("delete_rows", tab, row, count)

    def delete_column(self, tab: str, column: int) -> None:
        """Deletes a whole column."""
        self._do("delete_column", tab, column)

    def move_column(self, tab: str, column: int, to: int) -> None:
        """Moves a whole column to stand before another."""
        self._do("move_column", tab, column, to)

    def drag(self, tab: str, cells: str, to: str) -> None:
        """Moves cells elsewhere: drags them, or cuts and pastes them."""
        self._do("drag", tab, cells, to)

    def copy(self, tab: str, cells: str, to: str) -> None:
        """Copies cells over others."""
        self._do("copy", tab, cells, to)

    def fill_down(self, tab: str, cells: str) -> None:
        """Fills the first row of a range down over the rest of it."""
        self._do("fill_down", tab, cells)

    def calculate(self) -> None:
        """Calculates every formula, stale or not."""
        self._do("calculate")


@contextmanager
def office() -> Iterator[Office]:
    """Starts a LibreOffice of its own, and closes it."""
    with tempfile.TemporaryDirectory(prefix="sheetflow-office-") as profile:
        command = [_PYTHON, str(_DRIVER), profile]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as driver:
            assert driver.stdin is not None
            assert driver.stdout is not None
            if driver.stdout.readline().strip() != '["ready"]':
                raise RuntimeError("LibreOffice did not start")
            yield Office(driver.stdin, driver.stdout)
            driver.stdin.close()

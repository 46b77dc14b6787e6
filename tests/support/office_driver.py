"""Runs under the system's Python, which knows LibreOffice's API (`uno`): starts LibreOffice, does
what each line of its input says, and answers with one line each.

A line is JSON: a list of a verb and its arguments. It imports nothing of this project.
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.sheet.FillDirection import TO_BOTTOM
from com.sun.star.table import TableSortField

_XLSX = "Calc MS Excel 2007 XML"
_START_SECONDS = 60
_FIRST_DAY = datetime.date(1899, 12, 30)
_VALUE, _TEXT, _FORMULA = 1, 2, 3


def _property(name: str, value: object) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def _start(profile: str) -> tuple[subprocess.Popen[bytes], Any]:
    pipe = f"sheetflow-{os.getpid()}"
    command = ["soffice", "--headless", "--norestore", "--nologo", "--nodefault"]
    command += [f"-env:UserInstallation=file://{profile}", f"--accept=pipe,name={pipe};urp;"]
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8", "HOME": profile}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    office = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, **quiet)
    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > until or office.poll() not in (None, 0, 81):
                office.kill()
                raise
            time.sleep(0.05)
        else:
            name = "com.sun.star.frame.Desktop"
            return office, context.ServiceManager.createInstanceWithContext(name, context)


class Person:
    """Somebody at LibreOffice with one workbook open."""

    def __init__(self, desktop: Any) -> None:
        self._desktop = desktop
        self._book: Any = None

    def _sheet(self, tab: str) -> Any:
        return self._book.Sheets.getByName(tab)

    def _range(self, tab: str, cells: str) -> Any:
        return self._sheet(tab).getCellRangeByName(cells)

    def open(self, path: str) -> None:
        how = (_property("Hidden", True),)
        self._book = self._desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, how)

    def save(self, path: str) -> None:
        self._book.storeToURL(Path(path).as_uri(), (_property("FilterName", _XLSX),))

    def close(self) -> None:
        self._book.close(True)

    def tabs(self) -> list[str]:
        return list(self._book.Sheets.ElementNames)

    def read(self, tab: str) -> list[list[object]]:
        """What the cells show from A1 on; errors by their number."""
        return [[_shown(value) for value in row] for row in self._used(tab).getDataArray()]

    def formulas(self, tab: str) -> list[list[str]]:
        return [list(row) for row in self._used(tab).getFormulaArray()]

    def _used(self, tab: str) -> Any:
        sheet = self._sheet(tab)
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        return sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)

    def type(self, tab: str, cells: str, rows: list[list[object]]) -> None:
        """Types rows from the first cell on; a text that is a date is typed as one, None clears."""
        first = self._range(tab, cells).RangeAddress
        for down, row in enumerate(rows):
            for right, value in enumerate(row):
                at = (first.StartColumn + right, first.StartRow + down)
                _put(self._sheet(tab).getCellByPosition(*at), value)

    def sort(self, tab: str, cells: str, column: int, down: bool) -> None:
        field = TableSortField()
        field.Field, field.IsAscending = column, not down
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        how = (_property("SortFields", fields), _property("ContainsHeader", False))
        self._range(tab, cells).sort(how)

    def insert_rows(self, tab: str, row: int, count: int) -> None:
        self._sheet(tab).Rows.insertByIndex(row - 1, count)

    def delete_rows(self, tab: str, row: int, count: int) -> None:
        self._sheet(tab).Rows.removeByIndex(row - 1, count)

    def insert_column(self, tab: str, column: int) -> None:
        self._sheet(tab).Columns.insertByIndex(column, 1)

    def delete_column(self, tab: str, column: int) -> None:
        self._sheet(tab).Columns.removeByIndex(column, 1)

    def move_column(self, tab: str, column: int, to: int) -> None:
        """Moves a column before another, by 0-based places before the move."""
        self.insert_column(tab, to)
        source = column + (to <= column)
        columns = self._sheet(tab).Columns
        address = self._sheet(tab).getCellByPosition(to, 0).CellAddress
        self._sheet(tab).moveRange(address, columns.getByIndex(source).RangeAddress)
        self.delete_column(tab, source)

    def drag(self, tab: str, cells: str, to: str) -> None:
        """Moves cells, as dragging them or cutting and pasting does."""
        goal = self._range(tab, to).getCellByPosition(0, 0).CellAddress
        self._sheet(tab).moveRange(goal, self._range(tab, cells).RangeAddress)

    def copy(self, tab: str, cells: str, to: str) -> None:
        """Copies cells and pastes them over others."""
        goal = self._range(tab, to).getCellByPosition(0, 0).CellAddress
        self._sheet(tab).copyRange(goal, self._range(tab, cells).RangeAddress)

    def fill_down(self, tab: str, cells: str) -> None:
        self._range(tab, cells).fillAuto(TO_BOTTOM, 1)

    def calculate(self) -> None:
        """Calculates every formula, whether or not LibreOffice holds it for stale."""
        self._book.calculateAll()


def _shown(value: object) -> object:
    return value if isinstance(value, str | float | int) else None if value is None else str(value)


def _put(cell: Any, value: object) -> None:
    if value is None:
        cell.setFormula("")
    elif isinstance(value, int | float):
        cell.setValue(value)
    elif isinstance(value, str) and _is_day(value):
        cell.setValue((datetime.date.fromisoformat(value) - _FIRST_DAY).days)
    elif isinstance(value, str) and value.startswith("="):
        cell.setFormula(value)
    else:
        cell.setString(str(value))


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-"


def _say(answer: list[object]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Answers line by line; at the end of the input LibreOffice is closed."""
    office, desktop = _start(sys.argv[1])
    person = Person(desktop)
    _say(["ready"])
    try:
        for line in sys.stdin:
            verb, *arguments = json.loads(line)
            try:
                answer = ["done", getattr(person, verb)(*arguments)]
            except Exception as error:
                answer = ["failed", f"{verb}: {type(error).__name__}: {error}"]
            _say(answer)
    finally:
        try:
            desktop.terminate()
            office.wait(30)
        except Exception:
            office.kill()


if __name__ == "__main__":
    main()

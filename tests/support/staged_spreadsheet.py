"""One spreadsheet of the local server that can be put back to where it was, photographed, and
synced by the command.
"""

from __future__ import annotations

import copy
import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sheetflow.model import STATE_TAB
from tests.sheets_server.book import Sheet, Spreadsheet
from tests.sheets_server.log import Entry
from tests.sheets_server.server import Server
from tests.support.google_driver import GoogleTabDriver
from tests.support.running import Ran, run
from tests.support.servers import check_each_key_once
from tests.support.workbook_driver import Tabs

ID_COLUMN = "sf id"


class Sent(NamedTuple):
    """What one run of the command sent, and how it ended."""

    ran: Ran
    log: list[Entry]

    @property
    def reads(self) -> int:
        """The read requests."""
        return sum(entry.kind == "read" for entry in self.log)

    @property
    def writes(self) -> int:
        """The write requests."""
        return sum(entry.kind == "write" for entry in self.log)


@contextmanager
def client_of(server: Server, folder: Path) -> Iterator[pytest.MonkeyPatch]:
    """The environment in which the command reaches the server without waiting for anything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHEETFLOW_GOOGLE_ENDPOINT", server.url)
        patch.setenv("SHEETFLOW_GOOGLE_QUOTA", "0")
        patch.setenv("SHEETFLOW_GOOGLE_WAIT", "0")
        patch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(server.key_file(folder / "key.json")))
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.chdir(folder)
        check_each_key_once(patch)
        yield patch


class StagedSpreadsheet:
    """A spreadsheet, shared with the account; `keep` remembers how it is now and `reset` puts it
    back.
    """

    def __init__(self, server: Server, tabs: Tabs) -> None:
        self.server = server
        self.book = server.world.create("Leads of the team", owner="marta@example.com")
        self.book.sheets.clear()
        for name, rows in tabs.items():
            self._fill(self.book.new_sheet(name, rows=len(rows) + 100), rows)
        server.share(self.book.id)
        self.keep()

    def _fill(self, sheet: Sheet, rows: Any) -> None:
        driver = self.driver(sheet.title)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if value is not None:
                    driver.type(number, column, value)

    def driver(self, tab: str) -> GoogleTabDriver:
        """Returns a person at a tab."""
        sheet = self.book.sheet_named(tab)
        assert sheet is not None
        return GoogleTabDriver(self.book, sheet, self.server.person(self.book, tab=tab))

    def keep(self) -> None:
        """Remembers how the spreadsheet is now."""
        self._kept = _state(self.book)

    def reset(self) -> None:
        """Puts the spreadsheet back to how it was."""
        self.book.properties, self.book.sheets, self.book.named_ranges, self.book.metadata = (
            _copied(*self._kept)
        )
        self.book.touch()

    def sync(self, day: date, *words: str) -> Sent:
        """Runs `sheetflow sync` on it; returns what it sent."""
        return self.run("sync", "--today", day.isoformat(), *words)

    def run(self, command: str, *words: str) -> Sent:
        """Runs a command of sheetflow on it; returns what it sent."""
        start = len(self.server.log)
        try:
            ran = run(command, self.book.id, *words)
        finally:
            gc.enable()  # the command switches it off, because it ends
        return Sent(ran, self.server.log[start:])


def _state(book: Spreadsheet) -> tuple[Any, ...]:
    return _copied(book.properties, book.sheets, book.named_ranges, book.metadata)


def _copied(properties: Any, sheets: list[Sheet], ranges: Any, metadata: Any) -> tuple[Any, ...]:
    """Rows are copied by hand: their cells are immutable, and a deep copy of thousands is slow."""
    twins = []
    for sheet in sheets:
        twin = sheet.saved()
        sheet.settle(inside=False)
        twin.rows = {row: dict(cells) for row, cells in sheet.rows.items()}
        twins.append(twin)
    return copy.deepcopy(properties), twins, copy.deepcopy(ranges), dict(metadata)


def photograph(book: Spreadsheet) -> dict[str, Any]:
    """Returns all that people could see in a spreadsheet, and what we hide in it; numbers made up
    by chance are named instead.

    Lead ids become the name of their lead, ids of sheets their title; the stamp of the state is
    left out.
    """
    titles = {sheet.id: sheet.title for sheet in book.sheets}
    names = _names(book)
    found: dict[str, Any] = {sheet.title: _sheet(sheet, titles, names) for sheet in book.sheets}
    found["metadata"] = sorted(
        (m.key, str(m.value), titles.get(m.sheet_id or 0, ""), str(m.dimension), m.place or 0)
        for m in book.metadata.values()
    )
    found["order"] = list(titles.values())
    return found


def _names(book: Spreadsheet) -> dict[str, str]:
    """Lead id -> a name that does not depend on chance: the tab and what is in the lead's first
    cell.
    """
    found = {}
    for sheet in book.sheets:
        at = next((c for c, cell in sheet.rows.get(0, {}).items() if cell.value == ID_COLUMN), None)
        for row, cells in sheet.rows.items() if at is not None else ():
            if row and at in cells:
                found[str(cells[at].value)] = (
                    f"<{sheet.title} {cells[0].value if 0 in cells else row}>"
                )
    return found


def _sheet(sheet: Sheet, titles: dict[int, str], names: dict[str, str]) -> dict[str, Any]:
    def told(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                k: told(v)
                for k, v in sorted(value.items())
                if k not in ("sheetId", "protectedRangeId", "tableId")
            }
        return [told(part) for part in value] if isinstance(value, list) else value

    cells = {
        (row, at): _named(
            cell._replace(format=told(cell.format), validation=told(cell.validation)), names
        )
        for row, held in sheet.rows.items()
        for at, cell in held.items()
    }
    if sheet.title == STATE_TAB:  # the order of its lines is nobody's business
        return {
            "lines": sorted(map(_unstamped, (str(cell[0]) for cell in cells.values() if cell[0])))
        }
    return {
        "cells": cells,
        "properties": told(sheet.properties),
        "widths": sheet.column_properties,
        "rules": told(sheet.conditional_formats),
        "protected": sorted(json.dumps(told(p), sort_keys=True) for p in sheet.protected_ranges),
        "filter": told(sheet.basic_filter),
        "tables": told(sheet.tables),
        "merges": told(sheet.merges),
    }


def _named(cell: Any, names: dict[str, str]) -> tuple[Any, ...]:
    value = cell.value
    if isinstance(value, str):
        head, bar, rest = value.partition("|")
        value = names.get(head, head) + bar + rest
    return (value, *cell[1:])


def _unstamped(line: str) -> str:
    if not line.startswith("{"):
        return line
    return json.dumps({**json.loads(line), "stamp": None}, sort_keys=True)

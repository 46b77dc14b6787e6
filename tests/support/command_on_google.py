"""A spreadsheet on the local test server that a command of the installed program can reach by its
address.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.sheets_server.book import Sheet, Spreadsheet
from tests.sheets_server.people import Person
from tests.sheets_server.server import ROBOT, Server
from tests.support.running import Ran, run

FRIDAY = "2026-11-20"


class GoogleSheet:
    """One spreadsheet of Marta's, its address, and the commands that a colleague runs on it."""

    def __init__(self, server: Server, key: Path) -> None:
        self.server, self.key = server, key
        self.book: Spreadsheet = server.world.create("Leads of the team", owner="marta@example.com")
        self.url = f"https://docs.google.com/spreadsheets/d/{self.book.id}/edit#gid=0"
        server.share(self.book.id)

    def person(self, tab: str = "") -> Person:
        """Somebody who has that tab open."""
        return self.server.person(self.book, tab=tab)

    def type(self, *rows: Sequence[Any]) -> None:
        """Somebody types these rows into the first tab."""
        self.person().paste(1, 0, [list(row) for row in rows])

    def tab(self, title: str) -> Sheet:
        """Returns the tab of that name."""
        found = self.book.sheet_named(title)
        assert found is not None, title
        return found

    def run(self, command: str, *words: str) -> Ran:
        """Runs a command on the spreadsheet, on the Friday of the tests; nothing of it breaks the
        API's own rules.
        """
        self.server.log.clear()
        ran = run(command, self.url, "--today", FRIDAY, *words)
        assert self.server.violations == []
        return ran

    @property
    def sent(self) -> tuple[int, int]:
        """The reads and the writes of the last command."""
        counted = self.server.requests()
        return counted["read"], counted["write"]


@contextmanager
def google_sheet_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleSheet]:
    """A spreadsheet whose key and settings lie in a folder of the test; waits are off."""
    with Server(seed=1, keep_requests=True) as server:
        key = server.key_file(folder / "key.json", ROBOT)
        monkeypatch.setenv("SHEETFLOW_GOOGLE_ENDPOINT", server.url)
        monkeypatch.setenv("SHEETFLOW_GOOGLE_QUOTA", "0")
        monkeypatch.setenv("SHEETFLOW_GOOGLE_WAIT", "0")
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(key))
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "settings"))
        monkeypatch.delenv("SHEETFLOW_CONFIG", raising=False)
        monkeypatch.chdir(folder)
        yield GoogleSheet(server, key)

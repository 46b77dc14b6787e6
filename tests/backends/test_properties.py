"""The invariants of the promise, with people at work: on the memory backend, on Excel, and on engines broken on purpose."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings

from sheetflow.model import Value
from tests.backends.hands import ExcelHands, Hands, MemoryHands
from tests.backends.office import Office


class MemoryOffice(Office):
    def open_book(self, rows: list[list[Value]]) -> Hands:
        return MemoryHands({"Leads": rows, "Stock": [["Item", "Count"], ["chairs", 4]]})


class ExcelOffice(Office):
    def open_book(self, rows: list[list[Value]]) -> Hands:
        self.folder = tempfile.TemporaryDirectory()
        return ExcelHands(Path(self.folder.name) / "leads.xlsx", {"Leads": rows, "Stock": [["Item", "Count"], ["chairs", 4]]})

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.book.backend.close()
            self.folder.cleanup()


TestMemoryOffice = MemoryOffice.TestCase
TestMemoryOffice.settings = settings(max_examples=60, stateful_step_count=25)
TestExcelOffice = ExcelOffice.TestCase
TestExcelOffice.settings = settings(max_examples=8, stateful_step_count=20)

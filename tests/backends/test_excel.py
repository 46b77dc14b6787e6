"""The Excel backend keeps the contract, and a file is the old one or the new one, never a third."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.backends.contract import BackendContract
from tests.backends.hands import ExcelHands, Hands, Tabs


class TestExcel(BackendContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def make(self, tabs: Tabs, *, date1904: bool = False) -> Hands:
        return ExcelHands(self.folder / "leads.xlsx", tabs, date1904=date1904)

"""The Google backend keeps the contract on a real spreadsheet."""

from __future__ import annotations

import pytest

from sheetflow.columns import OWNED
from tests.live.driver import LiveDriver
from tests.live.scratch import ScratchSpreadsheet
from tests.support.contract import DAY, BackendContract, serial
from tests.support.workbook_driver import Tabs, synced


class TestLive(BackendContract):
    @pytest.fixture(autouse=True)
    def _scratch(self, scratch: ScratchSpreadsheet) -> None:
        self._scratch_ = scratch

    def make(self, tabs: Tabs) -> LiveDriver:
        return LiveDriver(self._scratch_, tabs)

    def test_spanish_headings_get_spanish_columns(self) -> None:
        """The spreadsheet's own language decides, whatever its headings are."""
        people = [
            ["Nombre", "Correo", "Etapa", "Alta"],
            ["Nora Peña", "nora@example.com", "Nuevo", serial(11, 19)],
        ]
        book = LiveDriver(self._scratch_, {"Clientes": people}, locale="es_ES")
        synced(book, DAY)
        assert book.cells("Clientes")[0][4:] == [column.es for column in OWNED]

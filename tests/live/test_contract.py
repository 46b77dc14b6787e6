"""The Google backend keeps the contract on a real spreadsheet."""

from __future__ import annotations

import pytest

from sheetflow.columns import OWNED
from tests.live.desk import Desk
from tests.live.hands import LiveHands
from tests.support.contract import DAY, BackendContract, serial
from tests.support.hands import Tabs, synced


class TestLive(BackendContract):
    @pytest.fixture(autouse=True)
    def _desk(self, desk: Desk) -> None:
        self._desk_ = desk

    def make(self, tabs: Tabs) -> LiveHands:
        return LiveHands(self._desk_, tabs)

    def test_spanish_headings_get_spanish_columns(self) -> None:
        """The spreadsheet's own language decides, whatever its headings are."""
        people = [
            ["Nombre", "Correo", "Etapa", "Alta"],
            ["Nora Peña", "nora@example.com", "Nuevo", serial(11, 19)],
        ]
        book = LiveHands(self._desk_, {"Clientes": people}, locale="es_ES")
        synced(book, DAY)
        assert book.cells("Clientes")[0][4:] == [column.es for column in OWNED]

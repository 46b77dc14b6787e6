"""The Google backend keeps the contract, against the local test server over HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.columns import OWNED
from tests.sheets_server.server import Server
from tests.support.contract import DAY, BackendContract
from tests.support.google_driver import GoogleDriver
from tests.support.workbook_driver import Tabs, synced


class TestGoogle(BackendContract):
    @pytest.fixture(autouse=True)
    def _server(self, server: Server, connect: Callable[[str], Sheets]) -> None:
        self._server_, self._connect = server, connect

    def make(self, tabs: Tabs) -> GoogleDriver:
        return GoogleDriver(self._server_, self._connect, tabs)

    def test_spanish_headings_get_spanish_columns(self) -> None:
        """The spreadsheet's own language decides, whatever its headings are."""
        for locale, ours in (("es_ES", [c.es for c in OWNED]), ("en_GB", [c.en for c in OWNED])):
            book = self.make(
                {
                    "Clientes": [
                        ["Nombre", "Correo", "Etapa", "Alta"],
                        ["Nora Peña", "nora@example.com"],
                    ]
                }
            )
            book.book.properties["locale"] = locale
            synced(book, DAY)
            assert book.cells("Clientes")[0][4:] == ours

"""One local test server for the tests of a module, and how its spreadsheets are opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives import serialization

from sheetflow.backends.google.client.sheets import Sheets, open_sheets
from sheetflow.config import Config
from tests.sheets_server.server import Server

_LOADED_ONCE: Final = cache(serialization.load_pem_private_key)


def check_each_key_once(patch: pytest.MonkeyPatch) -> None:
    """Loads a private key once for all tests: half the time of a small sync is the check of one
    and the same key.
    """
    patch.setattr(serialization, "load_pem_private_key", _LOADED_ONCE)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(seed=1, keep_requests=True) as running:
        yield running


@pytest.fixture
def connect(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Sheets]]:
    """Opens a spreadsheet of the server as the installed program would; waits are off."""
    monkeypatch.setenv("SHEETFLOW_GOOGLE_ENDPOINT", server.url)
    monkeypatch.setenv("SHEETFLOW_GOOGLE_QUOTA", "0")
    monkeypatch.setenv("SHEETFLOW_GOOGLE_WAIT", "0")
    monkeypatch.setenv(
        "GOOGLE_APPLICATION_CREDENTIALS", str(server.key_file(tmp_path / "key.json"))
    )
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    check_each_key_once(monkeypatch)
    server.log.clear()
    server.people.clear()
    yield lambda spreadsheet_id: open_sheets(spreadsheet_id, Config())
    assert server.violations == []

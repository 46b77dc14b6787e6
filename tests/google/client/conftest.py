"""A spreadsheet behind a server of a few lines, and waits that are recorded instead of waited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sheetflow.backends.google.client.sheets import Sheets, open_sheets
from sheetflow.config import Config, Google
from tests.google.client.tiny import TinyServer, key_of, save_key, tiny
from tests.support.servers import check_each_key_once

ID = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"


@pytest.fixture(scope="session")
def one_server() -> Iterator[TinyServer]:
    with tiny() as server:
        yield server


@pytest.fixture
def server(one_server: TinyServer) -> TinyServer:
    one_server.clear()
    return one_server


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def announced() -> list[tuple[str, float]]:
    return []


@pytest.fixture
def connect(
    server: TinyServer,
    waits: list[float],
    announced: list[tuple[str, float]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Sheets]:
    """Open the spreadsheet of the tiny server; keyword arguments are settings of [google]."""
    monkeypatch.setenv("SHEETFLOW_GOOGLE_ENDPOINT", server.place)
    monkeypatch.setenv("SHEETFLOW_GOOGLE_QUOTA", "0")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("SHEETFLOW_GOOGLE_WAIT", raising=False)
    check_each_key_once(monkeypatch)
    key = save_key(tmp_path / "key.json", key_of(f"{server.place}/token"))

    def opened(**google: object) -> Sheets:
        config = Config(google=Google(**{"key": str(key)} | google))
        return open_sheets(
            ID,
            config,
            sleep=waits.append,
            on_wait=lambda why, seconds: announced.append((why, seconds)),
        )

    return opened


@pytest.fixture
def sheets(connect: Callable[..., Sheets]) -> Sheets:
    return connect()

"""A spreadsheet behind a server of a few lines, and waits that are recorded instead of waited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sheetflow.backends.google.client.sheets import Sheets, open_sheets
from sheetflow.config import Config, Google
from tests.google.client.tiny import Tiny, key_of, save_key, tiny

ID = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"


@pytest.fixture(scope="session")
def one_desk() -> Iterator[Tiny]:
    with tiny() as server:
        yield server


@pytest.fixture
def desk(one_desk: Tiny) -> Tiny:
    one_desk.clear()
    return one_desk


@pytest.fixture
def naps() -> list[float]:
    return []


@pytest.fixture
def told() -> list[tuple[str, float]]:
    return []


@pytest.fixture
def connect(
    desk: Tiny,
    naps: list[float],
    told: list[tuple[str, float]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Sheets]:
    """Open the spreadsheet of the tiny server; keyword arguments are settings of [google]."""
    monkeypatch.setenv("SHEETFLOW_GOOGLE_ENDPOINT", desk.place)
    monkeypatch.setenv("SHEETFLOW_GOOGLE_QUOTA", "0")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("SHEETFLOW_GOOGLE_WAIT", raising=False)
    key = save_key(tmp_path / "key.json", key_of(f"{desk.place}/token"))

    def opened(**google: object) -> Sheets:
        config = Config(google=Google(**{"key": str(key)} | google))
        return open_sheets(
            ID, config, sleep=naps.append, tell=lambda why, seconds: told.append((why, seconds))
        )

    return opened


@pytest.fixture
def sheets(connect: Callable[..., Sheets]) -> Sheets:
    return connect()

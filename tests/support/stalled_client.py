"""A client whose patience ends when the test server keeps it waiting, not after so many seconds: a
busy machine changes nothing, and no test waits.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from select import select
from types import ModuleType, SimpleNamespace
from typing import Any, Final

import pytest

from tests.sheets_server.server import Server

GLANCE: Final = 0.005
"""Seconds between two looks at whether the server stalls; an answer is read as soon as it comes."""
GLANCES: Final = 12_000
"""So many looks, and then the client's own time limit counts."""


@contextmanager
def impatient(server: Server, *watching: ModuleType) -> Iterator[None]:
    """In this thread a read times out once for each answer that the server does not begin.

    watching -- modules that look at the clock while an answer comes: it goes an hour ahead for each
    answer that the server drips
    """
    client, read, ended = threading.current_thread(), socket.SocketIO.readinto, server.stalled

    def readinto(self: Any, buffer: Any) -> int | None:
        nonlocal ended
        for _ in range(GLANCES if threading.current_thread() is client else 0):
            if select([self._sock], [], [], GLANCE)[0]:
                break
            if server.stalled > ended:
                ended += 1
                raise TimeoutError("timed out")
        return read(self, buffer)

    def monotonic() -> float:
        return 3600.0 * server.dripped

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.SocketIO, "readinto", readinto)
        for module in watching:
            patch.setattr(module, "time", SimpleNamespace(monotonic=monotonic))
        yield

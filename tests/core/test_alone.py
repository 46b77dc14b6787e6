"""What runs in tests/core is stopped where it uses a file, the network or a process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

USES: dict[str, Callable[[], object]] = {
    "reads a file": lambda: Path("pyproject.toml").read_text("utf-8"),
    "writes a file": lambda: os.open("/dev/null", os.O_WRONLY),
    "makes a folder": tempfile.mkdtemp,
    "looks into a folder": lambda: os.listdir("."),
    "opens a socket": socket.socket,
    "looks up an address": lambda: socket.getaddrinfo("localhost", 80),
    "starts a program": lambda: subprocess.run([sys.executable, "-c", ""]),
    "starts it through a shell": lambda: os.system("true"),
    "forks": os.fork,
}


@pytest.mark.parametrize("use", USES)
def test_a_core_test_is_stopped_where_it(use: str) -> None:
    with pytest.raises(BaseException, match=r"open|socket|subprocess|os|tempfile") as stopped:
        USES[use]()
    assert type(stopped.value).__name__ == "LeftTheCore"


def test_no_handler_of_exceptions_hides_it() -> None:
    with pytest.raises(BaseException, match=r"'open'"), suppress(Exception):
        Path("pyproject.toml").read_bytes()

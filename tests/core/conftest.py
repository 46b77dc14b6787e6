"""Holds that the tests of this folder use no file, no network and no process: what they test is
pure.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import PurePath
from types import FrameType
from typing import Any, Final

import pytest

OUTSIDE: Final = (
    "open", "socket.", "subprocess.", "os.fork", "os.exec", "os.posix_spawn", "os.spawn",
    "os.system", "os.listdir", "os.scandir", "os.mkdir", "os.remove", "os.rename", "os.truncate",
    "shutil.", "tempfile.", "sqlite3.", "urllib.", "pty.",
)  # fmt: skip
"""How the names of those audit events of Python begin that tell of files, network, processes."""

PATHS: Final = (
    "open", "os.listdir", "os.mkdir", "os.rename", "os.remove", "tempfile.mkstemp",
)  # fmt: skip
"""Those of them that name a path first."""

CODE: Final = (".py", ".pyc", ".so")
"""What Python itself reads: modules that are imported late, lines of a traceback."""

KEPT: Final = frozenset({"__pycache__", ".hypothesis", "zoneinfo", "tzdata"})
"""Folders that belong to no test: compiled modules, Hypothesis' letters, the world's time zones."""


STANDARD: Final = frozenset({"tempfile.py", "os.py", "shutil.py", "pathlib.py", "random.py"})
"""Modules that do it for somebody else."""


class LeftTheCore(BaseException):
    """A test of tests/core used a file, the network or a process; no `except Exception` hides it.

    event -- the audit event of Python
    what -- its arguments
    """


_running = False


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if _running and event.startswith(OUTSIDE) and not _is_of_python(event, args):
        raise LeftTheCore(event, args)


def _is_of_python(event: str, args: tuple[Any, ...]) -> bool:
    """Whether Python or Hypothesis does it by itself, whatever is tested."""
    # what a test was failed with is written down, to be tried first the next time
    if _caller().endswith("hypothesis/database.py"):
        return True
    if event not in PATHS:
        return False
    # a folder of modules is looked into by an import
    if "importlib" in sys._getframe(2).f_code.co_filename:
        return True
    # a number is a file that is open already: its opening was seen
    if not isinstance(args[0], str):
        return isinstance(args[0], int)
    path = PurePath(args[0])
    return path.suffix in CODE or not KEPT.isdisjoint(path.parts)


def _caller() -> str:
    """The file of the code that asked the standard library for what the event tells."""
    frame: FrameType | None = sys._getframe(3)
    while frame and PurePath(frame.f_code.co_filename).name in STANDARD:
        frame = frame.f_back
    return frame.f_code.co_filename if frame else ""


sys.addaudithook(_watch)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Watches while a test runs, not while pytest writes about it."""
    global _running
    _running = True
    try:
        return (yield)
    finally:
        _running = False

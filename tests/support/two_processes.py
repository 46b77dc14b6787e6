"""A pytest plugin: two processes share the tests that one of them collected.

`-p tests.support.two_processes`, for the many short tests of tests/core. pytest-xdist starts
Python and collects once more in each of its processes, which takes longer than these tests
themselves. The plugin needs `--capture=sys`: files that
capture what is printed would be shared by both.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from typing import IO, Any

import pytest

FEW = 100
"""So many tests are run before a second process is worth its start."""

END = "end"
"""The last line that the second process writes down, when all its tests were run."""


class _Recorder:
    """Takes the place of the terminal in the second process: writes down what became of tests."""

    def __init__(self, config: pytest.Config, file: IO[str]) -> None:
        self._config, self._file = config, file

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self._file.write(json.dumps(data) + "\n")


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Runs every other test in a second process, and tells of its tests after our own."""
    option = session.config.option
    if len(session.items) < FEW or session.testsfailed or option.collectonly or option.usepdb:
        return None  # pytest's own loop does it
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        child = os.fork()
        if not child:
            _run_second(session, file)
        _run(session, session.items[::2])
        os.waitpid(child, 0)
        file.seek(0)
        *lines, last = file.read().splitlines() or [""]
    if last != END:
        raise RuntimeError("the second process ended before its tests did")
    for line in lines:
        _tell(session.config, json.loads(line))
    if session.shouldfail:
        raise session.Failed(session.shouldfail)
    return True


def _run_second(session: pytest.Session, file: IO[str]) -> None:
    """Runs the other half of the tests and ends the process, without a word on the terminal."""
    try:
        plugins = session.config.pluginmanager
        plugins.unregister(name="terminalreporter")
        plugins.register(_Recorder(session.config, file))
        _run(session, session.items[1::2])
        file.write(END)
        file.flush()
    finally:
        os._exit(0)


def _run(session: pytest.Session, items: Sequence[pytest.Item]) -> None:
    for item, after in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if session.shouldfail or session.shouldstop:
            break


def _tell(config: pytest.Config, data: dict[str, Any]) -> None:
    report = config.hook.pytest_report_from_serializable(config=config, data=data)
    config.hook.pytest_runtest_logreport(report=report)

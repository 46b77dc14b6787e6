"""What all tests share: Hypothesis that gives the same answer every time, figures at the end of a
run, and --live.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

from tests.support.loaded import load_all

# The tests expect to read English, and days that change at midnight UTC, whatever the machine has.
os.environ["LC_ALL"] = "C.UTF-8"
os.environ["TZ"] = "UTC"
# No test is failed by a slow machine: how long a draw took says nothing about what is tested.
PATIENT: Final = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("sheetflow", derandomize="CI" in os.environ, **PATIENT)
# For `scripts/test core`; all the examples are drawn by `scripts/test` and in CI.
settings.register_profile("quick", max_examples=10, database=None, **PATIENT)
settings.load_profile("sheetflow")

LIVE = Path(__file__).parent / "live"
_numbers: Final = count()


@pytest.fixture(scope="session", autouse=True)
def state_homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keeps what a run remembers of its targets out of the real home, also between the tests."""
    homes = tmp_path_factory.getbasetemp() / "state"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(homes / "shared"))
        yield homes


@pytest.fixture(autouse=True)
def state_home(state_homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Gives every test a host that was told nothing yet."""
    home = state_homes / str(next(_numbers))
    monkeypatch.setenv("XDG_STATE_HOME", str(home))
    return home


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--live`: also run the tests that need a spreadsheet on real Google."""
    parser.addoption(
        "--live",
        action="store_true",
        help="also run tests/live on a real Google Sheet, which is emptied",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Says at once what --live needs and does not find."""
    if config.getoption("--live"):
        from tests.live.scratch import missing_settings

        if told := missing_settings(os.environ):
            raise pytest.UsageError(told)
        if config.getoption("numprocesses", None):
            raise pytest.UsageError("--live works on one spreadsheet, with one process: add -n 0")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leaves out the tests of --live without it: a skip is for what a machine does not have."""
    hidden = collection_path.is_relative_to(LIVE) and not config.getoption("--live")
    return True if hidden else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Runs what takes long first, so that at the end no process waits for another."""
    items.sort(key=lambda item: "slow" not in item.path.parts)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Loads all modules where examples are to be the same every time."""
    if "CI" in os.environ:
        load_all()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what tests recorded with `record_property("figure", text)`, whether they passed or
    not.
    """
    reports = [
        r
        for found in terminalreporter.stats.values()
        for r in found
        if isinstance(r, pytest.TestReport)
    ]
    recorded = [
        entry for report in reports if report.when == "call" for entry in report.user_properties
    ]
    if figures := [str(text) for key, text in recorded if key == "figure"]:
        terminalreporter.section("figures")
        for text in figures:
            terminalreporter.write_line(text)

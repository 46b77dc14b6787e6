"""The tests for real Google, run on the local server: the checklist, the person at work, and the
option --live.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.checklist import CHECKS
from tests.live.scratch import (
    CLOSED,
    KEY,
    SHEET,
    Check,
    ScratchSpreadsheet,
    missing_settings,
    scratch_of,
)
from tests.live.test_contract import TestLive
from tests.sheets_server.server import Server
from tests.support.staged_spreadsheet import client_of

ROOT = Path(__file__).parents[2]

__all__ = ["TestLive"]  # the contract once more, with the driver for real Google


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A server with a scratch spreadsheet and a closed one, and the environment that names them."""
    folder = tmp_path_factory.mktemp("live")
    with Server(seed=3) as server, client_of(server, folder):
        scratch, closed = (
            server.world.create(title, owner="marta@example.com") for title in ("Scratch", "Closed")
        )
        protected = {
            "range": {"sheetId": closed.sheets[0].id},
            "editors": {"users": ["marta@example.com"]},
        }
        closed.sheets[0].protected_ranges.append({"protectedRangeId": 7, **protected})
        server.share(scratch.id)
        server.share(closed.id)
        yield {KEY: str(folder / "key.json"), SHEET: scratch.id, CLOSED: closed.id}
        assert server.violations == []


@pytest.fixture(scope="module")
def scratch(environ: dict[str, str]) -> Iterator[ScratchSpreadsheet]:
    with scratch_of(environ) as found:
        yield found


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_local_server_does_what_is_believed_of_google(
    scratch: ScratchSpreadsheet, check: Check
) -> None:
    check(scratch)


def test_live_without_a_key_and_a_sheet_says_what_it_needs() -> None:
    ended = collected(ROOT / "tests" / "live", "--live")
    assert ended.returncode == pytest.ExitCode.USAGE_ERROR
    assert all(name in ended.stderr for name in (KEY, SHEET, CLOSED))
    assert missing_settings({KEY: "key.json", SHEET: "an id"}) == ""


def test_live_collects_the_checklist_and_the_contract_and_nothing_does_without_it(
    environ: dict[str, str],
) -> None:
    ended = collected(ROOT / "tests" / "live", "--live", **environ)
    assert ended.returncode == pytest.ExitCode.OK
    assert "test_first_sync" in ended.stdout
    assert all(check.__name__ in ended.stdout for check in CHECKS)
    assert collected(ROOT / "tests" / "live").returncode == pytest.ExitCode.NO_TESTS_COLLECTED


def test_live_runs_on_the_spreadsheet_that_the_environment_names(environ: dict[str, str]) -> None:
    ended = pytest_run(
        "--live", "tests/live", "-k", "moves_with_it or answers_every_lead", **environ
    )
    assert ended.returncode == pytest.ExitCode.OK, ended.stdout
    assert "2 passed" in ended.stdout


def collected(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The names of the tests that pytest would run."""
    return pytest_run("--collect-only", str(folder), *words, **environ)


def pytest_run(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """pytest in a process of its own."""
    known = {name: value for name, value in os.environ.items() if name not in (KEY, SHEET, CLOSED)}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        *words,
    ]
    return subprocess.run(
        command, cwd=ROOT, env=known | environ, capture_output=True, text=True, check=False
    )

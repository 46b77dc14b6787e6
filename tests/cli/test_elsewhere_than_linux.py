"""What Windows lacks is not needed: the commands run where those modules and calls are absent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sheetflow.backends.excel import disk
from sheetflow.errors import BusyError
from tests.cli.test_cli import ANA, LUIS, cells, sf, workbook

HOME = Path(__file__).parents[2]
WITHOUT = """
import os, sys
for name in ("fcntl", "pwd", "grp", "resource", "termios"):
    sys.modules[name] = None
for name in (
    "fork", "pread", "fchown", "fchmod", "chown", "getuid", "geteuid", "uname", "listxattr",
    "getxattr", "setxattr", "O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_CLOEXEC", "mkfifo",
    "sched_getaffinity", "register_at_fork", "getloadavg",
):
    if hasattr(os, name):
        delattr(os, name)
from sheetflow.backends.excel import disk
disk.REPLACES_OPEN_FILES = False
from sheetflow.cli.main import main
main(sys.argv[1:], prog_name="sheetflow")
"""


def without(path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs sheetflow in a process that has none of what Linux has and Windows has not."""
    there = os.environ | {"PYTHONPATH": str(HOME)}
    asked = [sys.executable, "-c", WITHOUT, *words]
    if words[0] != "explain":
        asked += ["--today", "2026-11-20"]
    return subprocess.run(
        asked, cwd=path, env=there, capture_output=True, text=True, check=False, encoding="utf-8"
    )


def test_the_core_commands_do_without_what_windows_lacks(tmp_path: Path) -> None:
    path = workbook(tmp_path / "leads.xlsx", ANA, LUIS)
    for command in ("init", "sync", "plan", "today", "doctor"):
        ran = without(tmp_path, command, "leads.xlsx")
        assert (command, ran.returncode, ran.stderr.count("unexpected")) == (command, 0, 0)
    assert "Status" in cells(path)[0]
    before = path.read_bytes()
    assert "Nothing to do" in without(tmp_path, "sync", "leads.xlsx").stderr
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["leads.xlsx"]


def test_a_new_workbook_and_the_demo_do_too(tmp_path: Path) -> None:
    for words in (["init", "new.xlsx"], ["sync", "new.xlsx"], ["demo", "demo.xlsx"]):
        assert without(tmp_path, *words).returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"new.xlsx", "demo.xlsx"}


def test_what_was_told_is_kept_without_it_too(tmp_path: Path) -> None:
    (tmp_path / "empty.xlsx").write_bytes(b"")
    first, second = (without(tmp_path, "sync", "-q", "empty.xlsx") for _ in range(2))
    assert "The file is empty" in first.stderr
    assert (second.returncode, second.stderr) == (65, "")


def test_where_open_files_cannot_be_replaced_ours_are_closed_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "leads.xlsx", ANA, LUIS)
    monkeypatch.setattr(disk, "REPLACES_OPEN_FILES", False)
    replace, held = os.replace, list[str]()

    def watched(source: str, target: str) -> None:
        open_now = (f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd"))
        places = {os.path.realpath(name) for name in open_now}
        held.extend(places & {source, target})
        replace(source, target)

    monkeypatch.setattr(os, "replace", watched)
    assert sf("sync", path).exit_code == 0
    assert held == []


def test_a_file_that_another_program_uses_on_windows_means_try_later() -> None:
    refused = PermissionError(13, "The process cannot access the file")
    vars(refused)["winerror"] = 32
    with pytest.raises(BusyError), disk.disk_errors():
        raise refused

"""Lock files that were left behind: told from those of people who have the workbook open."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sheetflow.backends.excel import locks, stale
from sheetflow.backends.excel.locks import look_at_locks
from sheetflow.backends.excel.stale import is_left_behind
from sheetflow.model import Text

HERE = "desk-4"
KERNEL = "6.1.0-28-amd64\n"
NAMESPACE = "pid:[4026531836]"
HOUR, DAY = 3_600, 86_400


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "leads.xlsx"
    path.write_bytes(b"")
    return path


@pytest.fixture(autouse=True)
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine is called desk-4."""
    monkeypatch.setattr(stale, "_host_name", lambda: HERE)


def proc_of(place: Path, *programs: str, kernel: str = KERNEL, namespace: str = NAMESPACE) -> str:
    """A /proc in which these programs run, with numbers from 1 on."""
    proc = place / "proc"
    (proc / "sys/kernel").mkdir(parents=True)
    (proc / "sys/kernel/osrelease").write_text(kernel, "utf-8")
    (proc / "self/ns").mkdir(parents=True)
    (proc / "self/ns/pid").symlink_to(namespace)
    for number, name in enumerate(programs, 1):
        (proc / str(number) / "fd").mkdir(parents=True)
        (proc / str(number) / "comm").write_text(f"{name}\n", "utf-8")
    return str(proc)


def lock_of(target: Path, *, host: str = HERE, age: float = 0) -> str:
    """LibreOffice's lock beside a workbook, this many seconds old."""
    lock = target.with_name(f".~lock.{target.name}#")
    lock.write_text(f",luis,{host},20.11.2026 10:00,file:///home/luis/office;", "utf-8")
    then = time.time() - age
    os.utime(lock, (then, then))
    return str(lock)


def saved(target: Path, *, before: float) -> None:
    then = time.time() - before
    os.utime(target, (then, then))


# ── this machine ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("host", [HERE, "DESK-4", "desk-4.example.org"])
def test_where_no_office_program_runs_on_the_lock_s_machine_it_was_left_behind(
    target: Path, tmp_path: Path, host: str
) -> None:
    lock = lock_of(target, host=host)
    assert is_left_behind(lock, host, str(target), proc_of(tmp_path, "systemd", "bash"))


@pytest.mark.parametrize("program", ["soffice.bin", "oosplash", "DesktopEditors", "EXCEL.EXE"])
def test_while_an_office_program_runs_there_somebody_has_it(
    target: Path, tmp_path: Path, program: str
) -> None:
    lock = lock_of(target, age=3 * DAY)
    saved(target, before=HOUR)
    assert not is_left_behind(lock, HERE, str(target), proc_of(tmp_path, "systemd", program))


@pytest.mark.parametrize("host", ["desk-5", "desk-4.other.org", "localhost", ""])
def test_what_another_machine_runs_is_not_known(
    target: Path, tmp_path: Path, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stale, "_host_name", lambda: "desk-4.example.org")
    lock = lock_of(target, host=host)
    assert not is_left_behind(lock, host, str(target), proc_of(tmp_path, "systemd"))


@pytest.mark.parametrize(
    "shown",
    [
        {"kernel": "5.15.90.1-microsoft-standard-WSL2\n"},
        {"namespace": "pid:[4026532201]"},
    ],
)
def test_inside_of_windows_or_of_a_container_proc_does_not_tell(
    target: Path, tmp_path: Path, shown: dict[str, str]
) -> None:
    proc = proc_of(tmp_path, "systemd", **shown)
    assert not is_left_behind(lock_of(target), HERE, str(target), proc)


def test_where_other_people_s_processes_are_hidden_proc_does_not_tell(
    target: Path, tmp_path: Path
) -> None:
    assert not is_left_behind(lock_of(target), HERE, str(target), proc_of(tmp_path))


def test_without_proc_nothing_tells(target: Path, tmp_path: Path) -> None:
    assert not is_left_behind(lock_of(target), HERE, str(target), str(tmp_path / "none"))


# ── age ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("age", "save", "left"),
    [
        (DAY + HOUR, HOUR, True),
        (DAY - HOUR, HOUR, False),
        (DAY + HOUR, DAY + 2 * HOUR, False),
        (-DAY, HOUR, False),
    ],
)
def test_a_lock_older_than_a_day_and_than_the_last_save_was_left_behind(
    target: Path, tmp_path: Path, age: float, save: float, *, left: bool
) -> None:
    lock = lock_of(target, host="desk-5", age=age)
    saved(target, before=save)
    assert is_left_behind(lock, "desk-5", str(target), proc_of(tmp_path, "systemd")) is left


def test_what_a_program_here_has_open_was_not_left_behind(target: Path, tmp_path: Path) -> None:
    proc = proc_of(tmp_path, "systemd", "sheets")
    Path(proc, "2/fd/7").symlink_to(target)
    lock = lock_of(target, host="desk-5", age=2 * DAY)
    saved(target, before=HOUR)
    assert not is_left_behind(lock, "desk-5", str(target), proc)


def test_that_we_have_it_open_ourselves_counts_for_nothing(target: Path, tmp_path: Path) -> None:
    proc = proc_of(tmp_path, "systemd")
    own = Path(proc, str(os.getpid()), "fd")
    own.mkdir(parents=True)
    (own / "7").symlink_to(target)
    lock = lock_of(target, host="desk-5", age=2 * DAY)
    saved(target, before=HOUR)
    assert is_left_behind(lock, "desk-5", str(target), proc)


# ── beside a workbook ─────────────────────────────────────────────────────────────────────────


def test_a_lock_that_was_left_behind_is_named_and_not_in_the_way(target: Path) -> None:
    (target.parent / "~$leads.xlsx").write_bytes(b"\x05Marta".ljust(55, b" "))
    then = time.time() - 2 * DAY
    os.utime(target.parent / "~$leads.xlsx", (then, then))
    found = look_at_locks(target)
    assert found == (None, ("~$leads.xlsx",))
    assert found.messages(target) == (Text("lock_left_behind", ("~$leads.xlsx",)),)
    locks.refuse_if_open(target)


def test_behind_a_lock_that_was_left_another_one_still_counts(target: Path) -> None:
    (target.parent / "~$leads.xlsx").write_bytes(b"\x05Marta".ljust(55, b" "))
    then = time.time() - 2 * DAY
    os.utime(target.parent / "~$leads.xlsx", (then, then))
    lock_of(target, host="desk-5")
    found = look_at_locks(target)
    assert found.stale == ("~$leads.xlsx",)
    assert found.who == Text("person_on_machine", ("luis", "desk-5"))


def test_the_name_of_this_machine_is_asked_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert stale._host_name() == os.uname().nodename

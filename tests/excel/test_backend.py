"""The Excel backend keeps the contract, and a file is the old one or the new one, never a third."""

from __future__ import annotations

import errno
import os
import random
import signal
import stat
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from sheetflow import engine
from sheetflow.errors import AccessError, BusyError
from sheetflow.model import Changes
from tests.support.contract import DAY, FileContract, rows
from tests.support.workbook_driver import ExcelDriver, Tabs, WorkbookDriver, synced


class TestExcel(FileContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def make(self, tabs: Tabs, *, date1904: bool = False) -> WorkbookDriver:
        return ExcelDriver(self.folder / "leads.xlsx", tabs, date1904=date1904)


# ── all or nothing ────────────────────────────────────────────────────────────────────────────

_OS = ("open", "replace", "fsync", "fchmod", "fchown", "stat", "fstat", "listxattr")
STEPS = [*((os, name) for name in _OS if hasattr(os, name)), (tempfile, "mkstemp")]
"""What saving asks of the system."""
needs_fork = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="needs fork, which this system does not have"
)


@contextmanager
def before_step(n: int, act: Callable[[], None]) -> Iterator[list[str]]:
    """Do `act` just before the n-th call (from 1) that saving makes to the system; gives the calls
    made.
    """
    made: list[str] = []

    def step(call: Callable[..., Any], name: str, *args: Any, **kwargs: Any) -> Any:
        made.append(name)
        if len(made) == n:
            act()
        return call(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        for module, name in STEPS:
            patch.setattr(module, name, partial(step, getattr(module, name), name))
        yield made


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ExcelDriver:
    """A workbook before its first sync, which gives the same ids on every run."""
    monkeypatch.setattr(engine, "fresh_ids", lambda: (f"L{n:08d}" for n in count()))
    return ExcelDriver(tmp_path / "leads.xlsx", {"Leads": rows()})


@pytest.fixture
def new(tmp_path: Path, book: ExcelDriver) -> bytes:
    """What that workbook is after its first sync."""
    old = book.path.read_bytes()
    synced(book, DAY)
    found = book.path.read_bytes()
    book.path.write_bytes(old)
    return found


def planned(book: ExcelDriver) -> Changes:
    """The workbook read, and what a sync would write."""
    return engine.look(book.backend, engine.Options(today=DAY))[0].changes


@pytest.mark.parametrize(
    "code", [errno.EIO, errno.ENOSPC, errno.EACCES], ids=["io", "disk-full", "permission"]
)
def test_a_failure_at_any_step_of_saving_leaves_the_old_file_or_the_new_one(
    book: ExcelDriver, new: bytes, code: int
) -> None:
    def fail() -> None:
        raise OSError(code, os.strerror(code))

    old, beside, outcomes = book.path.read_bytes(), {*os.listdir(book.path.parent)}, []
    for n in count(1):
        changes = planned(book)
        with before_step(n, fail) as made:
            try:
                outcomes.append(book.backend.apply(changes))
            except (BusyError, AccessError):
                outcomes.append(False)
        assert book.path.read_bytes() == (new if outcomes[-1] else old), f"at {made[n - 1 :][:1]}"
        assert {*os.listdir(book.path.parent)} == beside, (
            f"something was left behind at {made[n - 1 :][:1]}"
        )
        book.path.write_bytes(old)
        if len(made) < n:
            break
    assert outcomes.count(False) >= 4
    assert outcomes[-1]


def test_the_new_file_is_on_the_disk_before_it_takes_the_name_and_the_name_before_the_end(
    book: ExcelDriver, new: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync, replace, done = os.fsync, os.replace, list[tuple[str, int, int]]()

    def seen(call: str, status: os.stat_result) -> None:
        done.append((call, status.st_ino, 0 if stat.S_ISDIR(status.st_mode) else status.st_size))

    def synced_(descriptor: int) -> None:
        seen("fsync", os.fstat(descriptor))
        fsync(descriptor)

    def replaced(source: str, target: str) -> None:
        seen("replace", os.stat(source))
        replace(source, target)

    changes = planned(book)
    monkeypatch.setattr(os, "fsync", synced_)
    monkeypatch.setattr(os, "replace", replaced)
    assert book.backend.apply(changes)
    file, folder = os.stat(book.path).st_ino, os.stat(book.path.parent).st_ino
    assert done == [("fsync", file, len(new)), ("replace", file, len(new)), ("fsync", folder, 0)]


def test_a_file_that_may_not_grow_leaves_the_old_one(book: ExcelDriver) -> None:
    resource = pytest.importorskip("resource")
    old, changes = book.path.read_bytes(), planned(book)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, hard))
    try:
        with pytest.raises(BusyError):
            book.backend.apply(changes)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert book.path.read_bytes() == old
    assert os.listdir(book.path.parent) == [book.path.name]


@needs_fork
def test_killed_before_any_step_of_saving_the_file_is_the_old_one_or_the_new_one(
    book: ExcelDriver, new: bytes
) -> None:
    old, found = book.path.read_bytes(), []
    for n in count(1):
        changes = planned(book)
        died = in_a_child(lambda: _apply_until(book, changes, n))  # noqa: B023 -- it runs at once
        found.append(book.path.read_bytes())
        assert found[-1] in (old, new)
        book.path.write_bytes(old)
        if not died:
            break
    assert {*found} == {old, new}


@needs_fork
def test_killed_at_any_moment_the_file_is_the_old_one_or_the_new_one(
    book: ExcelDriver, new: bytes
) -> None:
    old, chance = book.path.read_bytes(), random.Random(2026)
    for _ in range(30):
        changes = planned(book)
        after = chance.uniform(0.0005, 0.02)
        in_a_child(lambda: _apply_within(book, changes, after))  # noqa: B023 -- it runs at once
        assert book.path.read_bytes() in (old, new)
        book.path.write_bytes(old)


@needs_fork
def test_what_a_killed_run_left_is_gone_an_hour_later(book: ExcelDriver, new: bytes) -> None:
    changes = planned(book)
    assert in_a_child(lambda: _apply_until(book, changes, 0))
    (left,) = {*os.listdir(book.path.parent)} - {book.path.name}
    hour_ago = os.stat(book.path.parent / left).st_mtime - 3601
    os.utime(book.path.parent / left, (hour_ago, hour_ago))
    assert synced(book, DAY).wrote
    assert book.path.read_bytes() == new
    assert os.listdir(book.path.parent) == [book.path.name]


@needs_fork
def test_the_next_sync_does_not_mind_what_a_killed_one_left(book: ExcelDriver, new: bytes) -> None:
    changes = planned(book)
    assert in_a_child(lambda: _apply_until(book, changes, 0))
    assert len(os.listdir(book.path.parent)) > 1
    assert synced(book, DAY).wrote
    assert book.path.read_bytes() == new


def _apply_until(book: ExcelDriver, changes: Changes, n: int) -> None:
    """Apply, and die before the n-th step; before the rename for 0."""
    die = partial(os.kill, os.getpid(), signal.SIGKILL)
    if n:
        with before_step(n, die):
            book.backend.apply(changes)
    else:
        os.replace = lambda *paths: die()
        book.backend.apply(changes)


def _apply_within(book: ExcelDriver, changes: Changes, seconds: float) -> None:
    """Apply, and be ended by the system after that time."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    book.backend.apply(changes)


def in_a_child(act: Callable[[], None]) -> bool:
    """Act in a copy of this process; True if a signal ended it."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # the threads of the test runner take no part
        child = os.fork()
    if not child:
        code = 1
        try:
            act()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or not os.WEXITSTATUS(status), "the child failed"
    return os.WIFSIGNALED(status)

"""The Excel backend keeps the contract, and a file is the old one or the new one, never a third."""

from __future__ import annotations

import errno
import os
import random
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from sheetflow import engine
from sheetflow.errors import AccessError, BusyError, SheetflowError
from tests.backends.contract import DAY, BackendContract, rows
from tests.backends.hands import ExcelHands, Hands, Tabs, settled, synced


class TestExcel(BackendContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def make(self, tabs: Tabs, *, date1904: bool = False) -> Hands:
        return ExcelHands(self.folder / "leads.xlsx", tabs, date1904=date1904)


# ── all or nothing ────────────────────────────────────────────────────────────────────────────

STEPS = (
    *((os, name) for name in ("open", "replace", "fsync", "fchmod", "fchown", "stat", "fstat", "listxattr") if hasattr(os, name)),
    (tempfile, "mkstemp"),
)  # fmt: skip
"""What saving asks of the system, one call after the other."""
posix_only = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, which this system does not have")
Act = Callable[[], None]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ExcelHands:
    """A workbook before its first sync, whose ids are the same on every run."""
    monkeypatch.setattr(engine, "fresh_ids", lambda: (f"L{n:08d}" for n in count()))
    return ExcelHands(tmp_path / "leads.xlsx", {"Leads": rows()})


@pytest.fixture
def new(tmp_path: Path, book: ExcelHands) -> bytes:
    """What that workbook is after the sync."""
    (tmp_path / "other").mkdir()
    other = ExcelHands(tmp_path / "other" / "leads.xlsx", {"Leads": rows()})
    other.path.write_bytes(book.path.read_bytes())
    synced(other, DAY)
    return other.path.read_bytes()


@pytest.fixture
def steps(book: ExcelHands, monkeypatch: pytest.MonkeyPatch) -> Callable[[Act | None, int], Counted]:
    """Arms the system calls: the n-th one does `act` first; counts them."""

    def arm(act: Act | None, n: int) -> Counted:
        calls = count(1)
        counted = Counted()

        def step(call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            counted.calls = next(calls)
            if act is not None and counted.calls == n:
                act()
            return call(*args, **kwargs)

        for module, name in STEPS:
            monkeypatch.setattr(module, name, partial(step, getattr(module, name)))
        return counted

    return arm


class Counted:
    """How many calls there were."""

    calls = 0


def applied(book: ExcelHands, before_apply: Callable[[], Any] = lambda: None) -> bool:
    """A sync whose reading happens before `before_apply`."""
    plan, _ = engine.look(book.backend, engine.Options(today=DAY))
    before_apply()
    return book.backend.apply(plan.changes)


def test_equal_workbooks_become_equal_workbooks(book: ExcelHands, new: bytes) -> None:
    synced(book, DAY)
    assert book.path.read_bytes() == new


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EACCES])
def test_a_failure_at_any_step_of_saving_leaves_the_old_file_or_the_new_one(
    book: ExcelHands, new: bytes, steps: Callable[[Act | None, int], Counted], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError(code, os.strerror(code))

    old = book.path.read_bytes()
    files = {*os.listdir(book.path.parent)}
    failed = 0
    for n in count(1):
        with monkeypatch.context():
            counted = Counted()
            try:
                wrote = applied(book, lambda: counted.__dict__.update(arm=steps(fail, n)))
            except (BusyError, AccessError):
                wrote, failed = False, failed + 1
        monkeypatch.undo()
        monkeypatch.setattr(engine, "fresh_ids", lambda: (f"L{i:08d}" for i in count()))
        assert book.path.read_bytes() == (new if wrote else old), f"at step {n}"
        assert {*os.listdir(book.path.parent)} == files, f"something was left behind at step {n}"
        book.path.write_bytes(old)
        if counted.arm.calls < n:  # type: ignore[attr-defined]
            break
    assert failed >= 4

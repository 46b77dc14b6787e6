"""Everything that ends a run.

    SheetflowError            1   unexpected, but explained
    ├── BrakeError            5   too much would change: nothing was written, --force once
    ├── DamagedError         65   the file is damaged, hostile or of a kind we do not patch
    ├── BusyError            75   try later: open elsewhere, changed meanwhile, disk, quota, network
    │   └── MovedError       75   people moved rows or typed into our cells meanwhile: look again
    ├── AccessError          77   we may not read or write it
    └── ConfigError          78   headings, Playbook, settings, or a target that is not there

A bad row is never an exception: it is a `Problem` and the row's status is `check` (exit 4).
Messages name cells and settings, never what a lead's cell holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class SheetflowError(Exception):
    """A run that ended; `exit_code` is what the command returns, `advice` what to do about it.

    Both are English; texts/spanish.py translates them where a person reads them. `lang` is the
    workbook's language, where it was known already.
    """

    exit_code = 1
    lang: str | None = None

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class BrakeError(SheetflowError):
    """The safety brake: the plan would change more than an ordinary run does."""

    exit_code = 5


class DamagedError(SheetflowError):
    """The file is damaged, hostile, or of a kind that cannot be patched without loss."""

    exit_code = 65


class BusyError(SheetflowError):
    """Somebody has the file open, it changed while we worked, or the disk is full."""

    exit_code = 75


class MovedError(BusyError):
    """People changed the sheet after it was read so that the plan fits it no more; the engine plans
    again.
    """


class AccessError(SheetflowError):
    """The system does not let us read or write the target."""

    exit_code = 77


class ConfigError(SheetflowError):
    """Headings, Playbook or settings that must be mended first, or a target that is not there."""

    exit_code = 78


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Errors raised inside know that the workbook speaks this language."""
    try:
        yield
    except SheetflowError as error:
        error.lang = error.lang or lang
        raise

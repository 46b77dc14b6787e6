"""sheetflow: follow-up that stays in the team's own spreadsheet.

    import sheetflow

    result = sheetflow.sync("leads.xlsx", dry_run=True)
    for row in result.plan.rows:
        print(row.name, row.decision.status)

What `__all__` names is public, loaded when it is first asked for, and listed in the manual; all
else is private to the package and may change at any time.
"""

from __future__ import annotations

from importlib import import_module
from os import PathLike, fspath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sheetflow.backends.base import Backend
    from sheetflow.backends.memory import MemoryBackend
    from sheetflow.engine import Options, Result
    from sheetflow.errors import (
        AccessError,
        BrakeError,
        BusyError,
        ConfigError,
        DamagedError,
        MovedError,
        SheetflowError,
    )
    from sheetflow.model import Problem
    from sheetflow.plan.plan import Plan

    Target = str | PathLike[str] | Backend

__version__ = "0.2.0"

__all__ = [
    "AccessError",
    "Backend",
    "BrakeError",
    "BusyError",
    "ConfigError",
    "DamagedError",
    "MemoryBackend",
    "MovedError",
    "Options",
    "Plan",
    "Problem",
    "Result",
    "SheetflowError",
    "describe",
    "open_backend",
    "sync",
]

_HOMES = {
    "Backend": "backends.base",
    "MemoryBackend": "backends.memory",
    "Options": "engine",
    "Plan": "plan.plan",
    "Problem": "model",
    "Result": "engine",
}
"""Where each name lives; the errors are all in `errors`."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'sheetflow' has no attribute {name!r}")
    return getattr(import_module(f"sheetflow.{_HOMES.get(name, 'errors')}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])


def sync(
    target: Target,
    *,
    today: date | None = None,
    lang: str | None = None,
    tab: str | None = None,
    force: bool = False,
    dry_run: bool = False,
) -> Result:
    """Works out every row of a target and writes the answers beside it, as `sheetflow sync` does.

    `target` is a path, the address of a Google Sheet, a name from sheetflow.toml, or a backend.
    `today` is the day to decide for, else the day where the team works; `lang` is `en` or `es`,
    else the workbook's own; `tab` reads that tab only. `force` writes even though the safety brake
    says no. With `dry_run` nothing is written: `result.plan` says what would be, and whether it is
    safe (`plan.raise_if_unsafe()`).

    Raises a SheetflowError, whose `exit_code` is that of the command, and ValueError for
    any other language.
    """
    from sheetflow import engine
    from sheetflow.backends.targets import open_target

    if lang not in (None, "en", "es"):
        raise ValueError(f"lang is 'en' or 'es', not {lang!r}")
    if isinstance(target, str | PathLike):
        backend = open_target(fspath(target), read_only=dry_run)
    else:
        backend = target
    options = engine.Options(today, lang, tab, force)
    if dry_run:
        return engine.dry_run(backend, options)
    return engine.sync_with_rows(backend, options)


def describe(found: SheetflowError | Problem, lang: str = "en") -> str:
    """Returns an error or a problem as a sentence of `en` or `es`, with its number.

    Of an error, what to do about it follows on lines of its own.
    """
    from sheetflow.reports.text import described

    return described(found, lang)


def open_backend(
    target: str | PathLike[str],
    on_wait: Callable[[str, float], None] = lambda why, seconds: None,
) -> Backend:
    """Returns the backend of a target: a path, a Google Sheet's address, a name of sheetflow.toml.

    `on_wait` is called with the reason and the seconds of every wait for Google. Nothing is read
    yet. Raises ConfigError or AccessError for a target that cannot be reached.
    """
    from sheetflow.backends.targets import open_target

    return open_target(fspath(target), on_wait)

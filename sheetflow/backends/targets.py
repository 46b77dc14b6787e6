"""A target as people write it -> the backend that reaches it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from pathlib import Path

from sheetflow.backends.base import Backend
from sheetflow.backends.google.client.address import is_google, spreadsheet_id
from sheetflow.config import Config, load_config
from sheetflow.errors import ConfigError


def open_target(
    target: str, on_wait: Callable[[str, float], None] = lambda why, seconds: None
) -> Backend:
    """The backend of a target: a path, a Google Sheet's address or key, or a name from
    sheetflow.toml.

    `on_wait` is called with the reason and the seconds of every wait. Raises ConfigError or
    AccessError for a target that cannot be reached.
    """
    config = load_config()
    place = _place(target, config)
    if found := spreadsheet_id(place):
        # Nobody need wait for the half of the program to load that the other kind of target needs.
        from sheetflow.backends.google.backend import GoogleBackend
        from sheetflow.backends.google.client.sheets import open_sheets

        return GoogleBackend(
            open_sheets(found, config, on_wait=on_wait),
            change_detection=config.google.change_detection,
        )
    if not _is_there(place):
        raise ConfigError(f"There is no file {place}.", _names(target, config))
    if Path(place).is_dir():
        raise ConfigError(f"{place} is a folder", "name a workbook, such as leads.xlsx")
    from sheetflow.backends.excel.backend import ExcelBackend

    return ExcelBackend(Path(place))


def _is_there(place: str) -> bool:
    """Whether something stands at a path; what we may not look at is left to who opens it."""
    try:
        os.stat(place)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        pass
    return True


def _names(target: str, config: Config) -> str:
    """What to do about a file that is not there; a word that is no path may be a slip in a name of
    sheetflow.toml.
    """
    new = (
        target
        if target in config.targets or not Path(target).name
        else str(Path(target).with_suffix(".xlsx"))
    )
    advice = f"Check the name, or make one with: sheetflow init {shlex.quote(new)}"
    known = f"sheetflow.toml knows: {', '.join(sorted(config.targets))}"
    return (
        f"{advice}\n{known}"
        if config.targets and Path(target).name == target not in config.targets
        else advice
    )


def new_path(target: str) -> Path | None:
    """The path of a workbook that is not there yet; None where the target exists or is a Google
    Sheet.
    """
    place = _place(target, load_config())
    return None if spreadsheet_id(place) or Path(place).exists() else Path(place)


def _place(target: str, config: Config) -> str:
    """What a target stands for: a name for what sheetflow.toml says, anything else for itself."""
    named = config.targets.get(target)
    if named is None:
        return target
    return named if is_google(named) else config.beside(named)

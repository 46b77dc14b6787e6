"""A target as people write it -> the backend that reaches it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from sheetflow.backends.base import Backend
from sheetflow.config import Config, load_config
from sheetflow.errors import ConfigError
from sheetflow.gsheets.address import is_google, spreadsheet_id


def open_target(target: str, tell: Callable[[str, float], None] = lambda why, seconds: None) -> Backend:
    """The backend of a target: a path, a Google Sheet's address or key, or a name from sheetflow.toml.

    `tell` is called with the reason and the seconds of every wait. Raises ConfigError or AccessError for a target that
    cannot be reached.
    """
    config = load_config()
    place = _place(target, config)
    if found := spreadsheet_id(place):
        # Nobody need wait for the half of the program to load that the other kind of target needs.
        from sheetflow.backends.google import GoogleBackend
        from sheetflow.gsheets.api import open_sheets

        return GoogleBackend(open_sheets(found, config, tell=tell), change_detection=config.google.change_detection)
    if config.targets and Path(target).name == target not in config.targets and not os.path.exists(target):
        raise ConfigError(f"There is no file {target}.", _names(config))
    if Path(place).is_dir():
        raise ConfigError(f"{place} is a folder", "name a workbook, such as leads.xlsx")
    from sheetflow.backends.excel import ExcelBackend

    return ExcelBackend(Path(place))


def _names(config: Config) -> str:
    advice = "Check the name, or make one with: sheetflow init"
    known = f"sheetflow.toml knows: {', '.join(sorted(config.targets))}"
    return f"{advice}\n{known}"


def new_path(target: str) -> Path | None:
    """The path of a workbook that is not there yet; None where the target exists or is a Google Sheet."""
    place = _place(target, load_config())
    return None if spreadsheet_id(place) or Path(place).exists() else Path(place)


def _place(target: str, config: Config) -> str:
    """What a target stands for: a name for what sheetflow.toml says, anything else for itself."""
    named = config.targets.get(target)
    if named is None:
        return target
    return named if is_google(named) else config.beside(named)

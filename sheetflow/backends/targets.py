"""A target as people write it -> the backend that reaches it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from pathlib import Path

from sheetflow.backends.base import Backend
from sheetflow.backends.google.client.address import is_google, sheet_in, spreadsheet_id
from sheetflow.config import Config, is_path, load_config
from sheetflow.errors import ConfigError
from sheetflow.errors.settings import TargetIsFolder, TargetMissing, TargetUnknown


def open_target(
    target: str,
    on_wait: Callable[[str, float], None] = lambda why, seconds: None,
    *,
    read_only: bool = False,
) -> Backend:
    """Returns the backend of a target: a path, a Google Sheet's address or key, or a name.

    `on_wait` is called with the reason and the seconds of every wait; `read_only` lets a file be
    read that is open elsewhere. Raises ConfigError or AccessError for a target that cannot be
    reached.
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
            only=sheet_in(place),
        )
    if not _is_there(place):
        raise _missing(target, place, config)
    if Path(place).is_dir():
        raise TargetIsFolder(place)
    from sheetflow.backends.excel.backend import ExcelBackend

    return ExcelBackend(Path(place), read_only=read_only)


def _is_there(place: str) -> bool:
    """Returns whether something is at a path; where we may not look, who opens it finds out."""
    try:
        os.stat(place)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        pass
    return True


def _missing(target: str, place: str, config: Config) -> ConfigError:
    """Returns what to raise where no file is at `place`.

    A word that is no path may be a slip in a name of sheetflow.toml, so those are named.
    """
    named = target in config.targets
    # A name of the settings is made as it is; anything else becomes a path that ends in .xlsx.
    keep = named or not Path(target).name
    new = shlex.quote(target if keep else str(Path(target).with_suffix(".xlsx")))
    if config.targets and not named and Path(target).name == target:
        return TargetUnknown(place, new, tuple(sorted(config.targets)))
    return TargetMissing(place, new)


def new_path(target: str) -> Path | None:
    """Returns the path of a workbook that is to be made.

    None where the target exists or is a Google Sheet.
    """
    place = _place(target, load_config())
    return None if spreadsheet_id(place) or Path(place).exists() else Path(place)


def identity_of(target: str) -> str:
    """Returns what a target is called in the state of this host: a real path, or the id of a Google
    Sheet; the target as it was typed where its settings or its address cannot be used.
    """
    try:
        place = _place(target, load_config())
        return spreadsheet_id(place) or os.path.normcase(os.path.realpath(place))
    except (ConfigError, ValueError):
        return target


def _place(target: str, config: Config) -> str:
    """Returns the place that a target names: what the settings say of a name, else the target."""
    named = config.targets.get(target)
    # A path that was given goes before a name: settings must not lead it to another workbook.
    if named is None or is_path(target) or os.path.isfile(target):
        return target
    return named if is_google(named) else config.beside(named)

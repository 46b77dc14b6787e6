"""sheetflow.toml -> Config: names for targets, so that cron lines stay short.

    [targets]
    madrid = "/srv/sales/madrid.xlsx"

It is looked for in the current folder, then in the user's configuration folder; SHEETFLOW_CONFIG names
another one.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sheetflow.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Config:
    """What sheetflow.toml says: target name -> path."""

    targets: Mapping[str, str] = field(default_factory=dict)


def load_config() -> Config:
    """The first configuration file found, or an empty one. Raises ConfigError for one that cannot be used."""
    for path in _places():
        if os.path.isfile(path):  # a folder that we may not enter holds no settings of ours
            return read_config(path)
    return Config()


def read_config(path: Path) -> Config:
    """Read one file; relative paths in it start at its folder."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}", "mend or remove it") from error
    targets = found.get("targets", {})
    if not isinstance(targets, dict) or not all(isinstance(target, str) for target in targets.values()):
        raise ConfigError(f"{path}: [targets] maps names to paths", 'write lines such as madrid = "madrid.xlsx"')
    return Config({name: str(path.parent / Path(target).expanduser()) for name, target in targets.items()})


def _places() -> Iterator[Path]:
    if named := os.environ.get("SHEETFLOW_CONFIG"):
        yield Path(named)
        return
    yield Path("sheetflow.toml")
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    yield Path(home).expanduser() / "sheetflow" / "sheetflow.toml"

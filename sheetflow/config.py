"""sheetflow.toml -> Config: names for targets, so that cron lines stay short, and how to reach
Google.

    [targets]
    madrid = "/srv/sales/madrid.xlsx"
    soria = "https://docs.google.com/spreadsheets/d/…"

    [google]
    key = "~/.config/sheetflow/key.json"
    impersonate = "robot@our-project.iam.gserviceaccount.com"
    quota = 60
    wait_seconds = 90
    change_detection = false

It is looked for in the current folder, then in the user's configuration folder; SHEETFLOW_CONFIG
names another one.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sheetflow.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Google:
    """The table [google]: what every Google Sheet of this file is reached with.

    `key` is the path of a service account's key; `impersonate` the address of a service account to
    act as; `quota` the reads and the writes a minute of the account, `60` or `60,30`;
    `wait_seconds` what one run may wait for Google in all.
    """

    key: str | None = None
    impersonate: str | None = None
    quota: int | str = 60
    wait_seconds: int | float = 90
    change_detection: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """What sheetflow.toml says: target name -> path or address as it is written there, and how to
    reach Google.

    `folder` is where relative paths start: that of the file.
    """

    targets: Mapping[str, str] = field(default_factory=dict)
    google: Google = Google()
    folder: Path = Path()

    def beside(self, place: str) -> str:
        """The path of a place that the file names."""
        return _beside(self.folder, place)


def load_config() -> Config:
    """The first configuration file found, or an empty one. Raises ConfigError for one that cannot
    be used.
    """
    if named := os.environ.get("SHEETFLOW_CONFIG"):
        if not os.path.exists(named):
            raise ConfigError(
                f"SHEETFLOW_CONFIG names {named}, and no such file is there",
                "mend its path, or remove the variable",
            )
        return read_config(Path(named))
    for path in _places():
        if os.path.isfile(path):  # a folder that we may not enter holds no settings of ours
            return read_config(path)
    return Config()


def read_config(path: Path) -> Config:
    """Read one file. Raises ConfigError for one that cannot be used."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}", "mend or remove it") from error
    if strange := found.keys() - {"targets", "google"}:
        raise ConfigError(
            f"{path}: {min(strange)} is not known here",
            "the tables are [targets] and [google]; names go below [targets], settings such as key below [google]",
        )
    targets = found.get("targets", {})
    if not isinstance(targets, dict) or not all(
        isinstance(target, str) for target in targets.values()
    ):
        raise ConfigError(
            f"{path}: [targets] maps names to paths", 'write lines such as madrid = "madrid.xlsx"'
        )
    return Config(targets, _google(path, found.get("google", {})), path.parent)


_GOOGLE: Final[Mapping[str, tuple[type, ...]]] = {
    "key": (str,),
    "impersonate": (str,),
    "quota": (int, str),
    "wait_seconds": (int, float),
    "change_detection": (bool,),
}


def _google(path: Path, table: Any) -> Google:
    if not isinstance(table, dict):
        raise ConfigError(
            f"{path}: [google] is a table", 'write lines such as key = "key.json" below it'
        )
    for name, value in table.items():
        if name not in _GOOGLE:
            raise ConfigError(f"{path}: [google] has no setting {name}", _SETTINGS)
        if type(value) not in _GOOGLE[name]:
            raise ConfigError(f"{path}: {name} in [google] cannot be {_shown(value)}", _SETTINGS)
    key = table.get("key")
    return Google(**table | {"key": _beside(path.parent, key) if key else None})


_SETTINGS: Final = (
    'the settings are: key = "key.json", impersonate = "robot@…", quota = 60, wait_seconds = 90, '
    "change_detection = true"
)


def _shown(value: Any) -> str:
    """A value as the file spells it; what may hold more than a setting, such as a whole key, is not
    repeated.
    """
    if isinstance(value, bool):
        return str(value).lower()
    return (
        str(value)
        if isinstance(value, int | float)
        else "text"
        if isinstance(value, str)
        else "a table or a list"
    )


def _beside(folder: Path, place: str) -> str:
    return str(folder / Path(place).expanduser())


def _places() -> Iterator[Path]:
    yield Path("sheetflow.toml")
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    yield Path(home).expanduser() / "sheetflow" / "sheetflow.toml"

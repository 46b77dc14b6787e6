"""sheetflow.toml -> Config: short names for targets, and how Google is reached.

    stale_after = 1

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
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sheetflow.errors.settings import (
    GoogleNotATable,
    GoogleSettingUnknown,
    GoogleSettingWrong,
    SettingsMissing,
    SettingsTableUnknown,
    SettingsUnreadable,
    StaleAfterWrong,
    TargetsNotPaths,
)
from sheetflow.model import Text
from sheetflow.texts.reasons import os_error, toml_reason


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
    """What sheetflow.toml says: names for targets, and how to reach Google.

    `targets` maps a name to a path or address as it is written there; `folder` is where relative
    paths start, that of the file. `stale_after` is how many working days old the answers of a
    workbook that is open elsewhere may be before -q says so.
    """

    targets: Mapping[str, str] = field(default_factory=dict)
    google: Google = Google()
    folder: Path = Path()
    stale_after: int = 1

    def beside(self, place: str) -> str:
        """Returns the path of a place that the file names."""
        return _beside(self.folder, place)


def load_config() -> Config:
    """Returns the first configuration file that is there, or an empty configuration.

    Raises ConfigError for a file that cannot be used.
    """
    if named := os.environ.get("SHEETFLOW_CONFIG"):
        if not os.path.exists(named):
            raise SettingsMissing(named)
        return read_config(Path(named))
    for path in _places():
        if os.path.isfile(path):  # a folder that we may not enter holds no settings of ours
            return read_config(path)
    return Config()


def read_config(path: Path) -> Config:
    """Reads one file. Raises ConfigError for one that cannot be used."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsUnreadable(str(path), _reason(error)) from error
    if strange := found.keys() - {"targets", "google", "stale_after"}:
        raise SettingsTableUnknown(str(path), min(strange))
    stale_after = found.get("stale_after", 1)
    if type(stale_after) is not int or stale_after < 0:
        raise StaleAfterWrong(str(path))
    targets = found.get("targets", {})
    if not isinstance(targets, dict) or not all(isinstance(t, str) for t in targets.values()):
        raise TargetsNotPaths(str(path))
    google = _google(path, found.get("google", {}))
    return Config(targets, google, path.parent, stale_after)


_POSITION: Final = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)")
"""How the reader of TOML ends a message."""


def _reason(error: Exception) -> Text | str:
    if isinstance(error, OSError):
        return os_error(error)
    found = _POSITION.fullmatch(str(error))
    if not isinstance(error, tomllib.TOMLDecodeError) or not found:
        return str(error)
    what, line, column = found.groups()
    if line is None:
        return Text("toml_at_end", (toml_reason(what),))
    return Text("toml_at", (toml_reason(what), line, column))


_GOOGLE: Final[Mapping[str, tuple[type, ...]]] = {
    "key": (str,),
    "impersonate": (str,),
    "quota": (int, str),
    "wait_seconds": (int, float),
    "change_detection": (bool,),
}
"""The settings of [google], and what each may be."""


def _google(path: Path, table: Any) -> Google:
    if not isinstance(table, dict):
        raise GoogleNotATable(str(path))
    for name, value in table.items():
        if name not in _GOOGLE:
            raise GoogleSettingUnknown(str(path), name)
        if type(value) not in _GOOGLE[name]:
            raise GoogleSettingWrong(str(path), name, _shown(value))
    key = table.get("key")
    return Google(**table | {"key": _beside(path.parent, key) if key else None})


def _shown(value: Any) -> Text | str:
    """Returns a value as the file spells it.

    One that may hold more than a setting, such as a whole key, is not repeated.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    return Text("toml_text") if isinstance(value, str) else Text("toml_table")


def _beside(folder: Path, place: str) -> str:
    return str(folder / Path(place).expanduser())


def _places() -> Iterator[Path]:
    yield Path("sheetflow.toml")
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    yield Path(home).expanduser() / "sheetflow" / "sheetflow.toml"

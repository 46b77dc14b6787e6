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
import shlex
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sheetflow.errors.google import KeyGivenAsText
from sheetflow.errors.settings import (
    GoogleNotATable,
    GoogleSettingUnknown,
    GoogleSettingWrong,
    SettingsExposed,
    SettingsMissing,
    SettingsOfAnother,
    SettingsTableUnknown,
    SettingsUnreadable,
    StaleAfterWrong,
    TargetNameUnfit,
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
    paths start, that of the file; `path` is the file, None where there is none. `stale_after` is
    how many working days old the answers of a workbook that is open elsewhere may be before -q
    says so.
    """

    targets: Mapping[str, str] = field(default_factory=dict)
    google: Google = Google()
    folder: Path = Path()
    path: Path | None = None
    stale_after: int = 1

    def beside(self, place: str) -> str:
        """Returns the path of a place that the file names."""
        return _beside(self.folder, place)


def load_config() -> Config:
    """Returns the first configuration file that is there, or an empty configuration.

    Raises ConfigError for a file that cannot be used.
    """
    if named := os.environ.get("SHEETFLOW_CONFIG"):
        if is_key_text(named):
            raise KeyGivenAsText("SHEETFLOW_CONFIG")
        if not os.path.exists(named):
            raise SettingsMissing(named)
        return read_config(Path(named))
    for path in _places():
        if os.path.isfile(path):  # a folder that we may not enter holds no settings of ours
            return read_config(path)
    return Config()


def read_config(path: Path) -> Config:
    """Reads one file. Raises ConfigError for one that cannot be used, or must not be believed."""
    try:
        found = tomllib.loads(_own_text(path))
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
    if paths := [name for name in targets if is_path(name)]:
        raise TargetNameUnfit(str(path), paths[0])
    google = _google(path, found.get("google", {}))
    return Config(targets, google, path.parent, path, stale_after)


def is_path(target: str) -> bool:
    """Returns whether a target can only be a path: a name of the settings has no slash."""
    return "/" in target or os.sep in target


def _own_text(path: Path) -> str:
    """Returns what a settings file says.

    Raises ConfigError where somebody else could have written it: it decides which workbook is
    written and which key is used. A pipe is not waited for.
    """
    with open(path, "rb", opener=_without_waiting) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise SettingsUnreadable(str(path), Text("toml_no_file"))
        if os.name == "posix":
            _refuse_others(path, status)
        return file.read().decode("utf-8")


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _refuse_others(path: Path, status: os.stat_result) -> None:
    if {status.st_uid, os.lstat(path).st_uid} - {os.geteuid(), 0}:
        raise SettingsOfAnother(str(path))
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise SettingsExposed(str(path), shlex.quote(str(path)))


_POSITION: Final = re.compile(r"\A(.*) \(at (?:line (\d+), column (\d+)|end of document)\)")
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
    if key and is_key_text(key):
        raise KeyGivenAsText(f"{path}: key")
    return Google(**table | {"key": _beside(path.parent, key) if key else None})


_KEY_TEXT: Final = re.compile(r"[{}\n\r\0]|private.?key|BEGIN [A-Z ]{0,40}KEY|%7B", re.IGNORECASE)
"""What a path does not hold, and a key does: braces, line ends, its own words."""
_KEY_IN_BASE64: Final = re.compile(r"\A\W*+(?:eyJ|ewo|ewk|ewg|eyA|e1|ey0|LS0t)[A-Za-z0-9+/=_-]{80}")
"""How a brace, or the first line of a private key, begins in base64."""
_LONGEST_PATH: Final = 1024


def is_key_text(value: str) -> bool:
    """Returns whether a setting that should name a key file holds the key itself, as it is or in
    base64. What is too long for a path counts as one: it is not to be shown.
    """
    if len(value) > _LONGEST_PATH or _KEY_TEXT.search(value):
        return True
    return _KEY_IN_BASE64.match(value) is not None


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

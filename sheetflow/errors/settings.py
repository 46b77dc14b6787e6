"""What is wrong with a command, its settings, or the place that it names.

`path` is the settings file, `place` a target as it was looked for. An `object` is a str, or a Text
where the words differ by language.
"""

from __future__ import annotations

from sheetflow.errors import ConfigError, SheetflowError

# ── the target


class TargetMissing(ConfigError):
    """There is no file at the place; `new` is what `sheetflow init` could make, as it is typed."""

    place: str
    new: str


class TargetUnknown(ConfigError):
    """A single word names no file and no target of the settings, which know the `names`."""

    place: str
    new: str
    names: tuple[str, ...]


class TargetIsFolder(ConfigError):
    """The place is a folder."""

    place: str


# ── sheetflow.toml


class SettingsMissing(ConfigError):
    """SHEETFLOW_CONFIG names a file that is not there."""

    path: str


class SettingsUnreadable(ConfigError):
    """The settings file cannot be opened, is no UTF-8, or is no TOML; `reason` says what of it."""

    path: str
    reason: object


class SettingsTableUnknown(ConfigError):
    """The settings file has a table, or a setting above all tables, that has no meaning."""

    path: str
    name: str


class SettingsOfAnother(ConfigError):
    """The settings file belongs to neither the user nor root."""

    path: str


class SettingsExposed(ConfigError):
    """Others may write the settings file; `quoted` is its path as it is typed."""

    path: str
    quoted: str


class TargetNameUnfit(ConfigError):
    """A name in [targets] has a slash, so it is a path."""

    path: str
    name: str


class TargetsNotPaths(ConfigError):
    """[targets] is no table, or holds something else than text."""

    path: str


class StaleAfterWrong(ConfigError):
    """`stale_after` in the settings file is no whole number of days."""

    path: str


class GoogleNotATable(ConfigError):
    """`google` in the settings file is no table."""

    path: str


class GoogleSettingUnknown(ConfigError):
    """[google] has a setting that has no meaning."""

    path: str
    name: str


class GoogleSettingWrong(ConfigError):
    """A setting in [google] is of the wrong kind; `value` is what may be shown of it."""

    path: str
    name: str
    value: object


# ── the program itself


class NumberUnknown(ConfigError):
    """Somebody asked what an error number means, and there is no such number."""

    number: str


class Unforeseen(SheetflowError):
    """A fault of the program: `kind` is the exception, `place` the file and line that raised it."""

    kind: str
    place: str

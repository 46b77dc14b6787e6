"""Everything that ends a run.

    SheetflowError            1   unexpected, but explained
    ├── BrakeError            5   too much would change: nothing was written, --force once
    ├── DamagedError         65   the file is damaged, hostile or of a kind we do not patch
    ├── BusyError            75   try later: open elsewhere, changed meanwhile, disk, quota, network
    │   └── MovedError       75   people moved rows or typed into our cells meanwhile: look again
    ├── AccessError          77   we may not read or write it
    └── ConfigError          78   headings, Playbook, settings, or a target that is not there

These are the kinds; what is raised is a class below one of them, one for each thing that can go
wrong, in the modules beside this one. A class lists its values and holds no text: its code, which
is its name in small letters, leads to the English and the Spanish in texts/errors.py, and to a
number that never changes in texts/codes.py.

A bad row is never an exception: it is a `Problem` and the row's status is `check` (exit 4).
Values name cells and settings, never what a lead's cell holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import get_annotations
from typing import Any, ClassVar, dataclass_transform


@dataclass_transform(eq_default=False)
class SheetflowError(Exception):
    """A run that ended; `exit_code` is what the command returns.

    A class below one of the kinds annotates its values, and is raised with them in that order.
    `lang` is the workbook's language, where it was known already.
    """

    exit_code: ClassVar[int] = 1
    code: ClassVar[str] = "sheetflow_error"
    lang: str | None = None
    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        cls._fields += tuple(get_annotations(cls))

    def __init__(self, *values: Any, **named: Any) -> None:
        names = self._fields[len(values) :]
        if len(values) > len(self._fields) or named.keys() != set(names):
            wanted = ", ".join(self._fields) or "no values"
            raise TypeError(f"{type(self).__name__} takes {wanted}")
        values += tuple(named[name] for name in names)
        super().__init__(*values)
        for name, value in zip(self._fields, values, strict=True):
            setattr(self, name, value)

    @property
    def values(self) -> tuple[object, ...]:
        """What fills the places of its sentences, in the order in which the class lists it."""
        return tuple(getattr(self, name) for name in self._fields)

    def __str__(self) -> str:
        """The code alone: a value may hold what a log should not."""
        return self.code


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

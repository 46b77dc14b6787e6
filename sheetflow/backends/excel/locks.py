"""Who has the workbook open: the lock files that Excel and LibreOffice put beside it.

Excel's owner file `~$name` is [MS-DOC]-style: a length byte and the user name in the system's code
page, padded to 55 bytes, then a 16-bit length and the name in UTF-16LE (as met in the files Excel
writes). LibreOffice's `.~lock.name#` is one line: full name, user, host, time, profile; separated
by commas, with backslash escapes.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from sheetflow.errors.files import OpenElsewhere
from sheetflow.model import Text

SOMEBODY: Final = Text("somebody")
"""Whoever left a lock file without a name."""
_WIDE_AT: Final = 55
_FIELD: Final = re.compile(r"((?:[^,;\\]++|\\.)*+)([,;]|.*+)", re.DOTALL)
"""A field, and what ends it; else all that follows."""


class Locks(NamedTuple):
    """What the lock files beside a workbook say: `who` has it open, None if nobody shows; `stale`
    are those that were left behind, which count for nothing.
    """

    who: str | Text | None
    stale: tuple[str, ...] = ()

    def raise_if_open(self, path: str | os.PathLike[str]) -> None:
        """Raises BusyError naming who has the workbook open."""
        if self.who is not None:
            raise OpenElsewhere(self.who, _name(path))

    def messages(self, path: str | os.PathLike[str]) -> tuple[Text, ...]:
        """Returns what to tell somebody who reads the workbook all the same."""
        told = [Text("lock_left_behind", (name,)) for name in self.stale]
        if self.who is not None:
            told.insert(0, Text("read_beside", (_name(path), self.who)))
        return tuple(told)


def look_at_locks(path: str | os.PathLike[str]) -> Locks:
    """Looks for the lock files of a workbook."""
    stale: list[str] = []
    for lock, owner_of in _locks(os.fspath(path)):
        try:
            content = _content(lock)
        except FileNotFoundError:
            continue
        except OSError as error:
            # A name too long for a lock file cannot have one.
            if error.errno != errno.ENAMETOOLONG:
                return Locks(SOMEBODY, tuple(stale))
            continue
        # Most runs find no lock file.
        from sheetflow.backends.excel.stale import is_left_behind

        owner = owner_of(content)
        if not is_left_behind(lock, owner.host, os.fspath(path)):
            return Locks(owner.shown or SOMEBODY, tuple(stale))
        stale.append(os.path.basename(lock))
    return Locks(None, tuple(stale))


def refuse_if_open(path: str | os.PathLike[str]) -> None:
    """Raises BusyError naming who has the workbook open."""
    look_at_locks(path).raise_if_open(path)


def _name(path: str | os.PathLike[str]) -> str:
    return os.path.basename(os.fspath(path))


class _Owner(NamedTuple):
    """Who a lock file names, as messages show it, and on which machine; empty where it does not."""

    shown: str | Text
    host: str = ""


def _locks(path: str) -> Iterator[tuple[str, Callable[[bytes], _Owner]]]:
    # The lock is beside the name that was opened: the link's or the file's.
    for real in dict.fromkeys((os.path.abspath(path), os.path.realpath(path))):
        folder, name = os.path.split(real)
        yield os.path.join(folder, f"~${name}"), _excel_owner
        yield os.path.join(folder, f".~lock.{name}#"), _libreoffice_owner


def _content(lock: str) -> bytes:
    """Returns the beginning of a lock file; nothing of what is no file, and is not waited for."""
    with open(lock, "rb", opener=_without_waiting) as handle:
        return handle.read(4096) if stat.S_ISREG(os.fstat(handle.fileno()).st_mode) else b""


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _excel_owner(data: bytes) -> _Owner:
    length = int.from_bytes(data[_WIDE_AT : _WIDE_AT + 2], "little")
    wide = data[_WIDE_AT + 2 : _WIDE_AT + 2 + 2 * length]
    if 0 < length <= 54 and len(wide) == 2 * length:
        return _Owner(_printable(wide.decode("utf-16-le", "replace")))
    return _Owner(_printable(data[1 : 1 + data[0]].decode("cp1252", "replace")) if data else "")


def _libreoffice_owner(data: bytes) -> _Owner:
    written = _FIELD.findall(data.decode("utf-8", "replace"))
    fields = [re.sub(r"\\(.)", r"\1", field) for field, end in written if end in (",", ";")]
    name, user, host = (_printable(field) for field in [*fields, "", "", ""][:3])
    person = name or user
    both = Text("person_on_machine", (person, host))
    return _Owner(both if person and host else person or host, host)


def _printable(text: str) -> str:
    return "".join(c for c in text if c.isprintable()).strip()

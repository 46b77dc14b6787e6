"""Who has the workbook open: the lock files that Excel and LibreOffice leave beside it.

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
from typing import Final

from sheetflow.errors.files import OpenElsewhere
from sheetflow.model import Text

SOMEBODY: Final = Text("somebody")
"""Whoever left a lock file without a name."""
_WIDE_AT: Final = 55
_FIELD: Final = re.compile(r"((?:[^,;\\]++|\\.)*+)([,;]|.*+)", re.DOTALL)
"""A field, and what ends it; else all that follows."""


def who_has_it(path: str | os.PathLike[str]) -> str | Text | None:
    """Returns who has this workbook open in Excel or LibreOffice; None if nobody shows."""
    for lock, read_name in _locks(os.fspath(path)):
        try:
            return read_name(_content(lock)) or SOMEBODY
        except FileNotFoundError:
            continue
        except OSError as error:
            # A name too long for a lock file cannot have one.
            if error.errno != errno.ENAMETOOLONG:
                return SOMEBODY
    return None


def refuse_if_open(path: str | os.PathLike[str]) -> None:
    """Raises BusyError naming who has the workbook open."""
    if (who := who_has_it(path)) is not None:
        raise OpenElsewhere(who, os.path.basename(os.fspath(path)))


def _locks(path: str) -> Iterator[tuple[str, Callable[[bytes], str | Text]]]:
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


def _excel_owner(data: bytes) -> str:
    length = int.from_bytes(data[_WIDE_AT : _WIDE_AT + 2], "little")
    wide = data[_WIDE_AT + 2 : _WIDE_AT + 2 + 2 * length]
    if 0 < length <= 54 and len(wide) == 2 * length:
        return _printable(wide.decode("utf-16-le", "replace"))
    return _printable(data[1 : 1 + data[0]].decode("cp1252", "replace")) if data else ""


def _libreoffice_owner(data: bytes) -> str | Text:
    written = _FIELD.findall(data.decode("utf-8", "replace"))
    fields = [re.sub(r"\\(.)", r"\1", field) for field, end in written if end in (",", ";")]
    name, user, host = (_printable(field) for field in [*fields, "", "", ""][:3])
    person = name or user
    return Text("person_on_machine", (person, host)) if person and host else person or host


def _printable(text: str) -> str:
    return "".join(c for c in text if c.isprintable()).strip()

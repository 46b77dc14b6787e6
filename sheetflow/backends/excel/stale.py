"""Whether a lock file was left behind: by a program that crashed, or a machine that was switched
off.

What tells it: the lock names this machine, and no office program runs here; or it is older than a
day, the workbook was saved since, and nothing here holds it. In doubt somebody has the workbook.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

PROC: Final = "/proc"
A_DAY: Final = 86_400
"""Seconds."""
_OFFICE: Final = ("office", "oosplash", "editors", "excel", "wps", "gnumeric", "calligra")
"""Parts of the names of programs that open workbooks; also of some that do not."""
_EVERYWHERE: Final = ("localhost", "")
"""Names that any machine may have."""
_FIRST_PID_NAMESPACE: Final = "pid:[4026531836]"
"""Linux, include/linux/proc_ns.h: PROC_PID_INIT_INO. Any other one shows a container's processes
alone.
"""


def is_left_behind(lock: str, host: str, workbook: str, proc: str = PROC) -> bool:
    """Returns whether nobody has the workbook open any more, whatever the lock file says.

    `host` is the machine that the lock names; empty where it names none.
    """
    if _is_this_host(host) and _shows_all_processes(proc):
        return not any(any(part in name for part in _OFFICE) for name in _program_names(proc))
    return _is_older_than_a_save(lock, workbook) and not _is_held(workbook, proc)


def _is_this_host(host: str) -> bool:
    """Returns whether a name is this machine's; a name with its domain is the same as without."""
    ours, theirs = _host_name().lower(), host.lower()
    if theirs.partition(".")[0] in _EVERYWHERE:
        return False
    short = "." not in ours or "." not in theirs
    return ours == theirs or (short and ours.partition(".")[0] == theirs.partition(".")[0])


def _host_name() -> str:
    return os.uname().nodename if hasattr(os, "uname") else ""


def _shows_all_processes(proc: str) -> bool:
    """Returns whether /proc lists every process of this machine.

    It does not in a container, where other people's processes are hidden, and where Linux runs
    inside of Windows.
    """
    try:
        kernel = Path(proc, "sys/kernel/osrelease").read_text("utf-8")
        Path(proc, "1/comm").read_bytes()
        in_first = os.readlink(f"{proc}/self/ns/pid") == _FIRST_PID_NAMESPACE
    except OSError:
        return False
    return in_first and "microsoft" not in kernel.lower()


def _program_names(proc: str) -> Iterator[str]:
    for number in _processes(proc):
        with suppress(OSError):
            yield Path(proc, number, "comm").read_text("utf-8", "replace").strip().lower()


def _processes(proc: str) -> list[str]:
    with suppress(OSError):
        return [name for name in os.listdir(proc) if name.isdecimal()]
    return []


def _is_older_than_a_save(lock: str, workbook: str) -> bool:
    try:
        locked, saved = os.lstat(lock).st_mtime, os.stat(workbook).st_mtime
    except OSError:
        return False
    return locked < time.time() - A_DAY and locked < saved


def _is_held(workbook: str, proc: str) -> bool:
    """Returns whether a process that we may look into, another one than this, has the file open."""
    real = os.path.realpath(workbook)
    others = (number for number in _processes(proc) if number != str(os.getpid()))
    return any(real in _open_files(Path(proc, number, "fd")) for number in others)


def _open_files(folder: Path) -> set[str]:
    found = set[str]()
    with suppress(OSError):
        for name in os.listdir(folder):
            with suppress(OSError):
                found.add(os.readlink(folder / name))
    return found

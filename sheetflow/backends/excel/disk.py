"""The disk: whose a file is, whether it may be replaced, temporary files, and what errors mean."""

from __future__ import annotations

import errno
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Final

from sheetflow.errors.files import (
    DiskFull,
    FolderForbidden,
    OwnerWouldChange,
    ReadOnlyWorkbook,
    SeveralNames,
    WriteFailed,
)
from sheetflow.texts.reasons import os_reason

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows has none: there an open file cannot be removed anyway
    fcntl = None

REPLACES_OPEN_FILES: Final = os.name != "nt"
"""Whether a file may be renamed, or replaced, while somebody has it open."""
_IN_USE: Final = (32, 33)
"""Windows: another program has the file, or a part of it (ERROR_SHARING_VIOLATION, _LOCK_)."""

LEFT_AFTER: Final = 3600
"""Seconds after which a temporary file that no run holds was left by one that was killed."""


def refuse_if_frozen(target: str) -> None:
    """Raises AccessError for a file that must not be replaced.

    A read-only file is frozen on purpose, also for those whom the system lets write it; a file with
    two names would become two files.
    """
    with suppress(FileNotFoundError):
        status = os.stat(target)
        if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
            raise ReadOnlyWorkbook
        if status.st_nlink > 1:
            raise SeveralNames


def keep_owner_and_mode(source: int, copy: int) -> None:
    """Gives the copy the owner, mode and extended attributes of the source.

    Raises AccessError where another owner cannot be kept: the new file would lock that person out.
    """
    if not hasattr(os, "fchown"):  # Windows: the folder says who may do what
        return
    status = os.fstat(source)
    try:
        os.fchown(copy, status.st_uid, status.st_gid)
    except PermissionError as error:
        if status.st_uid != os.fstat(copy).st_uid:
            raise OwnerWouldChange from error
    os.fchmod(copy, status.st_mode & 0o7777)
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for key in os.listxattr(source):
                with suppress(OSError):
                    os.setxattr(copy, key, os.getxattr(source, key))


def temporary_beside(target: str) -> tuple[int, str]:
    """Makes a temporary file beside a target: its descriptor, and its path.

    It is locked as long as the descriptor is open: so other runs see that it is in use.
    """
    folder, name = os.path.split(target)
    descriptor, path = tempfile.mkstemp(".tmp", _prefix(name), folder)
    # Some network folders know no locks.
    with suppress(OSError):
        _lock(descriptor)
    return descriptor, path


def _lock(descriptor: int) -> None:
    """Locks a file as long as its descriptor is open. Raises OSError while somebody else does."""
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def remove_leftovers(target: str) -> None:
    """Removes the temporary files that killed runs left beside a target.

    One that is young, or that a run still holds, stays; so does whatever cannot be removed.
    """
    folder, name = os.path.split(target)
    ours = re.compile(re.escape(_prefix(name)) + r"[a-z0-9_]{8}\.tmp")
    with suppress(OSError):
        for found in os.listdir(folder):
            if ours.fullmatch(found):
                _remove_if_left(os.path.join(folder, found))


def _prefix(name: str) -> str:
    # Cut in bytes, because the name with what follows must fit into the 255 of a file name.
    cut = os.fsencode(name)[:200].decode("utf-8", "ignore")
    return f".{cut}.sheetflow-"


def _remove_if_left(path: str) -> None:
    with suppress(OSError):
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or time.time() - status.st_mtime < LEFT_AFTER:
            return
        # Network folders lock only what is open for writing.
        descriptor = os.open(path, os.O_RDWR)
        try:
            # Raises OSError as long as the run that writes the file lives.
            _lock(descriptor)
            if REPLACES_OPEN_FILES:
                os.unlink(path)
        finally:
            os.close(descriptor)
        if not REPLACES_OPEN_FILES:
            os.unlink(path)


def sync_folder(folder: str) -> None:
    """Makes a rename in this folder last."""
    # Some network folders cannot be synced; the rename has happened all the same.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def disk_errors() -> Iterator[None]:
    """Turns the system's refusals into BusyError and AccessError."""
    try:
        yield
    except OSError as error:
        if getattr(error, "winerror", None) in _IN_USE:
            raise WriteFailed(os_reason(error)) from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise FolderForbidden from None
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull from None
        raise WriteFailed(os_reason(error)) from None

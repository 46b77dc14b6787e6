"""The disk: whose a file is, whether it may be replaced, and what its errors mean."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sheetflow.errors.files import (
    DiskFull,
    FolderForbidden,
    OwnerWouldChange,
    ReadOnlyWorkbook,
    SeveralNames,
    WriteFailed,
)


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
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise FolderForbidden from None
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull from None
        raise WriteFailed(error.strerror) from None

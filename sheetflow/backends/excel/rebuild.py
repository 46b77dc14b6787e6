"""Writes a workbook again: replaced parts are compressed, everything else is copied as it is.

`save` replaces the file atomically: a temporary file beside it, fsync, mode, owner and extended
attributes kept, a last look whether the path is still the file that was read, rename, fsync of the
folder. Formats: APPNOTE 4.3.
"""

from __future__ import annotations

import os
import struct
import tempfile
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Final

from isal import isal_zlib

from sheetflow.backends.excel import disk, locks
from sheetflow.backends.excel.archive import PIECE, Archive, Entry, Identity, digest
from sheetflow.backends.excel.disk import (
    disk_errors,
    keep_owner_and_mode,
    refuse_if_frozen,
    sync_folder,
    temporary_beside,
)
from sheetflow.errors.files import ChangedMeanwhile, PartMissing, ResultTooLarge

LEVEL: Final = 3
"""isal's levels 1 and 2 make sheets 23 % larger than zlib 6, level 3 makes them 16 % larger."""
_AHEAD: Final = 3
"""Megabytes that may wait to be compressed."""
_SPOOL_IN_MEMORY: Final = 16 << 20
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s4B4H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_LIMIT: Final = (1 << 32) - (1 << 20)
"""Bytes that a file may have without zip64."""
_ZIP64: Final = 1
"""The kind of extra field that holds zip64 sizes."""
_DESCRIPTOR: Final = 8
_UTF8: Final = 0x800
"""Flags: sizes follow the data; the name is UTF-8."""


class _Deflater:
    """Compresses one part piece by piece, and counts."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self.engine = isal_zlib.compressobj(LEVEL, zipfile.ZIP_DEFLATED, -15)
        self.crc = self.size = 0
        self._write = write

    def add(self, piece: bytes) -> None:
        """Compresses and writes one piece."""
        self.crc = isal_zlib.crc32(piece, self.crc)
        self.size += len(piece)
        self._write(self.engine.compress(piece))


def _add_beside(deflater: _Deflater, chunks: Iterable[bytes]) -> None:
    """Compresses in a second thread while the next chunks are made; isal lets both run.

    Pieces are joined to a megabyte, since each handing over costs a switch of threads.
    """
    with ThreadPoolExecutor(1) as worker:
        pending: deque[Future[None]] = deque()
        for piece in _joined(chunks, 1 << 20):
            pending.append(worker.submit(deflater.add, piece))
            if len(pending) > _AHEAD:
                pending.popleft().result()
        for job in pending:
            job.result()


def _joined(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    waiting, length = list[bytes](), 0
    for chunk in chunks:
        waiting.append(chunk)
        length += len(chunk)
        if length >= size:
            yield b"".join(waiting)
            waiting, length = [], 0
    yield b"".join(waiting)


class Rebuilt:
    """The next state of an archive: parts put or removed since it was read."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._target = os.path.realpath(archive.path)
        self._folder = os.path.dirname(self._target)
        self._spool: IO[bytes] = tempfile.SpooledTemporaryFile(  # noqa: SIM115 -- closed by close()
            _SPOOL_IN_MEMORY, dir=self._folder
        )
        self._new: dict[str, Entry] = {}
        self._gone: set[str] = set()

    @property
    def changed(self) -> bool:
        """Returns whether anything was put or removed."""
        return bool(self._new or self._gone)

    def put(self, name: str, chunks: Iterable[bytes] | bytes) -> None:
        """Replaces or adds a part. Raises BusyError or AccessError if the disk does not take it."""
        with disk_errors():
            start = self._spool.seek(0, os.SEEK_END)
        deflater = _Deflater(self._write)
        if isinstance(chunks, bytes):
            deflater.add(chunks)
        else:
            _add_beside(deflater, chunks)
        self._write(deflater.engine.flush())
        packed = self._spool.tell() - start
        self._gone.discard(name)
        info, method = self._info(name), zipfile.ZIP_DEFLATED
        sizes = (deflater.crc, packed, deflater.size)
        self._new[name] = Entry(name, method, info.flag_bits, *sizes, start, info)

    def remove(self, name: str) -> None:
        """Leaves a part out. Raises DamagedError if there is none of that name."""
        if name not in self._archive.entries and name not in self._new:
            raise PartMissing(name)
        self._new.pop(name, None)
        if name in self._archive.entries:
            self._gone.add(name)

    def stamp(self, without: str | None = None) -> str:
        """Returns the stamp that the finished file will have: see Archive.stamp."""
        return digest(((e.name, e.crc, e.size) for e in self._entries()), without)

    def save(self) -> None:
        """Replaces the file; on any error the old one is untouched, and nothing is left beside it.

        Raises BusyError (changed or opened meanwhile, disk full), AccessError (not allowed).
        """
        with disk_errors():
            refuse_if_frozen(self._target)
            descriptor, temporary = temporary_beside(self._target)
            try:
                with open(descriptor, "wb") as handle:
                    self.assemble(handle)
                    handle.flush()
                    keep_owner_and_mode(self._archive.fileno(), handle.fileno())
                    os.fsync(handle.fileno())
                    self._refuse_if_changed()
                    if disk.REPLACES_OPEN_FILES:
                        os.replace(temporary, self._target)
                if not disk.REPLACES_OPEN_FILES:
                    self._archive.close()
                    os.replace(temporary, self._target)
            except BaseException:
                with suppress(OSError):
                    os.unlink(temporary)
                raise
            sync_folder(self._folder)

    def close(self) -> None:
        """Drops the spool."""
        self._spool.close()

    def _write(self, data: bytes) -> None:
        with disk_errors():
            self._spool.write(data)

    def _entries(self) -> Iterator[Entry]:
        """Yields all entries of the finished file: old ones in their order, then new ones."""
        for name, entry in self._archive.entries.items():
            if name not in self._gone:
                yield self._new.get(name, entry)
        yield from (entry for name, entry in self._new.items() if name not in self._archive.entries)

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name)
        if (old := self._archive.entries.get(name)) is not None:
            info.date_time, info.create_system = old.info.date_time, old.info.create_system
            info.external_attr, info.internal_attr = old.info.external_attr, old.info.internal_attr
            info.flag_bits = old.flags & _UTF8
        elif not name.isascii():
            info.flag_bits = _UTF8
        info.create_version = info.extract_version = 20
        return info

    def assemble(self, out: IO[bytes]) -> None:
        """Writes the finished file. Raises ResultTooLarge where it would need zip64."""
        central, count, position = [], 0, 0
        for entry in self._entries():
            central.append(_central(entry, position))
            count += 1
            for piece in self._body(entry):
                out.write(piece)
                position += len(piece)
        directory = b"".join(central)
        if position + len(directory) > _LIMIT or count > 0xFFFE:
            raise ResultTooLarge
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), position, 0)
        out.write(directory + end)

    def _body(self, entry: Entry) -> Iterator[bytes]:
        """Yields the local header and the compressed bytes of an entry."""
        if self._new.get(entry.name) is entry:
            yield _local(entry)
            self._spool.seek(entry.offset)
            left = entry.packed
            while left and (piece := self._spool.read(min(left, PIECE))):
                left -= len(piece)
                yield piece
            return
        header = self._archive.local_header(entry)
        # A header with a descriptor behind it, or with zip64 sizes, is written anew: Excel refuses
        # half-copied ones.
        whole = struct.unpack_from("<2L", header, 18) == (entry.packed, entry.size)
        yield header if whole and not entry.flags & _DESCRIPTOR else _local(entry)
        yield from self._archive.span(entry.offset + len(header), entry.packed)

    def _refuse_if_changed(self) -> None:
        locks.refuse_if_open(self._archive.path)
        with suppress(FileNotFoundError):
            if Identity.of(os.stat(self._target)) == self._archive.identity:
                return
        raise ChangedMeanwhile


def _local(entry: Entry) -> bytes:
    """Writes the local header of an entry (APPNOTE 4.3.7)."""
    name = _name(entry)
    sizes = (entry.crc, entry.packed, entry.size)
    version = min(entry.info.extract_version, 255)
    packing = (entry.flags & ~_DESCRIPTOR, entry.method, *_dos_time(entry.info))
    return _LOCAL.pack(b"PK\x03\x04", version, *packing, *sizes, len(name), 0) + name


def _central(entry: Entry, position: int) -> bytes:
    """Writes the directory record of an entry whose local header is at `position` (4.3.12)."""
    name, info = _name(entry), entry.info
    extra, comment = _without_zip64(info.extra), info.comment
    # Two bytes each: the version, and the system for which it counts.
    made_by = (info.create_version & 255, info.create_system & 255)
    needs = (info.extract_version & 255, 0)
    packing = (entry.flags & ~_DESCRIPTOR, entry.method, *_dos_time(info))
    sizes = (entry.crc, entry.packed, entry.size)
    lengths = (len(name), len(extra), len(comment))
    attributes = (0, info.internal_attr & 0xFFFF, info.external_attr & 0xFFFFFFFF)
    values = (*made_by, *needs, *packing, *sizes, *lengths, *attributes, position)
    return _CENTRAL.pack(b"PK\x01\x02", *values) + name + extra + comment


def _name(entry: Entry) -> bytes:
    return entry.name.encode("utf-8" if entry.flags & _UTF8 else "cp437")


def _dos_time(info: zipfile.ZipInfo) -> tuple[int, int]:
    """Returns time and date as zips have them (MS-DOS: two-second steps, from 1980 on)."""
    year, month, day, hour, minute, second = info.date_time
    time = hour << 11 | minute << 5 | second // 2
    return time, (year - 1980) << 9 | month << 5 | day


def _without_zip64(extra: bytes) -> bytes:
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != _ZIP64:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept

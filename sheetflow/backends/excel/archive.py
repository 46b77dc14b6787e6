"""Reads the zip container of a workbook: entries, whole parts, streams, raw bytes.

The central directory is read by `zipfile`; parts are inflated by isal, several times faster. Layout
of local headers: PKWARE APPNOTE 4.3.7.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Iterator
from hashlib import blake2b
from operator import attrgetter
from types import TracebackType
from typing import BinaryIO, Final, NamedTuple, NoReturn, Self

from isal import isal_zlib

from sheetflow.backends.excel import guard
from sheetflow.errors.files import (
    ChangedWhileRead,
    DirectoryUnreadable,
    FileDamaged,
    HeadersContradict,
    NotAFile,
    PartDamaged,
    PartMissing,
    PartTooLong,
    ReadFailed,
    ReadForbidden,
    WorkbookMissing,
)
from sheetflow.texts.reasons import os_reason

PIECE: Final = 1 << 17
MAX_PART: Final = 256 << 20
"""Parts read as a whole may be this long; sheets and strings are streamed."""
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_DESCRIPTOR: Final = 8
_UTF8: Final = 0x800
"""Flags: sizes follow the data; the name is UTF-8."""
_MOST_GAP: Final = 1 << 16
"""Bytes between two entries; a descriptor has 24."""
_IN_EXTRA: Final = 0xFFFFFFFF
"""A size that stands in the extra field for zip64."""


class Identity(NamedTuple):
    """Enough of stat() to know whether a path is still the same, unchanged file."""

    device: int
    inode: int
    size: int
    mtime_ns: int

    @classmethod
    def of(cls, status: os.stat_result) -> Identity:
        """Returns the identity that a stat result shows."""
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


class Entry(NamedTuple):
    """One zip entry: sizes in bytes, `offset` that of its local header.

    `info` holds the rest of its directory record.
    """

    name: str
    method: int
    flags: int
    crc: int
    packed: int
    size: int
    offset: int
    info: zipfile.ZipInfo


class Archive:
    """An open workbook file; a context manager. All reading is from the file that `open` saw."""

    def __init__(self, path: str, handle: BinaryIO, entries: dict[str, Entry]) -> None:
        self.path = path
        self.identity = Identity.of(os.fstat(handle.fileno()))
        self.entries = entries
        self._handle = handle

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Archive:
        """Opens and checks a workbook.

        Raises ConfigError (nothing there), AccessError (not allowed), DamagedError (none that we
        take).
        """
        handle = _open(os.fspath(path))
        try:
            archive = cls(os.fspath(path), handle, _entries(handle))
            archive.check_headers()
            mime = archive.read("mimetype")[:200] if "mimetype" in archive.entries else b""
            guard.check_kind(archive.entries, mime)
        except BaseException:
            handle.close()
            raise
        return archive

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; nothing can be read afterwards."""
        self._handle.close()

    def __del__(self) -> None:
        # Tabs are read lazily, so the file stays open until the last of them is gone.
        self._handle.close()

    def fileno(self) -> int:
        """Returns the descriptor of the open file."""
        return self._handle.fileno()

    def read(self, name: str, limit: int = MAX_PART) -> bytes:
        """Returns the whole of one part.

        Raises DamagedError if it is missing, broken or longer than `limit` bytes.
        """
        if self._entry(name).size > limit:
            raise PartTooLong(name, limit >> 20)
        return b"".join(self.stream(name))

    def stream(self, name: str, size: int = PIECE) -> Iterator[bytes]:
        """Yields the inflated bytes of a part in pieces of at most `size`.

        Its length and its checksum are checked at the end.
        """
        entry = self._entry(name)
        inflate = self._inflate if entry.method else self.raw
        crc = length = 0
        for piece in inflate(name, size):
            length += len(piece)
            if length > entry.size:
                self._broken(name)
            crc = isal_zlib.crc32(piece, crc)
            yield piece
        if length != entry.size or crc != entry.crc:
            self._broken(name)

    def raw(self, name: str, size: int = PIECE) -> Iterator[bytes]:
        """Yields the compressed bytes of a part, as the file has them."""
        entry = self._entry(name)
        yield from self.span(self.data_start(entry), entry.packed, size)

    def span(self, start: int, length: int, size: int = PIECE) -> Iterator[bytes]:
        """Yields `length` bytes of the file itself from `start`."""
        end = start + length
        while start < end:
            piece = _read_at(self._handle, min(size, end - start), start)
            if not piece:
                self._broken("")
            start += len(piece)
            yield piece

    def local_header(self, entry: Entry) -> bytes:
        """Returns the local header as the file has it: 30 bytes, name and extra field.

        Raises DamagedError where there is none.
        """
        fixed = b"".join(self.span(entry.offset, _LOCAL.size))
        magic, *_, name_length, extra_length = _LOCAL.unpack(fixed)
        if magic != b"PK\x03\x04":
            self._broken(entry.name)
        return fixed + b"".join(self.span(entry.offset + _LOCAL.size, name_length + extra_length))

    def check_headers(self) -> None:
        """Raises DamagedError where a header and the table of contents do not agree.

        Programs that read from front to back would see another file. Nor may a part that the table
        does not list hide between two that it does.
        """
        end = 0
        for entry in sorted(self.entries.values(), key=attrgetter("offset")):
            header = self.local_header(entry)
            gap = b"".join(self.span(end, min(entry.offset - end, _MOST_GAP + 1)))
            if not _agrees(header, entry) or len(gap) > _MOST_GAP or b"PK\x03\x04" in gap:
                raise HeadersContradict(entry.name)
            end = entry.offset + len(header) + entry.packed

    def data_start(self, entry: Entry) -> int:
        """Returns where the compressed bytes of an entry begin."""
        return entry.offset + len(self.local_header(entry))

    def stamp(self, without: str | None = None) -> str:
        """Returns a digest of names, checksums and sizes of all parts but `without`."""
        return digest(((e.name, e.crc, e.size) for e in self.entries.values()), without)

    def unchanged(self) -> bool:
        """Returns whether the open file is as long and as old as when it was opened."""
        return Identity.of(os.fstat(self._handle.fileno())) == self.identity

    def _inflate(self, name: str, size: int) -> Iterator[bytes]:
        engine = isal_zlib.decompressobj(-15)
        try:
            for packed in self.raw(name, 1 << 18):
                rest = packed
                while rest and not engine.eof:
                    if piece := engine.decompress(rest, size):
                        yield piece
                    rest = engine.unconsumed_tail
            while not engine.eof and (piece := engine.decompress(engine.unconsumed_tail, size)):
                yield piece
        except isal_zlib.error:  # type: ignore[misc]  # its stub calls the class an instance
            self._broken(name)
        if not engine.eof:
            self._broken(name)

    def _entry(self, name: str) -> Entry:
        try:
            return self.entries[name]
        except KeyError:
            raise PartMissing(name) from None

    def _broken(self, name: str) -> NoReturn:
        if not self.unchanged():
            raise ChangedWhileRead
        raise PartDamaged(name) if name else FileDamaged()


def _agrees(header: bytes, entry: Entry) -> bool:
    """Returns whether a local header says of an entry what the table of contents says.

    Sizes and checksum may follow the data instead; then they are zeros before it.
    """
    _, _, flags, method, _, _, crc, packed, size, length, _ = _LOCAL.unpack(header[: _LOCAL.size])
    name = header[_LOCAL.size : _LOCAL.size + length]
    if (flags, method, name) != (entry.flags, entry.method, _written(entry)):
        return False
    if flags & _DESCRIPTOR and not crc and {packed, size} <= {0, _IN_EXTRA}:
        return True
    sizes = (entry.packed, entry.size)
    if _IN_EXTRA in (packed, size):
        packed, size = _zip64_sizes(header[_LOCAL.size + length :]) or (0, 0)
    return (crc, packed, size) == (entry.crc, *sizes)


def _zip64_sizes(extra: bytes) -> tuple[int, int] | None:
    """Returns packed and unpacked size of a zip64 extra field in a local header (APPNOTE 4.5.3)."""
    at = 0
    while at + 20 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1 and length >= 16:
            size, packed = struct.unpack_from("<2Q", extra, at + 4)
            return packed, size
        at += 4 + length
    return None


def _written(entry: Entry) -> bytes:
    """Returns the name of an entry as the zip writes it."""
    return entry.name.encode("utf-8" if entry.flags & _UTF8 else "cp437")


def digest(parts: Iterator[tuple[str, int, int]], without: str | None) -> str:
    """Returns the stamp of a set of (name, crc, size), whatever their order."""
    kept = sorted(part for part in parts if part[0] != without)
    return blake2b(repr(kept).encode(), digest_size=16).hexdigest()


def _read_at(handle: BinaryIO, size: int, start: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(handle.fileno(), size, start)
    handle.seek(start)  # Windows: there is one process, and one thread that reads
    return handle.read(size)


def _open(path: str) -> BinaryIO:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise NotAFile(path)
        return open(path, "rb")
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise WorkbookMissing(path) from None
    except PermissionError:
        raise ReadForbidden(path) from None
    except OSError as error:
        raise ReadFailed(path, os_reason(error)) from None


def _entries(handle: BinaryIO) -> dict[str, Entry]:
    guard.check_magic(handle)
    try:
        directory = zipfile.ZipFile(handle)
    # zipfile lets through whatever its unpacking meets: hostile directories raise a dozen kinds.
    except Exception:
        raise DirectoryUnreadable from None
    infos = directory.infolist()
    guard.check_entries(infos, directory.start_dir)
    return {info.filename: _entry(info) for info in infos}


def _entry(info: zipfile.ZipInfo) -> Entry:
    return Entry(
        info.filename,
        info.compress_type,
        info.flag_bits,
        info.CRC,
        info.compress_size,
        info.file_size,
        info.header_offset,
        info,
    )

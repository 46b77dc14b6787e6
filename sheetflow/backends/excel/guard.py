"""Hostile and foreign files: everything that a workbook must not be.

Limits are chosen so that a full sheet (1,048,576 rows of 50 columns) passes and a bomb does not.
Signatures: [MS-CFB] 2.2 for OLE containers, [MS-OFFCRYPTO] 2.3.4 for the stream `EncryptedPackage`,
PKWARE APPNOTE 4.3 for zips.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from sheetflow.errors.files import (
    CompressionUnknown,
    EntitiesDeclared,
    FileCutOff,
    FileEmpty,
    IsBinaryWorkbook,
    IsOpenDocument,
    NoZip,
    OldOfficeFile,
    OtherZip,
    PartEncrypted,
    PartInflates,
    PartNameOutside,
    PartNamesStrange,
    PartNameTwice,
    PartsOverlap,
    PasswordProtected,
    SizesContradict,
    TooLargeUnpacked,
    TooManyParts,
    ZipEmpty,
)

MAX_ENTRIES: Final = 20_000
MAX_TOTAL: Final = (1 << 32) - (1 << 26)
"""Bytes all parts may inflate to; below 4 GiB, so that a rewritten file never needs zip64."""
BOMB_SIZE: Final = 16 << 20
BOMB_RATIO: Final = 500
"""Deflate reaches 1,030:1 on one repeated byte; the densest sheets stay below 100:1."""

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)


def check_magic(handle: BinaryIO) -> None:
    """Raises DamagedError unless the file begins like a zip; leaves the position at the start."""
    head = handle.read(8)
    rest = handle.read(1 << 20) if head == _OLE else b""
    handle.seek(0)
    if head == _OLE and _ENCRYPTED in rest:
        raise PasswordProtected
    if head == _OLE:
        raise OldOfficeFile
    if not head:
        raise FileEmpty
    if head[:4] not in (b"PK\x03\x04", b"PK\x05\x06"):
        raise NoZip


def check_entries(entries: Sequence[ZipInfo], end: int) -> None:
    """Raises DamagedError for zip entries that no honest workbook has.

    `end` is the offset by which they must end.
    """
    if not entries:
        raise ZipEmpty
    if len(entries) > MAX_ENTRIES:
        raise TooManyParts(len(entries), MAX_ENTRIES)
    _check_names(entries)
    for entry in entries:
        _check_entry(entry)
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise TooLargeUnpacked
    _check_overlap(entries, end)


def check_kind(names: Iterable[str], mimetype: bytes) -> None:
    """Raises DamagedError for zips that are other documents: OpenDocument, .xlsb, Word …"""
    low = {name.lower() for name in names}
    if b"opendocument" in mimetype:
        raise IsOpenDocument
    if "xl/workbook.bin" in low:
        raise IsBinaryWorkbook
    if "[content_types].xml" not in low:
        raise OtherZip


def refuse_doctype(xml: bytes) -> None:
    """Raises DamagedError for a document type or entities: no office program writes them."""
    if b"<!" in xml and _DOCTYPE.search(xml):
        raise EntitiesDeclared


def _check_names(entries: Sequence[ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if "\\" in name or name != entry.orig_filename:
            raise PartNamesStrange
        if not name or name.startswith("/") or ".." in name.split("/"):
            raise PartNameOutside
        if name.casefold() in seen:
            raise PartNameTwice
        seen.add(name.casefold())


def _check_entry(entry: ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise PartEncrypted
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise CompressionUnknown
    if entry.compress_type == ZIP_STORED and entry.compress_size != entry.file_size:
        raise SizesContradict
    if entry.file_size > BOMB_SIZE and entry.file_size > BOMB_RATIO * entry.compress_size:
        raise PartInflates


def _check_overlap(entries: Sequence[ZipInfo], end: int) -> None:
    """Raises DamagedError for entries that overlap: so small bombs become large ones."""
    reached = 0
    for offset, packed in sorted((entry.header_offset, entry.compress_size) for entry in entries):
        if offset < reached:
            raise PartsOverlap
        reached = offset + 30 + packed
    if reached > end:
        raise FileCutOff

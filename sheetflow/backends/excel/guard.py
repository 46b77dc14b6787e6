"""Hostile and foreign files: everything a workbook must not be, with what to do about it.

Limits are chosen so that a full sheet (1,048,576 rows of 50 columns) passes and a bomb does not.
Signatures: [MS-CFB] 2.2 for OLE containers, [MS-OFFCRYPTO] 2.3.4 for the stream `EncryptedPackage`,
PKWARE APPNOTE 4.3 for zips.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from sheetflow.errors import DamagedError

MAX_ENTRIES: Final = 20_000
MAX_TOTAL: Final = (1 << 32) - (1 << 26)
"""Bytes all parts may inflate to; below 4 GiB, so that a rewritten file never needs zip64."""
BOMB_SIZE: Final = 16 << 20
BOMB_RATIO: Final = 500
"""Deflate reaches 1,030:1 on one repeated byte; the densest sheets stay below 100:1."""

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_ASK_AGAIN: Final = "Open it in Excel, save it as .xlsx under a new name, and use that copy."
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)


def check_magic(handle: BinaryIO) -> None:
    """Raise DamagedError unless the file begins like a zip; leaves the position at the start."""
    head = handle.read(8)
    rest = handle.read(1 << 20) if head == _OLE else b""
    handle.seek(0)
    if head == _OLE and _ENCRYPTED in rest:
        raise DamagedError(
            "The workbook is protected with a password, so it cannot be read.",
            "In Excel: File > Info > Protect Workbook > Encrypt with Password, empty the field, save.",
        )
    if head == _OLE:
        raise DamagedError(
            "This is an old .xls workbook or another OLE document.", "In Excel: save it as .xlsx."
        )
    if not head:
        raise DamagedError("The file is empty.", "Restore it from a backup or an earlier version.")
    if head[:4] not in (b"PK\x03\x04", b"PK\x05\x06"):
        raise DamagedError(
            "This is no .xlsx workbook (perhaps a CSV or text file, or a lock file).",
            "Open it in Excel or LibreOffice and save it as .xlsx.",
        )


def check_entries(entries: Sequence[ZipInfo], end: int) -> None:
    """Raise DamagedError for zip entries that no honest workbook has; `end` is where they must
    end.
    """
    if not entries:
        raise DamagedError("The zip archive is empty.", "Restore the file from a backup.")
    if len(entries) > MAX_ENTRIES:
        raise DamagedError(
            f"The file has {len(entries):,} parts; more than {MAX_ENTRIES:,} are not taken."
        )
    _check_names(entries)
    for entry in entries:
        _check_entry(entry)
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise DamagedError("The parts of the file would take more than 4 GB unpacked.")
    _check_overlap(entries, end)


def check_kind(names: Iterable[str], mimetype: bytes) -> None:
    """Raise DamagedError for zips that are other documents: OpenDocument, .xlsb, Word, PowerPoint
    …
    """
    low = {name.lower() for name in names}
    if b"opendocument" in mimetype:
        raise DamagedError(
            "This is an OpenDocument file (.ods).",
            "In LibreOffice: File > Save As > Excel (.xlsx).",
        )
    if "xl/workbook.bin" in low:
        raise DamagedError(
            "This is a binary workbook (.xlsb).", "In Excel: save it as .xlsx or .xlsm."
        )
    if "[content_types].xml" not in low:
        raise DamagedError(
            "This is a zip file, but no Excel workbook.",
            "Name the workbook itself, saved as .xlsx.",
        )


def refuse_doctype(xml: bytes) -> None:
    """Raise DamagedError if the text holds a document type or entities: no office program writes
    them.
    """
    if b"<!" in xml and _DOCTYPE.search(xml):
        raise DamagedError("The file declares XML entities, as hostile files do.", _ASK_AGAIN)


def _check_names(entries: Sequence[ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if "\\" in name or name != entry.orig_filename:
            raise DamagedError(
                "Names inside the file are written with backslashes or zero bytes.", _ASK_AGAIN
            )
        if not name or name.startswith("/") or ".." in name.split("/"):
            raise DamagedError("A name inside the file points outside of it.", _ASK_AGAIN)
        if name.casefold() in seen:
            raise DamagedError("Two parts inside the file have the same name.", _ASK_AGAIN)
        seen.add(name.casefold())


def _check_entry(entry: ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise DamagedError(
            "Parts of the file are encrypted.", "Remove the password and save it again."
        )
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise DamagedError(
            "Parts of the file are compressed in a way that Excel does not use.", _ASK_AGAIN
        )
    if entry.compress_type == ZIP_STORED and entry.compress_size != entry.file_size:
        raise DamagedError(
            "The sizes inside the file contradict each other.", "Restore it from a backup."
        )
    if entry.file_size > BOMB_SIZE and entry.file_size > BOMB_RATIO * entry.compress_size:
        raise DamagedError(
            "A part of the file would unpack to more than 500 times its size.", _ASK_AGAIN
        )


def _check_overlap(entries: Sequence[ZipInfo], end: int) -> None:
    """Overlapping entries are how small bombs become large ones."""
    reached = 0
    for offset, packed in sorted((entry.header_offset, entry.compress_size) for entry in entries):
        if offset < reached:
            raise DamagedError("Parts inside the file overlap.", _ASK_AGAIN)
        reached = offset + 30 + packed
    if reached > end:
        raise DamagedError(
            "The file is cut off.", "Restore it from a backup or an earlier version."
        )

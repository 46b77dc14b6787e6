"""Damages a workbook by chance: the zip itself, or the parts inside of it (fuzz_parts.py)."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from random import Random
from typing import Final

from scripts.fuzz_books import packed, unpacked
from scripts.fuzz_parts import damage_parts

_HEADERS: Final = (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06")
_HEADER_BYTES: Final = 60


def damaged(chance: Random, data: bytes) -> bytes:
    """Returns a damaged workbook: one in five at the zip, the others inside, so that most of them
    are read.
    """
    if chance.random() < 0.2:
        return damage_zip(chance, data)
    try:
        parts = unpacked(data)
    # a zip that is broken, packed in a way that zipfile does not know, or encrypted
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return damage_zip(chance, data)
    if not parts:
        return damage_zip(chance, data)
    damage_parts(chance, parts)
    return packed(parts, chance.choice((0, 1, 6)))


def damage_zip(chance: Random, data: bytes) -> bytes:
    """Returns a file with one to three kinds of damage to its bytes."""
    xml = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3))):
        chance.choice(_KINDS)(chance, xml)
    return bytes(xml)


def flip_bits(chance: Random, data: bytearray) -> None:
    """Turns one to eight bits over."""
    for _ in range(chance.randint(1, 8) if data else 0):
        data[_place(chance, data)] ^= 1 << chance.randrange(8)


def overwrite(chance: Random, data: bytearray) -> None:
    """Writes a run of bytes over what is there."""
    at, length = _place(chance, data), chance.choice((1, 2, 4, 8, 100))
    filling = chance.choice((bytes(length), b"\xff" * length, chance.randbytes(length)))
    data[at : at + length] = filling


def cut_off(chance: Random, data: bytearray) -> None:
    """Takes away the end."""
    del data[_place(chance, data) :]


def take_out(chance: Random, data: bytearray) -> None:
    """Takes away a run of bytes."""
    at = _place(chance, data)
    del data[at : at + chance.choice((1, 3, 30, 1000))]


def repeat(chance: Random, data: bytearray) -> None:
    """Writes a run of bytes several times."""
    at, length = _place(chance, data), chance.choice((1, 8, 46, 500))
    data[at:at] = data[at : at + length] * chance.choice((1, 2, 50))


def swap(chance: Random, data: bytearray) -> None:
    """Lets two runs of bytes change places."""
    length = chance.choice((1, 4, 30, 300))
    first, second = sorted((_place(chance, data), _place(chance, data)))
    if first + length <= second:
        one, other = data[first : first + length], data[second : second + length]
        data[second : second + length] = one
        data[first : first + length] = other


_KINDS: Final[tuple[Callable[[Random, bytearray], None], ...]] = (
    flip_bits,
    flip_bits,
    overwrite,
    cut_off,
    take_out,
    repeat,
    swap,
)


def _place(chance: Random, data: bytearray) -> int:
    """Returns a place in a file: two times of three in a header, of which there are few bytes."""
    header = chance.choice(_HEADERS)
    start = data.find(header, chance.randrange(len(data) + 1))
    inside = chance.randrange(_HEADER_BYTES)
    if start < 0 or chance.random() < 0.33:
        return chance.randrange(max(len(data), 1))
    return min(start + inside, len(data) - 1)

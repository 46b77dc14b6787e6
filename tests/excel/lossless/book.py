"""A workbook as the comparison sees it: raw entries, parts by role, XML in a form that can be
compared.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import defusedxml.ElementTree as ElementTree

from tests.support.zips import workbook_part

Canon = tuple[Any, ...]


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rsplit("}", 1)[-1]


def canon(element: Element) -> Canon:
    """An element as a value: name, attributes, text, children. Blank text between children says
    nothing.
    """
    text = element.text or ""
    children = tuple(canon(child) for child in element)
    return (
        element.tag,
        tuple(sorted(element.items())),
        text if not children else text.strip(),
        children,
    )


def named(root: Element | None, name: str) -> list[Element]:
    """The children of that local name, in order."""
    return [] if root is None else [child for child in root if local(child) == name]


def items(root: Element | None, name: str) -> list[Element]:
    """The children of the first child of that local name."""
    return [item for container in named(root, name)[:1] for item in container]


def column_of(ref: str) -> int:
    """0-based column of a cell reference such as `AB12`."""
    number = 0
    for letter in re.match(r"\$?([A-Z]+)", ref)[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def corners(ref: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column of a range (rows 1-based, columns 0-based)."""
    first, _, last = ref.replace("$", "").partition(":")
    a, b = (int(re.search(r"\d+", end or first)[0]) for end in (first, last))
    return a, column_of(first), b, column_of(last or first)


class Cell(NamedTuple):
    """A cell with its position, written or counted."""

    row: int
    column: int
    element: Element


class Entry(NamedTuple):
    """One zip entry as it lies in the file."""

    packed: bytes
    facts: tuple[Any, ...]


class Book:
    """Read whole into memory; nothing of it is written."""

    def __init__(self, path: Path) -> None:
        self.contents: dict[str, bytes] = {}
        self.entries: dict[str, Entry] = {}
        data = path.read_bytes()
        with zipfile.ZipFile(path) as archive:
            self.comment = archive.comment
            self.workbook = workbook_part(archive)
            for info in archive.infolist():
                at = info.header_offset
                at += 30 + sum(
                    int.from_bytes(data[at + i : at + i + 2], "little") for i in (26, 28)
                )
                facts = (
                    info.compress_type,
                    info.CRC,
                    info.file_size,
                    info.date_time,
                    info.external_attr,
                    info.comment,
                )
                self.entries[info.filename] = Entry(data[at : at + info.compress_size], facts)
                try:
                    self.contents[info.filename] = archive.read(info)
                except (zipfile.BadZipFile, NotImplementedError):
                    self.contents[info.filename] = b""  # a damaged one that is only copied

    def part(self, name: str) -> str | None:
        """The entry of that part, whatever its case."""
        return next((n for n in self.entries if n.casefold() == name.lstrip("/").casefold()), None)

    def xml(self, name: str | None) -> Element | None:
        """The root of an XML part."""
        return None if name is None else ElementTree.fromstring(self.contents[name])

    def links(self, part: str) -> dict[str, tuple[str, str | None]]:
        """Relationship id -> last word of its type, entry it leads to."""
        path = PurePosixPath(part)
        root = self.xml(self.part(f"{path.parent}/_rels/{path.name}.rels".removeprefix("./")))
        found = {}
        for link in root if root is not None else ():
            target = posixpath.normpath(posixpath.join(f"/{path.parent}", link.get("Target", "")))
            found[link.get("Id", "")] = (link.get("Type", "").rsplit("/", 1)[-1], self.part(target))
        return found

    def linked(self, part: str, kind: str) -> list[str]:
        """The entries that a part leads to by relationships of that kind."""
        return [target for name, target in self.links(part).values() if name == kind and target]

    @cached_property
    def tabs(self) -> dict[str, str]:
        """Tab name -> entry of its part, in workbook order."""
        links = self.links(self.workbook)
        found = {}
        for sheet in items(self.xml(self.workbook), "sheets"):
            link = next((v for k, v in sheet.items() if k.endswith("}id")), "")
            found[sheet.get("name", "")] = links.get(link, ("", None))[1] or ""
        return found

    @cached_property
    def styles(self) -> str | None:
        """The entry that holds the styles."""
        return next(iter(self.linked(self.workbook, "styles")), None)

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings, rich text joined."""
        part = next(iter(self.linked(self.workbook, "sharedStrings")), None)
        root = self.xml(part)
        return (
            []
            if root is None
            else ["".join(e.text or "" for e in si.iter() if local(e) == "t") for si in root]
        )

    def text(self, cell: Element) -> str:
        """The text of a cell; a number as it is."""
        value = "".join(e.text or "" for e in cell.iter() if local(e) in ("v", "t"))
        return self.strings[int(value)] if cell.get("t") == "s" else value


def rows(sheet: Element) -> Iterator[tuple[int, Element]]:
    """The rows with their numbers; one without `r` follows the one before."""
    number = 0
    for row in items(sheet, "sheetData"):
        number = int(row.get("r", number + 1))
        yield number, row


def cells(number: int, row: Element) -> Iterator[Cell]:
    """The cells of a row with their columns; one without `r` follows the one before."""
    column = -1
    for cell in named(row, "c"):
        column = column_of(cell.get("r", "")) if cell.get("r") else column + 1
        yield Cell(number, column, cell)

"""What the makers of workbooks share: the pen that writes the leads, the register, edits of a
finished file.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import xlsxwriter

from tests.support.leads import HEADINGS, leads
from tests.support.zips import Rows, edited, letters

LEADS: Final = "Leads"
COUNT: Final = 24
CORPUS: Final = Path(__file__).parents[4] / "shared" / "corpus"
LAST: Final = letters(len(HEADINGS) - 1)


class Rich(NamedTuple):
    """Where leads are in a workbook: tab, 1-based heading row, 1-based row of the last lead;
    other leads tabs.
    """

    tab: str = LEADS
    heading: int = 1
    last: int = COUNT + 1
    others: tuple[Rich, ...] = ()


Make = Callable[[Path], Rich]
MAKERS: dict[str, Make] = {}


def maker(make: Make) -> Make:
    """Register a maker under its name."""
    MAKERS[make.__name__] = make
    return make


class Pen:
    """An XlsxWriter workbook with leads in it; closed on leaving the `with`.

    XlsxWriter asks for a recalculation on opening; that is taken out, so that a test sees who asks
    for one.
    """

    def __init__(self, path: Path, *, top: int = 0, **options: Any) -> None:
        self.path = path
        self.book = xlsxwriter.Workbook(str(path), options)
        self.sheet = self.book.add_worksheet(LEADS)
        self.top = top
        self.day = self.book.add_format({"num_format": "dd/mm/yyyy"})
        self.bold = self.book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        self.write(leads(COUNT))

    def write(self, rows: Rows) -> None:
        for r, row in enumerate(rows, self.top):
            for c, value in enumerate(row):
                if isinstance(value, date):
                    self.sheet.write_datetime(r, c, value, self.day)
                elif value is not None:
                    self.sheet.write(r, c, value, self.bold if r == self.top else None)

    @property
    def where(self) -> Rich:
        return Rich(heading=self.top + 1, last=self.top + 1 + COUNT)

    def __enter__(self) -> Pen:
        return self

    def __exit__(self, *_: object) -> None:
        self.book.close()
        changed(
            self.path,
            lambda _, xml: xml.replace(b' fullCalcOnLoad="1"', b""),
            ["xl/workbook.xml"],
            self.where,
        )


def png() -> bytes:
    """A tiny valid PNG."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(k, b)
        for k, b in (
            (b"IHDR", head),
            (b"IDAT", zlib.compress(b"\0\xff\0\0\0\xff\0" * 2)),
            (b"IEND", b""),
        )
    )


def changed(path: Path, edit: Callable[[str, bytes], bytes], names: list[str], where: Rich) -> Rich:
    """Edit these parts (all, when none is named) of the workbook in place."""
    first = path.with_suffix(".first")
    path.rename(first)
    edited(first, path, edit, names)
    first.unlink()
    return where

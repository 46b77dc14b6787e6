"""Refreshes what formulas of ours came to: the value in the file beside a formula, which programs
show that calculate nothing. The formula and every other byte of the sheet stay.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from itertools import chain
from typing import Final

from sheetflow.backends.excel import scan
from sheetflow.backends.excel.book import Book
from sheetflow.backends.excel.cells import formula_tail
from sheetflow.model import NewTab, Result, results_of
from sheetflow.model.formula_text import shape_of

_FORMULA: Final = re.compile(
    rb"<(?:[\w.-]++:)?+f((?:\s(?:[^<>/]|/(?!>))*+)?+)(?:/>|>([^<]*+)</(?:[\w.-]++:)?+f\s*+>)"
)
_SHOWN: Final = re.compile(
    rb"\s*+(?:<(?:[\w.-]++:)?+v(?:\s(?:[^<>/]|/(?!>))*+)?+"
    rb"(?:/>|>[^<]*+</(?:[\w.-]++:)?+v\s*+>)\s*+)?+"
)
"""What may stand behind the formula of a cell that is refreshed: its value."""
_TYPE: Final = re.compile(rb"\st\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+')")
_Place = tuple[int, int]
"""1-based row, 0-based column."""


def refresh_results(book: Book, tab: NewTab) -> None:
    """Writes the results of a tab beside the formulas that are there. A cell that holds another
    formula, or none, stays. Raises DamagedError for a sheet that cannot be read.
    """
    part = book.sheet(tab.name).part
    stream = scan.split_sheet(book.package.archive.stream(part))
    page = _Page({(each.row, each.column): each for each in results_of(tab)}, book)
    rows = list[bytes]()
    for chunk in stream.rows():
        rows += map(page.row, scan.iter_rows(chunk, stream.prefix))
    if page.changed:
        book.rebuilt.put(part, chain((stream.head,), rows, stream.tail()))


class _Page:
    """Goes down the rows of a sheet; `changed` tells whether any cell got another result."""

    def __init__(self, wanted: Mapping[_Place, Result], book: Book) -> None:
        self.changed = False
        self._wanted, self._date1904 = wanted, book.package.date1904
        self._number = 0
        self._shapes: dict[str, str] = {}
        self._shared: dict[bytes, str] = {}

    def row(self, xml: bytes) -> bytes:
        """Returns a row with the results that are new."""
        tokens = scan.tokenize_row(xml)
        self._number = tokens.number_in(self._number + 1)
        pieces, at = list[bytes](), 0
        for cell in tokens.cells:
            new = self._cell(xml, cell, tokens.prefix.decode())
            if new is not None and new != xml[cell.start : cell.end]:
                pieces += (xml[at : cell.start], new)
                at, self.changed = cell.end, True
        return b"".join((*pieces, xml[at:]))

    def _cell(self, xml: bytes, cell: scan.CellToken, prefix: str) -> bytes | None:
        """Returns a cell with its new result; None where its formula is not the one of ours."""
        inside = xml[cell.open_end : cell.close]
        found = _FORMULA.match(inside)
        if found is None:
            return None
        shape = self._shape_of(found)
        result = self._wanted.get((self._number, cell.column))
        if result is None or shape != self._shape(result.text, result.first_row):
            return None
        if not _SHOWN.fullmatch(inside, found.end()):
            return None  # something else is kept in the cell
        opened = xml[cell.start : cell.open_end].removesuffix(b">")
        element = found[0].decode()
        tail = formula_tail(element, result.value, prefix, date1904=self._date1904)
        return _TYPE.sub(b"", opened, count=1) + tail

    def _shape_of(self, found: re.Match[bytes]) -> str:
        """Returns the shape of the formula of a cell; blank where it is not one of its own."""
        attributes = scan.attributes(found[1])
        kind, text = attributes.get(b"t", b"normal"), html.unescape((found[2] or b"").decode())
        if kind not in (b"normal", b"shared"):
            return ""
        shape = self._shape(text, self._number) if text else ""
        if kind == b"shared":
            return self._shared.setdefault(attributes.get(b"si", b""), shape)
        return shape

    def _shape(self, text: str, row: int) -> str:
        key = f"{row} {text}"
        if key not in self._shapes:
            self._shapes[key] = shape_of(text, row)
        return self._shapes[key]

"""Finds rows and cells in the XML of a worksheet, whatever wrote it.

`SheetStream` cuts a part into what comes before the rows, chunks of whole rows, and what comes
after; `tokenize_row` takes one row apart. Both work on bytes and give positions, so that everything
can be copied as it is. Grammar: ECMA-376 part 1, 18.3.1.80 sheetData, 18.3.1.73 row, 18.3.1.4 c.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from sheetflow.backends.excel import guard
from sheetflow.backends.excel.refs import MAX_COLUMNS, MAX_ROWS, column_index
from sheetflow.backends.excel.text import as_utf8, lengthen, mask, unfinished
from sheetflow.errors.files import CellElsewhere, NotWellFormed

MAX_HEAD: Final = 16 << 20
MAX_ROW: Final = 256 << 20
"""Bytes that the part before the rows, and a single row, may have."""

ATTRIBUTES: Final = rb"""(?:[^<>"'/]|"[^"<]*"|'[^'<]*'|/(?!>))*+"""
_NAME: Final = rb"[^\s<>/='\"!?:]++"
_SHEET_DATA: Final = re.compile(rb"<((?:%s:)?+)sheetData(?=[\s/>])(%s)(/?)>" % (_NAME, ATTRIBUTES))
_TAG: Final = re.compile(rb"<(/?)(?:%s:)?+(%s)(%s)(/?)>" % (_NAME, _NAME, ATTRIBUTES))
_ATTRIBUTE: Final = re.compile(
    rb"""(?<![^\s=<>"'/])([^\s=<>"'/]++)\s*+=\s*+(?:"([^"<]*+)"|'([^'<]*+)')"""
)
_REFERENCE: Final = re.compile(rb"([A-Za-z]{1,3})([0-9]{1,7})")


class CellToken(NamedTuple):
    """One cell of a row: `row[start:end]` is all of it, `row[open_end:close]` its content.

    `row` is the row that its `r` names, None without one; `attrs` is the raw text between `<c` and
    the end of the start tag.
    """

    column: int
    start: int
    open_end: int
    close: int
    end: int
    attrs: bytes
    row: int | None

    @property
    def has_ref(self) -> bool:
        """Returns whether it has an `r`."""
        return self.row is not None


class RowTokens(NamedTuple):
    """One row: `row[:open_end]` is its start tag, `row[close:]` its end tag, if it has one.

    `number` is None where the row has no `r`; `prefix` is b"", or for example b"x:"; `named` is the
    row that its cells name, None if they name none.
    """

    number: int | None
    prefix: bytes
    open_end: int
    close: int
    attrs: bytes
    cells: list[CellToken]
    named: int | None

    def number_in(self, following: int) -> int:
        """Returns the row's number; it is `following` where it says none.

        Raises DamagedError where its cells name another one: other programs show them there.
        """
        number = following if self.number is None else self.number
        if self.named not in (None, number):
            raise CellElsewhere(number, self.named)
        return number


class SheetStream:
    """A worksheet part, read once from front to back: `head`, then `rows()`, then `tail()`."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = as_utf8(pieces)
        self._rest = b""
        self._done = False
        match, data = self._find_sheet_data()
        self.prefix: bytes = match[1]
        """The prefix of the rows and cells: b"", or for example b"x:"."""
        self.self_closed: bool = bool(match[3])
        """True for `<sheetData/>`, which then is the end of `head`; there are no rows."""
        self.head: bytes = data[: match.end()]
        """Everything through the `<sheetData>` tag."""
        self._rest = data[match.end() :]

    def rows(self) -> Iterator[bytes]:
        """Yields chunks of whole rows, about as long as the pieces.

        Raises DamagedError if the rows do not end.
        """
        if self.self_closed or self._done:
            return
        data = self._rest
        while True:
            seen = mask(data)
            # An unfinished comment must not be cut: look only before it.
            limit = unfinished(seen)
            if (end := seen.find(b"</%ssheetData" % self.prefix, 0, limit)) >= 0:
                self._rest, self._done = data[end:], True
                if data[:end].strip():
                    yield data[:end]
                return
            cut = seen.rfind(b"</%srow>" % self.prefix, 0, limit) + len(self.prefix) + 6
            if cut > len(self.prefix) + 5:
                yield data[:cut]
                data = data[cut:]
            data = lengthen(data, self._pieces, MAX_ROW)

    def tail(self) -> Iterator[bytes]:
        """Yields all after the rows, from `</sheetData>` on; the rows must have been read."""
        if not (self._done or self.self_closed):
            raise ValueError("the rows come first")
        yield self._rest
        yield from self._pieces

    def _find_sheet_data(self) -> tuple[re.Match[bytes], bytes]:
        data = lengthen(b"", self._pieces, MAX_HEAD)
        while True:
            seen = mask(data)
            if match := _SHEET_DATA.search(seen, 0, unfinished(seen)):
                return match, data
            guard.refuse_doctype(seen)
            data = lengthen(data, self._pieces, MAX_HEAD)


def split_sheet(pieces: Iterable[bytes]) -> SheetStream:
    """Cuts a worksheet part into head, chunks of whole rows, and tail."""
    return SheetStream(pieces)


def iter_rows(chunk: bytes, prefix: bytes = b"") -> Iterator[bytes]:
    """Yields the rows of a chunk one by one; comments and blanks between them are left out.

    Raises DamagedError for anything else between rows, and for rows without an end.
    """
    for start, end in row_spans(chunk, prefix):
        yield chunk[start:end]


def row_spans(chunk: bytes, prefix: bytes = b"") -> Iterator[tuple[int, int]]:
    """Yields where each row of a chunk starts and ends: see iter_rows."""
    seen = mask(chunk)
    open_tag, close_tag = _row_tags(prefix)
    at = 0
    while match := open_tag.search(seen, at):
        if seen[at : match.start()].strip():
            raise NotWellFormed
        end = match.end()
        if not match[2]:
            closing = close_tag.search(seen, end)
            if closing is None:
                raise NotWellFormed
            end = closing.end()
        yield match.start(), end
        at = end
    if seen[at:].strip():
        raise NotWellFormed


def tokenize_row(row: bytes) -> RowTokens:
    """Takes one row apart, whatever prefix, quotes, comments, CDATA and extensions it has.

    A cell without `r` is right of the one before it. Raises DamagedError where tags do not match.
    """
    seen = mask(row)
    tags = _TAG.finditer(seen)
    head = next(tags, None)
    if head is None or head[2] != b"row":
        raise NotWellFormed
    prefix = seen[1 : head.start(2)]
    cells: list[CellToken] = []
    close = head.end()
    if not head[4]:
        close = _cells(tags, cells, row)
    number, attrs = row_number(head[3]), row[head.start(3) : head.end(3)]
    named = {cell.row for cell in cells if cell.row is not None}
    if len(named) > 1:
        raise CellElsewhere(*sorted(named)[:2])
    return RowTokens(number, prefix, head.end(), close, attrs, cells, next(iter(named), None))


def attributes(raw: bytes) -> dict[bytes, bytes]:
    """Returns the attributes in the raw text of a start tag, values as they are written."""
    return {
        match[1]: match[2] if match[2] is not None else match[3]
        for match in _ATTRIBUTE.finditer(raw)
    }


def row_number(attrs: bytes) -> int | None:
    """Returns the row that the raw attributes of a `<row>` name, None if they name none."""
    number = attributes(attrs).get(b"r")
    if number is None:
        return None
    if not number.isdigit() or len(number) > 12 or not 1 <= int(number) <= MAX_ROWS:
        raise NotWellFormed
    return int(number)


def _cells(tags: Iterator[re.Match[bytes]], cells: list[CellToken], row: bytes) -> int:
    """Collects the cells of a row from the tags after its start tag; where its end tag starts."""
    open_tags: list[bytes] = []
    cell: re.Match[bytes] | None = None
    for tag in tags:
        if tag[1]:
            if not open_tags:
                return _end_of_row(tag, row)
            if open_tags.pop() != tag[2]:
                raise NotWellFormed
            if not open_tags and cell is not None:
                cells.append(_cell(cell, tag.start(), tag.end(), cells, row))
                cell = None
            continue
        if not open_tags and tag[2] == b"c":
            cell = tag
        if not tag[4]:
            open_tags.append(tag[2])
        elif not open_tags and cell is not None:
            cells.append(_cell(cell, tag.end(), tag.end(), cells, row))
            cell = None
    raise NotWellFormed


def _end_of_row(tag: re.Match[bytes], row: bytes) -> int:
    if tag[2] != b"row" or tag.end() != len(row):
        raise NotWellFormed
    return tag.start()


def _cell(
    tag: re.Match[bytes], close: int, end: int, before: list[CellToken], row: bytes
) -> CellToken:
    reference = attributes(tag[3]).get(b"r")
    following = before[-1].column + 1 if before else 0
    column, number = (following, None) if reference is None else _place(reference)
    if not 0 <= column < MAX_COLUMNS:
        raise NotWellFormed
    attrs = row[tag.start(3) : tag.end(3)]
    return CellToken(column, tag.start(), tag.end(), close, end, attrs, number)


def _place(reference: bytes) -> tuple[int, int]:
    """Returns the 0-based column and the row of a reference such as B7; column -1 for no such."""
    match = _REFERENCE.fullmatch(reference)
    try:
        return (column_index(match[1].decode()), int(match[2])) if match else (-1, 0)
    except ValueError:
        return -1, 0


@lru_cache(maxsize=64)
def _row_tags(prefix: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    name = re.escape(prefix) + b"row"
    opening = re.compile(rb"<%s(?=[\s/>])(%s)(/?)>" % (name, ATTRIBUTES))
    return opening, re.compile(rb"</%s\s*+>" % name)

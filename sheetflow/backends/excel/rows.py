"""Whole rows by one regular expression: the fast way through a sheet, with the tokenizer behind it.

One expression per sheet matches a row from `<row` to `</row>` and captures the tail (see values.py)
of each wanted cell. It knows the shapes that the usual writers use, with the wanted cells in order
and each there once; rows that it does not match are taken apart by scan.tokenize_row and give the
same tails. Nothing is ever skipped: matches are counted against row tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import lt
from typing import Final

from sheetflow.backends.excel.refs import (
    MAX_COLUMNS,
    MAX_ROWS,
    checked_letters,
    column_index,
    format_cell,
)
from sheetflow.backends.excel.scan import CellToken, attributes, iter_rows, row_number, tokenize_row
from sheetflow.backends.excel.text import flatten
from sheetflow.backends.excel.values import tail_of
from sheetflow.errors.files import CellTwice, NotWellFormed, RowsUnordered

MAX_FAST_COLUMNS: Final = 200
"""More wanted columns are read without the expression: it would take long to compile."""

_SMALL_GAP: Final = 26
"""Unwanted columns side by side that the expression names one by one."""
Row = tuple[int, Sequence[bytes]]
"""A row's number, and the tails of all wanted columns."""


class RowReader:
    """Reads chunks of whole rows of one sheet, in order, into row numbers and columns of tails.

    `sheet` is its name, for errors.
    """

    def __init__(self, prefix: bytes, columns: Sequence[int], sheet: str) -> None:
        self._prefix = prefix
        self._sheet = sheet
        self._columns = columns
        self._row_tag = b"<%srow" % prefix
        self._patterns = _patterns(prefix, columns) if len(columns) <= MAX_FAST_COLUMNS else []
        self._cells = _CellReader(prefix, columns)
        self._mixed = not self._patterns
        self._last = 0

    def read(self, chunk: bytes) -> tuple[list[int], list[Sequence[bytes]]]:
        """Returns row numbers, ascending, and per wanted column the tails of these rows.

        A tail is b"" where there is no cell. A row that occurs twice in a chunk is one row. Raises
        DamagedError for XML that is broken, for a wanted cell that is there twice, and for rows
        that do not ascend from chunk to chunk.
        """
        chunk = flatten(chunk)
        found = self._all_match(chunk)
        if found == []:
            return [], [()] * len(self._columns)
        if found is not None:
            numbers, *tails = zip(*found, strict=True)
            rows = list(map(int, numbers))
            if self._ascend(rows):
                return rows, list(tails[:-1])
        return self._one_by_one(chunk)

    def _all_match(self, chunk: bytes) -> list[tuple[bytes, ...]] | None:
        """Returns the captures of all rows; None if the expressions do not match every one."""
        if self._mixed:
            return None
        count = chunk.count(self._row_tag)
        while self._patterns:
            found = self._patterns[0].findall(chunk)
            if len(found) == count:
                return found
            if len(self._patterns) == 1:
                break
            # Once the simple expression failed, the richer one serves the rest of the sheet.
            del self._patterns[0]
        self._mixed = True
        return None

    def _ascend(self, rows: list[int]) -> bool:
        if not rows:
            return True
        if rows[0] <= self._last or rows[-1] > MAX_ROWS:
            return False
        if not all(map(lt, rows, islice(rows, 1, None))):
            return False
        self._last = rows[-1]
        return True

    def _one_by_one(self, chunk: bytes) -> tuple[list[int], list[Sequence[bytes]]]:
        merged: dict[int, list[bytes]] = {}
        for number, tails in self._rows(chunk):
            merged[number] = self._joined(number, merged.get(number), tails)
        rows = sorted(merged)
        if not self._ascend(rows):
            raise RowsUnordered
        return rows, [[merged[row][i] for row in rows] for i in range(len(self._columns))]

    def _joined(
        self, number: int, first: list[bytes] | None, second: Sequence[bytes]
    ) -> list[bytes]:
        """Returns the tails of two row elements with one number; no cell may hide another."""
        if first is None:
            return list(second)
        for column, *pair in zip(self._columns, first, second, strict=True):
            if all(pair):
                raise CellTwice(self._sheet, format_cell(column, number))
        return [old or new for old, new in zip(first, second, strict=True)]

    def _rows(self, chunk: bytes) -> Iterator[Row]:
        at, number = 0, self._last
        for match in self._patterns[-1].finditer(chunk) if self._patterns else ():
            for row in self._odd_rows(chunk[at : match.start()], number):
                number = row[0]
                yield row
            number, at = int(match[1]), match.end()
            yield number, [tail or b"" for tail in match.groups()[1:-1]]
        yield from self._odd_rows(chunk[at:], number)

    def _odd_rows(self, gap: bytes, number: int) -> Iterator[Row]:
        """Yields the rows of a stretch that the expression did not match.

        A row without `r` follows the one before it, which is `number`.
        """
        for row in iter_rows(gap, self._prefix):
            number, tails = self._cells.read(row, number + 1) or self._tokenized(row, number + 1)
            if number > MAX_ROWS:
                raise NotWellFormed
            yield number, tails

    def _tokenized(self, row: bytes, following: int) -> Row:
        """Returns the number of a row, which is `following` if it says none, and its tails."""
        tokens = tokenize_row(row)
        number = tokens.number_in(following)
        cells: dict[int, CellToken] = {}
        for cell in tokens.cells:
            if cell.column in cells and cell.column in self._columns:
                raise CellTwice(self._sheet, format_cell(cell.column, number))
            cells[cell.column] = cell
        return number, [self._tail(row, cells.get(column)) for column in self._columns]

    def _tail(self, row: bytes, cell: CellToken | None) -> bytes:
        if cell is None:
            return b""
        kind = attributes(cell.attrs).get(b"t", b"")
        return tail_of(kind, row[cell.open_end : cell.close], self._prefix)


class _CellReader:
    """Reads one row cell by cell, five times faster than the tokenizer.

    The tokenizer takes the rows that this one leaves.
    """

    def __init__(self, prefix: bytes, columns: Sequence[int]) -> None:
        p = re.escape(prefix)
        attrs = rb"""(?:[^<>"'/]|"[^"<>]*"|'[^'<>]*'|/(?!>))*+"""
        named = rb"""(?:(?=[^<>]*?\s%s\s*+=\s*+["']([^"'<>]*+)["']))?+"""
        self._row = re.compile(rb"<%srow(?=[\s/>])(%s)/?>" % (p, attrs))
        self._start = re.compile(rb"<%sc[\s/>]" % p)
        self._cell = re.compile(
            rb"<%sc(?=[\s/>])%s%s%s(?:/>|>((?:[^<]++|<(?!/?%sc[\s/>]))*+)</%sc\s*+>)"
            % (p, named % b"r", named % b"t", attrs, p, p),
        )
        self._prefix = prefix
        self._width = len(columns)
        self._places = {column: place for place, column in enumerate(columns)}

    def read(self, row: bytes, following: int) -> Row | None:
        """Returns the number of a flattened row, `following` if it says none, and the wanted tails.

        None if it takes the tokenizer, which also tells which cell is there twice or elsewhere.
        """
        head, found = self._row.match(row), self._cell.findall(row)
        if head is None or len(found) != len(self._start.findall(row)) or b"extLst" in row:
            return None
        tails, seen, column = [b""] * self._width, list[int](), -1
        number = row_number(head[1]) or following
        digits = b"%d" % number
        for reference, kind, content in found:
            column = _COLUMN[reference.removesuffix(digits)] if reference else column + 1
            if not 0 <= column < MAX_COLUMNS or (reference and not reference.endswith(digits)):
                return None
            if (place := self._places.get(column)) is not None:
                tails[place] = tail_of(kind, content, self._prefix)
                seen.append(place)
        return (number, tails) if len(set(seen)) == len(seen) else None


class _ColumnIndex(dict[bytes, int]):
    """Letters -> 0-based column, -1 for anything else."""

    def __missing__(self, name: bytes) -> int:
        try:
            self[name] = column_index(name.decode("ascii"))
        except ValueError:
            return -1
        return self[name]


_COLUMN: Final = _ColumnIndex()


def _patterns(prefix: bytes, columns: Sequence[int]) -> list[re.Pattern[bytes]]:
    """Returns the simple expression, and the richer one, which is 30 % slower.

    The richer one also takes slashes in texts, formulas, and empty `<v/>`.
    """
    p = re.escape(prefix)
    plain = rb"[^/]*+"
    # A slash belongs to the content unless it ends the cell: </v></c>, </is></c>, </f></c>, or a />
    # that is not before <v>.
    rich = rb"[^/]*+(?:/(?!%s(?:(?:v|is|f)></%sc>|c>)|>(?!<%sv>))[^/]*+)*+" % (p, p, p)
    plain_end = rb"/(?:%sv></%sc>|>|%st></%sis></%sc>)" % (p, p, p, p, p)
    rich_end = rb"/(?:%s(?:v|is|f)></%sc>|>(?:</%sc>)?+)" % (p, p, p)
    return [_pattern(p, columns, body, end) for body, end in ((plain, plain_end), (rich, rich_end))]


def _pattern(p: bytes, columns: Sequence[int], body: bytes, end: bytes) -> re.Pattern[bytes]:
    # A cell stands in the row that it names, so its number is that of the row: the first group.
    cell = rb"(?:<" + p + rb'c r="%s\1"(?: s="[0-9]++")?+%s' + end + rb")?+"
    parts, before = [], -1
    for column in columns:
        parts.append(_skip(p, before + 1, column, columns, body + end))
        parts.append(cell % (checked_letters(column).encode(), b"(" + body + b")"))
        before = column
    parts.append(_skip(p, before + 1, None, columns, body + end))
    # The empty group keeps findall giving tuples, whatever the number of columns.
    row = (p, b"".join(parts), p)
    return re.compile(rb'<%srow r="([0-9]{1,7})"[^>/]*+(?:/>|>%s</%srow>)()' % row)


def _skip(p: bytes, first: int, last: int | None, columns: Sequence[int], rest: bytes) -> bytes:
    """Returns an expression for cells of unwanted columns from `first` up to but without `last`.

    A `last` of None is the end of the row.
    """
    if last is not None and last <= first:
        return b""
    if last is not None and last - first <= _SMALL_GAP:
        between = b"|".join(checked_letters(column).encode() for column in range(first, last))
        names = b"(?:%s)" % between
    else:
        wanted = b"|".join(checked_letters(column).encode() for column in columns)
        names = (rb"(?!(?:%s)[0-9])" % wanted if wanted else b"") + rb"[A-Z]{1,3}+"
    return rb"(?:<" + p + rb'c r="' + names + rb'\1"' + rest + rb")*+"

"""A first pass over a sheet that is going to change: what is in the way, and what depends on it.

It reads every row once and keeps nothing of them, so memory stays flat.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from sheetflow.backends.excel import markup, scan
from sheetflow.backends.excel.formulas import Watch, formulas_in, range_of, ranges_of, reads
from sheetflow.backends.excel.patch_row import is_filled
from sheetflow.backends.excel.refs import CellRange, checked_letters, column_index
from sheetflow.backends.excel.text import has_asides
from sheetflow.errors.files import NotWellFormed

_LETTERS: Final = re.compile(rb'r="([A-Z]{1,3})[0-9]')


class Survey(NamedTuple):
    """What a sheet holds besides its rows.

    `skeleton` is the part without rows; `prefix` that of its elements, with colon; `filled` the
    columns from the asked one on with a value in any row; `bound` the ranges of array formulas and
    data tables, `shared` those of shared formulas; `is_read` is whether one of its formulas reads
    a watched cell.
    """

    skeleton: bytes
    prefix: bytes
    filled: frozenset[int]
    bound: tuple[CellRange, ...]
    shared: tuple[CellRange, ...]
    merged: tuple[CellRange, ...]
    is_read: bool


class _Rows:
    """What the rows have shown so far."""

    def __init__(
        self, prefix: bytes, first: int | None, watch: Watch | None, names: frozenset[str]
    ) -> None:
        self._prefix, self._first, self._watch, self._names = prefix, first, watch, names
        self._formula, self._cell = b"<%sf" % prefix, b"<%sc" % prefix
        self._close = b"</%srow>" % prefix
        self.filled: set[int] = set()
        self.bound: list[CellRange] = []
        self.shared: list[CellRange] = []
        self.is_read = False
        self._right = None if first is None else _right_of(first, prefix)

    def look(self, chunk: bytes) -> None:
        """Takes notice of one chunk of whole rows."""
        if self._formula in chunk:
            self.bound += ranges_of(chunk)
            self.shared += ranges_of(chunk, (b"shared",))
            if self._watch is not None and not self.is_read:
                self.is_read = self._reads(chunk, self._watch)
        if self._first is not None:
            self._look_right(chunk, self._first)

    def _reads(self, chunk: bytes, watch: Watch) -> bool:
        for text, width in formulas_in(chunk):
            if reads(text, watch.sheet, watch, self._names, width):
                return True
        return False

    def _look_right(self, chunk: bytes, first: int) -> None:
        """Notes the filled columns from `first` on.

        The last cell of a row tells whether to look closer.
        """
        if self._right is None or self._right.search(chunk) is None:
            return
        plain = not has_asides(chunk)
        rows = chunk.split(self._close) if plain else scan.iter_rows(chunk, self._prefix)
        left: set[bytes] = set()
        for row in rows:
            last = row.rfind(self._cell)
            if last < 0 or row[last : last + 10].rstrip(b'0123456789" ') in left:
                continue
            name = _LETTERS.match(row, last + len(self._cell) + 1)
            if plain and name and column_index(name[1].decode()) < first:
                left.add(self._cell + b' r="' + name[1])
                continue
            self._take_apart(row + self._close if plain else row, first)

    def _take_apart(self, piece: bytes, first: int) -> None:
        # Split at the end tags, a piece may hold rows without cells before its own.
        for row in scan.iter_rows(piece, self._prefix):
            for token in scan.tokenize_row(row).cells:
                if token.column >= first and is_filled(row[token.open_end : token.close]):
                    self.filled.add(token.column)


def survey(
    pieces: Iterable[bytes],
    first: int | None = None,
    watch: Watch | None = None,
    names: frozenset[str] = frozenset(),
) -> Survey:
    """Reads a worksheet part once.

    Looks for filled columns from `first` on, and for formulas that read `watch` or one of the
    folded defined `names`.
    """
    stream = scan.split_sheet(pieces)
    rows = _Rows(stream.prefix, first, watch, names)
    for chunk in stream.rows():
        rows.look(chunk)
    skeleton = stream.head + b"".join(stream.tail())
    return Survey(
        skeleton,
        stream.prefix,
        frozenset(rows.filled),
        tuple(rows.bound),
        tuple(rows.shared),
        merged_ranges(skeleton),
        rows.is_read,
    )


def merged_ranges(skeleton: bytes) -> tuple[CellRange, ...]:
    """Returns the ranges of merged cells of a worksheet."""
    top = markup.root(skeleton)
    ours = markup.same_space(skeleton, top)
    found: list[CellRange] = []
    for holder in markup.children(skeleton, top):
        if holder.name == b"mergeCells" and ours(holder):
            for node in markup.children(skeleton, holder):
                cells = range_of(markup.attributes(skeleton, node).get("ref", ""))
                if cells is not None:
                    found.append(cells)
    return tuple(found)


def cut(skeleton: bytes) -> tuple[bytes, bytes]:
    """Returns a skeleton before and after the place of the rows.

    Raises DamagedError where its tags do not match.
    """
    top = markup.root(skeleton)
    node = next((n for n in markup.children(skeleton, top) if n.name == b"sheetData"), None)
    if node is None:
        raise NotWellFormed
    return skeleton[: node.inner], skeleton[node.close :]


def _right_of(first: int, prefix: bytes) -> re.Pattern[bytes]:
    """Finds a cell from column `first` on, or one that does not begin with its address."""
    name = checked_letters(first)
    columns = [name]
    if len(name) < 3:
        columns.append(f"[A-Z]{{{len(name) + 1},3}}")
    for i, letter in enumerate(name):
        if letter < "Z":
            later, rest = chr(ord(letter) + 1), len(name) - i - 1
            columns.append(f"{name[:i]}[{later}-Z][A-Z]{{{rest}}}")
    right = "|".join(columns).encode()
    return re.compile(b'<%sc(?: r="(?:%s)[0-9]|(?! r="))' % (re.escape(prefix), right))

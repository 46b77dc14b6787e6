"""The short path's tools: owned cells are found by one pattern and written from memos.

A run is a number of owned columns side by side; mostly there is one. Its pattern matches the cells
of the run in one row as long as they are written plainly: attributes in double quotes, a value or
one inline text, no formula. Whatever does not match is left to patch_row.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import getitem, itemgetter
from typing import Final, NamedTuple

from sheetflow.backends.excel import scan
from sheetflow.backends.excel.cells import text_tail
from sheetflow.backends.excel.patch_row import Owned, PatchTarget
from sheetflow.backends.excel.refs import checked_letters, column_index
from sheetflow.memo import Memo
from sheetflow.model import KEEP, Answer, Keep

MEMO: Final = 10_000
"""Distinct values that a memo keeps, so that a million different texts do not fill the RAM."""
DIGITS: Final = b"\0"
"""Stands for the row number in a remembered cell; XML never holds it."""
PLAIN: Final = re.compile(rb"(?:\s++[^\s=<>\"'/]++=\"[^\"<>]*+\")*\s*+/?")


class Tails(dict[Answer | Keep, bytes]):
    """Makes the XML of one column's cell in one format, DIGITS for the row; keeps it by answer.

    With `sparse`, None and KEEP give nothing: the cell is not there, and need not be. It is no
    memo.Memo, whose call of a function would make each new text a tenth slower.
    """

    def __init__(self, sheet: PatchTarget, owned: Owned, style: int, *, sparse: bool) -> None:
        super().__init__({None: b"", KEEP: b""} if sparse else {})
        self._start = _ref(sheet, owned) + DIGITS + b'"'
        self._text = self._start + sheet.style_attribute(style)
        self._sheet, self._style, self._dated = sheet, style, owned.dated
        self._prefix = sheet.prefix.decode()
        self._sparse = sparse

    def __missing__(self, answer: Answer) -> bytes:
        if len(self) >= MEMO:
            self.clear()
            if self._sparse:
                self.update({None: b"", KEEP: b""})
        if isinstance(answer, str):
            cell = self._text + (text_tail(answer, self._prefix) if answer else b"/>")
        else:
            cell = self._start + self._sheet.tail(self._style, answer, dated=self._dated)
        self[answer] = cell
        return cell


class Adder:
    """Writes the owned cells of a row that has none of them yet.

    `row_style` is the row's own format, if it has one.
    """

    def __init__(self, sheet: PatchTarget, row_style: int | None) -> None:
        styles = [sheet.new_style(owned.column, row_style) for owned in sheet.owned]
        self.tails = [
            Tails(sheet, owned, style, sparse=True)
            for owned, style in zip(sheet.owned, styles, strict=True)
        ]
        places = [owned.place for owned in sheet.owned]
        # A getter of one place gives the answer bare, so one place is asked for twice.
        self._answers = itemgetter(*places, *places[:1])

    def write(self, cells: tuple[Answer, ...], digits: bytes) -> bytes:
        """Returns all cells that have an answer."""
        return b"".join(map(getitem, self.tails, self._answers(cells))).replace(DIGITS, digits)


class _RunColumn(NamedTuple):
    """A column of a run.

    `ref` is the start of its cells up to the row's number, `group` that of its attributes in the
    pattern, `number` counts the owned columns left of it.
    """

    place: int
    ref: bytes
    memo: Memo[bytes, Tails]
    group: int
    number: int


class RunOfCells:
    """Owned columns side by side; `skip` is how many owned columns are left of them."""

    def __init__(self, sheet: PatchTarget, owned: list[Owned], skip: int) -> None:
        p = re.escape(sheet.prefix)
        self.first = _ref(sheet, owned[0])
        self.last = owned[-1].column
        names = [checked_letters(o.column).encode() for o in owned]
        self.any = re.compile(b'<%sc r="(?:%s)\\d' % (p, b"|".join(names)))
        self.cells = re.compile(b"".join(_cell_pattern(p, name) for name in names))
        self._columns: list[_RunColumn] = []
        for i, o in enumerate(owned):
            memo = Memo(_tails_by_attributes(sheet, o), MEMO)
            self._columns.append(_RunColumn(o.place, _ref(sheet, o), memo, 2 * i, skip + i))

    def silent(self, cells: tuple[Answer, ...]) -> bool:
        """Returns whether nothing is to be written into these columns."""
        return all(cells[place] is None or cells[place] is KEEP for place, *_ in self._columns)

    def write(
        self,
        groups: tuple[bytes | None, ...],
        digits: bytes,
        cells: tuple[Answer, ...],
        adder: Adder,
    ) -> bytes:
        """Returns the cells of the run.

        `groups` are attributes and rest of each old cell, None where there is none.
        """
        pieces: list[bytes] = []
        for place, ref, memo, group, number in self._columns:
            answer, attributes = cells[place], groups[group]
            if attributes is None:
                pieces.append(adder.tails[number][answer])
            elif answer is KEEP:
                pieces += (ref, DIGITS, b'"', attributes, groups[group + 1] or b"")
            else:
                pieces.append(memo[attributes][answer])
        return b"".join(pieces).replace(DIGITS, digits)


def runs(sheet: PatchTarget) -> list[RunOfCells]:
    """Returns the owned columns as runs of adjacent ones."""
    stretches: list[list[Owned]] = []
    for owned in sheet.owned:
        if stretches and stretches[-1][-1].column == owned.column - 1:
            stretches[-1].append(owned)
        else:
            stretches.append([owned])
    found, skip = [], 0
    for stretch in stretches:
        found.append(RunOfCells(sheet, stretch, skip))
        skip += len(stretch)
    return found


def column(name: bytes) -> int:
    """Returns the 0-based column of these capital letters; -1 for anything else."""
    if not name.isalpha() or not name.isupper() or len(name) > 3:
        return -1
    try:
        return column_index(name.decode("ascii"))
    except ValueError:
        return -1


def _ref(sheet: PatchTarget, owned: Owned) -> bytes:
    return b'<%sc r="%s' % (sheet.prefix, checked_letters(owned.column).encode())


def _cell_pattern(p: bytes, name: bytes) -> bytes:
    """Returns a pattern for one cell of the run, or none: its attributes, then the rest of it."""
    value = rb"<%sv>[^<]*+</%sv>" % (p, p)
    text = rb"<%sis><%st(?: [^<>]*+)?>[^<]*+</%st></%sis>" % (p, p, p, p)
    rest = rb"/>|>(?:%s|%s)?+</%sc>" % (value, text, p)
    attributes = rb'(?: [A-Za-z]++="[^"<>]*+")*+'
    return rb'(?:<%sc r="%s\d++"(%s)(%s))?+' % (p, name, attributes, rest)


def _tails_by_attributes(sheet: PatchTarget, owned: Owned) -> Callable[[bytes], Tails]:
    by_style: Memo[int, Tails] = Memo(lambda style: Tails(sheet, owned, style, sparse=False), MEMO)

    def tails(attributes: bytes) -> Tails:
        style = scan.attributes(attributes).get(b"s", b"0")
        return by_style[int(style) if style.isdigit() else 0]

    return tails

"""Patches one row the general way: taken apart into cells, put together again.

Handles what the short path of patch.py leaves: rows and cells without `r`, any quotes, comments,
formulas in owned cells, merged cells, array formulas, two cells with one address, the heading row.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from sheetflow.backends.excel import scan
from sheetflow.backends.excel.cells import formula_tail, value_tail
from sheetflow.backends.excel.formulas import moved
from sheetflow.backends.excel.refs import MAX_ROWS, CellRange, format_cell, joined_spans
from sheetflow.backends.excel.styles import Styles
from sheetflow.backends.excel.text import escape
from sheetflow.errors.files import ArrayInCell, ArrayInRow
from sheetflow.live import is_live
from sheetflow.model import KEEP, Answer, Keep

_FORMULA: Final = re.compile(
    rb"<(?:[\w.-]++:)?+f((?:\s(?:[^<>/]|/(?!>))*+)?+)"
    rb"(?:/>|>((?:[^<]++|<(?!/?(?:[\w.-]++:)?+f[\s/>]))*+)</(?:[\w.-]++:)?+f\s*+>)"
)
_SPANS: Final = re.compile(rb"\sspans\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+')")
_FILLED: Final = re.compile(rb"<(?:[\w.-]++:)?+(?:f[\s/>]|(?:v|t)(?:\s[^<>]*+)?+>[^<]|!\[CDATA)")


class Owned(NamedTuple):
    """An owned column of a sheet: `place` is that in RowPlan.cells, `dated` tells of dates."""

    column: int
    place: int
    dated: bool


@dataclass(frozen=True, slots=True)
class PatchTarget:
    """What patching needs to know of a sheet.

    `prefix` is that of the rows, with its colon; `owned` ascends; `column_styles` are the formats
    that columns give to empty cells; `careful` sends every row through the general way. `formulas`
    are our live ones by column: an answer there is written as the result of its formula.
    """

    prefix: bytes
    owned: tuple[Owned, ...]
    styles: Styles
    date1904: bool = False
    column_styles: Mapping[int, int] = field(default_factory=dict)
    merged: tuple[CellRange, ...] = ()
    bound: tuple[CellRange, ...] = ()
    careful: bool = False
    formulas: Mapping[int, str] = field(default_factory=dict)

    def tail(self, style: int, answer: Answer, *, dated: bool) -> bytes:
        """Returns a cell from behind its `r`: its format, then the answer.

        In a dated column the format is one like `style` that shows dates.
        """
        tail = value_tail(_given(answer), self.prefix.decode(), date1904=self.date1904)
        return self._style(style, answer, dated=dated) + tail

    def live_tail(self, style: int, answer: Answer, formula: bytes, *, dated: bool) -> bytes:
        """Returns the same of a cell with a formula, of which the answer is the result."""
        shown = "" if answer is None else _given(answer)
        prefix = self.prefix.decode()
        tail = formula_tail(formula.decode(), shown, prefix, date1904=self.date1904)
        return self._style(style, answer, dated=dated) + tail

    def _style(self, style: int, answer: Answer, *, dated: bool) -> bytes:
        if dated and not isinstance(answer, str):
            style = self.styles.date_xf(style)
        return self.style_attribute(style)

    def style_attribute(self, style: int) -> bytes:
        """Returns the `s` of a cell; the first format needs none."""
        return b' s="%d"' % style if style else b""

    def new_style(self, column: int, row_style: int | None) -> int:
        """Returns the format of a cell that is added: that of its row, else that of its column."""
        return self.column_styles.get(column, 0) if row_style is None else row_style


def _given(answer: Answer) -> int | str | date | None:
    if isinstance(answer, Keep):
        raise TypeError("KEEP is not written")
    return answer


Edit = tuple[Owned, Answer]
"""What to write into a column of ours."""
Spans = Sequence[tuple[int, int]]
"""Rows of a column from the first to the last of each span; in order."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that is taken apart: its bytes, its number, and its tokens.

    `style` is the format of all cells that are written into it; None where each has its own.
    """

    xml: bytes
    number: int
    tokens: scan.RowTokens
    style: int | None
    heading: bool


class RowPatch:
    """Patches rows one by one.

    `formulas_replaced` tells that the calculation chain names a formula that is gone.
    """

    def __init__(self, sheet: PatchTarget) -> None:
        self._sheet = sheet
        # By column, so that a row looks at a few spans of rows, however many ranges there are.
        columns = [owned.column for owned in sheet.owned]
        self._bound = {column: _bound_rows(sheet.bound, column) for column in columns}
        self._covered = {column: _covered_rows(sheet.merged, column) for column in columns}
        self.formulas_replaced = False
        self.groups: dict[bytes, tuple[str, str]] = {}
        """Shared formulas whose first cell was replaced: id -> formula and its old address."""

    def patch(
        self, row: bytes, number: int, cells: tuple[Answer, ...], *, heading: bool = False
    ) -> bytes:
        """Returns a row with these answers written.

        Raises DamagedError where one would hit an array formula.
        """
        edits = self._edits(number, cells)
        if not edits:
            return self.mend(row, number)
        tokens = scan.tokenize_row(row)
        style = _left_style(row, tokens, min(edits)) if heading else None
        old = _Row(row, number, tokens, style, heading)
        there = {token.column for token in tokens.cells}
        # The columns to add, the leftmost one last.
        adding = sorted(edits.keys() - there, reverse=True)
        pieces, at = [_open_row(tokens, number)], tokens.open_end
        for token in tokens.cells:
            pieces.append(row[at : token.start])
            while adding and adding[-1] < token.column:
                pieces.append(self._new_cell(old, edits[adding.pop()]))
            pieces.append(self._cell(old, token, edits))
            at = token.end
        pieces.append(row[at : tokens.close])
        pieces += [self._new_cell(old, edits[column]) for column in reversed(adding)]
        pieces.append(row[tokens.close :] or b"</%srow>" % tokens.prefix)
        return b"".join(pieces)

    def mend(self, row: bytes, number: int) -> bytes:
        """Returns a row in which nothing of ours changes.

        Formulas that shared a replaced one are spelled out.
        """
        if not self.groups or b"shared" not in row:
            return row
        pieces, at = [], 0
        for token in scan.tokenize_row(row).cells:
            pieces += [row[at : token.start], self._spelled(row, token, number)]
            at = token.end
        return b"".join([*pieces, row[at:]])

    def _edits(self, number: int, cells: tuple[Answer, ...]) -> dict[int, Edit]:
        """Returns what to write by column: nothing into a covered cell of merged ones.

        Raises DamagedError where a cell is in an array formula.
        """
        edits: dict[int, Edit] = {}
        for owned in self._sheet.owned:
            if (answer := cells[owned.place]) is not KEEP:
                edits[owned.column] = (owned, answer)
        if any(_holds(self._bound[column], number) for column in edits):
            raise ArrayInRow(number)
        kept = [column for column in edits if not _holds(self._covered[column], number)]
        return {column: edits[column] for column in kept}

    def _cell(self, row: _Row, token: scan.CellToken, edits: dict[int, Edit]) -> bytes:
        if token.column not in edits:
            return _with_ref(self._spelled(row.xml, token, row.number), token, row.number)
        content = row.xml[token.open_end : token.close]
        formula = self._kept_formula(content, token.column)
        if formula is None:
            self._forget_formula(content, format_cell(token.column, row.number))
        owned, answer = edits[token.column]
        # A second cell with the same reference is dropped: the first one has the answer.
        edits[token.column] = (owned, KEEP)
        if answer is KEEP:
            return b""
        style = _style_of(token.attrs) if row.style is None else row.style
        return self._write(row, owned, answer, style, formula)

    def _new_cell(self, row: _Row, edit: Edit) -> bytes:
        owned, answer = edit
        live = owned.column in self._sheet.formulas
        if isinstance(answer, Keep) or (answer is None and not live):
            return b""
        style = self._row_style(row.tokens, owned.column) if row.style is None else row.style
        return self._write(row, owned, answer, style)

    def _write(
        self, row: _Row, owned: Owned, answer: Answer, style: int, kept: bytes | None = None
    ) -> bytes:
        """Returns a cell with its answer; in a live column, but for its heading, beside its
        formula: the one that was `kept` or a new one.
        """
        ref = format_cell(owned.column, row.number).encode()
        formula = None if row.heading else kept or self._new_formula(owned.column)
        if formula is None:
            tail = self._sheet.tail(style, answer, dated=owned.dated)
        else:
            self.formulas_replaced |= kept is None
            tail = self._sheet.live_tail(style, answer, formula, dated=owned.dated)
        return b'<%sc r="%s"%s' % (self._sheet.prefix, ref, tail)

    def _new_formula(self, column: int) -> bytes | None:
        text, p = self._sheet.formulas.get(column), self._sheet.prefix
        return None if text is None else b"<%sf>%s</%sf>" % (p, escape(text).encode(), p)

    def _kept_formula(self, content: bytes, column: int) -> bytes | None:
        """Returns the element of our live formula in a cell, which stays as it is; None where there
        is none.
        """
        match = _FORMULA.search(content) if column in self._sheet.formulas else None
        if match is None:
            return None
        text = html.unescape((match[2] or b"").decode("utf-8", "replace"))
        shares = not text and scan.attributes(match[1]).get(b"t") == b"shared"
        return match[0] if shares or is_live(text) else None

    def _row_style(self, tokens: scan.RowTokens, column: int) -> int:
        values = scan.attributes(tokens.attrs)
        style = values.get(b"s", b"0")
        custom = values.get(b"customFormat") in (b"1", b"true") and style.isdigit()
        return self._sheet.new_style(column, int(style) if custom else None)

    def _forget_formula(self, content: bytes, ref: str) -> None:
        """Takes note of a formula that is replaced; raises DamagedError for one of an array."""
        match = _FORMULA.search(content)
        if match is None:
            return
        values = scan.attributes(match[1])
        if values.get(b"t") in (b"array", b"dataTable"):
            raise ArrayInCell(ref)
        self.formulas_replaced = True
        if values.get(b"t") == b"shared" and match[2]:
            formula = html.unescape(match[2].decode("utf-8", "replace"))
            self.groups[values.get(b"si", b"")] = (formula, ref)

    def _spelled(self, row: bytes, token: scan.CellToken, number: int) -> bytes:
        """Returns a cell, its formula spelled out where it shared one that is gone."""
        cell = row[token.start : token.end]
        match = _FORMULA.search(cell) if self.groups else None
        values = scan.attributes(match[1]) if match else {}
        group = self.groups.get(values.get(b"si", b"")) if values.get(b"t") == b"shared" else None
        if match is None or group is None:
            return cell
        p = self._sheet.prefix
        formula = escape(moved(*group, format_cell(token.column, number))).encode()
        spelled = b"<%sf>%s</%sf>" % (p, formula, p)
        return cell[: match.start()] + spelled + cell[match.end() :]


def is_filled(content: bytes) -> bool:
    """Returns whether the inside of a cell holds a value or a formula."""
    return _FILLED.search(content) is not None


def _bound_rows(ranges: Iterable[CellRange], column: int) -> Spans:
    """Returns the rows of a column that are in one of the ranges."""
    meeting = [cells for cells in ranges if column in cells.columns]
    return joined_spans((cells.first_row, cells.last_row) for cells in meeting)


def _covered_rows(ranges: Iterable[CellRange], column: int) -> Spans:
    """Returns the rows of a column whose cells show nothing, since they are merged into another.

    Only the first cell of merged ones holds a value.
    """
    spans = []
    for cells in ranges:
        if column in cells.columns:
            first = cells.first_row + (column == cells.first_column)
            spans.append((first, cells.last_row))
    return joined_spans(span for span in spans if span[0] <= span[1])


def _holds(spans: Spans, row: int) -> bool:
    """Returns whether a row is in one of the spans, which ascend."""
    at = bisect_right(spans, (row, MAX_ROWS)) - 1
    return at >= 0 and row <= spans[at][1]


def _style_of(attributes: bytes) -> int:
    """Returns the format that the attributes of a cell name."""
    style = scan.attributes(attributes).get(b"s", b"0")
    return int(style) if style.isdigit() else 0


def _left_style(row: bytes, tokens: scan.RowTokens, column: int) -> int:
    """Returns the format of the heading left of a column."""
    left = [t for t in tokens.cells if t.column < column and is_filled(row[t.open_end : t.close])]
    return _style_of(left[-1].attrs) if left else 0


def _open_row(tokens: scan.RowTokens, number: int) -> bytes:
    attributes = _SPANS.sub(b"", tokens.attrs).rstrip()
    own = b"" if tokens.number is not None else b' r="%d"' % number
    return b"<%srow%s%s>" % (tokens.prefix, own, attributes)


def _with_ref(cell: bytes, token: scan.CellToken, number: int) -> bytes:
    if token.has_ref:
        return cell
    at = re.match(rb"<[^\s/>]+", cell)
    end = at.end() if at else 0
    return cell[:end] + b' r="%s"' % format_cell(token.column, number).encode() + cell[end:]

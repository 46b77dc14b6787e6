"""One row patched the general way: taken apart into cells, put together again.

Handles what the short path of patch.py leaves: rows and cells without `r`, any quotes, comments,
formulas in owned cells, merged cells, array formulas, two cells with one reference, the heading
row.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from sheetflow.backends.excel import scan
from sheetflow.backends.excel.cells import value_tail
from sheetflow.backends.excel.formulas import moved
from sheetflow.backends.excel.refs import CellRange, format_cell
from sheetflow.backends.excel.styles import Styles
from sheetflow.errors.files import ArrayInCell, ArrayInRow
from sheetflow.model import KEEP, Answer, Keep

_FORMULA: Final = re.compile(
    rb"<(?:[\w.-]+:)?f((?:\s[^>]*?)?)(?:/>|>(.*?)</(?:[\w.-]+:)?f\s*>)", re.DOTALL
)
_SPANS: Final = re.compile(rb"\sspans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_FILLED: Final = re.compile(rb"<(?:[\w.-]+:)?(?:f[\s/>]|(?:v|t)(?:\s[^>]*)?>[^<]|!\[CDATA)")


class Owned(NamedTuple):
    """An owned column of the sheet: where it stands, its place in RowPlan.cells, whether it holds
    dates.
    """

    column: int
    place: int
    dated: bool


@dataclass(frozen=True, slots=True)
class PatchTarget:
    """What patching needs to know of a sheet.

    `prefix` is that of the rows, with its colon; `owned` ascends; `column_styles` are the formats
    that columns give to empty cells; `careful` sends every row through the general way.
    """

    prefix: bytes
    owned: tuple[Owned, ...]
    styles: Styles
    date1904: bool = False
    column_styles: Mapping[int, int] = field(default_factory=dict)
    merged: tuple[CellRange, ...] = ()
    bound: tuple[CellRange, ...] = ()
    careful: bool = False

    def tail(self, style: int, answer: Answer, *, dated: bool) -> bytes:
        """A cell from behind its `r`: its format (in a dated column one like it that shows dates),
        then the answer.
        """
        if isinstance(answer, Keep):
            raise TypeError("KEEP is not written")
        number = self.styles.date_xf(style) if dated and not isinstance(answer, str) else style
        return self.style_attribute(number) + value_tail(
            answer, self.prefix.decode(), date1904=self.date1904
        )

    def style_attribute(self, style: int) -> bytes:
        """The `s` of a cell, which the first format does without."""
        return b' s="%d"' % style if style else b""

    def new_style(self, column: int, row_style: int | None) -> int:
        """The format of a cell that is not there yet: that of its row, else that of its column."""
        return self.column_styles.get(column, 0) if row_style is None else row_style


class RowPatch:
    """Patches rows one by one. `formulas_replaced` tells that the calculation chain no longer
    holds.
    """

    def __init__(self, sheet: PatchTarget) -> None:
        self._sheet = sheet
        self.formulas_replaced = False
        self.groups: dict[bytes, tuple[str, str]] = {}
        """Shared formulas whose first cell was replaced: their id -> formula and where it stood."""

    def patch(
        self, row: bytes, number: int, cells: tuple[Answer, ...], *, heading: bool = False
    ) -> bytes:
        """A row with these answers written. Raises DamagedError where one would hit an array
        formula.
        """
        edits = self._edits(number, cells)
        if not edits:
            return self.mend(row, number)
        tokens = scan.tokenize_row(row)
        style = _left_style(row, tokens, min(edits)) if heading else None
        pieces, at = [_open_row(tokens, number)], tokens.open_end
        for token in tokens.cells:
            new = b"".join(
                self._new_cell(edits, column, number, tokens, style)
                for column in sorted(
                    c for c in edits if c < token.column and not _stands(tokens, c)
                )
            )
            edits = {c: a for c, a in edits.items() if c >= token.column or _stands(tokens, c)}
            pieces += [row[at : token.start], new, self._cell(row, token, number, edits, style)]
            at = token.end
        last = b"".join(
            self._new_cell(edits, c, number, tokens, style)
            for c in sorted(edits)
            if not _stands(tokens, c)
        )
        pieces += [row[at : tokens.close], last, row[tokens.close :] or b"</%srow>" % tokens.prefix]
        return b"".join(pieces)

    def mend(self, row: bytes, number: int) -> bytes:
        """A row in which nothing of ours changes: only formulas that leaned on a replaced one are
        spelled out.
        """
        if not self.groups or b"shared" not in row:
            return row
        pieces, at = [], 0
        for token in scan.tokenize_row(row).cells:
            pieces += [row[at : token.start], self._spelled(row, token, number)]
            at = token.end
        return b"".join([*pieces, row[at:]])

    def _edits(self, number: int, cells: tuple[Answer, ...]) -> dict[int, tuple[Owned, Answer]]:
        """What to write by column: not into the covered part of a merged area, never into an
        array.
        """
        edits = {
            o.column: (o, cells[o.place]) for o in self._sheet.owned if cells[o.place] is not KEEP
        }
        for area in self._sheet.bound:
            if any(area.holds(column, number) for column in edits):
                raise ArrayInRow(number)
        covered = {
            column
            for column in edits
            for area in self._sheet.merged
            if area.holds(column, number)
            and (column, number) != (area.first_column, area.first_row)
        }
        return {column: edit for column, edit in edits.items() if column not in covered}

    def _cell(
        self,
        row: bytes,
        token: scan.CellToken,
        number: int,
        edits: dict[int, tuple[Owned, Answer]],
        style: int | None,
    ) -> bytes:
        if token.column not in edits:
            return _with_ref(self._spelled(row, token, number), token, number)
        self._forget_formula(row[token.open_end : token.close], format_cell(token.column, number))
        owned, answer = edits[token.column]
        # A second cell with the same reference is dropped: the first one has the answer.
        edits[token.column] = (owned, KEEP)
        if answer is KEEP:
            return b""
        own = scan.attributes(token.attrs).get(b"s", b"0")
        return self._write(
            owned, answer, number, style if style is not None else int(own) if own.isdigit() else 0
        )

    def _new_cell(
        self,
        edits: dict[int, tuple[Owned, Answer]],
        column: int,
        number: int,
        tokens: scan.RowTokens,
        style: int | None,
    ) -> bytes:
        owned, answer = edits[column]
        if answer is None or isinstance(answer, Keep):
            return b""
        return self._write(
            owned, answer, number, style if style is not None else self._row_style(tokens, column)
        )

    def _write(self, owned: Owned, answer: Answer, number: int, style: int) -> bytes:
        ref = format_cell(owned.column, number).encode()
        return b'<%sc r="%s"%s' % (
            self._sheet.prefix,
            ref,
            self._sheet.tail(style, answer, dated=owned.dated),
        )

    def _row_style(self, tokens: scan.RowTokens, column: int) -> int:
        values = scan.attributes(tokens.attrs)
        style = values.get(b"s", b"0")
        custom = values.get(b"customFormat") in (b"1", b"true") and style.isdigit()
        return self._sheet.new_style(column, int(style) if custom else None)

    def _forget_formula(self, content: bytes, ref: str) -> None:
        match = _FORMULA.search(content)
        if match is None:
            return
        values = scan.attributes(match[1])
        if values.get(b"t") in (b"array", b"dataTable"):
            raise ArrayInCell(ref)
        self.formulas_replaced = True
        if values.get(b"t") == b"shared" and match[2]:
            self.groups[values.get(b"si", b"")] = (
                html.unescape(match[2].decode("utf-8", "replace")),
                ref,
            )

    def _spelled(self, row: bytes, token: scan.CellToken, number: int) -> bytes:
        """A cell with its formula spelled out where it leaned on a shared one that is gone."""
        cell = row[token.start : token.end]
        match = _FORMULA.search(cell) if self.groups else None
        values = scan.attributes(match[1]) if match else {}
        group = self.groups.get(values.get(b"si", b"")) if values.get(b"t") == b"shared" else None
        if match is None or group is None:
            return cell
        formula = escape(moved(*group, format_cell(token.column, number))).encode()
        return b"%s<%sf>%s</%sf>%s" % (
            cell[: match.start()], (p := self._sheet.prefix), formula, p, cell[match.end() :],
        )  # fmt: skip


def is_filled(content: bytes) -> bool:
    """Whether the inside of a cell holds a value or a formula."""
    return _FILLED.search(content) is not None


def _stands(tokens: scan.RowTokens, column: int) -> bool:
    return any(token.column == column for token in tokens.cells)


def _left_style(row: bytes, tokens: scan.RowTokens, column: int) -> int:
    """The format of the heading left of a column."""
    left = [t for t in tokens.cells if t.column < column and is_filled(row[t.open_end : t.close])]
    style = scan.attributes(left[-1].attrs).get(b"s", b"0") if left else b"0"
    return int(style) if style.isdigit() else 0


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

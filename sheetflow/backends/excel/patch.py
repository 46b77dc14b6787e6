"""Patches rows: owned cells are replaced or added, every other byte stays as it is.

Most rows are written the way Excel writes them and take a short path that looks at bytes only; any
other row is taken apart by `scan.tokenize_row`. Both give the same result.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from sheetflow.backends.excel import patch_fast, scan
from sheetflow.backends.excel.patch_fast import MEMO
from sheetflow.backends.excel.patch_row import Owned, PatchTarget, RowPatch
from sheetflow.backends.excel.text import has_asides
from sheetflow.errors.files import RowNotMet
from sheetflow.memo import Memo
from sheetflow.model import Answer, RowPlan

_NUMBER: Final = re.compile(rb"\sr\s*=\s*[\"'](\d{1,7})[\"']")


class _Row(NamedTuple):
    """The rest of a row's start tag: its attributes to write, its format for new cells."""

    attributes: bytes
    style: int | None


class Patcher:
    """Patches the rows of one sheet, once; `slow` tells afterwards what the rows have shown."""

    def __init__(
        self, sheet: PatchTarget, rows: Iterable[RowPlan], heading: RowPlan | None = None
    ) -> None:
        self.slow = RowPatch(sheet)
        self._sheet = sheet
        self._heading = heading
        self._rows = iter(rows)
        self._plan = heading if heading is not None else next(self._rows, None)
        self._number = 0
        p = sheet.prefix
        self._row_open, self._row_close = b"<%srow" % p, b"</%srow>" % p
        self._row_r = self._row_open + b' r="'
        self._cell_any, self._cell_r = b"<%sc" % p, b'<%sc r="' % p
        self._strange_row = re.compile(re.escape(self._row_open) + b'(?! r=")')
        self._runs = patch_fast.runs(sheet)
        self._row_heads: Memo[bytes, _Row | None] = Memo(_read_row, MEMO)
        self._left: Memo[bytes, bool] = Memo(partial(_is_left, sheet.owned), MEMO)
        self._adders: Memo[int | None, patch_fast.Adder] = Memo(
            lambda style: patch_fast.Adder(sheet, style), MEMO
        )

    def run(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yields the chunks of whole rows, patched.

        Raises DamagedError for a row that cannot be patched, or that is not there.
        """
        for chunk in chunks:
            if self._plan is None and not self.slow.groups:
                yield chunk
            elif self._regular(chunk):
                yield self._quickly(chunk)
            else:
                yield self._carefully(chunk)
        if self._plan is not None:
            raise self._lost()

    def _regular(self, chunk: bytes) -> bool:
        """Returns whether every row starts with its number, and there are only rows and cells."""
        if self._sheet.careful or has_asides(chunk):
            return False
        return self._strange_row.search(chunk) is None and self._row_r in chunk

    def _quickly(self, chunk: bytes) -> bytes:
        last = chunk.rfind(self._row_r) + len(self._row_r)
        digits = chunk[last : chunk.find(b'"', last)]
        self._number = int(digits) if digits.isdigit() else 0
        pieces: list[bytes] = []
        at = 0
        while (plan := self._plan) is not None and plan.row <= self._number:
            digits = b"%d" % plan.row
            start = chunk.find(self._row_r + digits + b'"', at)
            if start < 0:
                raise self._lost()
            done = None
            if plan is not self._heading:
                done = self._quick_row(chunk, start, digits, plan.cells)
            new, end = done or self._slow_row(chunk, start, plan)
            pieces += (chunk[at:start], new)
            at = end
            self._plan = next(self._rows, None)
        pieces.append(chunk[at:])
        return b"".join(pieces)

    def _slow_row(self, chunk: bytes, start: int, plan: RowPlan) -> tuple[bytes, int]:
        closing = chunk.find(self._row_close, start)
        upto = closing + len(self._row_close) if closing >= 0 else len(chunk)
        _, length = next(scan.row_spans(chunk[start:upto], self._sheet.prefix))
        end = start + length
        heading = plan is self._heading
        return self.slow.patch(chunk[start:end], plan.row, plan.cells, heading=heading), end

    def _quick_row(
        self, chunk: bytes, start: int, digits: bytes, cells: tuple[Answer, ...]
    ) -> tuple[bytes, int] | None:
        """Returns the new row and where the old one ends; None where it is not written plainly."""
        name_end = start + len(self._row_r) + len(digits) + 1
        tag_end = chunk.find(b">", name_end)
        head = self._row_heads[chunk[name_end:tag_end]]
        end = chunk.find(self._row_close, tag_end)
        if head is None or end < 0:
            return None
        opened = chunk[start:name_end] + head.attributes
        after = end + len(self._row_close)
        last = chunk.rfind(self._cell_any, tag_end, end)
        if last >= 0:
            name = chunk[last + len(self._cell_r) : chunk.find(digits + b'"', last)]
            if not chunk.startswith(self._cell_r, last) or not self._left[name]:
                adder = self._adders[head.style]
                body = self._replaced(chunk, (tag_end + 1, end), digits, cells, adder)
                return None if body is None else (opened + body + self._row_close, after)
        # All cells of the row are left of ours.
        added = self._adders[head.style].write(cells, digits)
        return b"".join((opened, chunk[tag_end + 1 : end], added, self._row_close)), after

    def _replaced(
        self,
        chunk: bytes,
        inside: tuple[int, int],
        digits: bytes,
        cells: tuple[Answer, ...],
        adder: patch_fast.Adder,
    ) -> bytes | None:
        """Returns the inside of a row that has some owned cells already.

        `inside` is where it starts and ends in the chunk. None where it is not written plainly.
        """
        pieces: list[bytes] = []
        at, end = inside
        for run in self._runs:
            start = chunk.find(run.first + digits + b'"', at, end)
            if start < 0:
                found = run.any.search(chunk, at, end)
                start = found.start() if found else -1
            match = run.cells.match(chunk, start, end) if start >= 0 else None
            if match is None:
                if not run.silent(cells) or self._mixed(chunk, at, end):
                    return None
                continue
            stop, groups = match.end(), match.groups()
            if not self._ends_at(chunk, stop, end, run.last, digits):
                return None
            if None in groups and self._mixed(chunk, at, end):
                return None
            pieces += (chunk[at:start], run.write(groups, digits, cells, adder))
            at = stop
        pieces.append(chunk[at:end])
        return b"".join(pieces)

    def _mixed(self, chunk: bytes, at: int, end: int) -> bool:
        """Returns whether some cells are not written the plain way: one may be there unseen."""
        return chunk.count(self._cell_any, at, end) != chunk.count(self._cell_r, at, end)

    def _ends_at(self, chunk: bytes, at: int, end: int, column: int, digits: bytes) -> bool:
        """Returns whether at `at` there is the end of the row, or a cell right of `column`."""
        if at == end:
            return True
        name = chunk[at + len(self._cell_r) : chunk.find(digits + b'"', at)]
        return chunk.startswith(self._cell_r, at) and patch_fast.column(name) > column

    def _carefully(self, chunk: bytes) -> bytes:
        pieces: list[bytes] = []
        at = 0
        for start, end in scan.row_spans(chunk, self._sheet.prefix):
            row = chunk[start:end]
            found = _NUMBER.search(row, 0, row.find(b">"))
            self._number = int(found[1]) if found else self._number + 1
            pieces += (chunk[at:start], self._careful_row(row))
            at = end
        return b"".join((*pieces, chunk[at:]))

    def _careful_row(self, row: bytes) -> bytes:
        plan = self._plan
        if plan is not None and plan.row < self._number:
            raise self._lost()
        if plan is None or plan.row > self._number:
            return self.slow.mend(row, self._number)
        self._plan = next(self._rows, None)
        return self.slow.patch(row, self._number, plan.cells, heading=plan is self._heading)

    def _lost(self) -> RowNotMet:
        return RowNotMet(self._plan.row if self._plan is not None else 0)


def _is_left(owned: Sequence[Owned], name: bytes) -> bool:
    """Returns whether a column, by its letters, is left of all owned ones."""
    return bool(owned) and 0 <= patch_fast.column(name) < owned[0].column


def _read_row(attributes: bytes) -> _Row | None:
    if patch_fast.PLAIN.fullmatch(attributes) is None or attributes.endswith(b"/"):
        return None
    values = scan.attributes(attributes)
    custom = values.get(b"customFormat") in (b"1", b"true")
    style = values.get(b"s", b"0")
    # `spans` is only a hint, and ours would leave it.
    kept = re.sub(rb'\sspans="[^"]*"', b"", attributes).rstrip()
    return _Row(kept + b">", int(style) if custom and style.isdigit() else None)

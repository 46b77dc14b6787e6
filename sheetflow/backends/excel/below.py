"""Blank rows below the last lead get our live formulas, which answer as soon as somebody types a
lead there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sheetflow.backends.excel import scan
from sheetflow.backends.excel.patch_row import PatchTarget, RowPatch, is_filled
from sheetflow.columns import OWNED_KEYS
from sheetflow.model import KEEP, TabPlan

_HEIGHT: Final = re.compile(rb'\s(?:ht|customHeight)="[^"<>]*"')


def with_rows_below(chunks: Iterable[bytes], plan: TabPlan, target: PatchTarget) -> Iterator[bytes]:
    """Yields the rows; those below the last lead down to `plan.filled_to` get our formulas where
    nothing stands in them. Rows that are not there are as high as the one above.
    """
    below = _Below(plan, target)
    for chunk in chunks:
        yield b"".join(map(below.row, scan.iter_rows(chunk, target.prefix)))
    yield below.until(plan.filled_to + 1)


class _Below:
    """Goes down the rows of a tab; `number` is that of the last one."""

    def __init__(self, plan: TabPlan, target: PatchTarget) -> None:
        self._patch, self._prefix = RowPatch(target), target.prefix
        self._last_lead, self._last = plan.last_row, plan.filled_to
        self._blank = tuple(None if key in plan.formulas else KEEP for key in OWNED_KEYS)
        self._number, self._height = plan.heading_row, b""

    def row(self, xml: bytes) -> bytes:
        """Returns a row, behind those that are missing above it."""
        tokens = scan.tokenize_row(xml)
        number = tokens.number or self._number + 1
        above = self.until(number)
        self._number, self._height = number, b"".join(_HEIGHT.findall(tokens.attrs))
        if self._last_lead < number <= self._last and not is_filled(xml):
            xml = self._patch.patch(xml, number, self._blank)
        return above + xml

    def until(self, number: int) -> bytes:
        """Returns the rows that are missing before that one."""
        first = max(self._number, self._last_lead) + 1
        missing = range(first, min(number, self._last + 1))
        return b"".join(map(self._new, missing))

    def _new(self, number: int) -> bytes:
        p = self._prefix
        row = b'<%srow r="%d"%s></%srow>' % (p, number, self._height, p)
        return self._patch.patch(row, number, self._blank)

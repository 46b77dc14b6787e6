"""Which of the cells that are read hold a formula, those of array formulas and data tables too.

Only the first cell of an array formula or a data table has its element; the range that this one
names holds the others. Source: ECMA-376 part 1, 18.3.1.40 `f`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sheetflow.backends.excel.formulas import range_of
from sheetflow.backends.excel.refs import CellRange
from sheetflow.model import FormulaRows

_REF: Final = re.compile(rb"\sref\s*=\s*[\"']([A-Za-z0-9$:]{2,40})[\"']")


class FormulaFinder:
    """Finds the formulas among the tails (see values.py) of one sheet's `columns`, block by
    block.
    """

    def __init__(self, prefix: bytes, columns: Sequence[int]) -> None:
        self._columns = columns
        self._element = re.compile(rb"<%sf(?=[\s/>]|$)[^>]*" % re.escape(prefix))
        self._spans: list[CellRange] = []

    def find(self, rows: Sequence[int], tails: Sequence[Sequence[bytes]]) -> FormulaRows:
        """Returns the rows with a formula by column; `tails` are those of each column."""
        found: dict[int, list[int]] = {}
        for column, of_column in zip(self._columns, tails, strict=True):
            if here := self._rows(rows, of_column):
                found[column] = here
        for span in self._spans:
            for column in self._columns:
                if column in span.columns:
                    inside = [row for row in rows if span.first_row <= row <= span.last_row]
                    found[column] = sorted({*found.get(column, ()), *inside})
        return found

    def _rows(self, rows: Sequence[int], tails: Sequence[bytes]) -> list[int]:
        """Returns the rows of a column with an element of a formula; remembers how far it goes."""
        found = []
        for row, tail in zip(rows, tails, strict=True):
            element = self._element.search(tail) if b"f" in tail else None
            if element is not None:
                found.append(row)
                self._remember_span(element[0])
        return found

    def _remember_span(self, element: bytes) -> None:
        if b"array" in element or b"dataTable" in element:
            ref = _REF.search(element)
            span = range_of(ref[1].decode()) if ref else None
            if span is not None:
                self._spans.append(span)

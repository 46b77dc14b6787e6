"""Which of the cells that are read hold a formula, those of array formulas and data tables too, and
which of these are our live ones.

Only the first cell of an array formula or a data table has its element; the range that this one
names holds the others. Source: ECMA-376 part 1, 18.3.1.40 `f`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from sheetflow.backends.excel.formulas import range_of
from sheetflow.backends.excel.refs import CellRange
from sheetflow.live import is_live
from sheetflow.memo import Memo
from sheetflow.model import NO_FORMULAS, FormulaRows, FormulaTexts
from sheetflow.model.formula_text import Moving, moving

_SHARED: Final = re.compile(rb"\st\s*=\s*[\"']shared[\"']")
_INDEX: Final = re.compile(rb"\ssi\s*=\s*[\"'](\d{1,9})[\"']")
_REF: Final = re.compile(rb"\sref\s*=\s*[\"']([A-Za-z0-9$:]{2,40})[\"']")


class _Element(NamedTuple):
    """The element of a formula as a cell has it, and whether it is one of ours."""

    ours: bool
    attributes: bytes
    text: bytes


class FoundFormulas(NamedTuple):
    """The rows whose cells hold a formula, by column: those of people, and ours."""

    others: FormulaRows
    live: FormulaRows
    texts: FormulaTexts = MappingProxyType({})


FOUND_NOTHING: Final = FoundFormulas(NO_FORMULAS, NO_FORMULAS)


class _Shared(NamedTuple):
    """The formula of a person that others share: the column and the row in which it stands."""

    column: int
    row: int
    formula: Moving

    def at(self, row: int, column: int) -> str:
        """Returns it as it reads in another row; blank for another column, where it is not told."""
        return self.formula.below(row - self.row) if column == self.column else ""


class _Texts(Mapping[tuple[int, int], str]):
    """The texts of formulas by row and column. That of one which shares another's is worked out
    when it is asked for: a workbook holds a hundred thousand, and hardly one is.
    """

    def __init__(self) -> None:
        self._held: dict[tuple[int, int], str | _Shared] = {}

    def put(self, row: int, column: int, text: str | _Shared) -> None:
        """Notes the text of a cell, or the formula that it shares."""
        self._held[row, column] = text

    def __getitem__(self, cell: tuple[int, int]) -> str:
        held = self._held[cell]
        return held if isinstance(held, str) else held.at(*cell)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


class FormulaFinder:
    """Finds the formulas among the tails (see values.py) of one sheet's `columns`, block by
    block.
    """

    def __init__(self, prefix: bytes, columns: Sequence[int]) -> None:
        self._columns = columns
        self._element = re.compile(rb"<%sf(?=[\s/>]|$)([^>]*)(?:>([^<]*))?" % re.escape(prefix))
        self._spans: list[CellRange] = []
        self._texts: Memo[bytes, bool] = Memo(_is_live_text)
        self._shared: dict[bytes, bool] = {}
        self._shared_texts: dict[bytes, _Shared] = {}
        self._others = _Texts()

    def find(self, rows: Sequence[int], tails: Sequence[Sequence[bytes]]) -> FoundFormulas:
        """Returns the rows with a formula by column; `tails` are those of each column."""
        found: dict[int, list[int]] = {}
        live: dict[int, list[int]] = {}
        self._others = _Texts()
        for column, of_column in zip(self._columns, tails, strict=True):
            others, ours = self._rows(column, rows, of_column)
            found |= {column: others} if others else {}
            live |= {column: ours} if ours else {}
        for span in self._spans:
            for column in self._columns:
                if column in span.columns:
                    inside = [row for row in rows if span.first_row <= row <= span.last_row]
                    found[column] = sorted({*found.get(column, ()), *inside})
        return FoundFormulas(found, live, self._others)

    def _rows(
        self, column: int, rows: Sequence[int], tails: Sequence[bytes]
    ) -> tuple[list[int], list[int]]:
        """Returns the rows of a column with an element of a formula, and those with one of ours;
        remembers the texts of the others, and how far they go.
        """
        others, ours = list[int](), list[int]()
        # thousands of cells that share a formula are written alike
        found = {tail: self._formula_in(tail) for tail in dict.fromkeys(tails)}
        for row, tail in zip(rows, tails, strict=True):
            element = found[tail]
            if element is None:
                continue
            if element.ours:
                ours.append(row)
            else:
                others.append(row)
                self._others.put(row, column, self._text(element, row, column))
        return others, ours

    def _formula_in(self, tail: bytes) -> _Element | None:
        """Returns the formula of a cell, None where there is none."""
        found = self._element.search(tail) if b"f" in tail else None
        if found is None:
            return None
        attributes, text = found[1], found[2] or b""
        ours = self._is_live(attributes, text)
        if not ours:
            self._remember_span(found[0])
        return _Element(ours, attributes, text)

    def _is_live(self, attributes: bytes, text: bytes) -> bool:
        """Returns whether a formula is ours; one that shares another's text is what that is."""
        live = self._texts[text] if text else False
        index = _INDEX.search(attributes) if _SHARED.search(attributes) else None
        if index is not None:
            return self._shared.setdefault(index[1], live)
        return live

    def _text(self, element: _Element, row: int, column: int) -> str | _Shared:
        """Returns a formula of people as it reads in its own cell, or the one that it shares."""
        attributes, text = element.attributes, element.text
        index = _INDEX.search(attributes) if _SHARED.search(attributes) else None
        if index is None:
            return _unescaped(text)
        if text:
            self._shared_texts[index[1]] = _Shared(column, row, moving(_unescaped(text)))
        return self._shared_texts.get(index[1], "")

    def _remember_span(self, element: bytes) -> None:
        if b"array" in element or b"dataTable" in element:
            ref = _REF.search(element)
            span = range_of(ref[1].decode()) if ref else None
            if span is not None:
                self._spans.append(span)


def _is_live_text(text: bytes) -> bool:
    return is_live(_unescaped(text))


def _unescaped(text: bytes) -> str:
    return html.unescape(text.decode("utf-8", "replace"))

"""The rows of a tab of ours: cells, and formulas filled down.

A formula filled down is written once, as a shared formula; the cells below only name it (ECMA-376
part 1, 18.3.1.40 `f`). What Excel does not take as a shared one is written in every row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, groupby
from typing import Final, NamedTuple

from sheetflow.backends.excel.cell_formats import CellFormats
from sheetflow.backends.excel.cells import formula_tail, value_tail
from sheetflow.backends.excel.filled_down import is_shareable
from sheetflow.backends.excel.refs import checked_letters, format_cell
from sheetflow.backends.excel.text import escape
from sheetflow.model import PLAIN, Cell, FilledDown, Formula, NewTab, Style, Value, shown
from sheetflow.model.formula_text import Moving, moving

LONGEST_FORMULA: Final = 8_192
"""Characters that a formula may have."""
_BATCH: Final = 64
"""Rows that are put together at a time."""


class Place(NamedTuple):
    """What the cells of a tab are written with."""

    formats: CellFormats
    date1904: bool


class _Filled(NamedTuple):
    """A formula filled down, ready to be written: `start` is up to the row's number, `style` its
    attribute, `first` is `<f>` of the first cell, `element` of those below; blank where each has
    its own.
    """

    formula: FilledDown
    start: bytes
    style: bytes
    first: str
    element: str
    moving: Moving

    def reaches(self, row: int) -> bool:
        """Returns whether it is filled down to this row."""
        return self.formula.first_row <= row <= self.formula.last_row

    def is_alike(self, row: int) -> bool:
        """Returns whether the cells from this row on differ by nothing but their row."""
        return row > self.formula.first_row and bool(self.element) and not self.formula.values

    def cell(self, row: int, *, date1904: bool) -> bytes:
        """Returns the cell in this row."""
        return b"%s%d%s" % (self.start, row, self.behind(row, date1904=date1904))

    def behind(self, row: int, *, date1904: bool) -> bytes:
        """Returns the cell in this row from behind the number of the row on."""
        element = self.first if row == self.formula.first_row else self.element
        if not element:
            element = f"<f>{self.moving.below(row - self.formula.first_row)}</f>"
        value = self.formula.values.get(row)
        return b'"' + self.style + formula_tail(element, value, date1904=date1904)


class _Filling:
    """Writes the cells of the formulas that are filled down to a row. Below their first rows most
    differ by the number of the row alone: neighbours of these are cut there once, and joined by
    each number.
    """

    def __init__(self, filled: Sequence[_Filled], date1904: bool) -> None:
        self._filled, self._date1904 = filled, date1904
        self._here: dict[int, _Filled] = {}
        self._runs: list[list[bytes] | _Filled] = []
        firsts = {each.formula.first_row for each in filled}
        seconds = {row + 1 for row in firsts}
        self._turns = firsts | seconds | {each.formula.last_row + 1 for each in filled}

    def turn_to(self, row: int) -> None:
        """Goes on to the next row."""
        if row in self._turns:
            here = {each.formula.column: each for each in self._filled if each.reaches(row)}
            self._here = dict(sorted(here.items()))
            self._runs = list(self._cut(row))

    def alone(self, row: int) -> bytes:
        """Returns the cells of a row in which nothing else stands."""
        number, cells = str(row).encode(), list[bytes]()
        for run in self._runs:
            if isinstance(run, _Filled):
                cells.append(run.cell(row, date1904=self._date1904))
            else:
                cells.append(number.join(run))
        return b"".join(cells)

    def cells(self, row: int) -> dict[int, bytes]:
        """Returns the cells of a row by column."""
        return {at: each.cell(row, date1904=self._date1904) for at, each in self._here.items()}

    def _cut(self, row: int) -> Iterator[list[bytes] | _Filled]:
        """Yields neighbours cut at the number of the row, and each cell that is not like those
        below it.
        """
        for alike, run in groupby(self._here.values(), lambda each: each.is_alike(row)):
            if alike:
                yield list(self._pieces(row, run))
            else:
                yield from run

    def _pieces(self, row: int, run: Iterable[_Filled]) -> Iterator[bytes]:
        before = b""
        for each in run:
            yield before + each.start
            before = each.behind(row, date1904=self._date1904)
        yield before


def rows_of(tab: NewTab, place: Place) -> Iterator[bytes]:
    """Yields the rows of a tab, those without any cell left out."""
    filled = [_filled(number, each, tab, place) for number, each in enumerate(tab.filled)]
    write, filling = _RowWriter(tab, place), _Filling(filled, place.date1904)
    batch = list[bytes]()
    for number in range(1, last_row(tab) + 1):
        filling.turn_to(number)
        cells = write.cells(number)
        inside = _in_order(cells | filling.cells(number)) if cells else filling.alone(number)
        if inside or number in tab.heights:
            batch.append(_row(number, inside, tab.heights.get(number)))
        if len(batch) >= _BATCH:
            yield b"".join(batch)
            batch = []
    yield b"".join(batch)


def last_row(tab: NewTab) -> int:
    """Returns the last row in which anything stands; 0 for none."""
    return max(len(tab.rows), *(each.last_row for each in tab.filled), *tab.heights, 0)


def has_formulas(tab: NewTab) -> bool:
    """Returns whether any cell of a tab holds a formula."""
    listed = chain.from_iterable(tab.rows)
    inside = (cell.content if isinstance(cell, Cell) else cell for cell in listed)
    return bool(tab.filled) or any(isinstance(content, Formula) for content in inside)


def has_styles(tab: NewTab) -> bool:
    """Returns whether a tab says itself how its cells look."""
    if any(look.style != PLAIN for look in tab.columns.values()):
        return True
    return Cell in set(map(type, chain.from_iterable(tab.rows)))


class _RowWriter:
    """Writes the cells that a tab lists row by row."""

    def __init__(self, tab: NewTab, place: Place) -> None:
        self._tab = tab
        self._place = place
        self._heading = None if has_styles(tab) else place.formats.heading()

    def cells(self, number: int) -> dict[int, bytes]:
        """Returns the cells of a row by column."""
        found = dict[int, bytes]()
        if number > len(self._tab.rows):
            return found
        for column, cell in enumerate(self._tab.rows[number - 1]):
            if cell is not None:
                head = f'<c r="{format_cell(column, number)}"{self._style(column, number, cell)}'
                found[column] = head.encode() + self._tail(cell)
        return found

    def _style(self, column: int, row: int, cell: Value | date | Cell | Formula) -> str:
        if row == 1 and self._heading is not None:
            return _style_attribute(self._heading)
        style = cell.style if isinstance(cell, Cell) else _column_style(self._tab, column)
        dated = isinstance(shown(cell), date)
        return _style_attribute(self._place.formats.of(style, dated=dated))

    def _tail(self, cell: Value | date | Cell | Formula) -> bytes:
        content = cell.content if isinstance(cell, Cell) else cell
        if isinstance(content, Formula):
            element = f"<f>{escape(_checked(content.text))}</f>"
            return formula_tail(element, content.value, date1904=self._place.date1904)
        return value_tail(content, date1904=self._place.date1904)


def _filled(number: int, each: FilledDown, tab: NewTab, place: Place) -> _Filled:
    letters = checked_letters(each.column)
    style = each.style if each.style != PLAIN else _column_style(tab, each.column)
    text = escape(_checked(each.text))
    attribute = _style_attribute(place.formats.of(style))
    first, element = f"<f>{text}</f>", ""
    if is_shareable(each.text) and each.last_row > each.first_row:
        cells = f"{letters}{each.first_row}:{letters}{each.last_row}"
        first = f'<f t="shared" ref="{cells}" si="{number}">{text}</f>'
        element = f'<f t="shared" si="{number}"/>'
    cut = moving(each.text)
    cut = Moving(tuple(map(escape, cut.literals)), cut.rows)
    start = f'<c r="{letters}'.encode()
    return _Filled(each, start, attribute.encode(), first, element, cut)


def _checked(text: str) -> str:
    if len(text) > LONGEST_FORMULA:
        raise ValueError(f"a formula of {len(text)} characters: {text[:60]}")
    return text


def _column_style(tab: NewTab, column: int) -> Style:
    look = tab.columns.get(column)
    return PLAIN if look is None else look.style


def _style_attribute(index: int) -> str:
    return f' s="{index}"' if index else ""


def _in_order(cells: Mapping[int, bytes]) -> bytes:
    return b"".join([cells[column] for column in sorted(cells)])


def _row(number: int, inside: bytes, height: int | None) -> bytes:
    high = "" if height is None else f' ht="{height}" customHeight="1"'
    return f'<row r="{number}"{high}>'.encode() + inside + b"</row>"


def value_at(tab: NewTab, column: int, row: int) -> Value | date:
    """Returns what a cell of a tab shows; None where nothing is known of it."""
    for each in tab.filled:
        if each.column == column and each.first_row <= row <= each.last_row:
            return each.values.get(row)
    cells = tab.rows[row - 1] if row <= len(tab.rows) else ()
    return shown(cells[column]) if column < len(cells) else None

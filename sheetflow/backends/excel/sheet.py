"""A worksheet as the engine sees it: model.Tab over a part of the file, read only when asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from sheetflow.backends.excel.archive import PIECE, Archive
from sheetflow.backends.excel.formula_cells import FOUND_NOTHING, FormulaFinder
from sheetflow.backends.excel.package import Package, SheetInfo
from sheetflow.backends.excel.rows import RowReader
from sheetflow.backends.excel.scan import (
    SheetStream,
    attributes,
    iter_rows,
    split_sheet,
    tokenize_row,
)
from sheetflow.backends.excel.strings import SharedStrings
from sheetflow.backends.excel.text import damage_errors, flatten
from sheetflow.backends.excel.values import Cells, tail_of
from sheetflow.model import HEAD_ROWS, Block, Value

_HEAD_PIECE = 1 << 16


class SheetReader:
    """One worksheet of an open archive; implements model.Tab.

    Reading raises DamagedError where the part is broken.
    """

    def __init__(self, archive: Archive, info: SheetInfo, strings: SharedStrings) -> None:
        self._archive = archive
        self._strings = strings
        self.info = info

    @property
    def name(self) -> str:
        """The name on the tab."""
        return self.info.name

    @property
    def visible(self) -> bool:
        """False for hidden and very hidden sheets."""
        return self.info.state == "visible"

    @cached_property
    def head(self) -> Sequence[Sequence[Value]]:
        """The first HEAD_ROWS sheet rows; each as long as its last filled cell."""
        with damage_errors(self.info.part):
            return self._read_head()

    def _read_head(self) -> list[list[Value]]:
        stream = self._stream(_HEAD_PIECE)
        cells = Cells(self._strings, stream.prefix)
        rows: list[list[Value]] = [[] for _ in range(HEAD_ROWS)]
        filled = number = 0
        for row in _rows_of(stream):
            tokens = tokenize_row(row)
            number = tokens.number_in(number + 1)
            if number > HEAD_ROWS:
                break
            for cell in tokens.cells:
                kind = attributes(cell.attrs).get(b"t", b"")
                tail = tail_of(kind, row[cell.open_end : cell.close], stream.prefix)
                _place(rows[number - 1], cell.column, cells[tail])
            filled = max(filled, number)
        for values in rows:
            while values and values[-1] is None:
                values.pop()
        return rows[:filled]

    def blocks(self, columns: Sequence[int]) -> Iterator[Block]:
        """Reads these columns (0-based, ascending) of every row, some thousand rows at a time."""
        with damage_errors(self.info.part):
            yield from self._read_blocks(columns)

    def _read_blocks(self, columns: Sequence[int]) -> Iterator[Block]:
        stream = self._stream()
        reader = RowReader(stream.prefix, columns, self.name)
        cells = Cells(self._strings, stream.prefix)
        finder = FormulaFinder(stream.prefix, columns)
        varied = [False] * len(columns)
        for chunk in stream.rows():
            rows, raw = reader.read(chunk)
            values: list[list[Value]] = []
            for i, tails in enumerate(raw):
                column, varied[i] = cells.column(tails, varied=varied[i])
                values.append(column)
            if rows:
                found = finder.find(rows, raw) if cells.met_formula else FOUND_NOTHING
                yield Block(rows, values, *found)
        # What follows the rows is read too: only then is the checksum of the part looked at.
        for _ in stream.tail():
            pass

    def _stream(self, size: int = PIECE) -> SheetStream:
        return split_sheet(self._archive.stream(self.info.part, size))


def sheets_of(package: Package) -> tuple[SheetReader, ...]:
    """Returns all worksheets of a workbook in its order, hidden ones too.

    Charts, dialogs and macro sheets are none.
    """
    strings = SharedStrings(package.archive, package.strings_part)
    return tuple(
        SheetReader(package.archive, info, strings)
        for info in package.sheets
        if info.kind == "worksheet"
    )


def _rows_of(stream: SheetStream) -> Iterator[bytes]:
    for chunk in stream.rows():
        yield from iter_rows(flatten(chunk), stream.prefix)


def _place(values: list[Value], column: int, value: Value) -> None:
    if value is not None and column >= len(values):
        values.extend([None] * (column + 1 - len(values)))
    if column < len(values):
        values[column] = value

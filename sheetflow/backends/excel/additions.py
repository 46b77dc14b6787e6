"""Cells added to a tab of ours that is there already: headings and rows that it is without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from sheetflow.backends.excel import scan
from sheetflow.backends.excel.book import Book
from sheetflow.backends.excel.layout import column_styles, widen_dimension
from sheetflow.backends.excel.patch_row import Owned, PatchTarget, RowPatch
from sheetflow.backends.excel.refs import CellRange
from sheetflow.backends.excel.survey import cut, survey
from sheetflow.errors.files import SheetWithoutRows
from sheetflow.model import KEEP, Addition, Answer

_Rows = Mapping[int, tuple[Answer, ...]]
"""What to write, by row: an answer for each column that is written."""


def add_cells(book: Book, name: str, additions: Iterable[Addition]) -> None:
    """Writes the cells of all additions to a tab; every other byte of the rows stays. Raises
    DamagedError for a sheet that cannot be changed safely.
    """
    cells = dict[tuple[int, int], Answer]()
    for addition in additions:
        cells |= _cells(addition)
    if not cells:
        return
    info = book.sheet(name)
    seen = survey(book.package.archive.stream(info.part))
    if scan.split_sheet((seen.skeleton,)).self_closed:
        raise SheetWithoutRows(name)
    columns = sorted({column for _, column in cells})
    owned = tuple(Owned(column, place, dated=False) for place, column in enumerate(columns))
    formats = column_styles(seen.skeleton, columns)
    target = PatchTarget(seen.prefix, owned, book.styles, column_styles=formats)
    target = replace(target, merged=seen.merged, bound=seen.bound)
    numbers = sorted({row for row, _ in cells})
    area = CellRange(columns[0], numbers[0], columns[-1], numbers[-1])
    head, tail = cut(widen_dimension(seen.skeleton, area))
    wanted = {row: _answers(cells, row, columns) for row in numbers}
    rows = scan.split_sheet(book.package.archive.stream(info.part)).rows()
    book.rebuilt.put(info.part, chain((head,), _written(rows, wanted, target), (tail,)))


def _answers(
    cells: Mapping[tuple[int, int], Answer], row: int, columns: Sequence[int]
) -> tuple[Answer, ...]:
    return tuple(cells.get((row, column), KEEP) for column in columns)


def _cells(addition: Addition) -> dict[tuple[int, int], Answer]:
    """Returns what to write by row and column."""
    cells = dict[tuple[int, int], Answer]()
    for column, text in addition.headings.items():
        cells[addition.heading_row, column] = text
    for row, values in enumerate(addition.rows, addition.first_row):
        for column, value in enumerate(values, addition.first_column):
            if isinstance(value, str | int):
                cells[row, column] = value
    return cells


def _written(chunks: Iterable[bytes], wanted: _Rows, target: PatchTarget) -> Iterator[bytes]:
    """Yields the rows with what is added; rows that are not there are put in their place."""
    patch, waiting, number = RowPatch(target), sorted(wanted, reverse=True), 0
    for chunk in chunks:
        for row in scan.iter_rows(chunk, target.prefix):
            number = scan.tokenize_row(row).number or number + 1
            while waiting and waiting[-1] < number:
                yield _new_row(patch, waiting[-1], wanted[waiting.pop()], target)
            if waiting and waiting[-1] == number:
                yield patch.patch(row, number, wanted[waiting.pop()])
            else:
                yield row
    for new in reversed(waiting):
        yield _new_row(patch, new, wanted[new], target)


def _new_row(
    patch: RowPatch, number: int, answers: tuple[Answer, ...], target: PatchTarget
) -> bytes:
    p = target.prefix
    return patch.patch(b'<%srow r="%d"></%srow>' % (p, number, p), number, answers)

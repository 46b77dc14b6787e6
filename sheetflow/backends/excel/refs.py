"""Cell references: letters, ranges, lists of ranges; columns 0-based, rows 1-based.

A reference is A1 style with optional dollar signs (ECMA-376 part 1, 18.18.62 ST_Ref, 18.18.76
ST_Sqref).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from sheetflow.model import column_letters

MAX_COLUMNS: Final = 16_384
MAX_ROWS: Final = 1_048_576
_CELL: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_COLUMNS: Final = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS: Final = re.compile(r"\$?([1-9][0-9]{0,6}):\$?([1-9][0-9]{0,6})")


class CellRange(NamedTuple):
    """A rectangle of cells, both corners included."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    def __str__(self) -> str:
        first = f"{checked_letters(self.first_column)}{self.first_row}"
        last = f"{checked_letters(self.last_column)}{self.last_row}"
        return first if first == last else f"{first}:{last}"

    @property
    def columns(self) -> range:
        """The 0-based columns inside."""
        return range(self.first_column, self.last_column + 1)

    def joined(self, other: CellRange) -> CellRange:
        """Returns the smallest rectangle around both."""
        first = map(min, self[:2], other[:2])
        last = map(max, self[2:], other[2:])
        return CellRange(*first, *last)

    def holds(self, column: int, row: int) -> bool:
        """Returns whether this cell lies inside."""
        in_columns = self.first_column <= column <= self.last_column
        return in_columns and self.first_row <= row <= self.last_row

    def meets(self, other: CellRange) -> bool:
        """Returns whether the two have a cell in common."""
        beside = self.first_column > other.last_column or other.first_column > self.last_column
        above = self.first_row > other.last_row or other.first_row > self.last_row
        return not beside and not above


@lru_cache(maxsize=MAX_COLUMNS)
def checked_letters(column: int) -> str:
    """Returns the letters of a 0-based column: A to XFD. Raises ValueError outside."""
    if not 0 <= column < MAX_COLUMNS:
        raise ValueError(f"no such column: {column}")
    return column_letters(column)


@lru_cache(maxsize=MAX_COLUMNS)
def column_index(text: str) -> int:
    """Returns the 0-based column of its letters, in either case; ValueError unless A … XFD."""
    number = 0
    for letter in text.upper():
        if not "A" <= letter <= "Z" or number > MAX_COLUMNS:
            raise ValueError(f"no such column: {text}")
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= MAX_COLUMNS:
        raise ValueError(f"no such column: {text}")
    return number - 1


def parse_cell(text: str) -> tuple[int, int]:
    """Returns (column, row) of a reference such as B7 or $B$7. Raises ValueError otherwise."""
    match = _CELL.fullmatch(text)
    if match is None or int(match[2]) > MAX_ROWS:
        raise ValueError(f"no such cell: {text}")
    return column_index(match[1]), int(match[2])


def format_cell(column: int, row: int) -> str:
    """Returns the reference of a cell, such as B7."""
    return f"{checked_letters(column)}{row}"


def parse_range(text: str) -> CellRange:
    """Returns the rectangle of B2, B2:D9, B:D or 2:9. Raises ValueError for anything else."""
    if match := _COLUMNS.fullmatch(text):
        first, last = sorted((column_index(match[1]), column_index(match[2])))
        return CellRange(first, 1, last, MAX_ROWS)
    if match := _ROWS.fullmatch(text):
        top, bottom = sorted((int(match[1]), int(match[2])))
        if bottom > MAX_ROWS:
            raise ValueError(f"no such rows: {text}")
        return CellRange(0, top, MAX_COLUMNS - 1, bottom)
    head, _, tail = text.partition(":")
    (x1, y1), (x2, y2) = parse_cell(head), parse_cell(tail or head)
    return CellRange(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def joined_spans(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Returns spans (first, last) in order; those that overlap or touch are one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def parse_ranges(text: str) -> tuple[CellRange, ...]:
    """Returns the rectangles of a list separated by blanks (an sqref).

    Raises ValueError if one of them is none.
    """
    return tuple(parse_range(part) for part in text.split())

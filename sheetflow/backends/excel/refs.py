"""Cell references: letters, ranges, lists of ranges. Columns are 0-based, rows 1-based, as in
model.py.

A reference is A1 style with optional dollar signs (ECMA-376 part 1, 18.18.62 ST_Ref, 18.18.76
ST_Sqref).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

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
        first = f"{letters(self.first_column)}{self.first_row}"
        last = f"{letters(self.last_column)}{self.last_row}"
        return first if first == last else f"{first}:{last}"

    def holds(self, column: int, row: int) -> bool:
        """True if this cell lies inside."""
        return (
            self.first_column <= column <= self.last_column
            and self.first_row <= row <= self.last_row
        )

    def meets(self, other: CellRange) -> bool:
        """True if the two have a cell in common."""
        return (
            self.first_column <= other.last_column
            and other.first_column <= self.last_column
            and self.first_row <= other.last_row
            and other.first_row <= self.last_row
        )


@lru_cache(maxsize=MAX_COLUMNS)
def letters(column: int) -> str:
    """The letters of a 0-based column: 0 is A, 16383 is XFD. Raises ValueError outside."""
    if not 0 <= column < MAX_COLUMNS:
        raise ValueError(f"no such column: {column}")
    text = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


@lru_cache(maxsize=MAX_COLUMNS)
def column_index(text: str) -> int:
    """The 0-based column of its letters, in either case. Raises ValueError unless A … XFD."""
    number = 0
    for letter in text.upper():
        if not "A" <= letter <= "Z" or number > MAX_COLUMNS:
            raise ValueError(f"no such column: {text}")
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= MAX_COLUMNS:
        raise ValueError(f"no such column: {text}")
    return number - 1


def parse_cell(text: str) -> tuple[int, int]:
    """(column, row) of a reference such as B7 or $B$7. Raises ValueError for anything else."""
    match = _CELL.fullmatch(text)
    if match is None or int(match[2]) > MAX_ROWS:
        raise ValueError(f"no such cell: {text}")
    return column_index(match[1]), int(match[2])


def format_cell(column: int, row: int) -> str:
    """The reference of a cell, such as B7."""
    return f"{letters(column)}{row}"


def parse_range(text: str) -> CellRange:
    """The rectangle of B2, B2:D9, B:D or 2:9. Raises ValueError for anything else."""
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


def parse_ranges(text: str) -> tuple[CellRange, ...]:
    """The rectangles of a list separated by blanks (an sqref). Raises ValueError if one of them is
    none.
    """
    return tuple(parse_range(part) for part in text.split())

"""The words in the dates of leads, set apart while cells are read: few rows have any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sheetflow.model import Value
from sheetflow.parse.open_dates import OpenDate
from sheetflow.parse.values import text_of


class TypedWord(NamedTuple):
    """A date of a lead that depends on when it was typed: its column, the text, and what it says.

    It is blank in the Lead.
    """

    key: str
    text: str
    date: OpenDate


Words = dict[int, tuple[TypedWord, ...]]
"""Row -> its dates that depend on when they were typed."""


def without_words(key: str, cells: Iterable[tuple[int, Value, Any]], words: Words) -> Iterator[Any]:
    """Yields what cells (row, value, what was read) say; notes in `words` what depends on when it
    was typed.
    """
    for row, value, read in cells:
        if isinstance(read, OpenDate):
            words[row] = (*words.get(row, ()), TypedWord(key, text_of(value), read))
            yield None
        else:
            yield read

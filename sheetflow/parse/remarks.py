"""What stands below a list and is no lead: remarks, and texts two blank rows further down
(follow-up.md, "A row is a lead").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from sheetflow.model import Problem, Text, Value
from sheetflow.parse.grid import cell
from sheetflow.parse.values import is_blank

_NAMES: Final = ("name", "first_name", "company")
_LONGEST: Final = 60
_STOPS: Final = (".", ":")
_LAST: Final = frozenset(".: \n\xa0")
_WEB: Final = ("©", "://", "www.")
_SHOWN: Final = 3


def is_remark(text: str) -> bool:
    """Returns whether a text that stands alone in its row is a remark: long, a sentence, or with a
    web address or ©.
    """
    text = text.strip()
    sentence = text.endswith(_STOPS) and len(text.split()) >= 5
    return len(text) > _LONGEST or sentence or any(sign in text.lower() for sign in _WEB)


class RemarkFinder:
    """Finds the remarks of one tab, block by block; it remembers what stood above."""

    def __init__(self, tab: str) -> None:
        self._tab = tab
        self._last, self._below = 0, False
        self._found: list[tuple[int, str]] = []

    def problems(self, columns: Mapping[str, int]) -> Iterator[Problem]:
        """Yields what is told of the remarks, all of them together."""
        if self._found:
            cells = [cell(self._tab, row, columns[key]) for row, key in self._found[:_SHOWN]]
            more = " …" if len(self._found) > _SHOWN else ""
            yield Problem(", ".join(cells) + more, Text("remarks", (len(self._found),)))

    def sift(
        self, rows: Sequence[int], columns: Mapping[str, Sequence[Value]], keep: list[bool]
    ) -> None:
        """Takes out of `keep` the rows that are remarks; `columns` are those that we know."""
        for at in self._suspects(columns):
            if keep[at] and (key := _alone(columns, at)) and is_remark(str(columns[key][at])):
                self._drop(rows, keep, at, key)
        contiguous = bool(rows) and rows[-1] - self._last == len(rows) == sum(keep)
        if contiguous and not self._below:
            self._last = rows[-1]
        else:
            self._sift_below(rows, columns, keep)

    def _suspects(self, columns: Mapping[str, Sequence[Value]]) -> list[int]:
        """Finds, at a quick first look, the rows in which a name may be a remark."""
        names = [columns[key] for key in _NAMES if key in columns]
        return list(chain.from_iterable(map(_odd, names)))

    def _sift_below(
        self, rows: Sequence[int], columns: Mapping[str, Sequence[Value]], keep: list[bool]
    ) -> None:
        """Takes out the names that stand alone below two blank rows, down to the next full row."""
        cells = list(columns.values())
        for at, row in enumerate(rows):
            if not keep[at] and all(column[at] is None for column in cells):
                continue
            self._below = self._below or 0 < self._last < row - 2
            self._last = row
            if self._below and keep[at]:
                if key := _alone(columns, at):
                    self._drop(rows, keep, at, key)
                else:
                    self._below = False

    def _drop(self, rows: Sequence[int], keep: list[bool], at: int, key: str) -> None:
        keep[at] = False
        self._found.append((rows[at], key))


def _odd(column: Sequence[Value]) -> list[int]:
    return [at for at, value in enumerate(column) if type(value) is str and _looks_odd(value)]


def _looks_odd(text: str) -> bool:
    return len(text) > _LONGEST or text[-1:] in _LAST or "©" in text or "://" in text or _www(text)


def _www(text: str) -> bool:
    return "ww." in text or "WW." in text


def _alone(columns: Mapping[str, Sequence[Value]], at: int) -> str | None:
    """Returns the column of a name that is the only known cell of its row; None where there is
    more, an id of ours too.
    """
    filled = [key for key, column in columns.items() if not is_blank(column[at])]
    return filled[0] if len(filled) == 1 and filled[0] in _NAMES else None

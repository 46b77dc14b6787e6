"""Formulas filled down: which Excel takes as shared ones, and how any of them reads further down.

Source: [MS-XLSB] 2.5.98.98 SharedParsedFormula; ECMA-376 part 1, 18.17.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from sheetflow.backends.excel.refs import MAX_ROWS

_NOT_SHARED: Final = re.compile(r"[!{\[:]|#REF")
_END: Final = r"(?:\$?[A-Za-z]{1,3}(?:\$?\d{1,7})?|\$?\d{1,7})"
_RANGE: Final = re.compile(rf"(?<![\w.$\\]){_END}:{_END}(?![\w.(!:])")
"""A range such as B2:C9, B:C or 2:9; another colon joins what is known only when it is worked
out.
"""
_TEXT: Final = re.compile(r'"(?:[^"]++|"")*+"')
_MOVING: Final = re.compile(
    r"""
    (?P<aside> "(?:[^"]|"")*+" | '(?:[^']|'')*+' | \[[^\[\]]*+\] )
    | (?<![\w.$\\]) (?P<column>\$?[A-Za-z]{1,3}) (?P<row>[1-9]\d{0,6}) (?![\w.(!\\])
    | (?<![\w.$\\]) (?P<top>\$?[1-9]\d{0,6}) : (?P<bottom>\$?[1-9]\d{0,6}) (?![\w.(!\\])
    """,
    re.VERBOSE,
)
"""Quoted text, tab names and names of table columns, which stay; a cell whose row is relative;
whole rows."""


class Moving(NamedTuple):
    """A formula cut at its relative rows: a literal before each of the `rows`, one behind."""

    literals: tuple[str, ...]
    rows: tuple[int, ...]

    def below(self, rows: int) -> str:
        """Returns the formula as it stands so many rows below; beyond the last row of a sheet
        comes the first.
        """
        if not self.rows:
            return self.literals[0]
        text = ""
        for literal, row in zip(self.literals, self.rows, strict=False):
            text += f"{literal}{(row + rows - 1) % MAX_ROWS + 1}"
        return text + self.literals[-1]


def is_shareable(text: str) -> bool:
    """Returns whether Excel takes a formula as a shared one: it names no other tab, no table, no
    list in braces, no range that begins or ends at what a function gives.
    """
    return _NOT_SHARED.search(_RANGE.sub("", _TEXT.sub('""', text))) is None


def moving(text: str) -> Moving:
    """Cuts a formula at the rows that follow when it is filled down."""
    literals, rows, at = list[str](), list[int](), 0
    for match in _MOVING.finditer(text):
        for group in ("row", "top", "bottom"):
            if match[group] and not match[group].startswith("$"):
                literals.append(text[at : match.start(group)])
                rows.append(int(match[group]))
                at = match.end(group)
    return Moving((*literals, text[at:]), tuple(rows))

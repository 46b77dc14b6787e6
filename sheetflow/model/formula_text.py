"""Formulas as texts: how one reads further down, and by what it is known again whoever saved it.

Source: ECMA-376 part 1, 18.17.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

_LAST_ROW: Final = 1_048_576
"""Of any sheet of Excel's."""
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
_INSIDE: Final = re.compile(r"""("(?:[^"]|"")*+"|'(?:[^']|'')*+')|\s+|_xlfn\.|\bFALSE\(\)""")
_END: Final = re.compile(r"(\$[A-Z]{1,3}\$\d{1,7}:\$[A-Z]{1,3}\$)\d{1,7}(?!\d)")


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
            text += f"{literal}{(row + rows - 1) % _LAST_ROW + 1}"
        return text + self.literals[-1]


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


def shape_of(text: str, row: int) -> str:
    """Returns how a formula in that 1-based row is spelled whoever saved it: without spaces and
    prefixes of the format, its relative rows counted from its own. Where a list of ours ends does
    not matter: lists grow.
    """
    cut = moving(text)
    steps = (f"[{other - row}]" for other in cut.rows)
    spelled = "".join(chain.from_iterable(zip(cut.literals, (*steps, ""), strict=True)))
    return _END.sub(r"\1*", "".join(_plain(spelled)))


def _plain(text: str) -> Iterator[str]:
    """Yields a formula in capitals, but for what stands in quotes."""
    at = 0
    for found in _INSIDE.finditer(text):
        yield text[at : found.start()].upper()
        yield found[1] or ("FALSE" if found[0] == "FALSE()" else "")
        at = found.end()
    yield text[at:].upper()

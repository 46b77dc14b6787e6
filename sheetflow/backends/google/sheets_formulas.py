"""Formulas of an .xlsx file, spelled as Google Sheets reads them in every locale.

In a locale with a decimal comma, arguments are separated by semicolons and `0.5` is `0,5`. So
semicolons separate here too, which every locale takes; a fraction is written as a division, and a
row of an array as a turned column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sheetflow.backends.google.references import reference_of
from sheetflow.model import DefinedName

_PIECES: Final = re.compile(
    r"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<tab>(?<!')'(?:[^']|'')+'!)
    | (?P<fraction>(?<![\w.$])\d*\.\d+(?![\w.]))
    | (?P<word>[^\W\d][\w.]*)
    | (?P<other>[\d$]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PREFIXES: Final = re.compile(r"(?:_xlfn\.|_xlws\.)+", re.IGNORECASE)
"""Before functions that are younger than the file format."""
_ONE_OF_SEVERAL: Final = "SINGLE"
"""Excel's spelling of `@`, which Sheets does by itself."""
_LINK: Final = re.compile(r"#(?:'((?:[^']|'')+)'|([^!'#]+))!(.*)", re.DOTALL)


class Spelling(NamedTuple):
    """What formulas are translated with: the sheet id of each tab, and the names that stand for a
    formula, folded, because Sheets gives names to cells alone.
    """

    sheet_ids: Mapping[str, int]
    formulas: Mapping[str, str] = {}

    def of(self, text: str) -> str:
        """Returns a formula with its `=`."""
        return "=" + self._inner(text.removeprefix("="))

    def _inner(self, text: str) -> str:
        return "".join(_arrays(list(self._pieces(text))))

    def _pieces(self, text: str) -> Iterator[str]:
        for found in _PIECES.finditer(text):
            piece, kind = found[0], found.lastgroup
            if kind == "text":
                yield self._link(piece)
            elif kind == "fraction":
                yield _division(piece)
            elif kind == "word":
                called = text[found.end() : found.end() + 1]
                yield self._word(piece, called, text[: found.start()])
            elif piece != "@":
                yield piece

    def _word(self, word: str, behind: str, before: str) -> str:
        """Returns a function, a name or a column; a name of a formula becomes that formula."""
        if behind == "(":
            function = _PREFIXES.sub("", word)
            return "" if function.upper() == _ONE_OF_SEVERAL else function
        formula = self.formulas.get(word.lower())
        if formula is None or behind == "!" or before.endswith(("!", "$")):
            return word
        return f"({self._inner(formula)})"

    def _link(self, text: str) -> str:
        """Returns a text; one that begins a link into the workbook, `#Leads!A`, links into the
        spreadsheet.
        """
        return f'"{self.address(text[1:-1])}"'

    def address(self, text: str) -> str:
        """Returns where a link leads; one into the workbook leads into the spreadsheet."""
        found = _LINK.fullmatch(text)
        if not found:
            return text
        quoted, plain, cells = found.groups()
        number = self.sheet_ids.get(quoted.replace("''", "'") if quoted else plain)
        return text if number is None else f"#gid={number}&range={cells}"


def spelling(sheet_ids: Mapping[str, int], names: Iterable[DefinedName]) -> Spelling:
    """Returns how formulas are written that use these names."""
    formulas = {}
    for name in names:
        if reference_of(name.refers_to) is None:
            formulas[name.name.lower()] = name.refers_to.removeprefix("=")
    return Spelling(sheet_ids, formulas)


def for_conditional_format(formula: str, names: Iterable[str] = ()) -> str | None:
    """Returns a translated formula as a conditional format takes it, which may look at other tabs
    and names only through INDIRECT; None where it follows its row into another tab, which none can.
    """
    known, pieces, tab = {name.lower() for name in names}, list[str](), ""
    for found in _REFERENCES.finditer(formula):
        piece = found[0]
        if found.lastgroup == "name" and piece.lower() in known:
            piece = f'INDIRECT("{piece}")'
        elif found.lastgroup == "there":
            cells = piece.rpartition("!")[2]
            if not all(_FIXED.fullmatch(corner) for corner in cells.split(":")):
                return None
            tab = piece.replace("$", "").replace('"', '""')
            piece = f'INDIRECT("{tab}")'
        pieces.append(piece)
    return "".join(pieces)


_FIXED: Final = re.compile(r"\$[A-Z]{1,3}(?:\$\d+)?|\$\d+", re.IGNORECASE)
_REFERENCES: Final = re.compile(
    r"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<there>(?:(?<!')'(?:[^']|'')+'|[^\W\d][\w.]*)![$A-Za-z\d]+(?::[$A-Za-z\d]+)?)
    | (?P<name>[^\W\d][\w.]*)(?!\()
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def _division(number: str) -> str:
    whole, _, digits = number.partition(".")
    return f"({int(whole + digits)}/{10 ** len(digits)})"


def _arrays(pieces: Sequence[str]) -> Iterator[str]:
    """Yields the pieces with semicolons between arguments, and arrays that need no comma."""
    inside: list[str] | None = None
    for piece in pieces:
        if piece == "{":
            inside = []
        elif inside is None:
            yield ";" if piece == "," else piece
        elif piece == "}":
            yield _array(inside)
            inside = None
        else:
            inside.append(piece)


def _array(pieces: Iterable[str]) -> str:
    """Writes an array constant, its rows as turned columns."""
    lines: list[list[str]] = [[""]]
    for piece in pieces:
        if piece == ";":
            lines.append([""])
        elif piece == ",":
            lines[-1].append("")
        else:
            lines[-1][-1] += piece
    rows = [_row(line) for line in lines]
    return rows[0] if len(rows) == 1 and len(lines[0]) > 1 else "{" + ";".join(rows) + "}"


def _row(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else "TRANSPOSE({" + ";".join(items) + "})"

"""References inside formulas: found, changed and written back; all other text stays as it was.

Understood: A1, $A$1, A1:B2, A:C, 2:5, A2:C, each with a sheet before it (`Name!`, `'Some name'!`).
Text in double quotes, function names, named ranges, table names and error values are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from tests.sheets_server.a1 import column_letters, column_number, quoted
from tests.sheets_server.changes.axis import Shift, bounds

LOST = "#REF!"

_TOKEN = re.compile(
    r"""
    "(?:[^"]|"")*"
  | \#(?:REF!|NAME\?|N/A|VALUE!|DIV/0!|NUM!|NULL!|ERROR!)
  | (?P<sheet>'(?:[^']|'')*'!|[^\W\d][\w.]*!)?
    (?P<ref>
        \$?[A-Za-z]{1,3}\$?[0-9]+(?::\$?[A-Za-z]{1,3}(?:\$?[0-9]+)?|:\$?[0-9]+)?
      | \$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?:\$?[0-9]+)?
      | \$?[0-9]+:\$?[0-9]+
    )(?![\w.(!\[$])
  | [\w.]+
  | '(?:[^']|'')*'
  | .
    """,
    re.VERBOSE | re.DOTALL,
)
_END = re.compile(r"(?:(\$?)([A-Za-z]{1,3}))?(?:(\$?)([0-9]+))?\Z")


class End(NamedTuple):
    """One end of a reference: row and column from 0, None where it names only the other; True where
    a $ fixes it.
    """

    row: int | None
    column: int | None
    row_fixed: bool = False
    column_fixed: bool = False

    def __str__(self) -> str:
        column = (
            "" if self.column is None else "$" * self.column_fixed + column_letters(self.column)
        )
        row = "" if self.row is None else "$" * self.row_fixed + str(self.row + 1)
        return column + row


class Reference(NamedTuple):
    """One reference: the title of the sheet it names (None: the formula's own) and its ends; a cell
    has no `last`.
    """

    title: str | None
    first: End
    last: End | None

    def __str__(self) -> str:
        sheet = "" if self.title is None else quoted(self.title) + "!"
        return f"{sheet}{self.first}" + ("" if self.last is None else f":{self.last}")


def rewritten(formula: str, change: Callable[[Reference], Reference | None]) -> str:
    """The formula with every reference passed through `change`; None makes it #REF!, the same keeps
    its spelling.
    """

    def replace(match: re.Match[str]) -> str:
        if match["ref"] is None:
            return match[0]
        reference = _parsed(match["sheet"], match["ref"])
        after = change(reference) if reference else reference
        if reference is None or after == reference:
            return match[0]
        return LOST if after is None else str(after)

    return _TOKEN.sub(replace, formula)


def shifted(
    formula: str,
    home: str,
    title: str,
    dimension: str,
    shift: Shift,
    band: tuple[int, int] | None = None,
) -> str:
    """The formula of a cell on sheet `home` after rows or columns of sheet `title` changed.

    With a `band` only its part of them did: then references that leave the band stay.
    """

    def change(reference: Reference) -> Reference | None:
        if (reference.title or home).lower() != title.lower() or not _in_band(
            reference, dimension, band
        ):
            return reference
        return _shifted(reference, dimension, shift)

    return rewritten(formula, change)


def translated(formula: str, rows: int, columns: int) -> str:
    """The formula copied that many rows down and columns right: what no $ fixes goes along."""
    if not rows and not columns:
        return formula
    found = []
    for piece in _pieces(formula, columns):
        if isinstance(piece, str):
            found.append(piece)
        else:
            found.append(LOST if min(piece.rows) + rows < 0 else piece.written(rows))
    return "".join(found)


class _Down(NamedTuple):
    """A reference that goes down: the text before each of its rows, and these, from 0."""

    texts: tuple[str, ...]
    rows: tuple[int, ...]

    def written(self, further: int) -> str:
        """The reference that many rows down."""
        parts = [
            f"{text}{row + further + 1}" for text, row in zip(self.texts, self.rows, strict=False)
        ]
        return "".join(parts) + "".join(self.texts[len(self.rows) :])


@lru_cache(maxsize=4096)
def _pieces(formula: str, columns: int) -> tuple[str | _Down, ...]:
    """The references that go down in a formula copied so many columns right, and the text between
    them: a formula is filled down thousands of rows.
    """
    found: list[str | _Down] = []
    plain = ""
    for match in _TOKEN.finditer(formula):
        reference = _parsed(match["sheet"], match["ref"]) if match["ref"] else None
        right = reference and _right(reference, columns)
        if right is None:
            plain += match[0] if reference is None else LOST
        elif down := _down(right):
            found += [plain, down]
            plain = ""
        else:
            plain += match[0] if right == reference else str(right)
    return (*found, plain)


def _right(reference: Reference, columns: int) -> Reference | None:
    first = _end_right(reference.first, columns)
    last = reference.last and _end_right(reference.last, columns)
    if first is None or (reference.last and last is None):
        return None
    return reference._replace(first=first, last=last)


def _end_right(end: End, columns: int) -> End | None:
    if end.column is None or end.column_fixed:
        return end
    return end._replace(column=end.column + columns) if end.column + columns >= 0 else None


def _down(reference: Reference) -> _Down | None:
    """What of a reference goes down; None where nothing does."""
    texts, rows = ["" if reference.title is None else quoted(reference.title) + "!"], list[int]()
    for number, end in enumerate((reference.first, reference.last)):
        if end is None:
            continue
        texts[-1] += ":" * number
        if end.row is None or end.row_fixed:
            texts[-1] += str(end)
        else:
            texts[-1] += str(end._replace(row=None))
            rows.append(end.row)
            texts.append("")
    return _Down(tuple(texts), tuple(rows)) if rows else None


def renamed(formula: str, old: str, new: str | None) -> str:
    """The formula after sheet `old` got the title `new`; None: the sheet is gone."""

    def change(reference: Reference) -> Reference | None:
        if reference.title is None or reference.title.lower() != old.lower():
            return reference
        return None if new is None else reference._replace(title=new)

    return rewritten(formula, change)


def relocated(formula: str, home: str, target: str, move: Callable[[Reference], Reference]) -> str:
    """The formula of a cell that was cut from sheet `home` to sheet `target`: it means the same
    cells as before.

    `move` gets references that name their sheet, and gives those to what was cut along the new
    place.
    """

    def change(reference: Reference) -> Reference:
        after = move(reference._replace(title=reference.title or home))
        bare = reference.title is None and (after.title or "").lower() == target.lower()
        return after._replace(title=None) if bare else after

    return rewritten(formula, change)


def _in_band(reference: Reference, dimension: str, band: tuple[int, int] | None) -> bool:
    if band is None:
        return True
    ends = (reference.first, reference.last or reference.first)
    across = [end.column if dimension == "ROWS" else end.row for end in ends]
    return all(place is not None and band[0] <= place < band[1] for place in across)


def _parsed(sheet: str | None, words: str) -> Reference | None:
    title = None
    if sheet is not None:
        title = sheet[1:-2].replace("''", "'") if sheet.startswith("'") else sheet[:-1]
    ends = [_end(part) for part in words.split(":")]
    if any(end.row is not None and end.row < 0 for end in ends):
        return None
    return Reference(title, ends[0], ends[1] if len(ends) > 1 else None)


def _end(words: str) -> End:
    found = _END.match(words)
    assert found is not None, "only what _TOKEN matched comes here"
    column = column_number(found[2]) if found[2] else None
    row = int(found[4]) - 1 if found[4] else None
    return End(row, column, bool(found[3]), bool(found[1]))


def _shifted(reference: Reference, dimension: str, shift: Shift) -> Reference | None:
    field = "row" if dimension == "ROWS" else "column"
    first, last = reference.first, reference.last or reference.first
    low, high = getattr(first, field), getattr(last, field)
    if low is None and high is None:
        return reference
    turned = low is not None and high is not None and low > high
    if turned:
        low, high = high, low
    found = bounds(shift, low, None if high is None else high + 1)
    if found is None:
        return None
    start, end = found[0], None if found[1] is None else found[1] - 1
    ends = (end, start) if turned else (start, end)
    after = reference._replace(first=_at(first, field, ends[0]))
    return after if reference.last is None else after._replace(last=_at(last, field, ends[1]))


def _at(end: End, field: str, place: int | None) -> End:
    return end._replace(row=place) if field == "row" else end._replace(column=place)

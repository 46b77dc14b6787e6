"""References as people write them, `People!$A$2:$B$9`, read as the API's grid ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from sheetflow.backends.google.grid import Json
from sheetflow.model import column_letters

_CORNER: Final = r"\$?([A-Z]{1,3})?\$?(\d+)?"
_CELLS: Final = re.compile(rf"{_CORNER}(?::{_CORNER})?", re.IGNORECASE)
TAB: Final = r"(?:(?<!')'((?:[^']|'')+)'|([^\W\d][\w.]*))!"
"""A tab in front of a reference: its name in quotes, or as it is."""
_WHOLE: Final = re.compile(rf"\A=?{TAB}([$A-Z\d:]+)", re.IGNORECASE)
_INSIDE: Final = re.compile(
    rf"(?<![\w.$'!])(?:{TAB})?(\$?[A-Z]{{1,3}}\$?\d+(?::\$?[A-Z]{{1,3}}\$?\d+)?|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}})"
    r"(?![\w(!])",
    re.IGNORECASE,
)
_LAST_ROW: Final = 1_048_576
"""The last row of an .xlsx file: a range down to it has no end."""
_TEXTS: Final = re.compile(r'"(?:[^"]|"")*"')


class Reference(NamedTuple):
    """Cells of a tab, blank for the own one; `cells` is in A1 notation."""

    tab: str
    cells: str


def column_number(letters: str) -> int:
    """Returns the 0-based place of a column by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def grid_range_of(cells: str, sheet_id: int) -> Json:
    """Reads cells in A1 notation: one cell, a range, whole columns (`A:C`) or rows (`1:2`); to the
    last row of an .xlsx file means to the end.

    Raises ValueError for anything else.
    """
    found = _CELLS.fullmatch(cells)
    if not found or not cells:
        raise ValueError(cells)
    left, top, right, bottom = found.groups()
    if ":" not in cells:
        right, bottom = left, top
    area: Json = {"sheetId": sheet_id}
    if top:
        area["startRowIndex"] = int(top) - 1
    if bottom and int(bottom) < _LAST_ROW:
        area["endRowIndex"] = int(bottom)
    if left:
        area["startColumnIndex"] = column_number(left)
    if right:
        area["endColumnIndex"] = column_number(right) + 1
    return area


def cells_of(area: Json) -> str:
    """Writes a bounded grid range in A1 notation."""
    first = f"{column_letters(area['startColumnIndex'])}{area['startRowIndex'] + 1}"
    last = f"{column_letters(area['endColumnIndex'] - 1)}{area['endRowIndex']}"
    return first if first == last else f"{first}:{last}"


def reference_of(text: str) -> Reference | None:
    """Reads a text that is one reference to cells of a named tab; None for any other text."""
    found = _WHOLE.fullmatch(text.strip())
    if not found:
        return None
    quoted, plain, cells = found.groups()
    return Reference(quoted.replace("''", "'") if quoted else plain, cells)


def range_of(text: str, sheet_ids: Mapping[str, int]) -> Json | None:
    """Reads a reference to cells of a tab whose sheet id is known; None for any other text."""
    found = reference_of(text)
    if found is None or found.tab not in sheet_ids:
        return None
    return grid_range_of(found.cells, sheet_ids[found.tab])


def references_in(formula: str) -> Iterator[Reference]:
    """Yields the references in a formula."""
    for found in _INSIDE.finditer(_TEXTS.sub('""', formula)):
        quoted, plain, cells = found.groups()
        tab = quoted.replace("''", "'") if quoted else plain or ""
        yield Reference(tab, cells)

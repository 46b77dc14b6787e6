"""From A1 text, GridRange and DataFilter to areas of cells, and back to A1 text."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.sheets_server.book import Json, Sheet, Spreadsheet
from tests.sheets_server.errors import invalid

_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]+)\Z|\$?([A-Za-z]{1,3})\Z|\$?([0-9]+)\Z")
_R1C1 = re.compile(r"R([0-9]+)C([0-9]+)\Z", re.IGNORECASE)


class Area(NamedTuple):
    """Rows top…bottom and columns left…right of a sheet, from 0, ends exclusive, within or beyond
    the grid.
    """

    sheet: Sheet
    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.right - self.left


class Corner(NamedTuple):
    """One end of an A1 range: row and column from 0, None where it names only the other."""

    row: int | None
    column: int | None


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The column, counted from 0, of its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def quoted(title: str) -> str:
    """A sheet's title as it stands before the ! of an A1 range: in single quotes unless it is a
    plain word.
    """
    if _PLAIN_TITLE.match(title) and not _looks_like_cell(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def _looks_like_cell(title: str) -> bool:
    """A plain word that could be read as a cell (AB12, R1C1) or as a truth value; not single
    columns like `A`.
    """
    found = _CELL.match(title)
    return (
        bool(found and found[1]) or bool(_R1C1.match(title)) or title.upper() in ("TRUE", "FALSE")
    )


def text(area: Area) -> str:
    """The area as the API writes it: `Sheet1!A1:B2`, a single cell without the colon."""
    first = f"{column_letters(area.left)}{area.top + 1}"
    last = f"{column_letters(area.right - 1)}{area.bottom}"
    return f"{quoted(area.sheet.title)}!{first}" + ("" if first == last else f":{last}")


def whole(sheet: Sheet) -> Area:
    """All cells of a sheet."""
    return Area(sheet, 0, 0, sheet.row_count, sheet.column_count)


def from_grid_range(book: Spreadsheet, grid_range: Json) -> Area:
    """The area of a GridRange; bounds left out reach the grid's edges. 400: no such sheet,
    reversed, negative.
    """
    sheet = book.sheet(int(grid_range.get("sheetId", 0)))
    area = Area(
        sheet,
        int(grid_range.get("startRowIndex", 0)),
        int(grid_range.get("startColumnIndex", 0)),
        int(grid_range.get("endRowIndex", sheet.row_count)),
        int(grid_range.get("endColumnIndex", sheet.column_count)),
    )
    for name, first, last in (("Row", area.top, area.bottom), ("Column", area.left, area.right)):
        if first < 0 or last < 0:
            raise invalid(f"start{name}Index and end{name}Index must not be negative.")
        if f"end{name}Index" in grid_range and last < first:
            raise invalid(
                f"GridRange.end{name}Index[{last}] must be after start{name}Index[{first}]"
            )
    return area


def limits(sheet: Sheet) -> str:
    """How the API tells a grid's size."""
    return f"Max rows: {sheet.row_count}, max columns: {sheet.column_count}"


def clipped(area: Area) -> Area:
    """The part of an area that lies in the grid; 400 when it starts outside."""
    sheet = area.sheet
    if area.top >= sheet.row_count or area.left >= sheet.column_count:
        raise invalid(f"Range ({text(area)}) exceeds grid limits. {limits(sheet)}")
    return area._replace(
        bottom=min(area.bottom, sheet.row_count), right=min(area.right, sheet.column_count)
    )


def to_grid_range(area: Area) -> Json:
    """The GridRange of an area."""
    return {
        "sheetId": area.sheet.id,
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }


def parse(book: Spreadsheet, words: str) -> Area:
    """The area that an A1 text names: cells of a sheet, a whole sheet by its title, a named range,
    or a table.

    Without a sheet the first visible one is meant. Cells may lie beyond the grid: reading cuts,
    writing refuses. 400 "Unable to parse range: …" for anything else.
    """
    title, bang, cells = _split(words)
    sheet = book.sheet_named(title) if bang else _first(book)
    corners = _corners(cells) if sheet is not None else None
    if sheet is not None and corners is not None:
        return _between(sheet, *corners)
    named = _named(book, cells, sheet if bang else None) if sheet is not None else None
    if named is None and not bang:
        named = _titled(book, words)
    if named is None:
        raise invalid(f"Unable to parse range: {words}")
    return named


def is_anchor(words: str) -> bool:
    """Whether an A1 text names one cell only, so that a write may reach beyond it to the right and
    downwards.
    """
    cells = _split(words)[2]
    return ":" not in cells and _corners(cells) is not None


def _split(words: str) -> tuple[str, str, str]:
    """The title (unquoted), "!" or nothing, and the rest."""
    quoted_title = re.match(r"'((?:[^']|'')*)'!", words)
    if quoted_title:
        return quoted_title[1].replace("''", "'"), "!", words[quoted_title.end() :]
    title, bang, cells = words.rpartition("!")
    return title, bang, cells


def _named(book: Spreadsheet, words: str, on: Sheet | None) -> Area | None:
    """A named range or a table by its name, on one sheet or (None) on any."""
    ranges = [(found["name"], found["range"]) for found in book.named_ranges]
    tables = [
        (found.get("name", ""), {"sheetId": s.id, **found["range"]})
        for s in book.sheets
        for found in s.tables
    ]
    for name, grid_range in ranges + tables:
        if str(name).lower() == words.lower() and (
            on is None or grid_range.get("sheetId", 0) == on.id
        ):
            return from_grid_range(book, grid_range)
    return None


def _titled(book: Spreadsheet, words: str) -> Area | None:
    """The whole sheet of a title, bare or in quotes."""
    bare = words[1:-1].replace("''", "'") if re.fullmatch(r"'.*'", words, re.DOTALL) else words
    sheet = book.sheet_named(bare)
    return whole(sheet) if sheet is not None and sheet.is_grid else None


def _first(book: Spreadsheet) -> Sheet | None:
    grids = [sheet for sheet in book.sheets if sheet.is_grid]
    visible = [sheet for sheet in grids if not sheet.properties.get("hidden")]
    return next(iter(visible or grids), None)


def _corners(cells: str) -> tuple[Corner, Corner] | None:
    """Both ends of a text such as B2, B2:D9, A:C, 1:2, A5:A or R1C1:R2C2; None when it is no such
    text.
    """
    parts = cells.split(":")
    ends = [end for end in map(_corner, parts) if end is not None]
    if len(ends) != len(parts) or len(parts) > 2:
        return None
    return None if len(parts) == 1 and None in ends[0] else (ends[0], ends[-1])


def _corner(part: str) -> Corner | None:
    r1c1 = _R1C1.match(part)
    if r1c1:
        row, column = int(r1c1[1]) - 1, int(r1c1[2]) - 1
        return Corner(row, column) if min(row, column) >= 0 else None
    found = _CELL.match(part)
    if not found:
        return None
    letters, digits = found[1] or found[3], found[2] or found[4]
    if digits and int(digits) < 1:
        return None
    return Corner(int(digits) - 1 if digits else None, column_number(letters) if letters else None)


def _between(sheet: Sheet, first: Corner, last: Corner) -> Area:
    """The area between two corners in any order; what neither names reaches the grid's edges (A5:A,
    A:C, 1:2).
    """
    top, bottom = _span(first.row, last.row, sheet.row_count)
    left, right = _span(first.column, last.column, sheet.column_count)
    return Area(sheet, top, left, bottom, right)


def _span(first: int | None, last: int | None, size: int) -> tuple[int, int]:
    if first is not None and last is not None:
        return min(first, last), max(first, last) + 1
    start = first if first is not None else last
    return start or 0, max(size, (start or 0) + 1)

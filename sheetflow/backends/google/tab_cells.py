"""The cells of a new tab: values, dates, formulas, and how they look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, zip_longest
from typing import Final

from sheetflow.backends.google.cell_format import cell_format
from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.sheets_formulas import Spelling
from sheetflow.columns import PEOPLE, fold
from sheetflow.model import (
    PLAIN,
    Cell,
    CellError,
    FilledDown,
    Formula,
    NewTab,
    Style,
    Value,
    serial,
)

Content = Value | date | Formula
Line = Sequence[Content | Cell]
_PHONE: Final = next(column for column in PEOPLE if column.key == "phone")
_PHONE_HEADINGS: Final = {fold(_PHONE.en), fold(_PHONE.es)}
_DATE: Final = {"type": "DATE"}
_BOLD: Final = Style(bold=True)
_FIELDS: Final = "userEnteredValue,userEnteredFormat"


def cell_requests(tab: NewTab, sheet_id: int, spelling: Spelling) -> Iterator[Json]:
    """Builds the requests that fill a new tab: whole columns first, then what is in them."""
    yield from _columns(tab, sheet_id)
    bold = _headings(tab)
    for column, lines in _contents(tab):
        start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": column}
        rows = []
        for line, heading in zip(lines, bold, strict=False):
            cells = enumerate(line, column)
            rows.append(
                {"values": [_cell(tab, at, cell, spelling, bold=heading) for at, cell in cells]}
            )
        yield {"updateCells": {"start": start, "rows": rows, "fields": _FIELDS}}
    for filled in tab.filled:
        yield _filled(filled, sheet_id, spelling)
    yield from _phones(tab, sheet_id)


def _contents(tab: NewTab) -> Iterator[tuple[int, Sequence[Line]]]:
    """Yields 0-based columns with the rows that begin there: all rows at once, or each column by
    itself where that is far less, as in a tab of lists of which one is long.
    """
    rows = [_without_blank_end(row) for row in tab.rows]
    columns = [_without_blank_end(column) for column in zip_longest(*tab.rows)]
    if 2 * sum(map(len, columns)) < sum(map(len, rows)):
        for at, column in enumerate(columns):
            if column:
                yield at, [(cell,) for cell in column]
    elif any(rows):
        yield 0, rows


def _without_blank_end(line: Line) -> Line:
    """Returns a row or column up to its last cell: the others have the style of their column
    already.
    """
    end = len(line)
    while end and line[end - 1] is None:
        end -= 1
    return line[:end]


def has_styles(tab: NewTab) -> bool:
    """Returns whether a tab says by itself how its cells look."""
    return Cell in map(type, chain.from_iterable(tab.rows))


def _headings(tab: NewTab) -> list[bool]:
    """Returns of each row whether it is a heading for want of any style."""
    return [not row and not has_styles(tab) for row in range(len(tab.rows))]


def style_of(tab: NewTab, column: int, cell: object) -> Style:
    """Returns the style of a cell: its own, else that of its column."""
    if isinstance(cell, Cell):
        return cell.style
    return tab.columns[column].style if column in tab.columns else PLAIN


def _cell(
    tab: NewTab, column: int, cell: Content | Cell, spelling: Spelling, *, bold: bool
) -> Json:
    style = style_of(tab, column, cell)
    if bold and cell is not None:
        style = style._replace(bold=True)
    content = cell.content if isinstance(cell, Cell) else cell
    return cell_data(content, style, spelling)


def cell_data(content: Content, style: Style, spelling: Spelling) -> Json:
    """Builds a cell as the API takes it: text as text, whatever it begins with."""
    found: Json = {}
    if isinstance(content, Formula):
        found["userEnteredValue"] = {"formulaValue": spelling.of(content.text)}
    elif isinstance(content, date):
        found["userEnteredValue"] = {"numberValue": serial(content)}
    elif content is not None and not isinstance(content, CellError):
        found["userEnteredValue"] = {_kind(content): content}
    look = cell_format(style)
    if isinstance(content, date) and "numberFormat" not in look:
        look["numberFormat"] = _DATE
    if look:
        found["userEnteredFormat"] = look
    return found


def row_data(values: Iterable[Content], spelling: Spelling, *, bold: bool) -> Json:
    """Builds a row of cells that look like nothing but a heading."""
    style = _BOLD if bold else PLAIN
    return {
        "values": [
            cell_data(value, PLAIN if value is None else style, spelling) for value in values
        ]
    }


def _kind(value: bool | int | float | str) -> str:
    """Returns the field of an ExtendedValue that holds such a value."""
    if isinstance(value, bool):
        return "boolValue"
    return "stringValue" if isinstance(value, str) else "numberValue"


def _columns(tab: NewTab, sheet_id: int) -> Iterator[Json]:
    """Gives whole columns the style of their blank cells; adjacent ones with one style at once."""
    looks = {at: look.style for at, look in tab.columns.items() if cell_format(look.style)}
    for at, style in sorted(looks.items()):
        if looks.get(at - 1) == style:
            continue  # came with the column before
        end = at + 1
        while looks.get(end) == style:
            end += 1
        yield repeat(_columns_range(sheet_id, at, end), style)


def _columns_range(sheet_id: int, start: int, end: int) -> Json:
    return {"sheetId": sheet_id, "startColumnIndex": start, "endColumnIndex": end}


def repeat(area: Json, style: Style) -> Json:
    """Builds the request that gives all cells of a range one look."""
    cell = {"userEnteredFormat": cell_format(style)}
    return {"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat"}}


def _filled(filled: FilledDown, sheet_id: int, spelling: Spelling) -> Json:
    """Builds a formula in consecutive rows; Google lets its relative references follow."""
    rows = {"startRowIndex": filled.first_row - 1, "endRowIndex": filled.last_row}
    area = _columns_range(sheet_id, filled.column, filled.column + 1) | rows
    cell = cell_data(Formula(filled.text), filled.style, spelling)
    return {"repeatCell": {"range": area, "cell": cell, "fields": _FIELDS}}


def _phones(tab: NewTab, sheet_id: int) -> Iterator[Json]:
    """Yields requests for plain text below headings of phones: `+44 20 …` would be a formula."""
    headings: Sequence[object] = tab.rows[0] if tab.rows else ()
    for at, heading in enumerate(headings):
        if isinstance(heading, str) and fold(heading) in _PHONE_HEADINGS:
            where = {"startRowIndex": 1, **_columns_range(sheet_id, at, at + 1)}
            look = {"userEnteredFormat": {"numberFormat": {"type": "TEXT", "pattern": "@"}}}
            fields = "userEnteredFormat.numberFormat"
            yield {"repeatCell": {"range": where, "cell": look, "fields": fields}}

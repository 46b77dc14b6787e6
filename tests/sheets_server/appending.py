"""values.append: find the last table in a range and write below it.

How tables are found: https://developers.google.com/workspace/sheets/api/guides/values#append_values
"""

from __future__ import annotations

from tests.sheets_server import a1, changes
from tests.sheets_server.a1 import Area
from tests.sheets_server.book import CELL_LIMIT, Json, Sheet, Spreadsheet
from tests.sheets_server.errors import invalid
from tests.sheets_server.writing import Manner, block_of, shown, write


def append(book: Spreadsheet, words: str, body: Json, manner: Manner, *, insert: bool) -> Json:
    """Write values in the first row below the table, from its first column; the grid grows where it
    must.

    With `insert` new rows are made for them; else what stands there is written over.
    """
    asked = block_of(book, words, body, "data.")
    table = find_table(a1.clipped(asked.area))
    if table is not None:
        asked = asked._replace(area=asked.area._replace(top=table.bottom, left=table.left))
    block = asked._replace(anchor=True)
    with book.atomic():
        _make_room(book, block.written, insert=insert)
        done = write(book, block, manner.option)
    answer: Json = {"spreadsheetId": book.id, "updates": shown(book, done, manner)}
    return answer if table is None else answer | {"tableRange": a1.text(table)}


def find_table(asked: Area) -> Area | None:
    """The table of the last filled cell in a range; for a blank range the table that stands around
    it; else None.
    """
    sheet = asked.sheet
    for row in sorted((row for row in sheet.rows if asked.top <= row < asked.bottom), reverse=True):
        for column in range(asked.right - 1, asked.left - 1, -1):
            if _filled(sheet, row, column):
                return _region(sheet, row, column)
    for row in range(asked.top - 1, asked.top + 2):
        for column in range(asked.left - 1, asked.left + 2):
            region = _region(sheet, row, column) if _filled(sheet, row, column) else None
            if (
                region
                and region.top <= asked.top < region.bottom
                and region.left <= asked.left < region.right
            ):
                return region
    return None


def _filled(sheet: Sheet, row: int, column: int) -> bool:
    cell = sheet.cell(row, column)
    return cell.value is not None or cell.formula is not None


def _region(sheet: Sheet, row: int, column: int) -> Area:
    """The smallest box around a filled cell that no filled cell touches from outside, not even at a
    corner.
    """
    box = Area(sheet, row, column, row + 1, column + 1)
    while (grown := _grown(box)) != box:
        box = grown
    return box


def _grown(box: Area) -> Area:
    sheet, top, left, bottom, right = box
    while _any(sheet, range(top - 1, top), range(left - 1, right + 1)):
        top -= 1
    while _any(sheet, range(bottom, bottom + 1), range(left - 1, right + 1)):
        bottom += 1
    while _any(sheet, range(top - 1, bottom + 1), range(left - 1, left)):
        left -= 1
    while _any(sheet, range(top - 1, bottom + 1), range(right, right + 1)):
        right += 1
    return Area(sheet, top, left, bottom, right)


def _any(sheet: Sheet, rows: range, columns: range) -> bool:
    return any(
        _filled(sheet, row, column) for row in rows if row in sheet.rows for column in columns
    )


def _make_room(book: Spreadsheet, place: Area, *, insert: bool) -> None:
    sheet = place.sheet
    if insert and place.top < sheet.row_count:
        span = {
            "sheetId": sheet.id,
            "dimension": "ROWS",
            "startIndex": place.top,
            "endIndex": place.bottom,
        }
        changes.batch_update(
            book, [{"insertDimension": {"range": span, "inheritFromBefore": place.top > 0}}]
        )
    rows, columns = max(sheet.row_count, place.bottom), max(sheet.column_count, place.right)
    others = sum(
        other.row_count * other.column_count for other in book.sheets if other is not sheet
    )
    if others + rows * columns > CELL_LIMIT:
        raise invalid(
            f"This action would increase the number of cells above the limit of {CELL_LIMIT} cells."
        )
    sheet.grid.update(rowCount=rows, columnCount=columns)

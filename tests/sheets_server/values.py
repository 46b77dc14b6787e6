"""Reading and clearing values: values.get, batchGet, clear, batchClear and both batches by data
filter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.sheets_server import a1, filters
from tests.sheets_server.a1 import Area
from tests.sheets_server.book import EMPTY, Cell, Json, Spreadsheet
from tests.sheets_server.protection import check_editable
from tests.sheets_server.rendering import Options, Show, shower


def get(book: Spreadsheet, words: str, options: Options) -> Json:
    """The ValueRange of an A1 text, cut to the grid."""
    return value_range(book, a1.clipped(a1.parse(book, words)), options)


def batch_get(book: Spreadsheet, ranges: Iterable[str], options: Options) -> Json:
    """The ValueRanges of several A1 texts, in their order."""
    found = [get(book, words, options) for words in ranges]
    return _without_empty(spreadsheetId=book.id, valueRanges=found)


def batch_get_by_filter(book: Spreadsheet, data_filters: Iterable[Json], options: Options) -> Json:
    """Every range that a filter matches, once, with the filters that matched it. No match: no
    valueRanges.
    """
    matched: dict[tuple[int, int, int, int, int], tuple[Area, list[Json]]] = {}
    for data_filter in data_filters:
        for area in filters.areas(book, data_filter):
            key = (area.sheet.id, *area[1:])
            matched.setdefault(key, (a1.clipped(area), []))[1].append(data_filter)
    ranges = [
        {"valueRange": value_range(book, area, options), "dataFilters": by}
        for area, by in matched.values()
    ]
    return _without_empty(spreadsheetId=book.id, valueRanges=ranges)


def value_range(book: Spreadsheet, area: Area, options: Options) -> Json:
    """The values of an area in the grid: empty cells as "", the blank tail of each line and of all
    lines left out.
    """
    lines = _lines(book, area, options)
    if options.major == "COLUMNS":
        lines = _turned(lines)
    answer: Json = {"range": a1.text(area), "majorDimension": options.major}
    if lines:
        answer["values"] = lines
    return answer


def _lines(book: Spreadsheet, area: Area, options: Options) -> list[list[Any]]:
    show, rows = shower(book, area.sheet, options), area.sheet.rows
    last = max(rows, default=-1) + 1
    lines = [
        _line(show, row, rows.get(row), area) for row in range(area.top, min(area.bottom, last))
    ]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _line(show: Show, row: int, held: dict[int, Cell] | None, area: Area) -> list[Any]:
    """The values of one row up to its last that is not blank."""
    line: list[Any] = []
    filled = 0
    for column in range(area.left, min(area.right, max(held, default=-1) + 1) if held else 0):
        cell = held.get(column) if held else None
        value = None if cell is None else show(row, column, cell)
        if value is None:
            line.append("")
        else:
            line.append(value)
            filled = len(line)
    del line[filled:]
    return line


def _turned(lines: list[list[Any]]) -> list[list[Any]]:
    """Rows as columns, with the blank tails of the columns left out."""
    width = max(map(len, lines), default=0)
    turned: list[list[Any]] = [[] for _ in range(width)]
    for number, line in enumerate(lines):
        for column, value in enumerate(line):
            if value != "":
                turned[column].extend([""] * (number - len(turned[column])))
                turned[column].append(value)
    return turned


def clear(book: Spreadsheet, words: str) -> Json:
    """Take values and formulas away from a range; formats, notes and rules stay."""
    return {"spreadsheetId": book.id, "clearedRange": clear_areas(book, [a1.parse(book, words)])[0]}


def batch_clear(book: Spreadsheet, ranges: Iterable[str]) -> Json:
    """Clear several ranges, all or none."""
    cleared = clear_areas(book, [a1.parse(book, words) for words in ranges])
    return _without_empty(spreadsheetId=book.id, clearedRanges=cleared)


def batch_clear_by_filter(book: Spreadsheet, data_filters: Iterable[Json]) -> Json:
    """Clear every range that a filter matches, all or none. No match: no clearedRanges."""
    areas = [area for data_filter in data_filters for area in filters.areas(book, data_filter)]
    return _without_empty(spreadsheetId=book.id, clearedRanges=clear_areas(book, areas))


def clear_areas(book: Spreadsheet, areas: Iterable[Area]) -> list[str]:
    """Clear areas, all or none; gives their A1 texts, cut to the grid."""
    clipped = [a1.clipped(area) for area in areas]
    for area in clipped:
        check_editable(book, area.sheet, area.top, area.left, area.bottom, area.right)
    for area in clipped:
        _clear(area)
    book.touch()
    return [a1.text(area) for area in clipped]


def _clear(area: Area) -> None:
    sheet = area.sheet
    for row in [row for row in sheet.rows if area.top <= row < area.bottom]:
        for column, cell in list(sheet.rows[row].items()):
            if area.left <= column < area.right:
                kept = cell._replace(value=None, formula=None, extra=None)
                sheet.put(row, column, EMPTY if kept == EMPTY else kept)


def _without_empty(**parts: Any) -> Json:
    return {name: part for name, part in parts.items() if part != []}

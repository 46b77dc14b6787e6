"""What changes the texts of cells: findReplace, textToColumns, trimWhitespace, pasteData."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.sheets_server.a1 import Area, whole
from tests.sheets_server.book import Cell, Json, Sheet, Spreadsheet
from tests.sheets_server.changes.ranges import area_of, check_area, editable_area, place_of
from tests.sheets_server.entering import typed
from tests.sheets_server.errors import invalid
from tests.sheets_server.formulas import now
from tests.sheets_server.locales import locale
from tests.sheets_server.rendering import Options, shower

_DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}
_SPACE = re.compile(r"\s+")


def put_typed(book: Spreadsheet, sheet: Sheet, row: int, column: int, text: str) -> None:
    """Enter a text as if a person had typed it: numbers and dates become values, with the format
    they ask for.
    """
    entry = typed(text, locale(book.properties["locale"]), now(book)) if text else None
    cell = sheet.cell(row, column)._replace(
        value=entry and entry.value, formula=entry and entry.formula, extra=None
    )
    if entry and entry.number_format and "numberFormat" not in (cell.format or {}):
        cell = cell._replace(format={**(cell.format or {}), "numberFormat": entry.number_format})
    sheet.put(row, column, cell)


class _Search(NamedTuple):
    pattern: re.Pattern[str]
    replacement: str
    whole: bool
    formulas: bool

    def replaced(self, text: str) -> tuple[str, int]:
        """The text with what was found replaced, and how many times."""
        if self.whole:
            found = self.pattern.fullmatch(text)
            return (found.expand(self.replacement), 1) if found else (text, 0)
        return self.pattern.subn(self.replacement, text)


def _search(body: Json) -> _Search:
    find, regex = body.get("find", ""), body.get("searchByRegex", False)
    if not find:
        raise invalid("find must not be empty.")
    flags = 0 if body.get("matchCase") else re.IGNORECASE
    words = body.get("replacement", "")
    # Java writes groups as $1, and \\$ for a plain dollar; Python as \\1.
    java = re.sub(r"(?<!\\)\$(\d+)", r"\\g<\1>", words).replace("\\$", "$")
    try:
        pattern = re.compile(find if regex else re.escape(find), flags)
    except re.error:
        raise invalid(f"Invalid regular expression: {find}") from None
    template = java if regex else words.replace("\\", "\\\\")
    return _Search(
        pattern, template, bool(body.get("matchEntireCell")), bool(body.get("includeFormulas"))
    )


def _scopes(book: Spreadsheet, body: Json) -> list[Area]:
    given = [name for name in ("range", "sheetId", "allSheets") if name in body]
    if len(given) != 1:
        raise invalid("Exactly one of range, sheetId or allSheets must be set.")
    if given[0] == "range":
        return [area_of(book, body["range"])]
    sheets = book.sheets if given[0] == "allSheets" else [book.sheet(int(body["sheetId"]))]
    return [whole(sheet) for sheet in sheets if sheet.is_grid]


def _find_replace(book: Spreadsheet, body: Json) -> Json:
    """Cells are searched as they are shown, formulas (if asked) as they are written. Counts of 0
    are left out.
    """
    search = _search(body)
    counts = dict.fromkeys(
        (f"{what}Changed" for what in ("values", "formulas", "rows", "sheets", "occurrences")), 0
    )
    for area in _scopes(book, body):
        rows = set()
        for row, column, cell, text, times in list(_hits(book, area, search)):
            check_area(book, Area(area.sheet, row, column, row + 1, column + 1))
            if cell.formula is None:
                put_typed(book, area.sheet, row, column, text)
            else:
                area.sheet.put(row, column, cell._replace(formula=text))
            counts["valuesChanged" if cell.formula is None else "formulasChanged"] += 1
            counts["occurrencesChanged"] += times
            rows.add(row)
        counts["rowsChanged"] += len(rows)
        counts["sheetsChanged"] += bool(rows)
    return {name: count for name, count in counts.items() if count}


def _hits(
    book: Spreadsheet, area: Area, search: _Search
) -> Iterator[tuple[int, int, Cell, str, int]]:
    show = shower(book, area.sheet, Options())
    for row, column, cell in _filled(area):
        if cell.formula is not None and not search.formulas:
            continue
        old = cell.formula if cell.formula is not None else show(row, column, cell)
        new, times = search.replaced(str(old)) if old is not None else ("", 0)
        if times:
            yield row, column, cell, new, times


def _filled(area: Area) -> Iterator[tuple[int, int, Cell]]:
    for row in sorted(row for row in area.sheet.rows if area.top <= row < area.bottom):
        for column in sorted(area.sheet.rows[row]):
            if area.left <= column < area.right:
                yield row, column, area.sheet.cell(row, column)


def _trim(book: Spreadsheet, body: Json) -> Json:
    area = editable_area(book, body.get("range"))
    changed = 0
    for row, column, cell in list(_filled(area)):
        if cell.formula is None and isinstance(cell.value, str):
            text = _SPACE.sub(" ", cell.value).strip()
            changed += text != cell.value
            area.sheet.put(row, column, cell._replace(value=text or None))
    return {"cellsChangedCount": changed} if changed else {}


def _text_to_columns(book: Spreadsheet, body: Json) -> None:
    """The parts overwrite what is to the right."""
    area = editable_area(book, body.get("source"))
    if area.width != 1:
        raise invalid("The source must span exactly one column.")
    split = _splitter(area, body)
    parts = {
        row: split(cell.value) for row, _, cell in _filled(area) if isinstance(cell.value, str)
    }
    width = max(map(len, parts.values()), default=1)
    if area.left + width > area.sheet.column_count:
        raise invalid("There are not enough columns to split the text into.")
    check_area(book, area._replace(right=area.left + width))
    for row, texts in parts.items():
        for offset, text in enumerate(texts):
            put_typed(book, area.sheet, row, area.left + offset, text)


def _splitter(area: Area, body: Json) -> Callable[[str], list[str]]:
    kind = body.get("delimiterType", "AUTODETECT")
    if kind == "AUTODETECT":
        texts = [cell.value for _, _, cell in _filled(area) if isinstance(cell.value, str)]
        counts = {mark: sum(mark in text for text in texts) for mark in _DELIMITERS.values()}
        mark = max(counts, key=lambda mark: counts[mark])
    else:
        mark = body.get("delimiter", "") if kind == "CUSTOM" else _DELIMITERS.get(kind, "")
    if not mark:
        raise invalid("A delimiter must be specified.")
    return lambda text: [part.strip() for part in text.split(mark)]


def _paste_data(book: Spreadsheet, body: Json) -> None:
    """Text with a delimiter, a line for each row; entered as if typed. 400 for HTML, which this
    server cannot read.
    """
    if body.get("html") or body.get("type", "PASTE_NORMAL") not in ("PASTE_NORMAL", "PASTE_VALUES"):
        raise invalid("not implemented by the test server")
    sheet, top, left = place_of(book, body.get("coordinate"))
    mark = body.get("delimiter", "")
    if len(mark) != 1:
        raise invalid("A delimiter of one character must be specified.")
    rows = list(csv.reader(io.StringIO(body.get("data", "")), delimiter=mark))
    width = max(map(len, rows), default=0)
    area = Area(sheet, top, left, top + len(rows), left + width)
    if area.bottom > sheet.row_count or area.right > sheet.column_count:
        raise invalid("The data does not fit into the sheet.")
    check_area(book, area)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            put_typed(book, sheet, top + row, left + column, text)


KINDS = {
    "findReplace": _find_replace,
    "trimWhitespace": _trim,
    "textToColumns": _text_to_columns,
    "pasteData": _paste_data,
}

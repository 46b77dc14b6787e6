"""A workbook file as a spreadsheet of the local server, as when somebody uploads it: cells,
formulas, names, hidden tabs. What its formulas come to is what the file says.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from sheetflow.backends.google.sheets_formulas import Spelling
from sheetflow.live import CALC_TAB, is_live
from tests.sheets_server.book import ERROR_TYPES, Cell, CellError, Place, Spreadsheet, Value
from tests.sheets_server.server import Server

_PLAIN: Final = Spelling({})
_REFERENCE: Final = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)")


def upload(path: Path, server: Server, lang: str) -> Spreadsheet:
    """Makes a spreadsheet of a file; its formulas come to what they come to in the file."""
    locale = {"en": "en_GB", "es": "es_ES"}[lang]
    book = server.world.create(path.stem, locale=locale, owner="marta@example.com")
    held = _loaded(path, data_only=False)
    book.sheets.clear()
    for tab in held.worksheets:
        size = {"rows": max(1000, tab.max_row + 100), "columns": max(26, tab.max_column)}
        sheet = book.new_sheet(tab.title, **size)
        if tab.sheet_state != "visible":
            sheet.properties["hidden"] = True
        for row, column, value in _cells(tab):
            sheet.put(row, column, _entered(value))
    for name, defined in held.defined_names.items():
        if area := _area(book, str(defined.attr_text)):
            named = {"namedRangeId": book.new_text_id(), "name": name, "range": area}
            book.named_ranges.append(named)
    server.share(book.id)
    calculate_as_in(book, path)
    return book


def calculate_as_in(book: Spreadsheet, path: Path) -> None:
    """Lets the formulas of a spreadsheet come to what those in the same cells of a file do; what
    our columns show counts for the hidden tab that decides it, which LibreOffice saves as it was.
    """
    shown = {tab.title: list(_cells(tab)) for tab in _loaded(path, data_only=True).worksheets}

    def results() -> dict[Place, Value]:
        found = dict[Place, Value]()
        for sheet in book.sheets:
            held = {
                (row, column): _shown(value) for row, column, value in shown.get(sheet.title, ())
            }
            for row, cells in sheet.rows.items():
                for column, cell in cells.items():
                    if cell.formula is not None:
                        found[sheet.id, row, column] = held.get((row, column), "")
        return found | dict(_decided(book, found))

    book.calculator = results


def _decided(book: Spreadsheet, shown: Mapping[Place, Value]) -> Iterator[tuple[Place, Value]]:
    """Yields the cells of `_calc` that our columns show, with what these show."""
    calc = book.sheet_named(CALC_TAB)
    for sheet in book.sheets if calc else ():
        for row, cells in sheet.rows.items():
            for column, cell in cells.items():
                if calc and cell.formula and is_live(cell.formula):
                    (letters,) = _DECIDES.findall(cell.formula)
                    at = column_index_from_string(letters) - 1
                    yield (calc.id, row, at), shown[sheet.id, row, column]


_DECIDES: Final = re.compile(CALC_TAB + r"!\$([A-Z]+):")


def _loaded(path: Path, *, data_only: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a print area that ends with the list
        return openpyxl.load_workbook(path, data_only=data_only)


def _cells(tab: Any) -> Iterator[tuple[int, int, object]]:
    """Yields the filled cells: 0-based row and column, and what openpyxl reads there."""
    for row in tab.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield cell.row - 1, cell.column - 1, cell.value


def _entered(value: object) -> Cell:
    text = value.text if isinstance(value, ArrayFormula) else value
    if isinstance(text, str) and text.startswith("="):
        return Cell(formula=_PLAIN.of(text))
    return Cell(value=_shown(text))


def _shown(value: object) -> Value:
    if isinstance(value, date):
        number = to_excel(value)
        return int(number) if number == int(number) else number
    if isinstance(value, str) and value in ERROR_TYPES:
        return CellError(ERROR_TYPES[value])
    assert isinstance(value, str | int | float | bool)
    return value


def _area(book: Spreadsheet, text: str) -> dict[str, int] | None:
    """Returns the grid range of a name; None where it stands for something else than cells."""
    found = _REFERENCE.fullmatch(text)
    sheet = book.sheet_named((found[1] or found[2]).replace("''", "'")) if found else None
    if found is None or sheet is None:
        return None
    left, top, right, bottom = range_boundaries(found[3].replace("$", ""))
    area = {"sheetId": sheet.id}
    if left and right:
        area |= {"startColumnIndex": left - 1, "endColumnIndex": right}
    if top and bottom and bottom < 1_048_576:
        area |= {"startRowIndex": top - 1, "endRowIndex": bottom}
    return area

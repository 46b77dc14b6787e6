"""What our formulas give on a spreadsheet of the local server, whose evaluator knows few functions:
what the engine answers, which is what they give (tests/slow/test_parity.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from sheetflow import engine
from sheetflow.backends.memory import Formula, MemoryBackend, MemoryTab
from sheetflow.engine import Options
from sheetflow.live import CALC_TAB, SETTINGS_TAB, SHOWN, is_live
from sheetflow.model import Value, serial
from tests.sheets_server.book import Place, Sheet, Spreadsheet

_CALCULATED: Final = ("Today", "Hoy", "Dashboard", "Panel")
"""Tabs in sight in which formulas of ours stand that the evaluator does not know."""
Answers = Mapping[tuple[int, str], Value]
"""(1-based row, key of a column of ours) -> what stands there."""


def calculate_as_the_engine(book: Spreadsheet, today: date) -> None:
    """Lets the formulas of a spreadsheet give, from now on, what the engine answers on this day."""
    book.calculator = lambda: dict(_results(book, today))


def _results(book: Spreadsheet, today: date) -> Iterator[tuple[Place, Value]]:
    calc = book.sheet_named(CALC_TAB)
    answers = _answers(book, today) if calc else {}
    for sheet in book.sheets:
        headings = {at: cell.value for at, cell in sheet.rows.get(0, {}).items()}
        for row, cells in sheet.rows.items():
            for at, cell in cells.items():
                if cell.formula is not None and _is_ours(sheet, cell.formula):
                    result = _result(sheet, row, headings.get(at), today, answers)
                    yield (sheet.id, row, at), result


def _is_ours(sheet: Sheet, formula: str) -> bool:
    """Returns whether a formula is one of ours that the evaluator cannot tell."""
    if sheet.title.startswith("_") or sheet.title in _CALCULATED:
        return True
    return f"{SETTINGS_TAB}!" in formula and not is_live(formula)


_KEYS: Final = {heading: key for key, heading in SHOWN.items()}


def _result(sheet: Sheet, row: int, heading: object, today: date, answers: Answers) -> Value:
    if sheet.title == SETTINGS_TAB and heading == "today":
        return serial(today)
    if sheet.title == CALC_TAB and heading in _KEYS:
        return answers.get((row + 1, _KEYS[str(heading)]), "")
    return ""


def _answers(book: Spreadsheet, today: date) -> Answers:
    """Returns what the engine answers in a copy of the spreadsheet."""
    backend = MemoryBackend({})
    backend.tabs = [_copy(sheet, today) for sheet in book.sheets]
    found = dict[tuple[int, str], Value]()
    if not any(tab.visible and tab.cells for tab in backend.tabs):
        return found
    options = Options(today, force=True, lang=_language(book))
    engine.sync(backend, options)
    _, workbook = engine.look(backend, options)
    for tab in workbook.tabs:
        cells = backend.tab(tab.name).cells
        for row in tab.leads.field("row"):
            for key in SHOWN.keys() & tab.owned.keys():
                at = tab.owned[key]
                value = cells[row - 1][at] if at < len(cells[row - 1]) else None
                found[row, key] = "" if value is None else value
    return found


def _language(book: Spreadsheet) -> str:
    return str(book.properties["locale"]).partition("_")[0]


def _copy(sheet: Sheet, today: date) -> MemoryTab:
    """Returns a tab as it was typed; of the tab that decides, what it says of itself."""
    bottom, right = sheet.used()
    rows = range(2) if sheet.title == SETTINGS_TAB else range(bottom)
    columns = range(right)
    grid = [[_typed(sheet, row, column, today) for column in columns] for row in rows]
    visible = not sheet.properties.get("hidden", False)
    return MemoryTab(sheet.title, grid, visible=visible)


def _typed(sheet: Sheet, row: int, column: int, today: date) -> Value | Formula:
    cell = sheet.cell(row, column)
    if cell.formula is None:
        return None if cell.value == "" else cell.value  # type: ignore[return-value] # no error values are typed
    if sheet.title == SETTINGS_TAB:
        return serial(today) if (row, column) == (1, 0) else None
    if sheet.title == CALC_TAB:
        return 1 if not column else None
    return Formula(cell.formula) if is_live(cell.formula) else None

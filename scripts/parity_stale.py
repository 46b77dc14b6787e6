"""What LibreOffice shows when it opens a workbook as it is, against a calculation of everything."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from scripts.parity_book import Book
from scripts.parity_live import live_workbook
from scripts.parity_office import calculate, errors_in, read_tab
from sheetflow.formulas.calc import CALC
from sheetflow.model import column_letters


def stale_cells(books: Iterable[Book]) -> tuple[int, list[str]]:
    """Returns how many cells were compared, and those that are stale on opening: of the leads, as
    people see them, and of what decides them.
    """
    compared, wrong = 0, list[str]()
    with tempfile.TemporaryDirectory(prefix="sheetflow-stale-") as folder:
        for number, book in enumerate(books):
            file = Path(folder) / f"{number:03d}.xlsx"
            live_workbook(book, file, today=False)
            (opened,) = calculate([file], Path(folder) / "opened", everything=False)
            (calculated,) = calculate([file], Path(folder) / "calculated", everything=True)
            shown, whole = opened.path, calculated.path
            for tab in (book.leads.name, CALC):
                cells = list(_differences(shown, whole, tab))
                compared += sum(map(len, read_tab(whole, tab)))
                wrong += [f"book {number} {cell}" for cell in cells]
    return compared, wrong


def _differences(shown: Path, whole: Path, tab: str) -> Iterator[str]:
    """Yields the cells that differ."""
    pairs = zip(read_tab(shown, tab), read_tab(whole, tab), strict=True)
    for row, (here, there) in enumerate(pairs, 1):
        for column, (value, other) in enumerate(zip(here, there, strict=True)):
            if value != other:
                yield f"{tab}!{column_letters(column)}{row}"
    for row, column in errors_in(shown, tab) ^ errors_in(whole, tab):
        yield f"{tab}!{column_letters(column)}{row}"

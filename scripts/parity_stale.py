"""What LibreOffice shows when it opens a workbook as it is, against a calculation of everything."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from python_calamine import load_workbook

from scripts.parity_book import Book
from scripts.parity_live import live_workbook
from scripts.parity_office import calculate, errors_in, read_tab
from sheetflow.model import column_letters


def stale_cells(books: Iterable[Book]) -> tuple[int, list[str]]:
    """Returns how many cells of random workbooks were compared, and those that are stale on
    opening, in every tab.
    """
    with tempfile.TemporaryDirectory(prefix="sheetflow-stale-") as folder:
        files = list[Path]()
        for number, book in enumerate(books):
            files.append(Path(folder) / f"book {number}.xlsx")
            live_workbook(book, files[-1], today=False)
        return stale_in(files, Path(folder))


def stale_in(files: Sequence[Path], folder: Path) -> tuple[int, list[str]]:
    """Returns how many cells workbooks have, and those that are stale on opening; the copies that
    LibreOffice saves are put into the folder.
    """
    opened = calculate(files, folder / "opened", everything=False)
    calculated = calculate(files, folder / "calculated", everything=True)
    compared, wrong = 0, list[str]()
    for shown, whole in zip(opened, calculated, strict=True):
        for tab in load_workbook(whole).sheet_names:
            compared += sum(map(len, read_tab(whole, tab)))
            wrong += [f"{whole.stem} {cell}" for cell in _differences(shown, whole, tab)]
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

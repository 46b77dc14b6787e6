"""Draws docs/picture.png: the demo workbook after one sync, as LibreOffice prints it.

The workbook is made and synced as `sheetflow demo` does. For the picture alone, in a copy, columns
are folded away (the letters above show which), Next step is as wide as what it says, and the page
is set so that one sheet of paper holds it.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from openpyxl import load_workbook
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.columns import OWNED, PEOPLE
from sheetflow.engine import Options, sync
from sheetflow.starter.demo import demo_workbook

HERE: Final = Path(__file__).parent.parent
DAY: Final = date(2026, 11, 20)
SHOWN: Final = (
    "name",
    "owner",
    "stage",
    "last_contact",
    "last_reply",
    "status",
    "next_contact",
    "overdue",
    "next_step",
)
ROWS: Final = 23
"""The heading and the first leads; the demo has forty."""
STEP_WIDTH: Final = 83
"""So wide is Next step, in characters, that nothing of it is cut."""
DOTS: Final = 150
LINE: Final = Side(style="thin", color="FFD0D5DA")
"""The grid as a screen shows it; LibreOffice prints its own in black."""
EDGE: Final = 6
"""White dots left around the sheet."""


class Box(NamedTuple):
    """A part of a page, in dots."""

    left: int
    top: int
    width: int
    height: int


def synced(folder: Path, lang: str) -> Path:
    """Makes the demo workbook of this language and syncs it once."""
    book = folder / f"demo-{lang}.xlsx"
    demo_workbook(book, lang, DAY)
    sync(ExcelBackend(book), Options(DAY, lang))
    return book


def fold_away(book: Path, lang: str, shown: Sequence[str], rows: int) -> None:
    """Leaves the leads tab only, with these columns and rows on one page; the file is a copy made
    for this.
    """
    workbook = load_workbook(book)
    for tab in workbook.worksheets[1:]:
        tab.sheet_state = "hidden"
    sheet = workbook.worksheets[0]
    columns = [column for column in (*PEOPLE, *OWNED) if column.key in shown]
    names = {column.es if lang == "es" else column.en: column.key for column in columns}
    for at, cell in enumerate(sheet[1], 1):
        column = sheet.column_dimensions[get_column_letter(at)]
        column.hidden = cell.value not in names
        if names.get(str(cell.value)) == "next_step":
            column.width = STEP_WIDTH
        cell.comment = None
    sheet.print_area = f"A1:{get_column_letter(sheet.max_column)}{rows}"
    sheet.print_title_rows = sheet.print_title_cols = None
    for row in sheet.iter_rows(max_row=rows):
        for at, cell in enumerate(row, 1):
            cell.border = Border(LINE, LINE, LINE, LINE)
            if cell.value is None:  # a cell of its own no longer shows its column's fill
                fill = sheet.column_dimensions[get_column_letter(at)].fill
                cell.fill = PatternFill(fill.fill_type, fill.fgColor)
    sheet.print_options.headings = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    workbook.save(book)


def printed(book: Path) -> Path:
    """Prints the workbook as a PDF with LibreOffice."""
    profile = f"-env:UserInstallation={(book.parent / 'profile').as_uri()}"
    run = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(book.parent),
        str(book),
    ]
    subprocess.run(run, check=True, capture_output=True, timeout=120)
    return book.with_suffix(".pdf")


def filled(pdf: Path) -> Box:
    """Returns the part of the first page that is not white."""
    run = ["pdftoppm", "-r", str(DOTS), "-gray", "-f", "1", "-l", "1", str(pdf)]
    page = subprocess.run(run, check=True, capture_output=True, timeout=60).stdout
    _, size, _, dots = page.split(b"\n", 3)
    width, height = map(int, size.split())
    lines = [dots[y * width : (y + 1) * width] for y in range(height)]
    used = [y for y, line in enumerate(lines) if line.strip(b"\xff")]
    left = min(width - len(lines[y].lstrip(b"\xff")) for y in used)
    right = max(len(lines[y].rstrip(b"\xff")) for y in used)
    width, height = right - left, used[-1] - used[0] + 1
    return Box(left - EDGE, used[0] - EDGE, width + 2 * EDGE, height + 2 * EDGE)


def draw(pdf: Path, box: Box, picture: Path) -> None:
    """Writes that part of the first page as a PNG."""
    where = ["-x", str(box.left), "-y", str(box.top), "-W", str(box.width), "-H", str(box.height)]
    run = [
        "pdftoppm",
        "-png",
        "-singlefile",
        "-r",
        str(DOTS),
        *where,
        str(pdf),
        str(picture.with_suffix("")),
    ]
    subprocess.run(run, check=True, capture_output=True, timeout=60)


def main() -> None:
    """Reads the arguments, draws, says how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", choices=("en", "es"), default="en")
    parser.add_argument("--out", type=Path, default=HERE / "docs" / "picture.png")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sheetflow-picture-") as folder:
        book = synced(Path(folder), wanted.lang)
        fold_away(book, wanted.lang, SHOWN, ROWS)
        pdf = printed(book)
        draw(pdf, filled(pdf), wanted.out)
    print(f"{wanted.out}: {wanted.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

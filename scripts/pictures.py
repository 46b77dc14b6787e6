"""Draws each visible tab of the starter workbooks as PNGs: as a laptop shows it, as a phone shows
it (`phone/`), and the first page that is printed of it (`printed/`).

The workbook is the demo's, synced once. For the pictures of screens alone each tab has an area of
one page: the columns that a screen of this width shows, and the rows of its height; the Guide is
whole. The formulas of the day say the demo's day in them, so that a picture is the same on every
day.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.backends.excel.new_book import new_workbook
from sheetflow.columns import TABS
from sheetflow.engine import Options, sync
from sheetflow.model import ColumnLook, NewTab, Page, column_letters
from sheetflow.starter.demo import demo_leads
from sheetflow.starter.demo_team import team_content
from sheetflow.starter.tabs.leads import NAMES
from sheetflow.starter.tabs.looks import SCREEN, pixels
from sheetflow.starter.template import template_tabs
from sheetflow.texts.words import LANGUAGES

HERE: Final = Path(__file__).parent.parent
DAY: Final = date(2026, 11, 20)
SCREEN_HEIGHT: Final = 640
PHONE: Final = 412
"""Pixels of a phone that is held upright."""
PAPER: Final = 80
"""Dots per inch of a printed page."""
DOTS: Final = 100
"""Dots per inch at which a page is measured."""
EDGE: Final = 6
"""White dots left around a tab."""
USUAL: Final = ColumnLook(9)
USUAL_HEIGHT: Final = 15
POINT: Final = 4 / 3
"""Pixels of a point."""


class Box(NamedTuple):
    """A part of a page, in dots."""

    left: int
    top: int
    width: int
    height: int


def shown_columns(tab: NewTab, width: int) -> tuple[int, int]:
    """Returns the last column of which a screen shows anything, and the pixels from the first
    column to its right edge.
    """
    widest = max([len(tab.widths), *(at + 1 for at in tab.columns)])
    total, last = 0, 0
    for at in range(widest):
        if total >= width - EDGE:
            break
        total, last = total + column_pixels(tab, at), at
    return last, total


def column_pixels(tab: NewTab, at: int) -> int:
    """Returns how wide a column is on a screen."""
    look = tab.columns.get(at, USUAL)
    own = look.width if at in tab.columns or at >= len(tab.widths) else tab.widths[at]
    return 0 if look.hidden else pixels([own])


def shown_rows(tab: NewTab, height: int) -> int:
    """Returns the last row that a screen shows."""
    total, row = 0.0, 0
    while total < height:
        row += 1
        total += tab.heights.get(row, USUAL_HEIGHT) * POINT
    return row


def on_a_page(tab: NewTab, width: int) -> NewTab:
    """Returns the tab with what a screen shows of it on one page."""
    whole = tab.page is not None and tab.page.tall == 1 and not tab.filled
    rows = len(tab.rows) if whole else shown_rows(tab, SCREEN_HEIGHT)
    area = f"A1:{column_letters(shown_columns(tab, width)[0])}{rows}"
    return replace(tab, page=Page(landscape=not whole, tall=1, area=area))


def synced(
    folder: Path, lang: str, page: Callable[[NewTab], NewTab]
) -> tuple[Path, Sequence[NewTab]]:
    """Makes the workbook of the pictures and syncs it; returns its visible tabs, too. `page` says
    what is on a page.
    """
    content = team_content(lang, DAY, tuple(demo_leads(lang, DAY)))
    tabs, names = template_tabs(lang, DAY, {}, (), content)
    book = folder / f"{lang}.xlsx"
    book.write_bytes(new_workbook([page(tab) for tab in tabs], names))
    sync(ExcelBackend(book), Options(DAY, lang))
    stop_the_clock(book)
    return book, [tab for tab in tabs if not tab.hidden]


def stop_the_clock(book: Path) -> None:
    """Writes the day of the pictures into the formulas of a workbook that ask for today's.

    They stay volatile, so that LibreOffice works out what hangs on them.
    """
    day = f"(DATE({DAY.year},{DAY.month},{DAY.day})+0*TODAY())".encode()
    with zipfile.ZipFile(book) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part.replace(b"TODAY()", day))


LOCALES: Final = {"en": "en-GB", "es": "es-ES"}
"""Where the people of a language work: what LibreOffice writes between the digits of a number."""
SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{}</value></prop>
</item>
</oor:items>
"""


def printed(book: Path, lang: str) -> Path:
    """Prints the workbook as a PDF with the LibreOffice of such people: a page for each visible
    tab.
    """
    profile = book.parent / f"profile-{lang}"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    settings = SETTINGS.format(LOCALES[lang])
    (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
    run = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    run += ["--convert-to", "pdf", "--outdir", str(book.parent), str(book)]
    subprocess.run(run, check=True, capture_output=True, timeout=300)
    return book.with_suffix(".pdf")


def filled(pdf: Path, page: int) -> Box:
    """Returns the part of a page that is not white, at DOTS."""
    run = ["pdftoppm", "-r", str(DOTS), "-gray", "-f", str(page), "-l", str(page), str(pdf)]
    drawn = subprocess.run(run, check=True, capture_output=True, timeout=60).stdout
    _, size, _, dots = drawn.split(b"\n", 3)
    width, height = map(int, size.split())
    lines = [dots[y * width : (y + 1) * width] for y in range(height)]
    used = [y for y, line in enumerate(lines) if line.strip(b"\xff")]
    left = min(width - len(lines[y].lstrip(b"\xff")) for y in used)
    right = max(len(lines[y].rstrip(b"\xff")) for y in used)
    return Box(left, used[0], right - left, used[-1] - used[0] + 1)


def draw(pdf: Path, page: int, picture: Path, whole: int, shown: int) -> None:
    """Writes the left of what is filled of a page as a PNG: `shown` of its `whole` pixels."""
    box = filled(pdf, page)
    scale = whole / box.width
    left, top = int(box.left * scale) - EDGE, int(box.top * scale) - EDGE
    size = (min(whole, shown) + 2 * EDGE, int(box.height * scale) + 2 * EDGE)
    where = ["-x", str(left), "-y", str(top), "-W", str(size[0]), "-H", str(size[1])]
    write_page(pdf, page, picture, DOTS * scale, *where)


def write_page(pdf: Path, page: int, picture: Path, dots: float, *where: str) -> None:
    """Writes a page, or a part of it, as a PNG with so many dots per inch."""
    pages = ["-f", str(page), "-l", str(page), "-r", str(dots)]
    run = ["pdftoppm", "-png", "-singlefile", *pages, *where, str(pdf)]
    subprocess.run([*run, str(picture.with_suffix(""))], check=True, timeout=60)


def key_of(tab: NewTab) -> str:
    """Returns the key of a tab of ours: the name of its picture."""
    if tab.name in NAMES:
        return "leads"
    return next(key for key, names in TABS.items() if tab.name in names)


def on_a_screen(folder: Path, out: Path, lang: str, width: int) -> Iterator[Path]:
    """Draws every visible tab of a language as a screen of this width shows it."""
    book, tabs = synced(folder, lang, lambda tab: on_a_page(tab, width))
    pdf = printed(book, lang)
    for page, tab in enumerate(tabs, 1):
        picture = out / f"{key_of(tab)}-{lang}.png"
        draw(pdf, page, picture, shown_columns(tab, width)[1], width)
        yield picture


def on_paper(folder: Path, out: Path, lang: str) -> Iterator[Path]:
    """Draws the first page that is printed of every visible tab of a language."""
    book, tabs = synced(folder, lang, lambda tab: tab)
    pdf = printed(book, lang)
    first = first_pages(pdf)
    for tab in tabs:
        picture = out / f"{key_of(tab)}-{lang}.png"
        write_page(pdf, first[tab.name], picture, PAPER)
        yield picture


def first_pages(pdf: Path) -> dict[str, int]:
    """Returns the first page of each tab, as the outline of a PDF tells it."""
    run = ["pdftohtml", "-xml", "-i", "-stdout", str(pdf)]
    told = subprocess.run(run, check=True, capture_output=True, timeout=120).stdout.decode()
    found = re.findall(r'<item page="(\d+)">([^<]*)</item>', told)
    return {name: int(page) for page, name in found}


def pictures(folder: Path, out: Path, lang: str) -> Iterator[Path]:
    """Draws all pictures of a language."""
    yield from on_a_screen(folder, out, lang, SCREEN)
    yield from on_a_screen(folder, out / "phone", lang, PHONE)
    yield from on_paper(folder, out / "printed", lang)


def main() -> None:
    """Reads the arguments, draws, says how large each picture is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE / "docs" / "pictures")
    wanted = parser.parse_args()
    for part in ("phone", "printed"):
        (wanted.out / part).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sheetflow-pictures-") as folder:
        for lang in LANGUAGES:
            for picture in pictures(Path(folder), wanted.out, lang):
                print(f"{picture}: {picture.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

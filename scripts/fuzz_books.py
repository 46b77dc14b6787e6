"""The workbooks that fuzz.py damages: our own, generated ones, and those of ../shared.

All are small, and the same on every run: ids are drawn by seed, and no time of day stays in them.
"""

from __future__ import annotations

import contextlib
import io
import random
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import openpyxl
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from scripts import bench_leads
from sheetflow import engine
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.errors import SheetflowError
from sheetflow.plan.identity import ids_from
from sheetflow.starter.demo import demo_workbook
from tests.support import zips

ROOT: Final = Path(__file__).parents[1]
SHARED: Final = ROOT.parent / "shared"
FOLDERS: Final[Mapping[str, Path]] = {
    "corpus": SHARED / "corpus",
    "cases": SHARED / "cases" / "excel",
}
DAY: Final = date(2026, 11, 20)
MOST_BYTES: Final = 60_000
"""Larger workbooks take too long for what they find."""

_TIME: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?")
_LEADS: Final[zips.Rows] = (
    ("Name", "Email", "Stage", "Last contact", "Owner", "Notes"),
    ("Ana Pérez", "ana@example.com", "New", None, "Eva", "prefers mornings"),
    ("Bruno Gil", "bruno@example.com", "Interested", date(2026, 11, 12), "Eva", None),
    ("Carla Dahl", "carla@example.com", "Met", date(2026, 11, 2), "Jon", "2/3 of the list"),
)


class Book(NamedTuple):
    """A workbook to be damaged, and how it is called in messages."""

    name: str
    data: bytes


class Books:
    """All workbooks by family; a family whose folder is not there is empty."""

    def __init__(self, folders: Mapping[str, Path] = FOLDERS) -> None:
        self._folders = folders
        self._found = {name: _small_files(folder) for name, folder in folders.items()}

    def pick(self, chance: random.Random) -> Book:
        """Returns a workbook: half of the time one of our own."""
        family = chance.choice(("own", "own", "corpus", "cases"))
        place, kind = chance.random(), chance.choice(("bare", "synced", "leads", "leads"))
        paths = self._found.get(family)
        if not paths:
            own = own_books()
            return own[int(place * len(own))]
        return _of_file(paths[int(place * len(paths))], kind)

    def missing(self) -> list[Path]:
        """Returns the folders that are not there, or hold no small workbook."""
        return [folder for name, folder in self._folders.items() if not self._found[name]]


def _small_files(folder: Path) -> list[Path]:
    files = [*folder.glob("*.xlsx"), *folder.glob("*.xlsm")]
    return sorted(path for path in files if path.stat().st_size <= MOST_BYTES)


@cache
def _of_file(path: Path, kind: str) -> Book:
    """Returns a workbook as it is, with a leads tab, or with one that was synced."""
    name, data = f"{path.name}, {kind}", path.read_bytes()
    if kind == "bare" or path.parent.name == "excel":
        return Book(name, synced(data) if kind == "synced" else data)
    with tempfile.TemporaryDirectory(prefix="sheetflow-fuzz-") as folder:
        target = Path(folder) / "leads.xlsx"
        try:
            zips.add_leads_tab(path, target, _LEADS)
        except (zips.NoWorkbookError, StopIteration):
            return Book(name, data)
        made = same_every_time(target.read_bytes())
    return Book(name, synced(made) if kind == "synced" else made)


# ── our own


@cache
def own_books() -> Sequence[Book]:
    """Returns templates, demos, generated lists; most of them also after a sync."""
    made = list(_made())
    return [*made, *(Book(f"{book.name}, synced", synced(book.data)) for book in made)]


def _made() -> Iterator[Book]:
    for lang in ("en", "es"):
        yield Book(f"template {lang}", (ROOT / f"sheet_templates/leads-{lang}.xlsx").read_bytes())
        yield Book(f"demo {lang}", _written(partial(demo_workbook, lang=lang, today=DAY)))
    for rows in ("3", "30"):
        yield Book(f"{rows} leads", _written(partial(_write_list, rows)))
    yield Book("rich", _written(_write_rich))


def _write_list(rows: str, path: Path) -> None:
    bench_leads.make(rows, str(path))


def _written(write: Callable[[Path], object]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="sheetflow-fuzz-") as folder:
        path = Path(folder) / "leads.xlsx"
        write(path)
        return same_every_time(path.read_bytes())


def _write_rich(path: Path) -> None:
    """Writes a list that has a bit of everything that we read or adapt."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Leads"
    for row in _LEADS:
        sheet.append(list(row))
    _add_log(book)
    sheet.add_table(Table(displayName="Leads1", ref="A1:F4"))
    sheet.merge_cells("N1:P2")
    sheet.merge_cells("H9:J10")
    sheet["M2"], sheet["M3"] = "=SUM(Leads!A2:F4)", ArrayFormula("M3:M4", "=B3:B4*2")
    sheet["A7"] = "=COUNTA(Leads1[Name])"
    rule: Any = FormulaRule(formula=["$C2=1"], stopIfTrue=True)  # type: ignore[no-untyped-call]  # its stub has no types
    sheet.conditional_formatting.add("A2:F4", rule)
    choices = DataValidation(type="list", formula1='"New,Met,Won"')
    choices.add("C2:C40")
    sheet.add_data_validation(choices)
    book.defined_names["Everybody"] = DefinedName("Everybody", attr_text="Leads!$A$2:$A$4")
    book.save(path)


def _add_log(book: openpyxl.Workbook) -> None:
    log = book.create_sheet("Contacts log")
    log.append(("Date", "Lead", "In/out", "Channel", "Agreement", "Agreed for"))
    log.append((date(2026, 11, 9), "ana@example.com", "out", "phone", "call again", DAY))
    log.append((date(2026, 11, 11), "Bruno Gil", "in", "email", None, None))


# ── the same on every run


def synced(data: bytes) -> bytes:
    """Returns a workbook after a sync; as it is where that is refused."""
    with tempfile.TemporaryDirectory(prefix="sheetflow-fuzz-") as folder:
        path = Path(folder) / "leads.xlsx"
        path.write_bytes(data)
        ids_by_seed(random.Random(0))
        backend = ExcelBackend(path)
        with contextlib.suppress(SheetflowError):
            engine.sync(backend, engine.Options(DAY))
        backend.close()
        return same_every_time(path.read_bytes()) if path.read_bytes() != data else data


def ids_by_seed(chance: random.Random) -> None:
    """Lets sheetflow draw the ids of leads by seed, in this process."""
    vars(engine)["fresh_ids"] = lambda: ids_from(chance.randbytes)


def same_every_time(data: bytes) -> bytes:
    """Returns a workbook without the time at which it was made. Stamps of a state stay true: they
    are about the contents of other parts, of which none of ours holds a time but this one.
    """
    parts = unpacked(data)
    return packed({name: _TIME.sub(b"2026-11-20T09:30:00Z", part) for name, part in parts.items()})


def unpacked(data: bytes) -> dict[str, bytes]:
    """Returns the parts of a workbook by name. Raises BadZipFile where it is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def packed(parts: Mapping[str, bytes], level: int = 6) -> bytes:
    """Returns a workbook of these parts, with checksums that are right; level 0 stores them."""
    method = zipfile.ZIP_DEFLATED if level else zipfile.ZIP_STORED
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method, compresslevel=level) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 9, 30, 0)), part, method, level)
    return target.getvalue()

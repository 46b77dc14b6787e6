"""Adoption with real workbooks and a real program: tabs arrive, nothing is lost, and Today shows
the list of `sheetflow today`, also after a sort.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

import openpyxl
import pytest

from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.engine import Options, look
from sheetflow.formulas.today import COLUMNS, FIRST, LINES
from sheetflow.plan.worklist import worklist
from tests.excel.lossless.syncing import DONE, FILES, is_workbook
from tests.support.leads import TODAY, leads
from tests.support.libreoffice import converted, needs_libreoffice, values
from tests.support.running import run
from tests.support.zips import NoWorkbookError, add_leads_tab

OUR_TABS: Final = (
    "Today", "Contacts log", "Messages", "Dashboard", "Playbook", "Calendar", "People", "Guide",
)  # fmt: skip
TEN: Final = 10


def adopted(path: Path) -> int:
    return run("init", str(path), "--lang", "en", "--today", TODAY.isoformat()).code


def some_of_the_corpus(folder: Path) -> list[Path]:
    """Ten workbooks of the corpus, spread over all of them, each with a leads tab."""
    found = list[Path]()
    for source in filter(is_workbook, FILES[::7]):
        try:
            made = folder / source.name
            add_leads_tab(source, made, leads(12))
        except NoWorkbookError:
            continue
        found.append(made)
    return found[:TEN]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.skipif(not FILES, reason="../shared/corpus is not here")
def test_ten_workbooks_of_the_corpus_get_all_tabs_and_lose_no_part(tmp_path: Path) -> None:
    books = some_of_the_corpus(tmp_path)
    assert len(books) == TEN
    for path in books:
        before = parts(path)
        assert adopted(path) in DONE, path.name
        after = parts(path)
        assert {name for name in before if name not in after} <= {"xl/calcChain.xml"}, path.name
        kept = [n for n in before if n.startswith(("xl/charts", "xl/media", "xl/drawings"))]
        assert all(after[name] == before[name] for name in kept), path.name
        names = [tab.name for tab in ExcelBackend(path).read().tabs]
        assert all(any(n.removesuffix(" (sf)") == tab for n in names) for tab in OUR_TABS), path


LEADS: Final = (
    ("Client", "Phone", "Email", "Owner", "Stage", "Since"),
    ("Ana Ruiz", "+34 600 100 200", "ana@x.example", "Maya", "New", None),
    ("Ben Cole", None, "ben@x.example", "Tom", "Informed", None),
    ("Carla Diaz", "600 100 300", None, "Maya", "Interested", None),
    ("Dan Webb", None, "dan@x.example", "Tom", "New", None),
)


def team(folder: Path) -> Path:
    path, book = folder / "team.xlsx", openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Our leads"
    for row in LEADS:
        sheet.append(row)
    book.save(path)
    return path


def shown(path: Path) -> list[tuple[object, ...]]:
    """What Today shows, a line each: status, who, what to do, row."""
    found = values(path)
    keys = [column.key for column in COLUMNS]
    places = [keys.index(key) for key in ("status", "who", "step", "link")]
    rows = range(FIRST, FIRST + LINES)
    lines = [tuple(found.get(("Today", row, at)) for at in places) for row in rows]
    return [line for line in lines if line[1]]


@needs_libreoffice
def test_today_shows_the_list_of_the_command_after_a_sort(tmp_path: Path) -> None:
    path = team(tmp_path)
    assert adopted(path) in DONE
    plan = look(ExcelBackend(path), Options(TODAY, "en"))[0]
    wanted = [(str(row.answers[0]), row.name, row.step) for row in worklist(plan.rows)]
    book = openpyxl.load_workbook(path)
    sheet = book["Our leads"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    mixed = tmp_path / "sorted.xlsx"
    book.save(mixed)
    copy = converted([mixed], tmp_path / "office")[mixed]
    found = shown(copy)
    assert [line[:3] for line in found] == wanted
    places = {str(row[0]): number for number, row in enumerate(reversed(rows), 2)}
    assert [line[3] for line in found] == [f"row {places[name]}" for _, name, _ in wanted]

"""Workbooks that were made to stop a run, or to be believed unread: each ends soon, and as it must."""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from xml.parsers.expat import ParserCreate

import openpyxl
import pytest
from openpyxl import Workbook

from sheetflow import engine
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.engine import Options
from sheetflow.errors import DamagedError
from sheetflow.errors.files import (
    CellElsewhere,
    HeadersContradict,
    NotWellFormed,
    OpenElsewhere,
    PartMissing,
    PartOfTwoRoles,
    SheetTwice,
)
from tests.excel import made
from tests.support import zips

CASES = made.CORPUS.parent / "cases" / "security"
OPTIONS = Options(date(2026, 11, 20))
SECONDS = 10

needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not there")


def case(name: str, tmp_path: Path) -> Path:
    path = tmp_path / f"{name}.xlsx"
    shutil.copyfile(CASES / path.name, path)
    return path


def sync(path: Path) -> None:
    start = time.process_time()
    try:
        engine.sync(ExcelBackend(path), OPTIONS)
    finally:
        assert time.process_time() - start < SECONDS


@needs_cases
@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("cells-name-another-row", CellElsewhere),
        ("comments-that-never-end", NotWellFormed),
        ("style-tags-that-never-end", NotWellFormed),
        ("sheet-declared-zlib", NotWellFormed),
        ("two-tabs-of-one-name", SheetTwice),
        ("local-names-swapped", HeadersContradict),
        ("styles-part-is-the-sheet", PartOfTwoRoles),
    ],
)
def test_a_file_that_would_be_believed_unread_is_refused(
    name: str, error: type[DamagedError], tmp_path: Path
) -> None:
    path = case(name, tmp_path)
    before = path.read_bytes()
    with pytest.raises(error):
        sync(path)
    assert path.read_bytes() == before


@needs_cases
@pytest.mark.parametrize(
    "name",
    [
        "sheet-declared-us-ascii",
        "why-cell-of-repeated-sentences",
        "formula-of-48-quotes",
        "phonetic-guides-without-end-tags",
        "defined-names-in-a-chain",
        "log-of-12000-lines-of-one-lead",
    ],
)
def test_a_file_that_took_for_ever_is_synced_soon_and_opens(name: str, tmp_path: Path) -> None:
    path = case(name, tmp_path)
    sync(path)
    with zipfile.ZipFile(path) as book:
        for part in book.namelist():
            ParserCreate().Parse(book.read(part), True)  # raises where it is not well-formed
    before = path.read_bytes()
    sync(path)
    assert path.read_bytes() == before


# ── the same kinds, made here


def workbook(tmp_path: Path, change: Callable[[str], str], *, declared: str = "UTF-8") -> Path:
    path = tmp_path / "team.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Name", "Email", "Stage"], ["Ana", "a@x.com", "New"], ["Eva", "e@x.com", "Met"]):
        sheet.append(row)
    book.save(path)
    with zipfile.ZipFile(path) as old:
        xml = old.read("xl/worksheets/sheet1.xml").decode()
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    part = (head + change(xml)).encode()
    zips.repack(path, tmp_path / "made.xlsx", {"xl/worksheets/sheet1.xml": part})
    os.replace(tmp_path / "made.xlsx", path)
    return path


@pytest.mark.parametrize("declared", ["us-ascii", "ASCII", "UTF8", "utf8"])
def test_a_part_that_we_write_says_utf_8(declared: str, tmp_path: Path) -> None:
    path = workbook(tmp_path, lambda xml: xml, declared=declared)
    sync(path)
    assert openpyxl.load_workbook(path).active is not None
    with zipfile.ZipFile(path) as book:
        assert b'encoding="UTF-8"' in book.read("xl/worksheets/sheet1.xml")[:60]


@pytest.mark.parametrize("declared", ["cp037", "utf-7", "rot13", "iso-8859-1", "utf-16", "hex"])
def test_no_other_encoding_is_decoded(declared: str, tmp_path: Path) -> None:
    with pytest.raises(NotWellFormed):
        sync(workbook(tmp_path, lambda xml: xml, declared=declared))


@pytest.mark.parametrize(
    ("old", "new"), [('r="B3"', 'r="B9"'), ('<row r="3"', "<row"), ('r="A2"', 'r="A1"')]
)
def test_one_cell_that_names_another_row_is_damage(old: str, new: str, tmp_path: Path) -> None:
    def change(xml: str) -> str:
        moved = xml.replace(old, new)
        return moved.replace('r="A3"', 'r="A7"') if old.startswith("<row") else moved

    with pytest.raises(CellElsewhere):
        sync(workbook(tmp_path, change))


@pytest.mark.parametrize("junk", ["<!--", "<?a ", "<![CDATA[", "<c ", "<row ", "<f t='array' "])
def test_what_begins_and_never_ends_is_refused_at_once(junk: str, tmp_path: Path) -> None:
    with pytest.raises(DamagedError):
        sync(workbook(tmp_path, lambda xml: xml.replace("<row", junk * 100_000 + "<row", 1)))


@pytest.mark.parametrize("name", ["~$team.xlsx", ".~lock.team.xlsx#"])
def test_a_lock_that_is_a_pipe_is_not_waited_for(name: str, tmp_path: Path) -> None:
    path = workbook(tmp_path, lambda xml: xml)
    os.mkfifo(tmp_path / name)
    with pytest.raises(OpenElsewhere):
        sync(path)


def test_styles_that_are_named_and_not_there_are_refused(tmp_path: Path) -> None:
    whole, torn = tmp_path / "whole.xlsx", tmp_path / "torn.xlsx"
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Name", "Email", "Stage"])
    sheet.append(["Ana", "ana@example.com", "New"])
    book.save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(torn, "w") as target:
        for name in source.namelist():
            if name != "xl/styles.xml":
                target.writestr(name, source.read(name))
    before = torn.read_bytes()
    with pytest.raises(PartMissing):
        sync(torn)
    assert torn.read_bytes() == before

"""Parts that say one thing very often, or very deep: work grows with them, not with their square."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest

from sheetflow import engine
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.backends.excel.styles import Styles
from sheetflow.engine import Options
from sheetflow.errors.files import NotWellFormed
from tests.excel.test_attacks import OPTIONS
from tests.excel.test_styles import MAIN
from tests.support import zips

SECONDS = 4
MANY = 20_000
SHEET, STYLES, TYPES = "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"
RULE = (
    '<conditionalFormatting sqref="A1"><cfRule type="expression" dxfId="{0}" priority="1{0}">'
    '<formula>AND($G2="x",N("sheetflow:overdue")=0)</formula></cfRule></conditionalFormatting>'
)


@contextmanager
def soon() -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < SECONDS


def sync(path: Path) -> None:
    with soon():
        engine.sync(ExcelBackend(path), Options(OPTIONS.today, force=True))


def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "made.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Name", "Email", "Stage"])
    for number in range(400):
        sheet.append([f"Ana {number}", f"a{number}@x.com", "New"])
    book.save(path)
    return path


def changed(source: Path, **changes: Callable[[str], str]) -> Path:
    """Returns a copy with parts changed: `sheet`, `styles`, `types`."""
    parts = {"sheet": SHEET, "styles": STYLES, "types": TYPES}
    by_part = {parts[name]: change for name, change in changes.items()}
    target = source.with_name("team.xlsx")
    zips.edited(source, target, lambda name, xml: by_part[name](xml.decode()).encode(), by_part)
    return target


def before(text: str, new: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(text, new + text, 1)


def many(element: str, count: int = MANY) -> str:
    return "".join(element.format(number) for number in range(1, count + 1))


@pytest.mark.parametrize("merge", ["D{0}:M{0}", "AA1:XFD{0}"])
def test_merged_cells(merge: str, tmp_path: Path) -> None:
    merges = many('<mergeCell ref="' + merge + '"/>')
    new = before("<pageMargins", f"<mergeCells>{merges}</mergeCells>")
    sync(changed(workbook(tmp_path), sheet=new))


def test_columns_that_overlap(tmp_path: Path) -> None:
    columns = '<col min="1" max="16384" width="9"/>' * MANY
    sync(changed(workbook(tmp_path), sheet=before("<sheetData", f"<cols>{columns}</cols>")))


def test_rules_like_ours_and_formats_of_rules(tmp_path: Path) -> None:
    dxfs = many("<dxf><font/></dxf>", 3_000)
    rules = before("<pageMargins", many(RULE, 3_000))
    styles = before("</styleSheet>", f"<dxfs>{dxfs}</dxfs>")
    plain = changed(workbook(tmp_path), styles=lambda xml: re.sub("<dxfs.*?/>", "", xml))
    sync(changed(plain.rename(tmp_path / "plain.xlsx"), sheet=rules, styles=styles))


def test_ranges_of_our_own_rules(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    sync(path)
    wide = f'<conditionalFormatting sqref="{"A1:XFD1048576 " * 2_000}{many("A{0}:XFD{0} ", 5_000)}"'
    sync(changed(path, sheet=lambda xml: re.sub('<conditionalFormatting sqref="[^"]*"', wide, xml)))


def test_formats_that_are_no_dates() -> None:
    count = 8_000
    formats = many('<xf numFmtId="0" fontId="{0}"/>', count)
    styles = Styles(
        f'<styleSheet xmlns="{MAIN}"><cellXfs>{formats}</cellXfs></styleSheet>'.encode(), MAIN
    )
    with soon():
        dated = [styles.date_xf(base) for base in range(count)]
        assert styles.changed
        again = Styles(styles.xml, MAIN)
    assert dated == [*range(count, 2 * count)]
    assert [again.date_xf(base) for base in (0, count - 1)] == [count, 2 * count - 1]


def test_a_format_that_is_deep() -> None:
    deep = "<a>" * MANY + "</a>" * MANY
    styles = Styles(
        f'<styleSheet xmlns="{MAIN}"><dxfs><dxf>{deep}</dxf></dxfs></styleSheet>'.encode(), MAIN
    )
    with soon():
        assert styles.paint_of(0) is not None


def test_content_types_that_are_no_xml_are_refused(tmp_path: Path) -> None:
    path = changed(workbook(tmp_path), types=before("<Types", "check"))
    written = path.read_bytes()
    with pytest.raises(NotWellFormed):
        sync(path)
    assert path.read_bytes() == written

"""The comparison itself: silent on an honest writer, loud on every bad one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.excel.lossless.compare import losses, owned_area
from tests.excel.lossless.writers import (
    SHEET,
    faulty,
    honest,
    index_shifted,
    repacked,
    saved_by_openpyxl,
    styles_renumbered,
    without_part,
)
from tests.excel.workbooks import make

Writer = Callable[[Path, Path], None]

BAD: list[tuple[str, str, Writer]] = [
    ("openpyxl", "sparklines", saved_by_openpyxl),
    ("openpyxl", "x14_formats", saved_by_openpyxl),
    ("openpyxl", "plain", saved_by_openpyxl),
    ("index shifted", "plain", index_shifted),
    ("index shifted", "conditional_formats", index_shifted),
    ("styles renumbered", "plain", styles_renumbered),
    ("styles renumbered", "names_and_views", styles_renumbered),
    ("an untouched part changed", "plain", repacked),
    ("comments emptied", "notes", without_part("xl/comments1.xml")),
    ("people's cell", "plain", faulty(SHEET, r'(<c r="D7"[^>]*><v>)\d+', r"\g<1>0")),
    ("people's cell gone", "plain", faulty(SHEET, r'<c r="D7".*?</c>', "")),
    ("people's cell restyled", "plain", faulty(SHEET, r'<c r="H7" s="\d+"', '<c r="H7"')),
    ("cell twice", "plain", faulty(SHEET, r'(<c r="A7".*?</c>)', r"\1\1")),
    ("row shown again", "sheet_filter", faulty(SHEET, r' hidden="1"', "")),
    (
        "sheet extension lost",
        "x14_formats",
        faulty(SHEET, r"<extLst>(?:(?!<extLst>).)*</extLst>(?=</work)", ""),
    ),
    ("rule renumbered", "conditional_formats", faulty(SHEET, r'priority="1"', 'priority="9"')),
    (
        "filter shrunk",
        "sheet_filter",
        faulty(SHEET, r'<autoFilter ref="A1:P25"', '<autoFilter ref="A1:P9"'),
    ),
    ("protection lost", "protected", faulty(SHEET, r"<sheetProtection [^>]*>", "")),
    ("picture lost", "images_and_charts", faulty(SHEET, r"<drawing [^>]*>", "")),
    ("style nowhere", "plain", faulty(SHEET, r'(<c r="Q9" s=)"\d+"', r'\1"99"')),
    (
        "out of order",
        "validations",
        faulty(SHEET, r"(<dataValidations.*</dataValidations>)(.*)(?=</work)", r"\2\1"),
    ),
    (
        "column width",
        "names_and_views",
        faulty(SHEET, r'(<col min="3" max="4" width=)"[\d.]+"', r'\1"5"'),
    ),
    ("namespace undeclared", "plain", faulty(SHEET, r' xmlns:r="[^"]*"', "")),
]


@pytest.mark.parametrize("name", sorted({"table_with_totals", *(name for _, name, _ in BAD)}))
def test_an_honest_writer_loses_nothing(name: str, tmp_path: Path) -> None:
    before, where = make(name, tmp_path)
    after = tmp_path / "after.xlsx"
    honest(before, after)
    area = owned_area(after, where.tab, where.heading, where.last + 1)
    assert area.columns
    assert losses(before, after, {where.tab: area}) == []


@pytest.mark.parametrize(
    ("fault", "name", "write"), BAD, ids=[f"{fault} in {name}" for fault, name, _ in BAD]
)
def test_a_bad_writer_is_caught(fault: str, name: str, write: Writer, tmp_path: Path) -> None:
    before, where = make(name, tmp_path)
    after = tmp_path / "after.xlsx"
    write(before, after)
    area = owned_area(after, where.tab, where.heading, where.last)
    assert losses(before, after, {where.tab: area})


@pytest.mark.parametrize(
    ("write", "says"),
    [(index_shifted, "mean something else"), (styles_renumbered, "mean something else")],
)
def test_a_style_that_means_something_else_is_named(
    write: Writer, says: str, tmp_path: Path
) -> None:
    before, where = make("plain", tmp_path)
    after = tmp_path / "after.xlsx"
    write(before, after)
    area = owned_area(after, where.tab, where.heading, where.last)
    assert any(says in loss for loss in losses(before, after, {where.tab: area}))

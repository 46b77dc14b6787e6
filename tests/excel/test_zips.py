"""The raw zip copies that the losslessness tests rest on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.excel.lossless.book import Book, cells, rows
from tests.excel.workbooks import make
from tests.support.leads import leads
from tests.support.libreoffice import differences
from tests.support.zips import LEADS_PART, LEADS_TAB, NoWorkbookError, add_leads_tab

SHAPES = [
    "plain",
    "prefixed",
    "strict",
    "absolute_targets",
    "byte_order_marks",
    "data_descriptors",
    "workbook_elsewhere",
]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_leads_tab_is_added_last_and_nothing_else_changes(shape: str, tmp_path: Path) -> None:
    before, _ = make(shape, tmp_path)
    after = tmp_path / "with-leads.xlsx"
    add_leads_tab(before, after, leads(3))
    old, new = Book(before), Book(after)
    assert list(new.tabs) == [*old.tabs, LEADS_TAB]
    changed = {name for name in new.entries if old.entries.get(name) != new.entries[name]}
    assert len(changed) == 4
    assert LEADS_PART in changed
    sheet = new.xml(new.tabs[LEADS_TAB])
    assert sheet is not None
    assert [
        new.text(cell.element)
        for n, row in rows(sheet)
        for cell in cells(n, row)
        if cell.column == 0
    ] == [row[0] for row in leads(3)]


def test_a_file_that_is_no_workbook_takes_no_leads_tab(tmp_path: Path) -> None:
    source = tmp_path / "list.xlsx"
    source.write_text("Name;Email\n", "utf-8")
    with pytest.raises(NoWorkbookError):
        add_leads_tab(source, tmp_path / "out.xlsx", leads(3))


def test_differences_name_cells_outside_the_owned_columns_only() -> None:
    before = {("Leads", 2, 0): "Nora", ("Leads", 2, 3): 1, ("Sums", 1, 0): 5}
    after = {("Leads", 2, 0): "nora", ("Leads", 2, 3): 2, ("_sheetflow", 1, 0): "x"}
    assert differences(before, after, {"Leads": {3}}) == ["Leads!R2C1", "Sums!R1C1"]

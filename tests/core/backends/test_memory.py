"""The memory backend keeps the contract, and what people do to it has the effect that it
has in a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sheetflow.backends.memory import MemoryTab
from sheetflow.model import Block
from tests.support.contract import FileContract
from tests.support.workbook_driver import MemoryDriver, Tabs, WorkbookDriver


class TestMemory(FileContract):
    def make(self, tabs: Tabs, *, date1904: bool = False) -> WorkbookDriver:
        return MemoryDriver(tabs, date1904=date1904)


def tab() -> MemoryTab:
    return MemoryTab("Leads", [["a", "b", "c"], [1, None, 3], [], [4, 5, 6]])


def test_rows_end_with_their_last_filled_cell() -> None:
    assert MemoryTab("Leads", [["a", None, ""], [], [None]]).cells == [["a"]]


def test_blocks_leave_out_rows_without_cells() -> None:
    assert [*tab().blocks([0, 2])] == [Block([1, 2, 4], [["a", 1, 4], ["c", 3, 6]])]


def test_typing_far_below_makes_room() -> None:
    sheet = tab()
    sheet.type(6, 1, "x")
    assert sheet.cells[4:] == [[], [None, "x"]]


def test_typing_nothing_clears_the_cell() -> None:
    sheet = tab()
    sheet.type(4, 2, "")
    assert sheet.cells[3] == [4, 5]


def test_inserted_rows_move_the_others_down() -> None:
    sheet = tab()
    sheet.insert_row(2, ["new"])
    assert sheet.cells[:3] == [["a", "b", "c"], ["new"], [1, None, 3]]


def test_deleted_rows_let_the_others_move_up() -> None:
    sheet = tab()
    sheet.delete_row(2)
    assert sheet.cells == [["a", "b", "c"], [], [4, 5, 6]]


def test_a_copied_row_is_inserted() -> None:
    sheet = tab()
    sheet.copy_row(4, 2)
    assert sheet.cells == [["a", "b", "c"], [4, 5, 6], [1, None, 3], [], [4, 5, 6]]


def test_a_moved_column_lets_the_others_close_up() -> None:
    sheet = tab()
    sheet.move_column(2, 0)
    assert sheet.cells == [["c", "a", "b"], [3, 1], [], [6, 4, 5]]


def test_a_deleted_column_is_gone_from_every_row() -> None:
    sheet = tab()
    sheet.delete_column(0)
    assert sheet.cells == [["b", "c"], [None, 3], [], [5, 6]]


def test_sorting_moves_whole_rows() -> None:
    sheet = MemoryTab("Leads", [["h"], ["b", 1], ["a", 2]])
    sheet.sort(2, lambda row: str(row[0]))
    assert sheet.cells == [["h"], ["a", 2], ["b", 1]]


def test_sorting_some_columns_leaves_the_others_behind() -> None:
    sheet = MemoryTab("Leads", [["h"], ["b", 1], ["a", 2]])
    sheet.sort(2, lambda row: str(row[0]), [0])
    assert sheet.cells == [["h"], ["a", 1], ["b", 2]]


def test_a_copy_changes_on_its_own() -> None:
    sheet = tab()
    sheet.copy().type(1, 0, "other")
    assert sheet.cells[0][0] == "a"


EDITS: dict[str, Callable[[MemoryTab], None]] = {
    "type": lambda tab: tab.type(1, 0, "x"),
    "move": lambda tab: tab.move({0: 1, 1: 0}),
    "sort": lambda tab: tab.sort(1, lambda cells: str(cells[0])),
    "insert_row": lambda tab: tab.insert_row(1, ["x"]),
    "delete_row": lambda tab: tab.delete_row(1),
    "copy_row": lambda tab: tab.copy_row(1, 1),
    "insert_column": lambda tab: tab.insert_column(0),
    "delete_column": lambda tab: tab.delete_column(0),
    "move_column": lambda tab: tab.move_column(0, 1),
}


@pytest.mark.parametrize("edit", EDITS)
def test_the_fingerprint_of_a_tab_changes_with_every_edit(edit: str) -> None:
    tab = MemoryTab("Leads", [["Bo", 2], ["Ada", 1]])
    before, copy = tab.fingerprint(), tab.copy()
    EDITS[edit](tab)
    assert tab.fingerprint() != before
    assert copy.fingerprint() == before

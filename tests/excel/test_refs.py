from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.backends.excel import refs


@pytest.mark.parametrize(
    ("column", "text"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_have_letters(column: int, text: str) -> None:
    assert refs.checked_letters(column) == text
    assert refs.column_index(text) == column
    assert refs.column_index(text.lower()) == column


@given(st.integers(0, refs.MAX_COLUMNS - 1), st.integers(1, refs.MAX_ROWS))
def test_a_cell_reads_as_it_is_written(column: int, row: int) -> None:
    assert refs.parse_cell(refs.format_cell(column, row)) == (column, row)


@pytest.mark.parametrize(
    "text", ["", "A", "1", "A0", "XFE1", "A1048577", "A1:B2", "Ä1", "AAAA1", "A1 "]
)
def test_what_is_no_cell_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no such"):
        refs.parse_cell(text)


@pytest.mark.parametrize("column", [-1, 16384])
def test_columns_outside_a_sheet_are_refused(column: int) -> None:
    with pytest.raises(ValueError, match="no such column"):
        refs.checked_letters(column)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("B2", (1, 2, 1, 2)),
        ("$B$2:D9", (1, 2, 3, 9)),
        ("D9:B2", (1, 2, 3, 9)),
        ("B:D", (1, 1, 3, 1048576)),
        ("2:9", (0, 2, 16383, 9)),
    ],
)
def test_ranges_are_rectangles(text: str, area: tuple[int, int, int, int]) -> None:
    assert refs.parse_range(text) == area


def test_a_list_of_ranges_reads_as_it_is_written() -> None:
    assert " ".join(map(str, refs.parse_ranges("A1 B2:C3"))) == "A1 B2:C3"


def test_rectangles_meet_only_where_they_share_a_cell() -> None:
    area = refs.parse_range("B2:D9")
    assert area.meets(refs.parse_range("D9:F12"))
    assert not area.meets(refs.parse_range("E2:F9"))
    assert area.holds(1, 2)
    assert not area.holds(0, 2)

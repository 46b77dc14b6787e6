"""sheetflow.backends.excel.layout and survey: where our columns go, and the head of the sheet."""

from __future__ import annotations

import pytest

from sheetflow.backends.excel import layout
from sheetflow.backends.excel.formulas import Watch
from sheetflow.backends.excel.package import MAIN
from sheetflow.backends.excel.refs import MAX_COLUMNS, CellRange, column_index
from sheetflow.backends.excel.survey import cut, survey
from sheetflow.errors import DamagedError
from tests.support.refusals import says

WATCH = Watch("Leads", frozenset({2}), 1, 9, frozenset(), frozenset())


def sheet(head: str = "", rows: str = "", tail: str = "") -> bytes:
    return (
        f'<worksheet xmlns="{MAIN}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'.encode()
    )


def test_the_first_free_columns_are_taken() -> None:
    assert layout.free_columns(3, 3, {4, 9}) == (3, 5, 6)


def test_a_sheet_without_room_is_refused() -> None:
    with pytest.raises(DamagedError, check=says("no room")):
        layout.free_columns(MAX_COLUMNS - 2, 3, ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<dimension ref="A1:C9"/>', '<dimension ref="A1:E12"/>'),
        ('<dimension ref="A1"/>', '<dimension ref="A1:E12"/>'),
        ('<dimension ref="A1:Z99"/>', '<dimension ref="A1:Z99"/>'),
        ("", ""),
    ],
)
def test_the_dimension_grows_where_there_is_one(old: str, new: str) -> None:
    assert layout.widen_dimension(sheet(old), CellRange(3, 3, 4, 12)) == sheet(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<sheetViews/>", '<sheetViews/><cols><col min="4" max="4" width="18" customWidth="1"/></cols>'),
        ('<cols><col min="1" max="1" width="9"/></cols>',
         '<cols><col min="1" max="1" width="9"/><col min="4" max="4" width="18" customWidth="1"/></cols>'),
        ("<cols/>", '<cols><col min="4" max="4" width="18" customWidth="1"/></cols>'),
        ('<cols><col min="2" max="9" width="5" style="3" hidden="1"/></cols>',
         '<cols><col min="2" max="3" width="5" style="3" hidden="1"/>'
         '<col min="4" max="4" width="18" style="3" customWidth="1"/>'
         '<col min="5" max="9" width="5" style="3" hidden="1"/></cols>'),
        ('<cols><col min="4" max="4" width="5"/></cols>',
         '<cols><col min="4" max="4" width="18" customWidth="1"/></cols>'),
    ],
)  # fmt: skip
def test_only_the_width_of_our_column_changes(old: str, new: str) -> None:
    assert layout.set_widths(sheet(old), {3: 18}) == sheet(new)


def test_the_format_of_a_column_is_known() -> None:
    xml = sheet('<cols><col min="2" max="4" style="3"/><col min="5" max="5"/></cols>')
    assert layout.column_styles(xml, [3, 4, 9]) == {3: 3}


@pytest.mark.parametrize(
    ("rows", "filled"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row>', ""),
        ('<row r="1"><c r="D1"><v>1</v></c></row>', "D"),
        ('<row r="1"><c r="D1" s="1"/><c r="E1"><v></v></c></row>', ""),
        (
            '<row r="1"><c r="C1"/><c r="E1" t="inlineStr"><is><t>x</t></is></c><c r="F1" s="1"/></row>',
            "E",
        ),
        (
            '<row r="1"><c r="AB1"><f>1</f></c></row><row r="2"/><row r="3"><c r="D3"><v>2</v></c></row>',
            "AB D",
        ),
        ("<row><c/><c/><c/><c><v>1</v></c></row>", "D"),
        ("<row r='1'><c r='D1'><v>1</v></c></row>", "D"),
        ('<row r="1"><c s="1" r="D1"><v>1</v></c></row>', "D"),
        ('<row r="1"><!-- <c r="D1"><v>1</v></c> --><c r="E1"><v>1</v></c></row>', "E"),
        ('<row r="1"><c r="ZZ1"><v>1</v></c><c r="AAA1"><v>1</v></c></row>', "ZZ AAA"),
        ('<row r="1"/><row r="2"/><row r="3"><c r="D3"><v>1</v></c></row>', "D"),
    ],
)
def test_a_column_is_filled_by_any_row_with_a_value(rows: str, filled: str) -> None:
    assert survey([sheet(rows=rows)], 3).filled == {column_index(name) for name in filled.split()}


@pytest.mark.parametrize("first", ["Z", "AC", "ZZ", "AAA", "XFC", "A"])
def test_cells_are_looked_for_right_of_any_column(first: str) -> None:
    index = column_index(first)
    rows = f'<row r="1"><c r="{first}1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
    assert survey([sheet(rows=rows)], index).filled == {index, MAX_COLUMNS - 1}


def test_what_leans_on_the_rows_is_told() -> None:
    rows = '<row r="1"><c r="A1"><f t="array" ref="A1:A3">1</f></c><c><f t="shared" ref="B1:B9" si="0">C1</f></c></row>'
    found = survey(
        [sheet(rows=rows, tail='<mergeCells count="1"><mergeCell ref="A5:C6"/></mergeCells>')],
        None,
        WATCH,
    )
    assert [str(a) for a in (*found.bound, *found.shared, *found.merged)] == [
        "A1:A3",
        "B1:B9",
        "A5:C6",
    ]
    assert found.is_read


def test_a_sheet_is_cut_where_the_rows_were() -> None:
    xml = sheet("<sheetPr/>", tail="<pageMargins/>")
    head, tail = cut(xml)
    assert head.endswith(b"<sheetPr/><sheetData>")
    assert tail == b"</sheetData><pageMargins/></worksheet>"


def test_a_sheet_that_ends_before_its_rows_is_damaged() -> None:
    with pytest.raises(DamagedError):
        cut(b"<worksheet></worksheet>")


def test_columns_with_odd_numbers_are_left_out() -> None:
    assert (
        layout.column_styles(
            sheet(
                '<cols><col min="\u00b2" max="3" style="1"/><col min="1" max="3" style="\u00b2"/></cols>'
            ),
            {1},
        )
        == {}
    )

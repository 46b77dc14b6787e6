"""sheetflow.backends.excel.patch and rowpatch: only owned cells change, on both paths alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.backends.excel.package import MAIN
from sheetflow.backends.excel.patch import Patcher
from sheetflow.backends.excel.patch_row import Owned, PatchTarget, RowPatch
from sheetflow.backends.excel.refs import CellRange, checked_letters
from sheetflow.backends.excel.styles import Styles
from sheetflow.errors import DamagedError
from sheetflow.model import KEEP, Answer, RowPlan
from tests.support.refusals import says

XFS = "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='2' fontId='1'/></cellXfs>"
C, D, E = 2, 3, 4
TEXT = ' t="inlineStr"><is><t>{}</t></is></c>'


def sheet(
    *columns: int, dated: int | None = None, prefix: bytes = b"", **options: Any
) -> PatchTarget:
    owned = tuple(Owned(column, i, column == dated) for i, column in enumerate(columns or (C, D)))
    styles = Styles(f'<styleSheet xmlns="{MAIN}">{XFS}</styleSheet>'.encode(), MAIN)
    return PatchTarget(prefix, owned, styles, **options)


def patched(to: PatchTarget, rows: str, *plans: RowPlan, heading: RowPlan | None = None) -> str:
    return b"".join(Patcher(to, plans, heading).run([rows.encode()])).decode()


def plan(row: int, *answers: Answer) -> RowPlan:
    return RowPlan(row, answers)


def test_answers_are_added_behind_the_last_cell() -> None:
    old = '<row r="5"><c r="A5"><v>1</v></c></row>'
    new = (
        '<row r="5"><c r="A5"><v>1</v></c><c r="C5"'
        + TEXT.format("late")
        + '<c r="D5"><v>3</v></c></row>'
    )
    assert patched(sheet(), old, plan(5, "late", 3)) == new


def test_a_cell_without_an_answer_is_not_made() -> None:
    assert (
        patched(sheet(), '<row r="5"><c r="A5"/></row>', plan(5, None, KEEP))
        == '<row r="5"><c r="A5"/></row>'
    )


def test_rows_that_are_not_in_the_plan_stay_as_they_are() -> None:
    old = "".join(f'<row r="{n}" spans="1:1"><c r="A{n}"/></row>' for n in range(1, 6))
    new = patched(sheet(), old, plan(3, 1, None))
    assert new == old.replace(
        '<row r="3" spans="1:1"><c r="A3"/>', '<row r="3"><c r="A3"/><c r="C3"><v>1</v></c>'
    )


def test_an_owned_cell_is_replaced_and_keeps_its_format() -> None:
    old = (
        '<row r="5"><c r="C5" s="2" t="s"><v>7</v></c><c r="D5" s="2"/><c r="E5"><v>9</v></c></row>'
    )
    new = (
        '<row r="5"><c r="C5" s="2"'
        + TEXT.format("x")
        + '<c r="D5" s="2"><v>4</v></c><c r="E5"><v>9</v></c></row>'
    )
    assert patched(sheet(), old, plan(5, "x", 4)) == new


def test_keep_leaves_the_bytes_of_a_cell_alone() -> None:
    old = '<row r="5"><c r="C5" s="2" t="str"><v>7</v></c><c r="D5"/></row>'
    assert patched(sheet(), old, plan(5, KEEP, 4)) == old.replace(
        '<c r="D5"/>', '<c r="D5"><v>4</v></c>'
    )


def test_an_emptied_cell_keeps_its_format() -> None:
    assert '<c r="C5" s="2"/>' in patched(
        sheet(), '<row r="5"><c r="C5" s="2"><v>7</v></c></row>', plan(5, None, KEEP)
    )


def test_a_missing_cell_is_put_between_its_neighbours() -> None:
    old = '<row r="5"><c r="B5"/><c r="D5"><v>1</v></c><c r="F5"/></row>'
    new = '<row r="5"><c r="B5"/><c r="C5"><v>8</v></c><c r="D5"><v>2</v></c><c r="F5"/></row>'
    assert patched(sheet(), old, plan(5, 8, 2)) == new


def test_a_date_gets_a_format_that_shows_dates() -> None:
    to = sheet(C, D, dated=D)
    new = patched(
        to, '<row r="5"><c r="D5" s="2"><v>1</v></c></row>', plan(5, None, date(2026, 11, 20))
    )
    assert new == '<row r="5"><c r="D5" s="3"><v>46346</v></c></row>'
    assert to.styles.is_date(3)


def test_text_in_the_date_column_needs_no_date_format() -> None:
    assert '<c r="D5" t=' in patched(
        sheet(C, D, dated=D), '<row r="5"><c r="D5"/></row>', plan(5, KEEP, "soon")
    )


def test_dates_are_counted_in_the_system_of_the_workbook() -> None:
    new = patched(
        sheet(C, D, dated=D, date1904=True),
        '<row r="5"><c r="A5"/></row>',
        plan(5, None, date(2026, 11, 20)),
    )
    assert "<v>44884</v>" in new


def test_a_new_cell_takes_the_format_of_its_row() -> None:
    new = patched(sheet(), '<row r="5" s="2" customFormat="1"><c r="A5"/></row>', plan(5, 1, None))
    assert '<c r="C5" s="2">' in new


def test_a_new_cell_takes_the_format_of_its_column() -> None:
    assert '<c r="C5" s="2">' in patched(
        sheet(column_styles={C: 2}), '<row r="5"><c r="A5"/></row>', plan(5, 1, None)
    )


def test_the_hint_of_spans_is_dropped_from_rows_we_touch() -> None:
    assert "spans" not in patched(
        sheet(), '<row r="5" spans="1:1" ht="20"><c r="A5"/></row>', plan(5, 1, None)
    )


def test_headings_take_the_format_of_the_heading_at_their_left() -> None:
    old = '<row r="1"><c r="A1" s="2" t="s"><v>0</v></c><c r="B1" s="1"/></row>'
    new = patched(sheet(), old, heading=plan(1, "Status", "Why"))
    assert (
        new
        == old[:-6]
        + '<c r="C1" s="2"'
        + TEXT.format("Status")
        + '<c r="D1" s="2"'
        + TEXT.format("Why")
        + "</row>"
    )


@pytest.mark.parametrize("text", ["<row><c/></row>" * 3, "<row ><c ></c></row>" * 3])
def test_a_row_we_touch_gets_all_its_references(text: str) -> None:
    new = patched(sheet(), text, plan(2, 8, None))
    assert new.count("r=") == 3
    assert '<row r="2"' in new
    assert '<c r="A2"' in new
    assert '<c r="C2"><v>8</v></c>' in new


def test_a_self_closed_row_is_opened() -> None:
    old = '<row r="4"/><row r="5"/><row r="6"><c r="A6"/></row>'
    new = patched(sheet(), old, plan(5, 1, None))
    assert new == old.replace('<row r="5"/>', '<row r="5"><c r="C5"><v>1</v></c></row>')


def test_a_prefix_is_kept() -> None:
    new = patched(sheet(prefix=b"x:"), '<x:row r="5"><x:c r="A5"/></x:row>', plan(5, "a", None))
    assert (
        new
        == '<x:row r="5"><x:c r="A5"/><x:c r="C5" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>'
    )


def test_two_cells_with_one_reference_become_one() -> None:
    old = '<row r="5"><c r="C5"><v>1</v></c><c r="C5"><v>2</v></c><c r="D5"/></row>'
    assert (
        patched(sheet(), old, plan(5, 7, KEEP))
        == '<row r="5"><c r="C5"><v>7</v></c><c r="D5"/></row>'
    )


def test_an_owned_cell_is_found_however_its_attributes_are_ordered() -> None:
    old = '<row r="5"><c s="1" r="C5"><v>1</v></c><c r="D5"><v>2</v></c></row>'
    assert (
        patched(sheet(), old, plan(5, 7, 8))
        == '<row r="5"><c r="C5" s="1"><v>7</v></c><c r="D5"><v>8</v></c></row>'
    )


def test_metadata_of_a_replaced_cell_goes_and_that_of_others_stays() -> None:
    old = '<row r="5"><c r="B5" cm="1" vm="2"/><c r="C5" cm="1" vm="2" s="1"><v>1</v></c></row>'
    assert (
        patched(sheet(), old, plan(5, 7, None))
        == '<row r="5"><c r="B5" cm="1" vm="2"/><c r="C5" s="1"><v>7</v></c></row>'
    )


def test_a_formula_in_an_owned_cell_goes_and_is_told() -> None:
    patcher = Patcher(sheet(), [plan(5, 7, None)])
    new = b"".join(patcher.run([b'<row r="5"><c r="C5"><f>A5+1</f><v>1</v></c></row>']))
    assert new == b'<row r="5"><c r="C5"><v>7</v></c></row>'
    assert patcher.slow.formulas_replaced


def test_formulas_that_leaned_on_a_replaced_one_are_spelled_out() -> None:
    old = (
        '<row r="5"><c r="C5"><f t="shared" ref="C5:C7" si="0">A5&amp;$B$1</f><v>1</v></c></row>'
        '<row r="6"><c r="C6"><f t="shared" si="0"/><v>1</v></c></row>'
        '<row r="7"><c r="C7" s="1"><f t="shared" si="0"></f><v>1</v></c></row>'
    )
    new = patched(sheet(careful=True), old, plan(5, 7, None), plan(6, KEEP, 1))
    assert '<c r="C6"><f>A6&amp;$B$1</f><v>1</v></c>' in new
    assert '<c r="C7" s="1"><f>A7&amp;$B$1</f><v>1</v></c>' in new
    assert "shared" not in new


@pytest.mark.parametrize("kind", ["array", "dataTable"])
def test_an_array_formula_is_never_broken(kind: str) -> None:
    old = f'<row r="5"><c r="C5"><f t="{kind}" ref="C5:C6">A1:A2</f><v>1</v></c></row>'
    with pytest.raises(DamagedError, check=says("array formula")):
        patched(sheet(), old, plan(5, 7, None))


def test_nothing_is_written_into_the_spill_of_an_array() -> None:
    with pytest.raises(DamagedError, check=says("row 5")):
        patched(
            sheet(bound=(CellRange(C, 4, C, 6),), careful=True),
            '<row r="5"><c r="C5"/></row>',
            plan(5, 7, None),
        )


def test_only_the_first_cell_of_a_merged_area_is_written() -> None:
    merged = sheet(merged=(CellRange(C, 5, D, 6),), careful=True)
    old = '<row r="5"><c r="C5"/><c r="D5"/></row><row r="6"><c r="C6"/><c r="D6"/></row>'
    new = patched(merged, old, plan(5, 1, 2), plan(6, 3, 4))
    assert new == old.replace('<c r="C5"/>', '<c r="C5"><v>1</v></c>')


@pytest.mark.parametrize(
    "rows", ['<row r="6"><c r="A6"/></row>', '<row r="6"/><row r="5"/>', "<row/>", "<row/><row/>"]
)
@pytest.mark.parametrize("careful", [False, True])
def test_a_row_that_is_not_there_is_an_error(rows: str, careful: bool) -> None:
    with pytest.raises(DamagedError, check=says("out of order")):
        patched(sheet(careful=careful), rows, plan(5, 1, None), plan(6, 1, None))


def test_comments_and_cdata_do_not_mislead() -> None:
    old = (
        '<!-- <row r="5"><c r="C5"/></row> --><row r="5">'
        '<c r="A5" t="inlineStr"><is><t><![CDATA[</row>]]></t></is></c><!-- <c r="D5"/> --></row>'
    )
    assert patched(sheet(), old, plan(5, 1, None)) == old[:-6] + '<c r="C5"><v>1</v></c></row>'


CELL = st.sampled_from(
    [
        "",
        "",
        '<c r="{}"/>',
        '<c r="{}" s="1"/>',
        '<c r="{}" s="2"><v>4.5</v></c>',
        '<c r="{}" t="s"><v>3</v></c>',
        '<c r="{}" t="inlineStr"><is><t>12/11 a</t></is></c>',
        '<c s="1" r="{}"><v>1</v></c>',
        "<c r='{}' s='2'><v>1</v></c>",
        '<c r="{}" t="str"><f>A1&amp;"x"</f><v>x</v></c>',
        '<c r="{}" cm="1" t="b"><v>1</v></c>',
        '<c r="{}" t="inlineStr"><is><r><rPr><color rgb="FF000000"/></rPr><t>a</t></r></is></c>',
        '<c r="{}"><v></v></c>',
    ]
)
ANSWER = st.sampled_from([None, KEEP, 5, "late", "a & <b>", date(2026, 11, 20)])
ROW = st.tuples(st.lists(CELL, min_size=9, max_size=9), st.tuples(*[ANSWER] * 4), st.booleans())
COLUMNS = st.lists(st.integers(0, 9), min_size=4, max_size=4, unique=True).map(sorted)


def written(rows: Sequence[tuple[list[str], tuple[Answer, ...], bool]]) -> str:
    found = []
    for number, (cells, _, custom) in enumerate(rows, 2):
        inside = "".join(
            cell.format(f"{checked_letters(i)}{number}") for i, cell in enumerate(cells)
        )
        style = ' s="1" customFormat="1"' if custom else ""
        found.append(f'<row r="{number}"{style}>{inside}</row>')
    return "".join(found)


@given(st.lists(ROW, min_size=1, max_size=5), COLUMNS, st.booleans())
def test_the_short_path_and_the_general_one_agree(
    rows: list[tuple[list[str], tuple[Answer, ...], bool]], columns: list[int], some: bool
) -> None:
    plans = [RowPlan(n, answers) for n, (_, answers, _) in enumerate(rows, 2) if not some or n % 2]
    quick, slow = (sheet(*columns, dated=columns[1], careful=careful) for careful in (False, True))
    assert patched(quick, written(rows), *plans) == patched(slow, written(rows), *plans)


@given(st.lists(ROW, min_size=1, max_size=4), COLUMNS)
def test_every_byte_outside_of_owned_cells_stays(
    rows: list[tuple[list[str], tuple[Answer, ...], bool]], columns: list[int]
) -> None:
    plans = [RowPlan(n, answers) for n, (_, answers, _) in enumerate(rows, 2)]
    owned = "|".join(checked_letters(c) for c in columns)
    ours = re.compile(rf"""<c [^>]*\br=["'](?:{owned})\d+["'][^>]*?(?:/>|>.*?</c>)""")
    old = written(rows)
    new = patched(sheet(*columns), old, *plans)
    assert ours.sub("", new).replace(" />", "/>") == ours.sub("", old)


def test_the_general_path_is_not_needed_for_plain_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RowPatch, "patch", lambda *_, **__: pytest.fail("general path"))
    old = (
        '<row r="5" spans="1:3"><c r="A5" t="s"><v>1</v></c></row>'
        '<row r="6"><c r="A6"/><c r="C6" s="1"/><c r="D6"><v>1</v></c></row>'
    )
    assert patched(sheet(), old, plan(5, 1, None), plan(6, KEEP, "a")).count("<c ") == 5

"""Formulas of people in an Excel workbook: which cells hold one, and that they survive."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow import engine
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.columns import OWNED_KEYS
from sheetflow.engine import Options
from sheetflow.errors import SheetflowError
from sheetflow.model import column_letters, serial
from tests.excel.made import book
from tests.support.formulas_typed import formulas_of, put_formula
from tests.support.workbook_driver import ExcelDriver

FRIDAY = date(2026, 11, 20)
LAST = serial(date(2026, 11, 16))
GRID = [
    ["Name", "Email", "Last contact", "Next contact"],
    ["Ada Marsh", "ada@example.org", LAST, LAST + 8],
    ["Bo Lund", "bo@example.org", LAST, LAST + 9],
    ["Cy Fenn", "cy@example.org", LAST],
    ["Di Roe", "di@example.org"],
]


def formulas(folder: Path, cells: str, prefix: str = "") -> dict[int, list[int]]:
    """The rows with a formula by column, of rows from 1 on."""
    backend = ExcelBackend(book(folder, cells))
    found: dict[int, list[int]] = {}
    for block in backend.read().tabs[0].blocks(range(4)):
        for column, rows in block.formulas.items():
            found.setdefault(column, []).extend(rows)
    backend.close()
    return found


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>A2+7</f><v>9</v></c>',
        '<c r="B2" t="str"><f>IF(A2="","",A2+7)</f><v></v></c>',
        '<c r="B2" t="str"><f>""</f></c>',
        '<c r="B2"><f t="shared" si="0"/><v>9</v></c>',
        '<c r="B2" t="e"><f>NA()</f><v>#N/A</v></c>',
        '<c r="B2" t="b"><f>TRUE()</f><v>1</v></c>',
        '<c r="B2"><f>A2</f></c>',
        '<c r="B2"><f ca="1">TODAY()/1</f><v>46000</v></c>',
        '<c cm="1" r="B2" s="0"><f>A2</f><v>0</v></c>',
    ],
)
def test_a_formula_is_known_whatever_its_result_is(tmp_path: Path, cell: str) -> None:
    row = f'<row r="2"><c r="A2"><v>2</v></c>{cell}</row>'
    assert formulas(tmp_path, row) == {1: [2]}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2" t="inlineStr"><is><t>=A2+7</t></is></c>',
        '<c r="B2" t="inlineStr"><is><r><rPr><family val="2"/></rPr><t>f</t></r></is></c>',
        '<c r="B2"><v>9</v></c>',
        '<c r="B2" s="1"/>',
    ],
)
def test_a_text_is_no_formula(tmp_path: Path, cell: str) -> None:
    assert formulas(tmp_path, f'<row r="2">{cell}</row>') == {}


@pytest.mark.parametrize("kind", ["array", "dataTable"])
def test_all_cells_of_an_array_formula_hold_it(tmp_path: Path, kind: str) -> None:
    rows = f'<row r="2"><c r="B2"><f t="{kind}" ref="B2:C4">A2:A4</f><v>1</v></c></row>'
    rows += '<row r="3"><c r="B3"><v>1</v></c><c r="C3"><v>1</v></c></row><row r="5"/>'
    assert formulas(tmp_path, rows) == {1: [2, 3], 2: [2, 3]}


# ── a person's formulas ──────────────────────────────────────────────────────────────────────


def sync(path: Path, day: date = FRIDAY) -> engine.Result | engine.UnchangedResult:
    backend = ExcelBackend(path)
    try:
        return engine.sync(backend, Options(day, force=True))
    finally:
        backend.close()


def headings(path: Path) -> list[object]:
    backend = ExcelBackend(path)
    head = [*backend.read().tabs[0].head[0]]
    backend.close()
    return head


@pytest.mark.parametrize("result", ["", LAST + 7])
def test_a_teams_next_contact_with_formulas_is_left_to_it(
    tmp_path: Path, result: str | int
) -> None:
    path = tmp_path / "leads.xlsx"
    ExcelDriver(path, {"Leads": GRID})
    put_formula(path, "D4", 'IF(C4="","",C4+7)', result)
    sync(path)
    assert formulas_of(path) == {"D4": 'IF(C4="","",C4+7)'}
    assert "Next contact (sf)" in headings(path)


def test_an_array_formula_over_our_cells_stays_and_the_other_rows_are_answered(
    tmp_path: Path,
) -> None:
    path = tmp_path / "leads.xlsx"
    ExcelDriver(path, {"Leads": [row[:3] for row in GRID]})
    sync(path)
    at = column_letters(headings(path).index("Status"))
    put_formula(path, f"{at}2", f'<f t="array" ref="{at}2:{at}3">B2:B3</f>', "ada@example.org")
    before = formulas_of(path)
    assert sync(path, FRIDAY + timedelta(7)).wrote
    assert formulas_of(path) == before
    assert not sync(path, FRIDAY + timedelta(7)).wrote


@settings(max_examples=min(12, settings.default.max_examples), deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(2, 5), st.sampled_from(OWNED_KEYS)),
        st.sampled_from(["", "▲ Overdue", LAST + 1, LAST + 20]),
        min_size=1,
        max_size=6,
    )
)
def test_a_formula_of_a_person_survives_every_sync(
    typed: dict[tuple[int, str], str | int],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.xlsx"
        ExcelDriver(path, {"Leads": [row[:3] for row in GRID]})
        sync(path)
        first = headings(path).index("Status")
        for (row, key), result in typed.items():
            ref = f"{column_letters(first + OWNED_KEYS.index(key))}{row}"
            put_formula(path, ref, "A2", result)
        expected = formulas_of(path)
        for day in (0, 1, 5):
            with suppress(SheetflowError):
                sync(path, FRIDAY + timedelta(day))
            assert formulas_of(path) == expected
        assert not sync(path, FRIDAY + timedelta(5)).wrote

"""sheetflow.backends.excel.results: what formulas of ours came to is refreshed, and nothing else."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.model import Cell, Changes, FilledDown, Formula, NewTab, Style
from sheetflow.model.formula_text import shape_of
from tests.excel import made

LEADS = "xl/worksheets/sheet1.xml"
FORMULA = 'IF($B2=0,"",INDEX(sf_calc_status_column,$B2))'


def page(*values: str) -> NewTab:
    """A tab Leads with a formula in A1, and one filled down from A2 with these results."""
    rows = ((Cell(Formula("TODAY()&sf_x", "Friday"), Style()),),)
    filled = FilledDown(0, 2, 1 + len(values), FORMULA, values=dict(enumerate(values, 2)))
    return NewTab("Leads", rows, filled=(filled,))


def shared(row: int, inside: str, kind: str = ' t="str"') -> str:
    return f'<c r="A{row}" s="3"{kind}>{inside}</c>'


MASTER = f'<f t="shared" ref="A2:A4" si="0">{FORMULA}</f>'
CHILD = '<f t="shared" si="0"/>'


def refreshed(folder: Path, rows: str, tab: NewTab) -> tuple[bool, str]:
    path = made.book(folder, rows)
    backend = ExcelBackend(path)
    backend.read()
    wrote = backend.apply(Changes((), recalculated=(tab,)))
    backend.close()
    with zipfile.ZipFile(path) as archive:
        return wrote, archive.read(LEADS).decode()


def test_results_of_a_shared_formula_are_refreshed_and_all_else_stays(tmp_path: Path) -> None:
    head = '<row r="1" ht="30"><c r="A1" t="str"><f>TODAY()&amp;sf_x</f><v>Thursday</v></c></row>'
    second = shared(2, f"{MASTER}<v>old</v>") + '<c r="C2" t="inlineStr"><is><t>ours</t></is></c>'
    rows = f'{head}<row r="2">{second}</row><row r="3">{shared(3, CHILD, "")}</row>'
    wrote, xml = refreshed(tmp_path, rows, page("new & true", "a"))
    wanted = rows.replace("Thursday", "Friday").replace("old", "new &amp; true")
    wanted = wanted.replace(shared(3, CHILD, ""), shared(3, f"{CHILD}<v>a</v>"))
    assert wrote
    assert xml == made.sheet(wanted)


def test_a_number_takes_the_place_of_a_text(tmp_path: Path) -> None:
    rows = f'<row r="2">{shared(2, f"<f>{FORMULA}</f><v>old</v>")}</row>'
    tab = NewTab("Leads", (), filled=(FilledDown(0, 2, 2, FORMULA, values={2: 7}),))
    _, xml = refreshed(tmp_path, rows, tab)
    assert xml == made.sheet(f'<row r="2">{shared(2, f"<f>{FORMULA}</f><v>7</v>", "")}</row>')


@pytest.mark.parametrize("blank", ["", "<v></v>", "<v />", "<v/>"])
def test_a_formula_that_nobody_calculated_gets_its_result(tmp_path: Path, blank: str) -> None:
    rows = f'<row r="2">{shared(2, f"<f>{FORMULA}</f>{blank}", "")}</row>'
    _, xml = refreshed(tmp_path, rows, page("new"))
    assert xml == made.sheet(f'<row r="2">{shared(2, f"<f>{FORMULA}</f><v>new</v>")}</row>')


@pytest.mark.parametrize(
    "cell",
    [
        shared(2, "<f>B2*2</f><v>4</v>", ""),
        shared(2, f'<f t="array" ref="A2">{FORMULA}</f><v>old</v>'),
        shared(2, f"<f>{FORMULA.replace('$B2', '$B3')}</f><v>old</v>"),
        shared(2, "<is><t>call first</t></is>", ' t="inlineStr"'),
        shared(2, f"<f>{FORMULA}</f><v>old</v><extLst/>"),
    ],
)
def test_another_formula_or_a_text_of_people_stays(tmp_path: Path, cell: str) -> None:
    wrote, xml = refreshed(tmp_path, f'<row r="2">{cell}</row>', page("new"))
    assert not wrote
    assert xml == made.sheet(f'<row r="2">{cell}</row>')


def test_with_nothing_new_the_file_is_not_touched(tmp_path: Path) -> None:
    rows = f'<row r="2">{shared(2, f"{MASTER}<v>same</v>")}</row>'
    wrote, _ = refreshed(tmp_path, rows, page("same"))
    assert not wrote


@pytest.mark.parametrize(
    ("ours", "saved"),
    [
        ('IF($B6>0,"To do",$C6)', 'if( $B9 > 0, "To do", $C9 )'),
        ("_xlfn.ISFORMULA($B6)", "ISFORMULA($B9)"),
        ("IF(A6,FALSE,1)", "IF(A9,FALSE(),1)"),
        ("SUM(_dash!$A$3:$A$602)", "SUM(_dash!$A$3:$A$1102)"),
    ],
)
def test_a_formula_is_known_again_as_other_programs_save_it(ours: str, saved: str) -> None:
    assert shape_of(ours, 6) == shape_of(saved, 9)


@pytest.mark.parametrize(
    ("ours", "other"),
    [
        ('IF($B6>0,"To do",$C6)', 'IF($B9>0,"to do",$C9)'),
        ("$B6", "$B8"),
        ("SUM(_dash!$A$3:$A$602)", "SUM(_dash!$A$4:$A$602)"),
        ("SUM(_dash!$A$3:$A$602)", "SUM(_dash!$B$3:$B$602)"),
    ],
)
def test_what_says_something_else_is_another_formula(ours: str, other: str) -> None:
    assert shape_of(ours, 6) != shape_of(other, 9)

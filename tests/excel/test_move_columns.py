"""`init --front`: our columns go right of the name, where nothing else would have to move."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from sheetflow.cli.main import main
from sheetflow.columns import OWNED
from sheetflow.model import MovedColumns
from tests.support.our_books import visible

OURS = [column.en for column in OWNED]
TEAM = ["Name", "Email", "Last contact", "Budget"]


def team() -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Leads"
    sheet.append(TEAM)
    for at, name in enumerate(("Ada Marsh", "Bo Lund", "Cy Fenn"), 2):
        mail = f"{name[:2].strip().lower()}@example.org"
        sheet.append([name, mail, date(2026, 11, 10 + at), 1000 * at])
        sheet.cell(at, 4).number_format = "#,##0.00"
    sheet.column_dimensions["B"].width = 31
    return book, sheet


def run(path: Path, *words: str) -> str:
    result = CliRunner().invoke(main, [*words, str(path), "--today", "2026-11-20"])
    assert result.exit_code == 0, result.output
    return result.output


def headings(path: Path) -> list[object]:
    return [cell.value for cell in visible(path.read_bytes())["Leads"][1]]


def saved(book: Workbook, folder: Path) -> Path:
    path = folder / "team.xlsx"
    book.save(path)
    return path


def test_our_columns_stand_right_of_the_name(tmp_path: Path) -> None:
    path = saved(team()[0], tmp_path)

    run(path, "init", "--front")

    assert headings(path) == ["Name", *OURS, "Email", "Last contact", "Budget"]


def test_values_formats_and_widths_go_along(tmp_path: Path) -> None:
    path = saved(team()[0], tmp_path)

    run(path, "init", "--front")

    sheet = visible(path.read_bytes())["Leads"]
    email, budget = (1 + headings(path).index(name) for name in ("Email", "Budget"))
    assert [sheet.cell(row, email).value for row in (2, 3)] == ["ad@example.org", "bo@example.org"]
    assert sheet.cell(2, budget).value == 2000
    assert sheet.cell(2, budget).number_format == "#,##0.00"
    assert sheet.column_dimensions[sheet.cell(1, email).column_letter].width == 31
    status = sheet.cell(1, 2).column_letter
    assert sheet.column_dimensions[status].width == OWNED[0].width


def test_nothing_is_left_to_do_afterwards(tmp_path: Path) -> None:
    path = saved(team()[0], tmp_path)
    run(path, "init", "--front")
    before = path.read_bytes()

    run(path, "sync")
    run(path, "init", "--front")

    assert path.read_bytes() == before


def test_the_colours_follow_the_status(tmp_path: Path) -> None:
    path = saved(team()[0], tmp_path)

    run(path, "init", "--front")

    formats = visible(path.read_bytes())["Leads"].conditional_formatting
    assert {str(each.sqref) for each in formats} == {"B2:B1048576 C2:C1048576 D2:D1048576"}


def test_a_drop_down_moves_with_its_column(tmp_path: Path) -> None:
    book, sheet = team()
    rule = DataValidation(type="list", formula1='"1000,2000"')
    rule.add("D2:D100")
    sheet.add_data_validation(rule)
    path = saved(book, tmp_path)

    run(path, "init", "--front")

    moved = visible(path.read_bytes())["Leads"]
    budget = moved.cell(1, 1 + headings(path).index("Budget")).column_letter
    ranges = [str(each.sqref) for each in moved.data_validations.dataValidation]
    assert f"{budget}2:{budget}100" in ranges


def formula(book: Workbook, sheet: Worksheet) -> None:
    sheet["D2"] = "=C2+1"


def formula_elsewhere(book: Workbook, sheet: Worksheet) -> None:
    book.create_sheet("Sums")["A1"] = "=SUM(Leads!D2:D9)"


def name(book: Workbook, sheet: Worksheet) -> None:
    book.defined_names["budgets"] = DefinedName("budgets", attr_text="Leads!$D$2:$D$9")


def chart(book: Workbook, sheet: Worksheet) -> None:
    bars = BarChart()
    bars.add_data(Reference(sheet, min_col=4, min_row=1, max_row=4), titles_from_data=True)
    sheet.add_chart(bars, "H2")


def comment(book: Workbook, sheet: Worksheet) -> None:
    sheet["D2"].comment = Comment("agreed by phone", "Maya")


def table(book: Workbook, sheet: Worksheet) -> None:
    sheet.add_table(Table(displayName="leads", ref="A1:D4"))


def merged(book: Workbook, sheet: Worksheet) -> None:
    sheet.merge_cells("C9:D9")


def colours(book: Workbook, sheet: Worksheet) -> None:
    rule = CellIsRule(operator="greaterThan", formula=["2500"], fill=PatternFill("solid"))
    sheet.conditional_formatting.add("D2:D9", rule)


def list_beside(book: Workbook, sheet: Worksheet) -> None:
    rule = DataValidation(type="list", formula1="$D$2:$D$9")
    rule.add("C2:C9")
    sheet.add_data_validation(rule)


@pytest.mark.parametrize(
    ("obstacle", "reason"),
    [
        (formula, "formulas"),
        (formula_elsewhere, "formulas"),
        (name, "named ranges"),
        (chart, "charts, pictures or comments"),
        (comment, "charts, pictures or comments"),
        (table, "an Excel table"),
        (merged, "merged cells"),
        (colours, "conditional formats or drop-downs"),
        (list_beside, "conditional formats or drop-downs"),
    ],
    ids=lambda given: getattr(given, "__name__", given),
)
def test_what_would_not_move_keeps_them_where_they_are(
    tmp_path: Path, obstacle: object, reason: str
) -> None:
    book, sheet = team()
    assert callable(obstacle)
    obstacle(book, sheet)
    path = saved(book, tmp_path)

    said = run(path, "init", "--front")

    assert headings(path)[:4] == TEAM
    assert headings(path)[4:] == OURS
    assert reason in " ".join(said.split())


def test_columns_that_stand_there_already_have_no_way_to_go() -> None:
    assert MovedColumns("Leads", (1, 2, 3), 0).order() == {}


def test_the_others_move_right_in_their_order() -> None:
    assert MovedColumns("Leads", (3, 4), 0).order() == {3: 1, 4: 2, 1: 3, 2: 4}

"""Workbooks from nothing: what openpyxl reads in them is what the tabs say."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.backends.excel.highlight import WORKSHEET_ORDER
from sheetflow.backends.excel.new_book import new_workbook
from sheetflow.backends.excel.newsheet import WORKBOOK_ORDER
from sheetflow.backends.excel.styles import ORDER as STYLES_ORDER
from sheetflow.errors import DamagedError
from sheetflow.model import (
    ColumnLook,
    DefinedName,
    FilledDown,
    Formula,
    NewTab,
    Style,
    Validation,
)
from tests.support import new_tabs

BYTES = new_workbook(new_tabs.TABS, new_tabs.WORKBOOK_NAMES)
BOARD = "Team's board"


def parts(workbook: bytes = BYTES) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(workbook: bytes = BYTES, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(BytesIO(workbook), data_only=values)


def sheet(name: str) -> Worksheet:
    return read()[name]


def sheet_xml(*tabs: NewTab, number: str = "") -> str:
    return parts(new_workbook(tabs))[f"xl/worksheets/sheet{number}.xml"].decode()


def test_two_workbooks_of_the_same_tabs_are_equal_byte_for_byte() -> None:
    assert new_workbook(new_tabs.TABS, new_tabs.WORKBOOK_NAMES) == BYTES


def test_a_small_one_holds_the_same() -> None:
    small = new_workbook(new_tabs.TABS, new_tabs.WORKBOOK_NAMES, small=True)
    assert len(small) < len(BYTES)
    assert parts(small) == parts()


def test_no_entry_tells_when_it_was_made() -> None:
    with zipfile.ZipFile(BytesIO(BYTES)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert read().properties.created == read().properties.modified == datetime(2026, 1, 1)


def test_tabs_stand_in_their_order_and_it_opens_with_the_one_that_names_a_cell() -> None:
    book = read()
    assert book.sheetnames == [BOARD, "Leads", "_calc"]
    assert book.active.title == "Leads"
    chosen = [tab.title for tab in book if tab.sheet_view.tabSelected]
    assert chosen == ["Leads"]
    assert book["Leads"].sheet_view.selection[0].activeCell == "A3"


def test_it_opens_with_the_first_visible_tab_where_none_names_a_cell() -> None:
    tabs = (NewTab("_calc", ((1,),), hidden=True), NewTab("A", ((1,),)), NewTab("B", ((1,),)))
    assert read(new_workbook(tabs)).active.title == "A"


def test_hidden_tabs_are_hidden() -> None:
    assert [tab.sheet_state for tab in read()] == ["visible", "visible", "hidden"]


def test_values_are_what_they_were() -> None:
    rows = [[cell.value for cell in row[:3]] for row in sheet("Leads")["A3:H8"]]
    assert [row[0] for row in rows] == [*new_tabs.NAMES, "more"]
    assert [row[1] for row in rows] == [*(datetime(2026, 11, 20 + n) for n in range(5)), None]
    assert [row[2] for row in rows] == [0, 100.5, 201, 301.5, 402, True]
    assert sheet("Leads")["H8"].value == "#N/A"


def test_text_is_never_a_formula() -> None:
    assert sheet("Leads")["A6"].data_type == "s"


def test_a_formula_filled_down_is_written_once_and_follows() -> None:
    tab = sheet("Leads")
    assert tab["D3"].value == '=IF(B3="",0,sf_today-B3)'
    assert tab["D40"].value == '=IF(B40="",0,sf_today-B40)'
    assert tab["E40"].value == '=IF(A40="","",UPPER(A40)&" B3")'
    xml = parts()["xl/worksheets/sheet1.xml"].decode()
    assert xml.count("sf_today-") == 1
    assert '<c r="E40"><f t="shared" si="1"/></c>' in xml


def test_a_formula_that_names_another_tab_stands_in_every_row() -> None:
    tab = sheet("Leads")
    assert tab["F3"].value == "=_calc!A3+_calc!$A$2*1"
    assert tab["F40"].value == "=_calc!A40+_calc!$A$2*1"
    assert b'si="2"' not in parts()["xl/worksheets/sheet1.xml"]


def test_results_are_there_where_they_are_known() -> None:
    tab = read(values=True)["Leads"]
    assert [tab[cell].value for cell in ("D3", "D4", "D5", "E3", "A1")] == [
        8, 7, None, "ADA MARÍN B3", None,
    ]  # fmt: skip
    assert read(values=True)[BOARD]["B3"].value == 7


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, "<f>X</f></c>"),
        (" a <b", ' t="str"><f>X</f><v xml:space="preserve"> a &lt;b</v></c>'),
        (True, ' t="b"><f>X</f><v>1</v></c>'),
        (2.5, "><f>X</f><v>2.5</v></c>"),
        (date(2026, 11, 20), "><f>X</f><v>46346</v></c>"),
        ("", ' t="str"><f>X</f><v></v></c>'),
    ],
)
def test_a_result_is_written_by_its_kind(value: object, cell: str) -> None:
    tab = NewTab("A", (("h",), (Formula("X", value),)))  # type: ignore[arg-type]  # one of each kind
    assert cell in sheet_xml(tab)


def test_all_is_calculated_when_it_is_opened_where_there_are_formulas() -> None:
    assert b'<calcPr fullCalcOnLoad="1"/>' in parts()["xl/workbook.xml"]
    assert b"calcPr" not in parts(new_workbook((NewTab("A", (("a",),)),)))["xl/workbook.xml"]


def test_names_are_defined() -> None:
    names = read().defined_names
    assert {name: names[name].attr_text for name in names} == {
        name.name: name.refers_to for name in new_tabs.WORKBOOK_NAMES
    }


def test_styles_are_there() -> None:
    tab = sheet("Leads")
    heading, day = tab["A2"], tab["B3"]
    assert (heading.font.b, heading.font.color.rgb, heading.font.name) == (
        True,
        "FFFFFFFF",
        "Calibri",
    )
    assert heading.fill.fgColor.rgb == "FF33475B"
    assert (heading.border.bottom.style, heading.border.bottom.color.rgb) == ("thin", "FF112233")
    assert (heading.alignment.vertical, heading.alignment.wrap_text) == ("center", True)
    assert (day.number_format, day.alignment.horizontal, day.protection.locked) == (
        "d mmm yyyy", "center", False,
    )  # fmt: skip
    title = sheet(BOARD)["A1"].font
    assert (title.sz, title.i, title.u) == (16, True, "single")


def test_blank_cells_and_formulas_without_a_style_look_like_their_column() -> None:
    look = {0: ColumnLook(9, Style(number_format="0.000"))}
    tab = NewTab("A", ((1,),), columns=look, filled=(FilledDown(0, 2, 3, "A1+1"),))
    book = read(new_workbook((tab,)))["A"]
    assert [book[f"A{row}"].number_format for row in (1, 2, 3)] == ["0.000"] * 3
    assert book.column_dimensions["A"].number_format == "0.000"


def test_columns_have_widths_groups_and_folds() -> None:
    columns = sheet("Leads").column_dimensions
    assert [columns[letter].width for letter in "ABCD"] == [24, 14, 12, 8]
    assert (columns["G"].outlineLevel, columns["G"].hidden, columns["G"].max) == (1, True, 8)
    assert columns["I"].collapsed
    assert b'outlineLevelCol="1"' in parts()["xl/worksheets/sheet1.xml"]


def test_rows_have_heights() -> None:
    assert [sheet("Leads").row_dimensions[row].height for row in (1, 2, 3)] == [30, 24, None]


def test_cells_are_merged_and_panes_frozen() -> None:
    assert [str(cells) for cells in sheet("Leads").merged_cells.ranges] == ["A1:F1"]
    assert sheet("Leads").freeze_panes == "B3"
    assert sheet(BOARD).freeze_panes == "A2"


@pytest.mark.parametrize(
    ("frozen", "first", "pane"),
    [
        ((1, 0), "A1", "topLeft"),
        ((1, 0), "A2", "bottomLeft"),
        ((0, 2), "C1", "topRight"),
        ((2, 1), "B2", "topRight"),
        ((2, 1), "A9", "bottomLeft"),
        ((0, 0), "B2", None),
    ],
)
def test_the_chosen_cell_is_in_its_part_of_the_window(
    frozen: tuple[int, int], first: str, pane: str | None
) -> None:
    view = read(new_workbook((NewTab("A", ((1,),), frozen=frozen, first=first),)))["A"].sheet_view
    assert view.selection[0].activeCell == first
    assert (view.pane.activePane if view.pane else None) == pane
    assert view.pane is None or view.selection[0].pane == pane


def test_gridlines_and_the_colour_of_the_tab() -> None:
    assert not sheet(BOARD).sheet_view.showGridLines
    assert sheet("Leads").sheet_view.showGridLines is not False
    assert sheet(BOARD).sheet_properties.tabColor.rgb == "FF1F6F5C"


def test_a_protected_tab_has_no_password_and_can_be_sorted_and_widened() -> None:
    protection = sheet(BOARD).protection
    assert (protection.sheet, protection.password) == (True, None)
    assert not any(
        (protection.formatColumns, protection.formatRows, protection.sort, protection.autoFilter)
    )
    assert not sheet("Leads").protection.sheet


def test_conditional_formats_are_in_order_and_show_colours() -> None:
    ((cells, rules),) = sheet("Leads").conditional_formatting._cf_rules.items()
    assert str(cells.sqref) == "A3:F40"
    assert [(rule.priority, rule.formula) for rule in rules] == [
        (1, ["$D3>6"]),
        (2, ['AND(LEFT($E3,1)="T",N("sheetflow:today")=0)']),
    ]
    assert (rules[0].dxf.font.strike, rules[0].dxf.fill.bgColor.rgb) == (True, "FFFFE066")


def test_validations_warn_refuse_or_only_prompt() -> None:
    found = {str(rule.sqref): rule for rule in sheet("Leads").data_validations.dataValidation}
    word, day, value = found["E3:E40"], found["B3:B40"], found["C3:C40"]
    assert (word.type, word.formula1, word.errorStyle) == ("list", '"yes,no"', "warning")
    assert (day.type, day.operator, day.errorStyle) == ("date", "greaterThan", None)
    assert (day.promptTitle, day.prompt, day.showInputMessage) == (
        "Next",
        "Ctrl+; types today",
        True,
    )
    assert (value.formula1, value.formula2, value.operator) == ("0", "1000000", "between")
    assert [found[cells].showErrorMessage for cells in ("E3:E40", "B3:B40", "A3", "D3:D40 D50")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert found["A3"].type is None


def test_what_excel_would_take_for_damage_is_refused_or_cut() -> None:
    words = Validation(("A1",), "list", '"' + "yes," * 64 + '"')
    with pytest.raises(ValueError, match="a list of 258 characters"):
        new_workbook((NewTab("A", ((1,),), validations=(words,)),))
    with pytest.raises(ValueError, match="a formula of 8193 characters"):
        new_workbook((NewTab("A", ((Formula("1" * 8193),),)),))
    said = Validation(("A1",), prompt_title="t" * 40, prompt="p" * 300)
    rule = read(new_workbook((NewTab("A", ((1,),), validations=(said,)),)))["A"]
    assert len(rule.data_validations.dataValidation[0].prompt) == 255


def test_the_filter_has_its_buttons_and_its_name() -> None:
    assert sheet("Leads").auto_filter.ref == "A2:F40"
    assert (
        '<definedName name="_xlnm._FilterDatabase" localSheetId="1" hidden="1">\'Leads\'!$A$2:$F$40</definedName>'
        in parts()["xl/workbook.xml"].decode()
    )


def test_pages_are_one_wide_with_titles_and_an_area() -> None:
    tab = sheet("Leads")
    assert tab.sheet_properties.pageSetUpPr.fitToPage
    assert (tab.page_setup.orientation, tab.page_setup.fitToHeight) == ("landscape", 0)
    assert (tab.print_title_rows, tab.print_area) == ("$1:$2", "'Leads'!$A$1:$F$40")
    assert (sheet(BOARD).page_setup.orientation, sheet(BOARD).page_setup.fitToHeight) == (
        "portrait",
        1,
    )


def test_green_corners_are_left_out_where_asked() -> None:
    assert (
        b'<ignoredErrors><ignoredError sqref="A3:F40" numberStoredAsText="1"'
        in parts()["xl/worksheets/sheet1.xml"]
    )


def test_a_plain_tab_has_a_bold_frozen_heading_and_widths() -> None:
    plain = NewTab("Playbook", (("Key", "Value"), ("pace", 3), (None, date(2026, 1, 1))), (20, 8))
    tab = read(new_workbook((plain,)))["Playbook"]
    assert [tab[cell].font.b for cell in ("A1", "B1", "A2")] == [True, True, False]
    assert tab.freeze_panes == "A2"
    assert [tab.column_dimensions[letter].width for letter in "AB"] == [20, 8]
    assert tab["B3"].is_date


def test_a_tab_with_styles_has_no_heading_that_nobody_asked_for() -> None:
    assert not sheet(BOARD)["A2"].font.b


def test_a_tab_is_there_once() -> None:
    with pytest.raises(DamagedError):
        new_workbook((NewTab("A", ((1,),)), NewTab("a", ((1,),))))


def test_it_is_read_like_any_other_workbook(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("new") / "new.xlsx"
    path.write_bytes(BYTES)
    backend = ExcelBackend(path)
    tabs = {tab.name: tab for tab in backend.read().tabs}
    assert [tab.visible for tab in tabs.values()] == [True, True, False]
    (block,) = tabs["Leads"].blocks([0, 3])
    assert block.columns[0][2:4] == list(new_tabs.NAMES[:2])
    assert block.columns[1][2:4] == [8, 7]
    assert list(block.formulas[3]) == list(range(3, 41))
    backend.close()


# ── the schema ────────────────────────────────────────────────────────────────────────────────


def in_order(element: Element, order: Iterable[bytes]) -> bool:
    places = {name.decode(): place for place, name in enumerate(order)}
    found = [places[child.tag.rpartition("}")[2]] for child in element]
    return found == sorted(found)


@pytest.mark.parametrize("name", parts())
def test_every_part_is_well_formed(name: str) -> None:
    ElementTree.fromstring(parts()[name])


def test_children_are_in_the_order_of_the_schema() -> None:
    for name, xml in parts().items():
        top = ElementTree.fromstring(xml)
        if name.startswith("xl/worksheets/sheet"):
            assert in_order(top, WORKSHEET_ORDER)
    assert in_order(ElementTree.fromstring(parts()["xl/workbook.xml"]), WORKBOOK_ORDER)
    assert in_order(ElementTree.fromstring(parts()["xl/styles.xml"]), STYLES_ORDER)


def test_counts_in_the_styles_are_right() -> None:
    for container in ElementTree.fromstring(parts()["xl/styles.xml"]):
        assert container.get("count") in (None, str(len(container)))


def test_every_part_is_registered_once_and_every_target_is_there() -> None:
    found = parts()
    names = re.findall(rb'PartName="/([^"]+)"', found["[Content_Types].xml"])
    assert len(names) == len(set(names))
    known = {name.decode() for name in names}
    assert {n for n in found if not n.endswith(".rels") and n != "[Content_Types].xml"} == known


def test_names_of_a_workbook_are_defined_anew_once() -> None:
    name = DefinedName("sf_x", "1")
    book = new_workbook((NewTab("A", ((1,),)),), (name, DefinedName("sf_x", "2")))
    assert parts(book)["xl/workbook.xml"].count(b"sf_x") == 1

"""sheetflow.backends.excel.newsheet: parts added to a package, and what must know of them."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from sheetflow.backends.excel import newsheet
from sheetflow.backends.excel.newsheet import Added
from sheetflow.backends.excel.package import MAIN, MAIN_STRICT, OFFICE_RELS, OFFICE_RELS_STRICT
from sheetflow.errors import DamagedError

SHEET = '<sheet name="Leads" sheetId="4" r:id="rId1"/>'
ADDED = Added("xl/worksheets/sheet2.xml", "rId9", f"{OFFICE_RELS}/worksheet", newsheet.SHEET_TYPE)


def workbook(sheets: str = SHEET, after: str = "", uri: str = OFFICE_RELS) -> bytes:
    return f'<workbook xmlns="{MAIN}" xmlns:r="{uri}"><sheets>{sheets}</sheets>{after}</workbook>'.encode()


def add(xml: bytes, *, strict: bool = False, before: str | None = None) -> str:
    sheet = newsheet.NewSheet("_sheetflow", "rId9", hidden=True, strict=strict)
    return newsheet.add_sheet(xml, sheet, before).decode()


def test_a_tab_is_added_last_with_a_number_of_its_own() -> None:
    assert (
        SHEET + '<sheet name="_sheetflow" sheetId="5" state="hidden" r:id="rId9"/></sheets>'
        in add(workbook())
    )


def test_a_tab_is_added_before_the_state_tab_where_that_is_last() -> None:
    assert add(workbook(), before="Leads").index("_sheetflow") < add(
        workbook(), before="Leads"
    ).index("Leads")
    both = workbook(SHEET + '<sheet name="Team" sheetId="9" r:id="rId2"/>')
    assert '<sheet name="_sheetflow" sheetId="10"' in add(both, before="Leads").partition("Team")[2]


def test_the_prefix_of_relationships_is_found_by_its_uri() -> None:
    xml = workbook().replace(b"xmlns:r=", b"xmlns:rel=").replace(b"r:id", b"rel:id")
    assert 'state="hidden" rel:id="rId9"/>' in add(xml)


def test_a_missing_prefix_is_declared_on_the_spot() -> None:
    assert f'xmlns:r="{OFFICE_RELS_STRICT}" r:id="rId9"' in add(
        workbook("", uri="other"), strict=True
    )


def test_a_prefixed_workbook_gets_a_prefixed_tab() -> None:
    xml = f'<x:workbook xmlns:x="{MAIN}" xmlns:r="{OFFICE_RELS}"><x:sheets/></x:workbook>'.encode()
    assert '<x:sheets><x:sheet name="_sheetflow"' in add(xml)


def test_a_workbook_without_a_list_of_sheets_is_refused() -> None:
    with pytest.raises(DamagedError):
        add(f'<workbook xmlns="{MAIN}"/>'.encode())


def test_a_relationship_is_added_relative_to_its_part_and_dropped_again() -> None:
    rels = b'<Relationships xmlns="x"><Relationship Id="rId1" Target="a"/></Relationships>'
    new = newsheet.add_relationship(rels, "xl", ADDED)
    assert (
        b'Id="rId9" Type="' + OFFICE_RELS.encode() + b'/worksheet" Target="worksheets/sheet2.xml"/>'
        in new
    )
    assert newsheet.drop_relationship(new, "rId9") == rels


def test_a_content_type_is_added_and_dropped_again() -> None:
    types = b'<Types xmlns="x"></Types>'
    new = newsheet.add_type(types, ADDED)
    assert b'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="' in new
    assert newsheet.drop_type(new, "xl/Worksheets/sheet2.xml") == types


def test_names_and_ids_are_never_taken_twice() -> None:
    taken = ["xl/worksheets/Sheet.xml", "xl/worksheets/sheet1.xml"]
    assert newsheet.free_name(taken, "xl/worksheets/sheet.xml") == "xl/worksheets/sheet2.xml"
    rels = b'<Relationships><Relationship Id="rId2"/></Relationships>'
    assert newsheet.free_rel_id(rels) == "rId3"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("", '</sheets><calcPr fullCalcOnLoad="1"/></workbook>'),
        ("<extLst/>", '<calcPr fullCalcOnLoad="1"/><extLst/>'),
        ('<calcPr calcId="1"/>', '<calcPr calcId="1" fullCalcOnLoad="1"/>'),
        ('<calcPr fullCalcOnLoad="0"/>', '<calcPr fullCalcOnLoad="1"/>'),
    ],
)
def test_a_calculation_is_asked_for(after: str, expected: str) -> None:
    assert expected in newsheet.recalculate_on_load(workbook(after=after)).decode()


def test_a_calculation_is_asked_for_once() -> None:
    once = newsheet.recalculate_on_load(workbook())
    assert newsheet.recalculate_on_load(once) == once


@pytest.mark.parametrize(
    "lines",
    [["a", "b\tc"], ["a & b", " c ", "_x0041_"], [f"line {i}" for i in range(5000)], ["", "x"]],
)
@pytest.mark.parametrize("strict", [False, True])
def test_the_state_tab_is_one_text_per_row(lines: list[str], strict: bool) -> None:
    xml = b"".join(newsheet.state_sheet(lines, strict=strict))
    space = MAIN_STRICT if strict else MAIN
    cells = ElementTree.fromstring(xml).findall(f"{{{space}}}sheetData/{{{space}}}row/{{{space}}}c")
    assert [cell.get("r") for cell in cells] == [f"A{i}" for i in range(1, len(lines) + 1)]
    assert ["".join(cell.itertext()).replace("_x005F_", "_") for cell in cells] == lines

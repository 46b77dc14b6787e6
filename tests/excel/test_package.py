from __future__ import annotations

from pathlib import Path

import pytest

from sheetflow.backends.excel.archive import Archive
from sheetflow.backends.excel.package import Package
from sheetflow.errors import DamagedError
from tests.excel import made
from tests.support.refusals import says


def package(folder: Path, content: dict[str, str | bytes]) -> Package:
    return Package(Archive.open(made.write(folder / "b.xlsx", content)))


def workbook(sheets: str, properties: str = "", main: str = made.MAIN) -> str:
    return f'<workbook xmlns="{main}" xmlns:r="{made.OFFICE}">{properties}<sheets>{sheets}</sheets></workbook>'


def test_parts_are_found_through_relationships(tmp_path: Path) -> None:
    found = package(tmp_path, made.parts())
    assert found.workbook_part == "xl/workbook.xml"
    assert found.strings_part == "xl/sharedStrings.xml"
    assert found.styles_part is None
    assert found.calc_chain_part is None
    assert [(s.name, s.part, s.state, s.kind, s.sheet_id, s.rel_id) for s in found.sheets] == [
        ("Leads", "xl/worksheets/sheet1.xml", "visible", "worksheet", 1, "rId1")
    ]


@pytest.mark.parametrize(
    "target",
    ["/xl/workbook.xml", "XL/WORKBOOK.xml", "xl/../xl/./workbook.xml", "xl/work%62ook.xml"],
)
def test_targets_may_be_absolute_in_another_case_or_escaped(tmp_path: Path, target: str) -> None:
    content = {**made.parts(), "_rels/.rels": made.relationships(("r", "officeDocument", target))}
    assert package(tmp_path, content).workbook_part == "xl/workbook.xml"


def test_the_workbook_may_be_anywhere(tmp_path: Path) -> None:
    content = made.parts()
    content["office/book.xml"] = content.pop("xl/workbook.xml")
    content["office/_rels/book.xml.rels"] = made.relationships(
        ("rId1", "worksheet", "../xl/worksheets/sheet1.xml")
    )
    content["_rels/.rels"] = made.relationships(("r", "officeDocument", "office/book.xml"))
    assert package(tmp_path, content).sheets[0].part == "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("true", True), ("0", False), ("false", False)]
)
def test_the_date_system_is_read(tmp_path: Path, value: str, expected: bool) -> None:
    sheets = '<sheet name="Leads" sheetId="1" r:id="rId1"/>'
    content = made.parts()
    content["xl/workbook.xml"] = workbook(sheets, f'<workbookPr date1904="{value}"/>')
    assert package(tmp_path, content).date1904 is expected


def test_sheets_of_other_kinds_keep_their_position(tmp_path: Path) -> None:
    content = made.parts()
    content["xl/workbook.xml"] = workbook(
        '<sheet name="Chart" sheetId="3" r:id="rId3"/><sheet name="Leads" sheetId="1" r:id="rId1" state="hidden"/>'
    )
    content["xl/_rels/workbook.xml.rels"] = made.relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId3", "chartsheet", "chart.xml")
    )
    content["xl/chart.xml"] = "<chartsheet/>"
    found = package(tmp_path, content).sheets
    assert [(s.kind, s.state) for s in found] == [
        ("chartsheet", "visible"),
        ("worksheet", "hidden"),
    ]


def test_a_strict_workbook_says_so(tmp_path: Path) -> None:
    content = made.parts()
    content["xl/workbook.xml"] = (
        '<x:workbook xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" '
        'xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships">'
        '<x:sheets><x:sheet name="Leads" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>'
    )
    found = package(tmp_path, content)
    assert found.strict
    assert found.sheets[0].name == "Leads"


def test_external_targets_stay_as_they_are(tmp_path: Path) -> None:
    link = f'<Relationship Id="h" Type="{made.OFFICE}/hyperlink" Target="https://example.com/" TargetMode="External"/>'
    content = {
        **made.parts(),
        "xl/worksheets/_rels/sheet1.xml.rels": f"<Relationships>{link}</Relationships>",
    }
    found = package(tmp_path, content).relationships("xl/worksheets/sheet1.xml")
    assert found["h"].external
    assert found["h"].target == "https://example.com/"


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"_rels/.rels": made.relationships()}, "no workbook"),
        ({"xl/workbook.xml": workbook("")}, "no worksheet"),
        ({"xl/workbook.xml": workbook('<sheet name="Gone" sheetId="2" r:id="rId9"/>')}, "missing"),
        ({"xl/workbook.xml": "<w:document xmlns:w='urn:w'/>"}, "no Excel workbook"),
        ({"xl/workbook.xml": "<workbook"}, "well-formed"),
        ({"xl/workbook.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "entities"),
        ({"xl/workbook.xml": "<!DOCTYPE workbook>" + workbook("")}, "entities"),
        ({"_xmlsignatures/origin.sigs": "x"}, "signed"),
    ],
)
def test_what_cannot_be_patched_is_refused(
    tmp_path: Path, changed: dict[str, str], word: str
) -> None:
    with pytest.raises(DamagedError, check=says(word)):
        package(tmp_path, {**made.parts(), **changed})


def test_a_workbook_shared_the_old_way_is_refused(tmp_path: Path) -> None:
    content = made.parts()
    content["xl/_rels/workbook.xml.rels"] = made.relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId7", "revisionHeaders", "revisions/revisionHeaders.xml"),
    )
    content["xl/revisions/revisionHeaders.xml"] = "<headers/>"
    with pytest.raises(DamagedError, check=says("shared")):
        package(tmp_path, content)

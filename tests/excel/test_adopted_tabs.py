"""Tabs of ours in somebody's workbook: they come behind the team's, and nothing else changes."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import openpyxl

from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.backends.excel.package import MAIN_STRICT
from sheetflow.model import (
    STATE_TAB,
    Cell,
    Changes,
    DefinedName,
    FilledDown,
    Formula,
    NewTab,
    Style,
)
from tests.excel import made
from tests.support.new_tabs import CALC, FIGURES, LEADS, WORKBOOK_NAMES

KINDS = {
    "workbook": "sheet.main",
    "styles": "styles",
    "sharedStrings": "sharedStrings",
    "worksheets/sheet1": "worksheet",
    "worksheets/sheet2": "worksheet",
}
TYPES = "".join(
    f'<Override PartName="/xl/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
    for name, kind in KINDS.items()
)
STYLES = f'<styleSheet xmlns="{made.MAIN}"><fonts count="1"><font><sz val="9"/><name val="Arial"/></font></fonts><cellXfs count="1"><xf fontId="0"/></cellXfs></styleSheet>'
TEAM = "xl/worksheets/sheet1.xml"
AGAIN = replace(LEADS, name="Again")
OURS = NewTab(
    "Ours",
    ((Cell("Day", Style(bold=True, fill="#112233")),), (date(2026, 11, 20),)),
    filled=(FilledDown(1, 2, 4, "A2+1"),),
)


def add(path: Path, *tabs: NewTab, names: tuple[DefinedName, ...] = ()) -> bool:
    backend = ExcelBackend(path)
    backend.read()
    try:
        return backend.apply(Changes((), new_tabs=tabs, names=names))
    finally:
        backend.close()


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def styled(folder: Path, workbook: str = "", sheets: str = "", **more: str) -> Path:
    """A team's workbook with styles of its own; `sheets` and `workbook` are what it holds beside
    the tab Leads, before and behind the list of tabs.
    """
    content = made.parts(workbook=workbook, **more)
    links = (("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"),
             ("rId3", "styles", "styles.xml"), ("rId4", "worksheet", "worksheets/sheet2.xml"))  # fmt: skip
    content["xl/_rels/workbook.xml.rels"] = made.relationships(*links)
    content["[Content_Types].xml"] = made.TYPES.replace("/>", f">{TYPES}</Types>")
    content["xl/styles.xml"] = STYLES
    content["xl/worksheets/sheet2.xml"] = made.sheet()
    xml = str(content["xl/workbook.xml"]).replace("</sheets>", f"{sheets}</sheets>")
    content["xl/workbook.xml"] = xml
    return made.write(folder / "team.xlsx", content)


def test_parts_of_the_team_keep_their_bytes(tmp_path: Path) -> None:
    path = styled(tmp_path)
    before = parts(path)
    assert add(path, FIGURES, CALC, names=WORKBOOK_NAMES)
    after = parts(path)
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    }  # fmt: skip
    assert openpyxl.load_workbook(path).sheetnames == ["Leads", FIGURES.name, "_calc"]


def test_a_cell_of_ours_has_the_font_of_the_workbook(tmp_path: Path) -> None:
    path = styled(tmp_path)
    add(path, OURS)
    heading = openpyxl.load_workbook(path)["Ours"]["A1"].font
    assert (heading.name, heading.sz, heading.b) == ("Arial", 9, True)


def test_a_workbook_of_a_team_opens_with_the_tab_that_it_was_saved_on(tmp_path: Path) -> None:
    path = styled(tmp_path, "<bookViews><workbookView/></bookViews>")
    add(path, NewTab("Ours", ((1,),), first="A1"))
    book = openpyxl.load_workbook(path)
    assert book.active.title == "Leads"
    assert not book["Ours"].sheet_view.tabSelected


def test_tabs_come_before_the_state_and_what_counts_tabs_stays_right(tmp_path: Path) -> None:
    names = (
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">Leads!$A$1</definedName>'
        f'<definedName name="n" localSheetId="1">{STATE_TAB}!$A$1</definedName></definedNames>'
    )
    state = f'<sheet name="{STATE_TAB}" sheetId="2" state="hidden" r:id="rId4"/>'
    path = styled(tmp_path, sheets=state)
    content = parts(path)
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace(
        b"</sheets>", f"</sheets>{names}".encode()
    )
    made.write(path, content)
    add(path, AGAIN, OURS)
    xml = parts(path)["xl/workbook.xml"].decode()
    assert openpyxl.load_workbook(path).sheetnames == ["Leads", "Again", "Ours", STATE_TAB]
    assert '<definedName name="n" localSheetId="3">' in xml
    assert '<definedName name="_xlnm.Print_Area" localSheetId="0">Leads!$A$1<' in xml
    assert '<definedName name="_xlnm.Print_Area" localSheetId="1">\'Again\'!$A$1:$F$40<' in xml


def test_formats_are_found_again_by_the_next_tab(tmp_path: Path) -> None:
    path = styled(tmp_path)
    add(path, OURS)
    before = parts(path)["xl/styles.xml"]
    add(path, NewTab("More", OURS.rows))
    assert parts(path)["xl/styles.xml"] == before


def test_charts_have_parts_of_their_own_each_time(tmp_path: Path) -> None:
    path = styled(tmp_path)
    add(path, FIGURES)
    add(path, NewTab("More", ((1,),), charts=FIGURES.charts[:1]))
    names = [*parts(path)]
    assert len(names) == len(set(names))
    assert sum(name.startswith("xl/charts/") for name in names) == 4
    book = openpyxl.load_workbook(path)
    assert [len(book[name]._charts) for name in (FIGURES.name, "More")] == [3, 1]


def test_relationships_that_somebody_left_behind_are_not_taken(tmp_path: Path) -> None:
    left = made.relationships(("rId1", "image", "gone.png"))
    path = styled(tmp_path, **{"xl/worksheets/_rels/sheet.xml.rels": left})
    add(path, FIGURES)
    assert parts(path)["xl/worksheets/_rels/sheet.xml.rels"].decode() == left
    assert "xl/worksheets/sheet.xml" not in parts(path)


def test_formulas_of_ours_are_calculated_and_the_old_chain_goes(tmp_path: Path) -> None:
    path = styled(tmp_path)
    content = parts(path)
    rels = content["xl/_rels/workbook.xml.rels"].decode()
    link = f'<Relationship Id="rId9" Type="{made.OFFICE}/calcChain" Target="calcChain.xml"/>'
    content["xl/_rels/workbook.xml.rels"] = rels.replace("</Rel", f"{link}</Rel").encode()
    content["xl/calcChain.xml"] = (
        f'<calcChain xmlns="{made.MAIN}"><c r="A1" i="1"/></calcChain>'.encode()
    )
    made.write(path, content)
    add(path, NewTab("Plain", (("a",),)))
    assert "xl/calcChain.xml" in parts(path)
    assert b"fullCalcOnLoad" not in parts(path)["xl/workbook.xml"]
    add(path, OURS)
    assert "xl/calcChain.xml" not in parts(path)
    assert b'fullCalcOnLoad="1"' in parts(path)["xl/workbook.xml"]


def test_dates_follow_the_1904_system(tmp_path: Path) -> None:
    path = styled(tmp_path, '<workbookPr date1904="1"/>')
    cells = (date(2026, 11, 20), Formula("A1", date(2026, 11, 21)))
    below = FilledDown(2, 2, 2, "A2", values={2: date(2026, 11, 22)})
    add(path, NewTab("Ours", (("Day",), cells), filled=(below,)))
    row = openpyxl.load_workbook(path, data_only=True)["Ours"][2]
    assert [cell.value for cell in row[:2]] == [datetime(2026, 11, day) for day in (20, 21)]
    assert row[2].value == 46346 + 2 - 1462


def test_a_strict_workbook_gets_strict_parts(tmp_path: Path) -> None:
    path = styled(tmp_path)
    strict = {
        name: content.replace(made.MAIN.encode(), MAIN_STRICT.encode()).replace(
            made.OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, content in parts(path).items()
    }
    made.write(path, strict)
    add(path, FIGURES, names=WORKBOOK_NAMES)
    new = {name: xml for name, xml in parts(path).items() if name not in strict}
    assert len(new) == 7
    for name, xml in new.items():
        ElementTree.fromstring(xml)
        assert b"schemas.openxmlformats.org/s" not in xml, name
        assert b"schemas.openxmlformats.org/d" not in xml, name


def test_a_prefixed_workbook_takes_tabs_and_names(tmp_path: Path) -> None:
    path = styled(tmp_path)
    content = parts(path)
    for name in ("xl/workbook.xml", "xl/styles.xml"):
        xml = content[name].decode().replace("<", "<x:").replace("<x:/", "</x:")
        content[name] = xml.replace("xmlns=", "xmlns:x=").encode()
    made.write(path, content)
    add(path, FIGURES, names=WORKBOOK_NAMES)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Leads", FIGURES.name]
    assert set(book.defined_names) == {"sf_today", "sf_rows"}
    assert book[FIGURES.name]["A1"].font.sz == 16


def test_names_alone_can_be_written_and_are_written_once(tmp_path: Path) -> None:
    path = styled(tmp_path)
    assert add(path, names=WORKBOOK_NAMES)
    assert not add(path, names=WORKBOOK_NAMES)
    assert add(path, names=(DefinedName("SF_TODAY", "1"),))
    assert len(openpyxl.load_workbook(path).defined_names) == 2

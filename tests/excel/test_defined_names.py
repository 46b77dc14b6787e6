"""sheetflow.backends.excel.defined_names: names defined once, and right when a tab comes between."""

from __future__ import annotations

import pytest

from sheetflow.backends.excel.defined_names import Name, define, make_room, names_of, open_with
from sheetflow.backends.excel.package import MAIN
from sheetflow.model import NewTab, Page

VIEW = '<bookViews><workbookView activeTab="2" firstSheet="1"/></bookViews>'
SHEETS = "<sheets><sheet/></sheets>"


def workbook(names: str = "", after: str = "", prefix: str = "") -> bytes:
    declared = f":{prefix[:-1]}" if prefix else ""
    xml = f'<workbook xmlns{declared}="{MAIN}">{VIEW}{SHEETS}{names}{after}</workbook>'
    return xml.replace("<", f"<{prefix}").replace(f"<{prefix}/", f"</{prefix}").encode()


def defined(inside: str) -> str:
    return f"<definedNames>{inside}</definedNames>"


def test_the_first_name_comes_between_sheets_and_calculation() -> None:
    made = define(workbook(after="<calcPr/>"), [Name("sf_x", 'Leads!$A$1&"<"')])
    wanted = defined('<definedName name="sf_x">Leads!$A$1&amp;"&lt;"</definedName>')
    assert made == workbook(wanted, "<calcPr/>")


def test_a_name_that_is_there_refers_to_what_is_wanted_now() -> None:
    other = '<definedName name="Team">Leads!$B$1</definedName>'
    before = workbook(defined(other + '<definedName name="SF_X" comment="c">#REF!</definedName>'))
    made = define(before, [Name("sf_x", "Leads!$A$1")])
    assert made == before.replace(b"#REF!", b"Leads!$A$1")
    assert define(made, [Name("sf_x", "Leads!$A$1")]) == made


def test_an_empty_name_is_filled() -> None:
    made = define(workbook(defined('<definedName name="sf_x"/>')), [Name("sf_x", "1")])
    assert b'<definedName name="sf_x">1</definedName>' in made


def test_the_same_name_of_one_tab_is_another_one() -> None:
    mine = '<definedName name="sf_x" localSheetId="0">1</definedName>'
    made = define(workbook(defined(mine)), [Name("sf_x", "2")])
    assert defined(f'{mine}<definedName name="sf_x">2</definedName>').encode() in made


def test_a_prefixed_workbook_gets_prefixed_names() -> None:
    made = define(workbook(prefix="x:"), [Name("sf_x", "1")])
    assert b'<x:definedNames><x:definedName name="sf_x">1</x:definedName></x:definedNames>' in made


def test_all_that_counts_tabs_counts_one_more_behind_a_new_one() -> None:
    names = defined(
        '<definedName name="a" localSheetId="0">1</definedName>'
        '<definedName name="b" localSheetId="2">1</definedName>'
    )
    made = make_room(workbook(names), 2).decode()
    assert 'name="a" localSheetId="0"' in made
    assert 'name="b" localSheetId="3"' in made
    assert 'activeTab="3" firstSheet="1"' in made


def test_a_workbook_opens_with_the_tab_that_is_asked_for() -> None:
    assert b'activeTab="7"' in open_with(workbook(), 7)
    assert open_with(b"<workbook/>", 7) == b"<workbook/>"


@pytest.mark.parametrize(("titles", "rows"), [("1:2", "$1:$2"), ("$3:$4", "$3:$4"), ("2", "$2:$2")])
def test_a_tab_names_its_filter_and_what_is_printed(titles: str, rows: str) -> None:
    tab = NewTab("Eva's", (("a",),), filter="A1:C9", page=Page(titles=titles, area="A1:D20"))
    assert [*names_of(tab, 4)] == [
        Name("_xlnm._FilterDatabase", "'Eva''s'!$A$1:$C$9", 4, hidden=True),
        Name("_xlnm.Print_Area", "'Eva''s'!$A$1:$D$20", 4),
        Name("_xlnm.Print_Titles", f"'Eva''s'!{rows}", 4),
    ]

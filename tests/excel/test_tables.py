"""sheetflow.backends.excel.tables: tables and filters around the leads grow with our columns."""

from __future__ import annotations

import pytest

from sheetflow.backends.excel import tables
from sheetflow.backends.excel.package import MAIN
from sheetflow.backends.excel.refs import parse_range
from sheetflow.backends.excel.tables import Table

COLUMNS = (
    '<tableColumn id="1" name="Name"/>'
    '<tableColumn id="7" name="Email"><calculatedColumnFormula>1</calculatedColumnFormula></tableColumn>'
)


def part(attributes: str = "", columns: str = COLUMNS) -> bytes:
    return (
        f'<table xmlns="{MAIN}" id="1" name="Leads" displayName="Leads" ref="A3:B9"{attributes}>'
        '<autoFilter ref="A3:B8"/>'
        f'<sortState ref="A4:B8"><sortCondition ref="A4:A8"/></sortState>'
        f'<tableColumns count="2">{columns}</tableColumns></table>'
    ).encode()


def table(attributes: str = "") -> Table:
    found = tables.read_table("xl/tables/table1.xml", part(attributes))
    assert found is not None
    return found


def test_a_table_is_read() -> None:
    found = table(' totalsRowCount="1"')
    assert (found.name, str(found.cells), found.columns, found.totals) == (
        "Leads",
        "A3:B9",
        ("Name", "Email"),
        True,
    )
    assert found.heads(3)
    assert not found.heads(4)


def test_a_table_grows_with_its_filter_and_sort() -> None:
    new = tables.widen_table(table(), ["Status", "Why & how"]).decode()
    assert 'ref="A3:D9"' in new
    assert '<autoFilter ref="A3:D8"/><sortState ref="A4:D8"><sortCondition ref="A4:A8"/>' in new
    assert '<tableColumns count="4">' in new
    assert (
        '<tableColumn id="8" name="Status"/><tableColumn id="9" name="Why &amp; how"/></tableColumns>'
        in new
    )


@pytest.mark.parametrize(
    ("attributes", "first", "heading", "can"),
    [
        ("", 2, "Status", True),
        ("", 3, "Status", False),
        ("", 2, "EMAIL", False),
        (' tableType="queryTable"', 2, "Status", False),
    ],
)
def test_a_table_grows_only_where_that_is_safe(
    attributes: str, first: int, heading: str, can: bool
) -> None:
    assert tables.can_widen(table(attributes), first, [heading]) is can


def test_a_formula_that_would_refill_our_column_goes() -> None:
    assert b"calculatedColumnFormula" not in tables.drop_calculated(part(), {1})
    assert tables.drop_calculated(part(), {0}) == part()


SHEET = (
    f'<worksheet xmlns="{MAIN}"><sheetData/><autoFilter ref="A3:B9"><filterColumn colId="0"/>'
    '<sortState ref="A4:B9"/></autoFilter></worksheet>'
)


def test_the_filter_of_a_sheet_grows() -> None:
    found = tables.sheet_filter(SHEET.encode())
    assert found is not None
    new = tables.widen_filter(SHEET.encode(), found, 2)
    assert new.decode() == SHEET.replace("A3:B9", "A3:D9").replace("A4:B9", "A4:D9")


def names(own: str) -> bytes:
    other = '<definedName name="_xlnm._FilterDatabase" localSheetId="1" hidden="1">Leads!$A$3:$B$9</definedName>'
    return f'<workbook xmlns="{MAIN}"><definedNames>{own}{other}</definedNames></workbook>'.encode()


def test_the_hidden_name_of_the_filter_grows_on_its_own_sheet() -> None:
    own = '<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">\'My leads!\'!$A$3:$B$9</definedName>'
    new = tables.widen_filter_name(names(own), 0, parse_range("A3:B9"), 2)
    assert new == names(own.replace("$B$9", "$D$9"))


def test_a_hidden_name_of_something_else_stays() -> None:
    own = '<definedName name="_xlnm._FilterDatabase" localSheetId="0">Leads!$A$3:$C$9</definedName>'
    assert tables.widen_filter_name(names(own), 0, parse_range("A3:B9"), 2) == names(own)

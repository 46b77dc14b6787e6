"""sheetflow.backends.excel.styles: formats appended once, found again, never moved."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from sheetflow.backends.excel.package import MAIN
from sheetflow.backends.excel.styles import MOST_XFS, ORDER, Styles
from sheetflow.errors import DamagedError
from sheetflow.palette import LOOKS
from tests.support.refusals import says

XF = '<xf numFmtId="{}" fontId="0" fillId="0" borderId="0" xfId="0"/>'
HEAD = f'<styleSheet xmlns="{MAIN}">'


def part(xfs: str = XF.format(0), rest: str = "", formats: str = "") -> bytes:
    return f'{HEAD}{formats}<fonts count="1"><font/></fonts><cellXfs count="9">{xfs}</cellXfs>{rest}</styleSheet>'.encode()


def names(xml: bytes) -> list[bytes]:
    return [child.tag.rpartition("}")[2].encode() for child in ElementTree.fromstring(xml)]


def test_a_date_format_is_appended_and_nothing_moves() -> None:
    styles = Styles(part(XF.format(0) + XF.format(2)), MAIN)
    assert styles.date_xf(1) == 2
    assert XF.format(0) + XF.format(2) + '<xf numFmtId="14"' in styles.xml.decode()
    assert b'<cellXfs count="3">' in styles.xml


def test_the_date_format_is_found_again_on_the_next_run() -> None:
    first = Styles(part(), MAIN)
    index = first.date_xf(0)
    again = Styles(first.xml, MAIN)
    assert (again.date_xf(0), again.changed) == (index, False)


@pytest.mark.parametrize(
    ("number", "code"), [(14, ""), (22, ""), (164, "yyyy\\-mm\\-dd;@"), (165, '[$-409]d "de" mmm')]
)
def test_a_format_that_shows_dates_is_kept(number: int, code: str) -> None:
    formats = (
        f"<numFmts count='1'><numFmt numFmtId='{number}' formatCode='{code}'/></numFmts>"
        if code
        else ""
    )
    styles = Styles(part(XF.format(number), formats=formats), MAIN)
    assert (styles.date_xf(0), styles.changed) == (0, False)


@pytest.mark.parametrize(
    ("number", "code"), [(2, ""), (164, '0.0 "days"'), (164, "[Red]0"), (164, "\\d0")]
)
def test_a_format_that_shows_numbers_is_not_taken_for_a_date(number: int, code: str) -> None:
    formats = (
        f"<numFmts count='1'><numFmt numFmtId='{number}' formatCode='{code}'/></numFmts>"
        if code
        else ""
    )
    assert not Styles(part(XF.format(number), formats=formats), MAIN).is_date(0)


@pytest.mark.parametrize(
    "xml",
    [
        f"{HEAD}</styleSheet>",
        f"{HEAD[:-1]}/>",
        f'{HEAD}<dxfs count="0"/><extLst/></styleSheet>',
        f'{HEAD}<cellXfs count="0"/><tableStyles/></styleSheet>',
    ],
)
def test_missing_and_self_closed_lists_are_made_in_the_order_of_the_schema(xml: str) -> None:
    styles = Styles(xml.encode(), MAIN)
    assert styles.dxf(LOOKS["overdue"]) == 0
    styles.date_xf(0)
    found = [name for name in names(styles.xml) if name in ORDER]
    assert found == sorted(found, key=ORDER.index)
    assert styles.paint_of(0) == LOOKS["overdue"].paint


def test_a_missing_part_is_made_with_all_that_excel_needs() -> None:
    styles = Styles(None, MAIN)
    assert styles.changed
    assert names(styles.xml) == [b"fonts", b"fills", b"borders", b"cellStyleXfs", b"cellXfs"]


def test_the_last_named_format_is_looked_up_once() -> None:
    asked: list[int] = []

    def last_named() -> int:
        asked.append(1)
        return 40

    styles = Styles(None, MAIN, last_named)
    assert (len(asked), len(styles.items(b"cellXfs"))) == (1, 41)


def test_a_prefix_goes_onto_what_is_added() -> None:
    xml = f'<x:styleSheet xmlns:x="{MAIN}"><x:cellXfs count="1"><x:xf numFmtId="0"/></x:cellXfs></x:styleSheet>'
    styles = Styles(xml.encode(), MAIN)
    styles.dxf(LOOKS["today"])
    assert styles.bold_xf() == 1
    assert {child.tag for child in ElementTree.fromstring(styles.xml)} == {
        f"{{{MAIN}}}{name}" for name in ("fonts", "cellXfs", "dxfs")
    }


def test_each_look_is_appended_once() -> None:
    styles = Styles(part(), MAIN)
    first = [styles.dxf(look) for look in LOOKS.values()]
    assert (
        [Styles(styles.xml, MAIN).dxf(look) for look in LOOKS.values()]
        == first
        == list(range(len(LOOKS)))
    )


def test_a_look_is_recognised_as_other_programs_write_it() -> None:
    look = LOOKS["reply"]._replace(bold=True)
    fill, text = look.fill[1:].lower(), look.text[1:].lower()
    dxf = (
        f'<dxf><font><name val="Calibri"/><b val="1"/><color rgb="FF{text}"/></font>'
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF000000"/>'
        f'<bgColor rgb="FF{fill}"/></patternFill></fill></dxf>'
    )
    assert Styles(part(rest=f"<dxfs count='1'>{dxf}</dxfs>"), MAIN).paint_of(0) == look.paint


def test_a_workbook_with_all_formats_taken_is_refused() -> None:
    styles = Styles(part("<xf/>" * MOST_XFS), MAIN)
    with pytest.raises(DamagedError, check=says("cell formats")):
        styles.date_xf(0)


@pytest.mark.parametrize(
    "saved",
    [
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" pivotButton="0" quotePrefix="0" xfId="0"/>',
        '<xf numFmtId="14" fontId="0" applyNumberFormat="true" applyFont="false"/>',
    ],
)
def test_a_date_format_is_found_again_however_another_program_saved_it(saved: str) -> None:
    styles = Styles(part(XF.format(0) + saved), MAIN)
    assert (styles.date_xf(0), styles.changed) == (1, False)


@pytest.mark.parametrize(
    "other",
    [
        '<xf numFmtId="14" fontId="1"/>',
        '<xf numFmtId="14" quotePrefix="1"/>',
        '<xf numFmtId="14"><alignment wrapText="1"/></xf>',
    ],
)
def test_a_date_format_that_looks_different_is_not_taken(other: str) -> None:
    assert Styles(part(XF.format(0) + other), MAIN).date_xf(0) == 2


def test_numbers_that_int_does_not_take_are_none() -> None:
    formats = (
        "<numFmts><numFmt numFmtId='\u00b2' formatCode='d'/><numFmt numFmtId='%s'/></numFmts>"
        % ("9" * 5000)
    )
    styles = Styles(part('<xf numFmtId="\u00b2"/>', formats=formats), MAIN)
    assert not styles.is_date(0)


# ── parts that lack what every cell looks like ───────────────────────────────────────────────


@pytest.mark.parametrize(
    "inside",
    [
        "",
        '<cellXfs count="0"/>',
        '<cellXfs count="0"></cellXfs>',
        '<fonts count="1"><font><b/></font></fonts>',
        '<fonts count="0"/><fills count="0"/><borders count="0"/><cellStyleXfs count="0"/>',
        "<dxfs count='0'/>",
    ],
)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_default_format_comes_before_ours(inside: str, prefix: str) -> None:
    inside = inside.replace("</", f"<~{prefix}").replace("<", f"<{prefix}")
    inside = inside.replace(f"<{prefix}~", "</")
    space = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    xml = f'<{prefix}styleSheet {space}="{MAIN}">{inside}</{prefix}styleSheet>'
    styles = Styles(xml.encode(), MAIN)
    assert (styles.date_xf(0), styles.bold_xf()) == (1, 2)
    assert not styles.is_date(0)
    root = ElementTree.fromstring(styles.xml)
    tags = [child.tag.rpartition("}")[2] for child in root]
    assert tags[:5] == ["fonts", "fills", "borders", "cellStyleXfs", "cellXfs"]
    for child in root:
        assert child.get("count") == str(len(child))


def test_an_empty_root_takes_formats_too() -> None:
    styles = Styles(f'<styleSheet xmlns="{MAIN}"/>'.encode(), MAIN)
    assert styles.date_xf(0) == 1


def test_a_format_that_cells_name_and_nobody_made_is_none_of_ours() -> None:
    styles = Styles(f'<styleSheet xmlns="{MAIN}"/>'.encode(), MAIN, lambda: 3)
    assert styles.date_xf(0) == 4
    assert [styles.is_date(index) for index in range(5)] == [False] * 4 + [True]

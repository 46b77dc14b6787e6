"""sheetflow.backends.excel.cell_formats: styles of new tabs, found again in the styles part."""

from __future__ import annotations

import pytest

from sheetflow.backends.excel.cell_formats import CellFormats
from sheetflow.backends.excel.package import MAIN
from sheetflow.backends.excel.styles import Styles
from sheetflow.model import PLAIN, Style
from tests.support import new_tabs

FULL = Style(
    "#112233", "#445566", True, True, True, True, 14, "d mmm yyyy", "center", "top", True, 2,
    "#778899", True,
)  # fmt: skip
TEAM = (
    f'<x:styleSheet xmlns:x="{MAIN}"><x:numFmts count="1"><x:numFmt numFmtId="170" formatCode="0.0"/></x:numFmts>'
    '<x:fonts count="1"><x:font><x:sz val="9"/><x:color theme="1"/><x:name val="Arial"/><x:scheme val="minor"/></x:font></x:fonts>'
    '<x:cellXfs count="1"><x:xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></x:cellXfs>'
    "<x:extLst/></x:styleSheet>"
).encode()


def test_a_plain_cell_names_no_format() -> None:
    styles = Styles(TEAM, MAIN)
    assert CellFormats(styles).of(PLAIN) == 0
    assert not styles.changed


def test_every_part_of_a_style_is_written() -> None:
    styles = Styles(None, MAIN)
    CellFormats(styles).of(FULL)
    xml = styles.xml.decode()
    assert (
        '<font><b/><i/><strike/><u/><sz val="14"/><color rgb="FF445566"/><name val="Calibri"/></font>'
        in xml
    )
    assert '<fgColor rgb="FF112233"/>' in xml
    assert '<bottom style="thin"><color rgb="FF778899"/></bottom>' in xml
    assert '<numFmt numFmtId="164" formatCode="d mmm yyyy"/>' in xml
    assert (
        '<alignment horizontal="center" vertical="top" wrapText="1" indent="2"/><protection locked="0"/></xf>'
        in xml
    )


def test_a_style_keeps_the_font_of_the_workbook() -> None:
    styles = Styles(TEAM, MAIN)
    CellFormats(styles).of(Style(bold=True, size=12))
    assert (
        '<x:font><x:b/><x:sz val="12"/><x:color theme="1"/><x:name val="Arial"/><x:scheme val="minor"/></x:font>'
        in styles.xml.decode()
    )


def test_fills_and_borders_that_a_part_is_without_get_their_first_ones() -> None:
    styles = Styles(TEAM, MAIN)
    CellFormats(styles).of(Style(fill="#112233", line="#445566"))
    xml = styles.xml.decode()
    assert '<x:fills count="3"><x:fill><x:patternFill patternType="none"/></x:fill>' in xml
    assert '<x:borders count="2"><x:border><x:left/>' in xml
    assert 'fillId="2" borderId="1"' in xml


@pytest.mark.parametrize(
    ("code", "number"), [("@", "49"), ("0%", "9"), ("0.0", "170"), ("0.000", "171")]
)
def test_a_number_format_is_found_by_its_code(code: str, number: str) -> None:
    styles = Styles(TEAM, MAIN)
    CellFormats(styles).of(Style(number_format=code))
    assert f'numFmtId="{number}" fontId="0"' in styles.xml.decode()


def test_a_date_is_shown_as_one_where_the_style_says_nothing_else() -> None:
    formats = CellFormats(Styles(TEAM, MAIN))
    assert formats.of(PLAIN, dated=True) != 0
    assert formats.of(Style(bold=True), dated=True) != formats.of(Style(bold=True))
    assert formats.of(new_tabs.DAY, dated=True) == formats.of(new_tabs.DAY)


def test_the_same_styles_are_found_again_in_the_next_run() -> None:
    wanted = (FULL, new_tabs.HEADING, new_tabs.TITLE, new_tabs.DAY, new_tabs.MONEY)
    first = Styles(TEAM, MAIN)
    places = [CellFormats(first).of(style) for style in wanted]
    dxfs = [CellFormats(first).highlight(style) for style in wanted]
    second = Styles(first.xml, MAIN)
    assert [CellFormats(second).of(style) for style in wanted] == places
    assert [CellFormats(second).highlight(style) for style in wanted] == dxfs
    assert not second.changed


def test_a_highlight_shows_colours_bold_and_struck() -> None:
    styles = Styles(None, MAIN)
    CellFormats(styles).highlight(new_tabs.GONE)
    CellFormats(styles).highlight(Style(fill="#CFFFD0"))
    assert (
        '<dxf><font><b/><i val="0"/><strike/><color rgb="FF8A1C1C"/></font><fill><patternFill><bgColor rgb="FFFFE066"/></patternFill></fill></dxf>'
        '<dxf><fill><patternFill><bgColor rgb="FFCFFFD0"/></patternFill></fill></dxf>'
        in styles.xml.decode()
    )


def test_what_the_first_format_says_behind_its_alignment_stays_there() -> None:
    other = TEAM.replace(b'xfId="0"/>', b'xfId="0"><x:protection hidden="1"/><x:extLst/></x:xf>')
    styles = Styles(other, MAIN)
    CellFormats(styles).of(Style(wrapped=True))
    assert (
        '<x:alignment wrapText="1"/><x:protection hidden="1"/><x:extLst/></x:xf></x:cellXfs>'
        in styles.xml.decode()
    )

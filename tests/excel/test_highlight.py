"""sheetflow.backends.excel.highlight: our rules are there once, the team's stay."""

from __future__ import annotations

import re

import pytest

from sheetflow.backends.excel.highlight import find, highlight
from sheetflow.backends.excel.package import MAIN
from sheetflow.backends.excel.styles import Styles
from sheetflow.palette import LOOKS

THEIRS = (
    '<conditionalFormatting sqref="K2:K9"><cfRule type="expression" dxfId="0" priority="7">'
    "<formula>$K2&gt;1</formula></cfRule></conditionalFormatting>"
)
AFTER = '<dataValidations count="0"/><pageMargins/><extLst/>'
TOP = f'<worksheet xmlns="{MAIN}"><sheetData></sheetData>'


def styles() -> Styles:
    return Styles(
        f'<styleSheet xmlns="{MAIN}"><dxfs count="1"><dxf/></dxfs></styleSheet>'.encode(), MAIN
    )


def highlighted(xml: str | bytes, with_styles: Styles, columns: str = "KLM", row: int = 5) -> bytes:
    return highlight(
        xml if isinstance(xml, bytes) else xml.encode(), with_styles, "K", columns, row
    )


def sheet(middle: str = "") -> str:
    return f"{TOP}{middle}{AFTER}</worksheet>"


def test_there_is_one_rule_for_each_status() -> None:
    found = find(highlighted(sheet(), s := styles()), s)
    assert [rule.status for rule in found.rules] == list(LOOKS)
    assert found.rules[0].sqref == "K5:K1048576 L5:L1048576 M5:M1048576"


def test_a_rule_knows_a_status_by_its_icon_and_carries_our_tag() -> None:
    rule = find(highlighted(sheet(), s := styles()), s).rules[2]
    assert rule.formula == f'AND(LEFT($K5,1)="{LOOKS["overdue"].icon}",N("sheetflow:overdue")=0)'


def test_rules_come_after_those_of_the_team_and_before_validations() -> None:
    xml = highlighted(sheet(THEIRS), styles()).decode()
    assert xml.startswith(TOP + THEIRS + "<conditionalFormatting")
    assert xml.endswith("</conditionalFormatting>" + AFTER + "</worksheet>")


def test_priorities_follow_those_of_all_other_rules() -> None:
    x14 = '<extLst><ext><x14:cfRule type="dataBar" priority="40"/></ext></extLst></worksheet>'
    xml = highlighted(sheet(THEIRS).replace("<extLst/></worksheet>", x14), styles())
    numbers = [int(n) for n in re.findall(rb'<cfRule [^>]*priority="(\d+)"', xml)]
    assert numbers == [7, *range(41, 41 + len(LOOKS))]


def test_what_is_there_is_not_written_again() -> None:
    once = highlighted(sheet(THEIRS), s := styles())
    before = s.xml
    assert highlighted(once, s) == once
    assert s.xml == before


def test_ranges_written_in_another_way_are_still_ours() -> None:
    once = highlighted(sheet(), s := styles())
    joined = once.replace(b"K5:K1048576 L5:L1048576 M5:M1048576", b"K5:M1048576")
    assert joined != once
    assert highlighted(joined, s) == joined


def test_rules_over_fewer_cells_are_widened_again() -> None:
    once = highlighted(sheet(), s := styles())
    assert highlighted(once.replace(b"M5:M1048576", b"M5:M9"), s) == once


def test_fragments_are_swept_up_and_the_rules_written_anew() -> None:
    once = highlighted(sheet(THEIRS), s := styles())
    start = once.rindex(b"<conditionalFormatting")
    end = once.rindex(b"</conditionalFormatting>") + len(b"</conditionalFormatting>")
    split = once[start:end].replace(b"K5:K1048576 L5:L1048576 M5:M1048576", b"K5:M9")
    rest = once[start:end].replace(b"K5:K1048576", b"K10:K1048576").replace(b"$K5", b"$K10")
    assert highlighted(once[:start] + split + rest + once[end:], s) == once


def test_a_status_that_is_there_twice_while_another_is_missing_is_mended() -> None:
    once = highlighted(sheet(THEIRS), s := styles())
    rules = {
        key: rule
        for rule in re.findall(rb"<cfRule .*?</cfRule>", once)
        for key in LOOKS
        if f":{key}".encode() in rule
    }
    broken = once.replace(rules["won"], rules["overdue"])
    assert len(find(broken, s).rules) == len(LOOKS)
    assert highlighted(broken, s) == once


def test_a_rule_of_the_team_in_our_element_stays() -> None:
    once = highlighted(sheet(), s := styles())
    theirs = b'<cfRule type="expression" dxfId="0" priority="1"><formula>$K5=1</formula></cfRule>'
    mixed = once.replace(b'M5:M1048576">', b'M5:M9">' + theirs)
    again = highlighted(mixed, s)
    assert theirs in again
    assert again.count(b"sheetflow:overdue") == 1


def test_other_colours_are_mended() -> None:
    s = styles()
    once = highlighted(sheet(), s)
    painted = s.dxf(LOOKS["won"]._replace(fill="#123456"))
    wrong = re.sub(rb'dxfId="\d+"', b'dxfId="%d"' % painted, once, count=1)
    assert highlighted(wrong, s) == once


def test_rules_move_with_the_columns() -> None:
    s = styles()
    moved = highlight(highlighted(sheet(), s), s, "Q", "QRS", 5)
    assert b"$K5" not in moved
    assert find(moved, s).rules[0].sqref.startswith("Q5:Q1048576")


def test_without_a_status_column_our_rules_go() -> None:
    once = highlighted(sheet(THEIRS), s := styles())
    assert highlight(once, s, None, (), 5) == sheet(THEIRS).encode()


def test_a_prefix_goes_onto_every_element() -> None:
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData></x:sheetData></x:worksheet>'
    new = highlighted(xml, s := styles())
    assert len(find(new, s).rules) == len(LOOKS)
    assert re.search(rb"<(?!/?x:)", new) is None


def test_a_formula_that_only_speaks_of_us_is_the_teams() -> None:
    theirs = THEIRS.replace("$K2&gt;1", '$K2="sheetflow:overdue"')
    assert theirs.encode() in highlighted(sheet(theirs), styles())


@pytest.mark.parametrize(("last", "free"), [(2**31 - 1, 1), (2**31 - 3, 0)])
def test_priorities_stay_numbers_that_excel_knows(last: int, free: int) -> None:
    numbers = [
        int(n)
        for n in re.findall(
            rb'priority="(\d+)"', highlighted(sheet(THEIRS.replace('"7"', f'"{last}"')), styles())
        )
    ]
    ours = [n for n in numbers if n != last]
    assert len(set(numbers)) == len(numbers) == len(LOOKS) + 1
    assert ours == sorted(ours)
    assert ours[-1] == 2**31 - 1 - free


def test_a_format_number_that_is_none_is_no_colour() -> None:
    once = highlighted(sheet(), s := styles())
    odd = re.sub(rb'dxfId="\d+"', 'dxfId="\u00b2"'.encode(), once)
    assert {rule.paint for rule in find(odd, s).rules} == {None}
    assert highlighted(odd, s) == once

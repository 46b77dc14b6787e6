"""The hidden tabs as a whole: no formula goes in a circle, all hang on today, and every program
knows the functions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import Final

import pytest

from sheetflow.columns import OWNED_KEYS
from sheetflow.formulas.calc import calc_tab
from sheetflow.formulas.language import FormulaColumn, HiddenTab, Translator
from sheetflow.formulas.live import LiveTabs, live_tabs
from sheetflow.model import column_letters
from tests.support.live_layouts import Place, Read, all_formulas, cells_of, layout, references

SAFE: Final = frozenset(
    "IF IFERROR AND OR NOT TRUE FALSE INDEX MATCH VLOOKUP CHOOSE ROW ROWS COLUMN ADDRESS N "
    "SUM SUMPRODUCT LARGE SMALL MIN MAX ABS INT MOD ROUND FREQUENCY "
    "COUNT COUNTA COUNTIF COUNTIFS SUMIFS AVERAGEIFS WORKDAY.INTL NETWORKDAYS.INTL TODAY "
    "DATE YEAR MONTH DAY WEEKDAY HOUR MINUTE VALUE TEXT CHAR ISNUMBER ISTEXT ISBLANK ISERROR "
    "ISLOGICAL SUBSTITUTE TRIM MID LEFT RIGHT LEN LOWER UPPER PROPER FIND SEARCH REPT HYPERLINK "
    "_xlfn.UNICHAR _xlfn.ISFORMULA".split()
)
"""Functions of Excel 2016, LibreOffice and Google Sheets; a date is never read by DATEVALUE, which
goes by the reader's country.
"""
LONGEST: Final = 8192
"""Characters of a formula in Excel."""
DEEPEST: Final = 64
"""Functions inside each other in Excel."""
TODAY: Final[Place] = ("_set", "A")


@cache
def live(lang: str = "en") -> LiveTabs:
    return live_tabs(layout(lang))


@cache
def reads(lang: str = "en") -> dict[Place, frozenset[Read]]:
    """FormulaColumn -> the columns that it reads."""
    names = {name.name: name.refers_to for name in live(lang).names}
    found = all_formulas(live(lang), layout(lang))
    return {each.place: frozenset(references(each, names)) for each in found}


def graph(lang: str = "en", *, without: int | None = None) -> dict[Place, set[Place]]:
    """FormulaColumn -> the columns that it reads, but for those in rows that are shifted so."""
    return {
        place: {read.place for read in found if without is None or read.shift != without}
        for place, found in reads(lang).items()
    }


def circle(arrows: Mapping[Place, Collection[Place]]) -> list[Place]:
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def behind(place: Place, arrows: Mapping[Place, Collection[Place]]) -> set[Place]:
    """All columns that a column hangs on."""
    seen, waiting = set[Place](), [place]
    while waiting:
        new = set(arrows.get(waiting.pop(), ())) - seen
        seen |= new
        waiting += new
    return seen


def heading(place: Place) -> str:
    """The name of a column, for people who read a failed test."""
    tab, letters = place
    hidden = live().hidden.get(tab)
    if hidden is None:
        return f"{tab}!{letters}"
    return next(
        (c.name for at, c in enumerate(hidden.columns) if column_letters(at) == letters), letters
    )


@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_column_reads_itself_by_way_of_others(lang: str) -> None:
    """A column that goes on from the row above, or below, may; none does both."""
    same_row = {
        place: {read.place for read in found if not read.shift}
        for place, found in reads(lang).items()
    }
    assert list(map(heading, circle(same_row))) == []
    arrows = graph(lang)
    for place in arrows:
        around = {other for other in behind(place, arrows) if place in behind(other, arrows)}
        ways = {r.shift for other in around for r in reads(lang)[other] if r.place in around}
        assert ways <= {0, 1} or ways <= {0, -1}, heading(place)


def test_a_circle_is_noticed() -> None:
    arrows = graph(without=-1)
    lead = ("_calc", live().hidden["_calc"].letters("lead"))
    arrows[lead].add(("Leads", "B"))
    assert circle(arrows)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_formula_hangs_on_today(lang: str) -> None:
    arrows = graph(lang)
    hangs = {TODAY}
    before = 0
    while len(hangs) > before:
        before = len(hangs)
        hangs |= {place for place, read in arrows.items() if read & hangs}
    assert [heading(place) for place in arrows if place not in hangs] == []


def test_a_range_of_the_leads_is_one_column_and_none_of_two() -> None:
    for name in live().names:
        places = {(tab, letters) for tab, letters, _ in cells_of(name.refers_to, "")}
        if places and next(iter(places))[0] == "Leads":
            assert len(places) == 1, name


def test_what_decides_first_reads_no_column_of_ours() -> None:
    """What is typed over an answer comes in late, so that no answer reads itself."""
    keys = layout().leads.columns
    ours = {("Leads", column_letters(keys[key])) for key in OWNED_KEYS if key != "id"}
    calc = live().hidden["_calc"]
    assert not behind(("_calc", calc.letters("show_due")), graph()) & ours


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_program_knows_the_functions(lang: str) -> None:
    used = set[str]()
    for each in all_formulas(live(lang), layout(lang)):
        text = re.sub(r'"(?:[^"]|"")*"', '""', each.text)
        used |= set(re.findall(r"([A-Za-z_][\w.]*)\(", text))
    assert used - SAFE == set()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_formula_is_within_the_bounds_of_excel(lang: str) -> None:
    for each in all_formulas(live(lang), layout(lang)):
        assert len(each.text) < LONGEST, heading(each.place)
        assert depth(each.text) < DEEPEST, heading(each.place)
        assert "{" not in re.sub(r'"[^"]*"|\{(?:"[^"]*",?|\d,?)+\}', "", each.text), each.text


def depth(text: str) -> int:
    deepest = now = 0
    for sign in re.sub(r'"(?:[^"]|"")*"', "", text):
        now += (sign == "(") - (sign == ")")
        deepest = max(deepest, now)
    assert now == 0, text
    return deepest


def test_every_name_begins_alike_and_stands_for_cells() -> None:
    for name in live().names:
        assert name.name.startswith("sf_")
        assert list(cells_of(name.refers_to, "")), name


def test_two_columns_of_one_name_are_an_error() -> None:
    tab = HiddenTab("_calc", 3, 4, (FormulaColumn("x", "=1"), FormulaColumn("x", "=2")))
    with pytest.raises(ValueError, match="two columns x"):
        Translator(layout(), (tab,))


def test_a_team_without_a_column_has_formulas_too() -> None:
    whole = layout()
    few = {key: at for key, at in whole.leads.columns.items() if key in ("name", "status", "id")}
    small = live_tabs(
        type(whole)(
            leads=whole.leads._replace(columns=few), stages=whole.stages, settings=whole.settings
        )
    )
    assert not any("None" in each.text for tab in small.tabs for each in tab.filled)
    assert any("sf_blank" in each.text for tab in small.tabs for each in tab.filled)


GOLDEN: Final = {
    "contact": "=IF({lead}=0,0,IF({cell_newer}=1,MAX(0,{last_contact}),{log_out}))",
    "waits": "=IF({reply}=0,0,IF({contact}=0,1,IF(later({reply},{contact}),1,0)))",
    "touches": "=IF({lead}=0,0,MAX(IF({contact}>0,1,0),IF({attempts}>=0,{attempts},"
    "IF({group}>0,{log_touches},{seen}))))",
    "promised": "=IF(AND({agreed}>INT({contact}),{announced}>INT({contact})),"
    "MIN({agreed},{announced}),IF({agreed}>INT({contact}),{agreed},"
    "IF({announced}>INT({contact}),{announced},0)))",
    "auto_snoozed": "=IF({not_before}>{auto_day},IFERROR(add({not_before},0),2958465),{auto_day})",
    "due": '=IF(AND({closed_slot}>0,{auto_rule}<>"playbook"),0,{planned_due})',
}
"""A few columns as they are declared."""


@pytest.mark.parametrize("name", GOLDEN)
def test_a_column_is_one_thought(name: str) -> None:
    columns = {column.name: column.formula for column in calc_tab(layout()).columns}
    assert columns[name] == GOLDEN[name]

"""The starter workbooks are what build.py makes, and what the engine understands."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheet_templates.build import build
from sheetflow.columns import OWNED, OWNED_KEYS, PEOPLE, TABS, fold
from sheetflow.decide.people import people_rows
from sheetflow.decide.playbook import DEFAULT
from sheetflow.decide.vocabulary import YES
from sheetflow.palette import INK, OURS
from sheetflow.parse.people_tab import read_people
from sheetflow.parse.playbook_tab import read_playbook
from sheetflow.starter.tabs.leads import HEADING_ROW, KEYS, NAMES
from tests.support.our_books import shipped, visible

LANGS = pytest.mark.parametrize("lang", ["en", "es"])


built = cache(build)
"""The workbook as it is made now, made once."""


def content(package: bytes) -> dict[str, bytes]:
    """The parts by name: packed bytes may differ between versions of zlib."""
    with zipfile.ZipFile(BytesIO(package)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def opened(lang: str) -> Workbook:
    return visible(shipped(lang))


def leads_of(lang: str) -> Worksheet:
    return opened(lang)[NAMES[lang == "es"]]


def rules_of(sheet: Worksheet) -> list[DataValidation]:
    return sheet.data_validations.dataValidation


def lists_of(sheet: Worksheet) -> list[DataValidation]:
    return [rule for rule in rules_of(sheet) if rule.type == "list"]


@LANGS
def test_the_committed_workbook_is_the_one_that_build_makes(lang):
    assert content(shipped(lang)) == content(built(lang)), "stale: run scripts/templates"


@LANGS
def test_two_builds_are_equal_byte_for_byte(lang):
    assert build(lang) == built(lang)


@LANGS
def test_every_heading_is_a_column_of_ours_and_none_is_missing(lang):
    headings = [cell.value for cell in leads_of(lang)[HEADING_ROW]]
    known = {(column.en, column.es)[lang == "es"]: column.key for column in (*PEOPLE, *OWNED)}
    keys = [known[heading] for heading in headings]
    assert tuple(keys) == KEYS
    assert {*(c.key for c in PEOPLE), *OWNED_KEYS} - set(keys) == {"first_name", "last_name"}


@LANGS
def test_the_tabs_are_in_order_and_only_one_is_a_leads_tab(lang):
    book = opened(lang)
    plain = ("log", "messages", "dashboard", "playbook", "calendar", "people", "guide")
    today, *ours = (TABS[key][lang == "es"] for key in ("today", *plain))
    hidden = ["_calc", "_log", "_set", "_mem", "_dash"]
    assert book.sheetnames == [today, NAMES[lang == "es"], *ours, *hidden]
    assert [tab.title for tab in book if tab.sheet_state != "visible"] == hidden


@LANGS
def test_every_owned_heading_says_what_it_holds_and_has_a_colour_of_its_own(lang):
    sheet = leads_of(lang)
    told = {str(rule.sqref) for rule in rules_of(sheet) if rule.prompt and not rule.type}
    for cell, key in zip(sheet[HEADING_ROW], KEYS, strict=True):
        owned = key in OWNED_KEYS
        assert cell.fill.fgColor.rgb == "FF" + (OURS if owned else INK)[1:]
        assert (cell.coordinate in told) is owned


@LANGS
def test_no_check_turns_anything_away(lang):
    rules = [rule for sheet in opened(lang) for rule in rules_of(sheet)]
    assert len(rules) > 40
    assert all(rule.errorStyle == "warning" or not rule.showErrorMessage for rule in rules)


@LANGS
def test_the_stage_drop_down_offers_the_stages_of_the_playbook_tab(lang):
    book = opened(lang)
    playbook = TABS["playbook"][lang == "es"]
    (source,) = {rule.formula1 for rule in lists_of(leads_of(lang)) if playbook in rule.formula1}
    tab, cells = source.split("!")
    offered = [row[0].value for row in book[tab][cells.replace("$", "")]]
    assert offered == [(stage.en, stage.es)[lang == "es"] for stage in DEFAULT.stages]


@LANGS
def test_the_owner_and_the_lead_of_a_line_are_offered_from_their_tabs_silently(lang):
    people, leads = TABS["people"][lang == "es"], NAMES[lang == "es"]
    book = opened(lang)
    from_people = [rule for rule in lists_of(book[leads]) if people in rule.formula1]
    log = book[TABS["log"][lang == "es"]]
    from_leads = [rule for rule in lists_of(log) if leads in rule.formula1]
    assert {rule.formula1 for rule in from_people} == {f"{people}!$A$2:$A$201"}
    assert {rule.formula1 for rule in from_leads} == {f"{leads}!$A$3:$A$602"}
    assert not any(rule.showErrorMessage for rule in (*from_people, *from_leads))


@LANGS
def test_the_yes_of_the_drop_down_is_one_that_is_understood(lang):
    words = {tuple(rule.formula1.strip('"').split(",")) for rule in lists_of(leads_of(lang))}
    (yes_no,) = [pair for pair in words if fold(pair[-1]) == "no"]
    assert fold(yes_no[0]) in YES


@LANGS
def test_the_playbook_tab_reads_back_as_the_defaults(lang):
    tab = opened(lang)[TABS["playbook"][lang == "es"]]
    grid = [[cell.value for cell in row] for row in tab.iter_rows()]
    playbook, problems = read_playbook(grid, tab.title, DEFAULT)
    assert problems == []
    assert {
        stage.key: (stage.gaps, stage.max_touches) for stage in playbook.stages if not stage.closed
    } == {
        stage.key: (stage.gaps, stage.max_touches) for stage in DEFAULT.stages if not stage.closed
    }
    assert (playbook.grace, playbook.weekend, playbook.interest_decay) == (7, "0000011", 0.93)
    assert playbook.steps == DEFAULT.steps
    assert playbook.phrases == DEFAULT.phrases


@LANGS
def test_gaps_and_weekend_are_text_so_that_no_program_makes_numbers_of_them(lang):
    tab = opened(lang)[TABS["playbook"][lang == "es"]]
    cells = [cell for row in tab.iter_rows() for cell in row if cell.value is not None]
    text = {str(cell.value) for cell in cells if cell.number_format == "@"}
    assert text >= {"1, 2, 3, 5", "3, 4, 5, 7", ("Sat Sun", "sáb dom")[lang == "es"]}
    assert all(isinstance(cell.value, str) for cell in cells if cell.number_format == "@")


@LANGS
def test_the_people_tab_says_what_each_heading_means_and_has_nobody_in_it(lang):
    tab = opened(lang)[TABS["people"][lang == "es"]]
    assert [tuple(cell.value for cell in row) for row in tab.iter_rows()] == list(people_rows(lang))
    told = " ".join(str(rule.sqref) for rule in rules_of(tab) if rule.prompt).split()
    assert {cell.coordinate for cell in tab[1]} <= set(told)


@LANGS
def test_the_words_that_the_people_tab_offers_are_understood(lang):
    tab = opened(lang)[TABS["people"][lang == "es"]]
    digest, language = sorted(
        {rule.formula1 for rule in lists_of(tab)}, key=lambda words: words == '"en,es"'
    )
    digests, languages = (each.strip('"').split(",") for each in (digest, language))
    rows = [*people_rows(lang), *([f"P{n}", "", "", n, digests[n], languages[n]] for n in (0, 1))]
    playbook, problems = read_people(rows, tab.title, DEFAULT)
    assert problems == []
    told = [(each.capacity, each.digest, each.language) for each in playbook.people.values()]
    assert told == [(0, True, "en"), (1, False, "es")]


@LANGS
def test_the_list_is_printed_down_to_its_last_lead(lang):
    book = content(shipped(lang))["xl/workbook.xml"].decode()
    areas = re.findall(r'"_xlnm.Print_Area" localSheetId="\d+">([^<]*)<', book)
    assert any(area.startswith(f"'{NAMES[lang == 'es']}'!$A$1:INDEX(") for area in areas)


@LANGS
def test_a_workbook_is_small(lang):
    assert len(shipped(lang)) < 700_000

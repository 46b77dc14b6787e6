"""The starter workbooks are what build.py makes, and what the engine understands."""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import chain

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from sheet_templates.build import PLACES, SHEET, build
from sheetflow.columns import OUR_TABS, OWNED, PEOPLE, TABS, fold
from sheetflow.decide.people import people_rows
from sheetflow.decide.playbook import DEFAULT
from sheetflow.decide.vocabulary import YES
from sheetflow.parse.people_tab import read_people
from sheetflow.parse.playbook_tab import read_playbook
from sheetflow.starter.workbook import starter_workbook

LANGS = pytest.mark.parametrize("lang", ["en", "es"])


def content(package: bytes) -> dict[str, bytes]:
    """The parts by name: packed bytes may differ between versions of zlib."""
    with zipfile.ZipFile(BytesIO(package)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def opened(lang: str):
    return load_workbook(BytesIO(starter_workbook(lang)))


def described(package: bytes) -> list[object]:
    """Everything of a workbook that build.py decides: cells with their looks, notes, widths,
    drop-downs, filters.
    """
    return [described_sheet(sheet) for sheet in load_workbook(BytesIO(package))]


def described_sheet(sheet: Worksheet) -> tuple[object, ...]:
    merged = sorted(map(str, sheet.merged_cells.ranges))
    cells = [look_of(cell) for cell in chain.from_iterable(sheet)]
    columns = [
        (letter, style.width, style.number_format, style.outlineLevel)
        for letter, style in sorted(sheet.column_dimensions.items())
    ]
    lists = [
        (rule.formula1, str(rule.sqref), rule.errorStyle, rule.showErrorMessage)
        for rule in sheet.data_validations.dataValidation
    ]
    return sheet.title, sheet.freeze_panes, sheet.auto_filter.ref, merged, cells, columns, lists


def look_of(cell: Cell) -> tuple[object, ...]:
    font, note = cell.font, cell.comment and cell.comment.text
    fill = cell.fill.fgColor.rgb
    colour = font.color and font.color.rgb
    return cell.coordinate, cell.value, cell.number_format, fill, font.b, colour, note


@LANGS
def test_the_committed_workbook_is_the_one_that_build_makes(lang):
    same = described(starter_workbook(lang)) == described(build(lang))
    assert same, "stale: run .venv/bin/python -m sheet_templates.build"


@LANGS
def test_two_builds_are_equal_part_by_part(lang):
    assert content(build(lang)) == content(build(lang))


@LANGS
def test_every_heading_is_a_column_of_ours_and_none_is_missing(lang):
    headings = [cell.value for cell in opened(lang).worksheets[0][1]]
    known = {(column.en, column.es)[lang == "es"]: column.key for column in (*PEOPLE, *OWNED)}
    keys = [known[heading] for heading in headings]
    assert keys[: len(PLACES)] == [place.key for place in PLACES]
    assert keys[len(PLACES) :] == [column.key for column in OWNED]
    assert {column.key for column in PEOPLE} - set(keys) == {
        "first_name",
        "last_name",
        "announced_for",
        "phase",
    }


@LANGS
def test_only_the_first_tab_is_a_leads_tab(lang):
    names = opened(lang).sheetnames
    assert [fold(name) in OUR_TABS for name in names] == [False, True, True, True, True]


@LANGS
def test_every_owned_heading_carries_a_note_and_a_colour_of_its_own(lang):
    people, owned = [], []
    for cell in opened(lang).worksheets[0][1]:
        (owned if cell.comment else people).append(cell.fill.fgColor.rgb)
    assert (len(people), len(owned)) == (len(PLACES), len(OWNED))
    assert not set(people) & set(owned)


@LANGS
def test_no_drop_down_turns_a_word_away(lang):
    rules = opened(lang).worksheets[0].data_validations.dataValidation
    assert len(rules) == 6
    assert all(rule.errorStyle == "warning" or not rule.showErrorMessage for rule in rules)


@LANGS
def test_the_stage_drop_down_offers_the_stages_of_the_playbook_tab(lang):
    book = opened(lang)
    source = next(
        rule.formula1
        for rule in book.worksheets[0].data_validations.dataValidation
        if "!" in rule.formula1
    )
    tab, cells = source.split("!")
    offered = [row[0].value for row in book[tab][cells.replace("$", "")]]
    assert offered == [(stage.en, stage.es)[lang == "es"] for stage in DEFAULT.stages]


@LANGS
def test_the_yes_of_the_drop_down_is_one_that_is_understood(lang):
    rules = opened(lang).worksheets[0].data_validations.dataValidation
    words = [rule.formula1.strip('"').split(",") for rule in rules if rule.formula1.count(",") == 1]
    assert sum(fold(yes) in YES and fold(no) == "no" for yes, no in words) == 3


@LANGS
def test_the_playbook_tab_reads_back_as_the_defaults(lang):
    tab = opened(lang).worksheets[1]
    grid = [[cell.value for cell in row] for row in tab.iter_rows()]
    playbook, problems = read_playbook(grid, tab.title, DEFAULT)
    assert problems == []
    assert {
        stage.key: (stage.gaps, stage.max_touches) for stage in playbook.stages if not stage.closed
    } == {
        stage.key: (stage.gaps, stage.max_touches) for stage in DEFAULT.stages if not stage.closed
    }
    assert (playbook.grace, playbook.weekend, playbook.interest_decay) == (7, "0000011", 0.93)


@LANGS
def test_the_people_tab_has_a_note_at_each_heading_and_nobody_in_it(lang):
    tab = opened(lang)[TABS["people"][lang == "es"]]
    assert [tuple(cell.value for cell in row) for row in tab.iter_rows()] == list(people_rows(lang))
    assert all(cell.comment for cell in tab[1])


@LANGS
def test_the_words_that_the_people_tab_offers_are_understood(lang):
    tab = opened(lang)[TABS["people"][lang == "es"]]
    digest, language = (
        rule.formula1.strip('"').split(",") for rule in tab.data_validations.dataValidation
    )
    rows = [*people_rows(lang), *([f"P{n}", "", "", n, digest[n], language[n]] for n in (0, 1))]
    playbook, problems = read_people(rows, tab.title, DEFAULT)
    assert problems == []
    told = [(each.capacity, each.digest, each.language) for each in playbook.people.values()]
    assert told == [(0, True, "en"), (1, False, "es")]


def test_the_sheets_are_called_by_their_names():
    assert [opened(lang).sheetnames[0] for lang in ("en", "es")] == list(SHEET)

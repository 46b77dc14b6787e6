"""The tabs of the templates, as Google gets them: nothing is lost but what Sheets has no place
for.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import chain

import pytest

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.new_tabs import NewTabs
from sheetflow.model import Cell, Formula, NewTab, Style
from sheetflow.starter.template import Template, template_tabs
from tests.google.tabs import kinds
from tests.sheets_server.discovery import method_of
from tests.sheets_server.witness import check_request

LANGUAGES = pytest.mark.parametrize("lang", ["en", "es"])
FUNCTION = re.compile(r"([A-Z][A-Z\d.]*)\(")
TEXT = re.compile(r'"(?:[^"]|"")*"')
LARGEST = 2_000_000
"""Bytes of the batch: as many as Google recommends ("Usage limits" of the Sheets API)."""


@cache
def template(lang: str) -> Template:
    return template_tabs(lang, date(2026, 11, 26), {}, [])


@cache
def requests(lang: str) -> list[Json]:
    tabs, names = template(lang)
    sheet_ids = {tab.name: number for number, tab in enumerate(tabs, 100)}
    return list(NewTabs(tabs, names, sheet_ids, lang=lang).requests())


def formulas(tab: NewTab) -> Iterator[str]:
    for cell in chain.from_iterable(tab.rows):
        content = cell.content if isinstance(cell, Cell) else cell
        if isinstance(content, Formula):
            yield content.text
    yield from (filled.text for filled in tab.filled)
    yield from (highlight.formula for highlight in tab.highlights)


@LANGUAGES
def test_they_are_made_by_requests_that_the_api_describes(lang: str) -> None:
    method = method_of("POST", "/v4/spreadsheets/leads:batchUpdate")
    assert method is not None
    assert check_request(method, {"requests": requests(lang)}) == []
    assert len(json.dumps(requests(lang))) < LARGEST


@LANGUAGES
def test_no_formula_uses_a_function_that_sheets_does_not_have(lang: str) -> None:
    used = set[str]()
    for tab in template(lang)[0]:
        for formula in formulas(tab):
            used.update(FUNCTION.findall(TEXT.sub("", formula)))
    assert used.isdisjoint({"AGGREGATE", "NUMBERVALUE", "PHONETIC", "BAHTTEXT", "WEBSERVICE"})


@LANGUAGES
def test_each_highlight_merge_chart_filter_and_name_arrives(lang: str) -> None:
    tabs, names = template(lang)
    made = Counter(kinds(requests(lang)))
    looks = [highlight.style for tab in tabs for highlight in tab.highlights]
    shown = [look for look in looks if look != Style(line=look.line)]  # Google draws no line by it
    assert made["addConditionalFormatRule"] == len(shown)
    assert made["mergeCells"] == sum(len(tab.merged) for tab in tabs)
    assert made["addChart"] == sum(len(tab.charts) for tab in tabs)
    assert made["setBasicFilter"] == sum(bool(tab.filter) for tab in tabs)
    assert made["addNamedRange"] >= len(names)


@LANGUAGES
def test_each_check_of_what_is_typed_arrives(lang: str) -> None:
    wanted = Counter[str]()
    for tab in template(lang)[0]:
        for validation in tab.validations:
            wanted[validation.kind] += len(validation.cells)
    made = Counter[str]()
    for request in requests(lang):
        if "setDataValidation" in request:
            made[request["setDataValidation"]["rule"]["condition"]["type"]] += 1
    assert made["ONE_OF_LIST"] + made["ONE_OF_RANGE"] == wanted["list"]
    assert sum(made[kind] for kind in made if kind.startswith("DATE_")) == wanted["date"]
    assert made["CUSTOM_FORMULA"] == wanted["any"]
    assert sum(made.values()) == sum(wanted.values())

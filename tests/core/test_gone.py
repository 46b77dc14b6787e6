"""A leads tab that was deleted, and a row that was put back."""

from __future__ import annotations

import pytest

from sheetflow.engine import Options, sync
from sheetflow.errors.lists import LeadsTabGone
from sheetflow.starter.adopt import is_empty
from sheetflow.texts.messages import advice, message
from tests.support.grids import TODAY, Sheet, day


def test_the_tab_that_is_gone_is_named_with_its_leads() -> None:
    sheet = Sheet(["Name", "Email"], ["Ana"], ["Eva"], others={"Prices": []})
    sync(sheet, Options(TODAY))
    del sheet.tabs["Leads"]
    with pytest.raises(LeadsTabGone) as told:
        sync(sheet, Options(TODAY))
    assert told.value.exit_code == 78
    assert message(told.value, "en") == "the tab 'Leads', which held 2 leads, is gone"
    assert "2 leads" in message(told.value, "es")
    assert "--tab" in advice(told.value, "en")
    assert not is_empty(sheet.read())


def test_a_row_that_is_put_back_with_its_id_keeps_its_touches() -> None:
    sheet = Sheet(["Name", "Last contact"], ["Ana", day("11-10")], ["Eva", day("11-10")])
    sync(sheet, Options(TODAY))
    for number in (17, 18, 19):
        sheet.tabs["Leads"][1][1] = f"2026-11-{number}"
        sync(sheet, Options(TODAY))
    row = list(sheet.tabs["Leads"].pop(1))
    sync(sheet, Options(TODAY))
    sheet.tabs["Leads"].append(list(row))
    sync(sheet, Options(TODAY))
    touches = sheet.tabs["Leads"][0].index("Touches")
    assert sheet.tabs["Leads"][2][touches] == row[touches] == 4

"""Whose midnight begins a day: the Playbook's, the sheet's, or that of the machine that first
wrote.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.engine import Options, look, sync
from sheetflow.model import STATE_TAB, Snapshot
from sheetflow.parse.workbook import Remembered, read_workbook
from sheetflow.zones import zone_of, zone_or_utc
from tests.support.grids import Sheet, day

HEADINGS = ["Name", "Email", "Last contact"]
TODAY = day("11-20")


def sheet(zone: str | None = None) -> Sheet:
    others = {"Playbook": [["Setting", "Value"], ["Time zone", zone]]} if zone else {}
    return Sheet(HEADINGS, ["Ana", "a@x.com", day("11-18")], others=others)


def zone(of: Sheet, machine: str) -> str:
    return look(of, Options(TODAY, zone=machine))[1].playbook.time_zone


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        ("GMT-07:00", -7), ("GMT+05:30", 5.5), ("UTC+2", 2), ("gmt+0100", 1), ("GMT+00:00", 0),
        ("GMT-14:00", -14),
    ],
)  # fmt: skip
def test_fixed_zones_are_known_by_their_distance(name: str, hours: float) -> None:
    found = zone_of(name)
    assert found
    assert found.utcoffset(datetime(2026, 11, 20)) == timedelta(hours=hours)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "GMT-15:00", "GMT+01:75", "../etc", "\0"])
def test_what_is_no_zone_is_none(name: str) -> None:
    assert zone_of(name) is None
    assert zone_or_utc(name) == UTC


def test_a_name_of_the_tz_database_is_that_zone() -> None:
    assert zone_of("Etc/GMT-7") == ZoneInfo("Etc/GMT-7")
    assert zone_of("Europe/Madrid") == ZoneInfo("Europe/Madrid")


@given(st.text(max_size=40))
def test_no_text_makes_a_zone_raise(name: str) -> None:
    zone_of(name)


def test_without_a_zone_in_the_playbook_it_is_that_of_the_machine() -> None:
    assert zone(sheet(), "America/Lima") == "America/Lima"
    assert zone(sheet("Europe/Madrid"), "America/Lima") == "Europe/Madrid"
    assert zone(sheet("GMT-07:00"), "America/Lima") == "GMT-07:00"


def test_the_machine_that_first_wrote_is_remembered() -> None:
    book = sheet()
    sync(book, Options(TODAY, zone="America/Lima"))
    assert zone(book, "Asia/Tokyo") == "America/Lima"
    book.type(2, "Last contact", day("11-19"))
    sync(book, Options(TODAY, zone="Asia/Tokyo"))
    assert zone(book, "Europe/Madrid") == "America/Lima"


def test_another_machine_writes_nothing_for_its_zone() -> None:
    book = sheet()
    sync(book, Options(TODAY, zone="America/Lima"))
    assert not sync(book, Options(TODAY, zone="Asia/Tokyo")).wrote


def test_a_memory_without_a_zone_takes_that_of_the_machine() -> None:
    book = sheet()
    book.sync()
    header = json.loads(str(book.tabs[STATE_TAB][0][0]))
    del header["zone"]
    book.tabs[STATE_TAB][0][0] = json.dumps(header)
    assert zone(book, "Asia/Tokyo") == "Asia/Tokyo"
    assert not sync(book, Options(TODAY, zone="Asia/Tokyo")).wrote


def of_a_sheet(name: str, *, playbook: str | None = None) -> tuple[str, list[str]]:
    snapshot: Snapshot = replace(sheet(playbook).read(), time_zone=name, shared=True)
    book = read_workbook(snapshot, Remembered())
    return book.playbook.time_zone, [problem.text.code for problem in book.problems]


def test_a_google_sheet_says_its_own_zone() -> None:
    assert of_a_sheet("GMT-07:00") == ("GMT-07:00", [])
    assert of_a_sheet("Europe/Madrid") == ("Europe/Madrid", [])
    assert of_a_sheet("Europe/Madrid", playbook="Asia/Tokyo") == ("Asia/Tokyo", [])


def test_a_zone_of_a_sheet_that_is_not_known_is_told_at_every_run() -> None:
    assert of_a_sheet("Mars/Olympus") == ("Mars/Olympus", ["unknown_zone"])
    assert of_a_sheet("Mars/Olympus", playbook="Asia/Tokyo") == ("Asia/Tokyo", [])

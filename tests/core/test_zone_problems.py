"""The nouns of the core: time zones by name and by offset."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from sheetflow.engine import Options, look
from sheetflow.zones import zone_of
from tests.support.grids import TODAY, Sheet


def hours(zone: tzinfo | None) -> float:
    assert zone
    return (zone.utcoffset(datetime(2026, 11, 20, 12)) or timedelta()) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "offset"),
    [
        ("Europe/Madrid", 1),
        ("UTC", 0),
        ("Etc/GMT+7", -7),
        ("GMT-07:00", -7),
        ("gmt-7", -7),
        ("GMT+14:00", 14),
        ("GMT-12:00", -12),
        ("UTC+5:30", 5.5),
        ("+0530", 5.5),
        (" GMT + 02:00 ", 2),
        ("UTC−03:00", -3),
    ],
)
def test_a_zone_is_known_by_its_name_or_its_offset(name: str, offset: float) -> None:
    assert hours(zone_of(name)) == offset


@pytest.mark.parametrize(
    "name",
    ["", "Europe/Nowhere", "/etc/passwd", "../x", "GMT+15:00", "GMT-07:75", "GMT-", "\0"],
)
def test_any_other_is_unknown(name: str) -> None:
    assert zone_of(name) is None


def zoned(zone: str, playbook: str | None = None) -> Sheet:
    entry = {"Playbook": [["Setting", "Value"], ["Time zone", playbook]]} if playbook else {}
    sheet = Sheet(["Name", "Email"], ["Ana", "ana@example.com"], others=entry)
    sheet.time_zone = zone
    return sheet


def test_a_zone_that_nobody_knows_is_told_once() -> None:
    problems = look(zoned("Mars/Olympus"), Options(TODAY))[0].problems
    assert [p.text for p in problems] == [("unknown_zone", ("Mars/Olympus",))]


@pytest.mark.parametrize(
    ("zone", "playbook"), [("GMT-07:00", None), ("Mars/Olympus", "UTC"), ("Mars/X", "GMT+02:00")]
)
def test_a_zone_that_counts_is_not(zone: str, playbook: str | None) -> None:
    plan, book = look(zoned(zone, playbook), Options())
    assert plan.problems == ()
    assert plan.today == datetime.now(UTC).astimezone(zone_of(book.playbook.time_zone)).date()

"""What a sync leaves in Today and Dashboard is what LibreOffice works out, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import openpyxl
import pytest

from sheetflow import engine
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.columns import TABS
from sheetflow.engine import Options
from sheetflow.formulas.today import COLUMNS
from sheetflow.starter.demo import demo_workbook
from sheetflow.texts.render import choose
from tests.support.dashboards import is_same
from tests.support.libreoffice import Values, converted, needs_libreoffice, values
from tests.support.live_books import Lead, filled_book, stop_the_clock

pytestmark = needs_libreoffice

DAY: Final = date(2026, 11, 20)
STAGES: Final = (
    "New",
    "Informed",
    "Interested",
    "Meeting set",
    "Met",
    "Proposal sent",
    "Won",
    None,
)
NOTES: Final = (None, "Any time suits him", "I already told you: twice", "sends the drawings")
NAMES: Final = ("Ana {}", "PÉREZ {}, JUAN", "Dr. Ruiz {}", "maría {}", "O'Neil {}", None)
PHONES: Final = ("+34 600 100 {:03}", "600 100 {:03}", "0034 600 100 {:03}", None)
TO_MEND: Final[tuple[Lead, ...]] = (
    {"created": "banana", "stage": "zzz"},
    {"last_contact": DAY + timedelta(4)},
    {"not_before": "some day", "do_not_contact": "??"},
    {"stage": "Quite unheard of"},
)
OWNERS: Final = ("Maya", "Tom", "Priya", None)


def some_day(random: Random, first: int, last: int, share: float = 0.6) -> date | None:
    """A day so many days from today, or none."""
    return DAY + timedelta(random.randint(first, last)) if random.random() < share else None


def random_leads(random: Random, count: int) -> Iterator[Lead]:
    for number in range(count):
        name, phone = random.choice(NAMES), random.choice(PHONES)
        said: dict[str, Any] = {
            "name": name and name.format(number),
            "company": f"Company {number}",
            "email": f"lead{number}@x.example" if random.random() < 0.8 else None,
            "phone": phone and phone.format(number),
            "owner": random.choice(OWNERS),
            "kind": random.choice((None, None, None, "task", "partner")),
            "stage": random.choice(STAGES),
            "segment": random.choice((None, None, "advised", "schools")),
            "created": some_day(random, -40, -20),
            "last_contact": some_day(random, -15, 0),
            "last_reply": some_day(random, -15, -1, 0.3),
            "agreement": random.choice((None, None, "send the drawings.", "call at ten")),
            "agreed_for": some_day(random, -4, 6, 0.3),
            "announced_for": some_day(random, -3, 9, 0.2),
            "appointment": some_day(random, -3, 5, 0.15),
            "confirmed": random.choice((None, "yes", "no")),
            "phase": random.choice((None, None, "comparing", "unknown")),
            "attempts": random.choice((None, None, 2, 5, 6)),
            "value": random.choice((None, 100, 2500)),
            "notes": random.choice(NOTES),
        }
        if random.random() < 0.15:
            said |= random.choice(TO_MEND)
        yield {key: value for key, value in said.items() if value is not None}


def wrong_cells(path: Path, lang: str, folder: Path) -> list[str]:
    """The cells in sight that LibreOffice works out to something else."""
    after = values(converted([path], folder)[path])
    before = values(path)
    tabs = {choose(TABS[key], lang): key for key in ("today", "dashboard")}
    return list(differing(before, after, tabs))


def differing(before: Values, after: Values, tabs: dict[str, str]) -> Iterator[str]:
    for at in sorted(before.keys() | after.keys()):
        tab, row, column = at
        hidden = tabs.get(tab) == "today" and column >= len(COLUMNS)
        if tab in tabs and not hidden and not is_same(before.get(at, ""), after.get(at, "")):
            yield f"{tab} R{row}C{column + 1}: {before.get(at, '')!r} is {after.get(at, '')!r}"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_of_the_demo(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    demo_workbook(path, lang, DAY)
    stop_the_clock(path, DAY)
    assert engine.sync(ExcelBackend(path), Options(DAY)).wrote
    once = path.read_bytes()
    assert not engine.sync(ExcelBackend(path), Options(DAY)).wrote
    assert path.read_bytes() == once
    assert wrong_cells(path, lang, tmp_path / "out") == []


def test_of_a_hundred_random_leads(tmp_path: Path) -> None:
    leads = list(random_leads(Random(9), 100))
    path = filled_book(tmp_path / "team.xlsx", leads, "en", DAY)
    engine.sync(ExcelBackend(path), Options(DAY))
    assert wrong_cells(path, "en", tmp_path / "out") == []


ODD: Final = {
    2: "Hello {first name}. Let me know any time.",
    3: "As I already told you: I call on {Next_date}, dear {client}.",
    4: "Nothing here. I will call you on {next_date}.",
    5: "Nothing else.",
}


def test_of_texts_that_somebody_changed_beside_them(tmp_path: Path) -> None:
    path = filled_book(tmp_path / "team.xlsx", list(random_leads(Random(3), 5)), "en", DAY)
    book = openpyxl.load_workbook(path)
    sheet: Any = book["Messages"]
    for row, text in ODD.items():
        sheet.cell(row, 7).value = text
    book.save(path)
    engine.sync(ExcelBackend(path), Options(DAY))
    after = values(converted([path], tmp_path / "out")[path])
    found = {row: after.get(("Messages", row, 7), "") for row in ODD}
    assert found == {
        2: "open ending “let me know”, announces no next contact: add {next_date}",
        3: "unknown placeholder {client}, reproach “I already told you”",
        4: "",
        5: "announces no next contact: add {next_date}",
    }
    before = values(path)
    assert {row: before.get(("Messages", row, 7), "") for row in ODD} == found

"""Nothing is stale on opening: what LibreOffice shows of a synced workbook as it is equals a
calculation of everything, in every tab.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Final

import openpyxl
import pytest

from scripts.parity_stale import stale_in
from tests.support.libreoffice import needs_libreoffice
from tests.support.live_books import few_rows, fill, new_book
from tests.support.running import run

pytestmark = needs_libreoffice
LONG_AGO: Final = date(2024, 3, 4)
"""The day of the last sync: on no later one do its answers still stand."""
PEOPLE: Final = ("Ana Ruiz", "Ben Cole", "Carla Diaz", "Dan Webb", "Eva Stone", "Finn Berg", "Gil")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    few_rows(monkeypatch)


def synced(path: Path, day: date) -> None:
    ran = run("sync", str(path), "--lang", "en", "--today", day.isoformat())
    assert ran.code in (0, 4), ran.err


@pytest.mark.parametrize("live", [("--live",), ()])
def test_nothing_of_an_adopted_workbook_is_stale(tmp_path: Path, live: tuple[str, ...]) -> None:
    path, book = tmp_path / "team.xlsx", openpyxl.Workbook()
    sheet = book.active
    sheet.append(("Client", "Email", "Owner", "Stage", "Last contact", "Value"))
    for number, name in enumerate(PEOPLE):
        contact = LONG_AGO - timedelta(20) if number % 2 else None
        sheet.append((name, f"{number}@x.example", "Maya", "New", contact, 100 * number))
    book.save(path)
    ran = run("init", str(path), "--lang", "en", *live, "--today", LONG_AGO.isoformat())
    assert ran.code in (0, 4), ran.err
    cells, stale = stale_in([path], tmp_path)
    assert cells > 1000
    assert stale == [], " ".join(stale)


def test_nothing_of_a_template_is_stale_after_syncs_wrote_its_hidden_tabs(tmp_path: Path) -> None:
    path = new_book(tmp_path / "team.xlsx", day=LONG_AGO)
    leads = [
        {"name": name, "email": f"{name[0]}@x.example", "stage": "New", "owner": "Maya"}
        for name in PEOPLE
    ]
    fill(path, leads)
    synced(path, LONG_AGO)
    fill(path, [{"name": f"New {number}"} for number in range(40)], first_row=12)
    synced(path, LONG_AGO + timedelta(1))
    cells, stale = stale_in([path], tmp_path)
    assert cells > 1000
    assert stale == [], " ".join(stale)

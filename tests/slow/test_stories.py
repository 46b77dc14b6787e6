"""People and their live workbooks, day by day: formulas say in LibreOffice what a sync says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.leads import TODAY
from tests.support.live_books import (
    Lead,
    few_rows,
    fill,
    filled_book,
    new_book,
    rows_of,
    stop_the_clock,
)
from tests.support.office import Office, needs_office, office
from tests.support.running import sync

pytestmark = needs_office

ADA: Lead = {"name": "Ada Marsh", "email": "ada@example.org", "stage": "New", "owner": "Maya"}
BO: Lead = {"name": "Bo Lund", "email": "bo@example.org", "stage": "New", "owner": "Tom"}


@pytest.fixture(scope="module")
def screen() -> Iterator[Office]:
    with pytest.MonkeyPatch.context() as patch, office() as started:
        few_rows(patch)
        yield started


def statuses(path: Path, lang: str = "en") -> dict[str, object]:
    return {name: row.ours["status"] for name, row in rows_of(path, lang).items()}


def shown(screen: Office, path: Path, tab: str = "Leads") -> dict[str, str]:
    with screen.reading(path) as hands:
        return {row[0]: row[1] for row in hands.read(tab)[2:] if row[0]}


def test_a_rep_who_only_types_dates(screen: Office, tmp_path: Path) -> None:
    path = filled_book(tmp_path / "leads.xlsx", [ADA, BO])
    with screen.at(path) as hands:
        hands.type("Leads", "F3", [date(2026, 11, 19)])  # she wrote to Ada yesterday
        hands.type("Leads", "F4", [date(2026, 11, 16), date(2026, 11, 20)])  # Bo has answered
    seen = statuses(path)
    assert seen["Bo Lund"] == "◄ Reply now"
    ran = sync(path)
    assert ran.code == 0
    assert ran.err.count("live formula") == 0
    assert statuses(path) == seen
    assert shown(screen, path) == seen


def test_a_rep_who_writes_the_log(screen: Office, tmp_path: Path) -> None:
    path = filled_book(tmp_path / "leads.xlsx", [ADA, BO])
    with screen.at(path) as hands:
        hands.type("Contacts log", "A3", [date(2026, 11, 18), "Ada Marsh", "out", "email"])
    seen = statuses(path)
    ran = sync(path)
    assert ran.code == 0, ran.err
    assert "live formula" not in ran.err
    assert statuses(path) == seen
    assert rows_of(path)["Ada Marsh"].ours["touches"] == 1


def test_a_manager_with_absences_and_a_changed_playbook(screen: Office, tmp_path: Path) -> None:
    wednesday = date(2026, 11, 18)
    leads = [{**ADA, "last_contact": wednesday}, {**BO, "last_contact": wednesday}]
    path = filled_book(tmp_path / "leads.xlsx", leads)
    with screen.at(path) as hands:
        hands.type("Playbook", "G2", ["2, 3, 5"])  # two days after the first touch, not one
        away = [date(2026, 11, 19), date(2026, 11, 24)]
        hands.type("Calendar", "D2", ["Maya", *away])
        hands.type("People", "A2", ["Maya", None, None, 3])
    seen = {name: row.ours for name, row in rows_of(path).items()}
    assert str(seen["Ada Marsh"]["next_contact"])[:10] == "2026-11-25"
    assert str(seen["Bo Lund"]["next_contact"])[:10] == "2026-11-20"
    ran = sync(path)
    assert ran.code == 0, ran.err
    assert "live formula" not in ran.err
    assert statuses(path) == {"Ada Marsh": "→ Planned", "Bo Lund": "● Today"}


def test_somebody_offline_for_a_week(screen: Office, tmp_path: Path) -> None:
    contacted = {**ADA, "last_contact": date(2026, 11, 19)}
    path = filled_book(tmp_path / "leads.xlsx", [contacted, BO])
    sync(path)
    friday = TODAY + timedelta(7)
    stop_the_clock(path, friday)
    assert screen.stale(path)[1] == []
    alone = shown(screen, path)
    assert alone != statuses(path)  # a week later, with no run
    assert sync(path, friday).code == 0
    assert statuses(path) == alone


def test_a_book_filled_by_a_program_saved_by_libreoffice_and_edited(
    screen: Office, tmp_path: Path
) -> None:
    path = new_book(tmp_path / "leads.xlsx")
    stop_the_clock(path, TODAY)
    fill(path, [ADA, {**BO, "last_contact": date(2026, 11, 12)}])
    with screen.at(path):
        pass  # opened and saved
    assert sync(path).code == 0
    with screen.at(path) as hands:
        hands.type("Leads", "G4", [date(2026, 11, 19)])
    seen = statuses(path)
    assert sync(path).code == 0
    assert statuses(path) == seen
    assert seen == {"Ada Marsh": "● Today", "Bo Lund": "◄ Reply now"}
    before = path.read_bytes()
    assert sync(path).code == 0
    assert path.read_bytes() == before

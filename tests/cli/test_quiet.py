"""sync -q, as cron runs it: a new thing once, once a day while it lasts, once when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from sheetflow import engine
from tests.cli.test_cli import ANA, HEADINGS, LUIS, sf, workbook

THURSDAY, FRIDAY, SATURDAY, MONDAY, TUESDAY = (f"2026-11-{day}" for day in (19, 20, 21, 23, 24))
BEA = ["Bea", "b@x.com", "Eva", "New", "banana"]
CLEO = ["Cleo", "c@x.com", "Eva", "New", "pear"]


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    return workbook(tmp_path / "leads.xlsx", ANA, LUIS)


def quiet(path: Path, day: str = FRIDAY, *more: str) -> tuple[int, str]:
    """What a quiet sync on that day ends with, and prints."""
    ran = sf("sync", path, "-q", *more, today=day)
    assert ran.stdout == ""
    return ran.exit_code, ran.stderr


def opened(path: Path, who: str = "Eva") -> Path:
    lock = path.with_name(f".~lock.{path.name}#")
    lock.write_text(f"{who},eva,desk-9,20.11.2026 10:00,file:///x;", "utf-8")
    return lock


def type_in(path: Path, row: int, column: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    book["Leads"].cell(row, HEADINGS.index(column) + 1).value = value
    book.save(path)


# ── open elsewhere ────────────────────────────────────────────────────────────────────────────


def test_a_workbook_that_is_open_is_nothing_to_tell_while_its_answers_are_fresh(
    leads: Path,
) -> None:
    sf("sync", leads, today=FRIDAY)
    opened(leads)
    before = leads.read_bytes()
    for day in (FRIDAY, SATURDAY, MONDAY):
        assert quiet(leads, day) == (75, "")
    assert leads.read_bytes() == before


def test_once_they_are_older_than_a_working_day_it_is_told_once_a_day(leads: Path) -> None:
    sf("sync", leads, today=FRIDAY)
    opened(leads)
    code, told = quiet(leads, TUESDAY)
    assert code == 75
    assert told.startswith(f"{leads}: its answers are of 20 Nov.\nsheetflow: The workbook is open")
    assert "Eva on desk-9 has it" in told
    assert quiet(leads, TUESDAY) == (75, "")
    assert "its answers are of 20 Nov" in quiet(leads, "2026-11-25")[1]


def test_somebody_else_who_has_it_is_no_new_thing(leads: Path) -> None:
    sf("sync", leads, today=FRIDAY)
    opened(leads)
    quiet(leads, TUESDAY)
    opened(leads, "Jon")
    assert quiet(leads, TUESDAY) == (75, "")


def test_it_is_told_when_it_is_over_and_only_if_it_was_told(leads: Path) -> None:
    sf("sync", leads, today=FRIDAY)
    lock = opened(leads)
    quiet(leads, MONDAY)
    lock.unlink()
    assert quiet(leads, MONDAY) == (0, "")
    opened(leads)
    quiet(leads, "2026-11-25")
    lock.unlink()
    assert quiet(leads, "2026-11-25") == (0, f"{leads}: runs again; SF109 is over.\n")
    assert quiet(leads, "2026-11-25") == (0, "")


def test_days_off_of_the_team_s_calendar_do_not_age_answers(tmp_path: Path) -> None:
    calendar = [["Holiday", "Name"], [date(2026, 11, 23), "St. Somebody"]]
    path = workbook(tmp_path / "x.xlsx", ANA, others={"Calendar": calendar})
    sf("sync", path, today=FRIDAY)
    opened(path)
    assert quiet(path, TUESDAY) == (75, "")
    assert "its answers" in quiet(path, "2026-11-25")[1]


@pytest.mark.parametrize(("after", "silent"), [(0, []), (1, [MONDAY]), (2, [MONDAY, TUESDAY])])
def test_how_old_they_may_be_stands_in_the_settings(
    leads: Path, monkeypatch: pytest.MonkeyPatch, after: int, silent: Sequence[str]
) -> None:
    settings = leads.with_name("sheetflow.toml")
    settings.write_text(f"stale_after = {after}\n", "utf-8")
    monkeypatch.setenv("SHEETFLOW_CONFIG", str(settings))
    sf("sync", leads, today=FRIDAY)
    opened(leads)
    assert quiet(leads, FRIDAY) == (75, "")
    days = [MONDAY, TUESDAY, "2026-11-25"]
    assert [day for day in days if not quiet(leads, day)[1]] == silent


def test_a_run_of_this_host_that_had_nothing_to_write_renews_the_answers(
    tmp_path: Path,
) -> None:
    leads = workbook(tmp_path / "won.xlsx", LUIS)
    sf("sync", leads, today=FRIDAY)
    before = leads.read_bytes()
    assert quiet(leads, TUESDAY) == (0, "")
    assert leads.read_bytes() == before
    opened(leads)
    assert quiet(leads, "2026-11-25") == (75, "")


def test_a_run_for_a_day_to_come_makes_no_answers_younger(leads: Path) -> None:
    sf("sync", leads, today=FRIDAY)
    sf("sync", leads, today="2027-03-01")
    opened(leads)
    assert quiet(leads, TUESDAY) == (75, "")
    assert "it has no answers yet" in quiet(leads, "2026-11-26")[1]


def test_a_workbook_that_was_never_answered_ages_from_the_day_it_was_found_open(
    leads: Path,
) -> None:
    opened(leads)
    assert quiet(leads, FRIDAY) == (75, "")
    assert quiet(leads, MONDAY) == (75, "")
    assert f"{leads}: it has no answers yet." in quiet(leads, TUESDAY)[1]


def test_what_cannot_even_be_read_ages_too(leads: Path) -> None:
    sf("sync", leads, today=FRIDAY)
    leads.write_bytes(b"PK\x03\x04 half of it")
    opened(leads)
    assert quiet(leads, MONDAY) == (75, "")
    assert "its answers are of 20 Nov" in quiet(leads, TUESDAY)[1]


def test_in_a_spanish_workbook_it_is_told_in_spanish(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Nombre", "Correo", "Último contacto"])
    book.active.append(["Ana", "a@x.com", date(2026, 11, 18)])
    book.save(path)
    sf("sync", path, "--lang", "es", today=FRIDAY)
    lock = opened(path)
    told = quiet(path, TUESDAY, "--lang", "es")[1]
    assert f"{path}: sus respuestas son del 20 nov.\n" in told
    lock.unlink()
    over = quiet(path, TUESDAY, "--lang", "es")[1]
    assert over == f"{path}: vuelve a ejecutarse; SF109 ha terminado.\n"


def test_without_quiet_it_is_always_told(leads: Path) -> None:
    sf("sync", leads, today=FRIDAY)
    opened(leads)
    for _ in range(2):
        assert "open elsewhere" in sf("sync", leads, today=FRIDAY).stderr


# ── other errors ──────────────────────────────────────────────────────────────────────────────


def test_an_error_is_told_once_and_once_a_day_while_it_lasts(leads: Path) -> None:
    whole = leads.read_bytes()
    leads.write_bytes(b"")
    assert "The file is empty" in quiet(leads)[1]
    assert quiet(leads) == (65, "")
    assert "The file is empty" in quiet(leads, MONDAY)[1]
    leads.write_bytes(whole)
    assert quiet(leads, MONDAY) == (0, f"{leads}: runs again; SF114 is over.\n")


def test_another_error_is_a_new_thing(leads: Path) -> None:
    leads.write_bytes(b"")
    quiet(leads)
    leads.write_bytes(b"Name,Email\n")
    assert "no .xlsx workbook" in quiet(leads)[1]


def test_other_settings_that_are_wrong_are_a_new_thing(leads: Path) -> None:
    assert "no tab named 'A'" in quiet(leads, FRIDAY, "--tab", "A")[1]
    assert quiet(leads, FRIDAY, "--tab", "A") == (78, "")
    assert "no tab named 'B'" in quiet(leads, FRIDAY, "--tab", "B")[1]


def test_json_says_every_time_what_ended_the_run(leads: Path) -> None:
    leads.write_bytes(b"")
    for _ in range(2):
        ran = sf("sync", leads, "-q", "--json")
    assert ran.stderr == ""
    assert '"code": "SF114"' in ran.stdout


def test_of_several_targets_each_has_its_own_news(leads: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"")
    assert "bad.xlsx: The file is empty" in sf("sync", bad, leads, "-q").stderr
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"")
    told = sf("sync", bad, other, leads, "-q")
    assert (told.exit_code, told.stderr.count("The file is empty")) == (65, 1)
    assert "other.xlsx: The file is empty" in told.stderr


def test_a_fault_of_ours_is_told_once_a_day_too(
    leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*_: object, **__: object) -> None:
        raise RuntimeError("Ana Pérez")

    monkeypatch.setattr(engine, "sync", burst)
    assert "RuntimeError" in quiet(leads)[1]
    assert quiet(leads) == (1, "")


def test_where_nothing_can_be_kept_it_is_told_every_time(leads: Path, state_home: Path) -> None:
    state_home.write_text("in the way", "utf-8")
    leads.write_bytes(b"")
    for _ in range(2):
        assert "The file is empty" in quiet(leads)[1]


# ── rows that need a look ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    return workbook(tmp_path / "wrong.xlsx", ANA, BEA)


def test_a_row_that_needs_a_look_is_told_when_it_is_new(wrong: Path) -> None:
    code, told = quiet(wrong)
    assert code == 4
    assert told.startswith(f"{wrong}: 1 row needs a look: its status says Check row.\n")
    assert "Leads!E3" in told
    assert quiet(wrong) == (4, "")
    assert quiet(wrong, MONDAY) == (4, "")


def test_only_the_new_ones_are_named(wrong: Path) -> None:
    quiet(wrong)
    type_in(wrong, 4, "Name", "Cleo")
    type_in(wrong, 4, "Email", "c@x.com")
    type_in(wrong, 4, "Since", "pear")
    told = quiet(wrong)[1]
    assert "1 row needs a look" in told
    assert "Leads!E4" in told
    assert "Leads!E3" not in told


def test_a_row_that_moved_is_no_new_one(wrong: Path) -> None:
    quiet(wrong)
    book = openpyxl.load_workbook(wrong)
    book["Leads"].insert_rows(2)
    for column, value in enumerate(LUIS, 1):
        book["Leads"].cell(2, column).value = value
    book.save(wrong)
    assert quiet(wrong) == (4, "")


def test_a_row_that_was_mended_and_broken_again_is_told_again(wrong: Path) -> None:
    quiet(wrong)
    type_in(wrong, 3, "Since", date(2026, 11, 2))
    assert quiet(wrong) == (0, "")
    type_in(wrong, 3, "Since", "apple")
    assert "Leads!E3" in quiet(wrong)[1]


def test_where_nothing_changed_since_another_run_they_are_counted_once(wrong: Path) -> None:
    sf("sync", wrong)
    sf("sync", wrong)
    assert quiet(wrong) == (4, f"{wrong}: 1 row needs a look: its status says Check row.\n")
    assert quiet(wrong) == (4, "")
    assert quiet(wrong, MONDAY) == (4, "")


def test_no_text_of_a_lead_gets_into_the_state_of_the_host(wrong: Path, state_home: Path) -> None:
    quiet(wrong)
    leads = wrong.read_bytes()
    wrong.write_bytes(b"")
    quiet(wrong)
    wrong.write_bytes(leads)
    kept = "".join(path.read_text("utf-8") for path in state_home.rglob("*.json"))
    assert "file_empty" in kept
    assert [word for word in ("Bea", "b@x.com", "banana", "Leads", "wrong") if word in kept] == []

"""What the commands print fits a screen, and says a thing once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from sheetflow.cli.main import main
from sheetflow.reports.lines import width_of
from tests.support.our_books import put, synced_demo

TODAY = "2026-11-20"
UNKNOWN_WORD = Path("../shared/cases/excel/one-unknown-word-fills-doctor-with-a-line-per-row.xlsx")


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("NO_COLOR", "1")


def sf(*arguments: object) -> Result:
    told = [*map(str, arguments), "--today", TODAY]
    return CliRunner().invoke(main, told, prog_name="sheetflow")


def workbook(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Leads"
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_demo_fits_a_screen_and_begins_with_the_days_work(lang: str, tmp_path: Path) -> None:
    lines = sf("demo", tmp_path / "demo.xlsx", "--lang", lang).stdout.splitlines()
    assert lines[0] == ("Worklist for 20 Nov", "Lista de trabajo del 20 nov")[lang == "es"]
    assert len(lines) <= 45
    assert max(map(width_of, lines[:-3])) <= 80
    assert "→ →" not in "".join(lines)
    assert sum("Leads!" in line or "Contactos!" in line for line in lines) > 30


def test_the_demo_prints_every_cell_where_that_is_asked_for(tmp_path: Path) -> None:
    told = sf("demo", tmp_path / "demo.xlsx", "--all").stdout
    assert told.count("Touches:") > 30
    assert "--all" not in told


@pytest.mark.parametrize("columns", [60, 100, 200])
def test_a_report_is_as_wide_as_columns_says(
    columns: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    put(synced_demo(), tmp_path / "demo.xlsx")
    for command in ("plan", "today", "doctor"):
        told = sf(command, tmp_path / "demo.xlsx").stdout.splitlines()
        long = [line for line in told if width_of(line) > columns and len(line.split()) > 2]
        assert long == []


def test_a_plan_says_the_days_work_then_the_changes_by_owner_then_the_rest(tmp_path: Path) -> None:
    put(synced_demo(), tmp_path / "demo.xlsx")
    later = CliRunner().invoke(main, ["plan", str(tmp_path / "demo.xlsx"), "--today", "2026-11-23"])
    lines = later.stdout.splitlines()
    assert lines[0] == "Worklist for 23 Nov"
    assert lines.index("Maya") > lines.index("")
    assert "  Leads!3  Harold Finch   Status: Today → Overdue" in lines
    assert lines[-1].endswith("--all prints every cell")


def test_nobodys_leads_are_listed_for_a_blank_owner(tmp_path: Path) -> None:
    head = ["Name", "Email", "Owner", "Since"]
    rows = [["Ana", "a@x.com", None, date(2026, 11, 19)], ["Bea", "b@x.com", "Eva", None]]
    told = sf("today", workbook(tmp_path / "x.xlsx", head, *rows), "--owner", "")
    assert (told.exit_code, "Ana" in told.stdout, "Bea" in told.stdout) == (0, True, False)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_one_cause_is_one_line_of_doctor_plan_and_sync(lang: str, tmp_path: Path) -> None:
    rows = [[f"Lead {n}", f"{n}@x.com", "soon"] for n in range(300)]
    path = workbook(tmp_path / "x.xlsx", ["Name", "Email", "Last contact"], *rows)
    cells = ("Leads!C2, C3, C4 and 297 more", "Leads!C2, C3, C4 y 297 más")
    for command in ("doctor", "plan", "sync"):
        told = sf(command, path, "--lang", lang)
        assert told.output.count(cells[lang == "es"]) == 1
        assert told.output.count("Leads!C2") == 1
    assert len(sf("doctor", path).stdout.splitlines()) <= 30


def test_an_unknown_word_is_one_line(tmp_path: Path) -> None:
    if not UNKNOWN_WORD.exists():
        pytest.skip(f"there is no {UNKNOWN_WORD}")
    assert len(sf("doctor", UNKNOWN_WORD).stdout.splitlines()) <= 30


def test_doctor_tells_programs_what_it_recognised(tmp_path: Path) -> None:
    rows = [["Ana", "a@x.com", "Banana", "x"], ["Bea", "b@x.com", "Banana"], ["Cleo", "c@x.com"]]
    path = workbook(tmp_path / "x.xlsx", ["Nombre", "E-mail", "Stage", "Shoe size"], *rows)
    (tab,) = json.loads(sf("doctor", path, "--json").stdout)["tabs"]
    assert tab == {
        "tab": "Leads",
        "heading_row": 1,
        "leads": 3,
        "columns": {
            "name": {"heading": "Nombre", "cell": "A1"},
            "email": {"heading": "E-mail", "cell": "B1"},
            "stage": {"heading": "Stage", "cell": "C1"},
        },
        "unread": ["Shoe size"],
        "words": {"Banana": 2},
    }


def test_where_there_is_no_list_doctor_names_no_tabs(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", ["a", "b"], ["c", "d"])
    assert json.loads(sf("doctor", path, "--json").stdout)["tabs"] == []


# ── a day that is full, and people who are away ───────────────────────────────────────────────


HEAD = ["Name", "Email", "Owner", "Since", "Last reply"]
WORDS = {
    "en": ("Bob: … and 3 more, above the capacity of the day", "Bob for Ann, who is away"),
    "es": ("Bob: … y 3 más, por encima de la capacidad del día", "Bob por Ann, que está ausente"),
}


def team(path: Path) -> Path:
    """Ann is away and Bob stands in for her; he has room for two touches, and five leads."""
    leads: list[list[Any]] = [
        [f"Lead{n}", f"lead{n}@x.com", "Bob", date(2026, 11, 18 - n)] for n in range(4)
    ]
    leads.append(["Wrote", "w@x.com", "Bob", date(2026, 11, 18), date(2026, 11, 19)])
    leads.append(["Kim", "kim@x.com", "Ann", date(2026, 11, 19), date(2026, 11, 19)])
    workbook(path, HEAD, *leads)
    book = load_workbook(path)
    people, calendar = book.create_sheet("People"), book.create_sheet("Calendar")
    people.append(["Name", "Email", "Capacity"])
    people.append(["Bob", "bob@x.com", 2])
    calendar.append(["Owner", "First day", "Last day", "Deputy"])
    calendar.append(["Ann", date(2026, 11, 20), date(2026, 11, 23), "Bob"])
    book.save(path)
    return path


def names(shown: str) -> set[str]:
    leads = ("Lead0", "Lead1", "Lead2", "Lead3", "Wrote", "Kim")
    return {name for name in leads if name in shown}


@pytest.mark.parametrize("command", ["today", "plan"])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_list_is_cut_at_what_fits_into_the_day(command: str, lang: str, tmp_path: Path) -> None:
    told = sf(command, team(tmp_path / "x.xlsx"), "--lang", lang).stdout
    above = told.partition("\n\n")[0]
    assert names(above) == {"Lead0", "Wrote", "Kim"}
    assert WORDS[lang][0] in above


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_deputy_has_the_rows_of_whom_they_stand_in_for(lang: str, tmp_path: Path) -> None:
    path = team(tmp_path / "x.xlsx")
    told = sf("today", path, "--owner", "bob", "--lang", lang).stdout
    more, stands_in = WORDS[lang]
    assert names(told) == {"Wrote", "Kim"}
    assert told.count(stands_in) == 1
    assert more.replace("3", "4") in told
    assert names(sf("today", path, "--owner", "Ann").stdout) == {"Kim"}


def test_a_deputy_needs_no_leads_of_their_own(tmp_path: Path) -> None:
    path = team(tmp_path / "x.xlsx")
    book = load_workbook(path)
    book["Calendar"]["D2"] = "Zoe"
    book.save(path)
    assert names(sf("today", path, "--owner", "zoe").stdout) == {"Kim"}


def test_programs_are_told_how_many_more_and_who_stands_in(tmp_path: Path) -> None:
    found = json.loads(sf("today", team(tmp_path / "x.xlsx"), "--owner", "Bob", "--json").stdout)
    assert found["more"] == {"Bob": 4}
    who = {row["name"]: (row["owner"], row["deputy"]) for row in found["rows"]}
    assert who == {"Wrote": ("Bob", None), "Kim": ("Ann", "Bob")}

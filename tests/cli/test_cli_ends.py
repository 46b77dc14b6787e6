"""The command line: new workbooks, names of targets, and every exit code."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from sheetflow import engine
from sheetflow.cli import main as cli
from sheetflow.errors import SheetflowError
from sheetflow.errors.files import ReadForbidden
from tests.cli.test_cli import ANA, HEADINGS, LUIS, cells, sf, workbook
from tests.support.our_books import visible


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    return workbook(tmp_path / "leads.xlsx", ANA, LUIS)


# ── init, demo ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("lang", "tab"), [("en", "Playbook"), ("es", "Estrategia")])
def test_init_makes_a_new_workbook_that_sync_understands(
    tmp_path: Path, lang: str, tab: str
) -> None:
    path = tmp_path / "new.xlsx"
    assert sf("init", path, "--lang", lang).exit_code == 0
    assert tab in visible(path.read_bytes()).sheetnames
    assert sf("sync", path).exit_code == 0


def test_init_adopts_a_workbook_and_adds_the_tabs_it_lacks(leads: Path) -> None:
    before = cells(leads)
    assert sf("init", leads).exit_code == 0
    assert {"Playbook", "Calendar", "People"} <= set(visible(leads.read_bytes()).sheetnames)
    assert [row[: len(HEADINGS)] for row in cells(leads)] == before
    assert "Status" in cells(leads)[0]
    again = leads.read_bytes()
    assert sf("init", leads).exit_code == 0
    assert leads.read_bytes() == again


def test_init_fills_in_the_holidays_of_a_country(leads: Path) -> None:
    sf("init", leads, "--country", "GB")
    days = [row[0] for row in cells(leads, "Calendar")]
    assert datetime(2026, 12, 25) in days


def test_init_says_which_country_it_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    assert sf("init", path, "--country", "QQ").exit_code == 78
    assert not path.exists()


def test_init_never_takes_a_country_that_nobody_knows(leads: Path) -> None:
    sf("init", leads)
    told = sf("init", leads, "--country", "XX")
    assert (told.exit_code, "'XX' are not known" in told.stderr) == (78, True)


def test_init_names_the_tabs_that_it_added_and_then_is_done(leads: Path) -> None:
    told = sf("init", leads).stderr
    tabs = "Today, Contacts log, Messages, Playbook, Calendar, People, Guide, Dashboard"
    assert told.startswith(f"Tabs added: {tabs}.\n")
    assert told.endswith(f"{leads}: ready.\n")
    assert "Tabs added" not in sf("init", leads).stderr


def test_init_keeps_the_language_asked_for(leads: Path) -> None:
    sf("init", leads, "--lang", "es")
    assert ["Idioma", "es"] in [row[:2] for row in cells(leads, "Estrategia")]
    before = leads.read_bytes()
    assert "Nada que hacer" in sf("sync", leads).stderr
    assert "ningún lead tiene el responsable" in sf("today", leads, "--owner", "Pepe").stderr
    assert "no hay ninguna pestaña llamada 'Nope'" in sf("sync", leads, "--tab", "Nope").stderr
    assert leads.read_bytes() == before


def test_init_leaves_a_calendar_that_is_there_and_says_what_to_do(leads: Path) -> None:
    sf("init", leads)
    told = sf("init", leads, "--country", "es-ct").stderr
    assert "write ES-CT as the country into the Playbook" in told
    assert "Calendar tab" not in sf("init", leads).stderr


def test_demo_writes_syncs_and_shows_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    told = sf("demo", path)
    assert told.exit_code == 0
    assert "Worklist for 20 Nov" in told.stdout
    assert str(path.resolve()) in told.stdout
    assert sf("plan", path, "--exit-code").exit_code in (0, 4)
    assert sf("demo", path).exit_code == 78


# ── exit codes ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["sync"],
        ["plan"],
        ["sync", "x.xlsx", "--today", "soon"],
        ["sync", "x.xlsx", "--lang", "fr"],
        ["fly"],
    ],
)
def test_wrong_usage_ends_with_two(words: list[str]) -> None:
    assert sf(*words, today=None).exit_code == 2


def test_a_target_that_is_not_there_ends_with_78(tmp_path: Path) -> None:
    for target in (tmp_path / "none.xlsx", tmp_path, "https://docs.google.com/spreadsheets/d/abc"):
        told = sf("sync", target)
        assert told.exit_code == 78
        assert told.stderr.startswith("sheetflow: ")


def test_headings_that_cannot_be_used_end_with_78(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Nombre", "Correu", "Color"])
    book.save(path)
    told = sf("sync", path)
    assert told.exit_code == 78
    assert "Correo" in told.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.xlsx", b"PK\x03\x04 broken"),
        ("x.xlsx", b""),
        ("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("x.csv", b"Name,Email\n"),
    ],
)
def test_a_damaged_or_foreign_file_ends_with_65_and_stays(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    told = sf("sync", path)
    assert told.exit_code == 65
    assert path.read_bytes() == content


@pytest.mark.parametrize("lock", ["~$leads.xlsx", ".~lock.leads.xlsx#"])
def test_a_workbook_that_is_open_elsewhere_ends_with_75_and_says_who(
    leads: Path, lock: str
) -> None:
    before = leads.read_bytes()
    name = "Eva Soler"
    text = (
        f",{name},host,20.11.2026 10:00,file:///x;".encode()
        if lock.endswith("#")
        else bytes([len(name)]) + name.encode().ljust(54, b" ")
    )
    (leads.parent / lock).write_bytes(text)
    told = sf("sync", leads)
    assert told.exit_code == 75
    assert name in told.stderr
    assert leads.read_bytes() == before


def test_a_workbook_we_may_not_read_ends_with_77(
    leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid():
        leads.chmod(0)
    else:  # root may read everything

        def refuse(*_: object, **__: object) -> None:
            raise ReadForbidden(str(leads))

        monkeypatch.setattr(engine, "sync", refuse)
    assert sf("sync", leads).exit_code == 77


def many_leads(path: Path, count: int = 24) -> Path:
    return workbook(
        path,
        *[
            [f"Lead {n}", f"{n}@x.com", "Eva", "New", date(2026, 11, 2), date(2026, 11, 18)]
            for n in range(count)
        ],
    )


def test_the_brake_ends_with_five_and_force_goes_through(tmp_path: Path) -> None:
    path = many_leads(tmp_path / "x.xlsx")
    sf("sync", path)
    book = openpyxl.load_workbook(path)
    for row in [["Setting", "Value"], ["Weekend", "mon tue wed thu sat sun"]]:
        (
            book["Playbook"] if "Playbook" in book.sheetnames else book.create_sheet("Playbook")
        ).append(row)
    book.save(path)
    before = path.read_bytes()
    told = sf("sync", path)
    assert (told.exit_code, path.read_bytes()) == (5, before)
    assert "--force" in told.stderr
    assert sf("sync", path, "--force").exit_code == 0
    assert sf("sync", path).exit_code == 0


def test_plan_says_that_the_brake_would_stop_a_sync(tmp_path: Path) -> None:
    path = many_leads(tmp_path / "x.xlsx")
    sf("sync", path)
    book = openpyxl.load_workbook(path)
    book["Leads"].delete_rows(2, 14)
    book.save(path)
    told = sf("plan", path)
    assert told.exit_code == 0
    assert (
        "sync would stop here and write nothing (5): 14 of 24 known leads are gone" in told.stderr
    )
    assert "heading was renamed" in told.stderr


def test_an_ordinary_plan_says_nothing_of_the_brake(tmp_path: Path) -> None:
    assert "would stop" not in sf("plan", many_leads(tmp_path / "x.xlsx")).stderr


def test_the_brake_trips_when_most_leads_are_gone(tmp_path: Path) -> None:
    path = many_leads(tmp_path / "x.xlsx")
    sf("sync", path)
    book = openpyxl.load_workbook(path)
    book["Leads"].delete_rows(2, 14)
    book.save(path)
    assert sf("sync", path, today="2026-11-23").exit_code == 5
    assert sf("sync", path, "--force", today="2026-11-23").exit_code == 0


def test_an_ordinary_next_day_never_trips_it(tmp_path: Path) -> None:
    path = many_leads(tmp_path / "x.xlsx")
    for today in ("2026-11-18", "2026-11-19", "2026-11-23", "2026-12-24"):
        assert sf("sync", path, today=today).exit_code == 0


def test_an_unexpected_error_ends_with_one_and_shows_no_cell(
    leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*_: object, **__: object) -> None:
        raise RuntimeError("Ana Pérez")

    monkeypatch.setattr(engine, "look", burst)
    told = sf("plan", leads)
    assert told.exit_code == 1
    assert "RuntimeError" in told.stderr
    assert "Ana" not in told.stderr


# ── names of targets ─────────────────────────────────────────────────────────────────────────


def test_a_name_from_the_configuration_is_a_target(
    leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = leads.parent / "sheetflow.toml"
    settings.write_text('[targets]\nmadrid = "leads.xlsx"\n', encoding="utf-8")
    monkeypatch.setenv("SHEETFLOW_CONFIG", str(settings))
    assert sf("sync", "madrid").exit_code == 0
    assert "Status" in cells(leads)[0]


def test_a_name_that_is_not_in_the_configuration_is_told_those_that_are(
    leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = leads.parent / "sheetflow.toml"
    settings.write_text('[targets]\nsoria = "s.xlsx"\nmadrid = "leads.xlsx"\n', encoding="utf-8")
    monkeypatch.setenv("SHEETFLOW_CONFIG", str(settings))
    told = sf("sync", "madrit")
    assert told.exit_code == 78
    assert "There is no file madrit." in told.stderr
    assert "make one with: sheetflow init madrit.xlsx" in told.stderr
    assert "sheetflow.toml knows: madrid, soria" in told.stderr
    assert "sheetflow.toml" not in sf("sync", leads.parent / "other.xlsx").stderr
    (leads.parent / "leads.xlsx").unlink()
    assert "make one with: sheetflow init madrid\n" in sf("sync", "madrid").stderr


@pytest.mark.parametrize(
    ("name", "new"), [("none.xlsx", "none.xlsx"), ("my list.csv", "'my list.xlsx'"), ("", "''")]
)
def test_the_command_that_makes_a_workbook_can_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, new: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert sf("sync", name).stderr.endswith(f"make one with: sheetflow init {new}\n")


@pytest.mark.parametrize("command", ["sync", "plan"])
def test_an_empty_workbook_is_sent_to_init(tmp_path: Path, command: str) -> None:
    openpyxl.Workbook().save(tmp_path / "x.xlsx")
    told = sf(command, tmp_path / "x.xlsx")
    assert told.exit_code == 78
    assert "sheetflow init adds a tab with headings" in told.stderr


def test_a_workbook_with_other_headings_is_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Fruit", "Weight"])
    book.save(tmp_path / "x.xlsx")
    assert "sheetflow init" not in sf("plan", tmp_path / "x.xlsx").stderr


@pytest.mark.parametrize("command", ["sync", "plan", "today", "explain", "doctor", "init", "demo"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    told = sf(command, "--help", today=None)
    assert told.exit_code == 0
    assert f"sheetflow {command}" in told.stdout


def test_the_help_names_every_exit_code() -> None:
    told = sf("--help", today=None).stdout.partition("Exit codes:")[2]
    assert [entry.split()[0] for entry in told.split("·")] == "0 1 2 3 4 5 65 75 77 78".split()
    ours = {kind.exit_code for kind in (SheetflowError, *SheetflowError.__subclasses__())}
    assert ours | {0, 2, cli.CHANGES_PENDING, cli.CHECKS_LEFT} == {
        int(entry.split()[0]) for entry in told.split("·")
    }

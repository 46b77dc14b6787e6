"""The command line on small workbooks: what it says, writes, and ends with."""

from __future__ import annotations

import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.formatting.formatting import ConditionalFormattingList

from sheetflow import engine
from sheetflow.cli.main import main
from sheetflow.decide.playbook_rows import playbook_rows

HEADINGS = ["Name", "Email", "Owner", "Stage", "Since", "Last contact", "Notes"]
ANA: list[Any] = [
    "Ana Pérez",
    "ana@example.com",
    "Eva",
    "New",
    date(2026, 11, 2),
    date(2026, 11, 18),
    "likes mornings",
]
LUIS: list[Any] = ["Luis Ruiz", "luis@example.com", "Jon", "Won"]
TODAY = "2026-11-20"


def sf(*words: object, today: str | None = TODAY) -> Result:
    """Run sheetflow with these words; `today` is added unless it is None."""
    more = ["--today", today] if today else []
    return CliRunner().invoke(main, [*map(str, words), *more])


def workbook(
    path: Path, *rows: list[Any], others: dict[str, list[list[Any]]] | None = None
) -> Path:
    """A plain workbook of a team: a tab of leads, and others beside it."""
    book = openpyxl.Workbook()
    for name, tab in {"Leads": [HEADINGS, *rows], **(others or {})}.items():
        sheet = book.active if name == "Leads" else book.create_sheet(name)
        sheet.title = name
        for row in tab:
            sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    return workbook(tmp_path / "leads.xlsx", ANA, LUIS)


def cells(path: Path, tab: str = "Leads") -> list[list[Any]]:
    return [list(row) for row in openpyxl.load_workbook(path)[tab].iter_rows(values_only=True)]


def column(path: Path, heading: str) -> list[Any]:
    top, *rows = cells(path)
    return [row[top.index(heading)] for row in rows]


# ── sync ─────────────────────────────────────────────────────────────────────────────────────


def test_sync_adds_the_answers_to_an_unknown_workbook(leads: Path) -> None:
    before = cells(leads)
    told = sf("sync", leads)
    assert told.exit_code == 0
    assert "2 leads" in told.stderr
    assert [row[: len(HEADINGS)] for row in cells(leads)] == before
    assert cells(leads)[0][len(HEADINGS) :] == [
        "Status",
        "Next contact",
        "Overdue",
        "Next step",
        "Touches",
        "Interest",
        "Flags",
        "Why",
        "sf id",
    ]
    assert column(leads, "Next contact") == [datetime(2026, 11, 19), None]
    assert column(leads, "Overdue") == [1, None]


def test_a_second_sync_leaves_the_file_byte_for_byte(leads: Path) -> None:
    sf("sync", leads)
    before, stat = leads.read_bytes(), leads.stat()
    told = sf("sync", leads)
    assert (told.exit_code, leads.read_bytes()) == (0, before)
    assert (leads.stat().st_ino, leads.stat().st_mtime_ns) == (stat.st_ino, stat.st_mtime_ns)
    assert "Nothing to do" in told.stderr


def test_a_day_on_which_nothing_moves_writes_nothing(leads: Path) -> None:
    sf("sync", leads)
    before = leads.read_bytes()
    assert sf("sync", leads, today="2026-11-21").exit_code == 0
    assert leads.read_bytes() == before


def test_several_targets_are_synced_and_the_worst_code_wins(tmp_path: Path, leads: Path) -> None:
    bad = workbook(tmp_path / "bad.xlsx", ["Bea", "b@x.com", "Eva", "New", "banana"])
    told = sf("sync", tmp_path / "none.xlsx", bad, leads)
    assert told.exit_code == 78
    assert "Status" in cells(leads)[0]
    assert sf("sync", bad, leads).exit_code == 4


def test_of_several_targets_the_one_that_failed_is_named(tmp_path: Path, leads: Path) -> None:
    told = sf("sync", tmp_path / "none.xlsx", leads)
    assert f"sheetflow: {tmp_path / 'none.xlsx'}: There is no file" in told.stderr
    assert "none.xlsx: " not in sf("sync", tmp_path / "none.xlsx").stderr


def test_of_several_targets_each_is_one_object_in_json(tmp_path: Path, leads: Path) -> None:
    missing = str(tmp_path / "none.xlsx")
    failed, done = map(json.loads, sf("sync", missing, leads, "--json").stdout.splitlines())
    assert failed == {
        "version": 1,
        "target": missing,
        "error": f"There is no file {missing}.",
        "code": "SF050",
        "exit_code": 78,
    }
    assert (done["target"], done["leads"]) == (str(leads), 2)


def test_an_error_that_nobody_foresaw_names_its_target_and_shows_no_cell(
    leads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*_: object, **__: object) -> None:
        raise RuntimeError("Ana Pérez")

    monkeypatch.setattr(engine, "sync", burst)
    told = sf("sync", leads, leads, "--json")
    assert told.exit_code == 1
    assert f"sheetflow: {leads}: unexpected RuntimeError" in told.stderr
    assert [json.loads(line)["exit_code"] for line in told.stdout.splitlines()] == [1, 1]
    assert "Ana" not in told.stderr + told.stdout


def test_sync_tells_in_json_what_it_did(leads: Path) -> None:
    told = json.loads(sf("sync", leads, "--json").stdout)
    assert (told["version"], told["target"], told["leads"], told["checks"], told["wrote"]) == (
        1,
        str(leads),
        2,
        0,
        True,
    )


def test_where_only_colours_were_written_no_cells_are_counted(leads: Path) -> None:
    sf("sync", leads)
    book = openpyxl.load_workbook(leads)
    book["Leads"].conditional_formatting = ConditionalFormattingList()
    book.save(leads)
    assert (
        f"{leads}: 2 leads are up to date; only colours, notes or memory were written."
        in sf("sync", leads).stderr
    )
    assert "Nothing to do" in sf("sync", leads).stderr


def test_quiet_says_nothing(leads: Path) -> None:
    told = sf("sync", leads, "-q")
    assert (told.stdout, told.stderr) == ("", "")


def test_a_workbook_in_spanish_is_answered_in_spanish(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Nombre", "Correo", "Último contacto"])
    book.active.append(["Ana", "a@x.com", date(2026, 11, 18)])
    book.save(path)
    told = sf("sync", path)
    assert "celdas" in told.stderr
    assert "Estado" in [c.value for c in openpyxl.load_workbook(path).active[1]]


def test_another_tab_can_be_named(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx", ANA, others={"Old": [["Name", "Email"], ["Bea", "b@x.com"]]}
    )
    rows = json.loads(sf("plan", path, "--json", "--tab", "Old").stdout)["rows"]
    assert [row["name"] for row in rows] == ["Bea"]
    assert sf("plan", path, "--tab", "Nope").exit_code == 78


def test_a_day_before_the_last_run_leaves_touches_as_they_were(leads: Path) -> None:
    sf("sync", leads)
    sf("sync", leads, today="2026-11-19")
    sf("sync", leads, today="2026-11-23")
    assert column(leads, "Touches") == [1, 0]


# ── plan ─────────────────────────────────────────────────────────────────────────────────────


def test_plan_changes_nothing(leads: Path) -> None:
    before = leads.read_bytes()
    told = sf("plan", leads)
    assert (told.exit_code, leads.read_bytes()) == (0, before)
    first, *_, last = told.stdout.splitlines()
    assert first == "Worklist for 20 Nov"
    assert last.endswith(" changes; --all prints every cell")


def test_plan_exit_code_says_whether_changes_are_pending(leads: Path) -> None:
    assert sf("plan", leads, "--exit-code").exit_code == 3
    sf("sync", leads)
    assert sf("plan", leads, "--exit-code").exit_code == 0


def test_plan_json_is_the_object_of_the_contract(leads: Path) -> None:
    told = json.loads(sf("plan", leads, "--json").stdout)
    assert set(told) == {"version", "target", "today", "tabs", "changes", "problems", "rows"}
    assert (told["version"], told["today"], told["tabs"]) == (1, TODAY, ["Leads"])
    ana, luis = told["rows"]
    why = ana.pop("why")
    assert ana == {
        "tab": "Leads",
        "row": 2,
        "id": None,
        "name": "Ana Pérez",
        "owner": "Eva",
        "deputy": None,
        "status": "overdue",
        "rule": "cadence",
        "due": "2026-11-19",
        "overdue": 1,
        "touches": 1,
        "interest": 36,
        "flags": [],
        "next_step": "Ask for a talk, person to person, and propose two days (email)",
        "channel": "email",
    }
    assert why.startswith("Touch 1 of 6 was on 18 Nov")
    assert (
        luis["status"],
        luis["due"],
        luis["overdue"],
        luis["interest"],
        luis["next_step"],
        luis["flags"],
    ) == ("won", None, None, None, None, [])


def test_after_a_sync_no_changes_are_planned_and_ids_are_known(leads: Path) -> None:
    sf("sync", leads)
    told = json.loads(sf("plan", leads, "--json").stdout)
    assert told["changes"] == 0
    assert [row["id"] for row in told["rows"]] == column(leads, "sf id")


def test_a_check_row_ends_with_four_and_the_whole_json(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", ["Bea", "b@x.com", "Eva", "New", "banana"], ANA)
    told = sf("plan", path, "--json")
    assert told.exit_code == 4
    assert [row["status"] for row in json.loads(told.stdout)["rows"]] == ["check", "overdue"]
    assert sf("sync", path).exit_code == 4
    assert sf("sync", path).exit_code == 4
    assert sf("plan", path, "--exit-code").exit_code == 4


def test_a_problem_names_its_cell_and_never_what_it_holds(tmp_path: Path) -> None:
    told = sf(
        "sync", workbook(tmp_path / "x.xlsx", ["Bea", "b@x.com", "Eva", "New", "secret-banana"])
    )
    assert "Leads!E2" in told.stderr
    assert "secret-banana" not in told.stderr


# ── colours and control characters ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", [["plan"], ["today"], ["explain", "2"], ["doctor"]])
def test_no_color_means_no_colour(
    leads: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    told = CliRunner().invoke(
        main, [command[0], str(leads), *command[1:], "--today", TODAY], color=True
    )
    assert "\x1b[" not in told.output


def test_a_terminal_gets_colours(leads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert (
        "\x1b["
        in CliRunner().invoke(main, ["plan", str(leads), "--today", TODAY], color=True).output
    )


def test_control_characters_of_a_cell_reach_no_terminal(leads: Path) -> None:
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(leads) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(leads, "w") as archive:
        for name, content in parts.items():
            evil = content.replace(
                "Ana Pérez".encode(), b"Ana _x001B_]0;owned_x0007_ &#x9b;31m &#x202e;P"
            )
            archive.writestr(name, evil)
    for command in (["plan"], ["today"], ["explain", "2"], ["doctor"]):
        told = sf(command[0], leads, *command[1:])
        assert told.exit_code == 0
        assert not set(told.output) & set("\x1b\x07\x9b\u202e\r")


# ── today, explain, doctor ───────────────────────────────────────────────────────────────────


def test_today_lists_the_work_of_one_owner(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx", ANA, ["Bea", "b@x.com", "Jon", "New", date(2026, 11, 19)], LUIS
    )
    assert sf("today", path).stdout.count("Leads!") == 2
    mine = sf("today", path, "--owner", "jon").stdout
    assert "Bea" in mine
    assert "Ana" not in mine


def test_today_in_json_keeps_the_order_of_the_work(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx", ["Bea", "b@x.com", "Jon", "New", date(2026, 11, 19)], ANA, LUIS
    )
    assert [row["name"] for row in json.loads(sf("today", path, "--json").stdout)["rows"]] == [
        "Ana Pérez",
        "Bea",
    ]


@pytest.mark.parametrize("who", ["2", "Leads!2", "leads!2", "ana perez", "Pérez"])
def test_explain_finds_a_lead_by_row_or_name(leads: Path, who: str) -> None:
    told = sf("explain", leads, who)
    assert told.exit_code == 0
    assert "cadence" in told.stdout
    assert "Ana Pérez" in told.stdout


def test_explain_finds_a_lead_by_its_id(leads: Path) -> None:
    sf("sync", leads)
    assert "Luis" in sf("explain", leads, column(leads, "sf id")[1]).stdout


def test_explain_says_when_nobody_is_there(leads: Path) -> None:
    assert sf("explain", leads, "99").exit_code == 78
    assert sf("explain", leads, "Nobody").exit_code == 78


def test_doctor_says_what_was_recognised_and_what_is_missing(leads: Path) -> None:
    before = leads.read_bytes()
    told = sf("doctor", leads)
    assert told.exit_code == 0
    assert "headings in row 1, 2 leads" in told.stdout
    assert "sheetflow init" in told.stdout
    assert leads.read_bytes() == before


def test_doctor_explains_a_wrong_playbook_where_it_is(tmp_path: Path) -> None:
    rows = [list(row) for row in playbook_rows("en")]
    rows[1][4] = "often"
    path = workbook(tmp_path / "x.xlsx", ANA, others={"Playbook": rows})
    for command in ("doctor", "sync", "plan"):
        told = sf(command, path)
        assert told.exit_code == 78
        assert "Playbook!E2" in told.output

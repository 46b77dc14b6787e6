"""Error numbers: where they are shown, and what `explain` says of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.cli.test_cli import ANA, sf, workbook

MEANING = """SF050  Exit code: 78 · Código de salida: 78
There is no file ….
  Check the name, or make one with: sheetflow init …
No existe el archivo ….
  Compruebe el nombre, o cree uno con: sheetflow init …
"""


@pytest.mark.parametrize("number", ["SF050", "sf050"])
def test_a_number_is_explained_in_both_languages_without_any_workbook(number: str) -> None:
    told = sf("explain", number, today=None)
    assert (told.exit_code, told.stdout) == (0, MEANING)


def test_a_number_is_explained_in_json_too() -> None:
    told = json.loads(sf("explain", "SF308", "--json").stdout)
    assert (told["code"], told["exit_code"]) == ("SF308", 4)
    assert told["en"]["error"].startswith("this date cannot be read for certain")
    assert told["es"]["advice"] == "corrija la celda"
    assert json.loads(sf("explain", "SF306", "--json").stdout)["en"]["advice"] is None


@pytest.mark.parametrize("number", ["SF999", "sf1", "SF0500"])
def test_a_number_that_there_is_not_ends_with_78_and_advice(number: str) -> None:
    told = sf("explain", number)
    assert told.exit_code == 78
    assert f"there is no error number {number}" in told.stderr
    assert "such as SF012" in told.stderr
    assert "no hay ningún número de error" in sf("explain", number, "--lang", "es").stderr


def test_a_target_alone_is_wrong_usage_as_ever(tmp_path: Path) -> None:
    told = sf("explain", workbook(tmp_path / "leads.xlsx", ANA))
    assert told.exit_code == 2
    assert "Missing argument 'ROW|NAME'." in told.stderr


def test_a_workbook_may_have_the_name_of_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    workbook(tmp_path / "x.xlsx", ANA).rename(tmp_path / "SF050")
    assert "Ana Pérez" in sf("explain", "SF050", "2").stdout


def test_the_number_of_an_error_is_at_the_end_of_its_line_with_v_alone(tmp_path: Path) -> None:
    missing = tmp_path / "none.xlsx"
    assert f"There is no file {missing}. [SF050]\n" in sf("plan", missing, "-v").stderr
    assert "[SF" not in sf("plan", missing).stderr
    several = sf("sync", missing, missing, "-v").stderr
    assert several.count(f"sheetflow: {missing}: There is no file {missing}. [SF050]\n") == 2


def test_the_number_of_a_problem_is_at_the_end_of_its_line_with_v_alone(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", ["Bea", "b@x.com", "Eva", "New", "banana"])
    assert "Leads!E2" in sf("plan", path, "-v").stderr
    assert "may be swapped [SF308]\n" in sf("plan", path, "-v").stderr
    assert "[SF" not in sf("plan", path).stderr
    assert "[SF308]" in sf("doctor", path, "-v").stdout
    assert "[SF" not in sf("doctor", path).stdout


def test_an_entry_of_the_playbook_has_its_number_too(tmp_path: Path) -> None:
    playbook = [["Setting", "Value"], ["Grace", "long"]]
    path = workbook(tmp_path / "x.xlsx", ANA, others={"Playbook": playbook})
    assert "Playbook!B2: write a whole number of days [SF328]" in sf("plan", path, "-v").stderr
    (found,) = json.loads(sf("doctor", path, "--json").stdout)["findings"]
    assert (found["exit_code"], found["code"]) == (78, "SF328")


def test_a_finding_has_a_number_or_null(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", ["Bea", "b@x.com", "Eva", "New", date(2026, 11, 19), "?"])
    findings = json.loads(sf("doctor", path, "--json").stdout)["findings"]
    codes = {finding["text"].partition(":")[0]: finding["code"] for finding in findings}
    assert codes["Leads!F2"] == "SF308"
    assert codes["tab 'Leads'"] is None
    (found,) = json.loads(sf("doctor", tmp_path / "none.xlsx", "--json").stdout)["findings"]
    assert found["code"] == "SF050"


@pytest.mark.parametrize("command", ["sync", "plan", "today", "init", "explain"])
def test_every_command_tells_programs_which_error_it_was(command: str, tmp_path: Path) -> None:
    path = tmp_path / "there-is-no-folder" / "leads.xlsx"
    told = sf(command, path, *(["12"] if command == "explain" else ()), "--json")
    found = json.loads(told.stdout)
    assert told.exit_code == found["exit_code"] == 78
    assert found["target"] == str(path)
    assert found["code"] == ("SF102" if command == "init" else "SF050")
    assert found["error"]

"""The public API: what `import sheetflow` offers, lazily, and as the manual shows it."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import sheetflow
from scripts.manual import MANUALS
from sheetflow import engine
from tests.support.our_books import put, synced_demo

ROOT = Path(__file__).parents[1]
FRIDAY = date(2026, 11, 20)
LEADS = [["Name", "Email", "Stage"], ["Ana Peña", "ana@example.com", "New"]]


def book() -> sheetflow.MemoryBackend:
    return sheetflow.MemoryBackend({"Leads": LEADS})


def test_the_public_names_are_sorted_and_all_there() -> None:
    assert sheetflow.__all__ == sorted(sheetflow.__all__)
    for name in sheetflow.__all__:
        assert getattr(sheetflow, name).__doc__, name
    assert set(sheetflow.__all__) <= set(dir(sheetflow))


def test_a_name_that_is_not_public_is_not_there() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'robot'"):
        sheetflow.robot  # noqa: B018  # to ask for it is the test


def test_importing_it_loads_nothing_else_of_the_package() -> None:
    code = "import sheetflow, sys; print([n for n in sys.modules if n.startswith('sheetflow.')])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_dry_run_plans_and_writes_nothing() -> None:
    backend = book()
    result = sheetflow.sync(backend, today=FRIDAY, dry_run=True)
    assert (result.wrote, backend.writes) == (False, 0)
    result.plan.raise_if_unsafe()
    assert [row.name for row in result.plan.rows] == ["Ana Peña"]


def test_a_sync_writes_and_a_second_one_has_nothing_to_do() -> None:
    backend = book()
    first = sheetflow.sync(backend, today=FRIDAY)
    assert first.wrote
    assert [row.decision.status for row in first.plan.rows] == ["today"]
    second = sheetflow.sync(backend, today=FRIDAY)
    assert (second.wrote, backend.writes) == (False, 1)
    assert [row.name for row in second.plan.rows] == ["Ana Peña"]


def test_an_error_and_a_problem_say_themselves_in_both_languages() -> None:
    with pytest.raises(sheetflow.ConfigError) as caught:
        sheetflow.open_backend("leads-of-nobody.xlsx")
    told = sheetflow.describe(caught.value).splitlines()
    assert told[0] == "There is no file leads-of-nobody.xlsx. [SF050]"
    assert told[1].startswith("Check the name")
    rows = [["Name", "Email", "Since"], ["Ana Peña", "ana@example.com", "soon"]]
    result = sheetflow.sync(sheetflow.MemoryBackend({"Leads": rows}), today=FRIDAY, dry_run=True)
    [problem] = result.plan.problems
    assert sheetflow.describe(problem, "es").startswith("Leads!C2: esta fecha no se puede leer")
    assert sheetflow.describe(problem).endswith("[SF308]")


def test_the_language_and_the_tab_are_as_asked_for() -> None:
    backend = book()
    sheetflow.sync(backend, today=FRIDAY, lang="es", tab="Leads")
    assert "Estado" in backend.tab("Leads").cells[0]


def test_a_path_is_a_target_too(tmp_path: Path) -> None:
    path = put(synced_demo(), tmp_path / "leads.xlsx")
    result = sheetflow.sync(path, today=FRIDAY, dry_run=True)
    assert result.leads == 40


def test_a_language_that_there_is_not_is_refused_at_once() -> None:
    backend = book()
    with pytest.raises(ValueError, match="lang is 'en' or 'es', not 'fr'"):
        sheetflow.sync(backend, lang="fr")
    assert backend.writes == 0


def test_a_target_by_its_name_is_opened() -> None:
    with pytest.raises(sheetflow.ConfigError):
        sheetflow.open_backend("there-is-no-such-file.xlsx")


@pytest.mark.parametrize("lang", MANUALS)
def test_the_example_of_the_manual_runs(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(engine, "today_in", lambda zone: FRIDAY)
    put(synced_demo(), tmp_path / "leads.xlsx")
    page = MANUALS[lang].read_text("utf-8")
    example = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    exec(compile("\n".join(example), "manual", "exec"), {})
    assert "Hannah Whitlock Answer their message of 19 Nov (email)" in capsys.readouterr().out


def test_the_example_of_the_manual_is_typed(tmp_path: Path) -> None:
    page = MANUALS["en"].read_text("utf-8")
    example = tmp_path / "example.py"
    example.write_text("\n".join(re.findall(r"^```python\n(.*?)^```", page, re.M | re.S)), "utf-8")
    checked = [sys.executable, "-m", "mypy", "--strict", str(example)]
    told = subprocess.run(checked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize("lang", MANUALS)
def test_the_manual_names_all_that_is_public(lang: str) -> None:
    page = MANUALS[lang].read_text("utf-8")
    assert [name for name in sheetflow.__all__ if not re.search(rf"`{name}\b", page)] == []

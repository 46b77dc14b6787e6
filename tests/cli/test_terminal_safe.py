"""What a target is called steers nobody's terminal."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from sheetflow.cli.main import main

NAME = "a\x1b]0;TITLE\x07\x1b[2J\u009b2J\u202e.xlsx"
ROOT = Path(str(files("sheetflow"))).parent


@pytest.mark.parametrize(
    "words",
    [["sync"], ["sync", "--json"], ["plan", "--json"], ["init"], ["plan"], ["doctor"], ["today"],
     ["explain"], ["no\x1b[2J"], ["sync", "-v"], ["plan", "a\x1b[2J"]],
)  # fmt: skip
def test_no_sign_of_a_name_steers_the_terminal(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(ROOT / "sheet_templates" / "leads-en.xlsx", NAME)
    for target in (NAME, "missing" + NAME):
        told = CliRunner().invoke(main, [*words, target])
        shown = told.stdout + told.stderr
        assert not set(shown) & set("\x1b\x07\u009b\u202e"), shown


def test_json_names_the_target_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(ROOT / "sheet_templates" / "leads-en.xlsx", NAME)
    told = CliRunner().invoke(main, ["sync", "--json", NAME])
    assert json.loads(told.stdout)["target"] == NAME

"""Attacks that are scripts beside the project: each ends with 0 when the program holds.

They run on copies in a folder of the test, since they make files beside themselves.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared" / "cases" / "security"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases/security is not there")
NAMES_OF_NOW = {
    "from sheetflow.gsheets import": "from sheetflow.backends.google.client import",
    "from sheetflow.cli import main": "from sheetflow.cli.main import main",
}
"""Modules that a script calls as they were called once."""


def ended(folder: Path, name: str, *words: str) -> tuple[int, str]:
    """Runs a script; returns its exit code, and what it printed."""
    for file in CASES.iterdir():
        shutil.copyfile(file, folder / file.name)
    script = folder / f"{name}.py"
    text = script.read_text()
    for old, new in NAMES_OF_NOW.items():
        text = text.replace(old, new)
    script.write_text(text)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    call = [sys.executable, str(script), *words]
    ran = subprocess.run(call, cwd=folder, env=env, capture_output=True, text=True, timeout=120)
    return ran.returncode, ran.stdout + ran.stderr


@pytest.mark.parametrize(
    "name", ["lock_is_a_pipe", "name_steers_the_terminal", "settings_of_another_person"]
)
def test_a_command_holds(name: str, tmp_path: Path) -> None:
    code, said = ended(tmp_path, name, "--sheetflow", f"{sys.executable} -m sheetflow")
    assert code == 0, said
    assert "ok " in said


def test_no_token_of_google_goes_to_a_test_server(tmp_path: Path) -> None:
    code, said = ended(tmp_path, "real_key_and_test_server")
    assert code == 0, said
    assert "exit 78" in said

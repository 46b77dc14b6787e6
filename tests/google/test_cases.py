"""What people met with Google Sheets, as scripts beside the project: each ends with 0 when all is
right.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared" / "cases" / "google"
RIGHT = (
    "custom_time_zone",
    "deleted_row_put_back",
    "escaped_newlines_in_key",
    "form_headings",
    "key_text_in_environment",
    "key_text_in_settings",
    "latin1_output",
    "leads_tab_deleted",
    "one_lead",
    "own_calendar",
    "protected_headings",
    "tab_called_people",
)


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the project")
@pytest.mark.parametrize("name", RIGHT)
def test_what_people_met_is_right_now(name: str) -> None:
    call = [sys.executable, str(CASES / f"{name}.py")]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(call, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout

"""Every case beside the project, faults that people and attackers found, has a test."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CASES = TESTS.parents[1] / "shared" / "cases"
LATER = {
    "all_rows_hidden",
    "domain_policy",
    "login_without_key",
    "no_quota_project",
    "ten_million_cells",
}
"""What is not mended yet."""
TOOLS = {"README", "codes", "scene", "try_files"}


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not there")
@pytest.mark.parametrize("folder", ["excel", "google", "security"])
def test_every_case_is_named_by_a_test(folder: str) -> None:
    names = {file.stem for file in (CASES / folder).iterdir() if file.is_file()} - TOOLS - LATER
    assert names
    tests = "".join(file.read_text() for file in TESTS.rglob("test_*.py"))
    assert {name for name in names if f'"{name}' not in tests and f"/{name}." not in tests} == set()

"""The plugin that shares tests between two processes tells of each test once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = """
import os
import pytest

@pytest.mark.parametrize("number", range(200))
def test_each(number, record_property):
    record_property("process", os.getpid())
    if number == 100: pytest.skip("as planned")
    assert number not in (7, 150), "as planned"
"""


def run(folder: Path, source: str, *more: str) -> str:
    path = folder / "test_many.py"
    path.write_text(source, encoding="utf-8")
    plain = (sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "--rootdir", str(folder))
    shared = (
        "-p",
        "tests.support.two_processes",
        "-p",
        "no:xdist",
        "--capture=sys",
        str(path),
        *more,
    )
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    ran = subprocess.run(
        [*plain, *shared], capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )
    return ran.stdout + ran.stderr


def test_every_test_is_told_once_whichever_process_ran_it(tmp_path: Path) -> None:
    said = run(tmp_path, TESTS, "--junit-xml", str(tmp_path / "told.xml"))
    assert "2 failed, 197 passed, 1 skipped" in said
    assert said.count("AssertionError: as planned") == 2
    told = (tmp_path / "told.xml").read_text("utf-8")
    assert told.count("<testcase ") == 200
    assert len({line.split('"')[3] for line in told.split("<property ")[1:]}) == 2


def test_a_few_tests_stay_in_one_process(tmp_path: Path) -> None:
    few = TESTS.replace("range(200)", "range(20)")
    said = run(tmp_path, few, "--junit-xml", str(tmp_path / "told.xml"))
    assert "1 failed, 19 passed" in said
    told = (tmp_path / "told.xml").read_text("utf-8")
    assert len({line.split('"')[3] for line in told.split("<property ")[1:]}) == 1


@pytest.mark.parametrize("dies_at", [100, 101])
def test_a_process_that_dies_is_no_success(tmp_path: Path, dies_at: int) -> None:
    source = TESTS.replace('pytest.skip("as planned")', "os._exit(0 if number % 2 else 3)")
    said = run(tmp_path, source.replace("number == 100", f"number == {dies_at}"))
    assert " passed" not in said or "INTERNALERROR" in said

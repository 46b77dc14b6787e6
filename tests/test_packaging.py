"""The package ships all that lies in its folders."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_folder_of_the_package_ships() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    files = [path for path in (ROOT / "sheetflow").rglob("*") if path.is_file() and path.parent.name != "__pycache__"]
    names = {".".join(path.parent.relative_to(ROOT).parts) for path in files}
    assert names <= set(setuptools["packages"])
    assert {path.suffix for path in files} <= {".py", ".typed", ".xlsx", ".toml", ".csv"}


def test_every_version_that_ci_installs_is_pinned_exactly() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").split()
    assert lines
    assert all(line.count("==") == 1 for line in lines)

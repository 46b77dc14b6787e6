"""The package ships all that lies in its folders, and what CI installs is known to the last
version.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SETUPTOOLS: dict[str, Any] = PROJECT["tool"]["setuptools"]


def folder_of(package: str, folders: Mapping[str, str]) -> Path:
    """Where a package lies: its own entry in package-dir, or below that of the package around
    it.
    """
    if package in folders:
        return ROOT / folders[package]
    around, _, name = package.rpartition(".")
    return folder_of(around, folders) / name if around else ROOT / folders.get("", "") / name


def shipped(settings: Mapping[str, Any]) -> set[Path]:
    """The files that a wheel takes along: the modules of the listed packages, and their data."""
    found: set[Path] = set()
    for package in settings["packages"]:
        folder = folder_of(package, settings["package-dir"])
        data = settings["package-data"]
        for pattern in ("*.py", *data.get("*", ()), *data.get(package, ())):
            found.update(folder.glob(pattern))
    return found


def needed() -> set[Path]:
    """All that lies in the package."""
    return {
        path
        for path in (ROOT / "sheetflow").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_every_file_of_the_package_ships() -> None:
    assert {path.name for path in needed()} >= {"py.typed", "demo-en.csv", "engine.py"}
    assert needed() - shipped(SETUPTOOLS) == set()


@pytest.mark.parametrize("package", SETUPTOOLS["packages"])
def test_without_any_one_of_its_packages_something_would_be_left_at_home(package: str) -> None:
    fewer = [name for name in SETUPTOOLS["packages"] if name != package]
    assert needed() - shipped({**SETUPTOOLS, "packages": fewer})


# ── what people expect to find ────────────────────────────────────────────────────────────────


def test_the_licence_is_there_and_travels_with_the_package() -> None:
    assert PROJECT["project"]["license"] == "MIT"
    assert PROJECT["project"]["license-files"] == ["LICENSE"]
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.startswith("MIT License\n\nCopyright (c) 2026 The sheetflow authors\n")


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md"])
def test_a_page_for_people_who_help_is_one_screen(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    assert 10 < len(lines) <= 30


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", ".pre-commit-config.yaml", ".ci/run"])
def test_the_commands_that_are_named_are_there(name: str) -> None:
    named = re.findall(r"scripts/[a-z_]+\b|\.ci/run", (ROOT / name).read_text("utf-8"))
    assert named
    assert all(os.access(ROOT / command, os.X_OK) for command in named)


def test_every_command_goes_on_in_its_own_folder_and_stops_at_errors() -> None:
    commands = [path for path in (ROOT / "scripts").iterdir() if path.is_file() and not path.suffix]
    assert len(commands) >= 8
    for path in commands:
        text = path.read_text("utf-8")
        assert os.access(path, os.X_OK)
        assert text.startswith("#!/usr/bin/env bash\n# ")
        assert "set -euo pipefail" in text


# ── versions ─────────────────────────────────────────────────────────────────────────────────

PINS = [Requirement(line) for line in (ROOT / "constraints.txt").read_text("utf-8").split()]
ASKED = [
    *PROJECT["build-system"]["requires"],
    *PROJECT["project"]["dependencies"],
    *(one for extra in PROJECT["project"]["optional-dependencies"].values() for one in extra),
]


def test_every_version_that_ci_installs_is_pinned_exactly() -> None:
    assert PINS
    assert all(
        [s.operator for s in pin.specifier] == ["=="] and "*" not in str(pin.specifier)
        for pin in PINS
    )
    names = [canonicalize_name(pin.name) for pin in PINS]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("text", ASKED)
def test_what_the_project_asks_for_is_pinned_to_a_version_it_allows(text: str) -> None:
    asked = Requirement(text)
    pins = [pin for pin in PINS if canonicalize_name(pin.name) == canonicalize_name(asked.name)]
    assert len(pins) == 1, f"{asked.name} has no pin in constraints.txt"
    assert all(asked.specifier.contains(pin.version) for pin in pins[0].specifier)

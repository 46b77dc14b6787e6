"""LibreOffice for scripts/parity.py: it calculates workbooks, and what it shows is read back."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from python_calamine import load_workbook

from sheetflow.model import Value

_MODE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" '
    'oor:op="fuse"><value>{mode}</value></prop></item></oor:items>'
)
_ALWAYS, _NEVER = 0, 1
"""Whether LibreOffice calculates all formulas of a file on loading, or only what must be."""


def calculate(files: Sequence[Path], out: Path, *, everything: bool = True) -> list[Path]:
    """Lets one LibreOffice open all files, and save a copy of each into a folder; with `everything`
    all formulas are calculated on loading, else only those that it holds for stale by itself.

    Raises RuntimeError where it saves nothing.
    """
    with tempfile.TemporaryDirectory(prefix="sheetflow-parity-") as profile:
        mode = _MODE.format(mode=_ALWAYS if everything else _NEVER)
        user = Path(profile) / "user"
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(mode, "utf-8")
        said = _convert(files, out, profile)
    made = [out / f"{file.stem}.xlsx" for file in files]
    for copy in made:
        if not copy.exists():
            raise RuntimeError(f"LibreOffice saved no {copy.name}: {said}")
    return made


def _convert(files: Sequence[Path], out: Path, profile: str) -> str:
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile}"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)]
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8", "HOME": profile}
    done = subprocess.run(
        [*command, *map(str, files)], env=environment, capture_output=True, check=False, text=True
    )
    return done.stderr or done.stdout


def read_tab(path: Path, tab: str) -> list[list[Value]]:
    """Returns what the cells of a tab show, from A1 on: blank cells as empty texts."""
    sheet = load_workbook(path).get_sheet_by_name(tab)
    return sheet.to_python(skip_empty_area=False)  # type: ignore[return-value]  # errors are texts


def errors_in(path: Path, tab: str) -> set[tuple[int, int]]:
    """Returns which cells of a tab show an error value: (1-based row, 0-based column)."""
    with zipfile.ZipFile(path) as archive:
        names = re.findall(r'<sheet name="([^"]*)"', archive.read("xl/workbook.xml").decode())
        sheet = archive.read(f"xl/worksheets/sheet{names.index(tab) + 1}.xml").decode()
    found = set[tuple[int, int]]()
    for letters, row in re.findall(r'<c r="([A-Z]+)(\d+)"[^>]* t="e"', sheet):
        column = 0
        for letter in letters:
            column = 26 * column + ord(letter) - 64
        found.add((int(row), column - 1))
    return found

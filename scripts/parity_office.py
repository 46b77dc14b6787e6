"""LibreOffice for scripts/parity.py: it calculates workbooks, and what it shows is read back."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

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


class Calculated(NamedTuple):
    """A workbook that LibreOffice saved, and the seconds of the processor that it took."""

    path: Path
    seconds: float


def calculate(files: Sequence[Path], out: Path, *, everything: bool = True) -> list[Calculated]:
    """Lets LibreOffice open each file and save a copy; with `everything` all formulas are
    calculated on loading, else only those that it holds for stale by itself.

    Raises RuntimeError where it saves nothing.
    """
    made = []
    with tempfile.TemporaryDirectory(prefix="sheetflow-parity-") as profile:
        mode = _MODE.format(mode=_ALWAYS if everything else _NEVER)
        user = Path(profile) / "user"
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(mode, "utf-8")
        for file in files:
            seconds = _convert(file, out, profile)
            made.append(Calculated(out / f"{file.stem}.xlsx", seconds))
    return made


def _convert(file: Path, out: Path, profile: str) -> float:
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile}"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(file)]
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8", "HOME": profile}
    before = _spent()
    done = subprocess.run(command, env=environment, capture_output=True, check=False, text=True)
    if not (out / f"{file.stem}.xlsx").exists():
        raise RuntimeError(f"LibreOffice saved no copy of {file}: {done.stderr or done.stdout}")
    return _spent() - before


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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

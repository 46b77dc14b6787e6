"""LibreOffice as a second opinion: it opens many workbooks in one process, and its copies are read
for their values.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

SOFFICE: Final = shutil.which("soffice") or shutil.which("libreoffice")
BATCH_SECONDS: Final = 300

needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) is not installed"
)

Values = dict[tuple[str, int, int], Any]
"""(tab, 1-based row, 0-based column) -> value, filled cells only."""


def converted(files: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """LibreOffice's own .xlsx copy of each file; those it does not open are missing from the
    answer.
    """
    stage, out = folder / "in", folder / "out"
    stage.mkdir(parents=True)
    staged = {file: stage / f"{number:04d}{file.suffix}" for number, file in enumerate(files)}
    for file, copy in staged.items():
        shutil.copyfile(file, copy)
    copies = {file: out / f"{copy.stem}.xlsx" for file, copy in staged.items()}
    todo = list(files)
    while todo:
        _run([staged[file] for file in todo], out)
        # The first one missing does not open, and may have ended the process: go on behind it.
        todo = [file for file in todo if not copies[file].exists()][1:]
    return {file: copy for file, copy in copies.items() if copy.exists()}


def _run(files: Sequence[Path], out: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="sheetflow-office-") as profile:
        command = [
            str(SOFFICE),
            "--headless",
            "--norestore",
            f"-env:UserInstallation=file://{profile}",
        ]
        command += [
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(out),
            *map(str, files),
        ]
        environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8", "HOME": profile}
        quiet = {
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
            "stdin": subprocess.DEVNULL,
        }
        try:
            subprocess.run(command, env=environment, timeout=BATCH_SECONDS, check=False, **quiet)
        except subprocess.TimeoutExpired:
            return


def values(copy: Path) -> Values:
    """Returns the filled cells of a workbook that LibreOffice saved, as openpyxl reads them."""
    found: Values = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(copy, data_only=True, read_only=True)
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                filled = (cell for cell in row if cell.value is not None)
                found.update(
                    {(sheet.title, cell.row, cell.column - 1): cell.value for cell in filled}
                )
        book.close()
    return found


def differences(before: Values, after: Values, owned: Mapping[str, set[int]]) -> list[str]:
    """Returns cells whose value differs, outside the owned columns and the state tab; names of
    cells, no contents.
    """

    def people(found: Values) -> Values:
        return {
            at: v
            for at, v in found.items()
            if at[0] != "_sheetflow" and at[2] not in owned.get(at[0], set())
        }

    old, new = people(before), people(after)
    return sorted(
        f"{tab}!R{row}C{column + 1}"
        for tab, row, column in old.keys() | new.keys()
        if old.get((tab, row, column)) != new.get((tab, row, column))
    )

"""Every workbook of the corpus is read cell by cell like openpyxl or calamine reads it, or refused
with a reason.
"""

from __future__ import annotations

import datetime as dt
import warnings
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, to_excel

from sheetflow.backends.excel.archive import Archive
from sheetflow.backends.excel.package import Package
from sheetflow.backends.excel.sheet import sheets_of
from sheetflow.backends.excel.values import NOT_CALCULATED
from sheetflow.errors import DamagedError
from sheetflow.model import CellError, Value
from sheetflow.texts.messages import message
from tests.excel import made
from tests.excel.test_sheet import Grid, grid_of

FILES = sorted(made.CORPUS.glob("*.xls[xm]")) if made.CORPUS.is_dir() else []
COLUMNS = range(190)
REFUSED = {
    "simple-cell-changes": "shared",
    "workbook_revision_protected": "shared",
    "encryptAES": "password",
    "extenxls_pwd123": "password",
    "crash-9bf3": "password",
    "duplicate-filename": "same name",
    "49609": "backslashes",
    "issue_530": "backslashes",
    "issue252": "damaged",
    "clusterfuzz": "damaged",
    "poi__0009__invalid": "empty",
    "~$LoadPivotTables": "lock file",
}


def refusal(path: Path) -> str | None:
    return next((reason for name, reason in REFUSED.items() if name in path.name), None)


@pytest.mark.skipif(not FILES, reason="../shared/corpus is not there")
def test_the_corpus_is_complete() -> None:
    assert len(FILES) == 102


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_workbook_is_read_right_or_refused_with_a_reason(path: Path) -> None:
    if (reason := refusal(path)) is not None:
        with pytest.raises(DamagedError) as caught, Archive.open(path) as archive:
            Package(archive)
        assert reason in message(caught.value, "en")
        assert caught.value.exit_code == 65
        return
    with Archive.open(path) as archive:
        package = Package(archive)
        ours = {sheet.name: grid_of(sheet, COLUMNS) for sheet in sheets_of(package)}
    for name, theirs in second_opinion(path, package.date1904).items():
        if name in ours:
            assert differences(ours[name], theirs) == []


def second_opinion(path: Path, date1904: bool) -> dict[str, Grid]:
    """All cells as openpyxl sees them; nothing where it cannot open the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, data_only=True)
    except (TypeError, IndexError, KeyError, ValueError):
        return {}
    epoch = MAC_EPOCH if date1904 else WINDOWS_EPOCH
    return {
        sheet.title: {
            (cell.row, cell.column - 1): value(cell, epoch)
            for row in sheet.iter_rows(max_col=COLUMNS.stop)
            for cell in row
            if cell.value not in (None, "")
        }
        for sheet in book.worksheets
    }


def value(cell: openpyxl.cell.Cell, epoch: dt.datetime) -> Value:
    found = cell.value
    if isinstance(found, dt.datetime | dt.date | dt.time | dt.timedelta):
        return float(to_excel(found, epoch))
    return CellError(found) if cell.data_type == "e" else found


def differences(ours: Grid, theirs: Grid) -> list[tuple[tuple[int, int], Value, Value]]:
    pairs = ((at, ours.get(at), theirs.get(at)) for at in sorted(ours.keys() | theirs.keys()))
    return [(at, mine, other) for at, mine, other in pairs if not same(mine, other)]


def same(mine: Value, other: Value) -> bool:
    if mine == NOT_CALCULATED and other is None:
        return True  # a formula without a result: openpyxl gives nothing for it
    if type(mine) in (int, float) and type(other) in (int, float):
        return abs(float(mine) - float(other)) <= 1e-5 + 1e-9 * abs(float(other))
    if isinstance(mine, str) and isinstance(other, float):
        # A `t="d"` cell is ISO text here and a date there.
        return mine[4:5] == "-" or mine[2:3] == ":"
    return mine == other and type(mine) is type(other)

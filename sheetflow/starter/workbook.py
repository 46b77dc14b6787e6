"""The starter workbooks: what `init` and `demo` begin with. sheet_templates/build.py makes them."""

from __future__ import annotations

import os
from collections.abc import Collection
from importlib import resources
from io import BytesIO
from pathlib import Path

from sheetflow.columns import OWNED, fold
from sheetflow.errors.files import NewFileForbidden, NewFolderMissing, NewNameTaken, NewNameUnfit
from sheetflow.model import NewTab


def starter_workbook(lang: str) -> bytes:
    """Returns the empty workbook of a language (`en` or `es`), ready for leads, as .xlsx."""
    name = f"leads-{lang}.xlsx"
    try:
        return resources.files("sheetflow.sheet_templates").joinpath(name).read_bytes()
    except ModuleNotFoundError:
        # In a checkout that was not installed, the folder is beside the package.
        return (Path(__file__).parents[2] / "sheet_templates" / name).read_bytes()


def starter_leads(lang: str, taken: Collection[str]) -> NewTab:
    """Returns the leads tab of the starter workbook, under a name that is not taken yet.

    Its headings are those of the team; ours are added by sync.
    """
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    sheet = load_workbook(BytesIO(starter_workbook(lang))).worksheets[0]
    ours = {column.en for column in OWNED} | {column.es for column in OWNED}
    people = [cell for cell in sheet[1] if cell.value and cell.value not in ours]
    widths = tuple(
        round(sheet.column_dimensions[get_column_letter(cell.column)].width) for cell in people
    )
    folded = {fold(name) for name in taken}
    names = (sheet.title, *(f"{sheet.title} {n}" for n in range(2, len(taken) + 2)))
    name = next(name for name in names if fold(name) not in folded)
    return NewTab(name, (tuple(str(cell.value) for cell in people),), widths)


def write_new(path: Path, content: bytes) -> None:
    """Writes a new workbook.

    Raises ConfigError where there is something already or the name does not fit, AccessError where
    it may not be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise NewNameUnfit(str(path))
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise NewNameTaken(str(path)) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NewFolderMissing(str(path)) from error
    except OSError as error:
        raise NewFileForbidden(str(path), error.strerror) from error

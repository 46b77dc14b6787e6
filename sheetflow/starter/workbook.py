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
from sheetflow.texts.reasons import os_reason


def starter_workbook(lang: str) -> bytes:
    """Returns the empty workbook of this language (`en` or `es`), as the bytes of an .xlsx file."""
    name = f"leads-{lang}.xlsx"
    try:
        return resources.files("sheetflow.sheet_templates").joinpath(name).read_bytes()
    except ModuleNotFoundError:
        # A checkout that was not installed has the folder beside the package.
        return (Path(__file__).parents[2] / "sheet_templates" / name).read_bytes()


def starter_leads(lang: str, taken: Collection[str]) -> NewTab:
    """Returns the leads tab of the starter workbook, under a name that no tab has yet.

    It has all headings but ours, which sync adds.
    """
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    sheet = load_workbook(BytesIO(starter_workbook(lang))).worksheets[0]
    ours = set[object]()
    for column in OWNED:
        ours |= {column.en, column.es}
    people = [cell for cell in sheet[1] if cell.value and cell.value not in ours]
    widths = tuple(
        round(sheet.column_dimensions[get_column_letter(cell.column)].width) for cell in people
    )
    headings = tuple(str(cell.value) for cell in people)
    return NewTab(_free_name(sheet.title, taken), (headings,), widths)


def _free_name(title: str, taken: Collection[str]) -> str:
    """Returns the title, or with a number behind it where a tab has it."""
    name, number, others = title, 1, {fold(other) for other in taken}
    while fold(name) in others:
        number += 1
        name = f"{title} {number}"
    return name


def write_new(path: Path, content: bytes) -> None:
    """Writes a new workbook.

    Raises ConfigError where there is a file already or the name does not fit, AccessError where it
    may not be written.
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
        raise NewFileForbidden(str(path), os_reason(error)) from error

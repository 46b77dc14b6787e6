"""The starter workbooks: what `init` and `demo` begin with. sheet_templates/build.py makes them."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

from sheetflow.errors import AccessError, ConfigError


def starter_workbook(lang: str) -> bytes:
    """The empty workbook of this language (`en` or `es`), ready for leads, as the bytes of an .xlsx file."""
    name = f"leads-{lang}.xlsx"
    try:
        return resources.files("sheetflow.sheet_templates").joinpath(name).read_bytes()
    except ModuleNotFoundError:  # a checkout that was not installed: the folder still lies beside the package
        return (Path(__file__).parent.parent / "sheet_templates" / name).read_bytes()


def write_new(path: Path, content: bytes) -> None:
    """Write a new workbook.

    Raises ConfigError where something stands already or the name does not fit, AccessError where it may not be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise ConfigError(f"{path} is not there, and a new workbook ends in .xlsx", "name it leads.xlsx, say")
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise ConfigError(f"{path} is there already", "name a file that is not there yet") from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ConfigError(f"the folder of {path} is not there", "make it first") from error
    except OSError as error:
        raise AccessError(f"{path} cannot be written", str(error.strerror)) from error

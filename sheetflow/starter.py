"""The starter workbooks: what `init` and `demo` begin with. sheet_templates/build.py makes them."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def starter_workbook(lang: str) -> bytes:
    """The empty workbook of this language (`en` or `es`), ready for leads, as the bytes of an .xlsx file."""
    name = f"leads-{lang}.xlsx"
    try:
        return resources.files("sheetflow.sheet_templates").joinpath(name).read_bytes()
    except ModuleNotFoundError:  # a checkout that was not installed: the folder still lies beside the package
        return (Path(__file__).parent.parent / "sheet_templates" / name).read_bytes()

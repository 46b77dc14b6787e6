"""The workbooks that the program makes, each made once a session, and read without what is hidden:
openpyxl takes seconds for the hundred thousand formulas of the hidden tabs.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from openpyxl import Workbook, load_workbook

from sheet_templates.build import HERE
from sheetflow.backends.excel.package import MAIN, OFFICE_RELS
from sheetflow.starter.demo import demo_workbook
from tests.support.leads import TODAY
from tests.support.running import run

_ROWS = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)


def shipped(lang: str) -> bytes:
    """The template beside build.py."""
    return Path(HERE / f"leads-{lang}.xlsx").read_bytes()


@cache
def demo(lang: str, day: date = TODAY) -> bytes:
    """The demo, not yet synced."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demo.xlsx"
        demo_workbook(path, lang, day)
        return path.read_bytes()


@cache
def synced_demo() -> bytes:
    """What `sheetflow demo` leaves on 20 November 2026."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demo.xlsx"
        assert run("demo", str(path), "--today", TODAY.isoformat()).code == 0
        return path.read_bytes()


def put(content: bytes, path: Path) -> Path:
    """Writes a workbook to a place of its own."""
    path.write_bytes(content)
    return path


@cache
def visible(content: bytes, *, data_only: bool = False) -> Workbook:
    """A workbook as openpyxl reads it, its hidden tabs without any row; for reading only."""
    return load_workbook(BytesIO(_without_hidden_rows(content)), data_only=data_only)


def _without_hidden_rows(content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as parts, zipfile.ZipFile(out, "w") as left:
        hidden = set(_hidden_parts(parts))
        assert hidden
        for name in parts.namelist():
            part = parts.read(name)
            left.writestr(name, _ROWS.sub(b"<sheetData/>", part) if name in hidden else part)
    return out.getvalue()


def _hidden_parts(parts: zipfile.ZipFile) -> Iterator[str]:
    """Yields the names of the parts of the hidden tabs."""
    links = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    targets = {link.attrib["Id"]: link.attrib["Target"] for link in links}
    for sheet in ElementTree.fromstring(parts.read("xl/workbook.xml")).iter(f"{{{MAIN}}}sheet"):
        if sheet.attrib["name"].startswith("_"):
            target = targets[sheet.attrib[f"{{{OFFICE_RELS}}}id"]]
            yield "xl/" + target.removeprefix("/xl/")

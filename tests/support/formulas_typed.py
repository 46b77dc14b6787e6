"""A person who puts formulas into cells of a workbook on disk, with the results Excel keeps."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from sheetflow.backends.excel.refs import column_index

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ElementTree.register_namespace("", MAIN)


def put_formula(path: Path, ref: str, formula: str, result: str | float | None = "") -> None:
    """Puts a formula into a cell of the first sheet; a text result is kept as Excel keeps it.

    `formula` may be a whole `<f>` element, of a shared or array formula.
    """
    xml = sheet_xml(path)
    root = ElementTree.fromstring(xml)
    cell = _cell(root, ref)
    cell.attrib.pop("t", None)
    for child in [*cell]:
        cell.remove(child)
    element = formula if formula.startswith("<f") else f"<f>{formula}</f>"
    cell.append(ElementTree.fromstring(element.replace("<f", f'<f xmlns="{MAIN}"', 1)))
    value = ElementTree.SubElement(cell, f"{{{MAIN}}}v")
    value.text = "" if result is None else str(result)
    if isinstance(result, str):
        cell.set("t", "str")
    _replace(path, ElementTree.tostring(root))


def formulas_of(path: Path) -> dict[str, str]:
    """The formulas of the first sheet by cell; a follower of a shared one is its id."""
    root = ElementTree.fromstring(sheet_xml(path))
    found = {}
    for cell in root.iter(f"{{{MAIN}}}c"):
        element = cell.find(f"{{{MAIN}}}f")
        if element is not None:
            found[cell.attrib["r"]] = element.text or f"shared {element.get('si')}"
    return found


def sheet_xml(path: Path) -> bytes:
    """The part of the first sheet."""
    with zipfile.ZipFile(path) as package:
        return package.read("xl/worksheets/sheet1.xml")


def _replace(path: Path, xml: bytes) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/sheet1.xml"] = xml
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def _cell(root: ElementTree.Element, ref: str) -> ElementTree.Element:
    """The cell of that reference, added where there is none."""
    number = re.sub(r"\D", "", ref)
    row = next(row for row in root.iter(f"{{{MAIN}}}row") if row.get("r") == number)
    for at, cell in enumerate(row):
        if cell.get("r") == ref:
            return cell
        if _column(cell.attrib["r"]) > _column(ref):
            new = ElementTree.Element(f"{{{MAIN}}}c", {"r": ref})
            row.insert(at, new)
            return new
    return ElementTree.SubElement(row, f"{{{MAIN}}}c", {"r": ref})


def _column(ref: str) -> int:
    return column_index(re.sub(r"\d", "", ref))

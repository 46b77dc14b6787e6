"""Small workbooks for the tests of sheetflow.backends.excel, part by part."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row>'


def relationships(*targets: tuple[str, str, str]) -> str:
    """A relationships part of (id, last word of the type, target)."""
    links = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in targets
    )
    return f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'


def sheet(rows: str = ROWS, before: str = "", after: str = "") -> str:
    """A worksheet part with these rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def strings(items: str) -> str:
    """A shared strings part with these `<si>` elements."""
    return f'<sst xmlns="{MAIN}">{items}</sst>'


def parts(
    rows: str = ROWS, items: str = "", workbook: str = "", **others: str
) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet, Leads; `items` are its shared strings."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook}'
        '<sheets><sheet name="Leads" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet(rows),
        "xl/sharedStrings.xml": strings(items),
        **others,
    }


def write(
    path: Path, content: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED
) -> Path:
    """Write the parts into a zip file."""
    with zipfile.ZipFile(path, "w", method) as target:
        for name, data in content.items():
            target.writestr(name, data)
    return path


def book(folder: Path, rows: str = ROWS, items: str = "", **others: str) -> Path:
    """A workbook with one sheet in that folder."""
    return write(folder / "leads.xlsx", parts(rows, items, **others))

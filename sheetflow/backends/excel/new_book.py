"""A workbook from nothing: a package with no tab, to which our tabs are added like to any other.

Two workbooks of the same tabs are equal byte for byte.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterable
from io import BytesIO
from typing import Final

from sheetflow.backends.excel.archive import Archive
from sheetflow.backends.excel.book import Book
from sheetflow.backends.excel.package import MAIN, OFFICE_RELS, Package
from sheetflow.backends.excel.rebuild import Rebuilt
from sheetflow.model import STATE_TAB, DefinedName, NewTab

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES: Final = "application/vnd.openxmlformats-"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_PROPERTIES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip knows."""
_USUAL: Final = 6
_SMALLEST: Final = 9
"""Levels of zlib: its bytes are the same on every machine, which isal's need not be."""
_MADE: Final = "2026-01-01T00:00:00Z"
_FONT: Final = '<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
_NO_FILLS: Final = (
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
)
_NO_BORDER: Final = "<border><left/><right/><top/><bottom/><diagonal/></border>"
_STYLES: Final = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1">{_FONT}</fonts>{_NO_FILLS}'
    f'<borders count="1">{_NO_BORDER}</borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    '<dxfs count="0"/></styleSheet>'
)
_APP: Final = f'<Properties xmlns="{_PROPERTIES}"><Application>sheetflow</Application></Properties>'
_WORKBOOK: Final = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE_RELS}"><workbookPr/>'
    '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" windowHeight="12000" '
    'tabRatio="800"/></bookViews><sheets/></workbook>'
)


def new_workbook(
    tabs: Iterable[NewTab], names: Iterable[DefinedName] = (), *, small: bool = False
) -> bytes:
    """Returns the bytes of a workbook of these tabs, in order, with these names. It opens with the
    tab that names a cell to begin with, else with the first one that is not hidden. One to be
    `small` takes several times as long and is a tenth smaller.
    """
    listed = tuple(tabs)
    front = next((tab for tab in listed if tab.first and not tab.hidden), None)
    front = front or next(tab for tab in listed if not tab.hidden)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "new.xlsx")
        with open(path, "wb") as file:
            file.write(_packed(_blank()))
        with Archive.open(path) as archive:
            whole = _filled(archive, listed, front, names)
    with zipfile.ZipFile(whole) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    return _packed(parts, _SMALLEST if small else _USUAL)


def _filled(
    archive: Archive, tabs: Iterable[NewTab], front: NewTab, names: Iterable[DefinedName]
) -> BytesIO:
    """Returns the workbook with these tabs added."""
    whole, rebuilt = BytesIO(), Rebuilt(archive)
    try:
        book = Book(Package(archive, blank=True), rebuilt)
        for tab in tabs:
            book.add_tab(tab, before=STATE_TAB, chosen=tab is front)
        book.define(names)
        book.finish()
        rebuilt.assemble(whole)
    finally:
        rebuilt.close()
    return whole


def _blank() -> dict[str, bytes]:
    """Returns the parts of a workbook that has no tab."""
    top = _relationships(
        ("officeDocument", "xl/workbook.xml"),
        ("extended-properties", "docProps/app.xml"),
        ("core-properties", "docProps/core.xml"),
    )
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": top,
        "docProps/app.xml": _APP,
        "docProps/core.xml": _core(),
        "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _relationships(("styles", "styles.xml")),
        "xl/styles.xml": _STYLES,
    }
    return {name: (_XML + xml).encode() for name, xml in parts.items()}


def _content_types() -> str:
    kinds = {
        "/xl/workbook.xml": "officedocument.spreadsheetml.sheet.main+xml",
        "/xl/styles.xml": "officedocument.spreadsheetml.styles+xml",
        "/docProps/core.xml": "package.core-properties+xml",
        "/docProps/app.xml": "officedocument.extended-properties+xml",
    }
    defaults = f'<Default Extension="rels" ContentType="{_TYPES}package.relationships+xml"/>'
    defaults += '<Default Extension="xml" ContentType="application/xml"/>'
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{_TYPES}{kind}"/>'
        for part, kind in kinds.items()
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _relationships(*targets: tuple[str, str]) -> str:
    links = ""
    for number, (kind, target) in enumerate(targets, 1):
        base = f"{_PACKAGE}/relationships/metadata" if kind == "core-properties" else OFFICE_RELS
        links += f'<Relationship Id="rId{number}" Type="{base}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _core() -> str:
    """Returns the core properties: made by sheetflow at a fixed moment."""
    spaces = (
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    moments = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{_MADE}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    inside = f"<dc:creator>sheetflow</dc:creator>{moments}"
    return f"<cp:coreProperties {spaces}>{inside}</cp:coreProperties>"


def _packed(parts: dict[str, bytes], level: int = _USUAL) -> bytes:
    """Returns a zip of these parts, every entry of the same long gone moment."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(info, content, compresslevel=level)
    return out.getvalue()

"""Writers to test the comparison with: an honest small patcher, and bad ones, each with one fault
of the real world.

They work on workbooks that XlsxWriter made (every attribute in double quotes, every ref written).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl

from tests.support.leads import HEADINGS
from tests.support.zips import edited, letters, repack

SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
COLUMN = len(HEADINGS)
Edit = Callable[[str], str]


def _cells(xml: str, style: int) -> str:
    """Append a status cell to every row, a heading to the first."""
    ref = letters(COLUMN)

    def row(match: re.Match[str]) -> str:
        number = int(match[1])
        text, look = ("Status", "") if number == 1 else ("● Planned", f' s="{style}"')
        return (
            f'{match[0]}<c r="{ref}{number}"{look} t="inlineStr"><is><t>{text}</t></is></c></row>'
        )

    xml = re.sub(r'<row r="(\d+)"(?:(?!</row>).)*(?=</row>)', row, xml, flags=re.S).replace(
        "</row></row>", "</row>"
    )
    return re.sub(r'(<dimension ref="A1:)[A-Z]+', rf"\g<1>{ref}", xml)


def _append_xf(xml: str) -> str:
    count = int(re.search(r'<cellXfs count="(\d+)"', xml)[1])
    xf = '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    return xml.replace(f'<cellXfs count="{count}"', f'<cellXfs count="{count + 1}"').replace(
        "</cellXfs>", xf
    )


def honest(before: Path, after: Path, faults: Mapping[str, Edit] | None = None) -> None:
    """Write status cells with a new last style; then apply the faults, by part."""
    faults = faults or {}
    style = 0

    def edit(name: str, content: bytes) -> bytes:
        text = content.decode()
        if name == STYLES:
            text = _append_xf(text)
        if name == SHEET:
            text = _cells(text, style)
        return faults.get(name, str)(text).encode()

    def count(name: str, content: bytes) -> bytes:
        nonlocal style
        style = int(re.search(rb'<cellXfs count="(\d+)"', content)[1])
        return content

    edited(before, after, count, [STYLES])
    edited(
        before,
        after,
        edit,
        [STYLES, SHEET, *(name for name in faults if name not in (STYLES, SHEET))],
    )


def saved_by_openpyxl(before: Path, after: Path) -> None:
    """Load, set the cells, save: what most programs do."""
    book = openpyxl.load_workbook(before, keep_vba=before.suffix == ".xlsm")
    sheet = book.worksheets[0]
    sheet.cell(1, COLUMN + 1, "Status")
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, COLUMN + 1, "● Planned")
    book.save(after)


def index_shifted(before: Path, after: Path) -> None:
    """Put the new style first, and leave every other cell's index as it was."""

    def shift(xml: str) -> str:
        xf = re.search(r'<xf [^>]*applyNumberFormat="1"/>(?=</cellXfs>)', xml)
        assert xf is not None
        rest = xml.replace(f"{xf[0]}</cellXfs>", "</cellXfs>")
        return re.sub(r"(<cellXfs [^>]*>)", rf"\1{xf[0]}", rest)

    honest(before, after, {STYLES: shift})


def styles_renumbered(before: Path, after: Path) -> None:
    """Write the styles anew, the last one first, and renumber the cells of the leads sheet
    alone.
    """
    mapping: dict[int, int] = {}

    def rewrite(xml: str) -> str:
        block = re.search(r"<cellXfs [^>]*>(.*)</cellXfs>", xml, re.S)
        assert block is not None
        formats = re.findall(r"<xf [^>]*/>|<xf .*?</xf>", block[1], re.S)
        mapping.update({i: (len(formats) - 1 - i) for i in range(len(formats))})
        return xml.replace(block[1], "".join(reversed(formats)))

    def renumber(xml: str) -> str:
        return re.sub(r'(<(?:c|row) [^>]*\bs=")(\d+)', lambda m: f"{m[1]}{mapping[int(m[2])]}", xml)

    honest(before, after, {STYLES: rewrite, SHEET: renumber})


def repacked(before: Path, after: Path) -> None:
    """Honest, and every other entry deflated again: the same contents in other bytes."""
    honest(before, after)
    copy = after.with_suffix(".copy")
    after.rename(copy)
    edited(
        copy, after, lambda name, content: content + (b"\n" if name == "docProps/app.xml" else b"")
    )
    copy.unlink()


def without_part(part: str) -> Callable[[Path, Path], None]:
    """Honest, but a part is emptied."""

    def write(before: Path, after: Path) -> None:
        honest(before, after)
        copy = after.with_suffix(".copy")
        after.rename(copy)
        repack(copy, after, {part: b""})
        copy.unlink()

    return write


def faulty(part: str, pattern: str, new: str) -> Callable[[Path, Path], None]:
    """Honest, but for the first match of a pattern in a part."""

    def fault(xml: str) -> str:
        changed, count = re.subn(pattern, new, xml, count=1, flags=re.S)
        assert count, "the fault finds no place"
        return changed

    return lambda before, after: honest(before, after, {part: fault})

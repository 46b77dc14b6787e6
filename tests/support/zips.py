"""Zip packages for tests, made without any of the code under test: raw copies, and a leads tab for
any workbook.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from xml.sax.saxutils import escape

import defusedxml.ElementTree as ElementTree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
LEADS_TAB = "Follow-up 2026"
LEADS_PART = "xl/worksheets/followup.xml"

Cell = None | bool | int | float | str | date
Rows = Sequence[Sequence[Cell]]


class NoWorkbookError(Exception):
    """The file is no zip with a workbook in it, so that no tab can be added."""


def letters(column: int) -> str:
    """Column letters of a 0-based column."""
    name = ""
    while column >= 0:
        name, column = chr(65 + column % 26) + name, column // 26 - 1
    return name


def serial(day: date, *, date1904: bool = False) -> int:
    """Returns the number that stands for a day in the 1900 or 1904 system."""
    return (day - (date(1904, 1, 1) if date1904 else date(1899, 12, 30))).days


def cell_xml(value: Cell, ref: str, p: str = "", *, date1904: bool = False) -> str:
    """Returns one cell without style, its text inline; `ref` may be empty; `p` is the prefix with
    its colon.
    """
    at = f' r="{ref}"' if ref else ""
    if value is None:
        return "" if ref else f"<{p}c/>"
    if isinstance(value, str):
        return (
            f'<{p}c{at} t="inlineStr"><{p}is><{p}t '
            f'xml:space="preserve">{escape(value)}</{p}t></{p}is></{p}c>'
        )
    if isinstance(value, bool):
        return f'<{p}c{at} t="b"><{p}v>{int(value)}</{p}v></{p}c>'
    number = serial(value, date1904=date1904) if isinstance(value, date) else value
    return f"<{p}c{at}><{p}v>{number}</{p}v></{p}c>"


def sheet_xml(
    rows: Rows,
    *,
    prefix: str = "",
    strict: bool = False,
    refs: bool = True,
    date1904: bool = False,
    first: int = 1,
) -> str:
    """Returns a worksheet part with these rows from row `first` on; without `refs` every cell is
    written, none says where.
    """
    p = f"{prefix}:" if prefix else ""
    lines = []
    for r, row in enumerate(rows, first):
        cells = (
            cell_xml(v, f"{letters(c)}{r}" if refs else "", p, date1904=date1904)
            for c, v in enumerate(row)
        )
        lines.append(f"<{p}row" + (f' r="{r}"' if refs else "") + f">{''.join(cells)}</{p}row>")
    space = f"xmlns:{prefix}" if prefix else "xmlns"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<{p}worksheet {space}="{STRICT if strict else MAIN}">'
        f"<{p}sheetData>{''.join(lines)}</{p}sheetData></{p}worksheet>"
    )


def repack(
    source: Path,
    target: Path,
    replaced: Mapping[str, bytes] | None = None,
    added: Mapping[str, bytes] | None = None,
) -> None:
    """Copies a zip entry by entry as raw bytes, but for those replaced (same place) and added (at
    the end).
    """
    replaced = replaced or {}
    data = source.read_bytes()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        starts = [*sorted(info.header_offset for info in old.infolist()), old.start_dir]
        for info in sorted(old.infolist(), key=lambda entry: entry.header_offset):
            if info.filename in replaced:
                _write(new, info.filename, replaced[info.filename])
                continue
            end = starts[starts.index(info.header_offset) + 1]
            _append_raw(new, info, data[info.header_offset : end])
        for name, content in (added or {}).items():
            _write(new, name, content)


def _write(new: zipfile.ZipFile, name: str, content: bytes) -> None:
    new.writestr(zipfile.ZipInfo(name, (2026, 11, 2, 9, 30, 0)), content, zipfile.ZIP_DEFLATED)


def _append_raw(new: zipfile.ZipFile, info: zipfile.ZipInfo, blob: bytes) -> None:
    """Puts an entry (local header, data, descriptor) at the end of a zip that is being written."""
    stream = new.fp
    assert stream is not None
    stream.seek(new.start_dir)
    info.header_offset = stream.tell()
    stream.write(blob)
    new.start_dir = stream.tell()
    new.filelist.append(info)
    new.NameToInfo[info.filename] = info
    new._didModify = True


def edited(
    source: Path, target: Path, edit: Callable[[str, bytes], bytes], names: Iterable[str] = ()
) -> None:
    """Copies a zip, with `edit(name, content)` in place of the content of every XML part (or of
    those named).
    """
    with zipfile.ZipFile(source) as old:
        wanted = tuple(names) or tuple(n for n in old.namelist() if n.endswith((".xml", ".rels")))
        contents = {name: old.read(name) for name in wanted}
    repack(
        source,
        target,
        {n: after for n, before in contents.items() if (after := edit(n, before)) != before},
    )


# ── a leads tab for any workbook ──────────────────────────────────────────────────────────────


def decoded(raw: bytes) -> tuple[str, str]:
    """Returns the text of an XML part and the encoding that brings it back (UTF-8 or UTF-16, with
    or without a mark).
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16"), "utf-16"
    return (
        (raw[3:].decode("utf-8"), "utf-8-sig")
        if raw[:3] == b"\xef\xbb\xbf"
        else (raw.decode("utf-8"), "utf-8")
    )


def _find(names: Sequence[str], part: str) -> str:
    wanted = part.lstrip("/").replace("\\", "/").casefold()
    for name in names:
        if name.replace("\\", "/").casefold() == wanted:
            return name
    raise NoWorkbookError(part)


def workbook_part(archive: zipfile.ZipFile) -> str:
    """Returns the name of the entry that holds the workbook."""
    names = archive.namelist()
    root = ElementTree.fromstring(archive.read(_find(names, "_rels/.rels")))
    for link in root:
        if link.get("Type", "").endswith("/officeDocument"):
            return _find(names, link.get("Target", ""))
    raise NoWorkbookError("no workbook relationship")


def _insert(text: str, parent: str, child: str) -> str:
    """Inserts a child (`{p}` stands for the prefix) before the end tag of the first parent of that
    local name.
    """
    match = re.search(rf"</(\w+:)?{parent}\s*>", text)
    if match is None:
        raise NoWorkbookError(parent)
    return text[: match.start()] + child.format(p=match[1] or "") + text[match.start() :]


def _with_child(raw: bytes, parent: str, child: str) -> bytes:
    text, encoding = decoded(raw)
    return _insert(text, parent, child).encode(encoding)


def add_leads_tab(source: Path, target: Path, rows: Rows) -> None:
    """Copies a workbook, with a last tab LEADS_TAB holding these rows; every other entry stays byte
    for byte.

    Raises NoWorkbookError where the source is no zip with a workbook.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            parts = _with_leads_tab(archive, rows)
        leads = parts.pop(LEADS_PART)
        repack(source, target, parts, {LEADS_PART: leads})
    except (
        zipfile.BadZipFile,
        ElementTree.ParseError,
        UnicodeDecodeError,
        ValueError,
        OSError,
    ) as error:
        raise NoWorkbookError(type(error).__name__) from error


def _with_leads_tab(archive: zipfile.ZipFile, rows: Rows) -> dict[str, bytes]:
    names = archive.namelist()
    workbook = workbook_part(archive)
    path = PurePosixPath(workbook.replace("\\", "/"))
    links, types = (
        _find(names, f"{path.parent}/_rels/{path.name}.rels"),
        _find(names, "[Content_Types].xml"),
    )
    raw = archive.read(workbook)
    root = ElementTree.fromstring(raw)
    strict = root.tag.startswith(f"{{{STRICT}}}")
    ids = [int(sheet.get("sheetId", "0")) for sheet in root.iter() if sheet.tag.endswith("}sheet")]
    date1904 = any(
        e.get("date1904") in ("1", "true") for e in root.iter() if e.tag.endswith("}workbookPr")
    )
    uri = STRICT_LINKS if strict else LINKS
    sheet = (
        f'<{{p}}sheet xmlns:sfr="{uri}" name="{LEADS_TAB}" sheetId="{max(ids, default=0) + 1}" '
        f'sfr:id="sfLeads"/>'
    )
    link = f'<{{p}}Relationship Id="sfLeads" Type="{uri}/worksheet" Target="/{LEADS_PART}"/>'
    override = f'<{{p}}Override PartName="/{LEADS_PART}" ContentType="{SHEET_TYPE}"/>'
    return {
        workbook: _with_child(raw, "sheets", sheet),
        links: _with_child(archive.read(links), "Relationships", link),
        types: _with_child(archive.read(types), "Types", override),
        LEADS_PART: sheet_xml(rows, strict=strict, date1904=date1904).encode(),
    }

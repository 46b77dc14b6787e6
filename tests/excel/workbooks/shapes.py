"""The same leads in the package shapes that other programs write: prefixes, Strict, no refs … One
maker each.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from tests.excel.workbooks.features import conditional_formats, names_and_views, plain, x14_formats
from tests.excel.workbooks.pen import COUNT, Rich, changed, maker
from tests.support.leads import leads
from tests.support.zips import LINKS, MAIN, STRICT, STRICT_LINKS, cell_xml


def _main_parts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    return [
        n
        for n in names
        if re.fullmatch(r"xl/(worksheets/[^/]*|workbook|styles|sharedStrings)(\.xml)?", n)
    ]


@maker
def prefixed(path: Path) -> Rich:
    def prefix(name: str, content: bytes) -> bytes:
        text = re.sub(r"<(/?)([A-Za-z]+)(?=[\s>/])", r"<\1x:\2", content.decode())
        return text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"').encode()

    where = x14_formats(path)
    return changed(path, prefix, _main_parts(path), where)


@maker
def strict(path: Path) -> Rich:
    def purl(name: str, content: bytes) -> bytes:
        return content.replace(MAIN.encode(), STRICT.encode()).replace(
            LINKS.encode(), STRICT_LINKS.encode()
        )

    where = names_and_views(path)
    return changed(path, purl, [], where)


@maker
def byte_order_marks(path: Path) -> Rich:
    where = plain(path)
    return changed(path, lambda name, content: b"\xef\xbb\xbf" + content, _main_parts(path), where)


@maker
def utf16(path: Path) -> Rich:
    def wide(name: str, content: bytes) -> bytes:
        return content.decode().replace("UTF-8", "UTF-16", 1).encode("utf-16")

    where = plain(path)
    return changed(path, wide, ["xl/worksheets/sheet1.xml"], where)


@maker
def absolute_targets(path: Path) -> Rich:
    def absolute(name: str, content: bytes) -> bytes:
        return re.sub(rb'Target="(?=\w+/|\w+\.xml)', b'Target="/xl/', content)

    where = plain(path)
    return changed(path, absolute, ["xl/_rels/workbook.xml.rels"], where)


@maker
def without_refs(path: Path) -> Rich:
    rows = "".join(
        f"<row>{''.join(cell_xml(v, '') for v in row)}</row>" for row in leads(COUNT)
    ).encode()

    def bare(name: str, content: bytes) -> bytes:
        content = re.sub(rb"<dimension[^>]*/>", b"", content)
        return re.sub(
            rb"<sheetData>.*</sheetData>",
            lambda _: b"<sheetData>" + rows + b"</sheetData>",
            content,
            flags=re.S,
        )

    where = plain(path)
    return changed(path, bare, ["xl/worksheets/sheet1.xml"], where)


@maker
def odd_quotes_and_comments(path: Path) -> Rich:
    def odd(name: str, content: bytes) -> bytes:
        text = re.sub(r'<row r="(\d*[05])"', r"<!-- five </row> --><row r='\1'", content.decode())
        text = re.sub(r'<c r="(O\d+)"><v>', r"<c\n r = '\1' ><v>", text)
        return re.sub(
            r'<c r="(A[37])" t="s"><v>\d+</v>',
            r'<c t="str" r="\1"><v><![CDATA[Zoë </c> & Sons]]></v>',
            text,
        ).encode()

    where = plain(path)
    return changed(path, odd, ["xl/worksheets/sheet1.xml"], where)


@maker
def data_descriptors(path: Path) -> Rich:
    class Pipe:
        """A stream that cannot seek, which makes zipfile write descriptors."""

        def __init__(self, path: Path) -> None:
            self.file = path.open("wb")

        def write(self, data: bytes) -> int:
            return self.file.write(data)

        def flush(self) -> None:
            self.file.flush()

    where = conditional_formats(path)
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    pipe = Pipe(path)
    with pipe.file, zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in contents.items():
            copy.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return where


@maker
def stored_not_deflated(path: Path) -> Rich:
    where = plain(path)
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as copy:
        for name, content in contents.items():
            copy.writestr(zipfile.ZipInfo(name), content)
    return where


def _without_part(path: Path, part: str) -> None:
    """Drop a part of xl/ with its relationship and content type; its inline users are the caller's
    care.
    """

    def forget(name: str, content: bytes) -> bytes:
        link = (
            rb'<(?:Relationship|Override) [^>]*(?:Target|PartName)="(?:/xl/)?'
            + re.escape(part).encode()
            + rb'"[^>]*/>'
        )
        return re.sub(link, b"", content)

    changed(path, forget, ["xl/_rels/workbook.xml.rels", "[Content_Types].xml"], Rich())
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist() if name != f"xl/{part}"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in contents.items():
            copy.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


@maker
def without_styles_and_strings(path: Path) -> Rich:
    where = without_refs(path)
    _without_part(path, "styles.xml")
    _without_part(path, "sharedStrings.xml")
    return where


@maker
def styles_without_lists(path: Path) -> Rich:
    def bare(name: str, content: bytes) -> bytes:
        content = re.sub(
            rb"<cellXfs.*</cellXfs>|<cellStyleXfs.*</cellStyleXfs>|<cellStyles.*</cellStyles>",
            b"",
            content,
        )
        return re.sub(rb'<dxfs count="0"/>', b"", content)

    where = without_refs(path)
    return changed(path, bare, ["xl/styles.xml"], where)


@maker
def workbook_elsewhere(path: Path) -> Rich:
    where = plain(path)
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents["book/main.xml"] = contents.pop("xl/workbook.xml")
    contents["book/_rels/main.xml.rels"] = re.sub(
        rb'Target="(\w)', rb'Target="../xl/\1', contents.pop("xl/_rels/workbook.xml.rels")
    )
    for name in ("_rels/.rels", "[Content_Types].xml"):
        contents[name] = contents[name].replace(b"xl/workbook.xml", b"book/main.xml")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in contents.items():
            copy.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return where

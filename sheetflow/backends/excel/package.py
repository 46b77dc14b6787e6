"""The parts of a workbook: found through relationships and content types, never by a fixed name.

Open Packaging Conventions: ECMA-376 part 2, 8.2 (relationships), 7.3 (targets), 6.2.2 (names
compare without case). Both namespaces of relationship types are taken, Transitional and Strict
(part 1, annex A), by their last word.
"""

from __future__ import annotations

import posixpath
from typing import Final, NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from sheetflow.backends.excel import guard
from sheetflow.backends.excel.archive import Archive
from sheetflow.errors.files import (
    DigitallySigned,
    NotWellFormed,
    NoWorkbookInside,
    NoWorksheet,
    OtherOfficeFile,
    SharedWorkbook,
    SheetMissing,
)

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN_STRICT: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE_RELS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE_RELS_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_KINDS: Final = {
    "worksheet": "worksheet", "chartsheet": "chartsheet", "dialogsheet": "dialogsheet",
    "xlMacrosheet": "macrosheet", "xlIntlMacrosheet": "macrosheet",
}  # fmt: skip
_METADATA_LIMIT: Final = 64 << 20


class Relationship(NamedTuple):
    """One relationship: `type` is the whole URI; `target` the part's name as the zip spells it, or
    the URL if external.

    `target` is empty where the part is missing.
    """

    id: str
    type: str
    target: str
    external: bool


class SheetInfo(NamedTuple):
    """One sheet of the workbook.

    `kind` is worksheet, chartsheet, dialogsheet, macrosheet or other; `state` is visible, hidden or
    veryHidden.
    """

    name: str
    part: str
    state: str
    kind: str
    sheet_id: int
    rel_id: str


class Package:
    """What a workbook says about its parts. Raises DamagedError for what cannot be patched without
    loss.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._names = {name.casefold(): name for name in archive.entries}
        self._relationships: dict[str, dict[str, Relationship]] = {}
        self.workbook_part: str = self._find_workbook()
        self._refuse_signed_and_shared()
        workbook = parse_xml(archive.read(self.workbook_part, _METADATA_LIMIT))
        namespace, _, root = workbook.tag[1:].rpartition("}")
        if root != "workbook" or namespace not in (MAIN, MAIN_STRICT):
            raise OtherOfficeFile
        self.strict: bool = namespace == MAIN_STRICT
        """True where the workbook uses the Strict namespaces."""
        properties = workbook.find(f"{{{namespace}}}workbookPr")
        self.date1904: bool = properties is not None and properties.get("date1904", "0") in (
            "1",
            "true",
            "on",
        )
        """True where serial 0 is 1904-01-01."""
        self.sheets: tuple[SheetInfo, ...] = self._sheets(workbook, namespace)
        """All sheets in workbook order, charts and macros too."""

    @property
    def styles_part(self) -> str | None:
        """The styles, if there are any."""
        return self.find("styles")

    @property
    def strings_part(self) -> str | None:
        """The shared strings, if there are any."""
        return self.find("sharedStrings")

    @property
    def calc_chain_part(self) -> str | None:
        """The calculation chain, if there is one."""
        return self.find("calcChain")

    @property
    def content_types_part(self) -> str:
        """`[Content_Types].xml` as the zip spells it."""
        return self._names["[content_types].xml"]

    def relationships(self, part: str = "") -> dict[str, Relationship]:
        """The relationships of a part by id, in their order, maybe none; of the package itself with
        "".
        """
        if part not in self._relationships:
            self._relationships[part] = self._load_relationships(part)
        return self._relationships[part]

    def relationships_part(self, part: str) -> str:
        """The name of the part that holds the relationships of `part`, whether it exists or not."""
        folder, name = posixpath.split(part)
        wanted = posixpath.join(folder, "_rels", f"{name}.rels")
        return self._names.get(wanted.casefold(), wanted)

    def find(self, type_suffix: str, of: str | None = None) -> str | None:
        """The first existing part that `of` (default: the workbook) refers to by a type ending in
        /`type_suffix`.
        """
        source = self.workbook_part if of is None else of
        for _, kind, target, external in self.relationships(source).values():
            if kind.rpartition("/")[2] == type_suffix and target and not external:
                return target
        return None

    def _find_workbook(self) -> str:
        part = self.find("officeDocument", of="")
        if part is None:
            raise NoWorkbookInside
        return part

    def _refuse_signed_and_shared(self) -> None:
        if self.find("origin", of="") or any(
            name.startswith("_xmlsignatures/") for name in self._names
        ):
            raise DigitallySigned
        if self.find("revisionHeaders"):
            raise SharedWorkbook

    def _sheets(self, workbook: Element, namespace: str) -> tuple[SheetInfo, ...]:
        listed = workbook.findall(f"{{{namespace}}}sheets/{{{namespace}}}sheet")
        sheets = tuple(self._sheet(element) for element in listed)
        if not any(sheet.kind == "worksheet" for sheet in sheets):
            raise NoWorksheet
        return sheets

    def _sheet(self, element: Element) -> SheetInfo:
        rel_id = (
            element.get(f"{{{OFFICE_RELS}}}id") or element.get(f"{{{OFFICE_RELS_STRICT}}}id") or ""
        )
        name, number = element.get("name", ""), element.get("sheetId", "")
        relationship = self.relationships(self.workbook_part).get(rel_id)
        if (
            relationship is None
            or not relationship.target
            or relationship.external
            or not number.isascii()
        ):
            raise SheetMissing(name)
        kind = _KINDS.get(relationship.type.rpartition("/")[2], "other")
        sheet_id = int(number) if number.isdigit() and len(number) < 11 else 0
        return SheetInfo(
            name, relationship.target, element.get("state", "visible"), kind, sheet_id, rel_id
        )

    def _load_relationships(self, part: str) -> dict[str, Relationship]:
        source = self.relationships_part(part)
        if source not in self.archive.entries:
            return {}
        found: dict[str, Relationship] = {}
        for element in parse_xml(self.archive.read(source, _METADATA_LIMIT)):
            if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] != "Relationship":
                continue
            name, kind, target = (element.get(key, "") for key in ("Id", "Type", "Target"))
            external = element.get("TargetMode", "").lower() == "external"
            found[name] = Relationship(
                name, kind, target if external else self._resolve(part, target), external
            )
        return found

    def _resolve(self, part: str, target: str) -> str:
        """The part that a target means: absolute, or relative to the folder of `part`; "" if there
        is none.
        """
        for spelled in (target, unquote(target)):
            full = posixpath.normpath(
                posixpath.join("/", posixpath.dirname(part), spelled.replace("\\", "/"))
            )
            if (name := self._names.get(full.lstrip("/").casefold())) is not None:
                return name
        return ""


def parse_xml(data: bytes) -> Element:
    """The tree of a small part. Raises DamagedError if it is not well-formed or declares
    entities.
    """
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        guard.refuse_doctype(b"<!DOCTYPE")
        raise
    except (ParseError, ValueError, LookupError, RecursionError):
        raise NotWellFormed from None
    return root

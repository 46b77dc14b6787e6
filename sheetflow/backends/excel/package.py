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
from xml.parsers.expat import ExpatError, ParserCreate

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from sheetflow.backends.excel import guard
from sheetflow.backends.excel.archive import Archive
from sheetflow.backends.excel.text import as_utf8
from sheetflow.errors.files import (
    DigitallySigned,
    NotWellFormed,
    NoWorkbookInside,
    NoWorksheet,
    OtherOfficeFile,
    PartMissing,
    PartOfTwoRoles,
    SharedWorkbook,
    SheetMissing,
    SheetTwice,
)

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN_STRICT: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE_RELS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE_RELS_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_KINDS: Final = {
    "worksheet": "worksheet",
    "chartsheet": "chartsheet",
    "dialogsheet": "dialogsheet",
    "xlMacrosheet": "macrosheet",
    "xlIntlMacrosheet": "macrosheet",
}
_METADATA_LIMIT: Final = 64 << 20


class Relationship(NamedTuple):
    """One relationship.

    `type` is the whole URI. `target` is the part's name as the zip spells it, the URL if it is
    external, and empty where the part is missing.
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
    """What a workbook says about its parts.

    Raises DamagedError for what cannot be patched without loss; one that is `blank` may have no
    worksheet yet.
    """

    def __init__(self, archive: Archive, *, blank: bool = False) -> None:
        self.archive = archive
        self._blank = blank
        self._names = {name.casefold(): name for name in archive.entries}
        self._relationships: dict[str, dict[str, Relationship]] = {}
        self._roles: dict[str, str] = {}
        self._claim_metadata()
        self.workbook_part: str = self._find_workbook()
        self.claim(self.workbook_part, "workbook")
        self._refuse_signed_and_shared()
        workbook = parse_xml(archive.read(self.workbook_part, _METADATA_LIMIT))
        namespace, _, root = workbook.tag[1:].rpartition("}")
        if root != "workbook" or namespace not in (MAIN, MAIN_STRICT):
            raise OtherOfficeFile
        self.strict: bool = namespace == MAIN_STRICT
        """Returns whether the workbook uses the Strict namespaces."""
        properties = workbook.find(f"{{{namespace}}}workbookPr")
        date1904 = "0" if properties is None else properties.get("date1904", "0")
        self.date1904: bool = date1904 in ("1", "true", "on")
        """Returns whether serial 0 is 1904-01-01."""
        self.sheets: tuple[SheetInfo, ...] = self._sheets(workbook, namespace)
        """All sheets in workbook order, charts and macros too."""
        for kind in ("styles", "sharedStrings", "calcChain"):
            for part in self.related(self.workbook_part, kind):
                self.claim(part, kind)
        # What is to be written into is looked at before: plan refuses what sync would refuse.
        check_well_formed(archive.read(self.content_types_part))
        self._refuse_missing_styles()
        if self.styles_part is not None:
            check_well_formed(archive.read(self.styles_part))

    def _refuse_missing_styles(self) -> None:
        """Refuses a workbook that names styles which are not there: a new part would be a second
        one of that name.
        """
        for found in self.relationships(self.workbook_part).values():
            is_styles = found.type.rpartition("/")[2] == "styles" and not found.external
            if is_styles and not found.target:
                raise PartMissing("styles.xml")

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
        """Returns the relationships of a part by id, in their order, maybe none.

        Those of the package itself for "".
        """
        if part not in self._relationships:
            self._relationships[part] = self._load_relationships(part)
        return self._relationships[part]

    def relationships_part(self, part: str) -> str:
        """Returns the name of the part for the relationships of `part`, even if there is none."""
        folder, name = posixpath.split(part)
        wanted = posixpath.join(folder, "_rels", f"{name}.rels")
        return self._names.get(wanted.casefold(), wanted)

    def find(self, type_suffix: str, of: str | None = None) -> str | None:
        """Returns the first of these parts, if there is any; `of` is the workbook unless given."""
        return next(iter(self.related(self.workbook_part if of is None else of, type_suffix)), None)

    def related(self, of: str, type_suffix: str) -> list[str]:
        """Returns all existing parts that `of` refers to by a type ending in /`type_suffix`."""
        related = self.relationships(of).values()
        inside = [found for found in related if found.target and not found.external]
        return [found.target for found in inside if found.type.rpartition("/")[2] == type_suffix]

    def claim(self, part: str, role: str) -> None:
        """Takes a part for what it is used as; raises DamagedError where it is something else too.

        Else what is written into it as the one would be lost as the other.
        """
        if self._roles.setdefault(part, role) != role:
            raise PartOfTwoRoles(part)

    def _claim_metadata(self) -> None:
        for name in self.archive.entries:
            if name.casefold().endswith(".rels") or name == self.content_types_part:
                self.claim(name, "package")

    def _find_workbook(self) -> str:
        part = self.find("officeDocument", of="")
        if part is None:
            raise NoWorkbookInside
        return part

    def _refuse_signed_and_shared(self) -> None:
        signed = any(name.startswith("_xmlsignatures/") for name in self._names)
        if signed or self.find("origin", of=""):
            raise DigitallySigned
        if self.find("revisionHeaders"):
            raise SharedWorkbook

    def _sheets(self, workbook: Element, namespace: str) -> tuple[SheetInfo, ...]:
        listed = workbook.findall(f"{{{namespace}}}sheets/{{{namespace}}}sheet")
        sheets = tuple(self._sheet(element) for element in listed)
        seen: set[str] = set()
        for sheet in sheets:
            if sheet.name.casefold() in seen:
                raise SheetTwice(sheet.name)
            seen.add(sheet.name.casefold())
            self.claim(sheet.part, f"sheet {sheet.name}")
        if not self._blank and not any(sheet.kind == "worksheet" for sheet in sheets):
            raise NoWorksheet
        return sheets

    def _sheet(self, element: Element) -> SheetInfo:
        name, number = element.get("name", ""), element.get("sheetId", "")
        ids = [element.get(f"{{{uri}}}id") for uri in (OFFICE_RELS, OFFICE_RELS_STRICT)]
        rel_id = ids[0] or ids[1] or ""
        relationship = self.relationships(self.workbook_part).get(rel_id)
        if relationship is None or not relationship.target or relationship.external:
            raise SheetMissing(name)
        if not number.isascii():
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
            target = target if external else self._resolve(part, target)
            found[name] = Relationship(name, kind, target, external)
        return found

    def _resolve(self, part: str, target: str) -> str:
        """Returns the part that a target means; "" if there is none.

        A target is absolute, or relative to the folder of `part`.
        """
        folder = posixpath.join("/", posixpath.dirname(part))
        for spelled in (target, unquote(target)):
            full = posixpath.normpath(posixpath.join(folder, spelled.replace("\\", "/")))
            if (name := self._names.get(full.lstrip("/").casefold())) is not None:
                return name
        return ""


def check_well_formed(data: bytes) -> None:
    """Raises DamagedError where a part is no XML, or declares a document type."""
    xml = b"".join(as_utf8((data,)))
    guard.refuse_doctype(xml)
    try:
        ParserCreate().Parse(xml, True)
    except ExpatError:
        raise NotWellFormed from None


def parse_xml(data: bytes) -> Element:
    """Returns the tree of a small part.

    Raises DamagedError if it is not well-formed or declares entities.
    """
    try:
        root: Element = fromstring(b"".join(as_utf8((data,))), forbid_dtd=True)
    except DefusedXmlException:
        guard.refuse_doctype(b"<!DOCTYPE")
        raise
    except (ParseError, ValueError, LookupError, RecursionError):
        raise NotWellFormed from None
    return root

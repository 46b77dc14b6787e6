"""A workbook being changed: its small parts held until all is known, then written once.

Sheets go straight into the rebuilt archive; workbook, relationships, content types, styles and
tables wait here, so that several changes to one of them end in one part, and none in no part at
all.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from functools import cached_property

from sheetflow.backends.excel import markup, newsheet
from sheetflow.backends.excel.newsheet import Added
from sheetflow.backends.excel.package import (
    MAIN,
    MAIN_STRICT,
    OFFICE_RELS,
    OFFICE_RELS_STRICT,
    Package,
    SheetInfo,
)
from sheetflow.backends.excel.rebuild import Rebuilt
from sheetflow.backends.excel.styles import Styles
from sheetflow.backends.excel.text import as_utf8, reading
from sheetflow.errors.files import SheetGone, StateTabUnfit, TabTaken
from sheetflow.model import NewTab, Text


class Book:
    """The next state of a workbook. `notes` are for people: what could not be done the usual
    way.
    """

    def __init__(self, package: Package, rebuilt: Rebuilt) -> None:
        self.package = package
        self.rebuilt = rebuilt
        self.messages: list[Text] = []
        self._parts: dict[str, bytes] = {}
        self._changed: dict[str, bytes] = {}
        self._added: set[str] = set()
        self._chain_dropped = False

    def part(self, name: str) -> bytes:
        """A small part in UTF-8, as it stands by now."""
        if name in self._changed:
            return self._changed[name]
        if name not in self._parts:
            self._parts[name] = b"".join(as_utf8((self.package.archive.read(name),)))
        return self._parts[name]

    def set_part(self, name: str, xml: bytes) -> None:
        """Give a small part its new content; the same content changes nothing."""
        if name not in self._added and xml == self.part(name):
            return
        self._changed[name] = xml

    @property
    def workbook(self) -> bytes:
        """The workbook part."""
        return self.part(self.package.workbook_part)

    @workbook.setter
    def workbook(self, xml: bytes) -> None:
        self.set_part(self.package.workbook_part, xml)

    @cached_property
    def styles(self) -> Styles:
        """The formats; a missing styles part is made when the book is written."""
        part = self.package.styles_part
        with reading(part or ""):
            return Styles(
                None if part is None else self.part(part),
                MAIN_STRICT if self.package.strict else MAIN,
            )

    def sheet(self, name: str) -> SheetInfo:
        """The worksheet of that exact name; raises DamagedError if there is none."""
        for info in self.package.sheets:
            if info.name == name and info.kind == "worksheet":
                return info
        raise SheetGone(name)

    def position(self, name: str) -> int:
        """The 0-based place of a sheet among all sheets, by which defined names know it."""
        return next(i for i, info in enumerate(self.package.sheets) if info.name == name)

    def recalculate(self) -> None:
        """Have the formulas calculated when the workbook is opened."""
        self.workbook = newsheet.recalculate_on_load(self.workbook)

    def drop_calc_chain(self) -> None:
        """Leave out the calculation chain, which names a formula that is gone; Excel makes a new
        one.
        """
        part = self.package.calc_chain_part
        if part is None or self._chain_dropped:
            return
        self._chain_dropped = True
        self.rebuilt.remove(part)
        rels = self.package.relationships(self.package.workbook_part).values()
        rels_part = self.package.relationships_part(self.package.workbook_part)
        for relationship in rels:
            if relationship.target == part:
                self.set_part(
                    rels_part, newsheet.drop_relationship(self.part(rels_part), relationship.id)
                )
        types = self.package.content_types_part
        self.set_part(types, newsheet.drop_type(self.part(types), part))

    def add_tab(self, tab: NewTab, before: str) -> None:
        """Add a visible tab after all others, but before the last one where that is called
        `before`.
        """
        if any(info.name.casefold() == tab.name.casefold() for info in self.package.sheets):
            raise TabTaken(tab.name)
        part = self._add_sheet(tab.name, hidden=False, before=before)
        rows = newsheet.plain_sheet(
            tab,
            self.styles.bold_xf(),
            self.styles.date_xf(0),
            strict=self.package.strict,
            date1904=self.package.date1904,
        )
        self.rebuilt.put(part, rows)

    def memory_part(self, name: str) -> str:
        """The part of the hidden tab of that name, which is made if there is none."""
        for info in self.package.sheets:
            if info.name == name:
                if info.kind != "worksheet":
                    raise StateTabUnfit(name)
                return info.part
        return self._add_sheet(name, hidden=True, before=None)

    def put_memory(self, part: str, lines: Iterable[str]) -> None:
        """Write the memory tab."""
        self.rebuilt.put(part, newsheet.memory_sheet(lines, strict=self.package.strict))

    def finish(self) -> None:
        """Put all changed small parts into the archive."""
        if "styles" in self.__dict__ and self.styles.changed:
            part = self.package.styles_part
            if part is None:
                part = self._register("styles.xml", "styles", newsheet.STYLES_TYPE)[0]
            self.set_part(part, self.styles.xml)
        for name, xml in self._changed.items():
            self.rebuilt.put(name, xml)

    def _add_sheet(self, name: str, *, hidden: bool, before: str | None) -> str:
        part, rel_id = self._register("worksheets/sheet.xml", "worksheet", newsheet.SHEET_TYPE)
        strict = self.package.strict
        self.workbook = newsheet.add_sheet(
            self.workbook, name, rel_id, hidden=hidden, before=before, strict=strict
        )
        return part

    def _register(self, wanted: str, kind: str, content_type: str) -> tuple[str, str]:
        """A new part beside the workbook part, known to it: its name and its relationship's id."""
        folder = posixpath.dirname(self.package.workbook_part)
        part = newsheet.free_name(
            {*self.package.archive.entries, *self._added}, posixpath.join(folder, wanted)
        )
        self._added.add(part)
        rels_part = self.package.relationships_part(self.package.workbook_part)
        rels = self.part(rels_part)
        base = OFFICE_RELS_STRICT if self.package.strict else OFFICE_RELS
        added = Added(part, newsheet.free_rel_id(rels), f"{base}/{kind}", content_type)
        self.set_part(rels_part, newsheet.add_relationship(rels, folder, added))
        types = self.package.content_types_part
        self.set_part(types, newsheet.add_type(self.part(types), added))
        return part, added.rel_id


def defined_names(workbook: bytes) -> dict[str, str]:
    """The names a workbook defines, with their formulas; of equal names the formulas one after the
    other.
    """
    found: dict[str, str] = {}
    for holder in markup.children(workbook, markup.root(workbook)):
        if holder.name == b"definedNames":
            for node in markup.children(workbook, holder):
                name = markup.attributes(workbook, node).get("name", "")
                found[name] = f"{found.get(name, '')} {markup.text(workbook, node)}".strip()
    return found

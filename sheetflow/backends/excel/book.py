"""A workbook being changed: its small parts held until all is known, then written once.

Sheets go straight into the rebuilt archive. Workbook, relationships, content types, styles and
tables wait here: several changes to a part are written once, and a part without any not at all.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from sheetflow.backends.excel import defined_names as naming
from sheetflow.backends.excel import drawings, markup, newsheet
from sheetflow.backends.excel.cell_formats import CellFormats
from sheetflow.backends.excel.charts import chart_part
from sheetflow.backends.excel.defined_names import Name, names_of
from sheetflow.backends.excel.newsheet import Added, New
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
from sheetflow.backends.excel.tab_rows import Place, has_formulas
from sheetflow.backends.excel.tab_sheet import Surroundings, tab_sheet
from sheetflow.backends.excel.text import as_utf8, damage_errors
from sheetflow.errors.files import SheetGone, StateTabUnfit, TabTaken
from sheetflow.model import DefinedName, NewTab, Text

_NAMED_FORMATS: Final = re.compile(rb"\ss(?:tyle)?=[\"'](\d{1,5})[\"']")


class Book:
    """A workbook as it will be; `messages` tell people what could not be done the usual way."""

    def __init__(self, package: Package, rebuilt: Rebuilt) -> None:
        self.package = package
        self.rebuilt = rebuilt
        self.messages: list[Text] = []
        self._parts: dict[str, bytes] = {}
        self._changed: dict[str, bytes] = {}
        self._added: set[str] = set()
        self._chain_dropped = False

    def part(self, name: str) -> bytes:
        """Returns a small part in UTF-8, with the changes so far."""
        if name in self._changed:
            return self._changed[name]
        if name not in self._parts:
            self._parts[name] = b"".join(as_utf8((self.package.archive.read(name),)))
        return self._parts[name]

    def set_part(self, name: str, xml: bytes) -> None:
        """Gives a small part its new content; the same content changes nothing."""
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
        namespace = MAIN_STRICT if self.package.strict else MAIN
        with damage_errors(part or ""):
            xml = None if part is None else self.part(part)
            return Styles(xml, namespace, self._last_named_format)

    @cached_property
    def formats(self) -> CellFormats:
        """The formats of our own tabs."""
        return CellFormats(self.styles)

    def _last_named_format(self) -> int:
        """Returns the last cell format that a cell, row or column of any sheet names."""
        last = 0
        for sheet in self.package.sheets:
            if sheet.kind == "worksheet":
                xml = b"".join(as_utf8((self.package.archive.read(sheet.part),)))
                last = max([last, *map(int, _NAMED_FORMATS.findall(xml))])
        return last

    def sheet(self, name: str) -> SheetInfo:
        """Returns the worksheet of that exact name; raises DamagedError if there is none."""
        for info in self.package.sheets:
            if info.name == name and info.kind == "worksheet":
                return info
        raise SheetGone(name)

    def position(self, name: str) -> int:
        """Returns the 0-based place among all sheets, by which defined names know a sheet."""
        return next(i for i, info in enumerate(self.package.sheets) if info.name == name)

    def recalculate(self) -> None:
        """Makes the program that opens the workbook calculate all formulas."""
        self.workbook = newsheet.recalculate_on_load(self.workbook)

    def drop_calc_chain(self) -> None:
        """Leaves out the calculation chain, which names a formula that is gone.

        Excel makes a new one.
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
                kept = newsheet.drop_relationship(self.part(rels_part), relationship.id)
                self.set_part(rels_part, kept)
        types = self.package.content_types_part
        self.set_part(types, newsheet.drop_type(self.part(types), part))

    def add_tab(self, tab: NewTab, before: str, *, chosen: bool = False) -> None:
        """Adds a tab: the last, or before the last where that is called `before`. With `chosen` the
        workbook opens with it.
        """
        names = newsheet.sheet_names(self.workbook)
        if any(name.casefold() == tab.name.casefold() for name in names):
            raise TabTaken(tab.name)
        part = self._add_sheet(tab.name, hidden=tab.hidden, before=before)
        at = newsheet.sheet_names(self.workbook).index(tab.name)
        if at < len(names):
            self.workbook = naming.make_room(self.workbook, at)
        if chosen:
            self.workbook = naming.open_with(self.workbook, at)
        self.workbook = naming.define(self.workbook, names_of(tab, at))
        place = Place(self.formats, self.package.date1904)
        drawing = self._add_charts(tab, part)
        around = Surroundings(place, self.package.strict, drawing, chosen)
        self.rebuilt.put(part, tab_sheet(tab, around))
        if has_formulas(tab):
            self.drop_calc_chain()
            self.recalculate()

    def rewrite_tab(self, tab: NewTab) -> None:
        """Gives a tab of ours that is there a new content; its place, its state and its drawing,
        with charts and pictures, stay.
        """
        part = self.sheet(tab.name).part
        place = Place(self.formats, self.package.date1904)
        around = Surroundings(place, self.package.strict, self._drawing_of(part))
        self.workbook = naming.define(self.workbook, names_of(tab, self.position(tab.name)))
        self.rebuilt.put(part, tab_sheet(tab, around))
        if has_formulas(tab):
            self.drop_calc_chain()
            self.recalculate()

    def define(self, names: Iterable[DefinedName]) -> None:
        """Gives the workbook these names; of one that it has, what it refers to is replaced."""
        wanted = [Name(name.name, name.refers_to) for name in names]
        if wanted:
            self.workbook = naming.define(self.workbook, wanted)

    def state_part(self, name: str) -> str:
        """Returns the part of the hidden tab of that name, which is made if there is none."""
        for info in self.package.sheets:
            if info.name == name:
                if info.kind != "worksheet":
                    raise StateTabUnfit(name)
                return info.part
        return self._add_sheet(name, hidden=True, before=None)

    def put_state(self, part: str, lines: Iterable[str]) -> None:
        """Writes the hidden tab."""
        self.rebuilt.put(part, newsheet.state_sheet(lines, strict=self.package.strict))

    def finish(self) -> None:
        """Puts all changed small parts into the archive."""
        if "styles" in self.__dict__ and self.styles.changed:
            part = self.package.styles_part
            if part is None:
                new = New("styles.xml", "styles", newsheet.STYLES_TYPE)
                part = self._register(new, self.package.workbook_part)[0]
            self.set_part(part, self.styles.xml)
        for name, xml in self._changed.items():
            self.rebuilt.put(name, xml)

    def _add_sheet(self, name: str, *, hidden: bool, before: str | None) -> str:
        wanted = New("worksheets/sheet.xml", "worksheet", newsheet.SHEET_TYPE)
        part, rel_id = self._register(wanted, self.package.workbook_part)
        sheet = newsheet.NewSheet(name, rel_id, hidden, self.package.strict)
        self.workbook = newsheet.add_sheet(self.workbook, sheet, before)
        return part

    def _add_charts(self, tab: NewTab, sheet_part: str) -> str:
        """Adds the charts of a tab; returns the id of the sheet's relationship to its drawing,
        blank where it has none.
        """
        if not tab.charts:
            return ""
        strict, cells = self.package.strict, drawings.cells_of(tab)
        wanted = New("drawings/drawing1.xml", "drawing", drawings.DRAWING_TYPE)
        drawing, rel_id = self._register(wanted, sheet_part)
        ids = list[str]()
        for chart in tab.charts:
            wanted = New("charts/chart1.xml", "chart", drawings.CHART_TYPE)
            part, chart_id = self._register(wanted, drawing)
            self.rebuilt.put(part, chart_part(chart, cells, strict=strict))
            ids.append(chart_id)
        self.rebuilt.put(drawing, drawings.drawing_part(tab.charts, ids, strict=strict))
        return rel_id

    def _drawing_of(self, sheet_part: str) -> str:
        """Returns the id of a sheet's relationship to its drawing, blank where it has none."""
        found = self.package.relationships(sheet_part).values()
        return next((each.id for each in found if each.type.endswith("/drawing")), "")

    def _register(self, new: New, source: str) -> tuple[str, str]:
        """Registers a new part that `source` refers to: its name and its relationship's id."""
        folder = posixpath.dirname(self.package.workbook_part)
        taken = {*self.package.archive.entries, *self._added}
        part = newsheet.free_name(taken, posixpath.join(folder, new.wanted))
        self._added.add(part)
        rels_part = self.package.relationships_part(source)
        if rels_part not in taken:
            self._added.add(rels_part)
            self._changed[rels_part] = newsheet.NO_RELATIONSHIPS
        rels = self.part(rels_part)
        base = OFFICE_RELS_STRICT if self.package.strict else OFFICE_RELS
        added = Added(part, newsheet.free_rel_id(rels), f"{base}/{new.kind}", new.content_type)
        linked = newsheet.add_relationship(rels, posixpath.dirname(source), added)
        self.set_part(rels_part, linked)
        types = self.package.content_types_part
        self.set_part(types, newsheet.add_type(self.part(types), added))
        return part, added.rel_id


def defined_names(workbook: bytes) -> dict[str, str]:
    """Returns the names that a workbook defines, with their formulas.

    A name that several tabs define has all their formulas, one after the other.
    """
    found: dict[str, list[str]] = {}
    for holder in markup.children(workbook, markup.root(workbook)):
        if holder.name == b"definedNames":
            for node in markup.children(workbook, holder):
                name = markup.attributes(workbook, node).get("name", "")
                found.setdefault(name, []).append(markup.text(workbook, node).strip())
    return {name: " ".join(formulas) for name, formulas in found.items()}

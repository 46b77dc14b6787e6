"""The styles part: formats are found again or appended, never moved, since cells count them.

Source: ECMA-376 part 1, 18.8; xlsx-facts.md, "Styles".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final

from sheetflow.backends.excel import markup
from sheetflow.backends.excel.markup import Edit, Node
from sheetflow.errors.files import FormatsUsedUp
from sheetflow.palette import Look, Paint

ORDER: Final = (
    b"numFmts", b"fonts", b"fills", b"borders", b"cellStyleXfs", b"cellXfs", b"cellStyles", b"dxfs",
    b"tableStyles", b"colors", b"extLst",
)  # fmt: skip
"""The children of `styleSheet` in the order Excel insists on (CT_Stylesheet)."""
MOST_XFS: Final = 65_490
"""Excel's limit of cell formats."""
SHORT_DATE: Final = 14
"""The built-in number format that shows a date the way the reader's system does."""

_LONGEST_ALIKE: Final = 1_000
"""Bytes up to which formats are compared by what they say; longer ones must be the same bytes."""
_DATE_FORMATS: Final = frozenset({*range(14, 18), 22, *range(27, 32), 34, 35, 36, *range(50, 59)})
_NOT_CODE: Final = re.compile(r'"[^"]*+"|\\.|\[[^\[\]]*+\]|_.|\*.')
_EMPTY: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{0}"></styleSheet>'
)
_FIRST: Final = {
    b"fonts": ('<{p}font><{p}sz val="11"/><{p}name val="Calibri"/></{p}font>',),
    b"fills": (
        '<{p}fill><{p}patternFill patternType="none"/></{p}fill>',
        '<{p}fill><{p}patternFill patternType="gray125"/></{p}fill>',
    ),
    b"borders": (
        "<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom/><{p}diagonal/></{p}border>",
    ),
    b"cellStyleXfs": ('<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    b"cellXfs": ('<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',),
}
"""What a workbook begins its formats with: what every cell looks like that names none."""


class Styles:
    """Finds and adds formats in one styles part; `xml` is the part as it must be written.

    `changed` is True once a format was added, or where there was no part. `last_named` gives the
    last cell format that any cell names; it is asked only where the part has none.
    """

    def __init__(
        self, xml: bytes | None, namespace: str, last_named: Callable[[], int] = lambda: 0
    ) -> None:
        self._last_named = last_named
        self._read = xml if xml is not None else _EMPTY.format(namespace).encode()
        self._new = xml is None
        self._lists: dict[bytes, list[bytes]] = {}
        self._added: dict[bytes, list[bytes]] = {}
        self._known: dict[bytes, dict[object, int]] = {}
        self._dates: dict[int, int] = {}
        self._paints: dict[int, Paint] = {}
        self._xfs = self.items(b"cellXfs")
        if xml is None:
            self.begin()

    @property
    def changed(self) -> bool:
        """Returns whether the part must be written."""
        return self._new or bool(self._added)

    @property
    def xml(self) -> bytes:
        """Returns the part with all that was added: put in at once, since there may be much."""
        xml = self._read
        for container, items in self._added.items():
            xml = _with_items(xml, container, items, len(self._lists[container]))
        return xml

    def is_date(self, index: int) -> bool:
        """Returns whether cell format `index` shows a number as a date."""
        number = self._number_format(index)
        if number in _DATE_FORMATS:
            return True
        code = _NOT_CODE.sub("", self._codes.get(number, "").split(";")[0]).lower()
        return "d" in code or "yy" in code

    def date_xf(self, base: int) -> int:
        """Returns the cell format like `base` that shows a date; `base` itself where it does."""
        if base not in self._dates:
            change = {"numFmtId": str(SHORT_DATE), "applyNumberFormat": "1"}
            self._dates[base] = base if self.is_date(base) else self._with(base, change)
        return self._dates[base]

    def bold_xf(self) -> int:
        """Returns the cell format like the first one, in bold."""
        self.begin()
        plain, tag = self.items(b"fonts")[0], self.tag(b"font")
        opened = markup.root(plain)
        inner = plain[opened.inner : opened.close] if not opened.empty else b""
        bold = b"<%s><%s/>%s</%s>" % (tag, self.tag(b"b"), inner, tag)
        font = self.index(b"fonts", bold)
        return self._with(0, {"fontId": str(font), "applyFont": "1"})

    def dxf(self, look: Look) -> int:
        """Returns the differential format that paints this look."""
        p = self.tag(b"").decode()
        bold = f'<{p}b/><{p}i val="0"/>' if look.bold else ""
        font = f'<{p}font>{bold}<{p}color rgb="{argb(look.text)}"/></{p}font>'
        pattern = f'<{p}patternFill><{p}bgColor rgb="{argb(look.fill)}"/></{p}patternFill>'
        return self.index(b"dxfs", f"<{p}dxf>{font}<{p}fill>{pattern}</{p}fill></{p}dxf>".encode())

    def paint_of(self, dxf: int) -> Paint | None:
        """Returns what differential format `dxf` shows; None where there is no such format."""
        items = self.items(b"dxfs")
        if not 0 <= dxf < len(items):
            return None
        if dxf not in self._paints:
            self._paints[dxf] = _read_paint(items[dxf])
        return self._paints[dxf]

    def cell_format(self, xf: bytes, change: Mapping[str, str]) -> int:
        """Returns the cell format like the XML `xf`, with these attributes."""
        for name, value in change.items():
            xf = markup.splice(xf, [markup.set_attribute(xf, markup.root(xf), name, value)])
        return self.index(b"cellXfs", xf)

    def _with(self, base: int, change: Mapping[str, str]) -> int:
        self.begin()
        xf = self._xfs[base] if 0 <= base < len(self._xfs) else self._xfs[0]
        return self.cell_format(xf, change)

    def begin(self, container: bytes = b"fonts") -> None:
        """Gives the part the formats that everything else begins with, where it has none: ours must
        not become those of every cell, nor of cells that name a format which nobody made. Of a
        part with formats it looks after this container alone.
        """
        none_made = not self._xfs
        if not none_made and self.items(container):
            return
        prefix = self.tag(b"").decode()
        for name in _FIRST if none_made else (container,):
            for item in () if self.items(name) else _FIRST[name]:
                self._add(name, item.format(p=prefix).encode())
        if none_made:
            needed = min(self._last_named(), MOST_XFS - 2) + 1
            for _ in range(needed - len(self._xfs)):
                self._add(b"cellXfs", self._xfs[0])

    def index(self, container: bytes, item: bytes) -> int:
        """Returns the position of an item with the same content, appended where there is none.

        What the items say is taken down once, since thousands of formats may be looked for.
        """
        if container not in self._known:
            known = self._known[container] = dict[object, int]()
            for index, other in enumerate(self.items(container)):
                known.setdefault(_likeness(container, other), index)
        known, wanted = self._known[container], _likeness(container, item)
        if wanted not in known:
            known[wanted] = self._add(container, item)
        return known[wanted]

    def _add(self, container: bytes, item: bytes) -> int:
        items = self.items(container)
        if container == b"cellXfs" and len(items) >= MOST_XFS:
            raise FormatsUsedUp(len(items))
        self._added.setdefault(container, []).append(item)
        items.append(item)
        return len(items) - 1

    def items(self, container: bytes) -> list[bytes]:
        """Returns the items of a container with those that were added; the same list each time."""
        if container not in self._lists:
            node = _find(self._read, container)
            nodes = markup.children(self._read, node) if node is not None else []
            self._lists[container] = [self._read[n.start : n.end] for n in nodes]
        return self._lists[container]

    def _number_format(self, index: int) -> int:
        if not 0 <= index < len(self._xfs):
            return 0
        return markup.whole(markup.parse_attributes(self._xfs[index]).get("numFmtId", "0")) or 0

    @cached_property
    def _codes(self) -> dict[int, str]:
        formats = (markup.parse_attributes(item) for item in self.items(b"numFmts"))
        numbered = ((markup.whole(f.get("numFmtId", "")), f.get("formatCode", "")) for f in formats)
        return {number: code for number, code in numbered if number is not None}

    def tag(self, name: bytes) -> bytes:
        """Returns the name of an element with the prefix that this part gives it."""
        return markup.qualified(markup.root(self._read), name)


def _with_items(xml: bytes, container: bytes, items: list[bytes], count: int) -> bytes:
    """Returns the part with items put at the end of a container, which then has so many."""
    node = _find(xml, container)
    if node is None:
        xml = _with_container(xml, container)
        node = _find(xml, container)
        assert node is not None
    # Twice, because in a self-closed container both edits would touch the same bytes.
    xml = markup.splice(xml, [markup.set_attribute(xml, node, "count", str(count))])
    node = _find(xml, container)
    assert node is not None
    return markup.splice(xml, [markup.append(xml, node, b"".join(items))])


def _with_container(xml: bytes, container: bytes) -> bytes:
    top = markup.root(xml)
    tag = markup.qualified(top, container)
    new = b"<%s></%s>" % (tag, tag)
    if top.empty:
        return markup.splice(xml, [markup.append(xml, top, new)])
    at = markup.place(markup.children(xml, top), ORDER, container, top.close)
    return markup.splice(xml, [Edit(at, at, new)])


def _find(xml: bytes, container: bytes) -> Node | None:
    top = markup.root(xml)
    ours = markup.same_space(xml, top)
    return next((n for n in markup.children(xml, top) if n.name == container and ours(n)), None)


def _likeness(container: bytes, item: bytes) -> object:
    """Returns what is equal for two items that mean the same."""
    if len(item) > _LONGEST_ALIKE:
        return item
    return _shown(item) if container == b"cellXfs" else markup.canonical(item)


def _shown(xf: bytes) -> tuple[object, ...]:
    """Returns what a cell format shows: equal for formats that differ in how they are written.

    Programs drop `apply…`, which is only about what a cell style may change, and spell out what is
    0 anyway (CT_Xf; numbers that are left out count as 0).
    """
    name, _, inside = markup.canonical(xf)
    values = markup.parse_attributes(xf[: markup.root(xf).inner])
    shown = sorted((key, value) for key, value in values.items() if _is_shown(key, value))
    return name, tuple(shown), inside


def _is_shown(attribute: str, value: str) -> bool:
    return not attribute.startswith(("apply", "xmlns")) and value not in ("0", "false")


def argb(colour: str) -> str:
    """Returns `#RRGGBB` as OOXML writes it: FFRRGGBB, opaque."""
    return "FF" + colour.removeprefix("#").upper()


def _read_paint(dxf: bytes) -> Paint:
    """Reads a differential format; programs write the same one in several ways."""
    fill: str | None = None
    text: str | None = None
    bold, inside = False, b""
    for node in markup.walk(dxf, markup.root(dxf)):
        values = markup.attributes(dxf, node)
        inside = node.name if node.name in (b"font", b"fill", b"border") else inside
        colour = "#" + values["rgb"][-6:].upper() if "rgb" in values else None
        if inside == b"font" and node.name == b"b":
            bold = values.get("val", "1") in ("1", "true")
        elif inside == b"font" and node.name == b"color":
            text = colour
        elif inside == b"fill" and node.name == b"bgColor":
            fill = colour
    return Paint(fill, text, bold)

"""Styles of our own tabs -> formats of the styles part: each is looked for, and added once.

Everything that a style does not say is as in the first cell format, which is that of every cell
that names none: a tab of ours in somebody's workbook has the font of that workbook. Source:
ECMA-376 part 1, 18.8.
"""

from __future__ import annotations

from typing import Final

from sheetflow.backends.excel import markup
from sheetflow.backends.excel.styles import SHORT_DATE, Styles, argb
from sheetflow.model import PLAIN, Style

_ORDER: Final = (
    b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u", b"vertAlign", b"sz",
    b"color", b"name", b"family", b"charset", b"scheme",
    b"alignment", b"protection",
)  # fmt: skip
"""The children of `font`, then those of `xf`, in the order Excel writes them (CT_Font, CT_Xf)."""
_BUILT_IN: Final = {
    "General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "@": 49,
}  # fmt: skip
"""Number formats that every program knows by number, the same in all languages (18.8.30)."""
_FIRST_CUSTOM: Final = 164
"""Numbers below are the program's own."""


class CellFormats:
    """Finds the formats of one styles part; each is looked for once."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._cells: dict[tuple[Style, bool], int] = {}
        self._highlights: dict[Style, int] = {}

    def heading(self) -> int:
        """Returns the cell format of a plain heading."""
        return self._styles.bold_xf()

    def of(self, style: Style, *, dated: bool = False) -> int:
        """Returns the cell format of a style; of one without a number format, a date is shown as
        the reader's system shows it.
        """
        dated = dated and not style.number_format
        if (style, dated) not in self._cells:
            self._cells[style, dated] = self._find(style, dated=dated)
        return self._cells[style, dated]

    def highlight(self, style: Style) -> int:
        """Returns the differential format that shows colours, bold and struck of a style."""
        if style not in self._highlights:
            xml = _differential(style, self._styles.tag(b"").decode())
            self._highlights[style] = self._styles.index(b"dxfs", xml)
        return self._highlights[style]

    def _find(self, style: Style, *, dated: bool) -> int:
        if style == PLAIN:
            return self._styles.date_xf(0) if dated else 0
        self._styles.begin()
        base = self._styles.items(b"cellXfs")[0]
        change = self._number(style, dated=dated) | self._font(style) | self._fill(style)
        change |= self._border(style)
        p, inside = self._styles.tag(b"").decode(), dict[bytes, str]()
        if alignment := _alignment(style):
            inside[b"alignment"] = f"<{p}alignment{alignment}/>"
            change["applyAlignment"] = "1"
        if style.unlocked:
            inside[b"protection"] = f'<{p}protection locked="0"/>'
            change["applyProtection"] = "1"
        xf = _refilled(base, {name: xml.encode() for name, xml in inside.items()})
        return self._styles.cell_format(xf, change)

    def _number(self, style: Style, *, dated: bool) -> dict[str, str]:
        if dated:
            return {"numFmtId": str(SHORT_DATE), "applyNumberFormat": "1"}
        if not style.number_format:
            return {}
        number = _BUILT_IN.get(style.number_format)
        if number is None:
            number = self._custom(style.number_format)
        return {"numFmtId": str(number), "applyNumberFormat": "1"}

    def _custom(self, code: str) -> int:
        """Returns the number of a format code, added where the part has none like it."""
        highest = _FIRST_CUSTOM - 1
        for item in self._styles.items(b"numFmts"):
            values = markup.parse_attributes(item)
            number = markup.whole(values.get("numFmtId", "")) or 0
            if values.get("formatCode") == code:
                return number
            highest = max(highest, number)
        tag, written = self._styles.tag(b"numFmt"), markup.quote(code)
        new = b'<%s numFmtId="%d" formatCode=%s/>' % (tag, highest + 1, written)
        self._styles.index(b"numFmts", new)
        return highest + 1

    def _font(self, style: Style) -> dict[str, str]:
        wanted = _font_parts(style, self._styles.tag(b"").decode())
        if not wanted:
            return {}
        self._styles.begin(b"fonts")
        font = _refilled(self._first(b"fonts", "fontId"), wanted)
        return {"fontId": str(self._styles.index(b"fonts", font)), "applyFont": "1"}

    def _fill(self, style: Style) -> dict[str, str]:
        if not style.fill:
            return {}
        self._styles.begin(b"fills")
        p = self._styles.tag(b"").decode()
        colours = f'<{p}fgColor rgb="{argb(style.fill)}"/><{p}bgColor indexed="64"/>'
        pattern = f'<{p}patternFill patternType="solid">{colours}</{p}patternFill>'
        fill = self._styles.index(b"fills", f"<{p}fill>{pattern}</{p}fill>".encode())
        return {"fillId": str(fill), "applyFill": "1"}

    def _border(self, style: Style) -> dict[str, str]:
        if not style.line:
            return {}
        self._styles.begin(b"borders")
        p = self._styles.tag(b"").decode()
        colour = f'<{p}color rgb="{argb(style.line)}"/>'
        below = f'<{p}bottom style="thin">{colour}</{p}bottom>'
        sides = f"<{p}left/><{p}right/><{p}top/>{below}<{p}diagonal/>"
        border = self._styles.index(b"borders", f"<{p}border>{sides}</{p}border>".encode())
        return {"borderId": str(border), "applyBorder": "1"}

    def _first(self, container: bytes, attribute: str) -> bytes:
        """Returns the item of a container that the first cell format names."""
        values = markup.parse_attributes(self._styles.items(b"cellXfs")[0])
        items = self._styles.items(container)
        named = markup.whole(values.get(attribute, "0")) or 0
        return items[named if named < len(items) else 0]


def _font_parts(style: Style, p: str) -> dict[bytes, bytes]:
    """Returns the elements of a font that a style asks for, by name."""
    signs = {"b": style.bold, "i": style.italic, "strike": style.struck, "u": style.underlined}
    parts = {name: f"<{p}{name}/>" for name, wanted in signs.items() if wanted}
    if style.size:
        parts["sz"] = f'<{p}sz val="{style.size}"/>'
    if style.text:
        parts["color"] = f'<{p}color rgb="{argb(style.text)}"/>'
    return {name.encode(): xml.encode() for name, xml in parts.items()}


def _refilled(xml: bytes, wanted: dict[bytes, bytes]) -> bytes:
    """Returns a font or a format with these children in place of those of the same names."""
    top = markup.root(xml)
    nodes = () if top.empty else markup.children(xml, top)
    kept = {node.name: xml[node.start : node.end] for node in nodes} | wanted
    if not kept:
        return xml
    order = {name: place for place, name in enumerate(_ORDER)}
    inside = b"".join(kept[name] for name in sorted(kept, key=lambda n: (order.get(n, 99), n)))
    opened = xml[top.start : top.inner].removesuffix(b">").removesuffix(b"/").rstrip()
    return opened + b">" + inside + b"</" + markup.qualified(top, top.name) + b">"


def _alignment(style: Style) -> str:
    """Returns the attributes of `alignment`; blank where the style asks for none."""
    values = {"horizontal": style.across, "vertical": style.down}
    if style.wrapped:
        values["wrapText"] = "1"
    if style.indent:
        values |= {"horizontal": style.across or "left", "indent": str(style.indent)}
    return "".join(f' {name}="{value}"' for name, value in values.items() if value)


def _differential(style: Style, p: str) -> bytes:
    bold = f'<{p}b/><{p}i val="0"/>' if style.bold else ""
    struck = f"<{p}strike/>" if style.struck else ""
    colour = f'<{p}color rgb="{argb(style.text)}"/>' if style.text else ""
    font = f"<{p}font>{bold}{struck}{colour}</{p}font>" if bold + struck + colour else ""
    pattern = f'<{p}bgColor rgb="{argb(style.fill)}"/>' if style.fill else ""
    pattern = f"<{p}patternFill>{pattern}</{p}patternFill>" if pattern else ""
    fill = f"<{p}fill>{pattern}</{p}fill>" if pattern else ""
    return f"<{p}dxf>{font}{fill}</{p}dxf>".encode()

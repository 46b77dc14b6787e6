"""A style as the API's CellFormat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.number_formats import number_format
from sheetflow.model import Style

CHANNELS: Final = ("red", "green", "blue")
_DOWN: Final = {"top": "TOP", "center": "MIDDLE", "bottom": "BOTTOM"}
_INDENT: Final = 9
"""Pixels of one step of an indent, on top of the usual padding."""
_PADDING: Final = {"top": 2, "right": 3, "bottom": 2, "left": 3}


def color_style(color: str) -> Json:
    """Builds a ColorStyle of `#RRGGBB`."""
    return {"rgbColor": fractions(color)}


def fractions(color: str) -> Mapping[str, float]:
    """Reads `#RRGGBB` as the API's fractions."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return dict(zip(CHANNELS, parts, strict=True))


def cell_format(style: Style) -> Json:
    """Builds the CellFormat of a style; empty for a plain one."""
    found: Json = {}
    if style.fill:
        found["backgroundColorStyle"] = color_style(style.fill)
    if text := text_format(style):
        found["textFormat"] = text
    if shown := number_format(style.number_format):
        found["numberFormat"] = shown
    return found | _placing(style)


def text_format(style: Style) -> Json:
    """Builds the TextFormat of a style."""
    flags = {
        "bold": style.bold,
        "italic": style.italic,
        "underline": style.underlined,
        "strikethrough": style.struck,
    }
    found: Json = {name: True for name, on in flags.items() if on}
    if style.text:
        found["foregroundColorStyle"] = color_style(style.text)
    if style.size:
        found["fontSize"] = style.size
    return found


def _placing(style: Style) -> Json:
    """Builds where the text is in its cell, and the line below."""
    found: Json = {}
    if style.across:
        found["horizontalAlignment"] = style.across.upper()
    if style.down:
        found["verticalAlignment"] = _DOWN[style.down]
    if style.wrapped:
        found["wrapStrategy"] = "WRAP"
    if style.indent:
        left = _PADDING["left"] + _INDENT * style.indent
        found["padding"] = {**_PADDING, "left": left}
    if style.line:
        border = {"style": "SOLID", "colorStyle": color_style(style.line)}
        found["borders"] = {"bottom": border}
    return found


def highlight_format(style: Style) -> Json:
    """Builds the format of a conditional format, which shows colours, bold and struck alone."""
    found: Json = {}
    if style.fill:
        found["backgroundColorStyle"] = color_style(style.fill)
    of_text = style._replace(size=0, underlined=False)
    if text := text_format(of_text):
        found["textFormat"] = text
    return found

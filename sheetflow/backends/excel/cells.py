"""One answer -> the XML of its cell, from behind its style on (ECMA-376 part 1, 18.3.1.4 `c`).

Text is written inline, so the shared strings stay as they are, and is never a formula.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from sheetflow.backends.excel.text import escape
from sheetflow.model import CellError, Value, serial

LONGEST: Final = 32_767
"""Characters (UTF-16 units, as Excel counts) that a cell can hold."""

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_EDGE_BLANK: Final = re.compile(r"\A\s|\s\Z|[\n\t\r]|  ")


def text_xml(text: str) -> str:
    """Returns text for `<t>`: what XML forbids is dropped, what looks like `_x0041_` kept."""
    text = clip(_FORBIDDEN.sub("", text))
    return escape(_LOOKS_ESCAPED.sub("_x005F_", text)).replace("\r", "_x000D_")


def clip(text: str) -> str:
    """Cuts a text to LONGEST UTF-16 units, never through a character."""
    if len(text) <= LONGEST // 2:
        return text
    return text.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore")


def text_tail(text: str, prefix: str = "") -> bytes:
    """Returns the rest of a cell that holds this text."""
    p = prefix
    # Nearly all texts are plain; these looks take a fifth of the time of the careful way.
    if text.isprintable() and len(text) < 9_999 and not _needs_care(text):
        return f' t="inlineStr"><{p}is><{p}t>{text}</{p}t></{p}is></{p}c>'.encode()
    content = text_xml(text)
    space = ' xml:space="preserve"' if _EDGE_BLANK.search(content) else ""
    return f' t="inlineStr"><{p}is><{p}t{space}>{content}</{p}t></{p}is></{p}c>'.encode()


def _needs_care(text: str) -> bool:
    if "&" in text or "<" in text or ">" in text or "_x" in text:
        return True
    return "  " in text or text[:1] == " " or text[-1:] == " "


def value_tail(value: Value | date, prefix: str = "", *, date1904: bool = False) -> bytes:
    """Returns the rest of a cell that holds this value.

    `prefix` is that of the main namespace, with its colon.
    """
    match value:
        case None | "":
            return b"/>"
        case str():
            return text_tail(value, prefix)
        case date():
            return _typed("", str(serial(value, date1904=date1904)), prefix)
        case bool():
            return _typed(' t="b"', str(int(value)), prefix)
        case CellError():
            return _typed(' t="e"', escape(value.code), prefix)
        case _:
            return _typed("", repr(value), prefix)


def _typed(kind: str, value: str, prefix: str) -> bytes:
    return f"{kind}><{prefix}v>{value}</{prefix}v></{prefix}c>".encode()


def formula_tail(
    element: str, value: Value | date, prefix: str = "", *, date1904: bool = False
) -> bytes:
    """Returns the rest of a cell with a formula, given as its element `<f>`, and its result."""
    p = prefix
    match value:
        case None:
            return f">{element}</{p}c>".encode()
        case str():
            content = text_xml(value)
            space = ' xml:space="preserve"' if _EDGE_BLANK.search(content) else ""
            return f' t="str">{element}<{p}v{space}>{content}</{p}v></{p}c>'.encode()
        case _:
            kind, _, rest = value_tail(value, p, date1904=date1904).decode().partition(">")
            return f"{kind}>{element}{rest}".encode()

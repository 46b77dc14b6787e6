"""Number formats of an .xlsx file as Google Sheets writes them: a type and a pattern."""

from __future__ import annotations

import re
from typing import Final

from sheetflow.backends.google.grid import Json

_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.')
"""What is shown as it is: texts, single characters, and blanks of a character's width."""
_BRACKETS: Final = re.compile(r"\[[^\[\]]*\]")
_LOCALE: Final = re.compile(r"\[\$-[\dA-F,]*\]", re.IGNORECASE)
"""`[$-C0A]`: the language of a format. In Sheets that is the spreadsheet's."""
_CURRENCY: Final = re.compile(r"\[\$([^\[\]-]+)(?:-[\dA-F]*)?\]", re.IGNORECASE)
_ELAPSED: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_NOON: Final = re.compile(r"AM/PM", re.IGNORECASE)


def number_format(code: str) -> Json | None:
    """Returns the number format of a code as Excel writes it; None for the usual one."""
    pattern = _CURRENCY.sub(r'"\1"', _LOCALE.sub("", code))
    if pattern in ("", "General"):
        return None
    if pattern == "@":
        return {"type": "TEXT", "pattern": "@"}
    return {"type": _type_of(pattern), "pattern": _NOON.sub("am/pm", pattern)}


def _type_of(pattern: str) -> str:
    shown = _BRACKETS.sub("", _LITERAL.sub("", pattern)).lower()
    timed = bool(_ELAPSED.search(pattern)) or "h" in shown or "s" in shown
    dated = "y" in shown or "d" in shown or ("m" in shown and not timed)
    if timed:
        return "DATE_TIME" if dated else "TIME"
    if dated:
        return "DATE"
    if "%" in shown:
        return "PERCENT"
    return "SCIENTIFIC" if "e+" in shown else "NUMBER"

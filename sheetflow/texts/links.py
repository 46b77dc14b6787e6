"""Links that begin a message: mailto:, tel: and https://wa.me/, within the limits of each program.

Who reads a link sees no more than an address and a text: both are escaped, letter by letter.
"""

from __future__ import annotations

import re
from typing import Final

IN_A_FORMULA: Final = 255
"""Characters of an address in Excel's HYPERLINK."""
IN_A_CELL: Final = 2079
"""Characters of an address that is stored as the link of a cell."""

_PLAIN: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~@+")
_IN_TEXT: Final = _PLAIN - frozenset(b"@+")
_AROUND: Final = r"\s,;:<>()\[\]\"\\@"
"""Letters that stand around an address, never in it."""
_EMAIL: Final = re.compile(rf"(?<![^{_AROUND}])[^{_AROUND}]+@[^{_AROUND}]+\.[^{_AROUND}]+")
_NUMBER: Final = re.compile(r"(?:\+|\b)\d[\d \t\xa0().\-]*\d")
_LEAST_DIGITS: Final = 6
_MOST_DIGITS: Final = 15
"""Digits of a number: fewer are an extension, more are none (E.164)."""


def escaped(text: str, plain: frozenset[int] = _IN_TEXT) -> str:
    """Escapes a text for a link; line breaks as mail writes them."""
    lines = "\r\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    data = lines.encode("utf-8", "replace")
    return "".join(chr(byte) if byte in plain else f"%{byte:02X}" for byte in data)


def mailto(email: str, subject: str, body: str, limit: int = IN_A_CELL) -> str:
    """Returns the link that begins an email; blank without an address.

    What does not fit is cut at the end of the body, then of the subject, between two letters.
    """
    found = _EMAIL.search(email)
    if found is None:
        return ""
    link = f"mailto:{escaped(found[0], _PLAIN)}"
    if len(link) > limit:
        return ""
    link = _with(link, "?subject=", " ".join(subject.split()), limit)
    return _with(link, "&body=" if "?" in link else "?body=", body, limit)


def _with(link: str, name: str, text: str, limit: int) -> str:
    """Appends a field with as much of its text as fits; none where nothing does."""
    room, parts = limit - len(link) - len(name), list[str]()
    for sign in text.replace("\r\n", "\n"):
        part = escaped(sign)
        room -= len(part)
        if room < 0:
            break
        parts.append(part)
    return f"{link}{name}{''.join(parts)}" if parts else link


def tel(phone: str) -> str:
    """Returns the link that calls the first number of a cell; blank where there is none."""
    number = _number(phone)
    return f"tel:{number}" if number else ""


def whatsapp(phone: str, text: str, limit: int = IN_A_CELL) -> str:
    """Returns the link that begins a WhatsApp message; blank where the number says no country: it
    begins with neither + nor 00.
    """
    number = _number(phone)
    if not number.startswith("+"):
        return ""
    link = f"https://wa.me/{number[1:]}"
    return _with(link, "?text=", text, limit)


def _number(phone: str) -> str:
    """Returns the first number of a cell: its digits, after a + where it says the country."""
    found = _NUMBER.search(phone)
    if found is None:
        return ""
    text = found[0].replace("\xa0", " ")
    abroad = text.startswith(("+", "00"))
    if abroad:
        text = text.replace("(0)", "")
    digits = "".join(c for c in text if c in "0123456789")
    digits = digits.removeprefix("00") if abroad and not text.startswith("+") else digits
    if not _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return ""
    return f"+{digits}" if abroad else digits

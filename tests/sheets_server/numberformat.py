"""Numbers as text by a pattern: decimals, thousands, percents, currencies, sections, dates, times,
durations.

Tokens as in https://developers.google.com/sheets/api/guides/formats.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import NamedTuple

from tests.sheets_server.locales import Locale

EPOCH = datetime(1899, 12, 30)
"""Day 0 of serial dates."""

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<sign>[^\]-]*)(?:-[^\]]*)?\]|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]'
    r"|(?P<noon>am/pm|a/p)|(?P<date>y+|m+|d+|h+|s+)|(?P<number>[#0?][#0?,.]*(?:e[+-]0+)?|\.[0#]+)"
    r"|(?P<text>@)|_.|\*.|(?P<general>general)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_DATE_LETTERS = re.compile(r'"[^"]*"|\\.|\[\$[^\]]*\]|\[(?!h+\]|m+\]|s+\])[^\]]*\]')


class Token(NamedTuple):
    """One piece of a pattern: its kind (a group of _PIECE) and its text."""

    kind: str
    text: str


def general(value: int | float, locale: Locale) -> str:
    """A number without a format: ten significant digits, whole numbers up to fifteen, then with an
    exponent.
    """
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.10g}" if abs(value) < 1e15 else f"{value:.6g}"
    return text.upper().replace(".", locale.decimal)


def is_date_pattern(pattern: str) -> bool:
    """Whether a pattern shows a date, a time or a duration."""
    return bool(
        re.search(r"[ymdhs]", _DATE_LETTERS.sub("", pattern).lower().replace("general", ""))
    )


@cache
def tokens(section: str) -> tuple[Token, ...]:
    """A section of a pattern in pieces."""
    found = []
    for piece in _PIECE.finditer(section):
        kind = piece.lastgroup
        if kind:
            kept = "literal" if kind in ("quoted", "escaped", "sign", "other") else kind
            found.append(Token(kept, piece[kind]))
    return tuple(found)


def formatted(value: int | float, pattern: str, locale: Locale) -> str:
    """The number by the pattern; its sections are for positive, negative, zero (and text, which
    numbers never use).
    """
    sections = _sections(pattern)
    chosen, signed = sections[0], value < 0
    if value < 0 and len(sections) > 1:
        chosen, value, signed = sections[1], -value, False
    elif value == 0 and len(sections) > 2:
        chosen = sections[2]
    if is_date_pattern(chosen):
        return _moment(value, tokens(chosen), locale)
    text = "".join(_number_piece(abs(value), token, chosen, locale) for token in tokens(chosen))
    return "-" + text if signed and re.search(r"[1-9]", text) else text


@cache
def _sections(pattern: str) -> tuple[str, ...]:
    return tuple(re.findall(r'(?:\A|;)((?:"[^"]*"|\\.|[^;"\\])*)', pattern))[:4]


def _number_piece(value: int | float, token: Token, section: str, locale: Locale) -> str:
    if token.kind == "number":
        return _digits(value * 100 if "%" in section else value, token.text, locale)
    if token.kind in ("general", "text"):
        return general(value, locale)
    return token.text if token.kind == "literal" else ""


def _digits(value: int | float, shape: str, locale: Locale) -> str:
    """The digits of a number as `#,##0.00`, `0.0#`, `0.00E+00` … ask for; a comma at the end
    divides by thousands.
    """
    shape, _, exponent = shape.upper().partition("E")
    if exponent:
        mantissa, power = f"{value:.{len(shape.partition('.')[2])}E}".split("E")
        return mantissa.replace(".", locale.decimal) + f"E{int(power):+0{len(exponent)}d}"
    whole, _, fraction = shape.partition(".")
    scale = len(whole) - len(whole.rstrip(","))
    number = Decimal(repr(value)).scaleb(-3 * scale) if scale else Decimal(repr(value))
    rounded = f"{number.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP):f}"
    left, _, right = rounded.partition(".")
    right = right[: fraction.count("0")] + right[fraction.count("0") :].rstrip("0")
    needed = whole.replace(",", "").count("0")
    left = ("" if left == "0" and needed == 0 else left).zfill(needed)
    if "," in whole.rstrip(","):
        left = re.sub(r"(?<=\d)(?=(\d{3})+$)", locale.group, left)
    return left + (locale.decimal + right if right else "")


def _moment(serial: int | float, pieces: tuple[Token, ...], locale: Locale) -> str:
    """A serial date by the pieces of a pattern; m means minutes beside hours or seconds, else
    months.
    """
    moment = EPOCH + timedelta(seconds=round(serial * 86400))
    noon = any(piece.kind == "noon" for piece in pieces)
    text = ""
    for number, piece in enumerate(pieces):
        if piece.kind == "date":
            minutes = piece.text[0] in "mM" and _beside_time(pieces, number)
            text += _date_piece(moment, piece.text.lower(), locale, minutes=minutes, noon=noon)
        elif piece.kind == "noon":
            text += ("AM" if moment.hour < 12 else "PM")[: 1 if piece.text.lower() == "a/p" else 2]
        elif piece.kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[piece.text[0].lower()]
            text += str(int(round(serial * 86400) // unit)).zfill(len(piece.text))
        elif piece.kind == "literal":
            text += piece.text
    return text


def _beside_time(pieces: tuple[Token, ...], number: int) -> bool:
    near = [
        piece for piece in pieces if piece.kind in ("date", "elapsed") or piece is pieces[number]
    ]
    place = next(place for place, piece in enumerate(near) if piece is pieces[number])
    before = near[place - 1].text[0].lower() if place else ""
    after = near[place + 1].text[0].lower() if place + 1 < len(near) else ""
    return before == "h" or after == "s"


def _date_piece(moment: datetime, code: str, locale: Locale, *, minutes: bool, noon: bool) -> str:
    if code[0] == "y":
        return f"{moment.year % 100:02d}" if len(code) <= 2 else str(moment.year)
    if code[0] == "m" and not minutes:
        names = {3: locale.short_months, 4: locale.months}.get(len(code))
        return names[moment.month - 1] if names else str(moment.month).zfill(min(len(code), 2))
    if code[0] == "d" and len(code) > 2:
        name = locale.days[moment.weekday()]
        return name if len(code) > 3 else name[:3]
    hour = (moment.hour % 12 or 12) if noon else moment.hour
    part = {"m": moment.minute, "d": moment.day, "h": hour, "s": moment.second}[code[0]]
    return str(part).zfill(min(len(code), 2))

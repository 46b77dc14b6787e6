"""One cell's value -> the amount of money it says, or BAD; never a guess between a thousand and its
thousandth.

A lone sign before three digits groups thousands in one country and begins decimals in another.
Nobody prices with three decimals: where that sign groups thousands, it is read so, else it is left
unread. All other texts tell by themselves which sign begins their decimals.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from sheetflow.decide.vocabulary import DECIMAL_POINT, MULTIPLIERS, NO_DECIMAL_SIGN
from sheetflow.model import CellError, Value
from sheetflow.parse.values import BAD, Unreadable, is_blank, text_of

_AMOUNT: Final = re.compile(r"[^\d\-+.,]{0,6}([-+]?\d(?:[\d.,' ]*\d)?)([^\d.,]{0,6})")
_TOO_MUCH: Final = 1e300
_NOT_OF_UNIT: Final = re.compile(r"[ €$£]")


def decimal_sign(language: str, country: str | None) -> str | None:
    """Returns the sign before decimals: that of the country, else of the language; None where it
    is not known.
    """
    code = (country or "").upper().partition("-")[0]
    if not code:
        return "," if language == "es" else "."
    if code in NO_DECIMAL_SIGN:
        return None
    return "." if code in DECIMAL_POINT else ","


class AmountReader:
    """Reads the amounts of one column, and counts the signs that its texts settle."""

    def __init__(self, decimal: str | None) -> None:
        self.decimal = decimal
        """The sign before decimals, where a text leaves it open."""
        self._settled = Counter[str]()

    def __call__(self, value: Value) -> float | Unreadable | None:
        """Returns a number, or a text that writes one with currency and separators, as a float;
        None where it is blank, else BAD.
        """
        if value is None or is_blank(value):
            return None
        if isinstance(value, bool | CellError):
            return BAD
        if not isinstance(value, str):
            return float(value) if abs(value) < _TOO_MUCH else BAD
        digits = _digits_of(text_of(value))
        return BAD if digits is None else self._read(digits)

    def settled(self, default: str | None) -> str | None:
        """Returns the sign before decimals that most texts settle, else the default."""
        points, commas = self._settled["."], self._settled[","]
        if points == commas:
            return default
        return "." if points > commas else ","

    def _read(self, digits: str) -> float | Unreadable:
        signs = [c for c in digits if c in ".,"]
        decimal = _own_decimal(digits, signs) if signs else "."
        if decimal is None:
            return BAD
        if signs and decimal:
            self._settled[decimal] += 1
        elif not decimal and self.decimal in (None, signs[0]):
            return BAD
        amount = _with_decimals(digits, decimal or self.decimal)
        return amount if abs(amount) < _TOO_MUCH else BAD


def _digits_of(text: str) -> str | None:
    """Returns the digits and signs of an amount, without its currency; None where it is none."""
    match = _AMOUNT.fullmatch(text)
    if match is None or _NOT_OF_UNIT.sub("", match[2]).lower() in MULTIPLIERS:
        return None
    return re.sub(r"[' ]", "", match[1])


def _own_decimal(digits: str, signs: list[str]) -> str | None:
    """Returns the sign before decimals that an amount tells by itself, blank where it leaves it
    open, None where it is no amount.
    """
    last = signs[-1]
    before, _, behind = digits.rpartition(last)
    if len(set(signs)) == 2:  # 1.234,56
        return last if signs.count(last) == 1 else None
    if len(signs) > 1:  # 1.234.567
        return _other(last) if len(behind) == 3 else None
    whole = before.lstrip("+-")
    may_group = len(behind) == 3 and len(whole) <= 3 and int(whole) > 0
    return "" if may_group else last  # 12,5


def _with_decimals(digits: str, decimal: str | None) -> float:
    return float(digits.replace("." if decimal == "," else ",", "").replace(",", "."))


def _other(sign: str) -> str:
    return "," if sign == "." else "."

"""One cell's value -> text, yes/no, count. Dates are in dates.py, amounts in amounts.py. Nothing
here ever raises.
"""

from __future__ import annotations

from typing import Final

from sheetflow.columns import fold
from sheetflow.decide.vocabulary import BLANKS, NO, YES
from sheetflow.model import CellError, Value


class Unreadable:
    """The type of BAD: the cell is filled, and we cannot read it."""

    def __repr__(self) -> str:
        return "BAD"


BAD: Final = Unreadable()


def text_of(value: Value) -> str:
    """Returns the text a person sees in a cell, without outer spaces; '' for blanks and errors."""
    if isinstance(value, str):
        text = value.replace("\xa0", " ").strip()
        return "" if text.lower() in BLANKS else text
    if value is None or isinstance(value, CellError):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(int(value)) if value == value // 1 and abs(value) < 1e15 else repr(value)


def is_blank(value: Value) -> bool:
    """Returns whether a cell is empty, spaces, `-`, `–` or `n/a`; an error value is not blank."""
    return value is None or (isinstance(value, str) and not text_of(value))


_NO_PHASE: Final = frozenset({"", "unknown", "desconocida", "desconocido"})


def says_phase(value: Value) -> bool:
    """Returns whether a cell notes a phase: it is filled, and not with the word unknown."""
    return fold(text_of(value)) not in _NO_PHASE


def yes_no(value: Value) -> bool | Unreadable | None:
    """Reads yes or no; None when blank, BAD when it says neither."""
    if is_blank(value):
        return None
    word = fold(text_of(value))
    if word in YES:
        return True
    return False if word in NO else BAD


def count_of(value: Value) -> int | Unreadable | None:
    """Reads a whole number >= 0, or text that spells one; None when blank, BAD otherwise."""
    if value is None or is_blank(value):
        return None
    if isinstance(value, bool | CellError):
        return BAD
    if isinstance(value, str):
        digits = text_of(value)
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else BAD
    return int(value) if 0 <= value < 1e9 and value == int(value) else BAD

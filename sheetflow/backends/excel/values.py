"""Reads the value of a cell from its bytes.

A *tail* is what a cell says apart from its reference and style: attributes, `>`, content; closing
tags may be cut off. `<c r="B2" s="4" t="s"><v>20</v></c>` has the tail ` t="s"><v>20<`. Cell types:
ECMA-376 part 1, 18.18.11 ST_CellType.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Final, cast

from sheetflow.backends.excel.scan import ATTRIBUTES, attributes
from sheetflow.backends.excel.strings import SharedStrings
from sheetflow.backends.excel.text import unescape, without_phonetics
from sheetflow.errors.files import NotWellFormed, SharedTextMissing
from sheetflow.model import CellError, Value

MEMO_SIZE: Final = 50_000
"""Distinct cells that are remembered before all are forgotten, so that RAM stays flat."""

NOT_CALCULATED: Final = CellError("#CALC!")
"""The value of a formula without a result: some programs write formulas and do not calculate."""

_PREFIX: Final = rb"(?:[^\s<>/:]++:)?+"
_TAIL: Final = re.compile(rb"(%s)/?(?:>(.*))?" % ATTRIBUTES, re.DOTALL)
_V: Final = re.compile(rb"<%sv(?:\s[^<>]*+)?+>([^<]*+)<" % _PREFIX)
_T: Final = re.compile(rb"<%st(?:\s[^<>]*+)?+>([^<]*+)<" % _PREFIX)
_IS: Final = re.compile(rb"<%sis[\s/>]" % _PREFIX)
_INTEGER: Final = re.compile(rb"-?[0-9]{1,15}")
_NUMBER: Final = re.compile(rb"[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?")
_LARGEST: Final = 10**15 - 1
_INFINITE: Final = (float("inf"), float("-inf"))


class Cells(dict[bytes, Value]):
    """Tails -> values, each distinct tail parsed once; `column` does a whole column at a time.

    Whole numbers of up to 15 digits written without point or exponent are int, all others float;
    dates are serials; a number that is none is text; empty text is None. `t="d"` dates are ISO
    text. A formula that was never calculated is NOT_CALCULATED: the cell is filled, but nobody
    knows with what. `met_formula` tells whether any tail held a formula.
    """

    def __init__(self, strings: SharedStrings, prefix: bytes = b"") -> None:
        super().__init__()
        self.met_formula = False
        self._strings = strings
        self._shared = b' t="s"><%sv>' % prefix
        self._inline = b' t="inlineStr"><%sis><%st>' % (prefix, prefix)
        self._inline_ends = (b"</%st><" % prefix, b"<")
        self._number_start = b"><%sv>" % prefix
        self._formula = re.compile(rb"<%sf(?:[\s/>]|$)" % re.escape(prefix))

    def __missing__(self, tail: bytes) -> Value:
        if len(self) >= MEMO_SIZE:
            self.clear()
        value = self[tail] = self._parse(tail)
        return value

    def column(self, tails: Sequence[bytes], *, varied: bool) -> tuple[list[Value], bool]:
        """Returns the values of a column, in which b"" is no cell, and whether they are `varied`.

        Varied values are mostly different from each other: they are converted in one go, others
        through the memo.
        """
        if varied and (values := self._at_once(tails)) is not None:
            return values, True
        known = len(self)
        values = list(map(self.__getitem__, tails))
        return values, 2 * (len(self) - known) > len(tails)

    def _at_once(self, tails: Sequence[bytes]) -> list[Value] | None:
        """Converts a column of one kind: shared strings, plain numbers, or plain inline strings.

        None for any other.
        """
        filled = [tail for tail in tails if tail] if b"" in tails else tails
        joined = b"".join(filled)
        values: list[Value] | None = None
        if joined.startswith(self._shared):
            values = self._shared_texts(joined, len(filled))
        elif joined.startswith(self._number_start):
            values = self._plain_numbers(joined, len(filled))
        elif joined.startswith(self._inline):
            values = self._inline_texts(b"\0".join(filled), len(filled))
        if values is None or len(filled) == len(tails):
            return values
        source = iter(values)
        return [next(source) if tail else None for tail in tails]

    def _shared_texts(self, joined: bytes, count: int) -> list[Value] | None:
        numbers = _literals(joined, self._shared)
        if len(numbers) != count or b"." in joined or b"-" in joined:
            return None
        try:
            return list(map(self._strings.getter(), cast(list[int], numbers)))
        except (IndexError, TypeError):
            raise SharedTextMissing from None

    def _plain_numbers(self, joined: bytes, count: int) -> list[Value] | None:
        numbers = _literals(joined, self._number_start)
        # Longer ones are floats, which is left to _number.
        if len(numbers) != count or max(numbers) > _LARGEST or min(numbers) < -_LARGEST:
            return None
        return list(numbers)

    def _inline_texts(self, joined: bytes, count: int) -> list[Value] | None:
        for end in self._inline_ends:
            if joined.endswith(end):
                # Whether the tail holds the end of the text element depends on the expression that
                # matched.
                bare = joined[len(self._inline) : -len(end)]
                bare = bare.replace(end + b"\0" + self._inline, b"\0")
                if b"<" in bare or bare.count(b"\0") != count - 1:
                    return None
                return _inline_texts(bare)
        return None

    def _parse(self, tail: bytes) -> Value:
        if tail.startswith(self._number_start) and tail.endswith(b"<") and tail.count(b"<") == 2:
            return _number(tail[len(self._number_start) : -1])
        match = _TAIL.fullmatch(tail)
        if match is None:
            raise NotWellFormed
        kind = attributes(match[1]).get(b"t", b"n") if b"t" in match[1] else b"n"
        content: bytes = match[2] or b""
        is_formula = b"f" in content and self._formula.search(content) is not None
        self.met_formula = self.met_formula or is_formula
        if kind == b"inlineStr" and _IS.search(content):
            return inline_text(content) or None
        found = _V.search(content)
        raw = found[1] if found else b""
        # Excel writes a calculated "" as t="str" without a value.
        if kind != b"str" and not raw.strip() and is_formula:
            return NOT_CALCULATED
        return _KINDS.get(kind, _number)(raw) if kind != b"s" else self._shared_text(raw.strip())

    def _shared_text(self, raw: bytes) -> Value:
        if not raw:
            return None
        if not raw.isdigit() or len(raw) > 12:
            raise SharedTextMissing
        try:
            return self._strings[int(raw)] or None
        except IndexError:
            raise SharedTextMissing from None


def tail_of(kind: bytes, content: bytes, prefix: bytes) -> bytes:
    """Returns the tail of a cell of type `kind`, b"" for none, cut off as the fast way cuts it."""
    start = b' t="%s">' % kind if kind else b">"
    return start + content.removesuffix(b"/%sv>" % prefix) if content else b""


def inline_text(content: bytes) -> str:
    """Returns the text of `<is>` or `<si>` content: runs joined, phonetic guides left out."""
    return "".join(unescape(match[1]) for match in _T.finditer(without_phonetics(content)))


def _literals(joined: bytes, start: bytes) -> list[int | float]:
    """Returns the numbers of joined tails that all are `start`, number, `<`; else none."""
    bare = joined[len(start) : -1].replace(b"<" + start, b",")
    if bare.translate(None, b"0123456789.,-eE"):
        return []
    try:
        # The JSON parser reads a list of numbers three times faster than int() does one by one.
        numbers: list[int | float] = json.loads(b"[%s]" % bare)
    except ValueError:
        return []
    return numbers


def _inline_texts(bare: bytes) -> list[Value]:
    if b"&" in bare or b"_x" in bare:
        return [unescape(part) or None for part in bare.split(b"\0")]
    return [text or None for text in unescape(bare).split("\0")]


def _number(raw: bytes) -> Value:
    text = raw.strip()
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and (number := float(text)) not in _INFINITE:
        return number
    return unescape(raw) or None


def _boolean(raw: bytes) -> Value:
    text = raw.strip()
    return {b"1": True, b"true": True, b"0": False, b"false": False}.get(text) if text else None


def _error(raw: bytes) -> Value:
    return CellError(unescape(raw.strip())) if raw.strip() else None


def _text(raw: bytes) -> Value:
    return unescape(raw) or None


_KINDS: Final[dict[bytes, Callable[[bytes], Value]]] = {
    b"b": _boolean,
    b"e": _error,
    b"str": _text,
    b"inlineStr": _text,
    b"d": _text,
    b"n": _number,
}

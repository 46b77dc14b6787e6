"""What a report is made of: lines of spans, each a text with its style, for whoever paints them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

_STEERING: Final = r"\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
STEERING: Final = re.compile(f"[{_STEERING}]")
"""What JSON does not spell by itself: controls of terminals, ends of lines, turns of direction."""
_UNSAFE: Final = re.compile(rf"[\x00-\x1f{_STEERING}]")


class Span(NamedTuple):
    """A text in one style; `status` gives it the colours that this status has in the sheet."""

    text: str
    bold: bool = False
    dim: bool = False
    status: str = ""


Line = tuple[Span, ...]


def line(*parts: Span | str) -> Line:
    """Returns a line of spans and of texts without a style."""
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts)


def badge(text: str, status: str) -> Span:
    """Returns a text in the colours of a status, with room around it."""
    return Span(f" {text} ", status=status)


def plain(shown: Line) -> str:
    """Returns a line without its styles."""
    return "".join(span.text for span in shown)


def safe(text: str) -> str:
    """Returns a text without control characters: a cell must not steer somebody's terminal."""
    return _UNSAFE.sub("·", text)


# ── how lines fit a terminal ──────────────────────────────────────────────────────────────────

WIDTH: Final = 80
"""Columns, where nobody knows better."""

_KEEP: Final = "\xa0"
"""A space at which no line breaks; it is shown as a plain one."""

_TOKENS: Final = re.compile(r" +|[^ ]+")

_Chunk = tuple[list[Span], list[Span]]
"""Spaces, and the word behind them, each in its styles."""


def width_of(text: str) -> int:
    """Returns how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def together(text: str) -> str:
    """Returns a text that no line breaks; shown, it is the same."""
    return text.replace(" ", _KEEP)


def cut(text: str, room: int, tail: str = "") -> str:
    """Returns a text that takes at most so many columns, cut behind a word; `tail` stays."""
    if width_of(text + tail) <= room:
        return text + tail
    room = max(room - width_of(tail) - 1, 1)
    kept = ""
    for word in _TOKENS.findall(text):
        if width_of(kept + word) > room:
            break
        kept += word
    if not kept:
        # a word that is longer than the line
        kept = text[: max(n for n in range(room + 1) if width_of(text[:n]) <= room)]
    return kept.rstrip(" ,;:.") + "…" + tail


def wrapped(shown: Line, width: int, indent: int = 4) -> Iterator[Line]:
    """Breaks a line between words where it is wider; what goes on below is indented."""
    row, used, filled = list[Span](), 0, False
    for gap, word in _chunks(shown):
        needed = _width(gap) + _width(word)
        if filled and used + needed > width:
            yield tuple(row)
            row, used, gap, needed = [Span(" " * indent)], indent, [], _width(word)
        row += [*gap, *word]
        used += needed
        filled = True
    yield tuple(row)


def _chunks(shown: Line) -> Iterator[_Chunk]:
    """Yields the words of a line; one may go on in another style, and a badge is one."""
    gap, word = list[Span](), list[Span]()
    for span in shown:
        tokens = [span.text] if span.status else _TOKENS.findall(span.text)
        for token in tokens:
            if token.isspace() and token[0] == " " and not span.status:
                if word:
                    yield gap, word
                    gap, word = [], []
                gap.append(span._replace(text=token))
            else:
                word.append(span._replace(text=token.replace(_KEEP, " ")))
    if word:
        yield gap, word


def _width(spans: list[Span]) -> int:
    return sum(width_of(span.text) for span in spans)


def wrapped_text(text: str, width: int, indent: int = 4) -> Iterator[str]:
    """Breaks a text between words."""
    return map(plain, wrapped(line(text), width, indent))

"""What a report is made of: lines of spans, each a text with its style, for whoever paints them."""

from __future__ import annotations

import re
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

"""The Messages tab: texts to send, which people write as they like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sheetflow.columns import TABS, fold
from sheetflow.model import Cell, ColumnLook, FilledDown, Highlight, NewTab, Page, Style, Value
from sheetflow.starter.tabs.looks import HEADING, HEADING_HEIGHT, OUR_HEADING, TYPED, headings, ours
from sheetflow.texts.render import choose

_WIDTHS: Final = {
    "stage": 18, "etapa": 18, "touch": 9, "toque": 9, "step": 30, "paso": 30, "message": 22,
    "mensaje": 22, "language": 9, "idioma": 9, "subject": 34, "asunto": 34, "text": 84, "texto": 84,
    "check": 34, "revision": 34,
}  # fmt: skip
"""Folded heading -> width in characters."""
_OURS: Final = frozenset({"check", "revision"})
"""Headings of what the workbook tells about a text."""
_USUAL: Final = 20


def messages_tab(
    lang: str,
    rows: Sequence[Sequence[Value]],
    *,
    checks: Mapping[str, str] | None = None,
    highlights: Sequence[Highlight] = (),
) -> NewTab:
    """Returns the Messages tab; the first of the rows is the heading.

    `checks` maps a heading of ours to the formula of its first row (no `=`), which is filled down.
    """
    titles = [fold(str(title)) for title in rows[0]]
    looks = {at: ColumnLook(_WIDTHS.get(t, _USUAL), _style(t)) for at, t in enumerate(titles)}
    texts = (tuple(Cell(v, looks[at].style) for at, v in enumerate(row)) for row in rows[1:])
    filled = (
        FilledDown(titles.index(fold(title)), 2, len(rows), text, _style(fold(title)))
        for title, text in (checks or {}).items()
    )
    return NewTab(
        choose(TABS["messages"], lang),
        (_titles(rows[0]), *texts),
        columns=looks,
        heights={1: HEADING_HEIGHT},
        filled=tuple(filled),
        highlights=tuple(highlights),
        page=Page(titles="1:1"),
        first="A2",
    )


def _titles(texts: Sequence[Value]) -> tuple[Cell | None, ...]:
    return tuple(
        Cell(title.content, OUR_HEADING) if title and fold(str(title.content)) in _OURS else title
        for title in headings(texts, HEADING)
    )


def _style(title: str) -> Style:
    style = TYPED._replace(down="top", wrapped=True, unlocked=True)
    return ours(style) if title in _OURS else style

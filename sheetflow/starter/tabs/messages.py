"""The Messages tab: texts to send, which people write as they like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sheetflow.columns import TABS, by_word, fold
from sheetflow.model import Cell, ColumnLook, FilledDown, NewTab, Page, Value
from sheetflow.palette import LINE
from sheetflow.starter.tabs.live import NOT_LIVE, Live
from sheetflow.starter.tabs.looks import (
    HEADING,
    HEADING_HEIGHT,
    OUR_HEADING,
    TYPED,
    Row,
    height_of,
    ours,
    put,
)
from sheetflow.texts.render import choose

_WIDTHS: Final = (
    (8, ("touch", "toque")),
    (11, ("language", "idioma")),
    (12, ("channel", "canal")),
    (17, ("stage", "etapa")),
    (20, ("message", "mensaje")),
    (23, ("check", "revision")),
    (26, ("step", "paso", "subject", "asunto")),
    (72, ("text", "texto")),
)
"""Characters of the columns under these headings, folded."""
_WIDTH_OF: Final = by_word(_WIDTHS)
_OURS: Final = frozenset({"check", "revision"})
"""Headings of what the workbook tells about a text."""
_USUAL: Final = 20
ROOM: Final = 20
"""Rows below the last text whose texts are checked, too."""


def messages_tab(lang: str, rows: Sequence[Sequence[Value]], live: Live = NOT_LIVE) -> NewTab:
    """Returns the Messages tab; the first of the rows is the heading."""
    titles = [fold(str(title)) for title in rows[0]]
    looks = {at: _look(title) for at, title in enumerate(titles)}
    cells = (_headings(rows[0]), *(put(row, looks) for row in rows[1:]))
    filled = list[FilledDown]()
    for title, text in live.formulas.items():
        at = titles.index(fold(title))
        nothing = dict.fromkeys(range(2, len(rows) + ROOM + 1), "")
        filled.append(FilledDown(at, 2, len(rows) + ROOM, text, looks[at].style, nothing))
    heights = {1: HEADING_HEIGHT}
    for number, row in enumerate(rows[1:], 2):
        heights[number] = height_of((v, looks[at].width) for at, v in enumerate(row))
    tab = NewTab(choose(TABS["messages"], lang), cells, columns=looks, heights=heights)
    tab = replace(tab, filled=tuple(filled), highlights=tuple(live.highlights))
    return replace(tab, page=Page(titles="1:1"), first="A2")


def _headings(titles: Sequence[Value]) -> Row:
    ours = (fold(str(title)) in _OURS for title in titles)
    styles = (OUR_HEADING if is_ours else HEADING for is_ours in ours)
    return tuple(Cell(title, style) for title, style in zip(titles, styles, strict=True))


def _look(title: str) -> ColumnLook:
    style = TYPED._replace(down="top", wrapped=True, unlocked=True, line=LINE)
    return ColumnLook(_WIDTH_OF.get(title, _USUAL), ours(style) if title in _OURS else style)

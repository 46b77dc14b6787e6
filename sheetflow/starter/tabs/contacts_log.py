"""The Contacts log: one line per contact, with room for a thousand; it may stay empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sheetflow.columns import TABS
from sheetflow.formulas.layout import LOG_LINES
from sheetflow.model import ColumnLook, Formula, NewTab, Page, Validation, Value, column_letters
from sheetflow.parse.contacts_log import HEADINGS
from sheetflow.starter.tabs import leads
from sheetflow.starter.tabs.choices import (
    LOG_CHOICES,
    LOG_OWN_WORDS,
    TODAY_KEYS,
    dates,
    from_cells,
    from_list,
    prompted,
)
from sheetflow.starter.tabs.guide_texts import LOG
from sheetflow.starter.tabs.looks import (
    CENTRED,
    DATE_FORMATS,
    HEADING_HEIGHT,
    TYPED,
    Row,
    as_sentence,
    cells_of,
    fixed,
    headings,
    put,
    top_line,
)
from sheetflow.texts.render import choose

WIDTHS: Final = {
    "date": 13,
    "lead": 24,
    "way": 11,
    "channel": 12,
    "message": 18,
    "effort": 20,
    "opened": 9,
    "reaction": 12,
    "phase": 18,
    "agreement": 30,
    "agreed_for": 13,
    "kept": 10,
    "announced": 13,
    "note": 40,
}
"""Key of a column -> its width in characters."""
KEYS: Final = tuple(WIDTHS)
HEADING_ROW: Final = 2
FIRST_LINE: Final = 3
LAST_LINE: Final = FIRST_LINE + LOG_LINES - 1
"""The formulas read a thousand lines."""

_FILTER: Final = f"A{HEADING_ROW}:{column_letters(len(KEYS) - 1)}{LAST_LINE}"
_DATES: Final = frozenset({"date", "agreed_for", "announced"})
_CENTRED: Final = _DATES | {"way", "opened", "kept"}
_FULL: Final = (
    "The log is full: the formulas read lines down to row {0}. Delete old lines, or run sheetflow.",
    "El registro está lleno: las fórmulas leen hasta la fila {0}. Borre líneas antiguas o ejecute "
    "sheetflow.",
)

Line = Mapping[str, Value | date]
"""Key of a column -> what a person typed."""


def log_tab(lang: str, lines: Sequence[Line] = ()) -> NewTab:
    """Returns the Contacts log with these lines in it."""
    looks = {at: _look(key, lang) for at, key in enumerate(KEYS)}
    titles = headings(_title(key, lang) for key in KEYS)
    rows = (put(map(line.get, KEYS), looks) for line in lines)
    heights = {1: 20, HEADING_ROW: HEADING_HEIGHT}
    cells = (_top(lang), titles, *rows)
    tab = NewTab(choose(TABS["log"], lang), cells, columns=looks, heights=heights)
    page = Page(titles=f"{HEADING_ROW}:{HEADING_ROW}")
    tab = replace(tab, frozen=(HEADING_ROW, 2), page=page, first=f"A{FIRST_LINE}")
    return replace(tab, filter=_FILTER, validations=tuple(_checks(lang)))


def _top(lang: str) -> Row:
    """Returns the first row: it says when a line is below the last one that formulas read."""
    text = choose(_FULL, lang).format(LAST_LINE)
    full = Formula(f'IF(COUNTA($B:$B)>COUNTA($B$1:$B${LAST_LINE}),"{text}","")', "")
    return top_line(full, len(KEYS))


def _title(key: str, lang: str) -> str:
    return choose(HEADINGS[key][:2], lang)


def _look(key: str, lang: str) -> ColumnLook:
    style = CENTRED if key in _CENTRED else TYPED
    if key in _DATES:
        style = style._replace(number_format=choose(DATE_FORMATS, lang))
    return ColumnLook(WIDTHS[key], style)


def _checks(lang: str) -> Iterator[Validation]:
    """Yields a check per column that asks back, and what the cells of the first line hold."""
    for at, key in enumerate(KEYS):
        title, text = _title(key, lang), as_sentence(choose(LOG[key], lang))
        if key in _DATES:
            check = dates([cells_of(at, FIRST_LINE, LAST_LINE)], lang)
            yield prompted(check, title, f"{text} {choose(TODAY_KEYS, lang)}")
            continue
        yield prompted(_check(key, cells_of(at, FIRST_LINE, FIRST_LINE), lang), title, text)
        others = _check(key, cells_of(at, FIRST_LINE + 1, LAST_LINE), lang)
        if others.kind != "any":
            yield others


def _check(key: str, cells: str, lang: str) -> Validation:
    if key == "lead":
        names = fixed(choose(leads.NAMES, lang), 0, leads.FIRST_ROW_OF_LEADS, leads.LAST_FILLED_ROW)
        return from_cells([cells], names, lang, own=True)
    if key in LOG_CHOICES:
        return from_list([cells], choose(LOG_CHOICES[key], lang), lang, own=key in LOG_OWN_WORDS)
    return Validation((cells,))

"""The leads tab: answers first, then what people fill daily, the rest folded away.

It is a plain range with a filter, no Excel table: people copy the tab, paste blocks from elsewhere
and leave rows blank, and a table refuses or half-follows each of these in LibreOffice and Google
above all. Row 1 is blank unless something is to be said, row 2 holds the headings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from sheetflow.columns import OWNED, OWNED_KEYS, PEOPLE, Column
from sheetflow.formulas.layout import LEAD_ROWS
from sheetflow.model import (
    Cell,
    ColumnLook,
    FilledDown,
    Highlight,
    NewTab,
    Page,
    Style,
    Validation,
    Value,
    column_letters,
)
from sheetflow.palette import COLOURED, LOOKS, formula
from sheetflow.starter.tabs.choices import (
    LEAD_WORDS,
    OWN_WORDS,
    TODAY_KEYS,
    dates,
    from_cells,
    from_list,
    numbers,
    people_cells,
    prompted,
    stage_cells,
)
from sheetflow.starter.tabs.guide_texts import FIRST_ROW
from sheetflow.starter.tabs.guide_texts import PEOPLE as PEOPLE_TEXTS
from sheetflow.starter.tabs.live import NOT_LIVE, Live
from sheetflow.starter.tabs.looks import (
    CENTRED,
    DATE_FORMATS,
    HEADING,
    HEADING_HEIGHT,
    OUR_HEADING,
    TEXT_FORMAT,
    TYPED,
    as_sentence,
    cells_of,
    fixed,
    ours,
    put,
    top_line,
)
from sheetflow.texts.notes import HOLDS, heading_note
from sheetflow.texts.render import choose


class Place(NamedTuple):
    """A column of the tab: its key, its width in characters, whether it is folded away."""

    key: str
    width: int
    folded: bool = False


PLACES: Final = (
    Place("name", 21),
    Place("status", 17),
    Place("next_contact", 14),
    Place("overdue", 9),
    Place("next_step", 46),
    Place("last_contact", 13),
    Place("last_reply", 13),
    Place("agreement", 26),
    Place("agreed_for", 13),
    Place("stage", 17),
    Place("phone", 18),
    Place("email", 34),
    Place("company", 24, True),
    Place("owner", 14, True),
    Place("announced_for", 13, True),
    Place("appointment", 13, True),
    Place("confirmed", 12, True),
    Place("not_before", 13, True),
    Place("phase", 18, True),
    Place("value", 11, True),
    Place("source", 16, True),
    Place("created", 13, True),
    Place("kind", 13, True),
    Place("segment", 12, True),
    Place("fit", 11, True),
    Place("do_not_contact", 12, True),
    Place("attempts", 10, True),
    Place("notes", 44, True),
    Place("touches", 9, True),
    Place("interest", 9, True),
    Place("flags", 32, True),
    Place("why", 70, True),
    Place("id", 12, True),
)
"""From left to right. Down to the stage they come to the width of a laptop's screen."""
KEYS: Final = tuple(place.key for place in PLACES)
SHOWN: Final = tuple(place for place in PLACES if not place.folded)

NAMES: Final = ("Leads", "Contactos")
"""What the tab is called."""
HEADING_ROW: Final = 2
FIRST_ROW_OF_LEADS: Final = 3
LAST_FILLED_ROW: Final = FIRST_ROW_OF_LEADS + LEAD_ROWS - 1
"""So far the formulas are filled down."""
LAST_ROW: Final = 1_048_576
"""The last row that Excel has: checks and colours go on below the formulas."""

_ROW_HEIGHT: Final = 30
"""Points: two lines, for the next step and the agreement. A program does not make a row taller for
what a formula says, so each row has its height from the start."""
_SHORTEST_PRINT: Final = 20
"""So many rows are printed at least."""
_WRAPPED: Final = frozenset({"next_step", "agreement", "notes", "flags", "why"})
_FORMATS: Final = {
    **dict.fromkeys(("phone", "id"), TEXT_FORMAT),
    **dict.fromkeys(("overdue", "touches", "interest"), "0"),
    "value": "#,##0",
}
_COUNTS: Final = frozenset({"attempts"})
_FILTER: Final = f"A{HEADING_ROW}:{column_letters(len(PLACES) - 1)}{LAST_FILLED_ROW}"
_COLUMNS: Final = {column.key: column for column in (*PEOPLE, *OWNED)}

Lead = Mapping[str, Value | date]
"""Key of a column -> what a person typed."""


def leads_tab(lang: str, live: Live = NOT_LIVE, leads: Sequence[Lead] = ()) -> NewTab:
    """Returns the leads tab with these formulas, and with these leads in its first rows."""
    looks = {at: _look(place, lang) for at, place in enumerate(PLACES)}
    filled = (_filled(key, text, looks) for key, text in live.formulas.items())
    rows = (put(map(lead.get, KEYS), looks) for lead in leads)
    cells = (
        top_line(live.message, len(PLACES), KEYS.index("status")),
        tuple(_headings(lang)),
        *rows,
    )
    tab = NewTab(choose(NAMES, lang), cells, columns=looks, heights=_heights())
    tab = replace(tab, filled=tuple(filled), frozen=(HEADING_ROW, 2), filter=_FILTER)
    checks = (*_checks(lang), *_heading_notes(lang))
    colours = (*live.highlights, *status_highlights())
    first = f"A{FIRST_ROW_OF_LEADS}"
    return replace(tab, validations=checks, highlights=colours, page=_page(lang), first=first)


def _heights() -> dict[int, int]:
    leads = range(FIRST_ROW_OF_LEADS, LAST_FILLED_ROW + 1)
    return {1: 20, HEADING_ROW: HEADING_HEIGHT, **dict.fromkeys(leads, _ROW_HEIGHT)}


def heading(key: str, lang: str) -> str:
    """Returns the heading of a column."""
    return choose((_COLUMNS[key].en, _COLUMNS[key].es), lang)


def status_highlights() -> Iterator[Highlight]:
    """Yields the colours of the statuses, as a sync of the workbook writes them."""
    letters = column_letters(KEYS.index("status"))
    places = (KEYS.index(key) for key in COLOURED)
    cells = " ".join(cells_of(at, FIRST_ROW_OF_LEADS, LAST_ROW) for at in places)
    for status in LOOKS:
        look = LOOKS[status]
        paint = Style(look.fill, look.text, bold=look.bold)
        yield Highlight(cells, formula(status, letters, FIRST_ROW_OF_LEADS), paint)


def _headings(lang: str) -> Iterator[Cell]:
    for place in PLACES:
        style = OUR_HEADING if place.key in OWNED_KEYS else HEADING
        if _is_centred(_COLUMNS[place.key]):
            style = style._replace(across="center", indent=0)
        yield Cell(heading(place.key, lang), style)


def _is_centred(column: Column) -> bool:
    return column.kind in ("date", "flag", "number") and column.key != "value"


def _look(place: Place, lang: str) -> ColumnLook:
    column = _COLUMNS[place.key]
    style = CENTRED if _is_centred(column) else TYPED
    if column.kind == "date":
        style = style._replace(number_format=choose(DATE_FORMATS, lang))
    else:
        style = style._replace(number_format=_FORMATS.get(place.key, ""))
    if place.key in _WRAPPED:
        style = style._replace(wrapped=True)
    if place.key == "value":
        style = style._replace(across="right")
    if place.key in OWNED_KEYS:
        style = ours(style)
    return ColumnLook(place.width, style, level=int(place.folded), hidden=place.folded)


def _filled(key: str, text: str, looks: Mapping[int, ColumnLook]) -> FilledDown:
    at = KEYS.index(key)
    return FilledDown(at, FIRST_ROW_OF_LEADS, LAST_FILLED_ROW, text, looks[at].style)


def _page(lang: str) -> Page:
    """Returns how the list is printed: what is not folded, down to the last lead."""
    letters = column_letters(len(SHOWN) - 1)
    telling = map(KEYS.index, ("name", "phone", "email"))
    name, phone, email = (fixed(choose(NAMES, lang), at, 1, LAST_FILLED_ROW) for at in telling)
    filled = f'({name}<>"")+({phone}<>"")+({email}<>"")>0'
    return Page(
        titles=f"{HEADING_ROW}:{HEADING_ROW}",
        area=f"A1:{letters}{LAST_FILLED_ROW}",
        until=f"MAX({_SHORTEST_PRINT},LOOKUP(2,1/({filled}),ROW({name})))",
    )


# ── what may be typed ─────────────────────────────────────────────────────────────────────────


def _checks(lang: str) -> Iterator[Validation]:
    """Yields the checks and their prompts: at dates in every row, else in the first one only."""
    for at, key in enumerate(KEYS):
        column = _COLUMNS[key]
        if column.kind == "date":
            every = cells_of(at, FIRST_ROW_OF_LEADS, LAST_ROW)
            yield _prompted(dates([every], lang), key, lang)
        elif key not in OWNED_KEYS:
            first = cells_of(at, FIRST_ROW_OF_LEADS, FIRST_ROW_OF_LEADS)
            yield _prompted(_check(column, first, lang), key, lang)
            others = _check(column, cells_of(at, FIRST_ROW_OF_LEADS + 1, LAST_ROW), lang)
            if others.kind != "any":
                yield others


def _check(column: Column, cells: str, lang: str) -> Validation:
    if column.key == "stage":
        return from_cells([cells], stage_cells(lang), lang, own=False)
    if column.key == "owner":
        return from_cells([cells], people_cells(lang), lang, own=True)
    if column.key in LEAD_WORDS:
        words = choose(LEAD_WORDS[column.key], lang)
        return from_list([cells], words, lang, own=column.key in OWN_WORDS)
    if column.kind == "number":
        return numbers([cells], lang, whole=column.key in _COUNTS)
    return Validation((cells,))


def _prompted(check: Validation, key: str, lang: str) -> Validation:
    """Adds what the cell holds; a date says how today is typed, too."""
    text = as_sentence(choose(FIRST_ROW if key == "name" else _texts(key), lang))
    if _COLUMNS[key].kind == "date":
        text = f"{text} {choose(TODAY_KEYS, lang)}"
    return prompted(check, heading(key, lang), text)


def _texts(key: str) -> tuple[str, str]:
    return HOLDS[key] if key in OWNED_KEYS else PEOPLE_TEXTS[key]


def _heading_notes(lang: str) -> Iterator[Validation]:
    """Yields what our headings say when they are chosen: what the column holds, who writes it."""
    for at, key in enumerate(KEYS):
        if key in OWNED_KEYS:
            cell = cells_of(at, HEADING_ROW, HEADING_ROW)
            yield prompted(Validation((cell,)), heading(key, lang), heading_note(key, lang))

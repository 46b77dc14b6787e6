"""`init`: a new workbook from the templates, or the tabs that an adopted one is without."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sheetflow.backends.base import Backend
from sheetflow.columns import OURS_SUFFIX, TABS, fold
from sheetflow.decide.playbook import SETTINGS, calendar_rows, playbook_rows
from sheetflow.engine import Options, look_at, today_in
from sheetflow.errors import speaking
from sheetflow.model import Changes, NewTab, Snapshot, Tab, Value
from sheetflow.parse.our_tabs import is_our_tab
from sheetflow.parse.workbook import known_language, our_tab
from sheetflow.starter.holidays import check_country, holiday_rows
from sheetflow.starter.workbook import starter_leads, starter_workbook, write_new
from sheetflow.state import state_of
from sheetflow.texts.render import choose, choose_language

if TYPE_CHECKING:  # openpyxl is slow to load
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS: Final = {
    "playbook": (22, 22, 22, 16, 18, 12, 12, 12, 16, 12, 44, 44),
    "calendar": (14, 34, 4, 20, 14, 14),
}
"""How wide the columns of our tabs are, in characters."""

_WIDEST: Final = 64
"""Columns looked at to see whether a tab is empty."""


def new_workbook(path: Path, options: Options, country: str | None) -> None:
    """Writes the starter workbook to a path where there is no file yet."""
    lang = choose_language(options.lang)
    content = starter_workbook(lang)
    if country:
        content = _with_holidays(content, lang, country, options.today or today_in("UTC"))
    write_new(path, content)


def _with_holidays(content: bytes, lang: str, country: str, today: date) -> bytes:
    """Returns the template with the country in its Playbook and the holidays in its Calendar.

    The template is our own, so loading and saving loses nothing of anybody's.
    """
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content))
    setting = next(s for s in SETTINGS if s.key == "country")
    playbook = book[choose(TABS["playbook"], lang)]
    row = _row_of(choose((setting.en, setting.es), lang), playbook)
    playbook.cell(row, 2).value = country.upper()
    calendar = book[choose(TABS["calendar"], lang)]
    top = _row_of(calendar_rows(lang)[0][0], calendar)
    days = holiday_rows(country, lang, (today.year, today.year + 1))
    for row, (day, name) in enumerate(days, top + 1):
        calendar.cell(row, 1).value = day
        calendar.cell(row, 2).value = name
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _row_of(text: Value, sheet: Worksheet) -> int:
    """Returns the 1-based row whose first cell says this."""
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == text)


def is_empty(snapshot: Snapshot) -> bool:
    """Whether nobody has typed anything into a tab of the team's, as in a new workbook; one whose
    leads tab was deleted is none.
    """
    if state_of(snapshot).texts:
        return False
    team = (tab for tab in snapshot.tabs if not is_our_tab(tab))
    return not any(map(_holds_something, team))


def _holds_something(tab: Tab) -> bool:
    for block in tab.blocks(range(_WIDEST)):
        for column in block.columns:
            if any(value is not None for value in column):
                return True
    return False


def tabs_to_add(backend: Backend, options: Options, country: str | None) -> Changes:
    """Returns the tabs that a team's workbook is without: a Playbook, a Calendar with the holidays.

    They are the Playbook with the defaults, and the Calendar with the holidays. An empty workbook
    gets a leads tab with the headings of the starter workbook, too. The country, and a language
    that was asked for and is not the sheet's own, are written into the new Playbook: later runs
    know them from there. Raises ConfigError for a country that is not known, even where the team
    has a Calendar of its own.
    """
    snapshot, tabs = backend.read(), list[NewTab]()
    if is_empty(snapshot):
        lang = choose_language(known_language(snapshot, options.lang))
        today = options.today or today_in(snapshot.time_zone or "UTC")
        tabs.append(starter_leads(lang, [tab.name for tab in snapshot.tabs]))
    else:
        plan, book = look_at(snapshot, options, keep_rows=False)
        lang, today = book.lang, plan.today
    if country:
        with speaking(lang):
            check_country(country)
    if our_tab(snapshot, "playbook") is None:
        asked = options.lang if options.lang != snapshot.language else None
        name = _free_name("playbook", snapshot, lang)
        tabs.append(_playbook(name, country, asked, lang))
    if our_tab(snapshot, "calendar") is None:
        tabs.append(_calendar(_free_name("calendar", snapshot, lang), country, lang, today))
    return Changes((), None, tuple(tabs), lang)


def _free_name(key: str, snapshot: Snapshot, lang: str) -> str:
    """Returns what our tab `key` is called, where the team may have one of that name: `Calendar`,
    else `Calendar (sf)`.
    """
    name = choose(TABS[key], lang)
    taken = {fold(tab.name) for tab in snapshot.tabs}
    return name + OURS_SUFFIX if fold(name) in taken else name


def _playbook(name: str, country: str | None, asked: str | None, lang: str) -> NewTab:
    """Returns a Playbook in `lang`; `asked` is the language that it names, if it names one."""
    given = {"country": country.upper() if country else None, "language": asked}
    rows = tuple(_with_settings(row, given, lang) for row in playbook_rows(lang))
    return NewTab(name, rows, _WIDTHS["playbook"])


def _calendar(name: str, country: str | None, lang: str, today: date) -> NewTab:
    days = holiday_rows(country, lang, (today.year, today.year + 1)) if country else []
    rows: list[tuple[Value | date, ...]] = [*calendar_rows(lang), *days]
    return NewTab(name, tuple(rows), _WIDTHS["calendar"])


def _with_settings(
    row: tuple[Value, ...], given: Mapping[str, str | None], lang: str
) -> tuple[Value, ...]:
    """Returns a row of the Playbook with the value of its setting, where one is given."""
    for setting in SETTINGS:
        if row and row[0] == choose((setting.en, setting.es), lang):
            value = given.get(setting.key)
            return (row[0], value, *row[2:]) if value else row
    return row

"""`init`: a new workbook from the templates, or the tabs that an adopted one is without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from sheetflow.backends.base import Backend
from sheetflow.backends.excel.new_book import new_workbook as excel_workbook
from sheetflow.columns import OURS_SUFFIX, TABS, fold
from sheetflow.decide.people import people_rows
from sheetflow.decide.playbook_rows import calendar_rows
from sheetflow.engine import Options, look_at, today_in
from sheetflow.errors import speaking
from sheetflow.machine import machine_zone
from sheetflow.model import Addition, Changes, NewTab, Snapshot, Tab, Value
from sheetflow.parse.our_tabs import is_our_tab
from sheetflow.parse.workbook import known_language, our_tab
from sheetflow.starter.country_zone import country_zone
from sheetflow.starter.holidays import check_country, holiday_rows
from sheetflow.starter.playbook_parts import Row, additions, unknown_words, word_rows
from sheetflow.starter.template import filled_playbook, template_tabs
from sheetflow.starter.workbook import starter_leads, write_new
from sheetflow.state import state_of
from sheetflow.texts.render import choose, choose_language

_WIDTHS: Final = {
    "playbook": (22, 22, 22, 16, 18, 12, 12, 12, 16, 12, 44, 44, 44),
    "calendar": (14, 34, 4, 20, 14, 14, 20),
    "people": (22, 34, 19, 12, 12, 12),
}
"""How wide the columns of our tabs are, in characters."""

Rows = tuple[tuple[Value | date, ...], ...]

_WIDEST: Final = 64
"""Columns looked at to see whether a tab is empty."""


def new_workbook(path: Path, options: Options, country: str | None) -> None:
    """Writes the starter workbook to a path where there is no file yet."""
    lang = choose_language(options.lang)
    zone = country_zone(country) or options.zone or machine_zone()
    today = options.today or today_in(zone)
    given = {"time_zone": zone, "country": country.upper() if country else None}
    days = holiday_rows(country, lang, (today.year, today.year + 1)) if country else []
    write_new(path, excel_workbook(*template_tabs(lang, today, given, days)))


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
    """Returns the tabs that a team's workbook is without: a Playbook, a Calendar, a People tab.

    They are the Playbook with the defaults and the words that no stage has, the Calendar with the
    holidays, and the headings of People: who works here, the team says itself. What those tabs of
    an earlier version are without is added to them. An empty workbook gets a leads tab with the
    headings of the starter workbook, too. The country, and a language that was asked for and is not
    the sheet's own, are written into the new Playbook: later runs know them from there. Raises
    ConfigError for a country that is not known, even where the team has a Calendar of its own.
    """
    snapshot, tabs = backend.read(), list[NewTab]()
    words, more = list[Row](), tuple[Addition, ...]()
    if is_empty(snapshot):
        lang = choose_language(known_language(snapshot, options.lang))
        zone = country_zone(country) or snapshot.time_zone or options.zone or machine_zone()
        today = options.today or today_in(zone)
        tabs.append(starter_leads(lang, [tab.name for tab in snapshot.tabs]))
    else:
        plan, book = look_at(snapshot, options, keep_rows=False)
        lang, today = book.lang, plan.today
        zone = country_zone(country) or book.zone or ""
        words = list(word_rows(unknown_words(book), book))
        more = tuple(additions(snapshot, book))
    if country:
        with speaking(lang):
            check_country(country)
    settings = _settings(snapshot, options, country, zone)
    ours = {
        "playbook": (*filled_playbook(lang, settings), *words),
        "calendar": _calendar(country, lang, today),
        "people": people_rows(lang),
    }
    tabs += _missing_tabs(ours, snapshot, lang)
    return Changes((), None, tuple(tabs), lang=lang, additions=more)


def _missing_tabs(ours: Mapping[str, Rows], snapshot: Snapshot, lang: str) -> Iterator[NewTab]:
    """Yields those of our tabs that the workbook is without."""
    for key, rows in ours.items():
        if our_tab(snapshot, key) is None:
            yield NewTab(_free_name(key, snapshot, lang), rows, _WIDTHS[key])


def _free_name(key: str, snapshot: Snapshot, lang: str) -> str:
    """Returns what our tab `key` is called, where the team may have one of that name: `Calendar`,
    else `Calendar (sf)`.
    """
    name = choose(TABS[key], lang)
    taken = {fold(tab.name) for tab in snapshot.tabs}
    return name + OURS_SUFFIX if fold(name) in taken else name


def _settings(
    snapshot: Snapshot, options: Options, country: str | None, zone: str
) -> Mapping[str, str | None]:
    """Returns what a new Playbook says of the workbook; what that says by itself it goes on
    saying.
    """
    language = options.lang if options.lang != snapshot.language else None
    time_zone = None if snapshot.time_zone else zone
    code = country.upper() if country else None
    return {"country": code, "language": language, "time_zone": time_zone}


def _calendar(country: str | None, lang: str, today: date) -> Rows:
    days = holiday_rows(country, lang, (today.year, today.year + 1)) if country else []
    return (*calendar_rows(lang), *days)

"""`init`: a new workbook from the templates, or the tabs that an adopted one is without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from sheetflow.backends.base import Backend
from sheetflow.backends.excel.new_book import new_workbook as excel_workbook
from sheetflow.columns import OURS_SUFFIX, TABS, fold
from sheetflow.decide.playbook_rows import messages_rows
from sheetflow.engine import Options, look_at, today_in
from sheetflow.errors import speaking
from sheetflow.live import LIST_TAB, SETTINGS_TAB
from sheetflow.machine import machine_zone
from sheetflow.model import Addition, Changes, NewTab, Snapshot, Tab
from sheetflow.parse.our_tabs import is_our_tab
from sheetflow.parse.workbook import known_language, our_tab
from sheetflow.starter.adopted_tabs import (
    Surroundings,
    known_leads,
    new_leads,
    people_table,
    pointed,
    told_today,
)
from sheetflow.starter.country_zone import country_zone
from sheetflow.starter.holidays import check_country, holiday_rows
from sheetflow.starter.playbook_parts import Row, additions, unknown_words, word_rows
from sheetflow.starter.tabs.calendar import calendar_tab
from sheetflow.starter.tabs.contacts_log import log_tab
from sheetflow.starter.tabs.guide import guide_tab
from sheetflow.starter.tabs.messages import messages_tab
from sheetflow.starter.tabs.people import people_tab
from sheetflow.starter.tabs.playbook import playbook_tab
from sheetflow.starter.template import filled_playbook, template_tabs
from sheetflow.starter.workbook import starter_leads, write_new
from sheetflow.state import state_of
from sheetflow.texts.render import choose, choose_language

_ORDER: Final = ("today", "log", "messages", "playbook", "calendar", "people", "guide")
"""Our tabs in the order in which they come."""

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
    """Reads a workbook, and returns the tabs that it is without: see missing_tabs."""
    return missing_tabs(backend.read(), options, country)


def lacks_dashboard(snapshot: Snapshot) -> bool:
    """Returns whether a workbook is without our Dashboard."""
    return our_tab(snapshot, "dashboard") is None


def missing_tabs(snapshot: Snapshot, options: Options, country: str | None) -> Changes:
    """Returns the tabs that a team's workbook is without, as the templates have them; the Dashboard
    comes once our columns are there.

    They are Today, which a sync then tells the lines of the day, the Contacts log, Messages, the
    Playbook with the defaults and the words that no stage has, the Calendar with the holidays,
    People, and the Guide: who works here, the team says itself. What Playbook and Calendar of an
    earlier version are without is added to them. An empty workbook gets a leads tab with the
    headings of the starter workbook, too. The country, and a language that was asked for and is not
    the sheet's own, are written into the new Playbook: later runs know them from there. Raises
    ConfigError for a country that is not known, even where the team has a Calendar of its own.
    """
    empty = is_empty(snapshot)
    if empty and (whole := _whole_template(snapshot, options, country)):
        return whole
    tabs = list[NewTab]()
    words, more = list[Row](), tuple[Addition, ...]()
    if empty:
        lang = choose_language(known_language(snapshot, options.lang))
        zone = _zone(snapshot, options, country)
        today = options.today or today_in(zone)
        tabs.append(starter_leads(lang, [tab.name for tab in snapshot.tabs]))
        leads = new_leads(tabs[0])
    else:
        plan, book = look_at(snapshot, options, keep_rows=False)
        lang, today = book.lang, plan.today
        zone = country_zone(country) or book.zone or ""
        words = list(word_rows(unknown_words(book), book))
        more = tuple(additions(snapshot, book))
        leads = known_leads(plan.changes.tabs[0])
    if country:
        with speaking(lang):
            check_country(country)
    settings = _settings(snapshot, options, country, zone)
    playbook = playbook_tab(lang, [*filled_playbook(lang, settings), *words])
    made = dict(_plain_tabs(lang))
    made |= {"playbook": playbook, "calendar": _calendar(country, lang, today)}
    missing = _missing_tabs(made, snapshot, lang)
    around = Surroundings(leads, people_table(snapshot, missing.get("people")))
    changes = Changes((), lang=lang, additions=more)
    if our_tab(snapshot, "today") is None:
        changes = _with_today(changes, around, snapshot, missing)
    ordered = (missing[key] for key in _ORDER if key in missing)
    tabs += [pointed(tab, around, lang) for tab in ordered]
    return replace(changes, new_tabs=(*tabs, *changes.new_tabs))


def _whole_template(snapshot: Snapshot, options: Options, country: str | None) -> Changes | None:
    """Returns all tabs and names of a new workbook for one in which nobody has typed anything; None
    where one of our tabs is there already, or a tab of that name.
    """
    if any(our_tab(snapshot, key) is not None for key in TABS):
        return None
    lang = choose_language(known_language(snapshot, options.lang))
    zone = _zone(snapshot, options, country)
    today = options.today or today_in(zone)
    if country:
        with speaking(lang):
            check_country(country)
    days = holiday_rows(country, lang, (today.year, today.year + 1)) if country else []
    given = _settings(snapshot, options, country, zone)
    tabs, names = template_tabs(lang, today, given, days)
    taken = {fold(tab.name) for tab in snapshot.tabs}
    if not taken.isdisjoint(fold(tab.name) for tab in tabs):
        return None
    return Changes((), new_tabs=tabs, names=names, lang=lang)


def _zone(snapshot: Snapshot, options: Options, country: str | None) -> str:
    """Returns the time zone of a workbook in which nobody has typed anything."""
    return country_zone(country) or snapshot.time_zone or options.zone or machine_zone()


def _with_today(
    changes: Changes, around: Surroundings, snapshot: Snapshot, missing: dict[str, NewTab]
) -> Changes:
    """Puts Today among the missing tabs, and returns the changes with what it needs beside it."""
    name, lang = free_name("today", snapshot, changes.lang), changes.lang
    missing["today"], told = told_today(around, name, lang)
    clock = () if snapshot.tab(SETTINGS_TAB) else told.clock
    names = (*told.names, *clock)
    if snapshot.tab(LIST_TAB) is not None:
        return replace(changes, names=names)
    return replace(changes, names=names, new_tabs=(told.listed,))


def _plain_tabs(lang: str) -> Iterator[tuple[str, NewTab]]:
    """Yields the tabs that are the same in every workbook of a language, by key."""
    yield "log", log_tab(lang)
    yield "messages", messages_tab(lang, messages_rows(lang))
    yield "people", people_tab(lang)
    yield "guide", guide_tab(lang)


def _missing_tabs(made: Mapping[str, NewTab], snapshot: Snapshot, lang: str) -> dict[str, NewTab]:
    """Returns those of our tabs that the workbook is without, by key."""
    missing = [key for key in made if our_tab(snapshot, key) is None]
    return {key: replace(made[key], name=free_name(key, snapshot, lang)) for key in missing}


def free_name(key: str, snapshot: Snapshot, lang: str) -> str:
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


def _calendar(country: str | None, lang: str, today: date) -> NewTab:
    days = holiday_rows(country, lang, (today.year, today.year + 1)) if country else []
    return calendar_tab(lang, days)

"""`init`: a new workbook from the templates, or the tabs that an adopted one still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

from sheetflow.backends.base import Backend
from sheetflow.columns import OUR_TABS, TABS, fold
from sheetflow.decide.playbook import SETTINGS, calendar_rows, playbook_rows
from sheetflow.engine import Options, look_at, today_in
from sheetflow.errors import speaking
from sheetflow.model import Changes, NewTab, Snapshot, Value
from sheetflow.parse.workbook import known_language, our_tab
from sheetflow.starter.holidays import check_country, holiday_rows
from sheetflow.starter.workbook import starter_leads, starter_workbook, write_new
from sheetflow.texts.render import choose

_WIDTHS = {
    "playbook": (22, 22, 22, 16, 18, 12, 12, 12, 16, 12, 44, 44),
    "calendar": (14, 34, 4, 20, 14, 14),
}

_WIDEST = 64
"""Columns looked at to see whether a tab is empty."""


def new_workbook(path: Path, options: Options, country: str | None) -> None:
    """Write the starter workbook to a path that does not exist yet."""
    lang = options.lang or "en"
    content = starter_workbook(lang)
    if country:
        content = _with_holidays(content, lang, country, options.today or today_in("UTC"))
    write_new(path, content)


def _with_holidays(content: bytes, lang: str, country: str, today: date) -> bytes:
    """The template with the country in its Playbook and its holidays in its Calendar; it is our own
    file.
    """
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content))
    setting = next(s for s in SETTINGS if s.key == "country")
    sheet = book[choose(TABS["playbook"], lang)]
    cell = next(
        c
        for (c,) in sheet.iter_rows(max_col=1)
        if c.value == choose((setting.en, setting.es), lang)
    )
    sheet.cell(cell.row, 2).value = country.upper()
    calendar = book[choose(TABS["calendar"], lang)]
    top = next(
        row for row in range(1, 20) if calendar.cell(row, 1).value == calendar_rows(lang)[0][0]
    )
    for row, (day, name) in enumerate(
        holiday_rows(country, lang, (today.year, today.year + 1)), top + 1
    ):
        calendar.cell(row, 1).value = day
        calendar.cell(row, 2).value = name
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def is_empty(snapshot: Snapshot) -> bool:
    """Whether nobody has typed anything into any tab of the team's, as in a workbook that was just
    made.
    """
    theirs = (tab for tab in snapshot.tabs if fold(tab.name) not in OUR_TABS)
    blocks = (block for tab in theirs for block in tab.blocks(range(_WIDEST)))
    return all(value is None for block in blocks for column in block.columns for value in column)


def tabs_to_add(backend: Backend, options: Options, country: str | None) -> Changes:
    """The tabs of ours that a team's workbook lacks: Playbook with the defaults, Calendar with the
    holidays.

    An empty workbook gets a leads tab with the headings of the starter workbook, too. The country,
    and a language that was asked for and is not the sheet's own, are written into the new Playbook:
    later runs know them from there. Raises ConfigError for a country that is not known, even where
    the team has a Calendar of its own.
    """
    snapshot, tabs = backend.read(), list[NewTab]()
    if is_empty(snapshot):
        lang = known_language(snapshot, options.lang) or "en"
        today = options.today or today_in(snapshot.time_zone or "UTC")
        tabs.append(starter_leads(lang, [tab.name for tab in snapshot.tabs]))
    else:
        plan, book = look_at(snapshot, options, keep_rows=False)
        lang, today = book.lang, plan.today
    if country:
        with speaking(lang):
            check_country(country)
    if our_tab(snapshot, "playbook") is None:
        given = {
            "country": country.upper() if country else None,
            "language": options.lang if options.lang != snapshot.language else None,
        }
        rows = tuple(_with_settings(row, given, lang) for row in playbook_rows(lang))
        tabs.append(NewTab(choose(TABS["playbook"], lang), rows, _WIDTHS["playbook"]))
    if our_tab(snapshot, "calendar") is None:
        tabs.append(_calendar(country, lang, today))
    return Changes((), None, tuple(tabs), lang)


def _calendar(country: str | None, lang: str, today: date) -> NewTab:
    days = holiday_rows(country, lang, (today.year, today.year + 1)) if country else []
    dated: list[tuple[Value | date, ...]] = [(day, name) for day, name in days]
    return NewTab(
        choose(TABS["calendar"], lang), (*calendar_rows(lang), *dated), _WIDTHS["calendar"]
    )


def _with_settings(
    row: tuple[Value, ...], given: Mapping[str, str | None], lang: str
) -> tuple[Value, ...]:
    """A row of the Playbook with the value of its setting, where one is given (setting key ->
    value).
    """
    setting = next((s for s in SETTINGS if row and row[0] == choose((s.en, s.es), lang)), None)
    value = given.get(setting.key) if setting else None
    return (row[0], value, *row[2:]) if value else row

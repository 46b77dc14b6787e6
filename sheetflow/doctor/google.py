"""What doctor checks of a Google Sheet besides its content: a few reads, and no write.

What the answers say of protected ranges and of the locale: discovery document of Sheets v4,
ProtectedRange and SpreadsheetProperties. Google leaves out a field that is false.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple, cast

from sheetflow.backends.base import Backend
from sheetflow.backends.google.backend import GoogleBackend
from sheetflow.backends.google.client.credentials import stored_login
from sheetflow.backends.google.client.oauth_client import find_client
from sheetflow.backends.google.client.settings import Settings, settings
from sheetflow.backends.google.client.sheets import Refused, Sheets
from sheetflow.backends.google.grid import Json, grid_size
from sheetflow.backends.google.protection import closed_to, is_closed
from sheetflow.backends.google.room import cells_over
from sheetflow.config import load_config
from sheetflow.doctor.finding import CheckReport, CheckRequest, Finding, finding_of
from sheetflow.doctor.words import GOOGLE
from sheetflow.doctor.workbook import check_workbook
from sheetflow.errors import AccessError, SheetflowError
from sheetflow.errors.google import CellsUsedUp, RequestRefused
from sheetflow.model import STATE_TAB, TabPlan, Text
from sheetflow.parse.dates import day_first
from sheetflow.parse.workbook import Workbook, language_of
from sheetflow.plan.plan import Plan
from sheetflow.texts.messages import message
from sheetflow.texts.render import Locale, date_text, fill, heading
from sheetflow.texts.words import LANGUAGES
from sheetflow.zones import UNSAID_ZONES, zone_of

FIELDS: Final = (
    "properties(title,locale,timeZone),"
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "protectedRanges(range,warningOnly,requestingUserCanEdit,unprotectedRanges))"
)


class _Reached(NamedTuple):
    """A sheet that Google lets us read: what the checks look at.

    `about` is Google's answer to FIELDS, `known` what came of its cells.
    """

    settings: Settings
    sheets: Sheets
    about: Json
    lang: str
    known: tuple[Plan, Workbook] | None

    @property
    def locale(self) -> str:
        return _locale_of(self.about)


def check_google(backend: Backend, request: CheckRequest) -> CheckReport:
    """Makes all checks of a Google Sheet, then those of its content.

    First how we reach it, then what keeps us out and what it says of itself.
    """
    sheets = cast(GoogleBackend, backend).sheets
    found = settings(load_config().google, os.environ)
    try:
        about = sheets.get(FIELDS)
    except (SheetflowError, Refused) as error:
        lang = request.language()
        told = [*_login(found, lang, proven=False), _ended(error, lang)]
        if isinstance(error, SheetflowError) and stored_login(found):
            told += missing_step(error, lang)
        return CheckReport(told, lang)
    request = replace(request, spoken=_language(about), country=_country(about))
    content = check_workbook(backend, request)
    reached = _Reached(found, sheets, about, content.lang, content.known)
    told = list(_login(found, content.lang, proven=True))
    for check in CHECKS:
        told += check(reached)
    return content._replace(findings=[*told, *content.findings])


def _ended(error: SheetflowError | Refused, lang: str) -> Finding:
    if isinstance(error, Refused):
        error = RequestRefused(error.text)
    return finding_of(error, lang)


def _said(key: str, lang: str, *values: object) -> str:
    shown = (message(value, lang) if isinstance(value, Text) else value for value in values)
    return fill(GOOGLE[key], lang, *shown)


# ── who we are, and what we may do ────────────────────────────────────────────────────────────


def _login(found: Settings, lang: str, *, proven: bool) -> Iterator[Finding]:
    """How we log in; that we may act as somebody else is `proven` once Google has answered."""
    yield Finding("ok", _way(found, lang))
    if found.google.impersonate:
        level, key = ("ok", "acts") if proven else ("note", "to_act")
        yield Finding(level, _said(key, lang, found.google.impersonate))


def _way(found: Settings, lang: str) -> str:
    if found.key_value:
        return _said("key_value", lang)
    if found.key:
        return _said("key", lang, found.key)
    personal = stored_login(found)
    return _said("personal", lang, personal.path) if personal else _said("default", lang)


_STEPS: Final[Mapping[str, int]] = {
    "no_credentials": 5,
    "api_disabled": 1,
    "client_gone": 4,
    "login_ended": 5,
    "login_asked_again": 5,
    "login_scopes_short": 5,
    "login_file_unusable": 5,
    "scopes_missing": 5,
    "sheet_forbidden": 6,
    "sheet_not_found": 6,
}
"""What ended the way of a person's own login -> the step of docs/google.md to go back to."""


def missing_step(error: SheetflowError, lang: str) -> list[Finding]:
    """Returns which step of a person's own login is missing; nothing where it is none of them."""
    step = _STEPS.get(error.code)
    if error.code == "no_credentials" and not _has_client():
        step = 4
    return [Finding("note", _said("login_step", lang, step))] if step else []


def _has_client() -> bool:
    try:
        find_client(None, local=bool(settings(load_config().google, os.environ).endpoint))
    except SheetflowError:
        return False
    return True


def _may_read(sheet: _Reached) -> Iterator[Finding]:
    title = sheet.about.get("properties", {}).get("title", "")
    yield Finding("ok", _said("read", sheet.lang, sheet.sheets.account, title))


def _may_write(sheet: _Reached) -> Iterator[Finding]:
    lang, tabs = sheet.lang, sheet.about.get("sheets", ())
    if any(tab["properties"]["title"] == STATE_TAB for tab in tabs):
        yield Finding("ok", _said("written", lang))
    else:
        yield Finding("note", _said("edit", lang), _said("fix_edit", lang, sheet.sheets.account))


def _change_detection(sheet: _Reached) -> Iterator[Finding]:
    if not sheet.settings.google.change_detection:
        return
    try:
        sheet.sheets.version()
        yield Finding("ok", _said("changes", sheet.lang))
    except (SheetflowError, Refused) as error:
        yield _ended(error, sheet.lang)


# ── what keeps us out ─────────────────────────────────────────────────────────────────────────


def _protected(sheet: _Reached) -> Iterator[Finding]:
    """The tabs with ranges that we may not edit and would have to: a sync would end with 77."""
    if sheet.known is None:
        return
    plans = {plan.tab: plan for plan in sheet.known[0].changes.tabs}
    for tab in sheet.about.get("sheets", ()):
        name = tab["properties"]["title"]
        columns = _shut_columns(tab, plans[name], sheet.lang) if name in plans else []
        if name == STATE_TAB and is_closed(tab, 0):
            columns = [STATE_TAB]
        if columns:
            yield _keeps_out(sheet, name, columns)


def _keeps_out(sheet: _Reached, tab: str, columns: Sequence[str]) -> Finding:
    lang, account = sheet.lang, sheet.sheets.account
    text = _said("protected", lang, tab, account, ", ".join(columns))
    return Finding("fix", text, _said("fix_protected", lang, account), AccessError.exit_code)


def _shut_columns(tab: Json, plan: TabPlan, lang: str) -> list[str]:
    """Returns the headings of our columns that we may not write to.

    Where the whole tab is protected, those of the columns to come are among them.
    """
    shut = [heading(key, lang) for key in closed_to(tab, plan)]
    whole = is_closed(tab, 0) and is_closed(tab, grid_size(tab)[1] - 1)
    return [*shut, *(plan.missing.values() if whole else ())]


def _room(sheet: _Reached) -> Iterator[Finding]:
    """Whether our columns to come find room: a sync would end with 78."""
    if sheet.known is None:
        return
    columns = {plan.tab: len(plan.missing) for plan in sheet.known[0].changes.tabs}
    over = cells_over(sheet.about.get("sheets", ()), columns)
    if over > 0 and any(columns.values()):
        yield finding_of(CellsUsedUp(over), sheet.lang)


# ── what the sheet says of itself ─────────────────────────────────────────────────────────────


def _locale_of(about: Json) -> str:
    return str(about.get("properties", {}).get("locale", ""))


def _language(about: Json) -> str | None:
    spoken = _locale_of(about).partition("_")[0]
    return spoken if spoken in LANGUAGES else None


def _country(about: Json) -> str:
    """Returns the country of the locale, two letters, or nothing.

    es_419 names none: it is Spanish in all of Latin America.
    """
    country = _locale_of(about).partition("_")[2]
    return country if re.fullmatch("[A-Z]{2}", country) else ""


def _locale(sheet: _Reached) -> Iterator[Finding]:
    """What Google makes of 4/5/2026 there, and whether the headings speak another language."""
    locale, lang = sheet.locale, sheet.lang
    language, _, country = locale.partition("_")
    text, first = _said("locale", lang, locale), day_first(language, country)
    if first is not None:
        typed = date(2026, 5, 4) if first else date(2026, 4, 5)
        text = _said("locale_dates", lang, locale, date_text(typed, Locale(lang, typed.year)))
    if _is_another_language(sheet):
        yield Finding("note", text, _said("fix_locale", lang))
    else:
        yield Finding("ok", text)


def _is_another_language(sheet: _Reached) -> bool:
    if sheet.known is None:
        return False
    headings = language_of([tab.layout for tab in sheet.known[1].tabs])
    return _language(sheet.about) not in (None, headings)


def _zone(sheet: _Reached) -> Iterator[Finding]:
    lang, zone = sheet.lang, str(sheet.about.get("properties", {}).get("timeZone", ""))
    counts = _zone_that_counts(sheet, zone)
    if zone != counts:
        yield Finding("ok", _said("zone_playbook", lang, counts))
    elif zone_of(zone) is None:
        if sheet.known is None:  # else it is told among the problems
            fix = _said("fix_zone", lang)
            yield Finding("note", _said("zone_unknown", lang, zone), fix)
    elif zone in UNSAID_ZONES:
        yield Finding("note", _said("zone_utc", lang, zone), _said("fix_zone", lang))
    else:
        yield Finding("ok", _said("zone", lang, zone))


def _zone_that_counts(sheet: _Reached, zone: str) -> str:
    if sheet.known:
        return sheet.known[1].playbook.time_zone
    return zone


# ── how much we may ask ───────────────────────────────────────────────────────────────────────


def _quota(sheet: _Reached) -> Iterator[Finding]:
    most = (number or "∞" for number in sheet.settings.quota)
    yield Finding("ok", _said("quota", sheet.lang, *most))


def _alone(sheet: _Reached) -> Iterator[Finding]:
    """Whether the requests of other runs on this machine are counted in."""
    if sheet.sheets.remark:
        yield Finding("note", _said("alone", sheet.lang), _said("fix_alone", sheet.lang))


CHECKS: Final = (
    _may_read,
    _may_write,
    _change_detection,
    _protected,
    _room,
    _locale,
    _zone,
    _quota,
    _alone,
)
"""The checks of a sheet that we can read, in the order in which they are told."""

"""What doctor checks of a Google Sheet before all that it checks of any workbook: a few reads, and
no write.

What the answers say of protected ranges and of the locale: discovery document of Sheets v4,
ProtectedRange and SpreadsheetProperties. Google leaves out a field that is false.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final
from zoneinfo import available_timezones

from sheetflow.backends.base import Backend
from sheetflow.backends.google.backend import GoogleBackend
from sheetflow.backends.google.client.settings import Settings, settings
from sheetflow.backends.google.client.sheets import Refused, Sheets
from sheetflow.backends.google.grid import Json, grid_size
from sheetflow.backends.google.protection import is_closed
from sheetflow.cli.terminal import language
from sheetflow.config import load_config
from sheetflow.doctor.finding import CheckReport, CheckRequest, Finding, finding_of
from sheetflow.doctor.words import GOOGLE
from sheetflow.doctor.workbook import check_workbook
from sheetflow.errors import AccessError, SheetflowError
from sheetflow.errors.google import RequestRefused
from sheetflow.model import STATE_TAB, TabPlan, Text
from sheetflow.parse.dates import day_first
from sheetflow.parse.workbook import Workbook, language_of
from sheetflow.plan.plan import Plan
from sheetflow.texts.messages import message
from sheetflow.texts.render import Locale, choose, date_text, heading

FIELDS: Final = (
    "properties(title,locale,timeZone),"
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"
    "protectedRanges(range,warningOnly,requestingUserCanEdit,unprotectedRanges))"
)
_UNSAID_ZONES: Final = ("UTC", "GMT", "Etc/UTC", "Etc/GMT")
"""What Google sets where nobody chose a zone."""


def check_google(backend: Backend, request: CheckRequest) -> CheckReport:
    """All checks of a Google Sheet: how we reach it, what keeps us out, what it says of itself,
    then its content.
    """
    if not isinstance(backend, GoogleBackend):
        raise TypeError("this is no Google Sheet")
    found = settings(load_config().google, os.environ)
    try:
        about = backend.sheets.get(FIELDS)
    except (SheetflowError, Refused) as error:
        lang = language(request.options.lang)
        return CheckReport([*_login(found, lang, proven=False), _ended(error, lang)], lang)
    request = replace(request, spoken=_language(about), country=_country(about))
    content, lang, known = check_workbook(backend, request)
    told = [
        *_login(found, lang, proven=True),
        *_sharing(backend.sheets, about, lang),
        *(_detection(backend.sheets, lang) if found.google.change_detection else ()),
        *(_protected(about, known[0], backend.sheets.account) if known else ()),
        *_locale(about, known, lang),
        *_zone(about, known, lang),
        *_quota(found, backend.sheets, lang),
        *content,
    ]
    return CheckReport(told, lang, known)


def _ended(error: SheetflowError | Refused, lang: str) -> Finding:
    if isinstance(error, Refused):
        error = RequestRefused(error.text)
    return finding_of(error, lang)


def _said(key: str, lang: str, *values: object) -> str:
    shown = (message(value, lang) if isinstance(value, Text) else value for value in values)
    return choose(GOOGLE[key], lang).format(*shown)


def _login(found: Settings, lang: str, *, proven: bool) -> Iterator[Finding]:
    """Who we are; that we may act as somebody else is `proven` once Google has answered."""
    yield Finding("ok", _said("key", lang, found.key) if found.key else _said("default", lang))
    if found.google.impersonate:
        level, key = ("ok", "acts") if proven else ("note", "to_act")
        yield Finding(level, _said(key, lang, found.google.impersonate))


def _sharing(sheets: Sheets, about: Json, lang: str) -> Iterator[Finding]:
    yield Finding(
        "ok", _said("read", lang, sheets.account, about.get("properties", {}).get("title", ""))
    )
    if any(sheet["properties"]["title"] == STATE_TAB for sheet in about.get("sheets", ())):
        yield Finding("ok", _said("written", lang))
    else:
        yield Finding("note", _said("edit", lang), _said("fix_edit", lang, sheets.account))


def _detection(sheets: Sheets, lang: str) -> Iterator[Finding]:
    try:
        sheets.version()
        yield Finding("ok", _said("changes", lang))
    except (SheetflowError, Refused) as error:
        yield _ended(error, lang)


# ── what keeps us out ─────────────────────────────────────────────────────────────────────────


def _protected(about: Json, plan: Plan, account: str | Text) -> Iterator[Finding]:
    """The tabs with ranges that we may not edit and would have to: a sync would end with 77."""
    tabs = {tab.tab: tab for tab in plan.changes.tabs}
    for sheet in about.get("sheets", ()):
        name = sheet["properties"]["title"]
        columns = _shut_columns(sheet, tabs[name], plan.lang) if name in tabs else []
        if columns or (name == STATE_TAB and is_closed(sheet, 0)):
            text = _said("protected", plan.lang, name, account, ", ".join(columns) or STATE_TAB)
            yield Finding(
                "fix", text, _said("fix_protected", plan.lang, account), AccessError.exit_code
            )


def _shut_columns(sheet: Json, plan: TabPlan, lang: str) -> list[str]:
    """The headings of our columns that we may not write to; those to come where the whole tab is
    protected.
    """
    standing = [heading(key, lang) for key, at in plan.owned.items() if is_closed(sheet, at)]
    whole = is_closed(sheet, 0) and is_closed(sheet, grid_size(sheet)[1] - 1)
    return [*standing, *(plan.missing.values() if whole else ())]


# ── what the sheet says of itself ─────────────────────────────────────────────────────────────


def _language(about: Json) -> str | None:
    spoken = str(about.get("properties", {}).get("locale", "")).partition("_")[0]
    return spoken if spoken in ("en", "es") else None


def _country(about: Json) -> str:
    """The country of the locale, two letters, or nothing: es_419 is Spanish in all of Latin
    America.
    """
    country = str(about.get("properties", {}).get("locale", "")).partition("_")[2]
    return country if re.fullmatch("[A-Z]{2}", country) else ""


def _locale(about: Json, known: tuple[Plan, Workbook] | None, lang: str) -> Iterator[Finding]:
    """What Google makes of 4/5/2026 there, and whether the headings speak another language."""
    locale = str(about.get("properties", {}).get("locale", ""))
    spoken = language_of([tab.layout for tab in known[1].tabs]) if known else None
    first = day_first(locale.partition("_")[0], locale.partition("_")[2])
    text = _said("locale", lang, locale)
    if first is not None:
        typed = date(2026, 5, 4) if first else date(2026, 4, 5)
        text = _said("locale_dates", lang, locale, date_text(typed, Locale(lang, typed.year)))
    if spoken and _language(about) not in (None, spoken):
        yield Finding("note", text, _said("fix_locale", lang))
    else:
        yield Finding("ok", text)


def _zone(about: Json, known: tuple[Plan, Workbook] | None, lang: str) -> Iterator[Finding]:
    zone = str(about.get("properties", {}).get("timeZone", ""))
    counts = (
        known[1].playbook.time_zone if known else zone if zone in available_timezones() else "UTC"
    )
    if zone != counts and counts != "UTC":
        yield Finding("ok", _said("zone_playbook", lang, counts))
    elif zone != counts:
        yield Finding("note", _said("zone_unknown", lang, zone), _said("fix_zone", lang))
    elif zone in _UNSAID_ZONES:
        yield Finding("note", _said("zone_utc", lang, zone), _said("fix_zone", lang))
    else:
        yield Finding("ok", _said("zone", lang, zone))


def _quota(found: Settings, sheets: Sheets, lang: str) -> Iterator[Finding]:
    yield Finding("ok", _said("quota", lang, *(number or "∞" for number in found.quota)))
    if sheets.remark:
        yield Finding("note", _said("alone", lang), _said("fix_alone", lang))

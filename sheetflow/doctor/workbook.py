"""What doctor checks of any workbook: what was recognised, what is missing, and a fix for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from sheetflow.backends.base import Backend
from sheetflow.columns import fold_heading
from sheetflow.decide.steps import one_line
from sheetflow.doctor.finding import CheckReport, CheckRequest, Finding, finding_of
from sheetflow.doctor.live import CALCULATED, is_live_workbook, live_problems
from sheetflow.doctor.rows import rows_not_read
from sheetflow.doctor.words import DOCTOR
from sheetflow.engine import look_at
from sheetflow.errors import ConfigError, SheetflowError
from sheetflow.errors.lists import PlaybookUnusable
from sheetflow.model import STATE_TAB, Problem, Snapshot, TabPlan
from sheetflow.parse.grid import cell
from sheetflow.parse.headings import Layout
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.values import text_of
from sheetflow.parse.workbook import Workbook, known_language, our_tab
from sheetflow.plan.plan import Plan
from sheetflow.reports.problems import cause_text, causes, problem_text
from sheetflow.starter.adopt import is_empty
from sheetflow.starter.holidays import holiday_rows
from sheetflow.starter.playbook_parts import additions
from sheetflow.texts.codes import CHECKS_LEFT, number_of
from sheetflow.texts.live import LIVE_TOLD
from sheetflow.texts.render import Locale, choose, date_text, fill, heading
from sheetflow.texts.words import REPORT
from sheetflow.zones import UNSAID_ZONES


class _Read(NamedTuple):
    """A workbook that could be read and decided: what the checks look at."""

    request: CheckRequest
    snapshot: Snapshot
    book: Workbook
    plan: Plan

    @property
    def lang(self) -> str:
        return self.plan.lang


class _Tab(NamedTuple):
    """A leads tab, and what a sync would write into it."""

    read: _Read
    tab: LeadsTab
    planned: TabPlan

    @property
    def layout(self) -> Layout:
        return self.tab.layout

    @property
    def name(self) -> str:
        return self.layout.tab.name


def check_workbook(backend: Backend, request: CheckRequest) -> CheckReport:
    """Makes all checks of what a workbook holds, read once; reads, never writes."""
    options = request.options
    try:
        snapshot = backend.read(formulas_of=CALCULATED)
        if is_empty(snapshot):
            lang = request.language(known_language(snapshot, options.lang))
            return CheckReport([_empty(request, lang)], lang)
        plan, book = look_at(snapshot, options, request.progress)
    except PlaybookUnusable as error:
        lang = request.language(error.lang)
        return CheckReport([_wrong(problem, lang) for problem in error.problems], lang)
    except SheetflowError as error:
        lang = request.language(error.lang, request.spoken)
        return CheckReport([finding_of(error, lang)], lang)
    request.progress("checking", 0)
    read = _Read(request, snapshot, book, plan)
    return CheckReport(list(_findings(read)), plan.lang, (plan, book))


def _findings(read: _Read) -> Iterator[Finding]:
    for tab, planned in zip(read.book.tabs, read.plan.changes.tabs, strict=True):
        for check_tab in TAB_CHECKS:
            yield from check_tab(_Tab(read, tab, planned))
    for check in CHECKS:
        yield from check(read)


def _said(key: str, lang: str, *values: object) -> str:
    return fill(DOCTOR[key], lang, *values)


# ── what keeps a workbook from being decided ──────────────────────────────────────────────────


def _empty(request: CheckRequest, lang: str) -> Finding:
    fix = _said("fix_blank", lang, request.name)
    return Finding("fix", _said("blank", lang), fix, ConfigError.exit_code)


def _wrong(problem: Problem, lang: str) -> Finding:
    """An entry of the Playbook or Calendar that cannot be used."""
    text, number = problem_text(problem, Locale(lang)), number_of(problem.text.code)
    return Finding("fix", text, _said("fix_cell", lang), ConfigError.exit_code, number)


# ── a leads tab ───────────────────────────────────────────────────────────────────────────────


def _recognised(at: _Tab) -> Iterator[Finding]:
    lang, row = at.read.lang, at.layout.heading_row
    read = (_read_as(at.layout, key, column, lang) for column, key in at.tab.read_columns())
    yield Finding("ok", _said("tab", lang, at.name, row, len(at.tab.leads), ", ".join(read)))


def _read_as(layout: Layout, key: str, at: int, lang: str) -> str:
    """Returns `Ult. contacto (C1) = Last contact`: a heading, its cell, and what it is taken for.

    Where heading and column are the same word, it is said once.
    """
    own, meant = " ".join(str(layout.headings[at]).split()), heading(key, lang)
    shown = _with_cell(layout, at)
    return shown if fold_heading(own) == fold_heading(meant) else f"{shown} = {meant}"


def _with_cell(layout: Layout, at: int) -> str:
    """Returns `Ult. contacto (C1)`."""
    own = one_line(text_of(layout.headings[at]))
    return f"{own} ({cell('', layout.heading_row, at)[1:]})"


_SHOWN: Final = 12
"""Columns that are not known and are listed; a wide export has hundreds."""


def _left_alone(at: _Tab) -> Iterator[Finding]:
    """The team's columns that are not known; what is told of a column by itself is not said
    twice.
    """
    told = {problem.where for problem in at.read.book.problems}
    unread = [column for column in at.tab.unread_columns() if at.layout.where(column) not in told]
    if unread:
        lang = at.read.lang
        shown = ", ".join(_with_cell(at.layout, column) for column in unread[:_SHOWN])
        if len(unread) > _SHOWN:
            shown = fill(REPORT["and_more"], lang, shown, len(unread) - _SHOWN)
        yield Finding("note", _said("unread", lang, at.name, shown))


_ROWS_SHOWN: Final = 3
"""Rows that are not read and are named."""


def _rows_not_read(at: _Tab) -> Iterator[Finding]:
    """The rows in which nothing says who: they may be leads under a heading that is not known."""
    rows = list(rows_not_read(at.tab, at.read.book.problems))
    if not rows:
        return
    lang, shown = at.read.lang, ", ".join(map(str, rows[:_ROWS_SHOWN]))
    if len(rows) > _ROWS_SHOWN:
        shown = fill(REPORT["and_more"], lang, shown, len(rows) - _ROWS_SHOWN)
    text = _said("rows_not_read", lang, at.name, len(rows), shown)
    yield Finding("note", text, _said("fix_rows_not_read", lang))


def _columns_to_come(at: _Tab) -> Iterator[Finding]:
    if at.planned.missing:
        lang, missing = at.read.lang, ", ".join(at.planned.missing.values())
        fix = _said("fix_columns", lang, at.read.request.name)
        yield Finding("note", _said("columns", lang, at.name, missing), fix)


def _absent_columns(at: _Tab) -> Iterator[Finding]:
    """The team's columns without which much cannot be told."""
    lang = at.read.lang
    for key in ("last_contact", "created", "stage", "owner"):
        if key not in at.tab.people:
            text = _said("absent", lang, at.name, heading(key, lang))
            yield Finding("note", text, _said("fix_absent_" + key, lang))


TAB_CHECKS: Final = (
    _recognised, _left_alone, _rows_not_read, _columns_to_come, _absent_columns
)  # fmt: skip
"""The checks of each leads tab, in the order in which they are told."""

# ── the team's numbers ────────────────────────────────────────────────────────────────────────


def _playbook(read: _Read) -> Iterator[Finding]:
    if our_tab(read.snapshot, "playbook") is None:
        fix = _said("fix_init", read.lang, read.request.name)
        yield Finding("note", _said("no_playbook", read.lang), fix)
    else:
        stages = len(read.book.playbook.stages)
        yield Finding("ok", _said("playbook", read.lang, stages))
    if any(additions(read.snapshot, read.book)):
        fix = _said("fix_older", read.lang, read.request.name)
        yield Finding("note", _said("playbook_older", read.lang), fix)


def _time_zone(read: _Read) -> Iterator[Finding]:
    zone, of_sheet = read.book.playbook.time_zone, read.snapshot.time_zone
    if zone in UNSAID_ZONES and zone != of_sheet:  # else google.py tells it
        yield Finding("note", _said("utc", read.lang), _said("fix_utc", read.lang))


def _calendar(read: _Read) -> Iterator[Finding]:
    """What was found in the Calendar, so that a team sees whether its own one counts."""
    playbook, lang, tab = read.book.playbook, read.lang, our_tab(read.snapshot, "calendar")
    absences = sum(map(len, playbook.absences.values()))
    if tab is None or not (playbook.holidays or absences):
        return
    told = (tab.name, len(playbook.holidays), absences)
    ahead = min((day for day in playbook.holidays if day >= read.plan.today), default=None)
    if ahead:
        yield Finding("ok", _said("calendar", lang, *told, date_text(ahead, read.plan.locale)))
    elif playbook.holidays:
        yield Finding("note", _said("calendar_over", lang, *told), _said("fix_calendar_over", lang))
    else:
        yield Finding("ok", _said("calendar_absences", lang, *told))


def _holidays(read: _Read) -> Iterator[Finding]:
    playbook, lang = read.book.playbook, read.lang
    if playbook.holidays:
        return
    try:
        fix = (
            _how_to_get_holidays(read)
            if playbook.country is None
            else _days_to_paste(playbook.country, lang, read.plan.today)
        )
    except ConfigError as error:  # nobody knows the holidays of that country
        fix = finding_of(error, lang).text
    yield Finding("note", _said("no_holidays", lang), fix)


def _how_to_get_holidays(read: _Read) -> str:
    lang = read.lang
    likely = read.request.country or choose(("GB", "ES"), lang)
    if our_tab(read.snapshot, "calendar") is None:
        return _said("fix_holidays", lang, read.request.name, likely)
    return _said("fix_no_country", lang, likely)


def _days_to_paste(country: str, lang: str, today: date) -> str:
    """Returns this year's holidays and the next one's, a line each.

    Raises ConfigError for a country that nobody knows.
    """
    rows = holiday_rows(country, lang, (today.year, today.year + 1))
    days = [f"{day.isoformat()}  {name}" for day, name in rows]
    return "\n".join([_said("paste_holidays", lang, country), *days])


# ── the state, and the rows ───────────────────────────────────────────────────────────────────


def _state(read: _Read) -> Iterator[Finding]:
    if read.snapshot.tab(STATE_TAB) is None:
        yield Finding("note", _said("no_memory", read.lang), _said("fix_memory", read.lang))
    else:
        yield Finding("ok", _said("memory", read.lang, read.plan.counts.known))


def _live(read: _Read) -> Iterator[Finding]:
    """Finds what is wrong with live formulas, each cause with its fix."""
    if not is_live_workbook(read.snapshot, read.book):
        return
    found, lang = causes(live_problems(read.snapshot, read.plan, read.book)), read.lang
    for cause in found:
        key = "fix_sync" if cause.text.code == "live_cell_blank" else "fix_repair"
        fix = fill(LIVE_TOLD[key], lang, read.request.name)
        yield Finding("fix", cause_text(cause, read.plan.locale), fix, code=cause.number)
    for tab in read.book.tabs:
        if not found and tab.leads.live:
            told = fill(LIVE_TOLD["formulas_whole"], lang, tab.name, len(tab.leads.live))
            yield Finding("ok", told)


def _brake(read: _Read) -> Iterator[Finding]:
    try:
        read.plan.raise_if_unsafe()
    except SheetflowError as error:
        yield finding_of(error, read.lang)


def _problems(read: _Read) -> Iterator[Finding]:
    for cause in causes(read.plan.problems):
        text = cause_text(cause, read.plan.locale)
        yield Finding("note", text, code=cause.number)


def _rows(read: _Read) -> Iterator[Finding]:
    lang, counts = read.lang, read.plan.counts
    if counts.checks:
        text = _said("checks", lang, counts.checks)
        yield Finding("fix", text, _said("fix_cell", lang), CHECKS_LEFT)
    else:
        yield Finding("ok", _said("no_checks", lang, counts.leads))


CHECKS: Final = (
    _playbook, _time_zone, _calendar, _holidays, _state, _live, _brake, _problems, _rows
)  # fmt: skip
"""The checks of a whole workbook, in the order in which they are told."""

"""`doctor`: what was recognised, what is missing, and a fix for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sheetflow.backends.base import Backend
from sheetflow.cli.terminal import language
from sheetflow.columns import fold_heading
from sheetflow.doctor.finding import CheckReport, CheckRequest, Finding, finding_of
from sheetflow.doctor.words import DOCTOR
from sheetflow.engine import look_at
from sheetflow.errors import ConfigError, SheetflowError
from sheetflow.errors.lists import PlaybookUnusable
from sheetflow.model import STATE_TAB, Problem, Snapshot
from sheetflow.parse.grid import cell
from sheetflow.parse.headings import Layout
from sheetflow.parse.workbook import Workbook, known_language, our_tab
from sheetflow.plan.plan import Plan, raise_if_unsafe
from sheetflow.reports.text import problem_text
from sheetflow.starter.adopt import is_empty
from sheetflow.starter.holidays import holiday_rows
from sheetflow.texts.render import Locale, choose, heading


def check_workbook(backend: Backend, request: CheckRequest) -> CheckReport:
    """All checks of what stands in a workbook, read once; reads, never writes."""
    options = request.options
    try:
        snapshot = backend.read()
        if is_empty(snapshot):
            lang = language(options.lang, known_language(snapshot, options.lang))
            return CheckReport([_empty(request, lang)], lang)
        plan, book = look_at(snapshot, options)
    except PlaybookUnusable as error:
        lang = language(options.lang, error.lang)
        return CheckReport([_wrong(problem, lang) for problem in error.problems], lang)
    except SheetflowError as error:
        lang = language(options.lang, error.lang or request.spoken)
        return CheckReport([finding_of(error, lang)], lang)
    found = [*_tabs(request, book, plan), *_team(request, snapshot, book, plan.today)]
    return CheckReport([*found, *_memory(snapshot, plan), *_rows(plan)], plan.lang, (plan, book))


def _empty(request: CheckRequest, lang: str) -> Finding:
    fix = choose(DOCTOR["fix_blank"], lang).format(request.name)
    return Finding("fix", choose(DOCTOR["blank"], lang), fix, ConfigError.exit_code)


def _wrong(problem: Problem, lang: str) -> Finding:
    return Finding(
        "fix",
        problem_text(problem, Locale(lang)),
        choose(DOCTOR["fix_cell"], lang),
        ConfigError.exit_code,
    )


def _read_as(layout: Layout, key: str, at: int, lang: str) -> str:
    """`Ult. contacto (C1) = Last contact`: what stands there, and what it is taken for where that
    is another word.
    """
    own, meant = " ".join(str(layout.headings[at]).split()), heading(key, lang)
    shown = f"{own} ({cell('', layout.heading_row, at)[1:]})"
    return shown if fold_heading(own) == fold_heading(meant) else f"{shown} = {meant}"


def _tabs(request: CheckRequest, book: Workbook, plan: Plan) -> Iterator[Finding]:
    for tab, planned in zip(book.tabs, plan.changes.tabs, strict=True):
        layout, name = tab.layout, tab.layout.tab.name
        found = ", ".join(_read_as(layout, key, at, book.lang) for key, at in tab.people.items())
        yield Finding(
            "ok",
            choose(DOCTOR["tab"], book.lang).format(
                name, layout.heading_row, len(tab.leads), found
            ),
        )
        if planned.missing:
            missing = ", ".join(planned.missing.values())
            fix = choose(DOCTOR["fix_columns"], book.lang).format(request.name)
            yield Finding("note", choose(DOCTOR["columns"], book.lang).format(name, missing), fix)
        for key in ("last_contact", "created", "stage", "owner"):
            if key not in tab.people:
                yield Finding(
                    "note",
                    choose(DOCTOR["absent"], book.lang).format(name, heading(key, book.lang)),
                    choose(DOCTOR["fix_absent_" + key], book.lang),
                )


def _holidays(
    request: CheckRequest, country: str | None, lang: str, today: date, *, listed: bool
) -> str:
    """How to get the holidays into the Calendar tab, which is there already if `listed`.

    With a country in the Playbook, which ones they are. Raises ConfigError for a country that
    nobody knows.
    """
    if country is None:
        likely = request.country or choose(("GB", "ES"), lang)
        if listed:
            return choose(DOCTOR["fix_no_country"], lang).format(likely)
        return choose(DOCTOR["fix_holidays"], lang).format(request.name, likely)
    days = "\n".join(
        f"{day.isoformat()}  {name}"
        for day, name in holiday_rows(country, lang, (today.year, today.year + 1))
    )
    return f"{choose(DOCTOR['paste_holidays'], lang).format(country)}\n{days}"


def _team(
    request: CheckRequest, snapshot: Snapshot, book: Workbook, today: date
) -> Iterator[Finding]:
    playbook, lang = book.playbook, book.lang
    if our_tab(snapshot, "playbook") is None:
        yield Finding(
            "note",
            choose(DOCTOR["no_playbook"], lang),
            choose(DOCTOR["fix_init"], lang).format(request.name),
        )
    else:
        yield Finding("ok", choose(DOCTOR["playbook"], lang).format(len(playbook.stages)))
    if playbook.time_zone == "UTC":
        yield Finding("note", choose(DOCTOR["utc"], lang), choose(DOCTOR["fix_utc"], lang))
    if not playbook.holidays:
        listed = our_tab(snapshot, "calendar") is not None
        try:
            fix = _holidays(request, playbook.country, lang, today, listed=listed)
        except ConfigError as error:
            fix = finding_of(error, lang).text
        yield Finding("note", choose(DOCTOR["no_holidays"], lang), fix)


def _memory(snapshot: Snapshot, plan: Plan) -> Iterator[Finding]:
    lang = plan.lang
    if snapshot.tab(STATE_TAB) is None:
        yield Finding("note", choose(DOCTOR["no_memory"], lang), choose(DOCTOR["fix_memory"], lang))
    else:
        yield Finding("ok", choose(DOCTOR["memory"], lang).format(plan.counts.known))
    try:
        raise_if_unsafe(plan)
    except SheetflowError as error:
        yield finding_of(error, lang)


def _rows(plan: Plan) -> Iterator[Finding]:
    lang = plan.lang
    for problem in plan.problems:
        yield Finding("note", problem_text(problem, plan.locale))
    if plan.counts.checks:
        yield Finding(
            "fix",
            choose(DOCTOR["checks"], lang).format(plan.counts.checks),
            choose(DOCTOR["fix_cell"], lang),
            4,
        )
    else:
        yield Finding("ok", choose(DOCTOR["no_checks"], lang).format(plan.counts.leads))

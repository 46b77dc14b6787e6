"""`doctor`: what was recognised, what is missing, and a fix for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sheetflow.adopt import holiday_rows, is_empty
from sheetflow.backends.base import Backend
from sheetflow.backends.excel import ExcelBackend
from sheetflow.doctor_words import DOCTOR
from sheetflow.engine import Options, look_at
from sheetflow.errors import ConfigError, SheetflowError
from sheetflow.findings import Finding, finding_of
from sheetflow.headings import cell
from sheetflow.model import MEMORY_TAB, Snapshot
from sheetflow.parse import PlaybookError, Workbook, our_tab
from sheetflow.plan import Plan, raise_if_unsafe
from sheetflow.report import problem_text
from sheetflow.targets import open_target
from sheetflow.terminal import Talk, language
from sheetflow.voice import Voice, heading, pick


class Examined(NamedTuple):
    """What doctor found, and the language that it speaks."""

    findings: list[Finding]
    lang: str


def examine(target: str, options: Options, say: Talk) -> list[Finding]:
    """Reach a target and check it: what keeps us from reaching it is a finding too."""
    try:
        backend = open_target(target, say.waiting)
    except SheetflowError as error:
        return [finding_of(error, language(options.lang, error.lang))]
    if isinstance(backend, ExcelBackend):
        return diagnose(backend, options)
    found = _on_google(backend, options)
    say.cost(backend.cost, found.lang)
    return found.findings


def _on_google(backend: Backend, options: Options) -> Examined:
    from sheetflow.doctor_google import check_google  # what speaks to Google is slow to load

    return check_google(backend, options)


def diagnose(backend: Backend, options: Options) -> list[Finding]:
    """All checks of a workbook; reads, never writes."""
    return check_workbook(backend, options)[0]


def check_workbook(backend: Backend, options: Options) -> tuple[list[Finding], tuple[Plan, Workbook] | None]:
    """All checks of what stands in a workbook, read once; without a plan where none can be made."""
    try:
        snapshot = backend.read()
        if is_empty(snapshot):
            return [_empty(language(options.lang, snapshot.language))], None
        plan, book = look_at(snapshot, options)
    except PlaybookError as error:
        voice = Voice(language(options.lang, error.lang))
        return [
            Finding("fix", problem_text(p, voice), pick(DOCTOR["fix_cell"], voice.lang), error.exit_code)
            for p in error.problems
        ], None
    except SheetflowError as error:
        return [finding_of(error, language(options.lang, error.lang))], None
    found = [*_tabs(book, plan), *_team(snapshot, book, plan.today), *_memory(snapshot, plan), *_rows(plan)]
    return found, (plan, book)


def _empty(lang: str) -> Finding:
    return Finding("fix", pick(DOCTOR["blank"], lang), pick(DOCTOR["fix_blank"], lang), ConfigError.exit_code)


def _tabs(book: Workbook, plan: Plan) -> Iterator[Finding]:
    for tab, planned in zip(book.tabs, plan.changes.tabs, strict=True):
        layout, name = tab.layout, tab.layout.tab.name
        found = ", ".join(
            f"{heading(key, book.lang)} ({cell('', layout.heading_row, at)[1:]})" for key, at in tab.people.items()
        )
        yield Finding("ok", pick(DOCTOR["tab"], book.lang).format(name, layout.heading_row, len(tab.leads), found))
        if planned.missing:
            missing = ", ".join(planned.missing.values())
            yield Finding(
                "note", pick(DOCTOR["columns"], book.lang).format(name, missing), pick(DOCTOR["fix_columns"], book.lang)
            )
        for key in ("last_contact", "created", "stage", "owner"):
            if key not in tab.people:
                yield Finding("note", pick(DOCTOR["absent"], book.lang).format(name, heading(key, book.lang)),
                              pick(DOCTOR["fix_absent_" + key], book.lang))  # fmt: skip


def _holidays(country: str | None, lang: str, today: date, *, listed: bool) -> str:
    """How to get the holidays into the Calendar tab, which is there already if `listed`.

    With a country in the Playbook, which ones they are. Raises ConfigError for a country that nobody knows.
    """
    if country is None:
        return pick(DOCTOR["fix_no_country" if listed else "fix_holidays"], lang)
    days = "\n".join(
        f"{day.isoformat()}  {name}" for day, name in holiday_rows(country, lang, (today.year, today.year + 1))
    )
    return f"{pick(DOCTOR['paste_holidays'], lang).format(country)}\n{days}"


def _team(snapshot: Snapshot, book: Workbook, today: date) -> Iterator[Finding]:
    playbook, lang = book.playbook, book.lang
    if our_tab(snapshot, "playbook") is None:
        yield Finding("note", pick(DOCTOR["no_playbook"], lang), pick(DOCTOR["fix_init"], lang))
    else:
        yield Finding("ok", pick(DOCTOR["playbook"], lang).format(len(playbook.stages)))
    if playbook.time_zone == "UTC":
        yield Finding("note", pick(DOCTOR["utc"], lang), pick(DOCTOR["fix_utc"], lang))
    if not playbook.holidays:
        listed = our_tab(snapshot, "calendar") is not None
        try:
            fix = _holidays(playbook.country, lang, today, listed=listed)
        except ConfigError as error:
            fix = finding_of(error, lang).text
        yield Finding("note", pick(DOCTOR["no_holidays"], lang), fix)


def _memory(snapshot: Snapshot, plan: Plan) -> Iterator[Finding]:
    lang = plan.lang
    if snapshot.tab(MEMORY_TAB) is None:
        yield Finding("note", pick(DOCTOR["no_memory"], lang), pick(DOCTOR["fix_columns"], lang))
    else:
        yield Finding("ok", pick(DOCTOR["memory"], lang).format(plan.tally.known))
    try:
        raise_if_unsafe(plan)
    except SheetflowError as error:
        yield finding_of(error, lang)


def _rows(plan: Plan) -> Iterator[Finding]:
    lang = plan.lang
    for problem in plan.problems:
        yield Finding("note", problem_text(problem, plan.voice))
    if plan.tally.checks:
        yield Finding("fix", pick(DOCTOR["checks"], lang).format(plan.tally.checks), pick(DOCTOR["fix_cell"], lang), 4)
    else:
        yield Finding("ok", pick(DOCTOR["no_checks"], lang).format(plan.tally.leads))

"""Tells how a run ended: what was written, which target failed, what the brake would say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sheetflow.cli.options import Run
from sheetflow.cli.terminal import (
    Output,
    describe_unexpected,
    language,
    out,
    print_error,
    print_unexpected,
)
from sheetflow.columns import OUR_TABS, fold, is_tab
from sheetflow.engine import Result
from sheetflow.errors import BrakeError, SheetflowError
from sheetflow.model import NewTab
from sheetflow.plan.plan import Plan
from sheetflow.reports.lines import safe
from sheetflow.reports.text import problem_lines
from sheetflow.texts.codes import number_of
from sheetflow.texts.messages import advice, message
from sheetflow.texts.render import choose, fill
from sheetflow.texts.words import REPORT, STATUSES


@contextmanager
def keep_going(target: str, run: Run, *, several: bool) -> Iterator[list[int]]:
    """Lets the other targets go on where one fails, whatever the reason, and names that one."""
    failed: list[int] = []
    try:
        yield failed
    except SheetflowError as error:
        if run.json:
            out(_failed(target, error, run.output))
        if not several:
            raise
        print_error(error, run.output, target)
        failed.append(error.exit_code)
    except Exception as error:
        if run.json:
            out(_failed(target, describe_unexpected(error), run.output))
        if not several or run.output.verbose:
            raise
        print_unexpected(error, run.output, target)
        failed.append(SheetflowError.exit_code)


def _failed(target: str, error: SheetflowError, output: Output) -> str:
    text = message(error, language(output.asked, error.lang))
    found = {"version": 1, "target": target, "error": text, "code": number_of(error.code) or None}
    return json.dumps({**found, "exit_code": error.exit_code}, ensure_ascii=False)


def tell_sync(target: str, result: Result, run: Run) -> None:
    """Tells what a sync came to: on stderr for people, with --json as an object on stdout."""
    output, plan = run.output, result.plan
    changes = plan.counts.changes if plan else 0
    if run.json:
        out(_synced(target, result, changes))
    output.line(f"{target}: {_headline(result, changes)}")
    _tell_tabs(result, output)
    for text in result.messages:
        output.line(f"  {safe(text)}")
    if plan:
        for each in problem_lines(plan.problems, plan.locale, numbered=output.verbose):
            output.line(each)
    if result.checks:
        key = "checks" if plan else "checks_left"
        check = choose(STATUSES["check"], result.lang)
        output.line(fill(REPORT[key], result.lang, result.checks, check))


def _synced(target: str, result: Result, changes: int) -> str:
    found = {"version": 1, "target": target, "leads": result.leads, "changes": changes}
    found |= {"checks": result.checks, "wrote": result.wrote, "notes": list(result.messages)}
    return json.dumps(found, ensure_ascii=False)


def _headline(result: Result, changes: int) -> str:
    key = "nothing"
    if result.wrote:
        key = "synced" if changes else "no_cells"
    return fill(REPORT[key], result.lang, result.leads, changes)


def _tell_tabs(result: Result, output: Output) -> None:
    """Tells, for -v, where the headings are and how many rows are written, tab by tab."""
    if result.plan is None:
        output.more("  " + choose(REPORT["as_left"], result.lang))
        return
    for tab in result.plan.changes.tabs:
        shown = fill(REPORT["tab"], result.lang, safe(tab.tab), tab.heading_row, len(tab.rows))
        output.more(f"  {shown}")


def warn_of_brake(plan: Plan, output: Output) -> None:
    """Tells what sync would stop with instead of writing; the plan is shown all the same."""
    try:
        plan.raise_if_unsafe()
    except BrakeError as error:
        told = message(error, plan.lang)
        warned = fill(REPORT["brake"], plan.lang, error.exit_code, told)
        output.line(output.numbered(warned, error.code))
        output.line(f"  {advice(error, plan.lang)}")


def tell_added(lang: str, added: Sequence[NewTab], country: str | None, output: Output) -> None:
    """Tells which tabs init added, and what was there already and stays."""
    names = [tab.name for tab in added]
    if names:
        output.line(fill(REPORT["added"], lang, ", ".join(names)))
    if country and not any(is_tab(name, "calendar") for name in names):
        output.line(fill(REPORT["calendar_stays"], lang, country.upper()))


def tell_ready(target: str, lang: str, added: Sequence[NewTab], output: Output) -> None:
    """Tells what comes after init."""
    typed_into = next((tab.name for tab in added if fold(tab.name) not in OUR_TABS), None)
    key = "adopted" if typed_into is None else "type_into"
    output.line(fill(REPORT[key], lang, target, typed_into))

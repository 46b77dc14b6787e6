"""Prints how a run ended: what was written, which target failed, what the brake would say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sheetflow.cli.options import Invocation
from sheetflow.cli.terminal import (
    Output,
    describe_unexpected,
    out,
    print_error,
    print_error_json,
    print_unexpected,
    width,
)
from sheetflow.columns import TABS, is_tab
from sheetflow.engine import Result, UnchangedResult
from sheetflow.errors import BrakeError, SheetflowError
from sheetflow.model import NewTab, Problem, Text
from sheetflow.plan.plan import Plan
from sheetflow.reports.as_json import json_object
from sheetflow.reports.lines import safe
from sheetflow.reports.problems import problem_lines
from sheetflow.texts.messages import advice, message
from sheetflow.texts.render import choose, fill
from sheetflow.texts.words import REPORT, STATUSES


def print_failed(error: Exception, target: str, output: Output) -> int:
    """Prints that one of several targets failed, whatever the reason; returns its exit code."""
    if not isinstance(error, SheetflowError):
        print_error_json(describe_unexpected(error), output, target)
        print_unexpected(error, output, target)
        return SheetflowError.exit_code
    print_error_json(error, output, target)
    print_error(error, output, target)
    return error.exit_code


def print_sync(
    target: str,
    result: Result | UnchangedResult,
    run: Invocation,
    told: Collection[str] = (),
) -> None:
    """Prints what a sync came to: on stderr for people, with --json as an object on stdout; `told`
    are the fingerprints of what people know already, which is only counted.
    """
    output, plan = run.output, result.plan
    changes = plan.counts.changes if plan else 0
    if run.json:
        out(_synced(target, result, changes))
    output.line(f"{safe(target)}: {_headline(result, changes)}")
    _print_tabs(result, output)
    for text in result.messages:
        output.line(f"  {safe(text)}")
    if plan:
        print_problems(plan, output, told)
    if result.checks:
        key = "checks" if plan else "checks_left"
        check = choose(STATUSES["check"], result.lang)
        output.line(fill(REPORT[key], result.lang, result.checks, check))


def print_problems(plan: Plan, output: Output, told: Collection[str] = ()) -> None:
    """Prints what people should know of a workbook: each cause on a line, those that were `told`
    before as a number; all of them with -v.
    """
    verbose = output.verbose
    known = () if verbose else told
    for each in problem_lines(
        plan.problems, plan.locale, numbered=verbose, told=known, width=width()
    ):
        output.line(each)


def print_clock(plan: Plan, output: Output) -> None:
    """Prints that nobody knows when the team's day begins, where that is so: it moves every date of
    a report that tells no other problem.
    """
    for each in problem_lines(clock_problems(plan), plan.locale, width=width()):
        output.line(each)


def clock_problems(plan: Plan) -> list[Problem]:
    """Returns what there is to know of the team's time zone."""
    return [problem for problem in plan.problems if problem.text.code == "unknown_zone"]


def _synced(target: str, result: Result | UnchangedResult, changes: int) -> str:
    return json_object(
        indent=None,
        target=target,
        leads=result.leads,
        changes=changes,
        checks=result.checks,
        wrote=result.wrote,
        notes=list(result.messages),
    )


def _headline(result: Result | UnchangedResult, changes: int) -> str:
    key = "nothing"
    if result.wrote:
        key = "synced" if changes else "no_cells"
    return fill(REPORT[key], result.lang, result.leads, changes)


def _print_tabs(result: Result | UnchangedResult, output: Output) -> None:
    """Tells, for -v, where the headings are and how many rows are written, tab by tab."""
    if result.plan is None:
        output.more("  " + choose(REPORT["as_left"], result.lang))
        return
    for tab in result.plan.changes.tabs:
        shown = fill(REPORT["tab"], result.lang, safe(tab.tab), tab.heading_row, len(tab.rows))
        output.more(f"  {shown}")


def print_messages(messages: Iterable[Text], lang: str, output: Output) -> None:
    """Prints how a target was read, where that was not the usual way."""
    for text in messages:
        output.line(safe(message(text, lang)))


def warn_of_brake(plan: Plan, output: Output) -> None:
    """Prints what sync would stop with instead of writing; the plan is shown all the same."""
    try:
        plan.raise_if_unsafe()
    except BrakeError as error:
        told = message(error, plan.lang)
        warned = fill(REPORT["brake"], plan.lang, error.exit_code, told)
        output.line(output.numbered(warned, error.code))
        output.line(f"  {advice(error, plan.lang)}")


def print_added(lang: str, added: Sequence[NewTab], country: str | None, output: Output) -> None:
    """Prints which tabs init added, and what was there already and stays."""
    names = [tab.name for tab in added]
    if names:
        output.line(fill(REPORT["added"], lang, ", ".join(names)))
    if country and not any(is_tab(name, "calendar") for name in names):
        output.line(fill(REPORT["calendar_stays"], lang, safe(country.upper())))


def print_ready(
    target: str, result: Result | UnchangedResult, added: Sequence[NewTab], output: Output
) -> None:
    """Prints what comes after init; leads in a tab with a name of ours are worth a word."""
    lang = result.lang
    followed = [tab.tab for tab in result.plan.changes.tabs] if result.plan else []
    for name in followed:
        if any(is_tab(name, key) for key in TABS):
            output.line(fill(REPORT["follows"], lang, safe(name)))
    for_leads = (tab for tab in added if not any(is_tab(tab.name, key) for key in TABS))
    typed_into = next((tab.name for tab in for_leads), None)
    key = "adopted" if typed_into is None else "type_into"
    output.line(fill(REPORT[key], lang, safe(target), typed_into))

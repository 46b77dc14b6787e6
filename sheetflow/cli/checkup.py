"""`doctor`: what is wrong with a workbook, and the repair of its live formulas."""

from __future__ import annotations

import sys
from typing import Final

import click

from sheetflow import engine
from sheetflow.backends.targets import open_target
from sheetflow.cli.options import EXITS, Invocation, json_option, target_options
from sheetflow.cli.screen import print_finding
from sheetflow.cli.summary import print_messages
from sheetflow.cli.terminal import language, out
from sheetflow.doctor.live import Repair, repair_of
from sheetflow.errors.files import ChangedMeanwhile
from sheetflow.model import Changes
from sheetflow.reports.as_json import json_object
from sheetflow.reports.lines import safe
from sheetflow.reports.problems import problem_text
from sheetflow.texts.live import LIVE_TOLD
from sheetflow.texts.render import Locale, choose, fill

USAGE: Final = 2
"""What a repair ends with that nobody said yes to."""

_REPAIR: Final = click.option(
    "--repair",
    is_flag=True,
    help="Write our live formulas and their hidden tabs anew, after showing what changes.",
)
_YES: Final = click.option("--yes", is_flag=True, help="Repair without asking.")


@click.command(epilog=EXITS)
@click.argument("target")
@_REPAIR
@_YES
@json_option("the findings")
@target_options
def doctor(run: Invocation, target: str, *, repair: bool, yes: bool) -> int:
    """Check a workbook: what was recognised, what is missing, and what to do about it.

    \b
    Examples:
      sheetflow doctor leads.xlsx
      sheetflow doctor leads.xlsx --repair
      sheetflow doctor https://docs.google.com/spreadsheets/d/…
      sheetflow doctor team        a name from sheetflow.toml

    For a Google Sheet it names what counts: the key in SHEETFLOW_GOOGLE_KEY, else [google] key in
    sheetflow.toml, else the file that GOOGLE_APPLICATION_CREDENTIALS names, else your login
    (sheetflow login), else that of this machine. What is missing is named by its step.
    """
    return _repair(run, target, yes=yes) if repair else _examine(run, target)


def _examine(run: Invocation, target: str) -> int:
    from sheetflow.doctor.examine import examine
    from sheetflow.doctor.finding import CheckRequest

    with run.output.progress() as progress:
        spoken = language(None)
        request = CheckRequest(target, run.options, environment=spoken, progress=progress)
        report = examine(request, run.output.waiting)
    print_messages(report.messages, report.lang, run.output)
    run.output.cost(report.cost, report.lang)
    if run.json:
        from sheetflow.doctor.tabs import tabs_json

        found = [finding._asdict() for finding in report.findings]
        out(json_object(target=target, findings=found, tabs=tabs_json(report)))
    else:
        for finding in report.findings:
            print_finding(finding, run.output)
    return max((finding.exit_code for finding in report.findings), default=0)


def _repair(run: Invocation, target: str, *, yes: bool) -> int:
    """Shows what would be written, asks, writes it, and lets a sync fill in the results."""
    backend = open_target(target, run.output.waiting)
    found = repair_of(backend, run.options)
    if found is None:
        lang = language(run.options.lang)
        run.output.line(fill(LIVE_TOLD["repair_none"], lang, safe(target)))
        return 0
    _show(found, target, run)
    if not yes and not _agreed(found, run):
        return USAGE
    engine.write(backend, lambda: _again(found, repair_of(backend, run.options)))
    engine.sync(backend, run.options)
    hidden = sum(name.startswith("_") for name in found.tabs)
    done = (safe(target), hidden, len(found.cells))
    run.output.line(fill(LIVE_TOLD["repaired"], found.lang, *done))
    return 0


def _again(shown: Repair, now: Repair | None) -> Changes:
    """Returns what to write now; nothing where it is not what was shown."""
    if now is None or (now.cells, now.tabs) != (shown.cells, shown.tabs):
        raise ChangedMeanwhile
    return now.changes


def _show(found: Repair, target: str, run: Invocation) -> None:
    lang, locale = found.lang, Locale(found.lang)
    if run.json:
        cells = [
            {"cell": cell.where, "before": cell.text, "after": after} for cell, after in found.cells
        ]
        told = [problem_text(problem, locale) for problem in found.broken]
        out(json_object(target=target, broken=told, tabs=list(found.tabs), cells=cells))
        return
    for problem in found.broken:
        out(problem_text(problem, locale))
    if not found.broken and not found.cells:
        out(choose(LIVE_TOLD["repair_whole"], lang))
    out(fill(LIVE_TOLD["repair_tabs"], lang, ", ".join(found.tabs)))
    for cell, after in found.cells:
        before = choose(LIVE_TOLD["repair_blank"], lang) if cell.text is None else f"={cell.text}"
        out(fill(LIVE_TOLD["repair_cell"], lang, safe(cell.where), safe(before), safe(after)))


def _agreed(found: Repair, run: Invocation) -> bool:
    if sys.stdin.isatty() and not run.json:
        return click.confirm(choose(LIVE_TOLD["repair_ask"], found.lang), err=True)
    run.output.line(choose(LIVE_TOLD["repair_yes"], found.lang))
    return False

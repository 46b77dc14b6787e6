"""The commands; terminal.py turns what ends them into messages and exit codes.

What one command alone needs is loaded by it: a cron line that finds nothing to do starts often.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import click

from sheetflow import __version__, engine
from sheetflow.backends.targets import open_target
from sheetflow.cli.checkup import doctor
from sheetflow.cli.login import login, logout
from sheetflow.cli.options import EXITS, Commands, Invocation, json_option, target_options
from sheetflow.cli.report import report
from sheetflow.cli.screen import (
    print_demo,
    print_plan,
    print_worklist,
    print_wrapped,
)
from sheetflow.cli.setup import init
from sheetflow.cli.summary import (
    print_clock,
    print_messages,
    print_problems,
    warn_of_brake,
)
from sheetflow.cli.sync import sync
from sheetflow.cli.terminal import Output, out, out_lines
from sheetflow.engine import Options
from sheetflow.errors import speaking
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.plan import Plan
from sheetflow.plan.worklist import ORDER, check_owner, day_list, find_rows
from sheetflow.reports.as_json import as_json, rows_json, worklist_json
from sheetflow.texts.codes import CHECKS_LEFT
from sheetflow.texts.render import choose_language

CHANGES_PENDING: Final = 3


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXITS)
@click.version_option(__version__, prog_name="sheetflow")
def main() -> None:
    """Follow-up that stays in your spreadsheet.

    People type; sheetflow answers beside them: status, next contact, overdue, and why.

    \b
      sheetflow demo                    a workbook to look at
      sheetflow plan leads.xlsx         what would change
      sheetflow sync leads.xlsx         write it
      sheetflow today leads.xlsx        the day's work
      sheetflow report leads.xlsx       what came of it

    A workbook is an .xlsx file, the address of a Google Sheet, or a name for either of them in
    sheetflow.toml, here or in ~/.config/sheetflow. SHEETFLOW_CONFIG names another such file. The
    key for Google Sheets stands there too, or in GOOGLE_APPLICATION_CREDENTIALS; or log in once
    with: sheetflow login
    """


main.add_command(sync)
main.add_command(report)
main.add_command(init)
main.add_command(doctor)
main.add_command(login)
main.add_command(logout)
_command: Final = main.command(epilog=EXITS)
_TARGET: Final = click.argument("target")
_PATH: Final = click.argument("path", type=click.Path(path_type=Path), required=False)
_ALL: Final = click.option("--all", "every", is_flag=True, help="Print every cell that changes.")


# ── plan, today, explain ──────────────────────────────────────────────────────────────────────


@_command
@_TARGET
@json_option("the whole plan")
@click.option("--exit-code", is_flag=True, help="Exit with 3 when changes are pending.")
@_ALL
@target_options
def plan(run: Invocation, target: str, exit_code: bool, every: bool) -> int:
    """Show what sync would change; changes nothing.

    \b
    Examples:
      sheetflow plan leads.xlsx
      sheetflow plan leads.xlsx --json --today 2026-11-30
      sheetflow plan https://docs.google.com/spreadsheets/d/…
    """
    found = _look(target, run.options, run.output, to_write=True)[0]
    warn_of_brake(found, run.output)
    if run.json:
        out(as_json(found, target))
    else:
        print_problems(found, run.output)
        print_plan(found, every=every)
    if found.counts.checks:
        return CHECKS_LEFT
    return CHANGES_PENDING if exit_code and found.counts.changes else 0


def _look(
    target: str, options: Options, output: Output, *, to_write: bool = False
) -> tuple[Plan, Workbook]:
    backend = open_target(target, output.waiting, read_only=True)
    with output.progress() as progress:
        found = engine.look(backend, options, progress, to_write=to_write)
    print_messages(backend.messages, found[0].lang, output)
    output.cost(backend.cost, found[0].lang)
    return found


@_command
@_TARGET
@click.option(
    "--owner", metavar="NAME", help="Only this person's leads, and whom they stand in for."
)
@json_option("the list")
@target_options
def today(run: Invocation, target: str, owner: str | None) -> int:
    """The worklist: who to contact today, most urgent first, as far as it fits into the day.

    \b
    Examples:
      sheetflow today leads.xlsx
      sheetflow today leads.xlsx --owner Marta
      sheetflow today https://docs.google.com/spreadsheets/d/… --owner Marta
    """
    found = _look(target, run.options, run.output)[0]
    print_clock(found, run.output)
    if owner is not None:
        with speaking(found.lang):
            check_owner(found.rows, owner)
    day = day_list(found.rows, found.people, found.today, owner)
    if run.json:
        out(worklist_json(day, found, target))
    else:
        print_worklist(day, found)
    return CHECKS_LEFT if found.counts.checks else 0


_TARGET_OR_NUMBER: Final = click.argument("target", metavar="TARGET|SF012")
_WHO: Final = click.argument("who", required=False, metavar="[ROW|NAME]")


@_command
@_TARGET_OR_NUMBER
@_WHO
@json_option("the row")
@target_options
def explain(run: Invocation, target: str, who: str | None) -> int:
    """Say of one lead which rule decided, with which numbers, and what would change it.

    \b
    Examples:
      sheetflow explain leads.xlsx 12
      sheetflow explain leads.xlsx "Leads!12"
      sheetflow explain leads.xlsx "Ana Pérez"

    \b
    Or say what an error number means, as -v shows it at the end of an error:
      sheetflow explain SF012
    """
    if who is None:
        _explain_number(target, run)
    else:
        _explain_lead(target, who, run)
    return 0


_NUMBER: Final = re.compile(r"SF\d+", re.IGNORECASE)


def _explain_number(number: str, run: Invocation) -> None:
    if not _NUMBER.fullmatch(number):
        here = click.get_current_context()
        raise click.MissingParameter(ctx=here, param_hint="'ROW|NAME'", param_type="argument")
    from sheetflow.reports.numbers import meaning_json, meaning_lines, meaning_of

    found = meaning_of(number)
    if run.json:
        out(meaning_json(found))
    else:
        out_lines(meaning_lines(found))


def _explain_lead(target: str, who: str, run: Invocation) -> None:
    from sheetflow.plan.ready_messages import ready_message
    from sheetflow.reports.explain import explain_lines, message_lines

    found, book = _look(target, run.options, run.output)
    print_clock(found, run.output)
    with speaking(found.lang):
        rows = find_rows(found.rows, who)
    if run.json:
        out(rows_json(rows))
        return
    context = found.context(book)
    for number, row in enumerate(rows):
        if number:
            out("")
        print_wrapped(explain_lines(row, found, context))
        message = ready_message(row, context, book.messages, book.spoken)
        if message and row.decision.status in ORDER:
            print_wrapped(message_lines(message, found))


# ── demo ──────────────────────────────────────────────────────────────────────────────────────


@_command
@_PATH
@_ALL
@json_option("the plan of the demo")
@target_options
def demo(run: Invocation, path: Path | None, every: bool) -> int:
    """Write a workbook of 40 invented leads, sync it, and show the result.

    \b
    Examples:
      sheetflow demo
      sheetflow demo --lang es
    """
    from sheetflow.backends.excel.backend import ExcelBackend
    from sheetflow.starter.demo import demo_workbook  # openpyxl is slow to load

    lang = choose_language(run.options.lang)
    place = path or _free_name(Path(f"sheetflow-demo-{lang}.xlsx"))
    day = run.options.today or engine.today_in("UTC")
    options = Options(day, lang)
    demo_workbook(place, lang, day)
    found = _look(str(place), options, run.output)[0]
    engine.sync(ExcelBackend(place), options)
    if run.json:
        out(as_json(found, str(place)))
    else:
        print_demo(found, place, lang, every=every)
    return 0


def _free_name(path: Path) -> Path:
    """Returns the path, or one with a number behind it where it is taken."""
    names = (path if n == 1 else path.with_stem(f"{path.stem}-{n}") for n in range(1, 10_000))
    return next(name for name in names if not name.exists())

"""`sheetflow report`: what a workbook can tell today."""

from __future__ import annotations

from typing import Final

import click

from sheetflow import engine
from sheetflow.backends.targets import open_target
from sheetflow.cli.options import EXITS, Invocation, json_option, target_options
from sheetflow.cli.summary import print_clock, print_messages
from sheetflow.cli.terminal import out, out_lines, width
from sheetflow.errors import speaking
from sheetflow.plan.figures import figures
from sheetflow.plan.worklist import check_owner
from sheetflow.reports.figures_json import figures_json
from sheetflow.reports.figures_text import figures_lines
from sheetflow.texts.codes import CHECKS_LEFT

_TARGET: Final = click.argument("target")
_OWNER: Final = click.option("--owner", metavar="NAME", help="Only this person's leads.")


@click.command(epilog=EXITS)
@_TARGET
@_OWNER
@json_option("the figures")
@target_options
def report(run: Invocation, target: str, owner: str | None) -> int:
    """What the workbook can tell today: leads by status, owner, stage and segment, each count
    beside the follow-up it got; replies waiting, agreements, who was silent longest.

    \b
    Examples:
      sheetflow report leads.xlsx
      sheetflow report leads.xlsx --owner Marta
      sheetflow report https://docs.google.com/spreadsheets/d/… --json
    """
    backend = open_target(target, run.output.waiting, read_only=True)
    with run.output.progress() as progress:
        plan, book = engine.look(backend, run.options, progress)
    print_messages(backend.messages, plan.lang, run.output)
    run.output.cost(backend.cost, plan.lang)
    print_clock(plan, run.output)
    if owner is not None:
        with speaking(plan.lang):
            check_owner(plan.rows, owner)
    found = figures(plan, book, owner)
    if run.json:
        out(figures_json(found, target))
    else:
        out_lines(figures_lines(found, plan.locale, width()))
    return CHECKS_LEFT if plan.counts.checks else 0

"""`sync`: one target after the other, for a person or for cron."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import click

from sheetflow import engine
from sheetflow.backends.targets import open_target
from sheetflow.cli.options import EXITS, Invocation, json_option, target_options
from sheetflow.cli.quiet import only_news, tell_news
from sheetflow.cli.summary import print_failed, print_sync
from sheetflow.errors import SheetflowError
from sheetflow.reports.problems import causes, fingerprint
from sheetflow.texts.codes import CHECKS_LEFT

_TARGETS: Final = click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
_FORCE: Final = click.option(
    "--force", is_flag=True, help="Write even though the safety brake says no; once."
)


@click.command(epilog=EXITS)
@_TARGETS
@_FORCE
@json_option("what was done")
@target_options
def sync(run: Invocation, targets: tuple[str, ...], force: bool) -> int:
    """Work out every row and write the answers beside it.

    \b
    Examples:
      sheetflow sync leads.xlsx
      sheetflow sync madrid.xlsx london.xlsx -q
      sheetflow sync https://docs.google.com/spreadsheets/d/…
      sheetflow sync team          a name from sheetflow.toml

    \b
    For Google Sheets, the environment may hold:
      GOOGLE_APPLICATION_CREDENTIALS  path of a key, if sheetflow.toml names none
      SHEETFLOW_GOOGLE_KEY    the key itself, as it is or in base64: for CI
      SHEETFLOW_GOOGLE_QUOTA  reads and writes a minute: 60, or 60,30
      SHEETFLOW_GOOGLE_WAIT   what every wait is multiplied by: 1; tests set 0
    """
    run = run._replace(options=replace(run.options, force=force))
    if len(targets) == 1:
        return _sync(targets[0], run)
    return max([_sync_among_others(target, run) for target in targets])


def _sync_among_others(target: str, run: Invocation) -> int:
    """Syncs one of several targets: where it fails, the others go on."""
    try:
        return _sync(target, run)
    except SheetflowError as error:
        return print_failed(error, target, run.output)
    except Exception as error:
        if run.output.verbose:
            raise
        return print_failed(error, target, run.output)


def _sync(target: str, run: Invocation) -> int:
    output = run.output
    with only_news(target, run) as news:
        with output.progress() as progress:
            backend = open_target(target, output.waiting)
            result = engine.sync(backend, run.options, progress)
        print_sync(target, result, run, news.told_problems())
    if result.plan and not output.quiet:
        news.remember_problems(map(fingerprint, causes(result.plan.problems)))
    tell_news(target, result, news, run)
    output.cost(backend.cost, result.lang)
    return CHECKS_LEFT if result.checks else 0

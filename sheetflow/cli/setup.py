"""`init`: a new workbook, or a team's own adopted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from sheetflow import engine
from sheetflow.backends.base import Backend
from sheetflow.backends.targets import new_path, open_target
from sheetflow.cli.options import EXITS, Invocation, json_option, target_options
from sheetflow.cli.summary import print_added, print_ready, print_sync
from sheetflow.cli.terminal import out
from sheetflow.engine import Options, Result, UnchangedResult
from sheetflow.model import Changes, NewTab
from sheetflow.reports.as_json import json_object
from sheetflow.reports.lines import safe
from sheetflow.texts.codes import CHECKS_LEFT
from sheetflow.texts.messages import message
from sheetflow.texts.render import choose_language, fill
from sheetflow.texts.words import REPORT

_TARGET: Final = click.argument("target")
_COUNTRY: Final = click.option(
    "--country",
    metavar="XX",
    help="Fill this country's holidays into the Calendar tab (ES, ES-CT, GB …).",
)
_FRONT: Final = click.option(
    "--front",
    is_flag=True,
    help="Move our columns right of the name, where nothing else would have to move with them.",
)


@click.command(epilog=EXITS)
@_TARGET
@_COUNTRY
@_FRONT
@json_option("what was done")
@target_options
def init(run: Invocation, target: str, country: str | None, *, front: bool) -> int:
    """Make a new workbook, or adopt one: add the tabs Playbook, Calendar and People, our columns,
    highlighting.

    \b
    Examples:
      sheetflow init leads.xlsx --lang es --country ES
      sheetflow init the-team.xlsx --front
      sheetflow init https://docs.google.com/spreadsheets/d/…
    """
    if path := new_path(target):
        _make(path, target, country, run)
        return 0
    backend = open_target(target, run.output.waiting)
    added = _add_tabs(backend, run.options, country)
    result = engine.sync(backend, run.options)
    if front:
        result = _to_front(backend, run, result)
    print_added(result.lang, added, country, run.output)
    print_sync(target, result, run)
    print_ready(target, result, added, run.output)
    run.output.cost(backend.cost, result.lang)
    return CHECKS_LEFT if result.checks else 0


def _to_front(
    backend: Backend, run: Invocation, before: Result | UnchangedResult
) -> Result | UnchangedResult:
    """Moves our columns to the front, and colours them there; returns what the sync came to."""
    from sheetflow.starter.front import columns_to_front

    engine.write(backend, lambda: columns_to_front(backend, run.options))
    told = tuple(message(each, before.lang) for each in backend.messages)
    engine.sync(backend, run.options)
    return replace(before, messages=(*before.messages, *told))


def _make(path: Path, target: str, country: str | None, run: Invocation) -> None:
    from sheetflow.starter.adopt import new_workbook

    new_workbook(path, run.options, country)
    if run.json:
        out(json_object(indent=None, target=target, created=True))
    lang = choose_language(run.options.lang)
    made = safe(str(path))
    run.output.line(fill(REPORT["created"], lang, made, made))


def _add_tabs(backend: Backend, options: Options, country: str | None) -> tuple[NewTab, ...]:
    """Adds the tabs that a team's workbook is without, and returns them."""
    from sheetflow.starter.adopt import tabs_to_add

    added: tuple[NewTab, ...] = ()

    def missing() -> Changes:
        nonlocal added
        made = tabs_to_add(backend, options, country)
        added = made.new_tabs
        return made

    engine.write(backend, missing)
    return added

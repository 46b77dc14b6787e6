"""`init`: a new workbook, or a team's own adopted."""

from __future__ import annotations

from collections.abc import Callable
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
from sheetflow.texts.live import LIVE_TOLD
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
_LIVE: Final = click.option(
    "--live",
    is_flag=True,
    help="Let formulas answer in our columns, so that they turn with no run.",
)


def _how(command: Callable[..., int]) -> Callable[..., int]:
    """Adds the options that say how a workbook is made or adopted."""
    return _COUNTRY(_FRONT(_LIVE(command)))


@click.command(epilog=EXITS)
@_TARGET
@_how
@json_option("what was done")
@target_options
def init(run: Invocation, target: str, country: str | None, front: bool, live: bool) -> int:
    """Make a new workbook, or adopt one: add Today, Playbook, Calendar, People and our other tabs,
    our columns, highlighting.

    \b
    Examples:
      sheetflow init leads.xlsx --lang es --country ES
      sheetflow init the-team.xlsx --front
      sheetflow init the-team.xlsx --live
      sheetflow init https://docs.google.com/spreadsheets/d/…
    """
    if path := new_path(target):
        return _make(path, target, country, run, live=live)
    return _adopt(target, country, run, front=front, live=live)


def _adopt(target: str, country: str | None, run: Invocation, *, front: bool, live: bool) -> int:
    """Adds what a workbook is without, answers in it, and says what was done."""
    backend = open_target(target, run.output.waiting)
    if live:
        _check_live(backend, run.options)
    moved = _to_front(backend, run, country) if front else ()
    added, counts = _add_tabs(backend, run.options, country)
    result = engine.sync(backend, run.options)
    if not counts:
        added += _add_dashboard(backend, run.options)
    result = replace(result, messages=(*result.messages, *moved))
    told = _go_live(backend, run, target) if live else ()
    _say(target, run, result, added, country)
    for line in told:
        run.output.line(line)
    run.output.cost(backend.cost, result.lang)
    return CHECKS_LEFT if result.checks else 0


def _say(
    target: str,
    run: Invocation,
    result: Result | UnchangedResult,
    added: tuple[NewTab, ...],
    country: str | None,
) -> None:
    print_added(result.lang, added, country, run.output)
    print_sync(target, result, run)
    print_ready(target, result, added, run.output)


def _add_dashboard(backend: Backend, options: Options) -> tuple[NewTab, ...]:
    """Adds the Dashboard, now that all our columns are there; returns it."""
    from sheetflow.starter.adopted_dashboard import dashboard_to_add

    made = Changes(())

    def missing() -> Changes:
        nonlocal made
        made = dashboard_to_add(backend, options)
        return made

    engine.write(backend, missing)
    return tuple(tab for tab in made.new_tabs if not tab.hidden)


def _check_live(backend: Backend, options: Options) -> None:
    from sheetflow.starter.go_live import check_live

    check_live(backend, options)


def _go_live(backend: Backend, run: Invocation, target: str) -> tuple[str, ...]:
    """Adds the hidden tabs, and puts formulas into our columns; returns what there is to say."""
    from sheetflow.starter.go_live import WentLive, hidden_tabs_to_add

    made = WentLive(Changes(()))

    def hidden() -> Changes:
        nonlocal made
        made = hidden_tabs_to_add(backend, run.options)
        return made.changes

    engine.write(backend, hidden)
    if not made.already:
        engine.sync(backend, run.options)
    lang = made.changes.lang
    told = fill(LIVE_TOLD["live_already" if made.already else "live"], lang, safe(target))
    left = fill(LIVE_TOLD["today_left"], lang, safe(made.left)) if made.left else ""
    return tuple(filter(None, (told, left)))


def _to_front(backend: Backend, run: Invocation, country: str | None) -> tuple[str, ...]:
    """Moves our columns to the front, and colours them there; returns what there is to say of it.

    It comes before our tabs are added: their formulas and names point at these columns, and what is
    pointed at stays where it is.
    """
    from sheetflow.starter.adopt import is_empty, tabs_to_add
    from sheetflow.starter.front import columns_to_front

    tabs_to_add(backend, run.options, country)  # refuses what cannot be adopted, before a write
    if is_empty(backend.read()):
        return ()
    lang = engine.sync(backend, run.options).lang
    engine.write(backend, lambda: columns_to_front(backend, run.options))
    told = tuple(message(each, lang) for each in backend.messages)
    engine.sync(backend, run.options)
    return told


def _make(path: Path, target: str, country: str | None, run: Invocation, *, live: bool) -> int:
    """Makes a new workbook, whose formulas are live."""
    from sheetflow.starter.adopt import new_workbook

    new_workbook(path, run.options, country)
    if run.json:
        out(json_object(indent=None, target=target, created=True))
    lang = choose_language(run.options.lang)
    made = safe(str(path))
    run.output.line(fill(REPORT["created"], lang, made, made))
    if live:
        run.output.line(fill(LIVE_TOLD["live_already"], lang, safe(target)))
    return 0


def _add_tabs(
    backend: Backend, options: Options, country: str | None
) -> tuple[tuple[NewTab, ...], bool]:
    """Adds the tabs that a team's workbook is without; returns those in sight, and whether it has
    a Dashboard.
    """
    from sheetflow.starter.adopt import lacks_dashboard, missing_tabs

    added: tuple[NewTab, ...] = ()
    counts = False

    def missing() -> Changes:
        nonlocal added, counts
        snapshot = backend.read()
        counts = not lacks_dashboard(snapshot)
        made = missing_tabs(snapshot, options, country)
        added = tuple(tab for tab in made.new_tabs if not tab.hidden)
        return made

    engine.write(backend, missing)
    return added, counts

"""What every command of a target takes: its options, and the run that they ask for."""

from __future__ import annotations

import functools
import gc
import signal
import sys
import threading
from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple

import click

from sheetflow.cli.terminal import Output, errors_end_the_run, language
from sheetflow.engine import Options
from sheetflow.texts.render import choose
from sheetflow.texts.words import REPORT


class Run(NamedTuple):
    """How a command was asked for, whether with --json, and where its messages go."""

    options: Options
    output: Output
    json: bool


class DayType(click.ParamType[date]):
    """A day written as 2026-11-30."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            asked = ctx.params.get("lang") if ctx else None
            # click puts a marker there where no language was given
            lang = language(asked if isinstance(asked, str) else None)
            self.fail(choose(REPORT["write_day"], lang), param, ctx)


_SHARED: Final = (
    click.option("--today", type=DayType(), help="Decide as if it were this day (2026-11-30)."),
    click.option(
        "--lang",
        is_eager=True,
        type=click.Choice(["en", "es"]),
        help="Language of the answers; else the workbook's.",
    ),
    click.option("--tab", metavar="NAME", help="Use this tab only, whatever it is called."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
    click.option("-v", "--verbose", is_flag=True, help="Say more."),
)
"""In the order of --help, before what click adds itself."""

Option = Callable[[Callable[..., Any]], Callable[..., Any]]


def json_option(what: str) -> Option:
    """Returns --json, which every command has; `what` is what it prints."""
    return click.option("--json", "json_", is_flag=True, help=f"Print {what} as JSON.")


def target_options(command: Callable[..., int | None]) -> Callable[..., None]:
    """Adds the options that every command has; the command gets them as a Run."""

    @functools.wraps(command)
    def run(**given: Any) -> None:
        options = Options(given.pop("today"), given.pop("lang"), given.pop("tab"))
        output = _output(given, options.lang)
        asked = Run(options, output, given.pop("json_"))
        _clean_up_when_ended()
        gc.disable()  # a run makes millions of small values without cycles, and then it ends
        with errors_end_the_run(output):
            sys.exit(command(run=asked, **given) or 0)

    made: Callable[..., None] = run
    for option in reversed(_SHARED):
        made = option(made)
    return made


def _output(given: dict[str, Any], lang: str | None) -> Output:
    return Output(quiet=given.pop("quiet"), verbose=given.pop("verbose"), lang=lang)


def _clean_up_when_ended() -> None:
    """Lets a run that is told to end (SIGTERM, SIGHUP) clear away what it began, as Ctrl-C does."""
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda number, frame: sys.exit(128 + number))

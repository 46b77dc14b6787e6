"""What every command of a target takes: its options, and the run that they ask for."""

from __future__ import annotations

import functools
import gc
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import click

from sheetflow.cli.terminal import (
    Output,
    errors_end_the_run,
    escape_what_encodings_lack,
    language,
    replace_what_encodings_lack,
)
from sheetflow.config import load_config
from sheetflow.engine import Options
from sheetflow.reports.lines import safe
from sheetflow.texts.render import choose, fill
from sheetflow.texts.secrets import scrub
from sheetflow.texts.words import REPORT

EXITS: Final = (
    "Exit codes: 0 done or nothing to do · 1 unexpected · 2 usage · 3 changes pending "
    "(plan --exit-code) · 4 done, some rows are `check` · 5 safety brake · 65 damaged or hostile "
    "file · 75 try later · 77 no permission · 78 configuration or headings."
)
"""Ends every page of --help, which click wraps."""


class Invocation(NamedTuple):
    """How a command was asked for, and where its messages go."""

    options: Options
    output: Output

    @property
    def json(self) -> bool:
        """Returns whether data is wanted as JSON."""
        return self.output.json


class Commands(click.Group):
    """The commands, whose output never fails for its encoding, their help neither; what was typed
    wrongly is repeated without signs that steer a terminal, and without keys and tokens.
    """

    def main(self, *args: Any, **options: Any) -> Any:
        """Runs the command line."""
        replace_what_encodings_lack()
        return super().main(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            # click has no setter for it
            vars(error)["message"] = safe(scrub(error.message))
            raise


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


_TODAY: Final = click.option(
    "--today", type=DayType(), help="Decide as if it were this day (2026-11-30)."
)
_LANG: Final = click.option(
    "--lang",
    is_eager=True,
    type=click.Choice(["en", "es"]),
    help="Language of the answers; else the workbook's.",
)
_TAB: Final = click.option(
    "--tab", metavar="NAME", help="Use this tab only, whatever it is called."
)
_QUIET: Final = click.option("-q", "--quiet", is_flag=True, help="Say only what is new, for cron.")
_VERBOSE: Final = click.option("-v", "--verbose", is_flag=True, help="Say more.")
_SHARED: Final = (_TODAY, _LANG, _TAB, _QUIET, _VERBOSE)
"""In the order of --help, before what click adds itself."""
_OF_NO_TARGET: Final = (_LANG, _QUIET, _VERBOSE)
"""Those of a command that works at no workbook."""

Option = Callable[[Callable[..., Any]], Callable[..., Any]]


def json_option(what: str) -> Option:
    """Returns --json, which every command has; `what` is what it prints."""
    return click.option("--json", "json_", is_flag=True, help=f"Print {what} as JSON.")


def target_options(command: Callable[..., int | None]) -> Callable[..., None]:
    """Adds the options that every command of a target has; the command gets them as an
    Invocation.
    """
    return _with(_SHARED, command)


def plain_options(command: Callable[..., int | None]) -> Callable[..., None]:
    """Adds the options of a command that works at no workbook, which gets them as an
    Invocation.
    """
    return _with(_OF_NO_TARGET, command)


def _with(shared: Sequence[Option], command: Callable[..., int | None]) -> Callable[..., None]:

    @functools.wraps(command)
    def run(**given: Any) -> None:
        options = Options(given.pop("today", None), given.pop("lang"), given.pop("tab", None))
        output = Output(
            quiet=given.pop("quiet"),
            verbose=given.pop("verbose"),
            json=given.pop("json_", False),
            lang=options.lang,
        )
        if output.json:
            escape_what_encodings_lack()
        _clean_up_when_ended()
        gc.disable()  # a run makes millions of small values without cycles, and then it ends
        with errors_end_the_run(output, _target_of(given)):
            _tell_settings(output)
            sys.exit(command(run=Invocation(options, output), **given) or 0)

    made: Callable[..., None] = run
    for option in reversed(shared):
        made = option(made)
    return made


def _tell_settings(output: Output) -> None:
    """Tells with -v which settings file counts."""
    if output.verbose:
        path = load_config().path
        told = fill(REPORT["settings" if path else "no_settings"], output.lang, path)
        output.more(f"  {safe(told)}")


def _target_of(given: Mapping[str, Any]) -> str:
    """Returns what the command works at; of several targets each names itself."""
    targets = given.get("targets") or (given.get("target") or given.get("path") or "",)
    return str(targets[0])


def _clean_up_when_ended() -> None:
    """Lets a run that is told to end (SIGTERM, SIGHUP) clear away what it began, as Ctrl-C does."""
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda number, frame: sys.exit(128 + number))

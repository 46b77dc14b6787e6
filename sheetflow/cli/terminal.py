"""How the commands speak: shared options, messages, progress, and the one place where errors end a
run.
"""

from __future__ import annotations

import functools
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from sheetflow.engine import Options
from sheetflow.errors import SheetflowError
from sheetflow.errors.lists import PlaybookUnusable
from sheetflow.reports.text import problem_text, safe
from sheetflow.texts.messages import advice, message
from sheetflow.texts.render import Locale, choose
from sheetflow.texts.spanish import translate
from sheetflow.texts.words import REPORT

LONG_WAIT = 3
"""Seconds."""


class DayType(click.ParamType[date]):
    """A day written as 2026-11-30."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            asked = (
                ctx.params.get("lang") if ctx else None
            )  # click puts a marker there where none was given
            lang = language(asked if isinstance(asked, str) else None)
            self.fail(translate("write the day as 2026-11-30", lang), param, ctx)


def target_options(command: Callable[..., int | None]) -> Callable[..., None]:
    """The options that every command of a target has, and one place where errors end a run."""

    @click.option("--today", type=DayType(), help="Decide as if it were this day (2026-11-30).")
    @click.option(
        "--lang",
        is_eager=True,
        type=click.Choice(["en", "es"]),
        help="Language of the answers; else the workbook's.",
    )
    @click.option("--tab", metavar="NAME", help="Use this tab only, whatever it is called.")
    @click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
    @click.option("-v", "--verbose", is_flag=True, help="Say more.")
    @functools.wraps(command)
    def run(
        *args: Any,
        today: date | None,
        lang: str | None,
        tab: str | None,
        quiet: bool,
        verbose: bool,
        **rest: Any,
    ) -> None:
        say = Output(quiet=quiet, verbose=verbose, lang=lang)
        _clean_up_when_ended()
        gc.disable()  # a run makes millions of small values without cycles, and then it ends
        with errors_end_the_run(say, lang):
            sys.exit(command(*args, options=Options(today, lang, tab), say=say, **rest) or 0)

    return run


def _clean_up_when_ended() -> None:
    """Let a run that is told to end (SIGTERM, SIGHUP) clear away what it began, as Ctrl-C does."""
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda number, frame: sys.exit(128 + number))


class Output:
    """What goes to the person (stderr) beside the data (stdout)."""

    def __init__(self, *, quiet: bool, verbose: bool, lang: str | None = None) -> None:
        self.quiet, self.verbose, self.asked, self.lang = quiet, verbose, lang, language(lang)

    def line(self, text: str) -> None:
        """A message, unless -q."""
        if not self.quiet:
            click.echo(text, err=True, color=colour())

    def more(self, text: str) -> None:
        """A message for -v."""
        if self.verbose:
            self.line(text)

    def cost(self, used: Mapping[str, int], lang: str | None = None) -> None:
        """For -v: the requests that were sent to reach a target, in the language that the run
        speaks.
        """
        if used:
            lang = lang or self.lang
            shares = (_count(kind, used[kind], lang) for kind in ("reads", "writes"))
            self.more("  " + choose(REPORT["requests"], lang).format(*shares))

    def waiting(self, why: str, seconds: float) -> None:
        """That a run waits for Google, where the wait is long enough to be wondered at."""
        if seconds >= LONG_WAIT:
            self.line("  " + choose(REPORT["wait_" + why], self.lang).format(round(seconds)))

    @contextmanager
    def progress(self) -> Iterator[Callable[[str, int], None]]:
        """A bar on a terminal while a long file is worked on; nothing where nobody watches."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda what, rows: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,}"))
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            tasks: dict[str, Any] = {}

            def show(what: str, rows: int) -> None:
                if what not in tasks:
                    tasks[what] = bar.add_task(choose(REPORT[what], self.lang), total=None)
                bar.update(tasks[what], advance=rows)

            yield show


def _count(kind: str, number: int, lang: str) -> str:
    return choose(REPORT["one_" + kind if number == 1 else kind], lang).format(number)


def colour() -> bool | None:
    """No colours with NO_COLOR (any value); else click decides by the terminal."""
    return False if os.environ.get("NO_COLOR") else None


def out(text: str) -> None:
    """Data for stdout. Where nobody reads it any more (`| head`), the work goes on in silence."""
    try:
        click.echo(text, color=colour())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def language(asked: str | None, known: str | None = None) -> str:
    """What to speak: what was asked for, else what the workbook speaks where that is known, else
    the environment's.
    """
    spoken = next(
        (value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), ""
    )
    return asked or known or ("es" if spoken.lower().startswith("es") else "en")


@contextmanager
def errors_end_the_run(say: Output, lang: str | None) -> Iterator[None]:
    """Errors become one line, advice, and an exit code; nothing of a cell's content is shown."""
    try:
        yield
    except SheetflowError as error:
        print_error(error, lang)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.exceptions.Exit, click.ClickException, SystemExit):
        raise
    except Exception as error:
        if say.verbose:
            raise
        unexpected(error, say)
        sys.exit(SheetflowError.exit_code)


def unexpected(error: Exception, say: Output, target: str = "") -> None:
    """Say that an error ended the run, or the work at the target that is named, which nobody
    foresaw.
    """
    click.echo(f"sheetflow: {_named(target)}{describe_unexpected(error, say.lang)}", err=True)


def describe_unexpected(error: Exception, lang: str) -> str:
    """Name an error that nobody foresaw by its kind and place: its text may hold what a cell
    holds.
    """
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" in {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return translate(f"unexpected {type(error).__name__}{where}. -v shows more.", lang)


def _named(target: str) -> str:
    return f"{safe(target)}: " if target else ""


def print_error(error: SheetflowError, asked: str | None, target: str = "") -> None:
    """Say what ended the run and what to do about it, in the language asked for or the best known.

    Where a run has several targets, it is said which one failed.
    """
    lang = language(asked, error.lang)
    said = _named(target) + safe(message(error, lang))
    click.echo(click.style("sheetflow: ", bold=True) + said, err=True, color=colour())
    lines = [safe(line) for line in advice(error, lang).splitlines()]
    if isinstance(error, PlaybookUnusable):
        lines += [problem_text(problem, Locale(lang)) for problem in error.problems]
    for line in lines:
        click.echo(f"  {line}", err=True, color=colour())
